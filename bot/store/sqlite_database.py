"""The SQLite file itself: opened, migrated, locked for one thread at a time, its errors turned into sentences.

One connection and one lock, for all threads. SQLite lets one writer write at a time, and those who wait poll instead of
being woken. With a second connection for the inbox, a busy inbox kept the desk's writes waiting for 3–5 s, until they
failed; behind one lock they take 0.2 ms (median), 64 ms at worst. And a connection for every thread would be left over
when a pool's threads end. How durable a write is, is set before it: FULL waits for the disk, NORMAL doesn't.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot import china_time, wording
from bot.errors import StoreError
from bot.store import migrations
from bot.store.database import Statements
from bot.store.row_mapping import storable

PATIENCE = 5.0
"""Seconds to wait for another process that is writing. Ours write for milliseconds; a backup or a viewer may take longer."""

MEMORY = Path(":memory:")
"""The path of a database that is kept in memory alone and forgotten with the store."""

_SCHEMA = Path(__file__).resolve().parent / "schema.sql"
"""What all migrations together make, held to that by a test: a database in memory needs no history."""

MARK = "moving"
"""Name of a table that says: what is being moved here isn't whole (bot.store.database_move)."""

_SENTENCES = {
    sqlite3.SQLITE_BUSY: wording.STORE_LOCKED,
    sqlite3.SQLITE_LOCKED: wording.STORE_LOCKED,
    sqlite3.SQLITE_PROTOCOL: wording.STORE_LOCKED,  # the log's own locks stayed taken
    sqlite3.SQLITE_FULL: wording.STORE_FULL,
    sqlite3.SQLITE_NOTADB: wording.STORE_DAMAGED,
    sqlite3.SQLITE_CORRUPT: wording.STORE_DAMAGED,
    sqlite3.SQLITE_CANTOPEN: wording.STORE_UNWRITABLE,
    sqlite3.SQLITE_READONLY: wording.STORE_UNWRITABLE,
    sqlite3.SQLITE_PERM: wording.STORE_UNWRITABLE,
    sqlite3.SQLITE_IOERR: wording.STORE_DISK,
}


class SqliteDatabase:
    """A SQLite file in use; the folder and the file are made, readable by their owner only. `MEMORY` ends with the process.

    `clock` returns Unix time in seconds (default: time.time). `patience` is how many seconds to wait for another
    process's lock. Raises StoreError when the file can't be opened, written or understood.
    """

    def __init__(self, path: Path, *, clock: Callable[[], float] | None = None, patience: float = PATIENCE) -> None:
        self._path = path
        self._clock = clock or time.time
        self._lock = threading.Lock()
        self._closed = False
        self._connection = _open_memory() if path == MEMORY else _open(path, patience)
        self._statements = _Connected(self._connection)
        self._identity = None if path == MEMORY else _identity(path)

    def close(self) -> None:
        """Let go of the file; a second time does nothing, any other call raises StoreError."""
        with self._lock, errors_of(self._path):
            self._closed = True
            self._connection.close()

    def damage(self, *, thorough: bool = False) -> str:
        """What has become of the file under us, in Chinese; empty while it is the one that was opened, and sound.

        A `thorough` look reads all of it, beside everybody's work. What was in a file that is gone is kept in a new one.
        """
        if self._path == MEMORY:
            return ""
        found = _identity(self._path)
        if found is None or found != self._identity:
            return _filled(wording.STORE_GONE, self._path, rescued=self._rescued())
        try:
            uri = f"{self._path.absolute().as_uri()}?mode=ro"
            with closing(sqlite3.connect(uri, uri=True, timeout=PATIENCE)) as other:
                check = "PRAGMA quick_check(1)" if thorough else "PRAGMA schema_version"
                sound = not thorough or other.execute(check).fetchone() == ("ok",)
                other.execute(check).fetchone()
        except sqlite3.Error as error:
            sound = _kind(error) not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
        return "" if sound else _filled(wording.STORE_DAMAGED, self._path)

    def _rescued(self) -> str:
        """Where everything was written that the file held before it was taken away; empty when it couldn't be."""
        target = self._path.with_name(f"{self._path.name}.rescued-{time.strftime('%Y%m%d-%H%M%S')}")
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._lock, closing(sqlite3.connect(target)) as made:
                self._connection.backup(made)
            target.chmod(0o600)
        except (OSError, sqlite3.Error):
            return ""
        return wording.STORE_RESCUED.format(path=target)

    def clock(self) -> float:
        """Unix time in seconds."""
        return self._clock()

    @contextmanager
    def reading(self) -> Iterator[Statements]:
        """The connection, for this thread alone."""
        with self._lock, errors_of(self._path):
            if self._closed:
                raise StoreError(wording.STORE_CLOSED)
            yield self._statements

    @contextmanager
    def writing(self, *, durable: bool = False, alone: str = "") -> Iterator[Statements]:
        """The connection in a transaction that is undone when the block raises; `durable` survives a power cut.

        All of them follow each other, whatever `alone` says: SQLite has one writer.
        """
        with self.reading() as work, self._connection:
            self._connection.execute("PRAGMA synchronous = FULL" if durable else "PRAGMA synchronous = NORMAL")
            # IMMEDIATE waits for other processes here; a plain BEGIN would fail at the first write instead
            self._connection.execute("BEGIN IMMEDIATE")
            yield work


@dataclass(frozen=True, slots=True)
class _Connected:
    """Implements bot.store.database.Statements."""

    connection: sqlite3.Connection

    def run(self, sql: str, /, *values: str | float | None) -> sqlite3.Cursor:
        """Execute one statement, its texts made storable."""
        return self.connection.execute(sql, [storable(value) if isinstance(value, str) else value for value in values])


# ---------------------------------------------------------------- opening


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another one of the same name; None when there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def set_aside(path: Path) -> Path | None:
    """Give a database another name, so that an empty one is begun; the new name, None when there was none.

    Raises StoreError.
    """
    moment = time.strftime("%Y%m%d-%H%M%S")
    aside = path.with_name(f"{path.name}.damaged-{moment}")
    try:
        for ending in ("-wal", "-shm", ""):
            if path.with_name(path.name + ending).exists():
                path.with_name(path.name + ending).replace(aside.with_name(aside.name + ending))
    except OSError as error:
        raise StoreError(_filled(wording.STORE_UNWRITABLE, path)) from error
    return aside if aside.exists() else None


def _open(path: Path, patience: float) -> sqlite3.Connection:
    """A connection to the file, made and migrated where needed."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # before SQLite makes it with everybody's right to read; the log beside it takes over these rights
        path.touch(mode=0o600)
    except OSError as error:
        raise StoreError(_filled(wording.STORE_UNWRITABLE, path)) from error
    with errors_of(path), ExitStack() as opened:
        connection = sqlite3.connect(path, timeout=patience, isolation_level=None, check_same_thread=False)
        opened.callback(connection.close)
        _into_wal(connection, patience)
        _prepare(connection, path)
        opened.pop_all()
    return connection


def _open_memory() -> sqlite3.Connection:
    """A connection to an empty database in memory, with the final schema: a millisecond, where migrating takes 100–300."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    _set_up(connection)
    schema = _SCHEMA.read_text("utf-8")
    strict = sqlite3.sqlite_version_info >= (3, 37)  # some Linux servers still carry an older one
    connection.executescript(schema if strict else schema.replace(") STRICT;", ");"))
    return connection


def _into_wal(connection: sqlite3.Connection, patience: float) -> None:
    """Switch a new file to write-ahead logging; a file that has it already stays as it is.

    SQLite doesn't wait for other processes here, whatever its timeout, so we do: of six processes that opened the same
    new file at once, up to three failed.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if _kind(error) != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
        time.sleep(0.01)


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Set the connection up, migrate, and find out now rather than at the first question whether it can be written."""
    _set_up(connection)
    connection.execute("PRAGMA secure_delete = ON")  # what people said is overwritten when it is deleted
    if migrations.version(connection) < len(migrations.STEPS):
        migrations.migrate(connection)
    found = migrations.version(connection)
    if found > len(migrations.STEPS):
        raise StoreError(_filled(wording.STORE_NEWER, path, found=found, known=len(migrations.STEPS)))
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [MARK]).fetchone():
        raise StoreError(_filled(wording.STORE_NOT_WHOLE, path, where=path))
    connection.execute("BEGIN IMMEDIATE")  # fails when another process writes on and on
    connection.execute(f"PRAGMA user_version = {found}")  # fails when the file is read-only, BEGIN doesn't
    connection.execute("ROLLBACK")


def _set_up(connection: sqlite3.Connection) -> None:
    """What every connection has."""
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    connection.create_function("china_month", 1, _china_month, deterministic=True)


def _china_month(moment: float) -> str:
    """YYYY-MM of a Unix time, where the askers live."""
    return f"{china_time.moment(moment):%Y-%m}"


@contextmanager
def errors_of(path: Path) -> Iterator[None]:
    """Turns SQLite's errors into a StoreError that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", type(error).__name__)
        raise StoreError(_filled(_SENTENCES.get(_kind(error), wording.STORE_FAILED), path, code=name)) from error


def _kind(error: sqlite3.Error) -> int:
    """SQLite's primary result code: the low byte, the rest are details (sqlite.org/rescode.html); 0 when it has none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _filled(sentence: str, path: Path, **values: object) -> str:
    return sentence.format(path=path, folder=path.parent, **values)
