"""Who has what open in the console just now: two admins at the same question or entry see each other."""

from __future__ import annotations

from collections.abc import Callable

LASTS = 90.0
"""Seconds after which somebody who asked for nothing more is away; open pages ask every fifteen."""


class OpenPages:
    """Remembers who looked at a place last and when; forgotten with the process."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._seen: dict[str, dict[str, float]] = {}

    def enter(self, place: str, who: str) -> tuple[str, ...]:
        """Note that an admin has a place open; the others who have, in the order in which they came."""
        here = {one: at for one, at in self._seen.get(place, {}).items() if at > self._clock() - LASTS}
        here[who] = self._clock()
        self._seen[place] = here
        return tuple(one for one in here if one != who)

    def at(self, place: str) -> tuple[str, ...]:
        """Who has a place open."""
        return tuple(one for one, at in self._seen.get(place, {}).items() if at > self._clock() - LASTS)

    def leave(self, place: str, who: str) -> None:
        """Note that an admin is done with a place."""
        self._seen.get(place, {}).pop(who, None)
        for empty in [name for name in self._seen if not self.at(name)]:
            del self._seen[empty]
