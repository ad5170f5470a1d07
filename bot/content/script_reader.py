"""Scripts of conversations: files of turns with what must and must not be in the replies, read as strictly as the knowledge.

A file is a list of conversations, each with a `name` and its `turns`; or one conversation. A turn has `say`, or `press` the
label of a button, and what is expected of the reply: `must` and `must_not`, regular expressions over what is shown;
`decision`; `entry`, ids of which any is right; `inquiry`, whether a question for a person was left. `wait` are the minutes
that pass before it.
"""

from __future__ import annotations

import re
from pathlib import Path

from bot import wording
from bot.content.discovery import Listed, read_text
from bot.errors import KnowledgeError
from bot.model import Decision, Script, Scripted
from bot.yamlio.problems import Location, ProblemCollector, excerpt
from bot.yamlio.table_reader import TableReader
from bot.yamlio.yaml_reader import ListNode, MapNode, parse

_TURN = ("say", "press", "wait", "must", "must_not", "decision", "entry", "inquiry")
_MINUTES = re.compile(r"[0-9]{1,5}(?:\.[0-9])?")


def read_scripts(place: Path) -> tuple[Script, ...]:
    """The conversations of a file, or of all files of a folder; raises KnowledgeError, carrying every problem."""
    findings = ProblemCollector()
    files = sorted(place.glob("*.yaml")) if place.is_dir() else [place] if place.is_file() else []
    if not files:
        raise KnowledgeError(wording.SCRIPTS_MISSING.format(place=place))
    found = [script for path in files for script in _read(Listed(path, path.name), findings)]
    if findings.failed:
        raise KnowledgeError(wording.SCRIPTS_FAILED.format(place=place), findings.problems())
    return tuple(found)


def _read(listed: Listed, findings: ProblemCollector) -> list[Script]:
    text = read_text(listed, findings)
    root = None if text is None else parse(text, listed.name, findings)
    if root is None:
        return []
    items = root.items if isinstance(root, ListNode) else [root]
    tables = [item for item in items if isinstance(item, MapNode)]
    if len(tables) < len(items) or not tables:
        findings.error(Location(listed.name, root.line), wording.SCRIPTS_TOP)
        return []
    return [_script(table, listed.name, findings) for table in tables]


def _script(table: MapNode, file: str, findings: ProblemCollector) -> Script:
    fields = TableReader(table, Location(file, table.line), findings)
    fields.known(("name", "turns"), ("name", "turns"))
    turns = tuple(_turn(turn, file, findings) for turn in fields.tables("turns"))
    return Script(fields.text("name"), turns, file, table.line)


def _turn(table: MapNode, file: str, findings: ProblemCollector) -> Scripted:
    fields = TableReader(table, Location(file, table.line), findings)
    fields.known(_TURN, ())
    if fields.has("say") == fields.has("press"):
        fields.error("say", wording.SCRIPTS_TURN)
    wait, decision, inquiry = fields.text("wait"), fields.text("decision"), fields.text("inquiry")
    if wait and not _MINUTES.fullmatch(wait):
        fields.error("wait", wording.SCRIPTS_WAIT)
        wait = ""
    if decision and decision not in tuple(Decision):
        fields.error("decision", wording.SCRIPTS_DECISION.format(decisions="、".join(Decision)))
    if inquiry not in ("", "true", "false"):
        fields.error("inquiry", wording.SCRIPTS_INQUIRY)
    return Scripted(
        say=fields.text("say", most=2000),
        press=fields.text("press"),
        wait=float(wait or 0) * 60,
        must=_patterns(fields, "must"),
        must_not=_patterns(fields, "must_not"),
        decision=decision,
        entry=tuple(text.value for text in fields.texts("entry")),
        inquiry=None if not inquiry else inquiry == "true",
        line=table.line,
    )


def _patterns(fields: TableReader, key: str) -> tuple[str, ...]:
    found = []
    for text in fields.texts(key):
        try:
            re.compile(text.value)
            found.append(text.value)
        except re.error:
            fields.error(key, wording.SCRIPTS_PATTERN.format(pattern=excerpt(text.value)), text.line)
    return tuple(found)
