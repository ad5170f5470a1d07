"""Days as people say them: 一九年三月五号, 23年12月20, 下周五, 下个月18号, 3.15. What names no single day is left to be asked.

Weeks begin on Monday, as in the Chinese calendar of working days (GB/T 7408). The lunar calendar isn't reckoned: it is asked.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from bot.forms import spoken_numbers

_YEARS = {"今年": 0, "明年": 1, "后年": 2, "去年": -1, "前年": -2}
_DAYS = {
    "大后天": 3,
    "大前天": -3,
    "今天": 0,
    "今日": 0,
    "今儿": 0,
    "明天": 1,
    "明日": 1,
    "明儿": 1,
    "后天": 2,
    "昨天": -1,
    "昨日": -1,
}
_DAYS |= {"昨儿": -1, "前天": -2}
_WEEKS = {"上上": -2, "上": -1, "这": 0, "本": 0, "下": 1, "下下": 2}
_MONTHS = {"上": -1, "这": 0, "本": 0, "当": 0, "下": 1, "下下": 2}
_WEEKDAY = "一二三四五六日"
_NUMERAL = "零〇一二三四五六七八九"
_CENTURY_FROM, _AHEAD = 50, 10
"""A year of two digits is of the last century from 50, of this one up to ten years ahead; between, it is asked."""

_BEFORE = re.compile(r"(?:就是|就定?在?|是|定在|在|从|自|于|到|至|打算)+")
_BEHIND = re.compile(
    r"(?:开始|成立|选举?|开会|召开|举行|开|为止|届满|到期|投票|入职|批准|批|收到|那天|当天|起|止|的|吧|了|呢)+\Z"
)
_CLOCK = re.compile(
    r"(?<=[日号天儿一二三四五六0-9])(?:凌晨|早上|上午|中午|下午|晚上)(?:(?:[0-9]{1,2}|[一二两三四五六七八九十]{1,3})(?:[:：][0-9]{2}|[点时].{0,6})?)?\Z"
)
_BRACKET = re.compile(r"[(（](?:周|星期|礼拜)[一二三四五六日天][)）]")
_WEEK = re.compile(r"(上上|下下|上|这|本|下)个?(?:周|星期|礼拜)([一二三四五六日天1-7])")
_MONTH = re.compile(r"(下下|上|这|本|当|下)个?月")
_LUNAR = re.compile(r"农历|阴历|旧历|腊月|正月|初[一二三四五六七八九十]|大年")
_ROUGH = re.compile(
    r"大概|大约|约|左右|上下|前后|可能|估计|好像|应该|或|[到至~—–]|[0-9日号]-[0-9]{1,2}[.月]|底|旬|几|月?初|月中|前(?![天年])|(?<!大)后(?![天年])"
)
_SEPARATED = r"[年./-]([0-9]{1,2})[月./-]([0-9]{1,2})[日号]?"
_FULL = re.compile(rf"([0-9]{{4}}|[0-9]{{2}}){_SEPARATED}")
_SHORT = re.compile(r"([0-9]{1,2})[月./-]([0-9]{1,2})[日号]?")
_PACKED = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_NO_DAY = re.compile(r"(?:(?:[0-9]{4}[年./-]|[0-9]{2}年)([0-9]{1,2})月?|([0-9]{1,2})月)")
_NO_MONTH = re.compile(r"(?:[0-9]{4}|[0-9]{2})年")
_DAY_ONLY = re.compile(r"([0-9]{1,2})[日号]")


@dataclass(frozen=True, slots=True)
class AmbiguousDay:
    """Why a text names no single day, and the days that it may mean."""

    reason: str
    """day: it lacks one; month; year; rough: about, or from to; lunar; unread."""
    days: tuple[date, ...] = ()


def day(text: str, today: date) -> date | AmbiguousDay:
    """The one day that a text names, seen from `today`; without a year the one nearest to today.

    >>> day("下周五", date(2026, 11, 26)).isoformat()
    '2026-12-04'
    """
    bare = _bare(text, today)
    if _LUNAR.search(bare):
        return AmbiguousDay("lunar")
    if relative := _relative(bare, today):
        return relative
    if _ROUGH.search(bare):
        return AmbiguousDay("rough")
    digits = _in_digits(bare)
    found = _FULL.fullmatch(digits) or _PACKED.fullmatch(digits)
    if found:
        return _dated(found[1], int(found[2]), int(found[3]), today)
    if short := _SHORT.fullmatch(digits):
        return _nearest(int(short[1]), int(short[2]), today)
    return _lacking(digits, today)


def in_words(found: date) -> str:
    """A day in full, with its weekday, to be read back."""
    return f"{found.year}年{found.month}月{found.day}日（星期{_WEEKDAY[found.weekday()]}）"


def _bare(text: str, today: date) -> str:
    """The text without what stands around a day, with this year and next month as numbers."""
    bare = _BRACKET.sub("", unicodedata.normalize("NFKC", text.strip()))
    bare = re.sub(r"(?<=[0-9])\s+(?=[0-9])", ".", bare)
    bare = re.sub(r"\s", "", bare).replace("元月", "1月").rstrip("。.,，!！")
    bare = _BEFORE.sub("", bare, count=1) if _BEFORE.match(bare) else bare
    bare = _BEHIND.sub("", bare) or bare
    bare = _CLOCK.sub("", bare) or bare
    bare = re.sub(rf"\A(.+[日号])({_MONTH.pattern})\Z", r"\2\1", bare)
    for word, years in _YEARS.items():
        bare = bare.replace(word, f"{today.year + years}年")
    return _MONTH.sub(lambda found: _month(today, _MONTHS[found[1]]), bare)


def _month(today: date, ahead: int) -> str:
    years, month = divmod(today.year * 12 + today.month - 1 + ahead, 12)
    return f"{years}年{month + 1}月"


def _relative(bare: str, today: date) -> date | None:
    if bare in _DAYS:
        return today + timedelta(days=_DAYS[bare])
    week = _WEEK.fullmatch(bare)
    if not week:
        return None
    place = int(week[2]) - 1 if week[2].isdecimal() else _WEEKDAY.index(week[2].replace("天", "日"))
    return today - timedelta(days=today.weekday()) + timedelta(weeks=_WEEKS[week[1]], days=place)


def _in_digits(bare: str) -> str:
    """Years spelt digit by digit, or said as numbers (两千零五年), months and days, all in digits."""
    spelt = re.sub(rf"(?<![{_NUMERAL}十百千])([{_NUMERAL}]{{4}}|[{_NUMERAL}]{{2}})(?=年)", _digits, bare)
    spelt = re.sub(r"([一两二]千[零〇一二三四五六七八九十]*)(?=年)", _numeral, spelt)
    return re.sub(r"(?:(?<=[年月.])|\A)([一二三四五六七八九十廿卅]{1,4})(?=[月日号]|\Z)", _numeral, spelt)


def _digits(found: re.Match[str]) -> str:
    return "".join(str(_NUMERAL.replace("〇", "").find(one.replace("〇", "零"))) for one in found[0])


def _numeral(found: re.Match[str]) -> str:
    said = spoken_numbers.value(found[1])
    return found[0] if said is None else str(said)


def _dated(year: str, month: int, number: int, today: date) -> date | AmbiguousDay:
    full = _year(year, today)
    if full is None:
        return AmbiguousDay("year")
    try:
        return date(full, month, number)
    except ValueError:
        return AmbiguousDay("unread")


def _year(year: str, today: date) -> int | None:
    short = int(year)
    if len(year) > len("23"):
        return short
    if short >= _CENTURY_FROM:
        return 1900 + short
    return 2000 + short if 2000 + short <= today.year + _AHEAD else None


def _nearest(month: int, number: int, today: date) -> date | AmbiguousDay:
    found = _valid((year, month, number) for year in (today.year, today.year + 1, today.year - 1))
    return min(found, key=lambda one: abs((one - today).days)) if found else AmbiguousDay("unread")


def _valid(days: object) -> tuple[date, ...]:
    found = []
    for parts in days:  # type: ignore[attr-defined]  # an iterable of year, month and day
        try:
            found.append(date(*parts))
        except ValueError:
            continue
    return tuple(found)


def _lacking(digits: str, today: date) -> AmbiguousDay:
    """What a text that isn't a whole date lacks."""
    if (found := _NO_DAY.fullmatch(digits)) and 1 <= int(found[1] or found[2]) <= 12:
        return AmbiguousDay("day")
    if _NO_MONTH.fullmatch(digits):
        return AmbiguousDay("month")
    if found := _DAY_ONLY.fullmatch(digits):
        months = [divmod(today.year * 12 + today.month - 1 + ahead, 12) for ahead in (-1, 0, 1)]
        near = sorted(
            _valid((year, month + 1, int(found[1])) for year, month in months), key=lambda one: abs((one - today).days)
        )
        return AmbiguousDay("month", tuple(sorted(near[:2])))
    return AmbiguousDay("unread")
