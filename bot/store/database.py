"""What the parts of the store need of a database: statements in a transaction, and errors that are sentences.

Statements are written so that SQLite and PostgreSQL both understand them: `?` for a value, RETURNING for what a row was given,
ON CONFLICT instead of SQLite's own INSERT OR REPLACE, `CASE` instead of a truth value that is counted, no function that one of
them lacks. What differs all the same (types, leases, how a NUL is kept) is the business of each database's own file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

LARGEST = 2**63 - 1
"""The largest number a column can hold; a larger one comes from a forged button."""

MANY = 500
"""Values of a list in one statement: an old SQLite takes 999."""


class Row(Protocol):
    """A row: its values by name or place, in the order of the columns."""

    def __getitem__(self, key: str | int, /) -> Any: ...

    def __iter__(self) -> Iterator[Any]: ...

    def keys(self) -> Sequence[str]:
        """The names of its columns."""
        ...


class Result(Protocol):
    """The rows of a statement, or how many it changed."""

    @property
    def rowcount(self) -> int:
        """Rows that were changed."""
        ...

    def fetchone(self) -> Any:
        """The next row, None when there is none."""
        ...

    def fetchall(self) -> list[Any]:
        """The rows that are left."""
        ...

    def __iter__(self) -> Iterator[Any]: ...


class Statements(Protocol):
    """A connection, for one thread and as long as the block that it was given to."""

    def run(self, sql: str, /, *values: str | float | None) -> Result:
        """Execute one statement, its texts made storable."""
        ...


class Database(Protocol):
    """A database in use. Safe from any thread; every method may raise StoreError."""

    def clock(self) -> float:
        """Unix time in seconds."""
        ...

    def reading(self) -> AbstractContextManager[Statements]:
        """Statements that change nothing."""
        ...

    def writing(self, *, durable: bool = False, alone: str = "") -> AbstractContextManager[Statements]:
        """A transaction that is undone when the block raises; `durable` survives a power cut.

        Blocks with the same word in `alone` follow each other, also those of other processes: what reads before it writes
        must not be overtaken.
        """
        ...

    def damage(self, *, thorough: bool = False) -> str:
        """What has become of it outside of this program, in Chinese; empty while all is well. `thorough`: read all of it."""
        ...

    def close(self) -> None:
        """Let go of it; a second time does nothing, any other call raises StoreError."""
        ...


class Part:
    """One thing that is kept, in a database that others share."""

    def __init__(self, database: Database) -> None:
        self._db = database


def places(count: int) -> str:
    """The marks of so many values of a list: `?, ?, ?`; of none, a list that holds nothing."""
    return ", ".join("?" * count) or "NULL"


def bounded(number: int) -> int:
    """The number if a column can hold it, else one that no question has."""
    return number if 0 < number <= LARGEST else 0


def as_json(value: object) -> str:
    """JSON with Chinese left readable for whoever looks into the database."""
    return json.dumps(value, ensure_ascii=False)
