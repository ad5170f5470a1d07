"""Two processes never serve from one data folder; commands beside the one that serves go on working."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import wording
from bot.store import lock
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


async def test_the_second_process_says_why_it_does_not_start_and_each_question_is_answered_once(served: Served) -> None:
    first = await served.start()
    second = await served.command("serve")
    assert second.returncode == 1
    assert second.stderr == wording.STORE_SERVED.format(folder=served.data) + "\n"
    assert first.poll() is None
    cadre = served.api.user("小王")
    await cadre.say("会费交多少")
    await cadre.reply(10)
    await asyncio.sleep(1)
    assert len(served.api.sends(cadre.id)) == 1, "answered once"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there, and files in use can't be deleted")
@pytest.mark.parametrize("linked", ["folder", "file"])
async def test_a_second_way_to_the_same_database_is_no_way_around_it(served: Served, linked: str) -> None:
    await served.start()
    other = served.folder / "other"
    if linked == "folder":
        other.symlink_to(served.data)
    else:
        other.mkdir(mode=0o700)
        (other / "jianhui.db").symlink_to(served.data / "jianhui.db")
    second = await served.command("serve", DATA=str(other))
    assert second.returncode == 1
    assert second.stderr == wording.STORE_SERVED.format(folder=other) + "\n"


@pytest.mark.skipif(sys.platform == "win32", reason="files in use can't be deleted there")
async def test_of_two_that_serve_since_the_lock_was_deleted_one_ends(served: Served) -> None:
    first = await served.start()
    (served.data / lock.NAME).unlink()
    second = served.launch()
    await served.api.until(lambda: first.poll() is not None or second.poll() is not None, 60, "the end of one")
    assert [first.poll(), second.poll()].count(1) == 1, served.log
    assert wording.STORE_SERVED.format(folder=served.data) in served.log
    cadre = served.api.user("小王")
    await cadre.say("会费交多少")
    await cadre.reply(60)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
@pytest.mark.parametrize("where", ["full", "closed"])
async def test_it_serves_on_when_nobody_can_read_what_it_says(served: Served, where: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    said = os.open("/dev/full", os.O_WRONLY) if where == "full" else writer
    command = [sys.executable, "-m", "bot", "serve"]
    bot = subprocess.Popen(command, env=served.env(), cwd=served.folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
    served.running.append(bot)
    cadre = served.api.user("小王")
    await cadre.say("会费交多少")
    await cadre.reply(60)
    assert bot.poll() is None
    for one in {said, writer}:
        os.close(one)


async def test_what_was_killed_holds_nothing(served: Served) -> None:
    first = await served.start()
    first.kill()
    await asyncio.to_thread(first.wait)
    await served.start()


async def test_a_command_beside_the_bot_works(served: Served) -> None:
    await served.start()
    for arguments in (("ask", "会费每个月应该交多少钱"), ("check",), ("guides", "list"), ("handovers",), ("report",)):
        done = await served.command(*arguments)
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)
    typed = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-m", "bot", "chat"], env=served.env(), cwd=served.folder,
        input="会费每个月应该交多少钱\n".encode(), capture_output=True, timeout=60,
    )  # fmt: skip
    assert typed.returncode == 0
    assert "按规定交。" in typed.stdout.decode()


async def test_a_folder_that_can_not_be_made_is_told_in_a_sentence(served: Served) -> None:
    (served.folder / "file").write_text("x")
    done = await served.command("serve", DATA=str(served.folder / "file" / "data"))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "JIANHUI_DATA" in done.stderr
