"""Pipes, devices, folders, huge and damaged files in the place of those that people put there: a sentence, never a wait."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import plain_files, wording
from bot.errors import ExchangeError, SettingsError
from bot.import_export.spreadsheet_reader import bytes_of
from bot.settings import admins_now, load
from tests.house import ROOT
from tests.papers import guides_in, knowledge_in
from tests.programs import ran

HERE = ("--data", "data", "--knowledge", "knowledge", "--guides", "guides")
PATIENCE = 120
"""Seconds after which a command that waits for a pipe is taken to wait for ever."""


def sparse(path: Path) -> None:
    """A gigabyte that takes no room on the disk."""
    with path.open("wb") as file:
        file.truncate(1 << 30)


def listening(path: Path) -> None:
    """A socket with this name, which may be longer than the system takes in one piece."""
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


PUT: dict[str, Callable[[Path], object]] = {
    "a pipe": lambda path: os.mkfifo(path),
    "a folder": lambda path: path.mkdir(),
    "a device without end": lambda path: path.symlink_to("/dev/zero"),
    "a socket": listening,
    "a gigabyte": sparse,
    "a link to itself": lambda path: path.symlink_to(path),
}
linux = pytest.mark.skipif(sys.platform != "linux", reason="needs named pipes and /dev")


def jianhui(home: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """The command, in a process that can be given up; raises TimeoutExpired when it waits."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("JIANHUI_")}
    env |= {"PYTHONPATH": str(ROOT), "JIANHUI_ENCODER": "off"}
    return ran("-m", "bot", *HERE, *command, cwd=home, env=env, timeout=PATIENCE)


@linux
@pytest.mark.parametrize("kind", ["a pipe", "a device without end"])
def test_a_start_does_not_wait_for_settings_that_are_no_file(tmp_path: Path, kind: str) -> None:
    PUT[kind](tmp_path / ".env")
    done = jianhui(tmp_path, "serve")
    word = wording.LOAD_KIND_PIPE if kind == "a pipe" else wording.LOAD_KIND_DEVICE
    assert (done.returncode, done.stderr) == (1, wording.DOTENV_NOT_PLAIN.format(path=".env", kind=word) + "\n")


@linux
@pytest.mark.parametrize("kind", PUT)
def test_settings_that_are_no_file_are_told_and_leave_nobody_an_admin(tmp_path: Path, kind: str) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("JIANHUI_ADMINS=telegram:4711\n", "utf-8")
    assert admins_now({}, dotenv) == ("telegram:4711",)
    dotenv.unlink()
    PUT[kind](dotenv)
    with pytest.raises(SettingsError) as refused:
        load({}, dotenv)
    assert str(dotenv) in str(refused.value)
    assert "请" in str(refused.value)
    with pytest.raises(SettingsError):
        admins_now({}, dotenv)


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (b"JIANHUI_WEB_NAME=caf\xe9\n", wording.DOTENV_ENCODING),
        ("JIANHUI_WEB_NAME=总工会\n".encode("gb18030"), wording.DOTENV_ENCODING),
        ("JIANHUI_WEB_NAME=总工会\n".encode("utf-16"), wording.DOTENV_ENCODING),
        ("# 一\nJIANHUI_DATA=a\n".encode("utf-16-le"), ""),
        (b"# one\nJIANHUI_DATA=a\0b\n", wording.DOTENV_UNSEEN.replace("{line}", "2")),
        (b"JIANHUI_WEB_NAME=\x1b[31m\n", wording.DOTENV_UNSEEN.replace("{line}", "1")),
        (b"\x7fELF\x02\x01\x01\0\0\0", wording.DOTENV_UNSEEN.replace("{line}", "1")),
    ],
)
def test_settings_of_another_encoding_or_damaged_are_told(tmp_path: Path, held: bytes, said: str) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_bytes(held)
    with pytest.raises(SettingsError) as refused:
        load({}, dotenv)
    assert said.format(path=dotenv) in str(refused.value)
    assert "UTF-8" in str(refused.value)


@linux
@pytest.mark.parametrize("kind", PUT)
def test_what_is_to_be_imported_is_refused_unless_it_is_a_file(tmp_path: Path, kind: str) -> None:
    PUT[kind](tmp_path / "x.csv")
    with pytest.raises(ExchangeError) as refused:
        bytes_of(tmp_path / "x.csv")
    assert "x.csv" in str(refused.value)
    assert "请" in str(refused.value)


@linux
@pytest.mark.parametrize(
    ("place", "command"),
    [
        ("knowledge/laws.yaml", ("check",)),
        ("guides/catalogue.yaml", ("check",)),
        ("guides/files/选票.docx", ("guides", "get", "ballot", "-o", "mine.docx")),
        ("x.docx", ("import", "x.docx")),
        ("x.zip", ("restore", "x.zip")),
        ("x.jsonl", ("eval", "x.jsonl")),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_no_command_waits_for_a_pipe(tmp_path: Path, place: str, command: tuple[str, ...]) -> None:
    knowledge_in(tmp_path)
    guides_in(tmp_path)
    (tmp_path / place).unlink(missing_ok=True)
    os.mkfifo(tmp_path / place)
    done = jianhui(tmp_path, *command)
    assert done.returncode == 1
    assert Path(place).name in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@linux
def test_a_data_folder_that_is_a_link_to_itself_is_told(tmp_path: Path) -> None:
    knowledge_in(tmp_path)
    guides_in(tmp_path)
    PUT["a link to itself"](tmp_path / "data")
    done = jianhui(tmp_path, "serve")
    assert done.returncode == 1
    assert "JIANHUI_DATA" in done.stderr
    assert "Traceback" not in done.stderr


@linux
def test_a_pipe_that_takes_the_place_of_a_file_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    os.mkfifo(tmp_path / "pipe")
    before = (tmp_path / "file").stat()
    monkeypatch.setattr(Path, "stat", lambda path, **_: before)
    with pytest.raises(plain_files.NotPlainError):
        plain_files.read(tmp_path / "pipe", 10)


@pytest.mark.parametrize(("size", "fits"), [(0, True), (10, True), (11, False)])
def test_no_more_is_read_than_is_allowed(tmp_path: Path, size: int, fits: bool) -> None:
    (tmp_path / "file").write_bytes(b"x" * size)
    if fits:
        assert plain_files.read(tmp_path / "file", 10) == b"x" * size
        return
    with pytest.raises(plain_files.TooLargeError):
        plain_files.read(tmp_path / "file", 10)


@linux
def test_a_file_that_holds_more_than_it_announces_is_cut_off(tmp_path: Path) -> None:
    with pytest.raises(plain_files.TooLargeError):  # the system says 0 bytes
        plain_files.read(Path("/proc/cpuinfo"), 10)
