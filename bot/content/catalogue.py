"""The catalogue of documents people download: `guides/catalogue.yaml`, and whether its files are there."""

from __future__ import annotations

import stat
from pathlib import Path, PurePosixPath

from bot import wording
from bot.content.fields import ID, Fields
from bot.content.findings import Findings, Spot, excerpt, place
from bot.content.folder import Listed, read_text, reason
from bot.content.tree import Table, parse
from bot.model import Document

CATALOGUE = "catalogue.yaml"
DOCUMENT_KEYS = ("id", "title", "format", "file")


def read_catalogue(guides: Path, findings: Findings) -> tuple[Document, ...] | None:
    """The documents of a guides folder in catalogue order; none without a catalogue; None when it can't be read.

    Problems are noted under the folder's own name, such as `guides/catalogue.yaml`. Other files are not looked at:
    what documents are built from lies there too.
    """
    guides = guides.absolute()
    listed = Listed(guides / CATALOGUE, f"{guides.name}/{CATALOGUE}")
    try:
        present = guides.is_dir() and CATALOGUE in {path.name for path in guides.iterdir()}
    except OSError as error:
        findings.error(Spot(guides.name), wording.LOAD_FOLDER_UNREADABLE.format(path=guides, why=reason(error)))
        return None
    if not present:
        return () if _absent(guides, findings) else None
    text = read_text(listed, findings)
    root = None if text is None else parse(text, listed.name, findings)
    if root is None:
        return None
    if not isinstance(root, Table):
        findings.error(Spot(listed.name, root.line), wording.LOAD_CATALOGUE_TOP)
        return None
    fields = Fields(root, Spot(listed.name), findings)
    fields.known(("documents",), ("documents",))
    return _documents(fields, guides, listed.name, findings)


def _absent(guides: Path, findings: Findings) -> bool:
    """Whether no catalogue was meant; notes a folder that is a file, and a catalogue under a name that isn't read."""
    if guides.exists() and not guides.is_dir():
        findings.error(Spot(guides.name), wording.LOAD_FOLDER_UNREADABLE.format(path=guides, why=wording.LOAD_WHY_NOT_FOLDER))
        return False
    for name in ("catalogue.yml", "catalog.yaml", "catalog.yml", "catalogue.yaml.txt"):
        if (guides / name).exists():
            findings.error(Spot(f"{guides.name}/{name}"), wording.LOAD_CATALOGUE_NAME.format(name=CATALOGUE))
            return False
    return True


def _documents(fields: Fields, guides: Path, file: str, findings: Findings) -> tuple[Document, ...]:
    found: dict[str, Document] = {}
    lines: dict[str, int] = {}
    for table in fields.tables("documents"):
        if findings.full(file):
            break
        listed = Fields(table, Spot(file, table.line), findings)
        listed.known(DOCUMENT_KEYS, DOCUMENT_KEYS)
        document = Document(listed.text("id"), listed.text("title"), listed.text("format"), listed.text("file"))
        _check_document(document, listed, guides)
        if document.id in found:
            other = place(file, lines[document.id])
            listed.error("id", wording.LOAD_ID_TWICE.format(id=excerpt(document.id), other=other))
        elif document.id:
            found[document.id] = document
            lines[document.id] = listed.spot("id").line
    return tuple(found.values())


def _check_document(document: Document, listed: Fields, guides: Path) -> None:
    """The id is one, the file lies in the folder, and the format is the file's."""
    if document.id and not ID.fullmatch(document.id):
        listed.error("id", wording.LOAD_ID.format(id=excerpt(document.id)))
    if not document.file:
        return
    if refusal := _missing(document.file, guides):
        listed.error("file", refusal)
        return
    suffix = PurePosixPath(document.file).suffix.removeprefix(".")
    if document.format and document.format != suffix.lower():
        listed.error("format", wording.LOAD_FORMAT.format(format=excerpt(document.format), suffix=excerpt(suffix)))


def _missing(name: str, guides: Path) -> str:
    """Why a listed file can't be handed out, in Chinese; empty when it is there."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
        return wording.LOAD_DOCUMENT_OUTSIDE.format(file=excerpt(name))
    try:
        there = stat.S_ISREG((guides / path).stat().st_mode)
    except OSError:
        there = False
    return "" if there else wording.LOAD_DOCUMENT_MISSING.format(file=excerpt(name), folder=guides.name)
