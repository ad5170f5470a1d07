"""What is kept of people, forgotten on request and after a time; the counts of questions stay."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import ElapsedTime, LoggedQuestion, MonthlyCount, StoredDataSummary
from bot.store import elapsed_time
from bot.store.database import MANY, Part, Statements, places
from bot.store.links import unlink
from bot.store.questions import recorded_of
from bot.store.web_conversations import expire_talks, forget_talk

_TALLIED = (
    "INSERT INTO tally (month, decision, entry, asked, chosen, useful, useless)"
    # each database defines china_month: YYYY-MM where the askers live
    " SELECT china_month(asked), decision, CASE decision WHEN 'answer' THEN entry ELSE chosen END,"
    " COUNT(*), COUNT(CASE WHEN chosen != '' THEN 1 END), COUNT(CASE WHEN useful = 1 THEN 1 END),"
    " COUNT(CASE WHEN useful = 0 THEN 1 END) FROM questions WHERE {} GROUP BY 1, 2, 3"
    " ON CONFLICT (month, decision, entry) DO UPDATE SET asked = tally.asked + excluded.asked,"
    " chosen = tally.chosen + excluded.chosen, useful = tally.useful + excluded.useful,"
    " useless = tally.useless + excluded.useless"
)

_OWNED = (
    "SELECT COUNT(*) FROM questions WHERE asker = ?",
    "SELECT COUNT(*) FROM handovers WHERE asker = ?",
    "SELECT COUNT(*) FROM downloads WHERE asker = ?",
)
_REMEMBERED = (
    "SELECT COUNT(*) FROM conversations WHERE key IN ({})",
    "SELECT COUNT(*) FROM drafts WHERE conversation IN ({})",
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
    " UNION ALL SELECT MAX(updated) FROM conversations) AS heard"
)


class Privacy(Part):
    """Implements bot.ports.Privacy."""

    def stored_data(self, asker: str) -> StoredDataSummary:
        """How much is kept of an asker."""
        with self._db.reading() as work:
            return _kept(work, asker)

    def questions_by(self, asker: str) -> tuple[LoggedQuestion, ...]:
        """The recorded questions of an asker, oldest first."""
        with self._db.reading() as work:
            return tuple(map(recorded_of, work.run("SELECT * FROM questions WHERE asker = ? ORDER BY id", asker)))

    def forget(self, asker: str) -> StoredDataSummary:
        """Delete what is kept of an asker, its counts stay; returns how much it was."""
        with self._db.writing(durable=True, alone="inquiries") as work:
            kept = _kept(work, asker)
            spoken = _places(work, asker)
            work.run(_TALLIED.format("asker = ?"), asker)
            work.run("DELETE FROM questions WHERE asker = ?", asker)
            sql = "SELECT DISTINCT inquiry FROM handovers WHERE asker = ?"
            inquiries = [row[0] for row in work.run(sql, asker).fetchall()]
            work.run("DELETE FROM handovers WHERE asker = ?", asker)
            _reword(work, inquiries)
            work.run("UPDATE downloads SET asker = '', conversation = '' WHERE asker = ?", asker)
            # what was set aside names nobody in a column of its own; a stranger's digits cost an unread message at most
            sql = "DELETE FROM inbox WHERE reason != '' AND replace(payload, ?, '') != payload"
            work.run(sql, asker.partition(":")[2] or asker)
            unlink(work, asker)
            for place in spoken:
                for statement in _FORGET:
                    work.run(statement, place)
                _unsend(work, place)
                forget_talk(work, place)
        return kept

    def elapsed_time(self, now: float) -> ElapsedTime:
        """How much time was seen to pass, after a look at a clock that says `now` (Unix time, seconds)."""
        with self._db.writing(alone="looks") as work:
            row = work.run("SELECT until, looked, steady FROM looks").fetchone()
            if row is None:  # the first look: the last that was heard of anybody says what time it was
                last = min(work.run(_LAST).fetchone()[0] or now, now)
                row = (last, last, 0.0)
            looks = elapsed_time.observe(elapsed_time.ClockState(*row), now)
            sql = "INSERT INTO looks (id, until, looked, steady) VALUES (1, ?, ?, ?) ON CONFLICT (id)"
            sql += " DO UPDATE SET until = excluded.until, looked = excluded.looked, steady = excluded.steady"
            work.run(sql, looks.until, looks.looked, looks.steady)
        return elapsed_time.elapsed(looks)

    def expire(self, before: float) -> int:
        """Delete questions, conversations and drafts older than `before` (Unix time, seconds); returns how many.

        Questions for a person as old go unless they wait for an answer, answered inquiries when none of them is left, and
        the keys of answered messages, and what was set aside. Unanswered messages and the counts of questions stay.
        """
        with self._db.writing(alone="inquiries") as work:
            work.run(_TALLIED.format("asked < ?"), before)
            deleted = work.run("DELETE FROM questions WHERE asked < ?", before).rowcount
            deleted += work.run("DELETE FROM conversations WHERE updated < ?", before).rowcount
            deleted += work.run("DELETE FROM drafts WHERE updated < ?", before).rowcount
            deleted += work.run("DELETE FROM edit_drafts WHERE updated < ?", before).rowcount
            sql = "SELECT DISTINCT inquiry FROM handovers WHERE asked < ? AND state != 'open'"
            inquiries = [row[0] for row in work.run(sql, before).fetchall()]
            sql = "DELETE FROM handovers WHERE asked < ? AND state != 'open'"
            deleted += work.run(sql, before).rowcount
            _reword(work, inquiries)
            work.run("DELETE FROM action_tokens WHERE used < ?", before)
            work.run("DELETE FROM inbox WHERE (payload IS NULL OR reason != '') AND received < ?", before)
            work.run("DELETE FROM link_codes WHERE expires < ?", self._db.clock())
            deleted += expire_talks(work, before, self._db.clock())
        return deleted

    def tallies(self) -> tuple[MonthlyCount, ...]:
        """The counts of questions that are no longer kept, by month, decision and entry."""
        with self._db.reading() as work:
            return tuple(MonthlyCount(*row) for row in work.run("SELECT * FROM tally ORDER BY month, decision, entry"))


def _kept(work: Statements, asker: str) -> StoredDataSummary:
    owned = [int(work.run(count, asker).fetchone()[0]) for count in _OWNED]
    spoken = _places(work, asker)
    return StoredDataSummary(*owned, *(_among(work, count, spoken) for count in _REMEMBERED))


def _among(work: Statements, count: str, values: Sequence[str]) -> int:
    """What a statement counts among any number of values."""
    parts = [values[start : start + MANY] for start in range(0, len(values), MANY)]
    return sum(int(work.run(count.format(places(len(part))), *part).fetchone()[0]) for part in parts)


def _places(work: Statements, asker: str) -> list[str]:
    """The conversations of an asker: each is hers alone, also in a group."""
    return sorted({asker, *(row[0] for row in work.run(_PLACES, asker, asker, asker))})


def _reword(work: Statements, inquiries: list[int]) -> None:
    """Inquiries get the wording of their oldest question that is left; those without any go."""
    for number in inquiries:
        oldest = work.run("SELECT text FROM handovers WHERE inquiry = ? ORDER BY id LIMIT 1", number).fetchone()
        if oldest is None:
            work.run('DELETE FROM inquiries WHERE id = ? OR "into" = ?', number, number)
        else:
            work.run('UPDATE inquiries SET text = ? WHERE id = ? OR "into" = ?', oldest["text"], number, number)


def _unsend(work: Statements, place: str) -> None:
    """Messages to a conversation say and name it no more; those that wait are given up."""
    sql = "DELETE FROM posted WHERE message IN (SELECT id FROM outbox WHERE conversation = ?)"
    work.run(sql, place)
    sql = (
        "UPDATE outbox SET conversation = '', blocks = '[]', buttons = '[]',"
        " state = CASE state WHEN 'waiting' THEN 'given up' ELSE state END WHERE conversation = ?"
    )
    work.run(sql, place)
