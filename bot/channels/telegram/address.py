"""Where a message came from and its answer goes, and the keys that the rest of the program knows this by."""

from __future__ import annotations

from telegram import Chat, MaybeInaccessibleMessage, Message, User

from bot.channels.runtime import Destination
from bot.model import ConversationRef

NAME = "telegram"
_GROUPS = (Chat.GROUP, Chat.SUPERGROUP)


def destination(message: MaybeInaccessibleMessage, person: int, *, answering: bool = False) -> Destination:
    """Where to answer what a person said or pressed.

    `answering`: with the message's number also in private chats, where it would be noise.
    """
    # outside forums Telegram numbers the threads of replies as well, which aren't places to send to
    topic = isinstance(message, Message) and message.is_topic_message
    thread = message.message_thread_id if isinstance(message, Message) and topic else None
    reply = str(checked(message.message_id)) if answering or in_group(message) else ""
    return Destination(conversation(message.chat.id, thread or 0, person), reply)


def conversation(chat: int, thread: int, person: int) -> ConversationRef:
    """A person's conversation: `telegram:<chat>[:<thread>]` in private, `telegram:<chat>:<thread or 0>:<person>` in a group.

    So the follow-ups of two people in a group don't mix. Raises TypeError for what is no number of Telegram's.
    """
    topic = str(checked(thread)) if thread else ""
    # a private chat has the person's own number; groups are negative (Bot API)
    return ConversationRef(NAME, str(checked(chat)), topic, "" if chat > 0 else str(checked(person)))


def message_key(message: MaybeInaccessibleMessage) -> str:
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
