"""Where events come from: an outgoing websocket, taken up again where it broke off.

An event is on the disk before its number counts: the number goes back to the platform with every heartbeat and with the
resumption, which brings whatever came after it. What comes twice that way is known by its key.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI

from bot import wording
from bot.channels.qq.parse import key_of
from bot.channels.qq.platform_api import Platform
from bot.channels.runtime import Accept, NotNow, Rejected, RetryLater, Unreachable
from bot.errors import ChannelError, StoreError

_log = logging.getLogger(__name__)
EVENT, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, HEARD = 0, 1, 2, 6, 7, 9, 10, 11
GROUP_AND_C2C = 1 << 25
"""The intent of events in groups and private chats."""
SILENT = 15.0
"""Seconds for the first word of a new connection."""
LONGEST = 120_000
"""Milliseconds between two heartbeats at most: the platform asks for 45,000."""
LARGEST = 4 << 20
FATAL = frozenset({4001, 4010, 4011, 4012, 4013, 4014, 4914, 4915})
"""Codes of closing that another try doesn't change: wrong intents, a bot that is banned, or allowed in the sandbox only."""
ANEW = frozenset({4006, 4007, *range(4900, 4914)})
"""Codes of closing after which the session can't be resumed."""


@dataclass(frozen=True, slots=True)
class Session:
    """The session's id and the number of its last event, by which a connection is resumed."""

    id: str = ""
    seen: int = 0
    """The number of the last event that is kept."""


class Gateway:
    """Brings events to `accept` until cancelled."""

    def __init__(self, platform: Platform, session: Session, keep: Callable[[Session], Awaitable[None]], pause: float) -> None:
        """`keep` puts the session on the disk; `pause` is how many seconds pass before a second try."""
        self._platform = platform
        self._session = session
        self._keep = keep
        self._pause = pause
        self.last_heard = 0.0

    async def run(self, accept: Accept) -> None:
        """See `Transport.run`; raises ChannelError when the settings can't work."""
        pause = self._pause
        while True:
            begun = time.monotonic()
            try:
                await self._serve_connection(accept)
            except ConnectionClosed as closed:
                code = closed.rcvd.code if closed.rcvd else 0
                if code in FATAL:
                    raise ChannelError(wording.QQ_CLOSED.format(code=code)) from None
                if code in ANEW:
                    await self._forget()
                if code == 4004:
                    self._platform.drop_token()
                _log.info(wording.QQ_LOG_LOST.format(reason=code or "-"))
            except (OSError, InvalidHandshake, InvalidURI, Unreachable, RetryLater, Rejected, NotNow, StoreError) as error:
                # what couldn't be kept isn't counted either, and comes again with the resumption
                _log.warning(wording.QQ_LOG_LOST.format(reason=type(error).__name__))
            # a connection that held for a while was a good one
            pause = self._pause if time.monotonic() - begun > 30.0 else min(2 * pause, 60.0)
            await asyncio.sleep(pause)

    async def _serve_connection(self, accept: Accept) -> None:
        url = await self._platform.gateway()
        async with connect(url, max_size=LARGEST, open_timeout=SILENT, close_timeout=1.0, ping_interval=None) as wire:
            async with asyncio.timeout(SILENT):
                hello = _read(await wire.recv())
            every = hello.get("d", {}).get("heartbeat_interval", 0) if isinstance(hello.get("d"), dict) else 0
            if hello.get("op") != HELLO or not isinstance(every, int | float) or not every > 0:
                raise Unreachable("no hello")
            await self._identify(wire)
            beating = asyncio.create_task(self._heartbeat(wire, max(min(every, LONGEST) / 1000, 0.05)))
            try:
                await self._listen(wire, accept)
            finally:
                beating.cancel()
                await asyncio.gather(beating, return_exceptions=True)

    async def _identify(self, wire: ClientConnection) -> None:
        token = f"QQBot {await self._platform.token()}"
        if self._session.id:
            data: dict[str, Any] = {"token": token, "session_id": self._session.id, "seq": self._session.seen}
            await _say(wire, RESUME, data)
        else:
            await _say(wire, IDENTIFY, {"token": token, "intents": GROUP_AND_C2C, "shard": [0, 1], "properties": {}})

    async def _heartbeat(self, wire: ClientConnection, every: float) -> None:
        """Heartbeats with the number of the last event kept; a platform that hears none of two is gone, and so is the wire."""
        self.last_heard = time.monotonic()
        while True:
            await _say(wire, HEARTBEAT, self._session.seen or None)
            await asyncio.sleep(every)
            if time.monotonic() - self.last_heard > 2.5 * every:
                await wire.close()
                return

    async def _listen(self, wire: ClientConnection, accept: Accept) -> None:
        async for frame in wire:
            self.last_heard = time.monotonic()
            event = _read(frame)
            op = event.get("op")
            if op == EVENT:
                await self._take(event, accept)
            elif op == RECONNECT:
                return
            elif op == INVALID:
                await self._forget()
                return

    async def _take(self, event: dict[str, Any], accept: Accept) -> None:
        number = event.get("s")
        number = number if type(number) is int and number > 0 else 0
        kind, data = event.get("t"), event.get("d")
        if kind == "READY":
            named = data.get("session_id") if isinstance(data, dict) else None
            self._session = Session(named if isinstance(named, str) else "", number)
            accept.back()
        elif kind == "RESUMED":
            accept.back()
        else:
            kept = {"event": event, "at": time.time()}
            await accept(key_of(event, number), json.dumps(kept, ensure_ascii=False))
        if number:
            self._session = Session(self._session.id, max(number, self._session.seen))
        await self._keep(self._session)

    async def _forget(self) -> None:
        self._session = Session()
        await self._keep(self._session)


def _read(frame: str | bytes) -> dict[str, Any]:
    """A frame as an object; one that is none is taken for an event that can't be understood, and set aside like others."""
    try:
        found = json.loads(frame)
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, dict) else {}


async def _say(wire: ClientConnection, op: int, data: object) -> None:
    await wire.send(json.dumps({"op": op, "d": data}))
