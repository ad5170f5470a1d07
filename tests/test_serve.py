"""The whole way on real parts: real knowledge and desk, a real database, the real Telegram library on a local server."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from bot import app, wording
from bot.access.permissions import Permissions
from bot.desk.desk import Desk
from bot.desk.handler_chain import HandlerChain
from bot.handoff.document_updates import notify_downloaders
from bot.matching.knowledge_index import KnowledgeIndex
from bot.model import Decision, DownloadRecord, Knowledge
from bot.settings import Settings, TelegramSettings
from bot.store.sqlite_store import SqliteStore
from bot.threads import Worker
from tests.botapi import BotApi
from tests.house import ROOT
from tests.telegram_rig import telegram_channel

pytestmark = pytest.mark.anyio


def connected(settings: Settings, api: BotApi) -> Settings:
    return replace(settings, telegram=TelegramSettings(api.token, api.base_url, api.base_file_url))


@pytest.fixture
async def api(desk: Desk, store: SqliteStore, settings: Settings) -> AsyncIterator[BotApi]:
    """A Bot API server with the whole bot running on it."""
    async with BotApi() as server:
        with ThreadPoolExecutor(1) as thread:
            worker = Worker(HandlerChain((), desk), Permissions(tuple), thread, thread)
            channel = telegram_channel(worker, store, connected(settings, server))
            running = asyncio.create_task(channel.run())
            await server.until(lambda: server.updates.polls, 10, "the start of the bot")
            yield server
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


async def test_a_cadre_gets_the_procedure_with_its_legal_basis(api: BotApi, known: Knowledge) -> None:
    cadre = api.user("小王")
    await cadre.say("公司只有十几个人能建工会吗")
    reply = await cadre.reply()
    assert "25人" in reply.text
    assert "《工会法》" in reply.text
    await cadre.press(wording.DETAILS["sources"])
    assert "《中华人民共和国工会法》（2021修正）" in (await cadre.reply()).text
    assert reply.rows[-1] == [wording.BUTTON_USEFUL, wording.BUTTON_USELESS, wording.BUTTON_HUMAN]


async def test_a_vague_question_is_narrowed_down_by_a_button(api: BotApi, index: KnowledgeIndex, known: Knowledge) -> None:
    cadre = api.user("小王")
    vague = ("怎么选主席", "有什么好处", "要开会吗", "工会经费怎么收")
    await cadre.say(next(text for text in vague if index.match(text).decision is Decision.CHOOSE))
    offered = await cadre.reply()
    label = offered.rows[0][0]
    await cadre.press(label)
    entry = next(entry for entry in known.entries if entry.question == label)
    assert (await cadre.reply()).bold[0] == entry.question


async def test_a_follow_up_leans_on_the_last_answer_and_a_person_can_be_had(api: BotApi, store: SqliteStore) -> None:
    cadre = api.user("小王")
    await cadre.say("建立工会的步骤是什么")
    await cadre.reply()
    await cadre.say("依据是什么")
    assert "第十二条" in (await cadre.reply()).text
    await cadre.press(wording.BUTTON_HUMAN)
    assert "建立工会的步骤是什么" in (await cadre.reply()).text
    await cadre.press(wording.HUMAN_SEND)
    assert "编号 1" in (await cadre.reply()).text
    [handover] = store.handovers()
    assert (handover.text, handover.conversation) == ("建立工会的步骤是什么", f"telegram:{cadre.id}")


async def test_two_people_in_a_group_have_conversations_of_their_own(api: BotApi, known: Knowledge) -> None:
    group = api.group("基层工会群")
    wang, li = group.join("小王", "老李")
    await wang.say("/ask 会费交多少")
    await wang.reply()
    await li.say("大家好")
    await li.say(f"@{api.username} 依据是什么")
    assert " · 依据" not in (await li.reply()).text
    await wang.say(f"@{api.username} 依据是什么")
    assert " · 依据" in (await wang.reply()).text


async def test_a_link_opens_its_entry_and_inline_mode_gives_whole_answers(api: BotApi, known: Knowledge) -> None:
    cadre = api.user("小王")
    entry = known.entries[0]
    await cadre.start(entry.id)
    assert (await cadre.reply()).bold[0] == entry.question
    found = await cadre.types("工会经费能发福利吗")
    assert found.titles


async def test_the_command_serves_until_told_to_stop_and_then_stops_cleanly(settings: Settings, tmp_path: Path) -> None:
    async with BotApi() as server:
        env = {
            **os.environ,
            "JIANHUI_TELEGRAM_TOKEN": server.token,
            "JIANHUI_TELEGRAM_BASE_URL": server.base_url,
            "JIANHUI_TELEGRAM_BASE_FILE_URL": server.base_file_url,
            "JIANHUI_DATA": str(tmp_path),
        }
        (tmp_path / "cache").symlink_to(settings.data / "cache")
        bot = subprocess.Popen([sys.executable, "-m", "bot"], env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            await server.until(lambda: server.updates.polls, 60, "the start of the bot")
            cadre = server.user("小王")
            await cadre.say("工会是做什么的")
            assert "维护" in (await cadre.reply(20)).text
            bot.send_signal(signal.SIGTERM)
            _, log = await asyncio.to_thread(bot.communicate, timeout=120)
        finally:
            bot.kill()
        assert bot.returncode == 0
        assert "工会是做什么的" not in log.decode()
        assert server.token not in log.decode()


# ---------------------------------------------------------------- documents


async def test_a_cadre_gets_a_guide_as_a_file_and_the_other_format_by_button(api: BotApi) -> None:
    cadre = api.user("小王")
    await cadre.say("给我建会指南")
    file = await cadre.reply()
    assert file["document"]["file_name"] == "基层单位建会操作指南.docx"
    assert "《基层单位建会操作指南》" in file.text
    await cadre.press("要 PDF")
    assert (await cadre.reply())["document"]["file_name"] == "基层单位建会操作指南.pdf"


async def test_a_form_is_filled_in_and_comes_back_as_a_word_file(api: BotApi) -> None:
    cadre = api.user("小王")
    for text in ("填退会申请书", "某某工会", "王小明", "某某公司", "装配车间", "跳过", "个人原因"):
        await cadre.say(text)
        await cadre.reply()
    await cadre.press("没有领过")
    assert "姓名：王小明" in (await cadre.reply()).text
    await cadre.press(wording.FILL_MAKE)
    file = await cadre.reply()
    assert file["document"]["file_name"] == wording.FILL_FILE.format(title="退会申请书")
    assert api.world.files[file["document"]["file_id"]].content.startswith(b"PK")
    assert wording.FILL_AFTER in file.text


async def test_who_took_an_older_version_hears_of_the_new_one_and_gets_it(
    api: BotApi, store: SqliteStore, known: Knowledge
) -> None:
    cadre = api.user("小王")
    await cadre.say("你好")
    await cadre.reply()
    asker = f"telegram:{cadre.id}"
    store.take(DownloadRecord("setup-guide", "0.9", "docx", "telegram", asker, asker))
    document = known.document("setup-guide")
    assert document is not None
    notify_downloaders(replace(document, changes="补了第三步。"), store, app.reachable_channels())
    news = (await cadre.replies(2))[-1]
    assert "补了第三步。" in news.text
    await cadre.press(wording.ANNOUNCE_GET)
    assert (await cadre.reply())["document"]["file_name"] == "基层单位建会操作指南.docx"
    assert store.takers("setup-guide")[0].version == document.version


async def test_a_group_gets_a_guide_by_naming_the_bot(api: BotApi) -> None:
    (cadre,) = api.group().join("小王")
    await cadre.say("@jianhui_bot 换届指南有没有word版的")
    assert (await cadre.reply())["document"]["file_name"] == "换届选举操作指南.docx"
