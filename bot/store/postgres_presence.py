"""That a process serves from a PostgreSQL database: its number, the wires that it holds, and news of what others did.

Each process has a connection that lives as long as it does. On it, it holds an advisory lock of its number and one for each
wire (a channel with a token): when the process or its machine ends, the server lets go of them, and another process has the
wire within a second. A process that hangs keeps its connection; it is sent away when it wasn't seen for `SILENT` seconds.
What it had in work is free from then on, and what it still wants to note about it is refused (bot.store.postgres_store).
"""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress

import psycopg
from psycopg import Connection, sql

from bot.errors import StoreError
from bot.store.postgres_database import PostgresDatabase, Row

_log = logging.getLogger(__name__)

BEAT = 1.0
"""Seconds between two signs of life."""
SILENT = 4.0
"""Seconds without one after which a process is sent away; a beat waits for a busy server no longer than that."""
_PEOPLE = 0x4A48
"""Number of the advisory locks of processes; the second number of such a lock is the process's own."""
_GONE = f"""
WITH gone AS (
    DELETE FROM owners WHERE id != %(own)s AND (
        seen < clock_timestamp() - make_interval(secs => {SILENT})
        OR NOT EXISTS (
            SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = {_PEOPLE} AND objid = owners.id::oid
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        )
    ) RETURNING connections
)
SELECT pg_terminate_backend(pid) FROM pg_stat_activity JOIN gone ON application_name = gone.connections
"""
"""All connections of a process that hangs are ended: it may have stopped in the middle of a transaction."""


class Presence:
    """A process among those that serve from a database. Safe from any thread; nothing is begun before it is needed."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._db = database
        self._lock = threading.RLock()
        self._connection: Connection[Row] | None = None
        self._number = 0
        self._wires: set[str] = set()
        self._ended = threading.Event()
        self._threads: list[threading.Thread] = []
        self._listeners: list[Callable[[str], None]] = []

    @property
    def number(self) -> int:
        """Number of this process; 0 while it doesn't serve, or is away."""
        return self._number

    def begin(self) -> int:
        """Be present from now on; this process's number. May raise StoreError."""
        with self._lock, self._db.store_errors():
            if not self._number:
                self._register()
            if not self._threads and not self._ended.is_set():
                self._threads = [
                    threading.Thread(target=work, name=name, daemon=True)
                    for work, name in ((self._heartbeat, "presence"), (self._listen, "news"))
                ]
                for thread in self._threads:
                    thread.start()
            return self._number

    def end(self) -> None:
        """Let go of everything."""
        self._ended.set()
        with self._lock:
            self._drop()

    # ------------------------------------------------------------ wires

    def wire_key(self, wire: str) -> int:
        """The number of a wire's advisory lock."""
        return self._db.lock_key(f"wire {wire}")

    def hold(self, wire: str) -> bool:
        """Try to become the one who serves a wire; False while another process does. May raise StoreError."""
        self.begin()
        with self._lock, self._db.store_errors():
            if wire in self._wires:
                return True
            connection = self._connection
            if connection is None:
                return False
            row = connection.execute("SELECT pg_try_advisory_lock(%s)", [self.wire_key(wire)]).fetchone()
            if row is not None and row[0]:
                self._remove_dead(connection)
                self._wires.add(wire)
                return True
            return False

    def holds(self, wire: str) -> bool:
        """Whether this process serves the wire still."""
        return wire in self._wires

    def release(self, wire: str) -> None:
        """Serve the wire no more."""
        with self._lock:
            if wire in self._wires and self._connection is not None:
                self._wires.discard(wire)
                with suppress(psycopg.Error):
                    self._connection.execute("SELECT pg_advisory_unlock(%s)", [self.wire_key(wire)])

    # ------------------------------------------------------------ news

    @property
    def news_channel(self) -> str:
        """What news go by (NOTIFY), for this database's tables alone."""
        return f"jianhui_{self._db.lock_key('news') & 0xFFFFFFFF:08x}"

    def subscribe(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Have a listener told of news (`outbox telegram`, `version 3`), until what is returned is called."""
        self.begin()
        self._listeners = [*self._listeners, listener]  # a new list: the other thread may be going through it
        return lambda: self._forget(listener)

    def _forget(self, listener: Callable[[str], None]) -> None:
        self._listeners = [one for one in self._listeners if one is not listener]

    def _listen(self) -> None:
        while not self._ended.is_set():
            try:
                with self._db.connect() as connection:
                    connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(self.news_channel)))
                    self._pass_on(connection)
            except (psycopg.Error, StoreError) as error:
                _log.warning("no news from the database (%s); looking every now and then", type(error).__name__)
                self._ended.wait(BEAT)

    def _pass_on(self, connection: Connection[Row]) -> None:
        """Tell the listeners what comes in, until the end. May raise psycopg.Error."""
        while not self._ended.is_set():
            for news in connection.notifies(timeout=BEAT):
                for listener in self._listeners:
                    listener(news.payload)

    # ------------------------------------------------------------ being there

    def _heartbeat(self) -> None:
        while not self._ended.wait(BEAT):
            try:
                with self._lock, self._db.store_errors():
                    self._be_present()
            except StoreError as error:
                _log.warning("this process is away from the database: %s", error)
                with self._lock:
                    self._drop()

    def _be_present(self) -> None:
        if self._connection is None:
            self._register()
        else:
            self._note_alive(self._connection)

    def _register(self) -> None:
        connection = self._db.connect()
        try:
            connection.execute("SELECT set_config('statement_timeout', %s, false)", [f"{SILENT:.0f}s"])
            pid, name = connection.info.backend_pid, f"{socket.gethostname()}:{os.getpid()}"
            with connection.transaction():  # none sees its row without its lock
                made = connection.execute(
                    "INSERT INTO owners (pid, name, connections) VALUES (%s, %s, %s) RETURNING id", [pid, name, self._db.name]
                )
                row = made.fetchone()
                number = int(row[0]) if row else 0
                connection.execute("SELECT pg_advisory_lock(%s, %s)", [_PEOPLE, number])
            self._remove_dead(connection)
        except psycopg.Error:
            connection.close()
            raise
        self._connection, self._number = connection, number

    def _note_alive(self, connection: Connection[Row]) -> None:
        done = connection.execute("UPDATE owners SET seen = clock_timestamp() WHERE id = %s", [self._number])
        if done.rowcount != 1:
            _log.warning("this process was taken for gone; it begins anew")
            self._drop()
            return
        self._remove_dead(connection)

    def _remove_dead(self, connection: Connection[Row]) -> None:
        """Strike off those that are gone, and send away those that hang."""
        connection.execute(_GONE.encode(), {"own": self._number})

    def _drop(self) -> None:
        self._wires.clear()
        number, self._number = self._number, 0
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(psycopg.Error):
                connection.execute("DELETE FROM owners WHERE id = %s", [number])
            with suppress(psycopg.Error):
                connection.close()
