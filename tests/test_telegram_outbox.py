"""What the outbox holds reaches its chat once: after downtime, through floods and deaths, and never who blocked the bot."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.model import Block, Button, OutboxMessage
from tests.botapi import BotApi, Person
from tests.programs import Program
from tests.telegram_rig import UPDATES, Rig

pytestmark = [pytest.mark.anyio, pytest.mark.filterwarnings("ignore:.*retry_after:DeprecationWarning")]


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Rig]:
    async with BotApi() as api, Rig(api, tmp_path) as rig:
        yield rig


def news(to: str, key: str, *texts: str, buttons: tuple[tuple[Button, ...], ...] = ()) -> OutboxMessage:
    return OutboxMessage("telegram", to, key, tuple(Block("text", text) for text in texts or ("指南有新版本。",)), buttons)


async def settled(bot: Rig) -> None:
    await bot.api.until(lambda: not bot.inbox.waiting("telegram"), what="an empty outbox")


async def test_a_queued_message_is_sent_with_its_buttons(bot: Rig) -> None:
    li = bot.api.user("李")
    bot.inbox.queue(news(f"telegram:{li.id}", "a", buttons=((Button("看新版", "g:setup-guide"),),)))
    bubble = await li.reply()
    assert (bubble.text, bubble.rows) == ("指南有新版本。", [["看新版"]])
    await settled(bot)
    assert len(li.transcript()) == 1


async def test_what_was_queued_during_downtime_goes_out_at_the_start(bot: Rig) -> None:
    li = bot.api.user("李")
    await bot.stop()
    for number in range(3):
        bot.inbox.queue(news(f"telegram:{li.id}", f"n{number}", f"第{number}条"))
    bot.start()
    await settled(bot)
    assert li.transcript() == ["第0条", "第1条", "第2条"]


async def test_a_reply_to_a_post_names_the_post_and_finds_it(bot: Rig) -> None:
    (wang,) = bot.api.group("专家组").join("王")
    bot.inbox.queue(news(f"telegram:{wang.chat.id}", "h:5", "有人问：……"))
    post = await wang.reply()
    await settled(bot)
    await wang.say("答：可以联合建会。", reply_to=post)
    await bot.answered()
    question = bot.desk.questions[-1]
    found = bot.inbox.posted(question.reply_to)
    assert found is not None
    assert (found.key, found.blocks) == ("h:5", ())


async def test_the_first_part_of_a_long_post_is_known_as_well(bot: Rig) -> None:
    li = bot.api.user("李")
    bot.inbox.queue(news(f"telegram:{li.id}", "long", *(f"第{n}段。" + "工会" * 900 for n in range(4))))
    await settled(bot)
    wires = [f"telegram:{li.id}:{number}" for number, bubble in li.chat.messages.items() if bubble["from"]["is_bot"]]
    assert len(wires) > 1
    assert [found.key for found in map(bot.inbox.posted, wires) if found] == ["long"] * len(wires)


async def test_a_forum_topic_gets_its_message(bot: Rig) -> None:
    (wang,) = bot.api.group("专家组", forum=True).join("王", topic="咨询")
    bot.inbox.queue(news(f"telegram:{wang.chat.id}:{wang.thread}", "t"))
    assert (await wang.reply()).thread == wang.thread > 0


async def test_a_flood_is_waited_for(bot: Rig) -> None:
    li = bot.api.user("李")
    bot.api.faults.flood(li.id, 1.0)
    bot.inbox.queue(news(f"telegram:{li.id}", "a"))
    await settled(bot)
    assert len(li.transcript()) == 1
    assert bot.api.faults.impatience == 0


async def test_who_blocked_the_bot_is_given_up_and_the_others_are_told(bot: Rig) -> None:
    li, wang = bot.api.user("李"), bot.api.user("王")
    li.block()
    for person in (li, wang):
        bot.inbox.queue(news(f"telegram:{person.id}", f"a:{person.id}"))
    await settled(bot)
    assert (li.transcript(), wang.transcript()) == ([], ["指南有新版本。"])


@pytest.mark.parametrize("to", ["telegram:987654321", "terminal:7", "telegram:x", "telegram:1:2:3:4"])
async def test_a_place_that_there_is_not_is_given_up(bot: Rig, to: str) -> None:
    bot.inbox.queue(news(to, "a"))
    await settled(bot)
    assert bot.inbox.posted(f"{to}:101") is None


async def test_a_button_that_telegram_cannot_hold_costs_only_its_own_message(bot: Rig) -> None:
    li = bot.api.user("李")
    bot.inbox.queue(news(f"telegram:{li.id}", "bad", buttons=((Button("坏", ""),),)))
    bot.inbox.queue(news(f"telegram:{li.id}", "good", "好的"))
    await settled(bot)
    assert li.transcript() == ["好的"]


async def test_an_outage_longer_than_one_message_is_tried_loses_and_repeats_nothing(bot: Rig) -> None:
    li = bot.api.user("李")
    bot.api.faults.fail("sendMessage", 500, times=10**6)
    bot.inbox.queue(news(f"telegram:{li.id}", "a"))
    await asyncio.sleep(0.8)  # longer than one message is tried
    assert li.transcript() == []
    bot.api.faults.clear()
    await settled(bot)
    assert li.transcript() == ["指南有新版本。"]


async def test_what_could_not_be_marked_as_sent_is_not_sent_again(bot: Rig) -> None:
    li = bot.api.user("李")
    bot.inbox.unsettled = 2
    bot.inbox.queue(news(f"telegram:{li.id}", "a"))
    await settled(bot)
    assert (bot.inbox.unsettled, li.transcript()) == (0, ["指南有新版本。"])


async def test_a_process_killed_between_two_parts_sends_only_the_rest_when_it_starts_again(tmp_path: Path) -> None:
    async with BotApi() as api:
        li = api.user("李")
        rig = Rig(api, tmp_path)
        rig.inbox.queue(news(f"telegram:{li.id}", "long", *(f"第{n}段。" + "工会" * 900 for n in range(4))))
        first = await killed_after_a_piece(api, tmp_path, li)
        async with rig:
            await settled(rig)
            texts = li.transcript()
            assert len(texts) == len(set(texts)) > 1
            assert texts[0] == first
            await api.until(lambda: rig.inbox.steps(UPDATES) == {}, what="the marks gone")


async def killed_after_a_piece(api: BotApi, folder: Path, person: Person) -> str:
    """Run the bot as a process until a first part has arrived and been noted, and kill it; what arrived."""
    api.faults.slow(0.1, "sendMessage", chat=person.id)
    api.faults.fail("sendMessage", 500, times=10**6, chat=person.id)
    arguments = ("-m", "tests.telegram_rig", api.token, api.base_url, str(folder))
    process = Program(*arguments)
    try:
        await api.until(lambda: len(api.sends(person.id)) >= 3, 20, "the second part on its way")
    finally:
        process.send_signal(signal.SIGKILL)
        await process.ended()
    api.faults.clear()
    return person.transcript()[0]
