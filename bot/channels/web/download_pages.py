"""Documents: the list by occasion and by kind, each guide as a page with anchors, files by their address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from bot import wording
from bot.channels.web.pages import address, mode
from bot.channels.web.reply_view import file_label
from bot.channels.web.site import Site, View
from bot.channels.web.visitors import CHANNEL
from bot.desk.topic_order import ordered
from bot.errors import DocumentError
from bot.guide_files import FILES, locate, read_text
from bot.layout.blank_layout import names
from bot.layout.document_model import Block, Break, Heading, Item, Text
from bot.model import Document, DownloadRecord, Knowledge, Topic
from bot.publishing import markdown_reader

KINDS = ("guide", "form", "letter", "ledger", "")


async def listing(site: Site, request: Request) -> Response:
    """Every document, by kind or by the occasion that it is for."""
    knowledge = site.services.knowledge()
    by = "topic" if request.query_params.get("by") == "topic" else "kind"

    def made() -> str:
        groups = _by_topic(knowledge) if by == "topic" else _by_kind(knowledge)
        listed = [(title, [(one, links(one, knowledge)) for one in found]) for title, found in groups]
        fillable = {form.document for form in knowledge.forms}
        return site.pages.render(
            request, "documents.html", groups=listed, by=by, fillable=fillable, readable=_readable(knowledge)
        )

    return site.pages.always(request, made, query={"by": by} if by == "topic" else {})


def _by_kind(knowledge: Knowledge) -> list[tuple[str, list[Document]]]:
    groups = [(wording.SHELF_KINDS[kind], [one for one in knowledge.documents if one.kind == kind]) for kind in KINDS]
    return [(title, found) for title, found in groups if found]


def _by_topic(knowledge: Knowledge) -> list[tuple[str, list[Document]]]:
    """Documents under the topic of the entry that the catalogue names first for them, or else of the first that offers them."""
    groups: dict[str, list[Document]] = {}
    for document in knowledge.documents:
        groups.setdefault(_home(document, knowledge) or wording.SHELF_KINDS[""], []).append(document)
    order = [topic.title for topic in ordered(knowledge, {})]
    return sorted(groups.items(), key=lambda group: order.index(group[0]) if group[0] in order else len(order))


def _home(document: Document, knowledge: Knowledge) -> str:
    """The title of the topic that a document belongs to; empty for none."""
    named = [entry.topic for entry in map(knowledge.get, document.entries) if entry]
    return next(iter(named), "") or next((one.topic for one in knowledge.entries if document.id in one.guides), "")


def of_topic(topic: Topic, knowledge: Knowledge) -> list[Document]:
    """The documents that belong to a topic."""
    return [one for one in knowledge.documents if _home(one, knowledge) == topic.title]


def _readable(knowledge: Knowledge) -> set[str]:
    return {section.document for section in knowledge.sections}


def _place(knowledge: Knowledge, name: str) -> Path | None:
    """Where a file lies; None when its name or a link leads out of the guides folder."""
    try:
        return locate(Path(knowledge.shelf), name, FILES)
    except DocumentError:
        return None


def links(document: Document, knowledge: Knowledge) -> list[tuple[str, str]]:
    """What each file's link says, and its address."""
    found = []
    for name in document.files:
        path = _place(knowledge, name)
        if path is not None and path.is_file():
            suffix = path.suffix.lstrip(".").lower()
            found.append((file_label(path.name, path.stat().st_size), f"/files/{document.id}.{suffix}"))
    return found


async def document(site: Site, request: Request) -> Response:
    """A document: what it is for, its files, how to fill it in."""
    knowledge = site.services.knowledge()
    wanted = request.path_params["id"]

    def made() -> str | None:
        found = knowledge.document(wanted)
        if found is None:
            return None
        sections = [one for one in knowledge.sections if one.document == found.id and one.level == 2]
        entries = [entry for entry in map(knowledge.get, found.entries) if entry]
        return site.pages.render(
            request,
            "document.html",
            document=found,
            files=links(found, knowledge),
            sections=sections,
            entries=entries,
            form=knowledge.form(found.id),
            kind=wording.SHELF_KINDS.get(found.kind, ""),
        )

    return site.pages.cached(request, made) or site.missing_page(request)


# ---------------------------------------------------------------- a guide as a page


@dataclass(frozen=True)
class Chapter:
    """A heading with its number among all headings, which chat's links name too, and what stands below it."""

    number: int
    level: int
    shown: int
    """Level on the page: at most one below the heading before, so that readers aloud find none missing."""
    title: str
    blocks: tuple[tuple[str, object], ...]


async def read(site: Site, request: Request) -> Response:
    """A guide as a page: contents first, then a chapter a section."""
    knowledge = site.services.knowledge()
    wanted = request.path_params["id"]

    def made() -> str | None:
        found = knowledge.document(wanted)
        text = _text(found, knowledge) if found else None
        if found is None or text is None:
            return None
        opening, chapters = _chapters(text.blocks)
        by_title = {f"《{one.title}》": one.id for one in knowledge.documents if one.id != found.id}
        return site.pages.render(
            request,
            "guide.html",
            document=found,
            files=links(found, knowledge),
            opening=opening,
            chapters=chapters,
            pieces=lambda line: _pieces(line, by_title, mode(request)),
        )

    return site.pages.cached(request, made) or site.missing_page(request)


def _text(document: Document, knowledge: Knowledge) -> Text | None:
    """What a guide's source says; None for what has none here, or one that can't be read."""
    if document.kind != "guide" or not document.source.endswith(".md") or not knowledge.shelf:
        return None
    titles = {one.id: one.title for one in knowledge.documents}
    try:
        said = read_text(Path(knowledge.shelf), document.source)
        return markdown_reader.read(said, document.source, titles, names(knowledge.form(document.id)))
    except (OSError, UnicodeDecodeError, DocumentError):
        return None


def _chapters(blocks: Sequence[Block]) -> tuple[tuple[tuple[str, object], ...], list[Chapter]]:
    """What stands before the first heading, then the chapters; items in a row become one list."""
    opening: list[Block] = []
    found: list[tuple[Heading, list[Block]]] = []
    for block in blocks:
        if isinstance(block, Heading):
            found.append((block, []))
        elif not isinstance(block, Break):
            (found[-1][1] if found else opening).append(block)
    chapters: list[Chapter] = []
    before = 1
    for number, (heading, below) in enumerate(found, 1):
        before = min(heading.level, before + 1)
        title = "".join(span.text for span in heading.line)
        chapters.append(Chapter(number, heading.level, before, title, tuple(_grouped(below))))
    return tuple(_grouped(opening)), chapters


def _grouped(blocks: Sequence[Block]) -> Iterator[tuple[str, object]]:
    items: list[Item] = []
    for block in blocks:
        if isinstance(block, Item) and (not items or (items[0].mark == "•") == (block.mark == "•")):
            items.append(block)
            continue
        if items:
            yield "list" if items[0].mark == "•" else "numbers", tuple(items)
            items = []
        if isinstance(block, Item):
            items.append(block)
        else:
            yield type(block).__name__.lower(), block
    if items:
        yield "list" if items[0].mark == "•" else "numbers", tuple(items)


def _pieces(line: Sequence[object], by_title: Mapping[str, str], big: str) -> list[tuple[str, str, str]]:
    """A line as (kind, text, address): words, bold, blank, or a link to another document."""
    found: list[tuple[str, str, str]] = []
    for span in line:
        text, kind = span.text, "blank" if span.blank else "bold" if span.bold else "words"  # type: ignore[attr-defined]  # spans
        if kind == "blank":
            found.append((kind, text, ""))
            continue
        found += _linked(text, kind, by_title, big)
    return found


def _linked(text: str, kind: str, by_title: Mapping[str, str], big: str) -> Iterator[tuple[str, str, str]]:
    at = 0
    while True:
        start = text.find("《", at)
        end = text.find("》", start) + 1 if start >= 0 else 0
        if start < 0 or not end:
            yield kind, text[at:], ""
            return
        name = by_title.get(text[start:end])
        if name:
            yield kind, text[at:start], ""
            yield kind, text[start:end], address(f"/documents/{name}", big)
        else:
            yield kind, text[at:end], ""
        at = end


# ---------------------------------------------------------------- files


async def file(site: Site, request: Request) -> Response:
    """A document's file in one of its formats. The catalogue alone says which file that is."""
    knowledge = site.services.knowledge()
    found = knowledge.document(request.path_params["id"])
    suffix = request.path_params["format"].lower()
    name = next((one for one in found.files if Path(one).suffix.lstrip(".").lower() == suffix), "") if found else ""
    path = _place(knowledge, name) if name else None
    if found is None or path is None or not path.is_file():
        return site.missing_page(request)
    if request.method == "GET" and "range" not in request.headers:
        who = site.people.visitor(request)
        taken = DownloadRecord(found.id, found.version, suffix, CHANNEL, who, who)
        await site.in_thread(lambda: site.services.store.take(taken))
    return FileResponse(path, filename=path.name, headers={"cache-control": "no-cache"})


VIEWS: Mapping[str, tuple[str, View]] = {
    "/documents": ("GET", listing),
    "/documents/{id}": ("GET", document),
    "/documents/{id}/read": ("GET", read),
    "/files/{id}.{format}": ("GET", file),
}
