"""Everything moves from a file to a server and back, compared; what stopped half way is never taken for everything."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.hot_reload import backup
from bot.model import Block, Conversation, Decision, OutboxMessage, Question, Reply
from bot.ports import Store
from bot.store import database_move
from bot.store.open_database import open_server
from bot.store.sqlite_store import SqliteStore
from tests import postgres_rig
from tests.house import ROOT


@pytest.fixture
def other(postgres_server: str) -> str:
    """Tables on a server that nothing has been made of yet."""
    return postgres_rig.fresh(postgres_server, "moved")


def fill(store: Store, count: int = 40) -> None:
    """A little of everything, with what databases find hard."""
    for number in range(count):
        question = Question(
            f"问题{number}\x00'\"\\\t\n𠮷", f"telegram:{number}", f"telegram:{number}", "telegram", f"w{number}"
        )
        store.receive("telegram:1", str(number), '{"text": "a\\tb"}')
        store.record(question, Reply("", Decision.UNKNOWN, ()), "hash")
        store.hand_over(question)
        store.save_conversation(Conversation(f"telegram:{number}", "", ("a-b-c",), number + 1))
        store.note_step("telegram:1", str(number), "sent/1", "x")
        store.queue(OutboxMessage("telegram", f"telegram:{number}", f"k{number}", (Block("text", "答"),)))
    store.place(1)
    store.forget(f"telegram:{count - 1}")  # its number must not be given again
    store.secret("cookies")
    store.enter("hash")


def seen(store: Store, count: int = 40) -> list[object]:
    """What is asked of a store afterwards."""
    return [
        store.pending("telegram:1"),
        [store.recorded(number) for number in range(1, count + 1)],
        store.handovers(),
        store.inquiries("open"),
        [store.conversation(f"telegram:{number}") for number in range(count)],
        store.steps("telegram:1"),
        store.waiting("telegram"),
        store.secret("cookies"),
        store.version(),
        store.tallies(),
    ]


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "jianhui.db"
    with closing(SqliteStore(path)) as store:
        fill(store)
    return path


def test_everything_moves_to_a_server_and_back_and_counting_goes_on(filled: Path, other: str, tmp_path: Path) -> None:
    with closing(SqliteStore(filled)) as store:
        before = seen(store)
    moved = database_move.move(str(filled), other)
    assert moved["questions"] == 39
    assert moved["inbox"] == 40
    with closing(open_server(other)) as store:
        assert seen(store) == before
        assert store.record(Question("新", "c", "a", "telegram"), Reply("", Decision.UNKNOWN, ()), "") == 41
    back = tmp_path / "back" / "jianhui.db"
    assert database_move.move(other, str(back))["questions"] == 40
    with closing(SqliteStore(back)) as store:
        assert store.recorded(41) is not None
        assert seen(store)[2:] == before[2:]
        assert store.record(Question("新", "c", "a", "telegram"), Reply("", Decision.UNKNOWN, ()), "") == 42


def test_a_target_that_holds_anything_is_refused_and_left_alone(filled: Path, other: str, tmp_path: Path) -> None:
    with closing(open_server(other)) as store:
        store.receive("telegram:1", "1", "x")
        with pytest.raises(StoreError, match="已有数据"):
            database_move.move(str(filled), other)
        assert len(store.pending("telegram:1")) == 1
    there = tmp_path / "there.db"
    SqliteStore(there).close()
    with pytest.raises(StoreError, match="已有数据"):
        database_move.move(str(filled), str(there))


@pytest.mark.parametrize("kind", ["server", "file"])
def test_a_move_that_is_killed_leaves_no_target_or_one_that_is_refused(
    kind: str, filled: Path, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    target = request.getfixturevalue("other") if kind == "server" else str(tmp_path / "new.db")
    before = filled.read_bytes()
    script = (
        "import os, signal, sys; from bot.store import database_move, schema_tables\n"
        "names = schema_tables.columns()\n"
        "class Deadly(dict):\n"
        "    def __iter__(self):\n"
        "        for number, name in enumerate(names):\n"
        "            if number == 9: os.kill(os.getpid(), signal.SIGKILL)\n"
        "            yield name\n"
        "whole = schema_tables.columns\n"
        "calls = []\n"
        "def columns():\n"
        "    return Deadly(names) if sys._getframe(1).f_code.co_name == 'move' else names\n"
        "schema_tables.columns = columns\n"
        "database_move.move(sys.argv[1], sys.argv[2])\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(filled), target], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert filled.read_bytes() == before
    if kind == "file":  # it gets its name at the end
        assert not Path(target).exists()
        database_move.move(str(filled), target)
        assert [path.name for path in tmp_path.glob("*new*")] == ["new.db"], "nothing is left over"
        assert not list(tmp_path.glob(".moving-*"))
        return
    with pytest.raises(StoreError, match="不完整"):
        open_server(target).close()
    with pytest.raises(StoreError, match="不完整"):
        database_move.move(str(filled), target)


def test_a_source_that_is_served_is_refused(filled: Path, other: str) -> None:
    from bot.store import lock

    with lock.data_folder_lock(filled.parent), pytest.raises(StoreError, match="停止"):
        database_move.move(str(filled), other)
    with closing(open_server(other)) as store:
        assert store.hold("telegram:1")
        with pytest.raises(StoreError, match="停止"):
            database_move.move(other, str(filled.with_name("b.db")))


def test_the_command_says_what_it_moved(filled: Path, other: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "move-store", str(filled), other],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", env=os.environ | {"PYTHONUTF8": "1"}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "questions：39 行，核对一致" in done.stdout
    with closing(sqlite3.connect(filled)) as kept:
        assert kept.execute("SELECT COUNT(*) FROM questions").fetchone() == (39,)


def test_a_server_in_use_is_backed_up_and_what_is_restored_moves_to_an_empty_one(
    filled: Path, other: str, postgres_server: str, tmp_path: Path
) -> None:
    database_move.move(str(filled), other)
    with closing(open_server(other)) as store:
        assert store.hold("telegram:1")
        before = seen(store)
        made = backup.make(tmp_path / "a.zip", tmp_path / "data", {}, other)
    assert (made.rows["questions"], made.rows["inbox"]) == (39, 40)
    backup.restore(tmp_path / "a.zip", tmp_path / "back", {})
    empty = postgres_rig.fresh(postgres_server, "restored")
    database_move.move(str(tmp_path / "back" / "jianhui.db"), empty)
    with closing(open_server(empty)) as store:
        assert seen(store) == before
