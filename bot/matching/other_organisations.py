"""Other bodies than unions: what holds for a union's committee doesn't hold for a village's, however alike the questions.

A party branch, a village committee or a homeowners' meeting elects, collects dues and holds congresses in the same words.
So a question that names such a body is never answered outright by an entry that doesn't.
The same holds for particulars that no FAQ knows (手机号, 余额): the chairman's number isn't in the entry on his duties.
"""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cache
from pathlib import Path

from bot.model import Entry
from bot.normalise import fold

_FILE = Path(__file__).resolve().parent / "other_organisations.txt"


@cache
def names() -> tuple[str, ...]:
    """Every name, longest first."""
    lines = _FILE.read_text("utf-8").splitlines()
    return tuple(sorted((line for line in lines if line and not line.startswith("#")), key=len, reverse=True))


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, names())))


def organisations_in(text: str) -> frozenset[str]:
    """The other bodies that a text names."""
    return frozenset(_pattern().findall(fold(text)))


def is_covered(entry: Entry, bodies: Set[str]) -> bool:
    """Whether an entry names all of these too, in its question, phrasings, answer, steps or materials."""
    return not bodies or covered(entry, bodies) == bodies


def covered(entry: Entry, bodies: Set[str]) -> Set[str]:
    """Those of these bodies that an entry names; it is read once, however many they are."""
    said = fold("\n".join([*entry.wordings, entry.answer, *entry.steps, *entry.materials]))
    return {body for body in bodies if body in said}
