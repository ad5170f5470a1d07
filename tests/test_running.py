"""What whoever looks after it sees: pages of health, a log in fields, channels that come back, words when the disk is full."""

from __future__ import annotations

import asyncio
import json
import logging
import resource
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot import log_lines, wording
from bot.channels.runtime import Supervisor
from bot.errors import ChannelError, StoreError
from tests.botapi import BotApi
from tests.ports import free_port
from tests.serving import Served
from tests.telegram_rig import Rig

pytestmark = pytest.mark.anyio


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        yield api


@pytest.fixture
async def served(api: BotApi, tmp_path: Path) -> AsyncIterator[Served]:
    bot = Served(api, tmp_path)
    try:
        yield bot
    finally:
        await bot.end()


async def test_pages_tell_how_it_goes_and_hold_no_words(served: Served) -> None:
    port = free_port()
    await served.start(HEALTH_PORT=str(port), WEB="off")
    cadre = served.api.user("小王")
    await cadre.say("会费交多少")
    await cadre.reply(60)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
        well = await client.get("/healthz")
        told = (await client.get("/metrics")).text
        missing = await client.get("/admin")
    assert (well.status_code, well.json()["ok"], missing.status_code) == (200, True, 404)
    assert [(one["name"], one["up"]) for one in well.json()["runs"]] == [("telegram", True)]
    assert 'jianhui_channel_up{channel="telegram"} 1.000' in told
    assert "jianhui_last_message_timestamp_seconds" in told
    assert "会费" not in told + well.text
    assert "小王" not in told + well.text
    beside = await served.command("health", "--json", HEALTH_PORT=str(port), WEB="off")
    assert json.loads(beside.stdout)["ok"], "the command reads what the process notes"


@pytest.mark.skipif(sys.platform != "linux", reason="takes the disk's room away as Linux can")
async def test_while_nothing_can_be_kept_the_admin_hears_of_it_at_once_and_nobody_is_lost(served: Served) -> None:
    admin, cadre = served.api.user("王"), served.api.user("小李")
    bot = await served.start(ADMINS=f"telegram:{admin.id}", WEB="off")
    await admin.say("你好")
    await admin.reply(60)
    resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    await cadre.say("会费交多少")
    what = wording.CHANNEL_ALARM.partition("{")[0]
    await served.api.until(lambda: any(what in one for one in admin.transcript()), 60, "a word to the admin")
    assert cadre.transcript() == []
    resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    await cadre.reply(60)
    await asyncio.sleep(0.5)
    assert len(cadre.transcript()) == 1
    assert sum(what in one for one in admin.transcript()) == 1, "once an hour"
    assert "Traceback" not in served.log


async def test_what_the_log_says_of_a_failure_has_the_reference_that_the_asker_got_and_not_her_words(
    api: BotApi, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    lines: list[dict[str, str]] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            """Keep the fields."""
            lines.append(log_lines.fields(record))

    handler = Kept()
    logging.getLogger().addHandler(handler)
    try:
        async with Rig(api, tmp_path) as bot:
            bot.desk.failures = 3
            li = api.user("李小姐")
            await li.say("我们厂的秘密")
            said = (await li.reply(60)).text
    finally:
        logging.getLogger().removeHandler(handler)
    failed = [line for line in lines if line.get("error")]
    assert failed
    assert all(line["ref"] in said for line in failed)
    assert all("telegram_rig.py" in line["trail"] for line in failed)
    assert "秘密" not in str(lines)
    assert "李小姐" not in str(lines)
    record = logging.makeLogRecord({"name": "bot.x", "levelname": "ERROR", "msg": 'a "b"\nc', "msecs": 5})
    assert log_lines.Lines().format(record).endswith('text="a \\"b\\"\\nc"')
    assert json.loads(log_lines.Objects().format(record))["text"] == 'a "b"\nc'


class Flaky:
    """A channel that does what the next of its ways says."""

    name = "flaky"

    def __init__(self, ways: list[str]) -> None:
        self._ways = ways
        self.alive = 0.0

    async def run(self) -> None:
        """See `bot.ports.Channel`."""
        loop = asyncio.get_running_loop()
        way = self._ways.pop(0) if self._ways else "goes on"
        if way == "dies":
            raise RuntimeError("a secret of somebody's")
        if way == "refuses":
            raise ChannelError("令牌无效。")
        self.alive = loop.time()
        while way == "goes on":
            await asyncio.sleep(0.02)
            self.alive = loop.time()
        await asyncio.sleep(3600)


async def test_a_channel_that_dies_or_falls_silent_is_begun_anew_and_the_admins_hear_of_it() -> None:
    ways, told = ["dies", "hangs", "dies"], []
    guard = Supervisor(lambda: Flaky(ways), lambda key, text: told.append((key, text)), pauses=(0.01,), silent=2.0)
    task = asyncio.create_task(guard.run())
    for _ in range(3000):
        if guard.state.restarts == 3 and guard.state.up:
            break
        await asyncio.sleep(0.02)
    assert (guard.state.restarts, guard.state.up, guard.state.failure) == (3, True, "")
    await asyncio.sleep(4.5)
    assert guard.state.restarts <= 4, "it goes on, and is left alone, as far as the machine lets it go on"
    assert len({key for key, _ in told}) == 1, "once a day"
    assert "secret" not in str(told)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_what_can_not_work_from_the_start_ends_it_with_its_sentence() -> None:
    with pytest.raises(ChannelError, match="令牌无效"):
        await Supervisor(lambda: Flaky(["refuses"]), lambda key, text: None).run()


async def test_a_store_that_fails_between_two_restarts_stops_nobody() -> None:
    def tell(key: str, text: str) -> None:
        raise StoreError("磁盘满了。")

    ways = ["dies"]
    guard = Supervisor(lambda: Flaky(ways), tell, pauses=(0.01,))
    task = asyncio.create_task(guard.run())
    for _ in range(3000):
        if guard.state.restarts and guard.state.up:
            break
        await asyncio.sleep(0.02)
    assert guard.state.up
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
