"""How long everything may take with a mailbox: the defaults for real providers, which tests shorten."""

from __future__ import annotations

from dataclasses import dataclass

from bot.channels.runtime import Timeouts


@dataclass(frozen=True, slots=True)
class MailTimeouts(Timeouts):
    """Durations in seconds: those of every channel, and a mailbox's own."""

    network: float = 30.0
    """For each answer of a server; Python's IMAP waits for ever unless told."""
    poll: float = 60.0
    """Between two looks for new mails, whatever IDLE says or doesn't."""
    poll_alone: float = 20.0
    """The same where there is no IDLE, or it doesn't hold."""
    tick: float = 1.0
    """Between two looks whether to stop."""
    pause: float = 2.0
    """Before connecting again; doubles each time."""
    longest_pause: float = 120.0
    holds: float = 30.0
    """How long IDLE must hold to be of use; three times shorter, and it is given up."""
    keep: float = 60.0
    """For a mail to be on the disk."""
