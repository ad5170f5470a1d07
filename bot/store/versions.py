"""The versions of the knowledge that were in force, the edits that led there, and what was asked of them."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict, replace

from bot.model import Change, Decision, Edit, Version
from bot.store.database import Part, Row, as_json, bounded
from bot.store.row_mapping import storable

MATCHED = (Decision.ANSWER, Decision.CHOOSE, Decision.UNKNOWN)
"""Decisions on what was matched against the knowledge: a greeting says nothing about an edit."""


class Versions(Part):
    """Implements bot.ports.VersionStore."""

    def enter(self, content: str) -> Version:
        """The version with this hash comes into force; the one that is in force already stays the same."""
        with self._db.writing(durable=True, alone="versions") as work:
            row = work.run("SELECT * FROM versions ORDER BY number DESC LIMIT 1").fetchone()
            if row is not None and row["hash"] == content:
                version = Version(*row)
            else:
                now = self._db.clock()
                row = work.run("INSERT INTO versions (hash, since) VALUES (?, ?) RETURNING number", content, now).fetchone()
                version = Version(row[0], content, now)
            work.run("UPDATE acts SET version = ? WHERE version = 0", version.number)
        return version

    def version(self) -> Version | None:
        """The version in force last, or None."""
        with self._db.reading() as work:
            row = work.run("SELECT * FROM versions ORDER BY number DESC LIMIT 1").fetchone()
        return Version(*row) if row else None

    def note_act(self, act: Edit, undoes: int = 0) -> Edit:
        """Keep an edit, on the disk when this returns; `undoes` is the act that it takes back."""
        with self._db.writing(durable=True) as work:
            at = act.at or self._db.clock()
            row = work.run(
                "INSERT INTO acts (at, who, about, changes, entries, version) VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
                *(at, act.who, act.about, _packed(act.changes), as_json(act.entries)),
                act.version,
            ).fetchone()
            number = int(row[0])
            if undoes:
                work.run("UPDATE acts SET undone = ? WHERE id = ?", number, bounded(undoes))
        return replace(act, id=number, at=at)

    def drop_act(self, number: int, undoes: int = 0) -> None:
        """Forget an edit that could not be made after all."""
        with self._db.writing(durable=True) as work:
            work.run("DELETE FROM acts WHERE id = ?", bounded(number))
            work.run("UPDATE acts SET undone = 0 WHERE id = ? AND undone = ?", bounded(undoes), bounded(number))

    def act(self, number: int) -> Edit | None:
        """An edit that was made, or None."""
        with self._db.reading() as work:
            row = work.run("SELECT * FROM acts WHERE id = ?", bounded(number)).fetchone()
        return _act(row) if row else None

    def last_standing(self) -> Edit | None:
        """The latest edit that was not taken back and took none back; None when there is none."""
        with self._db.reading() as work:
            row = work.run(
                "SELECT * FROM acts WHERE undone = 0 AND id NOT IN (SELECT undone FROM acts) ORDER BY id DESC LIMIT 1",
            ).fetchone()
        return _act(row) if row else None

    def pending_edits(self) -> tuple[Edit, ...]:
        """The edits whose version isn't in force yet, oldest first."""
        with self._db.reading() as work:
            return tuple(map(_act, work.run("SELECT * FROM acts WHERE version = 0 ORDER BY id")))

    def acts(self, entry: str = "", limit: int = 20) -> tuple[Edit, ...]:
        """The latest edits, of an entry or of all, newest first."""
        with self._db.reading() as work:
            rows = work.run(  # a list of ids in JSON; what holds the id in quotes is another text without it
                "SELECT * FROM acts WHERE replace(entries, ?, '') != entries OR ? = '' ORDER BY id DESC LIMIT ?",
                *(as_json(entry), entry, max(limit, 0)),
            )
            return tuple(map(_act, rows))

    def texts_asked(self, limit: int) -> tuple[tuple[str, int], ...]:
        """The texts asked last, each once with how often it was asked, newest first."""
        with self._db.reading() as work:
            rows = work.run(
                "SELECT CASE WHEN meant = '' THEN text ELSE meant END AS question, COUNT(*) FROM questions"
                " WHERE decision IN (?, ?, ?) AND text != '' GROUP BY question ORDER BY MAX(id) DESC LIMIT ?",
                *(*MATCHED, max(limit, 0)),
            )
            return tuple((row[0], row[1]) for row in rows)


def _packed(changes: Sequence[Change]) -> str:
    """Changes as text, a quarter of the size of the files' own: each edit keeps them whole, before and after."""
    return base64.b64encode(zlib.compress(storable(as_json([asdict(change) for change in changes])).encode())).decode()


def _unpacked(packed: str) -> tuple[Change, ...]:
    return tuple(Change(**change) for change in json.loads(zlib.decompress(base64.b64decode(packed))))


def _act(row: Row) -> Edit:
    return Edit(
        id=row["id"],
        at=row["at"],
        who=row["who"],
        about=row["about"],
        changes=_unpacked(row["changes"]),
        entries=tuple(json.loads(row["entries"])),
        version=row["version"],
        undone=row["undone"],
    )
