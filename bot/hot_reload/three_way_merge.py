"""Takes one change of a text back out of it after others were made: line by line, where they don't touch."""

from __future__ import annotations

from difflib import SequenceMatcher

_Hunk = tuple[int, int, list[str]]
"""Lines of the common text from, to, and what takes their place."""


def merge(common: str, one: str, other: str) -> str | None:
    """The common text with the changes of both; None where they touch the same lines or neighbours."""
    lines = common.splitlines(keepends=True)
    mine, theirs = _hunks(lines, one), _hunks(lines, other)
    if any(start <= end_ and start_ <= end for start, end, _ in mine for start_, end_, _ in theirs):
        return None
    out: list[str] = []
    at = 0
    for start, end, fresh in sorted(mine + theirs, key=lambda hunk: hunk[:2]):
        out += lines[at:start] + fresh
        at = end
    return "".join(out + lines[at:])


def _hunks(lines: list[str], text: str) -> list[_Hunk]:
    fresh = text.splitlines(keepends=True)
    found = SequenceMatcher(None, lines, fresh, autojunk=False).get_opcodes()
    return [(start, end, fresh[begin:stop]) for kind, start, end, begin, stop in found if kind != "equal"]
