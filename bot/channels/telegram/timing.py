"""How long everything may take: the defaults for the real Telegram, which tests shorten."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """Durations in seconds."""

    poll: int = 30
    """How long Telegram holds a getUpdates open when there is nothing (50 at most, core.telegram.org/bots/api#getupdates)."""
    connect: float = 10.0
    """To open a connection."""
    read: float = 20.0
    """For Telegram to answer a call, or to accept what is sent; getUpdates gets `poll` on top."""
    slot: float = 60.0
    """For one of the connections to come free."""
    outbox: float = 2.0
    """Between two looks into the outbox; a look costs one query of an index."""
    pause: float = 1.0
    """Before the first repetition of what failed; doubles each time."""
    longest_pause: float = 30.0
    """Where the doubling ends."""
    give_up: float = 900.0
    """How long one message is tried before it is set aside for when Telegram is back, or for the next start."""
    grace: float = 3.5
    """How long answers in flight may still take once the channel is told to stop (5 with closing connections)."""
