"""A page's sheet: headed parts with blanks to fill in, due dates, things to put right, an overview of all sheets, texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot import wording
from bot.publishing.cell_rules import Area, Cells
from bot.publishing.sheet_layout import Paper
from bot.publishing.workbook_formula import Place, Places, readable
from bot.publishing.workbook_spec import AHEAD, Book, Column, Part, Sheet
from bot.publishing.workbook_style import MISSING, PAST, SOON, TINTS, fine_height, height

WIDTHS = (14, 9, 9, 9, 9, 12, 12, 14)
"""The columns of a page, in digits' width."""

_VALUE = (2, 6)
"""First column of the blank in the left and in the right half; the label stands in the two columns before."""
_DATE, _DAYS, _STANDING, _ABOUT_DATE = 2, 4, 5, 6
_NUMBER, _ABOUT_NUMBER = 3, 4
_COUNTERS = (1, 2, 3, 4)
_PURPOSE = 5


@dataclass(frozen=True, slots=True)
class Laid:
    """A row of a page: what kind it is and what stands in it."""

    row: int
    kind: str
    text: str = ""
    columns: tuple[Column, ...] = ()
    texts: tuple[str, ...] = ()
    spans: tuple[int, ...] = ()
    sheet: str = ""


def laid(sheet: Sheet, book: Book) -> list[Laid]:
    """The rows of a page below its title, in order."""
    rows: list[Laid] = []
    for part in sheet.parts:
        rows += [Laid(0, "gap")] if rows else []
        rows += _part(part, sheet, book)
    first = 2 + bool(sheet.purpose)
    return [replace(row, row=first + number) for number, row in enumerate(rows)]


def _part(part: Part, sheet: Sheet, book: Book) -> list[Laid]:
    """The rows of a part, not yet numbered."""
    rows = [Laid(0, "heading", part.heading)] if part.heading else []
    rows += [Laid(0, "cells", columns=pair) for pair in _pairs(part.cells)]
    if part.dates:
        rows.append(Laid(0, "head", texts=wording.BOOK_DATES, spans=(2, 2, 1, 1, 2)))
        rows += [Laid(0, "date", columns=(one,)) for one in part.dates]
    if part.counts:
        rows.append(Laid(0, "head", texts=wording.BOOK_COUNTS, spans=(3, 1, 4)))
        rows += [Laid(0, "count", columns=(one,)) for one in part.counts]
    if part.overview:
        rows.append(Laid(0, "head", texts=wording.BOOK_OVERVIEW, spans=(1, 1, 1, 1, 1, 3)))
        rows += [Laid(0, "sheet", sheet=one.name) for one in book.sheets if one.name != sheet.name]
    if part.grid:
        rows.append(Laid(0, "head", texts=part.head, spans=part.spans))
        rows += [Laid(0, "grid", texts=row, spans=part.spans) for row in part.grid]
    rows += [Laid(0, "line", line) for line in (*part.lines, *part.notes)]
    return rows


def _pairs(cells: Sequence[Column]) -> list[tuple[Column, ...]]:
    """Blanks two a row, wide ones alone."""
    rows: list[tuple[Column, ...]] = []
    for cell in cells:
        if rows and len(rows[-1]) == 1 and not cell.wide and not rows[-1][0].wide:
            rows[-1] = (*rows[-1], cell)
        else:
            rows.append((cell,))
    return rows


def page_places(sheet: Sheet, book: Book) -> dict[tuple[str, str], Place]:
    """Where the blanks, dates and numbers of a page are."""
    found = {}
    for row in laid(sheet, book):
        for number, column in enumerate(row.columns):
            at = {"cells": _VALUE[number], "date": _DATE, "count": _NUMBER}[row.kind]
            found[sheet.name, column.name] = Place(sheet.name, at, row.row, row.row)
    return found


class PageSheet:
    """Writes one page of a form as a worksheet."""

    def __init__(self, paper: Paper, cells: Cells, sheet: Sheet, book: Book, places: Places) -> None:
        self._paper = paper
        self._cells = cells
        self._sheet = sheet
        self._book = book
        self._places = places

    def write(self) -> None:
        """The whole sheet."""
        self._paper.head()
        rows = laid(self._sheet, self._book)
        for row in rows:
            {
                "gap": self._gap,
                "heading": self._heading,
                "line": self._line,
                "cells": self._blanks,
                "head": self._texts,
                "grid": self._texts,
                "date": self._date,
                "count": self._count,
                "sheet": self._link,
            }[row.kind](row)
        end = rows[-1].row + 1
        if self._sheet.sign:
            self._paper.spread(end, [f"{label}：" for label in self._sheet.sign], self._paper.styles.written())
            end += 1
        self._paper.worksheet.hide_gridlines(2)
        self._paper.print_setup(end - 1)
        self._paper.worksheet.freeze_panes(1, 0)

    def _gap(self, row: Laid) -> None:
        self._paper.worksheet.set_row(row.row, 8)

    def _heading(self, row: Laid) -> None:
        self._paper.worksheet.set_row(row.row, 22)
        self._paper.across(row.row, 0, self._paper.last, row.text, self._paper.styles.heading())

    def _line(self, row: Laid) -> None:
        self._paper.line(row.row, row.text, self._paper.styles.plain())

    def _texts(self, row: Laid) -> None:
        """Texts side by side, each over its columns, in a row as tall as the tallest."""
        styles = self._paper.styles
        at, tallest = 0, 0
        for text, span in zip(row.texts, row.spans, strict=True):
            style = styles.head() if row.kind == "head" else styles.boxed()
            if tint := wording.BOOK_COLOURS.get(text):
                style = styles.tinted(TINTS[tint])
            tallest = max(tallest, height(text, self._paper.width(at, at + span - 1)))
            self._paper.across(row.row, at, at + span - 1, text, style)
            at += span
        self._paper.worksheet.set_row(row.row, tallest)

    def _blanks(self, row: Laid) -> None:
        """One or two labels with their blanks."""
        tallest = 22
        for number, column in enumerate(row.columns):
            first = _VALUE[number]
            last = self._paper.last if column.wide or number else first + 1
            self._paper.across(row.row, first - 2, first - 1, column.name, self._paper.styles.label())
            tallest = max(tallest, height(column.name, self._paper.width(first - 2, first - 1)))
            self._value(row.row, first, last, column)
            area: Area = (row.row, first, row.row, first)
            self._cells.rule(column, area)
            self._cells.colour(column, area)
        self._paper.worksheet.set_row(row.row, tallest)

    def _value(self, row: int, first: int, last: int, column: Column) -> None:
        """A blank, or what the workbook calculates there."""
        style = self._paper.styles.value(column, middle=True)
        formula = self._places.of_column(self._sheet, column, row)
        self._paper.across(row, first, last, "", style)
        if formula:
            zero: Any = 0 if column.show in ("number", "money", "percent") and column.kind == "formula" else ""
            self._paper.worksheet.write_formula(row, first, f"={formula}", style, column.empty or zero)
        else:
            self._paper.worksheet.write_blank(row, first, None, style)

    def _date(self, row: Laid) -> None:
        """A due date with the days left and how it stands."""
        column, at, styles, sheet = row.columns[0], row.row, self._paper.styles, self._paper.worksheet
        name, last = self._sheet.name, self._paper.last
        said = self._places.written(column.formula, name, at)
        cell = self._places.cell(name, column.name, at)
        ahead = AHEAD if column.ahead is None else column.ahead
        standing = self._places.status(cell, ahead)[: -len('"")')] + f'"{wording.BOOK_UNSET}")'
        self._paper.across(at, 0, _DATE - 1, column.name, styles.label())
        self._paper.across(at, _DATE, _DAYS - 1, "", styles.value(Column("", "due")))
        sheet.write_formula(at, _DATE, f'=IF(ISNUMBER({said}),{said},"")', styles.value(Column("", "due")), "")
        sheet.write_formula(at, _DAYS, f'=IF(ISNUMBER({cell}),{cell}-TODAY(),"")', styles.count(), "")
        sheet.write_formula(at, _STANDING, f"={standing}", styles.value(Column("", "status")), wording.BOOK_UNSET)
        self._paper.across(at, _ABOUT_DATE, last, column.note, styles.boxed())
        self._cells.words((at, _STANDING, at, _STANDING))
        for condition, look in zip(self._places.alarms(self._sheet, column, at), (PAST, SOON), strict=True):
            self._cells.when(condition, look, (at, _DATE, at, _DAYS))
        sheet.set_row(at, max(22, height(column.note, self._paper.width(_ABOUT_DATE, last))))

    def _count(self, row: Laid) -> None:
        """A number of things to put right, and how."""
        column, at, styles = row.columns[0], row.row, self._paper.styles
        self._paper.across(at, 0, _NUMBER - 1, column.name, styles.label())
        formula = self._places.written(column.formula, self._sheet.name, at)
        self._paper.worksheet.write_formula(at, _NUMBER, f"={readable(formula)}", styles.count(), int(column.empty or 0))
        self._paper.across(at, _ABOUT_NUMBER, self._paper.last, column.note, styles.boxed())
        self._cells.positive(MISSING, (at, _NUMBER, at, _NUMBER))
        room = self._paper.width(_ABOUT_NUMBER, self._paper.last)
        self._paper.worksheet.set_row(at, max(22, height(column.note, room)))

    def _link(self, row: Laid) -> None:
        """A sheet of the workbook: a link to it, how far it is filled and what is due in it."""
        sheet = next(one for one in self._book.sheets if one.name == row.sheet)
        styles, at = self._paper.styles, row.row
        self._paper.worksheet.write_url(at, 0, f"internal:'{sheet.name}'!A1", styles.link(), sheet.name)
        formulas = ("", self._places.missing(sheet) if sheet.parts else "", "", "")
        if sheet.columns:
            places = self._places
            past, soon = places.standing(sheet, wording.BOOK_PAST), places.standing(sheet, wording.BOOK_SOON)
            formulas = (places.used(sheet), places.missing(sheet), past, soon)
        looks: tuple[dict[str, Any], ...] = ({}, MISSING, PAST, SOON)
        for column, formula, look in zip(_COUNTERS, formulas, looks, strict=True):
            if not formula:
                self._paper.worksheet.write_blank(at, column, None, styles.count())
                continue
            self._paper.worksheet.write_formula(at, column, f"={formula}", styles.count(), 0)
            if look:
                self._cells.positive(look, (at, column, at, column))
        self._paper.across(at, _PURPOSE, self._paper.last, sheet.purpose, styles.fine())
        self._paper.worksheet.set_row(at, max(20, fine_height(sheet.purpose, self._paper.width(_PURPOSE, self._paper.last))))
