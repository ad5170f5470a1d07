"""A table's sheet: heads, rows with their rules and formulas, totals, notes and signature lines.

What is filled in already, and what is written by hand, has its totals and notes below. A table that rows are pasted into has
them above its heads, so that nothing is in the way below: `rows` says how many are counted.
"""

from __future__ import annotations

from typing import Any

from bot import wording
from bot.errors import DocumentError
from bot.publishing.cell_rules import Area, Cells
from bot.publishing.sheet_layout import Paper
from bot.publishing.workbook_formula import Place, Places, checked
from bot.publishing.workbook_spec import Column, Sheet
from bot.publishing.workbook_style import height

ROW = 22
"""Points of a row: room to write by hand."""
BOXED = 20
"""Rows of a table that are drawn although they are empty; those below get their lines when they are used."""
MANY = 100
"""Rows from which they aren't numbered: a formula in each would be printed as a page by some programs.

Those take no print area that grows (LibreOffice prints every row that holds anything, an empty text too). So in a table in
which nothing else is worked out, the rows below those that are drawn are numbered by whoever fills them in.
"""


def header_row(sheet: Sheet) -> int:
    """The row of the column heads: below title, sample note, purpose and the blanks above the table."""
    above = 2 + bool(sheet.purpose) + bool(sheet.above)
    return above + len(sheet.notes) + 1 + _totalled(sheet) if sheet.growing else above


def _totalled(sheet: Sheet) -> bool:
    return any(column.total for column in sheet.columns)


def table_places(sheet: Sheet) -> dict[tuple[str, str], Place]:
    """Where the columns of a table are."""
    rows = table_rows(sheet)
    return {
        (sheet.name, one.name): Place(sheet.name, number, rows.start, rows.stop - 1) for number, one in enumerate(sheet.columns)
    }


def table_rows(sheet: Sheet) -> range:
    """The rows of a table that are counted, from 0; none of a page."""
    first = header_row(sheet) + 1
    return range(first, first + max(sheet.rows, len(sheet.filled))) if sheet.columns else range(0)


class TableSheet:
    """Writes one table as a worksheet."""

    def __init__(self, paper: Paper, cells: Cells, sheet: Sheet, places: Places) -> None:
        self._paper = paper
        self._cells = cells
        self._sheet = sheet
        self._places = places
        self._header = header_row(sheet)
        self._rows = table_rows(sheet)
        self._first, self._last = self._rows.start, self._rows.stop - 1
        self._many = len(self._rows) > MANY
        worked_out = [column for column in sheet.columns if not column.typed and column.kind != "order"]
        self._numbered = len(self._rows) if not sheet.growing or worked_out else BOXED
        """Rows that are numbered by a formula, where any are."""

    def write(self) -> None:
        """The whole sheet."""
        self._paper.head()
        above = 2 + bool(self._sheet.purpose)
        if self._sheet.growing:
            above = self._notes(above)
        if self._sheet.above:
            texts = [f"{label}：" for label in self._sheet.above]
            self._paper.spread(above, texts, self._paper.styles.written())
        self._heads()
        if self._sheet.growing:
            self._alarm(self._header - 1 - _totalled(self._sheet))
            self._totals(self._header - 1)
        for row in self._rows:
            self._row(row)
        for number, column in enumerate(self._sheet.columns):
            self._column(number, column)
        end = self._last + 1 if self._sheet.growing else self._foot(self._totals(self._last + 1))
        worksheet = self._paper.worksheet
        self._paper.print_setup(end - 1, self._header)
        worksheet.freeze_panes(self._first, self._sheet.freeze)
        if self._sheet.filter:
            worksheet.autofilter(self._header, 0, self._last, self._paper.last)

    def _heads(self) -> None:
        tallest = 0
        for number, column in enumerate(self._sheet.columns):
            self._paper.worksheet.write_string(self._header, number, column.name, self._paper.styles.head())
            tallest = max(tallest, height(column.name, column.width))
        self._paper.worksheet.set_row(self._header, tallest)

    def _alarm(self, row: int) -> None:
        """A line that says what isn't counted, and where; empty as long as all is well."""
        below, dirty = self._places.below(self._sheet), self._places.unreadable(self._sheet)
        said = _counted(below, wording.BOOK_BELOW.format(last=self._last + 1))
        said += f"&{_counted(dirty, wording.BOOK_DIRTY)}" if dirty else ""
        self._paper.across(row, 0, self._paper.last, "", self._paper.styles.alarm())
        self._paper.worksheet.write_formula(row, 0, f"={said}", self._paper.styles.alarm(), "")
        self._paper.worksheet.set_row(row, ROW)

    def _row(self, row: int) -> None:
        """A row: what is filled in already, formulas, blanks."""
        worksheet, styles = self._paper.worksheet, self._paper.styles
        index = row - self._first
        boxed = not self._sheet.growing or index < BOXED
        filled = self._sheet.filled[index] if index < len(self._sheet.filled) else {}
        texts = [height(filled.get(one.name, ""), one.width) for one in self._sheet.columns if one.typed]
        if boxed or not self._many:
            worksheet.set_row(row, max(self._sheet.height or ROW, *texts))
        for number, column in enumerate(self._sheet.columns):
            ready = filled.get(column.name, "")
            look = styles.value(column, bare=not boxed) if column.kind != "order" or not self._many else styles.open()
            if ready:
                self._ready(row, number, column, ready)
            elif formula := self._formula(column, row, index):
                empty: Any = index + 1 if column.kind == "order" and not self._sheet.growing else _number(column.empty)
                worksheet.write_formula(row, number, f"={formula}", look, empty)
            elif boxed:
                worksheet.write_blank(row, number, None, look)

    def _formula(self, column: Column, row: int, index: int) -> str:
        """What a column calculates in a row; the rows of a table that grows are numbered when they are used."""
        if column.kind == "order" and (self._many or index >= self._numbered):
            return ""
        formula = self._places.of_column(self._sheet, column, row)
        key = self._sheet.key
        if column.kind == "order" and self._sheet.growing and key is not None:
            return f'IF({self._places.cell(self._sheet.name, key.name, row)}="","",{formula})'
        return formula

    def _ready(self, row: int, number: int, column: Column, ready: str) -> None:
        """A cell that is filled in from the beginning: a formula, a number or a text."""
        worksheet, styles = self._paper.worksheet, self._paper.styles
        if ready.startswith("="):
            formula = self._places.written(ready[1:], self._sheet.name, row)
            worksheet.write_formula(row, number, f"={formula}", styles.value(column), _number(column.empty))
        elif column.kind in ("number", "money"):
            worksheet.write_number(row, number, float(ready), styles.value(column))
        else:
            label = styles.open() if self._sheet.open else styles.label()
            worksheet.write_string(row, number, ready, label if column.typed else styles.value(column))

    def _column(self, number: int, column: Column) -> None:
        """Rules and colours of a column, over all rows that are counted."""
        area: Area = (self._first, number, self._last, number)
        worksheet, styles = self._paper.worksheet, self._paper.styles
        ready = [row.get(column.name, "") for row in self._sheet.filled]
        if not any(ready) and not (column.kind == "order" and self._many):
            self._cells.rule(column, area)
        key = self._sheet.key
        self._cells.colour(column, area, key.name if key else "")
        if self._sheet.growing:
            typed = column.kind == "order" and (self._many or self._numbered < len(self._rows))
            open_ = styles.open() if typed else styles.value(column, bare=True)
            worksheet.set_column(number, number, column.width, open_)
            if key is not None and len(self._rows) > BOXED:
                used = f'{self._places.cell(self._sheet.name, key.name, self._first + BOXED)}<>""'
                self._cells.boxed(used, (self._first + BOXED, number, self._last, number))
        if column.kind in ("text", "long"):
            cells = self._places.place(self._sheet.name, column.name).range()
            worksheet.ignore_errors({"number_stored_as_text": cells.replace("$", "")})

    def _totals(self, row: int) -> int:
        """The rows of totals, if there are any; returns the row after them."""
        if not _totalled(self._sheet):
            return row
        by = self._sheet.total_by
        values = dict.fromkeys(one[by] for one in self._sheet.filled) if by else [""]
        for value in values:
            self._total(row, by, value)
            row += 1
        return row

    def _total(self, row: int, by: str, value: str) -> None:
        """A row of totals: of all rows, or of those with a value in a column."""
        totals = [number for number, column in enumerate(self._sheet.columns) if column.total]
        worksheet, styles = self._paper.worksheet, self._paper.styles
        if totals[0] == 0:
            raise DocumentError(wording.BOOK_TOTAL_FIRST.format(sheet=self._sheet.name))
        worksheet.set_row(row, height("", 1))
        label = wording.BOOK_TOTAL_OF.format(value=value) if value else wording.BOOK_TOTAL
        self._paper.across(row, 0, totals[0] - 1, label, styles.head())
        for number in range(totals[0], len(self._sheet.columns)):
            column = self._sheet.columns[number]
            if not column.total:
                worksheet.write_blank(row, number, None, styles.head())
                continue
            cells = self._places.place(self._sheet.name, column.name).range()
            formula = f"SUM({cells})"
            if value:
                formula = f'SUMIF({self._places.place(self._sheet.name, by).range()},"{value}",{cells})'
            checked(formula, self._sheet.name)
            worksheet.write_formula(row, number, f"={formula}", styles.value(_summed(column)), 0)

    def _notes(self, row: int) -> int:
        """The notes, a line each; returns the row after them."""
        for note in self._sheet.notes:
            self._paper.line(row, note, self._paper.styles.plain())
            row += 1
        return row

    def _foot(self, row: int) -> int:
        """Notes and signature lines; returns the row after them."""
        row = self._notes(row)
        if self._sheet.sign:
            self._paper.spread(row, [f"{label}：" for label in self._sheet.sign], self._paper.styles.written())
            row += 1
        return row


def _counted(number: str, said: str) -> str:
    """A formula that tells of a number as long as it isn't nought."""
    before, after = said.split("{0}")
    return f'IF({number}>0,"{before}"&({number})&"{after}","")'


def _summed(column: Column) -> Column:
    """The look of a column's total: its own, calculated."""
    shown = column.show if column.kind == "formula" else column.kind
    return Column(column.name, "formula", show="money" if shown == "money" else "number")


def _number(text: str) -> int | float | str:
    """What an empty workbook shows in a formula's cell, as a number when it is one."""
    try:
        return float(text)
    except ValueError:
        return text
