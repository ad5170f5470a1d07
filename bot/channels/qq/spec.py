"""QQ's bot, as the program puts it together."""

from __future__ import annotations

from bot.channels.runtime.spec import ChannelServices, ChannelSpec
from bot.channels.runtime.transport import Transport
from bot.settings import Settings


def _open(settings: Settings, services: ChannelServices) -> Transport:
    from bot.channels.qq.transport import QQTransport  # late: importing what it needs costs a tenth of a second

    return QQTransport(settings.qq, services.storage, services.link)


SPEC = ChannelSpec("qq", lambda settings: bool(settings.qq.app_id), _open, unasked=False)
