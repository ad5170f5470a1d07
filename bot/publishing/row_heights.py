"""How high a form's rows are: as high as its page allows, so that a form that nearly fits on a page doesn't spill over."""

from __future__ import annotations

import math
from dataclasses import replace

from bot.layout.blank_layout import Blanks
from bot.layout.document_model import Block, Break, Flow, Grid, Item, Note, Paragraph, Said, Sign, Text, TextTable
from bot.layout.line_layout import Piece, Strip, labels, parts, strips
from bot.layout.page_style import A4, PADDING, PART_GAP, POINTS, Look, Type, columns, fitted, length

LEAST_ROW = 20.0
"""Points of a row that still can be written in by hand: 7 mm."""
_PADDING = 4.5
"""Points above and below the lines of a cell, together."""
_SPARE = 22.0
"""Points left free: other programs' lines are not quite as high."""


def fit(text: Text, look: Look, blanks: Blanks) -> Look:
    """The look with the highest rows that keep the text on its first page; as it was when it needs several anyway."""
    if not any(isinstance(block, Grid) for block in text.blocks) or any(isinstance(block, Break) for block in text.blocks):
        return look
    room = (A4[not text.landscape] - look.top - look.bottom) * POINTS - _SPARE
    rows = [look.row - less for less in range(int(look.row - LEAST_ROW) + 1)]
    tight = Type(look.table.size, look.table.pitch - 2)
    tried = [replace(look, row=row) for row in rows] + [replace(look, row=rows[-1], table=tight)]
    return next((one for one in tried if _height(text, one, blanks) <= room), look)


def _height(text: Text, look: Look, blanks: Blanks) -> float:
    width = look.width(text.landscape)
    lines = 1 + sum(span.text == "\n" for span in text.headline)
    return look.title.pitch * (lines + 0.7) + sum(_block(block, look, width, blanks) for block in text.blocks)


def _block(block: Block, look: Look, width: float, blanks: Blanks) -> float:
    if isinstance(block, Grid):
        return grid_height(block, look, width, blanks) + 16
    if isinstance(block, TextTable):
        widths = columns(block.head, block.rows, width, look.table.size)
        rows = (block.head, *block.rows)
        return sum(max(map(lambda line, room: _lines(length(line), room, look.table), row, widths)) + 9 for row in rows) + 24
    if isinstance(block, (Said, Sign)):
        return sum(_lines(length(line, 7) + 2, width, look.body) for line in block.lines) + look.body.pitch
    if isinstance(block, Note):
        return _lines(length(block.line, 7) + 2, width, look.aside) + 44
    if isinstance(block, (Paragraph, Item)):
        return _lines(length(block.line, 9) + 2, width, look.body) + 2
    return look.body.pitch * (4 * len(block.steps) if isinstance(block, Flow) else 1.6)


def grid_height(grid: Grid, look: Look, width: float, blanks: Blanks) -> float:
    """Points that a form's table is high."""
    size = look.table
    widths = fitted(grid.columns, labels(grid), width, size.size)
    rooms = [(one - 2 * PADDING - 1) / size.size for one in widths]
    gaps = (len(parts(grid)) - 1) * PART_GAP
    return gaps + sum(_row(strip, look, rooms) for strip in strips(grid, blanks, rooms))


def least(strip: Strip, look: Look) -> float:
    """Points that a row is high at least."""
    return max(look.row, strip.high * look.table.pitch + 6) if strip.high > 1 else look.row


def _row(strip: Strip, look: Look, rooms: list[float]) -> float:
    at, lines = 0, 1
    for box in strip.boxes:
        room = sum(rooms[at : at + box.span])
        said = [sum(_ems(piece) for piece in line.pieces) for line in box.lines]
        lines = max(lines, sum(max(math.ceil(one / room), 1) for one in said))
        at += box.span
    return max(least(strip, look), lines * look.table.pitch + _PADDING) + 0.5


def _ems(piece: Piece) -> float:
    """Ems of what a piece shows; a name in a template stands for an empty cell."""
    return 0 if piece.text.startswith("{{") else len(piece.text) + piece.rule


def _lines(ems: float, width: float, kind: Type) -> float:
    return max(math.ceil(ems * kind.size / width), 1) * kind.pitch
