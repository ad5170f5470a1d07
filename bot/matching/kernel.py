"""The kernel between a question and the stored wordings: the square of a mix of what they share.

Weights were chosen on the helpdesk data named in bot.matching; between neighbouring mixes the accuracy moves by less than a
point (with the encoder .5/.2/.1/.2 gives .819 and .863 at 5 and 10 wordings, .6/.2/0/.2 gives .819 and .860).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.matching.encoder import Encoder
from bot.matching.weighted_dice import DiceIndex, Weights
from bot.normalise import spelled

Floats = NDArray[np.float32]


_ROWS = 512
"""Rows of the kernel that are computed at a time."""


@dataclass(frozen=True)
class Mix:
    """How much each kind of likeness counts; sums to 1."""

    meaning: float
    characters: float
    sounds: float
    order: float


WITH_ENCODER = Mix(meaning=0.5, characters=0.2, sounds=0.1, order=0.2)
WITHOUT_ENCODER = Mix(meaning=0.0, characters=0.6, sounds=0.15, order=0.25)


class Similarity:
    """Compares questions with the stored keys."""

    def __init__(
        self,
        keys: Sequence[str],
        encoder: Encoder | None,
        vectors: Floats | None,
        weights: tuple[Weights, Weights] | None = None,
    ) -> None:
        """`weights` are those of characters and sounds; None: the keys' own."""
        self.keys = list(keys)
        self.encoder = encoder if vectors is not None else None
        self.vectors = vectors
        self.mix = WITHOUT_ENCODER if self.encoder is None else WITH_ENCODER
        characters, sounds = weights or (None, None)
        self.characters = DiceIndex(self.keys, characters)
        self.sounds = DiceIndex([spelled(key) for key in self.keys], sounds)

    def kernel(self, key: str) -> tuple[Floats, Floats]:
        """Kernel between a question's key and every stored key, and how much of the question each covers; (wordings,)."""
        mix = self.mix
        likeness, covered = self.characters.dice(key)
        likeness *= np.float32(mix.characters)
        likeness += np.float32(mix.sounds) * self.sounds.dice(spelled(key))[0]
        likeness += np.float32(mix.order / 100) * ratios([key], self.keys)[0]
        if self.encoder is not None and self.vectors is not None:
            meaning = self.vectors @ self.encoder.encode([key])[0]
            likeness += np.float32(mix.meaning) * np.maximum(meaning, 0)
        return np.square(likeness, out=likeness), covered

    def kernels(self, keys: Sequence[str], vectors: Floats | None) -> tuple[Floats, Floats]:
        """What `kernel` gives, for many questions, a row each; `vectors` are theirs, None without an encoder."""
        mix = self.mix
        likeness: Floats = np.float32(mix.order / 100) * ratios(keys, self.keys)
        covered: Floats = np.empty_like(likeness)
        for row, key in enumerate(keys):
            characters, covered[row] = self.characters.dice(key)
            likeness[row] += np.float32(mix.characters) * characters
            likeness[row] += np.float32(mix.sounds) * self.sounds.dice(spelled(key))[0]
        if vectors is not None and self.vectors is not None:
            likeness += np.float32(mix.meaning) * np.maximum(vectors @ self.vectors.T, 0)
        return np.square(likeness, out=likeness), covered

    def matrix(self) -> Floats:
        """Kernel between the stored keys themselves; (wordings, wordings)."""
        size = len(self.keys)
        kernel: Floats = np.empty((size, size), np.float32)
        # in blocks of rows: each kind of likeness would otherwise take as much memory as the kernel itself
        for start in range(0, size, _ROWS):
            rows = slice(start, min(start + _ROWS, size))
            kernel[rows] = self._block(rows)
        return kernel

    def _block(self, rows: slice) -> Floats:
        """Some rows of the matrix."""
        mix = self.mix
        likeness: Floats = np.float32(mix.characters) * self.characters.block(rows)
        likeness += np.float32(mix.sounds) * self.sounds.block(rows)
        likeness += np.float32(mix.order / 100) * ratios(self.keys[rows], self.keys)
        if self.vectors is not None and self.encoder is not None:
            likeness += np.float32(mix.meaning) * np.maximum(self.vectors[rows] @ self.vectors.T, 0)
        np.square(likeness, out=likeness)
        return likeness

    def among(self, chosen: NDArray[np.int64]) -> Floats:
        """Kernel between some of the stored keys, by number; (chosen, chosen)."""
        vectors = None if self.vectors is None else self.vectors[chosen]
        return Similarity([self.keys[number] for number in chosen], self.encoder, vectors).matrix()


def ratios(questions: Sequence[str], keys: Sequence[str]) -> Floats:
    """Normalised insertions-and-deletions likeness, 0–100; shape (questions, keys)."""
    workers = 1 if len(questions) == 1 else -1
    return process.cdist(questions, keys, scorer=fuzz.ratio, dtype=np.float32, workers=workers)
