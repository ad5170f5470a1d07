"""How the service is doing, as numbers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChannelLoad:
    """What a channel's inbox and outbox hold."""

    channel: str
    last: float = 0.0
    """Unix time, seconds, of the last message that came in; 0: none is remembered."""
    waiting: int = 0
    """Messages that are not answered yet."""
    oldest: float = 0.0
    """Unix time, seconds, of the oldest of those; 0: none waits."""
    unsent: int = 0
    """Messages that nobody asked for just now and that wait to be sent."""
    aside: int = 0
    """Messages that were set aside because nothing could be made of them."""
