"""The JSON API, version 1: what the pages hold, for programs. Described by /api/openapi.json (OpenAPI 3.1).

Anybody may use it within small limits; a key (`Authorization: Bearer …`, setting JIANHUI_WEB_KEYS) gives larger ones. A
question asked here stands alone: nothing leans on the one before, and no cookie is read or set.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, replace
from functools import wraps
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot import wording
from bot.channels.web import openapi, rate_limits
from bot.channels.web.download_pages import links
from bot.channels.web.pages import address
from bot.channels.web.question_intake import LONGEST
from bot.channels.web.rate_limits import Rate
from bot.channels.web.reading_pages import chapters_of, news_of
from bot.channels.web.site import Site, View
from bot.channels.web.visitors import CHANNEL, Visitors, form_key
from bot.model import Document, Entry, Knowledge, Law, Question
from bot.render import as_json, local_figures_in, standing_line

T = TypeVar("T")
MOST = 500
"""Items of a list that come at once."""


class ApiError(Exception):
    """What goes back instead: a status and a sentence."""

    def __init__(self, status: int, said: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(said)
        self.status = status
        self.headers = dict(headers or {})


def _api(view: Callable[[Site, Request], Awaitable[Any]]) -> View:
    """A view that returns what becomes JSON: with limits, an ETag, and errors as objects."""

    @wraps(view)
    async def answer(site: Site, request: Request) -> Response:
        try:
            await _limited(site, request)
            found = await view(site, request)
        except ApiError as error:
            body = {"error": {"code": error.status, "message": str(error)}}
            return JSONResponse(body, error.status, error.headers)
        content = json.dumps(found, ensure_ascii=False).encode()
        tag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
        headers = {"etag": tag, "cache-control": "no-cache", "access-control-allow-origin": "*"}
        if request.method != "POST" and request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(content, headers=headers, media_type="application/json")

    return answer


async def _limited(site: Site, request: Request) -> None:
    """Raises ApiError for a wrong key, and for too many requests."""
    given = request.headers.get("authorization", "")
    rate, who = Rate(rate_limits.API.most / 4, rate_limits.API.per_second / 4), ""
    if given:
        kind, _, key = given.partition(" ")
        known = [one for one in site.services.settings.web_keys if hmac.compare_digest(one.encode(), key.strip().encode())]
        if kind.lower() != "bearer" or not known:
            raise ApiError(401, wording.WEB_API_KEY, {"www-authenticate": "Bearer"})
        rate, who = rate_limits.API, hashlib.sha256(known[0].encode()).hexdigest()[:16]
    wait = await site.waited(request, "api", rate, who)
    if wait:
        raise ApiError(429, wording.WEB_ERROR_OFTEN.format(seconds=wait), {"retry-after": str(wait)})


# ---------------------------------------------------------------- views


@_api
async def ask(site: Site, request: Request) -> Any:
    """A question answered: the object of `jianhui ask --json`."""
    try:
        posted = json.loads(await request.body())
    except (ValueError, RecursionError) as error:
        raise ApiError(400, wording.WEB_API_JSON) from error
    text = posted.get("question") if isinstance(posted, dict) else None
    if not isinstance(text, str) or not text.strip() or not _sayable(text):
        raise ApiError(422, wording.WEB_API_QUESTION)
    if len(text) > LONGEST:
        raise ApiError(422, wording.WEB_ASK_LONG.format(count=len(text), most=LONGEST))
    conversation = Visitors.new().replace(f"{CHANNEL}:", f"{CHANNEL}:api-")
    question = Question(text.strip(), conversation, conversation, CHANNEL, form_key(), alone=True)
    async with site.turns.of(site.network(request)):
        reply = await site.services.ask_once(question)
    found = json.loads(as_json(replace(reply, question=text)))
    link = f"{site.base}{address('/a/' + reply.entry)}" if reply.entry else None
    return found | {"url": link}


@_api
async def entries(site: Site, request: Request) -> Any:
    """The entries, of a topic or of all."""
    knowledge = site.services.knowledge()
    wanted = request.query_params.get("topic", "")
    titles = {topic.key: topic for topic in knowledge.topics}
    if wanted and wanted not in titles:
        raise ApiError(404, wording.WEB_API_NO_TOPIC)
    listed = [one for one in knowledge.entries if not wanted or one.id in titles[wanted].entries]
    items, more = _page(request, listed)
    return {"entries": [_brief(one, site) for one in items], "next": more, "version": knowledge.hash}


@_api
async def entry(site: Site, request: Request) -> Any:
    """An entry, whole."""
    knowledge = site.services.knowledge()
    return _entry(_existing(knowledge.get(request.path_params["id"]), wording.WEB_API_NO_ENTRY), knowledge, site)


@_api
async def topics(site: Site, _: Request) -> Any:
    """The topics."""
    knowledge = site.services.knowledge()
    return {"topics": [{"key": one.key, "title": one.title, "entries": list(one.entries)} for one in knowledge.topics]}


@_api
async def documents(site: Site, request: Request) -> Any:
    """The documents."""
    knowledge = site.services.knowledge()
    items, more = _page(request, knowledge.documents)
    return {"documents": [_document(one, knowledge, site) for one in items], "next": more}


@_api
async def document(site: Site, request: Request) -> Any:
    """A document with the addresses of its files."""
    knowledge = site.services.knowledge()
    return _document(_existing(knowledge.document(request.path_params["id"]), wording.WEB_API_NO_DOCUMENT), knowledge, site)


@_api
async def laws(site: Site, _: Request) -> Any:
    """The laws that entries cite."""
    return {"laws": [_law(one, site) for one in site.services.knowledge().laws]}


@_api
async def law(site: Site, request: Request) -> Any:
    """A law with its articles as far as they are held, and the entries that rest on them."""
    knowledge = site.services.knowledge()
    wanted = request.path_params["title"]
    found = _existing(next((one for one in knowledge.laws if wanted in (one.title, one.short)), None), wording.WEB_API_NO_LAW)
    articles = [
        {"article": one.name, "text": "\n".join(one.lines) or None, "entries": [entry.id for entry in one.entries]}
        for chapter in chapters_of(found, knowledge)
        for one in chapter.articles
    ]
    return _law(found, site) | {"articles": articles}


@_api
async def changes(site: Site, request: Request) -> Any:
    """What changed, newest first."""
    listed = news_of(site.services.knowledge(), MOST)
    items, more = _page(request, listed)
    found = [
        {
            "date": one.day.isoformat(),
            "kind": one.kind,
            "title": one.title,
            "url": site.base + address(one.path),
            "more": one.more,
        }
        for one in items
    ]
    return {"changes": found, "next": more}


async def described(site: Site, request: Request) -> Response:
    """The description of all this."""
    content = json.dumps(openapi.described(site.base), ensure_ascii=False, indent=1)
    return Response(content, headers={"access-control-allow-origin": "*"}, media_type="application/json")


def _sayable(text: str) -> bool:
    """Whether a text can be said back: JSON may hold halves of characters, which no other encoding can."""
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


# ---------------------------------------------------------------- objects


def _existing(found: T | None, sentence: str) -> T:
    """What was asked for; raises ApiError with the sentence when it isn't there."""
    if found is None:
        raise ApiError(404, sentence)
    return found


def _page(request: Request, listed: Sequence[Any]) -> tuple[Sequence[Any], int | None]:
    """The part of a list that is asked for (`from`, `limit`), and where the next begins."""
    first, most = _number(request, "from", 0, 1_000_000), _number(request, "limit", MOST, MOST)
    end = first + most
    return listed[first:end], end if end < len(listed) else None


def _number(request: Request, name: str, usual: int, most: int) -> int:
    given = request.query_params.get(name)
    if given is None:
        return usual
    least = 1 if name == "limit" else 0
    if not given.isascii() or not given.isdigit() or len(given) > 9 or not least <= int(given) <= most:
        raise ApiError(422, wording.WEB_API_NUMBER.format(name=name, least=least, most=most))
    return int(given)


def _brief(one: Entry, site: Site) -> dict[str, Any]:
    reviewed = one.reviewed.isoformat() if one.reviewed else None
    return {"id": one.id, "topic": one.topic, "question": one.question, "reviewed": reviewed, "url": f"{site.base}/a/{one.id}"}


def _entry(one: Entry, knowledge: Knowledge, site: Site) -> dict[str, Any]:
    condition = knowledge.condition(one.ask) if one.ask else None
    labels = {option.name: option.label for option in condition.options} if condition else {}

    def with_figures(text: str) -> str:
        return local_figures_in(text, knowledge)

    return _brief(one, site) | {
        "answer": with_figures(one.answer),
        "steps": list(map(with_figures, one.steps)),
        "materials": list(map(with_figures, one.materials)),
        "sources": [asdict(source) for source in one.sources],
        "status": str(one.status) if one.status else None,
        "standing": standing_line(one),
        "region": one.region or None,
        "documents": [doc.id for doc in knowledge.documents if doc.id in one.guides or one.id in doc.entries],
        "related": list(one.related),
        "depends_on": condition.question if condition else None,
        "variants": [
            {
                "when": labels.get(v.when, v.when),
                "answer": with_figures(v.answer),
                "steps": list(map(with_figures, v.steps)),
                "materials": list(map(with_figures, v.materials)),
            }
            for v in one.variants
        ],
    }


def _document(one: Document, knowledge: Knowledge, site: Site) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "kind": one.kind or None,
        "version": one.version or None,
        "date": one.day.isoformat() if one.day else None,
        "about": one.about,
        "changes": one.changes,
        "files": [{"label": label, "url": site.base + href} for label, href in links(one, knowledge)],
        "fillable": knowledge.form(one.id) is not None,
        "url": f"{site.base}/documents/{one.id}",
    }


def _law(one: Law, site: Site) -> dict[str, Any]:
    return {
        "title": one.title,
        "short": one.short,
        "version": one.version,
        "since": one.since.isoformat() if one.since else None,
        "region": one.region or None,
        "superseded_by": one.superseded_by or None,
        "url": site.base + address(f"/laws/{one.title}"),
    }


VIEWS: Mapping[str, tuple[str, View]] = {
    "/api/openapi.json": ("GET", described),
    "/api/v1/ask": ("POST", ask),
    "/api/v1/topics": ("GET", topics),
    "/api/v1/entries": ("GET", entries),
    "/api/v1/entries/{id}": ("GET", entry),
    "/api/v1/documents": ("GET", documents),
    "/api/v1/documents/{id}": ("GET", document),
    "/api/v1/laws": ("GET", laws),
    "/api/v1/laws/{title}": ("GET", law),
    "/api/v1/changes": ("GET", changes),
}
