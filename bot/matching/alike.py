"""How likely two questions ask the same in other words, also where the knowledge holds neither.

A logistic regression on what the two share: the characters, weighted as rare as they are in the knowledge; the meaning,
with the encoder; and the entries that both come near to, which tells 金秋助学什么时候申请 from 金秋助学补多少钱 better than
their words do. Fitted on the pairs of the 62 tuning questions of `tests/unanswered.txt`, five wordings each; average
precision on their pairs 0.72 (each likeness alone: 0.59, 0.54, 0.40), on those of the 62 held out 0.74; without the encoder
0.68 and 0.69.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.matching.similarity import Similarity

Floats = NDArray[np.float32]


class Fit(NamedTuple):
    """Weights of the likenesses, and what is added."""

    characters: float
    meaning: float
    entries: float
    constant: float


WITH_ENCODER = Fit(characters=7.33, meaning=7.90, entries=5.68, constant=-9.88)
WITHOUT_ENCODER = Fit(characters=12.59, meaning=0.0, entries=6.07, constant=-7.63)
REMEMBERED = 8_000
"""Questions whose features are kept in memory, some 3 KB each."""
_PLACES = re.compile(
    "苏州|南京|无锡|常州|南通|扬州|镇江|泰州|盐城|淮安|徐州|宿迁|连云港|姑苏|吴中|相城|虎丘|高新区|工业园区|园区|吴江|昆山|太仓|常熟|"
    "张家港|江阴|宜兴|北京|上海|天津|重庆|浙江|安徽|山东|广东|福建|杭州|合肥|深圳|广州"
)
"""Two questions that name places and share none are about different ones, however alike."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A question's features."""

    characters: dict[str, float]
    weight: float
    vector: Floats
    entries: Floats
    places: frozenset[str]


class Alike:
    """Compares questions with each other. Safe from any thread."""

    def __init__(self, similarity: Similarity, weights: Floats) -> None:
        """`weights` are those of the ridge regression: (similarity's keys, entries)."""
        self._similarity = similarity
        self._weights = weights
        self._fit = WITHOUT_ENCODER if similarity.encoder is None else WITH_ENCODER
        self._idf, self._unseen = similarity.characters.weights
        self._seen: OrderedDict[str, _Seen] = OrderedDict()
        self._lock = threading.Lock()

    def probabilities(self, key: str, keys: Sequence[str]) -> tuple[float, ...]:
        """For each of the keys the probability, 0–1, that it asks the same as the first; 1 for the same, 0 for an empty one."""
        with self._lock:
            one = self._features(key)
            return tuple(self._probability(key, one, other) for other in keys)

    def _probability(self, key: str, one: _Seen, other: str) -> float:
        if key == other or not key or not other:
            return float(bool(key) and key == other)
        two = self._features(other)
        if one.places and two.places and not one.places & two.places:
            return 0.0
        shared = sum(weight for character, weight in one.characters.items() if character in two.characters)
        both = one.weight + two.weight
        total = self._fit.constant + self._fit.characters * (2 * shared / both if both else 0.0)
        total += self._fit.meaning * max(float(one.vector @ two.vector), 0.0)
        total += self._fit.entries * max(float(one.entries @ two.entries), 0.0)
        return float(1 / (1 + np.exp(-total)))

    def _features(self, key: str) -> _Seen:
        found = self._seen.get(key)
        if found is None:
            found = self._seen[key] = self._looked_at(key)
            if len(self._seen) > REMEMBERED:
                self._seen.popitem(last=False)
        else:
            self._seen.move_to_end(key)
        return found

    def _looked_at(self, key: str) -> _Seen:
        encoder = self._similarity.encoder
        vector = np.zeros(1, np.float32) if encoder is None else encoder.encode([key])[0]
        scores = self._similarity.kernel(key)[0] @ self._weights
        size = float(np.linalg.norm(scores))
        characters = {character: self._idf.get(character, self._unseen) for character in sorted(set(key))}
        entries = (scores / size if size else scores).astype(np.float32)
        return _Seen(characters, sum(characters.values()), vector, entries, frozenset(_PLACES.findall(key)))
