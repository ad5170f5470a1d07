"""A topic file's tree as entries, each key checked by the rules of `design.md` ("An entry")."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot import wording
from bot.model import Entry, Source, Status, Variant
from bot.yamlio.problems import Location, ProblemCollector, excerpt
from bot.yamlio.table_reader import ID, TableReader
from bot.yamlio.yaml_reader import MapNode, Node, TextNode

TOPIC_KEYS = ("topic", "entries")
ENTRY_KEYS = (
    "id",
    "question",
    "phrasings",
    "answer",
    "steps",
    "materials",
    "sources",
    "status",
    "region",
    "guides",
    "related",
    "reviewed",
    "review_after",
    "retired",
    "ask",
    "variants",
)
VARIANT_KEYS = ("when", "answer", "steps", "materials", "sources", "status", "region")
SOURCE_KEYS = ("law", "version", "article")

MOST_TITLE = 30
"""Longest topic title in characters: it goes on a button, and a phone shows about that many."""
MOST_ANSWER = 10_000
LONG_ANSWER = 600
"""An answer above this many characters is a warning: nobody reads two screens of a phone."""
MOST_ITEM = 1_000
"""Longest step or material in characters."""
FEW_PHRASINGS = 3
"""Fewer ways of asking than this, and most people's words won't be found."""
MOST_DAYS = 36_500
REVIEW_AFTER = 365
"""Days after which an entry is due again unless it says otherwise (`design.md`)."""

_DAYS = re.compile(r"[0-9]{1,5}")
_NUMBER = "[零〇一二三四五六七八九十百千]+"
_PART = f"(?:{_NUMBER}|[（(]{_NUMBER}[）)])"
ARTICLE = re.compile(f"第{_NUMBER}条(?:之{_NUMBER})?(?:第{_NUMBER}款)?(?:第{_PART}项)?(?:第{_NUMBER}目)?")
"""How the law counts (立法技术规范): 条, 条之一, then 款, 项, 目, all in Chinese numerals."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A source, the line where it begins, and those of its law and its version."""

    source: Source
    line: int
    law_line: int
    version_line: int


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry as far as it could be read, with the lines that checks between entries point to."""

    entry: Entry
    wordings: tuple[TextNode, ...]
    related: tuple[TextNode, ...]
    guides: tuple[TextNode, ...]
    cited: tuple[Cited, ...]
    id_line: int
    reviewed_line: int
    ask_line: int
    when_lines: tuple[int, ...]
    """Lines of the variants' options, in their order."""


@dataclass(frozen=True, slots=True)
class TopicDraft:
    """A topic file as far as it could be read."""

    file: str
    title: str
    line: int
    """Line of the title."""
    drafts: tuple[Draft, ...]


def read_topic(root: Node, file: str, today: date, findings: ProblemCollector) -> TopicDraft:
    """The topic of a file and its entries; everything wrong with them is noted."""
    if not isinstance(root, MapNode):
        # after a slip of the colon, the shape of the whole is no news
        if not findings.spoiled(file):
            findings.error(Location(file, root.line), wording.LOAD_TOP)
        return TopicDraft(file, "", root.line, ())
    fields = TableReader(root, Location(file), findings)
    fields.known(TOPIC_KEYS, TOPIC_KEYS)
    title = fields.text("topic", MOST_TITLE)
    drafts = []
    for table in fields.tables("entries"):
        if findings.full(file):
            break
        drafts.append(_read_entry(table, title, file, today, findings))
    return TopicDraft(file, title, fields.spot("topic").line, tuple(drafts))


def _read_entry(table: MapNode, title: str, file: str, today: date, findings: ProblemCollector) -> Draft:
    named = table.values.get("id")
    entry_id = excerpt(named.value) if isinstance(named, TextNode) else ""
    fields = TableReader(table, Location(file, table.line, entry_id), findings)
    fields.known(ENTRY_KEYS, ("id", "question", "answer"))
    question = fields.text("question")
    phrasings, related, guides = fields.texts("phrasings"), fields.texts("related"), fields.texts("guides")
    cited = _sources(fields, file, entry_id, findings)
    entry = Entry(
        id=_id(fields),
        topic=title,
        question=question,
        answer=fields.text("answer", MOST_ANSWER),
        phrasings=_values(phrasings),
        steps=_values(fields.texts("steps", MOST_ITEM)),
        materials=_values(fields.texts("materials", MOST_ITEM)),
        sources=tuple(one.source for one in cited),
        status=_status(fields),
        region=fields.text("region"),
        guides=_values(guides),
        related=_values(related),
        reviewed=_past(fields, "reviewed", today),
        review_after=_review_after(fields),
        retired=_past(fields, "retired", today),
        ask=fields.text("ask"),
        file=file,
        line=table.line,
    )
    _check_standing(entry, fields, fields.has("sources"))
    _warn(entry, fields, today, findings)
    variants = _variants(fields, entry, findings)
    entry = replace(entry, variants=tuple(one.variant for one in variants))
    cited += tuple(source for one in variants for source in one.cited)
    asked = (TextNode(question, fields.spot("question").line),) if question else ()
    lines = fields.spot("id").line, fields.spot("reviewed").line, fields.spot("ask").line
    return Draft(entry, asked + phrasings, related, guides, cited, *lines, tuple(one.line for one in variants))


def _values(texts: tuple[TextNode, ...]) -> tuple[str, ...]:
    return tuple(text.value for text in texts)


# ---------------------------------------------------------------- one key


def _id(fields: TableReader) -> str:
    value = fields.text("id")
    if value and not ID.fullmatch(value):
        fields.error("id", wording.LOAD_ID.format(id=excerpt(value)))
    return value


def _status(fields: TableReader) -> Status | None:
    value = fields.text("status")
    if not value:
        return None
    if value not in set(Status):
        fields.error("status", wording.LOAD_STATUS.format(status=excerpt(value)))
        return None
    return Status(value)


def _past(fields: TableReader, key: str, today: date) -> date | None:
    found = fields.day(key)
    if found and found > today:
        fields.warn(key, wording.LOAD_DATE_FUTURE.format(date=found.isoformat(), today=today.isoformat()))
    return found


def _review_after(fields: TableReader) -> int:
    value = fields.text("review_after")
    if not value:
        return REVIEW_AFTER
    if not _DAYS.fullmatch(value) or not 0 < int(value) <= MOST_DAYS:
        fields.error("review_after", wording.LOAD_DAYS.format(days=excerpt(value), most=MOST_DAYS))
        return REVIEW_AFTER
    return int(value)


def _sources(fields: TableReader, file: str, entry_id: str, findings: ProblemCollector) -> tuple[Cited, ...]:
    found: dict[Source, Cited] = {}
    for table in fields.tables("sources"):
        cited = TableReader(table, Location(file, table.line, entry_id), findings)
        cited.known(SOURCE_KEYS, SOURCE_KEYS)
        source = Source(cited.text("law"), cited.text("version"), cited.text("article"))
        if source.law.startswith("《") and source.law.endswith("》"):
            cited.error("law", wording.LOAD_LAW_QUOTED)
        if source.article and not ARTICLE.fullmatch(source.article):
            cited.error("article", wording.LOAD_ARTICLE.format(article=excerpt(source.article)))
        if source.law and source.article and source in found:
            fields.error("sources", wording.LOAD_SOURCE_TWICE.format(line=found[source].line), table.line)
        found.setdefault(source, Cited(source, table.line, cited.spot("law").line, cited.spot("version").line))
    return tuple(found.values())


# ---------------------------------------------------------------- variants


@dataclass(frozen=True, slots=True)
class _Variant:
    """A variant with its own sources and the line of its option."""

    variant: Variant
    cited: tuple[Cited, ...]
    line: int


def _variants(fields: TableReader, entry: Entry, findings: ProblemCollector) -> tuple[_Variant, ...]:
    """The variants of an entry; each option once, and none without the question that decides."""
    found = [_read_variant(table, fields, entry, findings) for table in fields.tables("variants")]
    if fields.has("ask") and not fields.has("variants"):
        fields.error("ask", wording.LOAD_ASK_ALONE)
    if fields.has("variants") and not fields.has("ask"):
        fields.error("variants", wording.LOAD_VARIANTS_ALONE)
    first: dict[str, int] = {}
    for one in found:
        when = one.variant.when
        if when and first.setdefault(when, one.line) != one.line:
            fields.error("variants", wording.LOAD_WHEN_TWICE.format(when=excerpt(when), line=first[when]), one.line)
    return tuple(found)


def _read_variant(table: MapNode, parent: TableReader, entry: Entry, findings: ProblemCollector) -> _Variant:
    """A variant with everything that it leaves out taken from its entry."""
    fields = TableReader(table, Location(entry.file, table.line, parent.spot("variants").entry), findings)
    fields.known(VARIANT_KEYS, ("when", "answer"))
    cited = _sources(fields, entry.file, parent.spot("variants").entry, findings)
    own = replace(
        entry,
        question="",
        answer=fields.text("answer", MOST_ANSWER),
        steps=_values(fields.texts("steps", MOST_ITEM)) if fields.has("steps") else entry.steps,
        materials=_values(fields.texts("materials", MOST_ITEM)) if fields.has("materials") else entry.materials,
        sources=tuple(one.source for one in cited) if fields.has("sources") else entry.sources,
        status=_status(fields) if fields.has("status") else entry.status,
        region=fields.text("region") if fields.has("region") else entry.region,
    )
    _check_standing(own, fields, fields.has("sources") or parent.has("sources"))
    _warn_long(own, fields, findings)
    when = fields.text("when")
    variant = Variant(when, own.answer, own.steps, own.materials, own.sources, own.status, own.region)
    return _Variant(variant, cited, fields.spot("when").line)


# ---------------------------------------------------------------- several keys


def _check_standing(entry: Entry, fields: TableReader, cited: bool) -> None:
    """What the status promises must agree with the text and the sources, if there are any, right or wrong (`cited`)."""
    told = (entry.question, entry.answer, *entry.steps, *entry.materials)
    if entry.status in (Status.VERIFIED, Status.NATIONAL):
        if not cited:
            fields.error("status", wording.LOAD_VERIFIED_NO_SOURCE.format(status=entry.status))
        if any(wording.LOAD_UNCONFIRMED_WORDS in text for text in told):
            unsure = wording.LOAD_VERIFIED_UNSURE.format(status=entry.status, words=wording.LOAD_UNCONFIRMED_WORDS)
            fields.error("status", unsure)


def _warn(entry: Entry, fields: TableReader, today: date, findings: ProblemCollector) -> None:
    """What does no harm yet; of what is retired nothing does."""
    if entry.retired:
        return
    _warn_long(entry, fields, findings)
    if not fields.has("phrasings"):
        findings.warn(fields.spot("phrasings"), wording.LOAD_NO_PHRASINGS)
    elif 0 < len(entry.phrasings) < FEW_PHRASINGS:
        findings.warn(fields.spot("phrasings"), wording.LOAD_FEW_PHRASINGS.format(count=len(entry.phrasings)))
    if not fields.has("reviewed"):
        findings.warn(fields.spot("reviewed"), wording.LOAD_NOT_REVIEWED)
    elif entry.reviewed and entry.reviewed <= today and entry.reviewed + timedelta(days=entry.review_after) < today:
        due = entry.reviewed + timedelta(days=entry.review_after)
        findings.warn(fields.spot("reviewed"), wording.LOAD_OVERDUE.format(due=due.isoformat()))


def _warn_long(entry: Entry, fields: TableReader, findings: ProblemCollector) -> None:
    if len(entry.answer) > LONG_ANSWER:
        findings.warn(fields.spot("answer"), wording.LOAD_ANSWER_LONG.format(count=len(entry.answer), long=LONG_ANSWER))
