"""What is none of our business: questions of everyday life that teach the ridge what to refuse.

They form one more class beside the entries. A question that sounds like them loses its lead, whatever entry it is
nearest to, so it is refused more surely than by its distance alone. Lines that a base answers after all are left out.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.matching.kernel import ratios
from bot.normalise import key

_FILE = Path(__file__).resolve().parent / "out_of_domain.txt"
TOO_NEAR = 60.0
"""Likeness (0–100, rapidfuzz ratio) to a stored wording from which a line is taken to be this base's business."""


@cache
def lines() -> tuple[str, ...]:
    """The keys of all lines, in file order."""
    text = _FILE.read_text("utf-8")
    return tuple(key(line) for line in text.splitlines() if line and not line.startswith("#"))


def apart(keys: Sequence[str]) -> NDArray[np.int64]:
    """Numbers of the lines that lie apart from all of these keys, ascending."""
    if not keys:
        return np.arange(0)
    return np.flatnonzero(ratios(lines(), keys).max(axis=1) < TOO_NEAR)


def still_apart(held: Set[str], new: Sequence[str]) -> NDArray[np.int64]:
    """Numbers of the lines among the keys `held` that lie apart from new keys too, ascending."""
    kept = np.array([number for number, line in enumerate(lines()) if line in held], np.int64)
    if not len(kept) or not new:
        return kept
    apart: NDArray[np.bool_] = ratios([lines()[number] for number in kept], new).max(axis=1) < TOO_NEAR
    return kept[apart]
