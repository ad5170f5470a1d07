"""How documents look, in figures that Word and PDF share: margins, sizes and line pitches after GB/T 9704-2012.

Lengths of the page are millimetres, sizes and pitches points; an em is as wide as a Chinese character.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.layout.document_model import Line
from bot.model import Document

_GAP = 0.2
"""Ems that programs leave between a Chinese character and a digit."""
A4 = (210, 297)
POINTS = 72 / 25.4
"""Points of a millimetre."""


@dataclass(frozen=True, slots=True)
class Type:
    """A size and the distance of its lines."""

    size: float
    pitch: float


@dataclass(frozen=True, slots=True)
class Look:
    """The figures of a layout."""

    top: int
    right: int
    bottom: int
    left: int
    title: Type
    body: Type
    table: Type
    aside: Type
    """Hints, and the contents."""
    row: float
    """Least height of a form's row."""
    footer: float
    """Size of the page number."""

    def width(self, landscape: bool) -> float:
        """Points between the margins."""
        return (A4[landscape] - self.left - self.right) * POINTS

    def room(self, landscape: bool) -> float:
        """Ems of a title that go on a line."""
        return self.width(landscape) / self.title.size


# the standard's margins: 37 mm above, 28 mm at the binding, 156 × 225 mm for the text; its sizes: 二号 22, 三号 16
_OFFICIAL = (37, 26, 35, 28)
LOOKS = {
    # a book to work with, not a letter: smaller, so that a step with its table stands on a page
    "guide": Look(24, 21, 22, 24, Type(26, 40), Type(12, 19.5), Type(10.5, 15), Type(11, 17), 20, 10.5),
    "letter": Look(*_OFFICIAL, Type(22, 36), Type(16, 28), Type(12, 18), Type(14, 23), 26, 14),
    "form": Look(22, 20, 20, 22, Type(20, 34), Type(12, 21), Type(12, 18), Type(12, 20), 27, 10.5),
}
NOTES = Type(12, 21)
"""How to fill a form in."""
CONTENTS = Type(10.5, 14)
SMALL = Type(9, 12)
"""The mark at the head of a sample."""
SIGN_EMS = 18
"""Ems at the right in whose middle a signature stands: a date of ten, and four at each side (GB/T 9704, 7.3.5)."""
PART_GAP = 4
"""Points between the tables that a form is set in."""
PADDING = 3.5
"""Points between a cell's text and its border, left and right."""


def layout(document: Document, said: str) -> str:
    """Which look a document has: what its source says, else as its kind asks for."""
    return said or {"guide": "guide", "letter": "letter"}.get(document.kind, "form")


def ems(text: str) -> float:
    """How wide a text is: a Latin letter or digit is half of a Chinese character, with a gap between the two."""
    narrow = [character < "\u2000" for character in text]
    gaps = sum(one != other for one, other in pairwise(narrow))
    return sum(0.55 if one else 1.0 for one in narrow) + gaps * _GAP


def length(line: Line, blank: float = 0) -> float:
    """How wide a line is, with blanks of a width."""
    return sum(blank if span.blank else ems(span.text) for span in line)


_LEAST = 2.0
_UNBROKEN = 6.2
"""Ems of what isn't wrapped."""
_LABEL = 7.2
"""Ems of a form's label that isn't wrapped."""


def columns(head: Sequence[Line], rows: Sequence[Sequence[Line]], width: float, size: float) -> list[float]:
    """Widths of a text table's columns in points, together `width`: as few lines as can be, heads on one if short."""
    padding = 2 * PADDING + 1
    room = width / size - len(head) * padding / size
    table = [[length(cell) for cell in row] for row in (head, *rows)]
    widest = [max(column) for column in zip(*table, strict=True)]
    got = [max(_LEAST, min(one, _UNBROKEN)) for one in widest]
    while (left := room - sum(got)) > 0.5:
        step = min(1.0, left)
        costs = [_cost(table, _wider(got, at, step)) for at in range(len(got))]
        heavy = [max(row[at] / got[at] for row in table) for at in range(len(got))]
        at = min(range(len(got)), key=lambda one: (round(costs[one], 6), -heavy[one]))
        got[at] += step
    return [one * size + padding + left * size / len(got) for one in got]


def _wider(got: Sequence[float], at: int, by: float) -> list[float]:
    return [one + by * (number == at) for number, one in enumerate(got)]


def _cost(table: Sequence[Sequence[float]], got: Sequence[float]) -> float:
    """How high the whole table is, in lines and their fractions, when its columns are so many ems wide."""
    return sum(max(1.0, *(cell / wide for cell, wide in zip(row, got, strict=True))) for row in table)


def centred(rows: Sequence[Sequence[Line]], columns: int) -> list[bool]:
    """Which columns of a text table have short cells only, so that they stand in the middle."""
    return [all(length(row[at]) <= _UNBROKEN for row in rows) for at in range(columns)]


def fitted(proportions: Sequence[int], labels: Sequence[float], width: float, size: float) -> list[float]:
    """Widths of a form's columns in points: its proportions, but for room that short labels (in ems) need and others have."""
    padding = 2 * PADDING + 1
    total = sum(proportions)
    got = [width * one / total for one in proportions]
    # a longer label is wrapped into lines of about the same length
    lines = [math.ceil(label / _LABEL) for label in labels]
    needs = [math.ceil(label / many) * size + padding if many else 0.0 for label, many in zip(labels, lines, strict=True)]
    lacks = [max(need - one, 0.0) for need, one in zip(needs, got, strict=True)]
    spare = [max(one - max(need, 4 * size + padding), 0.0) for need, one in zip(needs, got, strict=True)]
    share = min(1.0, sum(spare) / sum(lacks)) if sum(lacks) else 0.0
    given = sum(lacks) * share / sum(spare) if sum(spare) else 0.0
    return [one + lack * share - room * given for one, lack, room in zip(got, lacks, spare, strict=True)]
