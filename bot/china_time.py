"""Dates and times as people in China read them: the whole country has one time, UTC+8, all year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))


def moment(seconds: float) -> datetime:
    """A moment (Unix time, seconds) as date and time there."""
    return datetime.fromtimestamp(seconds, CHINA)


def date_of(seconds: float) -> date:
    """The date of a moment (Unix time, seconds)."""
    return moment(seconds).date()


def day(seconds: float) -> str:
    """The date of a moment (Unix time, seconds), such as 2026-11-29."""
    return moment(seconds).strftime("%Y-%m-%d")


def minute(seconds: float) -> str:
    """Date and time of a moment (Unix time, seconds), such as 2026-11-29 09:30."""
    return moment(seconds).strftime("%Y-%m-%d %H:%M")


@dataclass(frozen=True)
class Hours:
    """A span of the day, such as 22:00–07:30; over midnight when it begins later than it ends."""

    begin: int
    """Minutes from midnight, 0–1439."""
    end: int

    def include(self, seconds: float) -> bool:
        """Whether a moment (Unix time, seconds) lies in it."""
        at = moment(seconds)
        minute = at.hour * 60 + at.minute
        if self.begin <= self.end:
            return self.begin <= minute < self.end
        return minute >= self.begin or minute < self.end


def today() -> date:
    """The date there now."""
    return datetime.now(CHINA).date()
