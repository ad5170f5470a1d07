"""Several values in one message, each to the field that it is for: by the field's name before it, or by their order and kind.

`工会名称：甲公司工会，届次：第一届` names its fields. `三百二十人，会员两百六` and `2023.12.20到2026.12.19` go to the
field asked for and those after it, whose kinds they must fit; a word before a number (会员, 女的) must belong to its field.
What doesn't divide with certainty isn't divided.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot.forms import spoken_numbers
from bot.forms.validation import RefusedError, read
from bot.model import FieldKind, Form, FormField
from bot.model.form_values import Value
from bot.normalise import fold, whole

Found = tuple[tuple[FormField, Value], ...]

_NAMED = re.compile(r"\s*(?P<name>[^:：,，;；\n]{1,20})\s*[:：]\s*(?P<value>.+)", re.DOTALL)
_NAMED_PARTS = re.compile(r"[\n;；]+|[,，](?=[^,，:：\n]{1,20}[:：])")
_PARTS = re.compile(
    r"[,，;；、。\n\s]+|其中|(?<=[0-9一二三四五六七八九十百千万两][人名元张票])(?=[\u4e00-\u9fff])|(?<=个人)(?=[\u4e00-\u9fff])"
)
_SPAN = re.compile(r"\s*(?:到|至|[~～—–]+|(?<=[日号])-)\s*")
_DIGITS = re.compile(r"[0-9０-９一二三四五六七八九十百千万两〇零廿卅]")
_COMMON = frozenset("有是的个名人数多少一共总现在几没就写其中了和及")
"""Characters that tell no field from another."""
_AHEAD = 6
"""Fields after the one asked for among which a number's word is looked up."""


def split_values(form: Form, at: int, text: str, today: date) -> Found:
    """The fields that a message fills, the one at `at` among them, in order; empty when it holds one value, or is unclear."""
    field = form.fields[at]
    named = _named_values(form, text, today)
    if len(named) > 1 or (named and named[0][0] is not field):
        return named
    if field.kind is FieldKind.DATE:
        span = _in_order(form, at, _SPAN.split(text.strip()), today)
        if span:
            return span
    if fold(text) in map(fold, field.choices):
        return ()
    if field.kind in (FieldKind.NUMBER, FieldKind.DATE, FieldKind.CHOICE):
        return _in_order(form, at, [part for part in _PARTS.split(text) if part], today)
    return ()


def holds_several_numbers(field: FormField, text: str) -> bool:
    """Whether a text for a number holds several of them."""
    parts = [part for part in _PARTS.split(text) if part and _DIGITS.search(part)]
    return field.kind is FieldKind.NUMBER and len(parts) > 1


def field_named(form: Form, name: str) -> int | None:
    """The place of the only field that a name means, by all of it or a part; None when none or several."""
    said = fold(name)
    exact = [at for at, field in enumerate(form.fields) if fold(field.name) == said]
    within = [at for at, field in enumerate(form.fields) if len(said) > 1 and said in fold(field.name)]
    found = exact or within
    return found[0] if len(found) == 1 else None


def _named_values(form: Form, text: str, today: date) -> Found:
    """Values with their fields' names before them; none unless every part has one."""
    found: dict[int, Value] = {}
    for part in _NAMED_PARTS.split(text.strip()):
        match = _NAMED.fullmatch(part)
        at = field_named(form, match["name"]) if match else None
        value = _read(form.fields[at], match["value"], today) if match and at is not None else None
        if at is None or value is None or at in found:
            return ()
        found[at] = value
    return tuple((form.fields[at], value) for at, value in sorted(found.items()))


def _in_order(form: Form, at: int, parts: Sequence[str], today: date) -> Found:
    """Parts to the field asked for and those after it."""
    if len(parts) < 2:  # one is the whole
        return ()
    found: dict[int, Value] = {}
    for part in parts:
        place = at if not found else max(found) + 1
        if place >= len(form.fields):
            return ()
        taken = _next(form, at, place, part, today, found)
        if taken is None:
            return ()
        found[taken[0]] = taken[1]
    return tuple((form.fields[place], value) for place, value in sorted(found.items())) if at in found else ()


def _next(form: Form, at: int, place: int, part: str, today: date, found: dict[int, Value]) -> tuple[int, Value] | None:
    """Where a part goes, and its value: to the next field, or for a number to the field that the word before it names."""
    field = form.fields[place]
    value = _read(field, part, today) if _stands_alone(field, part) else None
    if value is not None:
        return place, value
    word, amount = _worded(part)
    if not word:
        return None
    ahead = range(at, min(at + _AHEAD, len(form.fields)))
    open_ = [one for one in ahead if form.fields[one].kind is FieldKind.NUMBER and one not in found]
    scores = {one: _shared(word, form.fields[one]) for one in open_}
    best = max(scores.values(), default=0)
    likely = [one for one, score in scores.items() if score == best > 0]
    chosen = place if place in likely else likely[0] if len(likely) == 1 else None
    value = _read(form.fields[chosen], amount, today) if chosen is not None else None
    return (chosen, value) if chosen is not None and value is not None else None


def _stands_alone(field: FormField, part: str) -> bool:
    """Whether a part may be the value of a field that it doesn't name: a choice by its words, never by a number."""
    if field.kind is FieldKind.CHOICE:
        return whole(part) is None and len(part) > 1
    return field.kind in (FieldKind.NUMBER, FieldKind.DATE)


def _worded(part: str) -> tuple[str, str]:
    """The word before a number, and the number with its counter; nothing when it isn't so."""
    for start in range(1, len(part)):
        if _DIGITS.match(part, start) and spoken_numbers.number(part[start:]) is not None:
            return part[:start], part[start:]
    return "", ""


def _shared(word: str, field: FormField) -> int:
    """How many telling characters a word shares with a field's name and question."""
    return len((set(word) - _COMMON) & (set(field.name) | set(field.ask)))


def _read(field: FormField, text: str, today: date) -> Value | None:
    try:
        return read(field, text.strip(), today)
    except RefusedError:
        return None
