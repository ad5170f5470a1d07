"""Whom to ask: the box on a guide's last page, filled in from `guides/contact.yaml` or left for handwriting.

The file is the federation's own and may be missing; its keys are `name`, `telephone`, `address`, `hours`, `website`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot import wording
from bot.content.discovery import Listed, read_text
from bot.layout.document_model import Cell, Grid, Row, Span
from bot.yamlio.problems import Location, ProblemCollector
from bot.yamlio.table_reader import TableReader
from bot.yamlio.yaml_reader import MapNode, parse

NAME = "contact.yaml"
KEYS = ("name", "telephone", "address", "hours", "website")


def read_contact(guides: Path, findings: ProblemCollector) -> dict[str, str]:
    """What the file says, by key; nothing without it. What is wrong with it is noted."""
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
