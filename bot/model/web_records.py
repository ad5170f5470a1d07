"""What the web keeps between two requests: what was said, what is being filled in, who is let into the console."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.conversation import Reply
from bot.model.edits import Proposal


@dataclass(frozen=True, slots=True)
class WebTurn:
    """A question on the web with its reply, or a message that came without a question."""

    conversation: str
    key: str
    """The form's own, the same when it is sent again; of an outbox message its number."""
    asked: str
    """What was typed, or what the pressed button said; empty for a message that nobody asked for just now."""
    reply: Reply
    id: int = 0
    """Set by the store."""
    created: float = 0.0
    """Unix time, seconds; set by the store."""


@dataclass(frozen=True, slots=True)
class TableTrial:
    """A table that an admin sent in, while it is looked into and after."""

    name: str
    """Of the file."""
    begun: float
    """Unix time, seconds."""
    step: str = ""
    """What is done just now: read, compare, check or impact."""
    said: tuple[str, ...] = ()
    """What it would change, line by line."""
    wrong: str = ""
    """Why nothing can be done with it, in Chinese; empty: nothing is wrong."""
    nonce: str = ""
    """What the button that confirms the edit carries; empty when there is nothing to confirm."""
    done: bool = False
    seen: float = 0.0
    """Unix time, seconds, of the last sign that it goes on."""


@dataclass(frozen=True, slots=True)
class WebSession:
    """A signed-in admin's browser."""

    digest: str
    """Hex SHA-256 of what its cookie holds."""
    who: str
    """Key of the admin, such as telegram:4711."""
    created: float
    """Unix time, seconds."""
    seen: float
    """Unix time, seconds, of its last request."""
    expires: float
    """Unix time, seconds."""


@dataclass(frozen=True, slots=True)
class HeldEdit:
    """An edit that waits for another admin's yes."""

    id: int
    at: float
    """Unix time, seconds."""
    who: str
    """Key of the admin who proposed it."""
    proposal: Proposal
    state: str = "open"
    """open, made or refused."""
    decided_by: str = ""
    note: str = ""
    """What the one who decided wrote."""


@dataclass(frozen=True, slots=True)
class Noted:
    """Something that was done in the console."""

    at: float
    """Unix time, seconds."""
    who: str
    """Key of the admin, or of the one who tried."""
    act: str
    """In Chinese, such as 登录."""
    about: str = ""
