"""Golden questions: files of questions with the entry that must answer, read as strictly as the knowledge.

Each item of a file has `q`, the question, and either `entry`, ids of which any is right, or `refuse: true` when nothing here
answers it. `near` may name ids that look like it and must not be answered outright.
"""

from __future__ import annotations

from pathlib import Path

from bot import wording
from bot.content.discovery import Listed, read_text
from bot.errors import KnowledgeError
from bot.model import Golden, Knowledge, Request
from bot.yamlio.problems import Location, ProblemCollector, excerpt
from bot.yamlio.table_reader import TableReader
from bot.yamlio.yaml_reader import ListNode, MapNode, parse

KEYS = ("q", "entry", "near", "refuse")
_LABELS = ("documents", "among", "kind", "part", "none")


def read_golden(folder: Path, knowledge: Knowledge | None = None) -> tuple[Golden, ...]:
    """The golden questions of a folder, by file; raises KnowledgeError, carrying every problem, when one can't be used.

    With a knowledge, one that names an entry it doesn't hold can't.
    """
    findings = ProblemCollector()
    found: list[Golden] = []
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix == ".yaml")
    except OSError as error:
        raise KnowledgeError(wording.GOLDEN_MISSING.format(folder=folder)) from error
    for path in files:
        found += _read(Listed(path, path.name), knowledge, findings)
    if findings.failed:
        raise KnowledgeError(wording.GOLDEN_FAILED.format(folder=folder), findings.problems())
    return tuple(found)


def read_requests(path: Path) -> tuple[Request, ...]:
    """The ways of asking for documents in a file; raises KnowledgeError, carrying every problem."""
    findings = ProblemCollector()
    if not path.is_file():
        raise KnowledgeError(wording.REQUESTS_MISSING.format(file=path))
    found = [_request(table, path.name, findings) for table in _tables(Listed(path, path.name), findings)]
    if findings.failed:
        raise KnowledgeError(wording.GOLDEN_FAILED.format(folder=path), findings.problems())
    return tuple(found)


def _request(table: MapNode, file: str, findings: ProblemCollector) -> Request:
    fields = TableReader(table, Location(file, table.line), findings)
    fields.known(("q", *_LABELS, "format"), ("q",))
    documents, among = (tuple(text.value for text in fields.texts(name)) for name in ("documents", "among"))
    kind, part, refuse = fields.text("kind"), fields.text("part"), fields.text("none") == "true"
    if sum(map(bool, (documents, among, kind, part, refuse))) != 1:
        fields.error("q", wording.REQUESTS_LABEL)
    text = fields.text("q", most=1000)
    return Request(text, documents, among, kind, part, refuse, fields.text("format"), file, table.line)


def _read(listed: Listed, knowledge: Knowledge | None, findings: ProblemCollector) -> list[Golden]:
    return [_golden(table, listed.name, knowledge, findings) for table in _tables(listed, findings)]


def _tables(listed: Listed, findings: ProblemCollector) -> list[MapNode]:
    """The items of a file; none, with the reason noted, when it is no list of them."""
    text = read_text(listed, findings)
    root = None if text is None else parse(text, listed.name, findings)
    if root is None:
        return []
    tables = [item for item in root.items if isinstance(item, MapNode)] if isinstance(root, ListNode) else []
    if not isinstance(root, ListNode) or len(tables) < len(root.items):
        findings.error(Location(listed.name, root.line), wording.GOLDEN_TOP)
        return []
    return tables


def _golden(table: MapNode, file: str, knowledge: Knowledge | None, findings: ProblemCollector) -> Golden:
    fields = TableReader(table, Location(file, table.line), findings)
    fields.known(KEYS, ("q",))
    names = {key: tuple(text.value for text in fields.texts(key)) for key in ("entry", "near")}
    if knowledge is not None:
        known = {entry.id for entry in (*knowledge.entries, *knowledge.retired)}
        for key, ids in names.items():
            for unknown in (name for name in ids if name not in known):
                fields.error(key, wording.GOLDEN_ENTRY.format(id=excerpt(unknown)))
    refuse = fields.text("refuse") == "true"
    if refuse == bool(names["entry"]):
        fields.error("q", wording.GOLDEN_LABEL)
    return Golden(fields.text("q", most=1000), names["entry"], names["near"], refuse, file, table.line)
