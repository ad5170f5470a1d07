"""What somebody who means harm would try: a table of attacks, each with what must not come of it."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import pytest

from bot import wording
from bot.channels.web import server
from bot.hot_reload.live_knowledge import LiveKnowledge
from bot.settings import Settings
from bot.store.sqlite_store import SqliteStore
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
    await client.post("/ask", data={"q": "冰箱里的剩菜" + SCRIPT})
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


ATTACKS: tuple[Attack, ...] = (
    cross_site_ask, same_site_but_other_origin_ask, evil_origin, null_origin, cross_site_delete, cross_site_console,
    other_methods, a_get_changes_nothing, framed_site, framed_console, embedded_elsewhere, script_in_question,
    script_in_an_address, script_in_a_label, script_in_a_form, script_in_a_persons_answer,
    script_in_a_question_that_an_admin_reads, script_in_the_path, script_in_an_upload_s_name, script_as_a_mode, up_the_tree,
    another_s_file, unknown_suffix, forged_visitor, forged_private_link, a_cookie_as_a_talk_or_a_link, another_s_buttons,
    session_fixed_before_signing_in, guessed_session, token_replayed, token_guessed, token_too_old, session_of_nobody,
    session_read_from_cookie_of_visitors, open_redirect, host_header, forged_forwarded_for, header_injection, too_large,
    too_large_without_a_length, too_many_fields, a_file_where_none_belongs, broken_multipart, bytes_that_are_no_text,
    an_action_too_long, errors_tell_nothing,
)  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda one: one.__name__)
async def test_nothing_comes_of_an_attack(
    attack: Attack, web_settings: Settings, live: LiveKnowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIANHUI_ADMINS", "telegram:1")
    store = SqliteStore(tmp_path / "web.db")
    with web(web_settings, live, store, web_embed=("https://gh.example.org",), admins=("telegram:1",)) as site:
        async with site.browser() as client:
            await attack(site, client)
    store.close()


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
