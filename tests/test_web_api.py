"""The JSON API: held to its own description by schemathesis, and to the pages beside it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.hot_reload.live_knowledge import LiveKnowledge
from bot.model import Knowledge
from bot.settings import Settings
from bot.store.sqlite_store import SqliteStore
from tests.house import STRANGE
from tests.web_rig import Web, served, web

pytestmark = pytest.mark.anyio
KEY = "k" * 24


async def test_a_question_gets_the_object_that_the_command_prints(site: Web) -> None:
    async with site.browser() as program:
        found = await program.post("/api/v1/ask", json={"question": "公司只有十几个人能建工会吗"})
        said = found.json()
        assert said["decision"] == "answer"
        assert {"question", "decision", "entry", "confidence", "text", "choices", "sources", "documents"} <= set(said)
        assert not program.cookies
        await program.post("/api/v1/ask", json={"question": STRANGE})
        site.staff.inquiries.run_due_work()
        assert site.staff.inquiries.open_by_priority() == []  # nobody waits for an answer
        page = await program.get(said["url"].replace("http://127.0.0.1:8080", ""))
        assert page.status_code == 200


async def test_everything_that_pages_hold_can_be_had(site: Web, known: Knowledge) -> None:
    async with site.browser() as program:
        listed = (await program.get("/api/v1/entries")).json()
        assert [one["id"] for one in listed["entries"]] == [one.id for one in known.entries][:500]
        one = (await program.get(f"/api/v1/entries/{known.entries[0].id}")).json()
        assert one["answer"] == known.entries[0].answer
        documents = (await program.get("/api/v1/documents")).json()["documents"]
        assert len(documents) == len(known.documents)
        file = await program.get(documents[0]["files"][0]["url"].replace("http://127.0.0.1:8080", ""))
        assert file.status_code == 200
        assert len((await program.get("/api/v1/laws")).json()["laws"]) == len(known.laws)
        assert (await program.get("/api/v1/changes?limit=3")).json()["next"] == 3


async def test_what_is_unchanged_is_not_sent_again(site: Web) -> None:
    async with site.browser() as program:
        tag = (await program.get("/api/v1/topics")).headers["etag"]
        again = await program.get("/api/v1/topics", headers={"if-none-match": tag})
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"x"',
        b"{}",
        b'{"question": 1}',
        b'{"question": " "}',
        b"\xff\xfe",
        b"null",
        b"[" * 100_000,
        b'{"question":' * 9000,
        b'{"question": "\\ud800"}',
        b'{"question": "\\u0000"}',
    ],
)
async def test_what_is_no_question_gets_a_sentence(site: Web, body: bytes) -> None:
    async with site.browser() as program:
        found = await program.post("/api/v1/ask", content=body)
        assert found.status_code in (400, 422)
        assert found.json()["error"]["message"].endswith("。")


async def test_a_key_gives_more_and_a_wrong_one_nothing(web_settings: Settings, live: LiveKnowledge, tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "web.db")
    with web(web_settings, live, store, web_keys=(KEY,)) as site:
        async with site.browser() as program:
            codes = [(await program.get("/api/v1/topics")).status_code for _ in range(90)]
            assert 429 in codes
            assert (await program.get("/api/v1/topics", headers={"authorization": f"Bearer {KEY}"})).status_code == 200
            assert (await program.get("/api/v1/topics", headers={"authorization": "Bearer wrong"})).status_code == 401
    store.close()


def test_schemathesis_finds_no_reply_that_the_description_does_not_tell(
    web_settings: Settings, live: LiveKnowledge, tmp_path: Path
) -> None:
    pytest.importorskip("schemathesis", reason="schemathesis isn't installed (extra: test)")
    store = SqliteStore(tmp_path / "web.db")
    with served(web_settings, live, store, web_keys=(KEY,), web_proxies=("127.0.0.1",)) as base:
        done = subprocess.run(
            [sys.executable, "-m", "schemathesis.cli", "run", f"{base}/api/openapi.json", "--max-examples", "6",
             "--seed", "7", "--no-color", "--rate-limit", "3/s", "-H", f"Authorization: Bearer {KEY}",
             "--checks", "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"],
            capture_output=True, text=True, timeout=500, cwd=tmp_path, check=False,
        )  # fmt: skip
    store.close()
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
