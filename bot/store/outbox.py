"""Messages that nobody asked for just now until their channel has sent them."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot.model import About, Block, Button, OutboxMessage
from bot.store.database import Part, Row, Statements, as_json, bounded

_POSTED = "INSERT INTO posted (wire, message) VALUES (?, ?) ON CONFLICT (wire) DO UPDATE SET message = excluded.message"


class Outbox(Part):
    """Implements bot.ports.Outbox."""

    def queue(self, message: OutboxMessage) -> bool:
        """Keep a message for its channel, on the disk when this returns; False when its key was queued before."""
        with self._db.writing(durable=True) as work:
            return queue(work, message, self._db.clock())

    def waiting(self, channel: str) -> tuple[OutboxMessage, ...]:
        """Messages of a channel that are neither sent nor given up, oldest first."""
        with self._db.reading() as work:
            rows = work.run("SELECT * FROM outbox WHERE channel = ? AND state = 'waiting' ORDER BY id", channel)
            return tuple(map(outgoing, rows))

    def claim_waiting(self, channel: str) -> tuple[OutboxMessage, ...]:
        """The same for whoever sends them; where several processes do, only what no other has in work."""
        return self.waiting(channel)

    def settle(self, number: int, sent: bool, *wires: str) -> None:
        """Mark a message as sent, or as given up, and drop what it says; an unknown number is ignored.

        `wires` are the keys of the messages that it became.
        """
        with self._db.writing(durable=True) as work:
            sql = "UPDATE outbox SET state = ?, settled = ?, blocks = '[]', buttons = '[]' WHERE id = ? AND state = 'waiting'"
            if work.run(sql, "sent" if sent else "given up", self._db.clock(), bounded(number)).rowcount == 1:
                for wire in wires:
                    work.run(_POSTED, wire, bounded(number))

    def returned(self, wire: str) -> None:
        """The message that became the one with this key came back; unknown keys are ignored."""
        with self._db.writing(durable=True) as work:
            sql = "UPDATE outbox SET state = 'failed' WHERE state = 'sent' AND id = (SELECT message FROM posted WHERE wire = ?)"
            work.run(sql, wire)

    def annotate(self, number: int, data: str) -> None:
        """Replace what the channel keeps with a message that waits; an unknown number is ignored."""
        with self._db.writing() as work:
            work.run("UPDATE outbox SET data = ? WHERE id = ? AND state = 'waiting'", data, bounded(number))

    def posted(self, wire: str) -> OutboxMessage | None:
        """The message that became the one with this key, without what it said; None when none did."""
        with self._db.reading() as work:
            sql = "SELECT outbox.* FROM outbox JOIN posted ON posted.message = outbox.id WHERE posted.wire = ?"
            row = work.run(sql, wire).fetchone()
            return outgoing(row) if row else None


def queue(work: Statements, message: OutboxMessage, now: float) -> bool:
    """Keep a message within a transaction; False when its key was queued before. `now` is Unix time in seconds."""
    buttons = [[[button.label, button.action] for button in row] for row in message.buttons]
    about = "" if message.about is None else as_json([message.about.kind, message.about.id, message.about.round])
    cursor = work.run(  # not ON CONFLICT alone: that would use up a number
        "INSERT INTO outbox (channel, conversation, key, blocks, buttons, about, data, created) SELECT ?, ?, ?, ?, ?, ?, ?, ?"
        " WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE channel = ? AND key = ?) ON CONFLICT DO NOTHING",
        *(message.channel, message.conversation, message.key, blocks_as_json(message.blocks), as_json(buttons)),
        *(about, message.data),
        *(message.created or now, message.channel, message.key),
    )
    return cursor.rowcount == 1


def blocks_as_json(blocks: Sequence[Block]) -> str:
    """What a message says, as it is kept."""
    return as_json([[block.kind, block.text, block.items] for block in blocks])


def outgoing(row: Row) -> OutboxMessage:
    """A message from its row."""
    return OutboxMessage(
        channel=row["channel"],
        conversation=row["conversation"],
        key=row["key"],
        blocks=tuple(Block(kind, text, tuple(items)) for kind, text, items in json.loads(row["blocks"])),
        buttons=tuple(tuple(Button(label, action) for label, action in buttons) for buttons in json.loads(row["buttons"])),
        about=About(*json.loads(row["about"])) if row["about"] else None,
        data=row["data"],
        id=row["id"],
        created=row["created"],
    )
