"""Messages that nobody asked for just now, in the SQLite file until their channel has sent them."""

from __future__ import annotations

import json
import sqlite3

from bot.model import Block, Button, Outgoing
from bot.store.file import SqliteFile, as_json, bounded, run


class SqliteOutbox(SqliteFile):
    """Implements bot.ports.Outbox."""

    def queue(self, message: Outgoing) -> bool:
        """Keep a message for its channel, on the disk when this returns; False when its key was queued before."""
        blocks = [[block.kind, block.text, block.items] for block in message.blocks]
        buttons = [[[button.label, button.action] for button in row] for row in message.buttons]
        with self._writing(durable=True) as connection:
            cursor = run(
                connection,
                "INSERT INTO outbox (channel, conversation, key, blocks, buttons, created) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT DO NOTHING",
                *(message.channel, message.conversation, message.key, as_json(blocks), as_json(buttons)),
                message.created or self._clock(),
            )
            return cursor.rowcount == 1

    def waiting(self, channel: str) -> tuple[Outgoing, ...]:
        """Messages of a channel that are neither sent nor given up, oldest first."""
        with self._using() as connection:
            rows = run(connection, "SELECT * FROM outbox WHERE channel = ? AND state = 'waiting' ORDER BY id", channel)
            return tuple(map(_outgoing, rows))

    def settle(self, number: int, sent: bool) -> None:
        """Mark a message as sent, or as given up, and drop what it says; an unknown number is ignored."""
        with self._writing(durable=True) as connection:
            sql = "UPDATE outbox SET state = ?, settled = ?, blocks = '[]', buttons = '[]' WHERE id = ? AND state = 'waiting'"
            run(connection, sql, "sent" if sent else "given up", self._clock(), bounded(number))


def _outgoing(row: sqlite3.Row) -> Outgoing:
    return Outgoing(
        channel=row["channel"],
        conversation=row["conversation"],
        key=row["key"],
        blocks=tuple(Block(kind, text, tuple(items)) for kind, text, items in json.loads(row["blocks"])),
        buttons=tuple(tuple(Button(label, action) for label, action in buttons) for buttons in json.loads(row["buttons"])),
        id=row["id"],
        created=row["created"],
    )
