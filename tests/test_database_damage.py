"""The database is taken away or spoiled under the running bot, or before it starts: nobody is answered on in silence."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot import wording
from tests.botapi import BotApi
from tests.serving import Served

pytestmark = pytest.mark.anyio


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with BotApi() as api:
        bot = Served(api, tmp_path)
        try:
            yield bot
        finally:
            await bot.end()


def deleted(path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def replaced(path: Path) -> None:
    shutil.copyfile(path, path.with_name("other"))
    os.replace(path.with_name("other"), path)


def folder_gone(path: Path) -> None:
    shutil.rmtree(path.parent)


@pytest.mark.parametrize("spoil", [deleted, replaced, folder_gone])
async def test_what_is_taken_away_stops_the_bot_and_the_admin_hears(served: Served, spoil: Callable[[Path], None]) -> None:
    admin, cadre = served.api.user("王"), served.api.user("小李")
    bot = await served.start(ADMINS=f"telegram:{admin.id}")
    await admin.say("你好")
    await admin.reply(10)
    await cadre.say("会费交多少")
    await cadre.reply(10)
    spoil(served.data / "jianhui.db")
    await served.api.until(lambda: any("被删除或替换" in one for one in admin.transcript()), 30, "a word to the admin")
    assert await asyncio.to_thread(bot.wait, 40) == 1
    [rescued] = served.data.glob("jianhui.db.rescued-*")
    with closing(sqlite3.connect(rescued)) as seen:
        assert seen.execute("SELECT COUNT(*) FROM questions WHERE text = '会费交多少'").fetchone() == (1,)
    assert "Traceback" not in served.log.rpartition("Application is stopping")[2]


async def test_a_spoiled_one_at_the_start_says_how_to_go_on_and_begins_empty_when_told_to(served: Served) -> None:
    served.data.mkdir()
    (served.data / "jianhui.db").write_bytes(b"no database " * 1000)
    refused = await served.command("serve")
    assert refused.returncode == 1
    assert "restore" in refused.stderr
    assert "--fresh" in refused.stderr
    assert (served.data / "jianhui.db").read_bytes().startswith(b"no database")
    await served.start("serve", "--fresh")
    [aside] = served.data.glob("jianhui.db.damaged-*")
    assert aside.read_bytes().startswith(b"no database")
    assert wording.STORE_FRESH.format(path=aside) in served.log
