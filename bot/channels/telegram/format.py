"""Reply → wire: messages that fit, in Telegram's HTML, with the buttons under the last one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape, unescape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot import wording
from bot.channels.runtime import Piece, cut, pack
from bot.errors import ChannelError
from bot.model import Block, Button, Reply
from bot.render import numbered_item

TEXT_LIMIT = 4096
"""UTF-16 units in one message (Bot API, sendMessage)."""
CAPTION_LIMIT = 1024
"""UTF-16 units under a file (Bot API, sendDocument)."""
ACTION_BYTES = 64
"""Bytes in a button's callback_data (Bot API, InlineKeyboardButton)."""
LARGEST_FILE = 50 << 20
"""Bytes of a file that a bot can send (Bot API, sendDocument)."""
_TAG = re.compile(r"</?[a-z]+>")


def pieces(reply: Reply) -> tuple[Piece, ...]:
    """The reply as messages.

    What fits under the first file goes there: one message with everything, the buttons too.
    """
    texts = [Piece(text) for text in html(reply.blocks)]
    files = [Piece(takes_file=True) for _ in reply.files]
    if files:
        under = html(reply.blocks, CAPTION_LIMIT)
        own = [_caption(file.caption) for file in reply.files]
        if len(under) == 1:
            texts, own[0] = [], under[0]
        files = [Piece(caption, takes_file=True) for caption in own]
    made = [*texts, *files]
    if made and reply.buttons:
        made[-1] = Piece(made[-1].text, reply.buttons, takes_file=made[-1].takes_file)
    return tuple(made)


def _caption(text: str) -> str:
    return next(iter(html((Block("text", text),), CAPTION_LIMIT)), "") if text else ""


def keyboard(rows: Sequence[Sequence[Button]]) -> InlineKeyboardMarkup | None:
    """The buttons as a keyboard, None without any; raises ChannelError for an empty action."""
    for button in (button for row in rows for button in row):
        if not button.action:
            raise ChannelError(wording.TELEGRAM_BUTTON.format(label=button.label))
    keys = [[InlineKeyboardButton(button.label, callback_data=button.action) for button in row] for row in rows if row]
    return InlineKeyboardMarkup(keys) if keys else None


def unformatted(text: str) -> str:
    """A message of ours without its HTML, for when Telegram refuses that."""
    return unescape(_TAG.sub("", text))  # nothing but our own tags: every other < is escaped


# ---------------------------------------------------------------- HTML


def html(blocks: Sequence[Block], limit: int = TEXT_LIMIT) -> list[str]:
    """Blocks as messages in Telegram's HTML, each at most `limit` UTF-16 units, cut at paragraph ends where possible."""
    return pack(_lines(blocks, limit), limit, units)


def _lines(blocks: Sequence[Block], limit: int) -> Iterator[str]:
    """Every paragraph as HTML that fits the limit by itself."""
    for block in blocks:
        tag = {"heading": "b", "source": "i", "note": "i"}.get(block.kind, "b" if block.items else "")
        room = limit - len(f"<{tag}></{tag}>" if tag else "")
        if block.text:
            for part in cut(block.text, room, _escaped):
                yield f"<{tag}>{escape(part, quote=False)}</{tag}>" if tag else escape(part, quote=False)
        for number, item in enumerate(block.items, 1):
            for part in cut(numbered_item(block.kind, number, item), limit, _escaped):
                yield escape(part, quote=False)


def _escaped(text: str) -> int:
    """Length of a text once it is escaped."""
    return units(escape(text, quote=False))


def units(text: str) -> int:
    """Length as Telegram counts it: in UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)
