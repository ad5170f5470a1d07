"""How much of a text the words of an entry hold, rare words counting more: by pairs of characters, counted in the knowledge."""

from __future__ import annotations

import math
from collections import Counter
from functools import lru_cache

from bot.model import Entry, Knowledge
from bot.normalise import fold

_UNHEARD = 3.0
"""Weight of a pair that no entry holds, in nats: as of one that five in a hundred hold."""


class WordWeights:
    """The pairs of characters of one version of the knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Takes the entries apart."""
        self._worded = {entry.id: _pairs_of(entry.wordings) for entry in knowledge.entries}
        self._written = {entry.id: _pairs_of(texts(entry)) for entry in knowledge.entries}
        counts: dict[str, int] = {}
        for entry in knowledge.entries:
            for pair in self._worded[entry.id] | self._written[entry.id]:
                counts[pair] = counts.get(pair, 0) + 1
        self._weights = {pair: math.log(len(knowledge.entries) / (1 + count)) for pair, count in counts.items()}
        held = [frozenset("".join(self._worded[name] | self._written[name])) for name in self._worded]
        often = Counter(character for one in held for character in one)
        self._characters = {one: math.log((len(held) + 1) / (1 + count)) for one, count in often.items()}

    def likeness(self, content: str, sentence: str, asked: str) -> float:
        """Share of a folded text that a sentence holds, characters counted beside pairs, but for what `asked` holds, 0–1."""
        own, held = _units(content), _units(sentence) - _units(asked)
        whole = sum(map(self.weight, own))
        return sum(self.weight(one) for one in own if one in held) / whole if whole else 0.0

    def weight(self, unit: str) -> float:
        """What a character or a pair of them counts, in nats; rare ones more."""
        return (self._weights if len(unit) > 1 else self._characters).get(unit, _UNHEARD)

    def share(self, content: str, entry: str, *, answer: bool) -> float:
        """Share of a folded text that an entry's wordings hold, or its answer, 0–1."""
        return self.share_of(content, (self._written if answer else self._worded).get(entry, frozenset()))

    def share_of(self, content: str, pairs: frozenset[str]) -> float:
        """Share of a folded text that some pairs of characters make up, 0–1."""
        own = pairs_of(content)
        whole = sum(self._weights.get(pair, _UNHEARD) for pair in own)
        return sum(self._weights.get(pair, _UNHEARD) for pair in own if pair in pairs) / whole if whole else 0.0


def texts(entry: Entry) -> tuple[str, ...]:
    """What an entry says in answer."""
    return (entry.answer, *entry.steps, *entry.materials, *(variant.answer for variant in entry.variants))


@lru_cache(20_000)
def pairs_of(text: str) -> frozenset[str]:
    """The pairs of characters of a text, folded."""
    folded = fold(text)
    return frozenset(folded[at : at + 2] for at in range(len(folded) - 1))


def _units(text: str) -> frozenset[str]:
    """The characters and pairs of characters of a text, folded; numbers say nothing of what it is about."""
    return frozenset(unit for unit in frozenset(fold(text)) | pairs_of(text) if not any(map(str.isdigit, unit)))


def _pairs_of(every: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*map(pairs_of, every))


class _Kept:
    """The weights of the version in force: they are asked for with every message of a conversation."""

    def __init__(self) -> None:
        self._hash = ""
        self._found: WordWeights | None = None

    def __call__(self, knowledge: Knowledge) -> WordWeights:
        if self._found is None or knowledge.hash != self._hash or not knowledge.hash:
            self._hash, self._found = knowledge.hash, WordWeights(knowledge)
        return self._found


weights_of = _Kept()
"""The weights of a version of the knowledge."""
