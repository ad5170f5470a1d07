"""When an answer isn't enough: a person, feedback, and what is forged or broken."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from bot import wording
from bot.desk.desk import Desk
from bot.model import Decision, Entry, Knowledge
from bot.store.sqlite_store import SqliteStore
from tests.house import STRANGE, Clock, Talk, asked_vaguely

Chosen = Callable[[Callable[[Entry], object]], Entry]
HOUR = 3600.0


# ---------------------------------------------------------------- a person


def test_asked_for_a_person_after_a_question_it_leaves_that_question(talk: Talk, store: SqliteStore) -> None:
    talk.says("你好")
    talk.says("公司只有十几个人能建工会吗")
    talk.says(STRANGE)
    talk.says("人工")
    assert STRANGE in talk.heard
    assert store.handovers() == ()  # she may mend it first
    talk.says("发送")
    (left,) = store.handovers()
    assert left.text == STRANGE
    assert [kept.text for kept in left.context] == ["公司只有十几个人能建工会吗", STRANGE]
    assert wording.HUMAN_TAKEN.format(number=left.id, text=STRANGE) in talk.heard


def test_asked_for_a_person_before_any_question_it_asks_for_one(talk: Talk, store: SqliteStore) -> None:
    talk.says("转人工")
    assert talk.heard == wording.HUMAN_ASK
    talk.says("公司被收购了，工会的钱归谁")
    assert [left.text for left in store.handovers()] == ["公司被收购了，工会的钱归谁"]


def test_asked_twice_for_a_person_it_leaves_one_question(talk: Talk, store: SqliteStore) -> None:
    talk.says(STRANGE)
    talk.says("人工")
    talk.says("我要找真人")
    talk.presses("转人工")
    talk.presses("发送")
    assert len(store.handovers()) == 1


def test_asking_again_for_a_person_is_no_question_for_one(talk: Talk, store: SqliteStore) -> None:
    talk.says("人工")
    talk.says("人工")
    assert talk.heard == wording.HUMAN_ASK
    assert store.handovers() == ()


@pytest.mark.parametrize("said", ["算了", "不用了", "取消"])
def test_what_takes_it_back_is_no_question_for_a_person(said: str, talk: Talk, store: SqliteStore) -> None:
    talk.says("人工")
    talk.says(said)
    assert talk.heard == wording.AGREED
    talk.says(STRANGE)
    assert talk.reply is not None
    assert talk.reply.decision is Decision.UNKNOWN
    assert store.handovers() == ()


def test_asked_for_a_person_within_a_form_the_way_back_is_no_question(talk: Talk, store: SqliteStore) -> None:
    talk.says("填选票")
    talk.says("人工")
    talk.says("继续填")  # as the reminder tells her
    assert "第 1 项" in talk.heard
    assert store.handovers() == ()


def test_a_question_for_a_person_expires(talk: Talk, store: SqliteStore, known: Knowledge) -> None:
    talk.says("人工")
    talk.waits(3 * HOUR)
    assert talk.says(known.entries[0].question).entry == known.entries[0].id
    assert store.handovers() == ()


def test_the_button_leaves_the_question_that_it_stands_under(talk: Talk, store: SqliteStore) -> None:
    talk.says(STRANGE)
    button = next(b for row in (talk.reply.buttons if talk.reply else ()) for b in row if b.label == "转人工")
    talk.says("公司只有十几个人能建工会吗")
    talk.opens(button.action)
    talk.presses("发送")
    assert [left.text for left in store.handovers()] == [STRANGE]


# ---------------------------------------------------------------- feedback


def test_a_reply_of_no_use_may_be_explained_by_button(talk: Talk, store: SqliteStore, known: Knowledge) -> None:
    record = talk.says(known.entries[0].question).record
    talk.presses("没用")
    assert talk.labels == list(wording.REASONS.values())
    talk.presses("不够具体")
    kept = store.recorded(record)
    assert kept is not None
    assert (kept.useful, kept.reason) == (False, "不够具体")


def test_a_reply_of_no_use_may_be_explained_in_words(talk: Talk, store: SqliteStore, known: Knowledge) -> None:
    record = talk.says(known.entries[0].question).record
    talk.says("没用")
    talk.says("写得太绕了，看了三遍也没懂")
    kept = store.recorded(record)
    assert kept is not None
    assert (kept.useful, kept.reason) == (False, "写得太绕了，看了三遍也没懂")
    assert talk.heard == wording.REASON_TAKEN


def test_not_understanding_is_a_reason_too(talk: Talk, store: SqliteStore, known: Knowledge) -> None:
    record = talk.says(known.entries[0].question).record
    talk.says("没用")
    talk.says("看不懂")
    kept = store.recorded(record)
    assert kept is not None
    assert kept.reason == "看不懂"


def test_a_new_question_instead_of_a_reason_is_answered(talk: Talk, store: SqliteStore, known: Knowledge) -> None:
    record = talk.says(known.entries[0].question).record
    talk.presses("没用")
    assert talk.says(known.entries[9].question).entry == known.entries[9].id
    kept = store.recorded(record)
    assert kept is not None
    assert kept.reason == ""


def test_a_vague_question_instead_of_a_reason_is_answered_with_a_choice(talk: Talk, known: Knowledge) -> None:
    vague = asked_vaguely(talk)
    talk.says(known.entries[0].question)
    talk.presses("没用")
    assert talk.says(vague).decision is Decision.CHOOSE


def test_a_follow_up_instead_of_a_reason_is_answered(talk: Talk, chosen: Chosen) -> None:
    entry = chosen(lambda one: one.sources)
    talk.says(entry.question)
    talk.presses("没用")
    assert talk.says("依据是什么").entry == entry.id


def test_a_person_instead_of_a_reason_is_called(talk: Talk, store: SqliteStore, known: Knowledge) -> None:
    talk.says(known.entries[0].question)
    talk.says("没用")
    talk.says("人工")
    talk.says("发送")
    assert [left.text for left in store.handovers()] == [known.entries[0].question]


def test_the_last_word_on_a_reply_counts(talk: Talk, store: SqliteStore, known: Knowledge) -> None:
    record = talk.says(known.entries[0].question).record
    talk.presses("没用")
    talk.says("很有用")
    kept = store.recorded(record)
    assert kept is not None
    assert kept.useful is True
    assert talk.heard == wording.RATED_USEFUL


# ---------------------------------------------------------------- what is forged or broken


@pytest.mark.parametrize("forged", ["f:{}:0", "f:{}:1", "r:{}:off", "h:{}", "e:setup-steps:{}"])
def test_the_button_of_another_conversation_changes_nothing(
    forged: str, desk: Desk, clock: Clock, store: SqliteStore, known: Knowledge
) -> None:
    record = Talk(desk, clock, "telegram:1").says(known.entries[0].question).record
    before = store.recorded(record)
    Talk(desk, clock, "telegram:2").opens(forged.format(record))
    assert store.recorded(record) == before
    assert store.handovers() == ()


@pytest.mark.parametrize(
    "action",
    [
        *("x", ":", "é:1", "m:1", "h:x", "h:0", "r:1", "r:1:rude"),
        *("e", "e:", "e::1", "e:setup-steps:x", "t", "t:", "t:nothing:1", "t:setup:0", "t:setup:999", "t:setup:x"),
        *("f", "f:1", "f:9:1", "f:x:1", "f:-1:0", "f:1:1:1", "f:99999999999999999999:1", "f:999999999999999:1"),
    ],
)
def test_an_action_that_no_button_has_is_answered_kindly(action: str, talk: Talk, store: SqliteStore) -> None:
    talk.opens(action)
    assert talk.heard
    assert store.handovers() == ()


def test_a_store_that_fails_costs_nobody_an_answer(talk: Talk, store: SqliteStore, known: Knowledge) -> None:
    store.close()
    entry = known.entries[0]
    assert talk.says(entry.question).entry == entry.id
    assert [talk.says(said).decision for said in ("你好", "你会什么", STRANGE)] == ["smalltalk", "smalltalk", "unknown"]
    assert talk.opens(f"e:{entry.id}").entry == entry.id
    assert not [button for row in talk.says(entry.question).buttons for button in row if button.action.startswith("f:")]


def test_twenty_thousand_characters_get_a_reply_quickly(talk: Talk) -> None:
    talk.says("先装入模型")
    for text in ("工会怎么办？" * 3300, "工会吗，" * 5000, "怎么办 " * 5000, "谢谢" * 10000, "啊" * 20000):
        started = time.process_time()
        assert talk.says(text).blocks
        assert time.process_time() - started < 3
