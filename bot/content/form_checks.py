"""The rules that the values of a form are checked by, read strictly from `guides/fields`, with what is computed from them.

Every rule has `say` (what the asker is told, with the rule's basis), may have `warn: true` (told only), and counts always,
or with `when` only if a choice is one of `is`, or a number is at least `from`, or less than `under`. In a list, `where` and
`only` let just the rows count whose column is one of these. Numbers are fields, or lists: then their rows are counted.

- `at-most` left, right, more: a number, and `more` beyond it, isn't larger than another
- `equal` left, right: two numbers agree
- `sum`, `sum-at-most` parts, total: numbers add up to another, or to no more than it
- `sum-equal` parts, right-parts: numbers add up to as much as others do
- `column-sum` list, columns, total: a column adds up to a number over all rows
- `share` left, right, least: a number is at least that share (2/3) of another
- `more-than-half` left, right: a number is more than half of another
- `band` left, right, bands: a number lies where another one puts it (`25-200: 3-7`)
- `grown` left, right, percent: a number is another one risen by so many per cent
- `before` left, right: a date isn't after another
- `apart`, `within` left, right, days: a date is at least, or at most, so many days after another
- `term` left, right, years: from one date to another are as many years as a choice says, or without it three or five
- `none-of` field, values: a choice, or a column of a list (`list.column`), has none of the values
- `mentions` field, values: a text holds none of the words
- `disjoint` left, right: what a field or a column (`list.column`) says isn't said by another, too
- `names-apart` left, right: no name of one is told in the other, whatever stands beside it
- `named-in` left, right: a text stands within another
- `count` list, number, more: a list has at least as many rows as a number says, and `more` beyond that
- `number-of` list, number or count, compare, who: rows (of `who`: different people) compared with a number
- `not-both`, `also` list, who, where, only, against: who has a row of `only` has none, or has one, too, of `against`
- `once` list, who, where: nobody stands in a list twice; with `where`, not twice with the same in it
- `rows` list, columns, total: in every row these columns are numbers that add up to another
- `row-at-most` list, columns: in every row the number in the first of two columns isn't larger than that in the second
- `each-at-most`, `each-over-half` list, columns, total: every row's numbers are at most, or over half of, another
- `votes` parts, left, right: columns (`list.column`) add up to no more than a number times another

Computed, with `name`: `difference` of two numbers left, right; `over-half`: whether a column left (`list.column`) is more
than half of right, as 是 or 否 in each row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot import wording
from bot.model import Check, Computed, FieldKind, FormField
from bot.yamlio.problems import excerpt
from bot.yamlio.table_reader import TableReader


@dataclass(frozen=True, slots=True)
class Rule:
    """Which keys a rule takes: those that name a field with what it may be, others, and those that may be left out."""

    names: Mapping[str, str]
    plain: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


_TWO = {"left": "number", "right": "number"}
_DATES = {"left": "date", "right": "date"}
_EACH = Rule({"list": "list", "total": "number"}, ("columns", "where", "only"), ("where", "only"))
_PEOPLE = Rule({"list": "list"}, ("who", "where", "only", "against"))
RULES: Mapping[str, Rule] = {
    "at-most": Rule(_TWO, ("more",), ("more",)),
    "equal": Rule(_TWO),
    "sum": Rule({"parts": "number", "total": "number"}),
    "sum-at-most": Rule({"parts": "number", "total": "number"}),
    "sum-equal": Rule({"parts": "number", "right-parts": "number"}),
    "column-sum": _EACH,
    "share": Rule(_TWO, ("least",)),
    "more-than-half": Rule(_TWO),
    "band": Rule(_TWO, ("bands",)),
    "grown": Rule({**_TWO, "percent": "text"}),
    "before": Rule(_DATES),
    "apart": Rule(_DATES, ("days",)),
    "within": Rule(_DATES, ("days",)),
    "term": Rule({**_DATES, "years": "choice"}, (), ("years",)),
    "none-of": Rule({"field": "picked"}, ("values", "where", "only"), ("where", "only")),
    "mentions": Rule({"field": "text"}, ("values",)),
    "disjoint": Rule({"left": "said", "right": "said"}),
    "names-apart": Rule({"left": "said", "right": "said"}),
    "named-in": Rule({"left": "text", "right": "text"}),
    "count": Rule({"list": "list", "number": "number"}, ("more",), ("more",)),
    "number-of": Rule(
        {"list": "list", "number": "number"},
        ("where", "only", "count", "compare", "who"),
        ("number", "where", "only", "count", "who", "compare"),
    ),
    "not-both": _PEOPLE,
    "also": _PEOPLE,
    "once": Rule({"list": "list"}, ("who", "where"), ("where",)),
    "rows": _EACH,
    "row-at-most": Rule({"list": "list"}, ("columns", "where", "only"), ("where", "only")),
    "each-at-most": _EACH,
    "each-over-half": _EACH,
    "votes": Rule({"parts": "column", **_TWO}),
}
COMPARE = ("at-most", "equal", "at-least")
COMPUTED: Mapping[str, tuple[str, str]] = {"difference": ("number", "number"), "over-half": ("column", "number")}
"""What is computed, with what its left and right may be."""

_WHEN = ("when", "is", "from", "under")
_NUMBERS = (FieldKind.NUMBER, FieldKind.LIST)
_KINDS: Mapping[str, tuple[FieldKind, ...]] = {
    "number": _NUMBERS,
    "date": (FieldKind.DATE,),
    "list": (FieldKind.LIST,),
    "column": (FieldKind.LIST,),
    "choice": (FieldKind.CHOICE,),
    "picked": (FieldKind.CHOICE, FieldKind.LIST),
    "text": (FieldKind.TEXT, FieldKind.LONG),
    "said": (FieldKind.TEXT, FieldKind.LONG, FieldKind.LIST),
}
_COLUMN = ("column",)
_EITHER = ("picked", "said")
"""Where a list is named with one of its columns."""
_COUNT = re.compile(r"[0-9]{1,9}")
_SHARE = re.compile(r"[1-9][0-9]{0,3}/[1-9][0-9]{0,3}")
_BAND = re.compile(r"([0-9]{1,6})-([0-9]{1,6})[:：] *([0-9]{1,4})-([0-9]{1,4})")


def read_check(fields: TableReader, asked: Mapping[str, FormField]) -> Check:
    """One check, with everything noted that is wrong with it."""
    name = fields.text("rule")
    rule = RULES.get(name)
    if rule is None:
        if name:
            fields.error("rule", wording.LOAD_FORM_RULE.format(rule=excerpt(name), rules="、".join(RULES)))
        return Check("equal", "")
    keys = (*rule.names, *rule.plain)
    fields.known(("rule", "say", "warn", *keys, *_WHEN), ("rule", "say", *(key for key in keys if key not in rule.optional)))
    check = Check(
        name,
        fields.text("say", 300),
        is_yes(fields, "warn"),
        left=_check_keys(fields, rule, ("left", "field", "list")),
        right=_check_keys(fields, rule, ("right", "total", "number")),
        parts=_texts(fields, keys, "parts") or tuple(filter(None, (_check_keys(fields, rule, ("years", "percent")),))),
        values=_texts(fields, keys, "values") or _texts(fields, keys, "columns"),
        least=fields.text("least") if "least" in keys else "",
        more=next((count(fields, key) or 0 for key in ("more", "days", "count") if key in keys), 0),
        when=fields.text("when"),
        choices=tuple(text.value for text in fields.texts("is")),
        start=count(fields, "from"),
        under=count(fields, "under"),
        who=fields.text("who") if "who" in keys else "",
        where=fields.text("where") if "where" in keys else "",
        only=_texts(fields, keys, "only"),
        against=_texts(fields, keys, "against"),
        others=_texts(fields, keys, "right-parts"),
        compare=fields.text("compare") if "compare" in keys else "",
        bands=_bands(fields) if "bands" in keys else (),
    )
    if check.least and not _SHARE.fullmatch(check.least):
        fields.error("least", wording.LOAD_FORM_SHARE.format(key="least", value=excerpt(check.least)))
    if check.compare and check.compare not in COMPARE:
        fields.error("compare", wording.LOAD_FORM_RULE.format(rule=excerpt(check.compare), rules="、".join(COMPARE)))
    if name == "number-of" and fields.has("number") == fields.has("count"):
        fields.error("number", wording.LOAD_FORM_NUMBER)
    _check_names(rule, fields, asked)
    _check_columns(check, fields, asked)
    _check_values(check, fields, asked)
    _check_when(check, fields, asked)
    return check


def read_computed(fields: TableReader, asked: Mapping[str, FormField]) -> Computed:
    """One blank that is computed, with everything noted that is wrong with it."""
    fields.known(("name", "rule", "left", "right"), ("name", "rule", "left", "right"))
    one = Computed(fields.text("name"), fields.text("rule"), fields.text("left"), fields.text("right"))
    kinds = COMPUTED.get(one.rule)
    if kinds is None:
        fields.error("rule", wording.LOAD_FORM_RULE.format(rule=excerpt(one.rule), rules="、".join(COMPUTED)))
        return one
    for key, said, kind in (("left", one.left, kinds[0]), ("right", one.right, kinds[1])):
        _check_name(key, said, kind, fields, asked)
    if one.name in asked or ("." in one.name) is not ("." in one.left):
        fields.error("name", wording.LOAD_FORM_REFERENCE.format(key="name", name=excerpt(one.name)))
    return one


def count(fields: TableReader, key: str) -> int | None:
    """A whole number; None when it is missing or isn't one."""
    value = fields.text(key)
    if value and not _COUNT.fullmatch(value):
        fields.error(key, wording.LOAD_FORM_COUNT.format(key=key, value=excerpt(value)))
        return None
    return int(value) if value else None


def is_yes(fields: TableReader, key: str) -> bool:
    """Whether a key says true."""
    value = fields.text(key)
    if value not in ("", "true", "false"):
        fields.error(key, wording.LOAD_FORM_YES.format(key=key, value=excerpt(value)))
    return value == "true"


def _texts(fields: TableReader, keys: tuple[str, ...], key: str) -> tuple[str, ...]:
    return tuple(text.value for text in fields.texts(key)) if key in keys else ()


def _check_keys(fields: TableReader, rule: Rule, keys: tuple[str, ...]) -> str:
    return next((fields.text(key) for key in keys if key in rule.names), "")


def _bands(fields: TableReader) -> tuple[tuple[int, int, int, int], ...]:
    found = []
    for text in fields.texts("bands"):
        match = _BAND.fullmatch(text.value)
        if match is None:
            fields.error("bands", wording.LOAD_FORM_BAND.format(value=excerpt(text.value)), text.line)
        else:
            first, last, least, most = map(int, match.groups())
            found.append((first, last, least, most))
    return tuple(found)


def _check_names(rule: Rule, fields: TableReader, asked: Mapping[str, FormField]) -> None:
    """What a check compares is asked for, and is of the kind that the rule compares."""
    for key, kind in rule.names.items():
        said = [text.value for text in fields.texts(key)] if key.endswith("parts") else [fields.text(key)]
        for name in said:
            _check_name(key, name, kind, fields, asked)


def _check_name(key: str, said: str, kind: str, fields: TableReader, asked: Mapping[str, FormField]) -> None:
    name, _, column = said.partition(".")
    field = asked.get(name)
    fits = field is not None and field.kind in _KINDS[kind]
    if field is not None and fits:
        listed = field.kind is FieldKind.LIST
        wants = kind in _COLUMN or (kind in _EITHER and listed)
        fits = bool(column) is wants and (not column or column in _columns(field))
    if said and not fits:
        fields.error(key, wording.LOAD_FORM_REFERENCE.format(key=key, name=excerpt(said)))


def _columns(field: FormField) -> dict[str, tuple[str, ...]]:
    return {column.name: column.choices for column in field.columns}


def _check_columns(check: Check, fields: TableReader, asked: Mapping[str, FormField]) -> None:
    """The columns that a check looks at are the list's, and can say what they are compared with."""
    field = asked.get(check.left.partition(".")[0])
    if field is None or field.kind is not FieldKind.LIST:
        if check.where or check.only:
            fields.error("where", wording.LOAD_FORM_WHERE)
        return
    columns = _columns(field)
    for key, name in (("who", check.who), ("where", check.where)):
        if name and name not in columns:
            fields.error(key, wording.LOAD_FORM_REFERENCE.format(key=key, name=excerpt(name)))
    if bool(check.only) > bool(check.where) or (check.where and not check.only and check.rule != "once"):
        fields.error("where", wording.LOAD_FORM_WHERE)
    choices = columns.get(check.where, ())
    for key, values in (("only", check.only), ("against", check.against)):
        if choices and (strange := [value for value in values if value not in choices]):
            fields.error(key, wording.LOAD_FORM_VALUES.format(values=excerpt("、".join(strange))))


def _check_values(check: Check, fields: TableReader, asked: Mapping[str, FormField]) -> None:
    """What a choice mustn't be is among its choices, and what is added up among the columns."""
    name, _, column = check.left.partition(".")
    field = asked.get(name)
    if field is None or not check.values:
        return
    choices = _columns(field).get(column, ()) if column else field.choices or tuple(_columns(field))
    if strange := [value for value in check.values if choices and value not in choices]:
        fields.error("values", wording.LOAD_FORM_VALUES.format(values=excerpt("、".join(strange))))


def _check_when(check: Check, fields: TableReader, asked: Mapping[str, FormField]) -> None:
    """What decides whether a check counts is asked for, and can be what it is compared with."""
    counted = check.start is not None or check.under is not None
    if not check.when:
        if check.choices or counted:
            fields.error("when", wording.LOAD_FORM_WHEN)
        return
    field = asked.get(check.when)
    if field is None:
        fields.error("when", wording.LOAD_FORM_REFERENCE.format(key="when", name=excerpt(check.when)))
    elif field.kind is FieldKind.CHOICE:
        if counted or not check.choices or not set(check.choices) <= set(field.choices):
            fields.error("is", wording.LOAD_FORM_WHEN)
    elif check.choices or not counted or field.kind not in _NUMBERS:
        fields.error("when", wording.LOAD_FORM_WHEN)
