"""Words of the field written with characters of the same sound, and stories whose question stands in one clause."""

from __future__ import annotations

import pytest

from bot.desk.desk import Desk
from bot.matching.asking_clause import asking_clauses
from bot.matching.knowledge_index import KnowledgeIndex
from bot.model import Decision, Question


def got(desk: Desk, text: str) -> set[str]:
    """The entries that a text is answered with or offered."""
    reply = desk.reply(Question(text, f"telegram:{text}", "telegram:1", "telegram"))
    return {reply.entry, *(choice.entry for choice in reply.choices)} - {""}


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("加搬费怎么算", "加班费怎么算"),
        ("经神委员会几个人", "经审委员会几个人"),
        ("职工带表怎么选", "职工代表怎么选"),
        ("换界选举要提前多久", "换届选举要提前多久"),
        ("裁圆要不要告诉工会", "裁员要不要告诉工会"),
    ],
)
def test_a_word_of_the_same_sound_is_read_as_the_fields(desk: Desk, index: KnowledgeIndex, slip: str, meant: str) -> None:
    assert index.reading(slip).key == index.reading(meant).key
    assert got(desk, slip) == got(desk, meant) != set()


@pytest.mark.parametrize(
    "text",
    ["伤残等级怎么评", "提了意见没人理", "推荐工会主席候选人", "报名创业板要什么条件", "单位员工食堂谁管", "工会经审报告谁写"],
)
def test_another_word_of_the_same_sound_stays(index: KnowledgeIndex, text: str) -> None:
    assert index.reading(text).key == index.decoded_text(text)


def test_a_text_of_any_length_keeps_its_length(index: KnowledgeIndex) -> None:
    corrector = index._spelling
    assert corrector is not None
    for text in ("", "会", "公资" * 400, "𠮷公资𠮷", "公资abc公资"):
        assert len(corrector.corrected(text)) == len(text)


def test_a_story_is_searched_for_the_clauses_that_ask() -> None:
    story = "我们厂六百多人,老主席上个月退休了,副主席也不想干,厂里说随便指定一个,这样可以吗,要不要开会选"
    assert asking_clauses(story)[-1] == "要不要开会选"
    assert len(asking_clauses(story)) <= 3
    assert asking_clauses("工会主席怎么选") == ()
    assert asking_clauses("好" * 500) == ()


def test_a_storys_question_counts_more_than_its_circumstances(desk: Desk) -> None:
    text = (
        "我们是做五金的小厂，去年刚搬到园区，老板人不错，厂里有个姑娘怀孕六个月了，最近赶货天天叫她加班到十点，孕妇可以不加班吗"
    )
    reply = desk.reply(Question(text, "telegram:2", "telegram:2", "telegram"))
    assert reply.decision in (Decision.ANSWER, Decision.CHOOSE)
    assert "women-pregnant-overtime" in {reply.entry, *(choice.entry for choice in reply.choices)}
