"""The store on a PostgreSQL server, for any number of processes; what one has in work no other touches."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot import wording
from bot.errors import StoreError
from bot.model import Block, InboxMessage, OutboxMessage, Version
from bot.store.database import Statements, bounded
from bot.store.outbox import outgoing
from bot.store.postgres_database import PATIENCE, PostgresDatabase
from bot.store.postgres_presence import Presence
from bot.store.store import Store

_FREE = (
    "UPDATE {table} SET owner = ? WHERE id IN (SELECT id FROM {table} WHERE channel = ? AND {open} AND owner != ?"
    " AND NOT EXISTS (SELECT 1 FROM owners WHERE owners.id = {table}.owner) ORDER BY id FOR UPDATE SKIP LOCKED)"
)
_PENDING = "payload IS NOT NULL AND reason = ''"
_WAITING = "state = 'waiting'"
_RECEIVE = (
    "INSERT INTO inbox (channel, key, payload, received, owner) SELECT ?, ?, ?, ?, ?"
    " WHERE NOT EXISTS (SELECT 1 FROM inbox WHERE channel = ? AND key = ?) ON CONFLICT DO NOTHING"
)
_NOTE = (
    "INSERT INTO progress (channel, key, step, value) SELECT ?, ?, ?, ?"
    " WHERE NOT EXISTS (SELECT 1 FROM inbox WHERE channel = ? AND key = ? AND owner NOT IN (0, ?))"
    " AND NOT EXISTS (SELECT 1 FROM outbox WHERE id = ? AND owner NOT IN (0, ?))"
    " ON CONFLICT (channel, key, step) DO UPDATE SET value = excluded.value"
)
_POST = "post-"
"""Before the number of a message of the outbox in the key of its steps (bot.channels.runtime.durable_inbox)."""


class PostgresStore(Store):
    """A `bot.ports.Store` at a URL (postgresql://…). Raises StoreError when the server can't be reached or understood.

    A message is in work with the process whose number it bears, as long as that is one of `owners`: from when it was received
    or claimed, by rows that nobody else is claiming just then. A process that was taken for gone can note no more steps of
    what another has in work since: before each piece is sent a step is noted, so that it sends no more either.
    """

    shared = True

    def __init__(self, url: str, *, clock: Callable[[], float] | None = None, patience: float = PATIENCE) -> None:
        self.database = PostgresDatabase(url, clock=clock, patience=patience)
        super().__init__(self.database)
        self.presence = Presence(self.database)
        self._served = False

    def close(self) -> None:
        """Let go of the database and of what this process holds in it."""
        self.presence.end()
        super().close()

    # ---------------------------------------------------------------- wires

    def hold(self, wire: str) -> bool:
        """Try to become the one who serves a wire; False while another process does."""
        self._served = True
        return self.presence.hold(wire)

    def holds(self, wire: str) -> bool:
        """Whether this process serves the wire still."""
        return self.presence.holds(wire)

    def release(self, wire: str) -> None:
        """Serve the wire no more."""
        self.presence.release(wire)

    def subscribe(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Have a listener told of news (`outbox telegram`, `version 3`) until what is returned is called."""
        return self.presence.subscribe(listener)

    def serving(self) -> int:
        """How many processes serve."""
        with self._db.reading() as work:
            # as long ago as after which one is sent away
            sql = "SELECT COUNT(*) FROM owners WHERE seen > clock_timestamp() - interval '5 seconds'"
            return int(work.run(sql).fetchone()[0])

    def _number(self) -> int:
        """Number of this process, 0 for one that doesn't serve; raises StoreError for one that was taken for gone."""
        number = self.presence.number
        if not number and self._served:
            raise StoreError(wording.STORE_TAKEN_OVER)
        return number

    # ---------------------------------------------------------------- what is in work

    def receive(self, channel: str, key: str, payload: str) -> bool:
        """Keep a message, on the disk when this returns, in work with this process; False when it was received before."""
        with self._db.writing(durable=True) as work:
            values = (channel, key, payload, self._db.clock(), self._number(), channel, key)
            return work.run(_RECEIVE, *values).rowcount == 1

    def claim_pending(self, channel: str) -> tuple[InboxMessage, ...]:
        """Messages not marked done that no other process has in work, in the order they came; from now on this one has."""
        with self._db.writing(durable=True) as work:
            number = self._claim(work, "inbox", _PENDING, channel)
            columns = "SELECT channel, key, payload, received FROM inbox"
            rows = work.run(f"{columns} WHERE channel = ? AND {_PENDING} AND owner = ? ORDER BY id", channel, number)
            return tuple(InboxMessage(*row) for row in rows)

    def claim_waiting(self, channel: str) -> tuple[OutboxMessage, ...]:
        """Messages of a channel to be sent that no other process has in work, oldest first; from now on this one has."""
        with self._db.writing() as work:
            number = self._claim(work, "outbox", _WAITING, channel)
            rows = work.run(f"SELECT * FROM outbox WHERE channel = ? AND {_WAITING} AND owner = ? ORDER BY id", channel, number)
            return tuple(map(outgoing, rows))

    def _claim(self, work: Statements, table: str, wanted: str, channel: str) -> int:
        self._served = True
        number = self.presence.begin()
        work.run(_FREE.format(table=table, open=wanted), number, channel, number)
        return number

    def note_step(self, channel: str, key: str, step: str, value: str) -> None:
        """Keep a step of a message; raises StoreError when another process has it in work."""
        number = self._number()
        post = key.removeprefix(_POST)
        message = bounded(int(post)) if key.startswith(_POST) and post.isdecimal() and len(post) < 20 else 0
        with self._db.writing() as work:
            values = (channel, key, step, value, channel, key, number, message, number)
            if work.run(_NOTE, *values).rowcount != 1:
                raise StoreError(wording.STORE_TAKEN_OVER)

    # ---------------------------------------------------------------- news

    def queue(self, message: OutboxMessage) -> bool:
        """Keep a message for its channel, on the disk when this returns, and wake whoever sends for it."""
        fresh = super().queue(message)
        if fresh:
            self._tell_news(f"outbox {message.channel}")
        return fresh

    def tell(self, message: OutboxMessage, numbers: Sequence[int], state: str) -> None:
        """Queue a message and set the state of the questions that it answers, both or neither."""
        super().tell(message, numbers, state)
        self._tell_news(f"outbox {message.channel}")

    def move(self, number: int, conversation: str, blocks: Sequence[Block]) -> bool:
        """A message that waits goes to another conversation instead, once, for whoever serves that one's channel."""
        moved = super().move(number, conversation, blocks)
        if moved:
            with self._db.writing() as work:
                work.run("UPDATE outbox SET owner = 0 WHERE id = ?", bounded(number))
            self._tell_news(f"outbox {conversation.partition(':')[0]}")
        return moved

    def enter(self, content: str) -> Version:
        """The version with this hash comes into force, and every process hears of it."""
        version = super().enter(content)
        self._tell_news(f"version {version.number}")
        return version

    def _tell_news(self, news: str) -> None:
        with self._db.reading() as work:
            work.run("SELECT pg_notify(?, ?)", self.presence.news_channel, news)
