"""Reply → wire: messages that fit, in Telegram's HTML, with the buttons under the last one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import unescape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot import render, wording
from bot.errors import ChannelError
from bot.model import Attachment, Block, Button, Reply

ACTION_LIMIT = 64
"""Bytes in a button's callback_data (Bot API, InlineKeyboardButton)."""
CAPTION_LIMIT = 1024
"""UTF-16 units under a file (Bot API, sendDocument)."""
_TAG = re.compile(r"</?[a-z]+>")


@dataclass(frozen=True, slots=True)
class CaptionedFile:
    """A file of a letter."""

    file: Attachment
    caption: str = ""
    """In Telegram's HTML and within its limit."""


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """An answer ready to be sent: its messages in order, and the keyboard of the last."""

    pieces: tuple[str, ...]
    """Each in Telegram's HTML and within its limit."""
    keyboard: InlineKeyboardMarkup | None = None
    enclosures: tuple[CaptionedFile, ...] = ()
    """Files that follow them."""


def letter(reply: Reply) -> OutgoingMessage:
    """The reply as messages; raises ChannelError when a button doesn't fit.

    What fits under the first file goes there: one message with everything, the buttons too.
    """
    if not reply.files:
        return OutgoingMessage(tuple(render.html(reply.blocks)), keyboard(reply.buttons))
    under = render.html(reply.blocks, CAPTION_LIMIT)
    fits = len(under) == 1
    enclosures = [CaptionedFile(file, _caption(file.caption)) for file in reply.files]
    if fits:
        enclosures[0] = replace(enclosures[0], caption=under[0])
    pieces = () if fits else tuple(render.html(reply.blocks))
    return OutgoingMessage(pieces, keyboard(reply.buttons), tuple(enclosures))


def _caption(text: str) -> str:
    return next(iter(render.html((Block("text", text),), CAPTION_LIMIT)), "") if text else ""


def note(sentence: str) -> OutgoingMessage:
    """A sentence of our own as a message."""
    return OutgoingMessage(tuple(render.html((Block("text", sentence),))))


def keyboard(rows: Sequence[Sequence[Button]]) -> InlineKeyboardMarkup | None:
    """The buttons as a keyboard, None without any; raises ChannelError for an action of no or more than 64 bytes."""
    for button in (button for row in rows for button in row):
        if not 0 < len(button.action.encode()) <= ACTION_LIMIT:
            raise ChannelError(wording.TELEGRAM_BUTTON.format(action=button.action, limit=ACTION_LIMIT))
    keys = [[InlineKeyboardButton(button.label, callback_data=button.action) for button in row] for row in rows if row]
    return InlineKeyboardMarkup(keys) if keys else None


def unformatted(piece: str) -> str:
    """A message of ours without its HTML, for when Telegram refuses that."""
    return unescape(_TAG.sub("", piece))  # nothing but our own tags: every other < is escaped
