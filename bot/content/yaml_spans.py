"""The text of a topic file with the spans of its values: what an edit writes anew, and where.

Every other byte stays as it was left. What comes out is read again and must hold what was expected.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import yaml

from bot import wording
from bot.content import entry_writer
from bot.content.entry_reader import ENTRY_KEYS, VARIANT_KEYS
from bot.errors import EditError
from bot.model import Entry, Source, Variant
from bot.yamlio import yaml_writer
from bot.yamlio.problems import ProblemCollector
from bot.yamlio.yaml_reader import ListNode, Node, TextNode, parse
from bot.yamlio.yaml_writer import LOADER, Item, Value, tidy

_REQUIRED = ("id", "question", "answer", "when")
_BREAK = re.compile(r"\r\n|\n|\r")
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text, and what takes its place."""

    start: int
    end: int
    text: str


class TopicFile:
    """A topic file's text, its line ends and its nodes."""

    def __init__(self, text: str) -> None:
        self._mark = _BOM if text.startswith(_BOM) else ""
        self.text = text.removeprefix(_BOM)
        self._newline = _newline(self.text)
        self.tree = _read(self.text, wording.EDIT_UNREADABLE)
        root = yaml.compose(self.text, Loader=LOADER)
        self.entries: list[Any] = []
        for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
            if key.value == "entries" and isinstance(value, yaml.SequenceNode):
                self.entries = value.value
        if not self.entries:
            raise EditError(wording.EDIT_NO_ENTRIES)

    def place(self, entry: str, key: str) -> tuple[Any, tuple[str, ...]]:
        """The node that holds a key, and the keys it may have in their order."""
        node = next((one for one in self.entries if isinstance(one, yaml.MappingNode) and _named(one, "id") == entry), None)
        if node is None:
            raise EditError(wording.EDIT_NO_ENTRY.format(id=entry))
        parts = key.split(".")
        if len(parts) == 1 and key in ENTRY_KEYS:
            return node, entry_writer.ORDER
        if len(parts) == 3 and parts[0] == "variants" and parts[2] in VARIANT_KEYS:
            variants = _child(node, "variants")
            for one in variants.value if isinstance(variants, yaml.SequenceNode) else ():
                if isinstance(one, yaml.MappingNode) and _named(one, "when") == parts[1]:
                    return one, VARIANT_KEYS
        raise EditError(wording.EDIT_NO_KEY.format(id=entry, key=key))

    def entries_end(self) -> tuple[int, int]:
        """The column of the entries' dashes, and where the next one goes: at the end, or before what isn't a comment."""
        first, last = self.entries[0], self.entries[-1]
        start = self.text.rfind("-", 0, first.start_mark.index)
        end = self.line_end(_end(self.text, last))
        rest = self.text[end:]
        if all(not line.strip() or line.lstrip().startswith("#") for line in _BREAK.split(rest)):
            end += len(rest.rstrip())
            end = self.line_end(end) if rest.strip() else end
        return start - self.line_start(start), end

    def line_start(self, index: int) -> int:
        """Where the line begins that holds a character."""
        return max(self.text.rfind("\n", 0, index), self.text.rfind("\r", 0, index)) + 1

    def line_end(self, index: int) -> int:
        """Where the next line begins."""
        found = _BREAK.search(self.text, index)
        return found.end() if found else len(self.text)

    def with_spans(self, spans: Sequence[Span], expected: Any) -> str:
        """The text with the spans in place; raises EditError when it doesn't hold what is expected."""
        parts, at = [], 0
        for span in sorted(spans, key=lambda one: (one.start, one.end)):
            parts += [self.text[at : span.start], span.text.replace("\n", self._newline)]
            at = span.end
        made = "".join([*parts, self.text[at:]])
        if as_data(_read(made, wording.EDIT_UNWRITABLE)) != expected:
            raise EditError(wording.EDIT_GARBLED)
        return self._mark + made


class MappingEditor:
    """A mapping of the file: an entry or a variant."""

    def __init__(self, file: TopicFile, node: Any, order: tuple[str, ...]) -> None:
        self._file = file
        self._node = node
        self._order = order
        self._values = {key.value: (key, value) for key, value in node.value}
        self._column = node.value[0][0].start_mark.column

    def changed(self, key: str, value: Value) -> list[Span]:
        """What must be written for a key to have a value."""
        if key not in self._values:
            return self._inserted(key, value) if value else []
        if not value:
            if key in _REQUIRED:
                raise EditError(wording.EDIT_REQUIRED.format(key=key, name=wording.LOAD_KEYS[key]))
            return [self._removed(key)]
        old = self._values[key][1]
        if isinstance(value, str) and isinstance(old, yaml.ScalarNode):
            return self._text(key, old, value)
        if not isinstance(value, str) and isinstance(old, yaml.SequenceNode):
            return self._list(key, old, value)
        return [self._removed(key), *self._inserted(key, value)]

    # -------------------------------------------------------- a text

    def _text(self, key: str, old: Any, value: str) -> list[Span]:
        start, end = old.start_mark.index, _end(self._file.text, old)
        if self._node.flow_style:
            return [Span(start, end, yaml_writer.flowing(key, value))]
        if old.style == "|":
            return [self._block(start, end, value, self._column + 2)]
        quote = old.style or ""
        if quote == ">" or "\n" in value or (key == "answer" and len(value) > yaml_writer.LONG_LINE):
            return self._into_block(start, end, value, self._column + 2)
        return [Span(start, end, yaml_writer.scalar(value, key, quote=quote))]

    def _block(self, start: int, end: int, value: str, indent: int) -> Span:
        """A block in the place of one, under its header and as far to the right."""
        raw = self._file.text[start:end]
        found = _BREAK.search(raw)
        header = raw[: found.start()] if found else "|"
        lines = [line for line in _BREAK.split(raw)[1:] if line.strip()]
        if any(character.isdigit() for character in header.partition("#")[0]):
            header = "|"
        elif lines:
            indent = min(len(line) - len(line.lstrip(" ")) for line in lines)
        return Span(start, end, f"{header}\n{yaml_writer.block(value, indent)}".removesuffix("\n"))

    def _into_block(self, start: int, end: int, value: str, indent: int) -> list[Span]:
        """A block in the place of a text on the key's line; a comment behind it stays behind the header."""
        raw = self._file.text[start:end]
        if _BREAK.search(raw):
            return [Span(start, end, f"|\n{yaml_writer.block(value, indent)}".removesuffix("\n"))]
        below = self._file.line_end(end)
        fresh = yaml_writer.block(value, indent)
        return [Span(start, end, "|"), Span(below, below, fresh if self._ended(below) else f"\n{fresh}")]

    def _ended(self, index: int) -> bool:
        """Whether a place is the beginning of a line."""
        return index == 0 or self._file.text[index - 1] in "\r\n"

    # -------------------------------------------------------- a list

    def _list(self, key: str, old: Any, value: Sequence[Item]) -> list[Span]:
        if old.flow_style or not old.value:
            start, end = old.start_mark.index, _end(self._file.text, old)
            fits = self._node.flow_style or key in ("guides", "related")
            return (
                [Span(start, end, yaml_writer.bracketed(value))] if fits else [self._removed(key), *self._inserted(key, value)]
            )
        spans: list[Span] = []
        before = [_item(node) for node in old.value]
        for kind, first, last, begin, stop in SequenceMatcher(None, before, list(value), autojunk=False).get_opcodes():
            if kind == "equal":
                continue
            pairs = min(last - first, stop - begin)
            for number in range(pairs):
                spans += self._item(old.value[first + number], value[begin + number])
            spans += [self._without(node) for node in old.value[first + pairs : last]]
            if begin + pairs < stop:
                spans.append(self._more(old, first + pairs, value[begin + pairs : stop]))
        return spans

    def _item(self, node: Any, value: Item) -> list[Span]:
        start, end = node.start_mark.index, _end(self._file.text, node)
        if isinstance(value, str) and isinstance(node, yaml.ScalarNode):
            if node.style == "|":
                return [self._block(start, end, value, node.start_mark.column)]
            if "\n" in value:
                return self._into_block(start, end, value, node.start_mark.column)
            return [Span(start, end, yaml_writer.item(value, quote=(node.style or "").strip(">")))]
        return [Span(start, end, yaml_writer.item(value))]

    def _without(self, node: Any) -> Span:
        """The lines of an item gone."""
        start = self._file.line_start(self._file.text.rfind("-", 0, node.start_mark.index))
        return Span(start, self._file.line_end(_end(self._file.text, node)), "")

    def _more(self, old: Any, number: int, values: Sequence[Item]) -> Span:
        """Items before the one of that number, or after the last."""
        column = old.start_mark.column
        fresh = yaml_writer.listed(values, column)
        if number == 0:
            place = self._file.line_start(old.start_mark.index)
            return Span(place, place, fresh)
        return self._below(_end(self._file.text, old.value[number - 1]), fresh)

    # -------------------------------------------------------- variants

    def branched(self, kept: Sequence[str], fresh: Sequence[Variant], entry: Entry) -> list[Span]:
        """What must be written for these variants to stay and those to be there; neither: `ask` goes with them."""
        old = self._values["variants"][1] if "variants" in self._values else None
        if not kept and not fresh:
            return [self._removed(key) for key in ("ask", "variants") if key in self._values]
        if self._node.flow_style or (old is not None and (not isinstance(old, yaml.SequenceNode) or old.flow_style)):
            raise EditError(wording.EDIT_GARBLED)
        if old is None:
            return [self._lines("variants", entry_writer.branches(fresh, entry, self._column))]
        spans = [self._without(node) for node in old.value if _named(node, "when") not in kept]
        if fresh:
            lines = "".join(entry_writer.branch(variant, entry, old.start_mark.column) for variant in fresh)
            spans.append(self._below(_end(self._file.text, old.value[-1]), lines))
        return spans

    # -------------------------------------------------------- a key

    def _inserted(self, key: str, value: Value) -> list[Span]:
        """A key after those that come before it."""
        if not self._node.flow_style:
            return [self._lines(key, yaml_writer.keyed(key, value, self._column))]
        end = self._behind(key)
        return [Span(end, end, f", {key}: {yaml_writer.flowing(key, value)}")]

    def _lines(self, key: str, lines: str) -> Span:
        """Lines of their own for a key, after those that come before it."""
        return self._below(self._behind(key), lines)

    def _below(self, index: int, lines: str) -> Span:
        """Lines below the one that holds a place."""
        place = self._file.line_end(index)
        return Span(place, place, lines if self._ended(place) else "\n" + lines.removesuffix("\n"))

    def _behind(self, key: str) -> int:
        """Where the last value ends that comes before a key."""
        earlier = self._order[: self._order.index(key)]
        before = [pair for name, pair in self._values.items() if name in earlier]
        node = max((pair[1] for pair in before), key=lambda one: one.start_mark.index, default=None)
        if node is None:
            raise EditError(wording.EDIT_GARBLED)
        return _end(self._file.text, node)

    def _removed(self, key: str) -> Span:
        """A key and its value gone."""
        names = list(self._values)
        number = names.index(key)
        node, value = self._values[key]
        start, end = node.start_mark.index, _end(self._file.text, value)
        if number == 0:
            # behind the dash of its entry: the next key moves up
            return Span(start, self._values[names[1]][0].start_mark.index, "")
        if self._node.flow_style:
            return Span(_end(self._file.text, self._values[names[number - 1]][1]), end, "")
        return Span(self._file.line_start(start), self._file.line_end(end), "")


def _end(text: str, node: Any) -> int:
    """Where a value ends; the parser ends blocks only where the next thing begins."""
    if isinstance(node, yaml.ScalarNode):
        if node.style in ("|", ">"):
            start: int = node.start_mark.index
            return start + len(text[start : node.end_mark.index].rstrip())
    elif not node.flow_style and node.value:
        last = node.value[-1]
        return _end(text, last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.index)


def _child(node: Any, key: str) -> Any:
    return next((value for name, value in node.value if name.value == key), None)


def _named(node: Any, key: str) -> str:
    child = _child(node, key)
    return str(child.value).strip() if isinstance(child, yaml.ScalarNode) else ""


def _item(node: Any) -> Item | None:
    """What an item of a list says; None when it is something else."""
    if isinstance(node, yaml.ScalarNode):
        return tidy(node.value)
    if isinstance(node, yaml.MappingNode):
        return Source(_named(node, "law"), _named(node, "version"), _named(node, "article"))
    return None


def _newline(text: str) -> str:
    """The line end that most lines have."""
    found = _BREAK.findall(text)
    return max(dict.fromkeys(found, 0), key=found.count, default="\n")


def _read(text: str, failed: str) -> Node:
    """The tree of a file's text; raises EditError in the words of `failed` when it can't be read."""
    findings = ProblemCollector()
    tree = parse(_BREAK.sub("\n", text), "", findings)
    if tree is None or findings.failed:
        first = next(iter(findings.problems()), None)
        raise EditError(failed.format(why=first.message if first else ""))
    return tree


def as_data(node: Node) -> Any:
    """A tree as plain texts, lists and tables."""
    if isinstance(node, TextNode):
        return tidy(node.value)
    if isinstance(node, ListNode):
        return [as_data(one) for one in node.items]
    return {key: as_data(one) for key, one in node.values.items()}
