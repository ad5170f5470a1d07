"""ReloadHooks out the scores of many questions at once for two versions of the knowledge, to see what an edit does to them.

One question takes some four milliseconds; five thousand for two versions would take the better part of a minute. Here the
kernel between all questions and the wordings of both versions is worked out once, in blocks, and both versions' scores are
products of its columns with their weights: the same numbers but for the last digits of a sum in another order.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from bot.matching.kernel import Similarity
from bot.matching.knowledge_index import KnowledgeIndex
from bot.matching.nearest_neighbour import NearestScorer
from bot.matching.scorers import SHOWN, RidgeScorer, Scored, Scorer

Floats = NDArray[np.float32]

_BLOCK = 256
"""Questions at a time."""

Encode = Callable[[Sequence[str]], Floats]
"""Keys in, their vectors out."""


class Foreseen:
    """A scorer that knows many questions beforehand, and asks another for the rest."""

    def __init__(self, known: Mapping[str, Scored], other: Scorer) -> None:
        self._known = known
        self._other = other

    def score(self, key: str, limit: int) -> Scored:
        """The best `limit` entries."""
        found = self._known.get(key) if limit <= SHOWN else None
        return found or self._other.score(key, limit)


def foreseen(
    indexes: tuple[KnowledgeIndex, KnowledgeIndex], texts: Sequence[str], encode: Encode
) -> tuple[KnowledgeIndex, KnowledgeIndex]:
    """Both indexes, knowing the scores of these texts beforehand."""
    one, other = indexes
    # pinyin may be heard otherwise by the two
    keys = [key for key in dict.fromkeys(index.heard(text) for index in indexes for text in texts) if key]
    if not keys or not all(isinstance(index.scorer, RidgeScorer) for index in indexes):
        return _own(one), _own(other)
    vectors = encode(keys) if one.similarity and one.similarity.encoder else None
    shared = _shared(one, other)
    if shared is None:
        return _alone(one, keys, vectors), _alone(other, keys, vectors)
    both, columns, columns_ = shared
    found: tuple[dict[str, Scored], dict[str, Scored]] = {}, {}

    def score(block: slice) -> None:
        kernel, covered = both.kernels(keys[block], None if vectors is None else vectors[block])
        for known, index, chosen in ((found[0], one, columns), (found[1], other, columns_)):
            known.update(zip(keys[block], _scores(index, kernel[:, chosen], covered[:, chosen]), strict=True))

    _spread(score, len(keys))
    return _knowing(one, found[0]), _knowing(other, found[1])


def _own(index: KnowledgeIndex) -> KnowledgeIndex:
    """The index for this thread: that in force is another's."""
    return index.with_scorer(index.scorer.apart()) if isinstance(index.scorer, NearestScorer) else index


def _alone(index: KnowledgeIndex, keys: Sequence[str], vectors: Floats | None) -> KnowledgeIndex:
    similarity = index.similarity
    known: dict[str, Scored] = {}
    if similarity is None:
        return index

    def score(block: slice) -> None:
        kernel, covered = similarity.kernels(keys[block], None if vectors is None else vectors[block])
        known.update(zip(keys[block], _scores(index, kernel, covered), strict=True))

    _spread(score, len(keys))
    return _knowing(index, known)


def _spread(score: Callable[[slice], None], count: int) -> None:
    """Score all questions in blocks, several at a time: the products leave the interpreter to the others."""
    with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
        list(threads.map(score, [slice(start, start + _BLOCK) for start in range(0, count, _BLOCK)]))


def _scores(index: KnowledgeIndex, kernel: Floats, covered: Floats) -> list[Scored]:
    assert isinstance(index.scorer, RidgeScorer)  # noqa: S101 - for the type checker; the caller has looked
    return index.scorer.score_all(kernel, covered, SHOWN)


def _knowing(index: KnowledgeIndex, known: Mapping[str, Scored]) -> KnowledgeIndex:
    return index if index.scorer is None else index.with_scorer(Foreseen(known, index.scorer))


def _shared(one: KnowledgeIndex, other: KnowledgeIndex) -> tuple[Similarity, NDArray[np.int64], NDArray[np.int64]] | None:
    """A comparison with the wordings of both, and where each one's stand in it; None where they weigh tokens otherwise."""
    old, new = one.similarity, other.similarity
    if old is None or new is None or (old.vectors is None) != (new.vectors is None):
        return None
    weights = new.characters.weights, new.sounds.weights
    if not (_agree(old.characters.weights, weights[0]) and _agree(old.sounds.weights, weights[1])):
        return None
    place = {key: number for number, key in enumerate(old.keys)}
    more = [number for number, key in enumerate(new.keys) if key not in place]
    keys = [*old.keys, *(new.keys[number] for number in more)]
    place |= {new.keys[number]: len(old.keys) + row for row, number in enumerate(more)}
    vectors = None
    if old.vectors is not None and new.vectors is not None:
        vectors = np.concatenate([np.asarray(old.vectors), np.asarray(new.vectors)[more]])
    merged = tuple({**theirs[0], **mine[0]} for theirs, mine in zip(_weights(old), _weights(new), strict=True))
    both = Similarity(keys, old.encoder, vectors, ((merged[0], weights[0][1]), (merged[1], weights[1][1])))
    return both, np.arange(len(old.keys)), np.array([place[key] for key in new.keys], np.int64)


def _weights(similarity: Similarity) -> tuple[tuple[dict[str, float], float], tuple[dict[str, float], float]]:
    return similarity.characters.weights, similarity.sounds.weights


def _agree(one: tuple[dict[str, float], float], other: tuple[dict[str, float], float]) -> bool:
    """Whether tokens that both know weigh the same in both."""
    return one[1] == other[1] and all(other[0].get(token, weight) == weight for token, weight in one[0].items())
