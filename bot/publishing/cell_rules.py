"""What a cell takes, and when it is coloured: drop-downs, limits, dates due and blanks that must be filled."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot import wording
from bot.errors import DocumentError
from bot.publishing.workbook_formula import NUMERIC, Places, readably
from bot.publishing.workbook_spec import Book, Column, Sheet
from bot.publishing.workbook_style import MISSING, PAST, SOON, Styles
from bot.yamlio.problems import excerpt

EARLIEST, LATEST = date(1950, 1, 1), date(2099, 12, 31)
MOST_NUMBER = 10**9
_LONGEST_LIST = 255
"""Characters of choices written into a cell's rule (Excel's limit)."""

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


def list_name(name: str) -> str:
    """What a shared list is called in formulas."""
    return f"{wording.BOOK_LIST_NAME}_{name}"


class Cells:
    """Puts rules and colours on areas of one sheet."""

    def __init__(self, worksheet: Any, book: Book, sheet: Sheet, places: Places, styles: Styles) -> None:
        self._worksheet = worksheet
        self._book = book
        self._sheet = sheet
        self._places = places
        self._styles = styles

    def rule(self, column: Column, area: Area) -> None:
        """Let the cells take what the column holds and nothing else, and show its note beside them."""
        rule, refused = self._rule(column, area[0])
        if refused:
            rule |= {"error_title": wording.BOOK_REFUSED_TITLE, "error_message": refused}
        if column.note:
            rule |= {"input_title": column.name, "input_message": column.note}
        if (refused or column.note) and self._worksheet.data_validation(*area, rule):
            raise DocumentError(wording.BOOK_RULE.format(name=column.name, sheet=self._sheet.name))

    def _rule(self, column: Column, row: int) -> tuple[dict[str, Any], str]:
        """The rule of a column in a row, and what is said to someone who breaks it; empty when anything goes."""
        refused = wording.BOOK_REFUSED
        if not column.typed:
            # nobody types over a formula by mistake; it may still be deleted or pasted over
            return {"validate": "custom", "value": "=FALSE"}, refused["calculated"]
        if column.kind == "yes-no":
            return {"validate": "list", "source": list(wording.BOOK_YES_NO)}, refused["choice"]
        if column.choices or column.source:
            return self._choice(column)
        if column.kind == "date" and column.after:
            cell, other = self._cell(column.name, row), self._cell(column.after, row)
            message = refused["after"].format(other=column.after)
            return {"validate": "custom", "value": f"=AND(ISNUMBER({cell}),{cell}>={other})"}, message
        if column.kind == "date":
            return {"validate": "date", "criteria": "between", "minimum": EARLIEST, "maximum": LATEST}, refused["date"]
        if column.kind in ("number", "money"):
            return self._number(column, row)
        return {"validate": "any"}, ""

    def _number(self, column: Column, row: int) -> tuple[dict[str, Any], str]:
        least = column.least or 0
        if column.most and not column.most.isdigit():
            cell, other = self._cell(column.name, row), self._cell(column.most, row)
            whole = f",{cell}=INT({cell})" if column.kind == "number" else ""
            value = f'=AND(ISNUMBER({cell}),{cell}>={least}{whole},OR({other}="",{cell}<={other}))'
            return {"validate": "custom", "value": value}, wording.BOOK_REFUSED["most"].format(other=column.most)
        most = int(column.most or MOST_NUMBER)
        kind = "integer" if column.kind == "number" else "decimal"
        message = wording.BOOK_REFUSED["limits" if column.most else column.kind].format(least=least, most=most)
        return {"validate": kind, "criteria": "between", "minimum": least, "maximum": most}, message

    def _choice(self, column: Column) -> tuple[dict[str, Any], str]:
        """Where the choices come from: written out, a shared list, or a column of another sheet as far as it is filled."""
        if column.choices:
            if len(",".join(column.choices)) > _LONGEST_LIST:
                raise DocumentError(wording.BOOK_LIST_LONG.format(name=column.name, sheet=self._sheet.name))
            return {"validate": "list", "source": list(column.choices)}, wording.BOOK_REFUSED["choice"]
        if column.source in self._book.lists:
            return {"validate": "list", "source": f"={list_name(column.source)}"}, wording.BOOK_REFUSED["list"]
        sheet, dot, name = column.source.partition(".")
        if not dot:
            message = wording.BOOK_NO_LIST.format(name=excerpt(column.source), sheet=self._sheet.name)
            raise DocumentError(message)
        place = self._places.place(sheet, name)
        source = f"=OFFSET('{sheet}'!${place.letter}${place.first + 1},0,0,MAX(1,COUNTA({place.full()})),1)"
        return {"validate": "list", "source": source}, wording.BOOK_REFUSED["column"].format(sheet=sheet)

    def _cell(self, name: str, row: int) -> str:
        return self._places.cell(self._sheet.name, name, row)

    def colour(self, column: Column, area: Area, key: str = "") -> None:
        """Colour dates that turn due, words that say so, and blanks in a row whose key is filled."""
        row = area[0]
        if column.kind in NUMERIC:
            self.unreadable(column, area)
        if column.kind == "formula" and column.show == "money":
            cell = self._address(area)
            self.when(f"AND(ISNUMBER({cell}),{cell}<0)", PAST, area)
        if column.kind == "status":
            self.words(area)
        if column.kind == "due" or (column.kind == "date" and column.ahead is not None):
            past, soon = self._places.alarms(self._sheet, column, row)
            self.when(past, PAST, area)
            self.when(soon, SOON, area)
        if column.required and column.name != key:
            used = f'{self._cell(key, row)}<>"",' if key else ""
            self.when(f'AND({used}{self._cell(column.name, row)}="")', MISSING, area)

    def unreadable(self, column: Column, area: Area) -> None:
        """Mark what can't be counted, and say so before it."""
        cell = self._address(area)
        rule = f'AND({cell}<>"",NOT({readably(cell, column)}))'
        mark = wording.BOOK_MARK
        look = {**PAST, "num_format": f'"{mark}"General;"{mark}"General;"{mark}"General;"{mark}"@'}
        self.when(rule, look, area)

    def boxed(self, condition: str, area: Area) -> None:
        """Draw the lines of rows as soon as they are used."""
        self._worksheet.conditional_format(
            *area, {"type": "formula", "criteria": f"={condition}", "format": self._styles.bare({"border": 1})}
        )

    def words(self, area: Area) -> None:
        """Colour the words for a date's standing."""
        for word, look in ((wording.BOOK_PAST, PAST), (wording.BOOK_SOON, SOON), (wording.BOOK_UNSET, MISSING)):
            rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": self._styles.bare(look)}
            self._worksheet.conditional_format(*area, rule)

    def positive(self, look: dict[str, str], area: Area) -> None:
        """Colour numbers above nought."""
        cell = self._address(area)
        self.when(f"AND(ISNUMBER({cell}),{cell}>0)", look, area)

    def when(self, condition: str, look: dict[str, str], area: Area) -> None:
        """Colour the cells under a condition, the first that holds."""
        rule = {"type": "formula", "criteria": f"={condition}", "format": self._styles.bare(look), "stop_if_true": True}
        self._worksheet.conditional_format(*area, rule)

    def _address(self, area: Area) -> str:
        return f"{chr(ord('A') + area[1])}{area[0] + 1}"
