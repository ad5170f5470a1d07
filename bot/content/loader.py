"""Loads the knowledge: every file of the two folders read strictly, every problem found at once."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath

from bot import wording
from bot.content.catalogue import CATALOGUE, check_files, read_catalogue
from bot.content.condition_reader import check_conditions, holds_conditions, read_conditions
from bot.content.consistency import check_guides, check_ids, check_offered, check_related, check_titles, check_wordings
from bot.content.discovery import CONDITIONS, EVIDENCE, LAWS, LOCAL, TERMS, Listed, read_text, topic_files
from bot.content.entry_reader import TopicDraft, read_topic
from bot.content.evidence import check_evidence, holds_evidence, read_evidence
from bot.content.form_reader import check_templates, read_forms
from bot.content.guide_sections import read_sections
from bot.content.law_text_reader import check_articles, digests, read_law_texts
from bot.content.laws import check_citations, holds_laws, read_laws
from bot.content.local_reader import check_placeholders, misplaced_file, read_contacts, read_local
from bot.content.term_reader import holds_terms, read_terms
from bot.errors import KnowledgeError
from bot.model import (
    Condition,
    Contact,
    Document,
    Entry,
    Evidence,
    Form,
    Knowledge,
    Law,
    LawText,
    LocalFigure,
    Problem,
    Severity,
    Term,
    Topic,
)
from bot.yamlio.problems import Location, ProblemCollector, sentence
from bot.yamlio.yaml_reader import parse

_PLAIN_STEM = re.compile(r"[a-z0-9_-]{1,40}")
_ID_LINE = re.compile(r"^[ ]*(?:-[ ]+)?id[ ]*[:：][ ]*['\"]?([a-z0-9-]+)", re.MULTILINE)


def load(knowledge: Path, guides: Path, today: date) -> tuple[Knowledge | None, tuple[Problem, ...]]:
    """The knowledge of a folder of topics and a folder of guides, and every problem, by file and line.

    `today` is the date where the people who review live (UTC+8): a review dated after it is warned of. Knowledge is None
    when a problem is an error. Files are named relative to the knowledge folder, those of the guides with their
    folder's name before them. Never raises: what can't be read is a problem.
    """
    found, problems = readable(knowledge, guides, today)
    failed = any(problem.severity is Severity.ERROR for problem in problems)
    return (None if failed else found), problems


@dataclass(frozen=True)
class _Lists:
    """Everything beside the topics, as far as it could be read; None: it is there and can't be read."""

    laws: tuple[Law, ...]
    texts: tuple[LawText, ...]
    conditions: tuple[Condition, ...] | None
    evidence: tuple[Evidence, ...]
    contacts: tuple[Contact, ...]
    local: tuple[LocalFigure, ...]
    terms: tuple[Term, ...]
    documents: tuple[Document, ...] | None
    forms: tuple[Form, ...]


def _read_lists(knowledge: Path, guides: Path, today: date, findings: ProblemCollector) -> _Lists:
    laws = read_laws(knowledge, today, findings)
    texts = read_law_texts(knowledge, laws, findings) if not findings.spoiled(LAWS) else ()
    conditions = read_conditions(knowledge, findings)
    evidence = read_evidence(knowledge, today, findings)
    contacts, local = read_contacts(knowledge, today, findings), read_local(knowledge, today, findings)
    terms = read_terms(knowledge, findings)
    documents = read_catalogue(guides, findings)
    check_files(documents or (), guides, findings)
    forms = read_forms(guides, documents, findings) if documents else ()
    check_templates(forms, guides, findings)
    return _Lists(laws, texts, conditions, evidence, contacts, local, terms, documents, forms)


def _check_topics(
    topics: Sequence[TopicDraft], elsewhere: dict[str, None] | None, lists: _Lists, findings: ProblemCollector
) -> None:
    """What only shows when all topics and lists lie side by side; `elsewhere` are the ids in files that can't be read."""
    every = [draft for topic in topics for draft in topic.drafts]
    drafts = [draft for draft in every if not draft.entry.retired]
    check_titles(topics, findings)
    check_ids(every, findings)
    check_wordings(drafts, findings)
    if elsewhere is not None:
        retired = [draft.entry for draft in every if draft.entry.retired]
        check_related(drafts, elsewhere | {draft.entry.id: None for draft in drafts}, retired, findings)
    if lists.documents is not None:
        check_guides(drafts, lists.documents, findings)
    if lists.laws and not findings.spoiled(LAWS):
        check_citations(drafts, lists.laws, findings)
        check_articles(drafts, lists.texts, findings)
    if not findings.spoiled(LOCAL):
        check_placeholders(drafts, lists.local, findings)
    if lists.conditions is not None:
        check_conditions(drafts, lists.conditions, findings)
    if not findings.spoiled(EVIDENCE) and not findings.spoiled(LAWS):
        check_evidence(drafts, lists.evidence, lists.laws, elsewhere, findings)


def readable(knowledge: Path, guides: Path, today: date) -> tuple[Knowledge, tuple[Problem, ...]]:
    """As much of the knowledge as can be read, right or wrong, with every problem: to list and mend, never to answer from."""
    findings = ProblemCollector()
    lists = _read_lists(knowledge, guides, today, findings)
    listed = topic_files(knowledge, findings)
    if not listed and not findings.spoiled(""):
        findings.error(Location(""), wording.LOAD_FOLDER_EMPTY.format(path=knowledge))
    topics, elsewhere = _read_topics(listed, today, findings)
    _check_topics(topics, elsewhere, lists, findings)
    every = [draft.entry for topic in topics for draft in topic.drafts]
    documents = lists.documents or ()
    if lists.documents is not None and elsewhere is not None:
        catalogue = f"{guides.absolute().name}/{CATALOGUE}"
        check_offered(documents, elsewhere | {entry.id: entry for entry in every}, catalogue, findings)
    gone = {entry.id for entry in every if entry.retired}
    entries = tuple(replace(one, related=_not_retired(one.related, gone)) for one in every if not one.retired)
    found = Knowledge(
        entries,
        tuple(map(_topic, topics)),
        tuple(replace(one, entries=_not_retired(one.entries, gone)) for one in documents),
        fingerprint(entries, lists.conditions or (), lists.texts, (*lists.contacts, *lists.local), lists.terms),
        laws=lists.laws,
        conditions=lists.conditions or (),
        evidence=lists.evidence,
        terms=lists.terms,
        forms=lists.forms,
        shelf=str(guides.absolute()),
        sections=read_sections(guides, documents),
        retired=tuple(entry for entry in every if entry.retired),
        texts=lists.texts,
        contacts=lists.contacts,
        local=lists.local,
    )
    return found, findings.problems()


def require(knowledge: Path, guides: Path, today: date) -> Knowledge:
    """The knowledge as `load` gives it; raises KnowledgeError, carrying every problem, when there is an error."""
    loaded, problems = load(knowledge, guides, today)
    if loaded is None:
        errors = [problem for problem in problems if problem.severity is Severity.ERROR]
        raise KnowledgeError(wording.LOAD_FAILED.format(count=len(errors), first=sentence(errors[0])), problems)
    return loaded


def fingerprint(
    entries: Iterable[Entry],
    conditions: Iterable[Condition] = (),
    texts: Iterable[LawText] = (),
    own: Iterable[Contact | LocalFigure] = (),
    terms: Iterable[Term] = (),
) -> str:
    """Hex SHA-256 over what all of these say, in their order; file names, lines, comments and layout don't count."""
    told: list[object] = [
        [
            [entry.topic, entry.id, entry.question, entry.answer, entry.status, entry.region],
            [entry.phrasings, entry.steps, entry.materials, entry.guides, entry.related],
            [[source.law, source.version, source.article] for source in entry.sources],
            [entry.reviewed.isoformat() if entry.reviewed else None, entry.review_after],
            [entry.ask, [astuple(variant) for variant in entry.variants]],
        ]
        for entry in entries
    ]
    told.append([astuple(condition) for condition in conditions])
    told += digests(texts)
    told += [[str(value) for value in astuple(replace(one, line=0))] for one in own]
    told.append([astuple(term) for term in terms])
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _read_topics(
    listed: Collection[Listed], today: date, findings: ProblemCollector
) -> tuple[tuple[TopicDraft, ...], dict[str, None] | None]:
    """The topics that could be read, and the ids in files that couldn't: None when not even those are known."""
    topics: list[TopicDraft] = []
    elsewhere: dict[str, None] | None = {} if listed else None
    for file in listed:
        text = read_text(file, findings)
        root = None if text is None else parse(text, file.name, findings)
        if root is not None and holds_laws(root):
            findings.error(Location(file.name), wording.LOAD_LAWS_NAME.format(name=LAWS))
        elif root is not None and holds_conditions(root):
            findings.error(Location(file.name), wording.LOAD_CONDITIONS_NAME.format(name=CONDITIONS))
        elif root is not None and holds_evidence(root):
            findings.error(Location(file.name), wording.LOAD_EVIDENCE_NAME.format(name=EVIDENCE))
        elif root is not None and (name := misplaced_file(root)):
            findings.error(Location(file.name), wording.LOAD_LIST_NAME.format(name=name))
        elif root is not None and holds_terms(root):
            findings.error(Location(file.name), wording.LOAD_TERMS_NAME.format(name=TERMS))
        elif root is not None:
            topics.append(read_topic(root, file.name, today, findings))
        elif elsewhere is not None:
            # an entry after a syntax error exists, it just can't be read: references to it don't dangle
            ids = _ID_LINE.findall(text or "")
            elsewhere = elsewhere | dict.fromkeys(ids) if ids else None
    return tuple(topics), elsewhere


def _not_retired(ids: Iterable[str], gone: Collection[str]) -> tuple[str, ...]:
    """The ids that aren't retired."""
    return tuple(one for one in ids if one not in gone)


def _topic(draft: TopicDraft) -> Topic:
    live = tuple(one.entry.id for one in draft.drafts if not one.entry.retired)
    return Topic(topic_key(draft.file), draft.title, live)


def topic_key(file: str) -> str:
    """ASCII that fits a button: the stem of a plainly named file, for any other (女职工.yaml, a sub-folder) a short hash."""
    path = PurePosixPath(file)
    if file == f"{path.stem}.yaml" and _PLAIN_STEM.fullmatch(path.stem):
        return path.stem
    # macOS spells names decomposed; the same name must give the same key everywhere
    return "t" + hashlib.sha256(unicodedata.normalize("NFC", file).encode()).hexdigest()[:12]
