"""Read: topics, an entry a page, laws with what rests on them, what is new (also as Atom), search by the same matching."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from bot import wording
from bot.channels.web import rate_limits
from bot.channels.web.citation_links import OpenedArticle, opened_article
from bot.channels.web.download_pages import links, of_topic
from bot.channels.web.pages import address
from bot.channels.web.site import Site, View
from bot.desk import replies
from bot.desk.topic_order import ordered
from bot.model import Document, Entry, Knowledge, Law, LawText, Topic
from bot.normalise import fold
from bot.render import entry_blocks, variant_blocks, with_local_figures

FRESH = 60
"""Lines of what is new."""
_FOUND = 10
_LEAST = 0.03
"""Confidence that the best entry must have: what is no question of ours stays below it."""
_ALSO = 0.008
"""Confidence of those after it: a single word, as people search, spreads over all that is about it."""
_FILES = 5
"""Documents that a search shows."""


async def topics(site: Site, request: Request) -> Response:
    """All topics."""
    knowledge = site.services.knowledge()
    return site.pages.always(request, lambda: site.pages.render(request, "topics.html", topics=ordered(knowledge, {})))


async def topic(site: Site, request: Request) -> Response:
    """The questions of a topic."""
    knowledge = site.services.knowledge()
    wanted = request.path_params["key"]

    def made() -> str | None:
        found = next((one for one in knowledge.topics if one.key == wanted), None)
        entries = [entry for entry in map(knowledge.get, found.entries) if entry] if found else []
        documents = of_topic(found, knowledge) if found else []
        return site.pages.render(request, "topic.html", topic=found, entries=entries, documents=documents) if found else None

    return site.pages.cached(request, made) or site.missing_page(request)


async def entry(site: Site, request: Request) -> Response:
    """An entry, whole, at its permanent address."""
    knowledge = site.services.knowledge()
    wanted = request.path_params["id"]
    if any(one.id == wanted for one in knowledge.retired):
        return site.error_page(request, 410, wording.WEB_ENTRY_RETIRED)

    def made() -> str | None:
        found = knowledge.get(wanted)
        if found is None:
            return None
        condition = knowledge.condition(found.ask) if found.ask else None
        home = next((one for one in knowledge.topics if found.id in one.entries), None)
        documents = [(one, links(one, knowledge)) for one in replies.entry_documents(found, knowledge)]
        return site.pages.render(
            request,
            "entry.html",
            entry=found,
            blocks=with_local_figures([one for one in entry_blocks(found) if one.kind != "heading"], knowledge),
            variants=with_local_figures(variant_blocks(found, condition), knowledge) if condition else (),
            condition=condition,
            topic=home,
            documents=documents,
            related=[one for one in map(knowledge.get, found.related) if one],
        )

    return site.pages.cached(request, made) or site.missing_page(request)


# ---------------------------------------------------------------- laws


@dataclass(frozen=True)
class Provision:
    """An article of a law: its text where it is held, and the entries that rest on it."""

    name: str
    lines: tuple[str, ...]
    note: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Chapter:
    """A chapter of a law; `title` is empty where a law has none."""

    title: str
    articles: tuple[Provision, ...]


async def laws(site: Site, request: Request) -> Response:
    """The laws that entries rest on."""
    knowledge = site.services.knowledge()

    def made() -> str:
        held = {text.title for text in knowledge.texts}
        counted = [(law, len(knowledge.resting_on(law.title)), law.title in held) for law in knowledge.laws]
        return site.pages.render(request, "laws.html", laws=counted)

    return site.pages.always(request, made)


async def law(site: Site, request: Request) -> Response:
    """A law: its version, its articles with anchors, and what rests on each."""
    knowledge = site.services.knowledge()
    wanted = request.path_params["title"]

    def made() -> str | None:
        found = next((one for one in knowledge.laws if wanted in (one.title, one.short)), None)
        if found is None:
            return None
        text = knowledge.law_text(found.title)
        chapters = chapters_of(found, knowledge)
        count = sum(1 for one in text.articles if one.number) if text else 0
        return site.pages.render(request, "law.html", law=found, chapters=chapters, text=text, count=count)

    return site.pages.cached(request, made) or site.missing_page(request)


def chapters_of(found: Law, knowledge: Knowledge) -> list[Chapter]:
    """Its articles by chapters as far as its text is held in the version listed, then those that entries cite beyond it."""
    text = knowledge.law_text(found.title)
    cited: dict[str, list[Entry]] = {}
    for one in knowledge.resting_on(found.title):
        for name in dict.fromkeys(_whole(source.article, text) for source in one.cited if source.law == found.title):
            cited.setdefault(name, []).append(one)
    chapters: list[Chapter] = []
    for heading, start, end in text.chapters() if text else ():
        held = (
            [Provision(a.label, a.lines, a.note, tuple(cited.pop(a.label, ()))) for a in text.articles[start:end]]
            if text
            else []
        )
        chapters.append(Chapter(heading, tuple(held)))
    rest = tuple(Provision(name, (), "", tuple(cited[name])) for name in sorted(cited, key=_order))
    return [*chapters, *([Chapter("", rest)] if rest else [])]


def _whole(article: str, text: LawText | None) -> str:
    """The article that a citation stands in: 第十一条 for 第十一条第二款 where the text is held."""
    found = text.cited(article) if text else None
    return found.label if found else article


def _order(article: str) -> tuple[int, str]:
    from bot.normalise import whole

    number = article.removeprefix("第").partition("条")[0]
    return whole(number) or 9999, article


# ---------------------------------------------------------------- what is new


@dataclass(frozen=True)
class News:
    """Something that was reviewed, changed or added."""

    day: date
    kind: str
    title: str
    path: str
    more: str = ""


def news_of(knowledge: Knowledge, most: int = FRESH) -> list[News]:
    """What changed, newest first."""
    found = sorted(_news(knowledge), key=lambda one: (-one.day.toordinal(), one.kind, one.title))
    return found[:most]


def _news(knowledge: Knowledge) -> Iterator[News]:
    for document in knowledge.documents:
        if document.day:
            more = document.changes or document.about
            yield News(document.day, wording.WEB_NEWS_DOCUMENT, document.title, f"/documents/{document.id}", more)
    for one in knowledge.entries:
        if one.reviewed:
            yield News(one.reviewed, wording.WEB_NEWS_ENTRY, one.question, f"/a/{one.id}")
    for law_ in knowledge.laws:
        if law_.changed:
            yield News(law_.changed, wording.WEB_NEWS_LAW, law_.title, f"/laws/{law_.title}", law_.version)


async def news(site: Site, request: Request) -> Response:
    """What is new."""
    knowledge = site.services.knowledge()
    return site.pages.always(request, lambda: site.pages.render(request, "news.html", news=news_of(knowledge)))


async def atom(site: Site, request: Request) -> Response:
    """The same as a feed (RFC 4287)."""
    knowledge = site.services.knowledge()

    def made() -> str:
        listed = news_of(knowledge)
        links = [site.base + address(one.path) for one in listed]
        latest = max((one.day for one in listed), default=date(2026, 1, 1))
        return site.pages.render(request, "atom.xml", news=list(zip(listed, links, strict=True)), base=site.base, latest=latest)

    return site.pages.always(request, made, "application/atom+xml")


# ---------------------------------------------------------------- search


async def search(site: Site, request: Request) -> Response:
    """What comes nearest to some words, without an answer; who wants one asks."""
    words = request.query_params.get("q", "").strip()[:200]
    knowledge = site.services.knowledge()
    entries: list[Entry] = []
    topics: list[Topic] = []
    wanted: list[Document] = []
    documents = []
    articles: list[OpenedArticle] = []
    if words:
        wait = await site.waited(request, "search", rate_limits.SEARCH)
        if wait:
            return site.rate_limit_page(request, wait)
        async with site.turns.of(site.network(request)):
            found = await site.services.run_in_desk_thread(lambda: site.services.search(words, _FOUND))
        known = bool(found.entries) and found.entries[0].confidence >= _LEAST
        entries = [one for hit in found.entries if known and hit.confidence >= _ALSO and (one := knowledge.get(hit.entry))]
        wanted = [one for one in map(knowledge.document, found.wanted.documents if found.wanted else ()) if one]
        named = [one for one in knowledge.documents if _says(words, one.title, *one.words) and one not in wanted]
        documents = [(one, links(one, knowledge)) for one in (*wanted, *named)[:_FILES]]
        topics = [one for one in knowledge.topics if _says(words, one.title)]
        articles = [opened_article(text, one, knowledge) for text, one in found.articles]
    return site.pages.page(
        request,
        "search.html",
        words=words,
        entries=entries,
        topics=topics,
        documents=documents,
        wanted=bool(wanted),
        articles=articles,
    )


def _says(words: str, *titles: str) -> bool:
    """Whether one of these holds all that was searched for; a single character says nothing."""
    wanted = fold(words)
    return len(wanted) > 1 and any(wanted in fold(title) for title in titles)


VIEWS: Mapping[str, tuple[str, View]] = {
    "/topics": ("GET", topics),
    "/topics/{key}": ("GET", topic),
    "/a/{id}": ("GET", entry),
    "/laws": ("GET", laws),
    "/laws/{title}": ("GET", law),
    "/news": ("GET", news),
    "/atom.xml": ("GET", atom),
    "/search": ("GET", search),
}
