"""OneBot, as the program puts it together."""

from __future__ import annotations

from bot.channels.runtime.spec import ChannelServices, ChannelSpec
from bot.channels.runtime.transport import Transport
from bot.settings import Settings


def _open(settings: Settings, services: ChannelServices) -> Transport:
    from bot.channels.onebot.transport import OneBotTransport  # late: importing what it needs costs a tenth of a second

    return OneBotTransport(settings.onebot, services.search, services.storage, services.tell)


SPEC = ChannelSpec("onebot", lambda settings: bool(settings.onebot.listen), _open)
