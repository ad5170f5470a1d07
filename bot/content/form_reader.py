"""What the bot asks to fill in a document: `guides/fields/<id>.yaml`, read strictly.

Rules that values are checked by, with the keys each one takes:

- `at-most` left, right: a number isn't larger than another
- `equal` left, right: two numbers agree
- `sum` parts, total: numbers add up to another
- `before` left, right: a date isn't after another
- `apart` left, right, days: a date is at least so many days after another
- `share` left, right, least: a number is at least that share (2/3) of another
- `more-than-half` left, right: a number is more than half of another
- `none-of` field, values: no row of a list has one of the values in a column (`list.column`); a choice isn't one of them;
  with `when` only if another choice is one of `is`, or another number is at least `from`, or less than `under`
- `disjoint` left, right: what a field or a column of a list (`list.column`) says isn't said by another, too
- `rows` list, columns, total: in every row of a list these columns are numbers that add up to another
- `count` list, number, more: a list has at least as many rows as a number says, and `more` beyond that
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from bot import wording
from bot.content.discovery import Listed, read_text
from bot.errors import DocumentError
from bot.guide_files import located
from bot.model import Check, Column, Document, FieldKind, Form, FormField
from bot.yamlio.problems import Location, ProblemCollector, excerpt
from bot.yamlio.table_reader import TableReader
from bot.yamlio.yaml_reader import ListNode, MapNode, TextNode, parse

FOLDER = "fields"
TEMPLATES = "templates"
"""Word files with the blanks named, one a form, beside `fields`."""

FORM_KEYS = ("form", "intro", "fields", "checks")
FIELD_KEYS = ("name", "ask", "type", "example", "why", "optional", "least", "most", "unit", "choices", "columns")
RULES: dict[str, tuple[str, ...]] = {
    "at-most": ("left", "right"),
    "equal": ("left", "right"),
    "sum": ("parts", "total"),
    "before": ("left", "right"),
    "apart": ("left", "right", "days"),
    "share": ("left", "right", "least"),
    "more-than-half": ("left", "right"),
    "none-of": ("field", "values", "when", "is", "from", "under"),
    "disjoint": ("left", "right"),
    "rows": ("list", "columns", "total"),
    "count": ("list", "number", "more"),
}
"""Rules with the keys they take."""
OPTIONAL = ("more", "when", "is", "from", "under")
"""Keys of rules that may be left out."""

_NAME = re.compile(r"[A-Za-z\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff]{0,19}")
_COUNT = re.compile(r"[0-9]{1,9}")
_SHARE = re.compile(r"[1-9][0-9]{0,3}/[1-9][0-9]{0,3}")
_KINDS = tuple(kind.value for kind in FieldKind)


def read_forms(guides: Path, documents: Iterable[Document], findings: ProblemCollector) -> tuple[Form, ...]:
    """The forms of a guides folder by file name, with everything noted that is wrong with them; none without the folder."""
    known = {document.id for document in documents}
    found: dict[str, tuple[Form, str]] = {}
    guides = guides.absolute()
    for path in sorted((guides / FOLDER).glob("*.y*ml")):
        name = f"{guides.name}/{FOLDER}/{path.name}"
        try:
            located(guides, path.name, FOLDER)
        except DocumentError as error:
            findings.error(Location(name), str(error))
            continue
        text = read_text(Listed(path, name), findings)
        root = None if text is None else parse(text, name, findings)
        if root is None:
            continue
        if not isinstance(root, MapNode):
            findings.error(Location(name, root.line), wording.LOAD_FORM_TOP)
            continue
        fields = TableReader(root, Location(name, root.line), findings)
        form = _form(fields, name, findings)
        if form.document and form.document not in known:
            fields.error("form", wording.LOAD_FORM_UNKNOWN.format(id=excerpt(form.document)))
        elif form.document in found:
            message = wording.LOAD_FORM_TWICE.format(id=form.document, other=found[form.document][1])
            fields.error("form", message)
        elif form.document:
            found[form.document] = (form, name)
    return tuple(form for form, _ in found.values())


def check_templates(forms: Iterable[Form], guides: Path, findings: ProblemCollector) -> None:
    """Every form has the Word file that it is written into."""
    for form in forms:
        spot = Location(f"{guides.absolute().name}/{FOLDER}/{form.document}.yaml", 1, form.document)
        try:
            if not template(guides, form).is_file():
                findings.error(spot, wording.LOAD_FORM_TEMPLATE.format(file=f"{TEMPLATES}/{form.document}.docx"))
        except DocumentError as error:
            findings.error(spot, str(error))


def template(guides: Path, form: Form) -> Path:
    """Where the Word file lies that a form is written into; raises DocumentError when that is outside the guides folder."""
    return located(guides, f"{form.document}.docx", TEMPLATES)


def _form(fields: TableReader, file: str, findings: ProblemCollector) -> Form:
    fields.known(FORM_KEYS, ("form", "fields"))
    asked: dict[str, FormField] = {}
    for table in fields.tables("fields"):
        told = TableReader(table, Location(file, table.line), findings)
        field = _field(told, file, findings)
        if field.name in asked:
            told.error("name", wording.LOAD_FORM_NAME_TWICE.format(name=excerpt(field.name)))
        elif field.name:
            asked[field.name] = field
    checks = tuple(
        _check(TableReader(table, Location(file, table.line), findings), asked)
        for table in (fields.tables("checks") if fields.has("checks") else ())
    )
    return Form(fields.text("form"), tuple(asked.values()), checks, fields.text("intro"))


def _field(fields: TableReader, file: str, findings: ProblemCollector) -> FormField:
    fields.known(FIELD_KEYS, ("name", "ask", "type"))
    name, said = fields.text("name"), fields.text("type")
    if name and not _NAME.fullmatch(name):
        fields.error("name", wording.LOAD_FORM_NAME.format(name=excerpt(name)))
    if said and said not in _KINDS:
        fields.error("type", wording.LOAD_FORM_TYPE.format(type=excerpt(said), types="、".join(_KINDS)))
    kind = FieldKind(said) if said in _KINDS else FieldKind.TEXT
    choices = tuple(text.value for text in fields.texts("choices"))
    if (kind is FieldKind.CHOICE) != (len(choices) > 1):
        fields.error("choices", wording.LOAD_FORM_CHOICES)
    columns = _columns(fields, file, findings)
    if (kind is FieldKind.LIST) != bool(columns):
        fields.error("columns", wording.LOAD_FORM_COLUMNS)
    return FormField(
        name,
        fields.text("ask"),
        kind,
        fields.text("example", 500),
        fields.text("why"),
        _yes(fields, "optional"),
        _count(fields, "least"),
        _count(fields, "most"),
        fields.text("unit"),
        choices,
        columns,
    )


def _columns(fields: TableReader, file: str, findings: ProblemCollector) -> tuple[Column, ...]:
    """Columns, each a name, or a table of a name and what may stand there."""
    found = []
    for node in fields.nodes("columns"):
        if isinstance(node, TextNode):
            found.append(Column(node.value.strip()))
        elif isinstance(node, MapNode):
            told = TableReader(node, Location(file, node.line), findings)
            told.known(("name", "choices"), ("name",))
            found.append(Column(told.text("name"), tuple(text.value for text in told.texts("choices"))))
        elif isinstance(node, ListNode):
            fields.error("columns", wording.LOAD_FORM_COLUMNS, node.line)
    for column in found:
        if column.name and not _NAME.fullmatch(column.name):
            fields.error("columns", wording.LOAD_FORM_NAME.format(name=excerpt(column.name)))
    return tuple(found)


def _check(fields: TableReader, asked: dict[str, FormField]) -> Check:
    rule = fields.text("rule")
    keys = RULES.get(rule, ())
    if rule and not keys:
        fields.error("rule", wording.LOAD_FORM_RULE.format(rule=excerpt(rule), rules="、".join(RULES)))
    fields.known(("rule", "say", "warn", *keys), ("rule", "say", *(key for key in keys if key not in OPTIONAL)))
    check = Check(
        rule,
        fields.text("say", 300),
        _yes(fields, "warn"),
        left=next((fields.text(key) for key in ("left", "field", "list") if key in keys), ""),
        right=next((fields.text(key) for key in ("right", "total", "number") if key in keys), ""),
        parts=tuple(text.value for text in fields.texts("parts")) if "parts" in keys else (),
        values=tuple(text.value for key in ("values", "columns") if key in keys for text in fields.texts(key)),
        least=fields.text("least") if "least" in keys else "",
        more=next((_count(fields, key) or 0 for key in ("more", "days") if key in keys), 0),
        when=fields.text("when"),
        choices=tuple(text.value for text in fields.texts("is")),
        start=_count(fields, "from"),
        under=_count(fields, "under"),
    )
    if check.least and not _SHARE.fullmatch(check.least):
        fields.error("least", wording.LOAD_FORM_SHARE.format(key="least", value=excerpt(check.least)))
    if keys:
        _check_names(check, keys, fields, asked)
        _check_values(check, fields, asked)
        _check_when(check, fields, asked)
    return check


def _check_names(check: Check, keys: tuple[str, ...], fields: TableReader, asked: dict[str, FormField]) -> None:
    """What a check compares is asked for, and is of the kind that the rule compares."""
    wanted = {
        "before": (FieldKind.DATE,),
        "apart": (FieldKind.DATE,),
        "none-of": (FieldKind.LIST, FieldKind.CHOICE),
        "disjoint": (FieldKind.LIST, FieldKind.TEXT),
        "count": (FieldKind.LIST,),
        "rows": (FieldKind.LIST,),
    }.get(check.rule, (FieldKind.NUMBER, FieldKind.LIST))
    named = [(keys[0], name) for name in (check.parts or (check.left,))]
    if check.right:
        named.append((keys[-1] if check.rule == "rows" else keys[1], check.right))
    for number, (key, said) in enumerate(named):
        name, _, column = said.partition(".")
        field = asked.get(name)
        allowed = (FieldKind.NUMBER, FieldKind.LIST) if check.rule in ("count", "rows") and number else wanted
        fits = field is not None and field.kind in allowed
        if said and not (fits and (not column or column in [one.name for one in field.columns])):  # type: ignore[union-attr]  # fits
            fields.error(key, wording.LOAD_FORM_REFERENCE.format(key=key, name=excerpt(said)))


def _check_values(check: Check, fields: TableReader, asked: dict[str, FormField]) -> None:
    """What a choice mustn't be is among its choices, and what is added up among the columns."""
    name, _, column = check.left.partition(".")
    field = asked.get(name)
    if field is None or not check.values:
        return
    columns = [one.choices for one in field.columns if one.name == column]
    choices = columns[0] if columns else field.choices or tuple(one.name for one in field.columns)
    if strange := [value for value in check.values if choices and value not in choices]:
        fields.error("values", wording.LOAD_FORM_VALUES.format(values=excerpt("、".join(strange))))


def _check_when(check: Check, fields: TableReader, asked: dict[str, FormField]) -> None:
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
    elif check.choices or not counted or field.kind not in (FieldKind.NUMBER, FieldKind.LIST):
        fields.error("when", wording.LOAD_FORM_WHEN)


def _count(fields: TableReader, key: str) -> int | None:
    value = fields.text(key)
    if value and not _COUNT.fullmatch(value):
        fields.error(key, wording.LOAD_FORM_COUNT.format(key=key, value=excerpt(value)))
        return None
    return int(value) if value else None


def _yes(fields: TableReader, key: str) -> bool:
    value = fields.text(key)
    if value not in ("", "true", "false"):
        fields.error(key, wording.LOAD_FORM_YES.format(key=key, value=excerpt(value)))
    return value == "true"
