"""The numbers of a span as people read them: the monthly report in sections, and a short form for the chat."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot import wording
from bot.model import Block, Entry
from bot.statistics import report_writer
from bot.statistics.counts import FEWEST, OUTCOMES, Numbers, due_on, masked_count, masked_parts
from bot.statistics.report_writer import Section

LONGEST = 20
"""Entries that the Word file lists; the Excel file lists all."""
TOP = 5
"""Lines of each list in the chat."""


def title(numbers: Numbers) -> str:
    """The report's title."""
    return wording.REPORT_TITLE.format(span=numbers.span.label)


def opening(numbers: Numbers, made: date) -> tuple[str, ...]:
    """The first paragraphs: what it comes to, and how it was counted."""
    return (summary(numbers), wording.REPORT_HOW.format(fewest=FEWEST, date=made.isoformat()))


def file(numbers: Numbers, ending: str, made: date) -> bytes:
    """The report as a file: .docx, or .xlsx with every line."""
    if ending == ".xlsx":
        first = Section(wording.REPORT_SHEET, (title(numbers), *opening(numbers, made)))
        return report_writer.excel((first, *sections(numbers, None)))
    return report_writer.word(title(numbers), opening(numbers, made), sections(numbers))


def summary(numbers: Numbers) -> str:
    """The span in a sentence or two."""
    if not numbers.asked:
        return wording.REPORT_NOTHING.format(span=numbers.span.label)
    shown = masked_parts(numbers.outcomes)
    there = [text.format(count=shown[name]) for name, text in wording.REPORT_OUTCOMES.items() if numbers.outcomes[name]]
    said = wording.REPORT_SUMMARY.format(span=numbers.span.label, asked=masked_count(numbers.asked), outcomes="，".join(there))
    if numbers.hours is not None:
        said += wording.REPORT_HOURS.format(answered=masked_count(numbers.answered), hours=f"{numbers.hours:.1f}")
    return said


def sections(numbers: Numbers, most: int | None = LONGEST) -> tuple[Section, ...]:
    """Every section; lists of entries with at most so many lines."""
    return (
        Section(wording.REPORT_OVERALL, (), wording.REPORT_COUNTED, _overall(numbers)),
        Section(wording.REPORT_TOPICS, *_counted(numbers.topics, (wording.REPORT_TOPIC, wording.REPORT_TIMES))),
        Section(wording.REPORT_DOCUMENTS, *_counted(numbers.documents, (wording.REPORT_DOCUMENT, wording.REPORT_TIMES))),
        _unanswered(numbers),
        _entries(wording.REPORT_NEVER, wording.REPORT_NEVER_SAYS, numbers.never, most),
        _low(numbers),
        _overdue(numbers, most),
    )


def blocks(numbers: Numbers) -> tuple[Block, ...]:
    """The short form."""
    found = [Block("heading", wording.STATS_HEADING.format(span=numbers.span.label)), Block("text", summary(numbers))]
    if numbers.useful or numbers.useless:
        rated = masked_parts({"useful": numbers.useful, "useless": numbers.useless})
        found.append(Block("text", wording.STATS_RATED.format(**rated)))
    if numbers.passed_on:
        found.append(Block("text", wording.STATS_PASSED_ON.format(count=masked_count(numbers.passed_on))))
    for heading, counts in ((wording.STATS_TOPICS, numbers.topics), (wording.STATS_DOCUMENTS, numbers.documents)):
        lines = [wording.STATS_LINE.format(name=name, count=shown) for name, shown in _sorted(counts)[:TOP]]
        found += [Block("list", heading, tuple(lines))] if lines else []
    vain = [wording.STATS_LINE.format(name=text, count=people) for text, people in numbers.unanswered[:TOP]]
    found += [Block("list", wording.STATS_UNANSWERED, tuple(vain))] if vain else []
    low = [wording.KEEP_ENTRY.format(id=entry.id, question=entry.question) for entry, _, _ in numbers.low[:TOP]]
    found += [Block("list", wording.STATS_LOW, tuple(low))] if low else []
    care = {"overdue": len(numbers.overdue), "never": len(numbers.never)}
    said = [wording.STATS_CARE[name].format(count=count) for name, count in care.items() if count]
    found += [Block("text", f"{'，'.join(said)}。")] if said else []
    return (*found, Block("note", wording.STATS_NOTE.format(fewest=FEWEST)))


def _overall(numbers: Numbers) -> tuple[tuple[str, ...], ...]:
    outcomes = masked_parts(numbers.outcomes)
    rated = masked_parts({"useful": numbers.useful, "useless": numbers.useless})
    hours = wording.REPORT_NO_HOURS.format(fewest=FEWEST) if numbers.hours is None else f"{numbers.hours:.1f}"
    rows = [("asked", masked_count(numbers.asked)), *((name, outcomes[name]) for name in OUTCOMES), *rated.items()]
    rows += [("passed_on", masked_count(numbers.passed_on)), ("answered", masked_count(numbers.answered)), ("hours", hours)]
    rows.append(("taken", masked_count(sum(numbers.documents.values()))))
    return tuple((wording.REPORT_ROWS[name], shown) for name, shown in rows)


def _sorted(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    shown = masked_parts(counts)
    return [(name, shown[name]) for name in sorted(counts, key=lambda name: -counts[name])]


def _counted(
    counts: Mapping[str, int], header: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[tuple[str, ...], ...]]:
    return (() if counts else (wording.REPORT_NONE,)), header, tuple(_sorted(counts))


def _unanswered(numbers: Numbers) -> Section:
    lines = [wording.REPORT_UNANSWERED_SAYS.format(fewest=FEWEST)]
    if numbers.scattered:
        lines.append(wording.REPORT_SCATTERED.format(count=masked_count(numbers.scattered), fewest=FEWEST))
    rows = tuple((text, str(people)) for text, people in numbers.unanswered)
    return Section(wording.REPORT_UNANSWERED, tuple(lines), (wording.REPORT_ASKED_AS, wording.REPORT_PEOPLE), rows)


def _entries(name: str, says: str, entries: tuple[Entry, ...], most: int | None) -> Section:
    lines = [says.format(count=len(entries)), *_left_out(len(entries), most)]
    rows = tuple((entry.id, entry.question, entry.topic) for entry in entries[:most])
    return Section(name, tuple(lines), wording.REPORT_ENTRY, rows)


def _low(numbers: Numbers) -> Section:
    rows = tuple((entry.id, entry.question, masked_count(good), masked_count(bad)) for entry, good, bad in numbers.low)
    lines = (wording.REPORT_LOW_SAYS.format(fewest=FEWEST),)
    return Section(wording.REPORT_LOW, lines, wording.REPORT_RATED, rows)


def _overdue(numbers: Numbers, most: int | None) -> Section:
    lines = (wording.REPORT_OVERDUE_SAYS.format(count=len(numbers.overdue)), *_left_out(len(numbers.overdue), most))
    rows = tuple((entry.id, entry.question, _due(entry)) for entry in numbers.overdue[:most])
    return Section(wording.REPORT_OVERDUE, lines, wording.REPORT_DUE, rows)


def _due(entry: Entry) -> str:
    return due_on(entry).isoformat() if entry.reviewed else wording.REPORT_NEVER_REVIEWED


def _left_out(count: int, most: int | None) -> tuple[str, ...]:
    return () if most is None or count <= most else (wording.REPORT_FIRST.format(count=most),)
