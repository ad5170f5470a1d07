"""Whom to ask: the box on a guide's last page, filled in from `knowledge/contacts.yaml` or left for handwriting.

The contact with `own: true` there is the one that guides name. A file `guides/contact.yaml` may say otherwise, for guides
alone; its keys are `name`, `telephone`, `address`, `hours`, `website`. `knowledge` is the folder beside the guides' one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from bot import wording
from bot.content.discovery import Listed, read_text
from bot.content.local_reader import read_contacts
from bot.layout.document_model import Cell, Grid, Row, Span
from bot.yamlio.problems import Location, ProblemCollector
from bot.yamlio.table_reader import TableReader
from bot.yamlio.yaml_reader import MapNode, parse

NAME = "contact.yaml"
KEYS = ("name", "telephone", "address", "hours", "website")


def read_contact(guides: Path, findings: ProblemCollector) -> dict[str, str]:
    """What both files say, by key, the guides' own first. What is wrong with the guides' own is noted.

    What is wrong with the knowledge is told by whoever reads it: here it only says nothing.
    """
    own = next((one for one in read_contacts(_knowledge(guides), date.max, ProblemCollector()) if one.own), None)
    found = {} if own is None else dict(zip(KEYS, (own.name, own.phone, own.address, own.hours, own.website), strict=True))
    return {key: value for key, value in (found | _overriding(guides, findings)).items() if value}


def _knowledge(guides: Path) -> Path:
    return guides.absolute().parent / "knowledge"


def _overriding(guides: Path, findings: ProblemCollector) -> dict[str, str]:
    path = guides / NAME
    if not path.is_file():
        return {}
    file = f"{guides.name}/{NAME}"
    text = read_text(Listed(path, file), findings)
    root = None if text is None else parse(text, file, findings)
    if not isinstance(root, MapNode):
        return {}
    fields = TableReader(root, Location(file, root.line), findings)
    fields.known(KEYS, ())
    return {key: value for key in KEYS if (value := fields.text(key))}


def contact_box(contact: Mapping[str, str]) -> Grid:
    """The box: a row for each key, what isn't known left for handwriting."""
    rows = tuple(
        Row((Cell(((Span(label),),)), Cell(((Span(contact.get(key, "")),),), align="left")))
        for key, label in zip(KEYS, wording.DOC_CONTACT, strict=True)
    )
    return Grid((1, 4), rows)


def contact_code(contact: Mapping[str, str]) -> str:
    """A QR code that leads to the website, as SVG; empty without one."""
    if not contact.get("website"):
        return ""
    import segno  # late: only building needs the extra

    drawn: str = segno.make(contact["website"], error="m").svg_inline(scale=4, border=2, omitsize=False)
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def contact_lines(contact: Mapping[str, str]) -> list[str]:
    """What a cover says of it: a line each for what is known."""
    return [f"{label}：{contact[key]}" for key, label in zip(KEYS, wording.DOC_CONTACT, strict=True) if contact.get(key)]
