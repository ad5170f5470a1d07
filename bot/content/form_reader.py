"""What the bot asks to fill in a document: `guides/fields/<id>.yaml`, read strictly."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from bot import wording
from bot.content.discovery import Listed, read_text
from bot.content.form_checks import count, is_yes, read_check, read_computed
from bot.errors import DocumentError
from bot.guide_files import locate
from bot.model import Column, Document, FieldKind, Form, FormField
from bot.yamlio.problems import Location, ProblemCollector, excerpt
from bot.yamlio.table_reader import TableReader
from bot.yamlio.yaml_reader import ListNode, MapNode, TextNode, parse

FOLDER = "fields"
TEMPLATES = "templates"
"""Word files with the blanks named, one a form, beside `fields`."""

FORM_KEYS = ("form", "intro", "fields", "checks", "computed")
FIELD_KEYS = ("name", "ask", "type", "example", "why", "optional", "least", "most", "unit", "choices", "columns", "strokes")
_NAME = re.compile(r"[A-Za-z\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff]{0,19}")
_KINDS = tuple(kind.value for kind in FieldKind)


def read_forms(guides: Path, documents: Iterable[Document], findings: ProblemCollector) -> tuple[Form, ...]:
    """The forms of a guides folder by file name, with everything noted that is wrong with them; none without the folder."""
    known = {document.id for document in documents}
    found: dict[str, tuple[Form, str]] = {}
    guides = guides.absolute()
    for path in sorted((guides / FOLDER).glob("*.y*ml")):
        name = f"{guides.name}/{FOLDER}/{path.name}"
        try:
            locate(guides, path.name, FOLDER)
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
    return locate(guides, f"{form.document}.docx", TEMPLATES)


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
        read_check(TableReader(table, Location(file, table.line), findings), asked)
        for table in (fields.tables("checks") if fields.has("checks") else ())
    )
    computed = tuple(
        read_computed(TableReader(table, Location(file, table.line), findings), asked)
        for table in (fields.tables("computed") if fields.has("computed") else ())
    )
    return Form(fields.text("form"), tuple(asked.values()), checks, fields.text("intro"), computed)


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
    by = fields.text("strokes")
    if by and by not in [column.name for column in columns]:
        fields.error("strokes", wording.LOAD_FORM_REFERENCE.format(key="strokes", name=excerpt(by)))
    return FormField(
        name,
        fields.text("ask"),
        kind,
        fields.text("example", 500),
        fields.text("why"),
        is_yes(fields, "optional"),
        count(fields, "least"),
        count(fields, "most"),
        fields.text("unit"),
        choices,
        columns,
        by,
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
