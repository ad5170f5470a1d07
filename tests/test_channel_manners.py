"""How the bot behaves where several read along, and how much anybody may say a minute."""

from __future__ import annotations

import asyncio
import time
import tracemalloc
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot import wording
from bot.channels.fake import CAN, FakeTransport, FakeWire
from bot.channels.runtime import Dispatcher, DispatcherOptions, Incoming, Limits
from bot.channels.runtime.group_manners import asks_for_quiet, ends_quiet, is_nod
from bot.channels.runtime.message_limits import Verdict
from bot.desk import smalltalk
from bot.model import Block, Decision, Question, Reply
from tests.channel_rig import FAST
from tests.telegram_rig import BreakableStore
from tests.test_channel_contract import until

pytestmark = pytest.mark.anyio


class Desk:
    """Knows 会费 in any words, calls small talk small talk, and doesn't know the rest."""

    def __init__(self) -> None:
        self.questions: list[Question] = []

    async def ask(self, question: Question) -> Reply:
        """As told above; `慢` takes 20 ms, as a question does."""
        self.questions.append(question)
        if question.text.startswith("慢"):
            await asyncio.sleep(0.02)
        if smalltalk.kind(question.text):
            return Reply(question.text, Decision.SMALLTALK, (Block("text", "不客气。"),))
        if "会费" in question.text:
            return Reply(
                question.text, Decision.ANSWER, (Block("text", "会费是工资的千分之五。"),), entry="dues", confidence=0.97
            )
        return Reply(question.text, Decision.UNKNOWN, (Block("text", "这个我不知道。"),))


class Minded(FakeTransport):
    """A wire on which 群主 looks after every group."""

    async def moderates(self, incoming: Incoming) -> bool:
        """See `Transport`."""
        return incoming.to.ref.person == "群主"


class Group:
    """A bot in a group."""

    def __init__(self, folder: Path, limits: Limits | None = None) -> None:
        self.folder = folder
        self.limits = limits
        self.wire = FakeWire()
        self.desk = Desk()
        self.store = BreakableStore(folder / "inbox.db")
        self.start()

    def start(self) -> None:
        """Run it."""
        transport = Minded(self.wire, replace(CAN, text_limit=400))
        dispatcher = Dispatcher(
            transport,
            self.desk.ask,
            self.store,
            FAST,
            DispatcherOptions(limits=self.limits or Limits(), is_admin=lambda who: who == "fake:王"),
        )
        self.task = asyncio.create_task(dispatcher.run())

    async def stop(self) -> None:
        """Stop it."""
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)

    async def said(self, *told: tuple[str, str], place: str = "群") -> list[str]:
        """What was got in the group once all of this was said and dealt with."""
        for person, text in told:
            self.wire.say(person, text, place=place)
        await until(lambda: not self.wire._said and not self.store.pending("fake"))
        return self.wire.got(place)


@pytest.fixture
async def group(tmp_path: Path) -> AsyncIterator[Group]:
    made = Group(tmp_path)
    yield made
    await made.stop()
    made.store.close()


async def test_one_answer_to_a_question_however_many_repeat_it_in_whatever_words(group: Group) -> None:
    got = await group.said(("李", "会费怎么交"), ("赵", "会费怎么交"), ("钱", "会费交多少啊"))
    assert got == ["会费是工资的千分之五。"]
    assert len(await group.said(("孙", "会费怎么交"), place="另一群")) == 1


async def test_that_something_isnt_known_is_said_to_each_question(group: Group) -> None:
    got = await group.said(("李", "食堂几点开门"), ("赵", "食堂几点开门"), ("钱", "班车在哪里坐"))
    assert got == ["这个我不知道。"] * 2


async def test_nods_and_thanks_get_nothing_in_a_group_and_an_answer_in_private(group: Group) -> None:
    texts = ["收到", "+1", "＋1", "666", "👍👍", "……", "谢谢老师", "好的谢谢", "哈哈哈"]
    assert await group.said(*(("李", text) for text in texts)) == []
    group.wire.say("李", "谢谢")
    await until(lambda: group.wire.got("李"))


async def test_the_groups_admin_can_quiet_it_for_an_hour_also_over_a_restart(group: Group) -> None:
    assert await group.said(("李", "安静"), ("群主", "请安静一小时")) == ["这个我不知道。", wording.CHANNEL_HUSHED]
    await group.said(("李", "会费怎么交"))
    await group.stop()
    group.start()
    await group.said(("李", "会费怎么交"))
    assert await group.said(("王", "恢复"), ("李", "会费怎么交")) == [
        "这个我不知道。",
        wording.CHANNEL_HUSHED,
        wording.CHANNEL_AWAKE,
        "会费是工资的千分之五。",
    ]


@pytest.mark.parametrize("text", ["安静", "安静一会儿吧", "请你先别说话", "静音1小时", "/quiet", "机器人闭嘴"])
def test_words_that_quiet_it(text: str) -> None:
    assert asks_for_quiet(text)
    assert not ends_quiet(text)


@pytest.mark.parametrize(
    "text", ["安静的环境怎么布置职工书屋", "怎么恢复会员资格", "继续教育怎么报名", "1", "会费", "ok吗", "+1个人能建工会吗"]
)
def test_words_that_are_questions(text: str) -> None:
    assert not asks_for_quiet(text)
    assert not ends_quiet(text)
    assert not is_nod(text)


# ---------------------------------------------------------------- floods


def test_a_person_is_told_once_and_heard_again_when_it_is_calm() -> None:
    now = [0.0]
    limits = Limits(4, clock=lambda: now[0])
    verdicts = [limits.judge("li") for _ in range(8)]
    assert verdicts == [Verdict.HEAR] * 4 + [Verdict.TELL] + [Verdict.SILENT] * 3
    assert (limits.judge("wang"), limits.silenced("li"), limits.silencing) == (Verdict.HEAR, True, True)
    now[0] = 61.0
    assert (limits.silenced("li"), limits.judge("li"), limits.silencing) == (False, Verdict.HEAR, False)


def test_a_group_has_a_limit_of_its_own() -> None:
    limits = Limits(0, 3)
    assert [limits.judge(f"p{n}", "g").value for n in range(5)] == ["hear"] * 3 + ["tell", "silent"]
    assert limits.judge("p9") is Verdict.HEAR


@pytest.mark.timed
async def test_a_flood_is_met_with_one_word_and_delays_nobody_else(tmp_path: Path) -> None:
    group = Group(tmp_path, Limits(30, 90))
    for number in range(3000):
        group.wire.say("李", f"慢{number}")
    begun = time.monotonic()
    group.wire.say("赵", "会费怎么交")
    await until(lambda: group.wire.got("赵"), 10)
    took = time.monotonic() - begun
    await until(lambda: not group.store.pending("fake"), 10)
    got = group.wire.got("李")
    assert (len(got), got.count(wording.CHANNEL_FLOOD)) == (31, 1)
    assert took < 2.0
    await group.stop()
    group.store.close()


async def test_a_burst_of_many_people_is_answered_whole_with_its_texts_on_the_disk(tmp_path: Path) -> None:
    group = Group(tmp_path, Limits(30, 90))
    held, count = asyncio.Event(), 3000
    group.wire.held = held
    await asyncio.sleep(0.1)
    tracemalloc.start()
    grown = []
    for number in range(count):
        group.wire.say(f"p{number % 1000}", f"{number}" + "长" * 2000)
        if number + 1 in (1000, 3000):
            await until(lambda: not group.wire._said, 60)
            grown.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    held.set()
    await until(lambda: not group.store.pending("fake"), 60)
    assert sum(len(group.wire.got(f"p{number}")) for number in range(1000)) == count
    asked = [question.text.rstrip("长") for question in group.desk.questions if question.asker == "fake:p7"]
    assert asked == ["7", "1007", "2007"]
    assert grown[1] - grown[0] < 2000 * 1200  # bytes a message: its key and its place, not its text
    await group.stop()
    group.store.close()
