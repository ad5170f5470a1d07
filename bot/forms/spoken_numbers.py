"""Whole numbers as people say them: 320人, 三百二, 1.2万元, 廿五. What is rough, or could be two numbers, is left to be asked.

A numeral that ends in a bare digit after 百, 千, 万 or 亿 counts the next lower place, as in speech: 三百二 is 320, 一万二 is
12000; with 零 before it, it counts ones: 三百零二 is 302 (Lü Shuxiang, 现代汉语八百词, on numerals).
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

_DIGIT = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_PLACE = {"十": 10, "百": 100, "千": 1_000}
_GROUP = {"亿": 100_000_000, "万": 10_000}
_FORMS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟貳參陸兩萬億弍○", "一二三四五六七八九十百千二三六两万亿二〇")
"""Numerals of cheques, traditional ones, and the circle that stands for 〇."""
_SHORT = {"廿": "二十", "卅": "三十", "俩": "两", "仨": "三"}
_BEFORE = re.compile(
    r"(?:一共|总共|共计?|合计|总计|全(?:厂|公司|单位|部|体)|现有|目前|现在|我们|咱们|公司|单位|厂里|有|是|就|只|才|职工|员工|会员|大概是?(?=$))+"
)
_BEHIND = re.compile(r"(?:[个名位人口张份家元块户票次项件天日号]|职工|员工|会员|代表|块钱|元钱|整|吧|的|了|呢)+\Z")
_ROUGH = re.compile(
    r"几|[来多余把](?![0-9])|约|大概|左右|上下|差不多|估计|可能|好像|应该|不到|不足|不满|将?近|上(?=[十百千万])|超|以[上下内]|[至最][少多]|或|[-~—–到至]"
    r"|出头|若干|数(?=[十百千万])|半|六七十|[一二三四五六七八九两](?=[一二三四五六七八九两][十百千万个名])"
)
_MOST = 15
"""Digits of a number; longer ones are codes."""


def rough(text: str) -> bool:
    """Whether a text says a number only roughly (十几个, 大概300, 三四百), or a range."""
    return bool(_ROUGH.search(_plain(text)))


def number(text: str, unit: str = "") -> int | None:
    """The one whole number that a text says, with its `unit`, counters and 一共 around it; None when it isn't certain.

    >>> number("三百二"), number("一共３２０人"), number("1.2万元"), number("三百零二"), number("三四百")
    (320, 320, 12000, 302, None)
    """
    bare = _plain(text)
    if _ROUGH.search(bare):
        return None
    bare = _BEFORE.sub("", bare, count=1) if _BEFORE.match(bare) else bare
    bare = bare.removesuffix(unit) if unit else bare
    return _value(_BEHIND.sub("", bare))


def value(numeral: str) -> int | None:
    """The value of a bare numeral in characters or digits; None when it is none, or could be two."""
    return _value(_plain(numeral))


def _plain(text: str) -> str:
    bare = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).translate(_FORMS)
    bare = re.sub(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))", "", bare)
    for short, long in _SHORT.items():
        bare = bare.replace(short, long)
    return bare


def _value(numeral: str) -> int | None:
    if numeral.isascii() and numeral.isdigit():
        return int(numeral) if len(numeral) <= _MOST else None
    for group, size in _GROUP.items():
        if group in numeral:
            head, _, tail = numeral.partition(group)
            return _grouped(head, tail, size)
    if found := re.fullmatch(r"([0-9]+\.[0-9]+)千", numeral):
        return _whole(Fraction(found[1]) * 1_000)
    return _section(numeral)


def _whole(amount: Fraction) -> int | None:
    return int(amount) if amount.denominator == 1 else None


def _grouped(head: str, tail: str, size: int) -> int | None:
    """So many 万 or 亿 and what follows."""
    if re.fullmatch(r"[0-9]+\.[0-9]+", head):
        return _whole(Fraction(head) * size) if not tail else None
    count, rest = _value(head), _rest(tail, size)
    return None if not count or rest is None else count * size + rest


def _rest(tail: str, size: int) -> int | None:
    """What stands behind 万 or 亿."""
    if not tail:
        return 0
    if len(tail) == 1:
        digit = _ones(tail)
        return digit * size // 10 if digit and tail != "两" else None
    if tail[0] in "零〇":
        found = _value(tail[1:])
        return found if found and found < size // 10 and not tail[1:].isdigit() else None
    if tail.isdigit() and tail.isascii():
        return int(tail) if 10 ** len(tail) == size and tail[0] != "0" else None
    found = _value(tail)
    # 两万五百 lacks a 零 or a 千: it may be either
    return found if found and size // 10 <= found < size and set(tail) & {*_PLACE, "万"} else None


def percent(text: str) -> str:
    """The percentage that a text says, in digits without the sign (百分之五点五: 5.5); empty when it says none."""
    bare = _plain(text).rstrip("吧的了")
    if _ROUGH.search(bare):
        return ""
    said = re.fullmatch(r"百分之(.+)|(.+)个(?:百分)?点|(.+)%", bare)
    whole, _, tenths = (next(filter(None, said.groups())) if said else bare).replace("点", ".").partition(".")
    found, digits = _value(whole), "".join(str(_ones(one)) for one in tenths if _ones(one) is not None)
    if found is None or len(digits) != len(tenths):
        return ""
    return f"{found}.{digits}" if digits else str(found)


def _ones(character: str) -> int | None:
    return int(character) if character.isascii() and character.isdigit() else _DIGIT.get(character)


_STEP = re.compile(r"(?P<gap>[零〇])?(?P<digit>[0-9一二两三四五六七八九])?(?P<place>[十百千])")


def _section(numeral: str) -> int | None:
    """A numeral below 万: steps of a digit and its place, each lower than the one before, and perhaps a last digit."""
    total, last, at = 0, 10_000, 0
    while step := _STEP.match(numeral, at):
        place = _PLACE[step["place"]]
        gap = place * 10 < last
        if place >= last or (step["gap"] and not (gap and total)) or not _may_lack(step, numeral, total):
            return None
        total, last, at = total + (_ones(step["digit"]) if step["digit"] else 1) * place, place, step.end()  # type: ignore[operator]  # a digit
    rest = numeral[at:]
    if not rest:
        return total or None
    if not total:
        return _ones(rest) if len(rest) == 1 else None
    return _last(total, last, rest)


def _may_lack(step: re.Match[str], numeral: str, total: int) -> bool:
    """Whether a place stands without its digit rightly: 十二, 一百十二, 百二十."""
    if step["digit"] or step["place"] == "十":
        return True
    return not total and step["place"] == "百" and bool(re.fullmatch(r"百[一二三四五六七八九]十.?", numeral))


def _last(total: int, last: int, rest: str) -> int | None:
    """The number with what stands behind its last place."""
    if rest[0] in "零〇":
        digit = _ones(rest[1:]) if len(rest) == len("零二") else None
        return total + digit if digit and last > _PLACE["十"] else None
    if len(rest) == 1:
        digit = _ones(rest)
        return total + digit * last // 10 if digit and (rest != "两") else None
    whole = rest.isascii() and rest.isdigit() and 10 ** len(rest) == last and rest[0] != "0"  # 1百20, never 1千20
    return total + int(rest) if whole else None
