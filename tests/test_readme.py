"""Both READMEs name every command and every setting, and nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot import wording
from bot.settings import Settings, known

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.zh-CN.md")


@pytest.mark.parametrize("name", READMES)
def test_every_setting_is_described_and_no_other(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    described = set(re.findall(r"^\| `(JIANHUI_[A-Z_]+)` \|", text, re.MULTILINE))
    assert described == set(known())
    assert set(re.findall(r"JIANHUI_[A-Z_]+", text)) == described


@pytest.mark.parametrize("name", READMES)
def test_every_command_is_described_and_no_other(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    described = set(re.findall(r"^\| `python3 run\.py ([a-z-]+)[ `]", text, re.MULTILINE))
    assert described == set(wording.CLI_COMMANDS)
    assert "\npython3 run.py\n" in text
    assert "\npython3 run.py test\n" in text


@pytest.mark.parametrize("name", READMES)
def test_the_defaults_in_the_table_are_those_in_force(name: str) -> None:
    rows = dict(re.findall(r"^\| `(JIANHUI_[A-Z_]+)` \|.*\| (.*?) \|$", (ROOT / name).read_text("utf-8"), re.MULTILINE))
    for setting, (section, name) in known().items():
        default = getattr(getattr(Settings(), section) if section else Settings(), name)
        if isinstance(default, (str, int)) and not isinstance(default, bool) and default != "":
            assert rows[setting] == f"`{default}`"


def test_the_two_readmes_describe_the_same_entry_keys() -> None:
    from bot.content.entry_reader import ENTRY_KEYS

    for name in READMES:
        text = (ROOT / name).read_text("utf-8")
        assert [key for key in ENTRY_KEYS if f"`{key}`" not in text and f"`{key}:" not in text] == []


def test_help_names_every_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "--help"], capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=True
    )
    for command in wording.CLI_COMMANDS:
        assert command in done.stdout
