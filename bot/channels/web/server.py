"""uvicorn inside our own loop: our signals stay ours, half a request is not waited for, and stopping is asked for."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any, ClassVar

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot import wording
from bot.channels.web.rate_limits import network
from bot.errors import ChannelError

PATIENCE = 15.0
"""Seconds in which a connection must bring a whole head of a request; whoever drips it in holds a place for nothing."""
STALLED = 60.0
"""Seconds after which a connection is closed whose other end takes nothing of what it asked for."""
KEPT = 10
"""Seconds for which an idle connection is kept."""
MOST = 400
"""Connections at a time; more get 503."""
MOST_OF_ONE = 100
"""Connections of one network at a time, unless it is a proxy of ours: with more, those that nothing is asked on are closed."""
GRACE = 3
"""Seconds for answers in flight when it is stopped."""
TRIED = 20
"""Ports that are tried, one after the other, when none was set."""


class _Server(uvicorn.Server):
    """Leaves SIGTERM and Ctrl+C to the program: uvicorn would end before the desk has answered what it took."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class _Protocol(H11Protocol):
    """Closes a connection that doesn't bring the head of its first request in time, or takes nothing of what it asked for.

    And what one network holds too many of.
    """

    neighbours: ClassVar[dict[str, dict[_Protocol, None]]]
    """Open connections by network, oldest first."""
    proxies: ClassVar[tuple[IPv4Network | IPv6Network, ...]]

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        super().connection_made(transport)
        self._impatient = asyncio.get_running_loop().call_later(PATIENCE, self._hurry)
        self._stalled: asyncio.TimerHandle | None = None
        host = str((transport.get_extra_info("peername") or ("",))[0])
        self._network = "" if self._is_proxy(host) else network(host)
        held = self.neighbours.setdefault(self._network, {})
        if self._network and len(held) >= MOST_OF_ONE:
            spare = next((one for one in held if one.cycle is None or one.cycle.response_complete), self)
            spare.transport.close()
            held.pop(spare, None)  # it is lost a moment later; the next one must not choose it again
            if spare is self:
                return
        held[self] = None

    def pause_writing(self) -> None:
        super().pause_writing()
        self._stalled = asyncio.get_running_loop().call_later(STALLED, self._hang_up)

    def resume_writing(self) -> None:
        self._go_on()
        super().resume_writing()

    def _hang_up(self) -> None:
        # without what the system still holds to be sent, which nobody will take
        with suppress(OSError):
            held = self.transport.get_extra_info("socket")
            held.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()

    def _go_on(self) -> None:
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None

    def _is_proxy(self, host: str) -> bool:
        try:
            return any(ip_address(host) in known for known in self.proxies)
        except ValueError:
            return True  # no address: a socket of this machine

    def _hurry(self) -> None:
        if self.cycle is None and self.transport is not None and not self.transport.is_closing():
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._impatient.cancel()
        self._go_on()
        held = self.neighbours.get(self._network, {})
        held.pop(self, None)
        if not held:
            self.neighbours.pop(self._network, None)
        super().connection_lost(exc)


def listening(host: str, port: int, first: int) -> socket.socket:
    """A socket that listens at `host`; without a port at the first free one from `first` on. Raises ChannelError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in [port] if port else range(first, first + TRIED):
        # asyncio sends small pieces at once only where it is told that this is TCP; else each page waits 40 ms for an ACK
        made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind((host, candidate))
            made.listen(256)
        except OSError as error:
            made.close()
            if port:
                raise ChannelError(wording.WEB_PORT_TAKEN.format(host=host, port=port)) from error
            continue
        made.setblocking(False)
        return made
    raise ChannelError(wording.WEB_PORTS_TAKEN.format(host=host, first=first, last=first + TRIED - 1))


async def serve(app: Any, at: socket.socket, proxies: str) -> None:
    """Serve the app on a listening socket until cancelled; answers in flight get some seconds then."""
    trusted = tuple(ip_network(one, strict=False) for one in proxies.split(",") if one)
    config = uvicorn.Config(
        app,
        http=type("_Protocol", (_Protocol,), {"neighbours": {}, "proxies": trusted}),
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies or None,
        timeout_keep_alive=KEPT,
        limit_concurrency=MOST,
        timeout_graceful_shutdown=GRACE,
        h11_max_incomplete_event_size=32 * 1024,
    )
    server = _Server(config)
    running = asyncio.create_task(server.serve(sockets=[at]))
    try:
        await asyncio.shield(running)
    finally:
        server.should_exit = True
        with suppress(asyncio.CancelledError):
            await running
