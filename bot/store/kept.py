"""What the store in memory holds."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.model import (
    Conversation,
    Draft,
    EditDraft,
    Handover,
    Inquiry,
    Outgoing,
    Recorded,
    Taken,
    Tally,
    Update,
)

Key = tuple[str, str]
"""Channel and the key of a message on it."""


@dataclass(slots=True)
class InMemory:
    """Everything a store holds, each in the order it came."""

    pending: dict[Key, Update] = field(default_factory=dict)
    done: dict[Key, float] = field(default_factory=dict)
    """Answered messages: when they were received."""
    conversations: dict[str, Conversation] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)
    questions: dict[int, Recorded] = field(default_factory=dict)
    handovers: dict[int, Handover] = field(default_factory=dict)
    handed_over: dict[Key, int] = field(default_factory=dict)
    """Numbers of handovers by the message that asked for them."""
    last_handover: int = 0
    inquiries: dict[int, Inquiry] = field(default_factory=dict)
    last_inquiry: int = 0
    tallies: dict[tuple[str, str, str], Tally] = field(default_factory=dict)
    downloads: list[Taken] = field(default_factory=list)
    uploads: dict[Key, str] = field(default_factory=dict)
    outbox: dict[Key, Outgoing] = field(default_factory=dict)
    edit_drafts: dict[str, EditDraft] = field(default_factory=dict)
    settled: set[int] = field(default_factory=set)
    posted: dict[str, Key] = field(default_factory=dict)
