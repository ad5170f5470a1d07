"""Linking one's channels: by a code that works once, so that an answer finds its asker where she can be reached."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot import wording
from bot.access.linking import CHANNEL_TRIES, LASTS, TRIES, LinkHandler
from bot.access.privacy import PrivacyHandler
from bot.channels.fake import CAN, FakeTransport, FakeWire
from bot.channels.runtime import Dispatcher, DispatcherOptions, Rejected
from bot.desk.desk import Desk
from bot.desk.handler_chain import HandlerChain
from bot.handoff.asker_handler import InquiryAskerHandler
from bot.handoff.service import InquiryRecorder, InquiryService
from bot.matching.knowledge_index import KnowledgeIndex
from bot.model import Question, Reply
from bot.render import plain
from bot.store.sqlite_store import SqliteStore
from tests.channel_rig import FAST, QQRig
from tests.house import STRANGE, Clock, entry, index_of
from tests.telegram_rig import BreakableStore
from tests.test_channel_contract import until

ANSWER = "冷藏的话两天之内吃完。"


class Office:
    """The bot behind all channels."""

    def __init__(self, store: SqliteStore, index: KnowledgeIndex, clock: Callable[[], float]) -> None:
        self.store, self.clock = store, clock
        self.work = InquiryService(store, lambda: index, clock)
        privacy = PrivacyHandler(store, clock, 180, lambda: None)
        handlers = (privacy.reply, LinkHandler(store, clock).reply, InquiryAskerHandler(self.work).reply)
        self.chain = HandlerChain(handlers, InquiryRecorder(self.work, Desk(lambda: index, store, clock)))
        self._wires = 0

    def says(self, asker: str, text: str, conversation: str = "", *, private: bool = True) -> str:
        """Somebody says something, and what she is told."""
        return plain(self.heard(asker, text, conversation, private=private).blocks)

    def heard(self, asker: str, text: str, conversation: str = "", *, private: bool = True) -> Reply:
        """The same, as the whole reply."""
        self._wires += 1
        channel = asker.partition(":")[0]
        return self.chain.reply(Question(text, conversation or asker, asker, channel, f"w{self._wires}", private=private))

    def code(self, asker: str) -> str:
        """The code that somebody is shown."""
        found = re.search(r"\d{8}", self.says(asker, "/link"))
        assert found
        return found[0]

    def link(self, one: str, other: str) -> None:
        """Both are one person's."""
        assert wording.LINK_DONE.partition("{")[0] in self.says(other, f"绑定 {self.code(one)}")

    async def ask(self, question: Question) -> Reply:
        """For a channel."""
        return await asyncio.to_thread(self.chain.reply, question)

    def answer(self) -> None:
        """A person answers what was asked."""
        (inquiry,) = self.store.inquiries("open")
        assert self.work.answer(inquiry, ANSWER, "telegram:1")
        self.work.run_due_work()


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeIndex:
    known = entry("setup-members", "多少名会员才能成立工会", "几个人可以建会", "建工会要多少人")
    return index_of(tmp_path_factory.mktemp("cache"), known)


@pytest.fixture
def office(tmp_path: Path, index: KnowledgeIndex, clock: Clock) -> Office:
    return Office(SqliteStore(tmp_path / "jianhui.db", clock=clock), index, clock)


# ---------------------------------------------------------------- the code


@pytest.mark.parametrize("said", ["绑定 {}", "/link {}", "绑定{}。", "绑定验证码：{}", "关联 {}"])
def test_a_code_that_is_typed_on_another_channel_links_both_and_both_are_told(office: Office, said: str) -> None:
    code = office.code("qq:li")
    assert office.says("telegram:7", said.format(code)) == wording.LINK_DONE.format(channel="QQ")
    assert [one.person for one in office.store.links("telegram:7")] == ["qq:li"]
    (notice,) = office.store.waiting("qq")
    assert plain(notice.blocks) == wording.LINK_DONE_THERE.format(channel="Telegram")


def test_full_width_and_spaced_digits_are_the_same_code(office: Office) -> None:
    code = office.code("qq:li")
    wide = f"{code[:4]} {code[4:]}".translate({ord("0") + n: ord("０") + n for n in range(10)})
    assert office.says("telegram:7", f"绑定　{wide}") == wording.LINK_DONE.format(channel="QQ")


@pytest.mark.parametrize("said", ["/link", "绑定", "我想绑定邮箱", "怎么绑定其他渠道", "关联账号", "绑定QQ吗？"])
def test_many_ways_lead_to_a_code(office: Office, said: str) -> None:
    assert re.search(r"\d{8}", office.says("qq:li", said))


@pytest.mark.parametrize("said", ["工会能和公司账户绑定吗", "关联企业怎么建会", "绑定一年的合同合法吗", "会员取消资格怎么办"])
def test_what_only_speaks_of_binding_is_a_question(office: Office, said: str) -> None:
    assert "验证码" not in office.says("qq:li", said)


def test_a_code_works_once(office: Office) -> None:
    code = office.code("qq:li")
    office.says("telegram:7", f"绑定 {code}")
    assert office.says("mail:wang@example.org", f"绑定 {code}") == wording.LINK_WRONG
    assert office.store.links("mail:wang@example.org") == ()


def test_a_code_is_short_lived_and_a_new_one_replaces_it(office: Office, clock: Clock) -> None:
    first = office.code("qq:li")
    clock.now += LASTS + 1
    assert office.says("telegram:7", f"绑定 {first}") == wording.LINK_WRONG
    second, third = office.code("qq:li"), office.code("qq:li")
    assert office.says("telegram:7", f"绑定 {second}") == wording.LINK_WRONG
    assert office.says("telegram:7", f"绑定 {third}") == wording.LINK_DONE.format(channel="QQ")


def test_ones_own_code_and_one_of_another_length_spend_nothing(office: Office) -> None:
    code = office.code("qq:li")
    assert office.says("qq:li", f"绑定 {code}") == wording.LINK_OWN.format(code=code)
    assert "8 位数字" in office.says("telegram:7", "绑定 1234")
    assert office.says("telegram:7", f"绑定 {code}") == wording.LINK_DONE.format(channel="QQ")


def test_in_a_group_nothing_is_linked_and_a_code_that_was_shown_there_is_void(office: Office) -> None:
    code = office.code("qq:li")
    assert office.says("qq:wang", "绑定", "qq:g-1:0:wang", private=False) == wording.LINK_PRIVATE
    assert office.says("qq:wang", f"绑定 {code}", "qq:g-1:0:wang", private=False) == wording.LINK_PUBLIC
    assert office.says("telegram:7", f"绑定 {code}") == wording.LINK_WRONG


def test_a_sender_whom_nothing_proves_is_asked_to_reply_first(office: Office) -> None:
    code, thread = office.code("qq:li"), "mail:li@example.org:abc"
    assert office.says(thread, f"绑定 {code}", thread) == wording.LINK_UNPROVEN
    assert office.says(thread, "绑定", thread) == wording.LINK_UNPROVEN
    assert office.says("mail:li@example.org", f"绑定 {code}", thread) == wording.LINK_DONE.format(channel="QQ")
    (link,) = office.store.links("qq:li")
    assert link.conversation == "mail:li@example.org"  # her mailbox, not the thread in which she wrote


def test_guessing_is_refused_also_when_a_guess_is_right(office: Office, clock: Clock) -> None:
    code = office.code("qq:li")
    wrong = [f"{number:08d}" for number in range(20) if f"{number:08d}" != code]
    said = [office.says("telegram:7", f"绑定 {guess}") for guess in wrong[: TRIES + 2]]
    assert said[:TRIES] == [wording.LINK_WRONG] * TRIES
    assert all("分钟后再试" in one for one in said[TRIES:])
    assert "分钟后再试" in office.says("telegram:7", f"绑定 {code}")
    assert office.store.links("telegram:7") == ()
    clock.now += 3600.0
    assert office.says("telegram:7", f"绑定 {office.code('qq:li')}") == wording.LINK_DONE.format(channel="QQ")


def test_a_channel_on_which_anybody_can_be_anybody_has_so_many_tries_in_all(office: Office) -> None:
    code = office.code("qq:li")
    for number in range(CHANNEL_TRIES):
        office.says(f"web:v{number}", f"绑定 {(int(code) + 1 + number) % 10**8:08d}")
    assert "分钟后再试" in office.says("web:another", f"绑定 {code}")
    assert office.says("telegram:7", f"绑定 {code}") == wording.LINK_DONE.format(channel="QQ")


def test_so_many_codes_an_hour_are_shown(office: Office) -> None:
    said = [office.says("qq:li", "/link") for _ in range(TRIES + 1)]
    assert "分钟后再试" in said[-1]
    assert "验证码" in said[-2]


def test_what_is_kept_of_a_code_isnt_the_code(office: Office, tmp_path: Path) -> None:
    code = office.code("qq:li")
    assert code.encode() not in (tmp_path / "jianhui.db").read_bytes() + (tmp_path / "jianhui.db-wal").read_bytes()


# ---------------------------------------------------------------- seen, undone, forgotten


def test_links_are_shown_undone_and_forgotten(office: Office) -> None:
    office.link("qq:li", "telegram:7")
    office.link("telegram:7", "mail:li@example.org")
    shown = office.heard("qq:li", "/mydata")
    assert all(name in plain(shown.blocks) for name in ("Telegram", "邮箱"))
    assert "mail:li@example.org" in shown.files[0].content.decode("utf-8-sig")
    assert office.says("mail:li@example.org", "/unlink") == wording.UNLINK_DONE
    assert [one.person for one in office.store.links("qq:li")] == ["telegram:7"]
    assert office.says("mail:li@example.org", "解除绑定") == wording.UNLINK_NONE
    office.says("telegram:7", "/forget")
    office.says("telegram:7", "确定删除")
    assert office.store.links("qq:li") == office.store.links("telegram:7") == ()
    assert "绑定的渠道" not in office.says("qq:li", "/mydata")


def test_who_is_linked_with_two_is_linked_with_both_circles(office: Office) -> None:
    office.link("qq:a", "telegram:1")
    office.link("qq:b", "telegram:2")
    office.link("telegram:1", "telegram:2")
    assert {one.person for one in office.store.links("qq:a")} == {"telegram:1", "telegram:2", "qq:b"}


# ---------------------------------------------------------------- answers


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[QQRig]:
    made = QQRig()
    await made.open(tmp_path)
    yield made
    await made.close()


class Channels:
    """QQ and a channel that can say something unasked, over one file, with one office behind them."""

    def __init__(self, rig: QQRig, folder: Path, index: KnowledgeIndex, clock: Callable[[], float]) -> None:
        self.store = BreakableStore(folder / "jianhui.db")
        self.office = Office(self.store, index, clock)
        self.rig, self.wire = rig, FakeWire(folder)
        self.tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Serve both."""
        transports = (self.rig.transport(self.store, None), FakeTransport(self.wire, CAN))  # type: ignore[arg-type]  # unused
        for transport in transports:
            serving = Dispatcher(transport, self.office.ask, self.store, FAST, DispatcherOptions(elsewhere=("fake",)))
            self.tasks.append(asyncio.create_task(serving.run()))

    async def stop(self) -> None:
        """Stop both."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        self.store.close()

    async def linked(self) -> None:
        """She has linked both, and asked on QQ what nobody could answer."""
        self.rig.wire.say("li", "/link")
        await until(lambda: self.rig.got("li"), 60)
        code = re.search(r"\d{8}", self.rig.got("li")[0])
        assert code
        self.wire.say("li", f"绑定 {code[0]}")
        await until(lambda: self.wire.got("li"), 60)
        self.rig.wire.say("li", STRANGE)
        await until(lambda: self.store.inquiries("open") and not self.store.pending(self.rig.account), 60)
        await until(lambda: not self.store.waiting("qq"), 60)


@pytest.fixture
async def channels(rig: QQRig, tmp_path: Path, index: KnowledgeIndex) -> AsyncIterator[Channels]:
    made = Channels(rig, tmp_path, index, time.time)
    made.start()
    yield made
    await made.stop()


def found(texts: list[str]) -> list[str]:
    """Those that hold the answer."""
    return [text for text in texts if ANSWER in text]


@pytest.mark.anyio
async def test_an_answer_goes_where_it_was_asked_while_that_is_possible(channels: Channels) -> None:
    await channels.linked()
    await asyncio.to_thread(channels.office.answer)
    await until(lambda: found(channels.rig.got("li")), 60)
    assert found(channels.wire.got("li")) == []


@pytest.mark.anyio
async def test_when_the_window_is_shut_the_answer_goes_to_the_linked_channel_and_is_said_once(channels: Channels) -> None:
    await channels.linked()
    channels.rig.wire.skew = 20_000.0  # QQ finds everything too old
    await asyncio.to_thread(channels.office.answer)
    await until(lambda: found(channels.wire.got("li")), 60)
    (text,) = found(channels.wire.got("li"))
    assert wording.LINK_DIVERTED.format(channel="QQ") in text
    channels.rig.wire.skew = 0.0
    channels.rig.wire.say("li", "几个人可以建会")
    await until(lambda: not channels.store.pending(channels.rig.account) and not channels.store.waiting("qq"), 60)
    await asyncio.sleep(0.2)
    assert found(channels.rig.got("li")) == []
    assert channels.rig.wire.proactive == 0
    (asked,) = channels.store.handovers_by("qq:li")
    assert STRANGE in await asyncio.to_thread(channels.office.says, "fake:li", f"编号{asked.id}")  # hers there as well


@pytest.mark.anyio
async def test_who_has_linked_nothing_gets_it_with_her_next_word(channels: Channels) -> None:
    await channels.linked()
    await asyncio.to_thread(channels.store.unlink, "qq:li")
    channels.rig.wire.skew = 20_000.0
    await asyncio.to_thread(channels.office.answer)
    await until(lambda: channels.rig.wire.refused, 60)
    await asyncio.sleep(0.3)
    assert found(channels.wire.got("li")) == []
    channels.rig.wire.skew = 0.0
    channels.rig.wire.say("li", "几个人可以建会")
    await until(lambda: found(channels.rig.got("li")), 60)


class Blocked(FakeTransport):
    """A channel on which she has blocked the bot."""

    async def send(self, to: object, piece: object) -> str:
        """See `Transport`."""
        raise Rejected("blocked")


@pytest.mark.anyio
async def test_an_answer_that_is_refused_for_good_goes_to_the_linked_channel(
    tmp_path: Path, index: KnowledgeIndex, clock: Clock
) -> None:
    store = BreakableStore(tmp_path / "jianhui.db", clock=clock)
    office = Office(store, index, clock)
    office.link("blocked:li", "fake:li")
    office.says("blocked:li", STRANGE)
    office.answer()
    wire = FakeWire(tmp_path)
    serving = [
        Dispatcher(
            Blocked(FakeWire(), CAN, "blocked"), office.ask, store, FAST, DispatcherOptions(elsewhere=("blocked", "fake"))
        ),
        Dispatcher(FakeTransport(wire, CAN), office.ask, store, FAST, DispatcherOptions(elsewhere=("blocked", "fake"))),
    ]
    tasks = [asyncio.create_task(one.run()) for one in serving]
    await until(lambda: found(wire.got("li")), 60)
    await until(lambda: not store.waiting("blocked") and not store.waiting("fake"), 60)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    store.close()


def test_an_answer_is_moved_once_and_only_an_answer(office: Office) -> None:
    office.link("qq:li", "telegram:7")
    office.says("qq:li", STRANGE)
    office.answer()
    ways = office.store.ways("qq", ("telegram", "mail"))
    notice, answer = office.store.waiting("qq")
    assert ways == {answer.id: "telegram:7"}
    assert office.store.ways("qq", ("mail",)) == {}
    assert office.store.move(answer.id, "telegram:7", answer.blocks)
    assert office.store.ways("telegram", ("qq", "mail")) == {}
    assert not office.store.move(answer.id, "qq:li", answer.blocks)
    assert [one.id for one in office.store.waiting("qq")] == [notice.id]
