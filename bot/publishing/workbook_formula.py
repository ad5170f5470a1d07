"""Formulas as Excel writes them, from formulas that name columns and sheets.

`{金额}` is the cell of that column in the same row (of a page: the cell of that name), `{金额^}` the column from its
first row down to this one, `{经费收支.金额}` the whole column of another sheet, or one cell when that sheet is a page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot import wording
from bot.errors import DocumentError
from bot.publishing.workbook_spec import AHEAD, Book, Column, Sheet
from bot.yamlio.problems import excerpt, nearest

KNOWN = frozenset((
    "ABS", "AND", "AVERAGE", "COUNT", "COUNTA", "COUNTBLANK", "COUNTIF", "COUNTIFS", "DATE", "DAY", "EDATE",
    "EOMONTH", "IF", "IFERROR", "INDEX", "INT", "ISBLANK", "ISNUMBER", "LEN", "LOOKUP", "MATCH", "MAX", "MIN", "MOD",
    "MONTH", "NOT", "OFFSET", "OR", "ROUND", "ROW", "SUM", "SUMIF", "SUMIFS", "SUMPRODUCT", "TODAY", "VLOOKUP",
    "WEEKDAY", "WORKDAY", "YEAR",
))  # fmt: skip
"""Functions that Excel 2010, WPS and LibreOffice all have; what came later (XLOOKUP, FILTER, LET) shows as an error there."""

_REFERENCE = re.compile(r"\{([^{}]*)\}")
_QUOTED = re.compile(r'"[^"]*"')
_CALL = re.compile(r"([A-Za-z][A-Za-z0-9.]*)\s*\(")
_LONGEST = 8000
"""Characters of a formula; Excel takes 8,192."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a column's cells are: its sheet, the column, the first and the last row, from 0; one row for a page's cell."""

    sheet: str
    column: int
    first: int
    last: int

    @property
    def letter(self) -> str:
        """The column as Excel names it: 0 → A, 26 → AA."""
        name, left = "", self.column + 1
        while left:
            left, digit = divmod(left - 1, 26)
            name = chr(ord("A") + digit) + name
        return name

    def range(self) -> str:
        """The cells without their sheet, fixed: $B$5:$B$34, or $B$5 when there is one."""
        first = f"${self.letter}${self.first + 1}"
        return first if self.first == self.last else f"{first}:${self.letter}${self.last + 1}"

    def full(self) -> str:
        """The cells with their sheet: '会员名册'!$B$5:$B$34."""
        return f"'{self.sheet}'!{self.range()}"


class Places:
    """Finds columns and cells by name, and writes formulas out for a row."""

    def __init__(self, book: Book, found: dict[tuple[str, str], Place]) -> None:
        self._book = book
        self._found = found
        self._pages = {sheet.name for sheet in book.sheets if not sheet.columns}

    def place(self, sheet: str, name: str) -> Place:
        """Where a column or a page's cell is; raises DocumentError when there is none."""
        found = self._found.get((sheet, name))
        if found is None:
            names = [other for where, other in self._found if where == sheet] or [one.name for one in self._book.sheets]
            near = nearest(name, names)
            message = wording.BOOK_REFERENCE.format(name=excerpt(name), sheet=sheet)
            raise DocumentError(message + (wording.LOAD_NEAR.format(near=near) if near else ""))
        return found

    def cell(self, sheet: str, name: str, row: int) -> str:
        """The cell of a column in a row, or a page's cell: $B7, $B$7."""
        place = self.place(sheet, name)
        return f"${place.letter}${place.first + 1}" if sheet in self._pages else f"${place.letter}{row + 1}"

    def written(self, formula: str, sheet: str, row: int) -> str:
        """A formula of the spec as Excel reads it in that row, without the equals sign."""

        def one(match: re.Match[str]) -> str:
            said = match[1].strip()
            other, dot, name = said.partition(".")
            if dot:
                return self.place(other, name).full()
            if said.endswith("^"):
                place = self.place(sheet, said[:-1])
                return f"${place.letter}${place.first + 1}:${place.letter}{row + 1}"
            return self.cell(sheet, said, row)

        written = _REFERENCE.sub(one, " ".join(formula.split()))
        checked(written, sheet)
        return written

    # ---------------------------------------------------------------- what the types of columns calculate

    def of_column(self, sheet: Sheet, column: Column, row: int) -> str:
        """The formula of a column that isn't typed, in a row; empty for one that is."""
        if column.kind == "order":
            # counts from the header, so that rows can be put in, taken out and sorted
            place = self.place(sheet.name, column.name)
            return f"ROW()-ROW(${place.letter}${place.first})"
        if column.kind == "status":
            due = next((one for one in _columns(sheet) if one.name == column.of), None)
            if due is None:
                self.place(sheet.name, column.of)
            return self.status(self.cell(sheet.name, column.of, row), *self._terms(sheet, due or column, row))
        if column.kind == "due" and not column.formula:
            return self._added(sheet, column, row)
        return self.written(column.formula, sheet.name, row) if column.formula else ""

    def _terms(self, sheet: Sheet, due: Column, row: int) -> tuple[int, str]:
        unless = self.written(due.unless, sheet.name, row) if due.unless else ""
        return AHEAD if due.ahead is None else due.ahead, unless

    def status(self, cell: str, ahead: int, unless: str = "", unset: str = "") -> str:
        """In words how a date stands: past, soon, fine, done, not set."""
        said = f'IF({cell}<=TODAY()+{ahead},"{wording.BOOK_SOON}","{wording.BOOK_FINE}")'
        said = f'IF({cell}<TODAY(),"{wording.BOOK_PAST}",{said})'
        if unless:
            said = f'IF({unless},"{wording.BOOK_DONE}",{said})'
        return f'IF(ISNUMBER({cell}),{said},"{unset}")'

    def alarms(self, sheet: Sheet, column: Column, row: int) -> tuple[str, str]:
        """The conditions under which a date's cell turns red and amber, for the first row."""
        cell = self.cell(sheet.name, column.name, row)
        ahead, unless = self._terms(sheet, column, row)
        still = f",NOT({unless})" if unless else ""
        return f"AND(ISNUMBER({cell}),{cell}<TODAY(){still})", f"AND(ISNUMBER({cell}),{cell}<=TODAY()+{ahead}{still})"

    def _added(self, sheet: Sheet, column: Column, row: int) -> str:
        """A date some time after another; nothing as long as one of them isn't known."""
        amount, _, term = column.add.rpartition(" ")
        start = self.cell(sheet.name, column.start, row)
        known = f"ISNUMBER({start})"
        if not amount.isdigit():
            amount = self.cell(sheet.name, amount, row)
            known = f'AND({known},{amount}<>"")'
        added = {
            "years": f"EDATE({start},12*{amount})",
            "months": f"EDATE({start},{amount})",
            "days": f"{start}+{amount}",
            "workdays": f"WORKDAY({start},{amount})",
        }[term]
        return f'IF({known},{added},"")'

    def used(self, sheet: Sheet) -> str:
        """How many rows of a table are used."""
        return f"COUNTA({self._key(sheet).full()})"

    def missing(self, sheet: Sheet) -> str:
        """How many required cells are empty in rows that are used; empty when nothing is required."""
        key = self._key(sheet)
        cells = [self.place(sheet.name, one.name) for one in sheet.columns if one.required]
        return "+".join(f'SUMPRODUCT(({key.full()}<>"")*({one.full()}=""))' for one in cells if one != key)

    def standing(self, sheet: Sheet, word: str) -> str:
        """How many dates of a table stand like that; empty when it has none."""
        cells = [self.place(sheet.name, one.name) for one in sheet.columns if one.kind == "status"]
        return "+".join(f'COUNTIF({one.full()},"{word}")' for one in cells)

    def _key(self, sheet: Sheet) -> Place:
        if sheet.key is None:
            raise DocumentError(wording.BOOK_NO_KEY.format(sheet=sheet.name))
        return self.place(sheet.name, sheet.key.name)


def _columns(sheet: Sheet) -> list[Column]:
    return [*sheet.columns, *(cell for part in sheet.parts for cell in part.cells)]


def checked(formula: str, sheet: str) -> None:
    """Raise DocumentError for a formula that some program can't read."""
    bare = _QUOTED.sub("", formula)
    for name in _CALL.findall(bare):
        if name not in KNOWN:
            raise DocumentError(wording.BOOK_FUNCTION.format(name=excerpt(name), sheet=sheet))
    if '"' in bare or bare.count("(") != bare.count(")") or len(formula) > _LONGEST or "{" in bare:
        raise DocumentError(wording.BOOK_FORMULA.format(formula=excerpt(formula), sheet=sheet))
