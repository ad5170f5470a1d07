"""Which stored wordings find their entry when they are left out: what `check` measures an entry's wordings by.

Asking twenty thousand wordings takes minutes. After an edit only those are asked again that it can concern: the changed ones,
those near one of them, and the other wordings of their entries. The others' results come from the version before.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.matching.cache import Cache
from bot.matching.scorers import RidgeScorer


def left_out(
    cache: Cache, name: str, scorer: RidgeScorer, entries: Sequence[str], texts: Sequence[str], *, keep: bool
) -> NDArray[np.bool_]:
    """Whether each of `texts`, the scorer's first wordings, finds its entry; `entries` are the ids by their numbers.

    `name` stands for everything else that results depend on. With `keep` they are stored for the next version.
    """
    lines = [
        f"{entries[owner]}\t{key}" for owner, key in zip(scorer.owners, scorer.neighbours.keys[: len(texts)], strict=False)
    ]
    before = cache.left_out(name)
    known = before or {}
    changed = set(lines) ^ set(known)
    if before is not None and not changed:
        return np.array([known[line] for line in lines], bool)
    again = _concerned(lines, changed, scorer) if before is not None else range(len(lines))
    found = np.array([known.get(line, False) for line in lines], bool)
    for place in again:
        found[place] = scorer.finds(place, texts[place])
    if keep:
        cache.keep_left_out(name, dict(zip(lines, found.tolist(), strict=True)))
    return found


def _concerned(lines: Sequence[str], changed: set[str], scorer: RidgeScorer) -> Sequence[int]:
    """Places of the wordings whose result may be another once these lines came or went, ascending."""
    owners = {line.partition("\t")[0] for line in changed}
    places = {place for place, line in enumerate(lines) if line in changed or line.partition("\t")[0] in owners}
    for line in changed:
        if len(places) == len(lines):
            break
        near = scorer.neighbours.near(line.partition("\t")[2]).numbers
        places.update(near[near < len(lines)].tolist())
    return sorted(places)
