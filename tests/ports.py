"""Ports for the servers of tests, which no other process of the tests is given meanwhile."""

from __future__ import annotations

import contextlib
import itertools
import os
import socket
from collections.abc import Iterator

_FIRST, _LAST, _SIZE = 10_000, 32_000, 200
"""Below what the kernel gives to connections that go out (32768 and up on Linux), in blocks of so many."""


def _block() -> Iterator[int]:
    """The ports of a block that this process has for itself: it holds the first as long as it lives."""
    starts = range(_FIRST, _LAST, _SIZE)
    for number in range(len(starts)):
        start = starts[(os.getpid() + number) % len(starts)]
        held = socket.socket()
        try:
            held.bind(("127.0.0.1", start))
        except OSError:
            held.close()
            continue
        _HELD.append(held)
        return itertools.cycle(range(start + 1, start + _SIZE))
    raise AssertionError("every block of ports is taken")


_HELD: list[socket.socket] = []
_PORTS: list[Iterator[int]] = []


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on, nor will until this process was given all the others of its block."""
    if not _PORTS:
        _PORTS.append(_block())
    for port in itertools.islice(_PORTS[0], _SIZE):
        with contextlib.suppress(OSError), socket.socket() as probe:
            if os.name != "nt":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what was closed a moment ago lingers
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("every port of the block is taken")
