"""The closed classes of what people say: what is left of a text without them, and what it is made of when nothing is left.

The words stand in `word_classes.txt`, a class a line. A text is taken apart from left to right, the longest word first.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from bot.normalise import fold

_FILE = Path(__file__).resolve().parent / "word_classes.txt"
_NUMBER = r"(?:第)?(?:[0-9]+(?:\.[0-9]+)?|[零〇一二三四五六七八九十百千万两]+)(?:来|多|几)?"
NUMBERED = re.compile(
    rf"(?:只有|不到|不足|大概|大约|超过|至少|才)*(?:{_NUMBER}|好几)[个名位口]?(?:会员|职工|员工|工人|女职工|女工|人)(?:以上|以下|左右|的)?"
)
"""A number of people, as it is said of a unit."""
_PLACE = re.compile(r"江苏|苏州|昆山|南京|上海|北京|广东|浙江|外省|外地|本地|省内|省外")


@cache
def _classes() -> dict[str, tuple[str, ...]]:
    """The words of each class."""
    lines = _FILE.read_text("utf-8").splitlines()
    named = (line.partition(": ") for line in lines if line and not line.startswith("#"))
    return {name: tuple(words.split()) for name, _, words in named}


@cache
def words(name: str) -> tuple[str, ...]:
    """The words of a class, longest first; of all classes of a family for `slot.*`."""
    family = name.removesuffix("*")
    own = (each for one, each in _classes().items() if one == name or (name.endswith("*") and one.startswith(family)))
    return tuple(sorted({fold(word) or word for each in own for word in each}, key=lambda word: (-len(word), word)))


@cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """Any word of these classes, the longest first."""
    every = {word for name in names for word in words(name)}
    return re.compile("|".join(map(re.escape, sorted(every, key=lambda word: (-len(word), word)))))


def without(text: str, *names: str) -> str:
    """A folded text without the words of these classes; a longer word of another class keeps what is inside it."""
    dropped = _dropped(names)
    return _pattern(("kept", *slots(), *names)).sub(lambda match: "" if match[0] in dropped else match[0], text)


@cache
def _dropped(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for name in names for word in words(name))


@lru_cache(512)
def content(text: str) -> str:
    """What a text is about: without fillers, and without what asks or points back."""
    return without(fold(text), "filler", "asking", "back")


@lru_cache(512)
def bare_content(text: str) -> str:
    """The same without what can stand in a slot: numbers of people, places, who, which unit."""
    left = _PLACE.sub("", NUMBERED.sub("", fold(text)))
    return without(left, "filler", "asking", "back", "slot.who", "slot.unit")


@cache
def kinds() -> tuple[str, ...]:
    """The classes of what is no question, in the order of the file."""
    return tuple(name for name in _classes() if name.startswith("kind."))


def slots() -> tuple[str, ...]:
    """The classes of words that can take each other's place."""
    return tuple(name for name in _classes() if name.startswith("slot."))


def longest_word(text: str, name: str) -> str:
    """The longest word of a class that a folded text holds, not inside a longer word of another class; empty for none."""
    own = frozenset(words(name))
    held = [match[0] for match in _pattern(("kept", *slots())).finditer(text) if match[0] in own]
    return max(held, key=len, default="")  # of those of a length the first


def word_replaced(text: str, old: str, new: str) -> str:
    """A folded text with a word in place of another, which is left where it is inside a longer word."""
    return _pattern(("kept", *slots())).sub(lambda match: new if match[0] == old else match[0], text)


def asks(text: str) -> bool:
    """Whether a text asks in so many words, wherever in it the clause stands that does."""
    if re.search(r"[?？]\s*$", text) is not None or _ASKS.search(text) is not None:
        return True
    clauses = _CLAUSE.split(text)
    return any(_TAGGED.search(clause) for clause in clauses) or any(_ASKS.search(clause) for clause in clauses[:-1])


_CLAUSE = re.compile(r"[\s,，。.;；!！?？]+")
_TAGGED = re.compile(
    r"[\u4e00-\u9fff](?:伐|哇)$"
    r"|(?:要|能|够|算|会|该|得|可以|必须|应当|才|有(?!空|事|点)|也不|都不|不用)(?!了?吧)[^吧了]{1,8}吧$|(?:够|可以|算数|能行|不行|合法|有效)了?吧$"
)
"""A clause that ends as a question does in the south, or asks whether what it takes for granted is so: 那27个够了吧."""


_ASKS = re.compile(
    r"吗|呢|(?<![这那什多怎要])么|怎|如何|什么|甚么|啥|多少|(?<![十百千0-9这那好后过等没])(?<!(?<!提)前)几(?!十|.{0,6}(?:试试|看看|问问|说说|聊聊)$|.{0,8}(?:吃不准|拿不准|不懂|不清楚|不明白|想问|要问|想请教|要请教))|哪(?!(?:有|能|会|像|里(?:有|能|会)).{0,6}[这那]么|[像敢])|谁|是否|能否|可否|[能会要行可]不|(?<!没)有.{1,8}没(?:有|得)?[?？]?$|[\u4e00-\u9fff](?<!算)了没(?:有)?[?？]?$|(?:能|会|要|行|可以?).{0,8}不[?？]?$|[对是]吧|吧[?？]$|(?<=[\u4e00-\u9fff]{2})(?:可以|行|没问题|能行)吧$|(?:应该|不用|不会|也要|还要|也能|也算|好.{1,3}点)(?!算了)[\u4e00-\u9fff]{0,5}(?<!了)吧$|(?<!不管)(?<!无论)(?<!不论)(?!好)([\u4e00-\u9fff])[不没]\1|还是(?!不|没|要|会|得|想|在|有)|(?:是|按|归|找|用|由).{1,14}还是|是不是|有没有|要不要|多久|多长|为何|区别|凭什么|咋|行不行|算不算"
)
