"""Reads a file that somebody may have put there: only a plain one, and no more of it than is allowed.

Opening a pipe waits until somebody writes into it, a device gives bytes without end, and a file of gigabytes takes all
memory. So everything that is read from where people put things (settings, knowledge, guides, imports, data) is opened here.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from contextlib import ExitStack
from io import BufferedReader
from pathlib import Path

from bot import wording

MOST = 32 * 1024 * 1024
"""Bytes of a file where nothing tighter is known."""
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)
_UNFOLLOWED = getattr(os, "O_NOFOLLOW", 0)
_KINDS: tuple[tuple[Callable[[int], bool], str], ...] = (
    (stat.S_ISDIR, wording.LOAD_KIND_FOLDER),
    (stat.S_ISFIFO, wording.LOAD_KIND_PIPE),
    (stat.S_ISSOCK, wording.LOAD_KIND_SOCKET),
)
_MEBI = 1024 * 1024


class NotPlainError(OSError):
    """A folder, a pipe, a device or a socket has the name of the file; `kind` says which, in Chinese."""

    def __init__(self, path: Path, mode: int) -> None:
        """`mode` as in `st_mode`."""
        super().__init__(errno.EINVAL, "not a plain file", str(path))
        self.kind = next((word for is_it, word in _KINDS if is_it(mode)), wording.LOAD_KIND_DEVICE)


class TooLargeError(OSError):
    """A file holds more than is allowed; `size` and `most` in bytes."""

    def __init__(self, path: Path, size: int, most: int) -> None:
        """`size` is what the system says, or as much as was read."""
        super().__init__(errno.EFBIG, "too large", str(path))
        self.size, self.most = size, most


def opened(path: Path, *, links: bool = True) -> BufferedReader:
    """A plain file, opened for reading; one that is put in its place between two looks is not waited for either.

    Without `links` a link in the last part of the path isn't followed. Raises OSError: NotPlainError for what is no file.
    """
    found = path.stat() if links else path.lstat()
    if not (stat.S_ISREG(found.st_mode) or stat.S_ISLNK(found.st_mode)):  # opening a device may do something to it
        raise NotPlainError(path, found.st_mode)
    handle = os.open(path, _FLAGS | (0 if links else _UNFOLLOWED))
    with ExitStack() as undo:
        undo.callback(os.close, handle)
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode):
            raise NotPlainError(path, mode)
        undo.pop_all()
    return open(handle, "rb")


def read(path: Path, most: int = MOST, *, links: bool = True) -> bytes:
    """All bytes of a plain file of at most `most`, whatever size was announced.

    Raises OSError: NotPlainError for what is no file, TooLargeError for one that holds more.
    """
    with opened(path, links=links) as file:
        size = os.fstat(file.fileno()).st_size
        data = b"" if size > most else file.read(most + 1)
    if max(size, len(data)) > most:
        raise TooLargeError(path, max(size, len(data)), most)
    return data


def read_text(path: Path, most: int = MOST) -> str:
    """The text of a plain UTF-8 file without its byte order mark; raises OSError as `read` does, and UnicodeDecodeError."""
    return read(path, most).decode("utf-8-sig")


def reason(error: OSError) -> str:
    """Why a file or folder can't be opened, in Chinese."""
    if isinstance(error, NotPlainError):
        return wording.LOAD_WHY_NOT_PLAIN.format(kind=error.kind)
    if isinstance(error, TooLargeError):
        return wording.LOAD_WHY_LARGE.format(size=mebibytes(error.size), most=mebibytes(error.most))
    if isinstance(error, FileNotFoundError):
        return wording.LOAD_WHY_GONE
    if isinstance(error, PermissionError):
        return wording.LOAD_WHY_RIGHTS
    if isinstance(error, NotADirectoryError):
        return wording.LOAD_WHY_NOT_FOLDER
    return wording.LOAD_WHY_OTHER.format(number=error.errno)


def mebibytes(count: int) -> str:
    """A number of bytes in MiB, with a decimal where there is one; less than a tenth is a tenth."""
    return f"{max(count / _MEBI, 0.1):.1f}".removesuffix(".0")
