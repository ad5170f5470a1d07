"""Silence in office time: an account that is quiet for hours in which people ask may be logged out without anybody knowing."""

from __future__ import annotations

from datetime import timedelta

from bot import china_time

OPENS, CLOSES = 9, 17
"""Hours of the working day."""
_WEEKEND = 5


def office_hours(since: float, until: float) -> float:
    """Hours of office time (Monday to Friday, 9 to 17 in China) between two Unix times; at most those of two weeks."""
    start = china_time.moment(max(since, until - 14 * 86400))
    end = china_time.moment(until)
    total, day = timedelta(), start.replace(hour=0, minute=0, second=0, microsecond=0)
    while day <= end:
        if day.weekday() < _WEEKEND:
            opens, closes = day + timedelta(hours=OPENS), day + timedelta(hours=CLOSES)
            total += max(min(end, closes) - max(start, opens), timedelta())
        day += timedelta(days=1)
    return total.total_seconds() / 3600


def is_office_time(now: float) -> bool:
    """Whether it is office time."""
    at = china_time.moment(now)
    return at.weekday() < _WEEKEND and OPENS <= at.hour < CLOSES
