"""What `reported` entries rest on: `knowledge/evidence.yaml`, the published copies in which a rule was seen.

A rule whose official text isn't held may be told as `reported` when two copies, published by different sites, say the same.
An item is about an article (`law`, `version`, `article`) and serves every entry that cites it, or, where a document has no
numbered articles, about the entries it lists.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from bot import wording
from bot.content.discovery import EVIDENCE, Listed, read_text
from bot.content.entry_reader import ARTICLE, Draft
from bot.model import Entry, Evidence, Law, Sighting, Source, Status
from bot.yamlio.problems import Location, ProblemCollector, excerpt, nearest
from bot.yamlio.table_reader import TableReader
from bot.yamlio.yaml_reader import MapNode, Node, parse

EVIDENCE_KEYS = ("law", "version", "article", "claim", "seen", "entries")
SEEN_KEYS = ("title", "address", "published", "read", "words")

FEWEST_COPIES = 2
"""Copies by different sites that make a rule `reported`: fewer, and it stays unconfirmed."""
MOST_WORDS = 80
"""Longest quotation in characters: a clause, enough to find the place again and no copy of the text."""

_BARE = re.compile("第[^条]+条(?:之[零〇一二三四五六七八九十百千]+)?")


def read_evidence(knowledge: Path, today: date, findings: ProblemCollector) -> tuple[Evidence, ...]:
    """The evidence of a knowledge folder in file order, with everything noted that is wrong; none where there is no file.

    `today` is the date where those live who keep it (UTC+8): a copy read later is a warning: the clock may be wrong.
    """
    listed = Listed(knowledge / EVIDENCE, EVIDENCE)
    if not os.path.isfile(listed.path):  # Path.is_file raises where a folder can't be entered; that one is reported already
        return ()
    text = read_text(listed, findings)
    root = None if text is None else parse(text, EVIDENCE, findings)
    if root is None:
        return ()
    if not isinstance(root, MapNode):
        if not findings.spoiled(EVIDENCE):
            findings.error(Location(EVIDENCE, root.line), wording.LOAD_EVIDENCE_TOP)
        return ()
    fields = TableReader(root, Location(EVIDENCE), findings)
    fields.known(("evidence",), ("evidence",))
    found = []
    for table in fields.tables("evidence"):
        if findings.full(EVIDENCE):
            break
        found.append(_read_item(TableReader(table, Location(EVIDENCE, table.line), findings), table.line, today, findings))
    return tuple(found)


def holds_evidence(root: Node) -> bool:
    """Whether the tree of a file that should be a topic is a list of evidence under a wrong name."""
    return isinstance(root, MapNode) and "evidence" in root.lines and "topic" not in root.lines


def _read_item(fields: TableReader, line: int, today: date, findings: ProblemCollector) -> Evidence:
    about = () if fields.has("entries") else ("law", "version", "article")
    fields.known(EVIDENCE_KEYS, (*about, "claim", "seen"))
    article = fields.text("article")
    if article and not ARTICLE.fullmatch(article):
        fields.error("article", wording.LOAD_ARTICLE.format(article=excerpt(article)))
    seen = [_read_seen(TableReader(table, Location(EVIDENCE, table.line), findings), today) for table in fields.tables("seen")]
    sites = {site_of(one.address) for one in seen if one.address}
    if fields.has("seen") and len(sites) < FEWEST_COPIES:
        fields.error("seen", wording.LOAD_EVIDENCE_COPIES.format(count=len(sites), fewest=FEWEST_COPIES))
    return Evidence(
        claim=fields.text("claim"),
        seen=tuple(seen),
        law=fields.text("law"),
        version=fields.text("version"),
        article=article,
        entries=tuple(text.value for text in fields.texts("entries")),
        line=line,
    )


def _read_seen(fields: TableReader, today: date) -> Sighting:
    fields.known(SEEN_KEYS, ("title", "address", "read", "words"))
    address, read = fields.text("address"), fields.day("read")
    if address and not site_of(address):
        fields.error("address", wording.LOAD_EVIDENCE_ADDRESS.format(address=excerpt(address)))
    if read and read > today:
        fields.warn("read", wording.LOAD_DATE_FUTURE.format(date=read.isoformat(), today=today.isoformat()))
    words = fields.text("words")
    if len(words) > MOST_WORDS:
        fields.error("words", wording.LOAD_TEXT_LONG.format(key="words", count=len(words), most=MOST_WORDS))
    return Sighting(fields.text("title"), address, words, fields.text("published"), read)


def site_of(address: str) -> str:
    """The host of a web address without www., or empty when it is none: two pages of a site are one copy."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return (parts.hostname or "").removeprefix("www.") if parts.scheme in ("http", "https") else ""


# ---------------------------------------------------------------- what entries rest on it


def check_evidence(
    drafts: Collection[Draft],
    evidence: Collection[Evidence],
    laws: Collection[Law],
    elsewhere: Collection[str] | None,
    findings: ProblemCollector,
) -> None:
    """Every `reported` text has its evidence; evidence is about listed laws in force and entries that exist, and serves one.

    `elsewhere` are the ids in topics that couldn't be read: they exist all the same; None when not even those are known.
    """
    by_title, by_id = {law.title: law for law in laws}, {draft.entry.id: draft.entry for draft in drafts}
    for one in evidence:
        _check_about(one, by_title, by_id, elsewhere, findings)
    for draft in drafts:
        if not all(evidence_of(draft.entry.id, sources, evidence) for sources in _reported(draft.entry)):
            spot = Location(draft.entry.file, draft.id_line, excerpt(draft.entry.id), "status")
            findings.error(spot, wording.LOAD_REPORTED_SILENT.format(file=EVIDENCE))


def evidence_of(entry: str, sources: Iterable[Source], evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The items that are about an entry: those that name it, and those about an article among its sources."""
    cited = {(one.law, one.version, bare_article(one.article)) for one in sources}
    return tuple(one for one in evidence if entry in one.entries or (one.law, one.version, bare_article(one.article)) in cited)


def bare_article(article: str) -> str:
    """第八条第二款 → 第八条: evidence of an article is evidence of its paragraphs."""
    found = _BARE.match(article)
    return found[0] if found else article


def _reported(entry: Entry) -> list[tuple[Source, ...]]:
    """The sources of each text of an entry that says of itself that it is `reported`."""
    texts = [(entry.status, entry.sources), *((one.status, one.sources) for one in entry.variants)]
    return [sources for status, sources in texts if status is Status.REPORTED]


def _check_about(
    one: Evidence,
    laws: Mapping[str, Law],
    entries: Mapping[str, Entry],
    elsewhere: Collection[str] | None,
    findings: ProblemCollector,
) -> None:
    spot = Location(EVIDENCE, one.line)
    law = laws.get(one.law)
    if one.law and laws and (law is None or law.superseded_by or law.version != one.version):
        message = wording.LOAD_EVIDENCE_LAW.format(law=excerpt(one.law), version=excerpt(one.version))
        findings.error(Location(EVIDENCE, one.line, key="law"), message)
    for target in one.entries:
        if target not in entries and elsewhere is not None and target not in elsewhere:
            near = nearest(target, entries)
            advice = wording.LOAD_NEAR.format(near=near) if near else wording.LOAD_RELATED_REMOVE
            findings.error(spot, wording.LOAD_OFFERED_UNKNOWN.format(id=excerpt(target)) + advice)
    if (
        elsewhere is not None
        and not elsewhere
        and not any(evidence_of(entry.id, entry.cited, (one,)) for entry in entries.values())
    ):
        findings.warn(spot, wording.LOAD_EVIDENCE_UNUSED)
