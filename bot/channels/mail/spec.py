"""A mailbox, as the program puts it together."""

from __future__ import annotations

from bot.channels.runtime.spec import ChannelServices, ChannelSpec
from bot.channels.runtime.transport import Transport
from bot.settings import Settings


def _open(settings: Settings, services: ChannelServices) -> Transport:
    from bot.channels.mail.transport import MailTransport  # late: only who serves mail needs its libraries

    return MailTransport(settings.mail, services.storage, settings.expert_chat)


SPEC = ChannelSpec("mail", lambda settings: bool(settings.mail.address), _open)
