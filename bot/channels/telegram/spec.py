"""Telegram, as the program puts it together."""

from __future__ import annotations

from bot.channels.runtime.spec import ChannelServices, ChannelSpec
from bot.channels.runtime.transport import Transport
from bot.settings import Settings


def _open(settings: Settings, services: ChannelServices) -> Transport:
    from bot.channels.telegram.transport import TelegramTransport  # late: importing it costs a quarter of a second

    return TelegramTransport(settings.telegram, services.search, services.storage)


SPEC = ChannelSpec("telegram", lambda settings: bool(settings.telegram.token), _open)
