"""The figures of a Chinese text, whether written in digits or in numerals, so that two texts can be compared by them.

二十五名, 25人 and 25位 are the same figure; 15日 and 15个工作日 aren't; 百分之二 is 2%, 三分之二 a share, 半数 one half.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

HAN = "零〇一二两三四五六七八九十百千万"
_DIGIT: dict[str, Fraction] = {
    **{character: Fraction(value) for value, character in enumerate("零一二三四五六七八九")},
    "两": Fraction(2),
    "〇": Fraction(0),
    "半": Fraction(1, 2),
}
_SCALE = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}

KINDS: dict[str, tuple[str, int | Fraction]] = {
    "人": ("人", 1), "名": ("人", 1), "位": ("人", 1), "个人": ("人", 1), "日": ("日", 1), "天": ("日", 1),
    "个工作日": ("工作日", 1), "工作日": ("工作日", 1), "周岁": ("岁", 1), "岁": ("岁", 1), "周年": ("年", 1), "周": ("周", 1),
    "个月": ("月", 1), "年": ("年", 1), "小时": ("小时", 1), "个小时": ("小时", 1), "分钟": ("分钟", 1), "元": ("元", 1),
    "万元": ("元", 10_000), "亿元": ("元", 100_000_000), "倍": ("倍", 1), "次": ("次", 1), "%": ("率", Fraction(1, 100)),
    "‰": ("率", Fraction(1, 1000)), "晚": ("晚", 1), "批": ("批", 1), "项": ("项", 1),
    "类": ("项", 1), "级": ("级", 1), "个以上": ("个", 1), "个等级": ("级", 1),
    "个伤残等级": ("级", 1),
}  # fmt: skip
"""Unit as written → what is counted, and by how much. 工作日 and 日 are different things; 日 and 天 aren't."""

_NUMBER = rf"(?:\d+(?:,\d{{3}})*(?:\.\d+)?[百千万亿]?|[零〇一二两三四五六七八九十][{HAN}]*|半(?=[年天日]|个月|小时))"
_UNIT = "|".join(sorted(KINDS, key=len, reverse=True))
_TOKEN = re.compile(
    r"(?P<date>(?P<y>(?:19|20)\d\d)(?:年(?:(?P<m>\d\d?)月(?:(?P<d>\d\d?)日)?)?|-(?P<m1>\d\d?)(?:-(?P<d1>\d\d?))?(?!\d))"
    rf"|(?P<m2>\d\d?)月(?P<d2>\d\d?)日|(?P<y2>(?:19|20)\d\d)(?![\d.,]|[百千万]?(?:{_UNIT})))"
    rf"|(?P<below>{_NUMBER}|百|千|万)分之(?P<part>{_NUMBER}(?:点[{HAN}]+)?|百)"
    r"|(?P<upper>\d+)/(?P<lower>\d+)"
    rf"|^[ \u3000]*[（(](?P<item>[{HAN}]+)[）)]"  # an enumeration tells how many it lists
    r"|(?P<half>半数|过半数?|一半)"
    rf"|第(?:\d+|[{HAN}]+)(?![\d{HAN}级])"  # an ordinal is no figure
    rf"|一式(?P<copies>{_NUMBER})份"
    r"|(?P<double>双)倍"
    r"|几十|(?:[统同唯任某另每逐这那头]|(?<!以)[上下])一(?![十百千万])"  # 几十人, 同一天, 上一年: no figures either
    rf"|(?P<number>{_NUMBER})(?P<unit>{_UNIT})?",
    re.MULTILINE,
)
_NOT_AFTER = {
    "次": ("性",),
    "年": ("四季", "级", "到头", "代"),
    "人": ("数",),
    "个人": ("数",),
    "天": ("到晚",),
    "位": ("一体",),
    "批": ("评", "准", "复"),
    "周": ("围",),
}
"""What follows a unit when it is no unit: 一次性, 两个人数."""
_OWN_COUNTING = ("项", "类")
"""In numerals these count what the answer itself lists (两项要注意); in digits what the law lists."""
_JOINED = re.compile(r"至|到|~|～|—|–|-|或者?|、")
_HAN_DATE = re.compile(
    r"([一二][〇零一二三四五六七八九]{3})年(?:([一二三四五六七八九十]{1,2})月(?:([一二三四五六七八九十]{1,3})日)?)?"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it counts; `kind` is empty for a bare number, `value` of a date is (year, month, day), 0 for none."""

    kind: str
    value: Fraction | tuple[int, int, int]
    text: str
    offset: int


def value_of(numeral: str) -> Fraction:
    """The value of digits (1,800 or 3.5万) or of a Chinese numeral: 二十五 → 25, 两千 → 2000, 一九九四 → 1994, 二点五 → 2.5."""
    if numeral[0].isdigit() and numeral[0].isascii():
        scale = _SCALE.get(numeral[-1], 1)
        return Fraction(numeral.rstrip("".join(_SCALE)).replace(",", "")) * scale
    whole, _, decimals = numeral.partition("点")
    if len(whole) > 1 and not set(whole) & set(_SCALE):
        return Fraction("".join(str(_DIGIT[character]) for character in whole))
    total = section = digit = Fraction(0)
    for character in whole:
        if character in _DIGIT:
            digit = Fraction(_DIGIT[character])
        elif (scale := _SCALE[character]) >= 10_000:
            total, section, digit = (total + section + digit or Fraction(1)) * scale, Fraction(0), Fraction(0)
        else:
            section, digit = section + (digit or 1) * scale, Fraction(0)
    tail = "".join(str(_DIGIT[character]) for character in decimals)
    return total + section + digit + (Fraction(f"0.{tail}") if tail else 0)


def _plain(text: str) -> str:
    """The same length, with full-width digits and signs narrow and dates in digits where that keeps the length."""
    return text.translate({code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)} | {ord("％"): "%"})


def _han_dates(text: str) -> Iterator[Figure]:
    for found in _HAN_DATE.finditer(text):
        parts = [int(value_of(part)) if part else 0 for part in found.groups()]
        yield Figure("date", (parts[0], parts[1], parts[2]), found[0], found.start())


@cache
def figures(text: str) -> tuple[Figure, ...]:
    """The figures of a text in order; ordinals, numbers of articles and the answer's own counting (两件事) are none."""
    text = _plain(text)
    found = list(_han_dates(text))
    blank = _HAN_DATE.sub(lambda match: " " * len(match[0]), text)
    following: tuple[int, str] | None = None
    for match in reversed(list(_TOKEN.finditer(blank))):
        unit = match["unit"] or ""
        if match["number"] and not unit and following and _JOINED.fullmatch(blank, match.end(), following[0]):
            unit = following[1]
        following = (match.start(), unit) if match["number"] and unit else None
        figure = _figure(match, unit, blank[match.end() : match.end() + 2])
        if figure:
            found.append(figure)
    return tuple(sorted(found, key=lambda figure: figure.offset))


def _figure(match: re.Match[str], unit: str, after: str) -> Figure | None:
    def made(kind: str, value: Fraction | tuple[int, int, int]) -> Figure:
        return Figure(kind, value, match[0] if match["unit"] or not unit else match[0] + unit, match.start())

    if match["date"]:
        parts = [match["y"] or match["y2"], match["m"] or match["m1"] or match["m2"], match["d"] or match["d1"] or match["d2"]]
        year, month, day = (int(part or 0) for part in parts)
        return made("date", (year, month, day))
    if match["part"]:
        below = Fraction(_SCALE.get(match["below"]) or value_of(match["below"]))
        return made("率", (Fraction(100) if match["part"] == "百" else value_of(match["part"])) / below)
    if match["upper"]:
        return made("率", Fraction(int(match["upper"]), int(match["lower"]) or 1))
    if match["item"]:
        return made("项", value_of(match["item"]))
    if match["half"] or match["double"]:
        return made("率", Fraction(1, 2)) if match["half"] else made("倍", Fraction(2))
    if match["copies"]:
        return made("份", value_of(match["copies"]))
    number = match["number"]
    if not number or (not number[0].isascii() and (not unit or after.startswith(_NOT_AFTER.get(unit, ("\0",))))):
        return None
    if not number[0].isascii() and (unit in _OWN_COUNTING or (unit == "级" and number in "一两" and after[:1] not in "至到伤")):
        return None
    kind, scale = KINDS.get(unit, ("", 1))
    return made(kind, value_of(number) * scale)


def carried(figure: Figure, texts: Iterable[str]) -> bool:
    """Whether one of the texts holds the same number of the same thing; a bare number agrees with any, a date part by part."""
    return any(_same(figure, other) for text in texts for other in figures(text))


def _same(figure: Figure, other: Figure) -> bool:
    if isinstance(figure.value, tuple):
        return isinstance(other.value, tuple) and all(a in (0, b) for a, b in zip(figure.value, other.value, strict=True))
    return figure.value == other.value and figure.kind in ("", other.kind)


_UP = re.compile(r"(?:至少|不少于|不低于)[^\d，。；]{0,2}$")
_DOWN = re.compile(r"(?:不足|不超过|不得超过|不能超过|最多|最长|至多)[^\d，。；]{0,2}$")
_WINDOW = 6


def direction(text: str, figure: Figure) -> int:
    """1 when the text sets the figure as a floor (25人以上, 至少3名), -1 as a ceiling (不足25人, 20%以下), 0 when neither."""
    before = text[max(0, figure.offset - _WINDOW) : figure.offset]
    after = text[figure.offset + len(figure.text) :]
    if after.startswith("以上") or _UP.search(before):
        return 1
    return -1 if after.startswith("以下") or _DOWN.search(before) else 0


def turned(text: str, figure: Figure, texts: Iterable[str]) -> bool:
    """Whether the text sets the figure as a floor where all of the texts that hold it set a ceiling, or the reverse."""
    own = direction(text, figure)
    others = {direction(other, found) for other in texts for found in figures(other) if _same(figure, found)}
    return own != 0 and others == {-own}
