"""How far the handling of a message has come, and long actions of buttons."""

from __future__ import annotations

import base64
import hashlib

from bot.store.database import Part

TOKEN_BYTES = 12
"""Of the hash of an action: 96 bits, so that no two actions of a database ever meet."""


class Progress(Part):
    """Implements bot.ports.Progress."""

    def note_step(self, channel: str, key: str, step: str, value: str) -> None:
        """Keep a step of a message, in place of an earlier value.

        Not durable: a power cut loses the end of the log, never its middle, so at worst a piece is sent twice.
        """
        with self._db.writing() as work:
            sql = "INSERT INTO progress (channel, key, step, value) VALUES (?, ?, ?, ?)"
            sql += " ON CONFLICT (channel, key, step) DO UPDATE SET value = excluded.value"
            work.run(sql, channel, key, step, value)

    def steps(self, channel: str) -> dict[str, dict[str, str]]:
        """The steps of every message of a channel that has any."""
        found: dict[str, dict[str, str]] = {}
        with self._db.reading() as work:
            for row in work.run("SELECT key, step, value FROM progress WHERE channel = ? ORDER BY rowid", channel):
                found.setdefault(row["key"], {})[row["step"]] = row["value"]
        return found

    def drop_steps(self, channel: str, key: str, step: str = "") -> None:
        """Forget a step of a message, or all of them."""
        with self._db.writing() as work:
            if step:
                work.run("DELETE FROM progress WHERE channel = ? AND key = ? AND step = ?", channel, key, step)
            else:
                work.run("DELETE FROM progress WHERE channel = ? AND key = ?", channel, key)


class ActionTokens(Part):
    """Implements bot.ports.ActionTokens."""

    def action_token(self, action: str) -> str:
        """A short text that stands for an action; the same for the same action."""
        token = token_of(action)
        with self._db.writing(durable=True) as work:  # a button is out for years
            sql = "INSERT INTO action_tokens (token, action, used) VALUES (?, ?, ?)"
            work.run(f"{sql} ON CONFLICT (token) DO UPDATE SET used = excluded.used", token, action, self._db.clock())
        return token

    def action_of(self, token: str) -> str:
        """The action that a token stands for; empty for none."""
        with self._db.reading() as work:
            row = work.run("SELECT action FROM action_tokens WHERE token = ?", token).fetchone()
        return str(row["action"]) if row else ""


def token_of(action: str) -> str:
    """16 characters of URL-safe base64."""
    digest = hashlib.sha256(action.encode("utf-8", "replace")).digest()
    return base64.urlsafe_b64encode(digest[:TOKEN_BYTES]).decode("ascii")
