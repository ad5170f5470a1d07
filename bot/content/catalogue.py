"""The catalogue of documents people download: `guides/catalogue.yaml`, and whether its files are there."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path, PurePosixPath

from bot import wording
from bot.content.discovery import Listed, read_text
from bot.errors import DocumentError
from bot.guide_files import FILES, LARGEST, is_outside, locate
from bot.model import Document
from bot.plain_files import reason
from bot.yamlio.problems import Location, ProblemCollector, excerpt, place
from bot.yamlio.table_reader import ID, TableReader
from bot.yamlio.yaml_reader import MapNode, parse

CATALOGUE = "catalogue.yaml"
DOCUMENT_KEYS = (
    "id", "title", "kind", "files", "source", "version", "date", "changes", "words", "entries", "about",
)  # fmt: skip
KINDS = ("guide", "form", "letter", "ledger")
FORMATS = ("docx", "pdf", "xlsx", "doc", "xls", "wps", "et", "zip")
MOST_TITLE = 40
"""Characters of a title: it goes on a button."""
MOST_CHANGES = 500


def read_catalogue(guides: Path, findings: ProblemCollector) -> tuple[Document, ...] | None:
    """The documents of a guides folder in catalogue order; none without a catalogue; None when it can't be read.

    Problems are noted under the folder's own name, such as `guides/catalogue.yaml`. Whether the files are there is
    `check_files`'s to say: before the first build they aren't.
    """
    guides = guides.absolute()
    listed = Listed(guides / CATALOGUE, f"{guides.name}/{CATALOGUE}")
    try:
        present = guides.is_dir() and CATALOGUE in {path.name for path in guides.iterdir()}
    except OSError as error:
        findings.error(Location(guides.name), wording.LOAD_FOLDER_UNREADABLE.format(path=guides, why=reason(error)))
        return None
    if not present:
        return () if _absent(guides, findings) else None
    try:
        locate(guides, CATALOGUE)
    except DocumentError as error:
        findings.error(Location(listed.name), str(error))
        return None
    text = read_text(listed, findings)
    root = None if text is None else parse(text, listed.name, findings)
    if root is None:
        return None
    if not isinstance(root, MapNode):
        findings.error(Location(listed.name, root.line), wording.LOAD_CATALOGUE_TOP)
        return None
    fields = TableReader(root, Location(listed.name), findings)
    fields.known(("documents",), ("documents",))
    return _documents(fields, listed.name, findings)


def _absent(guides: Path, findings: ProblemCollector) -> bool:
    """Whether no catalogue was meant; notes a folder that is a file, and a catalogue under a name that isn't read."""
    if guides.exists() and not guides.is_dir():
        findings.error(
            Location(guides.name), wording.LOAD_FOLDER_UNREADABLE.format(path=guides, why=wording.LOAD_WHY_NOT_FOLDER)
        )
        return False
    for name in ("catalogue.yml", "catalog.yaml", "catalog.yml", "catalogue.yaml.txt"):
        if (guides / name).exists():
            findings.error(Location(f"{guides.name}/{name}"), wording.LOAD_CATALOGUE_NAME.format(name=CATALOGUE))
            return False
    return True


def _documents(fields: TableReader, file: str, findings: ProblemCollector) -> tuple[Document, ...]:
    found: dict[str, Document] = {}
    for table in fields.tables("documents"):
        if findings.full(file):
            break
        listed = TableReader(table, Location(file, table.line), findings)
        document = _document(listed)
        if document.id in found:
            other = place(file, found[document.id].line)
            listed.error("id", wording.LOAD_ID_TWICE.format(id=excerpt(document.id), other=other))
        elif document.id:
            found[document.id] = document
    return tuple(found.values())


def _document(listed: TableReader) -> Document:
    listed.known(DOCUMENT_KEYS, ("id", "title", "files"))
    document = Document(
        id=listed.text("id"),
        title=listed.text("title", MOST_TITLE),
        files=tuple(text.value for text in listed.texts("files")),
        kind=listed.text("kind"),
        source=listed.text("source"),
        version=listed.text("version"),
        day=listed.day("date"),
        changes=listed.text("changes", MOST_CHANGES),
        words=tuple(text.value for text in listed.texts("words")),
        entries=tuple(text.value for text in listed.texts("entries")),
        about=listed.text("about"),
        line=listed.spot("id").line,
    )
    if document.id and not ID.fullmatch(document.id):
        listed.error("id", wording.LOAD_ID.format(id=excerpt(document.id)))
    if document.kind and document.kind not in KINDS:
        listed.error("kind", wording.LOAD_KIND.format(kind=excerpt(document.kind), kinds="、".join(KINDS)))
    for name in document.files:
        if refusal := _refused(name):
            listed.error("files", refusal)
    if document.source and is_outside(document.source):
        listed.error("source", wording.LOAD_DOCUMENT_OUTSIDE.format(file=excerpt(document.source)))
    return document


def _refused(name: str) -> str:
    """Why a name can't be a document's file, in Chinese; empty when it can."""
    if is_outside(name):
        return wording.LOAD_DOCUMENT_OUTSIDE.format(file=excerpt(name))
    suffix = PurePosixPath(name).suffix.removeprefix(".").lower()
    return "" if suffix in FORMATS else wording.LOAD_FORMAT.format(file=excerpt(name), formats="、".join(FORMATS))


def check_files(documents: Iterable[Document], guides: Path, findings: ProblemCollector) -> None:
    """Every listed file is there, in the folder itself, and small enough to be sent; so are the sources."""
    shown = f"{guides.absolute().name}/{FILES}"
    for document in documents:
        spot = Location(f"{guides.absolute().name}/{CATALOGUE}", document.line, document.id, "files")
        _check_source(document, guides, spot, findings)
        for name in document.files:
            if _refused(name):
                continue
            try:
                size = _size(locate(guides, name, FILES))
            except DocumentError as error:
                findings.error(spot, str(error))
                continue
            if size is None:
                findings.error(spot, wording.LOAD_DOCUMENT_MISSING.format(file=excerpt(name), folder=shown))
            elif not 0 < size <= LARGEST:
                findings.error(spot, wording.LOAD_DOCUMENT_SIZE.format(file=excerpt(name), most=LARGEST // 2**20))


def _check_source(document: Document, guides: Path, spot: Location, findings: ProblemCollector) -> None:
    if document.source and not is_outside(document.source):
        try:
            locate(guides, document.source)
        except DocumentError as error:
            findings.error(replace(spot, key="source"), str(error))


def _size(path: Path) -> int | None:
    """Bytes of a regular file; None when it isn't one."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size if stat.S_ISREG(found.st_mode) else None
