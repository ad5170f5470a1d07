"""Lines and forms as they stand on paper: blanks turned into room for handwriting or kept as names, lists into rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot import wording
from bot.layout.blank_layout import ORDER, Blanks, alone
from bot.layout.document_model import Cell, Grid, Line, Row, Span
from bot.layout.inline_markup import words
from bot.layout.page_style import ems

_FAST = "\u00a0"
"""A space that no line ends at."""
_WIDE_WORDS = 22.0
"""Ems of a text in a cell from which it begins at the left."""
_LEAST_RULE = 4
"""Ems of a blank that something still can be written into."""
_HIGH = 3
"""Lines of a cell from which it is written from its upper left corner."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words, or with `rule` room for handwriting that is so many ems wide."""

    text: str
    bold: bool = False
    rule: int = 0


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell's line and where it goes: left, center or right."""

    pieces: tuple[Piece, ...]
    align: str


@dataclass(frozen=True, slots=True)
class Box:
    """A cell on paper."""

    lines: tuple[Placed, ...]
    span: int
    high: int
    place: str
    """top, center or bottom."""
    label: bool
    """Whether it names what is to be written beside or below it."""
    tall: int = 1
    """Rows that it goes down."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A row on paper."""

    boxes: tuple[Box, ...]
    head: bool = False

    @property
    def high(self) -> int:
        """Lines of its highest cell."""
        return max((box.high for box in self.boxes), default=1)


def pieces(line: Line, blanks: Blanks) -> tuple[Piece, ...]:
    """What a line shows."""
    return tuple(_piece(span, blanks) for span in line)


def titled(line: Line, blanks: Blanks, room: float) -> tuple[Piece, ...]:
    """What a title shows: its blanks are as short as lets it stand on one line of so many ems, if that can be."""
    found = pieces(line, blanks)
    if any(piece.text == "\n" for piece in found):
        return tuple(replace(piece, rule=min(piece.rule, int(room) - 2)) if piece.rule else piece for piece in found)
    rules = [piece for piece in found if piece.rule]
    left = int((room - sum(ems(piece.text) for piece in found)) / max(len(rules), 1))
    return tuple(replace(piece, rule=min(piece.rule, left)) if piece.rule and left >= _LEAST_RULE else piece for piece in found)


def _piece(span: Span, blanks: Blanks) -> Piece:
    if not span.blank:
        return Piece(span.text, span.bold)
    if said := blanks.filled_text(span.text):
        return Piece(said, span.bold)
    if blanks.named and blanks.is_filled(span.text):
        return Piece("{{" + span.text + "}}", span.bold)
    if blanks.is_date(span.text):
        return Piece(day_blank())
    return Piece("", span.bold, blanks.ems(span.text))


def day_blank(room: float = 0) -> str:
    """Room for a date; in a cell of so many ems as much as goes there, elsewhere on one line."""
    year, month, day = wording.DOC_DAY_BLANK
    if not room:
        return f"{_FAST * 10}{year}{_FAST * 5}{month}{_FAST * 5}{day}"
    for gaps in ((4, 2, 2), (3, 1, 1), (2, 1, 1)):
        if sum(gaps) + 3 <= room:
            return f"{'　' * gaps[0]}{year}{'　' * gaps[1]}{month}{'　' * gaps[2]}{day}"
    return ""


def labels(grid: Grid) -> list[float]:
    """How wide each column's widest label is that spans no other column, in ems."""
    found = [0.0] * len(grid.columns)
    for row in grid.rows:
        at = 0
        for cell in row.cells:
            if cell.span == 1 and not cell.blanks:
                found[at] = max([found[at], *(ems(words(line)) for line in cell.lines)])
            at += cell.span
    return found


def parts(grid: Grid) -> list[Grid]:
    """The tables that a form is set in: one begins with each head, and one behind a list, so that heads can be repeated."""
    found: list[list[Row]] = [[]]
    for row in grid.rows:
        before = found[-1][-1] if found[-1] else None
        if before is not None and ((row.head and not before.head) or (before.each and not row.each)):
            found.append([])
        found[-1].append(row)
    return [Grid(grid.columns, tuple(rows)) for rows in found]


def strips(grid: Grid, blanks: Blanks, rooms: Sequence[float]) -> Iterator[Strip]:
    """The rows of a form, a list's rows one by one; `rooms` are the widths of its columns in ems."""
    for row in grid.rows:
        if not row.each:
            yield Strip(tuple(_boxes(row, blanks, rooms)), row.head)
            continue
        if told := blanks.rows(row.each):
            yield from (
                Strip(tuple(_filled_cell(row, number, one, blanks) for one in row.cells)) for number in range(len(told))
            )
            continue
        for number in range(1, row.blank + 1):
            named = blanks.named and number == 1 and blanks.is_filled(row.each)
            yield Strip(tuple(_list_cell(cell, row, number, blanks, named) for cell in row.cells))


def _boxes(row: Row, blanks: Blanks, rooms: Sequence[float]) -> Iterator[Box]:
    at = 0
    for cell in row.cells:
        box = _box(cell, blanks, row.head, room=sum(rooms[at : at + cell.span]))
        yield replace(box, tall=cell.tall)
        at += cell.span


def _filled_cell(row: Row, number: int, cell: Cell, blanks: Blanks) -> Box:
    """A cell of a list's row that is filled in already."""
    said = {f"{row.each}.{name}": value for name, value in blanks.rows(row.each)[number].items()}
    said[f"{row.each}.{ORDER}"] = str(number + 1)
    lines = tuple(
        tuple(Span(said.get(span.text, ""), span.bold) if span.blank else span for span in line) for line in cell.lines
    )
    return _box(Cell(lines, cell.span, cell.high, cell.align), blanks, head=False, label=False)


def _list_cell(cell: Cell, row: Row, number: int, blanks: Blanks, named: bool) -> Box:
    """A cell of a list's row: with names in a template's first one, else empty but for its number."""
    if named:
        return _box(cell, blanks, head=False)
    order = f"{row.each}.{ORDER}" in cell.blanks
    lines: tuple[Line, ...] = ((Span(str(number)),),) if order else ((),)
    return _box(Cell(lines, cell.span, cell.high, cell.align), blanks, head=False, label=False)


def _box(cell: Cell, blanks: Blanks, head: bool, label: bool = True, room: float = 0) -> Box:
    lines = [_line(line, blanks, room) for line in cell.lines]
    last = len(lines) - 1
    several = last > 0 and bool(cell.blanks)
    label = label and not cell.blanks and bool(lines and words(cell.lines[0]))
    align = cell.align or _align(cell, head)
    placed = [
        Placed(line, "right" if several and number == last else "left" if several else align)
        for number, line in enumerate(lines)
    ]
    if several:
        written = [one for one in placed[:last] if one.pieces]
        return Box((*written, placed[last]), cell.span, cell.high, "center" if written else "bottom", label=False)
    place = "top" if cell.high >= _HIGH and not label else "center"
    return Box(tuple(placed), cell.span, cell.high, place, label)


def _line(line: Line, blanks: Blanks, room: float) -> tuple[Piece, ...]:
    """A cell's line: where nothing but a blank stands, the cell itself is the room."""
    found = pieces(line, blanks)
    if alone(line) and found[0].text == day_blank():
        return (Piece(day_blank(room)),)
    return () if alone(line) and found[0].rule else found


def _align(cell: Cell, head: bool) -> str:
    if head:
        return "center"
    if cell.blanks:
        return "left" if cell.high >= _HIGH else "center"
    return "left" if any(ems(words(line)) > _WIDE_WORDS for line in cell.lines) else "center"
