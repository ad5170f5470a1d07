"""What the console remembers for minutes: who has what open, and how far a table is that is looked into.

In the database rather than in a process, since several may serve the web and each request may reach another.
"""

from __future__ import annotations

import json
from dataclasses import replace

from bot.model import TableTrial
from bot.store.database import Part, as_json
from bot.store.row_mapping import storable

KEPT = 8 * 3600.0
"""Seconds after which what became of a table is forgotten."""


class WebConsole(Part):
    """Implements bot.ports.WebConsole."""

    def note_present(self, place: str, who: str, since: float) -> tuple[str, ...]:
        """Note that an admin has a place open; the others seen there after `since`, in the order in which they came."""
        now = self._db.clock()
        with self._db.writing() as work:
            work.run("DELETE FROM web_presence WHERE seen <= ?", since)
            sql = (
                "INSERT INTO web_presence (place, who, came, seen) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (place, who) DO UPDATE SET seen = excluded.seen"
            )
            work.run(sql, place, who, now, now)
            sql = "SELECT who FROM web_presence WHERE place = ? AND who != ? AND seen > ? ORDER BY came, who"
            return tuple(str(row["who"]) for row in work.run(sql, place, who, since))

    def present(self, since: float) -> tuple[tuple[str, str], ...]:
        """Each place with each one who was seen there after `since`, in the order in which they came."""
        with self._db.reading() as work:
            sql = "SELECT place, who FROM web_presence WHERE seen > ? ORDER BY came, who"
            return tuple((str(row["place"]), str(row["who"])) for row in work.run(sql, since))

    def note_left(self, place: str, who: str) -> None:
        """Note that an admin is done with a place."""
        with self._db.writing() as work:
            work.run("DELETE FROM web_presence WHERE place = ? AND who = ?", place, who)

    def keep_trial(self, session: str, trial: TableTrial) -> None:
        """Keep how far the newest table of a session is, seen now; what it was before is forgotten."""
        now = self._db.clock()
        with self._db.writing() as work:
            work.run("DELETE FROM web_trials WHERE seen < ?", now - KEPT)
            sql = (
                "INSERT INTO web_trials (session, name, begun, step, said, wrong, nonce, done, seen)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (session) DO UPDATE SET name = excluded.name,"
                " begun = excluded.begun, step = excluded.step, said = excluded.said, wrong = excluded.wrong,"
                " nonce = excluded.nonce, done = excluded.done, seen = excluded.seen"
            )
            said = storable(as_json(trial.said))
            values = (session, trial.name, trial.begun, trial.step, said, trial.wrong, trial.nonce, int(trial.done), now)
            work.run(sql, *values)

    def trial(self, session: str) -> TableTrial | None:
        """The newest table of a session, or None."""
        with self._db.reading() as work:
            row = work.run("SELECT * FROM web_trials WHERE session = ?", session).fetchone()
        if row is None:
            return None
        found = TableTrial(row["name"], row["begun"], row["step"], seen=row["seen"])
        return replace(
            found, said=tuple(json.loads(row["said"])), wrong=row["wrong"], nonce=row["nonce"], done=bool(row["done"])
        )
