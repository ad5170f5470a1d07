"""Lines of a table whose columns stand under each other in a terminal, Chinese counted as two columns wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from math import ceil


def line(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Cells in one line: the first to the left, the others to the right of their columns (widths in narrow characters)."""
    first, *others = zip(cells, widths, strict=True)
    return "  ".join([_padded(*first)[0], *(_padded(*other)[1] for other in others)]).rstrip()


def _padded(cell: str, width: int) -> tuple[str, str]:
    """The cell with its blanks behind it, and before it."""
    blanks = " " * (width - sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in cell))
    return cell + blanks, blanks + cell


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share (0–1) of the values doesn't exceed; values must not be empty."""
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)]
