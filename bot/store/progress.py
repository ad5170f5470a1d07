"""How far the handling of a message has come, and long actions of buttons, in the SQLite file."""

from __future__ import annotations

import base64
import hashlib

from bot.store.database import SqliteDatabase, run

TOKEN_BYTES = 12
"""Of the hash of an action: 96 bits, so that no two actions of a database ever meet."""


class SqliteProgress(SqliteDatabase):
    """Implements bot.ports.Progress and bot.ports.ActionTokens."""

    def note_step(self, channel: str, key: str, step: str, value: str) -> None:
        """Keep a step of a message, in place of an earlier value.

        Not durable: a power cut loses the end of the log, never its middle, so at worst a piece is sent twice.
        """
        with self._writing() as connection:
            sql = "INSERT OR REPLACE INTO progress (channel, key, step, value) VALUES (?, ?, ?, ?)"
            run(connection, sql, channel, key, step, value)

    def steps(self, channel: str) -> dict[str, dict[str, str]]:
        """The steps of every message of a channel that has any."""
        found: dict[str, dict[str, str]] = {}
        with self._using() as connection:
            for row in run(connection, "SELECT key, step, value FROM progress WHERE channel = ? ORDER BY rowid", channel):
                found.setdefault(row["key"], {})[row["step"]] = row["value"]
        return found

    def drop_steps(self, channel: str, key: str, step: str = "") -> None:
        """Forget a step of a message, or all of them."""
        with self._writing() as connection:
            if step:
                run(connection, "DELETE FROM progress WHERE channel = ? AND key = ? AND step = ?", channel, key, step)
            else:
                run(connection, "DELETE FROM progress WHERE channel = ? AND key = ?", channel, key)

    def action_token(self, action: str) -> str:
        """A short text that stands for an action; the same for the same action."""
        token = token_of(action)
        with self._writing(durable=True) as connection:  # a button is out for years
            sql = "INSERT INTO action_tokens (token, action, used) VALUES (?, ?, ?)"
            run(connection, f"{sql} ON CONFLICT DO UPDATE SET used = excluded.used", token, action, self._clock())
        return token

    def action_of(self, token: str) -> str:
        """The action that a token stands for; empty for none."""
        with self._using() as connection:
            row = run(connection, "SELECT action FROM action_tokens WHERE token = ?", token).fetchone()
        return str(row["action"]) if row else ""


def token_of(action: str) -> str:
    """16 characters of URL-safe base64."""
    digest = hashlib.sha256(action.encode("utf-8", "replace")).digest()
    return base64.urlsafe_b64encode(digest[:TOKEN_BYTES]).decode("ascii")
