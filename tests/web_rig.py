"""The web over real parts: the real knowledge in force, a new database, the whole app, in process or on a port."""

from __future__ import annotations

import asyncio
import re
import shutil
import threading
from collections.abc import AsyncIterator, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import httpx

from bot import app
from bot.channels.web.channel import WebChannel, address_of, app_of, make_site
from bot.channels.web.site import Site
from bot.hot_reload.live_knowledge import LiveKnowledge
from bot.settings import Settings
from bot.store.sqlite_store import SqliteStore
from bot.threads import Services, Worker
from tests.house import ROOT
from tests.patience import PATIENCE

BASE = "http://127.0.0.1:8080"
_TAG = re.compile(r"<[^>]+>")


class Web:
    """A site with everything behind it."""

    def __init__(self, settings: Settings, staff: Services, site: Site, asgi: Any, worker: Worker) -> None:
        self.settings = settings
        self.staff = staff
        self.site = site
        self.asgi = asgi
        self.worker = worker

    @asynccontextmanager
    async def browser(self, address: str = "192.0.2.7", **options: Any) -> AsyncIterator[httpx.AsyncClient]:
        """A client without JavaScript that keeps cookies and follows links, coming from an address."""
        transport = httpx.ASGITransport(self.asgi, client=(address, 4711), raise_app_exceptions=False)
        settings: dict[str, Any] = {"base_url": BASE, "follow_redirects": True} | options
        async with httpx.AsyncClient(transport=transport, **settings) as client:
            yield client


@contextmanager
def web(settings: Settings, live: LiveKnowledge, store: SqliteStore, **changes: object) -> Iterator[Web]:
    """The site over a database; `changes` are settings."""
    made = replace(settings, **changes)  # type: ignore[arg-type]  # fields of Settings
    with app.open_services(made, live, store) as staff, ThreadPoolExecutor(1, thread_name_prefix="office") as back:
        worker = Worker(staff.handlers, staff.permissions, staff.desk_thread, back)
        services = app.open_web(made, worker, staff)
        site = make_site(services, address_of(made, 8080))
        yield Web(made, staff, site, app_of(site), worker)


@contextmanager
def served(settings: Settings, live: LiveKnowledge, store: SqliteStore, **changes: object) -> Iterator[str]:
    """The channel on a free port of this machine, in a thread of its own; its address."""
    made = replace(settings, **{"web_port": 0, **changes})  # type: ignore[arg-type]  # fields of Settings
    with ExitStack() as opened:
        staff = opened.enter_context(app.open_services(made, live, store))
        back = opened.enter_context(ThreadPoolExecutor(1, thread_name_prefix="office"))
        worker = Worker(staff.handlers, staff.permissions, staff.desk_thread, back)
        ready, said = threading.Event(), []

        def tell(text: str) -> None:
            said.append(text)
            ready.set()

        channel = WebChannel(app.open_web(made, worker, staff), tell)
        loop = asyncio.new_event_loop()
        running = loop.create_task(channel.run())
        thread = threading.Thread(target=_until_done, args=(loop, running), daemon=True)
        thread.start()
        assert ready.wait(20 * PATIENCE), "the web didn't open"
        try:
            yield said[0].rpartition("：")[2]
        finally:
            loop.call_soon_threadsafe(running.cancel)
            thread.join(20)


def _until_done(loop: asyncio.AbstractEventLoop, running: asyncio.Task[None]) -> None:
    with loop_closed(loop):
        loop.run_until_complete(asyncio.gather(running, return_exceptions=True))


@contextmanager
def loop_closed(loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    """A loop that is closed in the end."""
    try:
        yield
    finally:
        loop.close()


def words(html: str) -> str:
    """What a page says."""
    return re.sub(r"\s+", " ", unescape(_TAG.sub(" ", html.partition("<main")[2])))


def last(html: str) -> str:
    """What the last reply on a page says."""
    return unescape(_TAG.sub("", html.rpartition('<article class="turn"')[2].partition("</article>")[0]))


def form(html: str, action: str, label: str = "") -> dict[str, str]:
    """The hidden fields of the form that posts to an address, the one whose button says `label` when it is given."""
    for attributes, inner in re.findall(r"<form([^>]*)>(.*?)</form>", html, re.DOTALL):
        said = unescape(_TAG.sub("", inner))
        if f'action="{action}"' in unescape(attributes) and (not label or label in said):
            pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', inner)
            texts = re.findall(r'<textarea hidden name="([^"]+)">\n?(.*?)</textarea>', inner, re.DOTALL)
            return {name: unescape(value) for name, value in (*pairs, *texts)}
    raise AssertionError(f"no form posts to {action} with {label!r}")


def data_of(tmp_path: Path, settings: Settings) -> Path:
    """A data folder of its own with what was learned already."""
    folder = tmp_path / "data"
    folder.mkdir(exist_ok=True)
    if not (folder / "cache").exists():
        (folder / "cache").symlink_to(settings.data / "cache")
    return folder


SHELF = ("setup-guide", "setup-request", "leave-application")
"""Documents that are enough for most: a guide, a letter and a form of the real ones."""


def small_folders(place: Path, documents: Collection[str] = SHELF) -> tuple[Path, Path]:
    """Folders of the knowledge and the guides that may be edited: one topic of the real knowledge, these documents or all."""
    knowledge, guides = place / "knowledge", place / "guides"
    knowledge.mkdir()
    for name in ("setup.yaml", "laws.yaml", "cases.yaml", "contacts.yaml", "local.yaml"):
        shutil.copy(ROOT / "knowledge" / name, knowledge)
    (knowledge / "laws").mkdir()
    shutil.copy(ROOT / "knowledge" / "laws" / "工会法.md", knowledge / "laws")
    head, *listed = re.split(r"(?m)^(?=  - id: )", (ROOT / "guides" / "catalogue.yaml").read_text("utf-8"))
    told = [one for one in listed if not documents or re.match(r"  - id: (\S+)", one)[1] in documents]
    text = head + "".join(told)

    def others(folder: str, names: list[str]) -> list[str]:
        """What belongs to documents that aren't listed."""
        if not documents or Path(folder).name not in ("files", "fields", "sources", "templates", "examples"):
            return []
        return [name for name in names if name not in text and Path(name).stem not in documents]

    shutil.copytree(ROOT / "guides", guides, ignore=others)
    kept = set(re.findall(r"- id: ([a-z0-9-]+)", (knowledge / "setup.yaml").read_text("utf-8")))
    text = re.sub(r" *entries:\s*\[([^\]]*)\]\n", lambda found: _kept("entries", found[1], kept), text)
    (guides / "catalogue.yaml").write_text(text, "utf-8")
    setup = (knowledge / "setup.yaml").read_text("utf-8")
    setup = re.sub(r" *related: \[([^\]]*)\]\n", lambda found: _kept("related", found[1], kept), setup)
    setup = setup.replace("status: reported", "status: unconfirmed")  # its evidence is of all topics
    (knowledge / "setup.yaml").write_text(setup, "utf-8")
    return knowledge, guides


def _kept(key: str, listed: str, known: set[str]) -> str:
    """A list's line with the ids that there are; nothing when none is left."""
    found = [one for one in re.split(r"[\s,]+", listed.strip()) if one in known]
    return f"    {key}: [{', '.join(found)}]\n" if found else ""


def fields_of(html: str) -> dict[str, str]:
    """What the edit form of an entry holds."""
    inner = html.partition('data-preview="impact"')[2].partition("</form>")[0]
    found = {
        name: unescape(text)
        for name, text in re.findall(r'<textarea id="[^"]+" name="([^"]+)"[^>]*>\n?(.*?)</textarea>', inner, re.DOTALL)
    }
    found |= {name: unescape(text) for name, text in re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', inner)}
    chosen = re.search(r'name="status">.*?<option value="([^"]*)" selected', inner, re.DOTALL)
    return found | {"status": chosen[1] if chosen else ""}
