"""The READMEs and the pages in docs/ name every command, option, setting and key, and nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot import wording
from bot.settings import Settings, known
from tools.command_reference import TARGET, reference

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.zh-CN.md")
SETTINGS = ("docs/settings.md", "docs/settings.zh-CN.md")
EDITING = ("docs/editing.md", "docs/editing.zh-CN.md")
DOCS = sorted(ROOT.glob("docs/*.md")) + [ROOT / name for name in (*READMES, "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")]


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_is_described_and_no_other(name: str) -> None:
    text = read(name)
    assert set(re.findall(r"^\| `(JIANHUI_[A-Z_]+)` \|", text, re.MULTILINE)) == set(known())


@pytest.mark.parametrize("page", [page for page in DOCS if page.name != "writing-a-channel.md"], ids=lambda page: page.name)
def test_no_page_names_a_setting_that_there_isnt(page: Path) -> None:
    named = set(re.findall(r"JIANHUI_[A-Z_]*[A-Z]", page.read_text("utf-8")))
    assert named <= set(known()), named - set(known())


@pytest.mark.parametrize("name", SETTINGS)
def test_the_defaults_in_the_table_are_those_in_force(name: str) -> None:
    rows = dict(re.findall(r"^\| `(JIANHUI_[A-Z_]+)` \|.*\| (.*?) \|$", read(name), re.MULTILINE))
    for setting, (section, key) in known().items():
        default = getattr(getattr(Settings(), section) if section else Settings(), key)
        if isinstance(default, (str, int)) and not isinstance(default, bool) and default != "":
            assert rows[setting] == f"`{default}`"


def test_every_command_has_a_line_and_no_other() -> None:
    described = set(re.findall(r"^\| `python3 run\.py ([a-z]+(?:-[a-z]+)*)[ `]", read("docs/commands.md"), re.MULTILINE))
    assert described == set(wording.CLI_COMMANDS)


def test_the_chinese_reference_is_what_the_commands_say_of_themselves() -> None:
    assert TARGET.read_text("utf-8") == reference(), "run: python tools/command_reference.py"


@pytest.mark.parametrize("name", READMES)
def test_a_readme_has_the_two_commands_and_is_short(name: str) -> None:
    text = read(name)
    assert "\npython3 run.py\n" in text
    assert "\npython3 run.py test\n" in text
    assert len(text.splitlines()) <= 120


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_every_link_to_a_file_leads_to_one(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def test_both_pages_on_editing_describe_every_key_of_an_entry() -> None:
    from bot.content.entry_reader import ENTRY_KEYS

    for name in EDITING:
        text = read(name)
        assert [key for key in ENTRY_KEYS if f"`{key}`" not in text and f"`{key}:" not in text] == []


def test_help_names_every_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "--help"], capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=True
    )
    for command in wording.CLI_COMMANDS:
        assert command in done.stdout
