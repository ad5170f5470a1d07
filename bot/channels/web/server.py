"""uvicorn inside our own loop: our signals stay ours, half a request is not waited for, and stopping is asked for."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot import wording
from bot.errors import ChannelError

PATIENCE = 15.0
"""Seconds in which a connection must bring a whole head of a request; whoever drips it in holds a place for nothing."""
KEPT = 10
"""Seconds for which an idle connection is kept."""
MOST = 400
"""Connections at a time; more get 503."""
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
    """Closes a connection that doesn't bring the head of its first request in time."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        super().connection_made(transport)
        self._impatient = asyncio.get_running_loop().call_later(PATIENCE, self._hurry)

    def _hurry(self) -> None:
        if self.cycle is None and self.transport is not None and not self.transport.is_closing():
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._impatient.cancel()
        super().connection_lost(exc)


def listening(host: str, port: int, first: int) -> socket.socket:
    """A socket that listens at `host`; without a port at the first free one from `first` on. Raises ChannelError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in [port] if port else range(first, first + TRIED):
        made = socket.socket(family, socket.SOCK_STREAM)
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
    config = uvicorn.Config(
        app,
        http=_Protocol,
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
