"""What the web does for channels that can't say or carry everything: pages of answers, and links to files."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot import app, wording
from bot.channels.fake import FakeTransport, FakeWire, without
from bot.channels.runtime import Dispatcher, DispatcherOptions
from bot.hot_reload.live_knowledge import LiveKnowledge
from bot.model import Attachment, Question
from bot.render import plain
from bot.settings import QQSettings, Settings
from bot.store.sqlite_store import SqliteStore
from tests.channel_rig import FAST, link
from tests.house import STRANGE
from tests.telegram_rig import BreakableStore, TinyDesk
from tests.test_channel_contract import until
from tests.web_rig import BASE, Web, data_of, web, words

pytestmark = pytest.mark.anyio
ANSWER = "冷藏两三天，吃前热透。"


@pytest.fixture
def site(settings: Settings, live: LiveKnowledge, tmp_path: Path) -> Iterator[Web]:
    own = replace(settings, data=data_of(tmp_path, settings))
    with (
        closing(SqliteStore(own.data / "jianhui.db")) as store,
        web(own, live, store, web_url=BASE, qq=QQSettings("1", "s")) as at,
    ):
        yield at


def asked(site: Web, who: str, conversation: str = "", *, text: str = STRANGE) -> str:
    """What somebody on a channel is told."""
    question = Question(
        text, conversation or who, who, who.partition(":")[0], f"{conversation or who}-{text}", private=not conversation
    )
    return plain(site.staff.reply(question).blocks)


async def test_who_can_only_be_answered_at_her_next_word_is_told_where_to_look_and_finds_the_answer(site: Web) -> None:
    told = await asyncio.to_thread(asked, site, "qq:LI")
    address = told.partition(f"{BASE}/q/")[2].split()[0]
    assert wording.INQUIRY_PAGE.partition("{")[0] in told
    async with site.browser() as anybody:
        page = await anybody.get(f"/q/{address}")
        assert wording.WEB_LINK_STATES["open"] in page.text
        assert ANSWER not in page.text
        work = site.staff.inquiries
        await asyncio.to_thread(work.run_due_work)
        [inquiry] = work.open_by_priority()
        assert work.answer(inquiry, ANSWER, "telegram:1")
        page = await anybody.get(f"/q/{address}")
        assert ANSWER in words(page.text)
        assert (await anybody.get(f"/q/{address[:-1]}")).status_code == 404
        assert 'name="talk"' not in page.text  # nobody can ask in her name from there


async def test_her_page_is_told_once_while_she_waits_and_again_in_another_chat(site: Web) -> None:
    assert "/q/" not in await asyncio.to_thread(asked, site, "qq:ZHOU", "qq:g-1:0:ZHOU")
    assert "/q/" in await asyncio.to_thread(asked, site, "qq:ZHOU")  # in the group she wasn't
    assert "/q/" in await asyncio.to_thread(asked, site, "qq:ZHOU")  # the same message once more, after a crash
    assert "/q/" not in await asyncio.to_thread(asked, site, "qq:ZHOU", text="停车场的道闸坏了谁来修")
    assert "/q/" not in await asyncio.to_thread(asked, site, "qq:ZHOU", text="停车场的道闸坏了谁来修")  # nor again
    assert "/q/" in await asyncio.to_thread(asked, site, "qq:ZHOU")  # that first one, late


async def test_nothing_is_added_in_groups_where_all_would_read_it_or_where_the_answer_can_be_sent(site: Web) -> None:
    for who, conversation in (("qq:WANG", "qq:g-1:0:WANG"), ("telegram:7", "")):
        assert "/q/" not in await asyncio.to_thread(asked, site, who, conversation)
    assert "/q/" not in await asyncio.to_thread(asked, site, "qq:LI", text="怎么加入工会")


async def test_links_lead_to_the_documents_of_the_catalogue_and_to_nothing_else(site: Web) -> None:
    found = app.file_link(site.settings, site.staff.edit_context.knowledge)
    assert found is not None
    (document, *_) = site.staff.edit_context.knowledge().documents
    suffix = Path(document.files[0]).suffix
    url = found(Attachment(f"x{suffix}", document.id, path="/somewhere"))
    async with site.browser() as anybody:
        assert (await anybody.get(url)).status_code == 200
    for other in (Attachment("x.exe", document.id, path="/s"), Attachment(f"x{suffix}", document.id, content=b"filled in")):
        assert found(other) == ""
    assert app.file_link(replace(site.settings, web_url=""), site.staff.edit_context.knowledge) is None


async def test_a_document_that_is_too_big_for_the_wire_comes_as_a_link(tmp_path: Path) -> None:
    (tmp_path / "big.docx").write_bytes(b"P" * (2 << 20))
    desk, wire = TinyDesk(), FakeWire(tmp_path)
    desk.files = (Attachment("指南.docx", "setup-guide", path=str(tmp_path / "big.docx")),)
    with closing(BreakableStore(tmp_path / "inbox.db")) as store:
        serving = Dispatcher(FakeTransport(wire, without(max_file=1 << 20)), desk.ask, store, FAST, DispatcherOptions(link))
        task = asyncio.create_task(serving.run())
        wire.say("li", "文件")
        url = "https://union.example.org/setup-guide"
        await until(lambda: url in "\n".join(wire.got("li")), 60)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
