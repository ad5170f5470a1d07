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
class Option:
    """One of the answers to a deciding question; `name` is what variants refer to, `label` what people pick."""

    name: str
    label: str
    words: tuple[str, ...] = ()
    """Words of a question that mean this option."""
    least: int = 0
    """The option holds from so many of what the case counts; 0 when it isn't about a number."""
    under: int = 0
    """The option holds below so many; 0 when it isn't about a number."""


@dataclass(frozen=True, slots=True)
class Case:
    """What answers may depend on, with the one question that decides it."""

    name: str
    question: str
    options: tuple[Option, ...]
    counts: tuple[str, ...] = ()
    """Words for what a number decides, such as 会员; empty when no number does."""


@dataclass(frozen=True, slots=True)
class Variant:
    """An entry's text for one option of its case; what the file leaves out is the entry's own."""

    when: str
    """Name of the option."""
    answer: str
    steps: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    status: Status | None = None
    region: str = ""


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
    ask: str = ""
    """Name of the case that the answer depends on; empty when it holds for everybody."""
    variants: tuple[Variant, ...] = ()
    file: str = ""
    """Path relative to the knowledge folder, with forward slashes."""
    line: int = 0
    """1-based line where the entry begins; 0 when it came from no file."""

    @property
    def wordings(self) -> tuple[str, ...]:
        """The canonical question, then the phrasings, in file order."""
        return (self.question, *self.phrasings)

    @property
    def cited(self) -> tuple[Source, ...]:
        """Everything it rests on: its own sources, then those of its variants, each once."""
        return tuple(dict.fromkeys((*self.sources, *(source for one in self.variants for source in one.sources))))


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


@dataclass(frozen=True, slots=True)
class Law:
    """A law as `knowledge/laws.yaml` lists it: the version in force and the earlier ones that are worth knowing."""

    title: str
    """In full, as sources cite it."""
    short: str
    """What people call it, such as 工会法; the title when it has no short one."""
    version: str
    """The version in force, such as 2021修正; of a superseded law its last one."""
    since: date | None = None
    """In force from, when known (key `from`)."""
    before: tuple[str, ...] = ()
    """Earlier versions: an entry that cites one is due for review."""
    region: str = ""
    superseded_by: str = ""
    """Title of the law that took its place; empty while it is in force."""
    checked: date | None = None
    """When its version was last compared with an official source."""
    changed: date | None = None
    """When the version in force was written into the list: entries reviewed before are due for review."""
    line: int = 0
    """1-based line in laws.yaml."""


@dataclass(frozen=True, slots=True)
class Resting:
    """An entry that cites a law: the articles in its order, and in Chinese why it is due for review (none: it isn't)."""

    entry: Entry
    articles: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Knowledge:
    """Everything that was loaded together: one consistent version of the knowledge."""

    entries: tuple[Entry, ...]
    topics: tuple[Topic, ...]
    documents: tuple[Document, ...] = ()
    hash: str = ""
    """Hex SHA-256 over the entries' content; equal content, equal hash."""
    laws: tuple[Law, ...] = ()
    """The laws that entries may cite; none when the folder has no laws.yaml, and then nothing is said of citations."""
    cases: tuple[Case, ...] = ()
    """What answers may depend on; none when the folder has no cases.yaml."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {entry.id: entry for entry in self.entries})

    def get(self, entry_id: str) -> Entry | None:
        """The entry with that id, or None."""
        found: Entry | None = self._by_id.get(entry_id)  # type: ignore[attr-defined]  # set in __post_init__: frozen
        return found

    def case(self, name: str) -> Case | None:
        """The case of that name, or None."""
        return next((case for case in self.cases if case.name == name), None)


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


@dataclass(frozen=True, slots=True)
class Golden:
    """A question with a label: the entries that are right, those that look like it and aren't, or that nothing is."""

    text: str
    entry: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    refuse: bool = False
    file: str = ""
    line: int = 0


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
    alone: bool = False
    """True for a question whose conversation never goes on: it gets everything at once instead of a question back."""


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
    """What the next text may be: `reason` (of a 没用), `human` (what to pass on), `case` (which option holds) or
    `page:<topic>:<page>` (turned on 下一页)."""
    updated: float = 0.0
    """Unix time, seconds."""
    cases: tuple[tuple[str, str], ...] = ()
    """Names of cases with the option that holds for the asker; an empty option: she doesn't know."""


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
