"""What only the federation knows: `contacts.yaml` and `local.yaml`, and whether entries refer to what is there."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

from bot import wording
from bot.content.discovery import CONTACTS, LOCAL, Listed, read_text
from bot.content.entry_reader import Draft
from bot.model import Contact, Entry, LocalFigure, Variant
from bot.yamlio.problems import Location, ProblemCollector, excerpt, nearest, place
from bot.yamlio.table_reader import ID, TableReader
from bot.yamlio.yaml_reader import MapNode, Node, parse

CONTACT_KEYS = ("id", "name", "areas", "phone", "address", "hours", "about", "note", "website", "own", "checked")
LOCAL_KEYS = ("id", "about", "unfilled", "value", "source", "checked")
MOST = 1000
"""Longest text of a figure or of what is said without it, in characters."""
PLACEHOLDER = re.compile(r"\{local:([^{}]*)\}")
_PHONE = re.compile(r"[0-9][0-9 \-]{1,18}(?:转[0-9]{1,6})?(?:、[0-9][0-9 \-]{1,18}(?:转[0-9]{1,6})?)*")
_FIGURE = re.compile(r"[0-9０-９%％]|[一二三四五六七八九十百千万]+(?:元|天|日|个|名|成)")
_T = TypeVar("_T", Contact, LocalFigure)


def read_contacts(knowledge: Path, today: date, findings: ProblemCollector) -> tuple[Contact, ...]:
    """The contacts in file order, with everything noted that is wrong; none where there is no file."""
    found = _read(knowledge, CONTACTS, "contacts", lambda fields: _contact(fields, today), findings)
    named: dict[str, int] = {}
    for one in found:
        for area in one.areas:
            first = named.setdefault(area, one.line)
            if first != one.line:
                message = wording.LOAD_AREA_TWICE.format(area=excerpt(area), other=place(CONTACTS, first))
                findings.error(Location(CONTACTS, one.line, "", "areas"), message)
    for one in [contact for contact in found if contact.own][1:]:
        findings.error(Location(CONTACTS, one.line, "", "own"), wording.LOAD_OWN_TWICE)
    return found


def read_local(knowledge: Path, today: date, findings: ProblemCollector) -> tuple[LocalFigure, ...]:
    """The local figures in file order, with everything noted that is wrong; none where there is no file."""
    return _read(knowledge, LOCAL, "figures", lambda fields: _figure(fields, today), findings)


def _read(knowledge: Path, name: str, key: str, one: Callable[[TableReader], _T], findings: ProblemCollector) -> tuple[_T, ...]:
    listed = Listed(knowledge / name, name)
    if not os.path.isfile(listed.path):
        return ()
    text = read_text(listed, findings)
    root = None if text is None else parse(text, name, findings)
    if root is None:
        return ()
    if not isinstance(root, MapNode):
        if not findings.spoiled(name):
            findings.error(Location(name, root.line), wording.LOAD_LIST_TOP.format(key=key))
        return ()
    fields = TableReader(root, Location(name), findings)
    fields.known((key,), (key,))
    found: dict[str, _T] = {}
    for table in fields.tables(key):
        if findings.full(name):
            break
        told = TableReader(table, Location(name, table.line), findings)
        made = one(told)
        if made.id and not ID.fullmatch(made.id):
            told.error("id", wording.LOAD_ID.format(id=excerpt(made.id)))
        elif made.id in found:
            other = place(name, found[made.id].line)
            told.error("id", wording.LOAD_ID_TWICE.format(id=excerpt(made.id), other=other))
        found.setdefault(made.id, made)
    return tuple(found.values())


def _contact(fields: TableReader, today: date) -> Contact:
    fields.known(CONTACT_KEYS, ("id", "name", "areas"))
    contact = Contact(
        id=fields.text("id"),
        name=fields.text("name"),
        areas=tuple(text.value for text in fields.texts("areas")),
        phone=fields.text("phone"),
        address=fields.text("address"),
        hours=fields.text("hours"),
        about=fields.text("about"),
        note=fields.text("note"),
        website=fields.text("website"),
        own=fields.text("own").lower() in ("true", "yes", "是"),
        checked=_past(fields, today),
        line=fields.spot("id").line,
    )
    if contact.phone and not _PHONE.fullmatch(contact.phone):
        fields.error("phone", wording.LOAD_PHONE.format(phone=excerpt(contact.phone)))
    if fields.text("own").lower() not in ("", "true", "false", "yes", "no", "是", "否"):
        fields.error("own", wording.LOAD_OWN.format(value=excerpt(fields.text("own"))))
    return contact


def _figure(fields: TableReader, today: date) -> LocalFigure:
    fields.known(LOCAL_KEYS, ("id", "about", "unfilled"))
    figure = LocalFigure(
        id=fields.text("id"),
        about=fields.text("about"),
        unfilled=fields.text("unfilled", MOST),
        value=fields.text("value", MOST),
        source=fields.text("source"),
        checked=_past(fields, today),
        line=fields.spot("id").line,
    )
    if _FIGURE.search(figure.unfilled):
        fields.error("unfilled", wording.LOAD_UNFILLED)
    if figure.value and not (figure.source and figure.checked):
        fields.error("value", wording.LOAD_VALUE_BARE)
    for key, text in (("unfilled", figure.unfilled), ("value", figure.value)):
        if PLACEHOLDER.search(text):
            fields.error(key, wording.LOAD_LOCAL_NESTED)
    return figure


def _past(fields: TableReader, today: date) -> date | None:
    found = fields.day("checked")
    if found and found > today:
        fields.error("checked", wording.LOAD_DATE_FUTURE.format(date=found.isoformat(), today=today.isoformat()))
    return found


def misplaced_file(root: Node) -> str:
    """The name that the tree of a file should have which looks like contacts or figures; empty when it doesn't."""
    if not isinstance(root, MapNode) or "topic" in root.lines:
        return ""
    return CONTACTS if "contacts" in root.lines else LOCAL if "figures" in root.lines else ""


def check_placeholders(drafts: Iterable[Draft], figures: Iterable[LocalFigure], findings: ProblemCollector) -> None:
    """Entries refer to figures that are listed."""
    known = [figure.id for figure in figures]
    for draft in drafts:
        entry = draft.entry
        named = ((key, name) for key, text in _texts_told(entry) for name in PLACEHOLDER.findall(text))
        for key, name in named:
            if name in known:
                continue
            near = nearest(name, known)
            advice = wording.LOAD_NEAR.format(near=near) if near else wording.LOAD_LOCAL_ADD
            message = wording.LOAD_LOCAL_UNKNOWN.format(name=f"{{local:{excerpt(name)}}}") + advice
            findings.error(Location(entry.file, entry.line, excerpt(entry.id), key), message)


def _texts_told(entry: Entry) -> Iterator[tuple[str, str]]:
    """Every text that people are told, with its key."""
    told: tuple[Entry | Variant, ...] = (entry, *entry.variants)
    for one in told:
        yield "answer", one.answer
        yield from (("steps", text) for text in one.steps)
        yield from (("materials", text) for text in one.materials)
