"""Many texts matched at once: a file of thirty thousand questions is held against the entries in half a minute.

One question takes some three milliseconds, a third of it for its vector. A batch of vectors takes a fifth of that; the same
words are matched once; and what is left is shared out among the processors, each with an index of its own.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from itertools import chain

from bot.matching import batch_scoring
from bot.matching.knowledge_index import KnowledgeIndex
from bot.matching.scorers import RidgeScorer
from bot.model import Match

Open = Callable[[], KnowledgeIndex]
"""Opens the same index once more; it must be one that can be sent to another process."""

FEW = 3_000
"""Texts below which other processes take longer to begin than they save."""
_PART = 256


def matches(index: KnowledgeIndex, texts: Sequence[str], again: Open | None = None) -> list[Match]:
    """The match of each text, as `index.match` has it. With `again`, many of them are matched on all processors."""
    distinct = list(dict.fromkeys(texts))
    parts = [distinct[start : start + _PART] for start in range(0, len(distinct), _PART)]
    found: list[list[Match]] = []
    if again is not None and len(distinct) >= FEW and (os.cpu_count() or 1) > 1:
        found += _elsewhere(again, parts)
    found += [_matched(index, part) for part in parts[len(found) :]]  # all of them, or what others were stopped at
    by_text = dict(zip(distinct, chain.from_iterable(found), strict=True))
    return [by_text[text] for text in texts]


def _matched(index: KnowledgeIndex, texts: Sequence[str]) -> list[Match]:
    scorer = index.scorer
    encoder = scorer.neighbours.encoder if isinstance(scorer, RidgeScorer) else None
    if encoder is None:
        return [index.match(text) for text in texts]
    with batch_scoring.encoded((index, index), texts, encoder.encode):
        return [index.match(text) for text in texts]


_working: dict[str, KnowledgeIndex] = {}
"""The index of a process that was begun for `matches`; nothing elsewhere."""


def _begin(again: Open) -> None:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _working["index"] = again()


def _part(texts: Sequence[str]) -> list[Match]:
    return _matched(_working["index"], texts)


def _elsewhere(again: Open, parts: Sequence[Sequence[str]]) -> Iterator[list[Match]]:
    """The matches of as many parts, from the first on, as other processes get done: all of them unless they are stopped."""
    context = multiprocessing.get_context("spawn")  # a fork of a program with threads may stand still for ever
    try:
        with ProcessPoolExecutor(os.cpu_count(), context, _begin, (again,)) as pool:
            yield from pool.map(_part, parts)
    except (OSError, BrokenExecutor):
        return
