"""Edits the text of a topic file: only what changes is written anew, every other byte stays as the admin left it.

The parser says where each value stands; an edit replaces that span, or a line beside it. So comments, order, quotes, line
ends and blank lines are kept, and one edited value is a change of one line. What comes out is read again and must hold
exactly what was asked for, and otherwise what was there before.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot import wording
from bot.content import entry_writer
from bot.content.yaml_spans import MappingEditor, Span, TopicFile, as_data
from bot.errors import EditError
from bot.model import Entry
from bot.yamlio.yaml_writer import Value, tidy

LISTS = ("phrasings", "steps", "materials", "guides", "related", "sources")
"""Keys that hold lists."""


def with_values(text: str, wanted: Mapping[tuple[str, str], Value]) -> str:
    """The file's text with other values, by entry and key; an empty one removes the key.

    A key may be that of a variant: `variants.under-25.answer`. Raises EditError when an entry or key isn't there, the text
    can't be read, or a value can't be written.
    """
    file = TopicFile(text)
    spans: list[Span] = []
    expected = as_data(file.tree)
    for (entry, key), given in wanted.items():
        value = _tidied(key, given)
        spans += MappingEditor(file, *file.place(entry, key)).changed(key.rpartition(".")[2], value)
        _expect(expected, entry, key, value)
    return file.with_spans(spans, expected)


def with_entry(text: str, entry: Entry) -> str:
    """The file's text with an entry at the end."""
    file = TopicFile(text)
    expected = as_data(file.tree)
    expected["entries"].append(entry_writer.as_data(entry))
    column, end = file.entries_end()
    fresh = entry_writer.entry_yaml(entry, column)
    last = file.text[:end]
    gap = "" if not last or last.endswith(("\n\n", "\r\n\r\n", "\r\r")) else "\n"
    return file.with_spans([Span(end, end, ("" if last.endswith(("\r", "\n")) else "\n") + gap + fresh)], expected)


def with_variants(text: str, entry: Entry) -> str:
    """The file's text with the variants that an entry has: new ones behind the others, those it hasn't gone; none: no `ask`.

    What stays is left as it is, whatever the entry says; so is `ask` while there are variants. Raises EditError.
    """
    file = TopicFile(text)
    expected = as_data(file.tree)
    node, order = file.place(entry.id, "variants")
    table = next(one for one in expected["entries"] if one.get("id") == entry.id)
    kept = [one for one in table.get("variants", ()) if one.get("when") in [variant.when for variant in entry.variants]]
    there = [one.get("when") for one in kept]
    fresh = [variant for variant in entry.variants if variant.when not in there]
    if kept or fresh:
        table["variants"] = [*kept, *(entry_writer.branch_data(variant, entry) for variant in fresh)]
    else:
        table.pop("variants", None)
        table.pop("ask", None)
    return file.with_spans(MappingEditor(file, node, order).branched(there, fresh, entry), expected)


def _tidied(key: str, value: Value) -> Value:
    """A value without what the loader drops; raises EditError when the key takes another kind."""
    if isinstance(value, str) == (key.rpartition(".")[2] in LISTS) and value:
        raise EditError(wording.EDIT_KIND.format(key=key))
    if isinstance(value, str):
        return tidy(value)
    return tuple(cleaned for one in value if (cleaned := tidy(one) if isinstance(one, str) else one))


def _expect(data: Any, entry: str, key: str, value: Value) -> None:
    """Note in a file's data what a change should make of it."""
    table = next(one for one in data["entries"] if one.get("id") == entry)
    for part in key.split(".")[1:2]:
        table = next(one for one in table["variants"] if one.get("when") == part)
    name = key.rpartition(".")[2]
    if value:
        table[name] = value if isinstance(value, str) else [entry_writer.item_data(one) for one in value]
    else:
        table.pop(name, None)
