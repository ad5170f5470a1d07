"""Edits the text of a list of records (`contacts.yaml`, `local.yaml`): one record is written anew, all else stays as it is.

What comes out is read again and must hold exactly what was asked for beside what was there before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from bot import wording
from bot.errors import EditError
from bot.yamlio import yaml_writer
from bot.yamlio.yaml_writer import LOADER, Value

_STRICT = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Gives every value as a text, as our own reader does."""


def with_record(text: str, key: str, values: Mapping[str, Value]) -> str:
    """The file's text with the record whose id `values` names in the place of the one that has it, or at the end.

    `key` is that of the list; empty values are left out; the order of `values` is kept. Raises EditError when the text can't
    be read.
    """
    kept = {name: value for name, value in values.items() if value}
    found = _List(text, key)
    place = found.place(str(values["id"]))
    expected = [dict(one) for one in found.data]
    said = {name: value if isinstance(value, str) else [str(one) for one in value] for name, value in kept.items()}
    if place is None:
        after = found.with_new(kept)
        expected.append(said)
    else:
        after = found.with_other(place, kept)
        expected[place] = said
    return _checked(after, key, expected)


def without_record(text: str, key: str, record: str) -> str:
    """The file's text without a record. Raises EditError when it isn't there, or the text can't be read."""
    found = _List(text, key)
    place = found.place(record)
    if place is None:
        raise EditError(wording.RECORD_GONE.format(id=record[:60]))
    expected = [one for number, one in enumerate(found.data) if number != place]
    return _checked(found.with_other(place, {}), key, expected)


def records(text: str, key: str) -> list[dict[str, Any]]:
    """The records of a list, every value as a text or a list; none of a text that can't be read."""
    try:
        found = yaml.load(text.removeprefix("\ufeff"), Loader=_STRICT)  # noqa: S506  # texts and lists only
    except yaml.YAMLError:
        return []
    listed = found.get(key) if isinstance(found, dict) else None
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _checked(after: str, key: str, expected: Sequence[Mapping[str, object]]) -> str:
    """The text once it is sure that it says what it should; raises EditError."""
    if records(after, key) != list(expected):
        raise EditError(wording.RECORD_UNREADABLE)
    return after


class _List:
    """A file's text and where its records stand."""

    def __init__(self, text: str, key: str) -> None:
        self._text = text
        self._key = key
        self._newline = "\r\n" if "\r\n" in text else "\n"
        self._shift = 1 if text.startswith("\ufeff") else 0
        try:
            root = yaml.compose(text.removeprefix("\ufeff"), Loader=LOADER)
        except yaml.YAMLError as error:
            raise EditError(wording.RECORD_UNREADABLE) from error
        pairs = root.value if isinstance(root, yaml.MappingNode) else []
        self._value = next((value for name, value in pairs if name.value == key), None)
        self._nodes: list[Any] = self._value.value if isinstance(self._value, yaml.SequenceNode) else []
        self.data = records(text, key)
        if len(self.data) != len(self._nodes) or (self._value is not None and self._nodes and self._value.flow_style):
            raise EditError(wording.RECORD_UNREADABLE)

    def place(self, record: str) -> int | None:
        """Where the record with that id stands among the others."""
        return next((number for number, one in enumerate(self.data) if one.get("id") == record), None)

    def with_other(self, place: int, values: Mapping[str, Value]) -> str:
        """The text with other values of a record; without it when there are none."""
        start, column, end = self._span(self._nodes[place])
        return self._text[:start] + self._written(values, column) + self._text[end:]

    def with_new(self, values: Mapping[str, Value]) -> str:
        """The text with a record behind the last."""
        if self._nodes:
            _, column, end = self._span(self._nodes[-1])
            before = self._text[:end]
            return before + ("" if before.endswith("\n") else self._newline) + self._written(values, column) + self._text[end:]
        fresh = self._key + ":" + self._newline + self._written(values, 2)
        if self._value is None:  # no such list yet
            return self._text + ("" if not self._text or self._text.endswith("\n") else self._newline) + fresh
        end = self._line_end(self._value.end_mark.index + self._shift)
        begin = self._text.rfind(f"{self._key}:", 0, self._value.start_mark.index + self._shift + 1)
        return self._text[:begin] + fresh + self._text[end:]

    def _span(self, node: Any) -> tuple[int, int, int]:
        """Where a record's first line begins, the column of its dash, and where the line behind it begins."""
        dash = self._text.rfind("-", 0, node.start_mark.index + self._shift)
        start = self._text.rfind("\n", 0, dash) + 1
        end = len(self._text[: _leaf(node) + self._shift].rstrip())
        return start, dash - start, self._line_end(end)

    def _line_end(self, at: int) -> int:
        found = self._text.find("\n", at)
        return found + 1 if found >= 0 else len(self._text)

    def _written(self, values: Mapping[str, Value], column: int) -> str:
        """A record as YAML whose dash stands at `column`."""
        if not values:
            return ""
        indent = " " * (column + 2)
        lines = "".join(f"{indent}{key}: {_value(key, value)}\n" for key, value in values.items())
        return (f"{' ' * column}- " + lines[column + 2 :]).replace("\n", self._newline)


def _value(key: str, value: Value) -> str:
    """A value on one line; a day stays one without quotes."""
    if isinstance(value, str):
        return yaml_writer.scalar(value, "reviewed" if key == "checked" else key)
    return yaml_writer.bracketed([str(one) for one in value])


def _leaf(node: Any) -> int:
    """Where the last value within a node ends."""
    if isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        return _leaf(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.index)
