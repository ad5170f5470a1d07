"""A YAML text as a tree of texts, lists and tables that know their lines; every scalar stays text.

Built from the parser's events: the C library's own composer recurses and dies of `[` × 100,000, its event parser doesn't.
Depth is checked on each event, so a bomb ends after a dozen. Anchors, aliases, merge keys and tags are refused, not
followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import yaml

from bot import wording
from bot.yamlio import yaml_hints
from bot.yamlio.problems import Location, ProblemCollector, excerpt

DEEPEST = 12
"""Levels of lists and tables; an entry needs six."""

MOST_NODES = 100_000
"""Texts, lists and tables of one file: 2 MiB of real entries hold 40,000, 1 MiB of dashes half a million."""

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters
    "\xad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # invisible, or turning text
    "\u2028\u2029"  # line ends that editors don't count
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffd-\uffff"  # halves, private use, no characters, the sign of a lost one
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
"""Characters that no text of ours needs and nobody sees. The zero-width joiner may stay: emoji are made with it."""

_TAB = re.compile(r"^ *\t", re.MULTILINE)
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
_TOO_MANY_FORBIDDEN = 20
"""So many forbidden characters, and a text is taken for something that isn't text."""


@dataclass(frozen=True, slots=True)
class TextNode:
    """A scalar as written, and whether it stood in quotes or a block."""

    value: str
    line: int
    quoted: bool = False


@dataclass(slots=True)
class ListNode:
    """A list."""

    line: int
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class MapNode:
    """A mapping: values by key, and the line of each key."""

    line: int
    values: dict[str, Node] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


Node = TextNode | ListNode | MapNode


class _RefusedError(Exception):
    """The text can't be read on: the line, and why in Chinese."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


def parse(text: str, file: str, findings: ProblemCollector) -> Node | None:
    """The tree of a YAML text; None when it holds nothing or can't be read, with the reasons noted."""
    text = _screened(text, file, findings)
    if not text:
        return None
    builder = _Builder(file, findings)
    try:
        root = builder.build(_events(text))
    except _RefusedError as error:
        findings.error(Location(file, error.line), error.message)
        return None
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # the last two come from the Python parser, for escapes such as \UFFFFFFFF
        _explain(text, file, findings, error)
        return None
    for line, message in yaml_hints.slips(text):
        if not builder.quoted(line):
            findings.error(Location(file, line), message)
    if root is None:
        findings.error(Location(file), wording.LOAD_FILE_EMPTY)
    return root


def _events(text: str) -> Iterator[Any]:
    """The parser's events, one at a time; the C parser where PyYAML was built with it."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        while (event := loader.get_event()) is not None:
            yield event
    finally:
        loader.dispose()


def _explain(text: str, file: str, findings: ProblemCollector, error: Exception) -> None:
    """Note a syntax error: the slips of the pen before it, or else the library's complaint in Chinese."""
    last = text.count("\n", 0, len(text.rstrip())) + 1
    line, message = yaml_hints.complaint(error, last)
    slips = yaml_hints.slips(text)
    for slip_line, slip in slips:
        findings.error(Location(file, slip_line), slip)
    if not any(slip_line <= line for slip_line, _ in slips):
        findings.error(Location(file, line), message)


# ---------------------------------------------------------------- before parsing


def _screened(text: str, file: str, findings: ProblemCollector) -> str:
    """The text freed from forbidden characters, which are noted; empty when it is not worth parsing."""
    if not text.strip():
        findings.error(Location(file), wording.LOAD_FILE_EMPTY)
        return ""
    found = list(islice(_FORBIDDEN.finditer(text), _TOO_MANY_FORBIDDEN))
    if len(found) == _TOO_MANY_FORBIDDEN:
        findings.error(Location(file, _line(text, found[0].start())), wording.LOAD_CHARACTERS.format(count=len(found)))
        return ""
    for match in found:
        findings.error(Location(file, _line(text, match.start())), forbidden_message(match[0]))
    for pattern, message in ((_TAB, wording.LOAD_TAB), (_DIRECTIVE, wording.LOAD_DIRECTIVE)):
        if first := pattern.search(text):
            findings.error(Location(file, _line(text, first.start())), message.format(count=len(pattern.findall(text))))
            return ""
    return _FORBIDDEN.sub("", text) if found else text


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def forbidden(text: str) -> str:
    """The first character of a text that no text of ours may hold, or empty."""
    match = _FORBIDDEN.search(text)
    return match[0] if match else ""


def forbidden_message(character: str) -> str:
    """What to do about a forbidden character."""
    return wording.LOAD_CHARACTER.format(code=f"U+{ord(character):04X}")


# ---------------------------------------------------------------- events → tree


@dataclass(slots=True)
class _Open:
    """A list or table being filled; `key` waits for its value, None when a key is due."""

    node: ListNode | MapNode
    key: str | None = None
    kept: bool = True
    """False when the waiting key is one too many: its value is read and dropped."""


class _Builder:
    """Puts a tree together from events, noting what is refused."""

    def __init__(self, file: str, findings: ProblemCollector) -> None:
        self._file = file
        self._findings = findings
        self._open: list[_Open] = []
        self._root: Node | None = None
        self._documents = 0
        self._nodes = 0
        self._spans: list[range] = []
        """Lines inside quotes and blocks."""

    def build(self, events: Iterator[Any]) -> Node | None:
        """The tree of the one document among the events, or None; raises _RefusedError and what the parser raises."""
        for event in events:
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self._scalar(event)
            elif kind is yaml.SequenceStartEvent:
                self._start(event, ListNode(event.start_mark.line + 1))
            elif kind is yaml.MappingStartEvent:
                self._start(event, MapNode(event.start_mark.line + 1))
            elif kind is yaml.SequenceEndEvent or kind is yaml.MappingEndEvent:
                self._open.pop()
            elif kind is yaml.AliasEvent:
                self._alias(event)
            elif kind is yaml.DocumentStartEvent:
                self._document(event)
        if isinstance(self._root, TextNode) and not self._root.value:
            return None
        return self._root

    def quoted(self, line: int) -> bool:
        """Whether a line lies inside quotes or a block, where what looks like a slip of the pen is text."""
        return any(line in span for span in self._spans)

    def _scalar(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if event.anchor is not None or event.tag is not None:
            self._refuse_marks(event)
        quoted = bool(event.style)
        if event.end_mark.line >= line and quoted:
            # a block ends where the next line begins
            self._spans.append(range(line + 1, event.end_mark.line + 1 + (event.style in "'\"")))
        self._place(TextNode(event.value, line, quoted))

    def _start(self, event: Any, node: ListNode | MapNode) -> None:
        if len(self._open) >= DEEPEST:
            raise _RefusedError(node.line, wording.LOAD_DEEP.format(deepest=DEEPEST))
        if event.anchor is not None or event.tag is not None:
            self._refuse_marks(event)
        self._place(node)
        self._open.append(_Open(node))

    def _alias(self, event: Any) -> None:
        line = event.start_mark.line + 1
        self._findings.error(Location(self._file, line), wording.LOAD_ALIAS.format(name=f"*{excerpt(event.anchor)}"))
        self._place(TextNode(f"*{event.anchor}", line, quoted=True))

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            raise _RefusedError(event.start_mark.line + 1, wording.LOAD_DOCUMENTS)

    def _refuse_marks(self, event: Any) -> None:
        spot = Location(self._file, event.start_mark.line + 1)
        if event.anchor is not None:
            self._findings.error(spot, wording.LOAD_ALIAS.format(name=f"&{excerpt(event.anchor)}"))
        if event.tag is not None:
            self._findings.error(spot, wording.LOAD_TAG.format(tag=excerpt(event.tag)))

    def _place(self, node: Node) -> None:
        """Put a node where it belongs: the root, the next item, the next key or its value."""
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise _RefusedError(node.line, wording.LOAD_NODES.format(most=MOST_NODES))
        if not self._open:
            self._root = node
            return
        parent = self._open[-1]
        if isinstance(parent.node, ListNode):
            parent.node.items.append(node)
        elif parent.key is None:
            self._key(parent, parent.node, node)
        else:
            if parent.kept:
                parent.node.values[parent.key] = node
            parent.key = None

    def _key(self, parent: _Open, table: MapNode, node: Node) -> None:
        if not isinstance(node, TextNode):
            raise _RefusedError(node.line, wording.LOAD_KEY_NOT_TEXT)
        parent.key = node.value
        parent.kept = node.value not in table.lines
        if parent.kept:
            table.lines[node.value] = node.line
            return
        first = table.lines[node.value]
        message = wording.LOAD_KEY_TWICE.format(key=excerpt(node.value), line=first)
        self._findings.error(Location(self._file, node.line, key=excerpt(node.value)), message)
