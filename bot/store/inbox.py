"""Messages of the channels, kept until they are answered."""

from __future__ import annotations

from bot.model import InboxMessage
from bot.store.database import Part

_PENDING = "SELECT channel, key, payload, received FROM inbox WHERE channel = ? AND payload IS NOT NULL AND reason = ''"


class Inbox(Part):
    """Implements bot.ports.Inbox."""

    def receive(self, channel: str, key: str, payload: str) -> bool:
        """Keep a message, on the disk when this returns; False when that key was received before."""
        with self._db.writing(durable=True) as work:
            sql = "INSERT INTO inbox (channel, key, payload, received) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
            return work.run(sql, channel, key, payload, self._db.clock()).rowcount == 1

    def pending(self, channel: str) -> tuple[InboxMessage, ...]:
        """Messages not marked done, in the order they came."""
        with self._db.reading() as work:
            rows = work.run(f"{_PENDING} ORDER BY id", channel)
            return tuple(InboxMessage(*row) for row in rows)

    def claim_pending(self, channel: str) -> tuple[InboxMessage, ...]:
        """The same for whoever answers them; where several processes do, only what no other has in work."""
        return self.pending(channel)

    def kept_message(self, channel: str, key: str) -> InboxMessage | None:
        """A message that is pending; None for any other."""
        with self._db.reading() as work:
            row = work.run(f"{_PENDING} AND key = ?", channel, key).fetchone()
            return InboxMessage(*row) if row else None

    def done(self, channel: str, key: str) -> None:
        """Mark a message as answered and drop its payload.

        Not durable: a power cut loses the end of the log, never its middle, so at worst the message is answered twice.
        """
        with self._db.writing() as work:
            work.run("UPDATE inbox SET payload = NULL, reason = '' WHERE channel = ? AND key = ?", channel, key)

    def set_aside(self, channel: str, key: str, payload: str, reason: str) -> None:
        """Keep a message that can't be answered, and why, on the disk when this returns; one that was answered stays so."""
        with self._db.writing(durable=True) as work:
            work.run(
                "INSERT INTO inbox (channel, key, payload, received, reason) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (channel, key) DO UPDATE SET payload = excluded.payload, reason = excluded.reason"
                " WHERE inbox.payload IS NOT NULL",
                *(channel, key, payload, self._db.clock(), reason),
            )

    def put_back(self, channel: str, key: str) -> None:
        """A message that was set aside is pending again."""
        with self._db.writing(durable=True) as work:
            work.run("UPDATE inbox SET reason = '' WHERE channel = ? AND key = ?", channel, key)

    def aside(self) -> tuple[InboxMessage, ...]:
        """Messages of all channels that were set aside, in the order they came."""
        with self._db.reading() as work:
            columns = "SELECT channel, key, payload, received, reason FROM inbox"
            rows = work.run(f"{columns} WHERE payload IS NOT NULL AND reason != '' ORDER BY id")
            return tuple(InboxMessage(*row) for row in rows)
