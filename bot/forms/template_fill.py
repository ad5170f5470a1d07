"""A form filled in for one asker: the values in its Word template, and room for handwriting where there is none.

A template is any Word file with `{{name}}` where a value belongs. A table's row with `{{list.column}}` is repeated for each
row of the list; empty rows below it are taken for its reserve and go. Values are text whatever they hold: nothing in them is
read as a tag or as XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zipfile import BadZipFile

from docx.opc.exceptions import OpcError
from docx.table import Table, _Row
from docxtpl import DocxTemplate  # type: ignore[import-untyped]  # it ships no types
from jinja2 import ChainableUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from lxml.etree import LxmlError  # type: ignore[import-untyped]  # it ships no types
from markupsafe import Markup, escape

from bot import wording
from bot.content.form_reader import template as template_of
from bot.errors import DocumentError
from bot.forms.checking import computed
from bot.layout.blank_layout import ORDER, Blanks
from bot.layout.inline_markup import TAG
from bot.layout.line_layout import day_blank
from bot.layout.ooxml import ROOM
from bot.layout.reproducible_zip import settled
from bot.model import FieldKind, Form, Knowledge
from bot.model.form_values import Value, Values

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
"""Characters that XML can't hold, or that docxtpl takes for a new paragraph or page."""


def write(knowledge: Knowledge, form: Form, values: Values) -> bytes:
    """The filled Word file, the same bytes for the same values; what has no value is left for handwriting.

    What follows from the values is filled in, too.

    Raises DocumentError when the template is missing, is no Word file, lies elsewhere, or has a broken tag.
    """
    return fill(template_of(Path(knowledge.shelf), form), form, values)


def fill(file: Path, form: Form, values: Values, content: bytes = b"", mark: str = "") -> bytes:
    """The same from a template's file, or its `content`; with a `mark` at the head of each page."""
    values = {**values, **computed(form, values)}
    try:
        template = DocxTemplate(BytesIO(content) if content else file)
        _Filler(template.get_docx(), form, values).prepare()
        if mark:
            for section in template.get_docx().sections:
                section.header.paragraphs[0].text = mark
                section.even_page_header.paragraphs[0].text = mark
        template.render(_context(form, values), SandboxedEnvironment(undefined=_Room), autoescape=True)
        target = BytesIO()
        template.save(target)
        return settled(target.getvalue())
    except FileNotFoundError as error:
        raise DocumentError(wording.TEMPLATE_MISSING.format(file=file.name)) from error
    except TemplateError as error:
        raise DocumentError(wording.TEMPLATE_TAG.format(file=file.name)) from error
    except (OpcError, BadZipFile, OSError, KeyError, ValueError, LxmlError) as error:
        raise DocumentError(wording.TEMPLATE_BROKEN.format(file=file.name)) from error


class _Room(ChainableUndefined):
    """What a name stands for that the form doesn't know: room for handwriting."""

    def __str__(self) -> str:
        return ROOM * 5

    def __html__(self) -> str:
        return ROOM * 5


def _context(form: Form, values: Values) -> dict[str, Any]:
    """What each name in the template stands for."""
    blanks = Blanks(form)
    found: dict[str, Any] = {}
    for field in form.fields:
        value = values.get(field.name)
        if isinstance(value, tuple):
            found[field.name] = [_row(row, number) for number, row in enumerate(value, 1)]
        elif value:
            found[field.name] = _safe(value)
            found |= {_part(field.name, number): _safe(line) for number, line in enumerate(_lines(value))}
        elif field.kind is not FieldKind.LIST:
            found[field.name] = day_blank() if blanks.is_date(field.name) else ROOM * blanks.ems(field.name)
    for one in form.computed:
        if "." not in one.name:
            found[one.name] = values.get(one.name) or ROOM * blanks.ems(one.name)
    return found


def _row(row: Mapping[str, str], number: int) -> SimpleNamespace:
    return SimpleNamespace(**{ORDER: str(number)} | {name: _safe(value) for name, value in row.items()})


def _safe(value: str) -> Markup:
    """A value that stays text on its way through the template into XML.

    Braces too: after rendering docxtpl turns what looks like an escaped tag, such as {_{, into a tag's sign.
    """
    clean = _FORBIDDEN.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    return Markup(str(escape(clean)).replace("{", "&#123;").replace("}", "&#125;"))  # noqa: S704  # escaped just now


def _lines(value: str) -> list[str]:
    return value.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _part(name: str, number: int) -> str:
    """What a line of a value is called in the template while it is filled in."""
    return f"{name}__{number}"


class _Filler:
    """Prepares a template for the values: rows for lists, paragraphs for lines, empty cells where there is no value."""

    def __init__(self, word: Any, form: Form, values: Values) -> None:
        self._word = word
        self._form = form
        self._values = values
        self._blanks = Blanks(form)
        self._lists = {field.name for field in form.fields if field.kind is FieldKind.LIST}

    def prepare(self) -> None:
        """Everything that must be done before names are replaced."""
        for table in _tables(self._word):
            for row in list(table.rows):
                self._row(row)
        for paragraph in self._word.element.body.iter(f"{{{self._word.element.nsmap['w']}}}p"):
            self._paragraph(paragraph)

    def _row(self, row: _Row) -> None:
        named = {name.partition(".")[0] for name in _names(row._tr) if "." in name} & self._lists
        if not named:
            return
        name = named.pop()
        value = self._values.get(name)
        if not value:
            self._vacate(row, name)
            return
        for follower in list(_reserve(row._tr)):
            follower.getparent().remove(follower)
        row._tr.addprevious(_loop(row._tr, f"{{%tr for {name} in {name} %}}"))
        row._tr.addnext(_loop(row._tr, "{%tr endfor %}"))

    def _vacate(self, row: _Row, name: str) -> None:
        """Leave a list's row for handwriting."""
        for paragraph in row._tr.xpath(".//w:p"):
            if any(one.startswith(f"{name}.") for one in _names(paragraph)):
                _say(paragraph, "1" if f"{name}.{ORDER}" in _names(paragraph) else "")

    def _paragraph(self, paragraph: Any) -> None:
        match = TAG.fullmatch(_text(paragraph).strip())
        field = self._form.field(match[1]) if match else None
        if field is None or field.name in self._lists:
            return
        value: Value = self._values.get(field.name, "")
        if value:
            lines = _lines(str(value))
            for number, _ in reversed(list(enumerate(lines[1:], 1))):
                more = deepcopy(paragraph)
                _say(more, "{{" + _part(field.name, number) + "}}")
                paragraph.addnext(more)
            if len(lines) > 1:
                _say(paragraph, "{{" + _part(field.name, 0) + "}}")
        elif paragraph.getparent().tag.endswith("}tc") and not self._blanks.is_date(field.name):
            _say(paragraph, "")  # the cell is the room


def _tables(word: Any) -> Iterator[Table]:
    """Every table, those within tables too."""
    for element in word.element.body.xpath(".//w:tbl"):
        yield Table(element, word)


def _text(element: Any) -> str:
    """What an element says; Word cuts a tag into runs as it likes."""
    return "".join(text.text or "" for text in element.xpath(".//w:t"))


def _names(element: Any) -> list[str]:
    return TAG.findall(_text(element))


def _reserve(row: Any) -> Iterator[Any]:
    """The rows below that hold nothing, or only a number."""
    following = row.getnext()
    while (
        following is not None
        and following.tag == row.tag
        and all(not said or said.isdecimal() for said in (_text(cell).strip() for cell in following.xpath("./w:tc")))
    ):
        yield following
        following = following.getnext()


def _loop(row: Any, tag: str) -> Any:
    """A row that is nothing but a tag: docxtpl puts the tag in its place."""
    made = deepcopy(row)
    for cell in made.xpath("./w:tc")[1:]:
        made.remove(cell)
    _say(made.xpath(".//w:p")[0], tag)
    return made


def _say(paragraph: Any, text: str) -> None:
    """Replace what a paragraph says, in the look of its first run."""
    texts = paragraph.xpath(".//w:t")
    for number, one in enumerate(texts):
        one.text = text if number == 0 else ""
