"""Edits of the knowledge that admins are working at."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

from bot.model import Change, EditDraft, Problem, Proposal, Severity
from bot.store.database import Part, as_json
from bot.store.row_mapping import storable


class EditDrafts(Part):
    """Implements bot.ports.EditDrafts."""

    def edit_draft(self, conversation: str) -> EditDraft | None:
        """The edit that is being worked at in a conversation, or None."""
        with self._db.reading() as work:
            row = work.run("SELECT content FROM edit_drafts WHERE conversation = ?", conversation).fetchone()
        return read_edit_draft(row["content"]) if row else None

    def save_edit_draft(self, draft: EditDraft) -> None:
        """Replace what is worked at in a conversation, on the disk when this returns."""
        draft = replace(draft, updated=draft.updated or self._db.clock())
        with self._db.writing(durable=True) as work:
            work.run(
                "INSERT INTO edit_drafts (conversation, content, updated) VALUES (?, ?, ?)"
                " ON CONFLICT (conversation) DO UPDATE SET content = excluded.content, updated = excluded.updated",
                *(draft.conversation, written_edit_draft(draft), draft.updated),
            )

    def drop_edit_draft(self, conversation: str) -> None:
        """Forget what is worked at in a conversation."""
        with self._db.writing() as work:
            work.run("DELETE FROM edit_drafts WHERE conversation = ?", conversation)


def written_edit_draft(draft: EditDraft) -> str:
    """The draft as JSON."""
    return storable(as_json(asdict(draft)))


def read_edit_draft(content: str) -> EditDraft:
    """The draft back from its JSON."""
    values: dict[str, Any] = json.loads(content)
    proposal = values["proposal"]
    return EditDraft(
        **values
        | {
            "values": tuple((key, value) for key, value in values["values"]),
            "offers": tuple(values["offers"]),
            "proposal": _proposal(proposal) if proposal else None,
        }
    )


def _proposal(values: dict[str, Any]) -> Proposal:
    problems = [Problem(**one | {"severity": Severity(one["severity"])}) for one in values["problems"]]
    changes = tuple(Change(**change) for change in values["changes"])
    return Proposal(values["about"], changes, tuple(values["entries"]), tuple(problems), values.get("undoes", 0))
