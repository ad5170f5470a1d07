"""A table's sheet: heads, prepared rows with their rules and formulas, totals, notes and signature lines."""

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


def header_row(sheet: Sheet) -> int:
    """The row of the column heads: below title, sample note, purpose and the blanks above the table."""
    return 2 + bool(sheet.purpose) + bool(sheet.above)


def table_places(sheet: Sheet) -> dict[tuple[str, str], Place]:
    """Where the columns of a table are."""
    rows = table_rows(sheet)
    return {
        (sheet.name, one.name): Place(sheet.name, number, rows.start, rows.stop - 1) for number, one in enumerate(sheet.columns)
    }


def table_rows(sheet: Sheet) -> range:
    """The prepared rows of a table, from 0; none of a page."""
    first = header_row(sheet) + 1
    return range(first, first + max(sheet.rows, len(sheet.filled))) if sheet.columns else range(0)


class TableSheet:
    """Writes one table."""

    def __init__(self, paper: Paper, cells: Cells, sheet: Sheet, places: Places) -> None:
        self._paper = paper
        self._cells = cells
        self._sheet = sheet
        self._places = places
        self._header = header_row(sheet)
        self._rows = table_rows(sheet)
        self._first, self._last = self._rows.start, self._rows.stop - 1

    def write(self) -> None:
        """The whole sheet."""
        self._paper.head()
        if self._sheet.above:
            texts = [f"{label}：" for label in self._sheet.above]
            self._paper.spread(self._header - 1, texts, self._paper.styles.plain())
        self._heads()
        for row in self._rows:
            self._row(row)
        for number, column in enumerate(self._sheet.columns):
            self._column(number, column)
        end = self._totals(self._last + 1)
        end = self._foot(end)
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

    def _row(self, row: int) -> None:
        """A prepared row: what is filled in already, formulas, blanks."""
        worksheet, styles = self._paper.worksheet, self._paper.styles
        index = row - self._first
        filled = self._sheet.filled[index] if index < len(self._sheet.filled) else {}
        texts = [height(filled.get(one.name, ""), one.width) for one in self._sheet.columns if one.typed]
        worksheet.set_row(row, max(self._sheet.height or ROW, *texts))
        for number, column in enumerate(self._sheet.columns):
            ready = filled.get(column.name, "")
            if ready:
                self._ready(row, number, column, ready)
            elif formula := self._places.of_column(self._sheet, column, row):
                empty: Any = index + 1 if column.kind == "order" else _number(column.empty)
                worksheet.write_formula(row, number, f"={formula}", styles.value(column), empty)
            else:
                worksheet.write_blank(row, number, None, styles.value(column))

    def _ready(self, row: int, number: int, column: Column, ready: str) -> None:
        """A cell that is filled in from the beginning: a formula, a number or a text."""
        worksheet, styles = self._paper.worksheet, self._paper.styles
        if ready.startswith("="):
            formula = self._places.written(ready[1:], self._sheet.name, row)
            worksheet.write_formula(row, number, f"={formula}", styles.value(column), _number(column.empty))
        elif column.kind in ("number", "money"):
            worksheet.write_number(row, number, float(ready), styles.value(column))
        else:
            worksheet.write_string(row, number, ready, styles.label() if column.typed else styles.value(column))

    def _column(self, number: int, column: Column) -> None:
        """Rules and colours of a column, over all prepared rows."""
        area: Area = (self._first, number, self._last, number)
        ready = [row.get(column.name, "") for row in self._sheet.filled]
        if not any(ready):
            self._cells.rule(column, area)
        key = self._sheet.key
        self._cells.colour(column, area, key.name if key else "")
        if column.kind in ("text", "long"):
            cells = self._places.place(self._sheet.name, column.name).range()
            self._paper.worksheet.ignore_errors({"number_stored_as_text": cells.replace("$", "")})

    def _totals(self, row: int) -> int:
        """The row of totals, if there are any; returns the row after it."""
        totals = [number for number, column in enumerate(self._sheet.columns) if column.total]
        if not totals:
            return row
        worksheet, styles = self._paper.worksheet, self._paper.styles
        if totals[0] == 0:
            raise DocumentError(wording.BOOK_TOTAL_FIRST.format(sheet=self._sheet.name))
        worksheet.set_row(row, height("", 1))
        self._paper.across(row, 0, totals[0] - 1, wording.BOOK_TOTAL, styles.head())
        for number in range(totals[0], len(self._sheet.columns)):
            column = self._sheet.columns[number]
            if column.total:
                cells = self._places.place(self._sheet.name, column.name).range()
                checked(f"SUM({cells})", self._sheet.name)
                worksheet.write_formula(row, number, f"=SUM({cells})", styles.value(_summed(column)), 0)
            else:
                worksheet.write_blank(row, number, None, styles.head())
        return row + 1

    def _foot(self, row: int) -> int:
        """Notes and signature lines; returns the row after them."""
        for note in self._sheet.notes:
            self._paper.line(row, note, self._paper.styles.plain())
            row += 1
        if self._sheet.sign:
            self._paper.spread(row, [f"{label}：" for label in self._sheet.sign], self._paper.styles.plain())
            row += 1
        return row


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
