"""The store in a SQLite file, next to the bot; nothing to start, several processes may use it at once."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict

from bot.model import Conversation, Draft, Handover, Question, Recorded, Reply, Update
from bot.store.editing import SqliteEditDrafts
from bot.store.figures import SqliteFigures
from bot.store.file import LARGEST, as_json, bounded, run
from bot.store.outbox import SqliteOutbox
from bot.store.rows import clean, is_this, read_draft, read_recorded, recorded, storable
from bot.store.taking import SqliteDownloads
from bot.store.versions import SqliteVersions


class SqliteStore(SqliteDownloads, SqliteEditDrafts, SqliteFigures, SqliteOutbox, SqliteVersions):
    """A `bot.ports.Store` in the file `path`; the folder and the file are made, readable by their owner only.

    `clock` returns Unix time in seconds (default: time.time). `patience` is how many seconds to wait for another
    process's lock. Raises StoreError when the file can't be opened, written or understood.
    """

    # ---------------------------------------------------------------- inbox

    def receive(self, channel: str, key: str, payload: str) -> bool:
        """Keep a message, on the disk when this returns; False when that key was received before."""
        with self._writing(durable=True) as connection:
            sql = "INSERT INTO inbox (channel, key, payload, received) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
            return run(connection, sql, channel, key, payload, self._clock()).rowcount == 1

    def pending(self, channel: str) -> tuple[Update, ...]:
        """Messages not marked done, in the order they came."""
        with self._using() as connection:
            rows = run(
                connection,
                "SELECT channel, key, payload, received FROM inbox WHERE channel = ? AND payload IS NOT NULL ORDER BY id",
                channel,
            )
            return tuple(Update(*row) for row in rows)

    def done(self, channel: str, key: str) -> None:
        """Mark a message as answered and drop its payload.

        Not durable: a power cut loses the end of the log, never its middle, so at worst the message is answered twice.
        """
        with self._writing() as connection:
            run(connection, "UPDATE inbox SET payload = NULL WHERE channel = ? AND key = ?", channel, key)

    # ---------------------------------------------------------------- conversations

    def conversation(self, key: str) -> Conversation | None:
        """The conversation as last saved, or None."""
        with self._using() as connection:
            row = run(connection, "SELECT * FROM conversations WHERE key = ?", key).fetchone()
        return _conversation(row) if row else None

    def save_conversation(self, conversation: Conversation) -> None:
        """Replace what is remembered of a conversation; `updated` is set to now when it is 0."""
        with self._writing() as connection:
            run(
                connection,
                "INSERT INTO conversations (key, entry, choices, record, awaiting, updated, cases) VALUES (?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (key) DO UPDATE SET entry = excluded.entry, choices = excluded.choices,"
                " record = excluded.record, awaiting = excluded.awaiting, updated = excluded.updated, cases = excluded.cases",
                conversation.key,
                conversation.entry,
                as_json(conversation.choices),
                bounded(conversation.record),
                conversation.awaiting,
                conversation.updated or self._clock(),
                as_json(conversation.cases),
            )

    # ---------------------------------------------------------------- drafts

    def draft(self, conversation: str) -> Draft | None:
        """The form that is being filled in in a conversation, or None."""
        with self._using() as connection:
            row = run(connection, "SELECT * FROM drafts WHERE conversation = ?", conversation).fetchone()
        return read_draft(row) if row else None

    def save_draft(self, draft: Draft) -> None:
        """Replace what is filled in in a conversation; `updated` is set to now when it is 0."""
        with self._writing(durable=True) as connection:  # she can't be asked to type it all again
            run(
                connection,
                "INSERT OR REPLACE INTO drafts (conversation, form, at, filled, looking, updated) VALUES (?, ?, ?, ?, ?, ?)",
                draft.conversation,
                draft.form,
                draft.at,
                storable(as_json(draft.values)),
                int(draft.looking),
                draft.updated or self._clock(),
            )

    def drop_draft(self, conversation: str) -> None:
        """Forget what is filled in in a conversation."""
        with self._writing() as connection:
            run(connection, "DELETE FROM drafts WHERE conversation = ?", conversation)

    # ---------------------------------------------------------------- questions

    def record(self, question: Question, reply: Reply, knowledge: str, version: int = 0) -> int:
        """Keep a question and what was decided; the same channel and wire again replaces all but the number."""
        kept = recorded(0, self._clock(), question, reply, knowledge)
        with self._writing() as connection:
            number = _number(connection, question)
            # no INSERT OR REPLACE: it would delete the row first, and with it whatever a later table hangs on it
            cursor = run(
                connection,
                "INSERT INTO questions (id, asked, channel, conversation, asker, wire, text, decision, entry, confidence,"
                " choices, knowledge, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET asked = excluded.asked, conversation = excluded.conversation,"
                " asker = excluded.asker, text = excluded.text, decision = excluded.decision, entry = excluded.entry,"
                " confidence = excluded.confidence, choices = excluded.choices, knowledge = excluded.knowledge,"
                " version = excluded.version, chosen = '', useful = NULL, reason = ''",
                *(number, kept.asked, kept.channel, kept.conversation, kept.asker, kept.wire, kept.text),
                *(kept.decision, kept.entry, kept.confidence, as_json(kept.choices), kept.knowledge, version),
            )
        return number or cursor.lastrowid or 0

    def recorded(self, number: int) -> Recorded | None:
        """A recorded question, or None."""
        with self._using() as connection:
            row = run(connection, "SELECT * FROM questions WHERE id = ?", bounded(number)).fetchone()
        return _recorded(row) if row else None

    def choose(self, number: int, entry: str) -> None:
        """Note which entry the asker picked; an unknown number is ignored, its question may have expired."""
        self._note("UPDATE questions SET chosen = ? WHERE id = ?", entry, number)

    def rate(self, number: int, useful: bool) -> None:
        """Note whether the reply was of use, and drop an earlier reason; an unknown number is ignored."""
        self._note("UPDATE questions SET useful = ?, reason = '' WHERE id = ?", int(useful), number)

    def explain(self, number: int, reason: str) -> None:
        """Note why the reply was of no use; an unknown number is ignored."""
        self._note("UPDATE questions SET reason = ? WHERE id = ?", reason, number)

    def _note(self, sql: str, value: str | int, number: int) -> None:
        with self._writing() as connection:
            run(connection, sql, value, bounded(number))

    # ---------------------------------------------------------------- handovers

    def hand_over(self, question: Question, context: int = 5) -> Handover:
        """Leave a question for a person, on the disk when this returns: the asker was told that someone will see it.

        It carries up to `context` questions of the conversation before it, and itself when it was recorded. The same
        channel and wire again returns the first one.
        """
        question = clean(question)
        with self._writing(durable=True) as connection:
            row = run(
                connection,
                "SELECT * FROM handovers WHERE wire != '' AND channel = ? AND wire = ?",
                question.channel,
                question.wire,
            ).fetchone()
            if row is None:
                number = self._insert_handover(connection, question, max(context, 0))
                row = run(connection, "SELECT * FROM handovers WHERE id = ?", number).fetchone()
        return _handover(row)

    def _insert_handover(self, connection: sqlite3.Connection, question: Question, context: int) -> int:
        past = [asdict(kept) for kept in _context(connection, question, context)]
        cursor = run(
            connection,
            "INSERT INTO handovers (asked, channel, conversation, asker, wire, text, context) VALUES (?, ?, ?, ?, ?, ?, ?)",
            *(self._clock(), question.channel, question.conversation, question.asker, question.wire, question.text),
            as_json(past),
        )
        return cursor.lastrowid or 0

    def handovers(self, state: str = "open") -> tuple[Handover, ...]:
        """Questions left for a person in that state, oldest first."""
        with self._using() as connection:
            rows = run(connection, "SELECT * FROM handovers WHERE state = ? ORDER BY id", state).fetchall()
        return tuple(_handover(row) for row in rows)

    # ---------------------------------------------------------------- the file

    def expire(self, before: float) -> int:
        """Delete questions, conversations and drafts older than `before` (Unix time, seconds); returns how many.

        The keys of answered messages as old go too; unanswered messages and handovers stay.
        """
        with self._writing() as connection:
            deleted = run(connection, "DELETE FROM questions WHERE asked < ?", before).rowcount
            deleted += run(connection, "DELETE FROM conversations WHERE updated < ?", before).rowcount
            deleted += run(connection, "DELETE FROM drafts WHERE updated < ?", before).rowcount
            deleted += run(connection, "DELETE FROM edit_drafts WHERE updated < ?", before).rowcount
            run(connection, "DELETE FROM inbox WHERE payload IS NULL AND received < ?", before)
        return deleted


# ---------------------------------------------------------------- rows


def _number(connection: sqlite3.Connection, question: Question) -> int | None:
    """The number that the question was recorded under, known by its wire key; None when it wasn't or has none."""
    sql = "SELECT id FROM questions WHERE wire != '' AND channel = ? AND wire = ?"
    row = run(connection, sql, question.channel, question.wire).fetchone()
    return int(row["id"]) if row else None


def _context(connection: sqlite3.Connection, question: Question, limit: int) -> tuple[Recorded, ...]:
    """Up to `limit` questions of the conversation before this one, oldest first, and this one when it was recorded."""
    last = _number(connection, question) or LARGEST
    sql = "SELECT * FROM questions WHERE conversation = ? AND id <= ? ORDER BY id DESC LIMIT ?"
    newest_first = [_recorded(row) for row in run(connection, sql, question.conversation, last, limit + 1)]
    if not newest_first or not is_this(newest_first[0], question):
        newest_first = newest_first[:limit]
    return tuple(reversed(newest_first))


def _recorded(row: sqlite3.Row) -> Recorded:
    return read_recorded(dict(row) | {"choices": json.loads(row["choices"])})


def _conversation(row: sqlite3.Row) -> Conversation:
    cases = tuple((str(case), str(option)) for case, option in json.loads(row["cases"]))
    return Conversation(**dict(row) | {"choices": tuple(json.loads(row["choices"])), "cases": cases})


def _handover(row: sqlite3.Row) -> Handover:
    context = tuple(read_recorded(values) for values in json.loads(row["context"]))
    return Handover(
        *(row["id"], row["asked"], row["channel"], row["conversation"], row["asker"], row["text"]),
        context=context,
        state=row["state"],
    )
