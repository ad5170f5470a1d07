"""How much time has passed, as far as the store has seen it pass: a clock that jumps must not make anything old.

What is kept of people is deleted when it is old, and a wrong clock says that all of it is. So time counts as passed when
looks at the clock, a day apart, follow each other. After a longer step (the clock was set, or the machine was off) nothing
counts until the clock has gone on steadily for a week: somebody would have noticed by then, and data of a machine that was
off is deleted a week late.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.model import ElapsedTime

DAY = 86_400.0
STEP = 2 * DAY
"""Longest step between two looks that is taken for time: looks are a day apart, and a machine may sleep for a night."""
STEADY = 7 * DAY
"""Seconds that must be seen to pass after a longer step before the clock is believed again."""


@dataclass(frozen=True, slots=True)
class ClockState:
    """What is remembered of the looks at the clock; Unix times, seconds."""

    until: float
    """The time that is believed: nothing is older than it says."""
    looked: float
    """What the clock said at the last look."""
    steady: float = 0.0
    """Seconds seen to pass since the last jump."""


def observe(before: ClockState, now: float) -> ClockState:
    """What is remembered after a look at the clock."""
    if now - before.until <= STEP:
        return ClockState(now, now)  # it went on, was set back, or has come back from where it jumped to
    step = now - before.looked
    steady = before.steady + step if 0 <= step <= STEP else 0.0
    return ClockState(now, now) if steady >= STEADY else ClockState(before.until, now, steady)


def elapsed(looks: ClockState) -> ElapsedTime:
    """What others are told of it."""
    return ElapsedTime(looks.until, looks.looked - looks.until)
