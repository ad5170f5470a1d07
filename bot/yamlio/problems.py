"""What is wrong with the knowledge, gathered while reading so that an admin sees every problem at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot import wording
from bot.model import Problem, Severity

MOST_PER_FILE = 200
"""Problems of one severity listed for a file. More help nobody, and a file of rubbish would make hundreds of thousands."""

_EXCERPT = 24
"""Characters of a faulty value that a message quotes."""

_NEAR = 65.0
"""Least `rapidfuzz.fuzz.ratio` (0–100) of a suggestion: `ans` → answer is 67, `anwser` 83; `tags` → status, at 60, misleads."""

_COMPARED = 100
"""Characters of a faulty word that are compared with the right ones."""


@dataclass(frozen=True, slots=True)
class Location:
    """Where something is: a file, its 1-based line (0: the whole file), the entry's id and the key, as far as known."""

    file: str
    line: int = 0
    entry: str = ""
    key: str = ""


class ProblemCollector:
    """Collects problems, each with its file and line."""

    def __init__(self) -> None:
        self._problems: dict[Problem, None] = {}
        self._counts: Counter[tuple[str, Severity]] = Counter()
        self._error_lines: set[tuple[str, int]] = set()

    def error(self, spot: Location, message: str) -> None:
        """Note what keeps the knowledge from going into force; the same problem twice is kept once."""
        self._error_lines.add((spot.file, spot.line))
        self._note(Severity.ERROR, spot, message)

    def warn(self, spot: Location, message: str) -> None:
        """Note what should be mended but does no harm yet."""
        self._note(Severity.WARNING, spot, message)

    def _note(self, severity: Severity, spot: Location, message: str) -> None:
        problem = Problem(severity, spot.file, spot.line, spot.entry, spot.key, message)
        if problem in self._problems:
            return
        self._counts[spot.file, severity] += 1
        count = self._counts[spot.file, severity]
        if count <= MOST_PER_FILE:
            self._problems[problem] = None
        elif count == MOST_PER_FILE + 1:
            more = wording.LOAD_TOO_MANY.format(most=MOST_PER_FILE)
            self._problems[Problem(severity, spot.file, spot.line, "", "", more)] = None

    def full(self, file: str) -> bool:
        """Whether a file has so many errors that reading on is of no use."""
        return self._counts[file, Severity.ERROR] > MOST_PER_FILE

    def spoiled(self, file: str) -> bool:
        """Whether a file has an error."""
        return self._counts[file, Severity.ERROR] > 0

    def at(self, file: str, line: int) -> bool:
        """Whether an error is noted on that line."""
        return (file, line) in self._error_lines

    @property
    def failed(self) -> bool:
        """Whether there is an error among the problems."""
        return bool(self._error_lines)

    def problems(self) -> tuple[Problem, ...]:
        """Everything noted, by file, line, then as it was found."""
        return tuple(sorted(self._problems, key=lambda problem: (problem.file, problem.line)))


def excerpt(text: str) -> str:
    """A short piece of a faulty value that is safe to show: one line, no invisible characters."""
    shown = "".join(character if character.isprintable() else " " for character in text[: _EXCERPT + 1]).strip()
    return f"{shown[:_EXCERPT]}…" if len(text) > _EXCERPT else shown


def place(file: str, line: int) -> str:
    """A place in words, for a message that points to another one."""
    return wording.LOAD_PLACE.format(file=file, line=line)


def sentence(problem: Problem) -> str:
    """A problem in one line for an admin: the place, as far as it is known, and what to do."""
    if not problem.file:
        return problem.message
    where = place(problem.file, problem.line) if problem.line else problem.file
    return wording.LOAD_PROBLEM.format(place=where, message=problem.message)


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant, or empty. Equally near: the first in order."""
    found = process.extractOne(word[:_COMPARED], list(known), scorer=fuzz.ratio, score_cutoff=_NEAR)
    return str(found[0]) if found else ""
