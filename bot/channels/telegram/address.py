"""Where a message came from and its answer goes, and the keys that the rest of the program knows this by."""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import Chat, MaybeInaccessibleMessage, Message, User

NAME = "telegram"
_NUMBER = re.compile(r"-?[0-9]{1,18}")
_GROUPS = (Chat.GROUP, Chat.SUPERGROUP)


@dataclass(frozen=True, slots=True)
class Address:
    """A place in Telegram: a chat, a forum topic in it, and the message to answer."""

    chat: int
    thread: int = 0
    """0: none."""
    reply_to: int = 0
    """Number of the message to answer; 0: none, as in private chats, where it would be noise."""

    def __post_init__(self) -> None:
        """Raises TypeError for what is no number of Telegram's: the library takes whatever it gets."""
        for number in (self.chat, self.thread, self.reply_to):
            checked(number)

    def conversation(self, person: int) -> str:
        """Key of a person's conversation here: `telegram:<chat>[:<thread>]` in private, else with the asker.

        In a group it is `telegram:<chat>:<thread or 0>:<asker>`, so that the follow-ups of two people don't mix.
        """
        if self.chat > 0:  # a private chat has the person's own number; groups are negative (Bot API)
            return f"{NAME}:{self.chat}:{self.thread}" if self.thread else f"{NAME}:{self.chat}"
        return f"{NAME}:{self.chat}:{self.thread}:{person}"


def address_of(message: MaybeInaccessibleMessage) -> Address:
    """Where to answer a message."""
    # outside forums Telegram numbers the threads of replies as well, which aren't places to send to
    topic = isinstance(message, Message) and message.is_topic_message
    thread = message.message_thread_id if isinstance(message, Message) and topic else None
    return Address(message.chat.id, thread or 0, message.message_id if in_group(message) else 0)


def place(conversation: str) -> Address | None:
    """Where a conversation is, by its key as above; None when it is none of Telegram's."""
    channel, *numbers = conversation.split(":")
    if channel != NAME or not 1 <= len(numbers) <= 3 or not all(_NUMBER.fullmatch(number) for number in numbers):
        return None
    chat, thread, *_ = (*map(int, numbers), 0)
    return Address(chat, max(thread, 0))


def wire_of(message: MaybeInaccessibleMessage) -> str:
    """Key of a message, as what replies to it names it."""
    return f"{NAME}:{checked(message.chat.id)}:{checked(message.message_id)}"


def in_group(message: MaybeInaccessibleMessage) -> bool:
    """Whether the message was said in a group."""
    return message.chat.type in _GROUPS


def asker_of(person: User | Chat) -> str:
    """Key of a person, or of the group or channel in whose name someone speaks."""
    return f"{NAME}:{checked(person.id)}"


def checked(number: object) -> int:
    """The number, if it is one that Telegram gives (at most 52 bits, core.telegram.org/bots/api#user); raises TypeError."""
    if type(number) is not int or abs(number) >= 1 << 53:
        raise TypeError("not a number of Telegram's")
    return number
