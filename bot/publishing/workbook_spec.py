"""What a workbook is made of, read strictly from YAML: sheets of tables and pages, their columns, lists and notes.

The format is told in `bot/publishing/workbook_writer.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from bot import wording
from bot.errors import DocumentError
from bot.yamlio.problems import Location, ProblemCollector, excerpt, sentence
from bot.yamlio.table_reader import ID, TableReader
from bot.yamlio.yaml_reader import ListNode, MapNode, TextNode, parse

KINDS = ("order", "text", "long", "date", "number", "money", "choice", "yes-no", "formula", "due", "status")
SHOWN = ("text", "number", "money", "percent", "date")
"""How the result of a formula looks."""
TERMS = ("years", "months", "days", "workdays")
GRID = 8
"""Columns of a page, the width that the parts of a static table add up to."""

AHEAD = 90
"""Days before a due date from which it is amber, unless the spec says otherwise."""
MOST_ROWS = 20_000
MOST_NOTE = 120
"""Characters of a column's note: it is shown beside the cell, where Excel cuts at 255."""
MOST_LINE = 400
MOST_FORMULA = 900
PREPARED = 30
"""Rows of a table unless the spec says otherwise."""

BOOK_KEYS = ("id", "title", "purpose", "lists", "sheets")
SHEET_KEYS = (
    "name", "title", "purpose", "color", "landscape", "height", "rows", "freeze", "filter", "above", "columns", "items",
    "filled", "sign", "notes", "parts", "one-page", "total-by",
    "open",
)  # fmt: skip
COLUMN_KEYS = (
    "name", "type", "width", "choices", "note", "required", "formula", "show", "empty", "total", "least", "most", "after",
    "start", "add", "of", "ahead", "unless", "wide",
)  # fmt: skip
PART_KEYS = ("heading", "cells", "dates", "counts", "overview", "lines", "head", "spans", "notes")

_NAME = re.compile(r"[^\s.{}^\"'\[\]:*?/\\]{1,24}")
_COUNT = re.compile(r"-?[0-9]{1,9}")
_COLOR = re.compile(r"[0-9A-Fa-f]{6}")

_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, or a cell of a page: what stands there and how it is checked."""

    name: str
    kind: str = "text"
    width: int = 12
    choices: tuple[str, ...] = ()
    """Written out; empty when `source` names a list or a column of another sheet."""
    source: str = ""
    note: str = ""
    required: bool = False
    formula: str = ""
    show: str = "text"
    empty: str = ""
    """What a formula gives in the empty workbook: programs that don't calculate show it."""
    total: bool = False
    least: int | None = None
    most: str = ""
    """A number, or the name of another column."""
    after: str = ""
    """The column whose date this one may not lie before."""
    start: str = ""
    add: str = ""
    of: str = ""
    ahead: int | None = None
    unless: str = ""
    """A condition under which a date is no longer due."""
    wide: bool = False

    @property
    def typed(self) -> bool:
        """Whether a person types it."""
        return self.kind not in ("order", "formula", "due", "status")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a page: its heading and one thing below it."""

    heading: str = ""
    cells: tuple[Column, ...] = ()
    dates: tuple[Column, ...] = ()
    counts: tuple[Column, ...] = ()
    overview: bool = False
    lines: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    spans: tuple[int, ...] = ()
    grid: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: a table when it has columns, a page of parts otherwise."""

    name: str
    title: str = ""
    purpose: str = ""
    color: str = ""
    landscape: bool = False
    height: int = 0
    rows: int = PREPARED
    freeze: int = 0
    filter: bool = False
    above: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    filled: tuple[dict[str, str], ...] = ()
    sign: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    one_page: bool = False
    """Whether it is printed on a single page."""
    total_by: str = ""
    """The column for each of whose values there is a total of its own."""
    open: bool = False
    """Whether what is filled in already may be changed."""

    @property
    def growing(self) -> bool:
        """Whether it is a table that rows are pasted into: all below its heads is room, what belongs to it stands above."""
        return bool(self.columns) and not self.filled and not self.height

    @property
    def key(self) -> Column | None:
        """The column that says whether a row is used: the first that a person types and that isn't filled in already."""
        ready = {name for row in self.filled for name in row}
        return next((one for one in self.columns if one.typed and one.name not in ready), None)


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook."""

    id: str
    title: str
    purpose: str = ""
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sheets: tuple[Sheet, ...] = ()


def read(text: str, file: str = wording.BOOK_FILE) -> Book:
    """The workbook that a spec describes; raises DocumentError with everything that is wrong with it."""
    findings = ProblemCollector()
    root = parse(text, file, findings)
    book = Book("", "")
    if isinstance(root, MapNode):
        book = _Reader(file, findings).book(root)
    elif root is not None:
        findings.error(Location(file, root.line), wording.BOOK_TOP)
    if findings.failed:
        raise DocumentError("\n".join(sentence(problem) for problem in findings.problems()))
    return book


class _Reader:
    """Turns the tree of one spec into its parts, noting what is wrong."""

    def __init__(self, file: str, findings: ProblemCollector) -> None:
        self._file = file
        self._findings = findings

    def book(self, table: MapNode) -> Book:
        """The whole workbook."""
        fields = self._fields(table)
        fields.known(BOOK_KEYS, ("id", "title", "sheets"))
        if (name := fields.text("id")) and not ID.fullmatch(name):
            fields.error("id", wording.LOAD_ID.format(id=excerpt(name)))
        lists = dict(self._each(fields, "lists", self._list))
        sheets = self._each(fields, "sheets", self._sheet)
        self._apart(fields, "sheets", [sheet.name for sheet in sheets])
        return Book(name, fields.text("title"), fields.text("purpose"), lists, sheets)

    def _list(self, table: MapNode) -> tuple[str, tuple[str, ...]]:
        fields = self._fields(table)
        fields.known(("name", "items"), ("name", "items"))
        return self._name(fields), _texts(fields, "items")

    def _sheet(self, table: MapNode) -> Sheet:
        fields = self._fields(table)
        fields.known(SHEET_KEYS, ("name",))
        name = self._name(fields)
        columns = self._each(fields, "columns", self._column)
        self._apart(fields, "columns", [column.name for column in columns])
        parts = self._each(fields, "parts", self._part)
        if bool(columns) == bool(parts):
            fields.error("columns", wording.BOOK_SHEET_EMPTY)
        filled = self._filled(fields, columns)
        color = fields.text("color")
        if color and not _COLOR.fullmatch(color):
            fields.error("color", wording.BOOK_COLOR.format(value=excerpt(color)))
        return Sheet(
            name,
            fields.text("title") or name,
            fields.text("purpose"),
            color,
            self._yes(fields, "landscape"),
            self._count(fields, "height") or 0,
            min(self._count(fields, "rows") or len(filled) or PREPARED, MOST_ROWS),
            self._count(fields, "freeze") or 0,
            self._yes(fields, "filter"),
            _texts(fields, "above"),
            columns,
            filled,
            _texts(fields, "sign"),
            _texts(fields, "notes", MOST_LINE),
            parts,
            self._yes(fields, "one-page"),
            fields.text("total-by"),
            self._yes(fields, "open"),
        )

    def _column(self, table: MapNode) -> Column:
        fields = self._fields(table)
        fields.known(COLUMN_KEYS, ("name",))
        kind = self._word(fields, "type", KINDS, "text")
        choices, source = self._choices(fields, table)
        column = Column(
            self._name(fields),
            kind,
            self._count(fields, "width") or 12,
            choices,
            source,
            fields.text("note", MOST_NOTE),
            self._yes(fields, "required"),
            fields.text("formula", MOST_FORMULA),
            self._word(fields, "show", SHOWN, "text"),
            fields.text("empty"),
            self._yes(fields, "total"),
            self._count(fields, "least"),
            fields.text("most"),
            fields.text("after"),
            fields.text("start"),
            self._term(fields),
            fields.text("of"),
            self._count(fields, "ahead"),
            fields.text("unless"),
            self._yes(fields, "wide"),
        )
        self._agrees(fields, column)
        return column

    def _agrees(self, fields: TableReader, column: Column) -> None:
        """Note what a column of its type lacks, or has without use."""
        needs = {
            "formula": bool(column.formula),
            "choice": bool(column.choices or column.source),
            "status": bool(column.of),
            "due": bool(column.formula) != bool(column.start and column.add),
        }
        if not needs.get(column.kind, True):
            fields.error("type", wording.BOOK_NEEDS[column.kind].format(name=column.name))
        if (column.choices or column.source) and column.kind not in ("choice", "number"):
            fields.error("choices", wording.BOOK_CHOICES.format(name=column.name))

    def _choices(self, fields: TableReader, table: MapNode) -> tuple[tuple[str, ...], str]:
        """Choices written out, or the name of the list or column where they stand."""
        if isinstance(table.values.get("choices"), ListNode):
            return _texts(fields, "choices"), ""
        return (), fields.text("choices")

    def _term(self, fields: TableReader) -> str:
        term = fields.text("add")
        if term and term.rpartition(" ")[2] not in TERMS:
            fields.error("add", wording.BOOK_TERM.format(value=excerpt(term), terms="、".join(TERMS)))
        return term

    def _part(self, table: MapNode) -> Part:
        fields = self._fields(table)
        fields.known(PART_KEYS, ())
        grid = self._grid(fields) if fields.has("head") else ()
        return Part(
            fields.text("heading"),
            self._each(fields, "cells", self._column),
            self._each(fields, "dates", self._date),
            self._each(fields, "counts", self._date),
            self._yes(fields, "overview"),
            () if grid else _texts(fields, "lines", MOST_LINE),
            _texts(fields, "head"),
            tuple(int(text) for text in _texts(fields, "spans")),
            grid,
            _texts(fields, "notes", MOST_LINE),
        )

    def _date(self, table: MapNode) -> Column:
        """A date on the cover, or a number of things to put right: a formula and a word about it."""
        fields = self._fields(table)
        fields.known(("name", "formula", "empty", "ahead", "about"), ("name", "formula"))
        return Column(
            self._name(fields),
            "formula",
            note=fields.text("about"),
            formula=fields.text("formula", MOST_FORMULA),
            empty=fields.text("empty"),
            ahead=self._count(fields, "ahead"),
        )

    def _grid(self, fields: TableReader) -> tuple[tuple[str, ...], ...]:
        """The rows of a static table, each as long as its head."""
        head, spans = _texts(fields, "head"), _texts(fields, "spans")
        if len(spans) != len(head) or not all(_COUNT.fullmatch(span) for span in spans) or sum(map(int, spans)) != GRID:
            fields.error("spans", wording.BOOK_SPANS.format(grid=GRID))
        rows = []
        for node in fields.nodes("lines"):
            items = node.items if isinstance(node, ListNode) else []
            row = tuple(item.value.strip() for item in items if isinstance(item, TextNode))
            if len(row) != len(head):
                fields.error("lines", wording.BOOK_ROW.format(count=len(head)), node.line)
            rows.append(row)
        return tuple(rows)

    def _filled(self, fields: TableReader, columns: tuple[Column, ...]) -> tuple[dict[str, str], ...]:
        """Rows that are filled in already: `items` names the first column's, `filled` any."""
        names = [column.name for column in columns if column.kind != "order"]
        if fields.has("items") and names:
            return tuple({names[0]: item} for item in _texts(fields, "items"))
        rows = []
        for table in fields.tables("filled") if fields.has("filled") else ():
            for name, line in table.lines.items():
                if name not in names:
                    fields.error("filled", wording.BOOK_NO_COLUMN.format(name=excerpt(name)), line)
            rows.append({name: node.value.strip() for name, node in table.values.items() if isinstance(node, TextNode)})
        return tuple(rows)

    # ---------------------------------------------------------------- small things

    def _fields(self, table: MapNode) -> TableReader:
        return TableReader(table, Location(self._file, table.line), self._findings)

    def _each(self, fields: TableReader, key: str, make: Callable[[MapNode], _Made]) -> tuple[_Made, ...]:
        return tuple(make(table) for table in fields.tables(key)) if fields.has(key) else ()

    def _apart(self, fields: TableReader, key: str, names: list[str]) -> None:
        for name in {name for name in names if name and names.count(name) > 1}:
            fields.error(key, wording.BOOK_TWICE.format(name=excerpt(name)))

    def _name(self, fields: TableReader) -> str:
        name = fields.text("name")
        if name and not _NAME.fullmatch(name):
            fields.error("name", wording.BOOK_NAME.format(name=excerpt(name)))
        return name

    def _word(self, fields: TableReader, key: str, words: tuple[str, ...], usual: str) -> str:
        word = fields.text(key) or usual
        if word not in words:
            fields.error(key, wording.LOAD_FORM_TYPE.format(type=excerpt(word), types="、".join(words)))
        return word

    def _count(self, fields: TableReader, key: str) -> int | None:
        value = fields.text(key)
        if value and not _COUNT.fullmatch(value):
            fields.error(key, wording.LOAD_FORM_COUNT.format(key=key, value=excerpt(value)))
            return None
        return int(value) if value else None

    def _yes(self, fields: TableReader, key: str) -> bool:
        value = fields.text(key)
        if value not in ("", "true", "false"):
            fields.error(key, wording.LOAD_FORM_YES.format(key=key, value=excerpt(value)))
        return value == "true"


def _texts(fields: TableReader, key: str, most: int = 200) -> tuple[str, ...]:
    return tuple(text.value for text in fields.texts(key, most))
