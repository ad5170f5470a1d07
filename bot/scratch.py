"""Folders for the time being, which go even when the process that made them was killed: whoever comes next removes them.

A lock beside each folder, which the system opens when its process ends, tells those that somebody still works in.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from contextlib import suppress
from pathlib import Path
from typing import Self

from filelock import BaseFileLock, FileLock, Timeout

PREFIX = "jianhuitong-"
"""What the names of our folders begin with where temporary files go."""
_LOCK = ".lock"


class Scratch:
    """A new folder in `parent` (default: where temporary files go), gone after `close`, at the latest in the next start."""

    def __init__(self, parent: Path | None = None, prefix: str = PREFIX) -> None:
        """Folders that killed processes left under this prefix are removed first. Raises OSError."""
        parent = parent or Path(tempfile.gettempdir())
        remove_abandoned(parent, prefix)
        name = prefix + os.urandom(6).hex()
        self.folder = parent / name
        lock = FileLock(parent / (name + _LOCK), mode=0o600)
        lock.acquire(timeout=0)  # before the folder is there: a folder whose lock is open belongs to nobody
        # at the latest when the interpreter ends, should nobody close it
        self._end = weakref.finalize(self, _remove, self.folder, lock)
        try:
            self.folder.mkdir(mode=0o700)
        except OSError:
            self._end()
            raise

    def close(self) -> None:
        """Remove it; what can't be removed now goes with the next sweep."""
        self._end()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove it."""
        self.close()


def remove_abandoned(parent: Path, prefix: str) -> None:
    """Remove the folders under this prefix that no living process works in."""
    with suppress(OSError):
        for name in {path.name.removesuffix(_LOCK) for path in parent.glob(f"{prefix}*")}:
            lock = FileLock(parent / (name + _LOCK), mode=0o600)
            with suppress(OSError, Timeout, NotImplementedError):  # somebody's; or another user's in a shared folder
                lock.acquire(timeout=0)
                shutil.rmtree(parent / name, ignore_errors=True)
                _let_go(lock)


def _remove(folder: Path, lock: BaseFileLock) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    _let_go(lock)


def _let_go(lock: BaseFileLock) -> None:
    lock.release()
    with suppress(OSError):
        Path(lock.lock_file).unlink(missing_ok=True)
