"""What can't be understood is set aside with its reason, and a sane question is answered all the same."""

from __future__ import annotations

import asyncio
import copy
import json
import random
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.botapi import BotApi
from tests.botapi.people import KINDS, Person
from tests.telegram_rig import UPDATES, Rig
from tests.test_telegram_survival import hooked

pytestmark = pytest.mark.anyio
JUNK: tuple[Any, ...] = (
    10**30,
    -(10**30),
    1 << 63,
    0,
    -1,
    1.5e308,
    True,
    None,
    "",
    "\ud800",
    "\x00",
    "字" * 5000,
    [],
    {},
    [[]],
    {"id": {}},
    [10**30],
    "1" * 5000,
)
"""What a field may hold that should hold something else."""


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        yield api


@pytest.fixture
async def bot(api: BotApi, tmp_path: Path) -> AsyncIterator[Rig]:
    async with Rig(api, tmp_path) as rig:
        yield rig


async def sane(api: BotApi, person: Person) -> None:
    """She asks and is answered."""
    text = f"第{len(person.said)}问"
    await person.say(text)
    await api.until(lambda: f"收到：{text}" in person.transcript(), 8, "the answer to a sane question")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (("date",), 10**30),
        (("date",), "gestern"),
        (("chat", "id"), []),
        (("chat", "id"), 10**30),
        (("chat",), None),
        (("from", "id"), {"a": 1}),
        (("message_id",), {}),
        (("text",), {"a": 1}),
        (("text",), 7),
        (("entities",), 5),
        (("reply_to_message",), {"chat": {"id": []}}),
    ],
)
async def test_an_update_that_cant_be_understood_is_set_aside_and_the_next_is_answered(
    bot: Rig, field: tuple[str, ...], value: Any, caplog: pytest.LogCaptureFixture
) -> None:
    li = bot.api.user()
    await sane(bot.api, li)
    broken = copy.deepcopy(bot.api.updates.delivered[-1])
    broken["message"] |= {"text": "身份证号在这里"}
    at = broken["message"]
    for name in field[:-1]:
        at = at[name]
    at[field[-1]] = value
    broken["update_id"] = bot.api.updates.number()
    bot.api.updates.repeat(broken)
    await sane(bot.api, li)
    await bot.api.until(lambda: not bot.inbox.pending(UPDATES), what="the end of the broken one")
    (aside,) = bot.inbox.aside()
    assert json.loads(aside.payload) == broken
    assert aside.reason in ("TypeError", "OverflowError", "AttributeError", "KeyError", "ValueError")
    assert "身份证号" not in caplog.text
    await bot.stop()
    bot.start()
    await sane(bot.api, li)


async def test_an_inline_query_from_nobody_ends_nothing(bot: Rig) -> None:
    li = bot.api.user()
    bot.api.updates.push("inline_query", {"id": "7", "query": "会员", "offset": ""})
    await sane(bot.api, li)
    assert (await li.types("会员")).titles


@pytest.mark.parametrize("deep", ["[" * 100_000 + "]" * 100_000, '{"a":' * 100_000 + "1" + "}" * 100_000, "9" * 100_000])
async def test_nesting_of_any_depth_and_numbers_of_any_length_hold_up_nobody(bot: Rig, deep: str) -> None:
    li = bot.api.user()
    await sane(bot.api, li)
    number = bot.api.updates.number()
    body = f'{{"ok":true,"result":[{{"update_id":{number},"message":{{"x":{deep}}}}}]}}'
    bot.api.faults.garble(body, "getUpdates")
    await li.say("前")  # ends the poll that is under way
    await sane(bot.api, li)
    await bot.api.until(lambda: bot.inbox.aside(), what="the one set aside")
    assert [len(one.payload) > 100_000 for one in bot.inbox.aside()] == [True]


@pytest.mark.parametrize("number", ['"update_id": 4611686018427387904,', '"update_id": 4000000000,', '"update_id": "7",', ""])
async def test_an_update_that_telegram_cant_have_numbered_confirms_nothing_and_hides_nothing(bot: Rig, number: str) -> None:
    li = bot.api.user()
    await sane(bot.api, li)
    good = bot.api.updates.number()
    message = f'{{"update_id": {good}, "message": {{"message_id": 900, "date": 1, "chat": {{"id": {li.id}, "type": "private"}},'
    message += f' "from": {{"id": {li.id}, "is_bot": false, "first_name": "李"}}, "text": "中"}}}}'
    bot.api.faults.garble(f'{{"ok": true, "result": [{{{number} "message": {{}}}}, {message}]}}', "getUpdates")
    await li.say("前")  # ends the poll that is under way
    for text in ("后", "末"):
        await sane(bot.api, li)
        await li.say(text)
    await bot.api.until(lambda: [f"收到：{text}" in li.transcript() for text in "前中后末"] == [True] * 4, 20, "all answers")


async def test_what_can_never_be_confirmed_is_asked_for_with_pauses(bot: Rig) -> None:
    li = bot.api.user()
    await sane(bot.api, li)
    bot.api.faults.garble('{"ok": true, "result": [{"update_id": 4000000000}]}', "getUpdates", times=10**6)
    await li.say("前")  # ends the poll that is under way
    before = len(bot.api.calls)
    await asyncio.sleep(0.5)
    assert len(bot.api.calls) - before < 100
    bot.api.faults.clear()
    await sane(bot.api, li)


async def test_a_webhook_brings_them_too(api: BotApi, tmp_path: Path) -> None:
    async with hooked(api, tmp_path, "geheim-1") as bot:
        li = api.user()
        await sane(bot.api, li)
        values: tuple[object, ...] = ([], 10**30, None)
        for value in values:
            api.updates.push("message", {"message_id": 1, "date": 10**30, "chat": {"id": value, "type": "private"}})
        api.updates.push("inline_query", {"id": "7", "query": "会员", "offset": ""})
        await sane(bot.api, li)
        await api.until(lambda: len(bot.inbox.aside()) == 4, what="four set aside")


# ---------------------------------------------------------------- at random


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in JSON."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*path, key)
        yield from places(inner, (*path, key))


def mutated(update: dict[str, Any], chance: random.Random, number: int) -> dict[str, Any]:
    """The update with one to four of its fields gone, of another type, or something else altogether."""
    broken = copy.deepcopy(update)
    for _ in range(chance.randint(1, 4)):
        found = [path for path in places(broken) if path != ("update_id",)]
        if not found:
            break
        *way, last = chance.choice(found)
        at: Any = broken
        for key in way:
            at = at[key]
        if chance.random() < 0.25:
            del at[last]
        else:
            at[last] = copy.deepcopy(chance.choice(JUNK))
    return broken | {"update_id": number}


async def variety(api: BotApi) -> None:
    """Updates of every kind that the bot asks for."""
    li, group, forum = api.user(), api.group(), api.group(forum=True)
    (wang,), (zhao,) = group.join("王"), forum.join("赵", topic="问答")
    await li.say("会员", reply_to=(await li.say("前")))
    await li.edit("后")
    for kind in KINDS:
        await li.send(kind, "说明" if kind in ("photo", "document") else "")
    await wang.say(f"@{api.username} 会员")
    await wang.say("会员 建会通", naming="建会通")
    await zhao.say(f"@{api.username} 会员")
    await li.reply()
    await li.forge("u:1")
    li.type_on("会员")
    api.group().take_bot_in(wang)


@pytest.mark.parametrize("seed", range(12))
async def test_after_whatever_came_a_sane_question_is_answered(bot: Rig, seed: int) -> None:
    chance = random.Random(seed)
    li = bot.api.user("李")
    await variety(bot.api)
    await bot.api.confirmed()
    kinds = [json.loads(json.dumps(update)) for update in bot.api.updates.delivered]
    for turn in range(4):
        for _ in range(25):
            bot.api.updates.repeat(mutated(chance.choice(kinds), chance, bot.api.updates.number()))
        await sane(bot.api, li)
        assert bot.task
        assert not bot.task.done()
        if turn == 2:
            await bot.stop()
            bot.start()
            await sane(bot.api, li)
    await bot.api.confirmed()
    await bot.api.until(lambda: not bot.inbox.pending(UPDATES), what="the end of everything")
