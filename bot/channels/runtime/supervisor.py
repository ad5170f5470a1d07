"""Keeps channels going: one that dies or falls silent is begun anew, later and later, and whoever looks is told.

What can't work from the start (a wrong token, a port that is taken) ends the program with its sentence, as whoever has just
set it up wants to know. What breaks later is tried again for as long as it takes: other channels go on meanwhile.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot import wording
from bot.errors import JianhuitongError, StoreError
from bot.ports import Channel

_log = logging.getLogger(__name__)
SILENT = 300.0
"""Seconds without a sign of life after which a channel is begun anew; a poll takes under a minute."""
LOOK = 5.0
"""Seconds between two looks."""
SETTLED = 60.0
"""Seconds after which a channel that runs has begun well."""
PAUSES = (1.0, 2.0, 5.0, 15.0, 60.0, 300.0)
"""Seconds before it is begun again, each time it didn't begin well."""


@dataclass
class State:
    """A channel's name, restarts, last failure and last sign of life."""

    name: str
    up: bool = True
    """Whether it runs, or stands by for another process that serves it."""
    restarts: int = 0
    failure: str = ""
    """Why it isn't up, in Chinese; empty while it is."""
    seen: float = 0.0
    """When it gave its last sign of life (`time.monotonic`, seconds); 0: it gives none."""


class Supervisor:
    """Runs a channel, as often as it takes."""

    def __init__(
        self,
        make: Callable[[], Channel],
        tell: Callable[[str, str], object],
        pauses: tuple[float, ...] = PAUSES,
        silent: float = SILENT,
    ) -> None:
        """`make` gives a new channel each time; `tell` leaves a word for the admins, once for each key."""
        self._make = make
        self._tell = tell
        self._pauses = pauses
        self._silent = silent
        self.channel = make()
        self._used = False
        self.state = State(self.channel.name)

    async def run(self) -> None:
        """Until cancelled. Raises what the channel raises when it can't begin at all."""
        failed, begun_well = 0, False
        if self._used:  # anew each time: what another process did meanwhile is in the store
            self.channel = self._make()
        self._used = True
        while True:
            begun = time.monotonic()
            self.state.up, self.state.failure = True, ""
            try:
                await self._run_watched()
                why = wording.CHANNEL_ENDED
            except JianhuitongError as error:
                if not begun_well and time.monotonic() - begun < SETTLED:
                    raise
                why = str(error)
                _log.error(wording.CHANNEL_LOG_DIED.format(channel=self.state.name, why=why))
            except Exception as error:  # noqa: BLE001  # whatever ended it, people still come to this channel: it is begun again
                why = type(error).__name__
                _log.exception(wording.CHANNEL_LOG_DIED.format(channel=self.state.name, why=why))
            held = time.monotonic() - begun
            begun_well = begun_well or held >= SETTLED
            failed = 0 if held >= SETTLED else failed + 1
            self.state.up, self.state.failure = False, why
            self.state.restarts += 1
            await self._notify(why)
            await asyncio.sleep(self._pauses[min(failed, len(self._pauses) - 1)])
            self.channel = self._make()

    async def _run_watched(self) -> None:
        """Run the channel; raises TimeoutError when it has given no sign of life for too long."""
        work = asyncio.create_task(self.channel.run())
        begun = time.monotonic()
        try:
            while not (await asyncio.wait([work], timeout=min(LOOK, self._silent / 2)))[0]:
                alive = self.channel.alive
                self.state.seen = alive
                if alive and time.monotonic() - max(alive, begun) > self._silent:
                    raise TimeoutError(self.state.name)
            work.result()
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)

    async def _notify(self, why: str) -> None:
        day = time.strftime("%Y-%m-%d")
        try:
            said = wording.CHANNEL_DIED.format(channel=self.state.name, why=why)
            await asyncio.to_thread(self._tell, f"channel:{self.state.name}:{day}", said)
        except StoreError:
            _log.exception(wording.CHANNEL_LOG_STORE.format(channel=self.state.name))
