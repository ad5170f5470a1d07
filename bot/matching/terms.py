"""Who, what happened, which thing, what is asked, what is denied: the field's terms in a text, and what entries are about.

The terms are the knowledge's own (`knowledge/terms.yaml`). What an entry is about is learned from its own words: its question,
its phrasings, the first sentence of its answer. A question and an entry agree as far as they name the same terms; what the
question names and the entry never does, and what all of an entry's wordings name and the question doesn't, speaks against it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.matching.arrays import Floats
from bot.model import TERM_GROUPS, Entry, Term
from bot.normalise import fold

ANSWERED = 0.5
"""How much a term counts that only an entry's first sentence names, beside 1 for one that most of its wordings do."""
OFTEN = 0.34
"""Share of an entry's wordings from which a term is one of its own."""
CARRIED = ("roles", "events", "things")
"""Groups whose terms hold for a whole message; what is asked and what is denied is each question's own."""
_SENTENCE = re.compile(r"[。！？!?\n]")


@dataclass(frozen=True)
class Agreement:
    """How a text and the entries agree; arrays of (entries, groups), 0 where nothing of the group is named."""

    shared: Floats
    """Weight of the text's terms that the entry is about."""
    foreign: Floats
    """Weight of the text's terms that the entry never names."""
    missing: Floats
    """Weight of what the entry is about and the text doesn't name."""


class Terms:
    """The terms of one version of the knowledge, and what its entries are about."""

    def __init__(self, terms: Sequence[Term], entries: Sequence[Entry], like: Terms | None = None) -> None:
        """Terms weigh what they do in `like`, which has the same ones; by themselves the rarer among entries, the more."""
        self._numbers: dict[str, int] = {}
        for number, term in enumerate(terms):
            for word in term.words:
                self._numbers.setdefault(fold(word), number)
        words = sorted(filter(None, self._numbers), key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, words))) if words else None
        self._group = np.array([TERM_GROUPS.index(term.group) for term in terms], np.int64)
        self._about = np.array([self._profile(entry) for entry in entries], np.float32).reshape(len(entries), len(terms))
        held = (self._about >= OFTEN).sum(axis=0)
        rarity = np.log((len(entries) + 2) / (held + 1)) / np.log(len(entries) + 2)
        self._weight: Floats = rarity.astype(np.float32) if like is None else like._weight

    def __bool__(self) -> bool:
        return self._pattern is not None

    def terms_in(self, text: str, group: str = "") -> frozenset[int]:
        """Numbers of the terms that a text names, of one group or of all.

        The longest word that fits counts, and none overlap.
        """
        if self._pattern is None:
            return frozenset()
        found = frozenset(self._numbers[word] for word in self._pattern.findall(fold(text)))
        return frozenset(one for one in found if TERM_GROUPS[self._group[one]] == group) if group else found

    def carried_terms(self, text: str, within: str) -> frozenset[int]:
        """Numbers of the terms that a piece of a message names, with who, what happened and which thing from the rest of it.

        Of each of these groups the piece's own come first: what another piece names is carried only where this one names none.
        """
        own = self.terms_in(text)
        groups = {TERM_GROUPS[self._group[number]] for number in own}
        lacking = [group for group in CARRIED if group not in groups]
        return own | {number for number in self.terms_in(within) if TERM_GROUPS[self._group[number]] in lacking}

    def agreement(self, named: frozenset[int], entries: Sequence[int] | NDArray[np.int64]) -> Agreement:
        """How a text that names these terms agrees with some entries, by number."""
        about = self._about[np.asarray(entries, np.int64)]
        said = np.zeros(about.shape[1], np.float32)
        said[sorted(named)] = 1
        own = np.minimum(about / OFTEN, 1)
        return Agreement(
            self._summed(own * said * self._weight),
            self._summed((1 - own) * said * self._weight),
            self._summed(np.where(about >= OFTEN, about, 0) * (1 - said) * self._weight),
        )

    def about_the_same(self, other: Terms) -> bool:
        """Whether every entry is about the same here and there."""
        return self._numbers == other._numbers and np.array_equal(self._about, other._about)

    def packed(self) -> dict[str, Any]:
        """All of it as plain values: each word's term, each term's group and weight, what each entry is about."""
        return {
            "words": self._numbers,
            "groups": self._group.tolist(),
            "weights": [round(float(weight), 6) for weight in self._weight],
            "about": [
                [[int(number), round(float(shares[number]), 6)] for number in np.flatnonzero(shares)] for shares in self._about
            ],
        }

    def _summed(self, values: Floats) -> Floats:
        """Values of terms added up by group."""
        found = np.zeros((len(values), len(TERM_GROUPS)), np.float32)
        for group in range(len(TERM_GROUPS)):
            found[:, group] = values[:, self._group == group].sum(axis=1)
        return found

    def _profile(self, entry: Entry) -> Floats:
        """Share of an entry's wordings that name each term, the question counting as much as three phrasings."""
        counts: Counter[int] = Counter()
        for place, text in enumerate(entry.wordings):
            counts.update(dict.fromkeys(self.terms_in(text), 3 if place == 0 else 1))
        total = len(entry.wordings) + 2
        shares = np.zeros(len(self._group), np.float32)
        for number, count in counts.items():
            shares[number] = count / total
        for number in self.terms_in(_SENTENCE.split(entry.answer.strip(), maxsplit=1)[0]):
            shares[number] = max(shares[number], ANSWERED * OFTEN)
        return shares
