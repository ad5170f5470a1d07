"""How a channel is put together: what `bot.app.CHANNELS` lists, a line each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.channels.runtime.attachments import Link
from bot.channels.runtime.transport import Ask, Transport
from bot.ports import ChannelStorage, Search
from bot.settings import Settings


@dataclass(frozen=True)
class ChannelServices:
    """What the program offers a transport."""

    ask: Ask
    search: Search
    storage: ChannelStorage
    tell: Callable[[str, str], object]
    """Leaves a message for every admin, once for each key; takes as long as the disk, and may raise StoreError."""
    link: Link | None = None
    """Where a file of the guides can be had on the web; None: the web can't be reached from outside."""


@dataclass(frozen=True)
class ChannelSpec:
    """A channel. Light: what it needs of libraries is imported by `open`."""

    name: str
    wanted: Callable[[Settings], bool]
    """Whether the settings say enough to serve it."""
    open: Callable[[Settings, ChannelServices], Transport]
    unasked: bool = True
    """Whether it can say something of its own accord: `Capabilities.push`, known before it is opened."""
