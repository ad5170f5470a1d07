"""Formulas as Excel writes them, from formulas that name columns and sheets.

`{会员名册.?}` is how many cells of a sheet are missing or unreadable, `WORKDAYS({日期},3)` the third working day after a date,
by the workbook's own days off and make-up days.

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
    "MONTH", "N", "NOT", "OFFSET", "OR", "ROUND", "ROW", "SMALL", "SUM", "SUMIF", "SUMIFS", "SUMPRODUCT", "TODAY", "VLOOKUP",
    "WEEKDAY", "WORKDAY", "YEAR",
))  # fmt: skip
"""Functions that Excel 2010, WPS and LibreOffice all have; what came later (XLOOKUP, FILTER, LET) shows as an error there."""

_REFERENCE = re.compile(r"\{([^{}]*)\}")
_WORKDAYS = re.compile(r"WORKDAYS\(([^(),]+),([0-9]+)\)")
_DAYS_LOOKED = 60
"""Days after a date among which its working days are looked for."""
_NEVER = 99_999
_QUOTED = re.compile(r'"[^"]*"')
_CALL = re.compile(r"([A-Za-z][A-Za-z0-9.]*)\s*\(")
NUMERIC = ("number", "money", "date")
"""Types of columns that a pasted text can't be counted in."""
FIRST_DAY, LAST_DAY = 18_264, 73_050
"""1950-01-01 and 2099-12-31 as Excel counts days."""
_LOWEST = 60_000
"""The row down to which a table is searched for what was pasted too far below."""
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
            if name == "?":
                return f"({self.missing(self._sheet(other))})"
            if dot:
                return self.place(other, name).full()
            if said.endswith("^"):
                place = self.place(sheet, said[:-1])
                return f"${place.letter}${place.first + 1}:${place.letter}{row + 1}"
            return self.cell(sheet, said, row)

        written = _REFERENCE.sub(one, " ".join(formula.split()))
        written = _WORKDAYS.sub(lambda match: self.workday(match[1], match[2]), written)
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
            return readable(self.status(self.cell(sheet.name, column.of, row), *self._terms(sheet, due or column, row)))
        if column.kind == "due" and not column.formula:
            return readable(self._added(sheet, column, row))
        return readable(self.written(column.formula, sheet.name, row)) if column.formula else ""

    def workday(self, start: str, count: str) -> str:
        """The so many-th working day after a date: weekdays but days off, and make-up days, as the workbook lists them."""
        off, made_up = (self.place(wording.BOOK_HOLIDAYS, name).full() for name in wording.BOOK_DAYS)
        day = f"{start}+ROW($1:${_DAYS_LOOKED})"
        works = f"(((WEEKDAY({day},2)<6)*(COUNTIF({off},{day})=0)+COUNTIF({made_up},{day}))>0)"
        return f"SUMPRODUCT(SMALL({day}+{_NEVER}*(1-{works}),{count}))"

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
            "workdays": "",
        }[term] or self.workday(start, amount)
        return f'IF({known},{added},"")'

    def used(self, sheet: Sheet) -> str:
        """How many rows of a table are used."""
        return f"COUNTA({self._key(sheet).full()})"

    def missing(self, sheet: Sheet) -> str:
        """How many required cells are empty in rows that are used, and how many others hold what can't be counted."""
        if not sheet.columns:
            blanks = [self.place(sheet.name, one.name).full() for one in _columns(sheet) if one.required]
            return "+".join(filter(None, (*(f'({one}="")' for one in blanks), self.unreadable(sheet)))) or "0"
        key = self._key(sheet)
        cells = [self.place(sheet.name, one.name) for one in sheet.columns if one.required]
        empty = [f'SUMPRODUCT(({key.full()}<>"")*({one.full()}=""))' for one in cells if one != key]
        return "+".join(filter(None, (*empty, self.unreadable(sheet))))

    def unreadable(self, sheet: Sheet) -> str:
        """How many cells for numbers and dates hold something else, such as 40万; empty when the sheet has none."""
        parts = []
        for one in _columns(sheet):
            if one.kind in NUMERIC:
                cells = self.place(sheet.name, one.name).full()
                parts.append(f'SUMPRODUCT(({cells}<>"")*(1-{readably(cells, one)}))')
        return "+".join(parts)

    def below(self, sheet: Sheet) -> str:
        """How many rows lie below those that the workbook counts."""
        key = self._key(sheet)
        return f"COUNTA('{sheet.name}'!${key.letter}${key.last + 2}:${key.letter}${_LOWEST})"

    def height(self, sheet: Sheet, least: int) -> str:
        """The last row that is filled, or one a little below the heads."""
        key = self._key(sheet).full()
        return f'MAX({least},SUMPRODUCT(MAX(({key}<>"")*ROW({key}))))'

    def _sheet(self, name: str) -> Sheet:
        found = next((sheet for sheet in self._book.sheets if sheet.name == name), None)
        if found is None:
            raise DocumentError(wording.BOOK_REFERENCE.format(name="?", sheet=name))
        return found

    def standing(self, sheet: Sheet, word: str) -> str:
        """How many dates of a table stand like that; empty when it has none."""
        cells = [self.place(sheet.name, one.name) for one in sheet.columns if one.kind == "status"]
        return "+".join(f'COUNTIF({one.full()},"{word}")' for one in cells)

    def _key(self, sheet: Sheet) -> Place:
        if sheet.key is None:
            raise DocumentError(wording.BOOK_NO_KEY.format(sheet=sheet.name))
        return self.place(sheet.name, sheet.key.name)


def readable(formula: str) -> str:
    """A formula that says 请核对 where what it rests on can't be counted, in place of an error's name."""
    return f'IFERROR({formula},"{wording.BOOK_UNREADABLE}")'


def readably(cells: str, column: Column) -> str:
    """Whether cells hold what can be counted: a number, or a date of our times."""
    if column.kind != "date":
        return f"ISNUMBER({cells})"
    return f"(ISNUMBER({cells})*({cells}>={FIRST_DAY})*({cells}<={LAST_DAY}))"


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
