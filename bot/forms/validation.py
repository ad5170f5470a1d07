"""What people write into the blanks of a form: read one value at a time, and shown back.

A value is text as it will stand in the document (`86`, `2026年12月5日`), or for a list a tuple of rows, each a mapping from
column to text. A field without a value is a blank left for handwriting.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from bot import wording
from bot.forms import choice_words, spoken_dates, spoken_numbers, text_checks
from bot.forms.strokes import by_strokes
from bot.model import Column, FieldKind, FormField
from bot.model.form_values import Row, Value
from bot.normalise import fold, key, whole

MOST_TEXT = {FieldKind.TEXT: 100, FieldKind.LONG: 2_000}
"""Characters of a text that says nothing of its own length; a page of a letter holds about 600."""
MOST_ROWS = 60
MOST_NUMBER = 10_000_000
MOST_CELL = 60
"""Characters of a cell of a list."""
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
ANY_DAY = date(2026, 1, 1)
"""Today for who only wants to know whether a text can be read."""

_PERSONAL = re.compile(
    r"(?<![0-9])(?:[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[0-9]|1[0-2])[0-3][0-9]{4}[0-9Xx]|1[3-9][0-9]{9}|[3-6](?:[0-9]{15}|[0-9]{18}))"
    r"(?![0-9])"
)
"""ID numbers (18 characters with a date of birth), mobile numbers (11 digits) and bank cards (16 or 19): never taken.

A 统一社会信用代码 has 18 characters too, but no date of birth in it.
"""
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
"""What XML or no reader can hold."""
_WORDS = re.compile(r"[^\W\d_]")
_WIDE = str.maketrans("％", "%")
_NONE = re.compile(
    r"(?:都|也|还)*(?:没有?|无)(?:(?:女|外聘)?(?:的|人|了|啊|职工|会员|代表|票)*)?|(?:1|一)[个名位人张票](?:都|也)?没有?"
)
"""No number: nought, where a field takes it."""
_UNSURE = {
    "day": wording.FILL_DAY,
    "month": wording.FILL_MONTH,
    "year": wording.FILL_YEAR,
    "rough": wording.FILL_ROUGH_DAY,
    "lunar": wording.FILL_LUNAR,
}
_PARTS = re.compile(r"[\s,，、;；|/]+")


class RefusedError(ValueError):
    """A value that can't stand in the blank; `str(error)` tells the asker why and what to write."""


def read(field: FormField, text: str, today: date) -> Value:
    """What a text says for a field. `today` tells the year of a date without one. Raises RefusedError."""
    said = _INVISIBLE.sub("", text).strip()
    if not said:
        raise RefusedError(wording.FILL_EMPTY)
    if _PERSONAL.search(unicodedata.normalize("NFKC", said)):
        raise RefusedError(wording.FILL_PERSONAL)
    return _READERS[field.kind](field, said, today)


def _text(field: FormField, said: str, _: date) -> str:
    if field.unit:
        said = said.translate(_WIDE).removesuffix(field.unit).strip()
    if field.unit == "%":
        said = spoken_numbers.percent(said) or said
    said = text_checks.as_term(field, said)
    if said.isdecimal() and _WORDS.search(field.example):
        raise RefusedError(wording.FILL_WORDS.format(example=field.example))
    most = field.most or MOST_TEXT[field.kind]
    if len(said) > most:
        raise RefusedError(wording.FILL_LONG.format(count=len(said), most=most))
    if field.kind is FieldKind.TEXT and "\n" in said:
        raise RefusedError(wording.FILL_ONE_LINE)
    if field.kind is FieldKind.TEXT and (why := text_checks.refusal(field, said)):
        raise RefusedError(why)
    return said


def _number(field: FormField, said: str, _: date) -> str:
    found = 0 if field.least == 0 and _NONE.fullmatch(fold(said)) else spoken_numbers.number(said, field.unit)
    if found is None:
        asked = wording.FILL_ROUGH if spoken_numbers.rough(said) else wording.FILL_NUMBER
        raise RefusedError(asked.format(example=field.example or "86"))
    least, most = field.least or 0, field.most or MOST_NUMBER
    if not least <= found <= most:
        raise RefusedError(wording.FILL_RANGE.format(least=least, most=most))
    return str(found)


def _date(field: FormField, said: str, today: date) -> str:
    """A date as documents write it. Without a year it is the one whose day comes nearest to today."""
    found = spoken_dates.day(said, today)
    if isinstance(found, spoken_dates.AmbiguousDay) or not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise RefusedError(_day_asked(found, field.example or f"{today.year}年12月5日"))
    return date_text(found)


def _day_asked(found: date | spoken_dates.AmbiguousDay, example: str) -> str:
    """What is asked when a text names no single day."""
    if isinstance(found, date):
        return wording.FILL_DATE.format(example=example)
    if found.days:
        return wording.FILL_WHICH_DAY.format(days="，还是".join(map(date_text, found.days)))
    return _UNSURE.get(found.reason, wording.FILL_DATE).format(example=example)


def date_text(day: date) -> str:
    """A day as documents write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def _choice(field: FormField, said: str, _: date) -> str:
    number = whole(said)
    if number is not None and 0 < number <= len(field.choices):
        return field.choices[number - 1]
    counted = [choice for choice in field.choices if number is not None and whole(choice[:1]) == number]  # 5: 五年
    found = (
        counted[0]
        if len(counted) == 1
        else _choice_named(said, field.choices) or choice_words.choice_meant(said, field.choices)
    )
    if not found:
        raise RefusedError(wording.FILL_CHOICE.format(choices="、".join(field.choices)))
    return found


def _choice_named(said: str, choices: Sequence[str]) -> str:
    """The choice that a text names: as it stands, or the only one that it is a part of or holds; empty when none or several."""
    wanted = fold(said)
    exact = [choice for choice in choices if fold(choice) == wanted or key(choice) == key(said)]  # 5年: 五年
    alike = [choice for choice in choices if wanted and (fold(choice).startswith(wanted) or fold(choice) in wanted)]
    within = [choice for choice in choices if len(wanted) > 1 and wanted in fold(choice)]
    found = exact or alike or within
    return found[0] if len(found) == 1 else ""


def _rows(field: FormField, said: str, _: date) -> tuple[Row, ...]:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    most = field.most or MOST_ROWS
    if not (field.least or 1) <= len(lines) <= most:
        raise RefusedError(wording.FILL_ROWS.format(count=len(lines), least=field.least or 1, most=most))
    rows = tuple(_row(field.columns, line, number) for number, line in enumerate(lines, 1))
    return by_strokes(rows, field.strokes) if field.strokes else rows


def _row(columns: Sequence[Column], line: str, number: int) -> Row:
    bare = re.sub(r"\A\d+[.、)）]\s*", "", line)
    parts = [part for part in _PARTS.split(bare) if part] if len(columns) > 1 else [bare]
    names = " ".join(column.name for column in columns)
    if len(parts) > len(columns):
        # what is too much belongs to the last column: 车间主任 兼 班长
        parts = [*parts[: len(columns) - 1], " ".join(parts[len(columns) - 1 :])]
    if len(parts) < len(columns):
        raise RefusedError(wording.FILL_ROW_SHORT.format(number=number, line=line[:40], columns=names))
    row = {}
    for column, part in zip(columns, parts, strict=True):
        value = _cell(part, column.choices) if column.choices else part
        if not value:
            raise RefusedError(
                wording.FILL_ROW_CHOICE.format(number=number, column=column.name, choices="、".join(column.choices))
            )
        if len(value) > MOST_CELL:
            raise RefusedError(wording.FILL_ROW_LONG.format(number=number, column=column.name, most=MOST_CELL))
        row[column.name] = value
    return row


def _cell(part: str, choices: Sequence[str]) -> str:
    return _choice_named(part, choices) or choice_words.choice_meant(part, choices)


_READERS: Mapping[FieldKind, Callable[[FormField, str, date], Value]] = {
    FieldKind.TEXT: _text,
    FieldKind.LONG: _text,
    FieldKind.NUMBER: _number,
    FieldKind.DATE: _date,
    FieldKind.CHOICE: _choice,
    FieldKind.LIST: _rows,
}


def value_lines(value: Value) -> tuple[str, ...]:
    """A value as lines for people."""
    if isinstance(value, str):
        return tuple(value.splitlines())
    return tuple(f"{number}. {' '.join(row.values())}" for number, row in enumerate(value, 1))


_WRITTEN = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


def read_back(value: Value) -> str:
    """A value in full as it is read back: a day with its weekday, a list by its rows."""
    found = _day(value)
    return spoken_dates.in_words(found) if found else "；".join(value_lines(value))


def _day(value: Value | None) -> date | None:
    match = _WRITTEN.fullmatch(value) if isinstance(value, str) else None
    return date(*map(int, match.groups())) if match else None
