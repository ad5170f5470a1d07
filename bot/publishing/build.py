"""`jianhui guides build`: everything that the catalogue lists with a source, made anew from it.

The files go to `guides/files` under the names of the catalogue, what the bot fills in to `guides/templates`. Files of
documents without a source are somebody's own and never touched. What was made from what is noted in `guides/built.json`
(`bot/publishing/build_manifest.py`). The same sources give the same bytes: nothing in the files tells when they were built.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path, PurePosixPath

from bot import wording
from bot.content.catalogue import CATALOGUE, read_catalogue
from bot.content.form_reader import TEMPLATES, read_forms
from bot.errors import DocumentError
from bot.guide_files import FILES, locate, read_text
from bot.layout.blank_layout import names
from bot.layout.document_model import Picture
from bot.layout.reproducible_zip import packed, settled
from bot.model import Document, Form
from bot.publishing import build_manifest, example_papers, markdown_reader, word_writer
from bot.publishing.contact_box import read_contact
from bot.yamlio.problems import ProblemCollector, nearest, sentence

PICTURES = "pictures"
"""Folder of the pictures of guides as SVG, for pages on the web."""
_FEW = 6
"""Documents that are made sooner than a second process is there."""
_PROCESSES = 2


@dataclass(frozen=True)
class Shelf:
    """A guides folder as it was read: its documents, the forms, the titles that texts may name."""

    guides: Path
    documents: tuple[Document, ...]
    forms: Mapping[str, Form]
    contact: Mapping[str, str] = field(default_factory=dict)

    @property
    def titles(self) -> dict[str, str]:
        """Titles by id."""
        return {document.id: document.title for document in self.documents}


@dataclass(frozen=True)
class Made:
    """What was made of a document: files by their path in the guides folder; or why it couldn't be made."""

    document: str
    files: Mapping[str, bytes]
    wrong: str = ""


def read(guides: Path) -> Shelf:
    """The guides folder; raises DocumentError when its catalogue or what forms ask for can't be used."""
    guides = guides.absolute()
    findings = ProblemCollector()
    documents = read_catalogue(guides, findings) or ()
    forms = read_forms(guides, documents, findings)
    contact = read_contact(guides, findings)
    if findings.failed:
        raise DocumentError("\n".join(sentence(problem) for problem in findings.problems()))
    if not documents:
        raise DocumentError(wording.BUILD_NOTHING.format(file=f"{guides.name}/{CATALOGUE}"))
    return Shelf(guides, documents, {form.document: form for form in forms}, contact)


def build(guides: Path, wanted: Sequence[str] = (), processes: int = _PROCESSES) -> Iterator[Made]:
    """Make the documents of these ids, all when none is named, and write the files that changed; what was made, one by one.

    Raises DocumentError for an id that isn't there or has no source, and when the extra `guides` isn't installed or a
    file can't be written. A source that is wrong spoils its own document only.
    """
    shelf = read(guides)
    chosen = _chosen(shelf, wanted)
    _require()
    stood = build_manifest.read(shelf.guides)
    for done in _each(shelf, chosen, processes):
        if not done.wrong:
            document = next(document for document in chosen if document.id == done.document)
            for name, content in done.files.items():
                _put(locate(shelf.guides, name), content)
            stood[document.id] = build_manifest.note(shelf.guides, document, shelf.titles, done.files)
        yield done
    kept = {document.id for document in shelf.documents if document.source}
    _put(locate(shelf.guides, build_manifest.NAME), build_manifest.text({name: stood[name] for name in stood if name in kept}))


def make(shelf: Shelf, document: Document) -> Made:
    """The files of one document, not yet written."""
    try:
        return Made(document.id, dict(_files(shelf, document)))
    except DocumentError as error:
        return Made(document.id, {}, str(error))


def _files(shelf: Shelf, document: Document) -> Iterator[tuple[str, bytes]]:
    file = f"{shelf.guides.name}/{document.source}"
    try:
        said = read_text(shelf.guides, document.source)
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError(wording.SOURCE_UNREADABLE.format(file=file)) from error
    suffixes = {PurePosixPath(name).suffix.lower(): f"{FILES}/{name}" for name in document.files}
    example = document.source.startswith(f"{example_papers.FOLDER}/")
    possible = (".pdf", ".zip") if example else (".xlsx",) if document.source.endswith((".yaml", ".yml")) else (".docx", ".pdf")
    for suffix, name in suffixes.items():
        if suffix not in possible:
            raise DocumentError(wording.BUILD_FORMAT.format(file=name, source=file, formats="、".join(possible)))
    if example:
        yield from _examples(shelf, said, file, document, suffixes)
    elif possible == (".xlsx",):
        yield from _workbook(said, file, document, suffixes)
    else:
        yield from _text(shelf, said, file, document, suffixes)


def _workbook(said: str, file: str, document: Document, suffixes: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    from bot.publishing import workbook_writer  # late: it needs the extra

    if document.day is None:
        raise DocumentError(wording.BUILD_NO_DATE.format(id=document.id))
    yield suffixes[".xlsx"], settled(workbook_writer.write(said, document.day, file))


def _examples(
    shelf: Shelf, said: str, file: str, document: Document, suffixes: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    """A set of papers filled in: one PDF, and the Word files in a zip, numbered in their order."""
    from bot.forms import template_fill  # late: they need the extra
    from bot.publishing import pdf_writer

    papers = example_papers.read_set(said, file, shelf.forms, document.day or date.min)
    texts, words = [], {}
    for number, paper in enumerate(papers, 1):
        listed = next(one for one in shelf.documents if one.id == paper.form.document)
        source_text = read_text(shelf.guides, listed.source)
        text = markdown_reader.read(source_text, f"{shelf.guides.name}/{listed.source}", shelf.titles, names(paper.form))
        texts.append((text, listed, paper.form, paper.written))
        template = word_writer.template(text, listed, paper.form)
        name = f"{number:02}{listed.title}.docx"
        words[name] = template_fill.fill(Path(name), paper.form, paper.values, template, wording.DOC_EXAMPLE)
    if ".pdf" in suffixes:
        yield suffixes[".pdf"], pdf_writer.set_examples(document.title, document, texts)
    if ".zip" in suffixes:
        yield suffixes[".zip"], packed(words)


def _text(shelf: Shelf, said: str, file: str, document: Document, suffixes: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    from bot.publishing import pdf_writer  # late: it needs the extra

    form = shelf.forms.get(document.id)
    text = markdown_reader.read(said, file, shelf.titles, names(form), shelf.contact)
    if text.id != document.id:
        raise DocumentError(wording.SOURCE_ID.format(file=file, id=text.id, wanted=document.id))
    printed, pages = pdf_writer.set_text(text, document, form) if ".pdf" in suffixes or text.toc else (b"", ())
    if ".pdf" in suffixes:
        yield suffixes[".pdf"], printed
    if ".docx" in suffixes:
        yield suffixes[".docx"], word_writer.download(text, document, form, pages, pdf_writer.drawn)
    for block in text.blocks:
        if isinstance(block, Picture):
            yield f"{PICTURES}/{document.id}-{block.number}.svg", block.svg.encode()
    if form is not None:
        yield f"{TEMPLATES}/{document.id}.docx", word_writer.template(text, document, form)


def _each(shelf: Shelf, chosen: Sequence[Document], processes: int) -> Iterator[Made]:
    work = partial(make, shelf)
    if processes < 2 or len(chosen) < _FEW:
        yield from map(work, chosen)
        return
    with ProcessPoolExecutor(min(processes, os.cpu_count() or 1), mp_context=get_context("spawn")) as pool:
        yield from pool.map(work, chosen)


def _chosen(shelf: Shelf, wanted: Sequence[str]) -> list[Document]:
    built = {document.id: document for document in shelf.documents if document.source}
    for name in wanted:
        if name not in built:
            own = any(document.id == name for document in shelf.documents)
            near = nearest(name, built)
            said = wording.BUILD_OWN if own else wording.BUILD_UNKNOWN_NEAR if near else wording.BUILD_UNKNOWN
            raise DocumentError(said.format(id=name, near=near))
    return [built[name] for name in wanted] if wanted else list(built.values())


def _require() -> None:
    """Raises DocumentError when what only building needs isn't installed."""
    try:
        import manimgx_fonts_cjk  # type: ignore[import-untyped]  # noqa: F401
        import typst  # noqa: F401
        import xlsxwriter  # type: ignore[import-untyped]  # noqa: F401
    except ImportError as error:
        raise DocumentError(wording.BUILD_EXTRA) from error


def _put(path: Path, content: bytes) -> None:
    """Write a file whole, unless it holds that already."""
    try:
        if path.is_file() and path.read_bytes() == content:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"{path.name}.new")
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        raise DocumentError(wording.FILE_UNWRITABLE.format(file=path)) from error
