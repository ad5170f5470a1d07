"""The web's pages in a real browser: axe on every one, what they weigh, and the file for places without a network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot import app, wording
from bot.content.golden_reader import read_golden
from bot.model import Decision, Question, Reply
from bot.settings import GOLDEN, Settings
from bot.store.sqlite_store import SqliteStore
from tests.house import STRANGE
from tests.test_web_browser import CHROMIUM, base, chromium, context_of, signed_in, store

__all__ = ["base", "chromium", "store"]
"""Fixtures."""

axe = pytest.importorskip("axe_playwright_python.base", reason="axe isn't installed (extra: test)")
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="chromium isn't installed: apt-get install chromium")

WEIGHT = 60_000
"""Bytes of a page without pictures on the first visit."""
PUBLIC = (
    "/", "/topics", "/topics/setup", "/a/setup-must", "/a/setup-steps", "/laws", "/laws/工会法", "/laws/公司法", "/news",
    "/search?q=换届", "/search?q=工会法第十一条", "/documents", "/documents?by=topic", "/documents/setup-guide",
    "/documents/setup-guide/read", "/documents/setup-request",
    "/documents/setup-request/fill", "/privacy", "/for-sites", "/embed/ask", "/talk", "/nothing",
)  # fmt: skip
CONSOLE = (
    "/admin", "/admin/knowledge", "/admin/knowledge/setup-must", "/admin/knowledge/setup-must/history", "/admin/new",
    "/admin/try?q=建会", "/admin/held", "/admin/inquiries", "/admin/inquiries/1", "/admin/documents",
    "/admin/documents/setup-request", "/admin/numbers", "/admin/import", "/admin/audit", "/admin/sessions",
    "/admin/federation", "/admin/federation/contacts/kunshan", "/admin/federation/figures/+",
)  # fmt: skip
ONLY = "resultTypes: ['violations']"
"""What is found in order needn't be listed: it is many times as much."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize(("mode", "width"), [("", 320), ("big", 1280)])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    chromium: Any, base: str, store: SqliteStore, web_settings: Settings, mode: str, width: int
) -> None:
    page = signed_in(chromium, base, store, web_settings, bypass_csp=True, viewport={"width": width, "height": 700})
    page.add_init_script(path=axe.AXE_FILE_PATH)  # it stands in every page without being sent each time
    page.goto(base)
    page.fill("#q", "公司只有十几个人能建工会吗")
    page.get_by_role("button", name=wording.WEB_ASK).click()
    page.wait_for_url("**/talk*")
    asked = Question(STRANGE, "web:li", "web:li", "web", "1")
    store.record(asked, Reply(asked.text, Decision.UNKNOWN, ()), "")
    store.place(store.hand_over(asked, 0).id)  # for the page of a question that waits for a person
    wrong = []
    for path in (*PUBLIC, *CONSOLE):
        page.goto(base + path + (("&" if "?" in path else "?") + "mode=big" if mode else ""))
        found = page.evaluate(f"async rules => (await axe.run({{runOnly: rules, {ONLY}}})).violations", RULES)
        wrong += [(path, one["id"], one["nodes"][0]["target"]) for one in found]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wrong.append((path, "scrolls sideways", [str(width)]))
        small = page.evaluate(
            "[...document.querySelectorAll('button, .act, .tags a, .rows a, .top a, .files a')]"
            ".filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5).map(e => e.textContent.trim()).slice(0, 3)"
        )
        wrong += [(path, "lower than 44 px", small)] if small else []
    page.context.close()
    assert wrong == []


def test_a_first_visit_weighs_little(chromium: Any, base: str) -> None:
    for path in ("/", "/a/setup-must", "/documents", "/documents/setup-guide/read", "/embed/ask"):
        context = context_of(chromium)
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        sizes: list[float] = []
        session.on("Network.loadingFinished", lambda done, sizes=sizes: sizes.append(done["encodedDataLength"]))
        page.goto(base + path, wait_until="networkidle")
        assert 0 < sum(sizes) < WEIGHT, (path, sum(sizes))
        print(f"{path}: {sum(sizes):.0f} bytes")  # noqa: T201  # read with -s
        context.close()


@pytest.mark.parametrize("each", [4, pytest.param(1, marks=pytest.mark.slow)])
def test_the_offline_file_finds_what_asking_finds(
    chromium: Any, settings: Settings, plain_index: Any, tmp_path: Path, each: int
) -> None:
    """In the browser itself: the file opened from the disk, no network."""
    file = tmp_path / "offline.html"
    file.write_bytes(app.offline(settings))
    assert file.stat().st_size < 3_000_000  # 1.74 MB with 613 entries in 31,500 wordings
    context = context_of(chromium, offline=True)
    page = context.new_page()
    page.goto(file.as_uri())
    page.wait_for_function("window.matcher")
    desk = app.open_desk(plain_index, app.temporary_store())
    asked = [one.text for one in read_golden(GOLDEN)][::each]
    found = page.evaluate(
        "asked => asked.map(text => matcher.rank(text, 1).ranked.map(one => matcher.data.ids[one.entry])[0] || '')",
        asked,
    )
    ranked = [next((one.entry for one in plain_index.rank(text, 1)), "") for text in asked]
    assert found == ranked  # every one: what differs below are documents and small talk, which are no entries
    first = [desk.reply(Question(text, f"o:{n}", "o", "terminal", alone=True)).entry for n, text in enumerate(asked)]
    named = [(one, other) for one, other in zip(found, first, strict=True) if other]  # what is far from everything names none
    assert len(named) >= 0.95 * len(asked)
    same = sum(one == other for one, other in named)
    print(f"offline: {same} of {len(named)} as `ask`")  # noqa: T201  # read with -s
    assert same >= 0.99 * len(named)
    page.fill("#q", "公司只有十几个人能建工会吗")
    page.locator("#found details").first.wait_for()
    assert "25人" in page.locator("#found").inner_text()
    older = context.new_page()  # Chromium before 80, as many an office still has it
    older.add_init_script("delete window.DecompressionStream")
    older.goto(file.as_uri())
    older.wait_for_function("window.matcher")
    same_data = "JSON.stringify(matcher.data)"
    assert older.evaluate(same_data) == page.evaluate(same_data)
    context.close()
