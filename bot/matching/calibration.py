"""From numbers that describe how a question came out to a probability: logistic regressions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bot.matching.arrays import Doubles

UNKNOWN_WEIGHT = 0.3
"""Weight of a case whose entry is left out, against 1 of the others: about a quarter of what people ask has no entry."""
SHRINKAGE = 1e-3
_CONSTANT = 1e-4
"""Spread below which a number says nothing."""


@dataclass(frozen=True)
class Calibration:
    """A fitted logistic regression."""

    centre: Doubles
    spread: Doubles
    weights: Doubles
    """One per feature, then the intercept."""

    def probability(self, features: Doubles) -> Doubles:
        """Probabilities, shape (cases,), for features of shape (cases, features)."""
        scaled = (features - self.centre) / self.spread
        return np.asarray(_logistic(scaled @ self.weights[:-1] + self.weights[-1]))


def _logistic(values: Doubles) -> Doubles:
    return np.asarray(1 / (1 + np.exp(-np.clip(values, -30, 30))))


@dataclass(frozen=True)
class Confidence:
    """The two probabilities that decide what the desk does."""

    first: Calibration
    """That the first entry is right."""
    shown: Calibration
    """That one of the first three is."""


def confidence(features: Doubles, first: Doubles, shown: Doubles, weights: Doubles, shrinkage: float = SHRINKAGE) -> Confidence:
    """Fit both on cases: features (cases, n); whether the first was right, whether one of three was, and weights (cases,)."""
    return Confidence(calibrate(features, first, weights, shrinkage), calibrate(features, shown, weights, shrinkage))


def calibrate(features: Doubles, right: Doubles, weights: Doubles, shrinkage: float = SHRINKAGE) -> Calibration:
    """Fit on cases: features (cases, n), `right` 0 or 1 and `weights` of shape (cases,)."""
    centre, spread = features.mean(0), features.std(0)
    spread[spread < _CONSTANT] = 1
    design = np.column_stack([(features - centre) / spread, np.ones(len(features))])
    penalty = np.diag([*[shrinkage] * features.shape[1], 1e-6])
    shares = weights / weights.sum()
    # two virtual cases keep a base that never errs from claiming certainty
    target = (right * len(right) + 0.5) / (len(right) + 1)
    found = np.zeros(design.shape[1])
    for _ in range(50):
        guess = _logistic(design @ found)
        slope = design.T @ (shares * (target - guess)) - penalty @ found
        curve = (design.T * (shares * guess * (1 - guess))) @ design + penalty + 1e-9 * np.eye(len(found))
        step = np.linalg.solve(curve, slope)
        found += np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-6:
            break
    return Calibration(centre, spread, found)
