"""How long everything may take: the defaults for real services, which tests shorten."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Durations in seconds, of every channel."""

    outbox: float = 2.0
    """Between two looks into the outbox; a look costs one query of an index."""
    pause: float = 1.0
    """Before the first repetition of what failed; doubles each time."""
    longest_pause: float = 30.0
    """Where the doubling ends."""
    give_up: float = 900.0
    """How long one message is tried before it is put off until the service is back."""
    again: float = 300.0
    """After which what was put off is tried again, whether or not the transport has seen the service come back."""
    drain: float = 5.0
    """How long a message that is suspected of killing the process waits for others' messages on their way out."""
    grace: float = 2.5
    """How long answers in flight may still take once the channel is told to stop: 5 with everything around it."""
    goodbye: float = 0.5
    """How long closing the connection may take."""
