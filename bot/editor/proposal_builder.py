"""From what an admin wrote to the edit of the files, and to what of it she is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot import wording
from bot.editor import edit_preview, field_codec
from bot.editor.commands import EDIT, NEW, PHRASE, RETIRE, UNDO
from bot.errors import EditError
from bot.model import Block, EditDraft, Entry, Knowledge, Proposal, Source, Status
from bot.normalise import key as normal
from bot.ports import Editor


def proposal(editor: Editor, draft: EditDraft, knowledge: Knowledge, today: date) -> Proposal:
    """The edit worked out anew from what was written, against the files as they are. May raise EditError."""
    said = dict(draft.values)
    if draft.act == UNDO:
        return editor.undo(int(said.get("act", "0")))
    if draft.act == RETIRE:
        return editor.retire(draft.entry)
    if draft.act == NEW:
        return editor.add(said["topic"], fresh_entry(said, knowledge, today))
    entry = knowledge.get(draft.entry)
    if entry is None:
        raise EditError(wording.KEEP_GONE.format(id=draft.entry))
    if draft.act == PHRASE:
        return editor.change(entry.id, "phrasings", _merged_phrasings(entry, field_codec.lines(said["phrasings"])))
    value = field_codec.read(draft.key, said[draft.key], knowledge, today)
    if draft.key.rpartition(".")[2] == "answer":  # whoever writes an answer has just checked it
        return editor.revise(entry.id, {draft.key: value, "reviewed": today.isoformat()})
    return editor.revise(entry.id, {draft.key: value})


def difference(draft: EditDraft, made: Proposal, knowledge: Knowledge, today: date) -> tuple[Block, ...]:
    """What differs: of a key its text, of anything else the lines of the files."""
    entry = knowledge.get(draft.entry)
    if draft.act not in (EDIT, PHRASE) or entry is None:
        return edit_preview.changes(made.changes)
    said = dict(draft.values).get(draft.key, "")
    if draft.act == PHRASE:
        return edit_preview.difference("", "\n".join(_merged_phrasings(entry, field_codec.lines(said))[len(entry.phrasings) :]))
    after = field_codec.as_text(draft.key, field_codec.read(draft.key, said, knowledge, today))
    return edit_preview.difference(field_codec.as_shown(entry, draft.key), after)


def _merged_phrasings(entry: Entry, new: Sequence[str]) -> tuple[str, ...]:
    """The phrasings with those that the entry doesn't have yet, each once."""
    known = {normal(text) for text in entry.wordings}
    return (*entry.phrasings, *(text for text in dict.fromkeys(new) if normal(text) not in known))


def fresh_entry(said: Mapping[str, str], knowledge: Knowledge, today: date) -> Entry:
    """The new entry that was written, under an id that no other has. Raises EditError."""
    title = next((topic.title for topic in knowledge.topics if topic.key == said["topic"]), "")
    taken = [entry.id for entry in (*knowledge.entries, *knowledge.retired)]
    return Entry(
        id=field_codec.fresh_id(said["topic"], taken),
        topic=title,
        question=said["question"],
        answer=said["answer"],
        phrasings=tuple(field_codec.lines(said["phrasings"])),
        sources=tuple(one for one in field_codec.read("sources", said["sources"], knowledge, today) if isinstance(one, Source)),
        status=Status(said["status"]),
        reviewed=today,
    )
