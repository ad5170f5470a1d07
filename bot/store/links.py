"""Which keys of channels are one person's, as she has said herself.

Those who are linked share a circle. A code is kept by its digest alone and is spent in the transaction that links.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Sequence

from bot.model import Block, Link
from bot.store.database import Part, Statements, bounded, places
from bot.store.outbox import blocks_as_json

_ANSWERS = (
    "SELECT id, about FROM outbox WHERE channel = ? AND state = 'waiting' AND moved = 0"
    " AND about LIKE '[\"answer\",%' ORDER BY id"
)
_WAY = (
    "SELECT other.conversation FROM handovers JOIN links AS own ON own.person = handovers.asker"
    " JOIN links AS other ON other.circle = own.circle AND other.person != own.person"
    " WHERE handovers.id = ? AND other.channel IN ({}) ORDER BY other.since DESC, other.person DESC LIMIT 1"
)


_LINKED = (
    "INSERT INTO links (person, channel, conversation, circle, since) VALUES (?, ?, ?, ?, ?) ON CONFLICT (person) DO UPDATE SET"
    " channel = excluded.channel, conversation = excluded.conversation, circle = excluded.circle, since = excluded.since"
)


class Links(Part):
    """Implements bot.ports.Links."""

    def offer_code(self, digest: str, person: str, conversation: str, expires: float) -> None:
        """Keep the digest of a code that a person was shown, in place of an earlier one of hers."""
        with self._db.writing(durable=True) as work:
            work.run("DELETE FROM link_codes WHERE person = ? OR expires <= ?", person, self._db.clock())
            sql = "INSERT INTO link_codes (digest, person, conversation, expires) VALUES (?, ?, ?, ?)"
            work.run(sql, digest, person, conversation, expires)

    def drop_code(self, digest: str) -> bool:
        """That code is worth nothing any more; False when it wasn't worth anything before."""
        with self._db.writing(durable=True) as work:
            sql = "DELETE FROM link_codes WHERE digest = ? AND expires > ?"
            return work.run(sql, digest, self._db.clock()).rowcount == 1

    def spend_code(self, digest: str, person: str, conversation: str) -> Link | None:
        """Link a person with the one who was shown that code, who is returned; None for one that is unknown or too old.

        Her own code is returned unspent.
        """
        with self._db.writing(durable=True, alone="links") as work:
            sql = "SELECT person, conversation FROM link_codes WHERE digest = ? AND expires > ?"
            shown = work.run(sql, digest, self._db.clock()).fetchone()
            if shown is None:
                return None
            other = Link(shown["person"], shown["conversation"], self._db.clock())
            if other.person == person:
                return other
            work.run("DELETE FROM link_codes WHERE digest = ?", digest)
            circle = secrets.token_hex(8)
            for who, where in ((other.person, other.conversation), (person, conversation)):
                old = work.run("SELECT circle FROM links WHERE person = ?", who).fetchone()
                if old is not None:  # whoever was linked with either is linked with both
                    work.run("UPDATE links SET circle = ? WHERE circle = ?", circle, old["circle"])
                work.run(_LINKED, who, who.partition(":")[0], where, circle, other.since)
            return other

    def links(self, person: str) -> tuple[Link, ...]:
        """The others that are linked with a person, those linked last first."""
        with self._db.reading() as work:
            sql = (
                "SELECT person, conversation, since FROM links"
                " WHERE circle = (SELECT circle FROM links WHERE person = ?) AND person != ? ORDER BY since DESC, person"
            )
            return tuple(Link(*row) for row in work.run(sql, person, person))

    def unlink(self, person: str) -> bool:
        """A person is linked with nobody any more; False when she wasn't."""
        with self._db.writing(durable=True) as work:
            return unlink(work, person)

    def ways(self, channel: str, channels: Collection[str]) -> dict[int, str]:
        """Messages that wait on a channel with an answer for somebody who is linked with one of these: where to send it.

        By their numbers; none that was moved before.
        """
        if not channels:
            return {}
        sql, found = _WAY.format(places(len(channels))), {}
        with self._db.reading() as work:
            for number, about in work.run(_ANSWERS, channel).fetchall():
                way = work.run(sql, bounded(json.loads(about)[1]), *channels).fetchone()
                if way is not None:
                    found[int(number)] = str(way[0])
        return found

    def move(self, number: int, conversation: str, blocks: Sequence[Block]) -> bool:
        """A message that waits goes to another conversation instead, with these words, once; False when it can't."""
        with self._db.writing(durable=True) as work:
            sql = (
                "UPDATE outbox SET channel = ?, conversation = ?, blocks = ?, data = '', moved = 1"
                " WHERE id = ? AND state = 'waiting' AND moved = 0"
                " AND NOT EXISTS (SELECT 1 FROM outbox AS there WHERE there.channel = ? AND there.key = outbox.key)"
            )
            channel = conversation.partition(":")[0]
            values = (channel, conversation, blocks_as_json(blocks), bounded(number), channel)
            return work.run(sql, *values).rowcount == 1


def unlink(work: Statements, person: str) -> bool:
    """Take a person out of her circle, within a transaction; whoever is left alone in it isn't linked either."""
    work.run("DELETE FROM link_codes WHERE person = ?", person)
    row = work.run("SELECT circle FROM links WHERE person = ?", person).fetchone()
    if row is None:
        return False
    work.run("DELETE FROM links WHERE person = ?", person)
    sql = "DELETE FROM links WHERE circle = ? AND (SELECT COUNT(*) FROM links WHERE circle = ?) = 1"
    work.run(sql, row["circle"], row["circle"])
    return True
