"""Questions for a person, inquiries and what is kept of people: one contract, in a file, in memory and on a server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.model import About, Block, Choice, Conversation, Decision, OutboxMessage, Question, Reply
from bot.ports import Store
from tests.house import START, Clock
from tests.postgres_rig import STORES, opened_store

DAY = 86_400.0


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """In a file, in memory, on a server."""
    with opened_store(request, tmp_path / "jianhui.db", clock) as made:
        yield made


def asked(text: str, wire: str = "", who: str = "telegram:7") -> Question:
    """A question of somebody in private."""
    return Question(text, who, who, "telegram", wire)


def told(text: str, decision: Decision, *choices: str) -> Reply:
    """A reply of that kind."""
    return Reply(text, decision, (), choices=tuple(Choice(one, one, 0.3) for one in choices))


def record(store: Store, text: str, decision: Decision = Decision.UNKNOWN, wire: str = "", who: str = "telegram:7") -> int:
    """Record a question with its decision."""
    return store.record(asked(text, wire, who), told(text, decision, "a-b-c"), "hash")


# ---------------------------------------------------------------- inquiries


def test_a_question_opens_an_inquiry_and_another_joins_it(store: Store) -> None:
    first = store.hand_over(asked("市总电话是多少", "1"))
    second = store.hand_over(asked("市总工会号码", "2", "telegram:8"))
    number = store.place(first.id)
    assert store.place(second.id, number) == number
    inquiry = store.inquiry(number)
    assert inquiry is not None
    assert (inquiry.text, inquiry.state) == ("市总电话是多少", "open")
    assert (inquiry.waiting, inquiry.askings, inquiry.since) == (2, 2, START)
    assert [one.text for one in store.askings(number)] == ["市总电话是多少", "市总工会号码"]
    assert store.wordings([second.id], "open") == ((number, "市总电话是多少"), (number, "市总工会号码"))


def test_a_placed_question_stays_in_its_inquiry(store: Store) -> None:
    number = store.place(store.hand_over(asked("市总电话是多少")).id)
    assert store.place(1, 99) == number
    assert store.unplaced(9) == ()
    assert store.place(99) == 0


def test_people_who_wait_are_counted_once_a_conversation(store: Store, clock: Clock) -> None:
    number = store.place(store.hand_over(asked("市总电话是多少", "1")).id)
    clock.now += DAY
    again = store.hand_over(asked("市总工会的号码", "2"))
    store.place(again.id, number)
    store.mark([1], "withdrawn")
    inquiry = store.inquiry(number)
    assert inquiry is not None
    assert (inquiry.waiting, inquiry.askings, inquiry.since) == (1, 2, START + DAY)


def test_a_save_that_has_not_seen_the_latest_is_refused(store: Store) -> None:
    number = store.place(store.hand_over(asked("市总电话是多少")).id)
    seen = store.inquiry(number)
    assert seen is not None
    assert store.save_inquiry(replace(seen, assigned="telegram:1"))
    assert not store.save_inquiry(replace(seen, assigned="telegram:2"))
    kept = store.inquiry(number)
    assert kept is not None
    assert kept.assigned == "telegram:1"


def test_merged_inquiries_keep_every_question_and_say_where_they_went(store: Store) -> None:
    one, two, three = (store.place(store.hand_over(asked(text, text)).id) for text in "甲乙丙")
    assert store.merge(three, two)
    assert store.merge(two, one)
    assert not store.merge(two, one)
    assert not store.merge(one, one)
    assert len(store.askings(one)) == 3
    assert [(gone.id, gone.into) for gone in store.inquiries("merged")] == [(two, one), (three, one)]
    late = store.hand_over(asked("丁", "丁"))
    assert store.place(late.id, two) == one


def test_an_answer_is_queued_once_and_its_questions_are_marked_with_it(store: Store) -> None:
    number = store.hand_over(asked("市总电话是多少")).id
    message = OutboxMessage("telegram", "telegram:7", "case:1:1:1", (Block("text", "见官网。"),))
    store.tell(message, [number], "answered")
    store.tell(message, [number], "answered")
    assert len(store.waiting("telegram")) == 1
    assert [one.state for one in store.handovers_by("telegram:7")] == ["answered"]


def test_asked_again_for_a_person_a_withdrawn_question_is_open_again(store: Store) -> None:
    made = store.hand_over(asked("市总电话是多少", "1"), kind="unknown")
    store.mark([made.id], "withdrawn")
    again = store.hand_over(asked("市总电话是多少", "1"))
    assert (again.id, again.kind, again.state) == (made.id, "human", "open")
    assert store.handover(made.id) == again


def test_questions_nobody_could_help_with_are_found_until_they_are_for_a_person(store: Store, clock: Clock) -> None:
    unknown = record(store, "不知道的", wire="1")
    passed, useless, picked = (record(store, text, Decision.CHOOSE) for text in ("没选", "没用", "选了"))
    record(store, "答了的", Decision.ANSWER)
    store.rate(useless, useful=False)
    store.choose(picked, "a-b-c")
    assert [one.id for one in store.unhandled_questions(clock.now, 9)] == [unknown, useless]
    clock.now += 1
    assert [one.id for one in store.unhandled_questions(clock.now, 9)] == [unknown, passed, useless]
    late = store.hand_over(asked("不知道的", "1"), kind="unknown", record=unknown)
    assert late.asked == START  # people wait since they asked
    assert [one.id for one in store.unhandled_questions(clock.now, 1)] == [passed]


# ---------------------------------------------------------------- privacy


def test_what_names_a_person_is_never_kept(store: Store) -> None:
    said = "我是张三，身份证320502199003071234，手机13812345678，打65221234也行，邮箱a.b@c.cn"
    number = store.record(asked(said), told(said, Decision.UNKNOWN), "hash")
    store.explain(number, "打我手机138 1234 5678")
    handed = store.hand_over(asked(said))
    kept = store.recorded(number)
    assert kept is not None
    for text in (kept.text, kept.reason, handed.text, *(one.text for one in handed.context)):
        assert not any(digits in text for digits in ("320502", "1381234", "138 1234", "6522", "a.b@"))


def test_forgotten_people_leave_counts_and_nothing_else(store: Store) -> None:
    record(store, "市总电话是多少", wire="1")
    store.save_conversation(Conversation("telegram:7"))
    number = store.place(store.hand_over(asked("市总电话是多少", "1")).id)
    store.tell(OutboxMessage("telegram", "telegram:7", "case:1:1:1", (Block("text", "见官网。"),)), [1], "answered")
    other = store.hand_over(asked("市总号码", "2", "telegram:8"))
    store.place(other.id, number)
    had = store.forget("telegram:7")
    assert (had.questions, had.handovers, had.conversations) == (1, 1, 1)
    assert (store.stored_data("telegram:7").questions, store.handovers_by("telegram:7")) == (0, ())
    assert store.questions_by("telegram:7") == ()
    assert store.waiting("telegram") == ()
    assert store.conversation("telegram:7") is None
    assert [(tally.month, tally.decision, tally.asked) for tally in store.tallies()] == [("2026-11", "unknown", 1)]
    left = store.inquiry(number)
    assert left is not None
    assert left.text == "市总号码"


def test_the_last_one_to_be_forgotten_takes_the_inquiry_along(store: Store) -> None:
    number = store.place(store.hand_over(asked("市总电话是多少")).id)
    store.forget("telegram:7")
    assert store.inquiry(number) is None


def test_expired_questions_are_counted_by_month_and_those_that_wait_stay(store: Store, clock: Clock) -> None:
    for _ in range(2):
        store.rate(record(store, "怎么入会", Decision.ANSWER), useful=True)
    waits, done = store.hand_over(asked("甲", "1")), store.hand_over(asked("乙", "2"))
    store.place(done.id)
    store.mark([done.id], "answered")
    clock.now += 200 * DAY
    assert store.expire(clock.now - 180 * DAY) == 3
    assert [(one.asked, one.useful) for one in store.tallies()] == [(2, 2)]
    assert (store.handover(waits.id), store.handover(done.id), store.inquiries("open")) == (waits, None, ())


def test_an_answer_goes_once_to_where_its_asker_can_be_reached_too(store: Store, clock: Clock) -> None:
    left = store.hand_over(asked("谁批", "w1", who="qq:7"))
    about = About("answer", left.id, 1)
    store.queue(OutboxMessage("qq", "qq:7", "k1", (Block("text", "答"),), about=about))
    store.queue(OutboxMessage("qq", "qq:7", "k2", (Block("text", "另一句"),)))
    assert store.ways("qq", ["telegram", "mail"]) == {}
    store.offer_code("digest", "qq:7", "qq:7", clock.now + 60)
    linked = store.spend_code("digest", "telegram:7", "telegram:7")
    assert linked is not None
    assert (linked.person, [one.person for one in store.links("qq:7")]) == ("qq:7", ["telegram:7"])
    assert store.spend_code("digest", "telegram:8", "telegram:8") is None
    assert store.ways("qq", ["mail"]) == {}
    assert store.ways("qq", ["mail", "telegram"]) == {1: "telegram:7"}
    assert store.move(1, "telegram:7", (Block("text", "答"),))
    assert not store.move(1, "telegram:7", ())
    assert [message.id for message in store.claim_waiting("telegram")] == [1]
    assert [message.id for message in store.claim_waiting("qq")] == [2]
    assert store.ways("qq", ["telegram"]) == {}
    assert store.unlink("telegram:7")
    assert not store.unlink("telegram:7")
    assert store.links("qq:7") == ()
