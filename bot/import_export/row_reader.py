"""Grids as rows of the table: which row holds the headings, which column is which key, and every cell that can't be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot import wording
from bot.errors import ExchangeError
from bot.import_export.columns import CHECK, KEYS, key_of, nearest_heading
from bot.import_export.import_records import Flaw, Row, Rows
from bot.import_export.spreadsheet_reader import Cell, Grid, Line
from bot.yamlio.yaml_reader import forbidden

_HEADS_WITHIN = 10
"""The headings stand among so many first rows; a title may stand above them."""
_DAYS = ("reviewed", "retired")
"""Keys whose cells Excel may turn into dates."""


def read_rows(grids: Sequence[Grid], file: str) -> Rows:
    """The rows of every sheet that has our headings; raises ExchangeError when none has."""
    rows: list[Row] = []
    flaws: list[Flaw] = []
    headed = 0
    for grid in grids:
        if grid.sheet in (wording.EXCHANGE_GUIDE_SHEET, wording.EXCHANGE_PASSED_SHEET) or not grid.lines:
            continue
        head = _head(grid)
        if head is None:
            flaws.append(Flaw(grid.sheet, 0, "", wording.EXCHANGE_SHEET_PASSED, serious=False))
            continue
        headed += 1
        columns, wrong = _columns(grid.sheet, head)
        flaws += wrong
        flaws += _merged(grid, head.number)
        for line in grid.lines:
            if line.number > head.number:
                row, wrong = _row(grid.sheet, line, columns, head)
                wrong += _overhang(grid.sheet, line, head)
                rows += [row] if any(text for key, text in row.cells.items() if key != CHECK) or wrong else []
                flaws += wrong
    if not headed:
        raise ExchangeError(wording.EXCHANGE_NO_HEADS.format(place=file))
    return Rows(tuple(rows), tuple(flaws))


def _head(grid: Grid) -> Line | None:
    """The row with the headings: among the first ones, that which has most."""
    counts = [(sum(bool(key_of(cell.text)) for cell in line.cells), line) for line in grid.lines[:_HEADS_WITHIN]]
    count, line = max(counts, key=lambda one: one[0])
    return line if count > 1 else None


def _columns(sheet: str, head: Line) -> tuple[dict[int, str], list[Flaw]]:
    """Keys by the number of their column, from 0, and what is wrong with the headings."""
    found: dict[int, str] = {}
    flaws = []
    for number, cell in enumerate(head.cells):
        key = key_of(cell.text)
        if key and key in found.values():
            flaws.append(Flaw(sheet, head.number, cell.text, wording.EXCHANGE_HEAD_TWICE))
        elif key:
            found[number] = key
        elif cell.text and (near := nearest_heading(cell.text)):
            flaws.append(Flaw(sheet, head.number, cell.text[:20], wording.EXCHANGE_HEAD_NEAR.format(near=near)))
        elif cell.text:
            flaws.append(Flaw(sheet, head.number, cell.text[:20], wording.EXCHANGE_HEAD_PASSED, serious=False))
    if not {"id", "question"} & set(found.values()):
        flaws.append(Flaw(sheet, head.number, "", wording.EXCHANGE_NO_ID_COLUMN))
    return found, flaws


def _merged(grid: Grid, head: int) -> list[Flaw]:
    """Merged cells among the rows: what they hold belongs to the first of them only, and nobody sees that."""
    return [Flaw(grid.sheet, row, "", wording.EXCHANGE_MERGED.format(area=area)) for row, area in grid.merged if row > head]


def _row(sheet: str, line: Line, columns: Mapping[int, str], head: Line) -> tuple[Row, list[Flaw]]:
    heads = {key: head.cells[number].text.strip()[:20] for number, key in columns.items()}
    cells: dict[str, str] = {}
    flaws: list[Flaw] = []
    for number, key in columns.items():
        cell = line.cells[number] if number < len(line.cells) else Cell()
        cells[key] = cell.text
        if message := _refusal(key, cell):
            flaws.append(Flaw(sheet, line.number, heads[key], message))
    return Row(sheet, line.number, {key: cells[key] for key in KEYS if key in cells}, line.hidden, heads), flaws


def _refusal(key: str, cell: Cell) -> str:
    """Why a cell can't be taken as it is, or empty."""
    if cell.made == "formula":
        return wording.EXCHANGE_FORMULA
    if cell.made == "error":
        return wording.EXCHANGE_ERROR_VALUE
    if cell.made == "date" and key not in _DAYS:
        return wording.EXCHANGE_MADE_DATE.format(date=cell.text)
    if character := forbidden(cell.text):
        return wording.EXCHANGE_CHARACTER.format(code=f"U+{ord(character):04X}")
    return ""


def _overhang(sheet: str, line: Line, head: Line) -> list[Flaw]:
    """Cells of a csv beyond the headings: a comma too many has moved everything behind it."""
    beyond = sheet == "" and any(cell.text for cell in line.cells[len(head.cells) :])
    return [Flaw(sheet, line.number, "", wording.EXCHANGE_OVERHANG)] if beyond else []
