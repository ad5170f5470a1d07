"""Commands killed in their last steps on the disk: all of it is done, or nothing (all steps: `tests.faults.commands`)."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.faults.commands import TRIALS, Tally, Trial, killed_at, whole_run

LAST = {"import": 9, "restore": 7, "move-store": 4}
"""So many of the last steps of each: where the files get their names."""


@pytest.mark.skipif(sys.platform == "win32", reason="ends a process as a signal does")
@pytest.mark.parametrize("trial", [one for one in TRIALS if one.name in LAST], ids=str)
def test_killed_as_files_get_their_names_a_command_has_done_all_or_nothing(trial: Trial, tmp_path: Path) -> None:
    steps, _ = whole_run(trial, tmp_path)
    tally = Tally()
    for step in range(steps - LAST[trial.name] + 1, steps + 1):
        killed_at(trial, tmp_path, tally, step=step)
    assert tally.broken == []
    assert len(tally.found) == 2, "the steps were before and after what counts"
