"""kill -9 while browsers post and an admin edits: nothing that was confirmed is lost. `python -m tests.web_kills` for more."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web_kills import Runner

KILLS = 3


def test_killed_again_and_again_nothing_confirmed_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIANHUI_ADMINS", "")  # put back afterwards
    runner = Runner(tmp_path)
    done, length = runner.confirmed, 1.5
    while runner.lives < KILLS or not (done.questions and done.form and done.edits):
        assert length < 60, "a life of a minute confirmed nothing"
        runner.live(length)
        length *= 1 if runner.lives < KILLS else 2  # a busy machine confirms little in a second
    runner.settle()
    assert runner.lost() == []
    assert done.refused == []
