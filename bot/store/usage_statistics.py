"""What was asked and taken in a span of time, and which suggestions were decided: for numbers, reports and suggestions."""

from __future__ import annotations

import json
from dataclasses import replace

from bot.model import ChannelLoad, DownloadRecord, LoggedQuestion
from bot.store.database import Part
from bot.store.row_mapping import read_recorded


class Statistics(Part):
    """Implements bot.ports.StatisticsStore."""

    def asked_between(self, since: float, until: float) -> tuple[LoggedQuestion, ...]:
        """Questions recorded from `since` on and before `until` (Unix time, seconds), oldest first."""
        with self._db.reading() as work:
            rows = work.run("SELECT * FROM questions WHERE asked >= ? AND asked < ? ORDER BY id", since, until)
            return tuple(read_recorded(dict(row) | {"choices": json.loads(row["choices"])}) for row in rows)

    def taken_between(self, since: float, until: float) -> tuple[DownloadRecord, ...]:
        """Downloads in that span, oldest first."""
        with self._db.reading() as work:
            rows = work.run(
                "SELECT document, version, format, channel, conversation, asker, wire, taken FROM downloads"
                " WHERE taken >= ? AND taken < ? ORDER BY id",
                *(since, until),
            )
            return tuple(DownloadRecord(*row) for row in rows)

    def last_asked(self) -> dict[str, float]:
        """When each entry was answered or picked last (Unix time, seconds); those that never were are left out."""
        with self._db.reading() as work:
            rows = work.run(
                "SELECT entry, MAX(asked) FROM (SELECT entry, asked FROM questions WHERE decision = 'answer'"
                " UNION ALL SELECT chosen, asked FROM questions WHERE chosen != '') AS met GROUP BY entry",
            )
            return {str(row[0]): float(row[1]) for row in rows if row[0]}

    def entries_asked(self, since: float) -> dict[str, int]:
        """How often each entry was answered or picked from then on (Unix time, seconds); those that never were are left out."""
        given = "CASE WHEN chosen != '' THEN chosen WHEN decision = 'answer' THEN entry ELSE '' END"
        with self._db.reading() as work:
            sql = f"SELECT {given} AS given, COUNT(*) FROM questions WHERE asked >= ? GROUP BY given"
            return {str(row[0]): int(row[1]) for row in work.run(sql, since) if row[0]}

    def decide_suggestion(self, entry: str, wording: str, accepted: bool, who: str) -> None:
        """Note what became of a phrasing that was suggested for an entry; the first decision stands."""
        with self._db.writing(durable=True) as work:
            work.run(
                "INSERT INTO suggestions (entry, wording, accepted, who, decided) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT DO NOTHING",
                *(entry, wording, int(accepted), who, self._db.clock()),
            )

    def decided_suggestions(self) -> tuple[tuple[str, str], ...]:
        """Entries with the wordings that were decided on for them, in the order of the decisions."""
        with self._db.reading() as work:
            rows = work.run("SELECT entry, wording FROM suggestions ORDER BY decided, rowid")
            return tuple((row[0], row[1]) for row in rows)

    def loads(self) -> tuple[ChannelLoad, ...]:
        """What the channels' inboxes and outboxes hold, by channel."""
        inboxes = (
            "SELECT channel, MAX(received), COUNT(CASE WHEN payload IS NOT NULL AND reason = '' THEN 1 END),"
            " COALESCE(MIN(CASE WHEN payload IS NOT NULL AND reason = '' THEN received END), 0),"
            " COUNT(CASE WHEN reason != '' THEN 1 END) FROM inbox GROUP BY channel"
        )
        found: dict[str, ChannelLoad] = {}
        with self._db.reading() as work:
            for channel, last, waiting, oldest, aside in work.run(inboxes).fetchall():
                name = channel.partition(":")[0]  # an inbox is named telegram:4711, by account
                one = found.get(name, ChannelLoad(name, 0.0, 0, 0.0, 0, 0))
                earliest = min(filter(None, (one.oldest, oldest)), default=0.0)
                found[name] = ChannelLoad(
                    name, max(one.last, last), one.waiting + waiting, earliest, one.unsent, one.aside + aside
                )
            for name, unsent in work.run("SELECT channel, COUNT(*) FROM outbox WHERE state = 'waiting' GROUP BY channel"):
                found[name] = replace(found.get(name, ChannelLoad(name, 0.0, 0, 0.0, 0, 0)), unsent=unsent)
        return tuple(found[name] for name in sorted(found))
