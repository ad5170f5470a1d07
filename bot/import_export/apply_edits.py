"""Edits as new texts of the topic files: what a row changes is written anew, every other byte stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.content import yaml_edit
from bot.content.entry_reader import REVIEW_AFTER
from bot.import_export.import_records import Changed, Edit
from bot.model import Entry, EntryValue, Knowledge, Status, Variant
from bot.normalise import key as wording_key

_BRANCHING = ("variant-add", "variant-drop")
"""Edits that give an entry a variant or take one away."""


def files_of(edits: Iterable[Edit], knowledge: Knowledge) -> dict[str, list[Edit]]:
    """Edits by the file that they change, relative to the knowledge folder."""
    entries = {entry.id: entry for entry in (*knowledge.entries, *knowledge.retired)}
    titles = {topic.key: topic.title for topic in knowledge.topics}
    of_topic = {entry.topic: entry.file for entry in entries.values()}
    added = {edit.entry: of_topic[titles[edit.topic]] for edit in edits if edit.kind == "add"}
    found: dict[str, list[Edit]] = {}
    for edit in edits:
        file = entries[edit.entry].file if edit.entry in entries else added.get(edit.entry, "")
        if file:
            found.setdefault(file, []).append(edit)
    return found


def rewritten(text: str, edits: Sequence[Edit], knowledge: Knowledge) -> str:
    """The text of a topic file with edits of its entries made; raises EditError."""
    entries = {entry.id: entry for entry in (*knowledge.entries, *knowledge.retired)}
    fresh = [edit for edit in edits if edit.kind == "add"]
    text = yaml_edit.with_values(text, _values([edit for edit in edits if edit.entry in entries], entries))
    branched = dict.fromkeys(edit.entry for edit in edits if edit.kind in _BRANCHING and edit.entry in entries)
    for name in branched:
        text = yaml_edit.with_variants(text, _entry(entries[name], edits))
    for edit in fresh:
        text = yaml_edit.with_entry(text, _entry(Entry(edit.entry, "", "", ""), edits))
    return text


def _values(edits: Sequence[Edit], entries: Mapping[str, Entry]) -> dict[tuple[str, str], EntryValue]:
    """What changes inside entries, by entry and key as `editing.edited` takes them."""
    found: dict[tuple[str, str], EntryValue] = {}
    for edit in edits:
        if edit.kind == "phrase":
            now = found.get((edit.entry, "phrasings"), entries[edit.entry].phrasings)
            found[edit.entry, "phrasings"] = _more(now, edit.changes[0].value)
        elif edit.kind in ("change", "retire"):
            found |= {(edit.entry, one.key): one.value for one in edit.changes}
        elif edit.kind == "variant-change":
            found |= {(edit.entry, f"variants.{edit.when}.{one.key}"): one.value for one in edit.changes}
    return found


def _more(texts: EntryValue, others: EntryValue) -> tuple[str, ...]:
    """Texts with those of others that say something else."""
    found: dict[str, str] = {}
    for text in (*texts, *others):
        found.setdefault(wording_key(str(text)), str(text))
    return tuple(found.values())


def _entry(entry: Entry, edits: Iterable[Edit]) -> Entry:
    """An entry as its edits, and those of its variants, leave it."""
    mine = [edit for edit in edits if edit.entry == entry.id]
    for edit in mine:
        if not edit.when:
            entry = replace(entry, **_fields(edit.changes))  # type: ignore[arg-type]  # Entry's own fields
    for edit in mine:
        others = tuple(one for one in entry.variants if one.when != edit.when)
        if edit.kind == "variant-drop":
            entry = replace(entry, variants=others)
        elif edit.when:
            entry = replace(entry, variants=_with(entry, edit))
    return entry if entry.variants else replace(entry, ask="")


def _with(entry: Entry, edit: Edit) -> tuple[Variant, ...]:
    """An entry's variants with one changed in its place, or added."""
    old = next((one for one in entry.variants if one.when == edit.when), None)
    fields = _fields(edit.changes)
    if old is None:
        own = {"steps": entry.steps, "materials": entry.materials, "sources": entry.sources}
        made = Variant(**{"when": edit.when, "status": entry.status, "region": entry.region, **own, **fields})  # type: ignore[arg-type]  # Variant's own fields
        return (*entry.variants, made)
    changed = replace(old, **{key: value or getattr(entry, key) for key, value in fields.items()})  # type: ignore[arg-type]  # Variant's own fields
    return tuple(changed if one is old else one for one in entry.variants)


def _fields(changes: Iterable[Changed]) -> dict[str, object]:
    """Values of changed keys as an entry holds them."""
    return {one.key: _held(one.key, one.value) for one in changes}


def _held(key: str, value: EntryValue) -> object:
    if key in ("reviewed", "retired"):
        return date.fromisoformat(str(value)) if value else None
    if key == "review_after":
        return int(str(value)) if value else REVIEW_AFTER
    if key == "status":
        return Status(str(value)) if value else None
    return value
