"""The section of QQ's bot in the settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from bot import wording
from bot.errors import SettingsError
from bot.settings.section import Section
from bot.settings.values import Reader, address, matching


@dataclass(frozen=True, slots=True)
class QQSettings(Section):
    """The section of QQ's bot. Field `app_id` is read from `JIANHUI_QQ_APP_ID`, and so on."""

    app_id: str = ""
    """AppID of q.qq.com; empty: no QQ bot."""
    secret: str = ""
    """AppSecret of q.qq.com."""
    base_url: str = "https://api.bot.qq.com"
    """The platform's server."""
    token_url: str = "https://api.bot.qq.com/app/getAppAccessToken"  # noqa: S105  # an address
    """Where access tokens are had."""

    NAME: ClassVar[str] = "qq"
    READERS: ClassVar[Mapping[str, Reader]] = {
        "app_id": matching(wording.SETTING_QQ_APP, r"[0-9]{1,20}"),
        "base_url": address,
        "token_url": address,
    }
    PERSON: ClassVar[str] = r"[A-Za-z0-9_-]{16,64}"
    """An openid, which this bot alone knows her by."""
    CHAT: ClassVar[str] = r"g-[A-Za-z0-9_-]{16,64}"
    """`g-` and the openid of a group."""

    def check(self, given: Mapping[str, object]) -> None:
        """AppID and AppSecret come together."""
        if ("app_id" in given) != ("secret" in given):
            raise SettingsError(wording.SETTING_QQ_PAIR)
