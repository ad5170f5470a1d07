"""What the parts hand to each other: frozen records of plain types, without behaviour beyond reading themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import PurePath


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
    retired: date | None = None
    """Since when it answers no more; its id stays taken."""
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
    """What may be filled in."""

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


@dataclass(frozen=True, slots=True)
class Check:
    """What must hold among the values of a form; `rule` says which of the others it uses (`bot.content.forms`)."""

    rule: str
    say: str
    """What the asker is told when it doesn't hold."""
    warn: bool = False
    """Told only: the file is made all the same."""
    left: str = ""
    """A field, or `list.column`."""
    right: str = ""
    parts: tuple[str, ...] = ()
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


@dataclass(frozen=True, slots=True)
class Form:
    """A document that the bot fills in."""

    document: str
    """Id in the catalogue."""
    fields: tuple[FormField, ...]
    checks: tuple[Check, ...] = ()
    intro: str = ""

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
    """Absolute; empty when `content` holds the file."""
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
    forms: tuple[Form, ...] = ()
    """The documents that the bot fills in."""
    shelf: str = ""
    """Absolute path of the guides folder; empty when the knowledge came from no folder."""
    sections: tuple[Section, ...] = ()
    """The headed parts of the guides, by document and in their order."""
    retired: tuple[Entry, ...] = ()
    """Entries that answer no more, by file and in its order."""
    version: int = 0
    """Its number among the versions that were in force; 0 when it never was, or nobody counts."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {entry.id: entry for entry in self.entries})

    def get(self, entry_id: str) -> Entry | None:
        """The entry with that id, or None."""
        found: Entry | None = self._by_id.get(entry_id)  # type: ignore[attr-defined]  # set in __post_init__: frozen
        return found

    def document(self, document_id: str) -> Document | None:
        """The document with that id, or None."""
        return next((document for document in self.documents if document.id == document_id), None)

    def path_of(self, file: str) -> str:
        """Absolute path of a document's file; empty when the knowledge came from no folder."""
        return str(PurePath(self.shelf, "files", file)) if self.shelf else ""

    def form(self, document_id: str) -> Form | None:
        """How that document is filled in, or None when it isn't."""
        return next((form for form in self.forms if form.document == document_id), None)

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


# ---------------------------------------------------------------- editing


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the knowledge that was in force; replies record its number."""

    number: int
    hash: str
    """That of `Knowledge.hash`."""
    since: float
    """Unix time, seconds."""


@dataclass(frozen=True, slots=True)
class Change:
    """A file of the knowledge before and after an edit; None where there is no such file."""

    file: str
    """Relative to the knowledge folder, with forward slashes."""
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """An edit that was worked out and not made: what it changes in the files."""

    about: str
    """What it does, in Chinese, in a line: for the one who confirms it, the audit and the commit."""
    changes: tuple[Change, ...]
    entries: tuple[str, ...] = ()
    """Ids of the entries that it touches."""
    problems: tuple[Problem, ...] = ()
    """Those that the edited knowledge would have and the present one hasn't; with an error it can't be made."""
    undoes: int = 0
    """Id of the act that it takes back; 0 for none."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a question gets from a version of the knowledge."""

    decision: Decision
    entry: str
    """The entry answered, or the first one offered; empty for none."""
    confidence: float
    answer: str = ""
    """The answer's text; empty unless it is answered."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A question that an edit gives another reply."""

    text: str
    kind: str
    """lost (answered, then not), swapped (another entry), reworded (the same entry, other text), gained, offered
    (other choices), stolen (a phrasing that another entry wins)."""
    before: Outcome
    after: Outcome
    asked: int = 1
    """How many real questions say so; 0 for one of the golden set or a phrasing."""
    golden: bool = False
    """True when it is of the golden set; `broken` then tells whether it was met before and isn't now."""
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Impact:
    """What an edit does to questions, worst first."""

    shifts: tuple[Shift, ...]
    golden: int
    """Golden questions that were replayed."""
    real: int
    """Real questions that were replayed."""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Act:
    """An edit that was made, as the audit keeps it."""

    id: int
    at: float
    """Unix time, seconds."""
    who: str
    """Key of the admin, such as telegram:4711; `disk` for what was saved without the bot."""
    about: str
    changes: tuple[Change, ...]
    entries: tuple[str, ...]
    version: int
    """Number of the version that it brought into force; 0 while that is being learned."""
    undone: int = 0
    """Id of the act that took it back; 0 while it stands."""


@dataclass(frozen=True, slots=True)
class EditDraft:
    """An edit that an admin is working at, in one conversation."""

    conversation: str
    admin: str
    """Key of the admin: nobody else may go on with it."""
    act: str
    """new, edit, phrase, retire or undo."""
    step: str
    """What is waited for (`bot.admin.editing`)."""
    nonce: str = ""
    """What the buttons of this very step carry; it can't be guessed, and the next step has another."""
    entry: str = ""
    key: str = ""
    """Key of the entry that is edited."""
    values: tuple[tuple[str, str], ...] = ()
    """What was written or picked so far, by key."""
    offers: tuple[str, ...] = ()
    """What a number picks from."""
    proposal: Proposal | None = None
    wire: str = ""
    """The message that led here: delivered again, it changes nothing more."""
    listening: bool = True
    """False once something else was asked meanwhile: then only its buttons go on with it."""
    made: int = 0
    """Number of the act that it became; 0 before."""
    updated: float = 0.0
    """Unix time, seconds."""


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
    reply_to: str = ""
    """Key of the message that it replies to (`telegram:<chat>:<message>`), as `Outbox.posted` knows it; empty for none."""
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
    documents: tuple[Download, ...] = ()
    """What it offers or sends."""
    files: tuple[Attachment, ...] = ()
    """What it sends."""
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
class Draft:
    """A form that is being filled in, in one conversation."""

    conversation: str
    form: str
    """Id of the document."""
    at: int = 0
    """Number of the field asked for, from 0; as many as there are fields: everything is shown for a last look."""
    values: tuple[tuple[str, str | tuple[tuple[tuple[str, str], ...], ...]], ...] = ()
    """Names of fields with their values (`bot.documents.values`): a text, or a list's rows as pairs of column and text."""
    looking: bool = False
    """True when the asker came from the last look to change one field."""
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
    version: int = 0
    """Number of that version (`Version.number`); 0 where nobody counted."""
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
    """open, answered (the answer is on its way or there), again (asked for after that), refused, withdrawn (by the asker) or
    settled (the bot knew after all)."""
    kind: str = "human"
    """Why: human (asked for a person), unknown (not known), choose (nothing picked from the choices) or useless (没用)."""
    inquiry: int = 0
    """Number of the inquiry that it belongs to; 0 until it is looked at."""
    record: int = 0
    """Number of the recorded question; 0 when there is none."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What several people asked in words of their own and nobody has answered yet, or a person has: admins call it 问题."""

    id: int
    opened: float
    text: str
    """The wording that opened it."""
    state: str = "open"
    """open, answered, refused or merged (into another)."""
    answer: str = ""
    """The person's answer, or the reason of the refusal."""
    entry: str = ""
    """The entry whose answer it was answered with."""
    who: str = ""
    """Key of the one who decided."""
    decided: float = 0.0
    """Unix time, seconds; when it was answered or refused."""
    due: float = 0.0
    """Unix time, seconds, from which the answer goes out; until then it can be taken back."""
    round: int = 0
    """How often it was decided: reopened and answered again, it goes out again."""
    assigned: str = ""
    """Key of the admin who looks after it."""
    into: int = 0
    """Number of the one that it was merged into."""
    proposed: str = ""
    """What an expert wrote that may be the answer; empty for nothing."""
    changes: int = 0
    """How often it was saved: a save that has seen an older state is refused."""
    waiting: int = 0
    """Conversations that wait for an answer; counted by the store."""
    askings: int = 0
    """Questions in it; counted by the store."""
    since: float = 0.0
    """Unix time, seconds, of the oldest question that waits; 0 for none; found by the store."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How much is kept of one asker."""

    questions: int
    handovers: int
    downloads: int
    conversations: int
    drafts: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Questions of a month that are no longer kept: their number alone."""

    month: str
    """Such as 2026-11, where the askers live."""
    decision: str
    entry: str
    """The entry answered; empty for none."""
    asked: int
    chosen: int
    useful: int
    useless: int


@dataclass(frozen=True, slots=True)
class Taken:
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


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to a conversation that nobody there has asked for just now; its channel sends it once."""

    channel: str
    conversation: str
    key: str
    """What it is about, of its channel's own: queued again under the same key, it stays the first."""
    blocks: tuple[Block, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()
    id: int = 0
    """Set by the store."""
    created: float = 0.0
    """Unix time, seconds; set by the store."""


@dataclass(frozen=True, slots=True)
class Update:
    """A raw message of a channel, kept until it is answered."""

    channel: str
    key: str
    payload: str
    received: float
