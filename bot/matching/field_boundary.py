"""Whether a question is of the field at all: a plane between the meanings of stored wordings and of questions from elsewhere.

A ridge regression on the encoder's vectors, both sides of equal weight: about 1 is ours, about −1 is everyday life. Its median
is .5 for our golden questions and for those of strangers, −.6 for 155 questions of other fields; of these 5 % lie above .2,
and of the strangers' 5 % below −.45.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bot.matching.arrays import Floats

_PENALTY = 3.0
"""Between 3 and 100 the shares above move by a few in a hundred."""


class Field:
    """The plane. Without an encoder everything lies on it."""

    def __init__(self, vectors: Floats | None, ours: NDArray[np.bool_]) -> None:
        """`vectors` of all wordings, and which of them are ours."""
        self._plane: NDArray[np.float64] | None = None
        if vectors is None or ours.all() or not ours.any():
            return
        design = np.column_stack([vectors, np.ones(len(vectors))]).astype(np.float64)
        weights = np.where(ours, len(ours) / ours.sum(), len(ours) / (~ours).sum()) / 2
        weighted = design * weights[:, None]
        curve = weighted.T @ design + _PENALTY * np.eye(design.shape[1])
        self._plane = np.linalg.solve(curve, weighted.T @ np.where(ours, 1.0, -1.0))

    def side(self, vector: Floats | None) -> float:
        """How far a question's vector lies on our side."""
        if self._plane is None or vector is None:
            return 0.0
        return float(vector @ self._plane[:-1] + self._plane[-1])
