"""Templates, links and cached pages: what every page shares."""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot import china_time, wording
from bot.channels.web import citation_links
from bot.channels.web.web_services import WebServices
from bot.model import Knowledge, Law

HERE = Path(__file__).resolve().parent
STATIC = HERE / "static"
BIG = "big"
"""Mode of large type and high contrast: a link carries it, nothing is stored for it."""
_CACHED = 1500
"""Pages kept ready: about all of them in both modes."""


NOTHING: Mapping[str, str] = {}


class Words:
    """The sentences of the web, as templates name them: `w.ask_label` is wording.WEB_ASK_LABEL, `c.…` CONSOLE_…."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix

    def __getattr__(self, name: str) -> Any:
        return getattr(wording, self._prefix + name.upper())


class Pages:
    """Renders templates and keeps pages that are the same for everybody."""

    def __init__(self, services: WebServices) -> None:
        settings = services.settings
        self._services = services
        self._files = {path.name: path.read_bytes() for path in STATIC.iterdir()}
        self._versions = {name: hashlib.sha256(content).hexdigest()[:10] for name, content in self._files.items()}
        self._cache: OrderedDict[tuple[str, ...], tuple[bytes, bytes, str]] = OrderedDict()
        self._shown: Knowledge | None = None
        """What the pages kept ready were made from."""
        self._env = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._env.globals.update(
            w=Words("WEB_"),
            c=Words("CONSOLE_"),
            keys=wording.KEEP_KEYS,
            static=self.static,
            icp=settings.web_icp,
            police=settings.web_police,
            site=settings.web_name or wording.WEB_NAME,
            cited=self._cited,
            articles=self._articles,
        )
        self._env.filters.update(day=day, minute=minute, paragraphs=paragraphs)

    # ------------------------------------------------------------ rendering

    def render(self, request: Request, template: str, **values: Any) -> str:
        """A page as HTML."""
        big = mode(request)
        here = request.url.path
        context: dict[str, Any] = {
            "u": lambda path, **query: address(path, big, **query),
            "mode": big,
            "here": here,
            "other_mode": _switched(request),
            "error": False,
            "bare": False,
        }
        return self._env.get_template(template).render(context | values)

    def page(self, request: Request, template: str, status: int = 200, **values: Any) -> Response:
        """A page that is somebody's own: never kept by anybody between."""
        headers = {"cache-control": "no-store"}
        return HTMLResponse(self.render(request, template, **values), status, headers)

    def cached(
        self,
        request: Request,
        make: Callable[[], str | None],
        kind: str = "text/html",
        variant: str = "",
        query: Mapping[str, str] = NOTHING,
    ) -> Response | None:
        """A page that is the same for everybody, made once while a knowledge is in force; None when there is no such page.

        `variant` tells apart what the page holds beside the knowledge, `query` is what of the address's query it goes by:
        nothing else of it comes into a page that others get too, nor makes it anew.
        """
        request.state.shared = query
        knowledge = self._services.knowledge()
        if knowledge is not self._shown:  # by its identity: its hash says nothing of documents and laws
            self._cache.clear()
            self._shown = knowledge
        key = (request.url.path, mode(request), *query.values(), kind, variant)
        kept = self._cache.get(key)
        if kept is None:
            made = make()
            if made is None:
                return None
            content = made.encode()
            kept = content, gzip.compress(content, 6, mtime=0), hashlib.sha256(content).hexdigest()[:20]
            self._cache[key] = kept
            if len(self._cache) > _CACHED:
                self._cache.popitem(last=False)
        return _served(request, kept, kind, "no-cache")

    def always(
        self,
        request: Request,
        make: Callable[[], str],
        kind: str = "text/html",
        variant: str = "",
        query: Mapping[str, str] = NOTHING,
    ) -> Response:
        """The same for a page that there always is."""
        return self.cached(request, make, kind, variant, query) or Response(status_code=404)

    def asset(self, request: Request, name: str) -> Response | None:
        """A file of ours by its name, None for any other; kept for a year under the address that tells its version."""
        content = self._files.get(name)
        if content is None:
            return None
        kinds = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png"}
        kind = kinds.get(Path(name).suffix, "application/octet-stream")
        lasting = request.query_params.get("v") == self._versions[name]
        kept = content, gzip.compress(content, 9, mtime=0), self._versions[name]
        return _served(request, kept, kind, "public, max-age=31536000, immutable" if lasting else "no-cache")

    def static(self, name: str) -> str:
        """The address of a file of ours."""
        return f"/static/{name}?v={self._versions[name]}"

    def _laws(self) -> dict[str, Law]:
        return {law.title: law for law in self._services.knowledge().laws}

    def _cited(self, line: str) -> list[citation_links.Cited]:
        """A source's line in pieces with links."""
        return citation_links.pieces(line, self._laws())

    def _articles(self, line: str) -> list[citation_links.OpenedArticle]:
        """The articles that a source's line cites, with their text."""
        return citation_links.cited_articles(line, self._services.knowledge())

    def template(self, name: str) -> Any:
        """A template of ours, for what is no page of a request."""
        return self._env.get_template(name)


def _served(request: Request, kept: tuple[bytes, bytes, str], kind: str, caching: str) -> Response:
    content, small, etag = kept
    tag = f'"{etag}"'
    headers = {"etag": tag, "cache-control": caching, "vary": "accept-encoding"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(small, headers=headers | {"content-encoding": "gzip"}, media_type=kind)
    return Response(content, headers=headers, media_type=kind)


# ---------------------------------------------------------------- addresses


def mode(request: Request) -> str:
    """`big`, or empty: how the page is to look."""
    return BIG if request.query_params.get("mode") == BIG else ""


def address(path: str, big: str = "", **query: Any) -> str:
    """An address of ours with its query; in the large mode it stays large."""
    path, hash_, anchor = path.partition("#")
    asked = {name: str(value) for name, value in query.items() if value not in ("", None)}
    if big:
        asked["mode"] = big
    return quote(path, safe="/") + (f"?{urlencode(asked)}" if asked else "") + hash_ + quote(anchor)


def _switched(request: Request) -> str:
    """The same page in the other mode."""
    url = URL(str(request.url))
    given = getattr(request.state, "shared", request.query_params)
    query = {name: value for name, value in given.items() if name != "mode"}
    path = "/" + url.path.lstrip("/") if request.method == "GET" else "/"  # two slashes would lead to another site
    return address(path, "" if mode(request) else BIG, **query) if request.method == "GET" else address(path, BIG)


def to(request: Request, path: str, **query: Any) -> Response:
    """Go there, by GET."""
    return RedirectResponse(address(path, mode(request), **query), 303, {"cache-control": "no-store"})


# ---------------------------------------------------------------- filters


def day(value: float | date | None) -> str:
    """A date where the readers live, such as 2026年11月29日."""
    if not value:
        return ""
    found = china_time.date_of(value) if isinstance(value, float | int) else value
    return wording.SHELF_DAY.format(year=found.year, month=found.month, day=found.day)


def minute(value: float) -> str:
    """Date and time where the readers live."""
    return china_time.moment(value).strftime("%Y-%m-%d %H:%M")


def paragraphs(text: str) -> Markup:
    """Lines as paragraphs."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return Markup("").join(Markup("<p>{}</p>").format(line) for line in lines)
