"""Names in the order of the strokes of their characters (姓氏笔画): how lists of candidates are read out and printed.

Surnames with fewer strokes come first, then given names, character by character. Of surnames that count the same the one
given first comes first: which stroke a character begins with isn't in the table (`bot/hanzi/strokes.txt`), and that would
decide. A character that isn't in the table comes last.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).resolve().parent.parent / "hanzi" / "strokes.txt"
_UNKNOWN = 99


@cache
def _counts() -> dict[str, int]:
    lines = (line.split(" ", 1) for line in _TABLE.read_text("utf-8").splitlines())
    return {character: int(count) for count, characters in lines for character in characters}


def strokes(name: str) -> tuple[int, ...]:
    """How many strokes each character of a name has; 99 when that isn't known."""
    return tuple(_counts().get(character, _UNKNOWN) for character in name)


def by_strokes(rows: Sequence[Mapping[str, str]], column: str) -> tuple[Mapping[str, str], ...]:
    """The rows of a list in the order of the strokes of the names in a column; equal ones stay as they were."""
    names = [row.get(column, "") for row in rows]
    surnames = [name[:1] for name in names]
    ranked = sorted(
        range(len(rows)), key=lambda at: (strokes(surnames[at]), surnames.index(surnames[at]), strokes(names[at][1:]))
    )
    return tuple(rows[at] for at in ranked)
