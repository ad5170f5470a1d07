"""Who is let into the console, what was done there, and edits that wait for a second admin. Only digests of tokens are kept."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from bot.model import Change, HeldEdit, Noted, Problem, Proposal, Severity, WebSession
from bot.store.database import Part, Row, as_json, bounded
from bot.store.row_mapping import storable


class WebDoor(Part):
    """Implements bot.ports.WebDoor."""

    def issue_token(self, digest: str, who: str, expires: float) -> None:
        """Keep a one-time token of an admin, on the disk when this returns."""
        with self._db.writing(durable=True) as work:
            work.run("DELETE FROM web_tokens WHERE expires < ?", self._db.clock())
            work.run("INSERT INTO web_tokens (digest, who, expires) VALUES (?, ?, ?)", digest, who, expires)

    def token(self, digest: str) -> str:
        """Whose token that is; empty for one that is unknown, spent or too old."""
        with self._db.reading() as work:
            sql = "SELECT who FROM web_tokens WHERE digest = ? AND expires > ?"
            row = work.run(sql, digest, self._db.clock()).fetchone()
        return str(row["who"]) if row else ""

    def spend_token(self, digest: str) -> str:
        """Whose token that was; empty for one that is unknown, spent before or too old."""
        with self._db.writing(durable=True) as work:
            sql = "DELETE FROM web_tokens WHERE digest = ? AND expires > ? RETURNING who"
            row = work.run(sql, digest, self._db.clock()).fetchone()
        return str(row["who"]) if row else ""

    def open_session(self, digest: str, who: str, expires: float) -> None:
        """Let a browser in."""
        now = self._db.clock()
        with self._db.writing(durable=True) as work:
            work.run("DELETE FROM web_sessions WHERE expires < ?", now)
            sql = "INSERT INTO web_sessions (digest, who, created, seen, expires) VALUES (?, ?, ?, ?, ?)"
            work.run(sql, digest, who, now, now, expires)

    def session(self, digest: str) -> WebSession | None:
        """The session, seen now; None for one that is unknown, closed or too old."""
        now = self._db.clock()
        with self._db.writing() as work:
            sql = "UPDATE web_sessions SET seen = ? WHERE digest = ? AND expires > ? RETURNING *"
            row = work.run(sql, now, digest, now).fetchone()
        return WebSession(**dict(row)) if row else None

    def sessions(self) -> tuple[WebSession, ...]:
        """Every session that is open, the one seen last first."""
        with self._db.reading() as work:
            rows = work.run("SELECT * FROM web_sessions WHERE expires > ? ORDER BY seen DESC", self._db.clock())
            return tuple(WebSession(**dict(row)) for row in rows)

    def close_session(self, digest: str) -> None:
        """Let that browser in no more."""
        with self._db.writing(durable=True) as work:
            work.run("DELETE FROM web_sessions WHERE digest = ?", digest)

    def note_done(self, who: str, act: str, about: str = "") -> None:
        """Keep what was done in the console."""
        with self._db.writing(durable=True) as work:
            sql = "INSERT INTO web_acts (at, who, act, about) VALUES (?, ?, ?, ?)"
            work.run(sql, self._db.clock(), who, act, about)

    def noted_done(self, limit: int) -> tuple[Noted, ...]:
        """What was done in the console, newest first."""
        with self._db.reading() as work:
            rows = work.run("SELECT at, who, act, about FROM web_acts ORDER BY id DESC LIMIT ?", limit)
            return tuple(Noted(*row) for row in rows)

    def hold_edit(self, who: str, proposal: Proposal) -> HeldEdit:
        """Keep an edit until another admin says yes, on the disk when this returns."""
        now = self._db.clock()
        with self._db.writing(durable=True) as work:
            sql = "INSERT INTO web_edits (at, who, proposal) VALUES (?, ?, ?) RETURNING id"
            number = int(work.run(sql, now, who, storable(as_json(asdict(proposal)))).fetchone()[0])
        return HeldEdit(number, now, who, proposal)

    def held_edit(self, number: int) -> HeldEdit | None:
        """An edit that waits or waited, or None."""
        with self._db.reading() as work:
            row = work.run("SELECT * FROM web_edits WHERE id = ?", bounded(number)).fetchone()
        return _held(row) if row else None

    def held_edits(self, state: str = "open") -> tuple[HeldEdit, ...]:
        """The edits in that state, oldest first."""
        with self._db.reading() as work:
            rows = work.run("SELECT * FROM web_edits WHERE state = ? ORDER BY id", state).fetchall()
        return tuple(map(_held, rows))

    def decide_edit(self, number: int, state: str, who: str, note: str = "") -> bool:
        """Note what became of an edit; False when it waits no more."""
        with self._db.writing(durable=True) as work:
            sql = "UPDATE web_edits SET state = ?, decided_by = ?, note = ? WHERE id = ? AND state = 'open'"
            return work.run(sql, state, who, note, bounded(number)).rowcount == 1


def _held(row: Row) -> HeldEdit:
    values: dict[str, Any] = json.loads(row["proposal"])
    problems = tuple(Problem(**one | {"severity": Severity(one["severity"])}) for one in values["problems"])
    changes = tuple(Change(**one) for one in values["changes"])
    proposal = Proposal(values["about"], changes, tuple(values["entries"]), problems, values["undoes"])
    return HeldEdit(row["id"], row["at"], row["who"], proposal, row["state"], row["decided_by"], row["note"])
