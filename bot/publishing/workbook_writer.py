"""Excel workbooks from a spec in YAML: what an admin writes in `guides/sources/<id>.yaml`, people get as a ledger.

A spec has `id`, `title`, `lists` (choices that several sheets share: `name`, `items`; they get a sheet of their own,
where people can add to them) and `sheets`. A sheet is a table or a page; of both: `name` (of the tab, at most 24
characters), `title`, `purpose` (one line below the title), `color` (of the tab), `landscape`, `sign` (signature lines
at the end).

A table has `columns`, `rows` (how many are counted; what is pasted into them is checked), `filled` (rows filled in already,
by column; `=` begins a formula; with `open` they may be changed) or `items` (the same, for the first column alone),
`total-by` (a column for each of whose values there is a total), `above` (blanks over the table), `notes` (lines beside it),
`one-page` (however long), `height` (of its rows, for writing by hand), `freeze` (columns that stay in sight), `filter`. A
column has `name`, `width` (in digits; a Chinese character is two), `note` (shown beside the cell), `required` (coloured
while it is empty in a row that is used), `total` and a `type`:

- `order` counts the rows; `text`, `long`; `number` (whole) and `money` with `least`, `most` (a number or a column)
- `date`, with `after` (a column it may not lie before); with `ahead` it turns amber so many days before and red after
- `choice` with `choices`: written out, the name of a list, or `sheet.column`; `yes-no`
- `formula` with `formula`, `show` (text, number, money, percent, date) and `empty` (what it gives in the empty workbook)
- `due` with `formula`, or `start` (a column) and `add` (`20 days`, `15 workdays`, `6 months`, `任期 years`); `ahead` as
  above, 90 when absent; `unless` is a condition under which it is done
- `status` with `of`: in words how that date stands

A page has `parts`, each with a `heading` and one of: `cells` (blanks, as columns; `wide` takes the whole row), `dates`
(`name`, `formula`, `ahead`, `about`), `counts` (things to put right: `name`, `formula`, `about`), `overview: true` (all
sheets with links and what is missing and due in them), `lines` (paragraphs), `head` with `spans` (eight in all) and
`lines` (a static table). How formulas name cells: `bot/publishing/workbook_formula.py`.

Everything prints on A4, one page wide, with repeated heads and page numbers. No macros, no function younger than 2010.
"""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

from bot import wording
from bot.publishing.cell_rules import Cells, list_name
from bot.publishing.form_sheet import WIDTHS, PageSheet, page_places
from bot.publishing.row_autofit import grown
from bot.publishing.sheet_layout import Paper
from bot.publishing.workbook_formula import Place, Places
from bot.publishing.workbook_spec import Book, Sheet, read
from bot.publishing.workbook_style import OPTIONS, Styles
from bot.publishing.workbook_table import TableSheet, table_places, table_rows

LEAST_PRINTED = 12
"""Rows of a table that are printed although they are empty."""
LIST_ROWS = 40
"""Choices that a list can hold: those of the spec and those that people add."""
_LIST_WIDTH = 14
_LIST_HEAD = 3
"""The row of the lists' names."""


def write(spec_text: str, made: date, file: str = wording.BOOK_FILE) -> bytes:
    """The workbook that a spec describes, as the bytes of an xlsx file; the same bytes for the same spec and date.

    Raises DocumentError, in Chinese and with the lines, when the spec can't be used.
    """
    book = read(spec_text, file)
    places = Places(book, located(book))
    target = BytesIO()
    workbook = xlsxwriter.Workbook(target, OPTIONS)
    workbook.set_properties(
        {
            "title": book.title,
            "subject": wording.BOOK_SAMPLE,
            "author": wording.BOOK_AUTHOR,
            "comments": book.purpose,
            "created": datetime(made.year, made.month, made.day),
        }
    )
    styles = Styles(workbook)
    for sheet in book.sheets:
        _sheet(workbook.add_worksheet(sheet.name), book, sheet, places, styles)
        if sheet.growing:
            area = f"OFFSET('{sheet.name}'!$A$1,0,0,{places.height(sheet, _printed(sheet))},{len(sheet.columns)})"
            workbook.define_name(f"'{sheet.name}'!_xlnm.Print_Area", f"={area}")
    if book.lists:
        _lists(workbook, book, styles)
    workbook.close()
    return grown(target.getvalue(), [range(0) if sheet.height else table_rows(sheet) for sheet in book.sheets])


def _printed(sheet: Sheet) -> int:
    """Rows of a table that are printed when hardly anything is filled in: a page."""
    return table_rows(sheet).start + LEAST_PRINTED


def located(book: Book) -> dict[tuple[str, str], Place]:
    """Where everything is that a formula may name, by sheet and name."""
    found: dict[tuple[str, str], Place] = {}
    for sheet in book.sheets:
        found |= table_places(sheet) if sheet.columns else page_places(sheet, book)
    return found


def _sheet(worksheet: Any, book: Book, sheet: Sheet, places: Places, styles: Styles) -> None:
    """Write a sheet, with a link back to the first one beside it, outside what is printed."""
    widths = [column.width for column in sheet.columns] if sheet.columns else list(WIDTHS)
    paper = Paper(worksheet, book, sheet, styles, widths)
    cells = Cells(worksheet, book, sheet, places, styles)
    if sheet.columns:
        TableSheet(paper, cells, sheet, places).write()
    else:
        PageSheet(paper, cells, sheet, book, places).write()
    first = book.sheets[0].name
    if sheet.name != first:
        worksheet.set_column(len(widths), len(widths), 12)
        worksheet.write_url(0, len(widths), f"internal:'{first}'!A1", string=wording.BOOK_BACK)


def _lists(workbook: Any, book: Book, styles: Styles) -> None:
    """The sheet of shared lists, a column each, and their names."""
    name = wording.BOOK_LISTS
    sheet = Sheet(name, name, wording.BOOK_LISTS_PURPOSE, landscape=True)
    worksheet = workbook.add_worksheet(name)
    paper = Paper(worksheet, book, sheet, styles, [_LIST_WIDTH] * len(book.lists))
    paper.head()
    for number, (title, items) in enumerate(book.lists.items()):
        place = Place(name, number, _LIST_HEAD + 1, _LIST_HEAD + LIST_ROWS)
        worksheet.write_string(_LIST_HEAD, number, title, styles.head())
        for index in range(LIST_ROWS):
            paper.across(place.first + index, number, number, items[index] if index < len(items) else "", styles.open())
        # as far as it is filled: a blank among the choices would let everything through
        first = f"'{name}'!${place.letter}${place.first + 1}"
        workbook.define_name(list_name(title), f"=OFFSET({first},0,0,MAX(1,COUNTA({place.full()})),1)")
    worksheet.freeze_panes(_LIST_HEAD + 1, 0)
    paper.print_setup(_LIST_HEAD + LIST_ROWS, _LIST_HEAD)
