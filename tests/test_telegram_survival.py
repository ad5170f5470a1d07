"""Nothing is lost: crashes, outages, full disks, webhooks, bad tokens, and the end of the program."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from tornado.httpclient import AsyncHTTPClient, HTTPClientError

from bot import wording
from bot.errors import ChannelError
from bot.store.sqlite_store import SqliteStore
from tests.botapi import BotApi
from tests.ports import free_port
from tests.programs import Program
from tests.telegram_rig import QUICK, UPDATES, Rig

pytestmark = pytest.mark.anyio


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        yield api


@pytest.fixture
async def bot(api: BotApi, tmp_path: Path) -> AsyncIterator[Rig]:
    async with Rig(api, tmp_path) as rig:
        yield rig


# ---------------------------------------------------------------- stored before it is confirmed


async def test_what_cant_be_stored_isnt_confirmed_and_comes_again(bot: Rig) -> None:
    li = bot.api.user()
    bot.inbox.broken = True
    for text in ("一", "二", "三"):
        await li.say(text)
    polls = bot.api.updates.polls
    await bot.api.until(lambda: bot.api.updates.polls > polls + 2, what="three more polls")
    assert len(bot.api.updates.waiting) == 3
    assert bot.asked == []
    bot.inbox.broken = False
    await bot.answered()
    assert bot.asked == ["一", "二", "三"]


async def test_what_was_stored_without_a_word_is_answered_once_when_it_comes_again(bot: Rig) -> None:
    li = bot.api.user()
    bot.inbox.wordless = 1
    await li.say("一")
    await bot.answered()
    for update in bot.api.updates.delivered:
        bot.api.updates.repeat(update)
    await li.say("二")
    await bot.answered()
    assert bot.asked == ["一", "二"]


async def test_a_batch_that_is_stored_in_part_is_answered_whole_and_once(bot: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    received, receive = [], bot.inbox.receive

    def failing_third(channel: str, key: str, payload: str) -> bool:
        received.append(key)
        bot.inbox.broken = len(received) == 3
        return receive(channel, key, payload)

    monkeypatch.setattr(bot.inbox, "receive", failing_third)
    li = bot.api.user()
    for number in range(5):
        await li.say(str(number))
    await bot.answered()
    assert bot.asked == list("01234")


async def test_an_update_delivered_again_is_answered_once(bot: Rig) -> None:
    li = bot.api.user()
    await li.say("完")
    await bot.answered()
    bot.api.updates.repeat(bot.api.updates.delivered[0])
    await bot.answered()
    await bot.stop()
    bot.start()
    bot.api.updates.repeat(bot.api.updates.delivered[0])
    await li.say("再来")
    await bot.answered()
    assert bot.asked == ["完", "再来"]


async def test_an_update_that_the_library_cant_read_stops_nothing(bot: Rig) -> None:
    li = bot.api.user()
    await li.say("前")
    bot.api.updates.push("message", {"message_id": 7})
    bot.api.updates.push("message", {"message_id": "x", "date": "y", "chat": []})
    await li.say("后")
    await bot.answered()
    assert bot.asked == ["前", "后"]


# ---------------------------------------------------------------- the process dies


@contextlib.asynccontextmanager
async def process(api: BotApi, folder: Path, holds: str = "") -> AsyncIterator[Program]:
    """The bot in a process of its own, killed with -9 at the end; its desk is never done with the text `holds`."""
    running = Program("-m", "tests.telegram_rig", api.token, api.base_url, str(folder), holds=holds)
    try:
        yield running
    finally:
        running.send_signal(signal.SIGKILL)
        await running.ended()


async def test_killed_in_the_middle_of_a_batch_it_answers_everyone_after_the_restart(api: BotApi, tmp_path: Path) -> None:
    people = [api.user(f"第{n}位") for n in range(8)]
    for text in ("慢一", "慢二", "三"):
        for person in people:
            await person.say(text)
    async with process(api, tmp_path, holds="慢二"):
        await api.until(lambda: sum(len(p.transcript()) for p in people) >= 4, within=60, what="the first answers")
    assert api.updates.waiting == [] or api.updates.polls == 1
    assert sum(len(person.transcript()) for person in people) < 24
    async with process(api, tmp_path):
        await api.until(lambda: all("收到：三" in p.transcript() for p in people), within=60, what="the last answers")
    for person in people:
        assert list(dict.fromkeys(person.transcript())) == ["收到：慢一", "收到：慢二", "收到：三"]


async def test_an_update_that_kills_the_process_is_given_up_after_three_deaths_and_takes_nobody_along(
    api: BotApi, tmp_path: Path
) -> None:
    victims = [api.user(f"第{n}位") for n in range(4)]
    li = api.user("李")
    for person in victims[:2]:
        await person.say("慢一")
    await li.say("崩")
    for person in victims[2:]:
        await person.say("慢二")
    for _ in range(3):
        async with process(api, tmp_path) as running:
            assert await asyncio.wait_for(running.ended(), 60) == 9
    async with process(api, tmp_path):
        await api.until(lambda: li.transcript() and all(p.transcript() for p in victims), within=60, what="all answers")
    assert "处理时出错" in li.transcript()[0]
    assert {person.transcript()[-1] for person in victims} == {"收到：慢一", "收到：慢二"}


# ---------------------------------------------------------------- the network goes


async def test_without_a_network_at_the_start_it_waits_for_one(api: BotApi, tmp_path: Path) -> None:
    await api.down()
    rig = Rig(api, tmp_path)
    rig.start()
    await asyncio.sleep(0.5)
    assert rig.task
    assert not rig.task.done()
    api.up()
    li = api.user()
    await li.say("完")
    assert (await li.reply()).text == "收到：完"
    await rig.stop()


async def test_it_comes_back_by_itself_after_an_outage_and_the_log_says_so(bot: Rig, caplog: pytest.LogCaptureFixture) -> None:
    li = bot.api.user()
    await bot.api.down()
    await li.say("在吗")
    await asyncio.sleep(0.5)
    bot.api.up()
    assert (await li.reply()).text == "收到：在吗"
    assert wording.TELEGRAM_LOG_BACK in caplog.text
    assert caplog.text.count("与 Telegram 的连接已断开") == 1


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (409, "Conflict: terminated by other getUpdates request"),  # a second bot with the same token
        (404, "Not Found"),  # a proxy that lost its way; a bad token is a 401 once getMe has worked
        (502, "Bad Gateway"),
        (400, "Bad Request: whatever"),
    ],
)
async def test_polling_survives_whatever_telegram_says(bot: Rig, code: int, reason: str) -> None:
    bot.api.faults.fail("getUpdates", code, times=3, reason=reason)
    li = bot.api.user()
    await li.say("前")  # ends the poll that is under way
    await bot.api.until(lambda: [call.status for call in bot.api.calls].count(code) == 3, what="the third failure")
    await li.say("后")
    assert (await li.reply()).text == "收到：后"


@pytest.mark.parametrize("body", ["<html>请登录</html>", '{"error": "login"}', "[]", "null", '{"ok": true, "result": [{}]}'])
async def test_a_login_page_in_between_is_an_outage_like_any_other(bot: Rig, body: str) -> None:
    bot.api.faults.garble(body, "getUpdates", times=3)
    if "ok" not in body:
        bot.api.faults.garble(body, "sendMessage", times=3)
    before = len(bot.api.calls)
    li = bot.api.user()
    for text in ("前", "后"):
        await li.say(text)
        assert (await li.reply()).text == f"收到：{text}"
    assert len(bot.api.calls) - before < 20  # it pauses in between


@pytest.mark.parametrize("status", [302, 400, 401, 403, 404, 407, 409, 429, 451])
@pytest.mark.parametrize(
    "body",
    [
        "<html>拒绝访问</html>",
        '{"error": "forbidden"}',
        '{"ok": false}',
        '{"ok": false, "error_code": 429, "description": "x", "parameters": {"retry_after": "soon"}}',
        '{"ok": false, "error_code": 400, "description": ["x"], "parameters": [7]}',
    ],
    ids=["page", "json", "bare", "time", "shapes"],
)
async def test_a_refusal_that_isnt_telegrams_is_an_outage_and_nobodys_answer_is_given_up(
    bot: Rig, status: int, body: str
) -> None:
    bot.api.faults.garble(body, "sendMessage", times=2, status=status)
    bot.api.faults.garble(body, "getUpdates", times=2, status=status)
    li = bot.api.user()
    for text in ("前", "后"):
        await li.say(text)
        assert (await li.reply(20)).text == f"收到：{text}"
    assert bot.inbox.aside() == ()


async def test_it_can_be_stopped_while_it_waits_for_a_network(api: BotApi, tmp_path: Path) -> None:
    await api.down()
    rig = Rig(api, tmp_path)
    rig.start()
    await asyncio.sleep(0.1)
    await asyncio.wait_for(rig.stop(), 60)


async def test_a_second_bot_with_the_same_token_is_told_of(bot: Rig, caplog: pytest.LogCaptureFixture) -> None:
    await AsyncHTTPClient().fetch(f"{bot.api.base_url}{bot.api.token}/getUpdates")
    await bot.api.until(lambda: wording.TELEGRAM_LOG_CONFLICT in caplog.text, what="the message")


# ---------------------------------------------------------------- webhook


@contextlib.asynccontextmanager
async def hooked(api: BotApi, folder: Path, secret: str) -> AsyncIterator[Rig]:
    port = free_port()
    url = f"http://127.0.0.1:{port}/telegram/hook"
    rig = Rig(api, folder, telegram_webhook_url=url, telegram_webhook_port=port, telegram_webhook_secret=secret)
    async with rig:
        yield rig


async def test_a_webhook_does_what_polling_does(api: BotApi, tmp_path: Path) -> None:
    async with hooked(api, tmp_path, "geheim-1") as bot:
        li = api.user()
        await li.say("会员")
        assert (await li.reply()).bold == ["多少名会员才能成立工会？"]
        await li.press("有用")
        assert (await li.reply()).text == "收到：u:1"
        assert api.updates.polls == 0
        api.updates.repeat(api.updates.delivered[0])
        await bot.answered()
        assert len(li.transcript()) == 2


async def test_what_a_webhook_brings_is_refused_until_it_can_be_stored(api: BotApi, tmp_path: Path) -> None:
    async with hooked(api, tmp_path, "geheim-1") as bot:
        bot.inbox.broken = True
        li = api.user()
        await li.say("完")
        await api.until(lambda: api.updates.refusals >= 2, what="two refusals")
        assert li.transcript() == []
        bot.inbox.broken = False
        assert (await li.reply()).text == "收到：完"


async def test_a_call_without_the_secret_is_refused(api: BotApi, tmp_path: Path) -> None:
    async with hooked(api, tmp_path, "") as bot:  # one is made up
        url = api.updates.webhook["url"]
        assert len(api.updates.webhook["secret"]) >= 32
        for secret in ({}, {"X-Telegram-Bot-Api-Secret-Token": "geraten"}):
            with pytest.raises(HTTPClientError, match="403"):
                await AsyncHTTPClient().fetch(
                    url, method="POST", headers={"Content-Type": "application/json"} | secret, body=json.dumps({"update_id": 1})
                )
        assert bot.inbox.pending(UPDATES) == ()


async def test_a_webhook_waits_for_the_network_too(api: BotApi, tmp_path: Path) -> None:
    api.faults.fail("setWebhook", 502, times=3)
    async with hooked(api, tmp_path, "geheim-1"):
        li = api.user()
        await li.say("完")
        assert (await li.reply()).text == "收到：完"


# ---------------------------------------------------------------- what the admin must know


async def failure(rig: Rig) -> str:
    """The sentence that the channel ends with."""
    rig.start()
    assert rig.task
    with pytest.raises(ChannelError) as caught:
        await asyncio.wait_for(rig.task, 60)
    assert rig.api.token not in str(caught.getrepr(chain=True))
    return str(caught.value)


@pytest.mark.parametrize("token", ["4242:another-token", "keine Marke", "4242：中文冒号", ""])
async def test_a_token_that_telegram_refuses_ends_it_with_a_sentence_on_what_to_do(
    api: BotApi, tmp_path: Path, token: str
) -> None:
    rig = Rig(api, tmp_path, telegram_token=token)
    assert "JIANHUI_TELEGRAM_TOKEN" in await failure(rig)


async def test_a_token_that_is_revoked_meanwhile_ends_it_too(bot: Rig) -> None:
    bot.api.revoke()
    assert bot.task
    with pytest.raises(ChannelError, match="JIANHUI_TELEGRAM_TOKEN"):
        await asyncio.wait_for(bot.task, 60)


async def test_a_webhook_address_that_telegram_refuses_ends_it(api: BotApi, tmp_path: Path) -> None:
    rig = Rig(api, tmp_path, telegram_webhook_url="http://bot.example.org/", telegram_webhook_port=free_port())
    assert "JIANHUI_TELEGRAM_WEBHOOK_URL" in await failure(rig)


async def test_a_port_that_is_taken_ends_it(api: BotApi, tmp_path: Path) -> None:
    rig = Rig(api, tmp_path, telegram_webhook_url="http://127.0.0.1/", telegram_webhook_port=api.port)
    assert f"127.0.0.1:{api.port}" in await failure(rig)


# ---------------------------------------------------------------- the end


async def test_at_the_end_the_answer_in_flight_is_sent_and_the_rest_waits_for_the_next_start(bot: Rig) -> None:
    li = bot.api.user()
    bot.desk.holds.add("慢一")
    for text in ("慢一", "慢二"):
        await li.say(text)
    await bot.api.until(lambda: bot.asked)
    await bot.api.confirmed()
    stopping = asyncio.create_task(bot.stop())
    await asyncio.sleep(0.1)
    bot.desk.holds.clear()
    await stopping
    assert li.transcript() == ["收到：慢一"]
    bot.start()
    await bot.answered()
    assert li.transcript() == ["收到：慢一", "收到：慢二"]


@pytest.mark.timed
async def test_the_end_doesnt_wait_for_a_network_that_is_gone(api: BotApi, tmp_path: Path) -> None:
    li = api.user()
    await li.say("慢")
    rig = Rig(api, tmp_path, replace(QUICK, pause=9.0))
    rig.start()
    await api.until(lambda: rig.asked)
    await api.down()
    begun = time.monotonic()
    await rig.stop()
    assert time.monotonic() - begun < QUICK.grace + 0.5
    assert len(rig.inbox.pending(UPDATES)) == 1


@pytest.mark.timed
async def test_no_answer_blocks_the_event_loop_for_long(bot: Rig) -> None:
    longest, last = 0.0, time.monotonic()
    people = [bot.api.user(f"第{n}位") for n in range(10)]
    for person in people:
        await person.say("会员")
    while not all(person.transcript() for person in people):
        await asyncio.sleep(0)
        longest, last = max(longest, time.monotonic() - last), time.monotonic()
    assert longest < 0.1  # ours may take 20 ms; library, server and a busy test machine are in this as well


async def test_a_database_that_served_another_bot_keeps_no_update_from_this_one(tmp_path: Path) -> None:
    inbox = SqliteStore(tmp_path / "inbox.db")
    for update in range(1, 2000):
        inbox.receive("telegram:77", str(update), "{}")
        inbox.done("telegram:77", str(update))
    inbox.receive("telegram:77", "2000", '{"update_id": 2000}')
    inbox.close()
    async with BotApi() as api, Rig(api, tmp_path) as rig:
        li = api.user()
        await li.say("会员")
        await li.reply()
        assert rig.asked == ["会员"]
