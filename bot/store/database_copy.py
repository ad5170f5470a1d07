"""A copy of the database while it is in use, and whether a copy is whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path

from bot import wording
from bot.errors import StoreError
from bot.store import migrations

_PAGES = 500
"""Pages copied at a time: the bot writes in between."""


def copy(path: Path, target: Path) -> None:
    """Copy a database that others may be writing to, as it is at one moment; raises StoreError, also when there is none."""
    try:
        opened = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30)
        with closing(opened) as source, closing(sqlite3.connect(target)) as made:
            source.backup(made, pages=_PAGES, sleep=0.01)
            made.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it
    except sqlite3.Error as error:
        raise StoreError(wording.BACKUP_DATABASE.format(path=path)) from error


def checkpoint(path: Path) -> None:
    """Bring the newest of a database that nobody uses, which a killed process left in the log beside it, into the file.

    Without that log the file would be an older one. What is damaged stays as it is.
    """
    with suppress(sqlite3.Error), closing(sqlite3.connect(path, timeout=5)) as held:
        held.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def counts(path: Path) -> Mapping[str, int]:
    """Rows by table of a database that is whole and of no later version; raises StoreError."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as held:
            if held.execute("PRAGMA integrity_check(1)").fetchall() != [("ok",)]:
                raise StoreError(wording.BACKUP_DATABASE.format(path=path))
            if migrations.version(held) > len(migrations.STEPS):
                raise StoreError(wording.BACKUP_NEWER)
            sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*' ORDER BY name"
            names = [str(row[0]) for row in held.execute(sql)]
            return {name: int(held.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0]) for name in names}
    except sqlite3.Error as error:
        raise StoreError(wording.BACKUP_DATABASE.format(path=path)) from error
