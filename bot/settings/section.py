"""A channel's section of the settings: what its keys look like, and how its fields are read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar, Self

from bot.settings.values import Reader, read_fields


class Section:
    """Base of the channels' sections, which are frozen dataclasses of what can be set."""

    __slots__ = ()

    NAME: ClassVar[str]
    """The channel; the field `token` of `telegram` is read from `JIANHUI_TELEGRAM_TOKEN`."""
    READERS: ClassVar[Mapping[str, Reader]] = {}
    """The readers of fields that aren't plain texts."""
    PERSON: ClassVar[str] = r"(?!)"
    """Pattern of what names a person; nothing matches this one: nobody can be an admin on the channel."""
    CHAT: ClassVar[str] = r"(?!)"
    """Pattern of what names a place that several read."""

    @classmethod
    def from_env(cls, values: Mapping[str, str]) -> Self:
        """The section from texts by its fields' names, empty ones left out; raises SettingsError."""
        given = read_fields({name: value for name, value in values.items() if value}, cls.READERS, f"{cls.NAME}_")
        found = cls(**given)
        found.check(given)
        return found

    def check(self, given: Mapping[str, object]) -> None:
        """Raise SettingsError when what was given, by field, doesn't go together."""

    @classmethod
    def person(cls, key: str) -> str:
        """What names a person on this channel, in its usual form; raises ValueError for what can't be one."""
        return _matched(cls.PERSON, key)

    @classmethod
    def chat(cls, key: str) -> str:
        """The same of a place that several read."""
        return _matched(cls.CHAT, key)


def _matched(pattern: str, key: str) -> str:
    if not re.fullmatch(pattern, key):
        raise ValueError(key)
    return key
