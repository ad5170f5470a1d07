"""The store: one contract, in a file, in memory and on a server."""

from __future__ import annotations

import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from numpy import float32

from bot.errors import StoreError
from bot.model import (
    Block,
    Button,
    Change,
    Choice,
    Conversation,
    Decision,
    DownloadRecord,
    Draft,
    Edit,
    EditDraft,
    OutboxMessage,
    Problem,
    Proposal,
    Question,
    Reply,
    Severity,
    TableTrial,
    Version,
)
from bot.ports import Store
from bot.store.sqlite_store import SqliteStore, memory_store
from tests.postgres_rig import STORES, opened_store

START = 1_795_400_000.0


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> float:
        """Unix time in seconds."""
        return self.now


def asked(text: str = "建会要多少人", wire: str = "", conversation: str = "telegram:7", channel: str = "telegram") -> Question:
    return Question(text, conversation, "telegram:7", channel, wire)


def answered(entry: str = "setup-members-needed") -> Reply:
    return Reply("建会要多少人", Decision.ANSWER, (), entry, 0.97, (Choice("setup-steps", "怎样建会", 0.4),))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "jianhui.db"


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, path: Path, clock: Clock) -> Iterator[Store]:
    with opened_store(request, path, clock) as made:
        yield made


# ---------------------------------------------------------------- the contract: inbox


def test_a_received_message_is_pending_until_it_is_done(store: Store) -> None:
    assert store.receive("telegram", "1", '{"text": "你好"}')
    (update,) = store.pending("telegram")
    assert (update.channel, update.key, update.payload, update.received) == ("telegram", "1", '{"text": "你好"}', START)
    store.done("telegram", "1")
    assert store.pending("telegram") == ()


def test_a_message_delivered_twice_is_kept_once(store: Store) -> None:
    assert store.receive("telegram", "1", "first")
    assert not store.receive("telegram", "1", "second")
    assert [update.payload for update in store.pending("telegram")] == ["first"]


def test_an_answered_message_delivered_again_is_recognised(store: Store) -> None:
    store.receive("telegram", "1", "first")
    store.done("telegram", "1")
    assert not store.receive("telegram", "1", "first")
    assert store.pending("telegram") == ()


def test_pending_messages_come_in_the_order_they_arrived(store: Store, clock: Clock) -> None:
    for key in ("9", "10", "1"):
        clock.now -= 5  # a clock set back must not reorder people's messages
        store.receive("telegram", key, "")
    assert [update.key for update in store.pending("telegram")] == ["9", "10", "1"]


def test_channels_do_not_see_each_others_messages(store: Store) -> None:
    assert store.receive("telegram", "1", "a")
    assert store.receive("mail", "1", "b")
    store.done("telegram", "1")
    assert [update.payload for update in store.pending("mail")] == ["b"]


def test_marking_an_unknown_message_done_does_nothing(store: Store) -> None:
    store.done("telegram", "1")
    assert store.receive("telegram", "1", "a")


# ---------------------------------------------------------------- the contract: conversations


def test_a_conversation_comes_back_as_it_was_last_saved(store: Store) -> None:
    first = Conversation("telegram:7", "setup-steps", ("a-b-c", "d-e-f"), 3, "reason", START, (("members", "under-25"),))
    store.save_conversation(first)
    assert store.conversation("telegram:7") == first
    second = replace(first, entry="", choices=(), record=4, awaiting="", updated=START + 1, conditions=(("place", ""),))
    store.save_conversation(second)
    assert store.conversation("telegram:7") == second


def test_an_unknown_conversation_is_none(store: Store) -> None:
    store.save_conversation(Conversation("telegram:7"))
    assert store.conversation("telegram:8") is None


def test_a_conversation_without_a_time_is_saved_as_of_now(store: Store) -> None:
    store.save_conversation(Conversation("telegram:7"))
    assert store.conversation("telegram:7") == Conversation("telegram:7", updated=START)


# ---------------------------------------------------------------- the contract: questions


def test_a_recorded_question_comes_back_with_what_was_decided(store: Store) -> None:
    kept = store.recorded(store.record(asked(wire="7:1"), answered(), "abc"))
    assert kept is not None
    assert (kept.id, kept.asked, kept.channel, kept.conversation) == (1, START, "telegram", "telegram:7")
    assert (kept.asker, kept.wire, kept.text, kept.decision) == ("telegram:7", "7:1", "建会要多少人", "answer")
    assert (kept.entry, kept.confidence, kept.knowledge) == ("setup-members-needed", 0.97, "abc")
    assert (kept.choices, kept.chosen, kept.useful, kept.reason) == (("setup-steps",), "", None, "")


def test_an_edited_message_replaces_its_record_and_keeps_the_number(store: Store, clock: Clock) -> None:
    number = store.record(asked(wire="7:1"), answered("setup-steps"), "abc")
    store.rate(number, False)
    store.explain(number, "不对")
    clock.now += 60
    assert store.record(replace(asked("会费怎么收", wire="7:1"), edited=True), answered("dues-rate"), "def") == number
    kept = store.recorded(number)
    assert kept is not None
    assert (kept.text, kept.entry, kept.knowledge, kept.asked) == ("会费怎么收", "dues-rate", "def", START + 60)
    assert (kept.chosen, kept.useful, kept.reason) == ("", None, "")  # they were about the other answer


def test_messages_without_a_wire_key_are_recorded_apart(store: Store) -> None:
    assert [store.record(asked(channel="terminal"), answered(), "") for _ in range(3)] == [1, 2, 3]


def test_the_same_wire_key_on_another_channel_is_another_question(store: Store) -> None:
    first = store.record(asked(wire="1", channel="telegram"), answered(), "")
    assert store.record(asked(wire="1", channel="mail"), answered(), "") != first


def test_a_confidence_may_be_a_number_of_numpy(store: Store) -> None:
    kept = store.recorded(store.record(asked(), replace(answered(), confidence=float32(0.5)), ""))  # type: ignore[arg-type]
    assert kept is not None
    assert repr(kept.confidence) == "0.5"


def test_feedback_is_noted_and_the_last_word_counts(store: Store) -> None:
    number = store.record(asked(), answered(), "")
    store.choose(number, "setup-steps")
    store.rate(number, False)
    store.explain(number, "答非所问")
    kept = store.recorded(number)
    assert kept is not None
    assert (kept.chosen, kept.useful, kept.reason) == ("setup-steps", False, "答非所问")
    store.rate(number, True)
    kept = store.recorded(number)
    assert kept is not None
    assert (kept.chosen, kept.useful, kept.reason) == ("setup-steps", True, "")


@pytest.mark.parametrize("number", [0, -1, 99, 2**63, -(2**70)])  # 2**63: more than SQLite holds, from a forged button
def test_feedback_on_a_question_that_is_not_there_is_ignored(store: Store, number: int) -> None:
    kept = store.recorded(store.record(asked(), answered(), ""))
    store.choose(number, "setup-steps")
    store.rate(number, True)
    store.explain(number, "好")
    assert store.recorded(number) is None
    assert store.recorded(1) == kept


# one Chinese character of four bytes, a NUL, half an emoji as it comes out of broken JSON, quotes
@pytest.mark.parametrize(
    ("sent", "kept"), [("𠮷会", "𠮷会"), ("a\x00b", "a\x00b"), ("会\ud83d", "会\ufffd"), ("'\"--", "'\"--")]
)
def test_whatever_people_send_can_be_kept(store: Store, sent: str, kept: str) -> None:
    number = store.record(asked(sent), answered(), "")
    store.explain(number, sent)
    store.receive("telegram", sent, sent)
    recorded = store.recorded(number)
    assert recorded is not None
    assert (recorded.text, recorded.reason) == (kept, kept)
    assert [(update.key, update.payload) for update in store.pending("telegram")] == [(kept, kept)]


# ---------------------------------------------------------------- the contract: handovers


def record_some(store: Store, count: int) -> None:
    for number in range(1, count + 1):
        store.record(asked(f"问题{number}", wire=f"7:{number}"), answered(), "")


def test_a_handover_carries_the_questions_before_it_and_itself_oldest_first(store: Store) -> None:
    record_some(store, 4)
    store.record(asked("别人的", wire="8:1", conversation="telegram:8"), answered(), "")
    left = store.hand_over(asked("问题4", wire="7:4"), context=2)
    assert (left.id, left.asked, left.text, left.state, left.asker) == (1, START, "问题4", "open", "telegram:7")
    assert [kept.text for kept in left.context] == ["问题2", "问题3", "问题4"]
    assert left.context[2] == store.recorded(4)


def test_a_handover_that_was_not_recorded_carries_only_what_came_before(store: Store) -> None:
    record_some(store, 4)
    left = store.hand_over(asked("请找个人", wire="7:5"), context=2)
    assert [kept.text for kept in left.context] == ["问题3", "问题4"]


def test_a_handover_without_a_wire_key_knows_its_record_by_the_text(store: Store) -> None:
    for text in ("问题1", "问题2", "问题3"):
        store.record(asked(text), answered(), "")
    assert [kept.text for kept in store.hand_over(asked("问题3"), context=1).context] == ["问题2", "问题3"]
    assert [kept.text for kept in store.hand_over(asked("请找个人"), context=1).context] == ["问题3"]


def test_a_handover_of_broken_text_knows_its_record_too(store: Store) -> None:
    broken = asked("会\ud83d")  # half an emoji: it is kept as U+FFFD
    store.record(asked("问题1"), answered(), "")
    store.record(broken, answered(), "")
    left = store.hand_over(broken, context=1)
    assert (left.text, [kept.text for kept in left.context]) == ("会\ufffd", ["问题1", "会\ufffd"])


def test_a_handover_of_an_earlier_message_carries_nothing_later(store: Store) -> None:
    record_some(store, 4)
    assert [kept.text for kept in store.hand_over(asked("问题2", wire="7:2")).context] == ["问题1", "问题2"]


def test_a_handover_can_do_without_context(store: Store) -> None:
    record_some(store, 3)
    assert [kept.text for kept in store.hand_over(asked("问题2", wire="7:2"), context=0).context] == ["问题2"]
    assert [kept.text for kept in store.hand_over(asked("问题3", wire="7:3"), context=-3).context] == ["问题3"]
    assert store.hand_over(asked("请找个人", wire="7:4"), context=0).context == ()


def test_the_same_message_handed_over_twice_is_one_handover(store: Store, clock: Clock) -> None:
    first = store.hand_over(asked("请找个人", wire="7:1"))
    clock.now += 9
    assert store.hand_over(asked("请找个人", wire="7:1")) == first
    other = store.hand_over(asked("请找个人", wire="7:1", channel="mail"))
    assert store.handovers() == (first, other)


def test_messages_without_a_wire_key_are_handed_over_apart(store: Store) -> None:
    store.hand_over(asked("请找个人"))
    store.hand_over(asked("请找个人"))
    assert [left.id for left in store.handovers()] == [1, 2]


def test_handovers_are_listed_by_their_state(store: Store) -> None:
    left = store.hand_over(asked("请找个人"))
    assert store.handovers("open") == (left,)
    assert store.handovers("answered") == ()


def test_a_handover_keeps_its_context_when_the_questions_expire(store: SqliteStore) -> None:
    record_some(store, 2)
    store.rate(1, False)
    left = store.hand_over(asked("问题2", wire="7:2"))
    store.expire(START + 1)
    assert store.recorded(1) is None
    assert store.handovers() == (left,)
    assert [(kept.text, kept.useful, kept.choices) for kept in left.context] == [
        ("问题1", False, ("setup-steps",)),
        ("问题2", None, ("setup-steps",)),
    ]


# ---------------------------------------------------------------- the contract: drafts


def test_what_was_asked_and_taken_in_a_span_is_found_oldest_first(store: Store, clock: Clock) -> None:
    for day in range(4):
        clock.now = START + day * 86400
        store.record(asked(f"问{day}", wire=f"w{day}"), answered(f"entry-{day}"), "hash")
        store.take(
            DownloadRecord("guide", "1", "docx", "telegram", "telegram:7", "telegram:7", wire=f"d{day}", taken=clock.now)
        )
    since, until = START + 86400, START + 3 * 86400  # until itself is of the next span
    assert [one.text for one in store.asked_between(since, until)] == ["问1", "问2"]
    assert [one.wire for one in store.taken_between(since, until)] == ["d1", "d2"]


def test_an_entry_was_asked_last_when_it_was_answered_or_picked_last(store: Store, clock: Clock) -> None:
    store.record(asked("甲", wire="1"), answered("one"), "hash")
    clock.now += 60
    number = store.record(asked("乙", wire="2"), replace(answered("one"), decision=Decision.CHOOSE), "hash")
    store.choose(number, "two")
    assert store.last_asked() == {"one": START, "two": START + 60}


def test_the_first_decision_on_a_suggestion_stands(store: Store) -> None:
    store.decide_suggestion("dues", "会费几块", False, "telegram:1")
    store.decide_suggestion("dues", "会费几块", True, "telegram:2")
    store.decide_suggestion("aid", "会费几块", True, "telegram:2")
    assert store.decided_suggestions() == (("dues", "会费几块"), ("aid", "会费几块"))


WORKED_AT = EditDraft(
    "telegram:7",
    "telegram:7",
    "edit",
    "confirm",
    nonce="n",
    entry="dues",
    key="answer",
    values=(("answer", "按规定\n交\ud800"),),
    offers=("a", "b"),
    proposal=Proposal("改", (Change("f", None, "topic: x"),), ("dues",), (Problem(Severity.ERROR, "f", 1, "", "", "错"),)),
    updated=START,
)


def test_an_edit_that_is_worked_at_comes_back_whole_and_can_be_dropped(store: Store) -> None:
    store.save_edit_draft(WORKED_AT)
    assert store.edit_draft("telegram:7") == replace(WORKED_AT, values=(("answer", "按规定\n交\ufffd"),))
    assert store.edit_draft("telegram:8") is None
    store.drop_edit_draft("telegram:7")
    assert store.edit_draft("telegram:7") is None


def test_an_edit_that_nobody_goes_on_with_expires(store: SqliteStore) -> None:
    store.save_edit_draft(WORKED_AT)
    store.expire(START + 1)
    assert store.edit_draft("telegram:7") is None


FILLED = Draft(
    "telegram:7",
    "setup-request",
    2,
    (("单位全称", "苏州😀某厂"), ("筹备组成员", ((("姓名", "张三"), ("职务", "班长")),))),
    looking=True,
    updated=5.0,
)


def test_a_draft_is_kept_whole_until_it_is_dropped(store: Store) -> None:
    store.save_draft(FILLED)
    assert store.draft("telegram:7") == FILLED
    assert store.draft("telegram:8") is None
    store.drop_draft("telegram:7")
    store.drop_draft("telegram:7")
    assert store.draft("telegram:7") is None


def test_a_conversation_has_one_draft_the_last(store: Store, clock: Clock) -> None:
    store.save_draft(FILLED)
    store.save_draft(replace(FILLED, form="ballot", values=(), at=0, looking=False, updated=0))
    assert store.draft("telegram:7") == Draft("telegram:7", "ballot", updated=clock.now)


def test_a_draft_may_hold_half_a_character_as_the_wire_may(store: Store) -> None:
    store.save_draft(replace(FILLED, values=(("单位全称", "\ud800厂"),)))
    kept = store.draft("telegram:7")
    assert kept is not None
    assert dict(kept.values) == {"单位全称": "\ufffd厂"}


def test_an_old_draft_expires(store: SqliteStore) -> None:
    store.save_draft(FILLED)
    assert store.expire(5.0) == 0
    assert store.expire(5.1) == 1
    assert store.draft("telegram:7") is None


# ---------------------------------------------------------------- the contract: expiry, closing, threads


def test_expiry_deletes_what_is_older_and_says_how_much(store: SqliteStore, clock: Clock) -> None:
    old = store.record(asked(), answered(), "")
    store.save_conversation(Conversation("telegram:7"))
    clock.now += 100
    new = store.record(asked(), answered(), "")
    store.save_conversation(Conversation("telegram:8"))
    assert store.expire(START + 100) == 2
    assert (store.recorded(old), store.conversation("telegram:7")) == (None, None)
    assert store.recorded(new) is not None
    assert store.conversation("telegram:8") is not None


def test_expiry_forgets_answered_messages_and_keeps_those_that_wait(store: SqliteStore) -> None:
    store.receive("telegram", "1", "answered")
    store.done("telegram", "1")
    store.receive("telegram", "2", "waiting")
    assert store.expire(START + 1) == 0
    assert [update.key for update in store.pending("telegram")] == ["2"]
    assert store.receive("telegram", "1", "answered")


def test_a_message_that_is_set_aside_waits_no_more_and_is_kept_with_its_reason(store: SqliteStore) -> None:
    store.receive("telegram", "1", '{"id": []}')
    store.receive("telegram", "2", "fine")
    store.set_aside("telegram", "1", '{"id": []}', "TypeError")
    assert [update.key for update in store.pending("telegram")] == ["2"]
    assert [(one.key, one.payload, one.reason) for one in store.aside()] == [("1", '{"id": []}', "TypeError")]
    assert not store.receive("telegram", "1", '{"id": []}')
    store.put_back("telegram", "1")
    assert [update.key for update in store.pending("telegram")] == ["1", "2"]
    assert store.aside() == ()


def test_what_was_set_aside_is_forgotten_with_its_sender_and_with_time(store: SqliteStore) -> None:
    for number in (7, 8):
        store.set_aside("telegram", str(number), f'{{"from": {{"id": "471{number}"}}}}', "TypeError")
    store.forget("telegram:4717")
    assert [one.key for one in store.aside()] == ["8"]
    store.expire(START + 1)
    assert store.aside() == ()


def test_a_number_is_not_given_again_after_expiry(store: SqliteStore) -> None:
    store.record(asked(), answered(), "")
    store.expire(START + 1)
    assert store.record(asked(), answered(), "") == 2  # or an old button would be about a new question


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    store.close()
    with pytest.raises(StoreError, match="已关闭"):
        store.pending("telegram")
    with pytest.raises(StoreError, match="已关闭"):
        store.receive("telegram", "1", "")


def test_threads_may_use_it_at_once(store: Store) -> None:
    def work(name: str) -> None:
        for number in range(40):
            store.receive(name, str(number), "x")
            store.record(asked(wire=f"{name}:{number % 20}"), answered(), "")
            store.done(name, str(number))

    in_threads([lambda name=name: work(name) for name in "abcd"])
    assert sum(store.recorded(number) is not None for number in range(200)) == 80
    assert [store.pending(name) for name in "abcd"] == [(), (), (), ()]


def test_threads_that_receive_the_same_message_keep_it_once(store: Store) -> None:
    fresh: list[bool] = []
    in_threads([lambda: fresh.extend(store.receive("telegram", str(number), "x") for number in range(50))] * 4)
    assert (len(fresh), sum(fresh), len(store.pending("telegram"))) == (200, 50, 50)


def in_threads(jobs: list[Callable[[], None]]) -> None:
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # seconds; so often, that a missing lock shows
    threads = [threading.Thread(target=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.setswitchinterval(interval)


# ---------------------------------------------------------------- the contract, at random

CHANNELS = st.sampled_from(["a", "b", "\ud800"])
KEYS = st.sampled_from(["", "1", "2", "1\x00", "\ud800"])
TEXTS = st.text(st.characters(), max_size=5)  # unlike text() alone, these include lone surrogates
QUESTIONS = st.builds(Question, TEXTS, st.sampled_from(["x", "y"]), st.just("p"), CHANNELS, KEYS)
ENTRIES = st.sampled_from(["setup-steps", "dues-rate", ""])
CHOICES = st.lists(st.builds(Choice, ENTRIES, st.just(""), st.just(0.5)), max_size=2).map(tuple)
REPLIES = st.builds(
    Reply, st.just(""), st.sampled_from(Decision), st.just(()), entry=ENTRIES, confidence=st.floats(0, 1), choices=CHOICES
)
NUMBERS = st.integers(0, 6)


class _Twins(RuleBasedStateMachine):
    """Whatever is done to both, a file that is opened again and again and a store in memory give the same answers."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.folder = tempfile.TemporaryDirectory()
        self.file = SqliteStore(Path(self.folder.name) / "jianhui.db", clock=self.clock)
        self.twin = memory_store(clock=self.clock)
        self.records = 0

    def both(self, act: Callable[[SqliteStore], object]) -> object:
        got = act(self.file)
        assert got == act(self.twin)
        return got

    @rule(channel=CHANNELS, key=KEYS, payload=TEXTS)
    def receive(self, channel: str, key: str, payload: str) -> None:
        self.both(lambda store: store.receive(channel, key, payload))

    @rule(channel=CHANNELS, key=KEYS)
    def done(self, channel: str, key: str) -> None:
        self.both(lambda store: store.done(channel, key))

    @rule(channel=CHANNELS, key=KEYS, payload=TEXTS, reason=st.sampled_from(["OverflowError", "\ud800"]))
    def set_aside(self, channel: str, key: str, payload: str, reason: str) -> None:
        self.both(lambda store: store.set_aside(channel, key, payload, reason))

    @rule(channel=CHANNELS, key=KEYS)
    def put_back(self, channel: str, key: str) -> None:
        self.both(lambda store: store.put_back(channel, key))

    @rule(key=KEYS, record=NUMBERS, choices=st.lists(ENTRIES, max_size=2).map(tuple), updated=st.sampled_from([0.0, START]))
    def save(self, key: str, record: int, choices: tuple[str, ...], updated: float) -> None:
        cases = tuple((choice, "under-25") for choice in choices)
        saved = Conversation(key, "setup-steps", choices, record, "reason", updated, cases)
        self.both(lambda store: store.save_conversation(saved))

    @rule(question=QUESTIONS, reply=REPLIES)
    def record(self, question: Question, reply: Reply) -> None:
        number = self.both(lambda store: store.record(question, reply, "abc"))
        assert isinstance(number, int)
        self.records = max(self.records, number)

    @precondition(lambda self: self.records)
    @rule(number=NUMBERS, useful=st.booleans(), reason=TEXTS, entry=ENTRIES)
    def judge(self, number: int, useful: bool, reason: str, entry: str) -> None:
        self.both(lambda store: store.choose(number, entry))
        self.both(lambda store: store.rate(number, useful))
        if reason:
            self.both(lambda store: store.explain(number, reason))

    @rule(question=QUESTIONS, context=st.integers(-1, 3))
    def hand_over(self, question: Question, context: int) -> None:
        self.both(lambda store: store.hand_over(question, context))

    @rule(key=KEYS, text=TEXTS)
    def queue(self, key: str, text: str) -> None:
        message = OutboxMessage("a", "telegram:7", key, (Block("text", text),), ((Button(text, "m"),),))
        self.both(lambda store: store.queue(message))

    @rule(number=st.integers(0, 4), sent=st.booleans(), wire=KEYS)
    def settle(self, number: int, sent: bool, wire: str) -> None:
        self.both(lambda store: store.settle(number, sent, wire))

    @rule(age=st.sampled_from([0, 5, 20]))
    def expire(self, age: int) -> None:
        self.both(lambda store: store.expire(self.clock.now - age))

    @rule(seconds=st.sampled_from([-3, 1, 10]))
    def wait(self, seconds: int) -> None:
        self.clock.now += seconds

    @rule()
    def reopen(self) -> None:
        self.file.close()
        self.file = SqliteStore(Path(self.folder.name) / "jianhui.db", clock=self.clock)

    @invariant()
    def same(self) -> None:
        self.both(lambda store: store.aside())
        for name in ("a", "b", "\ud800"):
            self.both(lambda store, name=name: store.pending(name))
            self.both(lambda store, name=name: store.waiting(name))
        for key in ("", "1", "2", "1\x00", "\ud800"):
            self.both(lambda store, key=key: store.conversation(key))
            self.both(lambda store, key=key: store.posted(key))
        for number in range(self.records + 2):
            self.both(lambda store, number=number: store.recorded(number))
        self.both(lambda store: store.handovers())

    def teardown(self) -> None:
        self.file.close()
        self.folder.cleanup()


TestTwins = _Twins.TestCase
TestTwins.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)


# ---------------------------------------------------------------- versions, and the edits that led there


def edit(who: str = "telegram:1", *entries: str) -> Edit:
    return Edit(0, 0.0, who, "改答案", (Change("setup.yaml", "前\r\n", "后"),), entries, 0)


def test_a_version_counts_when_it_comes_into_force_and_not_again(store: Store, clock: Clock) -> None:
    assert store.version() is None
    assert store.enter("aaa") == Version(1, "aaa", clock.now) == store.version()
    clock.now += 60
    assert store.enter("aaa").since == clock.now - 60
    assert [store.enter(content).number for content in ("bbb", "aaa", "aaa")] == [2, 3, 3]


def test_an_edit_gets_the_number_of_the_version_that_it_led_to(store: Store) -> None:
    store.enter("aaa")
    made = store.note_act(edit())
    assert store.act(made.id) == made
    assert store.pending_edits() == (made,)
    assert store.last_standing() == made
    assert made.version == 0
    version = store.enter("bbb")
    assert [act.version for act in store.acts()] == [version.number]
    assert store.pending_edits() == ()


def test_the_edits_of_an_entry_are_found_newest_first(store: Store) -> None:
    first, second = store.note_act(edit("telegram:1", "setup-must")), store.note_act(edit("telegram:2", "setup-must-not"))
    assert store.acts() == (second, first)
    assert store.acts("setup-must") == (first,)
    assert store.acts(limit=1) == (second,)
    assert store.act(99) is None


def test_an_edit_taken_back_says_by_which(store: Store) -> None:
    first = store.note_act(edit())
    second = store.note_act(edit(), undoes=first.id)
    assert store.acts() == (second, replace(first, undone=second.id))
    assert store.last_standing() is None
    store.drop_act(second.id, undoes=first.id)
    assert store.acts() == (first,)


def test_a_question_says_which_version_it_met(store: Store) -> None:
    kept = store.recorded(store.record(asked(), answered(), "abc", 7))
    assert kept is not None
    assert (kept.knowledge, kept.version) == ("abc", 7)


def test_what_was_asked_is_counted_by_its_words_newest_first(store: Store) -> None:
    for text in ("会费怎么收", "怎么建会", "会费怎么收"):
        store.record(asked(text), answered(), "")
    store.record(asked("你好"), replace(answered(), decision=Decision.SMALLTALK), "")
    assert store.texts_asked(10) == (("会费怎么收", 2), ("怎么建会", 1))
    assert store.texts_asked(1) == (("会费怎么收", 2),)


# ---------------------------------------------------------------- the console


def test_admins_who_have_the_same_place_open_are_told_of_each_other_until_they_leave(store: Store, clock: Clock) -> None:
    assert store.note_present("entry:a", "web:wang", clock.now - 90) == ()
    clock.now += 1
    assert store.note_present("entry:a", "web:zhao", clock.now - 90) == ("web:wang",)
    assert store.note_present("entry:a", "web:wang", clock.now - 90) == ("web:zhao",)
    assert store.present(clock.now - 90) == (("entry:a", "web:wang"), ("entry:a", "web:zhao"))
    store.note_left("entry:a", "web:wang")
    assert store.present(clock.now - 90) == (("entry:a", "web:zhao"),)
    clock.now += 91  # nobody said that she left
    assert store.note_present("entry:a", "web:wang", clock.now - 90) == ()


def test_how_far_a_table_is_can_be_read_until_the_session_is_long_over(store: Store, clock: Clock) -> None:
    assert store.trial("s") is None
    begun = TableTrial("表\x00.xlsx", clock.now, "read")
    store.keep_trial("s", begun)
    clock.now += 1
    store.keep_trial("s", replace(begun, step="impact", said=("会改 1 处", ""), nonce="n", done=True))
    found = store.trial("s")
    assert found == replace(begun, step="impact", said=("会改 1 处", ""), nonce="n", done=True, seen=clock.now)
    clock.now += 9 * 3600
    store.keep_trial("other", begun)
    assert store.trial("s") is None


def test_entries_are_counted_by_what_was_answered_or_picked(store: Store, clock: Clock) -> None:
    store.record(asked(wire="1"), answered("a"), "k")
    clock.now += 10
    store.record(asked(wire="2"), answered("a"), "k")
    store.record(asked(wire="3"), answered("b"), "k")
    store.record(asked(wire="4"), Reply("", Decision.UNKNOWN, ()), "k")
    assert store.entries_asked(START) == {"a": 2, "b": 1}
    assert store.entries_asked(START + 5) == {"a": 1, "b": 1}
