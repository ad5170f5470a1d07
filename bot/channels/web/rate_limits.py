"""How often an address and a browser may ask, and how many questions of one address are with the desk at a time.

What was taken is counted in the store, so that a restart or a second process changes nothing; who was refused is remembered
here, so that a flood costs neither the store nor the desk anything.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from math import ceil

from bot.ports import WebTalks


@dataclass(frozen=True)
class Rate:
    """A bucket: how many at once, and how many a second from then on."""

    most: float
    per_second: float


ADDRESS = Rate(120, 2.0)
"""Questions of a network: a whole office may stand behind one address."""
BROWSER = Rate(20, 0.25)
"""Questions of a browser: nobody types faster for long."""
SEARCH = Rate(240, 4.0)
LOGIN = Rate(10, 0.05)
"""Tries to sign in from a network."""
API = Rate(240, 4.0)
"""Requests with a key; without one a quarter of it."""


AT_ONCE = 2
"""Questions of one network that are taken in and answered at a time: others wait for no more than these."""
HELD = 0.5
"""Seconds at most for which a refusal is held back; who waits for it sends nothing else meanwhile."""
_STEP = 0.01
"""Seconds by which that grows with each refusal in a row."""
_REMEMBERED = 10_000
"""Refusals that are remembered."""


@dataclass(slots=True)
class _Refusal:
    """That somebody was told to wait: until when and for how long, in seconds, and how often she came before that."""

    until: float
    wait: float
    times: int = 0


class Limits:
    """Counts requests by name against their rates."""

    def __init__(self, kept: WebTalks, clock: Callable[[], float]) -> None:
        """`clock` tells Unix time in seconds."""
        self._kept = kept
        self._clock = clock
        self._refused: dict[str, _Refusal] = {}

    def wait(self, name: str, rate: Rate) -> int:
        """Full seconds until the next is taken, 0: it was taken now. Blocks for a moment: for a thread."""
        wait = self._kept.draw(name, rate.most, rate.per_second)
        if wait:
            if len(self._refused) >= _REMEMBERED:
                self._refused.clear()
            self._refused[name] = _Refusal(self._clock() + wait, wait)
        return ceil(wait)

    async def refused(self, name: str, *, held: bool = True) -> int:
        """Full seconds that somebody who was refused must still wait, 0: the store must be asked.

        Where it is `held` back, it takes the longer to say so the oftener she asks.
        """
        found = self._refused.get(name)
        left = found.until - self._clock() if found else 0.0
        if found is None or not 0 < left <= found.wait:  # it is over, or the clock was set
            self._refused.pop(name, None)
            return 0
        found.times += 1
        if held:
            await asyncio.sleep(min(_STEP * (found.times - 1), HELD))
        return ceil(left)


class Turns:
    """Lets a few questions of each network pass at a time; the rest of its own wait in order, and nobody else for them."""

    def __init__(self) -> None:
        self._gates: dict[str, tuple[asyncio.Semaphore, int]] = {}

    @asynccontextmanager
    async def of(self, network: str) -> AsyncIterator[None]:
        """While it lasts, one of the network's places is taken."""
        gate, inside = self._gates.get(network, (asyncio.Semaphore(AT_ONCE), 0))
        self._gates[network] = gate, inside + 1
        try:
            async with gate:
                yield
        finally:
            gate, inside = self._gates[network]
            if inside > 1:
                self._gates[network] = gate, inside - 1
            else:
                del self._gates[network]


def network(address: str) -> str:
    """The network of an address: /24, or /56 of the new kind; what is no address stays itself."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:60]
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    length = 24 if found.version == 4 else 56
    return str(ipaddress.ip_network((found, length), strict=False))
