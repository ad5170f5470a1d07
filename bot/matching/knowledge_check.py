"""The health of the knowledge: what the loader finds, and what only matching can tell."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

from bot import wording
from bot.matching.knowledge_index import LARGEST
from bot.model import Entry, Problem, Severity
from bot.ports import SelfChecking

SHOWN = 10
"""Warnings of a kind that are listed unless all are asked for: mending some shows how to mend the rest."""
_VALUES = re.compile("“[^”]*”|《[^》]*》|[0-9A-Za-z_.:/-]+")
"""What differs between two messages of a kind: names, numbers, places."""
WEAK = 0.2
"""Share of an entry's wordings that must find it when left out; below, with its question lost too, it is warned of."""
TWIN = 0.62
"""Kernel between the questions of two entries from which they look like the same question asked twice."""

MANY = LARGEST * 3 // 4
"""Wordings from which the knowledge is warned of its size: well before `LARGEST`, beyond which it is matched more coarsely."""


def warnings(index: SelfChecking) -> tuple[Problem, ...]:
    """Entries that rarely win their own phrasings, pairs that ask nearly the same, and more wordings than is good."""
    entries = {entry.id: entry for entry in index.knowledge.entries}
    shares = ((entry, *index.finds_itself(entry.id, WEAK)) for entry in entries.values())
    weak = [_weak(entry, share) for entry, question, share in shares if _poor(question, share)]
    twins = [_twins(entries[one], entries[other]) for one, other in index.near_duplicates(TWIN)]
    return (*weak, *twins, *_crowded(list(entries.values())))


def _poor(question: bool, share: float) -> bool:
    return not question and share < WEAK


def _weak(entry: Entry, share: float) -> Problem:
    count = len(entry.wordings)
    message = wording.HEALTH_WEAK.format(missed=count - round(share * count), count=count)
    return Problem(Severity.WARNING, entry.file, entry.line, entry.id, "phrasings", message)


def _twins(one: Entry, other: Entry) -> Problem:
    message = wording.HEALTH_TWINS.format(question=other.question, entry=other.id, file=other.file, line=other.line)
    return Problem(Severity.WARNING, one.file, one.line, one.id, "question", message)


def _crowded(entries: Sequence[Entry]) -> Iterator[Problem]:
    count = sum(len(entry.wordings) for entry in entries)
    if count >= MANY:
        most = max(entries, key=lambda entry: len(entry.wordings))
        message = wording.HEALTH_CROWDED.format(count=count, largest=LARGEST, own=len(most.wordings))
        yield Problem(Severity.WARNING, most.file, most.line, most.id, "phrasings", message)


def ordered(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Errors by file and line, then warnings by file and line."""
    return tuple(sorted(problems, key=lambda problem: (problem.severity is not Severity.ERROR, problem.file, problem.line)))


def listed(problems: Sequence[Problem], most: int = SHOWN) -> Iterator[str]:
    """Lines to read: every error, then the warnings by kind with their count, the commonest first, `most` of each; 0: all."""
    kinds: dict[tuple[str, str], list[Problem]] = {}
    for problem in ordered(problems):
        if problem.severity is Severity.ERROR:
            yield problem_line(problem)
        else:
            kinds.setdefault((problem.key, _VALUES.sub("", problem.message)), []).append(problem)
    for alike in sorted(kinds.values(), key=len, reverse=True):
        if len(alike) > 1:
            yield wording.CHECK_KIND.format(count=len(alike))
        shown = alike[:most] if most else alike
        yield from map(problem_line, shown)
        if len(alike) > len(shown):
            yield wording.CHECK_KIND_MORE.format(count=len(alike) - len(shown))


def problem_line(problem: Problem) -> str:
    """A problem in one line: severity, place, entry and key, and what to do."""
    place = f"{problem.file}:{problem.line}" if problem.line else problem.file
    about = "".join(f"[{part}]" for part in (problem.entry, problem.key) if part)
    return " ".join(part for part in (wording.SEVERITIES[problem.severity], place, about, problem.message) if part)


def problem_json(problem: Problem) -> str:
    """A problem as a JSON object."""
    return json.dumps(asdict(problem), ensure_ascii=False)
