"""What the web keeps: turns of talks, forms half filled in, tokens, sessions and limits; in the SQLite file and in memory."""

from __future__ import annotations

import json
import secrets
import sqlite3
import threading
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from bot.model import (
    Attachment,
    Block,
    Button,
    Change,
    Choice,
    Decision,
    Download,
    HeldEdit,
    Noted,
    Problem,
    Proposal,
    Reply,
    Severity,
    Source,
    WebSession,
    WebTurn,
)
from bot.redaction import redact
from bot.store.database import SqliteDatabase, as_json, bounded, run
from bot.store.row_mapping import storable

_SECRET = 32
"""Bytes of a secret."""


class SqliteWeb(SqliteDatabase):
    """Implements bot.ports.WebKeeping."""

    # ---------------------------------------------------------------- talks

    def secret(self, name: str) -> bytes:
        """Thirty-two random bytes of that name, made the first time and the same ever after."""
        with self._writing(durable=True) as connection:
            made = secrets.token_bytes(_SECRET).hex()
            run(connection, "INSERT INTO web_secrets (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING", name, made)
            row = run(connection, "SELECT value FROM web_secrets WHERE name = ?", name).fetchone()
        return bytes.fromhex(row["value"])

    def keep_turn(self, turn: WebTurn) -> bool:
        """Keep a question with its reply, on the disk when this returns; False when that key was kept before."""
        with self._writing(durable=True) as connection:
            sql = (
                "INSERT INTO web_turns (conversation, key, asked, reply, created) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
            )
            asked, reply = redact(turn.asked), written_reply(turn.reply)
            values = (turn.conversation, turn.key, asked, reply, turn.created or self._clock())
            return run(connection, sql, *values).rowcount == 1

    def turn(self, conversation: str, key: str) -> WebTurn | None:
        """What was kept under a key of a conversation, or None."""
        with self._using() as connection:
            sql = "SELECT * FROM web_turns WHERE conversation = ? AND key = ?"
            row = run(connection, sql, conversation, key).fetchone()
        return _turn(row) if row else None

    def turns(self, conversation: str, limit: int) -> tuple[WebTurn, ...]:
        """The newest turns of a conversation, oldest first."""
        with self._using() as connection:
            sql = "SELECT * FROM web_turns WHERE conversation = ? ORDER BY id DESC LIMIT ?"
            rows = run(connection, sql, conversation, limit).fetchall()
        return tuple(_turn(row) for row in reversed(rows))

    def web_form(self, conversation: str, form: str) -> dict[str, str] | None:
        """What was typed into a form so far, by field; None when nothing is kept."""
        with self._using() as connection:
            sql = "SELECT typed FROM web_forms WHERE conversation = ? AND form = ?"
            row = run(connection, sql, conversation, form).fetchone()
        return dict(json.loads(row["typed"])) if row else None

    def save_web_form(self, conversation: str, form: str, typed: Mapping[str, str]) -> None:
        """Keep what was typed into a form, on the disk when this returns; nothing typed: it is forgotten."""
        with self._writing(durable=True) as connection:
            if not typed:
                run(connection, "DELETE FROM web_forms WHERE conversation = ? AND form = ?", conversation, form)
                return
            sql = "INSERT OR REPLACE INTO web_forms (conversation, form, typed, updated) VALUES (?, ?, ?, ?)"
            run(connection, sql, conversation, form, as_json(dict(typed)), self._clock())

    def draw(self, bucket: str, most: float, per_second: float) -> float:
        """Take one from a bucket that holds `most` and fills by so many a second; the seconds to wait, 0: it was taken."""
        with self._writing() as connection:
            row = run(connection, "SELECT level, at FROM web_buckets WHERE bucket = ?", bucket).fetchone()
            level, wait = _drawn((row["level"], row["at"]) if row else None, self._clock(), most, per_second)
            sql = "INSERT OR REPLACE INTO web_buckets (bucket, level, at) VALUES (?, ?, ?)"
            run(connection, sql, bucket, level, self._clock())
        return wait

    # ---------------------------------------------------------------- the door

    def issue_token(self, digest: str, who: str, expires: float) -> None:
        """Keep a one-time token of an admin, on the disk when this returns."""
        with self._writing(durable=True) as connection:
            run(connection, "DELETE FROM web_tokens WHERE expires < ?", self._clock())
            run(connection, "INSERT INTO web_tokens (digest, who, expires) VALUES (?, ?, ?)", digest, who, expires)

    def token(self, digest: str) -> str:
        """Whose token that is; empty for one that is unknown, spent or too old."""
        with self._using() as connection:
            sql = "SELECT who FROM web_tokens WHERE digest = ? AND expires > ?"
            row = run(connection, sql, digest, self._clock()).fetchone()
        return str(row["who"]) if row else ""

    def spend_token(self, digest: str) -> str:
        """Whose token that was; empty for one that is unknown, spent before or too old."""
        with self._writing(durable=True) as connection:
            sql = "DELETE FROM web_tokens WHERE digest = ? AND expires > ? RETURNING who"
            row = run(connection, sql, digest, self._clock()).fetchone()
        return str(row["who"]) if row else ""

    def open_session(self, digest: str, who: str, expires: float) -> None:
        """Let a browser in."""
        now = self._clock()
        with self._writing(durable=True) as connection:
            run(connection, "DELETE FROM web_sessions WHERE expires < ?", now)
            sql = "INSERT INTO web_sessions (digest, who, created, seen, expires) VALUES (?, ?, ?, ?, ?)"
            run(connection, sql, digest, who, now, now, expires)

    def session(self, digest: str) -> WebSession | None:
        """The session, seen now; None for one that is unknown, closed or too old."""
        now = self._clock()
        with self._writing() as connection:
            sql = "UPDATE web_sessions SET seen = ? WHERE digest = ? AND expires > ? RETURNING *"
            row = run(connection, sql, now, digest, now).fetchone()
        return WebSession(**dict(row)) if row else None

    def sessions(self) -> tuple[WebSession, ...]:
        """Every session that is open, the one seen last first."""
        with self._using() as connection:
            rows = run(connection, "SELECT * FROM web_sessions WHERE expires > ? ORDER BY seen DESC", self._clock())
            return tuple(WebSession(**dict(row)) for row in rows)

    def close_session(self, digest: str) -> None:
        """Let that browser in no more."""
        with self._writing(durable=True) as connection:
            run(connection, "DELETE FROM web_sessions WHERE digest = ?", digest)

    def note_done(self, who: str, act: str, about: str = "") -> None:
        """Keep what was done in the console."""
        with self._writing(durable=True) as connection:
            sql = "INSERT INTO web_acts (at, who, act, about) VALUES (?, ?, ?, ?)"
            run(connection, sql, self._clock(), who, act, about)

    def noted_done(self, limit: int) -> tuple[Noted, ...]:
        """What was done in the console, newest first."""
        with self._using() as connection:
            rows = run(connection, "SELECT at, who, act, about FROM web_acts ORDER BY id DESC LIMIT ?", limit)
            return tuple(Noted(*row) for row in rows)

    def hold_edit(self, who: str, proposal: Proposal) -> HeldEdit:
        """Keep an edit until another admin says yes, on the disk when this returns."""
        now = self._clock()
        with self._writing(durable=True) as connection:
            sql = "INSERT INTO web_edits (at, who, proposal) VALUES (?, ?, ?)"
            number = run(connection, sql, now, who, storable(as_json(asdict(proposal)))).lastrowid or 0
        return HeldEdit(number, now, who, proposal)

    def held_edit(self, number: int) -> HeldEdit | None:
        """An edit that waits or waited, or None."""
        with self._using() as connection:
            row = run(connection, "SELECT * FROM web_edits WHERE id = ?", bounded(number)).fetchone()
        return _held(row) if row else None

    def held_edits(self, state: str = "open") -> tuple[HeldEdit, ...]:
        """The edits in that state, oldest first."""
        with self._using() as connection:
            rows = run(connection, "SELECT * FROM web_edits WHERE state = ? ORDER BY id", state).fetchall()
        return tuple(map(_held, rows))

    def decide_edit(self, number: int, state: str, who: str, note: str = "") -> bool:
        """Note what became of an edit; False when it waits no more."""
        with self._writing(durable=True) as connection:
            sql = "UPDATE web_edits SET state = ?, decided_by = ?, note = ? WHERE id = ? AND state = 'open'"
            return run(connection, sql, state, who, note, bounded(number)).rowcount == 1


def forget_talk(connection: sqlite3.Connection, conversation: str) -> None:
    """Delete what the web keeps of a conversation, within a transaction."""
    run(connection, "DELETE FROM web_turns WHERE conversation = ?", conversation)
    run(connection, "DELETE FROM web_forms WHERE conversation = ?", conversation)


def expire_talks(connection: sqlite3.Connection, before: float, now: float) -> int:
    """Delete turns and forms older than `before` (Unix time, seconds), within a transaction; returns how many."""
    deleted = run(connection, "DELETE FROM web_turns WHERE created < ?", before).rowcount
    deleted += run(connection, "DELETE FROM web_forms WHERE updated < ?", before).rowcount
    run(connection, "DELETE FROM web_acts WHERE at < ?", before)
    run(connection, "DELETE FROM web_edits WHERE at < ? AND state != 'open'", before)
    run(connection, "DELETE FROM web_buckets WHERE at < ?", now - 86400)
    return deleted


# ---------------------------------------------------------------- in memory


@dataclass(slots=True)
class _Kept:
    """What the web keeps in memory."""

    secrets: dict[str, bytes] = field(default_factory=dict)
    turns: dict[tuple[str, str], WebTurn] = field(default_factory=dict)
    forms: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    buckets: dict[str, tuple[float, float]] = field(default_factory=dict)
    tokens: dict[str, tuple[str, float]] = field(default_factory=dict)
    sessions: dict[str, WebSession] = field(default_factory=dict)
    acts: list[Noted] = field(default_factory=list)
    edits: list[HeldEdit] = field(default_factory=list)


class MemoryWeb:
    """Implements bot.ports.WebKeeping without a file."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.__clock = clock
        self.__lock = threading.Lock()
        self.__kept = _Kept()

    def secret(self, name: str) -> bytes:
        """Thirty-two random bytes of that name, made the first time and the same ever after."""
        with self.__lock:
            return self.__kept.secrets.setdefault(name, secrets.token_bytes(_SECRET))

    def keep_turn(self, turn: WebTurn) -> bool:
        """Keep a question with its reply; False when that key was kept before."""
        where = storable(turn.conversation), storable(turn.key)
        reply = read_reply(storable(written_reply(turn.reply)))
        with self.__lock:
            turns = self.__kept.turns
            if where in turns:
                return False
            created, number = turn.created or self.__clock(), len(turns) + 1
            turns[where] = WebTurn(*where, redact(storable(turn.asked)), reply, number, created)
            return True

    def turn(self, conversation: str, key: str) -> WebTurn | None:
        """What was kept under a key of a conversation, or None."""
        with self.__lock:
            return self.__kept.turns.get((storable(conversation), storable(key)))

    def turns(self, conversation: str, limit: int) -> tuple[WebTurn, ...]:
        """The newest turns of a conversation, oldest first."""
        with self.__lock:
            found = [turn for turn in self.__kept.turns.values() if turn.conversation == storable(conversation)]
        return tuple(found[-limit:])

    def web_form(self, conversation: str, form: str) -> dict[str, str] | None:
        """What was typed into a form so far, by field; None when nothing is kept."""
        with self.__lock:
            found = self.__kept.forms.get((storable(conversation), storable(form)))
            return dict(found) if found is not None else None

    def save_web_form(self, conversation: str, form: str, typed: Mapping[str, str]) -> None:
        """Keep what was typed into a form; nothing typed: it is forgotten."""
        where = storable(conversation), storable(form)
        with self.__lock:
            self.__kept.forms.pop(where, None)
            if typed:
                self.__kept.forms[where] = {storable(name): storable(value) for name, value in typed.items()}

    def draw(self, bucket: str, most: float, per_second: float) -> float:
        """Take one from a bucket; the seconds to wait, 0: it was taken."""
        with self.__lock:
            now = self.__clock()
            level, wait = _drawn(self.__kept.buckets.get(bucket), now, most, per_second)
            self.__kept.buckets[bucket] = level, now
        return wait

    def issue_token(self, digest: str, who: str, expires: float) -> None:
        """Keep a one-time token of an admin."""
        with self.__lock:
            self.__kept.tokens[digest] = who, expires

    def token(self, digest: str) -> str:
        """Whose token that is; empty for one that is unknown, spent or too old."""
        with self.__lock:
            who, expires = self.__kept.tokens.get(digest, ("", 0.0))
            return who if expires > self.__clock() else ""

    def spend_token(self, digest: str) -> str:
        """Whose token that was; empty for one that is unknown, spent before or too old."""
        with self.__lock:
            who, expires = self.__kept.tokens.pop(digest, ("", 0.0))
            return who if expires > self.__clock() else ""

    def open_session(self, digest: str, who: str, expires: float) -> None:
        """Let a browser in."""
        with self.__lock:
            self.__kept.sessions[digest] = WebSession(digest, who, self.__clock(), self.__clock(), expires)

    def session(self, digest: str) -> WebSession | None:
        """The session, seen now; None for one that is unknown, closed or too old."""
        with self.__lock:
            found = self.__kept.sessions.get(digest)
            if found is None or found.expires <= self.__clock():
                return None
            self.__kept.sessions[digest] = replace(found, seen=self.__clock())
            return self.__kept.sessions[digest]

    def sessions(self) -> tuple[WebSession, ...]:
        """Every session that is open, the one seen last first."""
        with self.__lock:
            found = [one for one in self.__kept.sessions.values() if one.expires > self.__clock()]
        return tuple(sorted(found, key=lambda one: -one.seen))

    def close_session(self, digest: str) -> None:
        """Let that browser in no more."""
        with self.__lock:
            self.__kept.sessions.pop(digest, None)

    def note_done(self, who: str, act: str, about: str = "") -> None:
        """Keep what was done in the console."""
        with self.__lock:
            self.__kept.acts.append(Noted(self.__clock(), storable(who), storable(act), storable(about)))

    def noted_done(self, limit: int) -> tuple[Noted, ...]:
        """What was done in the console, newest first."""
        with self.__lock:
            return tuple(reversed(self.__kept.acts))[:limit]

    def hold_edit(self, who: str, proposal: Proposal) -> HeldEdit:
        """Keep an edit until another admin says yes."""
        with self.__lock:
            made = HeldEdit(len(self.__kept.edits) + 1, self.__clock(), who, proposal)
            self.__kept.edits.append(made)
            return made

    def held_edit(self, number: int) -> HeldEdit | None:
        """An edit that waits or waited, or None."""
        with self.__lock:
            return next((one for one in self.__kept.edits if one.id == number), None)

    def held_edits(self, state: str = "open") -> tuple[HeldEdit, ...]:
        """The edits in that state, oldest first."""
        with self.__lock:
            return tuple(one for one in self.__kept.edits if one.state == state)

    def decide_edit(self, number: int, state: str, who: str, note: str = "") -> bool:
        """Note what became of an edit; False when it waits no more."""
        with self.__lock:
            for place, one in enumerate(self.__kept.edits):
                if one.id == number and one.state == "open":
                    self.__kept.edits[place] = replace(one, state=state, decided_by=who, note=note)
                    return True
            return False

    def _forget_talk(self, conversation: str) -> None:
        """Delete what the web keeps of a conversation."""
        with self.__lock:
            kept = self.__kept
            kept.turns = {where: turn for where, turn in kept.turns.items() if where[0] != conversation}
            kept.forms = {where: typed for where, typed in kept.forms.items() if where[0] != conversation}

    def _expire_talks(self, before: float) -> int:
        """Delete what is older than `before` (Unix time, seconds); returns how much. Forms in memory have no date."""
        with self.__lock:
            old = [where for where, turn in self.__kept.turns.items() if turn.created < before]
            for where in old:
                del self.__kept.turns[where]
            return len(old)


# ---------------------------------------------------------------- records


def _drawn(kept: tuple[float, float] | None, now: float, most: float, per_second: float) -> tuple[float, float]:
    """What a bucket holds after one was taken, and the seconds to wait when there was none."""
    level, at = kept or (most, now)
    level = min(most, level + max(now - at, 0.0) * per_second)
    if level >= 1:
        return level - 1, 0.0
    return level, (1 - level) / per_second


def written_reply(reply: Reply) -> str:
    """A reply as JSON; the content of files in base64."""
    values = asdict(reply) | {"question": ""}  # what was typed may name a person
    for file in values["files"]:
        file["content"] = b64encode(file["content"]).decode()
    return storable(as_json(values))


def read_reply(text: str) -> Reply:
    """A reply back from its JSON."""
    values: dict[str, Any] = json.loads(text)
    made = {
        "decision": Decision(values["decision"]),
        "blocks": tuple(Block(one["kind"], one["text"], tuple(one["items"])) for one in values["blocks"]),
        "choices": tuple(Choice(**one) for one in values["choices"]),
        "sources": tuple(Source(**one) for one in values["sources"]),
        "documents": tuple(Download(**one) for one in values["documents"]),
        "files": tuple(Attachment(**one | {"content": b64decode(one["content"])}) for one in values["files"]),
        "buttons": tuple(tuple(Button(**one) for one in row) for row in values["buttons"]),
    }
    known = Reply.__dataclass_fields__
    return Reply(**{name: value for name, value in (values | made).items() if name in known})


def _turn(row: sqlite3.Row) -> WebTurn:
    return WebTurn(row["conversation"], row["key"], row["asked"], read_reply(row["reply"]), row["id"], row["created"])


def _held(row: sqlite3.Row) -> HeldEdit:
    values: dict[str, Any] = json.loads(row["proposal"])
    problems = tuple(Problem(**one | {"severity": Severity(one["severity"])}) for one in values["problems"])
    changes = tuple(Change(**one) for one in values["changes"])
    proposal = Proposal(values["about"], changes, tuple(values["entries"]), problems, values["undoes"])
    return HeldEdit(row["id"], row["at"], row["who"], proposal, row["state"], row["decided_by"], row["note"])
