"""Who has what open in the console just now: two admins at the same question or entry see each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from bot.ports import WebConsole

LASTS = 90.0
"""Seconds after which somebody who asked for nothing more is away; open pages ask every fifteen."""


class OpenPages:
    """Remembers who looked at a place last and when, for every process that serves. Blocks for a moment: for a thread."""

    def __init__(self, kept: WebConsole, clock: Callable[[], float]) -> None:
        self._kept = kept
        self._clock = clock

    def enter(self, place: str, who: str) -> tuple[str, ...]:
        """Note that an admin has a place open; the others who have, in the order in which they came."""
        return self._kept.note_present(place, who, self._clock() - LASTS)

    def others(self, who: str) -> Mapping[str, Sequence[str]]:
        """Who else has which place open, by place."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for place, one in self._kept.present(self._clock() - LASTS):
            if one != who:
                found[place].append(one)
        return found

    def leave(self, place: str, who: str) -> None:
        """Note that an admin is done with a place."""
        self._kept.note_left(place, who)
