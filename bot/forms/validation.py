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
from bot.forms.strokes import by_strokes
from bot.model import Column, FieldKind, FormField
from bot.model.form_values import Row, Value
from bot.normalise import fold, whole

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
_DATE = re.compile(r"(?:([0-9]{4})[年./-])?([0-9]{1,2})[月./-]([0-9]{1,2})[日号]?")
_YEARS = {"今年": 0, "明年": 1, "去年": -1, "前年": -2}
_WORDS = re.compile(r"[^\W\d_]")
_WIDE = str.maketrans("％", "%")
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
    if said.isdecimal() and _WORDS.search(field.example):
        raise RefusedError(wording.FILL_WORDS.format(example=field.example))
    most = field.most or MOST_TEXT[field.kind]
    if len(said) > most:
        raise RefusedError(wording.FILL_LONG.format(count=len(said), most=most))
    if field.kind is FieldKind.TEXT and "\n" in said:
        raise RefusedError(wording.FILL_ONE_LINE)
    return said


def _number(field: FormField, said: str, _: date) -> str:
    found = whole(_without_unit(said, field.unit))
    if found is None:
        raise RefusedError(wording.FILL_NUMBER.format(example=field.example or "86"))
    least, most = field.least or 0, field.most or MOST_NUMBER
    if not least <= found <= most:
        raise RefusedError(wording.FILL_RANGE.format(least=least, most=most))
    return str(found)


def _without_unit(said: str, unit: str) -> str:
    bare = said.removesuffix(unit) if unit else said
    return re.sub(r"\s*[个名位人票张份家元日号]\Z", "", bare)


def _date(field: FormField, said: str, today: date) -> str:
    """A date as documents write it. Without a year it is the one whose day comes nearest to today."""
    match = _DATE.fullmatch(_plain_date(said, today))
    found = match and _nearest(match[1], int(match[2]), int(match[3]), today)
    if not found or not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise RefusedError(wording.FILL_DATE.format(example=field.example or f"{today.year}年12月5日"))
    return f"{found.year}年{found.month}月{found.day}日"


def _plain_date(said: str, today: date) -> str:
    """A date in digits: 二〇二六年十二月五日 as well as ２０２６．１２．５ and 明年1月5日."""
    bare = re.sub(r"\s", "", unicodedata.normalize("NFKC", said))
    for word, years in _YEARS.items():
        bare = bare.replace(word, f"{today.year + years}年")
    spelt = re.sub(
        r"[〇零一二三四五六七八九]{4}(?=年)",
        lambda year: "".join(str("〇一二三四五六七八九".find(one.replace("零", "〇"))) for one in year[0]),
        bare,
    )
    return re.sub(r"[一二三四五六七八九十]{1,3}(?=[月日号])", lambda part: str(whole(part[0]) or ""), spelt)


def _nearest(year: str | None, month: int, day: int, today: date) -> date | None:
    years = [int(year)] if year else [today.year, today.year + 1, today.year - 1]
    found = []
    for one in years:
        try:
            found.append(date(one, month, day))
        except ValueError:
            continue
    return min(found, key=lambda day: abs((day - today).days), default=None)


def _choice(field: FormField, said: str, _: date) -> str:
    number = whole(said)
    if number is not None and 0 < number <= len(field.choices):
        return field.choices[number - 1]
    counted = [choice for choice in field.choices if number is not None and whole(choice[:1]) == number]  # 5: 五年
    found = counted[0] if len(counted) == 1 else _meant(said, field.choices)
    if not found:
        raise RefusedError(wording.FILL_CHOICE.format(choices="、".join(field.choices)))
    return found


def _meant(said: str, choices: Sequence[str]) -> str:
    """The choice that a text names: as it stands, or the only one that it is a part of or holds; empty when none or several."""
    wanted = fold(said)
    exact = [choice for choice in choices if fold(choice) == wanted]
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
        value = _meant(part, column.choices) if column.choices else part
        if not value:
            raise RefusedError(
                wording.FILL_ROW_CHOICE.format(number=number, column=column.name, choices="、".join(column.choices))
            )
        if len(value) > MOST_CELL:
            raise RefusedError(wording.FILL_ROW_LONG.format(number=number, column=column.name, most=MOST_CELL))
        row[column.name] = value
    return row


_READERS: Mapping[FieldKind, Callable[[FormField, str, date], Value]] = {
    FieldKind.TEXT: _text,
    FieldKind.LONG: _text,
    FieldKind.NUMBER: _number,
    FieldKind.DATE: _date,
    FieldKind.CHOICE: _choice,
    FieldKind.LIST: _rows,
}


def shown(value: Value) -> tuple[str, ...]:
    """A value as lines for people."""
    if isinstance(value, str):
        return tuple(value.splitlines())
    return tuple(f"{number}. {' '.join(row.values())}" for number, row in enumerate(value, 1))
