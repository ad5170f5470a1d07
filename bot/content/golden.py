"""Golden questions: files of questions with the entry that must answer, read as strictly as the knowledge.

Each item of a file has `q`, the question, and either `entry`, ids of which any is right, or `refuse: true` when nothing here
answers it. `near` may name ids that look like it and must not be answered outright.
"""

from __future__ import annotations

from pathlib import Path

from bot import wording
from bot.content.fields import Fields
from bot.content.findings import Findings, Spot, excerpt
from bot.content.folder import Listed, read_text
from bot.content.tree import Listing, Table, parse
from bot.errors import KnowledgeError
from bot.model import Golden, Knowledge

KEYS = ("q", "entry", "near", "refuse")


def read_golden(folder: Path, knowledge: Knowledge) -> tuple[Golden, ...]:
    """The golden questions of a folder, by file; raises KnowledgeError, carrying every problem, when one can't be used."""
    findings = Findings()
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


def _read(listed: Listed, knowledge: Knowledge, findings: Findings) -> list[Golden]:
    text = read_text(listed, findings)
    root = None if text is None else parse(text, listed.name, findings)
    if root is None:
        return []
    tables = [item for item in root.items if isinstance(item, Table)] if isinstance(root, Listing) else []
    if not isinstance(root, Listing) or len(tables) < len(root.items):
        findings.error(Spot(listed.name, root.line), wording.GOLDEN_TOP)
        return []
    return [_golden(table, listed.name, knowledge, findings) for table in tables]


def _golden(table: Table, file: str, knowledge: Knowledge, findings: Findings) -> Golden:
    fields = Fields(table, Spot(file, table.line), findings)
    fields.known(KEYS, ("q",))
    known = {entry.id for entry in (*knowledge.entries, *knowledge.retired)}
    names = {key: tuple(text.value for text in fields.texts(key)) for key in ("entry", "near")}
    for key, ids in names.items():
        for unknown in (name for name in ids if name not in known):
            fields.error(key, wording.GOLDEN_ENTRY.format(id=excerpt(unknown)))
    refuse = fields.text("refuse") == "true"
    if refuse == bool(names["entry"]):
        fields.error("q", wording.GOLDEN_LABEL)
    return Golden(fields.text("q", most=1000), names["entry"], names["near"], refuse, file, table.line)
