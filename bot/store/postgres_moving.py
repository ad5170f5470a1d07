"""A PostgreSQL database at either end of a move."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import uuid4

from psycopg import IsolationLevel

from bot import wording
from bot.errors import StoreError
from bot.store import postgres_schema, schema_tables
from bot.store.postgres_database import PostgresDatabase, escaped, unescaped

Values = Sequence[Any]
_BATCH = 2000


class Server:
    """Implements bot.store.database_move.Place."""

    def __init__(self, address: str, *, reading: bool, in_use: bool = False) -> None:
        self._db = PostgresDatabase(address, moving=not reading)
        self._connection = self._db.connect()
        if reading:
            with self._db.store_errors():
                if not in_use and self._serving():
                    raise StoreError(wording.MOVE_SERVED.format(where=self._db.where))
                self._connection.isolation_level = IsolationLevel.REPEATABLE_READ
                self._connection.read_only = True
                self._connection.autocommit = False  # one snapshot until it is closed

    def _serving(self) -> bool:
        sql = "SELECT 1 FROM owners WHERE seen > clock_timestamp() - interval '5 seconds'"
        return self._connection.execute(sql).fetchone() is not None

    def rows(self, table: str) -> Iterator[Values]:
        """See Place."""
        sql = f"SELECT {schema_tables.listed(table)} FROM {table} ORDER BY {_order(table)}"
        with self._db.store_errors(), self._connection.transaction(), self._connection.cursor(uuid4().hex) as cursor:
            cursor.itersize = _BATCH
            yield from map(tuple, cursor.execute(sql.encode()))

    def numbers(self) -> dict[str, int]:
        """See Place."""
        found = {}
        with self._db.store_errors():
            for table, sequence in _sequences():
                row = self._connection.execute(f"SELECT last_value, is_called FROM {sequence}".encode()).fetchone()
                if row is not None and row[1]:
                    found[table] = int(row[0])
        return found

    def kept(self, value: Any) -> Any:
        """See Place."""
        return unescaped(escaped(value)) if isinstance(value, str) else value

    def begin(self) -> None:
        """See Place."""
        with self._db.store_errors(), self._connection.transaction():
            self._connection.execute("LOCK TABLE moving")
            if self._connection.execute("SELECT 1 FROM moving").fetchone():
                raise StoreError(wording.STORE_NOT_WHOLE.format(where=self._db.where))
            for table in schema_tables.columns():
                if self._connection.execute(f"SELECT 1 FROM {table} LIMIT 1".encode()).fetchone():
                    raise StoreError(wording.MOVE_NOT_EMPTY.format(where=self._db.where))
            self._connection.execute("INSERT INTO moving VALUES (extract(epoch FROM clock_timestamp()))")

    def write(self, table: str, rows: Iterable[Values]) -> None:
        """See Place."""
        sql = f"COPY {table} ({schema_tables.listed(table)}) FROM STDIN"
        with self._db.store_errors(), self._connection.cursor() as cursor, cursor.copy(sql.encode()) as copy:
            for row in rows:
                copy.write_row([escaped(value) if isinstance(value, str) else value for value in row])

    def end(self, numbers: dict[str, int]) -> None:
        """See Place."""
        with self._db.store_errors(), self._connection.transaction():
            for table, sequence in _sequences():
                if table in numbers:
                    self._connection.execute("SELECT setval(%s::regclass, %s)", [sequence, numbers[table]])
            self._connection.execute("DELETE FROM moving")

    def close(self) -> None:
        """See Place."""
        self._connection.close()
        self._db.close()


def _sequences() -> Iterator[tuple[str, str]]:
    """Each table that gives numbers, with the sequence that they come from."""
    for table, names in schema_tables.columns().items():
        if any("AUTOINCREMENT" in part for part in schema_tables.parts()[table]):
            yield table, f"{table}_{names[0]}_seq"


def _order(table: str) -> str:
    """What the rows of a table are sorted by, as they came."""
    if table in postgres_schema.COUNTED:
        return "rowid"
    for part in schema_tables.parts()[table]:
        if part.startswith("PRIMARY KEY"):
            return part[part.index("(") + 1 : part.rindex(")")]
    return schema_tables.columns()[table][0]
