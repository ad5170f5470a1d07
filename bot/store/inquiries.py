"""Questions left for a person, and the inquiries that they belong to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from bot.model import Handover, Inquiry, LoggedQuestion, OutboxMessage, Question
from bot.store.database import LARGEST, MANY, Part, Row, Statements, as_json, bounded, places
from bot.store.outbox import queue
from bot.store.questions import number_of, recorded_of
from bot.store.row_mapping import is_same_question, read_recorded, unnamed

SAVED = ("text", "state", "answer", "entry", "who", "decided", "due", "round", "assigned", "proposed")
"""What of an inquiry can be replaced, in the order of the statement below."""
_SAVE = (
    "UPDATE inquiries SET text = ?, state = ?, answer = ?, entry = ?, who = ?, decided = ?, due = ?, round = ?, assigned = ?,"
    " proposed = ?, changes = changes + 1 WHERE id = ? AND changes = ?"
)
_ASKED_FOR = (
    "UPDATE handovers SET kind = 'human', state = CASE WHEN state IN ('withdrawn', 'settled') THEN 'open'"
    " WHEN state IN ('answered', 'refused') THEN 'again' ELSE state END WHERE id = ?"
)
_LEFT = "UPDATE handovers SET state = 'withdrawn', wire = '' WHERE id = ? AND text != ? AND state IN ('open', 'again')"
"""In other words it may be another question: it gets a number of its own, and nobody waits under the old one any more."""
_COUNTED = (
    "SELECT inquiries.*,"
    " (SELECT COUNT(*) FROM handovers WHERE inquiry = inquiries.id) AS askings,"
    " (SELECT COUNT(DISTINCT channel || ' ' || conversation) FROM handovers WHERE inquiry = inquiries.id AND state = 'open')"
    " AS waiting,"
    " (SELECT COALESCE(MIN(asked), 0) FROM handovers WHERE inquiry = inquiries.id AND state = 'open') AS since"
    " FROM inquiries"
)


class Inquiries(Part):
    """Implements bot.ports.InquiryStore, with the outbox beside it."""

    def hand_over(self, question: Question, context: int = 5, kind: str = "human", record: int = 0) -> Handover:
        """Leave a question for a person, on the disk when this returns: the asker was told that someone will see it.

        It carries up to `context` questions of the conversation before it, and itself when it was recorded. The same
        channel and wire again returns the first one; asked for a person now, it is of that kind and open again, or in other
        words a new one, and the first is withdrawn.
        """
        question = unnamed(question)
        with self._db.writing(durable=True, alone="inquiries") as work:
            sql = "SELECT * FROM handovers WHERE wire != '' AND channel = ? AND wire = ?"
            row = work.run(sql, question.channel, question.wire).fetchone()
            if row is not None and kind == "human" and work.run(_LEFT, row["id"], question.text).rowcount:
                row = None
            if row is None:
                number = self._insert_handover(work, question, max(context, 0), (kind, record))
            else:
                number = row["id"]
                if kind == "human":
                    work.run(_ASKED_FOR, number)
            row = work.run("SELECT * FROM handovers WHERE id = ?", number).fetchone()
        return _handover(row)

    def _insert_handover(self, work: Statements, question: Question, context: int, why: tuple[str, int]) -> int:
        kind, record = why
        record = bounded(record) or number_of(work, question) or 0
        row = work.run("SELECT asked FROM questions WHERE id = ?", record).fetchone() if kind != "human" else None
        past = [asdict(kept) for kept in _context(work, question, context)]
        work.run("UPDATE questions SET heard = 1 WHERE id = ?", record)
        row = work.run(
            "INSERT INTO handovers (asked, channel, conversation, asker, wire, text, context, kind, record)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            *(row[0] if row else self._db.clock(), question.channel, question.conversation, question.asker, question.wire),
            *(question.text, as_json(past), kind, record),
        ).fetchone()
        return int(row[0])

    def handovers(self, state: str = "open", kind: str = "human") -> tuple[Handover, ...]:
        """Questions for a person in that state and of that kind (empty: any), oldest first."""
        sql = "SELECT * FROM handovers WHERE state = ? AND (kind = ? OR ? = '') ORDER BY id"
        return self._handovers(sql, state, kind, kind)

    def handover(self, number: int) -> Handover | None:
        """A question for a person, or None."""
        return next(iter(self._handovers("SELECT * FROM handovers WHERE id = ?", bounded(number))), None)

    def handovers_by(self, asker: str) -> tuple[Handover, ...]:
        """The questions for a person of one asker, oldest first."""
        return self._handovers("SELECT * FROM handovers WHERE asker = ? ORDER BY id", asker)

    def unplaced(self, limit: int) -> tuple[Handover, ...]:
        """Open questions that belong to no inquiry yet, and those asked again, oldest first."""
        sql = "SELECT * FROM handovers WHERE (inquiry = 0 AND state = 'open') OR state = 'again' ORDER BY id LIMIT ?"
        return self._handovers(sql, limit)

    def askings(self, *inquiries: int) -> tuple[Handover, ...]:
        """The questions in these inquiries, oldest first."""
        wanted = sorted({bounded(number) for number in inquiries})
        found: list[Handover] = []
        for part in (wanted[start : start + MANY] for start in range(0, len(wanted), MANY)):
            found += self._handovers(f"SELECT * FROM handovers WHERE inquiry IN ({places(len(part))}) ORDER BY id", *part)
        return tuple(sorted(found, key=lambda one: one.id))

    def _handovers(self, sql: str, *values: str | int) -> tuple[Handover, ...]:
        with self._db.reading() as work:
            return tuple(map(_handover, work.run(sql, *values).fetchall()))

    def unhandled_questions(self, picked_by: float, limit: int) -> tuple[LoggedQuestion, ...]:
        """Recorded questions that ought to be for a person and aren't, oldest first."""
        sql = (
            # as the index questions_unheard has it: all that was ever asked would be too much to look through
            "SELECT * FROM questions WHERE heard = 0 AND asking != 0 AND (decision = 'unknown'"
            " OR useful = 0 OR (decision = 'choose' AND chosen = '' AND useful IS NULL))"
            " AND (decision != 'choose' OR useful = 0 OR asked < ?) ORDER BY id LIMIT ?"
        )
        with self._db.reading() as work:
            return tuple(map(recorded_of, work.run(sql, picked_by, limit).fetchall()))

    # ---------------------------------------------------------------- inquiries

    def place(self, number: int, inquiry: int = 0) -> int:
        """Put a question in an inquiry, 0: a new one that it opens; one that is placed already stays where it is."""
        with self._db.writing(durable=True, alone="inquiries") as work:
            row = work.run("SELECT * FROM handovers WHERE id = ?", bounded(number)).fetchone()
            if row is None or row["inquiry"]:
                return int(row["inquiry"]) if row else 0
            gone = work.run('SELECT "into" FROM inquiries WHERE id = ?', bounded(inquiry)).fetchone()
            inquiry = gone[0] or inquiry if gone else inquiry  # merged in the meantime
            if not inquiry:
                inquiry = _opened(work, row)
            work.run("UPDATE handovers SET inquiry = ? WHERE id = ?", bounded(inquiry), row["id"])
        return inquiry

    def inquiry(self, number: int) -> Inquiry | None:
        """An inquiry, or None."""
        with self._db.reading() as work:
            row = work.run(_COUNTED + " WHERE id = ?", bounded(number)).fetchone()
        return Inquiry(**dict(row)) if row else None

    def inquiries(self, *states: str) -> tuple[Inquiry, ...]:
        """The inquiries in these states, oldest first."""
        sql = f"{_COUNTED} WHERE state IN ({places(len(states))}) ORDER BY id"
        with self._db.reading() as work:
            return tuple(Inquiry(**dict(row)) for row in work.run(sql, *states).fetchall())

    def owed(self) -> tuple[Inquiry, ...]:
        """The inquiries that are answered or refused and that somebody still waits for, oldest first."""
        waited = "id IN (SELECT inquiry FROM handovers WHERE handovers.state = 'open')"
        with self._db.reading() as work:
            sql = f"{_COUNTED} WHERE {waited} AND state IN ('answered', 'refused') ORDER BY id"
            return tuple(Inquiry(**dict(row)) for row in work.run(sql).fetchall())

    def worded_after(self, number: int, limit: int) -> tuple[tuple[int, str], ...]:
        """Number and text of the first `limit` questions for a person after a number, ascending."""
        sql = "SELECT id, text FROM handovers WHERE id > ? ORDER BY id LIMIT ?"
        with self._db.reading() as work:
            return tuple((row[0], row[1]) for row in work.run(sql, bounded(number), limit).fetchall())

    def wordings(self, among: Sequence[int], *states: str) -> tuple[tuple[int, str], ...]:
        """The wordings of the inquiries in these states that hold one of the questions `among`.

        Each with the inquiry's number, once, oldest first.
        """
        held = "SELECT inquiry FROM handovers WHERE id IN ({})"
        sql = (
            "SELECT inquiry, text FROM handovers WHERE inquiry IN (SELECT id FROM inquiries"
            f" WHERE id IN ({held.format(places(len(among)))}) AND state IN ({places(len(states))}))"
            " GROUP BY inquiry, text ORDER BY MIN(id)"
        )
        with self._db.reading() as work:
            return tuple((row[0], row[1]) for row in work.run(sql, *map(bounded, among), *states).fetchall())

    def save_inquiry(self, inquiry: Inquiry) -> bool:
        """Replace an inquiry, on the disk when this returns; False when it was changed since it was read, or is gone."""
        values = [getattr(inquiry, name) for name in SAVED]
        with self._db.writing(durable=True) as work:
            return work.run(_SAVE, *values, bounded(inquiry.id), inquiry.changes).rowcount == 1

    def merge(self, inquiry: int, into: int) -> bool:
        """Move every question of an inquiry to another; False when either is gone or merged already, or they are the same."""
        one, other = bounded(inquiry), bounded(into)
        with self._db.writing(durable=True, alone="inquiries") as work:
            sql = "SELECT COUNT(*) FROM inquiries WHERE id IN (?, ?) AND state != 'merged'"
            if one == other or work.run(sql, one, other).fetchone()[0] != 2:
                return False
            work.run("UPDATE handovers SET inquiry = ? WHERE inquiry = ?", other, one)
            sql = "UPDATE inquiries SET state = 'merged', \"into\" = ?, changes = changes + 1 WHERE id = ?"
            work.run(sql, other, one)
            work.run('UPDATE inquiries SET "into" = ? WHERE "into" = ?', other, one)
        return True

    def mark(self, numbers: Sequence[int], state: str) -> None:
        """Set the state of questions for a person; unknown numbers are ignored."""
        with self._db.writing(durable=True) as work:
            _mark(work, numbers, state)

    def tell(self, message: OutboxMessage, numbers: Sequence[int], state: str) -> None:
        """Queue a message and set the state of the questions that it answers, both or neither; a key again queues nothing."""
        with self._db.writing(durable=True) as work:
            queue(work, message, self._db.clock())
            _mark(work, numbers, state)


def _opened(work: Statements, handover: Row) -> int:
    """A new inquiry; it has the number of the question that opens it, so that asker and admin speak of the same one."""
    columns, values = ["opened", "text"], [handover["asked"], handover["text"]]
    if work.run("SELECT 1 FROM inquiries WHERE id = ?", handover["id"]).fetchone() is None:
        columns, values = ["id", *columns], [handover["id"], *values]
    sql = f"INSERT INTO inquiries ({', '.join(columns)}) VALUES ({places(len(values))}) RETURNING id"
    return int(work.run(sql, *values).fetchone()[0])


def _mark(work: Statements, numbers: Sequence[int], state: str) -> None:
    for number in numbers:
        work.run("UPDATE handovers SET state = ? WHERE id = ?", state, bounded(number))


def _context(work: Statements, question: Question, limit: int) -> tuple[LoggedQuestion, ...]:
    """Up to `limit` questions of the conversation before this one, oldest first, and this one when it was recorded."""
    last = number_of(work, question) or LARGEST
    sql = "SELECT * FROM questions WHERE conversation = ? AND id <= ? ORDER BY id DESC LIMIT ?"
    newest_first = [recorded_of(row) for row in work.run(sql, question.conversation, last, limit + 1)]
    if not newest_first or not is_same_question(newest_first[0], question):
        newest_first = newest_first[:limit]
    return tuple(reversed(newest_first))


def _handover(row: Row) -> Handover:
    context = tuple(read_recorded(values) for values in json.loads(row["context"]))
    return Handover(
        *(row["id"], row["asked"], row["channel"], row["conversation"], row["asker"], row["text"]),
        context=context,
        state=row["state"],
        kind=row["kind"],
        inquiry=row["inquiry"],
        record=row["record"],
    )
