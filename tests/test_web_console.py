"""The console by plain HTTP: signing in, editing, reviewing, inquiries, documents, numbers, tables."""

from __future__ import annotations

import asyncio
import re
import time
import zipfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from html import unescape
from io import BytesIO
from pathlib import Path

import anyio
import httpx
import pytest
from docx import Document as Word
from openpyxl import load_workbook

from bot import app, wording
from bot.channels.web.channel import make_site
from bot.channels.web.console.import_trials import Trial, Trials
from bot.model import TableTrial
from bot.settings import Settings
from bot.store.sqlite_store import SqliteStore
from tests.house import ROOT, STRANGE
from tests.web_rig import Web, fields_of, form, small_folders, web, words

pytestmark = pytest.mark.anyio
ADMINS = "web:wang=管理, web:li=编辑, web:zhao=审核"


@pytest.fixture
def console(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """The web over folders of its own that may be edited: one topic of the real knowledge, the real guides."""
    monkeypatch.setenv("JIANHUI_ADMINS", ADMINS)
    knowledge, guides = small_folders(tmp_path)
    made = Settings(
        data=tmp_path / "data",
        knowledge=knowledge,
        guides=guides,
        encoder=False,
        web_host="127.0.0.1",
        admins=("web:wang", "web:li", "web:zhao"),
    )
    with app.open_knowledge(made) as (live, store):
        live.start()
        assert isinstance(store, SqliteStore)
        with web(made, live, store) as opened:
            yield opened


@asynccontextmanager
async def signed_in(console: Web, who: str = "web:wang") -> AsyncIterator[httpx.AsyncClient]:
    link = app.open_door(console.settings, console.site.services.store).link(who)
    async with console.browser() as admin:
        page = await admin.get(link.replace("http://127.0.0.1:8080", ""))
        assert who in page.text
        page = await admin.post("/admin/login", data=form(page.text, "/admin/login"))
        assert page.url.path == "/admin", words(page.text)
        yield admin


# ---------------------------------------------------------------- the door


async def test_a_link_signs_in_once_and_looking_at_it_spends_nothing(console: Web) -> None:
    link = app.open_door(console.settings, console.site.services.store).link("web:wang").partition("8080")[2]
    async with console.browser() as admin, console.browser() as other:
        for _ in range(3):
            assert (await other.get(link)).status_code == 200  # previews of links
        token = link.partition("token=")[2]
        assert (await admin.post("/admin/login", data={"token": token})).status_code == 200
        assert (await other.post("/admin/login", data={"token": token})).status_code == 403
        assert (await other.get("/admin")).status_code == 401
        assert "no-store" in (await admin.get("/admin")).headers["cache-control"]


async def test_who_is_taken_off_the_list_is_out_at_once(console: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    async with signed_in(console, "web:zhao") as admin:
        assert (await admin.get("/admin/knowledge")).status_code == 200
        monkeypatch.setenv("JIANHUI_ADMINS", "web:wang")
        assert (await admin.get("/admin/knowledge")).status_code == 401


async def test_a_session_can_be_closed_from_another_browser(console: Web) -> None:
    async with signed_in(console) as boss, signed_in(console, "web:li") as editor:
        page = (await boss.get("/admin/sessions")).text
        digests = re.findall(r'name="session" value="([0-9a-f]{64})"', page)
        assert len(digests) == 2
        own = next(one.digest for one in console.site.services.store.sessions() if one.who == "web:li")
        await boss.post("/admin/sessions", data={"session": own})
        assert (await editor.get("/admin")).status_code == 401
        assert (await boss.get("/admin")).status_code == 200


async def test_every_page_of_the_console_is_shut_without_a_session(console: Web) -> None:
    from bot.channels.web.channel import VIEWS

    async with console.browser() as stranger:
        for path, (methods, _) in VIEWS.items():
            if path.startswith("/admin") and path != "/admin/login":
                where = re.sub(r"\{[^}]+\}", "1", path)
                for method in methods.split():
                    assert (await stranger.request(method, where)).status_code == 401, where


async def test_an_admin_asks_for_the_link_in_the_chat(console: Web) -> None:
    from bot.model import Question

    reply = await console.worker.ask(Question("/login", "web:wang", "web:wang", "telegram", private=True))
    link = reply.blocks[-1].text
    async with console.browser() as admin:
        page = await admin.post("/admin/login", data={"token": link.partition("token=")[2]})
        assert page.url.path == "/admin"
    other = await console.worker.ask(Question("/login", "web:x", "web:x", "telegram"))
    assert "token" not in "".join(block.text for block in other.blocks)


# ---------------------------------------------------------------- knowledge


async def test_an_edit_shows_its_impact_and_is_made_when_confirmed(console: Web) -> None:
    async with signed_in(console) as admin:
        path = "/admin/knowledge/setup-must"
        fields = fields_of((await admin.get(path)).text)
        page = await admin.post(path, data=fields | {"answer": fields["answer"] + "\n试改一句。", "do": "impact"})
        assert "试改一句。" in words(page.text)
        assert wording.KEEP_IMPACT_HEADING in page.text
        assert "试改一句" not in (console.settings.knowledge / "setup.yaml").read_text("utf-8")
        page = await admin.post(path, data=form(page.text, path, wording.CONSOLE_SAVE) | {"do": "save"})
        assert page.url.path == "/admin/done", words(page.text)
        assert "试改一句。" in (console.settings.knowledge / "setup.yaml").read_text("utf-8")
        undo = re.search(r'href="(/admin/undo/\d+)"', page.text)
        assert undo
        await admin.post(undo[1])
        assert "试改一句" not in (console.settings.knowledge / "setup.yaml").read_text("utf-8")
        assert "web:wang" in words((await admin.get("/admin/knowledge/setup-must/history")).text)


async def test_two_admins_at_the_same_entry_lose_nothing(console: Web) -> None:
    async with signed_in(console) as first, signed_in(console, "web:zhao") as second:
        path = "/admin/knowledge/setup-must"
        one, other = fields_of((await first.get(path)).text), fields_of((await second.get(path)).text)
        page = await first.post(path, data=one | {"region": "苏州", "do": "impact"})
        await first.post(path, data=form(page.text, path, wording.CONSOLE_SAVE) | {"do": "save"})
        await _in_force(console, lambda: console.site.services.knowledge().get("setup-must").region == "苏州")
        page = await second.post(path, data=other | {"region": "无锡", "do": "save"})
        assert page.status_code == 409
        assert wording.CONSOLE_CHANGED in page.text
        assert "无锡" in page.text


async def _in_force(console: Web, holds: object) -> None:
    for _ in range(600):
        if holds():  # type: ignore[operator]  # a check
            return
        await asyncio.sleep(0.1)
    raise AssertionError("the edit didn't come into force")


async def test_an_editors_edit_waits_for_a_reviewer(console: Web) -> None:
    async with signed_in(console, "web:li") as editor, signed_in(console, "web:zhao") as reviewer:
        path = "/admin/knowledge/setup-must"
        fields = fields_of((await editor.get(path)).text)
        page = await editor.post(path, data=fields | {"region": "苏州", "do": "impact"})
        page = await editor.post(path, data=form(page.text, path, wording.CONSOLE_SAVE) | {"do": "save"})
        assert "提交审核" in words(page.text)
        assert (
            "苏州"
            not in re.search(
                r"id: setup-must\b.*?- id:", (console.settings.knowledge / "setup.yaml").read_text("utf-8"), re.DOTALL
            )[0].partition("region:")[2]
        )
        [held] = console.site.services.store.held_edits()
        assert (await editor.post(f"/admin/held/{held.id}", data={"do": "agree"})).status_code in (403, 409)
        page = await reviewer.post(f"/admin/held/{held.id}", data={"do": "agree"})
        assert page.url.path == "/admin/done", words(page.text)
        assert "region: 苏州" in (console.settings.knowledge / "setup.yaml").read_text("utf-8")


async def test_what_cannot_be_a_value_is_told_and_kept(console: Web) -> None:
    async with signed_in(console) as admin:
        path = "/admin/knowledge/setup-must"
        fields = fields_of((await admin.get(path)).text)
        page = await admin.post(path, data=fields | {"reviewed": "去年夏天", "do": "impact"})
        assert page.status_code == 409
        assert "去年夏天" in page.text


async def test_a_source_is_chosen_from_the_laws_held_with_its_article_shown(console: Web) -> None:
    text = console.site.services.knowledge().law_text("中华人民共和国工会法")
    assert text is not None
    article = text.article("43")
    assert article is not None
    async with signed_in(console) as admin:
        path = "/admin/knowledge/setup-must"
        fields = fields_of((await admin.get(path)).text)
        chosen = fields | {"cite_law": text.title, "cite_article": "43", "do": "cite", "region": "打了一半"}
        page = await admin.post(path, data=chosen)
        assert "第四十三条" in fields_of(page.text)["sources"]
        assert article.lines[0] in words(page.text)
        assert "打了一半" in page.text
        none = await admin.post(path, data=chosen | {"cite_article": "第999条"})
        assert none.status_code == 409
        assert "没有第九百九十九条" in words(none.text)


async def test_a_new_topic_begins_with_its_first_entry(console: Web) -> None:
    async with signed_in(console) as admin:
        said = {
            "topic": "+",
            "new_topic": "灵活就业",
            "question": "外卖骑手怎么入会？",
            "answer": "请向所在街道工会申请。",
            "phrasings": "骑手入会",
            "status": "unconfirmed",
            "sources": "",
        }
        page = await admin.post("/admin/new", data=said | {"do": "impact"})
        page = await admin.post("/admin/new", data=form(page.text, "/admin/new", wording.CONSOLE_SAVE) | {"do": "save"})
        assert page.url.path == "/admin/done", words(page.text)
        await _in_force(console, lambda: any(one.title == "灵活就业" for one in console.site.services.knowledge().topics))
        again = await admin.post("/admin/new", data=said | {"do": "impact"})
        assert again.status_code == 409
        outside = await admin.post("/admin/new", data=said | {"new_topic": "../../外面", "do": "impact"})
        assert "外面.yaml" in words(outside.text)  # in the folder, whatever the name says
        assert "../" not in words(outside.text).partition("外面.yaml")[0].rpartition("文件")[2]


async def test_history_shows_what_changed_beside_what_holds_now(console: Web) -> None:
    async with signed_in(console) as admin:
        path = "/admin/knowledge/setup-must"
        for region in ("苏州", "无锡"):
            fields = fields_of((await admin.get(path)).text)
            page = await admin.post(path, data=fields | {"region": region, "do": "impact"})
            done = await admin.post(path, data=form(page.text, path, wording.CONSOLE_SAVE) | {"do": "save"})
            assert done.url.path == "/admin/done", words(done.text)
            await _in_force(console, lambda region=region: console.site.services.knowledge().get("setup-must").region == region)
        history = (await admin.get(f"{path}/history")).text
        link = re.findall(r'href="([^"]*[?&]with=\d+)#with"', history)
        assert len(link) == 2
        beside = (await admin.get(unescape(link[0]))).text
        compared = beside.partition('id="with"')[2].partition("</section>")[0]
        assert "苏州" in compared
        assert "无锡" in compared


async def test_contacts_and_local_figures_are_filled_in(console: Web) -> None:
    async with signed_in(console) as admin:
        listed = words((await admin.get("/admin/federation")).text)
        assert "江苏省总工会" in listed
        assert wording.CONSOLE_FIGURE_UNFILLED in listed
        path = "/admin/federation/contacts/kunshan"
        said = {"name": "昆山市总工会", "areas": "昆山、昆山市", "phone": "0512-12345678", "checked": "今天"}
        page = await admin.post(path, data=said | {"do": "impact"})
        assert "0512-12345678" in words(page.text)
        page = await admin.post(path, data=form(page.text, path, wording.CONSOLE_SAVE) | {"do": "save"})
        assert page.url.path == "/admin/done", words(page.text)
        text = (console.settings.knowledge / "contacts.yaml").read_text("utf-8")
        assert "phone: 0512-12345678" in text
        before = (ROOT / "knowledge" / "contacts.yaml").read_text("utf-8")
        assert text.startswith(before.partition("  - id: kunshan")[0])  # comments and the others as they were
        assert text.endswith(before.partition("  - id: zhangjiagang")[2])
        path = "/admin/federation/figures/window-time"
        figure = next(one for one in console.site.services.knowledge().local if one.id == "window-time")
        bare = {"about": figure.about, "unfilled": figure.unfilled, "value": "3 个工作日"}
        refused = await admin.post(path, data=bare | {"do": "impact"})
        assert wording.CONSOLE_SAVE not in refused.text  # a figure without the document that it is from
        page = await admin.post(path, data=bare | {"source": "某市总工会文件", "checked": "2026-11-20", "do": "impact"})
        page = await admin.post(path, data=form(page.text, path, wording.CONSOLE_SAVE) | {"do": "save"})
        assert page.url.path == "/admin/done", words(page.text)
        assert "3 个工作日" in (console.settings.knowledge / "local.yaml").read_text("utf-8")
        wrong = await admin.post("/admin/federation/contacts/+", data={"name": "某镇总工会", "do": "impact"})
        assert wrong.status_code == 409
        assert (await admin.get("/admin/federation/contacts/none-such")).status_code == 404


# ---------------------------------------------------------------- inquiries


async def test_from_an_unanswered_question_to_everybody_told_and_an_entry_saved(console: Web) -> None:
    """Four acts: open it, answer with 写成新条目, look, save."""
    async with console.browser() as cadre:
        await cadre.post("/ask", data={"q": STRANGE})
        console.staff.inquiries.run_due_work()
        async with signed_in(console) as admin:
            listed = (await admin.get("/admin/inquiries")).text
            path = re.search(r'class="row-link" href="([^"]+)"', listed)
            assert path
            page = (await admin.get(path[1])).text  # 1
            data = form(page, path[1], wording.CONSOLE_TEACH) | {
                "text": "冷藏两三天，吃前热透，以上级工会确认为准。",
                "do": "teach",
            }
            page = (await admin.post(path[1], data=data)).text  # 2
            topic = console.site.services.knowledge().topics[0].key
            said = fields_of(page) | {"topic": topic, "status": "unconfirmed", "do": "impact"}
            assert said["answer"].strip() == "冷藏两三天，吃前热透，以上级工会确认为准。"
            looked = await admin.post("/admin/new", data=said)  # 3
            done = await admin.post(
                "/admin/new", data=form(looked.text, "/admin/new", wording.CONSOLE_SAVE) | {"do": "save"}
            )  # 4
            assert done.url.path == "/admin/done", words(done.text)
        assert "冷藏两三天" in words((await cadre.get("/talk")).text)
    assert "冷藏两三天" in (console.settings.knowledge / "setup.yaml").read_text("utf-8")


async def test_a_second_admin_is_told_that_somebody_was_quicker(console: Web) -> None:
    async with console.browser() as cadre, signed_in(console) as one, signed_in(console, "web:zhao") as other:
        await cadre.post("/ask", data={"q": STRANGE})
        console.staff.inquiries.run_due_work()
        path = "/admin/inquiries/1"
        first, second = (await one.get(path)).text, (await other.get(path)).text
        await one.post(path, data=form(first, path, wording.CONSOLE_ANSWER) | {"text": "甲的答复", "do": "answer"})
        page = await other.post(path, data=form(second, path, wording.CONSOLE_ANSWER) | {"text": "乙的答复", "do": "answer"})
        assert page.status_code == 409
        assert "甲的答复" in words((await cadre.get("/talk")).text)
        assert "乙的答复" not in words((await cadre.get("/talk")).text)


async def test_an_entry_given_as_the_answer_says_no_gap_in_braces(console: Web) -> None:
    file = console.settings.knowledge / "setup.yaml"
    text = file.read_text("utf-8").replace("    answer: |\n", "    answer: |\n      {local:prep-refund-ratio}\n\n", 1)
    file.write_text(text, "utf-8")
    with anyio.fail_after(60):
        while not (gaps := [one for one in console.site.services.knowledge().entries if "{local:" in one.answer]):
            await anyio.sleep(0.1)
    entry = gaps[0]
    async with console.browser() as cadre, signed_in(console) as admin:
        await cadre.post("/ask", data={"q": STRANGE})
        console.staff.inquiries.run_due_work()
        path = "/admin/inquiries/1"
        page = (await admin.get(path)).text
        done = await admin.post(path, data=form(page, path, wording.CONSOLE_ANSWER) | {"do": "with", "entry": entry.id})
        assert done.status_code == 200, words(done.text)
        told = words((await cadre.get("/talk")).text)
    assert "{local:" not in told
    kept = console.site.services.store.inquiry(1)
    assert kept is not None
    assert "{local:" not in kept.answer  # what every other channel sends
    assert "咨询" in told  # what stands in the gap until it is filled


async def test_two_admins_at_the_same_question_see_each_other(console: Web) -> None:
    async with console.browser() as cadre, signed_in(console) as one, signed_in(console, "web:zhao") as other:
        await cadre.post("/ask", data={"q": STRANGE})
        console.staff.inquiries.run_due_work()
        assert "web:zhao" not in words((await one.get("/admin/inquiries/1")).text)
        assert "web:wang" in words((await other.get("/admin/inquiries/1")).text)
        live = (await one.get("/admin/inquiries/1", headers={"x-part": "live"})).text
        assert "web:zhao" in words(live)
        assert wording.CONSOLE_HERE.format(who="web:wang") in words((await other.get("/admin/inquiries")).text)


# ---------------------------------------------------------------- documents


def word(*paragraphs: str) -> bytes:
    """A Word file that says this."""
    made, target = Word(), BytesIO()
    for text in paragraphs:
        made.add_paragraph(text)
    made.save(target)
    return target.getvalue()


async def test_a_document_is_replaced_with_what_changed(console: Web) -> None:
    async with signed_in(console) as admin, console.browser() as cadre:
        path = "/admin/documents/setup-guide"
        data = {"version": "9.1", "changes": "换成市总样式。", "do": "replace"}
        page = await admin.post(path, data=data, files={"file": ("新指南.docx", word("总工会自己的指南"))})
        assert page.url.query == b"done=1", words(page.text)
        await _in_force(console, lambda: console.site.services.knowledge().document("setup-guide").version == "9.1")
        got = await cadre.get("/files/setup-guide.docx")
        assert "总工会自己的指南" in "".join(one.text for one in Word(BytesIO(got.content)).paragraphs)
        assert (await cadre.get("/files/setup-guide.pdf")).status_code == 404
        assert list((console.settings.data / "replaced").rglob("*.pdf"))


def bomb() -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<x/>")
        packed.writestr("word/document.xml", b"0" * 200_000_000)
    return target.getvalue()


def with_member(content: bytes, name: str, said: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for one in old.namelist():
            new.writestr(one, said if one == name else old.read(one))
        if name not in old.namelist():
            new.writestr(name, said)
    return target.getvalue()


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", b"not a zip"),
        ("a.docx", bomb),
        ("a.docx", with_member(word("x"), "word/document.xml", LAUGHS)),
        ("a.docx", with_member(word("x"), "word/vbaProject.bin", b"x")),
        ("a.docx", with_member(word("x"), "../../evil", b"x")),
        ("a.pdf", b"<html>"),
        ("a.exe", b"MZ"),
        ("a.html", b"<script>alert(1)</script>"),
        ("a.svg", b"<svg onload=alert(1)>"),
        ("a.doc", b"not old either"),
        ("", b"x"),
    ],
)
async def test_a_file_that_is_no_document_is_refused_with_the_reason(
    console: Web, name: str, content: bytes | Callable[[], bytes]
) -> None:
    content = content if isinstance(content, bytes) else content()
    async with signed_in(console) as admin:
        before = (console.settings.guides / "catalogue.yaml").read_bytes()
        data = {"version": "9.1", "changes": "x", "do": "replace"}
        page = await admin.post("/admin/documents/setup-guide", data=data, files={"file": (name, content)})
        assert page.status_code == 422
        assert 'class="summary"' in page.text
        assert (console.settings.guides / "catalogue.yaml").read_bytes() == before


async def test_a_template_must_hold_what_the_bot_asks_for(console: Web) -> None:
    async with signed_in(console) as admin:
        path = "/admin/documents/leave-application"
        known = console.site.services.knowledge().form("leave-application")
        page = await admin.post(path, data={"do": "template"}, files={"file": ("t.docx", word("{{姓名}} {{没有这一项}}"))})
        assert page.status_code == 422
        assert "没有这一项" in words(page.text)
        names = "".join(f"{{{{{field.name}}}}}" for field in known.fields)
        looked = await admin.post(path, data={"do": "look-template"}, files={"file": ("t.docx", word(names))})
        assert wording.CONSOLE_LOOKED in words(looked.text)
        assert all(field.ask in words(looked.text) for field in known.fields)
        assert not (console.settings.data / "replaced").exists()
        page = await admin.post(path, data={"do": "template"}, files={"file": ("t.docx", word(names))})
        assert page.url.query == b"done=1", words(page.text)


# ---------------------------------------------------------------- numbers, tables, audit


async def test_numbers_are_pictures_with_tables_and_files(console: Web) -> None:
    for number in range(6):
        async with console.browser(f"198.51.100.{number}") as cadre:
            await cadre.post("/ask", data={"q": "建会流程"})
    async with signed_in(console) as admin:
        page = (await admin.get("/admin/numbers")).text
        assert page.count("<svg") >= 2
        assert page.count(wording.CONSOLE_TABLE) == 3
        assert re.search(r'<td class="num">6</td>', page)
        assert Word(BytesIO((await admin.get("/admin/numbers/report.docx")).content)).paragraphs
        assert load_workbook(BytesIO((await admin.get("/admin/numbers/report.xlsx")).content)).sheetnames
        assert (await admin.get("/admin/numbers?month=坏的")).status_code == 409


async def settled(admin: httpx.AsyncClient, page: httpx.Response) -> httpx.Response:
    """The page once a table was looked into, refreshed as its head says."""
    for _ in range(600):
        if 'http-equiv="refresh"' not in page.text:
            return page
        assert wording.CONSOLE_IMPORT_PROGRESS.partition("，")[0].format(number=1)[:1] in words(page.text)
        await asyncio.sleep(0.1)
        page = await admin.get("/admin/import?trial=1")
    raise AssertionError("the table was never done")


async def test_a_table_goes_out_and_comes_back_with_a_dry_run(console: Web) -> None:
    async with signed_in(console) as admin:
        out = (await admin.get("/admin/export.xlsx")).content
        book = load_workbook(BytesIO(out))
        sheet = book.worksheets[1]
        head = [cell.value for cell in sheet[1]]
        sheet.cell(2, head.index("答案") + 1).value = "表里改的答案。"
        target = BytesIO()
        book.save(target)
        page = await admin.post("/admin/import", data={"do": "try"}, files={"file": ("改.xlsx", target.getvalue())})
        page = await settled(admin, page)
        assert "表里改的答案。" in words(page.text)
        assert "表里改的答案" not in (console.settings.knowledge / "setup.yaml").read_text("utf-8")
        nonce = form(page.text, "/admin/import", wording.CONSOLE_IMPORT_APPLY)
        done = await admin.post("/admin/import", files={"nonce": (None, nonce["nonce"]), "do": (None, "apply")})
        assert done.url.path == "/admin/done", words(done.text)
        assert "表里改的答案。" in (console.settings.knowledge / "setup.yaml").read_text("utf-8")
        broken = await admin.post("/admin/import", data={"do": "try"}, files={"file": ("坏.xlsx", b"PK broken")})
        broken = await settled(admin, broken)
        assert broken.status_code == 409
        audit = words((await admin.get("/admin/audit")).text)
        assert wording.CONSOLE_ACTS["export"] in audit
        assert "web:wang" in audit


async def test_what_one_process_knows_of_the_console_another_knows_too(console: Web) -> None:
    """Several may serve the web, with a balancer before them: each request may reach another."""
    beside = make_site(console.site.services, "http://127.0.0.1:8080")
    assert console.site.presence.enter("inquiry:1", "web:wang") == ()
    assert beside.presence.enter("inquiry:1", "web:zhao") == ("web:wang",)
    assert console.site.presence.others("web:wang") == {"inquiry:1": ["web:zhao"]}
    going_on = asyncio.Event()

    async def work(trial: Trial) -> None:
        await asyncio.to_thread(trial.note, step="compare")
        going_on.set()
        await asyncio.sleep(0.2)
        await asyncio.to_thread(trial.note, said=("会改 1 处",), nonce="n")

    begun = asyncio.create_task(console.site.trials.begin("s", TableTrial("表.xlsx", 1.0, "read"), work, 60))
    await going_on.wait()
    seen = beside.trials.of("s")
    assert seen is not None
    assert (seen.step, seen.done) == ("compare", False)
    await begun
    seen = beside.trials.of("s")
    assert seen is not None
    assert (seen.said, seen.nonce, seen.done) == (("会改 1 处",), "n", True)


async def test_a_table_whose_process_died_is_said_to_be_lost(console: Web) -> None:
    store = console.site.services.store
    store.keep_trial("s", TableTrial("表.xlsx", 1.0, "compare"))
    later = Trials(store, lambda: time.time() + 3600)
    found = later.of("s")
    assert found is not None
    assert (found.done, found.wrong) == (True, wording.CONSOLE_IMPORT_LOST)
