"""Files on their way to Telegram: read and hashed off the event loop, by the name Telegram knows them by where it does."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from telegram import InputFile, Message
from telegram.error import BadRequest, TelegramError

from bot import wording
from bot.channels.telegram.ledger import Ledger
from bot.errors import StoreError
from bot.guide_files import content as content_of
from bot.model import Attachment

_log = logging.getLogger(__name__)
LARGEST = 50 << 20
"""Bytes of a file that a bot can send (Bot API, sendDocument)."""


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file ready to be sent."""

    name: str
    content: bytes
    digest: str
    """Hash of name and content; empty for what was made for one asker alone, which is never remembered."""
    held: str = ""
    """What Telegram calls it; empty when it must be uploaded."""

    @property
    def document(self) -> str | InputFile:
        """As the library takes it."""
        return self.held or InputFile(self.content, filename=self.name)


class UnsendableError(Exception):
    """A file that can't be sent; `str(error)` tells the asker."""


class Uploads:
    """Makes parcels of files, and remembers what Telegram calls them."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def packed(self, file: Attachment) -> UploadedFile:
        """The file ready to be sent. Raises UnsendableError."""
        parcel = await asyncio.to_thread(_read, file)
        try:
            return replace(parcel, held=await self._ledger.uploaded(parcel.digest)) if parcel.digest else parcel
        except StoreError:
            _log.exception(wording.TELEGRAM_LOG_UPLOADS)
            return parcel

    async def sent(self, parcel: UploadedFile, message: Message) -> None:
        """Telegram has taken it, under the name that the message says."""
        if parcel.digest and not parcel.held and message.document is not None:
            await self._note(parcel, message.document.file_id)

    async def unknown(self, parcel: UploadedFile, error: TelegramError) -> UploadedFile | None:
        """The parcel to be uploaded anew, when Telegram doesn't know the file by its name any more; else None."""
        if not parcel.held or not isinstance(error, BadRequest) or "file" not in error.message.lower():
            return None
        await self._note(parcel, "")
        return replace(parcel, held="")

    async def _note(self, parcel: UploadedFile, name: str) -> None:
        """A name that can't be kept costs nobody her file: it is uploaded once more."""
        try:
            await self._ledger.note_upload(parcel.digest, name)
        except StoreError:
            _log.exception(wording.TELEGRAM_LOG_UPLOADS)


def _read(file: Attachment) -> UploadedFile:
    if file.content:
        content = file.content
    else:
        path = Path(file.path)
        try:
            content = b"" if path.stat().st_size > LARGEST else content_of(file)
        except OSError as error:
            _log.error(wording.TELEGRAM_LOG_FILE_GONE.format(name=file.name, reason=type(error).__name__))
            raise UnsendableError(wording.TELEGRAM_FILE_GONE.format(name=file.name)) from error
    if not 0 < len(content) <= LARGEST:
        raise UnsendableError(wording.TELEGRAM_FILE_SIZE.format(name=file.name, most=LARGEST >> 20))
    digest = sha256(file.name.encode() + b"\0" + content).hexdigest() if file.path else ""
    return UploadedFile(file.name, content, digest)
