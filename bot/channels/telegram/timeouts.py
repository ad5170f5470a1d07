"""How long calls of the Bot API may take: the defaults for the real Telegram, which tests shorten."""

from __future__ import annotations

from dataclasses import dataclass

from bot.channels.runtime import Timeouts


@dataclass(frozen=True, slots=True)
class TelegramTimeouts(Timeouts):
    """Durations in seconds for calls of the Bot API."""

    poll: int = 30
    """How long Telegram holds a getUpdates open when there is nothing (50 at most, core.telegram.org/bots/api#getupdates)."""
    connect: float = 10.0
    """To open a connection."""
    read: float = 20.0
    """For Telegram to answer a call, or to accept what is sent; getUpdates gets `poll` on top."""
    slot: float = 60.0
    """For one of the connections to come free."""
