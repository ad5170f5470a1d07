"""Everything from one database into another of either kind, compared row by row; where it stopped half way, it says so.

The source is only read, in one snapshot. A new file gets its name once all of it was read back and found the same. A server is
marked before the first row and until then: a program that finds the mark refuses to start, so that what was cut off is never
taken for everything there is.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from bot import wording
from bot.errors import StoreError
from bot.scratch import Scratch
from bot.store import lock, migrations, schema_tables
from bot.store.sqlite_database import MARK, SqliteDatabase, errors_of

BATCH = 2000
"""Rows that are written at a time."""

Values = Sequence[Any]


class Place(Protocol):
    """A database at either end."""

    def rows(self, table: str) -> Iterator[Values]:
        """The rows of a table, in the order in which they came."""
        ...

    def numbers(self) -> dict[str, int]:
        """The last number that each table gave away; tables without numbers are left out."""
        ...

    def kept(self, value: Any) -> Any:
        """A value as it comes back from here."""
        ...

    def begin(self) -> None:
        """Mark it as not whole; raises StoreError when there is anything in it."""
        ...

    def write(self, table: str, rows: Iterable[Values]) -> None:
        """Write rows to a table."""
        ...

    def end(self, numbers: dict[str, int]) -> None:
        """It is whole: go on counting after these numbers, and take the mark away."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


def move(source: str, target: str, *, in_use: bool = False) -> dict[str, int]:
    """Copy everything from one address to another, a file's path or postgresql://…; the number of rows by table.

    `in_use`: others may go on writing to the source, and what they write from now on isn't part of it. Raises StoreError: a
    source that is served or of another version, a target that isn't empty, rows that came back otherwise.
    """
    with ExitStack() as opened:
        old = opened.enter_context(closing(_source(source, opened, in_use=in_use)))
        new = opened.enter_context(closing(_target(target)))
        new.begin()
        found = {}
        for table in schema_tables.columns():
            sent = _Print(new.kept)
            new.write(table, sent.through(old.rows(table)))
            back = _Print(lambda value: value)
            for _ in back.through(new.rows(table)):
                pass
            if (sent.count, sent.digest) != (back.count, back.digest):
                raise StoreError(wording.MOVE_DIFFERS.format(table=table, sent=sent.count, back=back.count))
            found[table] = sent.count
        new.end(old.numbers())
        return found


class _Print:
    """Counts rows, and makes one number of all that they say."""

    def __init__(self, kept: Callable[[Any], Any]) -> None:
        self.count = 0
        self._kept = kept
        self.digest = 0
        """The sum of the rows' hashes: each database has its own order for what has no number."""

    def through(self, rows: Iterable[Values]) -> Iterator[Values]:
        """The same rows, as the other side keeps them."""
        for row in rows:
            made = tuple(self._kept(value) for value in row)
            self.count += 1
            one = hashlib.sha256(repr(made).encode("utf-8", "surrogatepass")).digest()
            self.digest = (self.digest + int.from_bytes(one, "big")) % 2**256
            yield made


def _source(address: str, opened: ExitStack, *, in_use: bool) -> Place:
    if address.startswith("postgres"):
        return _server(address, reading=True, in_use=in_use)
    file = Path(address)
    if not file.is_file():
        raise StoreError(wording.MOVE_NO_SOURCE.format(path=file))
    if not in_use:
        opened.enter_context(lock.data_folder_lock(file.parent))
    return _File(file, reading=True)


def _target(address: str) -> Place:
    if address.startswith("postgres"):
        return _server(address, reading=False)
    return _File(Path(address), reading=False)


def _server(address: str, *, reading: bool, in_use: bool = False) -> Place:
    try:
        from bot.store.postgres_moving import Server  # late: its library is an extra
    except ImportError as error:
        raise StoreError(wording.STORE_SERVER_EXTRA) from error
    return Server(address, reading=reading, in_use=in_use)


class _File:
    """A SQLite file. Implements Place."""

    def __init__(self, file: Path, *, reading: bool) -> None:
        self._file = file
        self._place: Scratch | None = None
        with errors_of(file):
            if reading:
                self._connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
                self._connection.execute("BEGIN")  # what others write from now on is not seen
                self._check()
                return
            if file.exists():
                raise StoreError(wording.MOVE_NOT_EMPTY.format(where=file))
            self._made = self._beside()
            SqliteDatabase(self._made).close()
            self._connection = sqlite3.connect(self._made, isolation_level=None)

    def _beside(self) -> Path:
        """Where a new file is made, whose name it gets once it is whole: until then there is none of that name."""
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._place = Scratch(self._file.parent, ".moving-")
        except OSError as error:
            raise StoreError(wording.STORE_UNWRITABLE.format(path=self._file, folder=self._file.parent)) from error
        return self._place.folder / self._file.name

    def _check(self) -> None:
        found = migrations.version(self._connection)
        if found != len(migrations.STEPS):
            raise StoreError(wording.MOVE_VERSION.format(where=self._file, found=found, known=len(migrations.STEPS)))
        if self._connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [MARK]).fetchone():
            raise StoreError(wording.STORE_NOT_WHOLE.format(where=self._file))

    def rows(self, table: str) -> Iterator[Values]:
        with errors_of(self._file):
            names = schema_tables.listed(table)
            yield from self._connection.execute(f"SELECT {names} FROM {table} ORDER BY rowid")

    def numbers(self) -> dict[str, int]:
        with errors_of(self._file):
            return dict(self._connection.execute("SELECT name, seq FROM sqlite_sequence").fetchall())

    def kept(self, value: Any) -> Any:
        return value

    def begin(self) -> None:
        with errors_of(self._file):
            self._connection.execute(f"CREATE TABLE {MARK} (began REAL NOT NULL)")
            self._connection.execute(f"INSERT INTO {MARK} VALUES (?)", [time.time()])

    def write(self, table: str, rows: Iterable[Values]) -> None:
        columns = schema_tables.columns()[table]
        sql = f"INSERT INTO {table} ({schema_tables.listed(table)}) VALUES ({', '.join('?' * len(columns))})"
        left = iter(rows)
        with errors_of(self._file):
            while batch := list(islice(left, BATCH)):
                self._connection.execute("BEGIN")
                self._connection.executemany(sql, batch)
                self._connection.execute("COMMIT")

    def end(self, numbers: dict[str, int]) -> None:
        with errors_of(self._file):
            self._connection.execute("BEGIN")
            for name, number in numbers.items():
                self._connection.execute("DELETE FROM sqlite_sequence WHERE name = ?", [name])
                self._connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", [name, number])
            self._connection.execute(f"DROP TABLE {MARK}")
            self._connection.execute("COMMIT")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # all of it in the one file that gets the name
            self._connection.close()
        try:
            os.link(self._made, self._file)  # unlike a renaming it replaces nothing that came there meanwhile
        except FileExistsError as error:
            raise StoreError(wording.MOVE_NOT_EMPTY.format(where=self._file)) from error
        except OSError:  # a file system without links
            os.replace(self._made, self._file)

    def close(self) -> None:
        self._connection.close()
        if self._place is not None:
            self._place.close()
