"""What a question and the stored wordings share, token by token: weighted Dice over characters or sounds.

    dice(q, p) = 2 · Σ idf(t), t in both  /  (Σ idf(t), t in q + Σ idf(t), t in p)

0 when nothing is shared, 1 for equal sets. It is the harmonic mean of how much of the question the wording covers and
the reverse. A token that no wording has weighs as much as one that a single wording would have.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class Overlap:
    """Stored token sets and, for each token, who has it."""

    def __init__(self, documents: Sequence[Iterable[str]]) -> None:
        sets = [sorted(set(document)) for document in documents]
        self.vocabulary: dict[str, int] = {}
        for tokens in sets:
            for token in tokens:
                self.vocabulary.setdefault(token, len(self.vocabulary))
        self.size = len(sets)
        counts = np.fromiter((len(tokens) for tokens in sets), np.int64, self.size)
        self.tokens = np.fromiter((self.vocabulary[t] for tokens in sets for t in tokens), np.int32, int(counts.sum()))
        """Token numbers of all documents, one after the other."""
        self.starts = np.concatenate([[0], np.cumsum(counts)])
        """Where each document's tokens begin in `tokens`; one more than there are documents."""
        self._weigh()

    def _weigh(self) -> None:
        """Weights and posting lists from the token sets."""
        owners = np.repeat(np.arange(self.size, dtype=np.int32), np.diff(self.starts))
        frequency = np.bincount(self.tokens, minlength=len(self.vocabulary))
        self.idf: Floats = np.log((self.size + 1) / (frequency + 1)).astype(np.float32)
        self.unseen = float(np.log(self.size + 1))
        self.weight: Floats = np.bincount(owners, self.idf[self.tokens], self.size).astype(np.float32)
        """Σ idf of each document."""
        order = np.argsort(self.tokens, kind="stable")
        self.postings: NDArray[np.int32] = owners[order]
        self.ends = np.concatenate([[0], np.cumsum(frequency)])

    def ids(self, tokens: Iterable[str]) -> tuple[list[int], float]:
        """Numbers of the known tokens among a question's, each once, and Σ idf of all of them, unknown ones included."""
        distinct = set(tokens)
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

    def matrix(self) -> tuple[Floats, Floats]:
        """Dice and coverage of every document (row, as the question) with every document; shape (documents, documents)."""
        owners = np.repeat(np.arange(self.size), np.diff(self.starts))
        incidence = np.zeros((self.size, len(self.vocabulary)), np.float32)
        incidence[owners, self.tokens] = 1
        found = np.asarray((incidence * self.idf) @ incidence.T, np.float32)
        weight = self.weight
        return _ratio(found + found, weight[:, None] + weight[None, :]), _ratio(found, weight[:, None])


def _ratio(part: Floats, whole: Any) -> Floats:
    """Quotients of a part and a whole, 0 where the whole is not positive."""
    out: Floats = np.zeros_like(part)
    np.divide(part, whole, out=out, where=np.broadcast_to(whole, part.shape) > 0)
    return out
