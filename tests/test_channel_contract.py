"""What every channel holds: nothing is lost, nothing comes twice, and what a wire can't do is done otherwise."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest

from bot import wording
from bot.channels.runtime import Dispatcher, DispatcherOptions, Timeouts
from bot.model import Attachment, Block, Button, OutboxMessage
from tests.channel_rig import FAST, RIGS, ChannelRig, link
from tests.patience import PATIENCE
from tests.programs import Program
from tests.telegram_rig import BreakableStore, TinyDesk

pytestmark = pytest.mark.anyio


class Served:
    """A channel that runs, over a store in a folder, with the tiny desk behind it."""

    def __init__(self, rig: ChannelRig, folder: Path, timeouts: Timeouts = FAST) -> None:
        self.rig = rig
        self.desk = TinyDesk()
        self.store = BreakableStore(folder / "inbox.db")
        self.timeouts = timeouts
        self.task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Served:
        self.start()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        await self.stop()
        self.store.close()

    def start(self) -> None:
        """Run the channel."""
        transport = self.rig.transport(self.store, self.desk)
        self.dispatcher = Dispatcher(transport, self.desk.ask, self.store, self.timeouts, DispatcherOptions(link))
        self.task = asyncio.create_task(self.dispatcher.run())

    async def stop(self) -> None:
        """Cancel the channel and wait for it."""
        assert self.task
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)

    async def got(self, person: str, count: int, within: float = 8.0) -> list[str]:
        """What she got, once it is that many."""
        await until(lambda: len(self.rig.got(person)) >= count, within)
        return self.rig.got(person)

    async def settled(self, within: float = 8.0) -> None:
        """Everything that came in is dealt with, with all that goes out on its occasion."""
        await until(lambda: not self.store.pending(self.rig.account) and not self.dispatcher._queue._running, within)


async def until(true: Callable[[], Any], within: float = 8.0) -> None:
    """Return once it is true."""
    deadline = time.monotonic() + PATIENCE * within
    while not true():
        assert time.monotonic() < deadline, "it didn't happen"
        await asyncio.sleep(0.01)


@pytest.fixture(params=RIGS)
async def rig(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[ChannelRig]:
    made = RIGS[request.param]()
    await made.open(tmp_path)
    yield made
    await made.close()


@pytest.fixture
async def served(rig: ChannelRig, tmp_path: Path) -> AsyncIterator[Served]:
    async with Served(rig, tmp_path) as served:
        yield served


# ---------------------------------------------------------------- nothing is lost, nothing comes twice


async def test_a_question_is_answered(served: Served) -> None:
    await served.rig.say("li", "好")
    assert (await served.got("li", 1))[0] == "收到：好"
    await served.settled()
    await until(lambda: served.store.steps(served.rig.account) == {})


async def test_what_cant_be_kept_isnt_acknowledged_and_comes_again(served: Served) -> None:
    if not served.rig.raw:
        pytest.skip("a person types it again herself")
    served.store.broken = True
    await served.rig.say("li", "好")
    await asyncio.sleep(0.3)
    assert (served.rig.got("li"), served.desk.questions) == ([], [])
    served.store.broken = False
    assert await served.got("li", 1) == ["收到：好"]


async def test_a_second_copy_is_no_second_answer_also_after_a_restart(served: Served) -> None:
    await served.rig.say("li", "好")
    await served.got("li", 1)
    await served.settled()
    if not served.rig.raw:
        pytest.skip("a wire that brings nothing twice")
    served.rig.again()
    await asyncio.sleep(0.2)
    await served.stop()
    served.start()
    served.rig.again()
    await served.rig.say("li", "再来")
    assert await served.got("li", 2) == ["收到：好", "收到：再来"]


async def test_messages_of_a_conversation_are_answered_in_order(served: Served) -> None:
    said = ["慢一", "二", "慢三", "四"]
    for text in said:
        await served.rig.say("li", text)
    assert await served.got("li", 4) == [f"收到：{text}" for text in said]


@contextlib.asynccontextmanager
async def process(rig: ChannelRig, folder: Path, holds: str = "") -> AsyncIterator[Program]:
    """The channel in a process of its own, killed with -9 at the end; its desk is never done with the text `holds`."""
    running = Program(*rig.program(folder), holds=holds)
    try:
        yield running
    finally:
        running.send_signal(signal.SIGKILL)
        await running.ended()


async def test_killed_while_it_works_an_answer_out_it_answers_after_the_restart(rig: ChannelRig, tmp_path: Path) -> None:
    await rig.say("li", "慢一")
    with contextlib.closing(BreakableStore(tmp_path / "inbox.db")) as store:
        async with process(rig, tmp_path, holds="慢一"):
            await until(lambda: store.pending(rig.account), 20)
            assert rig.got("li") == []
        async with process(rig, tmp_path):
            await rig.say("li", "二")
            await until(lambda: len(rig.got("li")) >= 2, 20)
    assert rig.got("li") == ["收到：慢一", "收到：二"]


async def test_what_cant_be_understood_is_set_aside_and_the_next_is_answered(served: Served) -> None:
    if not served.rig.raw:
        pytest.skip("a wire on which everything can be understood")
    served.rig.junk()
    await served.rig.say("li", "好")
    assert await served.got("li", 1) == ["收到：好"]
    await until(lambda: len(served.store.aside()) == 1)


async def test_a_question_that_fails_again_and_again_is_apologised_for_with_a_reference(served: Served) -> None:
    served.desk.failures = 3
    await served.rig.say("li", "好")
    await served.rig.say("li", "再来")
    sorry, answer = await served.got("li", 2)
    assert ("处理时出错了" in sorry, answer) == (True, "收到：再来")
    (aside,) = served.store.aside()
    assert aside.reason.split()[1] in sorry


# ---------------------------------------------------------------- what a wire can't do


async def test_a_long_text_is_cut_at_the_ends_of_paragraphs_under_the_limit(served: Served) -> None:
    can = served.rig.capabilities
    await served.rig.say("li", "长")
    await served.got("li", 1)
    whole = [f"第{n}段。" + "工会" * 600 for n in range(1, 9)]
    while served.store.pending(served.rig.account):
        await asyncio.sleep(0.3)
        if can.answers and served.store.pending(served.rig.account):
            await served.rig.say("li", "好")  # the rest waits for her next word
    late = [wording.CHANNEL_LATE.format(asked=asked) + "\n" for asked in ("长", "好")]
    texts = [text.removeprefix(late[0]).removeprefix(late[1]) for text in served.rig.got("li")]
    texts = [text for text in texts if text != "收到：好"]
    assert "".join(texts).replace("\n", "") == "".join(whole)
    assert all(can.length(text) <= can.text_limit for text in texts)
    if can.text_limit >= len(whole[0]):
        assert all(text.startswith("第") for text in texts)
    assert len(texts) <= -(-len("\n".join(whole)) // (can.text_limit // 2))


async def test_a_message_that_nobody_asked_for_arrives_once_or_with_the_persons_next_word(served: Served) -> None:
    await served.rig.say("li", "前")
    await served.got("li", 1)
    await served.settled()
    served.store.queue(OutboxMessage(served.rig.name, served.rig.key("li"), "news", (Block("text", "有答复了。"),)))
    await asyncio.sleep(0.3)
    can = served.rig.capabilities
    if not can.push and not can.answers:  # with a budget of answers, what is left of it carries the message
        assert served.rig.got("li") == ["收到：前"]
    await served.rig.say("li", "后")
    assert sorted(await served.got("li", 3)) == sorted(["收到：前", "有答复了。", "收到：后"])
    await until(lambda: not served.store.waiting(served.rig.name))
    await asyncio.sleep(0.1)
    assert len(served.rig.got("li")) == 3


async def test_files_come_or_else_a_link_to_them(served: Served, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK")
    served.desk.files = (Attachment("指南.docx", "setup-guide", path=str(tmp_path / "a.docx")),)
    await served.rig.say("li", "文件")
    await served.got("li", 1)
    await served.settled()
    text = "\n".join(served.rig.got("li"))
    assert "请下载。" in text
    assert ("https://union.example.org/setup-guide" in text) is not served.rig.capabilities.files


async def test_a_file_that_is_gone_costs_nobody_the_answer(served: Served, tmp_path: Path) -> None:
    served.desk.files = (Attachment("指南.docx", "setup-guide", path=str(tmp_path / "gone.docx")),)
    await served.rig.say("li", "文件")
    await served.got("li", 1)
    await served.settled()
    text = "\n".join(served.rig.got("li"))
    assert "请下载。" in text
    assert ("暂时打不开" in text) is served.rig.capabilities.files


async def test_choices_are_buttons_or_numbers(served: Served) -> None:
    buttons = ((Button("怎样建会？", "e:setup"),), (Button("有用", "f:1:1"),))
    served.store.queue(OutboxMessage(served.rig.name, served.rig.key("li"), "pick", (Block("text", "请选。"),), buttons))
    await served.rig.say("li", "好")
    text = "\n".join(await served.got("li", 2))
    assert ("1. 怎样建会？" in text) is not served.rig.capabilities.buttons


# ---------------------------------------------------------------- the end


@pytest.mark.timed
async def test_it_stops_in_five_seconds_with_nothing_lost_even_where_sends_stall(rig: ChannelRig, tmp_path: Path) -> None:
    async with Served(rig, tmp_path, replace(FAST, grace=Timeouts().grace, goodbye=Timeouts().goodbye)) as served:
        if rig.name == "terminal":
            pytest.skip("writing to a terminal doesn't stall")
        released = asyncio.Event()
        if rig.name == "telegram":
            rig.api.faults.slow(30.0, "sendMessage", times=10**6)  # type: ignore[attr-defined]
        else:
            rig.wire.held = released  # type: ignore[attr-defined]
        for person in ("li", "wang", "zhao"):
            await rig.say(person, "好")
        await until(lambda: len(served.desk.questions) == 3)
        begun = time.monotonic()
        await served.stop()
        assert time.monotonic() - begun < 5.0
        assert len(served.store.pending(rig.account)) == 3
