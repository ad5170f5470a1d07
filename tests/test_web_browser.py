"""The web in a real browser: every public flow without JavaScript and with it, and the console.

Skipped where Debian's chromium or Playwright isn't installed; `.ci/run` installs them.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import app, wording
from bot.hot_reload.live_knowledge import LiveKnowledge
from bot.settings import Settings
from bot.store.sqlite_store import SqliteStore
from tests.house import STRANGE
from tests.web_rig import served, small_folders

CHROMIUM = shutil.which("chromium") or ""
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright isn't installed (extra: test)")
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="chromium isn't installed: apt-get install chromium")

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """The browser."""
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteStore]:
    """A database for the site."""
    opened = SqliteStore(tmp_path_factory.mktemp("browser") / "web.db")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def base(web_settings: Settings, live: LiveKnowledge, store: SqliteStore) -> Iterator[str]:
    """The address of the site."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JIANHUI_ADMINS", "web:wang")
        with served(web_settings, live, store, admins=("web:wang",)) as address:
            yield address


def context_of(chromium: Any, **options: Any) -> Any:
    """A context of the browser that waits as long as a busy machine may need."""
    made = chromium.new_context(**options)
    made.set_default_timeout(120_000)
    return made


@pytest.fixture(params=[False, True], ids=["without JavaScript", "with JavaScript"])
def page(request: pytest.FixtureRequest, chromium: Any) -> Iterator[Any]:
    """A phone's page that fails on any error in the console and on any request to elsewhere."""
    context = context_of(chromium, java_script_enabled=request.param, viewport={"width": 390, "height": 800})
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("request", lambda sent: wrong.append(sent.url) if "127.0.0.1" not in sent.url else None)
    yield opened
    context.close()
    assert [one for one in wrong if "status of 4" not in one] == []


class Taps:
    """Presses what says something, and counts."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self.count = 0

    def __call__(self, says: str) -> None:
        """Press it."""
        found = self._page.get_by_role("link", name=says).or_(self._page.get_by_role("button", name=says)).first
        found.click()
        self._page.wait_for_load_state()
        self.count += 1


def test_the_setup_guide_is_found_and_downloaded_in_two_taps(page: Any, base: str) -> None:
    page.goto(base)
    tap = Taps(page)
    tap("基层单位建会操作指南")
    with page.expect_download() as loading:
        tap("基层单位建会操作指南（Word")
    assert loading.value.suggested_filename == "基层单位建会操作指南.docx"
    assert tap.count == 2


def test_a_question_is_passed_on_and_answered_in_four_taps(
    page: Any, base: str, store: SqliteStore, web_settings: Settings, live: LiveKnowledge
) -> None:
    page.goto(base)
    tap = Taps(page)
    page.fill("#q", "停车场的道闸坏了谁来修" if store.inquiries("answered") else STRANGE)
    page.locator("form.ask button").click()  # a tap; the menu has a link of that name too
    page.wait_for_url("**/talk*")
    tap(wording.BUTTON_HUMAN)
    tap(wording.HUMAN_SEND)
    with app.open_services(web_settings, live, store) as staff:
        staff.inquiries.run_due_work()
        for inquiry in staff.inquiries.open_by_priority():
            staff.inquiries.answer(inquiry, "这是工作人员的答复。", "web:wang")
    tap(wording.WEB_WAITING_OPEN)
    page.get_by_text("这是工作人员的答复。").first.wait_for()
    assert tap.count + 1 == 4


def test_an_answer_is_narrowed_down_and_rated(page: Any, base: str) -> None:
    page.goto(base)
    page.fill("#q", "工会经费怎么收")
    page.get_by_role("button", name=wording.WEB_ASK).click()
    page.locator(".acts button").first.click()
    page.wait_for_load_state()
    page.get_by_role("button", name=wording.BUTTON_USEFUL).last.click()
    page.get_by_text(wording.RATED_USEFUL).last.wait_for()
    assert "#t" in page.url


def test_a_form_keeps_what_was_typed_and_becomes_a_word_file(page: Any, base: str) -> None:
    page.goto(f"{base}/documents/leave-application/fill")
    page.fill("[name=f0]", "某某工会")
    page.get_by_role("button", name=wording.WEB_FILL_CHECK).click()
    page.get_by_text(wording.WEB_SUMMARY).wait_for()
    assert page.input_value("[name=f0]") == "某某工会"
    for number, text in ((1, "王小明"), (2, "某某公司"), (3, "装配车间"), (5, "个人原因")):
        page.fill(f"[name=f{number}]", text)
    page.locator("input[type=radio]").first.check()
    page.get_by_role("button", name=wording.WEB_FILL_CHECK).click()
    page.locator("dd", has_text="王小明").wait_for()
    with page.expect_download() as loading:
        page.get_by_role("button", name=wording.WEB_LOOK_MAKE).click()
    assert loading.value.suggested_filename == wording.FILL_FILE.format(title="退会申请书")


def test_the_box_in_a_frame_answers_and_grows(
    chromium: Any, web_settings: Settings, live: LiveKnowledge, tmp_path: Path
) -> None:
    """On a page of another site (another port is another origin)."""
    import http.server
    import threading

    kept = SqliteStore(tmp_path / "embed.db")
    html: dict[str, bytes] = {}

    class Other(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the library's name
            self.send_response(200)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(html["page"])

        def log_message(self, *_: object) -> None:
            pass

    other = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Other)
    threading.Thread(target=other.serve_forever, daemon=True).start()
    origin = f"http://127.0.0.1:{other.server_port}"
    with served(web_settings, live, kept, web_embed=(origin,)) as address:
        html["page"] = f'<!DOCTYPE html><title>x</title><p>x<script src="{address}/embed.js" async></script>'.encode()
        context = context_of(chromium)
        page = context.new_page()
        page.goto(origin)
        frame = page.frame_locator("iframe")
        frame.locator("#q").fill("公司只有十几个人能建工会吗")
        frame.get_by_role("button", name=wording.WEB_ASK).click()
        frame.get_by_text("会员不足25人怎么建工会？").wait_for()
        page.wait_for_function("parseInt(document.querySelector('iframe').style.height) > 600")
        with context.expect_page() as opened:  # our pages may not be framed: they open beside
            frame.locator("a.act").first.click()
        assert "/documents/" in opened.value.url
        assert opened.value.locator("h1").count() == 1
        frame.locator("details.law summary").first.click()
        frame.locator("details.law p").first.wait_for()
        assert context.cookies() == []
        context.close()
    other.shutdown()
    kept.close()


def signed_in(chromium: Any, base: str, store: SqliteStore, settings: Settings, **options: Any) -> Any:
    context = context_of(chromium, **options)
    page = context.new_page()
    page.goto(base + app.open_door(settings, store).link("web:wang").partition("/admin")[2].join(("/admin", "")))
    page.locator("main button").click()
    page.wait_for_url("**/admin")
    return page


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Settings, LiveKnowledge, SqliteStore, str]]:
    """A site over folders that may be edited, one topic of the real knowledge: its settings, parts and address."""
    monkeypatch.setenv("JIANHUI_ADMINS", "web:wang=管理")
    knowledge, guides = small_folders(tmp_path)
    made = Settings(data=tmp_path / "data", knowledge=knowledge, guides=guides, encoder=False, admins=("web:wang",))
    with app.open_knowledge(made) as (live, store):
        assert isinstance(store, SqliteStore)
        with served(made, live, store, web_host="127.0.0.1") as base:
            yield made, live, store, base


def test_the_console_shows_an_edit_s_impact_while_typing_stops(
    chromium: Any, small: tuple[Settings, LiveKnowledge, SqliteStore, str]
) -> None:
    made, _, store, base = small
    page = signed_in(chromium, base, store, made)
    page.goto(f"{base}/admin/knowledge/setup-must")
    page.fill("[name='answer']", page.input_value("[name='answer']") + "\n试一句。")
    page.locator("#impact").get_by_text("试一句。").first.wait_for(timeout=180_000)
    assert page.locator("#impact").get_by_role("button", name=wording.CONSOLE_SAVE).count() == 1
    page.context.close()


def test_inquiries_are_walked_through_by_keyboard(
    chromium: Any, base: str, store: SqliteStore, web_settings: Settings, live: LiveKnowledge
) -> None:
    context = context_of(chromium)
    cadre = context.new_page()
    for text in ("手机屏幕碎了去哪修", "楼下烧烤摊太吵怎么投诉"):
        cadre.goto(base)
        cadre.fill("#q", text)
        cadre.keyboard.press("Enter")
        cadre.wait_for_url("**/talk*")
    context.close()
    with app.open_services(web_settings, live, store) as staff:
        staff.inquiries.run_due_work()
    page = signed_in(chromium, base, store, web_settings)
    page.goto(f"{base}/admin/inquiries")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/inquiries/*")
    page.keyboard.press("Tab")
    page.fill("#text", "已转后勤。")
    page.get_by_role("button", name=wording.CONSOLE_ANSWER, exact=True).press("Enter")
    page.get_by_text(wording.CONSOLE_REOPEN).wait_for()
    page.context.close()


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_an_unanswered_question_to_everybody_told_and_an_entry_saved(
    chromium: Any, small: tuple[Settings, LiveKnowledge, SqliteStore, str], script: bool
) -> None:
    """Four acts, typing aside: the question, its answer, the topic, the edit as it is shown; one more without JavaScript."""
    made, live, store, base = small
    live.start()
    askers = [context_of(chromium, java_script_enabled=script).new_page() for _ in range(2)]
    for asker in askers:
        asker.goto(base)
        asker.fill("#q", STRANGE)
        asker.locator("form.ask button").click()
        asker.wait_for_url("**/talk*")
    with app.open_services(made, live, store) as staff:
        staff.inquiries.run_due_work()
    page = signed_in(chromium, base, store, made, java_script_enabled=script)
    page.goto(f"{base}/admin/inquiries")
    acts = 1
    page.locator("a.row-link").first.click()
    page.fill("#text", "冷藏两三天，吃前热透，以上级工会确认为准。")
    acts += 1
    page.get_by_role("button", name=wording.CONSOLE_TEACH).click()
    page.wait_for_url("**/admin/new*")
    acts += 1
    page.select_option("#topic", index=1)
    if not script:
        acts += 1
        page.get_by_role("button", name=wording.CONSOLE_PREVIEW).click()
    acts += 1
    page.locator("#impact").get_by_role("button", name=wording.CONSOLE_SAVE).click(timeout=180_000)
    page.wait_for_url("**/admin/done*", timeout=180_000)
    assert acts == (4 if script else 5)
    for asker in askers:
        asker.reload()
        asker.get_by_text("冷藏两三天").first.wait_for()
        asker.context.close()
    page.context.close()
    assert "冷藏两三天" in (made.knowledge / "setup.yaml").read_text("utf-8")
