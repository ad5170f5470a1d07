"""Who is an admin, looked up at the moment of use."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from bot.access.permissions import Permissions
from bot.model import Question
from bot.settings import admins_now


@pytest.fixture
def dotenv(tmp_path: Path) -> Path:
    """The settings of a running bot."""
    file = tmp_path / ".env"
    file.write_text("JIANHUI_ADMINS=telegram:4711, telegram:12\n", "utf-8")
    return file


@pytest.fixture
def rights(dotenv: Path) -> Permissions:
    return Permissions(lambda: admins_now({}, dotenv))


def test_an_admin_taken_off_the_list_is_none_from_that_moment(rights: Permissions, dotenv: Path) -> None:
    assert rights.is_admin("telegram:4711")
    dotenv.write_text("JIANHUI_ADMINS=telegram:12\n", "utf-8")
    assert not rights.is_admin("telegram:4711")
    assert rights.is_admin("telegram:12")


@pytest.mark.parametrize("broken", ["JIANHUI_ADMINS telegram:4711\n", "JIANHUI_ADMINS=telegram:4711\nJIANHUI_WHAT=1\n"])
def test_nobody_is_an_admin_while_the_settings_cannot_be_read(rights: Permissions, dotenv: Path, broken: str) -> None:
    dotenv.write_text(broken, "utf-8")
    assert not rights.is_admin("telegram:4711")


@pytest.mark.parametrize("who", ["", "telegram:471", "telegram:47112", "TELEGRAM:4711", "terminal:4711"])
def test_only_the_whole_key_counts(rights: Permissions, who: str) -> None:
    assert not rights.is_admin(who)


def test_a_refusal_is_logged_without_words_or_key(rights: Permissions, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert not rights.is_allowed(Question("停用秘密条目", "telegram:998877", "telegram:998877", "telegram"), "retire")
    assert "retire" in caplog.text
    assert not any(word in caplog.text for word in ("秘密", "998877"))
