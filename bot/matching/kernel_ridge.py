"""Kernel ridge regression over the stored wordings, with its leave-one-out scores in closed form.

With K the kernel between wordings, Y the indicator of their entries and G = (K + λI)⁻¹, the weights are A = G·Y and a
question scores K(q)·A. Had wording i not been there, it would have scored Y_i − A_i / G_ii; had its whole entry I not
been there, Y_I − G_II⁻¹·A_I (the block form of the same identity). So every wording tells, without training again, how
the index does on a question it has not seen, and on a question whose answer it doesn't hold.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

PENALTY = 0.2
"""λ. Between 0.1 and 0.5 the accuracy moves by less than half a point (helpdesk data of bot.matching)."""


_BLOCK = 512
"""Rows that are eliminated at a time."""


@dataclass(frozen=True)
class Fit:
    """The weights of a ridge regression, and how it does on what it hasn't seen."""

    weights: Floats
    """(wordings, classes)"""
    held_out: Floats
    """Scores of each wording as if it weren't stored; (wordings, classes)."""
    entry_out: Floats
    """Scores of each wording as if its entry weren't stored; (wordings, classes), its own entry at -1."""
    inverse: Floats
    """G; (wordings, wordings)."""


def fit(kernel: Floats, owners: NDArray[np.int32], entries: int) -> Fit:
    """Weights for a symmetric kernel (wordings, wordings), which is overwritten.

    `owners` gives each wording's class, ascending, below `entries` + 1. The last class holds what belongs to no entry; it
    is scored like the others but never left out as a whole.
    """
    size = len(owners)
    kernel[np.arange(size), np.arange(size)] += np.float32(PENALTY)
    inverse = inverted(kernel)
    targets = np.zeros((size, entries + 1), np.float32)
    targets[np.arange(size), owners] = 1
    weights: Floats = inverse @ targets
    held_out = targets - weights / np.diag(inverse)[:, None]
    entry_out = held_out.copy()
    bounds = np.searchsorted(owners, np.arange(entries + 1))
    for entry in range(entries):
        block = slice(bounds[entry], bounds[entry + 1])
        entry_out[block] = targets[block] - np.linalg.solve(inverse[block, block], weights[block])
        entry_out[block, entry] = -1
    return Fit(weights, held_out, entry_out, inverse)


def inverted(matrix: Floats) -> Floats:
    """The inverse of a symmetric positive definite matrix, in its place: block by block, without a second matrix.

    numpy's own inverse would hold four matrices at a time, which for 6,500 wordings is more memory than the rest of the
    program takes in a week. Gauss and Jordan's method needs no pivots here, since λ keeps the matrix positive definite.
    """
    size = len(matrix)
    for start in range(0, size, _BLOCK):
        block = slice(start, min(start + _BLOCK, size))
        pivot = np.linalg.inv(matrix[block, block])
        rows = pivot @ matrix[block]
        columns = matrix[:, block].copy()
        columns[block] = 0
        for first in range(0, size, _BLOCK):
            part = slice(first, first + _BLOCK)
            matrix[part] -= columns[part] @ rows
        matrix[:, block] = -columns @ pivot
        matrix[block] = rows
        matrix[block, block] = pivot
    return matrix
