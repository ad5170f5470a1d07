"""Questions left for a person, and the inquiries that they belong to, in the SQLite file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict

from bot.model import Handover, Inquiry, LoggedQuestion, OutboxMessage, Question
from bot.store.database import LARGEST, as_json, bounded, run
from bot.store.outbox import SqliteOutbox, queue
from bot.store.row_mapping import is_this, read_recorded, unnamed

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
_OPENED = (
    "INSERT INTO inquiries (id, opened, text)"
    " VALUES (CASE WHEN EXISTS (SELECT 1 FROM inquiries WHERE id = ?) THEN NULL ELSE ? END, ?, ?)"
)
"""An inquiry has the number of the question that opens it, so that asker and admin speak of the same one."""
_COUNTED = (
    "SELECT inquiries.*,"
    " (SELECT COUNT(*) FROM handovers WHERE inquiry = inquiries.id) AS askings,"
    " (SELECT COUNT(DISTINCT channel || ' ' || conversation) FROM handovers WHERE inquiry = inquiries.id AND state = 'open')"
    " AS waiting,"
    " (SELECT COALESCE(MIN(asked), 0) FROM handovers WHERE inquiry = inquiries.id AND state = 'open') AS since"
    " FROM inquiries"
)
_IN_STATES = " ".join((_COUNTED, "WHERE state IN (SELECT value FROM json_each(?)) ORDER BY id"))


class SqliteInquiries(SqliteOutbox):
    """Implements bot.ports.Cases."""

    def hand_over(self, question: Question, context: int = 5, kind: str = "human", record: int = 0) -> Handover:
        """Leave a question for a person, on the disk when this returns: the asker was told that someone will see it.

        It carries up to `context` questions of the conversation before it, and itself when it was recorded. The same
        channel and wire again returns the first one; asked for a person now, it is of that kind and open again, or in other
        words a new one, and the first is withdrawn.
        """
        question = unnamed(question)
        with self._writing(durable=True) as connection:
            sql = "SELECT * FROM handovers WHERE wire != '' AND channel = ? AND wire = ?"
            row = run(connection, sql, question.channel, question.wire).fetchone()
            if row is not None and kind == "human" and run(connection, _LEFT, row["id"], question.text).rowcount:
                row = None
            if row is None:
                number = self._insert_handover(connection, question, max(context, 0), (kind, record))
            else:
                number = row["id"]
                if kind == "human":
                    run(connection, _ASKED_FOR, number)
            row = run(connection, "SELECT * FROM handovers WHERE id = ?", number).fetchone()
        return _handover(row)

    def _insert_handover(self, connection: sqlite3.Connection, question: Question, context: int, why: tuple[str, int]) -> int:
        kind, record = why
        record = bounded(record) or number_of(connection, question) or 0
        row = run(connection, "SELECT asked FROM questions WHERE id = ?", record).fetchone() if kind != "human" else None
        past = [asdict(kept) for kept in _context(connection, question, context)]
        cursor = run(
            connection,
            "INSERT INTO handovers (asked, channel, conversation, asker, wire, text, context, kind, record)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            *(row[0] if row else self._clock(), question.channel, question.conversation, question.asker, question.wire),
            *(question.text, as_json(past), kind, record),
        )
        return cursor.lastrowid or 0

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
        wanted = as_json([bounded(number) for number in inquiries])
        sql = "SELECT * FROM handovers WHERE inquiry IN (SELECT value FROM json_each(?)) ORDER BY id"
        return self._handovers(sql, wanted)

    def _handovers(self, sql: str, *values: str | int) -> tuple[Handover, ...]:
        with self._using() as connection:
            return tuple(map(_handover, run(connection, sql, *values).fetchall()))

    def unheard(self, picked_by: float, limit: int) -> tuple[LoggedQuestion, ...]:
        """Recorded questions that ought to be for a person and aren't, oldest first."""
        sql = (
            "SELECT * FROM questions WHERE asking AND (decision = 'unknown' OR useful = 0"
            " OR (decision = 'choose' AND chosen = '' AND useful IS NULL AND asked < ?))"
            " AND NOT EXISTS (SELECT 1 FROM handovers WHERE record = questions.id) ORDER BY id LIMIT ?"
        )
        with self._using() as connection:
            return tuple(map(recorded_of, run(connection, sql, picked_by, limit).fetchall()))

    # ---------------------------------------------------------------- inquiries

    def place(self, number: int, inquiry: int = 0) -> int:
        """Put a question in an inquiry, 0: a new one that it opens; one that is placed already stays where it is."""
        with self._writing(durable=True) as connection:
            row = run(connection, "SELECT * FROM handovers WHERE id = ?", bounded(number)).fetchone()
            if row is None or row["inquiry"]:
                return int(row["inquiry"]) if row else 0
            gone = run(connection, 'SELECT "into" FROM inquiries WHERE id = ?', bounded(inquiry)).fetchone()
            inquiry = gone[0] or inquiry if gone else inquiry  # merged in the meantime
            if not inquiry:
                inquiry = run(connection, _OPENED, row["id"], row["id"], row["asked"], row["text"]).lastrowid or 0
            run(connection, "UPDATE handovers SET inquiry = ? WHERE id = ?", bounded(inquiry), row["id"])
        return inquiry

    def inquiry(self, number: int) -> Inquiry | None:
        """An inquiry, or None."""
        with self._using() as connection:
            row = run(connection, _COUNTED + " WHERE id = ?", bounded(number)).fetchone()
        return Inquiry(**dict(row)) if row else None

    def inquiries(self, *states: str) -> tuple[Inquiry, ...]:
        """The inquiries in these states, oldest first."""
        with self._using() as connection:
            return tuple(Inquiry(**dict(row)) for row in run(connection, _IN_STATES, as_json(states)))

    def wordings(self, *states: str) -> tuple[tuple[int, str], ...]:
        """The wordings of the inquiries in these states, each with the inquiry's number, once, oldest first."""
        sql = (
            "SELECT inquiry, handovers.text FROM handovers JOIN inquiries ON inquiries.id = inquiry"
            " WHERE inquiries.state IN (SELECT value FROM json_each(?)) GROUP BY inquiry, handovers.text"
            " ORDER BY MIN(handovers.id)"
        )
        with self._using() as connection:
            return tuple((row[0], row[1]) for row in run(connection, sql, as_json(states)))

    def save_inquiry(self, inquiry: Inquiry) -> bool:
        """Replace an inquiry, on the disk when this returns; False when it was changed since it was read, or is gone."""
        values = [getattr(inquiry, name) for name in SAVED]
        with self._writing(durable=True) as connection:
            return run(connection, _SAVE, *values, bounded(inquiry.id), inquiry.changes).rowcount == 1

    def merge(self, inquiry: int, into: int) -> bool:
        """Move every question of an inquiry to another; False when either is gone or merged already, or they are the same."""
        one, other = bounded(inquiry), bounded(into)
        with self._writing(durable=True) as connection:
            sql = "SELECT COUNT(*) FROM inquiries WHERE id IN (?, ?) AND state != 'merged'"
            if one == other or run(connection, sql, one, other).fetchone()[0] != 2:
                return False
            run(connection, "UPDATE handovers SET inquiry = ? WHERE inquiry = ?", other, one)
            sql = "UPDATE inquiries SET state = 'merged', \"into\" = ?, changes = changes + 1 WHERE id = ?"
            run(connection, sql, other, one)
            run(connection, 'UPDATE inquiries SET "into" = ? WHERE "into" = ?', other, one)
        return True

    def mark(self, numbers: Sequence[int], state: str) -> None:
        """Set the state of questions for a person; unknown numbers are ignored."""
        with self._writing(durable=True) as connection:
            _mark(connection, numbers, state)

    def tell(self, message: OutboxMessage, numbers: Sequence[int], state: str) -> None:
        """Queue a message and set the state of the questions that it answers, both or neither; a key again queues nothing."""
        with self._writing(durable=True) as connection:
            queue(connection, message, self._clock())
            _mark(connection, numbers, state)


def number_of(connection: sqlite3.Connection, question: Question) -> int | None:
    """The number that the question was recorded under, known by its wire key; None when it wasn't or has none."""
    sql = "SELECT id FROM questions WHERE wire != '' AND channel = ? AND wire = ?"
    row = run(connection, sql, question.channel, question.wire).fetchone()
    return int(row["id"]) if row else None


def recorded_of(row: sqlite3.Row) -> LoggedQuestion:
    """A kept question from its row."""
    return read_recorded(dict(row) | {"choices": json.loads(row["choices"])})


def _mark(connection: sqlite3.Connection, numbers: Sequence[int], state: str) -> None:
    for number in numbers:
        run(connection, "UPDATE handovers SET state = ? WHERE id = ?", state, bounded(number))


def _context(connection: sqlite3.Connection, question: Question, limit: int) -> tuple[LoggedQuestion, ...]:
    """Up to `limit` questions of the conversation before this one, oldest first, and this one when it was recorded."""
    last = number_of(connection, question) or LARGEST
    sql = "SELECT * FROM questions WHERE conversation = ? AND id <= ? ORDER BY id DESC LIMIT ?"
    newest_first = [recorded_of(row) for row in run(connection, sql, question.conversation, last, limit + 1)]
    if not newest_first or not is_this(newest_first[0], question):
        newest_first = newest_first[:limit]
    return tuple(reversed(newest_first))


def _handover(row: sqlite3.Row) -> Handover:
    context = tuple(read_recorded(values) for values in json.loads(row["context"]))
    return Handover(
        *(row["id"], row["asked"], row["channel"], row["conversation"], row["asker"], row["text"]),
        context=context,
        state=row["state"],
        kind=row["kind"],
        inquiry=row["inquiry"],
        record=row["record"],
    )
