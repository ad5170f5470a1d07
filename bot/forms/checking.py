"""The values of a form checked against each other, by the rules that `guides/fields` writes beside the fields.

What each rule means and which keys it takes: `bot.content.form_checks`. A check whose values aren't all there says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from bot import wording
from bot.model import Check, Computed, Form
from bot.model.form_values import Row, Value, Values

Broken = tuple[int, ...] | None
"""None: it holds; else the rows, from 1, that break it, none when it isn't about rows."""

_SEPARATORS = re.compile(r"[\s、，,；;/]+")
_YEARS = {"三年": 3, "五年": 5}
"""A committee's terms (工会法第十六条)."""
_LEEWAY = 31
"""Days that a term may be longer or shorter by: superior unions round to the month."""
_POINTS = Fraction(6, 100)
"""Points of a per cent that a rounded rise may be off by."""


def failed(form: Form, values: Values) -> tuple[Check, ...]:
    """The checks that don't hold among the values that are there, saying which rows; one that lacks a value says nothing."""
    found = []
    for check in form.checks:
        broken = _RULES[check.rule](check, values) if _counts(check, values) else None
        if broken is not None:
            found.append(_with_rows(check, values, broken))
    return tuple(found)


def computed(form: Form, values: Values) -> dict[str, Value]:
    """What follows from the values: numbers by name, and for a blank in each row of a list the list with it filled in."""
    found: dict[str, Value] = {}
    for one in form.computed:
        name, _, column = one.name.partition(".")
        right = _amount(one.right, values)
        rows = found.get(name, values.get(name))
        if column and isinstance(rows, tuple):
            found[name] = tuple({**row, column: _over_half(one, row, right)} for row in rows)
        elif not column and (left := _amount(one.left, values)) is not None and right is not None and left >= right:
            found[one.name] = str(left - right)
    return found


def _over_half(one: Computed, row: Row, whole: int | None) -> str:
    votes = _votes(row.get(one.left.partition(".")[2], ""))
    return "" if votes is None or whole is None else wording.FILL_YES if 2 * votes > whole else wording.FILL_NO


def concerned(check: Check) -> tuple[str, ...]:
    """The fields that a check compares."""
    names = [*check.parts, *check.others, check.left, check.right, check.when]
    return tuple(dict.fromkeys(name.partition(".")[0] for name in names if name))


def _with_rows(check: Check, values: Values, broken: tuple[int, ...]) -> Check:
    """A check that doesn't hold, with the rows that it is about in what it says."""
    rows = values.get(check.left.partition(".")[0])
    if not broken or not isinstance(rows, tuple):
        return check
    named = [wording.FILL_ROW_NAMED.format(number=number, name=next(iter(rows[number - 1].values()))) for number in broken]
    said = wording.FILL_ROWS_ARE.format(rows="、".join(named))
    if check.rule == "rows":
        said = wording.FILL_ROWS_OFF.format(rows="、".join(named), total=values[check.right])
    return replace(check, say=check.say + said)


def _counts(check: Check, values: Values) -> bool:
    """Whether a check counts among these values; when what decides isn't there, it doesn't."""
    if check.choices:
        return values.get(check.when) in check.choices
    if not check.when:
        return True
    number = _amount(check.when, values)
    return number is not None and (check.start or 0) <= number and (check.under is None or number < check.under)


# ---------------------------------------------------------------- what values say


def _amount(name: str, values: Values) -> int | None:
    """A number, or the rows of a list; None when it isn't there."""
    value = values.get(name)
    if isinstance(value, tuple):
        return len(value)
    return int(value) if value and value.isdecimal() else None


def _votes(said: str) -> int | None:
    """A number in a cell, `82票` too; None when it says something else."""
    bare = said.removesuffix("票").removesuffix("张").strip()
    return int(bare) if bare.isdecimal() else None


def _day(value: Value | None) -> date | None:
    match = re.fullmatch(r"(\d{4})年(\d{1,2})月(\d{1,2})日", value) if isinstance(value, str) else None
    return date(*map(int, match.groups())) if match else None


def _days(check: Check, values: Values) -> tuple[date | None, date | None]:
    return _day(values.get(check.left)), _day(values.get(check.right))


def _values_of(reference: str, values: Values) -> set[str]:
    """What a field says, or a column of a list (`list.column`) in its rows; empty when it isn't there."""
    name, _, column = reference.partition(".")
    value = values.get(name, "")
    said = {row.get(column, "") for row in value} if isinstance(value, tuple) else {value}
    return said - {""}


def _names(reference: str, values: Values) -> set[str]:
    """The names that a field or a column says; some in a text lie apart by commas."""
    return {name for said in _values_of(reference, values) for name in _SEPARATORS.split(said) if name}


def _rows(check: Check, values: Values) -> Iterator[tuple[int, Row]]:
    """The rows of the check's list that count, with their numbers from 1."""
    rows = values.get(check.left.partition(".")[0])
    for number, row in enumerate(rows if isinstance(rows, tuple) else (), 1):
        if not check.only or row.get(check.where, "") in check.only:
            yield number, row


def _unless(holds: bool) -> Broken:
    return None if holds else ()


def _off(rows: list[int]) -> Broken:
    return tuple(rows) or None


# ---------------------------------------------------------------- rules


def _compared(holds: Callable[[int, int, Check], bool]) -> Callable[[Check, Values], Broken]:
    def check(check: Check, values: Values) -> Broken:
        left, right = _amount(check.left, values), _amount(check.right, values)
        return _unless(left is None or right is None or holds(left, right, check))

    return check


def _summed(holds: Callable[[int, int], bool]) -> Callable[[Check, Values], Broken]:
    def check(check: Check, values: Values) -> Broken:
        parts = [_amount(name, values) for name in check.parts]
        total = _amount(check.right, values)
        there = [part for part in parts if part is not None]
        return _unless(total is None or len(there) < len(parts) or holds(sum(there), total))

    return check


def _equal_sums(check: Check, values: Values) -> Broken:
    sides = [[_amount(name, values) for name in names] for names in (check.parts, check.others)]
    return _unless(any(None in side for side in sides) or sum(map(_known, sides[0])) == sum(map(_known, sides[1])))


def _known(number: int | None) -> int:
    return number or 0


def _column_adds_up(check: Check, values: Values) -> Broken:
    total = _amount(check.right, values)
    cells = [_votes(row.get(column, "")) for _, row in _rows(check, values) for column in check.values]
    return _unless(total is None or not cells or (None not in cells and sum(map(_known, cells)) == total))


def _rows_add_up(check: Check, values: Values) -> Broken:
    total = _amount(check.right, values)
    if total is None:
        return None
    parts = {number: [_votes(row.get(column, "")) for column in check.values] for number, row in _rows(check, values)}
    return _off([number for number, row in parts.items() if None in row or sum(part or 0 for part in row) != total])


def _in_order(check: Check, values: Values) -> Broken:
    left, right = _days(check, values)
    return _unless(left is None or right is None or (right - left).days >= check.more)


def _within(check: Check, values: Values) -> Broken:
    left, right = _days(check, values)
    return _unless(left is None or right is None or (right - left).days <= check.more)


def _term(check: Check, values: Values) -> Broken:
    """The days from one date to another are the years that are said, or without them one of the two terms."""
    left, right = _days(check, values)
    said = values.get(check.parts[0], "") if check.parts else ""
    terms = [_YEARS[said]] if isinstance(said, str) and said in _YEARS else [] if check.parts else list(_YEARS.values())
    if left is None or right is None or not terms:
        return None
    return _unless(any(abs((_later(left, years) - right).days) <= _LEEWAY for years in terms))


def _later(day: date, years: int) -> date:
    """The last day of so many years that begin on a day."""
    try:
        return day.replace(year=day.year + years) - timedelta(days=1)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + years, day=28)


def _none_of(check: Check, values: Values) -> Broken:
    name, _, column = check.left.partition(".")
    if column:
        return _off([number for number, row in _rows(check, values) if row.get(column) in check.values])
    return _unless(values.get(name) not in check.values)


def _mentions(check: Check, values: Values) -> Broken:
    said = "".join(_values_of(check.left, values))
    return _unless(not any(one in said for one in check.values))


def _disjoint(check: Check, values: Values) -> Broken:
    return _unless(not _values_of(check.left, values) & _values_of(check.right, values))


def _names_apart(check: Check, values: Values) -> Broken:
    """No name of one side is told on the other, whatever stands beside it (工会办公室赵六)."""
    left, right = _names(check.left, values), _names(check.right, values)
    pairs = [(one, other) for one in left for other in right]
    return _unless(not any(one in other or other in one for one, other in pairs if min(len(one), len(other)) > 1))


def _named_in(check: Check, values: Values) -> Broken:
    left, right = ("".join(_values_of(name, values)) for name in (check.left, check.right))
    return _unless(not left or not right or left in right)


def _number_of(check: Check, values: Values) -> Broken:
    """How many rows, or people, there are of a kind."""
    rows = [row for _, row in _rows(check, values)]
    wanted = _amount(check.right, values) if check.right else check.more
    if wanted is None or not isinstance(values.get(check.left), tuple):
        return None
    count = len({row.get(check.who, "") for row in rows}) if check.who else len(rows)
    return _unless(_COMPARED[check.compare or "equal"](count, wanted))


_COMPARED: Mapping[str, Callable[[int, int], bool]] = {
    "equal": lambda count, wanted: count == wanted,
    "at-most": lambda count, wanted: count <= wanted,
    "at-least": lambda count, wanted: count >= wanted,
}


def _other(check: Check, values: Values) -> set[str]:
    """Who has a row of the kind that `against` names."""
    rows = values.get(check.left)
    told = rows if isinstance(rows, tuple) else ()
    return {row.get(check.who, "") for row in told if row.get(check.where) in check.against}


def _not_both(check: Check, values: Values) -> Broken:
    other = _other(check, values)
    return _off([number for number, row in _rows(check, values) if row.get(check.who) in other])


def _also(check: Check, values: Values) -> Broken:
    other = _other(check, values)
    return _off([number for number, row in _rows(check, values) if row.get(check.who) not in other])


def _once(check: Check, values: Values) -> Broken:
    seen: set[tuple[str, str]] = set()
    again = []
    for number, row in _rows(check, values):
        key = (row.get(check.who, ""), row.get(check.where, ""))
        again += [number] if key in seen else []
        seen.add(key)
    return _off(again)


def _each(holds: Callable[[int, int], bool]) -> Callable[[Check, Values], Broken]:
    """Every row's numbers compared with one; where only some rows count, what is no number breaks it, too."""

    def check(check: Check, values: Values) -> Broken:
        total = _amount(check.right, values)
        if total is None:
            return None
        cells = [(number, _votes(row.get(one, ""))) for number, row in _rows(check, values) for one in check.values]
        off = [number for number, cell in cells if (bool(check.only) if cell is None else not holds(cell, total))]
        return _off(list(dict.fromkeys(off)))

    return check


def _row_at_most(check: Check, values: Values) -> Broken:
    """Of two columns the first is never the larger; a row that lacks a number says nothing."""
    less, more = check.values
    pairs = [(number, _votes(row.get(less, "")), _votes(row.get(more, ""))) for number, row in _rows(check, values)]
    return _off([number for number, one, other in pairs if one is not None and other is not None and one > other])


def _all_votes(check: Check, values: Values) -> Broken:
    """All votes together aren't more than the valid ballots times the seats."""
    ballots, seats = _amount(check.left, values), _amount(check.right, values)
    if ballots is None or seats is None:
        return None
    votes = 0
    for reference in check.parts:
        name, _, column = reference.partition(".")
        rows = values.get(name)
        votes += sum(_votes(row.get(column, "")) or 0 for row in rows) if isinstance(rows, tuple) else 0
    return _unless(votes <= ballots * seats)


def _band(check: Check, values: Values) -> Broken:
    left, right = _amount(check.left, values), _amount(check.right, values)
    for first, last, least, most in check.bands:
        if left is not None and right is not None and first <= right <= last:
            return _unless(least <= left <= most)
    return None


def _grown_by(check: Check, values: Values) -> Broken:
    """A number is another one, risen by so many per cent."""
    before, after = _amount(check.left, values), _amount(check.right, values)
    said = values.get(check.parts[0], "") if check.parts else ""
    match = re.fullmatch(r"\s*(-?\d+(?:\.\d+)?)\s*[%％]?\s*", said) if isinstance(said, str) else None
    if not before or after is None or match is None:
        return None
    return _unless(abs(Fraction(after - before, before) * 100 - Fraction(match[1])) <= _POINTS)


_RULES: Mapping[str, Callable[[Check, Values], Broken]] = {
    "at-most": _compared(lambda left, right, check: left + check.more <= right),
    "equal": _compared(lambda left, right, _: left == right),
    "share": _compared(lambda left, right, check: left >= Fraction(check.least) * right),
    "more-than-half": _compared(lambda left, right, _: 2 * left > right),
    "count": _compared(lambda left, right, check: left >= right + check.more),
    "sum": _summed(lambda parts, total: parts == total),
    "sum-at-most": _summed(lambda parts, total: parts <= total),
    "sum-equal": _equal_sums,
    "column-sum": _column_adds_up,
    "rows": _rows_add_up,
    "before": _in_order,
    "apart": _in_order,
    "within": _within,
    "term": _term,
    "none-of": _none_of,
    "mentions": _mentions,
    "disjoint": _disjoint,
    "names-apart": _names_apart,
    "named-in": _named_in,
    "number-of": _number_of,
    "not-both": _not_both,
    "also": _also,
    "once": _once,
    "row-at-most": _row_at_most,
    "each-at-most": _each(lambda cell, total: cell <= total),
    "each-over-half": _each(lambda cell, total: 2 * cell > total),
    "votes": _all_votes,
    "band": _band,
    "grown": _grown_by,
}
