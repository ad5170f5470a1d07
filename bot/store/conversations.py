"""What is remembered between two messages: what a conversation is about, and the form that is being filled in in it."""

from __future__ import annotations

import json

from bot.model import Conversation, Draft
from bot.store.database import Part, Row, as_json, bounded
from bot.store.row_mapping import read_context, read_draft, storable, written_context


class Conversations(Part):
    """Implements bot.ports.Conversations."""

    def conversation(self, key: str) -> Conversation | None:
        """The conversation as last saved, or None."""
        with self._db.reading() as work:
            row = work.run("SELECT * FROM conversations WHERE key = ?", key).fetchone()
        return _conversation(row) if row else None

    def save_conversation(self, conversation: Conversation) -> None:
        """Replace what is remembered of a conversation; `updated` is set to now when it is 0."""
        with self._db.writing() as work:
            work.run(
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
                conversation.updated or self._db.clock(),
                as_json(conversation.conditions),
                written_context(conversation.context),
            )


class Drafts(Part):
    """Implements bot.ports.Drafts."""

    def draft(self, conversation: str) -> Draft | None:
        """The form that is being filled in in a conversation, or None."""
        with self._db.reading() as work:
            row = work.run("SELECT * FROM drafts WHERE conversation = ?", conversation).fetchone()
        return read_draft(row) if row else None

    def save_draft(self, draft: Draft) -> None:
        """Replace what is filled in in a conversation; `updated` is set to now when it is 0."""
        with self._db.writing(durable=True) as work:  # she can't be asked to type it all again
            work.run(
                "INSERT INTO drafts (conversation, form, at, filled, looking, updated) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (conversation) DO UPDATE SET form = excluded.form, at = excluded.at, filled = excluded.filled,"
                " looking = excluded.looking, updated = excluded.updated",
                draft.conversation,
                draft.form,
                draft.at,
                storable(as_json(draft.values)),
                int(draft.looking),
                draft.updated or self._db.clock(),
            )

    def drop_draft(self, conversation: str) -> None:
        """Forget what is filled in in a conversation."""
        with self._db.writing() as work:
            work.run("DELETE FROM drafts WHERE conversation = ?", conversation)


def _conversation(row: Row) -> Conversation:
    conditions = tuple((str(condition), str(option)) for condition, option in json.loads(row["cases"]))
    read = {"choices": tuple(json.loads(row["choices"])), "conditions": conditions, "context": read_context(row["context"])}
    kept = {name: value for name, value in dict(row).items() if name != "cases"}
    return Conversation(**kept | read)
