"""Settings: from `.env`, the environment and the command, in this order, and errors that name the line or the setting."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import Settings, default_data, load, starting_folder
from tests.house import ROOT


def loaded(tmp_path: Path, dotenv: str = "", **env: str) -> Settings:
    (tmp_path / ".env").write_text(dotenv, "utf-8")
    return load(env={f"JIANHUI_{name}": value for name, value in env.items()}, dotenv=tmp_path / ".env")


def test_without_any_setting_the_checkout_serves_itself(tmp_path: Path) -> None:
    found = loaded(tmp_path)
    assert (found.knowledge, found.guides, found.data) == (ROOT / "knowledge", ROOT / "guides", ROOT / "data")
    assert found.knowledge == starting_folder("knowledge")
    assert found.data == default_data()
    assert found.encoder
    assert not found.telegram.token


def test_the_environment_wins_over_the_file_and_the_command_over_both(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("JIANHUI_DATA=/one\nJIANHUI_GUIDES=/one\nJIANHUI_KNOWLEDGE=/one\n", "utf-8")
    env = {"JIANHUI_DATA": "/two", "JIANHUI_GUIDES": "/two", "HOME": "/root"}
    found = load(env=env, dotenv=tmp_path / ".env", data="/three", guides=None)
    assert (found.data, found.guides, found.knowledge) == (Path("/three"), Path("/two"), Path("/one"))


def test_a_dotenv_is_read_as_people_write_it(tmp_path: Path) -> None:
    found = loaded(
        tmp_path,
        "\ufeff# the bot\n\nexport JIANHUI_TELEGRAM_TOKEN='1:a=b'\n  JIANHUI_EXPERT_CHAT = \"-100\" \n"
        "JIANHUI_ADMINS=telegram:1，telegram:2, telegram:3\nOTHER_PROGRAM=yes\nJIANHUI_ENCODER=关\nJIANHUI_DATA=\n",
    )
    assert found.telegram.token == "1:a=b"
    assert found.expert_chat == "telegram:-100"
    assert found.admins == ("telegram:1", "telegram:2", "telegram:3")
    assert not found.encoder
    assert found.data == ROOT / "data"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_WEBHOOK_PORT", "80a"),
        ("TELEGRAM_WEBHOOK_PORT", "0"),
        ("TELEGRAM_WEBHOOK_PORT", "65536"),
        ("TELEGRAM_WEBHOOK_PORT", "８４４３"),  # full width
        ("ENCODER", "maybe"),
        ("TELEGRAM_BASE_URL", "api.telegram.org"),
        ("TELEGRAM_WEBHOOK_URL", "ftp://example.org"),
        ("TELEGRAM_WEBHOOK_URL", "https://"),
        ("TELEGRAM_BASE_URL", "http://[::1"),  # a bracket that isn't closed
    ],
)
def test_a_malformed_value_is_named_with_its_setting(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        loaded(tmp_path, **{name: value})
    assert f"JIANHUI_{name}" in str(caught.value)
    assert value in str(caught.value)


def test_an_unknown_setting_is_named_beside_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"JIANHUI_TELEGRAM_TOKNE.*JIANHUI_TELEGRAM_TOKEN"):
        loaded(tmp_path, TELEGRAM_TOKNE="1:a")


def test_a_line_without_an_equals_sign_is_named_by_number(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"\.env 第 2 行"):
        loaded(tmp_path, "# token\nJIANHUI_TELEGRAM_TOKEN 1:a\n")


def test_admins_are_keys_a_bare_number_is_telegrams_and_a_name_is_refused(tmp_path: Path) -> None:
    assert loaded(tmp_path, "JIANHUI_ADMINS=telegram:1，2、3").admins == ("telegram:1", "telegram:2", "telegram:3")
    with pytest.raises(SettingsError, match=r"老陈.*telegram:4711"):
        loaded(tmp_path, "JIANHUI_ADMINS=telegram:1,老陈")


def test_a_dotenv_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("JIANHUI_DATA=数据".encode("gb18030"))
    with pytest.raises(SettingsError, match=r"\.env.*UTF-8"):
        load(env={}, dotenv=tmp_path / ".env")
