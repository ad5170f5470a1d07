"""Where a file of the guides folder lies: the one way from a listed name to a path, for everybody who reads or writes one.

A name comes from the catalogue, which may have been edited by anyone with a chat or a pull request. Whatever it says, and
whatever links lie in the folder, nothing outside the folder is read, written or sent. It is looked up when it is used,
since links may be put there after `check` has looked.
"""

from __future__ import annotations

import errno
import re
from pathlib import Path, PurePosixPath

from bot import plain_files, wording
from bot.errors import DocumentError
from bot.model import Attachment

LARGEST = 50 * 2**20
"""Bytes of a file; a bot can't send more (Bot API, sendDocument)."""
FILES = "files"
"""Folder of the files people download, beside the catalogue."""
_MOST = 40
"""Characters of a faulty name that a sentence quotes."""
_UNNAMEABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
"""Characters that no file of ours has in its name: NUL stops every system's call, lone surrogates can't be encoded."""


def is_outside(name: str) -> bool:
    """Whether a listed name can't be one of the folder's own files: it leads out, is hidden, or no system would take it."""
    path = PurePosixPath(name)
    if path.is_absolute() or any(part.startswith(".") for part in path.parts):  # .. and .env alike
        return True
    return not path.parts or "\\" in name or ":" in name or _UNNAMEABLE.search(name) is not None


def locate(guides: Path, name: str, under: str = "") -> Path:
    """The absolute path, without links, of `name` in the folder `under` of the guides folder; it need not exist.

    Raises DocumentError when the name or a link leads out of that folder, or to a hidden file.
    """
    if is_outside(name):
        raise DocumentError(wording.LOAD_DOCUMENT_OUTSIDE.format(file=_quoted(name)))
    try:
        root = guides.resolve()
        folder = (root / under).resolve()
        place = (folder / name).resolve()
    except (OSError, ValueError, RuntimeError) as error:  # links in a circle, a name too long
        raise DocumentError(wording.GUIDES_LINK.format(file=_quoted(name), folder=_printable(guides, under))) from error
    if not folder.is_relative_to(root) or not place.is_relative_to(folder) or place.name.startswith("."):
        raise DocumentError(wording.GUIDES_LINK.format(file=_quoted(name), folder=_printable(guides, under)))
    return place


def _quoted(name: str) -> str:
    """The end of a name, which tells most, in one line."""
    shown = "".join(one if one.isprintable() else " " for one in name[-_MOST:])
    return f"…{shown}" if len(name) > _MOST else shown


def _printable(guides: Path, under: str) -> str:
    name = guides.absolute().name
    return f"{name}/{under}" if under else name


def read_bytes(guides: Path, name: str, under: str = "") -> bytes:
    """A file's bytes; raises DocumentError as `located` does, OSError when it can't be read or is no plain file."""
    return _read(locate(guides, name, under))


def read_text(guides: Path, name: str, under: str = "") -> str:
    """A UTF-8 file's text without its byte order mark, line ends as they are.

    Raises DocumentError as `located` does, OSError or UnicodeDecodeError when it can't be read.
    """
    return read_bytes(guides, name, under).decode("utf-8-sig")


def content(file: Attachment) -> bytes:
    """What is to be sent of an attachment; raises OSError when it can't be read, or a link has taken the file's place."""
    if file.content:
        return file.content
    path = Path(file.path)
    if path.resolve() != path:  # `located` gave a path without links
        raise OSError(errno.ELOOP, "a link")
    return _read(path)


def _read(path: Path) -> bytes:
    # a link or a pipe put there since the path was looked up is not followed, and not waited for
    return plain_files.read(path, LARGEST, links=False)
