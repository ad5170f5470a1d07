"""Commands killed as files get their names: all of it is done, or nothing (`tests.faults.commands` tries every step)."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.faults.commands import TRIALS, Tally, Trial, killed_at, whole_run

NAMED = ("import", "restore", "move-store")
NAMING = ("os.rename", "os.link")


@pytest.mark.skipif(sys.platform == "win32", reason="ends a process as a signal does")
@pytest.mark.parametrize("trial", [pytest.param(one, id=one.name) for one in TRIALS if one.name in NAMED])
def test_killed_as_files_get_their_names_a_command_has_done_all_or_nothing(trial: Trial, tmp_path: Path) -> None:
    steps, _ = whole_run(trial, tmp_path)
    named = [number for number, step in enumerate(steps, 1) if step in NAMING]
    tally = Tally()
    for step in sorted({*named, *(number + 1 for number in named)}):
        killed_at(trial, tmp_path, tally, step=step)
    assert tally.broken == []
    assert sum(tally.found.values()) >= 2
