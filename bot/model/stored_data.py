"""What is kept of people in all: how much, since when, and what stays of what is no longer kept."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StoredDataSummary:
    """How much is kept of one asker."""

    questions: int
    handovers: int
    downloads: int
    conversations: int
    drafts: int


@dataclass(frozen=True, slots=True)
class ElapsedTime:
    """How much time has passed, as far as it was seen to pass."""

    until: float
    """Unix time, seconds: what is older than this says is old, whatever the clock says now."""
    jumped: float
    """Seconds that the clock is ahead of it; 0 while the clock is believed."""


@dataclass(frozen=True, slots=True)
class MonthlyCount:
    """Questions of a month that are no longer kept: their number alone."""

    month: str
    """Such as 2026-11, where the askers live."""
    decision: str
    entry: str
    """The entry answered; empty for none."""
    asked: int
    chosen: int
    useful: int
    useless: int
