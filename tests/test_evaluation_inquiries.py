"""Many askers of questions that the knowledge doesn't hold, in words of their own, with the bot restarted in the middle."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.evaluation.inquiry_simulation import read, simulate
from bot.matching.knowledge_index import KnowledgeIndex
from bot.settings import UNANSWERED

ASKERS = 150


def held_out() -> list[list[str]]:
    """Questions that nothing was tuned on."""
    return [one for number, one in enumerate(read(UNANSWERED)) if number // 2 % 2][:20]


def test_there_are_as_many_questions_as_the_figures_are_about() -> None:
    questions = read(UNANSWERED)
    assert len(questions) >= 120
    assert {len(set(wordings)) for wordings in questions} == {5}


def test_every_asker_is_answered_once_and_nearly_all_are_with_their_like(index: KnowledgeIndex, tmp_path: Path) -> None:
    done = simulate(held_out(), index, ASKERS, tmp_path)
    assert done.pure >= 0.95
    assert done.spread < 3
    assert (done.answered, done.duplicates) == (ASKERS, 0)
    assert done.right / ASKERS >= 0.95


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("昆山市总工会的电话是多少", "苏州市总工会的电话是多少"),  # another place
        ("金秋助学今年什么时候申请", "金秋助学一个孩子补多少钱"),  # another thing asked of the same
        ("外卖骑手的工会怎么加入", "冰箱里的剩菜能放几天"),
    ],
)
def test_questions_that_look_alike_and_are_not_stay_below_what_joins_them(one: str, other: str, index: KnowledgeIndex) -> None:
    assert index.same_question_probabilities(one, [other])[0] < 0.8


def test_likeness_is_the_same_both_ways_and_whole_for_the_same_words(either_index: KnowledgeIndex) -> None:
    texts = [wordings[0] for wordings in held_out()]
    there = either_index.same_question_probabilities(texts[0], texts)
    assert there[0] == 1.0
    assert [either_index.same_question_probabilities(text, [texts[0]])[0] for text in texts] == pytest.approx(list(there))
    assert all(0 <= probability <= 1 for probability in there)
    assert either_index.same_question_probabilities("", texts) == (0.0,) * len(texts)
