"""Questions with their answers out of a Word file: 问/答 paragraphs, tables of two columns, or questions as headings.

A paragraph may hold both, or several pairs; a numbered line that ends as a question begins the next pair. Every paragraph
and row that goes into no pair is reported with its place and the reason.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bot import wording
from bot.errors import ExchangeError
from bot.import_export.cell_codec import clean
from bot.import_export.columns import key_of
from bot.import_export.import_records import Candidate, Gleaned, Passed
from bot.import_export.question_detection import asks, bare, ends_asking
from bot.import_export.spreadsheet_reader import MOST_UNPACKED, bytes_of
from bot.redaction import Redactor

if TYPE_CHECKING:
    from bot.import_export.word_text import Table

_NUMBER = r"[\s0-9０-９一二三四五六七八九十百]*"
_MARK_END = r"(?:[】\]]\s*[:：]?|[:：.．、])\s*(?P<text>.*)"
_ASKED = re.compile(rf"^\s*(?:[0-9０-９]+[、.．)）]\s*)?[【\[]?(?:问题?|提问|Q){_NUMBER}{_MARK_END}", re.DOTALL | re.IGNORECASE)
_ANSWERED = re.compile(rf"^\s*[【\[]?(?:答案?|答复|回答|解答|回复|A){_NUMBER}{_MARK_END}", re.DOTALL | re.IGNORECASE)
_INNER = re.compile(
    r"(?<=[\n。？?！!；;…\s）)])\s*(?=(?:[0-9０-９]+[、.．)）]\s*)?[【\[]?(?:问题?|提问|Q|答案?|答复|回答|解答|回复|A)[\s0-9０-９一二三四五六七八九十百]*[】\]]?\s*[:：])"
    r"|\n(?=[^\n]*[？?]\s*(?:\n|\Z))",
    re.IGNORECASE,
)
"""Where a paragraph goes on with the next question or answer."""
_NUMBERED = re.compile(
    r"^\s*(?:[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})\s*[、.．)）]\s*\S|^\s*[(（][0-9一二三四五六七八九十]{1,3}[)）]\s*\S"
)
_HEADING = re.compile("heading|标题|title", re.IGNORECASE)
_MOST_QUESTION = 120
"""Characters of a heading or a bold line that may be a question."""
_SHOWN = 60
"""Characters shown of a line that was passed over."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph, or a table's row as question and answer."""

    text: str
    place: str
    heads: bool = False
    """Whether it looks like a heading: by its style, or all of it bold."""
    answer: str = ""
    passed: str = ""
    """Why it can't be part of a pair; empty when it may be."""


def read_word(path: Path) -> Gleaned:
    """The questions with answers of a Word file, names and numbers taken out; raises ExchangeError when there are none."""
    collected = _Pairs()
    for piece in (pieces := list(_pieces(path))):
        collected.marked = collected.marked or bool(_ASKED.match(piece.text))
    for piece in pieces:
        collected.take(piece)
    collected.close()
    redactor = Redactor()
    found = [
        Candidate(bare(redactor.redact(question)), redactor.redact(answer), place)
        for question, answer, place in collected.found
    ]
    if not found:
        raise ExchangeError(wording.EXCHANGE_NO_PAIRS.format(file=path.name))
    hidden = Redactor()  # what was passed over isn't counted among what was taken out of the candidates
    passed = tuple(Passed(place, hidden.redact(text)[:_SHOWN], why) for place, text, why in collected.passed)
    return Gleaned(tuple(found), masked=dict(redactor.counts), passed=passed)


def _pieces(path: Path) -> Iterator[_Piece]:
    """Paragraphs and rows in the order of the document."""
    import docx  # late: starting the command must not wait for it
    from docx.opc.exceptions import OpcError

    from bot.import_export import word_text

    data = bytes_of(path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(one.file_size for one in packed.infolist())
        if size > MOST_UNPACKED:
            raise ExchangeError(wording.EXCHANGE_LARGE.format(file=path.name, most=MOST_UNPACKED // (1024 * 1024)))
        document = docx.Document(io.BytesIO(data))
        blocks = list(word_text.blocks(document))
        headings = {str(style.style_id) for style in document.styles if _HEADING.search(style.name or "")}
    except (OSError, zipfile.BadZipFile, OpcError, LookupError, ValueError, SyntaxError, AttributeError, TypeError) as error:
        # a damaged document can fail python-docx anywhere; its XML errors are SyntaxErrors
        raise ExchangeError(wording.EXCHANGE_NO_WORD.format(file=path.name)) from error
    paragraphs = tables = 0
    for block in blocks:
        if not isinstance(block, word_text.Paragraph):
            tables += 1
            yield from _rows(block, tables)
            continue
        paragraphs += 1
        heads, place = block.bold or block.style in headings, wording.EXCHANGE_PARAGRAPH.format(number=paragraphs)
        parts = (part.strip() for part in _INNER.split(clean(block.text)))
        yield from (_Piece(part, place, heads) for part in parts if part)


def _rows(table: Table, number: int) -> Iterator[_Piece]:
    """The rows of a table whose columns are a question and an answer, by their headings or because there are two."""
    heads, *_ = rows = table or [[]]
    keys = [key_of(clean(cell.text)) for cell in heads]
    headed = "question" in keys and "answer" in keys
    if not headed and len(keys) != len(("question", "answer")):
        yield from _loose(rows, number)
        return
    asked, told = (keys.index("question"), keys.index("answer")) if headed else (0, 1)
    before: object = None
    for count, cells in enumerate(rows[headed:], 1 + headed):
        place = wording.EXCHANGE_TABLE_ROW.format(table=number, row=count)
        if len(cells) <= max(asked, told) or cells[asked] is cells[told]:  # merged: one cell twice
            yield _Piece(
                " ".join(dict.fromkeys(clean(cell.text) for cell in cells)), place, passed=wording.EXCHANGE_PASSED_MERGED
            )
            continue
        question, answer = clean(cells[asked].text), clean(cells[told].text)
        if cells[asked] is before and answer:  # a question over several rows: its answer goes on
            yield _Piece(answer, place)
        elif question or answer:
            whole = bool(question and answer)
            yield _Piece(
                question or answer, place, answer=answer if whole else "", passed="" if whole else wording.EXCHANGE_PASSED_HALF
            )
        before = cells[asked]


def _loose(rows: Table, number: int) -> Iterator[_Piece]:
    """The cells of a table without our columns: as paragraphs where they hold marked questions, else passed over."""
    for count, cells in enumerate(rows, 1):
        place = wording.EXCHANGE_TABLE_ROW.format(table=number, row=count)
        texts = [text for text in dict.fromkeys(clean(cell.text) for cell in cells) if text]
        parts = [part.strip() for text in texts for part in _INNER.split(text) if part.strip()]
        if any(_ASKED.match(part) for part in parts):
            yield from (_Piece(part, place) for part in parts)
        elif texts:
            yield _Piece(" ".join(texts), place, passed=wording.EXCHANGE_PASSED_TABLE)


@dataclass
class _Pairs:
    """Puts pieces together: an answer goes on until the next question, or the title of a chapter."""

    marked: bool = False
    """Whether questions are marked with 问 somewhere: then headings are none."""
    found: list[tuple[str, str, str]] = field(default_factory=list)
    """Question, answer and place."""
    passed: list[tuple[str, str, str]] = field(default_factory=list)
    """Place, text and why it is in no pair."""
    _question: str = ""
    _place: str = ""
    _answer: list[str] = field(default_factory=list)

    def take(self, piece: _Piece) -> None:
        """The next piece of the document."""
        asked = self._question_of(piece)
        if piece.passed:
            self.passed.append((piece.place, piece.text, piece.passed))
        elif piece.answer:
            self.close()
            self._question, self._place = _stripped(_ASKED, piece.text), piece.place
            self._answer = [_stripped(_ANSWERED, piece.answer)]
        elif asked:
            self.close()
            self._question, self._place = asked, piece.place
        elif self._question and (self.marked or not piece.heads or _ANSWERED.match(piece.text)):
            self._answer.append(piece.text if self._answer else _stripped(_ANSWERED, piece.text))
        else:
            self.close()
            self.passed.append((piece.place, piece.text, wording.EXCHANGE_PASSED_LOOSE))

    def close(self) -> None:
        """The pair at hand is complete; a question that nobody answered is passed over."""
        answer = "\n".join(self._answer).strip()
        if self._question and answer:
            self.found.append((self._question, answer, self._place))
        elif self._question:
            self.passed.append((self._place, self._question, wording.EXCHANGE_PASSED_UNANSWERED))
        self._question, self._answer = "", []

    def _question_of(self, piece: _Piece) -> str:
        """The question that a paragraph asks, or empty."""
        if piece.answer or piece.passed:
            return ""
        if match := _ASKED.match(piece.text):
            return match["text"].strip()
        if len(piece.text) > _MOST_QUESTION or _ANSWERED.match(piece.text):
            return ""
        numbered = bool(_NUMBERED.match(piece.text)) and ends_asking(piece.text)
        return piece.text if numbered or (not self.marked and piece.heads and asks(piece.text)) else ""


def _stripped(mark: re.Pattern[str], text: str) -> str:
    match = mark.match(text)
    return match["text"].strip() if match else text
