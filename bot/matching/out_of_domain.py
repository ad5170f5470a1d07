"""What is none of our business: questions of everyday life that teach what to refuse.

They form one more class beside the entries, and the other side of the field's border (bot.matching.field_boundary). A question
that sounds like them loses its lead, whatever entry it is nearest to. Lines that a base answers after all are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.matching.character_ratio import ratios
from bot.normalise import key

_FILE = Path(__file__).resolve().parent / "out_of_domain.txt"
TOO_NEAR = 60.0
"""Likeness (0–100, rapidfuzz ratio) to a stored wording from which a line is taken to be this base's business."""


@cache
def lines() -> tuple[str, ...]:
    """The keys of all lines, in file order."""
    text = _FILE.read_text("utf-8")
    return tuple(key(line) for line in text.splitlines() if line and not line.startswith("#"))


def without_known(keys: Sequence[str]) -> NDArray[np.int64]:
    """Numbers of the lines that lie apart from all of these keys, ascending."""
    if not keys:
        return np.arange(0)
    return np.flatnonzero(ratios(lines(), keys, TOO_NEAR).max(axis=1) < TOO_NEAR)


def foreign_keys(numbers: NDArray[np.int64]) -> list[str]:
    """The keys of lines."""
    every = lines()
    return [every[number] for number in numbers]
