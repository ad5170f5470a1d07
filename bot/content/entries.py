"""A topic file's tree as entries, each key checked by the rules of `design.md` ("An entry")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot import wording
from bot.content.fields import ID, Fields
from bot.content.findings import Findings, Spot, excerpt
from bot.content.tree import Node, Table, Text
from bot.model import Entry, Source, Status

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
)
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

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAYS = re.compile(r"[0-9]{1,5}")
_NUMBER = "[零〇一二三四五六七八九十百千]+"
_PART = f"(?:{_NUMBER}|[（(]{_NUMBER}[）)])"
_ARTICLE = re.compile(f"第{_NUMBER}条(?:之{_NUMBER})?(?:第{_NUMBER}款)?(?:第{_PART}项)?(?:第{_NUMBER}目)?")
"""How the law counts (立法技术规范): 条, 条之一, then 款, 项, 目, all in Chinese numerals."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry as far as it could be read, with the lines that checks between entries point to."""

    entry: Entry
    wordings: tuple[Text, ...]
    related: tuple[Text, ...]
    guides: tuple[Text, ...]
    id_line: int


@dataclass(frozen=True, slots=True)
class TopicDraft:
    """A topic file as far as it could be read."""

    file: str
    title: str
    line: int
    """Line of the title."""
    drafts: tuple[Draft, ...]


def read_topic(root: Node, file: str, today: date, findings: Findings) -> TopicDraft:
    """The topic of a file and its entries; everything wrong with them is noted."""
    if not isinstance(root, Table):
        # after a slip of the colon, the shape of the whole is no news
        if not findings.spoiled(file):
            findings.error(Spot(file, root.line), wording.LOAD_TOP)
        return TopicDraft(file, "", root.line, ())
    fields = Fields(root, Spot(file), findings)
    fields.known(TOPIC_KEYS, TOPIC_KEYS)
    title = fields.text("topic", MOST_TITLE)
    drafts = []
    for table in fields.tables("entries"):
        if findings.full(file):
            break
        drafts.append(_read_entry(table, title, file, today, findings))
    return TopicDraft(file, title, fields.spot("topic").line, tuple(drafts))


def _read_entry(table: Table, title: str, file: str, today: date, findings: Findings) -> Draft:
    named = table.values.get("id")
    entry_id = excerpt(named.value) if isinstance(named, Text) else ""
    fields = Fields(table, Spot(file, table.line, entry_id), findings)
    fields.known(ENTRY_KEYS, ("id", "question", "answer"))
    question = fields.text("question")
    phrasings, related, guides = fields.texts("phrasings"), fields.texts("related"), fields.texts("guides")
    entry = Entry(
        id=_id(fields),
        topic=title,
        question=question,
        answer=fields.text("answer", MOST_ANSWER),
        phrasings=_values(phrasings),
        steps=_values(fields.texts("steps", MOST_ITEM)),
        materials=_values(fields.texts("materials", MOST_ITEM)),
        sources=_sources(fields, file, entry_id, findings),
        status=_status(fields),
        region=fields.text("region"),
        guides=_values(guides),
        related=_values(related),
        reviewed=_reviewed(fields, today),
        review_after=_review_after(fields),
        file=file,
        line=table.line,
    )
    _check_standing(entry, fields)
    _warn(entry, fields, today, findings)
    asked = (Text(question, fields.spot("question").line),) if question else ()
    return Draft(entry, asked + phrasings, related, guides, fields.spot("id").line)


def _values(texts: tuple[Text, ...]) -> tuple[str, ...]:
    return tuple(text.value for text in texts)


# ---------------------------------------------------------------- one key


def _id(fields: Fields) -> str:
    value = fields.text("id")
    if value and not ID.fullmatch(value):
        fields.error("id", wording.LOAD_ID.format(id=excerpt(value)))
    return value


def _status(fields: Fields) -> Status | None:
    value = fields.text("status")
    if not value:
        return None
    if value not in set(Status):
        fields.error("status", wording.LOAD_STATUS.format(status=excerpt(value)))
        return None
    return Status(value)


def _reviewed(fields: Fields, today: date) -> date | None:
    value = fields.text("reviewed")
    if not value:
        return None
    try:
        # the pattern first: fromisoformat takes 20261122 and 2026-W47-7 too
        found = date.fromisoformat(value) if _DATE.fullmatch(value) else None
    except ValueError:
        found = None
    if found is None:
        fields.error("reviewed", wording.LOAD_DATE.format(date=excerpt(value)))
    elif found > today:
        fields.error("reviewed", wording.LOAD_DATE_FUTURE.format(date=found.isoformat(), today=today.isoformat()))
    return found


def _review_after(fields: Fields) -> int:
    value = fields.text("review_after")
    if not value:
        return REVIEW_AFTER
    if not _DAYS.fullmatch(value) or not 0 < int(value) <= MOST_DAYS:
        fields.error("review_after", wording.LOAD_DAYS.format(days=excerpt(value), most=MOST_DAYS))
        return REVIEW_AFTER
    return int(value)


def _sources(fields: Fields, file: str, entry_id: str, findings: Findings) -> tuple[Source, ...]:
    found: dict[Source, int] = {}
    for table in fields.tables("sources"):
        cited = Fields(table, Spot(file, table.line, entry_id), findings)
        cited.known(SOURCE_KEYS, SOURCE_KEYS)
        source = Source(cited.text("law"), cited.text("version"), cited.text("article"))
        if source.law.startswith("《") and source.law.endswith("》"):
            cited.error("law", wording.LOAD_LAW_QUOTED)
        if source.article and not _ARTICLE.fullmatch(source.article):
            cited.error("article", wording.LOAD_ARTICLE.format(article=excerpt(source.article)))
        if source.law and source.article and source in found:
            fields.error("sources", wording.LOAD_SOURCE_TWICE.format(line=found[source]), table.line)
        found.setdefault(source, table.line)
    return tuple(found)


# ---------------------------------------------------------------- several keys


def _check_standing(entry: Entry, fields: Fields) -> None:
    """What the status promises must agree with the text and the sources."""
    told = (entry.question, entry.answer, *entry.steps, *entry.materials)
    if entry.status is Status.VERIFIED:
        if not fields.has("sources"):
            fields.error("status", wording.LOAD_VERIFIED_NO_SOURCE)
        if any(wording.LOAD_UNCONFIRMED_WORDS in text for text in told):
            fields.error("status", wording.LOAD_VERIFIED_UNSURE.format(words=wording.LOAD_UNCONFIRMED_WORDS))
    if entry.status is Status.UNCONFIRMED and entry.answer and wording.LOAD_UNCONFIRMED_WORDS not in entry.answer:
        fields.error("answer", wording.LOAD_UNCONFIRMED_SILENT.format(words=wording.LOAD_UNCONFIRMED_WORDS))


def _warn(entry: Entry, fields: Fields, today: date, findings: Findings) -> None:
    """What does no harm yet."""
    if len(entry.answer) > LONG_ANSWER:
        findings.warn(fields.spot("answer"), wording.LOAD_ANSWER_LONG.format(count=len(entry.answer), long=LONG_ANSWER))
    if not fields.has("phrasings"):
        findings.warn(fields.spot("phrasings"), wording.LOAD_NO_PHRASINGS)
    elif 0 < len(entry.phrasings) < FEW_PHRASINGS:
        findings.warn(fields.spot("phrasings"), wording.LOAD_FEW_PHRASINGS.format(count=len(entry.phrasings)))
    if not fields.has("reviewed"):
        findings.warn(fields.spot("reviewed"), wording.LOAD_NOT_REVIEWED)
    elif entry.reviewed and entry.reviewed + timedelta(days=entry.review_after) < today:
        due = entry.reviewed + timedelta(days=entry.review_after)
        findings.warn(fields.spot("reviewed"), wording.LOAD_OVERDUE.format(due=due.isoformat()))
