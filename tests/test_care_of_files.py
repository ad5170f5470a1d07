"""The commands replace nobody's files unasked, close what others could read, and list what is wrong before what isn't."""

from __future__ import annotations

import os
import pty
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bot import wording
from bot.matching import knowledge_check, knowledge_index
from bot.private_files import restrict
from tests.house import ROOT, Run, inside
from tests.papers import CATALOGUE, guides_in, knowledge_in

HERE = ("--data", "data", "--knowledge", "knowledge", "--guides", "guides")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    guides_in(tmp_path)
    knowledge_in(tmp_path)
    return inside(tmp_path, monkeypatch, capsys)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize(
    "command", [("guides", "get", "ballot", "-o"), ("report", "-o"), ("fill", "-o")], ids=lambda command: command[0]
)
def test_a_file_that_is_there_stays_unless_it_is_to_be_replaced(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    if command[0] == "fill":
        command = ("--guides", str(ROOT / "guides"), "fill", "ballot", "-o")
    file = tmp_path / "mine.docx"
    file.write_text("我的心血")
    refused = run(*HERE, *command, "mine.docx")
    assert refused.returncode == 1
    assert refused.stderr == wording.FILE_EXISTS.format(file="mine.docx") + "\n"
    assert file.read_text() == "我的心血"
    assert run(*HERE, *command, "mine.docx", "--force").returncode == 0
    assert file.read_bytes() != "我的心血".encode()
    made = file.read_bytes()
    assert run(*HERE, *command, "mine.docx").returncode in (0, 1)
    assert file.read_bytes() == made or command[0] == "report"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".mine")] == []


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no terminals here")
@pytest.mark.parametrize(("answer", "replaced"), [("是", True), ("否", False), ("", False)])
def test_who_types_is_asked(run: Run, tmp_path: Path, answer: str, replaced: bool) -> None:
    (tmp_path / "mine.docx").write_text("旧的")
    ours, theirs = pty.openpty()
    env = {name: value for name, value in os.environ.items() if not name.startswith("JIANHUI_")} | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bot", *HERE, "guides", "get", "ballot", "-o", "mine.docx"]
    asked = subprocess.Popen(command, cwd=tmp_path, env=env, stdin=theirs, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    os.close(theirs)
    os.write(ours, f"{answer}\n".encode())
    _, said = asked.communicate(timeout=60)
    assert wording.FILE_REPLACE.format(file="mine.docx") in said.decode()
    assert ((tmp_path / "mine.docx").read_bytes() != "旧的".encode()) is replaced
    assert (asked.returncode == 0) is replaced
    os.close(ours)


def test_an_empty_data_file_goes_where_it_is_told(run: Run, tmp_path: Path) -> None:
    real = ("--data", "data", "--guides", str(ROOT / "guides"))
    done = run(*real, "fill", "ballot", "-o", "out/票.yaml")
    assert done.returncode == 0
    assert "应选名额:" in (tmp_path / "out" / "票.yaml").read_text("utf-8")
    assert "应选名额" not in done.stdout
    run(*real, "fill", "ballot", "-o", "out")
    assert (tmp_path / "out" / "选票-数据.yaml").is_file()


@pytest.mark.skipif(os.name != "posix", reason="other rights there")
def test_open_rights_are_closed_and_told_at_a_start(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o777)
    (tmp_path / "data").chmod(0o777)
    (tmp_path / ".env").write_text("JIANHUI_KEEP_DAYS=90\n")
    (tmp_path / ".env").chmod(0o644)
    done = run(*HERE, "chat", typed="再见\n")
    assert done.returncode == 0
    for path in ("data", ".env"):
        assert wording.RIGHTS_CLOSED.format(path=tmp_path / path) in done.stderr
    assert (mode(tmp_path / "data"), mode(tmp_path / ".env")) == (0o700, 0o600)
    assert run(*HERE, "chat", typed="再见\n").stderr == ""
    assert mode(tmp_path / "data" / "jianhui.db") == 0o600


@pytest.mark.skipif(os.name != "posix", reason="other rights there")
def test_a_folder_that_others_use_too_is_told_of_and_left(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "jianhui.db").touch()
    (tmp_path / "shared" / "别人的.docx").touch()
    (tmp_path / "shared").chmod(0o755)
    [said] = restrict(tmp_path / "shared", tmp_path / "none")
    assert said == wording.RIGHTS_OPEN.format(path=tmp_path / "shared", mode="700")
    assert mode(tmp_path / "shared") == 0o755


def test_check_lists_the_error_first_and_then_the_warnings_by_kind(run: Run, tmp_path: Path) -> None:
    lines = ["topic: 多", "entries:"]
    for number in range(60):
        lines += [f"  - id: many-{number}", f"    question: 第{number}个问题怎么办呢？", "    answer: 照办。"]
    (tmp_path / "knowledge" / "aaa.yaml").write_text("\n".join(lines), "utf-8")
    wrong = CATALOGUE.replace("files: [选票.docx, 选票.pdf]", "files: [没有.docx]")
    (tmp_path / "guides" / "catalogue.yaml").write_text(wrong, "utf-8")
    done = run(*HERE, "check")
    said = done.stdout.splitlines()
    assert done.returncode == 1
    assert said[0].startswith("错误 guides/catalogue.yaml:10 ")
    assert not any(line.startswith("错误") for line in said[1:])
    assert wording.CHECK_KIND.format(count=63) in said  # not reviewed: the sixty and the three others
    assert wording.CHECK_KIND_MORE.format(count=53) in said
    assert len(said) < 40
    every = run(*HERE, "check", "--all").stdout.splitlines()
    assert sum(line.startswith("提醒 aaa.yaml") for line in every) == 120
    refused = run(*HERE, "ask", "会费").stderr.splitlines()
    assert len(refused) == 3, refused


def test_check_warns_long_before_there_are_too_many_wordings(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert knowledge_check.MANY <= knowledge_index.LARGEST * 0.8
    told = wording.HEALTH_CROWDED.partition("{")[0]
    assert told not in run(*HERE, "check", "--all").stdout
    monkeypatch.setattr(knowledge_check, "MANY", 40)
    phrasings = [f"      - 第{number}种说法是什么" for number in range(40)]
    lines = [
        "topic: 多",
        "entries:",
        "  - id: many",
        "    question: 怎么办呢？",
        "    answer: 照办。",
        "    phrasings:",
        *phrasings,
    ]
    (tmp_path / "knowledge" / "aaa.yaml").write_text("\n".join(lines), "utf-8")
    done = run(*HERE, "check", "--all")
    [line] = [line for line in done.stdout.splitlines() if told in line]
    assert done.returncode == 0
    assert line.startswith("提醒 aaa.yaml:3 [many]")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_what_is_no_folder_of_data_and_no_file_of_settings_keeps_its_rights(tmp_path: Path) -> None:
    """As `/dev/null` does when somebody gives it as the data folder: the whole machine uses it."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    pipe.chmod(0o666)
    assert list(restrict(pipe, pipe)) == []
    assert mode(pipe) == 0o666
