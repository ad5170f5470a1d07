"""What the parts of the exchange hand to each other: rows as read, what is wrong with them, and what they change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.model import EntryValue


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something about a file that an admin must mend (`serious`) or should know."""

    sheet: str
    """Name of the sheet; empty in a csv."""
    row: int
    """1-based, as Excel shows it; 0 when it is about no row."""
    column: str
    """The column's heading; empty when it is about no column."""
    message: str
    serious: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A row as read: the cells under columns that were recognised, by key, their text cleaned of what programs add."""

    sheet: str
    number: int
    """1-based, as Excel shows it."""
    cells: Mapping[str, str]
    """Text by key (`bot.import_export.columns`), empty for an empty cell; a key without a column is absent."""
    hidden: bool = False
    heads: Mapping[str, str] = field(default_factory=dict)
    """The headings of its sheet, by key, as they are written there."""

    def text(self, key: str) -> str:
        """The text under a key; empty without one."""
        return self.cells.get(key, "")


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything read from a file, in its order, with what is wrong with it."""

    rows: tuple[Row, ...]
    flaws: tuple[Flaw, ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """A key of an entry, or of one of its variants, that gets another value; texts are as a cell shows them."""

    key: str
    before: str
    after: str
    value: EntryValue


@dataclass(frozen=True, slots=True)
class Edit:
    """A row's change to the knowledge: its kind, entry, keys and values."""

    row: Row
    kind: str
    """change, add, retire; variant-change, variant-add, variant-drop; phrase: more ways of asking an entry."""
    entry: str
    """Its id; of a new entry the one proposed."""
    topic: str
    """Key of the entry's topic."""
    when: str = ""
    """The option of the variant; empty for the entry itself."""
    changes: tuple[Changed, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """A table held against the knowledge: what it changes, in the order of the rows, and what is wrong with it."""

    edits: tuple[Edit, ...]
    flaws: tuple[Flaw, ...]
    rows: int
    """Rows that were read."""

    @property
    def serious(self) -> tuple[Flaw, ...]:
        """Flaws that must be mended first."""
        return tuple(flaw for flaw in self.flaws if flaw.serious)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question with its answer as somebody gave it somewhere: material for an entry, never one."""

    question: str
    answer: str
    place: str
    """Where it stands, such as the line or the paragraph, in Chinese; without names."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A line that went into no candidate."""

    place: str
    """Where it stands, in Chinese."""
    text: str
    """Its beginning, without names and numbers."""
    why: str


@dataclass(frozen=True, slots=True)
class Gleaned:
    """Candidates out of a document or a chat."""

    candidates: tuple[Candidate, ...]
    experts: tuple[str, ...] = ()
    """Whose answers they are; empty for a document."""
    masked: Mapping[str, int] = field(default_factory=dict)
    """How many names, numbers and the like were taken out, by kind."""
    passed: tuple[Passed, ...] = ()
    """What was in the file beside them, in its order."""
