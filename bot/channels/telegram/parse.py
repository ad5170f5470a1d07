"""Wire → question: what an update asks, or what is to be said instead of asking."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Hashable

from telegram import CallbackQuery, Chat, ChatMember, ChatMemberUpdated, Message, Update, User

from bot import wording
from bot.channels.runtime import Destination, Incoming
from bot.channels.telegram.address import NAME, asker_of, checked, conversation, destination, in_group, message_key
from bot.channels.telegram.mentions import COMMAND, MENU, addressed
from bot.model import Question

_ENTRY = re.compile(r"[a-z0-9-]{3,48}")
"""An entry's id, as a deep link carries it."""
_GREET = "/help"
"""What the desk knows the beginning of a chat by."""
_OUT = (ChatMember.LEFT, ChatMember.BANNED)
_IN = (ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.RESTRICTED)

_UNREAD = {
    "voice": wording.TELEGRAM_VOICE,
    "video_note": wording.TELEGRAM_VOICE,
    "audio": wording.TELEGRAM_VOICE,
    "photo": wording.TELEGRAM_PHOTO,
    "video": wording.TELEGRAM_PHOTO,
    "animation": wording.TELEGRAM_PHOTO,  # before document, which it is as well
    "document": wording.TELEGRAM_FILE,
    "sticker": wording.TELEGRAM_STICKER,
    "dice": wording.TELEGRAM_STICKER,
    "location": wording.TELEGRAM_OTHER,
    "contact": wording.TELEGRAM_OTHER,
    "poll": wording.TELEGRAM_OTHER,
    "story": wording.TELEGRAM_OTHER,
    "game": wording.TELEGRAM_OTHER,
    "checklist": wording.TELEGRAM_OTHER,
    "paid_media": wording.TELEGRAM_OTHER,
}
"""What to say to a message without words. What is in none of these fields is a service message."""


def understand(update: Update, me: User) -> Incoming | None:
    """The question in an update, or a notice; None for what the bot keeps silent about."""
    if update.callback_query is not None:
        return _button_press(update.callback_query)
    if update.my_chat_member is not None:
        return _greeting(update.my_chat_member, me)
    message = update.message or update.edited_message
    speaker = _speaker(message, me) if message else None
    if message is None or speaker is None:
        return None
    if in_group(message):
        text = addressed(message, me)
        if text is None:
            return None
        notice = wording.TELEGRAM_GROUP_HOW.format(name=me.username)
    else:
        text, notice = message.text or message.caption or "", _unread(message)
    edited = update.edited_message is not None
    if text:
        return _question(message, speaker, text, edited)
    # a live location is "edited" every few seconds
    return Incoming(destination(message, speaker.id), notice=notice) if notice and not edited else None


def _speaker(message: Message, me: User) -> User | Chat | None:
    """Who says it: a person, or the group or channel in whose name someone speaks.

    None for posts of a linked channel, for other bots, and for our own suggestions that someone sent from inline mode.
    """
    if message.chat.type == Chat.CHANNEL or message.is_automatic_forward:
        return None
    if message.via_bot is not None and message.via_bot.id == me.id:
        return None
    if message.sender_chat is not None:  # the sender is then a bot of Telegram's own
        return message.sender_chat
    return None if message.from_user is None or message.from_user.is_bot else message.from_user


def _question(message: Message, speaker: User | Chat, text: str, edited: bool) -> Incoming:
    """A question; `text` is what the message says, without the bot's name."""
    to = destination(message, speaker.id, answering=edited)  # what is edited may be far above by now
    text, action = _command(text)
    question = Question(
        text=text,
        conversation=str(to.ref),
        asker=asker_of(speaker),
        channel=NAME,
        wire=f"{checked(message.chat.id)}:{checked(message.message_id)}",
        action=action,
        edited=edited,
        reply_to=_replied_to(message),
        private=not to.ref.person,
    )
    return Incoming(to, question)


def _replied_to(message: Message) -> str:
    """Key of the message that this one replies to; in a topic everything "replies" to what opened it."""
    answered = message.reply_to_message
    return message_key(answered) if answered is not None and not answered.forum_topic_created else ""


def _unread(message: Message) -> str:
    """What to say to a message without words; empty for service messages."""
    return next((notice for field, notice in _UNREAD.items() if getattr(message, field, None)), "")


def _command(text: str) -> tuple[str, str]:
    """Text and action: a deep link is its entry's action, `/start` the desk's greeting, `/ask` vanishes; the rest stays."""
    command = COMMAND.fullmatch(text)
    if command is None:
        return text, ""
    name, rest = command["name"].lower(), command["rest"].strip()
    if name == "start":
        return ("", f"e:{rest}") if _ENTRY.fullmatch(rest) else (_GREET, "")
    if name == "ask" and rest:
        return rest, ""
    if name in MENU or command["bot"]:
        return f"/{name} {rest}".rstrip(), ""
    return text, ""  # a path, a fraction, some other bot's command


def _button_press(query: CallbackQuery) -> Incoming | None:
    """A pressed button; None when it belongs to no chat, as under a message from inline mode."""
    if query.message is None or not query.data:
        return None
    if not isinstance(query.id, str) or not isinstance(query.data, str):
        raise TypeError("a button whose data is no text")
    to = destination(query.message, query.from_user.id)
    question = Question(
        text="",
        conversation=str(to.ref),
        asker=asker_of(query.from_user),
        channel=NAME,
        wire=query.id,
        action=query.data,
        private=not to.ref.person,
    )
    return Incoming(to, question, press=query.id)


def _greeting(change: ChatMemberUpdated, me: User) -> Incoming | None:
    """The hello of a bot that was just taken into a group."""
    joined = change.old_chat_member.status in _OUT and change.new_chat_member.status in _IN
    if not joined or change.chat.type not in (Chat.GROUP, Chat.SUPERGROUP):
        return None
    whole = conversation(change.chat.id, 0, change.from_user.id).shared
    return Incoming(Destination(whole), notice=wording.TELEGRAM_GROUP_HOW.format(name=me.username))


REMEMBERED = 4096
"""Messages whose last words are kept in memory, to tell an edit from a repetition."""


class LastWords:
    """What was said last in each of the newest messages."""

    def __init__(self, size: int = REMEMBERED) -> None:
        self._size = size
        self._said: OrderedDict[Hashable, tuple[int, int]] = OrderedDict()

    def repeated(self, update: Update) -> bool:
        """Whether an edit leaves the words as they were, or a wordless picture belongs to an album already answered.

        Telegram sends an edit for a changed format and a loaded link preview as well, and a message for each picture.
        """
        if update.edited_message is not None:
            return self._repeats(update.edited_message, update.update_id)
        message = update.message
        if message is None:
            return False
        self._repeats(message, update.update_id)
        if message.media_group_id is None:
            return False
        another = self._known((message.chat.id, str(message.media_group_id)), 0, update.update_id)
        return another and not message.caption

    def _repeats(self, message: Message, update: int) -> bool:
        words = hash(message.text or message.caption or "")
        return self._known((message.chat.id, message.message_id), words, update)

    def _known(self, key: Hashable, words: int, update: int) -> bool:
        """Whether another update brought these words last; the same one may come again, when it was put off."""
        last = self._said.get(key)
        if last is not None and last[0] == words and last[1] != update:
            return True
        self._said[key] = (words, update)
        self._said.move_to_end(key)
        if len(self._said) > self._size:
            self._said.popitem(last=False)
        return False
