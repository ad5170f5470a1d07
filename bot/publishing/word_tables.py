"""Tables in Word: those of a text, forms to fill in, and the steps of a procedure as boxes with arrows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Pt
from docx.table import _Cell, _Row

from bot import wording
from bot.layout.blank_layout import Blanks
from bot.layout.document_model import Flow, Grid, TextTable
from bot.layout.line_layout import Piece, Strip, labels, parts, pieces, strips
from bot.layout.ooxml import cell_rules, element, fixed_table, row_rules, set_style, write
from bot.layout.page_style import PADDING, PART_GAP, Look, centred, columns, fitted
from bot.publishing.row_heights import least
from bot.publishing.word_style import CELL

SHADE = "EDEDED"
"""Of a table's head."""
_KEPT = 6
"""Rows of a table that isn't cut by a page's end."""
_TOGETHER = 8
"""Rows of a part of a form that isn't cut by a page's end."""
_ARROW = 13
"""Points of the row of an arrow."""
FLOW_WIDTHS = (0.46, 0.27, 0.27)
_ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}


class Tables:
    """Adds tables to a document."""

    def __init__(self, word: Any, look: Look, width: float, blanks: Blanks) -> None:
        self._word = word
        self._look = look
        self._width = width
        self._blanks = blanks
        self._hanging = (0, 0)
        """Rows that a cell of an earlier row still goes down, and how many columns it spans."""
        self.gap: Any = None
        """The paragraph below the last table."""

    def text(self, block: TextTable) -> None:
        """A table of a text."""
        size = self._look.table.size
        widths = columns(block.head, block.rows, self._width, size)
        centres = centred(block.rows, len(widths))
        table = self._table(widths)
        for number, row in enumerate((block.head, *block.rows)):
            added, cells = _row(table, [1] * len(widths))
            row_rules(added, 0, head=number == 0)
            for cell, line, width, short in zip(cells, row, widths, centres, strict=True):
                cell_rules(cell, width, "center", "" if number else SHADE)
                middle = number == 0 or short
                _fill(cell, [(pieces(line, self._blanks), "center" if middle else "left")], bold=number == 0)
            whole = number < len(block.rows) <= _KEPT
            if whole or number in (0, 1, len(block.rows) - 1):
                _keep(cells)  # a page's end leaves no row of a table alone
        self._after()

    def grid(self, grid: Grid) -> None:
        """A form."""
        size = self._look.table.size
        widths = fitted(grid.columns, labels(grid), self._width, size)
        rooms = [(width - 2 * PADDING - 1) / size for width in widths]
        for number, part in enumerate(parts(grid)):
            if number:
                self._between()
            self._part(part, widths, rooms)
        self._after()

    def _part(self, part: Grid, widths: Sequence[float], rooms: Sequence[float]) -> None:
        """A table of a form; its rows stay together unless it holds a list, and a list's last row with what follows."""
        table = self._table(widths)
        rows = list(strips(part, self._blanks, rooms))
        listed = any(row.each for row in part.rows)
        leading = True
        for number, strip in enumerate(rows):
            leading = leading and strip.head
            cells = self._strip(table, strip, widths, leading)
            last = number == len(rows) - 1
            if (listed and (last or number == 0)) or (not listed and not last and len(rows) <= _TOGETHER):
                _keep(cells)

    def _strip(self, table: Any, strip: Strip, widths: Sequence[float], head: bool) -> list[_Cell]:
        hanging = self._hanging[1] if self._hanging[0] else 0
        added, cells = _row(table, [*(box.span for box in strip.boxes), *([hanging] if hanging else [])])
        if hanging:
            cells.pop()._tc.get_or_add_tcPr().append(element("w:vMerge"))
            self._hanging = (self._hanging[0] - 1, hanging)
        row_rules(added, least(strip, self._look), head)
        first = 0
        for cell, box in zip(cells, strip.boxes, strict=True):
            cell_rules(cell, sum(widths[first : first + box.span]), box.place, SHADE if strip.head else "")
            _fill(cell, [(line.pieces, line.align) for line in box.lines], bold=strip.head)
            first += box.span
            if box.tall > 1:
                begins = element("w:vMerge", val="restart")
                cell._tc.get_or_add_tcPr().insert_element_before(begins, "w:tcBorders", "w:shd", "w:vAlign")
                self._hanging = (box.tall - 1, box.span)
        if strip.head:
            _keep(cells)
        return cells

    def flow(self, flow: Flow) -> None:
        """The steps of a procedure, numbered, an arrow from each to the next."""
        widths = [self._width * share for share in FLOW_WIDTHS]
        table = self._table(widths, ruled=False)
        self._step(table, [Piece(name, bold=True) for name in wording.DOC_FLOW_HEAD], widths, SHADE, keep=True)
        for number, step in enumerate(flow.steps, 1):
            if number > 1:
                self._arrow(table, widths)
            what, *rest = step
            named = [Piece(f"{number}．{what}", bold=True), *map(Piece, rest)]
            self._step(table, named, widths, "", keep=number < len(flow.steps))
        self._after()

    def _step(self, table: Any, texts: Sequence[Piece], widths: Sequence[float], fill: str, keep: bool) -> None:
        added, cells = _row(table, [1, 1, 1])
        row_rules(added, 0, head=bool(fill))
        for cell, piece, width in zip(cells, texts, widths, strict=True):
            cell_rules(cell, width, "center", fill)
            borders = element("w:tcBorders")
            for side in ("top", "left", "bottom", "right"):
                borders.append(element(f"w:{side}", val="single", sz=6, space=0, color="000000"))
            cell._tc.get_or_add_tcPr().insert(1, borders)
            _fill(cell, [([piece], "center" if fill else "left")])
        if keep:
            _keep(cells)

    def _arrow(self, table: Any, widths: Sequence[float]) -> None:
        added, cells = _row(table, [1, 2])
        row_rules(added, _ARROW, head=False, exactly=True)
        for cell, width, text in zip(cells, (widths[0], widths[1] + widths[2]), ("↓", ""), strict=True):
            cell_rules(cell, width, "center")
            _fill(cell, [([Piece(text)], "center")])
            cell.paragraphs[0].paragraph_format.line_spacing = Pt(_ARROW)
        _keep(cells)

    def _table(self, widths: Sequence[float], ruled: bool = True) -> Any:
        table = self._word.add_table(0, len(widths))
        fixed_table(table, widths, 4 if ruled else 0)
        return table

    def _between(self) -> None:
        """Hardly any room between the tables of a form, and no page's end."""
        gap = self._word.add_paragraph()
        set_style(gap, CELL)
        gap.paragraph_format.line_spacing = Pt(PART_GAP)
        gap.paragraph_format.keep_with_next = True

    def _after(self) -> None:
        """A little room below: two tables without anything between them would become one."""
        self.gap = self._word.add_paragraph()
        set_style(self.gap, CELL)
        self.gap.paragraph_format.line_spacing = Pt(6)


def _row(table: Any, spans: Sequence[int]) -> tuple[_Row, list[_Cell]]:
    """A new row of cells that span so many columns."""
    row = table._tbl.add_tr()
    cells = []
    for span in spans:
        tc = OxmlElement("w:tc")
        properties = element("w:tcPr")
        if span > 1:
            properties.append(element("w:gridSpan", val=span))
        tc.append(properties)
        tc.append(OxmlElement("w:p"))
        row.append(tc)
        cells.append(_Cell(tc, table))
    return _Row(row, table), cells


def _keep(cells: Sequence[_Cell]) -> None:
    """Keep a row on the page of the next one."""
    for cell in cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def _fill(cell: _Cell, lines: Sequence[tuple[Sequence[Piece], str]], bold: bool = False) -> None:
    """Write lines into an empty cell, a paragraph each."""
    for number, (said, align) in enumerate(lines or [((), "center")]):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        set_style(paragraph, CELL)
        if align != "center":
            paragraph.alignment = _ALIGN[align]
        write(paragraph, [Piece(piece.text, piece.bold or bold, piece.rule) for piece in said])
