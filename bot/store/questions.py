"""Questions with what was decided on them, and what their askers made of it."""

from __future__ import annotations

import json

from bot.model import LoggedQuestion, Question, Reply
from bot.redaction import redact
from bot.store.database import Part, Row, Statements, as_json, bounded, places
from bot.store.row_mapping import read_recorded, recorded, unnamed

_COLUMNS = (
    *("asked", "channel", "conversation", "asker", "wire", "text", "decision", "entry", "confidence", "choices"),
    *("knowledge", "version", "meant", "asking"),
)
_AFRESH = "chosen = '', useful = NULL, reason = ''"
"""What was said about another answer."""
_INSERT = (
    f"INSERT INTO questions ({', '.join(_COLUMNS)}) VALUES ({places(len(_COLUMNS))})"
    " ON CONFLICT (channel, wire) WHERE wire != '' DO UPDATE SET"
    f" {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS)}, {_AFRESH} RETURNING id"
)
_REPLACE = f"UPDATE questions SET {', '.join(f'{name} = ?' for name in _COLUMNS)}, {_AFRESH} WHERE id = ?"
"""Not the statement above: it would use up a number."""


class Questions(Part):
    """Implements bot.ports.Questions."""

    def record(self, question: Question, reply: Reply, knowledge: str, version: int = 0) -> int:
        """Keep a question and what was decided; the same channel and wire again replaces all but the number."""
        kept = recorded(0, self._db.clock(), unnamed(question), reply, knowledge)
        values: list[str | float | None] = [
            *(kept.asked, kept.channel, kept.conversation, kept.asker, kept.wire, kept.text, kept.decision, kept.entry),
            *(kept.confidence, as_json(kept.choices), kept.knowledge, version, kept.meant, int(kept.asking)),
        ]
        with self._db.writing() as work:
            number = number_of(work, question)
            if number is not None:
                work.run(_REPLACE, *values, number)
                return number
            return int(work.run(_INSERT, *values).fetchone()[0])

    def recorded(self, number: int) -> LoggedQuestion | None:
        """A recorded question, or None."""
        with self._db.reading() as work:
            row = work.run("SELECT * FROM questions WHERE id = ?", bounded(number)).fetchone()
        return recorded_of(row) if row else None

    def choose(self, number: int, entry: str) -> None:
        """Note which entry the asker picked; an unknown number is ignored, its question may have expired."""
        self._note("UPDATE questions SET chosen = ? WHERE id = ?", entry, number)

    def rate(self, number: int, useful: bool) -> None:
        """Note whether the reply was of use, and drop an earlier reason; an unknown number is ignored."""
        self._note("UPDATE questions SET useful = ?, reason = '' WHERE id = ?", int(useful), number)

    def explain(self, number: int, reason: str) -> None:
        """Note why the reply was of no use; an unknown number is ignored."""
        self._note("UPDATE questions SET reason = ? WHERE id = ?", redact(reason), number)

    def _note(self, sql: str, value: str | int, number: int) -> None:
        with self._db.writing() as work:
            work.run(sql, value, bounded(number))


def number_of(work: Statements, question: Question) -> int | None:
    """The number that the question was recorded under, known by its wire key; None when it wasn't or has none."""
    sql = "SELECT id FROM questions WHERE wire != '' AND channel = ? AND wire = ?"
    row = work.run(sql, question.channel, question.wire).fetchone()
    return int(row["id"]) if row else None


def recorded_of(row: Row) -> LoggedQuestion:
    """A kept question from its row."""
    return read_recorded(dict(row) | {"choices": json.loads(row["choices"])})
