"""What rests on a law: the entries to review when it changes, as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from bot import wording
from bot.model import Law, Problem, Resting, Severity


def count_other_errors(problems: Iterable[Problem]) -> int:
    """How many errors aren't about a citation: they may keep entries from being read, and so from being listed."""
    return sum(one.severity is Severity.ERROR and not (one.entry and one.key in ("law", "version")) for one in problems)


def heading(law: Law) -> str:
    """The law itself in one line: title, version, and what is known of its dates."""
    parts = [wording.LAW_HEAD.format(law=law.title, version=law.version)]
    parts += [wording.LAW_SINCE.format(date=law.since)] if law.since else []
    parts += [wording.LAW_REGION.format(region=law.region)] if law.region else []
    parts += [wording.LAW_SUPERSEDED.format(law=law.superseded_by)] if law.superseded_by else []
    parts += [wording.LAW_CHECKED.format(date=law.checked)] if law.checked else []
    parts += [wording.LAW_CHANGED.format(date=law.changed)] if law.changed else []
    return wording.STANDING_JOIN.join(parts)


def entry_lines(one: Resting) -> str:
    """An entry in one line: due or not, place, id, articles, date of review; below it why it is due."""
    entry = one.entry
    line = wording.LAW_LINE.format(
        mark=wording.LAW_DUE if one.reasons else wording.LAW_FINE,
        file=entry.file,
        line=entry.line,
        entry=entry.id,
        articles=wording.ARTICLE_JOIN.join(one.articles),
        reviewed=wording.REVIEWED.format(date=entry.reviewed) if entry.reviewed else wording.LAW_NOT_REVIEWED,
    )
    return "\n".join([line, *(wording.LAW_REASON.format(reason=reason) for reason in one.reasons)])


def as_json(law: Law, one: Resting) -> str:
    """The same as a JSON object."""
    entry = one.entry
    return json.dumps(
        {
            "law": law.title,
            "version": law.version,
            "entry": entry.id,
            "file": entry.file,
            "line": entry.line,
            "articles": one.articles,
            "versions": sorted({source.version for source in entry.cited if source.law == law.title}),
            "reviewed": entry.reviewed.isoformat() if entry.reviewed else None,
            "due": bool(one.reasons),
            "reasons": one.reasons,
        },
        ensure_ascii=False,
    )


def summary(law: Law, listed: Collection[Resting]) -> str:
    """How many entries rest on the law, and how many of them are due."""
    return wording.LAW_SUMMARY.format(law=law.short, count=len(listed), due=sum(bool(one.reasons) for one in listed))
