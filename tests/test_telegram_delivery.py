"""Getting the answers there: limits, outages, refusals, one slow chat beside others, and what breaks on the way."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import wording
from tests.botapi import BotApi, Person
from tests.telegram_rig import UPDATES, Rig

pytestmark = [pytest.mark.anyio, pytest.mark.filterwarnings("ignore:.*retry_after:DeprecationWarning")]
SORRY = re.compile(re.escape(wording.CHANNEL_SORRY).replace(r"\{reference\}", "([0-9a-f]{6})"))


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Rig]:
    async with BotApi() as api, Rig(api, tmp_path) as rig:
        yield rig


async def seconds_until_answered(person: Person) -> float:
    begun = time.monotonic()
    await person.replies(1)
    return time.monotonic() - begun


# ---------------------------------------------------------------- beside each other, in order


@pytest.mark.timed
async def test_a_flooded_chat_is_waited_for_and_holds_up_nobody(bot: Rig) -> None:
    li, wang = bot.api.user("李"), bot.api.user("王")
    bot.api.faults.flood(li.id, 1.0)
    for number in range(3):
        await li.say(f"问题{number}")
    await bot.api.until(lambda: bot.api.sends(li.id), what="the first 429")
    await wang.say("会员")
    assert await seconds_until_answered(wang) < 0.5
    assert li.transcript() == []
    await bot.answered()
    assert li.transcript() == ["收到：问题0", "收到：问题1", "收到：问题2"]
    assert bot.api.faults.impatience == 0


@pytest.mark.timed
async def test_a_chat_that_telegram_is_slow_with_holds_up_nobody(bot: Rig) -> None:
    li, wang = bot.api.user("李"), bot.api.user("王")
    bot.api.faults.slow(0.8, chat=li.id)
    await li.say("会员")
    await bot.api.until(lambda: bot.api.sends(li.id), what="the slow send")
    await wang.say("会员")
    assert await seconds_until_answered(wang) < 0.5


@pytest.mark.timed
async def test_a_question_that_takes_long_holds_up_only_its_own_chat(bot: Rig) -> None:
    li, wang = bot.api.user("李"), bot.api.user("王")
    for text in ("慢一", "慢二", "快"):
        await li.say(text)
    await bot.api.until(lambda: bot.asked, what="the first question")
    await wang.say("会员")
    assert await seconds_until_answered(wang) < 0.25
    await bot.answered()
    assert li.transcript() == ["收到：慢一", "收到：慢二", "收到：快"]


async def test_forty_chats_at_once_are_each_answered_in_order(bot: Rig) -> None:
    people = [bot.api.user(f"第{n}位") for n in range(40)]
    for text in ("甲", "乙"):
        for person in people:
            await person.say(text)
    await bot.answered(within=10)
    assert {tuple(person.transcript()) for person in people} == {("收到：甲", "收到：乙")}


# ---------------------------------------------------------------- failures of Telegram and of the network


@pytest.mark.parametrize("code", [500, 502, 503, 504])
async def test_a_failing_server_is_tried_again_and_answered_once(bot: Rig, code: int) -> None:
    li = bot.api.user()
    bot.api.faults.fail("sendMessage", code, times=3)
    await li.say("会员")
    await bot.answered()
    assert len(li.transcript()) == 1
    assert [call.status for call in bot.api.sends()] == [code, code, code, 200]


async def test_a_lost_connection_is_tried_again(bot: Rig) -> None:
    li = bot.api.user()
    bot.api.faults.drop("sendMessage", times=2)
    await li.say("会员")
    await bot.answered()
    assert len(li.transcript()) == 1


async def test_a_lost_answer_may_come_twice_but_never_not(bot: Rig) -> None:
    li = bot.api.user()
    bot.api.faults.drop("sendMessage", done=True)
    await li.say("会员")
    await bot.answered()
    assert len(li.transcript()) == 2


async def put_off(bot: Rig, caplog: pytest.LogCaptureFixture) -> None:
    """Return once an answer was tried for as long as one is, and put off."""
    said = wording.CHANNEL_LOG_PUT_OFF.partition("{key}")[2].partition("{")[0]
    assert said
    await bot.api.until(lambda: said in caplog.text, 20, "the end of the attempts")


async def test_what_never_gets_through_stays_pending_and_the_next_message_is_answered(
    bot: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    li = bot.api.user()
    bot.api.faults.fail("sendMessage", 500, times=10**6, chat=li.id)
    await li.say("会员")
    await put_off(bot, caplog)
    assert len(bot.api.sends()) >= 2
    bot.api.faults.clear()
    await li.say("后来的")
    assert (await li.reply()).text == "收到：后来的"
    await bot.api.until(lambda: len(bot.inbox.pending(UPDATES)) == 1)
    await bot.stop()
    bot.start()
    await bot.answered()
    assert len(li.transcript()) == 2


async def test_an_answer_resumes_after_the_pieces_that_went_out_even_after_a_restart(bot: Rig) -> None:
    li = bot.api.user()
    await li.say("长")
    await li.replies(3)
    whole = li.transcript()
    bot.api.faults.slow(0.0, "sendMessage", times=1)
    bot.api.faults.fail("sendMessage", 500, times=10**6)
    await li.say("长")
    await li.replies(1)
    await bot.stop()
    bot.api.faults.clear()
    bot.start()
    await bot.answered()
    assert li.transcript() == whole * 2
    await bot.api.until(lambda: not bot.inbox.steps(UPDATES), what="the end of the marks")


async def test_what_was_set_aside_is_answered_when_telegram_is_back_without_a_restart(
    bot: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    li = bot.api.user()
    await li.say("慢")
    await bot.api.until(lambda: bot.asked)
    await bot.api.down()
    await put_off(bot, caplog)
    assert len(bot.inbox.pending(UPDATES)) == 1
    bot.api.up()
    await bot.answered()
    assert li.transcript() == ["收到：慢"]


# ---------------------------------------------------------------- refusals


async def test_html_that_telegram_refuses_goes_out_as_plain_text(bot: Rig) -> None:
    li = bot.api.user()
    bot.api.faults.fail("sendMessage", 400, reason='Bad Request: can\'t parse entities: Unsupported start tag "x"')
    await li.say("会员")
    reply = await li.reply()
    assert reply.text.startswith("多少名会员才能成立工会？\n有会员二十五人以上的")
    assert "<联合基层工会> & 选组织员" in reply.text
    assert reply.bold == []
    assert reply.rows == [["有用", "没用"], ["转人工"]]


async def test_an_answer_to_a_message_that_is_gone_comes_all_the_same(bot: Rig) -> None:
    group = bot.api.group()
    [wang] = group.join("王")
    said = await wang.say("/ask 慢")
    await bot.api.until(lambda: bot.asked)
    del group.chat.messages[said.id]
    assert (await wang.reply()).reply_to == 0
    assert len(bot.api.sends()) == 1


async def test_a_server_that_insists_on_the_message_to_reply_to_gets_none(bot: Rig) -> None:
    [wang] = bot.api.group().join("王")
    bot.api.faults.fail("sendMessage", 400, reason="Bad Request: message to be replied not found")
    await wang.say("/ask 完")
    assert (await wang.reply()).reply_to == 0


async def test_whoever_has_blocked_the_bot_is_left_in_peace_and_nobody_else_notices(bot: Rig) -> None:
    li, wang = bot.api.user("李"), bot.api.user("王")
    await li.say("长")
    li.block()
    await wang.say("会员")
    await wang.reply()
    await bot.answered()
    assert len(bot.api.sends(li.id)) <= 1


async def test_an_answer_follows_a_group_to_its_new_number(bot: Rig) -> None:
    group = bot.api.group()
    [wang] = group.join("王")
    await wang.say("/ask 慢")
    await bot.api.until(lambda: bot.asked)
    new = group.migrate()
    await bot.answered()
    assert wang.transcript() == []
    assert [bubble.text for bubble in new.chat.messages.values()] == ["收到：慢"]


async def test_every_piece_follows_a_migrated_group(bot: Rig) -> None:
    group = bot.api.group()
    [wang] = group.join("王")
    new = group.migrate()
    await wang.say("/ask 长")
    await bot.answered()
    assert [text[:4] for bubble in new.chat.messages.values() for text in bubble.text.split("\n")] == [
        f"第{n}段。" for n in range(1, 9)
    ]


@pytest.mark.parametrize(
    "reason", ["Bad Request: TOPIC_CLOSED", "Bad Request: chat not found", "Bad Request: not enough rights"]
)
async def test_a_refusal_for_good_ends_the_matter(bot: Rig, reason: str) -> None:
    [wang] = bot.api.group().join("王")
    bot.api.faults.fail("sendMessage", 400, reason=reason)
    await wang.say("/ask 一")
    await wang.say("/ask 二")
    await bot.answered()
    assert wang.transcript() == ["收到：二"]


# ---------------------------------------------------------------- failures of our own


async def test_a_desk_that_fails_once_is_asked_again(bot: Rig) -> None:
    bot.desk.failures = 1
    li = bot.api.user()
    await li.say("完")
    assert (await li.reply()).text == "收到：完"


async def test_after_three_failures_the_asker_gets_a_reference_that_is_in_the_log(
    bot: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    bot.desk.failures = 3
    li = bot.api.user()
    await li.say("一")
    await li.say("二")
    await bot.answered()
    apology, answer = li.transcript()
    found = SORRY.fullmatch(apology)
    assert found
    assert answer == "收到：二"
    assert bot.asked == ["一", "一", "一", "二"]
    failures = [record for record in caplog.records if found[1] in record.getMessage()]
    assert sum(record.exc_info is not None for record in failures) == 3


async def test_a_button_whose_action_is_too_long_for_telegram_does_what_it_says(bot: Rig) -> None:
    li = bot.api.user()
    await li.say("按钮太长")
    await li.reply()
    assert len(li.data("很长").encode()) <= 64
    await li.press("很长")
    assert (await li.reply()).text == "收到：" + "字" * 22
    await li.forge("~" + "A" * 16)  # nobody's token
    assert (await li.reply()).text == "收到：~" + "A" * 16


async def test_a_button_without_an_action_is_an_error_of_ours(bot: Rig, caplog: pytest.LogCaptureFixture) -> None:
    li = bot.api.user()
    await li.say("按钮空着")
    assert SORRY.fullmatch((await li.reply()).text)
    assert "没有对应的操作" in caplog.text


async def test_the_log_holds_no_words_no_names_and_no_token(bot: Rig, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    li = bot.api.user("李秘密")
    bot.desk.failures = 3
    await li.say("机密问题")
    await li.reply()
    li.type_on("机密联想")
    bot.api.updates.push("message", {"message_id": 1, "text": "机密残信"})  # unreadable
    bot.api.faults.fail("sendMessage", 400, reason="Bad Request: not enough rights")
    await li.say("机密被拒")
    await bot.answered()
    assert caplog.text
    for secret in ("机密", "秘密", bot.api.token):
        assert secret not in caplog.text
