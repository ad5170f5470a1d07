"""What an admin is shown at each step of an edit, with the buttons that go on from there."""

from __future__ import annotations

from collections.abc import Sequence

from bot import wording
from bot.editor import field_codec
from bot.model import Block, Button, EditDraft, Entry, Knowledge, Question, Reply
from bot.render import blocks_reply, sentences_reply

PREFIX = "a"
"""The letter of the actions of edits (`bot.desk.callback_data`): `a:<nonce>:<verb>[:<number>]`."""
_WIDE = 28
"""Characters of a button's label: more is cut on a phone anyway."""


def action(draft: EditDraft, verb: str, number: int = 0) -> str:
    """The action of a button of this very step."""
    return ":".join((PREFIX, draft.nonce, verb, *([str(number)] if number else [])))


def row(draft: EditDraft, *verbs: str) -> tuple[Button, ...]:
    """Buttons with their usual labels, in a row."""
    return tuple(Button(wording.KEEP_BUTTONS[verb], action(draft, verb)) for verb in verbs)


def which(question: Question, draft: EditDraft, *, finding: bool = False) -> Reply:
    """Asks for the entry; `finding`: to be looked at."""
    return sentences_reply(
        question, wording.KEEP_FIND_WHICH if finding else wording.KEEP_WHICH[draft.act], buttons=(row(draft, "stop"),)
    )


def entries(question: Question, draft: EditDraft, found: Sequence[Entry], *, finding: bool = False) -> Reply:
    """Entries to pick from; `finding`: they were looked up only."""
    items = tuple(wording.KEEP_ENTRY.format(id=one.id, question=one.question) for one in found)
    heading = wording.KEEP_FOUND.format(count=len(found)) if finding else wording.KEEP_PICK[draft.act]
    return blocks_reply(question, [Block("steps", heading, items)], (*pick_rows(draft, items), row(draft, "stop")))


def keys(question: Question, draft: EditDraft, entry: Entry, knowledge: Knowledge) -> Reply:
    """The keys of an entry to pick from, with what they say now."""
    named = field_codec.keys(entry, knowledge)
    blocks = [Block("heading", wording.KEEP_ENTRY.format(id=entry.id, question=entry.question))]
    said = {key: field_codec.as_shown(entry, key).replace("\n", " / ") or wording.KEEP_EMPTY for key in draft.offers}
    items = tuple(wording.KEEP_KEY.format(name=named[key], text=_cut(said[key], 40)) for key in draft.offers)
    blocks.append(Block("steps", wording.KEEP_WHICH_KEY, items))
    labels = [named[key] for key in draft.offers]
    buttons = [Button(_cut(label, _WIDE), action(draft, "pick", number)) for number, label in enumerate(labels, 1)]
    rows = tuple(tuple(buttons[start : start + 3]) for start in range(0, len(buttons), 3))
    return blocks_reply(question, blocks, (*rows, row(draft, "stop")))


def value(question: Question, draft: EditDraft, entry: Entry, knowledge: Knowledge) -> Reply:
    """A key's text as it stands, and the wish for another."""
    name = field_codec.keys(entry, knowledge)[draft.key]
    blocks = [Block("heading", wording.KEEP_VALUE.format(name=name, question=entry.question))]
    held = field_codec.as_shown(entry, draft.key)
    blocks += [Block("text", line) for line in held.splitlines() if line.strip()] or [Block("text", wording.KEEP_EMPTY)]
    adding = draft.act == "phrase"
    how = wording.KEEP_HOW_PHRASE if adding else wording.KEEP_HOW.get(draft.key, wording.KEEP_HOW_TEXT)
    blocks.append(Block("note", how))
    if draft.key == "status":
        labels = list(wording.KEEP_STATUS.values())
        return blocks_reply(question, blocks, (*pick_rows(draft, labels), row(draft, "stop")))
    clearing = not adding and held and draft.key not in field_codec.NEEDED and not draft.key.startswith("variants.")
    return blocks_reply(question, blocks, (row(draft, *(["clear"] if clearing else []), "stop"),))


def key_of_new_entry(question: Question, draft: EditDraft, knowledge: Knowledge) -> Reply:
    """The next part of a new entry."""
    blocks = [Block("text", wording.KEEP_NEW[draft.key])]
    if draft.key == "topic":
        titles = [topic.title for topic in knowledge.topics if topic.key in draft.offers]
        blocks = [Block("steps", wording.KEEP_NEW["topic"], tuple(titles))]
        return blocks_reply(question, blocks, (*pick_rows(draft, titles, 2), row(draft, "stop")))
    if draft.key == "status":
        return blocks_reply(question, blocks, (*pick_rows(draft, list(wording.KEEP_STATUS.values())), row(draft, "stop")))
    return blocks_reply(question, blocks, (row(draft, *(["skip"] if draft.key == "phrasings" else []), "stop"),))


def pick_rows(draft: EditDraft, labels: Sequence[str], width: int = 1) -> tuple[tuple[Button, ...], ...]:
    """A button for each label, in rows."""
    buttons = [Button(_cut(label, _WIDE), action(draft, "pick", number)) for number, label in enumerate(labels, 1)]
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
