"""How alike texts are in their order of characters: rapidfuzz's ratio for many at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz, process

from bot.matching.arrays import Floats


def ratios(questions: Sequence[str], keys: Sequence[str], least: float = 0.0) -> Floats:
    """Normalised insertions-and-deletions likeness, 0–100; shape (questions, keys). Below `least` it is 0, and quicker."""
    workers = 1 if len(questions) == 1 else -1
    return process.cdist(questions, keys, scorer=fuzz.ratio, score_cutoff=least, dtype=np.float32, workers=workers)
