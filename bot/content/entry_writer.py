"""An entry as YAML in our own hand: keys in their order, ids in brackets, sources a line each, answers as blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.content.entry_reader import REVIEW_AFTER
from bot.model import Entry, Variant
from bot.yamlio import yaml_writer
from bot.yamlio.yaml_writer import Item, Value, tidy

ORDER = (
    *("id", "question", "phrasings", "answer", "steps", "materials", "sources", "status", "region", "ask", "variants"),
    *("guides", "related", "reviewed", "review_after", "retired"),
)
"""The keys of an entry in the order in which they are written."""


def topic(title: str, entries: Sequence[Entry]) -> str:
    """The text of a new topic file."""
    return yaml_writer.keyed("topic", title, 0) + "entries:\n" + "\n".join(entry_yaml(entry, 2) for entry in entries)


def entry_yaml(entry: Entry, column: int) -> str:
    """An entry as YAML whose dash stands at `column`; ends with a line feed."""
    return _dashed(
        [
            yaml_writer.keyed(key, value, column + 2) if key != "variants" else branches(entry.variants, entry, column + 2)
            for key, value in _values(entry).items()
        ],
        column,
    )


def _values(entry: Entry) -> dict[str, Value]:
    """What is written of an entry, by key in order; of its variants only that there are some."""
    every: dict[str, Value] = {
        "id": entry.id,
        "question": tidy(entry.question),
        "phrasings": tuple(map(tidy, entry.phrasings)),
        "answer": tidy(entry.answer),
        "steps": tuple(map(tidy, entry.steps)),
        "materials": tuple(map(tidy, entry.materials)),
        "sources": entry.sources,
        "status": str(entry.status or ""),
        "region": entry.region,
        "ask": entry.ask,
        "variants": tuple(one.when for one in entry.variants),
        "guides": entry.guides,
        "related": entry.related,
        "reviewed": entry.reviewed.isoformat() if entry.reviewed else "",
        "review_after": str(entry.review_after) if entry.review_after != REVIEW_AFTER else "",
        "retired": entry.retired.isoformat() if entry.retired else "",
    }
    return {key: value for key, value in every.items() if value}


def _own(variant: Variant, entry: Entry) -> dict[str, Value]:
    """What is written of a variant: what its entry doesn't say already."""
    every: dict[str, Value] = {
        "when": variant.when,
        "answer": tidy(variant.answer),
        "steps": tuple(map(tidy, variant.steps)) if variant.steps != entry.steps else (),
        "materials": tuple(map(tidy, variant.materials)) if variant.materials != entry.materials else (),
        "sources": variant.sources if variant.sources != entry.sources else (),
        "status": str(variant.status or "") if variant.status != entry.status else "",
        "region": variant.region if variant.region != entry.region else "",
    }
    return {key: value for key, value in every.items() if value}


def branches(variants: Sequence[Variant], entry: Entry, column: int) -> str:
    """Variants of an entry as YAML under their key, which stands at `column`; ends with a line feed."""
    return f"{' ' * column}variants:\n{''.join(branch(variant, entry, column + 2) for variant in variants)}"


def branch(variant: Variant, entry: Entry, column: int) -> str:
    """A variant as YAML whose dash stands at `column`, without what is its entry's own."""
    return _dashed([yaml_writer.keyed(key, value, column + 2) for key, value in _own(variant, entry).items()], column)


def branch_data(variant: Variant, entry: Entry) -> dict[str, Any]:
    """What a file must hold of a variant once it is written."""
    return _plain(_own(variant, entry))


def _dashed(keys: Sequence[str], column: int) -> str:
    """Keys as an item of a list whose dash stands at `column`."""
    text = "".join(keys)
    return f"{' ' * column}- {text[column + 2 :]}"


def as_data(entry: Entry) -> dict[str, Any]:
    """What a file must hold of an entry once it is written."""
    data = _plain(_values(entry))
    if entry.variants:
        data["variants"] = [branch_data(one, entry) for one in entry.variants]
    return data


def _plain(values: Mapping[str, Value]) -> dict[str, Any]:
    return {key: value if isinstance(value, str) else list(map(item_data, value)) for key, value in values.items()}


def item_data(value: Item) -> Any:
    """An item of a list as plain data."""
    return value if isinstance(value, str) else {"law": value.law, "version": value.version, "article": value.article}
