"""How much one person, and one place, may say a minute: beyond it a clear word once, then silence until it is calm again."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

MINUTE = 60.0
REMEMBERED = 20_000
"""People and places whose messages are counted; those heard longest ago are forgotten."""


class Verdict(Enum):
    """Whether a message is taken, answered with a word about the limit, or met with silence."""

    HEAR = "hear"
    TELL = "tell"
    """It is one too many, and the first: say so."""
    SILENT = "silent"


@dataclass(slots=True)
class _Counter:
    """The times of somebody's latest messages, and whether she is silenced."""

    at: deque[float] = field(default_factory=deque)
    """When the messages of the last minute that passed came."""
    silenced: bool = False


class Limits:
    """Counts messages. What was silenced doesn't count: who stops is heard again within a minute."""

    def __init__(self, person: int = 0, place: int = 0, clock: Callable[[], float] = time.monotonic) -> None:
        """Messages a minute, of a person and in a place that several share; 0: any number. `clock` gives seconds."""
        self._person = person
        self._place = place
        self._clock = clock
        self._counted: OrderedDict[str, _Counter] = OrderedDict()
        self._silenced = 0

    @property
    def silencing(self) -> bool:
        """Whether anybody is silenced just now, as far as it was looked at."""
        return self._silenced > 0

    def silenced(self, person: str, place: str = "") -> bool:
        """Whether a message would be met with silence; nothing is counted."""
        return any(
            one is not None and one.silenced and not self._is_calm(one, most)
            for key, most in self._keys(person, place)
            if (one := self._counted.get(key)) is not None
        )

    def judge(self, person: str, place: str = "") -> Verdict:
        """What becomes of a message of that person; `place` where others share it, empty otherwise."""
        keys = self._keys(person, place)
        verdicts = [self._counter(key, most) for key, most in keys]
        if Verdict.SILENT in verdicts:
            return Verdict.SILENT
        if Verdict.TELL in verdicts:
            return Verdict.TELL
        now = self._clock()
        for key, _ in keys:
            self._counted[key].at.append(now)
        return Verdict.HEAR

    def _keys(self, person: str, place: str) -> list[tuple[str, int]]:
        keys = [(f"person {person}", self._person)] if self._person and person else []
        return keys + ([(f"place {place}", self._place)] if self._place and place else [])

    def _counter(self, key: str, most: int) -> Verdict:
        one = self._counted.setdefault(key, _Counter())
        self._counted.move_to_end(key)
        while len(self._counted) > REMEMBERED:
            _, gone = self._counted.popitem(last=False)
            self._silenced -= gone.silenced
        if one.silenced and self._is_calm(one, most):
            one.silenced = False
            self._silenced -= 1
        if one.silenced:
            return Verdict.SILENT
        self._recent(one)
        if len(one.at) < most:
            return Verdict.HEAR
        one.silenced = True
        self._silenced += 1
        return Verdict.TELL

    def _recent(self, one: _Counter) -> None:
        while one.at and one.at[0] <= self._clock() - MINUTE:
            one.at.popleft()

    def _is_calm(self, one: _Counter, most: int) -> bool:
        """Whether half of what may be said in a minute is free again."""
        self._recent(one)
        return len(one.at) <= most // 2
