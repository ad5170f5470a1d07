"""The terms of the field: `knowledge/terms.yaml`, read strictly."""

from __future__ import annotations

import os
from pathlib import Path

from bot import wording
from bot.content.discovery import TERMS, Listed, read_text
from bot.model import TERM_GROUPS, Term
from bot.normalise import fold
from bot.yamlio.problems import Location, ProblemCollector, excerpt, place
from bot.yamlio.table_reader import TableReader
from bot.yamlio.yaml_reader import MapNode, Node, parse


def read_terms(knowledge: Path, findings: ProblemCollector) -> tuple[Term, ...]:
    """The terms of a knowledge folder in file order; none without a file, or when it can't be read."""
    listed = Listed(knowledge / TERMS, TERMS)
    if not os.path.isfile(listed.path):  # Path.is_file raises where a folder can't be entered; that one is reported already
        return ()
    text = read_text(listed, findings)
    root = None if text is None else parse(text, TERMS, findings)
    if root is None:
        return ()
    if not isinstance(root, MapNode):
        if not findings.spoiled(TERMS):
            findings.error(Location(TERMS, root.line), wording.LOAD_TERMS_TOP)
        return ()
    fields = TableReader(root, Location(TERMS), findings)
    fields.known(TERM_GROUPS, ())
    found: list[Term] = []
    names: dict[str, int] = {}
    words: dict[str, int] = {}
    for group in TERM_GROUPS:
        for table in fields.tables(group):
            if findings.full(TERMS):
                return tuple(found)
            term = _term(group, TableReader(table, Location(TERMS, table.line), findings), names, words)
            found += [term] if term.name and term.words else []
    return tuple(found)


def holds_terms(root: Node) -> bool:
    """Whether the tree of a file that should be a topic is a list of terms under a wrong name."""
    return isinstance(root, MapNode) and "topic" not in root.lines and any(group in root.lines for group in TERM_GROUPS)


def _term(group: str, fields: TableReader, names: dict[str, int], words: dict[str, int]) -> Term:
    """A term; `names` and `words` hold the lines of those before it."""
    fields.known(("name", "words"), ("name", "words"))
    name = fields.text("name")
    line = fields.spot("name").line
    if name and name in names:
        fields.error("name", wording.LOAD_TERM_TWICE.format(word=excerpt(name), other=place(TERMS, names[name])))
    names.setdefault(name, line)
    kept = []
    for word in fields.texts("words"):
        folded = fold(word.value)
        if not folded:
            fields.error("words", wording.LOAD_TERM_EMPTY.format(word=excerpt(word.value)), word.line)
        elif folded in words:
            message = wording.LOAD_TERM_TWICE.format(word=excerpt(word.value), other=place(TERMS, words[folded]))
            fields.error("words", message, word.line)
        else:
            words[folded] = word.line
            kept.append(word.value)
    return Term(group, name, tuple(kept))
