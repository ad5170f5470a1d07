"""Documents: what people download, how forms are filled in, and what a message asks of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Document:
    """What people download, as `guides/catalogue.yaml` lists it: one text or table in one or several formats."""

    id: str
    title: str
    files: tuple[str, ...]
    """Names under `guides/files`, with forward slashes; the first is what is sent when no format is asked for."""
    kind: str = ""
    """guide, form, letter or ledger; empty for a file of the federation's own that doesn't say."""
    source: str = ""
    """What it is built from, relative to the guides folder; empty for a file that somebody put there."""
    version: str = ""
    day: date | None = None
    """When this version was made (key `date`)."""
    changes: str = ""
    """What differs from the version before, for those who took that one."""
    words: tuple[str, ...] = ()
    """What people call it."""
    entries: tuple[str, ...] = ()
    """Ids of the entries whose answers offer it."""
    about: str = ""
    """When to use it, in a sentence."""
    line: int = 0
    """1-based line in the catalogue."""


@dataclass(frozen=True, slots=True)
class Download:
    """A document in one of its formats, as a reply names it."""

    id: str
    title: str
    format: str
    """Ending of the file's name in lower case, such as docx."""
    file: str
    """The name that the asker's copy gets."""


class FieldKind(StrEnum):
    """The kinds of values that a form asks for."""

    TEXT = "text"
    LONG = "long"
    DATE = "date"
    NUMBER = "number"
    CHOICE = "choice"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list that is filled in; `choices` empty: any text."""

    name: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormField:
    """A blank of a form, and how the bot asks for it."""

    name: str
    """As the text says it between `{{` and `}}`."""
    ask: str
    kind: FieldKind = FieldKind.TEXT
    example: str = ""
    why: str = ""
    optional: bool = False
    """May be skipped: the blank stays for handwriting."""
    least: int | None = None
    """Smallest number, or fewest rows of a list."""
    most: int | None = None
    """Largest number, most characters of a text, or most rows of a list."""
    unit: str = ""
    choices: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    strokes: str = ""
    """A column of names whose strokes the rows of a list are put in order by; empty: they stay as they are given."""


@dataclass(frozen=True, slots=True)
class Check:
    """What must hold among the values of a form; `rule` says which of the others it uses (`bot.content.form_reader`)."""

    rule: str
    say: str
    """What the asker is told when it doesn't hold."""
    warn: bool = False
    """Told only: the file is made all the same."""
    left: str = ""
    """A field, or `list.column`."""
    right: str = ""
    parts: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    """Fields that add up to as much as `parts` do."""
    values: tuple[str, ...] = ()
    least: str = ""
    """A share such as 2/3."""
    more: int = 0
    """How many more rows, or how many days later."""
    when: str = ""
    """A field that decides whether the check counts; empty: it always does."""
    choices: tuple[str, ...] = ()
    """It counts when `when` is one of these,"""
    start: int | None = None
    """when that number isn't smaller,"""
    under: int | None = None
    """and when that number is smaller."""
    who: str = ""
    """The column of a list that tells whom a row is about."""
    where: str = ""
    """A column of a list: only the rows count where it is one of `only`."""
    only: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    """What else that column must, or mustn't, say of the same person."""
    compare: str = ""
    """How a count compares with a number: at-most, equal, at-least."""
    bands: tuple[tuple[int, int, int, int], ...] = ()
    """From, to, least and most: a number from…to goes with another of least…most."""


@dataclass(frozen=True, slots=True)
class Computed:
    """A blank that isn't asked for: it follows from what is."""

    name: str
    """As the text says it between `{{` and `}}`; `list.name` for a blank in each row of a list."""
    rule: str
    """`difference` of two numbers, or `over-half`: whether a column's number is more than half of a number."""
    left: str
    """A number, or `list.column`."""
    right: str


@dataclass(frozen=True, slots=True)
class Form:
    """A document that the bot fills in."""

    document: str
    """Id in the catalogue."""
    fields: tuple[FormField, ...]
    checks: tuple[Check, ...] = ()
    intro: str = ""
    computed: tuple[Computed, ...] = ()

    def field(self, name: str) -> FormField | None:
        """The field of that name, or None."""
        return next((field for field in self.fields if field.name == name), None)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes out with a reply: one that lies in `path`, or `content` that was made for this asker alone."""

    name: str
    """The name that the asker's copy gets."""
    document: str
    """Id in the catalogue."""
    caption: str = ""
    path: str = ""
    """Absolute and without links, as `bot.guide_files.located` gives it; empty when `content` holds the file."""
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of a guide, as its source says it."""

    document: str
    """Id in the catalogue."""
    number: int
    """Place among the document's sections, from 1."""
    level: int
    """2 for a chapter; 3 and 4 lie within."""
    title: str
    text: str
    """Plain text, a paragraph a line, with everything that lies within."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a message asks of the documents: one or some of them, those of a kind, or a part of one."""

    documents: tuple[str, ...] = ()
    """Ids, likeliest first; one: that is it; none: those of `kind`."""
    format: str = ""
    """Ending such as pdf, when one is named."""
    kind: str = ""
    """guide, form, letter or ledger; empty without documents: whatever there is."""
    sections: tuple[int, ...] = ()
    """Numbers of the parts asked for of the one document."""
    contents: bool = False
    """Its table of contents is asked for."""
    weak: bool = False
    """The words may as well ask what to do: an entry that answers them for sure goes first."""
    confidence: float = 0.95
    """How likely it is that this was asked for; without a document named the share that is met of such requests."""


@dataclass(frozen=True, slots=True)
class AskedDocument:
    """A document as a message names it, whether or not there is one like it."""

    name: str
    """As written, without what asks for it."""
    asking: float
    """How likely it is that the message asks to be given it."""
    nearest: str
    """Id of the document likest to it; empty when none is like it at all."""
    fit: float
    """How likely it is that this is the one meant."""
    bare: bool = False
    """Whether the name is but a noun that documents' names end in: 通知, 规定."""


@dataclass(frozen=True, slots=True)
class Request:
    """A way of asking for documents with a label: one of the first five, and perhaps a format."""

    text: str
    documents: tuple[str, ...] = ()
    """Ids of which one is to be sent, or to be on a short list."""
    among: tuple[str, ...] = ()
    """Ids of which several are to be listed, and no other."""
    kind: str = ""
    """The kind that is to be listed; `all`: whatever there is."""
    part: str = ""
    """Id of the guide of which a part, or the table of contents, is to be shown."""
    refuse: bool = False
    """No document is asked for."""
    format: str = ""
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A form that is being filled in, in one conversation."""

    conversation: str
    form: str
    """Id of the document."""
    at: int = 0
    """Number of the field asked for, from 0; as many as there are fields: everything is shown for a last look."""
    values: tuple[tuple[str, str | tuple[tuple[tuple[str, str], ...], ...]], ...] = ()
    """Names of fields with their values (`bot.forms.validation`): a text, or a list's rows as pairs of column and text."""
    looking: bool = False
    """True when the asker came from the last look to change one field."""
    updated: float = 0.0
    """Unix time, seconds."""


@dataclass(frozen=True, slots=True)
class DownloadRecord:
    """A document that someone took."""

    document: str
    version: str
    format: str
    channel: str
    conversation: str
    asker: str
    wire: str = ""
    """Key of the message or the press that asked for it: delivered again, it counts once."""
    taken: float = 0.0
    """Unix time, seconds; set by the store."""
