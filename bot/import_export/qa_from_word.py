"""Questions with their answers out of a Word file: 问/答 paragraphs, tables of two columns, or questions as headings."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot import wording
from bot.errors import ExchangeError
from bot.import_export.cell_codec import clean
from bot.import_export.columns import key_of
from bot.import_export.import_records import Candidate, Gleaned
from bot.import_export.question_detection import asks, bare
from bot.import_export.spreadsheet_reader import MOST_UNPACKED, bytes_of
from bot.redaction import Redactor

if TYPE_CHECKING:
    from docx.table import Table
    from docx.text.paragraph import Paragraph

_NUMBER = r"[\s0-9０-９一二三四五六七八九十百]*"
_MARK_END = r"(?:[】\]]\s*[:：]?|[:：.．、])\s*(?P<text>.*)"
_ASKED = re.compile(rf"^\s*(?:[0-9０-９]+[、.．)）]\s*)?[【\[]?(?:问题?|提问|Q){_NUMBER}{_MARK_END}", re.DOTALL | re.IGNORECASE)
_ANSWERED = re.compile(rf"^\s*[【\[]?(?:答案?|答复|回答|解答|回复|A){_NUMBER}{_MARK_END}", re.DOTALL | re.IGNORECASE)
_HEADING = re.compile("heading|标题|title", re.IGNORECASE)
_MOST_QUESTION = 120
"""Characters of a heading or a bold line that may be a question."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph, or a table's row as question and answer."""

    text: str
    place: str
    heads: bool = False
    """Whether it looks like a heading: by its style, or all of it bold."""
    answer: str = ""


def read_word(path: Path) -> Gleaned:
    """The questions with answers of a Word file, names and numbers taken out; raises ExchangeError when there are none."""
    pieces = list(_pieces(path))
    redactor = Redactor()
    found = [
        Candidate(bare(redactor.redact(question)), redactor.redact(answer), place)
        for question, answer, place in _pairs(pieces)
        if question and answer
    ]
    if not found:
        raise ExchangeError(wording.EXCHANGE_NO_PAIRS.format(file=path.name))
    return Gleaned(tuple(found), masked=dict(redactor.counts))


def _pieces(path: Path) -> Iterator[_Piece]:
    """Paragraphs and rows in the order of the document."""
    import docx  # late: starting the command must not wait for it
    from docx.opc.exceptions import OpcError
    from docx.table import Table

    data = bytes_of(path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(one.file_size for one in packed.infolist())
        if size > MOST_UNPACKED:
            raise ExchangeError(wording.EXCHANGE_LARGE.format(file=path.name, most=MOST_UNPACKED // (1024 * 1024)))
        blocks = list(docx.Document(io.BytesIO(data)).iter_inner_content())
    except (OSError, zipfile.BadZipFile, OpcError, LookupError, ValueError, SyntaxError) as error:
        # a damaged document can fail python-docx anywhere; its XML errors are SyntaxErrors
        raise ExchangeError(wording.EXCHANGE_NO_WORD.format(file=path.name)) from error
    paragraphs = tables = 0
    for block in blocks:
        if isinstance(block, Table):
            tables += 1
            yield from _rows(block, tables)
            continue
        paragraphs += 1
        if text := clean(block.text):
            yield _Piece(text, wording.EXCHANGE_PARAGRAPH.format(number=paragraphs), _heads(block))


def _heads(paragraph: Paragraph) -> bool:
    style = paragraph.style.name if paragraph.style is not None else ""
    runs = [run for run in paragraph.runs if run.text.strip()]
    return bool(_HEADING.search(style or "")) or (bool(runs) and all(run.bold for run in runs))


def _rows(table: Table, number: int) -> Iterator[_Piece]:
    """The rows of a table whose columns are a question and an answer, by their headings or because there are two."""
    rows = [[clean(cell.text) for cell in row.cells] for row in table.rows]
    keys = [key_of(text) for text in rows[0]] if rows else []
    headed = "question" in keys and "answer" in keys
    if not headed and len(keys) != len(("question", "answer")):
        return
    asked, told = (keys.index("question"), keys.index("answer")) if headed else (0, 1)
    for count, cells in enumerate(rows[headed:], 1 + headed):
        if len(cells) > max(asked, told) and cells[asked] and cells[told]:
            yield _Piece(cells[asked], wording.EXCHANGE_TABLE_ROW.format(table=number, row=count), answer=cells[told])


def _pairs(pieces: list[_Piece]) -> Iterator[tuple[str, str, str]]:
    """Question, answer and place; an answer goes on until the next question."""
    marked = any(_ASKED.match(piece.text) for piece in pieces)
    question = place = ""
    answer: list[str] = []
    for piece in pieces:
        asked = _question(piece, marked)
        if asked or piece.answer:
            yield question, "\n".join(answer).strip(), place
            question, place, answer = asked, piece.place, []
            if piece.answer:
                yield _stripped(_ASKED, piece.text), _stripped(_ANSWERED, piece.answer), piece.place
                question = ""
        elif question and not (piece.heads and not _ANSWERED.match(piece.text) and not marked):
            answer.append(_stripped(_ANSWERED, piece.text) if not answer else piece.text)
        elif piece.heads:
            # the title of a chapter ends the answer before it
            yield question, "\n".join(answer).strip(), place
            question, answer = "", []
    yield question, "\n".join(answer).strip(), place


def _question(piece: _Piece, marked: bool) -> str:
    """The question that a paragraph asks, or empty; where questions are marked, the marks alone count."""
    if piece.answer:
        return ""
    if match := _ASKED.match(piece.text):
        return match["text"].strip()
    heads = not marked and piece.heads and len(piece.text) <= _MOST_QUESTION and not _ANSWERED.match(piece.text)
    return piece.text if heads and asks(piece.text) else ""


def _stripped(mark: re.Pattern[str], text: str) -> str:
    match = mark.match(text)
    return match["text"].strip() if match else text
