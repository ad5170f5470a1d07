"""Which of many questions an edit of the knowledge may touch: those near to a wording of what it changes.

One question takes some four milliseconds; five thousand for two versions would take the better part of a minute. But votes
come from the nearest wordings alone, and an entry answers what lies near its own. So the kernel is worked out between all
questions and the wordings of the touched entries only, before and after the edit: what lies far from all of them is met as
before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from bot.matching.arrays import Floats
from bot.matching.knowledge_index import KnowledgeIndex
from bot.matching.neighbours import Neighbours, pairs
from bot.matching.scorers import RidgeScorer
from bot.normalise import spelled

Encode = Callable[[Sequence[str]], Floats]
"""Keys in, their vectors out."""

FAR = 0.01
"""Kernel below which a question lies far from a wording. At .06, .04 and .02 an edit of three entries changed what one of
some 300 golden questions got, and it wasn't told: a far wording had taken the place of one that bears on the votes."""


@contextmanager
def encoded(indexes: tuple[KnowledgeIndex, KnowledgeIndex], texts: Sequence[str], encode: Encode) -> Iterator[None]:
    """While it lasts, the vectors of these texts are at hand in both versions; the texts are those given to `near`."""
    held = [index.scorer.neighbours for index in indexes if isinstance(index.scorer, RidgeScorer)]
    keys = [indexes[1].decoded_text(text) or "-" for text in texts]  # those that `near` asks for: one set of vectors is kept
    if keys and all(one.encoder is not None for one in held):
        ahead = dict(zip(keys, encode(keys), strict=True))
        for one in held:
            one.ahead = ahead
    try:
        yield
    finally:
        for one in held:
            one.ahead = {}


ANSWERED = 0.12
"""The same where an edit changes answers alone: what an entry is sent for lies nearer to it."""


def near(
    indexes: tuple[KnowledgeIndex, KnowledgeIndex],
    texts: Sequence[str],
    wordings: Sequence[str],
    encode: Encode,
    least: float = FAR,
) -> frozenset[str]:
    """Those of the texts that lie near one of the wordings, in either version."""
    index = indexes[1]
    scorer = index.scorer
    if not isinstance(scorer, RidgeScorer) or not isinstance(indexes[0].scorer, RidgeScorer):
        return frozenset(texts)
    asked = [index.decoded_text(text) for text in texts]
    told = [index.decoded_text(wording) for wording in wordings]
    if not told:
        return frozenset()
    likeness = _likeness(scorer.neighbours, [key or "-" for key in asked], told, encode)
    return frozenset(text for text, kernel in zip(texts, likeness, strict=True) if kernel >= least)


def _likeness(neighbours: Neighbours, asked: Sequence[str], told: Sequence[str], encode: Encode) -> Floats:
    """Kernel between each question and the wording nearest to it."""
    mix = neighbours.mix
    likeness: Floats = np.float32(mix.characters) * neighbours.characters.between(asked, told)
    likeness += np.float32(mix.sounds) * neighbours.sounds.between(*([spelled(key) for key in keys] for keys in (asked, told)))
    likeness += np.float32(mix.pairs) * neighbours.pairs.between([pairs(key) for key in asked], [pairs(key) for key in told])
    if neighbours.encoder is not None:
        likeness += np.float32(mix.meaning) * np.maximum(
            neighbours.whitened(encode(asked)) @ neighbours.whitened(neighbours.encoder.encode(told)).T, 0
        )
    return np.asarray(np.square(likeness).max(axis=1), np.float32)
