"""The whole bot as the command runs it, with an admin: an edit in the chat is in force, rights end when they are taken."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import wording
from tests.botapi import BotApi
from tests.botapi.people import Person
from tests.federation import DUES, ELECTION
from tests.house import ROOT
from tests.programs import Program

pytestmark = pytest.mark.anyio


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[tuple[BotApi, Path]]:
    """A Bot API server, and the folder in which `jianhui serve` runs on it."""
    for name, text in (("dues.yaml", DUES), ("election.yaml", ELECTION)):
        (tmp_path / "knowledge").mkdir(exist_ok=True)
        (tmp_path / "knowledge" / name).write_text(text, "utf-8")
    async with BotApi() as server:
        settings = {
            "TELEGRAM_TOKEN": server.token,
            "TELEGRAM_BASE_URL": server.base_url,
            "TELEGRAM_BASE_FILE_URL": server.base_file_url,
            "DATA": str(tmp_path / "data"),
            "KNOWLEDGE": str(tmp_path / "knowledge"),
            "GUIDES": str(tmp_path / "guides"),
            "ENCODER": "off",
        }
        env = {name: value for name, value in os.environ.items() if not name.startswith("JIANHUI_")}
        env |= {f"JIANHUI_{name}": value for name, value in settings.items()} | {"PYTHONPATH": str(ROOT)}
        log = tmp_path / "log"
        bot = Program("-m", "bot", env=env, cwd=tmp_path, out=log, err=log)
        try:
            await server.until(lambda: server.updates.polls, 60, "the start of the bot")
            yield server, tmp_path
        finally:
            bot.terminate()
            await asyncio.to_thread(bot.wait, 120)


async def says(person: Person, *texts: str) -> str:
    """Type one text after the other; what the bot says to the last."""
    for text in texts:
        await person.say(text)
        reply = await person.reply(10)
    return str(reply.text)


@pytest.mark.timed
async def test_an_edit_in_the_chat_is_answered_within_two_seconds(served: tuple[BotApi, Path]) -> None:
    api, folder = served
    wang, li = api.user("王"), api.user("李")
    (folder / ".env").write_text(f"JIANHUI_ADMINS=telegram:{wang.id}\n", "utf-8")
    shown = await says(wang, "/edit dues-back", "答案", "可以退，找财务部。")
    assert "＋ 可以退，找财务部。" in shown
    await says(wang, "确认")
    begun = time.monotonic()
    while "找财务部" not in await says(li, "退会费"):
        assert time.monotonic() - begun < 2
        await asyncio.sleep(0.1)  # nobody may ask without end
    assert "answer: 可以退，找财务部。" in (folder / "knowledge" / "dues.yaml").read_text("utf-8")


async def test_an_admin_taken_off_the_list_gets_the_ordinary_bot_at_once(served: tuple[BotApi, Path]) -> None:
    api, folder = served
    wang = api.user("王")
    (folder / ".env").write_text(f"JIANHUI_ADMINS=telegram:{wang.id}\n", "utf-8")
    await says(wang, "/edit dues-back", "答案", "可以退。")
    (folder / ".env").write_text("JIANHUI_ADMINS=\n", "utf-8")
    await wang.press(wording.KEEP_BUTTONS["yes"])
    assert (await wang.reply()).text == wording.ACTION_STALE
    assert (folder / "knowledge" / "dues.yaml").read_text("utf-8") == DUES
    assert "not an admin" in (folder / "log").read_text("utf-8")
    assert str(wang.id) not in (folder / "log").read_text("utf-8")
