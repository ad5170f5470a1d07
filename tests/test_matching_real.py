"""The real knowledge as people type: its own wordings, slips of the hand, pinyin, and what is none of its business."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import cache
from random import Random

import pytest

from bot.desk.desk import Desk
from bot.matching.knowledge_index import KnowledgeIndex
from bot.matching.out_of_domain import lines
from bot.model import Decision, Knowledge, Question
from bot.normalise import fold, key, spelled, syllable
from tests.house import Talk

SEED = 20261122
Slip = Callable[[str, Random], str]


def wordings(known: Knowledge) -> list[tuple[str, str]]:
    """Every entry id with each of its wordings, in file order."""
    return [(one.id, text) for one in known.entries for text in one.wordings]


# ---------------------------------------------------------------- the promise


def test_every_wording_returns_its_own_entry(index: KnowledgeIndex, known: Knowledge) -> None:
    found = ((own, index.exact(text)) for own, text in wordings(known))
    assert [own for own, ranked in found if ranked is None or (ranked.entry, ranked.confidence) != (own, 1.0)] == []


@pytest.mark.parametrize("each", [15, pytest.param(5, marks=pytest.mark.slow)])
def test_every_wording_asked_at_the_desk_is_answered_with_its_own_entry(desk: Desk, known: Knowledge, each: int) -> None:
    for number, (own, text) in enumerate(wordings(known)[::each]):
        reply = desk.reply(Question(text, f"telegram:{number}", "telegram:1", "telegram"))
        assert (reply.decision, reply.entry) == (Decision.ANSWER, own), text


# ---------------------------------------------------------------- slips of the hand


@cache
def sounding() -> dict[str, list[str]]:
    """Common characters (GB 2312's first level) by their syllable."""
    found: dict[str, list[str]] = defaultdict(list)
    for code in range(0x4E00, 0xA000):
        coded = chr(code).encode("gb2312", "ignore")
        if coded and coded[0] < 0xD8 and syllable(chr(code)):
            found[syllable(chr(code))].append(chr(code))
    return found


@cache
def traditional() -> dict[str, list[str]]:
    """Traditional forms by their simplified character."""
    found: dict[str, list[str]] = defaultdict(list)
    for code in range(0x4E00, 0xA000):
        if fold(chr(code)) != chr(code):
            found[fold(chr(code))].append(chr(code))
    return found


def replaced(text: str, others: Callable[[str], list[str]], random: Random) -> str:
    """The text with one character that has others replaced by one of them."""
    places = [place for place, character in enumerate(text) if others(character)]
    if not places:
        return text
    place = random.choice(places)
    return text[:place] + random.choice(others(text[place])) + text[place + 1 :]


def homophone(text: str, random: Random) -> str:
    return replaced(text, lambda one: [other for other in sounding().get(syllable(one), []) if other != one], random)


def in_traditional(text: str, random: Random) -> str:
    return replaced(text, lambda one: traditional().get(one, []), random)


def dropped(text: str, random: Random) -> str:
    place = random.randrange(len(text))
    return text[:place] + text[place + 1 :]


def doubled(text: str, random: Random) -> str:
    place = random.randrange(len(text))
    return text[: place + 1] + text[place:]


def swapped(text: str, random: Random) -> str:
    place = random.randrange(len(text) - 1)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


@pytest.mark.parametrize("slip", [homophone, in_traditional, dropped, doubled, swapped])
def test_a_wording_with_one_slip_still_finds_its_entry_first(slip: Slip, either_index: KnowledgeIndex) -> None:
    # wordings of less than four characters are skipped: one slip leaves too little of them
    random, long = Random(SEED), [one for one in wordings(either_index.knowledge) if len(key(one[1])) >= 4]
    asked = [(own, slip(text, random)) for own, text in random.sample(long, 500)]
    missed = [(own, text) for own, text in asked if either_index.rank(text, 1)[0].entry != own]
    # measured without the encoder: 99.1 % of 1,500 with a character dropped; the promise is 95 %
    assert len(missed) <= 0.02 * len(asked), missed


def in_pinyin(text: str) -> str:
    return "".join(spelled(key(text)))


LINE = 30
"""Characters of a message of one line."""


def test_a_wording_typed_in_pinyin_finds_its_entry_among_three(index: KnowledgeIndex) -> None:
    # a message of one line: nobody spells out a story letter by letter
    lines = [one for one in wordings(index.knowledge) if 4 <= len(key(one[1])) <= LINE]
    only_han = [one for one in lines if all(syllable(c) for c in key(one[1]))]
    asked = Random(SEED).sample(only_han, 200)
    missed = [text for own, text in asked if own not in {ranked.entry for ranked in index.rank(in_pinyin(text), 3)}]
    # measured: 90.5 % among 10,500 wordings, of which many are fragments and stories (97 % among 7,000 longer apart)
    assert len(missed) <= 0.12 * len(asked), (len(missed), missed)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("jianhui", "建会"),
        ("gonghui jingfei", "工会经费"),
        ("huanjie", "换届"),
        ("huiyuan dahui", "会员大会"),
        ("nvzhigong", "女职工"),
    ],
)
def test_a_keyword_in_pinyin_is_heard_as_its_characters(typed: str, wanted: str, index: KnowledgeIndex) -> None:
    assert index.rank(typed, 3) == index.rank(wanted, 3)


# ---------------------------------------------------------------- none of its business

FAR = (
    "红烧肉怎么做才不腻",
    "明天北京会下雨吗",
    "孩子发烧三十九度怎么办",
    "手机屏幕碎了换一块多少钱",
    "Python怎么读取Excel文件",
    "去三亚旅游住哪个酒店好",
    "世界杯冠军是哪个国家",
    "猫咪不吃猫粮怎么办",
    "高铁票改签要手续费吗",
    "驾照扣了十二分怎么办",
    "房子漏水找物业还是找楼上",
    "减肥晚上能不能吃水果",
    "苹果手机怎么截屏",
    "这首歌是谁唱的",
    "绿萝叶子发黄怎么回事",
    "信用卡忘记还款了怎么办",
    "新能源汽车冬天续航掉一半正常吗",
    "电饭煲煮饭水放多少",
    "牙疼得睡不着吃什么药",
    "微信聊天记录怎么恢复",
    "小学生作文我的妈妈怎么写",
    "婚礼请柬怎么写",
    "买二手房要注意什么",
    "空调一晚上要用几度电",
    "怎么挑西瓜",
    "学钢琴几岁开始合适",
    "股票跌了要不要割肉",
    "去日本签证怎么办",
    "皮鞋怎么保养",
    "快递丢了怎么赔",
    "狗狗疫苗要打几针",
    "身份证丢了怎么补办",
    "护照过期了怎么换",
    "幼儿园几岁可以上",
)
NEAR_SOUNDING = (
    "给女朋友送什么生日礼物",
    "中秋节送岳父什么酒",
    "怎么给群里的朋友发拼手气红包",
    "公司年会主持词怎么写",
    "班级运动会怎么组织",
    "业主委员会怎么选举",
    "村委会换届什么时候",
    "党支部多少人可以成立",
    "入党申请书怎么写",
    "学生会主席怎么竞选",
    "注册公司需要多少钱",
    "营业执照丢了去哪里补",
)


def test_the_far_questions_are_none_that_it_was_taught_to_refuse() -> None:
    assert not {key(text) for text in (*FAR, *NEAR_SOUNDING)} & set(lines())


@pytest.mark.parametrize("text", FAR)
def test_an_everyday_question_is_never_answered_outright(text: str, talk: Talk) -> None:
    assert talk.says(text).decision in (Decision.UNKNOWN, Decision.CHOOSE)


def test_what_only_sounds_like_a_unions_business_is_hardly_ever_answered_outright(desk: Desk) -> None:
    asked = [Question(text, f"telegram:{number}", "telegram:1", "telegram") for number, text in enumerate(NEAR_SOUNDING)]
    answered = [(reply.question, reply.entry) for reply in map(desk.reply, asked) if reply.decision is Decision.ANSWER]
    # measured: 1 of 12, a birthday present (2 before the knowledge grew)
    assert len(answered) <= 2, answered
