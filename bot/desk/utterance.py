"""A message taken apart: what it asks, what it takes back, what it points to, what it tells of the asker."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot import wording
from bot.desk import followup, sentence_split, word_classes
from bot.normalise import fold

SHORT = 12
"""Characters of content up to which a message without a subject of its own leans on what was said before."""


@dataclass(frozen=True)
class Utterance:
    """A message in parts: what it asks, what it points back to, what it takes back."""

    text: str
    """What is asked, without what takes something back and what points back."""
    asked: followup.PartQuestion
    continues: bool
    """Whether it says by its form that it goes on from something: 那…, …呢."""
    refers_back: bool
    """Whether it points back: 上面说的."""
    retracted: str | None
    """What it takes back, empty when it doesn't name it; None when it takes nothing back."""


_NAMED = re.compile(
    r"\s*(?:我(?=说的|问的|不是(?:说|问|指|要)))?(?:说的|问的)?不是(?:说|问|指|要)?(?P<old>[^,.;!?]{1,14}?)\s*[,.;!\s]\s*"
    r"(?:而?是|应该是|我(?:问|说|要|想问)的?是|我是(?:说|问)|我(?:们)?想|是说)?(?P<new>.+)",
    re.DOTALL,
)
_DENIED = re.compile(
    r"\s*(?:(?:不是|不对|错了|不|弄错了|搞错了|说错了|打错了|写错了|我说错了|不是这个|不是这样|你理解错了)[的啊吧呀哦]?\s*[,.;!\s]+(?:应该)?"
    r"(?:我(?:们)?(?:是)?(?:问|说|要问|想问)的?(?:是)?|应该是|是说|是问|是)?"
    r"|(?:我是说|我是问|我说的是|我问的是|我的意思是|我想问的是|我指的是|更正(?:一下)?[:,]?|纠正一下,?|应该是|准确地?说是?))(?P<new>.+)",
    re.DOTALL,
)
_CONTRAST = re.compile(
    r"\s*(?:(?:不对|错了|弄错了|搞错了|说错了|打错了|写错了|我说错了|不好意思)[的啊吧呀哦]?\s*[,.;!\s]+)?"
    r"(?P<before>[^,.;!?]{0,12}?)(?P<is>(?<![不可要还就])是|要的是|问的是|说的是|指的是)(?P<new>[^,.;!?是]{1,14}?)的?\s*[,.;!\s]*(?:而)?不是(?P<old>[^,.;!?]{1,14}?)的?[啊哦哈呀.!]*",
    re.DOTALL,
)
"""保洁是外包的不是派遣: what it is, then what it isn't."""
_CONTRARY = re.compile(
    r"\s*(?:(?:不对|错了|弄错了|搞错了|不好意思)[的啊吧呀哦]?\s*[,.;!\s]+)?(?:我(?:说|问|要)的)?不是(?P<old>[^,.;!?是]{1,14}?)的?\s*[,.;!\s]*(?:而)?"
    r"(?:我(?:问|说|要)的)?是(?P<new>[^,.;!?]{1,14}?)的?[啊哦哈呀.!]*",
    re.DOTALL,
)
"""不是换届是补选: what it isn't, then what it is."""
_MISTYPED = re.compile(
    r"\s*(?P<new>[^,.;!?\s]{1,14})\s*[,.;!\s]*(?:打错|写错|说错|输错)(?:字)?了?[.!]*"
    r"|(?:打错|写错|说错|输错)(?:字)?了?[,.;!\s]+是(?P<other>[^,.;!?\s]{1,14})[.!]*"
)
"""蛋糕券 打错了: the word as it should have been."""
_STOPS = str.maketrans({"\u3002": ".", "\u3001": ",", "\u201c": "", "\u201d": ""})
"""Chinese stops that NFKC leaves as they are; quotes say nothing here."""
_BACK = re.compile(
    r"(?:你|您)?(?:在)?(?:上面|上边|前面|前边|刚才|刚刚|之前|先前|方才|上次)(?:你|您)?(?:说|讲|提|写|发|列|讲到|说到|提到)?(?:过|到)?的?(?:那个|那份|那些|那条|这个|这份|这些)?"
    r"|(?:你|您)(?:说|讲|写|列|发|提到)的(?:那个|那份|那些|那条|这个|这份|这些)?|^(?:这个|这些|那个|那些)"
)
_MARKED = re.compile(r"^\s*(?:那么?|如果|要是|假如|换成|换作)|(?:呢|怎么样)\s*[?.!]*\s*$")


@lru_cache(512)
def parse_utterance(text: str) -> Utterance:
    """A message taken apart."""
    flat = unicodedata.normalize("NFKC", text).translate(_STOPS).strip()
    old: str | None = None
    if named := _NAMED.fullmatch(flat):
        old, flat = fold(named["old"]), named["new"].strip()
    elif denied := _DENIED.fullmatch(flat):
        old, flat = "", denied["new"].strip()
    bare = _BACK.sub("", flat).strip()
    back = bare != flat
    return Utterance(bare or flat, followup.part_question(bare or flat), _MARKED.search(flat) is not None, back, old)


def correction(text: str, asked: Sequence[str]) -> tuple[str, str] | None:
    """What a message puts in the place of what in an earlier question: (old, new), folded; None when it corrects none of them.

    `asked`: earlier questions, the latest first. 保洁是外包的不是派遣; 蛋糕券 打错了 after 蛋糕卷.
    """
    flat = unicodedata.normalize("NFKC", text).translate(_STOPS).strip()
    if len(flat) > _LONGEST_CORRECTION or word_classes.asks(flat):
        return None
    if contrast := _CONTRAST.fullmatch(flat) or _CONTRARY.fullmatch(flat):
        old, new = fold(contrast["old"]), fold(contrast["new"])
        return (old, new) if new and any(old in fold(one) for one in asked) else None
    mistyped = _MISTYPED.fullmatch(flat)
    new = fold(mistyped["new"] or mistyped["other"] or "") if mistyped else ""
    old = next((found for one in asked[:1] if (found := _most_similar_part(fold(one), new))), "") if len(new) > 1 else ""
    return (old, new) if old else None


_LONGEST_CORRECTION = 40
"""Characters beyond which a message does more than put one word right."""


def _most_similar_part(text: str, word: str) -> str:
    """The part of a text that differs from a word of the same length in fewer than half of its characters; empty for none."""
    parts = [text[at : at + len(word)] for at in range(len(text) - len(word) + 1)]
    same = {part: sum(one == other for one, other in zip(part, word, strict=True)) for part in parts}
    best = max(parts, key=lambda part: same[part], default="")
    return best if best and best != word and 2 * same[best] > len(word) else ""


def subject(text: str) -> str:
    """What a question is about: its first sentence that asks or its last, without what makes a question of it."""
    sentences = [one for one in sentence_split.sentences(text) if one.strip()]
    asking = [one for one in sentences if word_classes.asks(one)] or sentences
    return word_classes.without(fold(asking[-1]), "asking") if asking else ""


def tells_circumstances(text: str) -> bool:
    """Whether a text tells how things are with the asker: how many people, what unit, where, who she is."""
    folded = fold(text)
    ours = re.search(r"我|咱|公司|单位|厂|店|只有|一共", folded)
    told = (
        word_classes.NUMBERED.search(folded)
        or word_classes.longest_word(folded, "slot.who")
        or word_classes.longest_word(folded, "slot.unit")
    )
    return ours is not None and bool(told)


def is_piece(text: str, goes_on: bool = False) -> bool:
    """Whether a text is nothing but circumstances of the asker, and no question: 我们公司, 有二十几个人.

    `goes_on`: other pieces came just before.
    """
    own = goes_on or _OWN.search(fold(text)) is not None
    return (
        own
        and not word_classes.asks(text)
        and not states_intent(text)
        and not followup.part_question(text).part
        and not word_classes.bare_content(text)
    )


_OWN = re.compile(r"^我|^咱|^俺|^有|^只有|^一共|^本|我们|^(?:公司|单位|厂里?|店里?|企业)(?:里|有|只有|一共|现在|的)")


def introduces(text: str) -> bool:
    """Whether a text says who or what somebody is, and asks for nothing yet: 我是事业单位的 兼着工会会计."""
    return len(text) <= _LONGEST_INTRODUCTION and _INTRODUCES.match(fold(text)) is not None and is_statement(text)


def goes_on(opening: str, text: str) -> bool:
    """Whether a text tells more behind an introduction: 我司为日资企业, then 一共37个人."""
    return introduces(opening) and len(text) <= _LONGEST_INTRODUCTION and is_statement(text)


_LONGEST_INTRODUCTION = 40
"""Characters beyond which a text tells what happened too. Of 2,955 questions of strangers 20 begin so, of 70 openings 30."""
_INTRODUCES = re.compile(
    r"(?:您好|你好|老师|同志|领导|请问|那个|在吗|早|哎)*(?:我们?|俺们?|咱们?|本人|[我本](?:司|厂|院|校|村|局|店|单位|公司))"
    r"(?:这边?|这里)?(?:就|也|现在|目前|一直)?(?:是|为|在|做|带|兼|当|跑|开)"
)


_WHOSE = r"(?:我们?|咱们?|他们?|她们?|公司|单位|厂里?|老板|工地)"
_LACKING = re.compile(rf"{_WHOSE}*(?:也|都|还|又|一直|根本|就)*(?:没|无|未)(?!.*(?:给我|发我|下载))")


def states_lack(text: str) -> bool:
    """Whether a text says that there is none of something: 没合同 tells how things are, and asks for no document."""
    return _LACKING.match(fold(text)) is not None and not word_classes.asks(text)


_REPORTED = re.compile(r"^.{1,8}(?:说|讲|称|表示|认为|告诉|通知|答复)(?!明|话|法)")
_HAPPENED = re.compile(
    r"了$|了[,，。.!！\s]|过$|已经|刚刚|上个?月|上周|去年|前年|昨天|其实|因为|(?:理由|原因)是|目前|后来|本来|一直"
)
_AMOUNT = re.compile(
    r"^\D{0,6}(?:(?:[0-9]+|[一二两三四五六七八九十百千万]+)(?:多|来|几)?"
    r"(?:个月|个|名|位|家|人|年|月|天|岁|元|块|张|次|万|千|百|份|口|点|小时)?){1,2}\D{0,6}$"
)
_WISH = re.compile(
    r"给我|发我|帮我|要个|要一?份|再(?:给我|跟我|和我|帮我)?(?:说|讲|列|捋|发|念|理)(?:一|1)?(?:遍|下|次)|我(?:们)?(?:要|想|需要)|想(?:要|问|知道|咨询|请)|(?<!申)请(?!假|示|求|书)|求助|怎|麻烦"
)
_INTENT = re.compile(
    r"(?:想|要|准备|打算|计划|需要|得)(?:再|先|给.{1,6}|也|自己|单独|尽快)*(?:搞|建|办|成立|组建|组织|开|选|换|发|加入|入|申请|买|请|改)"
)
_TELLING = 8
"""Characters from which a message that doesn't ask is more than keywords."""


_ANEW = re.compile(
    r"^(?:另外|对了|还有(?:一?个|件)(?:问题|事)?|再问(?:一下|个|一个)?(?:问题)?|(?:换|问)(?:一?个)?别?的?(?:问题|事)|顺便(?:问一下|问)?|最后问)"
)


def starts_anew(text: str) -> bool:
    """Whether a text says that something else is asked now: 另外我们司机能入会吗."""
    return _ANEW.match(fold(text)) is not None


def states_intent(text: str) -> bool:
    """Whether a text says what the asker means to do, and so asks how: 我们村想搞个联合工会."""
    return _INTENT.search(fold(text)) is not None


def wishes(text: str) -> bool:
    """Whether a text asks for something to be given, done or told, or says what the asker means to do."""
    said = unicodedata.normalize("NFKC", text).translate(_STOPS).strip()
    return _WISH.search(said) is not None or states_intent(said)


def is_statement(text: str) -> bool:
    """Whether a text tells how things are and asks for nothing: 理由是迟到三次, 人事说没名额, 500一张, 没有开会."""
    flat = unicodedata.normalize("NFKC", text).translate(_STOPS).strip()
    wants = _WISH.search(flat) or _BIDS.search(flat) or states_intent(flat)
    if word_classes.asks(flat) or wants or len(fold(flat)) < _SHORTEST:
        return False
    marks = (_REPORTED, _HAPPENED, _AMOUNT)
    return states_lack(flat) or any(mark.search(flat) for mark in marks) or len(fold(flat)) >= _TELLING


_SHORTEST = 3
"""Characters of a message that tells something."""
_BIDS = re.compile(r"(?:发|给|来|传|要|弄|搞)(?:我们?|咱们?|俺)?[一1]?[份个张套](?:看看)?(?:[样模范空]|吧|呗|$)")
"""What bids for a paper: 申报表发一份, 给个样本."""


def is_dependent(one: Utterance) -> bool:
    """Whether a message leans on what was said before: by its form, or because it is short and has no subject of its own."""
    folded = fold(one.text)
    if one.continues or one.refers_back:
        return True
    own = any(word_classes.longest_word(folded, f"slot.{name}") for name in ("procedure", "leave", "meeting", "money"))
    return not own and len(one.asked.content) <= SHORT and (word_classes.asks(one.text) or tells_circumstances(one.text))


def base_question(asked: str) -> str:
    """What a question went on from in the first place: of a chain only that and the last follow-up are kept."""
    return asked.partition(wording.MEANT_JOIN)[0]


_AROUND = re.compile(r"^(?:那么?|如果|要是|假如|换成|是|我们?是|我们?|有)+|(?:呢|吧|啊|的话|了|怎么办|可以吗|行吗|怎么样)+$")


_HOW_MANY = re.compile(r"(?:多少|几)(?:名|个)?(?:会员|职工|员工|人)")


def substitutions(asked: str, one: Utterance) -> Iterator[str]:
    """A question with a word of it replaced by what is said now: the one taken back, or one of the same class."""
    folded = fold(asked)
    new = _AROUND.sub("", fold(one.text))
    if not folded or not new:
        return
    if one.retracted and one.retracted in folded:
        yield folded.replace(one.retracted, new)
    old, number = word_classes.NUMBERED.search(folded) or _HOW_MANY.search(folded), word_classes.NUMBERED.search(new)
    if old is not None and number is not None:
        yield folded[: old.start()] + number[0] + folded[old.end() :]
    asking = word_classes.without(new, "asking") != new  # 谁来当主席 asks something of its own
    for name in word_classes.slots() if not asking else ():
        mine, theirs = word_classes.longest_word(new, name), word_classes.longest_word(folded, name)
        # beside the word it says nothing that the question doesn't say
        if mine and theirs and mine != theirs and word_classes.content(new.replace(mine, "")) in folded:
            yield word_classes.word_replaced(folded, theirs, mine)
    if (
        one.retracted is not None
        and one.retracted
        and word_classes.content(one.retracted)
        and word_classes.content(one.retracted) in folded
    ):
        yield folded.replace(word_classes.content(one.retracted), new)
