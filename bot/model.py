"""What the parts hand to each other: frozen records of plain types, without behaviour beyond reading themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Status(StrEnum):
    """The standing of an entry's text."""

    VERIFIED = "verified"
    UNCONFIRMED = "unconfirmed"
    PRACTICE = "practice"


class Decision(StrEnum):
    """What the desk did with a question."""

    ANSWER = "answer"
    CHOOSE = "choose"
    UNKNOWN = "unknown"
    GUIDE = "guide"
    SMALLTALK = "smalltalk"


class Severity(StrEnum):
    """How bad a problem of the knowledge is: an error keeps it from going into force, a warning doesn't."""

    ERROR = "error"
    WARNING = "warning"


# ---------------------------------------------------------------- knowledge


@dataclass(frozen=True, slots=True)
class Source:
    """A place in a law: `law` is its full title, `version` such as 2021修正, `article` such as 第十一条."""

    law: str
    version: str
    article: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One procedure of the knowledge: approved text with its standing, and the ways people ask for it."""

    id: str
    topic: str
    """Title of its topic."""
    question: str
    answer: str
    phrasings: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    status: Status | None = None
    region: str = ""
    guides: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    reviewed: date | None = None
    review_after: int = 365
    """Days after `reviewed` when the entry is due again."""
    file: str = ""
    """Path relative to the knowledge folder, with forward slashes."""
    line: int = 0
    """1-based line where the entry begins; 0 when it came from no file."""

    @property
    def wordings(self) -> tuple[str, ...]:
        """The canonical question, then the phrasings, in file order."""
        return (self.question, *self.phrasings)


@dataclass(frozen=True, slots=True)
class Topic:
    """One file of knowledge: `key` is ASCII and fits a button, `title` is what people see."""

    key: str
    """The file's stem; a short hash for a name such as 女职工.yaml, and in a sub-folder."""
    title: str
    entries: tuple[str, ...]
    """Entry ids in file order."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file people download, as listed in `guides/catalogue.yaml`."""

    id: str
    title: str
    format: str
    file: str


@dataclass(frozen=True)
class Knowledge:
    """Everything that was loaded together: one consistent version of the knowledge."""

    entries: tuple[Entry, ...]
    topics: tuple[Topic, ...]
    documents: tuple[Document, ...] = ()
    hash: str = ""
    """Hex SHA-256 over the entries' content; equal content, equal hash."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {entry.id: entry for entry in self.entries})

    def get(self, entry_id: str) -> Entry | None:
        """The entry with that id, or None."""
        found: Entry | None = self._by_id.get(entry_id)  # type: ignore[attr-defined]  # set in __post_init__: frozen
        return found


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with the knowledge: where it is and, in Chinese, what to do about it."""

    severity: Severity
    file: str
    """Relative to the knowledge folder, with forward slashes; of the guides with their folder's name (guides/catalogue.yaml);
    empty when the knowledge folder itself is meant."""
    line: int
    """1-based; 0 when the problem belongs to no line."""
    entry: str
    """Entry id, or empty."""
    key: str
    """The key concerned, or empty."""
    message: str


# ---------------------------------------------------------------- matching


@dataclass(frozen=True, slots=True)
class Ranked:
    """An entry as the matcher ranks it."""

    entry: str
    confidence: float
    """Calibrated probability, 0–1, that this entry is what was asked for."""
    wording: str
    """The stored wording that came nearest."""


@dataclass(frozen=True, slots=True)
class Match:
    """What the matcher makes of a text: a decision among answer, choose and unknown, and the best entries, best first."""

    decision: Decision
    ranked: tuple[Ranked, ...]
    exact: bool = False
    """True when the text, normalised, is a stored wording."""


# ---------------------------------------------------------------- conversation


@dataclass(frozen=True, slots=True)
class Question:
    """What came in on a channel, freed from the wire."""

    text: str
    conversation: str
    """Key of the conversation, such as `telegram:4711` or `telegram:-100:12`; a reply goes back there."""
    asker: str
    """Key of the person, such as `telegram:4711`."""
    channel: str
    wire: str = ""
    """Key of the message on its channel, the same when it is delivered again; empty when the channel has none."""
    action: str = ""
    """The action of a pressed button or a deep link (`bot.desk.actions`); empty for typed text."""
    edited: bool = False
    """True when the asker changed an earlier message; `wire` is then that message's."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a reply. `kind`: heading, text, steps, list, note, source. `items` is used by steps and list."""

    kind: str
    text: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a reply: what it says and the action it sends back (at most 64 bytes of ASCII)."""

    label: str
    action: str


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry offered to pick from."""

    entry: str
    question: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back: blocks and buttons for channels, the rest for programs."""

    question: str
    decision: Decision
    blocks: tuple[Block, ...]
    entry: str = ""
    confidence: float = 0.0
    choices: tuple[Choice, ...] = ()
    sources: tuple[Source, ...] = ()
    documents: tuple[Document, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    """Rows of buttons."""
    record: int = 0
    """Number of the question in the store; 0 when it was not recorded."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """What the desk remembers of a conversation between two messages."""

    key: str
    entry: str = ""
    """The entry answered last: what a follow-up leans on."""
    choices: tuple[str, ...] = ()
    """Actions offered last, in the order of their numbers (`bot.desk.actions`)."""
    record: int = 0
    """Number of the question answered last: what feedback and 人工 are about."""
    awaiting: str = ""
    """What the next text is, if not a question: `reason` (of a 没用) or `human` (what to pass on)."""
    updated: float = 0.0
    """Unix time, seconds."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A question as the store keeps it."""

    id: int
    asked: float
    channel: str
    conversation: str
    asker: str
    wire: str
    text: str
    decision: str
    entry: str
    confidence: float
    choices: tuple[str, ...]
    knowledge: str
    """Hash of the knowledge in force."""
    chosen: str = ""
    """The entry the asker picked from the choices."""
    useful: bool | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Handover:
    """A question left for a person, with what the person needs to answer it."""

    id: int
    asked: float
    channel: str
    conversation: str
    asker: str
    text: str
    context: tuple[Recorded, ...]
    """The questions just before it in the same conversation, oldest first, this one included when it was recorded."""
    state: str = "open"


@dataclass(frozen=True, slots=True)
class Update:
    """A raw message of a channel, kept until it is answered."""

    channel: str
    key: str
    payload: str
    received: float
