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

SEVERAL = 2
"""Phrasings that must name a body for an entry to be about it: one story names it in passing.

Of 492 bodies that only phrasings of an entry name, 368 stand in one of its fifty.
"""
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
    """Whether an entry is about all of these too: it says so itself, or `SEVERAL` of its phrasings do."""
    return not bodies or covered(entry, bodies) == bodies


def covered(entry: Entry, bodies: Set[str]) -> Set[str]:
    """Those of these bodies that an entry is about; it is read once, however many they are."""
    said = fold("\n".join([entry.question, entry.answer, *entry.steps, *entry.materials]))
    asked = [fold(text) for text in entry.phrasings]
    return {body for body in bodies if body in said or sum(body in text for text in asked) >= SEVERAL}
