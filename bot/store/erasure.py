"""What is kept of people in the SQLite file, forgotten on request and after a time; the counts of questions stay."""

from __future__ import annotations

import sqlite3

from bot.model import LoggedQuestion, MonthlyCount, Passed, StoredDataSummary
from bot.store import passing
from bot.store.database import as_json, run
from bot.store.inquiries import SqliteInquiries, recorded_of
from bot.store.links import unlink
from bot.store.web import expire_talks, forget_talk

_TALLIED = (
    "INSERT INTO tally (month, decision, entry, asked, chosen, useful, useless)"
    # where the askers live: UTC+8
    " SELECT strftime('%Y-%m', asked + 28800, 'unixepoch'), decision, CASE decision WHEN 'answer' THEN entry ELSE chosen END,"
    " COUNT(*), SUM(chosen != ''), SUM(useful IS 1), SUM(useful IS 0) FROM questions WHERE {} GROUP BY 1, 2, 3"
    " ON CONFLICT (month, decision, entry) DO UPDATE SET asked = asked + excluded.asked, chosen = chosen + excluded.chosen,"
    " useful = useful + excluded.useful, useless = useless + excluded.useless"
)

_OWNED = (
    "SELECT COUNT(*) FROM questions WHERE asker = ?",
    "SELECT COUNT(*) FROM handovers WHERE asker = ?",
    "SELECT COUNT(*) FROM downloads WHERE asker = ?",
)
_REMEMBERED = (
    "SELECT COUNT(*) FROM conversations WHERE key IN (SELECT value FROM json_each(?))",
    "SELECT COUNT(*) FROM drafts WHERE conversation IN (SELECT value FROM json_each(?))",
)
_PLACES = (
    "SELECT conversation FROM questions WHERE asker = ? UNION SELECT conversation FROM handovers WHERE asker = ?"
    " UNION SELECT conversation FROM downloads WHERE asker = ?"
)
_FORGET = (
    "DELETE FROM conversations WHERE key = ?",
    "DELETE FROM drafts WHERE conversation = ?",
    "DELETE FROM edit_drafts WHERE conversation = ?",
    "DELETE FROM progress WHERE key = ?",
)


_LAST = (
    "SELECT MAX(at) FROM (SELECT MAX(asked) AS at FROM questions UNION ALL SELECT MAX(received) FROM inbox"
    " UNION ALL SELECT MAX(updated) FROM conversations)"
)


class SqlitePrivacy(SqliteInquiries):
    """Implements bot.ports.Privacy."""

    def kept(self, asker: str) -> StoredDataSummary:
        """How much is kept of an asker."""
        with self._using() as connection:
            return _kept(connection, asker)

    def questions_by(self, asker: str) -> tuple[LoggedQuestion, ...]:
        """The recorded questions of an asker, oldest first."""
        with self._using() as connection:
            return tuple(map(recorded_of, run(connection, "SELECT * FROM questions WHERE asker = ? ORDER BY id", asker)))

    def forget(self, asker: str) -> StoredDataSummary:
        """Delete what is kept of an asker, its counts stay; returns how much it was."""
        with self._writing(durable=True) as connection:
            kept = _kept(connection, asker)
            places = _places(connection, asker)
            run(connection, _TALLIED.format("asker = ?"), asker)
            run(connection, "DELETE FROM questions WHERE asker = ?", asker)
            sql = "SELECT DISTINCT inquiry FROM handovers WHERE asker = ?"
            inquiries = [row[0] for row in run(connection, sql, asker).fetchall()]
            run(connection, "DELETE FROM handovers WHERE asker = ?", asker)
            _reword(connection, inquiries)
            run(connection, "UPDATE downloads SET asker = '', conversation = '' WHERE asker = ?", asker)
            # what was set aside names nobody in a column of its own; a stranger's digits cost an unread message at most
            sql = "DELETE FROM inbox WHERE reason != '' AND instr(payload, ?)"
            run(connection, sql, asker.partition(":")[2] or asker)
            unlink(connection, asker)
            for place in places:
                for statement in _FORGET:
                    run(connection, statement, place)
                _unsend(connection, place)
                forget_talk(connection, place)
        return kept

    def passed(self, now: float) -> Passed:
        """How much time was seen to pass, after a look at a clock that says `now` (Unix time, seconds)."""
        with self._writing() as connection:
            row = run(connection, "SELECT until, looked, steady FROM looks").fetchone()
            if row is None:  # the first look: the last that was heard of anybody says what time it was
                last = min(run(connection, _LAST).fetchone()[0] or now, now)
                row = (last, last, 0.0)
            looks = passing.look(passing.Looks(*row), now)
            sql = "INSERT OR REPLACE INTO looks (id, until, looked, steady) VALUES (1, ?, ?, ?)"
            run(connection, sql, looks.until, looks.looked, looks.steady)
        return passing.passed(looks)

    def expire(self, before: float) -> int:
        """Delete questions, conversations and drafts older than `before` (Unix time, seconds); returns how many.

        Questions for a person as old go unless they wait for an answer, answered inquiries when none of them is left, and
        the keys of answered messages, and what was set aside. Unanswered messages and the counts of questions stay.
        """
        with self._writing() as connection:
            run(connection, _TALLIED.format("asked < ?"), before)
            deleted = run(connection, "DELETE FROM questions WHERE asked < ?", before).rowcount
            deleted += run(connection, "DELETE FROM conversations WHERE updated < ?", before).rowcount
            deleted += run(connection, "DELETE FROM drafts WHERE updated < ?", before).rowcount
            deleted += run(connection, "DELETE FROM edit_drafts WHERE updated < ?", before).rowcount
            sql = "SELECT DISTINCT inquiry FROM handovers WHERE asked < ? AND state != 'open'"
            inquiries = [row[0] for row in run(connection, sql, before).fetchall()]
            sql = "DELETE FROM handovers WHERE asked < ? AND state != 'open'"
            deleted += run(connection, sql, before).rowcount
            _reword(connection, inquiries)
            run(connection, "DELETE FROM action_tokens WHERE used < ?", before)
            run(connection, "DELETE FROM inbox WHERE (payload IS NULL OR reason != '') AND received < ?", before)
            run(connection, "DELETE FROM link_codes WHERE expires < ?", self._clock())
            deleted += expire_talks(connection, before, self._clock())
        return deleted

    def tallies(self) -> tuple[MonthlyCount, ...]:
        """The counts of questions that are no longer kept, by month, decision and entry."""
        with self._using() as connection:
            return tuple(MonthlyCount(*row) for row in run(connection, "SELECT * FROM tally ORDER BY month, decision, entry"))


def _kept(connection: sqlite3.Connection, asker: str) -> StoredDataSummary:
    owned = [int(run(connection, count, asker).fetchone()[0]) for count in _OWNED]
    places = as_json(_places(connection, asker))
    remembered = [int(run(connection, count, places).fetchone()[0]) for count in _REMEMBERED]
    return StoredDataSummary(*owned, *remembered)


def _places(connection: sqlite3.Connection, asker: str) -> list[str]:
    """The conversations of an asker: each is hers alone, also in a group."""
    return sorted({asker, *(row[0] for row in run(connection, _PLACES, asker, asker, asker))})


def _reword(connection: sqlite3.Connection, inquiries: list[int]) -> None:
    """Inquiries get the wording of their oldest question that is left; those without any go."""
    for number in inquiries:
        oldest = run(connection, "SELECT text FROM handovers WHERE inquiry = ? ORDER BY id LIMIT 1", number).fetchone()
        if oldest is None:
            run(connection, 'DELETE FROM inquiries WHERE id = ? OR "into" = ?', number, number)
        else:
            run(connection, 'UPDATE inquiries SET text = ? WHERE id = ? OR "into" = ?', oldest["text"], number, number)


def _unsend(connection: sqlite3.Connection, place: str) -> None:
    """Messages to a conversation say and name it no more; those that wait are given up."""
    sql = "DELETE FROM posted WHERE message IN (SELECT id FROM outbox WHERE conversation = ?)"
    run(connection, sql, place)
    sql = (
        "UPDATE outbox SET conversation = '', blocks = '[]', buttons = '[]',"
        " state = CASE state WHEN 'waiting' THEN 'given up' ELSE state END WHERE conversation = ?"
    )
    run(connection, sql, place)
