"""`jianhui health` says what waits and what runs short, to people and to programs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot import wording
from bot.model import Block, ConversationRef, Decision, OutboxMessage, Question, Reply
from bot.store import lock
from bot.store.sqlite_store import SqliteStore
from tests.house import ROOT, Clock, Run, inside


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return inside(tmp_path, monkeypatch, capsys)


def served(folder: Path, *, waited: float) -> None:
    """A database with a message that waits, one that was answered, one of an admin, and a question for a person."""
    clock = Clock()
    clock.now = time.time() - waited
    with closing(SqliteStore(folder / "data" / "jianhui.db", clock=clock)) as store:
        store.receive("telegram:4711", "1", "{}")
        store.receive("telegram:4711", "2", "{}")
        store.done("telegram:4711", "2")
        store.queue(OutboxMessage("telegram", str(ConversationRef("telegram", "7")), "a", (Block("text", "好"),)))
        asked = Question("怎么建会", "telegram:7", "telegram:7", "telegram", "2")
        store.record(asked, Reply(asked.text, Decision.UNKNOWN, ()), "")
        store.place(store.hand_over(asked, 0).id)
        store.enter("abc")


def test_a_service_that_runs_and_answers_is_well(run: Run, tmp_path: Path) -> None:
    served(tmp_path, waited=5)
    with lock.data_folder_lock(tmp_path / "data"):
        done = subprocess.run(
            [sys.executable, "-m", "bot", "--data", str(tmp_path / "data"), "health", "--json"],
            capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False,
        )  # fmt: skip
    told = json.loads(done.stdout)
    assert (done.returncode, told["ok"], told["problems"]) == (0, True, [])
    (load,) = told["channels"]
    assert (load["channel"], load["waiting"], load["unsent"], load["aside"]) == ("telegram", 1, 1, 0)
    assert (told["serving"], told["open_inquiries"], told["knowledge_version"]) == (True, 1, 1)
    assert abs(told["oldest_inquiry"] - time.time()) < 600


def test_what_waits_too_long_and_a_service_that_stopped_are_problems(run: Run, tmp_path: Path) -> None:
    served(tmp_path, waited=1200)
    done = run("--data", "data", "health")
    out = done.stdout
    assert done.returncode == 1
    assert wording.HEALTH_STOPPED in out
    said = [wording.HEALTH_SLOW.format(channel="telegram", count=1, minutes=minutes) for minutes in range(20, 40)]
    assert any(one in out for one in said), out  # however slow the machine is
    assert wording.HEALTH_WELL not in out


def test_a_backup_that_is_set_and_missing_is_a_problem(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served(tmp_path, waited=5)
    monkeypatch.setenv("JIANHUI_BACKUP_FOLDER", str(tmp_path / "kept"))
    assert wording.HEALTH_NO_BACKUP in run("--data", "data", "health").stdout
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "jianhui-20261129.zip").write_bytes(b"")
    assert wording.HEALTH_NO_BACKUP not in run("--data", "data", "health").stdout


def test_prometheus_gets_a_number_a_line_and_no_words_of_askers(run: Run, tmp_path: Path) -> None:
    served(tmp_path, waited=5)
    out = run("--data", "data", "health", "--prometheus").stdout
    samples = [line for line in out.splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"jianhui_[a-z_]+(\{channel=\"[a-z]+\"\})? -?[0-9.]+", line) for line in samples)
    assert 'jianhui_inbox_waiting{channel="telegram"} 1.000' in samples
    assert "怎么建会" not in out


def test_a_folder_without_a_database_is_said_to_have_none(run: Run) -> None:
    done = run("--data", "nowhere", "health")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", wording.HEALTH_STOPPED + "\n")
