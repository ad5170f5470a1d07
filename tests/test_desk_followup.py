"""Follow-ups: what leans on the last answer, what it gets of it, and what stands alone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from bot import wording
from bot.desk.desk import Desk
from bot.model import Decision, Entry, Knowledge
from bot.render import paragraphs
from tests.house import STRANGE, Clock, Talk, asking

Chosen = Callable[[Callable[[Entry], object]], Entry]
HOUR = 3600.0


def test_asked_for_the_materials_it_lists_those_of_the_last_answer(talk: Talk, chosen: Chosen) -> None:
    entry = chosen(lambda one: one.materials)
    talk.says(entry.question)
    assert talk.says("需要什么材料？").entry == entry.id
    assert all(material in talk.heard for material in entry.materials)
    assert paragraphs(entry.answer)[0] not in talk.heard


@pytest.mark.parametrize("said", ["依据是什么？", "有法律依据吗", "哪条规定的", "那依据呢"])
def test_asked_for_the_basis_it_names_law_and_article(said: str, talk: Talk, chosen: Chosen) -> None:
    entry = chosen(lambda one: one.sources)
    talk.says(entry.question)
    talk.says(said)
    assert all(source.article in talk.heard for source in entry.sources)


@pytest.mark.parametrize("said", ["怎么办理", "流程呢", "步骤是什么"])
def test_asked_for_the_steps_it_lists_them_in_order(said: str, talk: Talk, chosen: Chosen) -> None:
    entry = chosen(lambda one: one.steps)
    talk.says(entry.question)
    talk.says(said)
    assert "\n".join(f"{number}. {step}" for number, step in enumerate(entry.steps, 1)) in talk.heard


@pytest.mark.parametrize("said", ["第二步", "第二步呢", "那第2步怎么做", "第二步做什么"])
def test_asked_for_one_step_it_says_that_one(said: str, talk: Talk, chosen: Chosen) -> None:
    entry = chosen(lambda one: len(one.steps) > 2 and one.ask == "")
    talk.says(entry.question)
    assert talk.says(said).entry == entry.id
    assert entry.steps[1] in talk.heard
    assert entry.steps[0] not in talk.heard


def test_a_step_that_there_is_not_is_said(talk: Talk, chosen: Chosen) -> None:
    talk.says(chosen(lambda one: 0 < len(one.steps) < 9 and one.ask == "").question)
    talk.says("第九步呢")
    assert wording.PART_MISSING.format(part=wording.PARTS["step"]) in talk.heard


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        ("那要几天？", r"\d+日|\d+天"),
        ("多久", r"\d+日|\d+天"),
        ("江苏呢？", r"江苏"),
        ("要交多少钱", r"\d+元"),
        ("找谁办", r"上一级工会"),
    ],
)
def test_asked_for_a_detail_it_repeats_the_sentences_that_hold_it(said: str, holds: str, talk: Talk, chosen: Chosen) -> None:
    entry = chosen(lambda one: re.search(holds, one.answer))
    talk.says(entry.question)
    reply = talk.says(said)
    sentences = [block.text for block in reply.blocks if block.kind == "text"]
    everything = "\n".join((entry.answer, *entry.steps, *entry.materials))
    assert reply.entry == entry.id
    assert any(re.search(holds, sentence) for sentence in sentences)
    assert all(sentence in everything for sentence in sentences)


def test_asked_what_comes_next_it_offers_the_related_questions(talk: Talk, known: Knowledge, chosen: Chosen) -> None:
    entry = chosen(lambda one: len(one.related) > 1)
    talk.says(entry.question)
    talk.says("然后呢")
    other = known.get(entry.related[1])
    assert other is not None
    assert talk.says(str(talk.labels.index(other.question) + 1)).entry == other.id


@pytest.mark.parametrize(
    ("said", "part", "lacking"),
    [
        ("依据是什么", "依据", lambda entry: not entry.sources),
        ("要交多少钱", "费用", lambda one: not re.search(r"\d|费|百分|金额|标准", one.answer + str(one.steps))),
    ],
)
def test_a_part_that_is_not_there_is_said_plainly(
    said: str, part: str, lacking: Callable[[Entry], bool], talk: Talk, chosen: Chosen
) -> None:
    entry = chosen(lacking)
    talk.says(entry.question)
    talk.says(said)
    assert wording.PART_MISSING.format(part=part) in talk.heard


FOLLOW_UPS = ("需要什么材料", "依据是什么", "那要几天", "江苏呢", "怎么办理")


@pytest.mark.parametrize("said", FOLLOW_UPS)
def test_a_follow_up_to_nothing_is_a_question_like_any_other(said: str, talk: Talk) -> None:
    assert " · " not in str([block.text for block in talk.says(said).blocks if block.kind == "heading"])


@pytest.mark.parametrize("said", FOLLOW_UPS)
def test_a_follow_up_does_not_lean_on_an_answer_of_hours_ago(said: str, talk: Talk, chosen: Chosen) -> None:
    talk.says(chosen(lambda one: one.materials).question)
    talk.waits(3 * HOUR)
    assert not [block for block in talk.says(said).blocks if block.kind == "heading" and " · " in block.text]


def test_a_follow_up_does_not_lean_on_an_answer_before_an_unknown_question(talk: Talk, chosen: Chosen) -> None:
    talk.says(chosen(lambda one: one.materials).question)
    talk.says(STRANGE)
    assert not [block for block in talk.says("依据是什么").blocks if block.kind == "source"]


def test_a_question_with_a_subject_of_its_own_is_no_follow_up(talk: Talk, known: Knowledge) -> None:
    (_, first), (other, second) = asking(known, 0), asking(known, 3)
    talk.says(first)
    assert talk.says(second).entry == other


def test_follow_ups_follow_each_other(talk: Talk, chosen: Chosen) -> None:
    entry = chosen(lambda one: one.materials and one.sources)
    talk.says(entry.question)
    assert [talk.says(said).entry for said in ("需要什么材料", "依据呢", "材料呢")] == [entry.id] * 3


def test_two_people_do_not_lean_on_each_other(desk: Desk, clock: Clock, chosen: Chosen) -> None:
    one, other = Talk(desk, clock, "telegram:1"), Talk(desk, clock, "telegram:2")
    one.says(chosen(lambda each: each.sources).question)
    assert other.says("依据是什么").decision is not Decision.ANSWER
