"""A large made-up base that looks like the real one: its wordings recombined with places, employers and turns of phrase.

Every entry of the real knowledge is asked for many situations (how many members, for a kindergarten in 苏州); each pair is
an entry of its own with about ten phrasings. What is asked of it are wordings that were held out, with a slip of the hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import cycle, islice, product
from pathlib import Path
from random import Random

from bot.evaluation.mutation import mutated, seeded
from bot.model import Entry, Knowledge
from bot.normalise import key

PHRASINGS = 10
"""Wordings of an entry."""
QUERIES = 500
"""Questions asked of a base."""
Situation = tuple[str, str]
"""Where, and at what kind of employer."""
_FILE = Path(__file__).with_suffix(".txt")
_SEED = 20_261_122
_WITH_TAIL = 0.4
_WITH_ASIDE = 0.5
_SLIPS = ("dropped", "swapped", "homophone")
_TRIES = 60
"""Turns of phrase that are tried before a wording that can't be made distinct is left out."""


@cache
def _words(name: str) -> tuple[str, ...]:
    """A list of `phrasebook.txt`."""
    lines = (line.split() for line in _FILE.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    return tuple(word for first, *words in lines if first == name for word in words)


@dataclass(frozen=True)
class Phrasebook:
    """A base and what is asked of it."""

    knowledge: Knowledge
    queries: tuple[tuple[str, str], ...]
    """(text, id of the right entry); no text is a stored wording."""

    @property
    def size(self) -> int:
        """Wordings of all entries."""
        return sum(len(entry.wordings) for entry in self.knowledge.entries)


def recombined(real: Knowledge, size: int) -> Phrasebook:
    """A base of `size` wordings, distinct after normalisation, made from the real one; the same at every call.

    It is smaller when the real knowledge is: each of its entries makes one for each of 3,000 situations at most.
    """
    choices = seeded(_SEED + size)
    situations = list(product(_words("place"), _words("employer")))
    every = len(real.entries) * len(situations)
    taken: set[str] = set()
    entries: list[Entry] = []
    held: list[tuple[str, Situation, str]] = []
    for number in choices.sample(range(every), min(every, -(-size // PHRASINGS))):
        base, situation = real.entries[number % len(real.entries)], situations[number // len(real.entries)]
        kept, out = _parted(base, number % len(real.entries))
        wanted = min(PHRASINGS, size - len(entries) * PHRASINGS)
        first, *others = islice(_distinct(kept, situation, taken, choices), wanted)
        entries.append(Entry(f"made-{len(entries)}", "", first, "", tuple(others)))
        held.append((out, situation, entries[-1].id))
    queries = islice(_asked(held, taken, choices), QUERIES)
    return Phrasebook(Knowledge(tuple(entries), (), (), f"made-{size}"), tuple(queries))


def _parted(entry: Entry, turn: int) -> tuple[list[str], str]:
    """What is stored of an entry's wordings, and the one held out: never its question, and the same for all situations."""
    if not entry.phrasings:
        return [entry.question], entry.question
    out = entry.phrasings[turn % len(entry.phrasings)]
    return [wording for wording in entry.wordings if wording != out], out


def _distinct(wordings: list[str], situation: Situation, taken: set[str], choices: Random) -> Iterator[str]:
    """The wordings, again and again, in ever different phrase, as long as something new comes up."""
    failed = 0
    for wording in cycle(wordings):
        text = _phrased(wording, situation, choices)
        if (found := key(text)) not in taken:
            taken.add(found)
            yield text
        elif (failed := failed + 1) > _TRIES:
            return


def _asked(held: list[tuple[str, Situation, str]], taken: set[str], choices: Random) -> Iterator[tuple[str, str]]:
    """Held-out wordings with a slip each, many with an aside; what is stored already is passed over."""
    order = choices.sample(held, len(held))
    for wording, situation, entry in islice(cycle(order), _TRIES * QUERIES):
        text = _phrased(wording, situation, choices)
        text = mutated(text, choices.choice(_SLIPS), choices) or text
        if choices.random() < _WITH_ASIDE:
            text = choices.choice(_words("aside")) + "，" + text
        if key(text) not in taken:
            yield text, entry


def _phrased(wording: str, situation: Situation, choices: Random) -> str:
    asked = wording.strip("？?。！ ")
    swaps = _words("swap")
    for swap in choices.sample(swaps, len(swaps) // 2):
        old, new = swap.split("=")
        asked = asked.replace(old, new)
    place, employer = situation
    tail = choices.choice(_words("tail")) if choices.random() < _WITH_TAIL else ""
    return choices.choice(_words("frame")).format(place=place, employer=employer, asked=asked) + tail
