"""The store's file: its schema and upgrades, crashes, other processes, and what can be wrong with it."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.errors import StoreError
from bot.model import About, Choice, Conversation, Decision, Question, Reply
from bot.store import migrations
from bot.store.sqlite_store import SqliteStore

ROOT = Path(__file__).resolve().parent.parent
NOBODY = 65534
POSIX_ONLY = pytest.mark.skipif(os.name != "posix", reason="file modes and signals of POSIX")


def asked(text: str = "建会要多少人") -> Question:
    return Question(text, "telegram:7", "telegram:7", "telegram")


def answered() -> Reply:
    return Reply("建会要多少人", Decision.ANSWER, (), "setup-steps", 0.97, (Choice("setup-steps", "怎样建会", 0.4),))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "jianhui.db"


# ---------------------------------------------------------------- schema and upgrades

SCHEMA = "\n" + (ROOT / "bot" / "store" / "schema.sql").read_text("utf-8")
"""The final schema, pinned; after a new migration write it anew with what the test prints."""


def schema(path: Path) -> str:
    """The file's own tables and indexes by name, without those that SQLite and sqlite-utils add."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name NOT GLOB '_sqlite*'"
            " AND name NOT GLOB 'sqlite_*' ORDER BY name"
        )
        return "\n" + "".join(f"{sql};\n" for (sql,) in rows)


@pytest.mark.skipif(sqlite3.sqlite_version_info < (3, 37), reason="strict tables came with SQLite 3.37")
def test_the_schema_is_the_pinned_one(path: Path) -> None:
    SqliteStore(path).close()
    assert schema(path) == SCHEMA


def test_a_file_of_the_first_version_is_upgraded_and_keeps_its_messages(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrations.migrate(connection, migrations.STEPS[:1])
        connection.execute("INSERT INTO inbox (channel, key, payload, received) VALUES ('telegram', '1', '你好', 5.0)")
        assert migrations.version(connection) == 1
    with closing(SqliteStore(path)) as store:
        assert [update.payload for update in store.pending("telegram")] == ["你好"]
        assert store.record(asked(), answered(), "") == 1
    with closing(SqliteStore(path.with_name("new.db"))):
        assert schema(path) == schema(path.with_name("new.db"))


def test_a_conversation_from_before_the_cases_is_kept_without_any(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrations.migrate(connection, migrations.STEPS[:4])
        connection.execute("INSERT INTO conversations VALUES ('telegram:7', 'setup-steps', '[\"a\"]', 3, '', 5.0)")
    with closing(SqliteStore(path)) as store:
        assert store.conversation("telegram:7") == Conversation("telegram:7", "setup-steps", ("a",), 3, "", 5.0)


def test_questions_left_for_a_person_before_there_were_inquiries_are_found_and_placed(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrations.migrate(connection, migrations.STEPS[:12])
        connection.execute(
            "INSERT INTO handovers (asked, channel, conversation, asker, wire, text, context)"
            " VALUES (5.0, 'telegram', 'telegram:7', 'telegram:7', '1', '市总电话是多少', '[]')"
        )
    with closing(SqliteStore(path)) as store:
        (old,) = store.unplaced(9)
        assert (old.id, old.kind, old.text) == (1, "human", "市总电话是多少")
        assert store.place(old.id) == 1


def test_questions_that_are_left_for_a_person_already_are_not_found_again_after_the_upgrade(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrations.migrate(connection, [step for step in migrations.STEPS if step.__name__ < "m026"])
        for number in (1, 2):
            connection.execute(
                "INSERT INTO questions (asked, channel, conversation, asker, wire, text, decision, entry, confidence, choices,"
                " knowledge) VALUES (5.0, 'telegram', 'telegram:7', 'telegram:7', ?, '问', 'unknown', '', 0.1, '[]', '')",
                [f"w{number}"],
            )
        connection.execute(
            "INSERT INTO handovers (asked, channel, conversation, asker, wire, text, context, kind, record)"
            " VALUES (5.0, 'telegram', 'telegram:7', 'telegram:7', 'w1', '问', '[]', 'unknown', 1)"
        )
    with closing(SqliteStore(path)) as store:
        assert [one.id for one in store.unhandled_questions(9.0, 9)] == [2]
        store.hand_over(replace(asked("问"), wire="w2"), kind="unknown", record=2)
        assert store.unhandled_questions(9.0, 9) == ()


def test_what_was_on_its_way_and_what_messages_were_about_survive_the_upgrade(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrations.migrate(connection, migrations.STEPS[:17])
        for number, key in enumerate(("case:3", "case:3:again:2", "case:3:1:12", "digest:2026-W47:telegram:7"), 1):
            connection.execute(
                "INSERT INTO outbox (channel, conversation, key, blocks, buttons, created, state)"
                " VALUES ('telegram', 'telegram:7', ?, '[]', '[]', 5.0, 'sent')",
                [key],
            )
            connection.execute("INSERT INTO posted VALUES (?, ?)", [f"telegram:7:{number}", number])
        connection.execute(
            "INSERT INTO inbox (channel, key, payload, received) VALUES ('telegram.sent:42', '7/ab', 'telegram:7:9', 5.0)"
        )
    with closing(SqliteStore(path)) as store:
        posted = [store.posted(f"telegram:7:{number}") for number in range(1, 5)]
        abouts = [one.about for one in posted if one is not None]
        assert abouts == [About("post", 3), About("post", 3, 2), About("answer", 12, 1), None]
        assert store.steps("telegram:42") == {"7": {"sent/ab": "telegram:7:9"}}
        assert store.pending("telegram.sent:42") == ()


def test_a_step_that_fails_leaves_the_file_as_it_was(path: Path) -> None:
    SqliteStore(path).close()
    before = schema(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        good = lambda db: db.execute("CREATE TABLE letters (id INTEGER)")  # noqa: E731  # a step, in one line
        bad = lambda db: db.execute("CREATE TABLE inbox (id INTEGER)")  # noqa: E731
        good.__name__, bad.__name__ = "m098_letters", "m099_again"
        with pytest.raises(sqlite3.OperationalError):
            migrations.migrate(connection, (*migrations.STEPS, good, bad))
        assert migrations.version(connection) == len(migrations.STEPS)
    assert schema(path) == before
    SqliteStore(path).close()


def test_an_older_programs_migration_leaves_a_newer_file_alone(path: Path) -> None:
    SqliteStore(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrations.migrate(connection, migrations.STEPS[:2])  # it saw an empty file, then waited for the newer program
        assert migrations.version(connection) == len(migrations.STEPS)


def test_steps_are_numbered_in_order() -> None:
    numbers = [int(step.__name__[1:4]) for step in migrations.STEPS]
    assert numbers == sorted(set(numbers))


def test_a_file_in_order_opens_without_importing_sqlite_utils(path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from bot.store.sqlite_store import SqliteStore\n"
        "SqliteStore(Path(sys.argv[1])).close(); print('sqlite_utils' in sys.modules)"
    )
    first, second = (finished(run(script, path)) for _ in range(2))
    assert (first, second) == ("True\n", "False\n")  # it costs 100–300 ms, at every `jianhui ask`


def test_what_was_kept_is_there_after_reopening(path: Path) -> None:
    with closing(SqliteStore(path)) as store:
        store.receive("telegram", "1", "你好")
        number = store.record(asked(), answered(), "abc")
        store.save_conversation(Conversation("telegram:7", "setup-steps"))
        left = store.hand_over(asked())
    with closing(SqliteStore(path)) as store:
        assert [update.payload for update in store.pending("telegram")] == ["你好"]
        assert store.recorded(number) is not None
        assert store.conversation("telegram:7") is not None
        assert store.handovers() == (left,)


def test_a_handovers_context_is_readable_json(path: Path) -> None:
    with closing(SqliteStore(path)) as store:
        store.record(asked("怎样建会"), answered(), "")
        store.hand_over(asked("怎样建会"))
    with closing(sqlite3.connect(path)) as connection:
        ((context,),) = connection.execute("SELECT context FROM handovers")
    assert json.loads(context)[0]["text"] == "怎样建会"
    assert "怎样建会" in context


@POSIX_ONLY
def test_only_its_owner_can_read_the_file(path: Path) -> None:
    with closing(SqliteStore(path)) as store:
        store.receive("telegram", "1", "你好")
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in (path.parent, *path.parent.iterdir())}
    assert modes == {"data": 0o700, "jianhui.db": 0o600, "jianhui.db-wal": 0o600, "jianhui.db-shm": 0o600}


def test_deleted_words_are_gone_from_the_file(path: Path) -> None:
    with closing(SqliteStore(path)) as store:
        store.record(asked("一个秘密的问题"), answered(), "")
    assert "一个秘密的问题".encode() in path.read_bytes()
    with closing(SqliteStore(path)) as store:
        store.expire(time.time() + 1)
    assert "一个秘密的问题".encode() not in path.read_bytes()


# ---------------------------------------------------------------- crashes and other processes


def run(script: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")


def finished(process: subprocess.Popen[str]) -> str:
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return output


def test_messages_received_before_a_kill_are_not_lost(path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from bot.store.sqlite_store import SqliteStore\n"
        "store, number = SqliteStore(Path(sys.argv[1])), 0\n"
        "while store.receive('telegram', str(number), '你好'):\n"
        "    print(number, flush=True); number += 1"
    )
    with run(script, path) as process:
        assert process.stdout is not None
        promised = [process.stdout.readline().strip() for _ in range(50)]
        process.kill()
        promised += process.stdout.read().split()
    with closing(SqliteStore(path)) as store:
        kept = [update.key for update in store.pending("telegram")]
    assert len(promised) >= 50
    assert kept[: len(promised)] == promised


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[sqlite3.Connection]:
    """The real connections that a store opens, to look at what they do and to tighten their limits."""
    opened: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def remember(*arguments: Any, **options: Any) -> sqlite3.Connection:
        opened.append(connect(*arguments, **options))
        return opened[-1]

    monkeypatch.setattr(sqlite3, "connect", remember)
    return opened


def test_promises_wait_for_the_disk_and_the_rest_does_not(path: Path, connections: list[sqlite3.Connection]) -> None:
    with closing(SqliteStore(path)) as store:
        (connection,) = connections
        levels = []
        for act in (
            lambda: store.receive("telegram", "1", "你好"),
            lambda: store.done("telegram", "1"),
            lambda: store.hand_over(asked()),
            lambda: store.record(asked(), answered(), ""),
        ):
            act()
            levels += connection.execute("PRAGMA synchronous").fetchone()
        assert levels == [2, 1, 2, 1]  # 2 is FULL: a kill can't tell the two apart, a power cut can
        assert tuple(connection.execute("PRAGMA journal_mode").fetchone()) == ("wal",)
        assert tuple(connection.execute("PRAGMA foreign_keys").fetchone()) == (1,)


TOGETHER = (
    "import sys, time; from pathlib import Path; from bot.store.sqlite_store import SqliteStore\n"
    "from bot.model import Decision, Question, Reply; import sqlite_utils\n"
    "print('ready', flush=True); path, name, start = Path(sys.argv[1]), sys.argv[2], float(sys.stdin.readline())\n"
)
"""Begins a script that waits, everything imported, until it is told on its input when to `start` (Unix time)."""


def together(script: str, path: Path, names: str) -> None:
    """Runs a script in several processes, one for each letter, that start at the same moment."""
    processes = [run(TOGETHER + script, path, name) for name in names]
    for process in processes:
        assert process.stdout is not None
        process.stdout.readline()
    start = time.time() + 0.05
    for process in processes:
        assert process.stdin is not None
        process.stdin.write(f"{start}\n")
        process.stdin.flush()
    for process in processes:
        finished(process)


def test_two_processes_may_write_at_once(path: Path) -> None:
    SqliteStore(path).close()
    script = (
        "store = SqliteStore(path); time.sleep(max(0, start - time.time()))\n"
        "for number in range(400):\n"
        "    number % 10 or store.receive(name, str(number), 'x')\n"
        "    store.record(Question('怎样建会', 'c', 'a', name, str(number)), Reply('', Decision.UNKNOWN, ()), '')\n"
    )
    together(script, path, "ab")
    with closing(SqliteStore(path)) as store:
        assert [len(store.pending(name)) for name in "ab"] == [40, 40]
        assert sum(store.recorded(number) is not None for number in range(801)) == 800


def test_processes_may_open_a_new_file_at_once(tmp_path: Path) -> None:
    script = (
        "for number in range(12):\n"
        "    while time.time() < start + number * 0.06: pass\n"  # sleeping would let them start apart
        "    SqliteStore(path / str(number) / 'jianhui.db').receive('telegram', name, 'x')\n"
    )
    together(script, tmp_path, "abcd")
    for number in range(12):
        with closing(SqliteStore(tmp_path / str(number) / "jianhui.db")) as store:
            assert len(store.pending("telegram")) == 4


# ---------------------------------------------------------------- what can be wrong with it


@contextmanager
def refused(path: Path, *words: str) -> Iterator[None]:
    """Expects a StoreError: one Chinese text that names the file, says what to do and shows nothing of SQLite's own words."""
    with pytest.raises(StoreError) as caught:
        yield
    sentence = str(caught.value)
    assert str(path) in sentence
    assert sentence.endswith("。")
    assert not re.search("[{}]|malformed|locked|unable|attempt|failed", sentence.replace(str(path), ""))
    assert [word for word in words if word not in sentence] == []
    assert caught.value.__cause__ is not None or "升级" in words


def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("这是一份表格，不是数据库\n" * 100, "utf-8")
    with refused(path, "不是数据库", "备份"):
        SqliteStore(path)
    assert path.read_text("utf-8").startswith("这是一份表格")


def test_a_damaged_file_is_refused(path: Path) -> None:
    with closing(SqliteStore(path)) as store:
        for number in range(300):
            store.record(asked("怎样建会" * 20), answered(), str(number))
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))  # the first page, with the schema, is whole
    with refused(path, "已损坏", "备份"), closing(SqliteStore(path)) as store:
        store.recorded(5)


def test_a_file_of_a_newer_program_is_refused_and_left_alone(path: Path) -> None:
    SqliteStore(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with refused(path, "第 99 版", f"第 {len(migrations.STEPS)} 版", "升级"):
        SqliteStore(path)
    with closing(sqlite3.connect(path)) as connection:
        assert migrations.version(connection) == 99


def test_a_file_that_another_process_is_writing_is_refused_after_a_wait(path: Path) -> None:
    with closing(SqliteStore(path, patience=0.05)) as store, closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with refused(path, "其他程序"):
            store.receive("telegram", "1", "你好")
        with refused(path, "其他程序"):
            SqliteStore(path, patience=0.05)
        other.rollback()
        assert store.receive("telegram", "1", "你好")


@pytest.mark.timed
def test_a_new_file_that_another_process_holds_is_refused_after_a_wait(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        began = time.monotonic()
        with refused(path, "其他程序"):
            SqliteStore(path, patience=0.2)
        assert 0.2 <= time.monotonic() - began < 20


def test_a_full_disk_is_reported_and_nothing_half_done_stays(path: Path, connections: list[sqlite3.Connection]) -> None:
    with closing(SqliteStore(path)) as store:
        (pages,) = connections[0].execute("PRAGMA page_count").fetchone()
        connections[0].execute(f"PRAGMA max_page_count = {pages}")  # SQLite's own limit gives the same error as the disk's
        with refused(path, "磁盘已满", "清理磁盘"):
            store.receive("telegram", "1", "你好" * 50_000)
        assert store.pending("telegram") == ()
        assert store.receive("telegram", "1", "你好")


@POSIX_ONLY
def test_a_disk_that_refuses_to_write_is_reported(path: Path) -> None:
    script = (
        "import resource, sys; from pathlib import Path\n"
        "from bot.store.sqlite_store import SqliteStore; from bot import errors\n"
        "store = SqliteStore(Path(sys.argv[1]))\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "try:\n"
        "    store.receive('telegram', '1', 'x' * 200_000)\n"
        "except errors.StoreError as error:\n"
        "    print(error, error.__cause__.sqlite_errorname)"
    )
    output = finished(run(script, path))
    assert "磁盘出错" in output
    assert "SQLITE_IOERR" in output


def test_an_unforeseen_error_is_named_and_the_store_goes_on(path: Path) -> None:
    with closing(SqliteStore(path)) as store:
        with refused(path, "SQLITE_CONSTRAINT_NOTNULL", "日志"):
            store.record(asked(), replace(answered(), confidence=float("nan")), "")  # SQLite stores it as NULL
        assert store.record(asked(), answered(), "") == 1


def test_a_folder_that_is_a_file_is_refused(path: Path) -> None:
    path.parent.write_text("")
    with refused(path, str(path.parent), "JIANHUI_DATA"):
        SqliteStore(path)


def test_a_file_that_is_a_folder_is_refused(path: Path) -> None:
    path.mkdir(parents=True)
    with refused(path, "打不开"):
        SqliteStore(path)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users can reach, which pytest's own can't be."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o777)  # noqa: S103  # the point of it
        yield Path(name)


@contextmanager
def as_plain_user() -> Iterator[None]:
    """Drops root's rights for a while: root may write anywhere, so a test run by root would see nothing refused."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@POSIX_ONLY
def test_a_folder_that_cannot_be_written_is_refused(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    path = open_folder / "jianhui.db"
    with as_plain_user(), refused(path, "不能写入", str(open_folder), "JIANHUI_DATA"):
        SqliteStore(path)
    with as_plain_user(), refused(path.parent / "data" / "jianhui.db", "不能写入"):
        SqliteStore(path.parent / "data" / "jianhui.db")


@POSIX_ONLY
def test_a_file_that_cannot_be_written_is_refused_when_it_is_opened(open_folder: Path) -> None:
    path = open_folder / "jianhui.db"
    with as_plain_user():
        SqliteStore(path).close()
        path.chmod(0o444)
        with refused(path, "不能写入"):
            SqliteStore(path)
