"""The laws that entries rest on: `knowledge/laws.yaml`, and whether entries cite what is in force."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path

from bot import wording
from bot.content.discovery import LAWS, Listed, read_text
from bot.content.entry_reader import Cited, Draft
from bot.model import Entry, Knowledge, Law, Resting
from bot.yamlio.problems import Location, ProblemCollector, excerpt, nearest, place
from bot.yamlio.table_reader import TableReader
from bot.yamlio.yaml_reader import MapNode, Node, TextNode, parse

LAW_KEYS = ("title", "short", "aliases", "version", "from", "before", "region", "superseded_by", "checked", "changed")


_Listed = tuple[Law, TableReader]
"""A law, and where its keys stand."""


# ---------------------------------------------------------------- laws.yaml


def read_laws(knowledge: Path, today: date, findings: ProblemCollector) -> tuple[Law, ...]:
    """The laws of a knowledge folder in file order, with everything noted that is wrong; none where there is no file.

    `today` is the date where those live who keep them (UTC+8): a version in force only later is warned of, so is a date of
    checking or changing after it. They are no errors: a clock that is wrong would stop the bot.
    """
    listed = Listed(knowledge / LAWS, LAWS)
    if not os.path.isfile(listed.path):  # Path.is_file raises where a folder can't be entered; that one is reported already
        return ()
    text = read_text(listed, findings)
    root = None if text is None else parse(text, LAWS, findings)
    if root is None:
        return ()
    if not isinstance(root, MapNode):
        if not findings.spoiled(LAWS):
            findings.error(Location(LAWS, root.line), wording.LOAD_LAWS_TOP)
        return ()
    fields = TableReader(root, Location(LAWS), findings)
    fields.known(("laws",), ("laws",))
    found: list[_Listed] = []
    for table in fields.tables("laws"):
        if findings.full(LAWS):
            break
        one = TableReader(table, Location(LAWS, table.line), findings)
        found.append((_read_law(one, today), one))
    _check_names(found)
    _check_successors(found)
    return tuple(law for law, _ in found)


def holds_laws(root: Node) -> bool:
    """Whether the tree of a file that should be a topic is a list of laws under a wrong name."""
    return isinstance(root, MapNode) and "laws" in root.lines and "topic" not in root.lines


def _read_law(fields: TableReader, today: date) -> Law:
    fields.known(LAW_KEYS, ("title", "version"))
    title, before = fields.text("title"), fields.texts("before")
    law = Law(
        title=title,
        short=fields.text("short") or title,
        version=fields.text("version"),
        since=fields.day("from"),
        before=tuple(text.value for text in before),
        aliases=tuple(text.value for text in fields.texts("aliases")),
        region=fields.text("region"),
        superseded_by=fields.text("superseded_by"),
        checked=fields.day("checked"),
        changed=fields.day("changed"),
        line=fields.spot("title").line,
    )
    for key in ("title", "short", "superseded_by"):
        value = fields.text(key)
        if value.startswith("《") and value.endswith("》"):
            fields.error(key, wording.LOAD_LAW_QUOTED)
    _check_versions(law, before, fields)
    _check_days(law, today, fields)
    return law


def _check_versions(law: Law, before: tuple[TextNode, ...], fields: TableReader) -> None:
    """The version in force isn't an earlier one too, and each earlier one is named once."""
    seen: set[str] = set()
    for text in before:
        if text.value == law.version:
            fields.error("before", wording.LOAD_LAW_BOTH.format(version=excerpt(text.value)), text.line)
        elif text.value in seen:
            fields.error("before", wording.LOAD_REFERENCE_TWICE.format(id=excerpt(text.value)), text.line)
        seen.add(text.value)


def _check_days(law: Law, today: date, fields: TableReader) -> None:
    if law.since and law.since > today:
        fields.warn("from", wording.LOAD_LAW_NOT_YET.format(date=law.since.isoformat(), today=today.isoformat()))
    for key, day in (("checked", law.checked), ("changed", law.changed)):
        if day and day > today:
            fields.warn(key, wording.LOAD_LAW_FUTURE.format(key=key, date=day.isoformat(), today=today.isoformat()))


def _check_names(listed: Iterable[_Listed]) -> None:
    """A full or short title names one law."""
    first: dict[str, Law] = {}
    for law, fields in listed:
        names = (("title", law.title), ("short", fields.text("short")), *(("aliases", alias) for alias in law.aliases))
        for key, name in names:
            other = first.setdefault(name, law) if name else law
            if other is not law:
                fields.error(key, wording.LOAD_LAW_TWICE.format(name=excerpt(name), other=place(LAWS, other.line)))


def _check_successors(listed: Collection[_Listed]) -> None:
    """What superseded a law is a law of the file, and at the end of the chain something is in force."""
    by_title = {law.title: law for law, _ in listed}
    for law, fields in listed:
        if not law.superseded_by:
            continue
        if law.superseded_by not in by_title:
            fields.error("superseded_by", _unlisted(law.superseded_by, by_title))
        elif _in_force(law, by_title).superseded_by in by_title:
            fields.error("superseded_by", wording.LOAD_LAW_CIRCLE.format(law=excerpt(law.title)))


def _in_force(law: Law, by_title: Mapping[str, Law]) -> Law:
    """The law at the end of the chain of successors; in a chain that is a circle, one of them."""
    seen = {law.title}
    while (after := by_title.get(law.superseded_by)) and after.title not in seen:
        seen.add(after.title)
        law = after
    return law


# ---------------------------------------------------------------- what entries cite


def check_citations(drafts: Iterable[Draft], laws: Collection[Law], findings: ProblemCollector) -> None:
    """Entries cite listed laws, in the version in force, and were reviewed since that version came into the list."""
    by_title = {law.title: law for law in laws}
    for draft in drafts:
        for cited in draft.cited:
            _check_citation(draft.entry, cited, by_title, findings)
        _check_review(draft, by_title, findings)


def _check_citation(entry: Entry, cited: Cited, by_title: Mapping[str, Law], findings: ProblemCollector) -> None:
    title = cited.source.law
    law = by_title.get(title)
    if not title:
        return
    if law is None:
        findings.error(Location(entry.file, cited.law_line, excerpt(entry.id), "law"), _unlisted(title, by_title))
    elif law.superseded_by:
        findings.error(Location(entry.file, cited.law_line, excerpt(entry.id), "law"), _outdated(law, law.version, by_title))
    elif cited.source.version and (message := _outdated(law, cited.source.version, by_title)):
        findings.error(Location(entry.file, cited.version_line, excerpt(entry.id), "version"), message)


def _check_review(draft: Draft, by_title: Mapping[str, Law], findings: ProblemCollector) -> None:
    """Warn once of each law that changed since the review; a version out of force and a missing date are noted already."""
    entry = draft.entry
    if entry.reviewed is None:
        return
    for title in dict.fromkeys(source.law for source in entry.cited):
        law = by_title.get(title)
        if law is None or any(_outdated(law, one.version, by_title) for one in entry.cited if one.law == title):
            continue
        if message := _unreviewed(law, entry.reviewed):
            findings.warn(Location(entry.file, draft.reviewed_line, excerpt(entry.id), "reviewed"), message)


def _outdated(law: Law, version: str, by_title: Mapping[str, Law]) -> str:
    """Why a citation of a version doesn't rest on the law in force, in Chinese; empty when it does."""
    if law.superseded_by:
        after = _in_force(law, by_title)
        return wording.LOAD_CITED_REPLACED.format(law=law.short, by=after.title, version=after.version)
    if version == law.version:
        return ""
    message = wording.LOAD_CITED_BEFORE if version in law.before else wording.LOAD_CITED_VERSION
    return message.format(law=law.short, version=excerpt(version), current=law.version)


def _unreviewed(law: Law, reviewed: date | None) -> str:
    """That a law changed after a review, in Chinese; empty when it didn't, or nobody wrote when it changed."""
    if law.changed is None or (reviewed is not None and reviewed >= law.changed):
        return ""
    when = reviewed.isoformat() if reviewed else wording.LOAD_NEVER
    return wording.LOAD_CITED_CHANGED.format(law=law.short, changed=law.changed.isoformat(), version=law.version, reviewed=when)


def _unlisted(title: str, by_title: Mapping[str, Law]) -> str:
    near = _law_named(title, by_title.values())
    advice = wording.LOAD_CITED_NEAR.format(near=near.title) if near else wording.LOAD_CITED_ADD
    return wording.LOAD_CITED_UNKNOWN.format(law=excerpt(title)) + advice


def _law_named(name: str, laws: Iterable[Law]) -> Law | None:
    """The law that a full or short title means, or else the one whose title is nearest; None when none is near."""
    names: dict[str, Law] = {}
    for law in laws:
        names.setdefault(law.title, law)
        for name_ in (law.short, *law.aliases):
            names.setdefault(name_, law)
    names.pop("", None)  # a law without a title is an error of its own
    return names.get(name) or names.get(nearest(name, names))


# ---------------------------------------------------------------- who rests on a law


def find_law(name: str, laws: Collection[Law]) -> tuple[Law | None, bool]:
    """The law of a full or short title, with or without 《》, and True; the nearest and False when it is mistyped, or None."""
    bare = "".join(name.split()).replace("(", "（").replace(")", "）")
    if bare.startswith("《") and bare.endswith("》"):
        bare = bare[1:-1]
    law = _law_named(bare, laws)
    return law, law is not None and bare in (law.title, law.short)


def entries_resting_on(law: Law, knowledge: Knowledge) -> tuple[Resting, ...]:
    """Every entry that cites the law, in file order, whether the knowledge has errors or not."""
    by_title = {one.title: one for one in knowledge.laws}
    found = []
    for entry in knowledge.entries:
        cited = [source for source in entry.cited if source.law == law.title]
        if cited:
            reasons = [_outdated(law, source.version, by_title) for source in cited]
            # a version out of force says more than the date, and mending it mends both
            reasons = [reason for reason in reasons if reason] or [_unreviewed(law, entry.reviewed)]
            articles = tuple(dict.fromkeys(source.article for source in cited))
            found.append(Resting(entry, articles, tuple(dict.fromkeys(reason for reason in reasons if reason))))
    return tuple(found)
