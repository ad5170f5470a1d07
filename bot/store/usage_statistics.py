"""What was asked and taken in a span of time, and which suggestions were decided: for numbers, reports and suggestions."""

from __future__ import annotations

import json

from bot.model import ChannelLoad, DownloadRecord, LoggedQuestion
from bot.store.database import SqliteDatabase, run
from bot.store.row_mapping import read_recorded


class SqliteStatistics(SqliteDatabase):
    """Implements bot.ports.Figures."""

    def asked_between(self, since: float, until: float) -> tuple[LoggedQuestion, ...]:
        """Questions recorded from `since` on and before `until` (Unix time, seconds), oldest first."""
        with self._using() as connection:
            rows = run(connection, "SELECT * FROM questions WHERE asked >= ? AND asked < ? ORDER BY id", since, until)
            return tuple(read_recorded(dict(row) | {"choices": json.loads(row["choices"])}) for row in rows)

    def taken_between(self, since: float, until: float) -> tuple[DownloadRecord, ...]:
        """Downloads in that span, oldest first."""
        with self._using() as connection:
            rows = run(
                connection,
                "SELECT document, version, format, channel, conversation, asker, wire, taken FROM downloads"
                " WHERE taken >= ? AND taken < ? ORDER BY id",
                *(since, until),
            )
            return tuple(DownloadRecord(*row) for row in rows)

    def last_asked(self) -> dict[str, float]:
        """When each entry was answered or picked last (Unix time, seconds); those that never were are left out."""
        with self._using() as connection:
            rows = run(
                connection,
                "SELECT entry, MAX(asked) FROM (SELECT entry, asked FROM questions WHERE decision = 'answer'"
                " UNION ALL SELECT chosen, asked FROM questions WHERE chosen != '') GROUP BY entry",
            )
            return {str(row[0]): float(row[1]) for row in rows if row[0]}

    def decide_suggestion(self, entry: str, wording: str, accepted: bool, who: str) -> None:
        """Note what became of a phrasing that was suggested for an entry; the first decision stands."""
        with self._writing(durable=True) as connection:
            run(
                connection,
                "INSERT INTO suggestions (entry, wording, accepted, who, decided) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT DO NOTHING",
                *(entry, wording, int(accepted), who, self._clock()),
            )

    def decided_suggestions(self) -> tuple[tuple[str, str], ...]:
        """Entries with the wordings that were decided on for them, in the order of the decisions."""
        with self._using() as connection:
            rows = run(connection, "SELECT entry, wording FROM suggestions ORDER BY decided, rowid")
            return tuple((row[0], row[1]) for row in rows)

    def loads(self) -> tuple[ChannelLoad, ...]:
        """What the channels' inboxes and outboxes hold, by channel."""
        sql = (
            "SELECT name, SUM(last), SUM(waiting), SUM(oldest), SUM(unsent), SUM(aside) FROM ("
            # an inbox is named telegram:4711, by account; what is set aside has a reason
            " SELECT substr(channel, 1, instr(channel || ':', ':') - 1) AS name, MAX(received) AS last,"
            " COUNT(CASE WHEN payload IS NOT NULL AND reason = '' THEN 1 END) AS waiting,"
            " COALESCE(MIN(CASE WHEN payload IS NOT NULL AND reason = '' THEN received END), 0) AS oldest,"
            " 0 AS unsent, COUNT(CASE WHEN reason != '' THEN 1 END) AS aside FROM inbox GROUP BY 1"
            " UNION ALL SELECT channel, 0, 0, 0, COUNT(*), 0 FROM outbox WHERE state = 'waiting' GROUP BY 1"
            ") AS each_part GROUP BY name ORDER BY name"
        )
        with self._using() as connection:
            return tuple(ChannelLoad(*row) for row in run(connection, sql))
