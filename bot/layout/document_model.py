"""What a text is made of between its source and the file: plain records that the writers of Word and PDF share."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Span:
    """Words of one look, or a blank: then `text` is its name."""

    text: str
    bold: bool = False
    blank: bool = False


Line = tuple[Span, ...]
"""What stands on a line until it is wrapped."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` is 2 for a chapter, 3 and 4 lie within."""

    level: int
    line: Line


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. `style`: body, subtitle (below the title), beside (next to a form), to (whom it is written to)."""

    line: Line
    style: str = "body"


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list with its mark, such as `1.` or `•`."""

    mark: str
    line: Line


@dataclass(frozen=True, slots=True)
class Note:
    """A hint that stands apart."""

    line: Line


@dataclass(frozen=True, slots=True)
class Said:
    """Words to be read out, a paragraph each."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """Who signs and when, at the right."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Ends:
    """A line with a text at each end: the number of a letter that goes up, and who signed it off."""

    left: Line
    right: Line


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing: its title below it, what it shows for those who can't see it, and how wide it is for its height."""

    title: str
    about: str
    svg: str
    number: int = 0
    """Which of the text's pictures it is, from 1."""
    share: float = 1.0
    """How much of the page's width it takes."""


@dataclass(frozen=True, slots=True)
class Flow:
    """The steps of a procedure: name, who does it, when."""

    steps: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table with a head."""

    head: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a form: its lines, the columns it spans, how many lines high it is at least."""

    lines: tuple[Line, ...]
    span: int = 1
    high: int = 1
    align: str = ""
    """left or center; empty: as its content asks for."""
    tall: int = 1
    """Rows that it goes down, at the end of its row: room for a photograph."""

    @property
    def blanks(self) -> tuple[str, ...]:
        """The names of its blanks."""
        return tuple(span.text for line in self.lines for span in line if span.blank)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a form. With `each` it stands for the rows of that list; `blank` so many are left for handwriting."""

    cells: tuple[Cell, ...]
    head: bool = False
    each: str = ""
    blank: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """A form's table: the proportions of its columns, and its rows."""

    columns: tuple[int, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """A new page."""


Block = Heading | Paragraph | Item | Note | Said | Sign | Ends | Picture | Flow | TextTable | Grid | Break


@dataclass(frozen=True, slots=True)
class Text:
    """A document as its source says it."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    notes: tuple[Block, ...] = ()
    """How to fill it in: a page of its own that isn't handed in."""
    toc: bool = False
    landscape: bool = False
    layout: str = ""
    """guide, letter or form."""
    blanks: frozenset[str] = field(default_factory=frozenset)
    """Blanks that are always left for handwriting."""
    headline: Line = ()
    """The title as it stands on the paper, with whose it is; the title itself when the source says no other."""
    above: Ends | None = None
    """The line over the title."""
    ask: tuple[str, ...] = ()
    """Whom to ask, as a cover says it."""
    code: Picture | None = None
    """A code on the cover that leads to their website."""
