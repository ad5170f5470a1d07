"""Fits which of several things is meant: a conditional logistic model, with a penalty on large weights.

Each case has a row of numbers for every thing that comes into question, and says which of them are right (D. McFadden, 1974,
"Conditional logit analysis of qualitative choice behavior").
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

PENALTY = 1.0
RATE = 0.05


class Choice(Protocol):
    """A case: `rows`, one a thing, and which of them are right."""

    @property
    def rows(self) -> NDArray[np.float64]:
        """(things, features)."""

    @property
    def right(self) -> NDArray[np.bool_]:
        """(things,)."""


def shares(case: Choice, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probability of each thing."""
    scores = case.rows @ weights
    odds = np.exp(scores - scores.max())
    return np.asarray(odds / odds.sum())


def fit(given: Sequence[Choice], features: int, steps: int) -> NDArray[np.float64]:
    """The weights under which the right things are likeliest (Adam on the penalised likelihood)."""
    weights = np.zeros(features)
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, steps + 1):
        slope = -PENALTY * weights
        for case in given:
            if case.right.any():
                share = shares(case, weights)
                own = share * case.right
                slope += case.rows.T @ (own / own.sum() - share)
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        weights += RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-9)
    return weights
