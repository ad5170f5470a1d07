"""Keys of admins and of chats in settings, each checked by the channel that it names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress

from bot import wording
from bot.settings.mail import MailSettings
from bot.settings.onebot import OneBotSettings
from bot.settings.qq import QQSettings
from bot.settings.section import Section
from bot.settings.telegram import TelegramSettings
from bot.settings.values import refused

SECTIONS: Mapping[str, type[Section]] = {one.NAME: one for one in (TelegramSettings, MailSettings, QQSettings, OneBotSettings)}
"""The channels that have settings, by name; a field of `Settings` each. A bare key is the first one's that can have it."""
ROLES = tuple(wording.ROLES)
"""What admins may be: those whose edits wait for a yes, those who may give it, those who may do everything."""


def chat_key(name: str, value: str) -> str:
    """The key of a chat; empty for none."""
    try:
        return _key(value, lambda section: section.chat) if value else ""
    except ValueError as error:
        raise refused(wording.SETTING_CHAT, name, value) from error


def admin_key(name: str, written: str) -> str:
    """The key of an admin from `key` or `key=role`."""
    return admin_with_role(name, written)[0]


def admin_with_role(name: str, written: str) -> tuple[str, str]:
    """An admin's key and role from `key` or `key=role`; who has none written is a 管理."""
    key, equals, role = written.partition("=")
    if equals and role not in ROLES:
        raise refused(wording.SETTING_ROLE, name, role, roles="、".join(ROLES))
    try:
        return _key(key, lambda section: section.person), role or ROLES[-1]
    except ValueError as error:
        raise refused(wording.SETTING_ADMIN, name, key) from error


def _key(key: str, check: Callable[[type[Section]], Callable[[str], str]]) -> str:
    """A key with its channel, as that channel has it; raises ValueError for what it can't be."""
    channel, named, rest = key.partition(":")
    if named and channel in SECTIONS:
        return f"{channel}:{check(SECTIONS[channel])(rest)}"
    if re.fullmatch(r"[a-z]+:[A-Za-z0-9_@.%+-]+(?::[A-Za-z0-9_@.%+-]+)?", key):  # a channel without a section: the terminal
        return key
    for section, kind in SECTIONS.items():
        with suppress(ValueError):
            return f"{section}:{check(kind)(key)}"
    raise ValueError(key)
