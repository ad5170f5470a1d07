"""Dates and times as people in China read them: the whole country has one time, UTC+8, all year."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))


def day(seconds: float) -> str:
    """The date of a moment (Unix time, seconds), such as 2026-11-29."""
    return datetime.fromtimestamp(seconds, CHINA).strftime("%Y-%m-%d")


def minute(seconds: float) -> str:
    """Date and time of a moment (Unix time, seconds), such as 2026-11-29 09:30."""
    return datetime.fromtimestamp(seconds, CHINA).strftime("%Y-%m-%d %H:%M")


def today() -> date:
    """The date there now."""
    return datetime.now(CHINA).date()
