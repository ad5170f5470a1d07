"""Whether what was said in a group is meant for the bot, and what is left of it without the mention."""

from __future__ import annotations

import re

from telegram import Message, User

from bot import wording

COMMAND = re.compile(r"/(?P<name>[A-Za-z0-9_]{1,32})(?![A-Za-z0-9_])(?:@(?P<bot>[A-Za-z0-9_]+))?(?P<rest>.*)", re.DOTALL)
"""A command as people type it: `/ask问` is one, though Telegram, to which a Han character is a letter, sees none there."""
MENU = {"start", *wording.TELEGRAM_MENU, *wording.TELEGRAM_MENU_GROUP}
_AFTER_NAME = " \t\n,，:：、"
"""What people put between a name and what they say to it."""


def addressed(message: Message, me: User) -> str | None:
    """The words meant for the bot, without its name (may be empty); None when they aren't for it.

    They are when they name it, answer it, or are one of its commands.
    """
    text = message.text or message.caption or ""
    rest = _without_name(message, text, me)
    command = COMMAND.fullmatch(text if rest is None else rest)
    if command and command["bot"]:
        return command[0] if _same(command["bot"], me) else None
    if rest is not None:
        return rest
    known = command is not None and command["name"].lower() in MENU
    return text if known or (text and _answers(message, me)) else None


def _answers(message: Message, me: User) -> bool:
    answered = message.reply_to_message
    # in a forum topic everything "answers" the message that opened it
    return bool(answered and answered.from_user and answered.from_user.id == me.id and not answered.forum_topic_created)


def _without_name(message: Message, text: str, me: User) -> str | None:
    """The text with every mention of the bot cut out; None when there is none.

    @names are looked for in the text itself: Telegram marks none that touches a Han character.
    """
    units = text.encode("utf-16-le")  # entities count in UTF-16 units, two bytes each
    marked = [entity for entity in (*message.entities, *message.caption_entities) if entity.user and entity.user.id == me.id]
    for entity in reversed(marked):
        start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
        units = units[:start] + units[end:]
    name = rf"(?<![A-Za-z0-9_])@{re.escape(me.username or '')}(?![A-Za-z0-9_])"
    rest, named = re.subn(name, "", units.decode("utf-16-le"), flags=re.IGNORECASE)
    return rest.lstrip(_AFTER_NAME).rstrip() if named or marked else None


def _same(name: str, me: User) -> bool:
    return name.casefold() == (me.username or "").casefold()
