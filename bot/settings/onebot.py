"""The section of OneBot v11 in the settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from bot import wording
from bot.errors import SettingsError
from bot.settings.section import Section
from bot.settings.values import Reader, items, matching, number, server, switch

SHORTEST_TOKEN = 8
"""Characters: whoever connects to a OneBot address reads and writes in the account's name."""
_NUMBER = r"[1-9][0-9]{4,11}"


@dataclass(frozen=True, slots=True)
class OneBotSettings(Section):
    """The section of OneBot v11. Field `token` is read from `JIANHUI_ONEBOT_TOKEN`, and so on."""

    listen: str = ""
    """Address and port on which OneBot programs connect to us, such as `127.0.0.1:8095`; empty: no OneBot."""
    token: str = ""
    """What they must show; as long as a password."""
    groups: tuple[str, ...] = ()
    """Numbers of the groups that are served; empty: none, private chats only."""
    unasked: bool = False
    """Whether questions in these groups that are answered with a confidence of 0.9 and more are answered unasked."""
    silent_hours: int = 3
    """Hours of office time without any event after which the admins are told; 0: never."""

    NAME: ClassVar[str] = "onebot"
    READERS: ClassVar[Mapping[str, Reader]] = {
        "listen": server(wording.SETTING_LISTEN),
        "groups": items(matching(wording.SETTING_GROUPS, _NUMBER)),
        "unasked": switch,
        "silent_hours": number(wording.SETTING_HOURS, 3),
    }
    PERSON: ClassVar[str] = _NUMBER
    """A QQ number."""
    CHAT: ClassVar[str] = rf"g-{_NUMBER}"
    """`g-` and the number of a group."""

    def check(self, given: Mapping[str, object]) -> None:
        """An address that is listened at needs a token."""
        if self.listen and len(self.token) < SHORTEST_TOKEN:
            raise SettingsError(wording.SETTING_ONEBOT_OPEN.format(least=SHORTEST_TOKEN))
