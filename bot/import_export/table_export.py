"""The knowledge as tables: which rows stand on which sheet, an .xlsx workbook that is pleasant to edit, and a csv.

Nothing in a workbook can turn into a formula or a date: every cell is text and says so to Excel.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot import wording
from bot.errors import ExchangeError
from bot.import_export.cell_codec import escaped, guarded
from bot.import_export.columns import (
    CHECK,
    ONE_TABLE,
    TOPIC_SHEET,
    VARIANT_SHEET,
    WIDTHS,
    Names,
    entry_cells,
    heading,
    variant_cells,
)
from bot.model import Entry, Knowledge

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.styles.cell_style import StyleArray
    from openpyxl.worksheet.worksheet import Worksheet

MOST_CELL = 32_767
"""Characters that a cell of Excel holds."""
MOST_TAB = 31
"""Characters of a sheet's name."""
_SPARE = 200
"""Rows below the last one that have the drop-down lists too: for new entries."""
_NO_TAB = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_WIDE = str.maketrans("[]:*?/\\", "［］：＊？／＼")
_FIGURES = ("reviewed", "retired", "review_after")
"""Keys whose values are read again however Excel writes dates and numbers."""
_LINE, _MOST_LINES = 15.0, 16
"""Height of a line in points, and lines of a row that are shown; a taller one hides those below it."""
_ABOUT_WIDTH = 100
_GREY, _HEAD = "FFF2F2F2", "FFD9E2F3"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to be written: its name, its columns by key, and the cells of its rows by key."""

    name: str
    keys: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]


def sheets(knowledge: Knowledge, topics: Sequence[str] = ()) -> tuple[Sheet, ...]:
    """A sheet a topic, retired entries last, then one of variants when there are some; `topics` are keys, none: all."""
    names = Names(knowledge)
    chosen = [topic for topic in knowledge.topics if not topics or topic.key in topics]
    taken: set[str] = {wording.EXCHANGE_GUIDE_SHEET, wording.EXCHANGE_VARIANT_SHEET}
    found, variants = [], []
    for topic in chosen:
        entries = of_topic(knowledge, topic.title)
        found.append(Sheet(_tab(topic.title, taken), TOPIC_SHEET, tuple(entry_cells(entry, names) for entry in entries)))
        variants += [variant_cells(entry, variant, names) for entry in entries for variant in entry.variants]
    if variants:
        found.append(Sheet(wording.EXCHANGE_VARIANT_SHEET, VARIANT_SHEET, tuple(variants)))
    return tuple(found)


def one_table(knowledge: Knowledge, topics: Sequence[str] = ()) -> Sheet:
    """Everything in one table, each entry's variants below it."""
    names = Names(knowledge)
    rows = []
    for topic in knowledge.topics:
        for entry in of_topic(knowledge, topic.title) if not topics or topic.key in topics else ():
            rows += [entry_cells(entry, names), *(variant_cells(entry, variant, names) for variant in entry.variants)]
    return Sheet("", ONE_TABLE, tuple(rows))


def of_topic(knowledge: Knowledge, title: str) -> tuple[Entry, ...]:
    """The entries of a topic in file order, retired ones last."""
    return tuple(entry for entry in (*knowledge.entries, *knowledge.retired) if entry.topic == title)


def _tab(title: str, taken: set[str]) -> str:
    """A sheet's name for a topic, as near to its title as Excel allows."""
    bare = _NO_TAB.sub(" ", title.translate(_WIDE)).strip("' ")[:MOST_TAB] or "-"
    name, number = bare, 2
    while name.lower() in {one.lower() for one in taken} | {"history"}:
        name = f"{bare[: MOST_TAB - 3]}-{number}"
        number += 1
    taken.add(name)
    return name


# ---------------------------------------------------------------- csv


def as_csv(sheet: Sheet) -> bytes:
    """A table as csv in UTF-8 with the mark that Excel knows it by, and Windows' line ends."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([heading(key) for key in sheet.keys])
    for row in sheet.rows:
        writer.writerow([row.get(key, "") if key in _FIGURES else guarded(row.get(key, "")) for key in sheet.keys])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


# ---------------------------------------------------------------- workbooks


def as_workbook(written: Iterable[Sheet], knowledge: Knowledge, guide: Sequence[str] = wording.EXCHANGE_GUIDE) -> bytes:
    """Sheets as an .xlsx workbook behind one that explains the columns; raises ExchangeError for a cell that is too long."""
    from openpyxl import Workbook  # late: starting the command must not wait for it

    book = Workbook()
    pages = tuple(written)
    looks: dict[tuple[bool, bool], StyleArray] = {}
    _explain(book, guide, dict.fromkeys(key for sheet in pages for key in sheet.keys))
    for sheet in pages:
        page = book.create_sheet(sheet.name)
        _head(page, sheet.keys)
        for number, row in enumerate(sheet.rows, 2):
            for column, key in enumerate(sheet.keys, 1):
                _write(page, number, column, row.get(key, ""), key, looks)
            page.row_dimensions[number].height = _height(row, sheet.keys)
        _validate(page, sheet, knowledge)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _explain(book: Workbook, guide: Sequence[str], keys: Iterable[str]) -> None:
    """The first sheet: what the columns are and how to go about it."""
    from openpyxl.styles import Alignment, Font, PatternFill

    page = book.worksheets[0]
    page.title = wording.EXCHANGE_GUIDE_SHEET
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 14, _ABOUT_WIDTH
    _fit(page)
    page.append([wording.EXCHANGE_GUIDE_TITLE])
    page["A1"].font = Font(bold=True, size=14)
    for left, right in (*(("", line) for line in guide), *((heading(key), wording.EXCHANGE_ABOUT[key]) for key in keys)):
        page.append([left, right])
        page.row_dimensions[page.max_row].height = _LINE * _folds(right, _ABOUT_WIDTH)
        for cell in page[page.max_row]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.number_format = "@"
        if not left:
            page.cell(page.max_row, 2).fill = PatternFill("solid", fgColor=_GREY)


def _head(page: Worksheet, keys: Sequence[str]) -> None:
    """The headings, frozen with the id and printed on every page; the check is hidden."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for column, key in enumerate(keys, 1):
        cell = page.cell(1, column, heading(key))
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor=_HEAD)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        letter = get_column_letter(column)
        page.column_dimensions[letter].width = WIDTHS[key]
        page.column_dimensions[letter].hidden = key == CHECK
    _fit(page)
    page.print_title_rows = "1:1"
    page.freeze_panes = f"{get_column_letter(list(keys).index('id') + 2)}2" if "id" in keys else "A2"


def _fit(page: Worksheet) -> None:
    """Printed across, as wide as the paper."""
    from openpyxl.worksheet.properties import PageSetupProperties

    page.page_setup.orientation, page.page_setup.fitToWidth, page.page_setup.fitToHeight = "landscape", 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _write(page: Worksheet, row: int, column: int, text: str, key: str, looks: dict[tuple[bool, bool], StyleArray]) -> None:
    """Fill a cell; `looks` keeps what its kind looks like: to work that out anew takes ten times as long as all else."""
    cell: Any = page.cell(row, column)  # its look as a whole has no public name
    kind = (key in ("id", CHECK), bool(text))
    if kind not in looks:
        _dress(cell, *kind)
        looks[kind] = copy(cell._style)
    else:
        cell._style = copy(looks[kind])
    if not text:
        return
    said = escaped(text)
    if len(said) > MOST_CELL:
        raise ExchangeError(wording.EXCHANGE_CELL_LONG.format(sheet=page.title, row=row, column=heading(key), most=MOST_CELL))
    cell.value = said
    # whatever it looks like
    cell.data_type = "s"


def _dress(cell: Cell | MergedCell, grey: bool, filled: bool) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.number_format = "@"
    if grey:
        cell.fill = PatternFill("solid", fgColor=_GREY)
        cell.font = Font(color="FF7F7F7F")
    cell.quotePrefix = filled  # a text also after someone has clicked into it


def _height(row: Mapping[str, str], keys: Iterable[str]) -> float:
    """The height of a row in points: what its longest cell needs, up to a third of a screen."""
    texts = ((row.get(key, ""), WIDTHS[key]) for key in keys if key != CHECK)
    needed = (sum(_folds(line, width) for line in text.split("\n")) for text, width in texts)
    return _LINE * min(max(needed, default=1), _MOST_LINES)


def _folds(line: str, width: int) -> int:
    """Lines that a text takes in a column; Han characters are two wide."""
    return max(1, -(-sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in line) // width))


def _validate(page: Worksheet, sheet: Sheet, knowledge: Knowledge) -> None:
    """Drop-down lists where only some words will do."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    names = Names(knowledge)
    lists = {
        "status": [*wording.EXCHANGE_STATUS.values(), *([wording.EXCHANGE_ACTS["candidate"]] if "maybe" in sheet.keys else [])],
        "act": [wording.EXCHANGE_ACTS["retire"], wording.EXCHANGE_ACTS["phrase"]],
        "ask": [names.ask(condition.name) for condition in knowledge.conditions],
        "topic": [topic.title for topic in knowledge.topics],
    }
    for column, key in enumerate(sheet.keys, 1):
        said = ",".join(lists.get(key, ()))
        # Excel takes up to 255 characters here, and a comma or a quote would cut a word in two
        if not said or len(said) > 255 or '"' in said or said.count(",") != len(lists[key]) - 1:
            continue
        rule = DataValidation("list", formula1=f'"{said}"', allow_blank=True, showErrorMessage=True)
        rule.errorTitle, rule.error = heading(key), wording.EXCHANGE_CHOOSE.format(names="、".join(lists[key]))[:225]
        page.add_data_validation(rule)
        letter = get_column_letter(column)
        rule.add(f"{letter}2:{letter}{len(sheet.rows) + 1 + _SPARE}")
