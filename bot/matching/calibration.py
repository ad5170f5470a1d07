"""From scores to the probabilities that the first entry is right, and that one of the first three is: logistic regressions.

Three numbers describe how a question came out: the first entry's score, its lead over the second, and the share of the
question that the first entry's best wording covers. The cases are the wordings themselves, each left out once (right or
wrong) and once with its whole entry left out (always wrong: the answer isn't there).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

UNKNOWN_WEIGHT = 0.3
"""Weight of a case whose entry is left out, against 1 of the others: about a quarter of what people ask has no entry."""
_SHRINKAGE = 1e-3
FEATURES = 3


@dataclass(frozen=True)
class Calibration:
    """A fitted logistic regression."""

    centre: Floats
    spread: Floats
    weights: Floats
    """One per feature, then the intercept."""

    def probability(self, features: Floats) -> Floats:
        """Probabilities, shape (cases,), for features of shape (cases, 3)."""
        scaled = (features - self.centre) / self.spread
        return np.asarray(_logistic(scaled @ self.weights[:-1] + self.weights[-1]))


def _logistic(values: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(values, -30, 30))))


@dataclass(frozen=True)
class Confidence:
    """The two probabilities that decide what the desk does."""

    first: Calibration
    """That the first entry is right."""
    shown: Calibration
    """That one of the first three is."""


def packed(both: Confidence) -> Floats:
    """Both as numbers to keep; (2, 3 · FEATURES + 1)."""
    return np.array([np.concatenate([one.centre, one.spread, one.weights]) for one in (both.first, both.shown)])


def unpacked(numbers: Floats) -> Confidence:
    """What was packed; raises ValueError for numbers of another shape."""
    if numbers.shape != (2, 3 * FEATURES + 1):
        raise ValueError(numbers.shape)
    first, shown = (Calibration(row[:FEATURES], row[FEATURES : 2 * FEATURES], row[2 * FEATURES :]) for row in numbers)
    return Confidence(first, shown)


_BORROWED = {
    True: ((16.25, -0.5, -0.92, -2.53), (17.07, 0.23, -0.73, -1.82)),
    False: ((12.87, -0.56, -0.27, -2.19), (14.63, -0.44, 0.02, -1.8)),
}
"""With and without the encoder: weights of score, lead and share covered, and the intercept, for the first and for three.

Fitted on the questions of the helpdesk data named in bot.matching, with one wording an entry.
"""


def borrowed(encoder: bool) -> Confidence:
    """The confidence of a base that has too few wordings to learn its own."""
    plain = np.zeros(FEATURES), np.ones(FEATURES)
    first, shown = (Calibration(*plain, np.array(weights)) for weights in _BORROWED[encoder])
    return Confidence(first, shown)


def confidence(features: Floats, first: Floats, shown: Floats, weights: Floats) -> Confidence:
    """Fit both on cases: features (cases, 3); whether the first was right, whether one of three was, and weights (cases,)."""
    return Confidence(calibrate(features, first, weights), calibrate(features, shown, weights))


def calibrate(features: Floats, right: Floats, weights: Floats) -> Calibration:
    """Fit on cases: features (cases, 3), `right` 0 or 1 and `weights` of shape (cases,)."""
    centre, spread = features.mean(0), features.std(0) + 1e-6
    design = np.column_stack([(features - centre) / spread, np.ones(len(features))])
    shrinkage = np.diag([*[_SHRINKAGE] * features.shape[1], 1e-6])
    shares = weights / weights.sum()
    # two virtual cases keep a base that never errs from claiming certainty
    target = (right * len(right) + 0.5) / (len(right) + 1)
    found = np.zeros(design.shape[1])
    for _ in range(50):
        guess = _logistic(design @ found)
        slope = design.T @ (shares * (target - guess)) - shrinkage @ found
        curve = (design.T * (shares * guess * (1 - guess))) @ design + shrinkage + 1e-9 * np.eye(len(found))
        step = np.linalg.solve(curve, slope)
        found += np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-6:
            break
    return Calibration(centre, spread, found)


def describe(scores: NDArray[np.float32]) -> tuple[Floats, NDArray[np.int64]]:
    """Features (cases, 3) but for the share covered, left 0, and the three best entries (cases, ≤ 3).

    Scores are of shape (cases, entries + 1); the last column is what belongs to no entry.
    """
    best = order(scores[:, :-1], 3)
    rows = np.arange(len(scores))
    first = scores[rows, best[:, 0]]
    rival = scores[:, -1]
    if best.shape[1] > 1:
        rival = np.maximum(rival, scores[rows, best[:, 1]])
    return np.column_stack([first, first - rival, np.zeros_like(first)]).astype(np.float64), best


def order(scores: NDArray[np.float32], limit: int) -> NDArray[np.int64]:
    """Column numbers of the best `limit` scores of each row, best first; ties in column order."""
    return np.argsort(-scores, axis=1, kind="stable")[:, :limit]
