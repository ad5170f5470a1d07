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
TOO_NEAR = 85.0
"""Likeness (0–100, rapidfuzz ratio) to a stored wording from which a line is taken to be this base's business.

Not lower: 村民小组长怎么选 and 小组长怎么选 lie at 86, and the lines that sound nearest to ours teach most. Of 1,900 lines five
lie above it.
"""


@cache
def lines() -> tuple[str, ...]:
    """The keys of all lines, in file order."""
    text = _FILE.read_text("utf-8")
    return tuple(key(line) for line in text.splitlines() if line and not line.startswith("#"))


def without_known(keys: Sequence[str]) -> NDArray[np.int64]:
    """Numbers of the lines that lie apart from all of these keys, ascending."""
    ordered = sorted(keys, key=len)
    held, sizes = _characters(ordered), np.array([len(one) for one in ordered])
    share = 1 - TOO_NEAR / 100
    lengths = np.array([len(line) for line in lines()])
    # of a length that a near one can have
    shortest = np.searchsorted(sizes, lengths * (1 - share) / (1 + share))
    longest = np.searchsorted(sizes, lengths * (1 + share) / (1 - share) + 1)
    apart = []
    for number, (line, own, first, last) in enumerate(zip(lines(), _line_characters(), shortest, longest, strict=True)):
        if first >= last:
            apart.append(number)
            continue
        # a character that only one of two texts has takes a change at least: most pairs needn't be looked at in full
        changes = _bits(held[first:last] ^ own)
        near = first + np.flatnonzero(changes <= (sizes[first:last] + len(line)) * share)
        if not len(near) or ratios([line], [ordered[one] for one in near], TOO_NEAR).max() < TOO_NEAR:
            apart.append(number)
    return np.array(apart, np.int64)


@cache
def _line_characters() -> NDArray[np.uint64]:
    """Those of every line."""
    return _characters(lines())


def _characters(keys: Sequence[str]) -> NDArray[np.uint64]:
    """The characters of each key as a set of 64 bits; some characters share one."""
    return np.array([sum(1 << place for place in {ord(one) % 64 for one in text}) for text in keys], np.uint64)


def _bits(sets: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """How many bits are set in each (H. Warren, Hacker's Delight, figure 5-2)."""
    one, two, four = (np.uint64(number) for number in (0x5555555555555555, 0x3333333333333333, 0x0F0F0F0F0F0F0F0F))
    pairs = sets - ((sets >> np.uint64(1)) & one)
    nibbles = (pairs & two) + ((pairs >> np.uint64(2)) & two)
    octets = (nibbles + (nibbles >> np.uint64(4))) & four
    return np.asarray((octets * np.uint64(0x0101010101010101)) >> np.uint64(56), np.uint64)


def foreign_keys(numbers: NDArray[np.int64]) -> list[str]:
    """The keys of lines."""
    every = lines()
    return [every[number] for number in numbers]
