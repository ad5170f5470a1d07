"""The stored wordings nearest to a question, and how alike they are to each other.

The kernel between two texts is the square of a mix of what they share: meaning (cosine of the encoder's vectors after
bot.matching.whitening), characters, sounds and pairs of neighbouring characters (weighted Dice, bot.matching.weighted_dice).
It is worked out when it is needed, so that a new wording counts from the moment it is stored.

Right entry first / among three, on the helpdesk data named in bot.matching with 10 wordings, and on our 689 golden questions:

    ridge over every wording, order of characters (rapidfuzz ratio) in the place of pairs    .863 / .958    .946 / .994
    ridge over every wording                                                                 .867 / .958    .940 / .988
    ridge over the nearest 60                                                                .854 / .947    .946 / .988
                           100                                                                              .939 / .987
                           150                                                               .862 / .954    .948 / .985
                           200                                                               .863 / .954    .940 / .987
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from bot.matching.arrays import Floats, Numbers
from bot.matching.encoder import Encoder
from bot.matching.weighted_dice import DiceIndex
from bot.matching.whitening import Whitening
from bot.normalise import spelled

NEAREST = 150
"""Wordings that a question is compared with in full; see the table above."""
_EXAMINED = 400
"""Wordings whose exact vectors are looked at: the sketch of a vector is off by .007 in the mean."""
_SKETCH = 96
"""Dimensions of the sketches that stand for the vectors when all wordings are looked through."""
_SAMPLE = 4_000
"""Vectors that the sketches' directions are taken from."""

_REMEMBERED = 64
"""Questions whose vectors are remembered."""


@dataclass(frozen=True)
class Mix:
    """How much each kind of likeness counts; sums to 1."""

    meaning: float
    characters: float
    sounds: float
    pairs: float


WITH_ENCODER = Mix(meaning=0.5, characters=0.25, sounds=0.06, pairs=0.19)
WITHOUT_ENCODER = Mix(meaning=0.0, characters=0.5, sounds=0.15, pairs=0.35)


@dataclass(frozen=True)
class Near:
    """The wordings nearest to a question."""

    numbers: Numbers
    """Ascending."""
    kernel: Floats
    """Their likeness to the question, 0–1."""
    covered: Floats
    """Share of the question that each covers, 0–1."""


class Neighbours:
    """Stored keys to compare questions with. Safe from any thread."""

    def __init__(
        self,
        keys: Sequence[str],
        encoder: Encoder | None,
        vectors: Floats | None,
        metric: Whitening | None = None,
        like: Neighbours | None = None,
    ) -> None:
        """`vectors` are the encoder's of the keys; (keys, dimensions). Tokens weigh what they do in `like`."""
        self.keys = list(keys)
        self._places = {key: place for place, key in enumerate(self.keys)}
        self.encoder = encoder if vectors is not None else None
        self.vectors = vectors if self.encoder is not None else None
        self.metric = metric
        white = self.whitened(self.vectors) if self.vectors is not None else None
        # half precision: an error of .0005 in a cosine, and half of the memory
        self._white = white.astype(np.float16) if white is not None else None
        self.mix = WITH_ENCODER if self.encoder is not None else WITHOUT_ENCODER
        weights = (None, None, None) if like is None else (like.characters.weights, like.sounds.weights, like.pairs.weights)
        self.characters: DiceIndex = DiceIndex(self.keys, weights[0])
        self.sounds: DiceIndex = DiceIndex([spelled(key) for key in self.keys], weights[1])
        self.pairs: DiceIndex = DiceIndex([pairs(key) for key in self.keys], weights[2])
        self._encoded = lru_cache(_REMEMBERED)(self._encode)
        self.ahead: Mapping[str, Floats] = {}
        """Vectors of questions that come soon, made in one go: a batch takes a fifth of the time."""
        self._sketches, self._directions, self._middle = _sketched(white)

    def near(self, key: str, limit: int = NEAREST, but: Numbers | None = None) -> Near:
        """The `limit` nearest wordings; ties in file order. `but` are numbers that don't count."""
        mix = self.mix
        likeness, covered = self.characters.dice(key)
        likeness *= np.float32(mix.characters)
        likeness += np.float32(mix.sounds) * self.sounds.dice(spelled(key))[0]
        likeness += np.float32(mix.pairs) * self.pairs.dice(pairs(key))[0]
        if but is not None:
            likeness[but] = -1
        if self.encoder is None or self._white is None or self._sketches is None:
            numbers = _best(likeness, limit)
            numbers = numbers[likeness[numbers] >= 0]
            return Near(numbers, np.square(likeness[numbers]), covered[numbers])
        found = self.vector(key)
        assert found is not None  # noqa: S101 - there is an encoder
        vector = self.whitened(found[None, :])[0]
        rough = likeness + np.float32(mix.meaning) * np.maximum(self._sketches @ self._sketch(vector), 0)
        if but is not None:
            rough[but] = -1
        looked = _best(rough, max(_EXAMINED, limit))
        looked = looked[rough[looked] >= 0]
        exact = likeness[looked] + np.float32(mix.meaning) * np.maximum(self._white[looked].astype(np.float32) @ vector, 0)
        chosen = _best(exact, limit)
        numbers = looked[chosen]
        return Near(numbers, np.square(exact[chosen]), covered[numbers])

    def whitened(self, vectors: Floats) -> Floats:
        """What the encoder's vectors are compared as; (n, dimensions)."""
        return vectors if self.metric is None else self.metric.apply(vectors)

    def nearest(self, key: str) -> float:
        """Kernel of the nearest wording, 0–1."""
        return float(self.near(key).kernel.max(initial=0.0))

    def vector(self, key: str) -> Floats | None:
        """The encoder's vector of a question, None without an encoder; the desk asks about the same one several times."""
        if self.vectors is not None and (place := self._places.get(key)) is not None:
            return np.asarray(self.vectors[place])
        if (made := self.ahead.get(key)) is not None:
            return made
        return self._encoded(key) if self.encoder is not None else None

    def gram(self, numbers: Numbers) -> Floats:
        """Kernel between some of the wordings; (numbers, numbers)."""
        mix = self.mix
        likeness: Floats = np.float32(mix.characters) * self.characters.among(numbers)
        likeness += np.float32(mix.sounds) * self.sounds.among(numbers)
        likeness += np.float32(mix.pairs) * self.pairs.among(numbers)
        if self._white is not None:
            chosen = self._white[numbers].astype(np.float32)
            likeness += np.float32(mix.meaning) * np.maximum(chosen @ chosen.T, 0)
        return np.square(likeness, out=likeness)

    def _encode(self, key: str) -> Floats:
        assert self.encoder is not None  # noqa: S101 - for the type checker
        found: Floats = self.encoder.encode([key])[0]
        return found

    def _sketch(self, vector: Floats) -> Floats:
        """What a question's vector is multiplied with the sketches as."""
        assert self._directions is not None  # noqa: S101 - there are sketches
        assert self._middle is not None  # noqa: S101
        moved = vector - self._middle
        return np.concatenate([moved @ self._directions, [vector @ self._middle, 1.0]]).astype(np.float32)


def pairs(key: str) -> list[str]:
    """Neighbouring characters; a single one stands for itself."""
    return [one + other for one, other in pairwise(key)] or [key]


def _best(values: Floats, limit: int) -> Numbers:
    """Places of the highest values, ascending."""
    if len(values) <= limit:
        return np.arange(len(values))
    return np.sort(np.argpartition(-values, limit)[:limit])


def _sketched(vectors: Floats | None) -> tuple[Floats | None, Floats | None, Floats | None]:
    """Short vectors whose products are nearly the vectors' own, the directions they are taken in, and the vectors' middle.

    v·w = (v − m)·(w − m) + v·m + w·m − m·m. The first term is taken in the directions in which vectors differ most; a stored
    vector has two more numbers, 1 and w·m − m·m, for a question's v·m and 1.
    """
    if vectors is None or not len(vectors):
        return None, None, None
    middle = np.asarray(vectors[:: max(1, len(vectors) // _SAMPLE)], np.float32).mean(axis=0)
    sample = np.asarray(vectors[:: max(1, len(vectors) // _SAMPLE)], np.float32) - middle
    _, directions = np.linalg.eigh(sample.T @ sample)
    kept = np.ascontiguousarray(directions[:, -_SKETCH:], np.float32)
    moved = vectors @ kept - middle @ kept
    sketches = np.column_stack([moved, np.ones(len(moved)), vectors @ middle - middle @ middle]).astype(np.float32)
    return sketches, kept, middle
