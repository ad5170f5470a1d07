"""Telegram's section of the settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from bot import wording
from bot.settings.section import Section
from bot.settings.values import Reader, address, number, port


@dataclass(frozen=True, slots=True)
class TelegramSettings(Section):
    """Telegram's section. Field `token` is read from `JIANHUI_TELEGRAM_TOKEN`, and so on."""

    token: str = ""
    """Token from @BotFather; empty: no Telegram."""
    base_url: str = "https://api.telegram.org/bot"
    """Bot API server; the token is appended."""
    base_file_url: str = "https://api.telegram.org/file/bot"
    webhook_url: str = ""
    """Public https address that Telegram calls; empty: polling."""
    webhook_listen: str = "127.0.0.1"
    webhook_port: int = 8443
    webhook_secret: str = ""
    """Secret Telegram sends along with each call, 1–256 of A-Z a-z 0-9 _ -; empty: one is made at each start."""
    rate: int = 30
    """Messages a second that are sent at most, over all chats: what Telegram allows an ordinary bot; 0: no limit of ours."""

    NAME: ClassVar[str] = "telegram"
    READERS: ClassVar[Mapping[str, Reader]] = {
        "base_url": address,
        "base_file_url": address,
        "webhook_url": address,
        "webhook_port": port,
        "rate": number(wording.SETTING_RATE, 4),
    }
    PERSON: ClassVar[str] = r"[0-9]{1,18}"
    CHAT: ClassVar[str] = r"-?[0-9]{1,18}(?::[0-9]{1,18})?"
    """A chat, or a topic in it: `-1001234`, `-1001234:5`."""
