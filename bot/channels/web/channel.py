"""The web as a channel: its parts wired together, served until cancelled, what was left unanswered taken up first."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from starlette.types import ASGIApp

from bot import wording
from bot.channels.web import (
    answer_mail,
    api,
    download_pages,
    embed_pages,
    form_pages,
    question_intake,
    question_pages,
    reading_pages,
    server,
    site,
)
from bot.channels.web.console import (
    document_pages,
    entry_history,
    federation_pages,
    import_pages,
    inquiry_pages,
    knowledge_pages,
    new_entry_pages,
    overview_page,
    sign_in,
    statistics_pages,
)
from bot.channels.web.console.import_trials import Trials
from bot.channels.web.console.open_pages import OpenPages
from bot.channels.web.hot_topics import HotTopics
from bot.channels.web.pages import Pages
from bot.channels.web.rate_limits import Limits, Turns
from bot.channels.web.site import Site, View
from bot.channels.web.visitors import CHANNEL, Visitors
from bot.channels.web.web_services import WebServices
from bot.errors import StoreError
from bot.settings import WEB_ADDRESS, WEB_PORT, Settings

_log = logging.getLogger(__name__)
LOOK = 2.0
"""Seconds between two looks for messages that nobody asked for just now."""

_AREAS = (
    question_pages, answer_mail, reading_pages, form_pages, download_pages, embed_pages, api,
    sign_in, overview_page, knowledge_pages, new_entry_pages, entry_history, inquiry_pages, federation_pages,
    document_pages, statistics_pages, import_pages, site,
)  # fmt: skip
VIEWS: Mapping[str, tuple[str, View]] = {path: view for area in _AREAS for path, view in area.VIEWS.items()}
"""Every address; a module an area."""


class WebChannel:
    """Serves people in their browsers.

    Conversations and askers are `web:<visitor>`, a visitor being a browser that asked something; the wire of a question is
    the key that its form carried.
    """

    name = CHANNEL
    alive = 0.0

    def __init__(self, services: WebServices, said: Callable[[str], None] | None = None) -> None:
        """`said` is told the address once the web is open."""
        self._services = services
        self._said = said or (lambda _: None)

    async def run(self) -> None:
        """Serve until cancelled. Raises ChannelError when it can't listen."""
        settings = self._services.settings
        at = server.listening(settings.web_host, settings.web_port, WEB_PORT)
        base = address_of(settings, at.getsockname()[1])
        await asyncio.to_thread(_note, settings.data, base)
        made = make_site(self._services, base)
        work = [asyncio.create_task(_bring(made)), asyncio.create_task(question_intake.resume(made))]
        self._said(wording.WEB_READY.format(address=base))
        try:
            await server.serve(app_of(made), at, ",".join(settings.web_proxies))
        finally:
            for task in work:
                task.cancel()
            await asyncio.gather(*work, return_exceptions=True)


def address_of(settings: Settings, port: int) -> str:
    """Where people reach the site, without a slash at the end."""
    if settings.web_url:
        return settings.web_url.rstrip("/")
    host = settings.web_host
    shown = "127.0.0.1" if host in ("0.0.0.0", "::", "") else f"[{host}]" if ":" in host else host  # noqa: S104  # compared
    return f"http://{shown}:{port}"


def _note(data: Path, base: str) -> None:
    """Leave the address for other processes; without it a link is made for the usual one."""
    with suppress(OSError):
        data.mkdir(parents=True, exist_ok=True)
        (data / WEB_ADDRESS).write_text(base, "utf-8")


def make_site(services: WebServices, base: str) -> Site:
    """The site over the parts; its secret is the store's."""
    store, clock = services.store, services.clock
    people = Visitors(store.secret("web"), base.startswith("https://"))
    console = OpenPages(store, clock), Trials(store, clock)
    return Site(services, Pages(services), people, Limits(store, clock), Turns(), *console, HotTopics(services), base)


def app_of(made: Site) -> ASGIApp:
    """The ASGI app of a site."""
    return site.make(made, VIEWS)


async def _bring(made: Site) -> None:
    """Put what comes for people into their talks, until cancelled."""
    while True:
        try:
            for message in await asyncio.to_thread(made.services.store.waiting, CHANNEL):
                await asyncio.to_thread(question_pages.put_message, made, message)
        except StoreError:
            _log.exception(wording.WEB_LOG_FAILED.format(path="outbox", reference="-"))
        await asyncio.sleep(LOOK)
