"""How often an address and a browser may ask, kept in the store, so that a restart or a second process changes nothing."""

from __future__ import annotations

import ipaddress
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


class Limits:
    """Counts requests by name against their rates."""

    def __init__(self, kept: WebTalks) -> None:
        self._kept = kept

    def wait(self, name: str, rate: Rate) -> int:
        """Full seconds until the next is taken, 0: it was taken now. Blocks for a moment: for a thread."""
        return ceil(self._kept.draw(name, rate.most, rate.per_second))


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
