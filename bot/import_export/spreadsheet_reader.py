"""A file as grids of cells: an .xlsx workbook of any program, or a csv in UTF-8 or gb18030."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from bot import plain_files, wording
from bot.errors import ExchangeError
from bot.import_export.cell_codec import clean, unescaped, unguarded
from bot.import_export.columns import key_of
from bot.plain_files import NotPlainError, TooLargeError

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MOST_BYTES = 32 * 1024 * 1024
"""Largest file that is read: some fifty times the size of all knowledge of 400 entries."""
MOST_UNPACKED = 512 * 1024 * 1024
"""Largest that a workbook may become when unpacked."""
MOST_COLUMNS = 200
MOST_COVERED = 200_000
"""Cells under merged areas and links of a workbook."""
_COLUMNS, _ROWS = 16_384, 1_048_576
MOST_BLANK = 500
"""After so many blank rows on end the sheet is over: programs format a million rows that hold nothing."""
MOST_CELL = 1_000_000
"""Longest cell of a csv, in characters; a quote that was never closed makes longer ones."""

_TABLE = (".xlsx", ".xlsm")
_OLE = b"\xd0\xcf\x11\xe0"
"""First bytes of old Office files, and of new ones behind a password."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, and what made it when that matters: date, formula, error."""

    text: str = ""
    made: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a sheet, with its cells from the first column on."""

    number: int
    """1-based, as Excel shows it."""
    cells: tuple[Cell, ...]
    hidden: bool = False

    @property
    def blank(self) -> bool:
        """Whether nothing is in it."""
        return not any(cell.text or cell.made for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet: its name (empty for a csv), its rows and its merged cells by the first row, as Excel names them."""

    sheet: str
    lines: tuple[Line, ...]
    merged: tuple[tuple[int, str], ...] = ()


def bytes_of(path: Path) -> bytes:
    """A file's bytes; raises ExchangeError when it can't be read or is too large."""
    try:
        return plain_files.read(path, MOST_BYTES)
    except TooLargeError as error:
        raise ExchangeError(wording.EXCHANGE_LARGE.format(file=path.name, most=MOST_BYTES // (1024 * 1024))) from error
    except NotPlainError as error:
        raise ExchangeError(wording.EXCHANGE_NOT_PLAIN.format(file=path, kind=error.kind)) from error
    except OSError as error:
        raise ExchangeError(wording.EXCHANGE_UNREADABLE.format(file=path)) from error


def read_grids(path: Path) -> tuple[Grid, ...]:
    """The sheets of a workbook, or the one of a csv; raises ExchangeError."""
    data = bytes_of(path)
    if data.startswith(_OLE):
        raise ExchangeError(wording.EXCHANGE_OLD.format(file=path.name))
    if data.startswith(b"PK"):
        return _workbook(path.name, data)
    if path.suffix.lower() in _TABLE:
        raise ExchangeError(wording.EXCHANGE_NO_WORKBOOK.format(file=path.name))
    return (Grid("", tuple(_lines(path.name, text_of(path.name, data)))),)


# ---------------------------------------------------------------- workbooks


def _workbook(name: str, data: bytes) -> tuple[Grid, ...]:
    from openpyxl import load_workbook  # late: starting the command must not wait for it

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(one.file_size for one in packed.infolist())
        if size > MOST_UNPACKED:
            raise ExchangeError(wording.EXCHANGE_LARGE.format(file=name, most=MOST_UNPACKED // (1024 * 1024)))
        if _covered(data) > MOST_COVERED:
            raise ExchangeError(wording.EXCHANGE_COVERED.format(file=name))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out, such as a program's own extensions, is no data
            book = load_workbook(io.BytesIO(data))
        return tuple(_sheet(sheet) for sheet in book.worksheets)
    except (
        OSError,
        zipfile.BadZipFile,
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        SyntaxError,
        expat.ExpatError,
    ) as error:
        # a damaged workbook can fail openpyxl anywhere; its XML errors are SyntaxErrors
        raise ExchangeError(wording.EXCHANGE_NO_WORKBOOK.format(file=name)) from error


def _covered(data: bytes) -> int:
    """The cells under merged areas and links of all sheets: openpyxl makes an object of each, 17 billion in a file of 5 kB.

    Counted no further than past what is allowed. Raises ExpatError for a part that is no XML.
    """
    from openpyxl.utils import range_boundaries

    count = 0

    def begun(name: str, given: dict[str, str]) -> None:
        nonlocal count
        if name.rpartition(":")[2] in ("mergeCell", "hyperlink") and ":" in given.get("ref", ""):
            left, top, right, bottom = range_boundaries(given["ref"])
            count += abs((right or _COLUMNS) - (left or 1)) * abs((bottom or _ROWS) - (top or 1))
            count += abs((right or _COLUMNS) - (left or 1)) + abs((bottom or _ROWS) - (top or 1)) + 1

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for name in [name for name in packed.namelist() if name.lower().endswith(".xml")]:
            reader = expat.ParserCreate()
            reader.StartElementHandler = begun
            with packed.open(name) as part:
                reader.ParseFile(part)
            if count > MOST_COVERED:
                break
    return count


def _sheet(sheet: Worksheet) -> Grid:
    lines: list[Line] = []
    blank = 0
    for number, cells in enumerate(sheet.iter_rows(max_col=min(sheet.max_column, MOST_COLUMNS)), 1):
        line = Line(number, tuple(map(_cell, cells)), bool(sheet.row_dimensions[number].hidden))
        lines.append(line)
        blank = blank + 1 if line.blank else 0
        if blank >= MOST_BLANK:
            break
    merged = tuple(sorted((area.min_row, area.coord) for area in sheet.merged_cells.ranges))
    return Grid(sheet.title, tuple(line for line in lines if not line.blank), merged)


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return Cell()
    if cell.data_type == "f":
        return Cell(made="formula")
    if cell.data_type == "e":
        return Cell(made="error")
    if isinstance(value, datetime):
        day = value.date().isoformat()
        return Cell(day if value == datetime.combine(value.date(), datetime.min.time()) else value.isoformat(" "), "date")
    if isinstance(value, date):
        return Cell(value.isoformat(), "date")
    if isinstance(value, float) and value.is_integer():
        return Cell(str(int(value)))
    return Cell(clean(unescaped(str(value)) if isinstance(value, str) else str(value).upper()))


# ---------------------------------------------------------------- text


def text_of(name: str, data: bytes) -> str:
    """The text of a file in UTF-8, gb18030, or UTF-16 with its mark; raises ExchangeError for anything else."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif 0 in data:
        raise ExchangeError(wording.EXCHANGE_NO_TEXT.format(file=name))
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ExchangeError(wording.EXCHANGE_ENCODING.format(file=name, line=_broken_line(data)))


def _broken_line(data: bytes) -> int:
    """The 1-based line where bytes stop being UTF-8."""
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1
    return 1


_DELIMITERS = ",\t;，；"


def headed(text: str) -> str:
    """The delimiter of a text that begins as one of our tables does; empty when it doesn't."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    counts = {delimiter: sum(bool(key_of(part.strip('"'))) for part in first.split(delimiter)) for delimiter in _DELIMITERS}
    best = max(counts, key=lambda delimiter: counts[delimiter])
    return best if counts[best] > 1 else ""


def _lines(name: str, text: str) -> Iterator[Line]:
    delimiter = headed(text)
    if not delimiter:
        raise ExchangeError(wording.EXCHANGE_NO_HEADS.format(place=name))
    csv.field_size_limit(MOST_CELL)
    number = 0
    try:
        for number, fields in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1):
            line = Line(number, tuple(Cell(clean(unguarded(field))) for field in fields))
            if not line.blank:
                yield line
    except csv.Error as error:
        raise ExchangeError(wording.EXCHANGE_CSV.format(file=name, row=number + 1)) from error
