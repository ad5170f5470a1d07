"""Ranking for very large bases: the few wordings that share most sounds, compared in full, each entry by its nearest.

Postings of sound pairs find the candidates (a homophone or a traditional character changes nothing there), the lexical
kernel ranks them. Costs grow with the postings touched, not with the square of the base as a ridge regression's would.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.matching import calibration
from bot.matching.arrays import Floats, Numbers
from bot.matching.calibration import Confidence
from bot.matching.character_ratio import ratios
from bot.matching.scorers import NOTHING, SHOWN, Scored
from bot.matching.weighted_dice import DiceIndex
from bot.normalise import spelled

Likeness = NDArray[np.float64]

CANDIDATES = 50
"""Wordings that are compared in full: they hold the right entry for 98–99 % of questions."""
_TOUCHED = 12_000
"""Postings after which the commoner pairs of a question are left out: keeps the slowest questions near the median."""
_SAMPLE = 1_500
"""Wordings that calibration is fitted on."""
_CHARACTERS, _SOUNDS, _ORDER = 0.6, 0.15, 0.25
"""How much each kind of likeness counts."""
_SUPPORT = 0.3
"""Weight of an entry's second nearest wording beside its nearest."""


@dataclass(frozen=True)
class _Found:
    """The best entries without their confidence, and what that follows from."""

    scored: Scored
    features: tuple[float, float, float]
    """The first entry's score, its lead over the second, and the share of the question that its nearest wording covers."""


class NearestScorer:
    """Ranks entries by their nearest wordings."""

    def __init__(self, keys: Sequence[str], owners: NDArray[np.int32]) -> None:
        self._keys = list(keys)
        self._owners = owners
        sounds = [spelled(key) for key in keys]
        pairs = DiceIndex([_pairs(sound) for sound in sounds])
        self._vocabulary = pairs.vocabulary
        self._idf = pairs.idf
        # as numpy's own index type and as a list: both are read at every question, and conversions would take half its time
        self._postings = pairs.postings
        self._ends: list[int] = pairs.ends.tolist()
        self._characters = Sets(DiceIndex(self._keys))
        self._sounds = Sets(DiceIndex(sounds))
        self._found: Floats = np.zeros(len(keys), np.float32)
        self.confidence: Confidence = self._calibrate()

    def apart(self) -> NearestScorer:
        """The same for another thread: what it notes down on the way is its own."""
        other = copy.copy(self)
        other._found = np.zeros_like(self._found)
        return other

    def score(self, key: str, limit: int, said: str = "", within: str = "", clauses: Sequence[str] = ()) -> Scored:
        """The best `limit` entries among the candidates; none when nothing sounds alike. Nothing else counts."""
        found = self._score(key, limit, self._candidates(key, CANDIDATES))
        if not len(found.scored.entries):
            return NOTHING
        features = np.array([found.features])
        first = float(self.confidence.first.probability(features)[0])
        shown = max(float(self.confidence.shown.probability(features)[0]), first)
        return replace(found.scored, first=first, shown=shown)

    def _candidates(self, key: str, limit: int) -> Numbers:
        """Numbers of the wordings that share most, ascending."""
        every, weights = self._touched(key)
        if not len(every):
            return every
        found = self._found
        np.add.at(found, every, weights)
        shares = found.take(every)
        found.fill(0)
        if len(every) > 4 * limit:
            # a wording is listed once for each pair it shares, so take a few times the limit before dropping repeats
            best = np.argpartition(-shares, 4 * limit)[: 4 * limit]
            every, shares = every[best], shares[best]
        distinct, first = np.unique(every, return_index=True)
        if len(distinct) > limit:
            best = np.argpartition(-shares[first], limit)[:limit]
            distinct = np.sort(distinct[best])
        return distinct

    def _touched(self, key: str) -> tuple[Numbers, Floats]:
        """Who has the question's pairs, rarest pair first, and the pairs' weights: a wording comes once for each pair."""
        ends = self._ends
        lengths = {
            token: ends[token + 1] - ends[token]
            for pair in _pairs(spelled(key))
            if (token := self._vocabulary.get(pair)) is not None
        }
        used: list[int] = []
        touched = 0
        for token in sorted(lengths, key=lengths.__getitem__):
            touched += lengths[token]
            if used and touched > _TOUCHED:
                break
            used.append(token)
        if not used:
            return np.zeros(0, np.intp), np.zeros(0, np.float32)
        every = np.concatenate([self._postings[ends[token] : ends[token + 1]] for token in used])
        return every, np.repeat(self._idf[used], [lengths[token] for token in used])

    def _score(self, key: str, limit: int, candidates: Numbers) -> _Found:
        if not len(candidates):
            return _Found(NOTHING, (0.0, 0.0, 0.0))
        likeness, covered = self._characters.dice(key, candidates)
        likeness = _CHARACTERS * likeness + _SOUNDS * self._sounds.dice(spelled(key), candidates)[0]
        likeness += _ORDER / 100 * ratios([key], [self._keys[number] for number in candidates.tolist()])[0]
        kernel = likeness * likeness
        ranking = np.argsort(-kernel, kind="stable")
        entries: dict[int, list[int]] = {}
        for place, owner in zip(ranking.tolist(), self._owners[candidates[ranking]].tolist(), strict=True):
            entries.setdefault(owner, []).append(place)
        values = kernel.tolist()
        scored = {entry: self._entry(values, places) for entry, places in entries.items()}
        best = sorted(scored, key=lambda entry: -scored[entry])[:limit]
        nearest = [entries[entry][0] for entry in best]
        rival = scored[best[1]] if len(best) > 1 else 0.0
        ranked = Scored(
            np.array(best, np.int64), np.array([scored[one] for one in best], np.float32), candidates[nearest], 0.0, 0.0
        )
        return _Found(ranked, (scored[best[0]], scored[best[0]] - rival, float(covered[nearest[0]])))

    @staticmethod
    def _entry(kernel: list[float], places: list[int]) -> float:
        """An entry's score from its wordings' places, nearest first."""
        second = kernel[places[1]] if len(places) > 1 else 0.0
        return (kernel[places[0]] + _SUPPORT * second) / (1 + _SUPPORT)

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
                found = self._score(self._keys[number], SHOWN, others)
                features.append(found.features)
                first.append(float(owner in found.scored.entries[:1]))
                shown.append(float(owner in found.scored.entries))
                weights.append(weight)
        return calibration.confidence(np.array(features), np.array(first), np.array(shown), np.array(weights))


def _pairs(sounds: Sequence[str]) -> list[str]:
    """Neighbouring sounds; a single sound stands for itself."""
    return [f"{one} {two}" for one, two in pairwise(sounds)] or list(sounds)


class Sets:
    """Token sets of which a few are compared with a question."""

    def __init__(self, overlap: DiceIndex) -> None:
        """No set may be empty; the index refuses wordings without letters or digits."""
        self._overlap = overlap
        self._lengths: Numbers = np.diff(overlap.starts)

    def dice(self, tokens: Sequence[str], chosen: Numbers) -> tuple[Likeness, Likeness]:
        """`Overlap.dice` for the chosen documents (ascending numbers, at least one)."""
        overlap = self._overlap
        known, total = overlap.ids(tokens)
        wanted = np.zeros(len(overlap.idf))
        wanted[known] = overlap.idf[known]
        lengths = self._lengths[chosen]
        begins = np.cumsum(lengths) - lengths
        places = np.repeat(overlap.starts[chosen] - begins, lengths)
        places += np.arange(len(places))
        found = np.add.reduceat(wanted[overlap.tokens[places]], begins)
        whole = total + overlap.weight[chosen]
        return np.asarray(2 * found / np.maximum(whole, 1e-9)), np.asarray(found / max(total, 1e-9))
