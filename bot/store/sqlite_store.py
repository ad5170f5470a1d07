"""The store in a SQLite file, next to the bot; nothing to start, several processes may use it at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot.store.sqlite_database import MEMORY, PATIENCE, SqliteDatabase
from bot.store.store import Store


class SqliteStore(Store):
    """A `bot.ports.Store` in the file `path`; the folder and the file are made, readable by their owner only.

    `clock` returns Unix time in seconds (default: time.time). `patience` is how many seconds to wait for another
    process's lock. Raises StoreError when the file can't be opened, written or understood.
    """

    def __init__(self, path: Path, *, clock: Callable[[], float] | None = None, patience: float = PATIENCE) -> None:
        super().__init__(SqliteDatabase(path, clock=clock, patience=patience))


def memory_store(clock: Callable[[], float] | None = None) -> SqliteStore:
    """A store that forgets everything when it is let go of: for one-off questions, trials and tests."""
    return SqliteStore(MEMORY, clock=clock)
