"""The database on a PostgreSQL server: the same statements, for any number of processes and machines.

Statements are written for both databases (bot.store.database); what differs is translated here and nowhere else: the marks for
values, SQLite's types in the schema, and a NUL in a text, which PostgreSQL can't hold.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import lru_cache, partial
from typing import Any
from uuid import uuid4

import psycopg
from psycopg import Connection, Cursor, conninfo
from psycopg_pool import ConnectionPool, PoolClosed

from bot import wording
from bot.errors import StoreError
from bot.store import postgres_schema
from bot.store.database import Statements
from bot.store.row_mapping import storable

PATIENCE = 5.0
"""Seconds to wait for a connection, and for what another process has locked."""
RESTED = 5.0
"""Seconds after which a connection is tried before it is used."""
CONNECTIONS = 8
"""Most connections of a process; its threads wait for each other beyond that."""
_OPTIONS: dict[str, Any] = {
    "autocommit": True,
    "connect_timeout": 5,
    "keepalives": 1,
    "keepalives_idle": 1,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "tcp_user_timeout": 4000,
}
"""What every connection is opened with: a machine that is gone is noticed after four seconds (postgresql.org/docs, 34.1.2)."""
_NUL = "\ufdd0"
"""What stands for a NUL: a code point that is no character and in no text (unicode.org, noncharacters)."""

_SENTENCES = {
    "53": wording.STORE_SERVER_FULL,  # insufficient resources: disk, memory, connections
    "55": wording.STORE_SERVER_BUSY,  # an object isn't in the state that is needed: locked for too long
    "40": wording.STORE_SERVER_BUSY,  # undone, because two waited for each other
    "28": wording.STORE_SERVER_REFUSES,  # name or password
    "3D": wording.STORE_SERVER_REFUSES,  # no such database
    "42": wording.STORE_SERVER_RIGHTS,  # mostly rights: no table may be made
    "08": wording.STORE_SERVER_AWAY,
    "57": wording.STORE_SERVER_AWAY,  # it is being stopped, or gave the statement up
}
"""Sentences by the class of the error (postgresql.org/docs, appendix A)."""


class Row:
    """A row: its values by name or place. Implements bot.store.database.Row."""

    __slots__ = ("_places", "_values")

    def __init__(self, places: Mapping[str, int], values: Sequence[Any]) -> None:
        self._places = places
        self._values = [unescaped(one) if isinstance(one, str) else one for one in values]

    def __getitem__(self, key: str | int, /) -> Any:
        return self._values[self._places[key] if isinstance(key, str) else key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)

    def keys(self) -> Sequence[str]:
        """The names of its columns."""
        return tuple(self._places)


def _rows(cursor: Cursor[Any]) -> Callable[[Sequence[Any]], Row]:
    """Makes rows of what a statement gives (psycopg's RowFactory)."""
    return partial(Row, {column.name: place for place, column in enumerate(cursor.description or ())})


def escaped(text: str) -> str:
    """The text as PostgreSQL can hold it."""
    return storable(text).replace(_NUL, "\ufffd").replace("\0", _NUL)


def unescaped(text: str) -> str:
    """What the text was before."""
    return text.replace(_NUL, "\0") if _NUL in text else text


@lru_cache(maxsize=512)
def translated(sql: str) -> str:
    """A statement with psycopg's marks for values."""
    return sql.replace("%", "%%").replace("?", "%s")


class _Connected:
    """Implements bot.store.database.Statements."""

    def __init__(self, connection: Connection[Row]) -> None:
        self._connection = connection

    def run(self, sql: str, /, *values: str | float | None) -> Cursor[Row]:
        """Execute one statement, its texts made storable."""
        kept = [escaped(value) if isinstance(value, str) else value for value in values]
        return self._connection.execute(translated(sql).encode(), kept)


class PostgresDatabase:
    """A database on a server, its tables made and brought up to date. Implements bot.store.database.Database.

    `url` is postgresql://…; `clock` returns Unix time in seconds (default: time.time); `moving`: to move
    everything into it. Raises StoreError when the server can't be reached, refuses, or holds what a later version wrote.
    """

    def __init__(
        self, url: str, *, clock: Callable[[], float] | None = None, patience: float = PATIENCE, moving: bool = False
    ) -> None:
        self._url = url
        self.where = server_name(url)
        self.name = f"jianhuitong {uuid4().hex[:16]}"
        """What the server calls the connections of this process."""
        self._clock = clock or time.time
        self._patience = patience
        self._used: dict[int, float] = {}
        with self.store_errors():
            self._pool = ConnectionPool(
                conninfo.make_conninfo(url),
                kwargs={**_OPTIONS, "application_name": self.name, "row_factory": _rows},
                min_size=1,
                max_size=CONNECTIONS,
                timeout=patience,
                connection_class=Connection[Row],
                configure=self._set_up,
                check=self._check,
                open=False,
            )
        with ExitStack() as undo:
            undo.callback(self._pool.close)
            with self.store_errors(), self.connect() as connection:
                postgres_schema.bring_up(connection, self.where, moving=moving)
                named = connection.execute("SELECT current_database() || '.' || current_schema()").fetchone()
                self.scope = str(named[0]) if named else ""
            with self.store_errors():
                self._pool.open(wait=True, timeout=patience)
            undo.pop_all()

    def connect(self) -> Connection[Row]:
        """A connection of its own, that outlives no process. May raise psycopg.Error."""
        made = Connection[Row].connect(self._url, **_OPTIONS, application_name=self.name, row_factory=_rows)
        self._set_up(made)
        return made

    def _check(self, connection: Connection[Row]) -> None:
        """Whether the server is there still, asked of a connection that rested for a while (the pool's own check)."""
        pid, now = connection.info.backend_pid, time.monotonic()
        if now - self._used.get(pid, 0.0) > RESTED:
            ConnectionPool.check_connection(connection)
        self._used[pid] = now

    def _set_up(self, connection: Connection[Row]) -> None:
        """How long to wait for others, and how soon the server notices that this machine is gone."""
        connection.execute(
            "SELECT set_config('lock_timeout', %s, false), set_config('tcp_keepalives_idle', '1', false),"
            " set_config('tcp_keepalives_interval', '1', false), set_config('tcp_keepalives_count', '3', false)",
            [f"{self._patience:.1f}s"],
        )

    def clock(self) -> float:
        """Unix time in seconds."""
        return self._clock()

    @contextmanager
    def reading(self) -> Iterator[Statements]:
        """A connection, for this thread alone."""
        with self.store_errors(), self._pool.connection() as connection:
            yield _Connected(connection)

    @contextmanager
    def writing(self, *, durable: bool = False, alone: str = "") -> Iterator[Statements]:
        """A transaction that is undone when the block raises; `durable` survives a power cut, `alone` lets none overtake."""
        with self.store_errors(), self._pool.connection() as connection:
            # one way to the server and back where there could be three: it may be on another machine
            begin = ["BEGIN"]
            begin += [] if durable else ["SET LOCAL synchronous_commit = off"]
            begin += [f"SELECT pg_advisory_xact_lock({self.lock_key(alone)})"] if alone else []
            connection.execute("; ".join(begin).encode())
            yield _Connected(connection)  # the pool rolls back what raises
            connection.commit()

    def lock_key(self, word: str) -> int:
        """The number of an advisory lock: they are each database's own, and tables may lie in several schemas of it."""
        return int.from_bytes(hashlib.sha256(f"{self.scope} {word}".encode()).digest()[:8], "big", signed=True)

    def damage(self, *, thorough: bool = False) -> str:  # a server looks after its own files
        """Nothing: a server that is away comes back, and what fails meanwhile is told where it failed."""
        return ""

    def close(self) -> None:
        """Let go of it; a second time does nothing, any other call raises StoreError."""
        self._pool.close()

    @contextmanager
    def store_errors(self) -> Iterator[None]:
        """Turns psycopg's errors into a StoreError that says what to do."""
        try:
            yield
        except PoolClosed as error:
            raise StoreError(wording.STORE_CLOSED) from error
        except psycopg.Error as error:
            state = error.sqlstate or "08000"
            sentence = _SENTENCES.get(state[:2], wording.STORE_SERVER_FAILED)
            if error.sqlstate is None and re.search(r"authentication|password|does not exist", str(error)):
                sentence = wording.STORE_SERVER_REFUSES  # the library passes the code of a failed sign-in on as words only
            raise StoreError(sentence.format(where=self.where, code=state)) from error


def server_name(url: str) -> str:
    """Server and database of a URL, without name and password."""
    try:
        parts = conninfo.conninfo_to_dict(url)
    except psycopg.Error as error:
        raise StoreError(wording.STORE_SERVER_URL) from error
    host = parts.get("host") or "localhost"
    port = f":{parts['port']}" if parts.get("port") else ""
    return f"{host}{port}/{parts.get('dbname') or ''}"
