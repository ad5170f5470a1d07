"""Sending until Telegram has it: waits are obeyed, outages sat out, refusals worked around or given up."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from hashlib import sha256

from telegram import InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot import wording
from bot.channels.telegram.address import Address, wire_of
from bot.channels.telegram.connection import seconds
from bot.channels.telegram.ledger import Ledger
from bot.channels.telegram.outward import CaptionedFile, OutgoingMessage, unformatted
from bot.channels.telegram.parcels import UnsendableError, UploadedFile, Uploads
from bot.channels.telegram.timing import Timing
from bot.errors import ChannelError

_log = logging.getLogger(__name__)


class UndeliveredError(ChannelError):
    """Telegram couldn't be reached for as long as one message is tried; it stays pending."""


@dataclass(frozen=True, slots=True)
class _Message:
    """A message on its way: a text, or a file with a text under it."""

    address: Address
    text: str
    html: bool = True
    keyboard: InlineKeyboardMarkup | None = None
    parcel: UploadedFile | None = None


class Delivery:
    """Sends letters. One at a time to a chat: the caller keeps the order."""

    def __init__(self, bot: ExtBot[int], ledger: Ledger, timing: Timing) -> None:
        self._bot = bot
        self._ledger = ledger
        self._parcels = Uploads(ledger)
        self._timing = timing

    async def deliver(self, key: str, address: Address, letter: OutgoingMessage, *, mark_last: bool = False) -> tuple[str, ...]:
        """Send a letter, known as `key`, without the pieces that have gone out before; the keys of its messages.

        None of them when it has been refused for good (logged). Raises UndeliveredError when Telegram stayed away.
        `mark_last`: remember the last piece too, which an update's own mark makes needless.
        """
        wires: list[str] = []
        pieces: tuple[str | CaptionedFile, ...] = (*letter.pieces, *letter.enclosures)
        for number, piece in enumerate(pieces, 1):
            last = number == len(pieces)
            digest = sha256(f"{number}{_named(piece)}".encode()).hexdigest()[:16]
            wire = self._ledger.sent(key, digest)
            if wire is None:
                message = await self._message(address, piece)
                arrived = await self._send(key, replace(message, keyboard=letter.keyboard if last else None))
                if arrived is None:
                    return ()
                address, wire = arrived
                if not last or mark_last:
                    await self._ledger.note_sent(key, digest, wire)
            address = replace(address, reply_to=0)  # the first piece alone answers the message, the others follow it
            wires.append(wire)
        return tuple(wires)

    async def _message(self, address: Address, piece: str | CaptionedFile) -> _Message:
        """A piece as a message; in place of a file that can't be sent, a text that says so."""
        if isinstance(piece, str):
            return _Message(address, piece)
        try:
            return _Message(address, piece.caption, parcel=await self._parcels.packed(piece.file))
        except UnsendableError as error:
            return _Message(address, str(error), html=False)

    async def _send(self, key: str, message: _Message) -> tuple[Address, str] | None:
        """Where the message arrived, and its key there; None when Telegram refuses it for good."""
        clock = asyncio.get_running_loop().time
        deadline, pause = clock() + self._timing.give_up, self._timing.pause
        while True:
            try:
                posted = await self._post(message)
            except RetryAfter as error:
                await asyncio.sleep(seconds(error))
            except (BadRequest, ChatMigrated, Forbidden) as error:
                other = await self._anew(message, error) or _otherwise(message, error)
                if other is None:
                    _log.warning(wording.TELEGRAM_LOG_REFUSED.format(update=key, reason=_reason(error)))
                    return None
                message = other
            except TelegramError as error:
                if clock() + pause > deadline:
                    raise UndeliveredError(wording.TELEGRAM_UNDELIVERED) from error
                await asyncio.sleep(pause)
                pause = min(2 * pause, self._timing.longest_pause)
            else:
                if message.parcel is not None:
                    await self._parcels.sent(message.parcel, posted)
                return message.address, wire_of(posted)

    async def _anew(self, message: _Message, error: TelegramError) -> _Message | None:
        """The message with its file to be uploaded, when Telegram has forgotten that; else None."""
        parcel = await self._parcels.unknown(message.parcel, error) if message.parcel is not None else None
        return replace(message, parcel=parcel) if parcel is not None else None

    async def _post(self, message: _Message) -> Message:
        where = message.address
        mode = ParseMode.HTML if message.html else None
        answering = ReplyParameters(where.reply_to, allow_sending_without_reply=True) if where.reply_to else None
        if message.parcel is not None:
            return await self._bot.send_document(
                where.chat,
                message.parcel.document,
                caption=message.text or None,
                parse_mode=mode,
                reply_markup=message.keyboard,
                message_thread_id=where.thread or None,
                reply_parameters=answering,
            )
        return await self._bot.send_message(
            where.chat,
            message.text,
            parse_mode=mode,
            reply_markup=message.keyboard,
            message_thread_id=where.thread or None,
            reply_parameters=answering,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )


def _named(piece: str | CaptionedFile) -> str:
    """What tells a piece from the others of its letter."""
    return piece if isinstance(piece, str) else f"{piece.file.document}/{piece.file.name}"


def _otherwise(message: _Message, error: TelegramError) -> _Message | None:
    """The message in a form that Telegram may take after this refusal; None when there is none left."""
    if isinstance(error, ChatMigrated):  # the new chat numbers its messages anew
        return replace(message, address=Address(error.new_chat_id))
    reason = error.message.lower()
    if message.html and "can't parse entities" in reason:
        return replace(message, text=unformatted(message.text), html=False)
    if message.address.reply_to and "repl" in reason and "not found" in reason:
        return replace(message, address=replace(message.address, reply_to=0))
    return None


def _reason(error: TelegramError) -> str:
    """Telegram's own words for a refusal; they name rules and never quote people."""
    return error.message[:100]
