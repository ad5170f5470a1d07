"""Scores for entries from the kernel over their wordings: a ridge regression, or the nearest wording for very large bases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.matching import calibration, incremental_inverse, kernel_ridge, out_of_domain
from bot.matching.calibration import Confidence
from bot.matching.incremental_inverse import State
from bot.matching.kernel import Similarity

Floats = NDArray[np.float32]

SHOWN = 3
"""Entries that may be offered to pick from."""
FEWEST = 30
"""Wordings with a sibling that calibration needs; a base with fewer borrows its confidence."""
QUESTION_SHARE = 0.5
"""Weight of the question among an entry's cases of calibration. Phrasings are written to lie far apart, so that each, left
out, is harder than what people ask: on our knowledge 72 % of them are found, against 94 % of the golden questions."""
FAR_SHARE = 0.8
"""Share of the unknown among the cases of calibration that are far (nobody would write an entry for them); the others are
near (the entry is missing). Of the 123 real questions of our trade and its neighbours nearly all have an entry by now.

With 0.75 and 0.5 confidence was too modest: of 821 golden questions what was said to be .4–.5 was right .73 of the time
(Brier .135, with these .114); on the helpdesk data, at 5 wordings, .75 was right .85 of the time, and now .81."""


@dataclass(frozen=True)
class Scored:
    """The best entries for a question, best first; arrays of equal length."""

    entries: NDArray[np.int64]
    scores: Floats
    rival: float
    """Score of what comes next to the first entry: the second, or what belongs to no entry."""
    covered: float
    """Share of the question that the first entry's best wording covers, 0–1."""
    wordings: NDArray[np.int64]
    """Number of each entry's nearest wording."""


class Scorer(Protocol):
    """Ranks entries for a normalised question."""

    def score(self, key: str, limit: int) -> Scored:
        """The best `limit` entries."""
        ...


class RidgeScorer:
    """Every entry's score, by kernel ridge regression."""

    def __init__(self, similarity: Similarity, owners: NDArray[np.int32], weights: Floats) -> None:
        self._similarity = similarity
        self._weights = weights
        self._bounds = np.searchsorted(owners, np.arange(weights.shape[1]))

    def score(self, key: str, limit: int) -> Scored:
        """The best `limit` entries; ties in file order."""
        kernel, covered = self._similarity.kernel(key)
        return self.scored(kernel, covered, kernel @ self._weights, limit)

    def score_all(self, kernel: Floats, covered: Floats, limit: int) -> list[Scored]:
        """The best `limit` entries for each question: kernel and shares covered as those of `score`, a row a question."""
        scores = kernel @ self._weights
        return [self.scored(kernel[row], covered[row], scores[row], limit) for row in range(len(kernel))]

    def scored(self, kernel: Floats, covered: Floats, scores: Floats, limit: int) -> Scored:
        """The best `limit` entries by their scores; ties in file order."""
        best = calibration.order(scores[None, :-1], limit)[0]
        rows = [slice(self._bounds[entry], self._bounds[entry + 1]) for entry in best]
        nearest = np.array([row.start + int(kernel[row].argmax()) for row in rows], np.int64)
        share = float(covered[rows[0]].max()) if rows else 0.0
        rival = max([float(scores[-1]), *scores[best[1:2]].tolist()])
        return Scored(best, scores[best], rival, share, nearest)


@dataclass(frozen=True)
class RidgeModel:
    """What a ridge regression learned from the knowledge."""

    weights: Floats
    """(wordings and lines from elsewhere, entries + 1)"""
    foreign: NDArray[np.int64]
    """Numbers of the lines from elsewhere that were used."""
    confidence: Confidence
    own: NDArray[np.bool_]
    """Whether each wording, left out, still finds its entry first."""


Taught = tuple[RidgeModel, Floats]
"""What was learned, and the ridge's inverse that it was learned with."""


def learn(similarity: Similarity, owners: NDArray[np.int32], entries: int, foreign: NDArray[np.int64]) -> Taught:
    """Fit the ridge and calibrate it on its own wordings.

    `owners` gives the entry of each of similarity's keys, ascending, an entry's question before its phrasings, and
    `entries` for the lines from elsewhere at the end, whose numbers are `foreign`.
    """
    fitted = kernel_ridge.fit(similarity.matrix(), owners, entries)
    bounds = np.searchsorted(owners, np.arange(entries + 1))
    own = slice(0, bounds[-1])
    held, first = calibration.describe(fitted.held_out)
    absent, without = calibration.describe(fitted.entry_out[own])
    for row, key in enumerate(similarity.keys):
        covered = similarity.characters.dice(key)[1]
        covered[row] = 0
        held[row, 2] = covered[bounds[first[row, 0]] : bounds[first[row, 0] + 1]].max()
        if row < len(absent):
            absent[row, 2] = covered[bounds[without[row, 0]] : bounds[without[row, 0] + 1]].max()
    right = first == owners[:, None]
    won = right[own, 0]
    if (np.diff(bounds)[owners[own]] > 1).sum() < FEWEST:
        return RidgeModel(fitted.weights, foreign, calibration.borrowed(similarity.encoder is not None), won), fitted.inverse
    none = np.zeros(len(absent))
    fitted_confidence = calibration.confidence(
        np.concatenate([held, absent]),
        np.concatenate([right[:, 0], none]),
        np.concatenate([right.any(axis=1), none]),
        _weights(_typical(owners[own], bounds), len(foreign), np.diff(bounds)[owners[own]] == 1),
    )
    return RidgeModel(fitted.weights, foreign, fitted_confidence, won), fitted.inverse


def relearn(
    similarity: Similarity, owners: NDArray[np.int32], entries: int, foreign: NDArray[np.int64], state: State
) -> RidgeModel:
    """What follows from an inverse that has grown; `owners` as for `learn`."""
    places = {key: place for place, key in enumerate(state.keys) if key}
    order = np.array([places[key] for key in similarity.keys])
    weights, diagonal = incremental_inverse.weights(state, order, owners, entries + 1)
    own = slice(0, int(np.searchsorted(owners, entries)))
    rows = np.arange(own.stop)
    held_out = -weights[own] / diagonal[own, None]
    held_out[rows, owners[own]] += 1
    won = held_out[:, :-1].argmax(axis=1) == owners[own]
    return RidgeModel(weights, foreign, state.confidence, won)


def _weights(typical: NDArray[np.float64], foreign: int, only: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Weights of the cases: the wordings left out, the lines from elsewhere, the wordings without their entry.

    Most of the unknown are far (nobody would write an entry for them), some near (the entry is missing). An entry's only
    wording, left out, leaves nothing to be found: it says nothing of how the index does.
    """
    unknown = calibration.UNKNOWN_WEIGHT
    far = np.full(foreign, FAR_SHARE * unknown * typical.sum() / max(foreign, 1))
    return np.concatenate([np.where(only, 0, typical), far, (1 - FAR_SHARE) * unknown * typical])


def foreign_keys(numbers: NDArray[np.int64]) -> list[str]:
    """The keys of lines from elsewhere."""
    every = out_of_domain.lines()
    return [every[number] for number in numbers]


def _typical(owners: NDArray[np.int32], bounds: NDArray[np.int64]) -> NDArray[np.float64]:
    """Weight of each wording as a case: an entry's question counts `QUESTION_SHARE`, its phrasings share the rest."""
    others = np.maximum(np.diff(bounds) - 1, 1)[owners]
    weights = (1 - QUESTION_SHARE) / others
    weights[bounds[:-1]] = QUESTION_SHARE
    return np.asarray(weights * len(owners) / weights.sum())
