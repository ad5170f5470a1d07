"""What answers depend on: `knowledge/cases.yaml`, and whether entries ask for what is there."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from bot import wording
from bot.content.discovery import CONDITIONS, Listed, read_text
from bot.content.entry_reader import Draft
from bot.model import Condition, Option
from bot.yamlio.problems import Location, ProblemCollector, excerpt, nearest, place
from bot.yamlio.table_reader import ID, TableReader
from bot.yamlio.yaml_reader import MapNode, Node, parse

CONDITION_KEYS = ("name", "question", "options", "counts")
OPTION_KEYS = ("name", "label", "words", "least", "under")

MOST_LABEL = 30
"""Longest label in characters: it goes on a button, and a phone shows about that many."""
FEWEST, MOST_OPTIONS = 2, 6
"""One option decides nothing, and more than six buttons are no quick question."""
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")


def read_conditions(knowledge: Path, findings: ProblemCollector) -> tuple[Condition, ...] | None:
    """The conditions of a knowledge folder in file order; none without a file, None when it can't be read."""
    listed = Listed(knowledge / CONDITIONS, CONDITIONS)
    if not os.path.isfile(listed.path):  # Path.is_file raises where a folder can't be entered; that one is reported already
        return ()
    text = read_text(listed, findings)
    root = None if text is None else parse(text, CONDITIONS, findings)
    if root is None:
        return None
    if not isinstance(root, MapNode):
        if not findings.spoiled(CONDITIONS):
            findings.error(Location(CONDITIONS, root.line), wording.LOAD_CONDITIONS_TOP)
        return None
    fields = TableReader(root, Location(CONDITIONS), findings)
    fields.known(("cases",), ("cases",))
    found: dict[str, Condition] = {}
    lines: dict[str, int] = {}
    for table in fields.tables("cases"):
        if findings.full(CONDITIONS):
            break
        told = TableReader(table, Location(CONDITIONS, table.line), findings)
        condition = _condition(told, findings)
        _check_once(condition.name, told, lines)
        found.setdefault(condition.name, condition)
    return tuple(found.values())


def holds_conditions(root: Node) -> bool:
    """Whether the tree of a file that should be a topic is a list of conditions under a wrong name."""
    return isinstance(root, MapNode) and "cases" in root.lines and "topic" not in root.lines


def _condition(fields: TableReader, findings: ProblemCollector) -> Condition:
    fields.known(CONDITION_KEYS, ("name", "question", "options"))
    options: list[Option] = []
    lines: dict[str, int] = {}
    for table in fields.tables("options"):
        told = TableReader(table, Location(CONDITIONS, table.line), findings)
        option = _option(told)
        _check_once(option.name, told, lines)
        options.append(option)
    if fields.has("options") and not FEWEST <= len(options) <= MOST_OPTIONS:
        message = wording.LOAD_OPTIONS_COUNT.format(count=len(options), fewest=FEWEST, most=MOST_OPTIONS)
        fields.error("options", message)
    counts = tuple(text.value for text in fields.texts("counts"))
    if not counts and any(option.least or option.under for option in options):
        fields.error("counts", wording.LOAD_COUNTS_MISSING)
    return Condition(fields.text("name"), fields.text("question"), tuple(options), counts)


def _option(fields: TableReader) -> Option:
    fields.known(OPTION_KEYS, ("name", "label"))
    words = tuple(text.value for text in fields.texts("words"))
    label = fields.text("label", MOST_LABEL)
    return Option(fields.text("name"), label, words, _number(fields, "least"), _number(fields, "under"))


def _number(fields: TableReader, name: str) -> int:
    value = fields.text(name)
    if value and not _NUMBER.fullmatch(value):
        fields.error(name, wording.LOAD_COUNT.format(key=name, value=excerpt(value)))
        return 0
    return int(value or 0)


def _check_once(name: str, fields: TableReader, lines: dict[str, int]) -> None:
    """A name looks like an id and isn't taken; `lines` holds the names before it."""
    line = fields.spot("name").line
    if name and not ID.fullmatch(name):
        fields.error("name", wording.LOAD_ID.format(id=excerpt(name)))
    elif name and name in lines:
        fields.error("name", wording.LOAD_ID_TWICE.format(id=excerpt(name), other=place(CONDITIONS, lines[name])))
    lines.setdefault(name, line)


def check_conditions(drafts: Iterable[Draft], conditions: Sequence[Condition], findings: ProblemCollector) -> None:
    """Entries ask for conditions that exist, and their variants are for options of these."""
    by_name = {condition.name: condition for condition in conditions}
    for draft in drafts:
        entry = draft.entry
        condition = by_name.get(entry.ask)
        if entry.ask and condition is None:
            spot = Location(entry.file, draft.ask_line, excerpt(entry.id), "ask")
            findings.error(spot, _unknown(wording.LOAD_ASK_UNKNOWN, entry.ask, list(by_name)))
        if condition is None:
            continue
        options = [option.name for option in condition.options]
        for variant, line in zip(entry.variants, draft.when_lines, strict=True):
            if variant.when and variant.when not in options:
                spot = Location(entry.file, line, excerpt(entry.id), "when")
                findings.error(spot, _unknown(wording.LOAD_WHEN_UNKNOWN, variant.when, options))


def _unknown(message: str, name: str, known: list[str]) -> str:
    near = nearest(name, known)
    advice = wording.LOAD_NEAR.format(near=near) if near else wording.LOAD_NAMES.format(names="、".join(known) or "-")
    return message.format(name=excerpt(name)) + advice
