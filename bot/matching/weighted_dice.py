"""What a question and the stored wordings share, token by token: weighted Dice over characters or sounds.

    dice(q, p) = 2 · Σ idf(t), t in both  /  (Σ idf(t), t in q + Σ idf(t), t in p)

0 when nothing is shared, 1 for equal sets. It is the harmonic mean of how much of the question the wording covers and
the reverse. idf(t) = ln((n + 2) / (f + 1)) for n documents of which f hold t: a token that all hold still weighs a little,
one that none holds weighs most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.matching.arrays import Floats

Weights = tuple[dict[str, float], float]
"""idf by token, and that of a token that no document holds."""


class DiceIndex:
    """Stored token sets and, for each token, who has it."""

    def __init__(self, documents: Sequence[Iterable[str]], weights: Weights | None = None) -> None:
        """`weights` takes the place of the documents' own idf: what was learned with other documents goes on holding."""
        sets = [sorted(set(document)) for document in documents]
        numbers: defaultdict[str, int] = defaultdict()
        numbers.default_factory = numbers.__len__  # each new token gets the next number
        self.size = len(sets)
        counts = np.fromiter(map(len, sets), np.int64, self.size)
        self.tokens = np.fromiter(map(numbers.__getitem__, chain.from_iterable(sets)), np.int32, int(counts.sum()))
        """Token numbers of all documents, one after the other."""
        self.starts = np.concatenate([[0], np.cumsum(counts)])
        """Where each document's tokens begin in `tokens`; one more than there are documents."""
        self.vocabulary: dict[str, int] = dict(numbers)
        self._weigh(weights)

    @property
    def weights(self) -> Weights:
        """What every token weighs."""
        return {token: float(self.idf[number]) for token, number in self.vocabulary.items()}, self.unseen

    def _weigh(self, weights: Weights | None) -> None:
        """Weights and posting lists from the token sets."""
        owners = np.repeat(np.arange(self.size, dtype=np.int32), np.diff(self.starts))
        frequency = np.bincount(self.tokens, minlength=len(self.vocabulary))
        self.idf: Floats = np.log((self.size + 2) / (frequency + 1)).astype(np.float32)
        self.unseen = float(np.log(self.size + 2))
        if weights is not None:
            known, self.unseen = weights
            self.idf = np.array([known.get(token, self.unseen) for token in self.vocabulary], np.float32)
        self.weight: Floats = np.bincount(owners, self.idf[self.tokens], self.size).astype(np.float32)
        """Σ idf of each document."""
        order = np.argsort(self.tokens, kind="stable")
        self.postings: NDArray[np.intp] = owners[order].astype(np.intp)
        self.ends = np.concatenate([[0], np.cumsum(frequency)])

    def ids(self, tokens: Iterable[str]) -> tuple[list[int], float]:
        """Numbers of the known tokens among a question's, each once, and Σ idf of all of them, unknown ones included."""
        distinct = dict.fromkeys(tokens)
        known = [found for token in distinct if (found := self.vocabulary.get(token)) is not None]
        total = float(self.idf[known].sum()) if known else 0.0
        return known, total + self.unseen * (len(distinct) - len(known))

    def shared(self, known: Sequence[int]) -> Floats:
        """Σ idf of the tokens each document shares with the question; shape (documents,)."""
        found = np.zeros(self.size, np.float32)
        ends, idf, postings = self.ends, self.idf, self.postings
        for token in known:
            found[postings[ends[token] : ends[token + 1]]] += idf[token]
        return found

    def dice(self, tokens: Iterable[str]) -> tuple[Floats, Floats]:
        """Dice with every document, and the share of the question each one covers; both of shape (documents,), 0–1."""
        known, total = self.ids(tokens)
        found = self.shared(known)
        return _ratio(found + found, self.weight + np.float32(total)), _ratio(found, np.float32(total))

    def among(self, chosen: NDArray[np.int64]) -> Floats:
        """Dice of some documents with each other; (chosen, chosen)."""
        lengths = self.starts[chosen + 1] - self.starts[chosen]
        begins = np.cumsum(lengths) - lengths
        tokens = self.tokens[np.repeat(self.starts[chosen] - begins, lengths) + np.arange(lengths.sum())]
        distinct, places, counts = np.unique(tokens, return_inverse=True, return_counts=True)
        # what one document alone has is shared with none
        common = counts > 1
        column = np.cumsum(common) - 1
        owners, kept = np.repeat(np.arange(len(chosen)), lengths), common[places]
        table = np.zeros((len(chosen), int(common.sum())), np.float32)
        table[owners[kept], column[places[kept]]] = np.sqrt(self.idf[distinct[places[kept]]])
        found = table @ table.T
        weight = self.weight[chosen]
        np.fill_diagonal(found, weight)
        return _ratio(found + found, weight[:, None] + weight[None, :])

    def between(self, some: Sequence[Iterable[str]], others: Sequence[Iterable[str]]) -> Floats:
        """Dice of some token sets with a few others, which may hold tokens that no document has; (some, others)."""
        told = [self.ids(tokens) for tokens in others]
        # only what the few hold can be shared
        column = {number: place for place, number in enumerate(sorted({number for known, _ in told for number in known}))}
        one, weights = self._table([self.ids(tokens) for tokens in some], column)
        other, weights_ = self._table(told, column)
        found = one @ other.T
        return _ratio(found + found, weights[:, None] + weights_[None, :])

    def _table(self, sets: Sequence[tuple[list[int], float]], column: dict[int, int]) -> tuple[Floats, Floats]:
        """Square roots of the idf of each set's tokens that have a column, and each set's Σ idf; (sets, columns), (sets,)."""
        table = np.zeros((len(sets), len(column)), np.float32)
        for row, (known, _) in enumerate(sets):
            for number in known:
                if number in column:
                    table[row, column[number]] = np.sqrt(self.idf[number])
        return table, np.array([weight for _, weight in sets], np.float32)


def _ratio(part: Floats, whole: Any) -> Floats:
    """Quotients of a part and a whole, 0 where the whole is not positive."""
    out: Floats = np.zeros_like(part)
    np.divide(part, whole, out=out, where=np.broadcast_to(whole, part.shape) > 0)
    return out
