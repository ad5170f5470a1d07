"""A backup made while questions flow is whole, is put back whole, and what isn't whole isn't put back."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import threading
import time
import zipfile
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from bot import wording
from bot.errors import StoreError
from bot.hot_reload import backup, encryption
from bot.model import Decision, Question, Reply
from bot.store.sqlite_store import SqliteStore
from tests.house import START, Run, inside
from tests.papers import guides_in, knowledge_in
from tests.programs import Program

HERE = ("--data", "data", "--knowledge", "knowledge", "--guides", "guides")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    guides_in(tmp_path)
    knowledge_in(tmp_path)
    with closing(SqliteStore(tmp_path / "data" / "jianhui.db")) as store:
        asks(store, 0, 50)
    (tmp_path / ".env").write_text("JIANHUI_TELEGRAM_TOKEN=1:secret\n")
    return inside(tmp_path, monkeypatch, capsys)


def asks(store: SqliteStore, first: int, count: int) -> None:
    for number in range(first, first + count):
        question = Question(f"第{number}个问题", "telegram:7", "telegram:7", "telegram", str(number))
        store.record(question, Reply(question.text, Decision.UNKNOWN, ()), "")


def asked(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as seen:
        return [row[0] for row in seen.execute("SELECT text FROM questions ORDER BY id")]


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_backup_made_while_questions_flow_comes_back_whole(run: Run, tmp_path: Path) -> None:
    stop = threading.Event()

    def flow() -> None:
        with closing(SqliteStore(tmp_path / "data" / "jianhui.db")) as store:
            number = 50
            while not stop.is_set():
                asks(store, number, 10)
                number += 10

    writing = threading.Thread(target=flow)
    writing.start()
    try:
        done = run(*HERE, "backup", "save/b.zip")
    finally:
        stop.set()
        writing.join()
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "save" / "b.zip").stat().st_mode & 0o077 == 0
    assert [path.name for path in (tmp_path / "save").iterdir()] == ["b.zip"]
    back = run(*HERE, "restore", "save/b.zip", "--to", "there")
    assert back.returncode == 0, back.stderr
    restored, now = asked(tmp_path / "there" / "data" / "jianhui.db"), asked(tmp_path / "data" / "jianhui.db")
    assert len(restored) >= 50
    assert restored == now[: len(restored)]
    for name in ("knowledge", "guides"):
        assert everything(tmp_path / "there" / name) == everything(tmp_path / name)
    with zipfile.ZipFile(tmp_path / "save" / "b.zip") as packed:
        assert not any(b"1:secret" in packed.read(name) for name in packed.namelist())
    answered = run("--data", "there/data", "--knowledge", "there/knowledge", "--guides", "there/guides", "guides", "list")
    assert answered.returncode == 0


def test_into_its_place_it_keeps_what_was_there(run: Run, tmp_path: Path) -> None:
    run(*HERE, "backup", "b.zip")
    with closing(SqliteStore(tmp_path / "data" / "jianhui.db")) as store:
        asks(store, 50, 7)
    done = run(*HERE, "restore", "b.zip")
    assert done.returncode == 0, done.stderr
    assert len(asked(tmp_path / "data" / "jianhui.db")) == 50
    [aside] = (path for path in (tmp_path / "data").glob("jianhui.db.before-restore-*") if path.name[-1].isdigit())
    assert len(asked(aside)) == 57
    assert wording.RESTORE_LEFT.format(path="knowledge") in done.stdout


def test_nothing_damaged_is_put_back_and_nothing_is_touched(run: Run, tmp_path: Path) -> None:
    run(*HERE, "backup", "b.zip")
    whole, before = (tmp_path / "b.zip").read_bytes(), everything(tmp_path / "data")
    chance = random.Random(4)
    broken = [whole[: chance.randrange(len(whole))] for _ in range(15)]
    broken += [b"", b"PK", chance.randbytes(5000)]
    for _ in range(40):
        at = chance.randrange(len(whole))
        broken.append(whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :])
    refused = 0
    for number, content in enumerate(broken):
        (tmp_path / "broken.zip").write_bytes(content)
        done = run(*HERE, "restore", "broken.zip", "--to", f"to{number}")
        if done.returncode:
            refused += 1
            assert "Traceback" not in done.stderr
            assert not (tmp_path / f"to{number}").exists()
        else:  # a bit that says nothing, such as the hour in a zip's header: all that it holds is whole
            assert len(asked(tmp_path / f"to{number}" / "data" / "jianhui.db")) == 50
            assert everything(tmp_path / f"to{number}" / "guides") == everything(tmp_path / "guides")
    assert refused > 45
    assert everything(tmp_path / "data") == before


@pytest.mark.parametrize("name", ["../out.txt", "/out.txt", "knowledge/../../out.txt", ".env", "C:out.txt", "a\\..\\out.txt"])
def test_a_forged_backup_writes_nothing_outside(run: Run, tmp_path: Path, name: str) -> None:
    run(*HERE, "backup", "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip", "a") as packed:
        packed.writestr(name, "x")
    assert run(*HERE, "restore", "b.zip", "--to", "there").returncode == 1
    assert not (tmp_path / "there").exists()
    assert not (tmp_path / "out.txt").exists()


def test_what_can_not_be_backed_up_says_so_and_leaves_no_file(run: Run, tmp_path: Path) -> None:
    assert run("--data", "nowhere", "backup", "b.zip").returncode == 1
    (tmp_path / "data" / "jianhui.db").write_bytes(b"SQLite format 3\0" + bytes(9000))
    done = run(*HERE, "backup", "b.zip")
    assert done.returncode == 1
    assert done.stderr == wording.BACKUP_DATABASE.format(path=Path("data/jianhui.db")) + "\n" or "不完整" in done.stderr
    assert list(tmp_path.glob("*.zip")) == []


def test_an_earlier_backup_and_a_full_folder_stay(run: Run, tmp_path: Path) -> None:
    run(*HERE, "backup", "b.zip")
    assert run(*HERE, "backup", "b.zip").stderr == wording.FILE_EXISTS.format(file="b.zip") + "\n"
    assert run(*HERE, "backup", "b.zip", "--force").returncode == 0
    refused = run(*HERE, "restore", "b.zip", "--to", "knowledge")
    assert refused.stderr == wording.RESTORE_NOT_EMPTY.format(folder="knowledge") + "\n"


def test_one_a_day_is_kept_for_so_many_days(run: Run, tmp_path: Path) -> None:
    folders = {"knowledge": tmp_path / "knowledge", "guides": tmp_path / "guides"}
    times = [START + day * 86400 + hour for day in range(5) for hour in (0, 3600)]
    write = partial(backup.make, data=tmp_path / "data", folders=folders)
    made = [backup.daily(tmp_path / "kept", 3, now, write) for now in times]
    assert [one is not None for one in made] == [True, False] * 5
    assert len(list((tmp_path / "kept").iterdir())) == 3
    assert all(backup.verify(path).rows["questions"] == 50 for path in (tmp_path / "kept").iterdir())
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StoreError):
        backup.daily(tmp_path / "file", 3, START, write)


# ---------------------------------------------------------------- with a passphrase


def test_a_sealed_backup_says_nothing_and_comes_back_with_its_passphrase_alone(run: Run, tmp_path: Path) -> None:
    typed = "工会 2026\n工会 2026\n"
    done = run(*HERE, "backup", "b.zip", "--seal", typed=typed)
    assert done.returncode == 0, done.stderr
    whole = (tmp_path / "b.zip").read_bytes()
    assert not zipfile.is_zipfile(tmp_path / "b.zip")
    assert "第7个问题".encode() not in whole
    assert b"manifest" not in whole
    for wrong in ("工会2026\n", "\n"):
        refused = run(*HERE, "restore", "b.zip", "--to", "there", typed=wrong)
        assert refused.returncode == 1
        assert "口令" in refused.stderr
        assert not (tmp_path / "there").exists()
    back = run(*HERE, "restore", "b.zip", "--to", "there", typed=typed)
    assert back.returncode == 0, back.stderr
    assert len(asked(tmp_path / "there" / "data" / "jianhui.db")) == 50
    assert everything(tmp_path / "there" / "guides") == everything(tmp_path / "guides")


def test_passphrases_that_differ_make_no_backup(run: Run, tmp_path: Path) -> None:
    for typed, said in (("a\nb\n", wording.BACKUP_SEAL_DIFFERS), ("\n\n", wording.BACKUP_SEAL_EMPTY)):
        assert run(*HERE, "backup", "b.zip", "--seal", typed=typed).stderr == said + "\n"
    assert not (tmp_path / "b.zip").exists()


def test_no_byte_of_a_sealed_backup_can_be_changed_cut_or_moved_unnoticed(tmp_path: Path) -> None:
    chance = random.Random(6)
    (tmp_path / "plain").write_bytes(chance.randbytes(2_500_000))
    encryption.seal(tmp_path / "plain", tmp_path / "sealed", "口令")
    whole, chunk = (tmp_path / "sealed").read_bytes(), (1 << 20) + 16
    head = len(whole) - (2_500_000 + 3 * 16)
    parts = [whole[head : head + chunk], whole[head + chunk : head + 2 * chunk], whole[head + 2 * chunk :]]
    broken = [
        whole[:head] + parts[1] + parts[0] + parts[2],
        whole[:head] + parts[0] + parts[2],
        whole[:head] + parts[0] + parts[1],
        whole[:head],
        whole + b"\0",
        *(whole[: chance.randrange(len(whole))] for _ in range(5)),
    ]
    places = (*range(len(encryption.MAGIC), head, 5), *(chance.randrange(head, len(whole)) for _ in range(5)))
    broken += [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in places]
    for content in broken:
        (tmp_path / "broken").write_bytes(content)
        (tmp_path / "out").unlink(missing_ok=True)
        with pytest.raises(StoreError):
            encryption.unseal(tmp_path / "broken", tmp_path / "out", "口令")
    (tmp_path / "out").unlink()
    encryption.unseal(tmp_path / "sealed", tmp_path / "out", "口令")
    assert (tmp_path / "out").read_bytes() == (tmp_path / "plain").read_bytes()


# ---------------------------------------------------------------- killed in the middle


def killed(arguments: tuple[str, ...], home: Path, after: float) -> bool:
    """Start the command and kill it with -9 after so many seconds; whether it was still at work."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("JIANHUI_")}
    work = Program("-m", "bot", *arguments, env=env, cwd=home, out=Path(os.devnull))
    try:
        work.wait(after)
    except subprocess.TimeoutExpired:
        work.kill()
        work.wait()
        return True
    return False


def took(arguments: tuple[str, ...], home: Path) -> float:
    """Seconds that the command takes when it is left alone."""
    begun = time.monotonic()
    assert not killed(arguments, home, 120)
    return time.monotonic() - begun


def test_killed_at_any_moment_a_backup_is_whole_or_isnt_there(run: Run, tmp_path: Path) -> None:
    longest, interrupted = took((*HERE, "backup", "first.zip"), tmp_path), 0
    for number in range(1, 9):
        interrupted += killed((*HERE, "backup", f"b{number}.zip"), tmp_path, longest * number / 9)
        if (tmp_path / f"b{number}.zip").exists():
            assert backup.verify(tmp_path / f"b{number}.zip").rows["questions"] == 50
    assert interrupted
    assert run(*HERE, "backup", "last.zip").returncode == 0
    assert not list(tmp_path.glob(".backup-*")), "the next one clears away what was left"


def test_killed_at_any_moment_a_restore_has_put_back_all_or_nothing(run: Run, tmp_path: Path) -> None:
    run(*HERE, "backup", "b.zip")
    longest, interrupted = took((*HERE, "restore", "b.zip", "--to", "first"), tmp_path), 0
    whole = everything(tmp_path / "first")
    for number in range(1, 9):
        interrupted += killed((*HERE, "restore", "b.zip", "--to", f"to{number}"), tmp_path, longest * number / 9)
        if (tmp_path / f"to{number}").exists():
            assert everything(tmp_path / f"to{number}").keys() == whole.keys()
        killed((*HERE, "restore", "b.zip"), tmp_path, longest * number / 9)
        assert len(asked(tmp_path / "data" / "jianhui.db")) == 50
    assert interrupted
