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
        ("REGION", "苏州"),
        ("REGION", "江苏、浙江"),
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


@pytest.mark.parametrize(("value", "region"), [("浙江", "浙江"), ("内蒙古自治区", "内蒙古"), ("上海市", "上海"), ("", "江苏")])
def test_the_region_is_a_province_by_its_short_or_whole_name(value: str, region: str, tmp_path: Path) -> None:
    assert loaded(tmp_path, REGION=value).region == region


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


def test_the_settings_of_qq_and_onebot_are_read(tmp_path: Path) -> None:
    settings = loaded(
        tmp_path,
        QQ_APP_ID="102000001",
        QQ_SECRET="a-secret",
        ONEBOT_LISTEN="127.0.0.1:8095",
        ONEBOT_TOKEN="long-enough",
        ONEBOT_GROUPS="123456，234567 345678",
        ONEBOT_UNASKED="on",
        PERSON_LIMIT="0",
    )
    assert (settings.qq.app_id, settings.qq.secret, settings.person_limit) == ("102000001", "a-secret", 0)
    assert settings.onebot.groups == ("123456", "234567", "345678")
    assert (settings.onebot.unasked, settings.onebot.silent_hours) == (True, 3)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"QQ_APP_ID": "102000001"}, "JIANHUI_QQ_SECRET"),
        ({"QQ_SECRET": "a-secret"}, "JIANHUI_QQ_APP_ID"),
        ({"QQ_APP_ID": "bot", "QQ_SECRET": "a-secret"}, "AppID"),
        ({"QQ_APP_ID": "1", "QQ_SECRET": "a", "QQ_BASE_URL": "api.sgroup.qq.com"}, "https://"),
        ({"ONEBOT_LISTEN": "127.0.0.1:8095"}, "JIANHUI_ONEBOT_TOKEN"),
        ({"ONEBOT_LISTEN": "127.0.0.1:8095", "ONEBOT_TOKEN": "short"}, "8"),
        ({"ONEBOT_LISTEN": "8095", "ONEBOT_TOKEN": "long-enough"}, "127.0.0.1:8095"),
        ({"ONEBOT_GROUPS": "我的群"}, "群号"),
        ({"ONEBOT_SILENT_HOURS": "三"}, "小时"),
        ({"GROUP_LIMIT": "-1"}, "0"),
    ],
)
def test_what_cant_work_on_qq_is_said_in_chinese(tmp_path: Path, given: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        loaded(tmp_path, **given)
    assert said in str(caught.value)
    assert "请" in str(caught.value) or "要设置" in str(caught.value)
