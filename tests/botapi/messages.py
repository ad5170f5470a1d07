"""Who is there and what was said: users, chats, their messages, and the files in them."""

from __future__ import annotations

import hashlib
import itertools
import mimetypes
import time
from dataclasses import dataclass, field
from typing import Any

from tests.botapi.errors import ApiError, bad


class Bubble(dict[str, Any]):
    """A message as the Bot API writes it, with what tests look at within reach."""

    @property
    def id(self) -> int:
        """Its number in its chat."""
        return int(self["message_id"])

    @property
    def text(self) -> str:
        """Its text or caption, without formatting."""
        return str(self.get("text", self.get("caption", "")))

    @property
    def bold(self) -> list[str]:
        """The parts of the text in bold."""
        raw = self.text.encode("utf-16-le")
        spans = [(2 * e["offset"], 2 * (e["offset"] + e["length"])) for e in self.get("entities", ()) if e["type"] == "bold"]
        return [raw[start:end].decode("utf-16-le") for start, end in spans]

    @property
    def rows(self) -> list[list[str]]:
        """The labels of its buttons, by row."""
        return [[button["text"] for button in row] for row in self.get("reply_markup", {}).get("inline_keyboard", ())]

    @property
    def reply_to(self) -> int:
        """The number of the message that it answers; 0: none."""
        return int(self.get("reply_to_message", {}).get("message_id", 0))

    @property
    def thread(self) -> int:
        """The forum topic it is in; 0: none."""
        return int(self.get("message_thread_id", 0))


@dataclass
class User:
    """A person or a bot."""

    id: int
    name: str
    is_bot: bool = False
    username: str = ""

    def as_json(self) -> dict[str, Any]:
        """As the Bot API writes it."""
        name = {"username": self.username} if self.username else {}
        return {"id": self.id, "is_bot": self.is_bot, "first_name": self.name, "language_code": "zh-hans"} | name


@dataclass
class Chat:
    """A place where messages are."""

    id: int
    type: str
    title: str
    forum: bool = False
    topics: dict[int, str] = field(default_factory=dict)
    closed_topics: set[int] = field(default_factory=set)
    admins: set[int] = field(default_factory=set)
    """Numbers of the people who look after it."""
    messages: dict[int, Bubble] = field(default_factory=dict)
    shut: ApiError | None = None
    """Why the bot can't write here any more."""
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(101))

    def as_json(self) -> dict[str, Any]:
        """As the Bot API writes it."""
        name = {"first_name": self.title} if self.type == "private" else {"title": self.title}
        return {"id": self.id, "type": self.type} | name | ({"is_forum": True} if self.forum else {})

    def topic(self, name: str, opener: User) -> int:
        """Open a forum topic; its number is that of the message that opened it."""
        number = next(self.numbers)
        self.topics[number] = name
        opening = {"forum_topic_created": {"name": name, "icon_color": 7322096}, "message_thread_id": number}
        self.messages[number] = Bubble(message_id=number, date=int(time.time()), chat=self.as_json(), **opening)
        self.messages[number]["from"] = opener.as_json()
        return number


@dataclass
class StoredFile:
    """A file that the bot or a person has sent."""

    name: str
    content: bytes

    @property
    def id(self) -> str:
        """The key under which it can be sent again: the same content keeps its id here."""
        return f"BQAC{hashlib.sha256(self.content).hexdigest()[:32]}"

    def as_json(self) -> dict[str, Any]:
        """As the Bot API writes a document."""
        kind = mimetypes.guess_type(self.name)[0] or "application/octet-stream"
        unique = self.id[4:20]
        size = len(self.content)
        return {"file_id": self.id, "file_unique_id": unique, "file_name": self.name, "mime_type": kind, "file_size": size}


class World:
    """All users, chats and files of a server."""

    def __init__(self, bot: User) -> None:
        self.bot = bot
        self.users: dict[int, User] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self._people = itertools.count(4711)
        self._groups = itertools.count(1)

    def new_user(self, name: str) -> User:
        """A person nobody has met."""
        user = User(next(self._people), name)
        self.users[user.id] = user
        return user

    def private_chat(self, user: User) -> Chat:
        """The chat between a person and the bot."""
        return self.chats.setdefault(user.id, Chat(user.id, "private", user.name))

    def new_group(self, title: str, forum: bool) -> Chat:
        """A supergroup."""
        chat = Chat(-1_000_000_000_000 - next(self._groups), "supergroup", title, forum)
        self.chats[chat.id] = chat
        return chat

    def writable(self, chat_id: int) -> Chat:
        """The chat, if the bot may write there; raises what Telegram says otherwise."""
        chat = self.chats.get(chat_id)
        if chat is None:
            raise bad("chat not found")
        if chat.shut is not None:
            raise chat.shut
        return chat

    def add(self, chat: Chat, sender: User, content: dict[str, Any], *, thread: int = 0, reply_to: int = 0) -> Bubble:
        """Put a message into a chat."""
        bubble = Bubble(message_id=next(chat.numbers), date=int(time.time()), chat=chat.as_json())
        bubble["from"] = sender.as_json()
        if thread:
            bubble |= {"message_thread_id": thread, "is_topic_message": True}
        # whoever writes in a topic without answering anyone "answers" the message that opened it
        answered = chat.messages.get(reply_to or thread)
        if answered is not None:
            bubble["reply_to_message"] = {key: value for key, value in answered.items() if key != "reply_to_message"}
        bubble.update(content)
        chat.messages[bubble.id] = bubble
        return bubble
