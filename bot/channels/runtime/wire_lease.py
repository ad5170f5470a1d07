"""One process a wire: Telegram's polling, a mailbox, a socket have one reader at a time, whoever else stands by."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot import wording
from bot.errors import StoreError
from bot.ports import Wires

_log = logging.getLogger(__name__)

LOOK = 0.5
"""Seconds between two tries to have a wire, and between two looks whether it is held still."""


class WireLease:
    """Serves a wire for as long as this process has it, and waits for it while another does."""

    def __init__(self, wires: Wires, wire: str, serve: Callable[[], Awaitable[None]]) -> None:
        """`wire` names channel and account; `serve` begins anew each time and goes on until it is cancelled."""
        self._wires = wires
        self._wire = wire
        self._serve = serve

    async def run(self) -> None:
        """Serve until cancelled, or until serving itself ends; raises what serving raises."""
        while True:
            await self._acquire()
            _log.info(wording.CHANNEL_LOG_HELD.format(wire=self._wire))
            if await self._serve_until_lost():
                return
            _log.warning(wording.CHANNEL_LOG_LOST.format(wire=self._wire))

    async def _acquire(self) -> None:
        """Wait until this process has the wire."""
        while True:
            try:
                if await asyncio.to_thread(self._wires.hold, self._wire):
                    return
            except StoreError as error:
                _log.warning(str(error))
            await asyncio.sleep(LOOK)

    async def _serve_until_lost(self) -> bool:
        """Serve; False once the wire is lost."""
        task = asyncio.ensure_future(self._serve())
        try:
            while self._wires.holds(self._wire):
                done, _ = await asyncio.wait({task}, timeout=LOOK)
                if done:
                    task.result()
                    return True
            return False
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await asyncio.to_thread(self._wires.release, self._wire)
