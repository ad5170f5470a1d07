"""One serving process a data folder: two of them would both fetch what waits, and answer everybody twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from bot import wording
from bot.errors import StoreError

NAME = "serving.lock"
PATIENCE = 2.0
"""Seconds to wait for the one before, which may just be stopping."""


@contextmanager
def data_folder_lock(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """The data folder for this process alone; the system lets go of it when the process ends, however it ends.

    Raises StoreError when another process has it, or the folder can't be written.
    """
    lock = FileLock(folder / NAME)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock.acquire(timeout=patience)
    except Timeout as error:
        raise StoreError(wording.STORE_SERVED.format(folder=folder.absolute())) from error
    except (OSError, NotImplementedError) as error:
        raise StoreError(wording.STORE_UNWRITABLE.format(path=folder / NAME, folder=folder)) from error
    try:
        yield
    finally:
        lock.release()
