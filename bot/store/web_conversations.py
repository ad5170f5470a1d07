"""What was said on the web, so that a page can be shown again: turns of talks, forms half filled in, secrets and limits."""

from __future__ import annotations

import json
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.model import Attachment, Block, Button, Choice, Decision, Download, Reply, Source, WebTurn
from bot.redaction import redact
from bot.store.database import Part, Row, Statements, as_json
from bot.store.row_mapping import storable

_SECRET = 32
"""Bytes of a secret."""


class WebTalks(Part):
    """Implements bot.ports.WebTalks."""

    def secret(self, name: str) -> bytes:
        """Thirty-two random bytes of that name, made the first time and the same ever after."""
        with self._db.writing(durable=True) as work:
            made = secrets.token_bytes(_SECRET).hex()
            work.run("INSERT INTO web_secrets (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING", name, made)
            row = work.run("SELECT value FROM web_secrets WHERE name = ?", name).fetchone()
        return bytes.fromhex(row["value"])

    def keep_turn(self, turn: WebTurn) -> bool:
        """Keep a question with its reply, on the disk when this returns; False when that key was kept before."""
        with self._db.writing(durable=True) as work:
            sql = (
                "INSERT INTO web_turns (conversation, key, asked, reply, created) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
            )
            asked, reply = redact(turn.asked), written_reply(turn.reply)
            values = (turn.conversation, turn.key, asked, reply, turn.created or self._db.clock())
            return work.run(sql, *values).rowcount == 1

    def turn(self, conversation: str, key: str) -> WebTurn | None:
        """What was kept under a key of a conversation, or None."""
        with self._db.reading() as work:
            sql = "SELECT * FROM web_turns WHERE conversation = ? AND key = ?"
            row = work.run(sql, conversation, key).fetchone()
        return _turn(row) if row else None

    def turns(self, conversation: str, limit: int) -> tuple[WebTurn, ...]:
        """The newest turns of a conversation, oldest first."""
        with self._db.reading() as work:
            sql = "SELECT * FROM web_turns WHERE conversation = ? ORDER BY id DESC LIMIT ?"
            rows = work.run(sql, conversation, limit).fetchall()
        return tuple(_turn(row) for row in reversed(rows))

    def web_form(self, conversation: str, form: str) -> dict[str, str] | None:
        """What was typed into a form so far, by field; None when nothing is kept."""
        with self._db.reading() as work:
            sql = "SELECT typed FROM web_forms WHERE conversation = ? AND form = ?"
            row = work.run(sql, conversation, form).fetchone()
        return dict(json.loads(row["typed"])) if row else None

    def save_web_form(self, conversation: str, form: str, typed: Mapping[str, str]) -> None:
        """Keep what was typed into a form, on the disk when this returns; nothing typed: it is forgotten."""
        with self._db.writing(durable=True) as work:
            if not typed:
                work.run("DELETE FROM web_forms WHERE conversation = ? AND form = ?", conversation, form)
                return
            sql = "INSERT INTO web_forms (conversation, form, typed, updated) VALUES (?, ?, ?, ?)"
            sql += " ON CONFLICT (conversation, form) DO UPDATE SET typed = excluded.typed, updated = excluded.updated"
            work.run(sql, conversation, form, as_json(dict(typed)), self._db.clock())

    def draw(self, bucket: str, most: float, per_second: float) -> float:
        """Take one from a bucket that holds `most` and fills by so many a second; the seconds to wait, 0: it was taken."""
        with self._db.writing(alone=f"bucket {bucket}") as work:
            row = work.run("SELECT level, at FROM web_buckets WHERE bucket = ?", bucket).fetchone()
            level, wait = _drawn((row["level"], row["at"]) if row else None, self._db.clock(), most, per_second)
            sql = "INSERT INTO web_buckets (bucket, level, at) VALUES (?, ?, ?)"
            sql += " ON CONFLICT (bucket) DO UPDATE SET level = excluded.level, at = excluded.at"
            work.run(sql, bucket, level, self._db.clock())
        return wait


def forget_talk(work: Statements, conversation: str) -> None:
    """Delete what the web keeps of a conversation, within a transaction."""
    work.run("DELETE FROM web_turns WHERE conversation = ?", conversation)
    work.run("DELETE FROM web_forms WHERE conversation = ?", conversation)


def expire_talks(work: Statements, before: float, now: float) -> int:
    """Delete turns and forms older than `before` (Unix time, seconds), within a transaction; returns how many."""
    deleted = work.run("DELETE FROM web_turns WHERE created < ?", before).rowcount
    deleted += work.run("DELETE FROM web_forms WHERE updated < ?", before).rowcount
    work.run("DELETE FROM web_acts WHERE at < ?", before)
    work.run("DELETE FROM web_edits WHERE at < ? AND state != 'open'", before)
    work.run("DELETE FROM web_buckets WHERE at < ?", now - 86400)
    return deleted


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


def _turn(row: Row) -> WebTurn:
    return WebTurn(row["conversation"], row["key"], row["asked"], read_reply(row["reply"]), row["id"], row["created"])
