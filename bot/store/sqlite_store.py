"""The store in a SQLite file, next to the bot; nothing to start, several processes may use it at once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable

from bot.model import Conversation, Draft, InboxMessage, LoggedQuestion, Question, Reply
from bot.redaction import redact
from bot.store.database import MEMORY, as_json, bounded, run
from bot.store.downloads import SqliteDownloads
from bot.store.edit_drafts import SqliteEditDrafts
from bot.store.erasure import SqlitePrivacy
from bot.store.inquiries import number_of, recorded_of
from bot.store.links import SqliteLinks
from bot.store.progress import SqliteProgress
from bot.store.row_mapping import read_context, read_draft, recorded, storable, unnamed, written_context
from bot.store.usage_statistics import SqliteStatistics
from bot.store.versions import SqliteVersions
from bot.store.web import SqliteWeb


class SqliteStore(
    SqliteDownloads, SqliteEditDrafts, SqliteLinks, SqliteStatistics, SqlitePrivacy, SqliteProgress, SqliteVersions, SqliteWeb
):
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

    def pending(self, channel: str) -> tuple[InboxMessage, ...]:
        """Messages not marked done, in the order they came."""
        with self._using() as connection:
            rows = run(
                connection,
                "SELECT channel, key, payload, received FROM inbox WHERE channel = ? AND payload IS NOT NULL AND reason = ''"
                " ORDER BY id",
                channel,
            )
            return tuple(InboxMessage(*row) for row in rows)

    def kept_message(self, channel: str, key: str) -> InboxMessage | None:
        """A message that is pending; None for any other."""
        with self._using() as connection:
            row = run(
                connection,
                "SELECT channel, key, payload, received FROM inbox WHERE channel = ? AND key = ? AND payload IS NOT NULL"
                " AND reason = ''",
                channel,
                key,
            ).fetchone()
            return InboxMessage(*row) if row else None

    def done(self, channel: str, key: str) -> None:
        """Mark a message as answered and drop its payload.

        Not durable: a power cut loses the end of the log, never its middle, so at worst the message is answered twice.
        """
        with self._writing() as connection:
            run(connection, "UPDATE inbox SET payload = NULL, reason = '' WHERE channel = ? AND key = ?", channel, key)

    def set_aside(self, channel: str, key: str, payload: str, reason: str) -> None:
        """Keep a message that can't be answered, and why, on the disk when this returns; one that was answered stays so."""
        with self._writing(durable=True) as connection:
            run(
                connection,
                "INSERT INTO inbox (channel, key, payload, received, reason) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (channel, key) DO UPDATE SET payload = excluded.payload, reason = excluded.reason"
                " WHERE inbox.payload IS NOT NULL",
                *(channel, key, payload, self._clock(), reason),
            )

    def put_back(self, channel: str, key: str) -> None:
        """A message that was set aside is pending again."""
        with self._writing(durable=True) as connection:
            run(connection, "UPDATE inbox SET reason = '' WHERE channel = ? AND key = ?", channel, key)

    def aside(self) -> tuple[InboxMessage, ...]:
        """Messages of all channels that were set aside, in the order they came."""
        with self._using() as connection:
            columns = "SELECT channel, key, payload, received, reason FROM inbox"
            rows = run(connection, f"{columns} WHERE payload IS NOT NULL AND reason != '' ORDER BY id")
            return tuple(InboxMessage(*row) for row in rows)

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
                "INSERT INTO conversations (key, entry, choices, record, awaiting, updated, cases, context)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (key) DO UPDATE SET entry = excluded.entry, choices = excluded.choices,"
                " record = excluded.record, awaiting = excluded.awaiting, updated = excluded.updated, cases = excluded.cases,"
                " context = excluded.context",
                conversation.key,
                conversation.entry,
                as_json(conversation.choices),
                bounded(conversation.record),
                conversation.awaiting,
                conversation.updated or self._clock(),
                as_json(conversation.cases),
                written_context(conversation.context),
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
        kept = recorded(0, self._clock(), unnamed(question), reply, knowledge)
        with self._writing() as connection:
            number = number_of(connection, question)
            # no INSERT OR REPLACE: it would delete the row first, and with it whatever a later table hangs on it
            cursor = run(
                connection,
                "INSERT INTO questions (id, asked, channel, conversation, asker, wire, text, decision, entry, confidence,"
                " choices, knowledge, version, meant, asking) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET asked = excluded.asked, conversation = excluded.conversation,"
                " asker = excluded.asker, text = excluded.text, decision = excluded.decision, entry = excluded.entry,"
                " confidence = excluded.confidence, choices = excluded.choices, knowledge = excluded.knowledge,"
                " version = excluded.version, chosen = '', useful = NULL, reason = '', meant = excluded.meant,"
                " asking = excluded.asking",
                *(number, kept.asked, kept.channel, kept.conversation, kept.asker, kept.wire, kept.text),
                *(kept.decision, kept.entry, kept.confidence, as_json(kept.choices), kept.knowledge, version),
                *(kept.meant, int(kept.asking)),
            )
        return number or cursor.lastrowid or 0

    def recorded(self, number: int) -> LoggedQuestion | None:
        """A recorded question, or None."""
        with self._using() as connection:
            row = run(connection, "SELECT * FROM questions WHERE id = ?", bounded(number)).fetchone()
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
        with self._writing() as connection:
            run(connection, sql, value, bounded(number))


# ---------------------------------------------------------------- rows


def _conversation(row: sqlite3.Row) -> Conversation:
    cases = tuple((str(case), str(option)) for case, option in json.loads(row["cases"]))
    read = {"choices": tuple(json.loads(row["choices"])), "cases": cases, "context": read_context(row["context"])}
    return Conversation(**dict(row) | read)


def memory_store(clock: Callable[[], float] | None = None) -> SqliteStore:
    """A store that forgets everything when it is let go of: for one-off questions, trials and tests."""
    return SqliteStore(MEMORY, clock=clock)
