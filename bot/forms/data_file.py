"""The values of a form from a data file: `field: value` in YAML, read as strictly as what is asked for in conversation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from bot import wording
from bot.content.discovery import Listed, read_text
from bot.errors import KnowledgeError
from bot.forms import checking
from bot.forms import validation as blanks
from bot.forms.validation import RefusedError
from bot.model import FieldKind, Form, FormField
from bot.model.form_values import Value, Values
from bot.yamlio.problems import Location, ProblemCollector, excerpt, nearest
from bot.yamlio.yaml_reader import ListNode, MapNode, Node, TextNode, parse

_NOTHING = ("", "~", "null")


def read_data_file(path: Path, form: Form, today: date) -> tuple[Values, tuple[str, ...]]:
    """The values, and the warnings of the form's checks. `today` tells the year of a date without one.

    A list is a list of tables by column, or of texts with the columns in order, or one text with a row a line. A field
    without a value stays blank. Raises KnowledgeError, carrying every problem by line and key.
    """
    findings = ProblemCollector()
    text = read_text(Listed(path, path.name), findings)
    root = None if text is None else parse(text, path.name, findings)
    if root is not None and not isinstance(root, MapNode):
        findings.error(Location(path.name, root.line), wording.GIVEN_TOP)
    table = root if isinstance(root, MapNode) else MapNode(0)
    values = _values(table, form, path.name, today, findings)
    warnings = _checked(table, form, values, path.name, findings)
    if findings.failed:
        raise KnowledgeError(wording.GIVEN_FAILED.format(file=path), findings.problems())
    return values, warnings


def _values(table: MapNode, form: Form, file: str, today: date, findings: ProblemCollector) -> dict[str, Value]:
    names = [field.name for field in form.fields]
    found: dict[str, Value] = {}
    for name, node in table.values.items():
        spot = Location(file, table.lines[name], key=excerpt(name))
        field = form.field(name)
        if field is None:
            near = nearest(name, names)
            advice = wording.GIVEN_NEAR.format(near=near) if near else wording.GIVEN_NAMES.format(names="、".join(names))
            findings.error(spot, wording.GIVEN_UNKNOWN.format(name=excerpt(name)) + advice)
            continue
        try:
            said = as_typed(field, node)
            if said:
                found[name] = blanks.read(field, said, today)
        except RefusedError as error:
            findings.error(spot, str(error))
    for field in form.fields:
        if not field.optional and field.name not in found and field.name not in table.lines:
            findings.error(Location(file, table.line, key=field.name), wording.GIVEN_MISSING.format(name=field.name))
        elif not field.optional and field.name not in found and not findings.at(file, table.lines.get(field.name, 0)):
            findings.error(Location(file, table.lines[field.name], key=field.name), wording.FILL_NEEDED)
    return found


def as_typed(field: FormField, node: Node) -> str:
    """A value as it would be written in conversation."""
    if isinstance(node, TextNode):
        return "" if not node.quoted and node.value.strip() in _NOTHING else node.value
    if field.kind is not FieldKind.LIST or not isinstance(node, ListNode):
        raise RefusedError(wording.GIVEN_TEXT.format(name=field.name))
    return "\n".join(_row(field, item) for item in node.items)


def _row(field: FormField, item: Node) -> str:
    if isinstance(item, TextNode):
        return " ".join(item.value.split())
    columns = [column.name for column in field.columns]
    if not isinstance(item, MapNode) or set(item.values) - set(columns):
        raise RefusedError(wording.GIVEN_ROW.format(name=field.name, columns="、".join(columns)))
    cells = [_cell(item.values.get(name)) for name in columns]
    if not all(cells):
        raise RefusedError(wording.GIVEN_ROW.format(name=field.name, columns="、".join(columns)))
    return " ".join(cells)


def _cell(node: Node | None) -> str:
    # a space would begin the next column
    return "".join(node.value.split()) if isinstance(node, TextNode) else ""


def _checked(table: MapNode, form: Form, values: Values, file: str, findings: ProblemCollector) -> tuple[str, ...]:
    """Note the checks that don't hold; those that only warn are returned."""
    failed = checking.failed(form, values)
    for check in failed:
        if not check.warn:
            names = checking.concerned(check)
            line = max((table.lines.get(name, 0) for name in names), default=0)
            findings.error(Location(file, line, key="、".join(names)), wording.FILL_WRONG.format(say=check.say))
    return tuple(wording.FILL_WARN.format(say=check.say) for check in failed if check.warn)


def starter_file(form: Form, title: str) -> str:
    """A data file to fill in: every field with what it asks for, and its example."""
    lines = [wording.GIVEN_STARTER.format(title=title)]
    for field in form.fields:
        lines += ["", *_comments(field)]
        if field.kind is FieldKind.LIST:
            lines += [f"{field.name}:", *(f"  # - {row}" for row in (field.example or "").splitlines() if row)]
        else:
            lines.append(f"{field.name}:")
    return "\n".join(lines) + "\n"


def _comments(field: FormField) -> Iterable[str]:
    yield f"# {field.ask}" + (wording.GIVEN_OPTIONAL if field.optional else "")
    if field.choices:
        yield "# " + wording.GIVEN_CHOICES.format(choices="、".join(field.choices))
    if field.columns:
        yield "# " + wording.GIVEN_COLUMNS.format(columns=" ".join(column.name for column in field.columns))
    if field.example and field.kind is not FieldKind.LIST:
        yield "# " + wording.FILL_EXAMPLE.format(example=field.example.replace("\n", " "))
