"""One serving process a data folder: two of them would both fetch what waits, and answer everybody twice."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from bot import wording
from bot.errors import StoreError

NAME = "serving.lock"
PATIENCE = 2.0
"""Seconds to wait for the one before, which may just be stopping."""


class DataLock:
    """The data folder, and the one where its database really lies, for this process alone until `release`.

    The system lets go of it when the process ends, however it ends.
    """

    def __init__(self, folder: Path, patience: float) -> None:
        """Raises StoreError when another process has it, or the folder can't be written."""
        self._folder = folder
        self._held: dict[Path, FileLock] = {}
        try:
            places = {folder.resolve(), *(file.resolve().parent for file in folder.glob("*.db") if file.is_symlink())}
        except (OSError, RuntimeError) as error:  # links in a circle
            raise StoreError(wording.STORE_UNWRITABLE.format(path=folder, folder=folder)) from error
        for place in sorted(places):
            self._take(place / NAME, patience)

    def renew(self) -> None:
        """Take it anew where the file was deleted; raises StoreError when another process was quicker, or it can't be."""
        for path, lock in list(self._held.items()):
            try:
                ours = lock.is_locked and os.path.samestat(path.stat(), os.fstat(_handle(lock)))
            except FileNotFoundError:
                ours = False
            except OSError:
                continue  # the disk fails, which is told elsewhere
            if not ours:
                lock.release()
                self._take(path, 0)

    def release(self) -> None:
        """Let go of it."""
        for lock in self._held.values():
            lock.release()

    def _take(self, path: Path, patience: float) -> None:
        lock = FileLock(path, thread_local=False)  # renewed by any thread
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock.acquire(timeout=patience)
        except Timeout as error:
            self.release()
            raise StoreError(wording.STORE_SERVED.format(folder=self._folder.absolute())) from error
        except (OSError, NotImplementedError) as error:
            self.release()
            raise StoreError(wording.STORE_UNWRITABLE.format(path=path, folder=self._folder)) from error
        self._held[path] = lock


def _handle(lock: FileLock) -> int:
    """The open file of a lock; raises FileNotFoundError for none."""
    handle = lock._context.lock_file_fd  # it has no public name
    if handle is None:
        raise FileNotFoundError
    return int(handle)


@contextmanager
def data_folder_lock(folder: Path, patience: float = PATIENCE) -> Iterator[DataLock]:
    """The data folder for this process alone. Raises StoreError when another process has it, or it can't be written."""
    lock = DataLock(folder, patience)
    try:
        yield lock
    finally:
        lock.release()
