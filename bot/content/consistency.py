"""What only shows when all entries lie side by side: ids, titles and wordings claimed twice, references to nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from bot import wording
from bot.content.entry_reader import Draft, TopicDraft
from bot.model import Document, Entry
from bot.normalise import key
from bot.yamlio.problems import Location, ProblemCollector, excerpt, nearest, place
from bot.yamlio.yaml_reader import TextNode

_Advice = Callable[[str], str]
"""A reference to nothing in, what to do about it out."""


def check_titles(topics: Iterable[TopicDraft], findings: ProblemCollector) -> None:
    """Two files with the same topic would look like one to the reader."""
    first: dict[str, TopicDraft] = {}
    for topic in topics:
        bare = "".join(topic.title.split()).casefold()
        if not bare:
            continue
        other = first.setdefault(bare, topic)
        if other is not topic:
            message = wording.LOAD_TOPIC_TWICE.format(title=excerpt(topic.title), other=place(other.file, other.line))
            findings.error(Location(topic.file, topic.line, key="topic"), message)


def check_ids(drafts: Iterable[Draft], findings: ProblemCollector) -> None:
    """An id names one entry for good: links, choices and records refer to it."""
    first: dict[str, Draft] = {}
    for draft in drafts:
        entry = draft.entry
        if not entry.id:
            continue
        other = first.setdefault(entry.id, draft)
        if other is not draft:
            message = wording.LOAD_ID_TWICE.format(id=excerpt(entry.id), other=place(other.entry.file, other.id_line))
            findings.error(Location(entry.file, draft.id_line, excerpt(entry.id), "id"), message)


def check_wordings(drafts: Iterable[Draft], findings: ProblemCollector) -> None:
    """Each way of asking leads to one entry, and holds words to be found by."""
    first: dict[str, tuple[Draft, TextNode]] = {}
    for draft in drafts:
        for asked in draft.wordings:
            found = key(asked.value)
            claim = (draft, asked)
            if not found:
                findings.error(_asked_at(claim), wording.LOAD_NO_WORDS.format(text=excerpt(asked.value)))
            elif (other := first.setdefault(found, claim)) is not claim:
                findings.error(_asked_at(claim), _claimed(claim, other))


def _asked_at(claim: tuple[Draft, TextNode]) -> Location:
    draft, asked = claim
    name = "question" if asked is draft.wordings[0] and asked.value == draft.entry.question else "phrasings"
    return Location(draft.entry.file, asked.line, excerpt(draft.entry.id), name)


def _claimed(claim: tuple[Draft, TextNode], other: tuple[Draft, TextNode]) -> str:
    """That a wording is taken: by whom, where, and in which words when they differ."""
    draft, asked = claim
    owner, same = other
    where = place(owner.entry.file, same.line)
    if owner is draft:
        return wording.LOAD_WORDING_REPEATED.format(text=excerpt(asked.value), same=excerpt(same.value), line=same.line)
    return wording.LOAD_WORDING_TAKEN.format(
        text=excerpt(asked.value), id=excerpt(owner.entry.id), other=where, same=excerpt(same.value)
    )


def check_related(
    drafts: Iterable[Draft], ids: Collection[str], retired: Collection[Entry], findings: ProblemCollector
) -> None:
    """Related entries exist, are others, and are named once; one that is retired is left out of the list."""
    gone = {entry.id: entry for entry in retired}

    def missing(target: str) -> str:
        near = nearest(target, ids)
        advice = wording.LOAD_NEAR.format(near=near) if near else wording.LOAD_RELATED_REMOVE
        return wording.LOAD_RELATED_UNKNOWN.format(id=excerpt(target)) + advice

    for draft in drafts:
        _check_references(draft, ("related", draft.related), {*ids, *gone}, missing, findings)
        for reference in draft.related:
            if (other := gone.get(reference.value)) is not None:
                spot = Location(draft.entry.file, reference.line, excerpt(draft.entry.id), "related")
                findings.warn(spot, wording.LOAD_RELATED_RETIRED.format(id=other.id, other=place(other.file, other.line)))


def check_guides(drafts: Iterable[Draft], documents: Collection[Document], findings: ProblemCollector) -> None:
    """Guides that entries offer are in the catalogue, and are named once."""
    titles = {document.id: document.title for document in documents}

    def missing(target: str) -> str:
        near = nearest(target, titles)
        advice = wording.LOAD_GUIDE_NEAR.format(near=near, title=titles[near]) if near else wording.LOAD_GUIDE_ADD
        return wording.LOAD_GUIDE_UNKNOWN.format(id=excerpt(target)) + advice

    for draft in drafts:
        _check_references(draft, ("guides", draft.guides), titles, missing, findings)


def check_offered(
    documents: Iterable[Document], entries: Mapping[str, Entry | None], file: str, findings: ProblemCollector
) -> None:
    """Entries that documents say they belong to exist; `file` is the catalogue. Of None nothing but the id could be read."""
    for document in documents:
        spot = Location(file, document.line, document.id, "entries")
        for target in document.entries:
            if target not in entries:
                near = nearest(target, entries)
                advice = wording.LOAD_NEAR.format(near=near) if near else wording.LOAD_RELATED_REMOVE
                findings.error(spot, wording.LOAD_OFFERED_UNKNOWN.format(id=excerpt(target)) + advice)
            elif (other := entries[target]) is not None and other.retired:
                findings.warn(spot, wording.LOAD_RELATED_RETIRED.format(id=other.id, other=place(other.file, other.line)))


def _check_references(
    draft: Draft, named: tuple[str, tuple[TextNode, ...]], known: Collection[str], missing: _Advice, findings: ProblemCollector
) -> None:
    entry, (name, references) = draft.entry, named
    seen: set[str] = set()
    for reference in references:
        spot = Location(entry.file, reference.line, excerpt(entry.id), name)
        if reference.value in seen:
            findings.error(spot, wording.LOAD_REFERENCE_TWICE.format(id=excerpt(reference.value)))
        elif name == "related" and reference.value == entry.id:
            findings.error(spot, wording.LOAD_RELATED_SELF)
        elif reference.value not in known:
            findings.error(spot, missing(reference.value))
        seen.add(reference.value)
