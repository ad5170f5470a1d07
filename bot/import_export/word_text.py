"""The text of a Word file's paragraphs and tables, straight from its XML: linear however it is made.

python-docx looks for the text of each run anew, some 50 µs each, and lists a cell once for every column that it says it
spans, by calling itself for each row that it goes on in. Files of other programs hold a run for each character, and a forged
one says that a cell spans 200 million columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docx.oxml.ns import qn

if TYPE_CHECKING:
    from docx.document import Document

MOST_COLUMNS = 63
"""Columns of a table, as Word allows."""
_P, _TBL, _TR, _TC, _R, _B = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "r", "b"))
_VAL, _STYLE = qn("w:val"), qn("w:pStyle")
_AROUND = frozenset(
    qn(f"w:{name}") for name in ("hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml")
)
"""What runs may lie in; not what was deleted, nor text boxes, which Word writes twice."""
_SHEATHS = frozenset(qn(f"w:{name}") for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
"""What paragraphs, tables, rows and cells may lie in."""
_SAID = {qn("w:tab"): "\t", qn("w:ptab"): "\t", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_T, _BR, _TYPE = qn("w:t"), qn("w:br"), qn("w:type")
_OFF = frozenset({"0", "false", "off"})


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    text: str
    style: str
    """Id of its style; empty for none."""
    bold: bool
    """Whether all of its words are bold by themselves."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; one that spans columns or rows stands in each place that it covers, the same object."""

    text: str


Table = Sequence[Sequence[Cell]]


def blocks(document: Document) -> Iterator[Paragraph | Table]:
    """Paragraphs and tables, the latter as rows of cells, in the order of the document."""
    for element in _unsheathed(document.element.body):
        if element.tag == _P:
            yield _paragraph(element)
        elif element.tag == _TBL:
            yield _table(element)


def _unsheathed(parent: Any) -> Iterator[Any]:
    """The children, without what lies around some of them."""
    waiting = [iter(parent)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif child.tag in _SHEATHS:
            waiting.append(iter(child))
        else:
            yield child


def _runs(paragraph: Any) -> Iterator[Any]:
    waiting = [iter(paragraph)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif child.tag == _R:
            yield child
        elif child.tag in _AROUND:
            waiting.append(iter(child))


def _text_of(run: Any) -> str:
    said = []
    for part in run:
        if part.tag == _T:
            said.append(part.text or "")
        elif part.tag == _BR:
            said.append("\n" if part.get(_TYPE) in (None, "textWrapping") else "")
        else:
            said.append(_SAID.get(part.tag, ""))
    return "".join(said)


def _paragraph(element: Any) -> Paragraph:
    said, bold = [], True
    for run in _runs(element):
        text = _text_of(run)
        said.append(text)
        bold = bold and (not text.strip() or _bold(run))
    text = "".join(said)
    properties = element.find(qn("w:pPr"))
    style = properties.find(_STYLE) if properties is not None else None
    return Paragraph(text, style.get(_VAL, "") if style is not None else "", bold and bool(text.strip()))


def _bold(run: Any) -> bool:
    properties = run.find(qn("w:rPr"))
    mark = properties.find(_B) if properties is not None else None
    return mark is not None and mark.get(_VAL, "1").lower() not in _OFF


# ---------------------------------------------------------------- tables


def _table(element: Any) -> Table:
    rows: list[list[Cell]] = []
    above: dict[int, Cell] = {}
    """The cell in each column of the row before."""
    for row in _unsheathed(element):
        if row.tag != _TR:
            continue
        here: dict[int, Cell] = {}
        at = _number(row, "w:trPr", "w:gridBefore", 0)
        for cell in _unsheathed(row):
            if cell.tag != _TC:
                continue
            goes_on = _property(cell, "w:tcPr", "w:vMerge")
            held = above.get(at) if goes_on is not None and goes_on.get(_VAL, "continue") != "restart" else None
            held = held or Cell("\n".join(_paragraph(one).text for one in _unsheathed(cell) if one.tag == _P))
            span = max(_number(cell, "w:tcPr", "w:gridSpan", 1), 1)
            here |= dict.fromkeys(range(at, at + span), held)
            at += span
        rows.append([here[place] for place in sorted(here)])
        above = here
    return rows


def _property(element: Any, properties: str, name: str) -> Any:
    found = element.find(qn(properties))
    return found.find(qn(name)) if found is not None else None


def _number(element: Any, properties: str, name: str, otherwise: int) -> int:
    """A number of columns; `otherwise` where there is none, or no number."""
    found = _property(element, properties, name)
    given = found.get(_VAL, "") if found is not None else ""
    return min(int(given), MOST_COLUMNS) if given.isascii() and given.isdigit() and len(given) < 20 else otherwise
