"""The knowledge: entries, topics, laws, what answers depend on, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.model.documents import Document, Form, Section
from bot.model.held_laws import LawText
from bot.model.local_facts import Contact, LocalFigure


class Status(StrEnum):
    """The standing of an entry's text."""

    VERIFIED = "verified"
    NATIONAL = "national"
    """Held against the national texts that it cites, while a provincial one that governs here too isn't held."""
    REPORTED = "reported"
    UNCONFIRMED = "unconfirmed"
    PRACTICE = "practice"


class Severity(StrEnum):
    """How bad a problem of the knowledge is: an error keeps it from going into force, a warning doesn't."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Source:
    """A place in a law: `law` is its full title, `version` such as 2021修正, `article` such as 第十一条."""

    law: str
    version: str
    article: str


EntryValue = str | tuple[str, ...] | tuple[Source, ...]
"""What a key of an entry holds: a text, texts, or sources; empty: nothing."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers to a deciding question; `name` is what variants refer to, `label` what people pick."""

    name: str
    label: str
    words: tuple[str, ...] = ()
    """Words of a question that mean this option."""
    least: int = 0
    """The option holds from so many of what the condition counts; 0 when it isn't about a number."""
    under: int = 0
    """The option holds below so many; 0 when it isn't about a number."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What answers may depend on, with the one question that decides it."""

    name: str
    question: str
    options: tuple[Option, ...]
    counts: tuple[str, ...] = ()
    """Words for what a number decides, such as 会员; empty when no number does."""


TERM_GROUPS = ("roles", "events", "things", "aspects", "denials")
"""The lists of terms, as the file has them."""


@dataclass(frozen=True, slots=True)
class Term:
    """Something the field speaks of, with the words for it; `group` is one of `TERM_GROUPS`."""

    group: str
    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """An entry's text for one option of its condition; what the file leaves out is the entry's own."""

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
    """Name of the condition that the answer depends on; empty when it holds for everybody."""
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
    aliases: tuple[str, ...] = ()
    """What else people call it, such as 省办法 (key `aliases`)."""
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
class Sighting:
    """A published copy in which a rule was seen."""

    title: str
    """Of the page."""
    address: str
    words: str
    """What was read there, a clause at most."""
    published: str = ""
    """The date the page bears, as it writes it; empty when it bears none."""
    read: date | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What copies of a text that isn't held agree on, of an article or for the entries it names."""

    claim: str
    """The rule in our own words."""
    seen: tuple[Sighting, ...]
    law: str = ""
    """Full title; empty when the document has no numbered articles and `entries` are named."""
    version: str = ""
    article: str = ""
    entries: tuple[str, ...] = ()
    line: int = 0
    """1-based line in evidence.yaml."""


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
    conditions: tuple[Condition, ...] = ()
    """What answers may depend on; none when the folder has no cases.yaml."""
    evidence: tuple[Evidence, ...] = ()
    """What the entries rest on that are `reported`; none when the folder has no evidence.yaml."""
    terms: tuple[Term, ...] = ()
    """The terms of the field; none when the folder has no terms.yaml."""
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
    texts: tuple[LawText, ...] = ()
    """The texts of the laws that are held, in the order of laws.yaml; none when the folder has no laws/."""
    contacts: tuple[Contact, ...] = ()
    """Whom to call; none when the folder has no contacts.yaml."""
    local: tuple[LocalFigure, ...] = ()
    """Figures of the federation's own; none when the folder has no local.yaml."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {entry.id: entry for entry in self.entries})
        by_law: dict[str, list[Entry]] = {}
        for entry in self.entries:
            for law in dict.fromkeys(source.law for source in entry.cited):
                by_law.setdefault(law, []).append(entry)
        object.__setattr__(self, "_by_law", by_law)

    def get(self, entry_id: str) -> Entry | None:
        """The entry with that id, or None."""
        found: Entry | None = self._by_id.get(entry_id)  # type: ignore[attr-defined]  # set in __post_init__: frozen
        return found

    def resting_on(self, law: str) -> tuple[Entry, ...]:
        """The entries that cite the law with that full title, in file order."""
        found: dict[str, list[Entry]] = self._by_law  # type: ignore[attr-defined]  # set in __post_init__: frozen
        return tuple(found.get(law, ()))

    def law_text(self, title: str) -> LawText | None:
        """The text of the law with that full title, or None when it isn't held."""
        return next((text for text in self.texts if text.title == title), None)

    def document(self, document_id: str) -> Document | None:
        """The document with that id, or None."""
        return next((document for document in self.documents if document.id == document_id), None)

    def form(self, document_id: str) -> Form | None:
        """How that document is filled in, or None when it isn't."""
        return next((form for form in self.forms if form.document == document_id), None)

    def condition(self, name: str) -> Condition | None:
        """The condition of that name, or None."""
        return next((condition for condition in self.conditions if condition.name == name), None)


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
