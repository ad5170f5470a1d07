"""Ranking for very large bases: the few wordings that share most sounds, compared in full, each entry by its nearest.

Postings of sound pairs find the candidates (a homophone or a traditional character changes nothing there), the lexical
kernel ranks them. Costs grow with the postings touched, not with the square of the base as a ridge regression's would.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.matching import calibration
from bot.matching.calibration import Confidence
from bot.matching.overlap import Overlap
from bot.matching.scoring import SHOWN, Scored
from bot.matching.similarity import WITHOUT_ENCODER, ratios
from bot.text import spelled

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]

CANDIDATES = 50
"""Wordings that are compared in full: they hold the right entry for 98–99 % of questions."""
_TOUCHED = 12_000
"""Postings after which the commoner pairs of a question are left out: keeps the slowest questions near the median."""
_SAMPLE = 1_500
"""Wordings that calibration is fitted on."""
_SUPPORT = 0.3
"""Weight of an entry's second nearest wording beside its nearest."""


class NearestScorer:
    """Ranks entries by their nearest wordings."""

    def __init__(self, keys: Sequence[str], owners: NDArray[np.int32]) -> None:
        self._keys = list(keys)
        self._owners = owners
        sounds = [spelled(key) for key in keys]
        self._pairs = Overlap([_pairs(sound) for sound in sounds])
        self._characters = Overlap(self._keys)
        self._sounds = Overlap(sounds)
        self._found: Floats = np.zeros(len(keys), np.float32)
        self.own: NDArray[np.bool_] = np.ones(len(keys), bool)
        self.confidence: Confidence = self._calibrate()

    def score(self, key: str, limit: int) -> Scored:
        """The best `limit` entries among the candidates; none when nothing sounds alike."""
        return self._score(key, limit, self._candidates(key, CANDIDATES))

    def _candidates(self, key: str, limit: int) -> Numbers:
        """Numbers of the wordings that share most, ascending."""
        known, _ = self._pairs.ids(_pairs(spelled(key)))
        pairs, found = self._pairs, self._found
        known.sort(key=lambda token: -pairs.idf[token])
        lists: list[NDArray[np.int32]] = []
        touched = 0
        for token in known:
            posting = pairs.postings[pairs.ends[token] : pairs.ends[token + 1]]
            if lists and touched + len(posting) > _TOUCHED:
                break
            found[posting] += pairs.idf[token]
            lists.append(posting)
            touched += len(posting)
        if not lists:
            return np.zeros(0, np.int64)
        every = np.concatenate(lists)
        shares = found[every]
        found[every] = 0
        if touched > 4 * limit:
            # a wording is listed once for each pair it shares, so take a few times the limit before dropping repeats
            best = np.argpartition(-shares, 4 * limit)[: 4 * limit]
            every, shares = every[best], shares[best]
        distinct, first = np.unique(every, return_index=True)
        if len(distinct) > limit:
            best = np.argpartition(-shares[first], limit)[:limit]
            distinct = np.sort(distinct[best])
        return distinct.astype(np.int64)

    def _score(self, key: str, limit: int, candidates: Numbers) -> Scored:
        if not len(candidates):
            return Scored(np.zeros(0, np.int64), np.zeros(0, np.float32), 0.0, 0.0, candidates)
        mix = WITHOUT_ENCODER
        likeness, covered = _dice(self._characters, key, candidates)
        likeness = mix.characters * likeness + mix.sounds * _dice(self._sounds, spelled(key), candidates)[0]
        likeness += mix.order / 100 * ratios([key], [self._keys[number] for number in candidates])[0]
        kernel = likeness * likeness
        ranking = np.argsort(-kernel, kind="stable")
        entries: dict[int, list[int]] = {}
        for place in ranking.tolist():
            entries.setdefault(int(self._owners[candidates[place]]), []).append(place)
        scored = {entry: self._entry(kernel, places) for entry, places in entries.items()}
        best = sorted(scored, key=lambda entry: -scored[entry])[:limit]
        nearest = [entries[entry][0] for entry in best]
        return Scored(
            np.array(best, np.int64),
            np.array([scored[entry] for entry in best], np.float32),
            scored[best[1]] if len(best) > 1 else 0.0,
            float(covered[nearest[0]]),
            candidates[nearest],
        )

    @staticmethod
    def _entry(kernel: Floats, places: list[int]) -> float:
        """An entry's score from its wordings' places, nearest first."""
        second = float(kernel[places[1]]) if len(places) > 1 else 0.0
        return (float(kernel[places[0]]) + _SUPPORT * second) / (1 + _SUPPORT)

    def _calibrate(self) -> Confidence:
        """Fit on a sample of wordings, each left out alone and with its entry."""
        step = max(1, len(self._keys) // _SAMPLE)
        features, first, shown, weights = [], [], [], []
        for number in range(0, len(self._keys), step):
            owner = int(self._owners[number])
            candidates = self._candidates(self._keys[number], 2 * CANDIDATES)
            for others, weight in (
                (candidates[candidates != number], 1.0),
                (candidates[self._owners[candidates] != owner], calibration.UNKNOWN_WEIGHT),
            ):
                scored = self._score(self._keys[number], SHOWN, others)
                features.append(_features(scored))
                first.append(float(owner in scored.entries[:1]))
                shown.append(float(owner in scored.entries))
                weights.append(weight)
        return calibration.confidence(np.array(features), np.array(first), np.array(shown), np.array(weights))


def _features(scored: Scored) -> list[float]:
    first = float(scored.scores[0]) if len(scored.scores) else 0.0
    return [first, first - scored.rival, scored.covered]


def _pairs(sounds: Sequence[str]) -> list[str]:
    """Neighbouring sounds; a single sound stands for itself."""
    return [f"{one} {two}" for one, two in pairwise(sounds)] or list(sounds)


def _dice(overlap: Overlap, tokens: Sequence[str], chosen: Numbers) -> tuple[Floats, Floats]:
    """`Overlap.dice` for a few documents only."""
    known, total = overlap.ids(tokens)
    wanted = np.zeros(len(overlap.idf), np.float32)
    wanted[known] = overlap.idf[known]
    starts, ends = overlap.starts[chosen], overlap.starts[chosen + 1]
    lengths = ends - starts
    begins = np.cumsum(lengths) - lengths
    places = np.arange(int(lengths.sum())) + np.repeat(starts - begins, lengths)
    found = np.add.reduceat(np.append(wanted[overlap.tokens[places]], 0), begins) * (lengths > 0)
    whole = total + overlap.weight[chosen]
    return 2 * found / np.maximum(whole, 1e-9), found / max(total, 1e-9)
