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

from bot import wording
from bot.admin.office import Office
from bot.admin.rights import Rights
from bot.app import Worker
from bot.channels.telegram import TelegramChannel
from bot.desk.desk import Desk
from bot.model import Knowledge
from bot.settings import Settings
from bot.store.sqlite import SqliteStore
from tests.botapi import BotApi
from tests.house import ROOT
from tests.telegram_rig import QUICK

pytestmark = pytest.mark.anyio


def connected(settings: Settings, api: BotApi) -> Settings:
    return replace(
        settings, telegram_token=api.token, telegram_base_url=api.base_url, telegram_base_file_url=api.base_file_url
    )


@pytest.fixture
async def api(desk: Desk, store: SqliteStore, settings: Settings) -> AsyncIterator[BotApi]:
    """A Bot API server with the whole bot running on it."""
    async with BotApi() as server:
        with ThreadPoolExecutor(1) as thread:
            worker = Worker(Office((), desk), Rights(tuple), thread, thread)
            channel = TelegramChannel(worker.ask, worker.search, store, connected(settings, server), QUICK)
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
    assert "《中华人民共和国工会法》（2021修正）" in reply.text
    assert reply.rows[-1] == [wording.BUTTON_USEFUL, wording.BUTTON_USELESS, wording.BUTTON_HUMAN]


async def test_a_vague_question_is_narrowed_down_by_a_button(api: BotApi, known: Knowledge) -> None:
    cadre = api.user("小王")
    await cadre.say("会费")
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
            _, log = await asyncio.to_thread(bot.communicate, timeout=20)
        finally:
            bot.kill()
        assert bot.returncode == 0
        assert "工会是做什么的" not in log.decode()
        assert server.token not in log.decode()
