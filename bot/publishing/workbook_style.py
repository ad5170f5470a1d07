"""How cells look, and how tall a row must be for its text."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from bot.publishing.workbook_spec import Column

BODY = "宋体"
HEAD = "黑体"
"""Fonts that every Windows and WPS has; programs without them put their own Chinese font."""

BASE: dict[str, Any] = {"font_name": BODY, "font_size": 11, "font_scheme": False, "theme": -1}
OPTIONS: dict[str, Any] = {"in_memory": True, "default_format_properties": BASE, "default_column_width": 72}
"""72 pixels: a digit of the body font is 8 wide, and columns are measured in digits."""

GREY = "F2F2F2"
"""Behind what the workbook calculates."""
PALE = "DCE6F1"
"""Behind column heads and labels."""
MISSING = {"bg_color": "BDD7EE"}
SOON = {"bg_color": "FFD966", "font_color": "7F4F00"}
PAST = {"bg_color": "FF9B9B", "font_color": "7A0000"}

TINTS = {"calculated": {"bg_color": GREY}, "missing": MISSING, "soon": SOON, "past": PAST}
"""What the colours are called in `wording.BOOK_COLOURS`."""

_LINE = 16
"""Points of a line of body text, in the tallest of the fonts that may stand in for ours."""
_DAY = "yyyy-mm-dd"
_FORMATS = {"date": _DAY, "due": _DAY, "number": "0", "money": "#,##0.00", "percent": "0.0%", "text": "@", "long": "@"}


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def get(self, **properties: Any) -> Any:
        """The format of these properties: vertically centred and wrapped unless they say otherwise."""
        wanted = {**BASE, "valign": "vcenter", "text_wrap": True, **properties}
        key = tuple(sorted(wanted.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(wanted)
        return self._made[key]

    def bare(self, properties: Mapping[str, Any]) -> Any:
        """A format that changes these properties only: for conditional formats."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]

    def title(self) -> Any:
        """A sheet's title."""
        return self.get(font_name=HEAD, font_size=16, align="center")

    def small(self) -> Any:
        """The line below a title."""
        return self.get(font_size=9, align="center", font_color="595959")

    def written(self) -> Any:
        """A line of text that people write on."""
        return self.get(align="left", locked=False)

    def alarm(self) -> Any:
        """A line that tells of something wrong."""
        return self.get(align="left", bold=True, font_color="C00000")

    def plain(self) -> Any:
        """A line of text without borders."""
        return self.get(align="left")

    def heading(self) -> Any:
        """The heading of a part of a page."""
        return self.get(font_name=HEAD, font_size=12, align="left", bottom=2)

    def head(self) -> Any:
        """A column's head."""
        return self.get(bold=True, align="center", bg_color=PALE, border=1)

    def label(self) -> Any:
        """A text that stands in the sheet from the beginning."""
        return self.get(align="left", bg_color=PALE, border=1)

    def boxed(self) -> Any:
        """A text in a box."""
        return self.get(align="left", border=1)

    def open(self) -> Any:
        """A text in a box that people may change."""
        return self.get(align="left", border=1, locked=False)

    def fine(self) -> Any:
        """A longer text in a box, in small print."""
        return self.get(align="left", border=1, font_size=9)

    def tinted(self, look: dict[str, str]) -> Any:
        """A text in a box that shows a colour."""
        return self.get(align="center", border=1, **look)

    def count(self) -> Any:
        """A number that the workbook counts, in the middle of its box."""
        return self.get(align="center", border=1, bg_color=GREY, num_format="0")

    def link(self) -> Any:
        """A name in a box that leads to its sheet."""
        return self.get(align="left", border=1, font_color="0563C1", underline=1)

    def value(self, column: Column, middle: bool = False, bare: bool = False) -> Any:
        """A cell of a column, by its type; in the middle on a page, where nothing stands above it to line up with.

        `bare`: without a box around it, for the rows below those that are prepared.
        """
        shown = column.show if column.kind == "formula" else column.kind
        centred = shown in ("order", "date", "due", "status", "choice", "yes-no")
        numeric = shown in ("number", "money", "percent")
        align = "center" if centred or (middle and not column.typed) else "right" if numeric else "left"
        properties: dict[str, Any] = {"align": align, "border": 1}
        if shown in _FORMATS and not (shown == "text" and not column.typed):
            # text stays text: 1-3 is pages here, not the third of January
            properties["num_format"] = _FORMATS[shown]
        if not column.typed:
            properties["bg_color"] = GREY
        else:
            properties["locked"] = False
        if bare:
            del properties["border"]
        return self.get(**properties)


def lines(text: str, width: float) -> int:
    """How many lines a text takes in so many digits' width; a Chinese character is two wide."""
    wide = sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)
    return max(1, -(-wide // max(1, int(width) - 1)))


def height(text: str, width: float) -> int:
    """Points of a row that holds the text."""
    return _LINE * lines(text, width) + 5


def fine_height(text: str, width: float) -> int:
    """The same for a text in small print."""
    return 13 * lines(text, width * 11 / 9) + 5
