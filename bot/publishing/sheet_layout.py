"""What every sheet has: its title, how it is printed, texts over several columns, signature lines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from bot import wording
from bot.errors import DocumentError
from bot.publishing.workbook_spec import Book, Sheet
from bot.publishing.workbook_style import Styles, height

_A4 = 9
"""Excel's number for the paper."""
_WIDEST = {True: 175, False: 120}
"""Digits' width that still fits on A4 at three quarters of the size, landscape and portrait."""
_TITLE = 30
"""Points of a title's row."""
_SIGN = 30
_ALLOWED = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "sort": True,
    "autofilter": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}
"""What protection leaves open; there is no password."""


class Paper:
    """One sheet being written: its columns' widths are known, rows are filled from the top."""

    def __init__(self, worksheet: Any, book: Book, sheet: Sheet, styles: Styles, widths: Sequence[int]) -> None:
        if sum(widths) > _WIDEST[sheet.landscape]:
            raise DocumentError(wording.BOOK_WIDE.format(sheet=sheet.name, width=sum(widths), most=_WIDEST[sheet.landscape]))
        self.worksheet = worksheet
        worksheet.protect("", _ALLOWED)
        self.styles = styles
        self._book = book
        self._sheet = sheet
        self._widths = widths
        for number, width in enumerate(widths):
            worksheet.set_column(number, number, width)

    @property
    def last(self) -> int:
        """The last column's index."""
        return len(self._widths) - 1

    def width(self, first: int, last: int) -> int:
        """How wide these columns are together."""
        return sum(self._widths[first : last + 1])

    def across(self, row: int, first: int, last: int, text: str, style: Any) -> None:
        """A text over several columns of a row."""
        if first < last:
            self.worksheet.merge_range(row, first, row, last, text, style)
        elif text:
            self.worksheet.write_string(row, first, text, style)
        else:
            # not an empty string: counting would count it
            self.worksheet.write_blank(row, first, None, style)

    def line(self, row: int, text: str, style: Any) -> None:
        """A text over the whole width, in a row as tall as it needs."""
        self.worksheet.set_row(row, height(text, self.width(0, self.last)))
        self.across(row, 0, self.last, text, style)

    def head(self) -> None:
        """The title, the word that this is a sample, and what the sheet is for."""
        self.worksheet.set_row(0, _TITLE)
        self.across(0, 0, self.last, self._sheet.title, self.styles.title())
        self.line(1, wording.BOOK_SAMPLE, self.styles.small())
        if self._sheet.purpose:
            self.line(2, self._sheet.purpose, self.styles.plain())

    def spread(self, row: int, texts: Sequence[str], style: Any) -> None:
        """Texts side by side over the whole width, each with about the same room."""
        self.worksheet.set_row(row, _SIGN)
        for text, (first, last) in zip(texts, split(self._widths, len(texts)), strict=False):
            self.across(row, first, last, text, style)

    def print_setup(self, last_row: int, header: int | None = None) -> None:
        """A4, as wide as one page, the column heads on every page, titles above and page numbers below."""
        sheet = self.worksheet
        sheet.set_paper(_A4)
        if self._sheet.landscape:
            sheet.set_landscape()
        sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 1 if self._sheet.one_page else 0)
        if not self._sheet.growing:
            sheet.print_area(0, 0, last_row, self.last)
        if header is not None:
            sheet.repeat_rows(header)
        title = self._book.title if self._sheet.title == self._book.title else f"{self._book.title}　{self._sheet.title}"
        # a space after the size: a title may begin with a figure
        sheet.set_header(f"&R&9 {title.replace('&', '&&')}")
        signs = "　".join(f"{label}：{wording.BOOK_SIGN}" for label in self._sheet.sign) if self._sheet.growing else ""
        sheet.set_footer(f"&L&9 {signs}&R&9 {wording.BOOK_PAGES}" if signs else f"&C&9 {wording.BOOK_PAGES}")
        if self._sheet.color:
            sheet.set_tab_color(f"#{self._sheet.color}")


def split(widths: Sequence[int], parts: int) -> list[tuple[int, int]]:
    """Columns cut into so many stretches of about the same width: first and last column of each."""
    total, cuts, seen = sum(widths), [0], 0
    for number, width in enumerate(widths):
        seen += width
        left = len(widths) - 1 - number
        if len(cuts) < parts and left and (seen * parts >= total * len(cuts) or left == parts - len(cuts)):
            cuts.append(number + 1)
    cuts.append(len(widths))
    return [(first, after - 1) for first, after in pairwise(cuts)]
