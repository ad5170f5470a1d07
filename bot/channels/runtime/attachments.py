"""Files on their way out: read and hashed off the event loop, by the name the service knows them by where it does."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from bot import wording
from bot.errors import StoreError
from bot.guide_files import content as content_of
from bot.model import Attachment
from bot.ports import Uploads

_log = logging.getLogger(__name__)

Link = Callable[[Attachment], str]
"""Where a file can be had on the web; empty: nowhere."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file ready to be sent."""

    name: str
    content: bytes
    digest: str
    """Hash of name and content; empty for what was made for one asker alone, which is never remembered."""
    held: str = ""
    """What the service calls it; empty when it must be uploaded."""
    document: str = ""
    """Id in the catalogue."""


class UnsendableError(Exception):
    """A file that can't be sent; `str(error)` tells the asker."""


class Attachments:
    """Loads files, and remembers what the service calls them."""

    def __init__(self, uploads: Uploads, account: str, largest: int = 0, link: Link | None = None) -> None:
        """`account` tells whose names these are; `largest` is the most bytes of a file, 0: any number.

        `link` tells where a file can be had on the web.
        """
        self._uploads = uploads
        self._account = account
        self._largest = largest
        self._link = link

    async def load(self, file: Attachment) -> Upload:
        """The file ready to be sent. Raises UnsendableError."""
        upload = await asyncio.to_thread(self._read, file)
        if not upload.digest:
            return upload
        try:
            return replace(upload, held=await asyncio.to_thread(self._uploads.uploaded, self._account, upload.digest))
        except StoreError:
            _log.exception(wording.CHANNEL_LOG_UPLOADS)
            return upload

    async def note(self, upload: Upload, held: str) -> None:
        """Remember what the service calls a file, empty: it doesn't know it any more.

        A name that can't be kept costs nobody her file: it is uploaded once more.
        """
        if not upload.digest or held == upload.held:
            return
        try:
            await asyncio.to_thread(self._uploads.note_upload, self._account, upload.digest, held)
        except StoreError:
            _log.exception(wording.CHANNEL_LOG_UPLOADS)

    def _read(self, file: Attachment) -> Upload:
        if file.content:
            content = file.content
        else:
            path = Path(file.path)
            try:
                content = b"" if self._largest and path.stat().st_size > self._largest else content_of(file)
            except OSError as error:
                _log.error(wording.CHANNEL_LOG_FILE_GONE.format(name=file.name, reason=type(error).__name__))
                raise UnsendableError(wording.CHANNEL_FILE_GONE.format(name=file.name)) from error
        if not content or (self._largest and len(content) > self._largest):
            url = self._link(file) if self._link else ""
            if url:
                raise UnsendableError(wording.CHANNEL_FILE_BIG.format(name=file.name, most=self._largest >> 20, url=url))
            raise UnsendableError(wording.CHANNEL_FILE_SIZE.format(name=file.name, most=self._largest >> 20))
        digest = sha256(file.name.encode() + b"\0" + content).hexdigest() if file.path else ""
        return Upload(file.name, content, digest, document=file.document)
