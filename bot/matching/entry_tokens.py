"""How much of a question the wordings of one entry know together: what none of them has ever said is left unexplained."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from bot.matching.arrays import Doubles, Numbers
from bot.matching.weighted_dice import DiceIndex


class EntryTokens:
    """Which entries have which tokens."""

    def __init__(self, index: DiceIndex, owners: Numbers) -> None:
        """`owners` gives the entry of each of the index's documents."""
        self._index = index
        self._owners = owners
        self._entries = int(owners.max(initial=0)) + 1
        held = np.unique(index.tokens.astype(np.int64) * self._entries + np.repeat(owners, np.diff(index.starts)))
        self._holders = held % self._entries
        self._ends = np.searchsorted(held // self._entries, np.arange(len(index.vocabulary) + 1))

    def known(self, tokens: Iterable[str], entries: Numbers, but: Numbers | None = None) -> tuple[Doubles, float]:
        """The share of a question's Σ idf that each of some entries has in any wording, and that all of them have together.

        `but` are numbers of documents that don't count.
        """
        numbers, total = self._index.ids(tokens)
        table = np.zeros((len(numbers), self._entries), bool)
        for row, number in enumerate(numbers):
            table[row, self._holders[self._ends[number] : self._ends[number + 1]]] = True
        if but is not None:
            for owner in np.unique(self._owners[but]):
                left = np.setdiff1d(np.flatnonzero(self._owners == owner), but)
                table[:, owner] = np.isin(numbers, self._tokens_of(left))
        weights = self._index.idf[numbers].astype(np.float64) / (total or 1.0)
        chosen = table[:, entries]
        return weights @ chosen, float(weights @ chosen.any(axis=1))

    def _tokens_of(self, documents: Numbers) -> Numbers:
        starts = self._index.starts
        parts = [self._index.tokens[starts[one] : starts[one + 1]] for one in documents]
        return np.concatenate(parts).astype(np.int64) if parts else np.zeros(0, np.int64)
