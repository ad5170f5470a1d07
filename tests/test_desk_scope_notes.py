"""What the knowledge doesn't hold is said before the answer; what another body does is never answered as a union's."""

from __future__ import annotations

import pytest

from bot import wording
from bot.desk.desk import Desk
from bot.matching.knowledge_index import KnowledgeIndex
from bot.model import Decision
from bot.store.sqlite_store import SqliteStore
from tests.house import Clock, Talk

JINAN = wording.LIMIT_PLACE.format(place="济南")


def test_another_places_rules_are_said_to_be_missing(talk: Talk) -> None:
    assert talk.says("济南工会经费上缴多少、基层留多少").decision is Decision.ANSWER
    assert talk.heard.startswith(JINAN)


def test_they_are_said_to_be_missing_after_a_pick_too(talk: Talk) -> None:
    texts = ("济南市工会经费", "济南工会经费 谁来管", "济南市工会经费返还政策", "济南的工会主席")
    assert any(talk.says(text).decision is Decision.CHOOSE for text in texts)  # the first that gets a list ends it
    talk.says("1")
    assert talk.heard.startswith(JINAN)


def test_they_are_said_once_before_two_answers(talk: Talk) -> None:
    talk.says("济南工会是做什么的？会费交多少？")
    assert talk.heard.startswith(JINAN)
    assert talk.heard.count(JINAN) == 1


def test_another_years_rules_are_told_from_todays(talk: Talk) -> None:
    talk.says("2018年工会换届选举流程")
    assert talk.heard.startswith("注意：您问的是2018年的")


def test_a_city_of_ones_own_region_is_told_what_holds_there(talk: Talk) -> None:
    talk.says("宜兴的工会经费什么时候交")
    assert talk.heard.startswith(wording.LIMIT_CITY.format(place="宜兴", region="江苏"))


def test_who_serves_a_region_whose_rules_are_not_held_says_so(index: KnowledgeIndex, store: SqliteStore, clock: Clock) -> None:
    talk = Talk(Desk(lambda: index, store, clock, region="浙江"), clock)
    talk.says("江苏产假多少天")
    assert "注意：" not in talk.heard
    talk.says("宁波的工会经费什么时候交")
    assert talk.heard.startswith(wording.LIMIT_PLACE.format(place="宁波"))
    talk.says("什么是工会")
    assert "注意：" not in talk.heard


@pytest.mark.parametrize("text", ["江苏工会经费什么时候交", "工会换届选举流程", "2026年工会换届选举流程"])
def test_nothing_is_said_to_be_missing_where_nothing_is(talk: Talk, text: str) -> None:
    talk.says(text)
    assert "注意：" not in talk.heard


@pytest.mark.parametrize(
    "text",
    [
        "村委会几年换届一次",  # a village elects in the same words
        "党支部委员会设几名委员",
        "业主大会要多少人到会才有效",
        "村民代表怎么选 几年一届",  # the body stands in one piece, the question in the other
    ],
)
def test_what_another_body_does_is_not_answered_as_a_unions(either_index: KnowledgeIndex, talk: Talk, text: str) -> None:
    assert either_index.match(text).decision is not Decision.ANSWER
    assert talk.says(text).decision is not Decision.ANSWER


def test_an_entry_that_names_the_body_answers_all_the_same(talk: Talk) -> None:
    assert talk.says("党员必须加入工会吗").entry == "membership-party"


@pytest.mark.parametrize(
    "text",
    [
        "我2004年进厂的,年休假有几天",
        "从2015年开始交会费，会费一个月交多少",
        "公司2008年成立的，工会一直没换届怎么办",
        "我们厂2019年招的人，入会要交什么材料",
        "1998年参加工作，女职工几岁退休",
        "主席是2021年选的，工会一届几年",
    ],
)
def test_a_year_that_only_tells_a_story_is_not_taken_for_the_one_asked_about(text: str, talk: Talk) -> None:
    talk.says(text)
    assert "注意：您问的是" not in talk.heard


@pytest.mark.parametrize("text", ["2015年工会会费标准", "我想问一下，2019年工会经费什么时候交", "江苏产假2020年多少天"])
def test_the_year_asked_about_is_told_from_todays(text: str, talk: Talk) -> None:
    if talk.says(text).decision is Decision.CHOOSE:
        talk.says("1")
    assert "注意：您问的是" in talk.heard
