"""What a short text of a form can't be: a question, a request, a guess, or a bare date or number where a name belongs."""

from __future__ import annotations

import re
from datetime import date

from bot import wording
from bot.forms import spoken_dates, spoken_numbers
from bot.model import FormField

_QUESTION = re.compile(
    r"[?？]\s*\Z|[吗嘛]\s*\Z|怎么|怎样|如何|什么|多少|为啥|为何|哪[个里些儿天位]|谁|是不是|能不能|可不可以|要不要|有没有"
)
_REQUEST = re.compile(
    r"[帮替](?:我|我们|忙|俺|咱)|请?帮忙|(?:发|给|拿|传)(?:一?[份个张])?(?:给)?(?:我|我们)|麻烦|我(?:们)?(?:想要?|要)|写一?[份个]|填一?[份个张]"
)
_GUESS = re.compile(
    r"不(?:太|大|很)?(?:确定|清楚|知道|晓得|记得)|记不[清得住]|可能是?|大概|也许|好像|应该是|估计|差不多|说不好|(?<![酒网书茶氧水陶贴咖])吧(?:\W|\Z)"
)
_WORDS = re.compile(r"[^\W\d_]")
_TIMED = re.compile(r"[0-9]{1,4}年|[0-9]月|[0-9]点")
_TERM = re.compile(r"第[一二三四五六七八九十]+届")
_TERM_SAID = re.compile(r"第?(?P<number>[0-9]{1,2}|[一二三四五六七八九十]{1,3})届?(?:工会)?(?:委员会)?")
_NUMERALS = "零一二三四五六七八九"


def refusal(field: FormField, said: str) -> str:
    """Why a text can't stand in a blank for a name or a few words, as a sentence for the asker; empty when it can."""
    example = field.example
    for pattern, sentence in (
        (_QUESTION, wording.FILL_QUESTION),
        (_REQUEST, wording.FILL_REQUEST),
        (_GUESS, wording.FILL_GUESS),
    ):
        if pattern.search(said) and not pattern.search(example):
            return sentence.format(name=field.name, example=example or field.name)
    if not _WORDS.search(example):
        return ""
    if not _TIMED.search(example) and _is_day(said):
        return wording.FILL_NOT_DAY.format(name=field.name, example=example or field.name)
    if not any(map(str.isdecimal, example)) and spoken_numbers.number(said) is not None and len(said) > 1:
        return wording.FILL_WORDS.format(example=example)
    return ""


def _is_day(said: str) -> bool:
    found = spoken_dates.day(said, date(2026, 1, 1))  # any day will do
    return isinstance(found, date) or found.reason in ("day", "month", "year")


def as_term(field: FormField, said: str) -> str:
    """A number of a term as the form writes it (1届, 第1届, 一: 第一届); the text as it is for any other field."""
    found = _TERM_SAID.fullmatch(said.strip()) if _TERM.fullmatch(field.example) else None
    number = spoken_numbers.value(found["number"]) if found else None
    return f"第{_spelt(number)}届" if number and number < 100 else said


def _spelt(number: int) -> str:
    """A number below 100 in characters."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("" if tens == 1 else _NUMERALS[tens]) + "十"
    return head + (_NUMERALS[ones] if ones else "")
