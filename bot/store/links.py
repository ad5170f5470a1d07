"""Which keys of channels are one person's, as she has said herself; in the SQLite file.

Those who are linked share a circle. A code is kept by its digest alone and is spent in the transaction that links.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Collection, Sequence

from bot.model import Block, Link
from bot.store.database import SqliteDatabase, as_json, bounded, run
from bot.store.outbox import blocks_as_json

_WAYS = (
    "SELECT outbox.id, other.conversation FROM outbox"
    " JOIN handovers ON handovers.id = json_extract(outbox.about, '$[1]')"
    " JOIN links AS own ON own.person = handovers.asker"
    " JOIN links AS other ON other.circle = own.circle AND other.person != own.person"
    " WHERE outbox.channel = ? AND outbox.state = 'waiting' AND outbox.moved = 0 AND outbox.about LIKE '[\"answer\",%'"
    " AND other.channel IN (SELECT value FROM json_each(?)) ORDER BY outbox.id, other.since"
)


class SqliteLinks(SqliteDatabase):
    """Implements bot.ports.Links."""

    def offer_code(self, digest: str, person: str, conversation: str, expires: float) -> None:
        """Keep the digest of a code that a person was shown, in place of an earlier one of hers."""
        with self._writing(durable=True) as connection:
            run(connection, "DELETE FROM link_codes WHERE person = ? OR expires <= ?", person, self._clock())
            sql = "INSERT INTO link_codes (digest, person, conversation, expires) VALUES (?, ?, ?, ?)"
            run(connection, sql, digest, person, conversation, expires)

    def drop_code(self, digest: str) -> bool:
        """That code is worth nothing any more; False when it wasn't worth anything before."""
        with self._writing(durable=True) as connection:
            sql = "DELETE FROM link_codes WHERE digest = ? AND expires > ?"
            return run(connection, sql, digest, self._clock()).rowcount == 1

    def spend_code(self, digest: str, person: str, conversation: str) -> Link | None:
        """Link a person with the one who was shown that code, who is returned; None for one that is unknown or too old.

        Her own code is returned unspent.
        """
        with self._writing(durable=True) as connection:
            sql = "SELECT person, conversation FROM link_codes WHERE digest = ? AND expires > ?"
            shown = run(connection, sql, digest, self._clock()).fetchone()
            if shown is None:
                return None
            now = self._clock()
            if shown["person"] != person:
                run(connection, "DELETE FROM link_codes WHERE digest = ?", digest)
                circle = secrets.token_hex(8)
                for who, where in ((shown["person"], shown["conversation"]), (person, conversation)):
                    old = run(connection, "SELECT circle FROM links WHERE person = ?", who).fetchone()
                    if old is not None:  # whoever was linked with either is linked with both
                        run(connection, "UPDATE links SET circle = ? WHERE circle = ?", circle, old["circle"])
                    sql = "INSERT OR REPLACE INTO links (person, channel, conversation, circle, since) VALUES (?, ?, ?, ?, ?)"
                    run(connection, sql, who, who.partition(":")[0], where, circle, now)
            return Link(shown["person"], shown["conversation"], now)

    def links(self, person: str) -> tuple[Link, ...]:
        """The others that are linked with a person, those linked last first."""
        with self._using() as connection:
            sql = (
                "SELECT person, conversation, since FROM links"
                " WHERE circle = (SELECT circle FROM links WHERE person = ?) AND person != ? ORDER BY since DESC, person"
            )
            return tuple(Link(*row) for row in run(connection, sql, person, person))

    def unlink(self, person: str) -> bool:
        """A person is linked with nobody any more; False when she wasn't."""
        with self._writing(durable=True) as connection:
            return unlink(connection, person)

    def ways(self, channel: str, channels: Collection[str]) -> dict[int, str]:
        """Messages that wait on a channel with an answer for somebody who is linked with one of these: where to send it.

        By their numbers; none that was moved before.
        """
        if not channels:
            return {}
        with self._using() as connection:
            return {row[0]: row[1] for row in run(connection, _WAYS, channel, as_json(sorted(channels)))}

    def move(self, number: int, conversation: str, blocks: Sequence[Block]) -> bool:
        """A message that waits goes to another conversation instead, with these words, once; False when it can't."""
        with self._writing(durable=True) as connection:
            sql = (
                "UPDATE OR IGNORE outbox SET channel = ?, conversation = ?, blocks = ?, data = '', moved = 1"
                " WHERE id = ? AND state = 'waiting' AND moved = 0"
            )
            values = (conversation.partition(":")[0], conversation, blocks_as_json(blocks), bounded(number))
            return run(connection, sql, *values).rowcount == 1


def unlink(connection: sqlite3.Connection, person: str) -> bool:
    """Take a person out of her circle, within a transaction; whoever is left alone in it isn't linked either."""
    run(connection, "DELETE FROM link_codes WHERE person = ?", person)
    row = run(connection, "SELECT circle FROM links WHERE person = ?", person).fetchone()
    if row is None:
        return False
    run(connection, "DELETE FROM links WHERE person = ?", person)
    sql = "DELETE FROM links WHERE circle = ? AND (SELECT COUNT(*) FROM links WHERE circle = ?) = 1"
    run(connection, sql, row["circle"], row["circle"])
    return True
