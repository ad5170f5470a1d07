"""A small part of `python -m tests.faults.fuzz`, the same each time: nothing that reads crashes or takes long."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.faults.fuzz import TARGETS, VARIED, run


@pytest.mark.parametrize("name", TARGETS)
def test_whatever_comes_is_read_or_refused(name: str) -> None:
    seen: Counter[str] = Counter()
    run(name, 800, 1, seen)
    assert seen["inputs"] >= 800 // VARIED * VARIED // 2
