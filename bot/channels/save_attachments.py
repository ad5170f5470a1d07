"""Files of a reply in a folder: where a channel has no other way to hand them over."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from bot import wording
from bot.errors import ChannelError
from bot.guide_files import content as content_of
from bot.model import Attachment


def save(file: Attachment, folder: Path) -> Path:
    """The file under its name in the folder, which is made; what has that name already and differs stays as it is.

    Raises ChannelError, in Chinese.
    """
    try:
        content = content_of(file)
        folder.mkdir(parents=True, exist_ok=True)
        name = Path(file.name)
        wanted = folder / name.name
        for number in count(2):
            if not wanted.exists():
                wanted.write_bytes(content)
                return wanted
            if wanted.is_file() and wanted.read_bytes() == content:
                return wanted
            wanted = folder / wording.DOWNLOAD_AGAIN.format(stem=name.stem, number=number, end=name.suffix)
    except OSError as error:
        raise ChannelError(wording.DOWNLOAD_FAILED.format(name=file.name, folder=folder)) from error
    raise AssertionError("numbers don't end")
