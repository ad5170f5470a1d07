"""The site: what all pages share, and the table of addresses."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeVar

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Scope

from bot import china_time, wording
from bot.channels.web.console.import_trials import Trials
from bot.channels.web.console.open_pages import OpenPages
from bot.channels.web.hot_topics import HotTopics
from bot.channels.web.pages import Pages
from bot.channels.web.rate_limits import Limits, Rate, Turns, network
from bot.channels.web.request_guard import Guard, Refusal, TooLargeError, TooSlowError
from bot.channels.web.visitors import Visitors
from bot.channels.web.web_services import WebServices

log = logging.getLogger(__name__)
T = TypeVar("T")
MOST_FIELDS = 400
"""Fields of a form that are read."""


@dataclass(frozen=True)
class Site:
    """The services and tools that every page is made with."""

    services: WebServices
    pages: Pages
    people: Visitors
    limits: Limits
    turns: Turns
    presence: OpenPages
    trials: Trials
    hot: HotTopics
    base: str
    """The address people reach it at, without a slash at the end."""

    async def waited(self, request: Request, name: str, rate: Rate, who: str = "") -> int:
        """Seconds that a network, or whoever is named, must wait for the next of that name; 0: now."""
        key = f"{name}:{who or self.network(request)}"
        # a program's refusal is a line, made at once; a page takes a hundred times as long
        return await self.limits.refused(key, held=name != "api") or await asyncio.to_thread(self.limits.wait, key, rate)

    @property
    def today(self) -> date:
        """The date where the admins live."""
        return china_time.date_of(self.services.clock())

    @staticmethod
    def network(request: Request) -> str:
        """The network that a request comes from."""
        return network(request.client.host if request.client else "")

    async def in_thread(self, work: Callable[[], T]) -> T:
        """Something with the store, in a thread: it may wait for the disk."""
        return await asyncio.to_thread(work)

    def error_page(self, request: Request, status: int, said: str, reference: str = "") -> Response:
        """A page that says what went wrong and what to do."""
        title = wording.WEB_ERROR_TITLES.get(status, wording.WEB_ERROR_TITLE)
        return self.pages.page(request, "error.html", status, title=title, said=said, reference=reference)

    def missing_page(self, request: Request) -> Response:
        """The page for an address that isn't there."""
        return self.error_page(request, 404, wording.WEB_ERROR_MISSING)

    def rate_limit_page(self, request: Request, seconds: int) -> Response:
        """The page for who asks too often."""
        page = self.error_page(request, 429, wording.WEB_ERROR_OFTEN.format(seconds=seconds))
        page.headers["retry-after"] = str(seconds)
        return page


View = Callable[[Site, Request], Awaitable[Response]]


async def form_fields(request: Request) -> Mapping[str, str]:
    """The fields of a posted form as texts; files and repetitions are left out."""
    form = await request.form(max_files=0, max_fields=MOST_FIELDS, max_part_size=64 * 1024)
    return {name: value.replace("\r\n", "\n") for name, value in form.items() if isinstance(value, str)}


def make(site: Site, views: Mapping[str, tuple[str, View]]) -> ASGIApp:
    """The whole app: `views` by their address, each with its methods (`GET`, `POST` or `GET POST`)."""
    routes = [
        Route(path, partial(_viewed, site, view), methods=methods.split(), name=path) for path, (methods, view) in views.items()
    ]
    app = Starlette(routes=routes, exception_handlers={HTTPException: partial(_excepted, site)})
    return Guard(app, site.services.settings, partial(_error_for, site))


async def _viewed(site: Site, view: View, request: Request) -> Response:
    """What a view returns, or a page that says what went wrong: Starlette's own would say it in English."""
    try:
        return await view(site, request)
    except HTTPException:
        raise
    except ClientDisconnect:
        return Response(status_code=400)  # nobody is there any more
    except (TooLargeError, TooSlowError) as error:
        large = isinstance(error, TooLargeError)
        return _error_response(
            site, request, 413 if large else 408, wording.WEB_ERROR_LARGE if large else wording.WEB_ERROR_SLOW
        )
    except Exception:  # what breaks on one page is told on a page like ours, under a reference
        reference = secrets.token_hex(3)
        log.exception(wording.WEB_LOG_FAILED.format(path=request.scope["route"].path, reference=reference))
        return _error_response(site, request, 500, wording.WEB_ERROR_OURS, reference)


def _error_response(site: Site, request: Request, status: int, said: str, reference: str = "") -> Response:
    """A page, or for a program an object, that says what went wrong."""
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": {"code": status, "message": said, "reference": reference}}, status)
    return site.error_page(request, status, said, reference)


async def _excepted(site: Site, request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    api = request.url.path.startswith("/api/")
    missing, wrong = (
        (wording.WEB_API_MISSING, wording.WEB_API_BAD) if api else (wording.WEB_ERROR_MISSING, wording.WEB_ERROR_FORM)
    )
    page = _error_response(site, request, status, {404: missing, 405: wording.WEB_ERROR_METHOD}.get(status, wrong))
    page.headers.update(getattr(error, "headers", None) or {})
    return page


async def _error_for(site: Site, scope: Scope, why: Refusal) -> ASGIApp:
    return _error_response(site, Request(scope), *why)


async def asset(site: Site, request: Request) -> Response:
    """A style sheet, script or icon."""
    return site.pages.asset(request, request.path_params["name"]) or site.missing_page(request)


async def icon(site: Site, request: Request) -> Response:
    """The icon that browsers look for by themselves."""
    return site.pages.asset(request, "icon.svg") or site.missing_page(request)


async def robots(_: Site, request: Request) -> Response:
    """What robots may read: what is the same for everybody."""
    lines = (
        "User-agent: *",
        *(f"Disallow: {path}" for path in ("/ask", "/talk", "/q/", "/search", "/admin", "/embed/", "/api/")),
    )
    return Response("\n".join(lines) + "\n", media_type="text/plain")


VIEWS: Mapping[str, tuple[str, View]] = {
    "/static/{name}": ("GET", asset),
    "/robots.txt": ("GET", robots),
    "/favicon.ico": ("GET", icon),
}

__all__ = ["VIEWS", "Site", "View", "form_fields", "make"]
