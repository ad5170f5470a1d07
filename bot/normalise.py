"""One normaliser for both sides: what a person types and what the knowledge stores meet as the same key.

In order: NFKC, case folded, traditional characters to simplified, everything but letters, digits, % and decimal points
dropped, numerals to digits, greetings and polite tails dropped. `key(key(x)) == key(x)` for every text. Also what is
needed to hear a text: the syllable of a character, and syllables typed in Latin letters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

_TABLES = Path(__file__).resolve().parent / "hanzi"

LONGEST = 8_000
"""Characters of a text that are looked at: twice a Telegram message; a pasted book must not hold up the desk."""

# ---------------------------------------------------------------- folding

_DROPPED = re.compile(r"(?!(?<=\d)\.(?=\d))[^\w%]|_")
"""Everything that isn't a letter, a digit, % or the point of a decimal number."""
_COMMON = re.compile(r"[0-9a-z%.\u4e00-\u9fff]*\Z")
"""Texts for which folding once is folding for good; others (Hangul jamo, combining marks) are folded until they rest."""


@cache
def _simplified() -> dict[int, str]:
    """Traditional → simplified, for str.translate."""
    table = {}
    for line in (_TABLES / "simplified.txt").read_text("utf-8").splitlines():
        new, olds = line.split(" ")
        table.update(dict.fromkeys(map(ord, olds), new))
    return table


def fold(text: str) -> str:
    """The text in one form of width, case and script, without punctuation and spaces."""
    folded = _fold_once(text[:LONGEST])
    while not _COMMON.match(folded):
        again = _fold_once(folded)
        if again == folded:
            break
        folded = again
    return folded


def _fold_once(text: str) -> str:
    # one character may stand for eighteen: what is looked at stays as long as LONGEST says
    same = unicodedata.normalize("NFKC", text)[:LONGEST].casefold().translate(_simplified())
    return _DROPPED.sub("", same)


# ---------------------------------------------------------------- numerals

_DIGIT = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_UNIT = {"十": 10, "百": 100, "千": 1000}
_NUMERAL = re.compile(
    r"百分之(?P<percent>[零〇一二两三四五六七八九十百]+)(?:点(?P<tenths>[零〇一二三四五六七八九]+))?"
    r"|(?P<year>[零〇一二三四五六七八九]{4})(?=年)"
    r"|(?P<big>[零〇一二两三四五六七八九]?[十百千][零〇一二两三四五六七八九十百千]*)"
    r"|(?P<small>(?<!第)[一二两三四五六七八九])(?=[个名位人年天日月元届次岁项万])"
)
"""Numerals worth turning into digits: with a unit in them, or single before a counter. 五一, 三八 and 统一 stay words.

万 stays a character, so that 三十万 and 30万 meet.
"""


def _value(numeral: str) -> int | None:
    """The value of a numeral such as 二百零五 or 十二; None when it isn't one (二三百, 百千)."""
    section = digit = 0
    last = 10_000
    for character in numeral:
        if character in _DIGIT:
            if digit:
                return None
            digit = _DIGIT[character]
            continue
        unit = _UNIT[character]
        if unit >= last:
            return None
        section, digit, last = section + (digit or 1) * unit, 0, unit
    return section + digit


def whole(text: str) -> int | None:
    """The whole number that a text is, in digits of any width (1,200) or in words (八十六); None when it is none."""
    bare = unicodedata.normalize("NFKC", text).replace(",", "").strip()
    if bare.isascii() and bare.isdigit():
        return int(bare) if len(bare) < 16 else None
    return _value(bare) if bare and set(bare) <= {*_DIGIT, *_UNIT} else None


def _digits(match: re.Match[str]) -> str:
    if match["year"]:
        return _spelt(match["year"])
    numeral = match["percent"] or match["big"] or match["small"]
    value = _value(numeral)
    if value is None:
        return match[0]
    if not match["percent"]:
        return str(value)
    return f"{value}.{_spelt(match['tenths'])}%" if match["tenths"] else f"{value}%"


def _spelt(digits: str) -> str:
    """Digits spelt one by one, as in 二〇二六."""
    return "".join(str(_DIGIT[digit]) for digit in digits)


# ---------------------------------------------------------------- chatter

_HELLO = re.compile(
    r"(?:(?:您好|你好|大家好|早上好|上午好|中午好|下午好|晚上好|嗨|哈喽|hello|hi(?![a-z]))(?:啊|呀|哦)?"
    r"|(?:各位)?(?:领导|老师|同志|主席|师傅|朋友|专家)(?:您好|你好|们好|好)"
    r"|各位(?:领导|老师|同志|专家|大神|朋友)们?"
    r"|(?:我们?|俺|小弟|本人)?(?:就是|就)?(?:想要?|要)?(?:再|先|来)?(?:请问|咨询|请教|问|了解)(?:一下|下|一句|个问题|您|你|大家)+"
    r"|(?:我们?|俺)?(?:就是|就)?想(?:要)?(?:请问|请教|咨询|知道|了解|问)(?:一下|下)?"
    r"|请问|请教|咨询|求助|求问|麻烦问|麻烦(?:您|你|帮我|帮忙)+|打扰(?:一下|了)|不好意思|劳驾|帮我(?:查|问|看)(?:一下|下))"
)
_THANKS = re.compile(
    r"(?:(?:非常|十分|先|多)?(?:谢谢|感谢|多谢)(?:您|你|大家|老师|领导|的|了|啦|啊|指教|解答|帮助|回复)*"
    r"|(?:麻烦|请|望)(?:您|你|各位|老师)?(?:解答|告知|回复|指教|帮忙|了|指点)(?:一下|下)?|急急+|在线等急?|求(?:解答?|告知|指教|回复|助)"
    r"|呢|啊|呀|哦|噢|嘛|哈|啦|呗|吗|么(?<!什么)(?<!怎么)(?<!那么)(?<!这么))\Z"
)


_TAIL = 40
"""Characters at the end in which the thanks are looked for, at a time; longer than any of them."""


_RECENT = 1024
"""Texts whose keys are remembered: on its way to a reply, a question's is asked for a dozen times."""


def _without_chatter(text: str) -> str:
    """The text without greetings before it and thanks or particles behind it, as long as something remains."""
    start, end = 0, len(text)
    while (match := _HELLO.match(text, start)) and match.end() < end:
        start = match.end()
    # only the end is searched, again and again: searching all of a long text each time would take minutes
    while (match := _THANKS.search(text, max(start, end - _TAIL), end)) and match.start() > start:
        end = match.start()
    return text[start:end]


@lru_cache(_RECENT)
def key(text: str) -> str:
    """The form in which two wordings of the same words are equal; empty when the text holds no letter or digit."""
    folded = fold(text)
    while True:
        bare = _NUMERAL.sub(_digits, _without_chatter(folded))
        if bare == folded:
            return bare
        folded = bare


# ---------------------------------------------------------------- sounds


@cache
def _readings() -> dict[str, str]:
    """Character → syllable without tone."""
    table = {}
    for line in (_TABLES / "syllables.txt").read_text("utf-8").splitlines():
        syllable, characters = line.split(" ")
        table.update(dict.fromkeys(characters, syllable))
    return table


def syllable(character: str) -> str:
    """How a Han character is read, without tone (ü as v); empty for anything else."""
    return _readings().get(character, "")


@cache
def _spellings() -> frozenset[str]:
    """Every syllable that can be typed."""
    return frozenset(_readings().values())


_LONGEST_SYLLABLE = 6


@lru_cache(maxsize=4096)
def _split(letters: str) -> tuple[str, ...]:
    """Latin letters as the fewest pinyin syllables, empty when they can't be read so; ties: the longer syllable first."""
    spellings = _spellings()
    best: list[tuple[str, ...] | None] = [None] * len(letters) + [()]
    for start in range(len(letters) - 1, -1, -1):
        for end in range(min(len(letters), start + _LONGEST_SYLLABLE), start, -1):
            rest = best[end]
            if rest is None or letters[start:end] not in spellings:
                continue
            found = best[start]
            if found is None or len(rest) + 1 < len(found):
                best[start] = (letters[start:end], *rest)
    return best[0] or ()


SENTENCE_ENDS = re.compile(r"[?？!！。；;\n]+|(?:还有|另外|以及|顺便)(?:想?问)?(?:一下)?")
"""What stands between the sentences, or the questions, of one message."""
CLAUSE_COMMAS = re.compile(r"[,，、 ]+")
"""What stands between the clauses of a sentence."""
_LATIN = re.compile(r"[a-z]{2,60}")


def spelled(text: str) -> tuple[str, ...]:
    """The sounds of a key in order: a syllable for each Han character and for each typed pinyin syllable, others as they are.

    A run of Latin letters counts as pinyin when all of it divides into syllables (gonghui → gong hui); qq and kpi don't.
    """
    readings = _readings()
    sounds: list[str] = []
    position = 0
    for run in _LATIN.finditer(text):
        sounds += [readings.get(character, character) for character in text[position : run.start()]]
        sounds += _split(run[0]) or (run[0],)
        position = run.end()
    sounds += [readings.get(character, character) for character in text[position:]]
    return tuple(sounds)


def portable() -> dict[str, str]:
    """The tables and patterns of the normaliser for a port in another language: patterns as JavaScript writes them."""
    patterns = {"hello": _HELLO.pattern, "thanks": _THANKS.pattern, "numeral": _NUMERAL.pattern}
    tables = {name: (_TABLES / f"{name}.txt").read_text("utf-8") for name in ("simplified", "syllables")}
    return tables | {name: pattern.replace("(?P<", "(?<").replace("\\Z", "$") for name, pattern in patterns.items()}
