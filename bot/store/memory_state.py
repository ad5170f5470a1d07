"""What the store in memory holds."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.model import (
    Conversation,
    DownloadRecord,
    Draft,
    EditDraft,
    Handover,
    InboxMessage,
    Inquiry,
    LoggedQuestion,
    MonthlyCount,
    OutboxMessage,
)

Key = tuple[str, str]
"""Channel and the key of a message on it."""


@dataclass(slots=True)
class MemoryState:
    """Everything a store holds, each in the order it came."""

    pending: dict[Key, InboxMessage] = field(default_factory=dict)
    done: dict[Key, float] = field(default_factory=dict)
    """Answered messages: when they were received."""
    conversations: dict[str, Conversation] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)
    questions: dict[int, LoggedQuestion] = field(default_factory=dict)
    handovers: dict[int, Handover] = field(default_factory=dict)
    handed_over: dict[Key, int] = field(default_factory=dict)
    """Numbers of handovers by the message that asked for them."""
    last_handover: int = 0
    inquiries: dict[int, Inquiry] = field(default_factory=dict)
    last_inquiry: int = 0
    tallies: dict[tuple[str, str, str], MonthlyCount] = field(default_factory=dict)
    downloads: list[DownloadRecord] = field(default_factory=list)
    uploads: dict[Key, str] = field(default_factory=dict)
    outbox: dict[Key, OutboxMessage] = field(default_factory=dict)
    edit_drafts: dict[str, EditDraft] = field(default_factory=dict)
    settled: set[int] = field(default_factory=set)
    posted: dict[str, Key] = field(default_factory=dict)
