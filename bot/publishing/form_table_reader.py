"""A form's table, read from the YAML of a ```form block.

`columns` are the proportions of the columns, `rows` the rows: a list of cells, or `head` with the cells of a head, or
`each` with the name of a list, `cells`, and `blank`, the rows left for handwriting. A cell is text, or `text` with `span`
(columns), `lines` (its height), `align`, and at the end of a row `rows` (how many it goes down).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bot import wording
from bot.layout.document_model import Cell, Grid, Line, Row
from bot.yamlio.problems import Location, ProblemCollector, excerpt
from bot.yamlio.table_reader import TableReader
from bot.yamlio.yaml_reader import ListNode, MapNode, Node, TextNode, parse

MOST_COLUMNS = 12
MOST_LINES = 30
MOST_TALL = 8
MOST_ROWS = 60
_PROPORTION = re.compile(r"[1-9]|[1-3][0-9]|40")
_COUNT = re.compile(r"[1-9][0-9]{0,2}")
_ROW_KEYS = ("head", "each", "cells", "blank")
_CELL_KEYS = ("text", "span", "lines", "align", "rows")

Inline = Callable[[str, int], Line]
"""A cell's text and the source's line in, its parts out."""


class GridReader:
    """Reads the tables of one source, noting what is wrong."""

    def __init__(self, file: str, findings: ProblemCollector, inline: Inline) -> None:
        self._file = file
        self._findings = findings
        self._inline = inline

    def read(self, text: str, line: int) -> Grid | None:
        """The table of a block whose first line is the source's `line`; None when it can't be read."""
        # blank lines before it, so that what the tree says of lines holds for the source
        root = parse("\n" * (line - 1) + text, self._file, self._findings)
        if not isinstance(root, MapNode):
            if root is not None:
                self._findings.error(Location(self._file, root.line), wording.SOURCE_GRID_TOP)
            return None
        fields = TableReader(root, Location(self._file, root.line), self._findings)
        fields.known(("columns", "rows"), ("columns", "rows"))
        columns = self._columns(fields)
        rows = []
        hanging = (0, 0)
        for node in fields.nodes("rows"):
            left, span = hanging
            row = self._row(node, len(columns) - span)
            rows.append(row)
            hanging = (left - 1, span) if left > 1 else (0, 0)
            if row is not None and row.cells and row.cells[-1].tall > 1:
                hanging = (row.cells[-1].tall - 1, row.cells[-1].span)
        return Grid(columns, tuple(row for row in rows if row is not None))

    def _columns(self, fields: TableReader) -> tuple[int, ...]:
        said = [node.value if isinstance(node, TextNode) else "" for node in fields.nodes("columns")]
        if len(said) > MOST_COLUMNS or not all(_PROPORTION.fullmatch(one) for one in said):
            fields.error("columns", wording.SOURCE_GRID_COLUMNS.format(most=MOST_COLUMNS))
            return ()
        return tuple(map(int, said))

    def _row(self, node: Node, columns: int) -> Row | None:
        row: Row | None = None
        if isinstance(node, ListNode):
            row = Row(self._cells(node))
        elif isinstance(node, MapNode):
            row = self._named(TableReader(node, Location(self._file, node.line), self._findings), node)
        if row is None:
            self._error(node.line, wording.SOURCE_GRID_ROW)
        elif columns and (count := sum(cell.span for cell in row.cells)) != columns:
            self._error(node.line, wording.SOURCE_GRID_SPAN.format(count=count, columns=columns))
        return row

    def _named(self, fields: TableReader, table: MapNode) -> Row | None:
        """A head, or the row of a list."""
        fields.known(_ROW_KEYS, ())
        head, cells = table.values.get("head"), table.values.get("cells")
        if isinstance(head, ListNode) and not fields.has("each"):
            return Row(self._cells(head), head=True)
        if not isinstance(cells, ListNode):
            return None
        each = fields.text("each")
        row = Row(self._cells(cells), each=each, blank=self._count(fields, "blank", MOST_ROWS))
        if not any(name.startswith(f"{each}.") for cell in row.cells for name in cell.blanks):
            fields.error("each", wording.SOURCE_GRID_EACH.format(name=excerpt(each)))
        return row

    def _cells(self, listing: ListNode) -> tuple[Cell, ...]:
        return tuple(self._cell(node) for node in listing.items)

    def _cell(self, node: Node) -> Cell:
        if isinstance(node, TextNode):
            return Cell(self._lines(node.value, node.line))
        if isinstance(node, ListNode):
            self._error(node.line, wording.SOURCE_GRID_CELL)
            return Cell(())
        fields = TableReader(node, Location(self._file, node.line), self._findings)
        fields.known(_CELL_KEYS, ("text",))
        align = fields.text("align")
        if align not in ("", "left", "center"):
            fields.error("align", wording.SOURCE_GRID_ALIGN.format(value=excerpt(align)))
        text = node.values.get("text")
        return Cell(
            self._lines(text.value, text.line) if isinstance(text, TextNode) else (),
            self._count(fields, "span", MOST_COLUMNS),
            self._count(fields, "lines", MOST_LINES),
            align,
            self._count(fields, "rows", MOST_TALL),
        )

    def _lines(self, text: str, line: int) -> tuple[Line, ...]:
        return tuple(self._inline(part, line) for part in text.split("\n"))

    def _count(self, fields: TableReader, key: str, most: int) -> int:
        said = fields.text(key)
        if said and not (_COUNT.fullmatch(said) and int(said) <= most):
            fields.error(key, wording.SOURCE_GRID_NUMBER.format(key=key, value=excerpt(said), most=most))
            return 1
        return int(said) if said else 1

    def _error(self, line: int, message: str) -> None:
        self._findings.error(Location(self._file, line), message)
