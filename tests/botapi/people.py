"""The people who talk to the bot: tests say what they do, and read what they get."""

from __future__ import annotations

import itertools
import time
from typing import TYPE_CHECKING, Any

from tests.botapi.errors import ApiError, bad
from tests.botapi.formatting import Entity, found_entities, parse_html, units
from tests.botapi.messages import Bubble, Chat, User

if TYPE_CHECKING:
    from tests.botapi.server import BotApi

WITHIN = 5.0
"""Seconds that people wait for an answer before the test fails."""
_FILE = {"file_id": "CQAC1", "file_unique_id": "u1", "file_size": 2048}
_PERSON = {"id": 9, "is_bot": False, "first_name": "某人"}
KINDS: dict[str, Any] = {
    "voice": _FILE | {"duration": 3, "mime_type": "audio/ogg"},
    "audio": _FILE | {"duration": 3},
    "video_note": _FILE | {"duration": 3, "length": 240},
    "photo": [_FILE | {"width": 90, "height": 60}, _FILE | {"width": 900, "height": 600}],
    "video": _FILE | {"width": 90, "height": 60, "duration": 3},
    "document": _FILE | {"file_name": "申请书.docx", "mime_type": "application/msword"},
    "sticker": _FILE | {"width": 512, "height": 512, "is_animated": False, "is_video": False, "type": "regular", "emoji": "👍"},
    "dice": {"emoji": "🎲", "value": 3},
    "location": {"latitude": 31.2, "longitude": 121.5},
    "contact": {"phone_number": "+8613800000000", "first_name": "某人"},
    "poll": {
        "id": "1",
        "question": "同意吗？",
        "options": [
            {"text": "是", "voter_count": 0, "persistent_id": "1"},
            {"text": "否", "voter_count": 0, "persistent_id": "2"},
        ],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": False,
        "members_only": False,
    },
    "new_chat_members": [_PERSON],
    "left_chat_member": _PERSON,
    "new_chat_title": "新群名",
    "pinned_message": {"message_id": 1, "date": 0, "chat": {"id": -1, "type": "supergroup"}},
}
"""What a message of each kind carries. The last four are service messages."""


class InlineAnswer(dict[str, Any]):
    """What inline mode showed: the answer as the bot gave it."""

    @property
    def titles(self) -> list[str]:
        """What there is to pick from."""
        return [result["title"] for result in self["results"]]


class Person:
    """Someone in one chat (and, in a forum, one topic). What she says reaches the bot; what it answers, she reads."""

    def __init__(self, api: BotApi, user: User, chat: Chat, thread: int = 0) -> None:
        self._api = api
        self.user = user
        self.chat = chat
        self.thread = thread
        self.said: list[Bubble] = []
        """Her messages here, oldest first."""
        self._read = 0
        self._albums = itertools.count(1)

    @property
    def id(self) -> int:
        """Her number."""
        return self.user.id

    # ---------------------------------------------------------------- doing

    async def say(self, text: str, *, reply_to: Bubble | None = None, naming: str = "") -> Bubble:
        """Type a text. `naming` is a part of it that names the bot without its @name (a text_mention)."""
        content = {"text": text} | _with("entities", found_entities(text) + self._named(text, naming))
        return self._utter(content, reply_to=reply_to.id if reply_to else 0)

    async def send(self, kind: str, caption: str = "", **more: Any) -> Bubble:
        """Send something that isn't text: a key of `KINDS`, with a caption."""
        content = {kind: KINDS[kind]} | more
        if caption:
            content |= {"caption": caption} | _with("caption_entities", found_entities(caption))
        return self._utter(content)

    async def start(self, payload: str = "") -> Bubble:
        """Press START, or open a link `t.me/<bot>?start=<payload>`."""
        return await self.say(f"/start {payload}".rstrip())

    async def edit(self, text: str, message: Bubble | None = None, *, later: int = 1) -> Bubble:
        """Change a message of hers (the last one), `later` seconds after it was sent or last changed."""
        message = message or self.said[-1]
        message["edit_date"] = message.get("edit_date", message["date"]) + later
        key = "caption" if "caption" in message else "text"
        message.pop("entities", None)
        message |= {key: text} | _with("caption_entities" if key == "caption" else "entities", found_entities(text))
        self._look_up()
        self._api.updates.push("edited_message", message)
        return message

    async def press(self, label: str, *, age: float = 0.0, gone: bool = False) -> str:
        """Press a button, under the newest message that has it, `age` seconds ago; returns the query's id.

        `gone`: the message has been deleted since, or is too old for Telegram to show it to the bot.
        """
        bubble = next(b for b in reversed(self._bubbles()) if any(label in row for row in b.rows))
        return self._callback(bubble, self.data(label), age, gone)

    def data(self, label: str) -> str:
        """What the newest button with this label sends to the bot."""
        bubble = next(b for b in reversed(self._bubbles()) if any(label in row for row in b.rows))
        button = next(b for row in bubble["reply_markup"]["inline_keyboard"] for b in row if b["text"] == label)
        return str(button["callback_data"])

    async def forge(self, data: str) -> str:
        """Send a button's data without having the button: under the newest message of the bot's, or of one's own."""
        return self._callback((self._bubbles() or self.said)[-1], data)

    def _callback(self, bubble: Bubble, data: str, age: float = 0.0, gone: bool = False) -> str:
        shown = {"message_id": bubble.id, "date": 0, "chat": self.chat.as_json()} if gone else bubble
        query = {"id": self._api.methods.new_query(age), "from": self.user.as_json(), "message": shown}
        self._look_up()
        self._api.updates.push("callback_query", query | {"chat_instance": "1", "data": data})
        return str(query["id"])

    async def types(self, text: str, within: float = WITHIN) -> InlineAnswer:
        """Type the bot's name and a text in any chat, and wait for what inline mode shows."""
        query = self.type_on(text)
        await self._api.until(lambda: query in self._api.methods.answers, within, "an answer to the inline query")
        return InlineAnswer(self._api.methods.answers[query])

    def type_on(self, text: str) -> str:
        """The same without waiting; returns the query's id."""
        query = self._api.methods.new_query()
        self._api.updates.push("inline_query", {"id": query, "from": self.user.as_json(), "query": text, "offset": ""})
        return query

    async def pick(self, answer: InlineAnswer, number: int = 0) -> Bubble:
        """Send one of the things that inline mode showed into this chat."""
        content = answer["results"][number]["input_message_content"]
        text, entities = parse_html(content["message_text"])
        return self._utter({"text": text, "via_bot": self._api.world.bot.as_json()} | _with("entities", entities))

    def block(self) -> None:
        """Block the bot."""
        self._close(ApiError(403, "Forbidden: bot was blocked by the user"), "member", "kicked")

    def _close(self, reason: ApiError, before: str, after: str) -> None:
        self.chat.shut = reason
        self._api.updates.push("my_chat_member", _membership(self._api, self.chat, self.user, before, after))

    # ---------------------------------------------------------------- reading

    async def replies(self, count: int = 1, within: float = WITHIN) -> list[Bubble]:
        """What the bot has said here (in this topic) since she last did something, once there are `count` messages."""
        await self._api.until(lambda: len(self._news()) >= count, within, f"{count} replies to {self.user.name}")
        return self._news()

    async def reply(self, within: float = WITHIN) -> Bubble:
        """The one message that the bot has answered with; more than one is an error, as far as they have come."""
        news = await self.replies(1, within)
        assert len(news) == 1, f"{len(news)} replies"
        return news[0]

    def transcript(self) -> list[str]:
        """Everything the bot has said here so far, oldest first."""
        return [bubble.text for bubble in self._bubbles()]

    def _news(self) -> list[Bubble]:
        return [bubble for bubble in self._bubbles() if bubble.id > self._read]

    def _bubbles(self) -> list[Bubble]:
        bot = self._api.world.bot.id
        there = [b for b in self.chat.messages.values() if b.thread == self.thread and "forum_topic_created" not in b]
        return [b for b in there if b["from"]["id"] == bot]

    # ---------------------------------------------------------------- inside

    def _utter(self, content: dict[str, Any], reply_to: int = 0) -> Bubble:
        bubble = self._api.world.add(self.chat, self.user, content, thread=self.thread, reply_to=reply_to)
        self.said.append(bubble)
        self._look_up()
        self._api.updates.push("message", bubble)
        return bubble

    def _look_up(self) -> None:
        """Whatever is there now isn't an answer to what she does next."""
        self._read = max(self.chat.messages, default=0)

    def _named(self, text: str, naming: str) -> list[Entity]:
        if not naming:
            return []
        bot = self._api.world.bot.as_json()
        return [{"type": "text_mention", "offset": units(text[: text.index(naming)]), "length": units(naming), "user": bot}]


class Group:
    """A group chat with the bot in it."""

    def __init__(self, api: BotApi, chat: Chat) -> None:
        self._api = api
        self.chat = chat

    @property
    def id(self) -> int:
        """Its number."""
        return self.chat.id

    def join(self, *names: str, topic: str = "") -> list[Person]:
        """New members, who write in that topic (opened by the bot when there is none of that name)."""
        thread = self._topic(topic) if topic else 0
        return [Person(self._api, self._api.world.new_user(name), self.chat, thread) for name in names]

    def beside(self, person: Person, topic: str) -> Person:
        """The same member in another topic."""
        return Person(self._api, person.user, self.chat, self._topic(topic))

    def take_bot_in(self, by: Person) -> None:
        """Someone adds the bot: it hears of it twice, as in Telegram."""
        self._api.updates.push("my_chat_member", _membership(self._api, self.chat, by.user, "left", "member"))
        members = {"new_chat_members": [self._api.world.bot.as_json()]}
        self._api.updates.push("message", self._api.world.add(self.chat, by.user, members))

    def throw_bot_out(self, by: Person) -> None:
        """Someone removes the bot, which can't write here any more."""
        self.chat.shut = ApiError(403, "Forbidden: bot was kicked from the supergroup chat")
        self._api.updates.push("my_chat_member", _membership(self._api, self.chat, by.user, "member", "kicked"))

    def migrate(self) -> Group:
        """The group gets a new number; writing to the old one is refused with the new one."""
        group = self._api.group(self.chat.title)
        self.chat.shut = bad("group chat was upgraded to a supergroup chat", migrate_to_chat_id=group.id)
        return group

    def upgrade(self, by: Person) -> Group:
        """The same, and the bot hears of it, in the old chat and in the new one."""
        group = self.migrate()
        moved = {"migrate_to_chat_id": group.id}, {"migrate_from_chat_id": self.id}
        for chat, content in zip((self.chat, group.chat), moved, strict=True):
            self._api.updates.push("message", self._api.world.add(chat, by.user, content))
        return group

    def announce(self, text: str) -> None:
        """A post of the linked channel, which Telegram forwards into the group."""
        channel = {"id": -1_009_999_999_999, "type": "channel", "title": "工会频道"}
        service = User(777000, "Telegram")
        content = {"text": text, "sender_chat": channel, "is_automatic_forward": True} | _with("entities", found_entities(text))
        self._api.updates.push("message", self._api.world.add(self.chat, service, content))

    def _topic(self, name: str) -> int:
        known = {title: number for number, title in self.chat.topics.items()}
        return known.get(name) or self.chat.topic(name, self._api.world.bot)


def _membership(api: BotApi, chat: Chat, by: User, before: str, after: str) -> dict[str, Any]:
    bot = api.world.bot.as_json()
    states = {"left": {}, "member": {}, "kicked": {"until_date": 0}}
    old, new = ({"user": bot, "status": status} | states[status] for status in (before, after))
    about = {"chat": chat.as_json(), "from": by.as_json(), "date": int(time.time())}
    return about | {"old_chat_member": old, "new_chat_member": new}


def _with(key: str, entities: list[Entity]) -> dict[str, Any]:
    return {key: entities} if entities else {}
