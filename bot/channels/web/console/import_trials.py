"""Tables that are being looked into: what is done just now and, in the end, what they would change."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace

from bot import wording
from bot.errors import StoreError
from bot.model import TableTrial
from bot.ports import WebConsole

BEAT = 5.0
"""Seconds between two signs that a table is still looked into."""
SILENT = 45.0
"""Seconds without one after which whoever looked into it is gone."""


class Trial:
    """One table of one admin, while this process looks into it; every change is kept. For any thread."""

    def __init__(self, kept: WebConsole, session: str, begun: TableTrial) -> None:
        self._kept = kept
        self._session = session
        self._lock = threading.Lock()
        self.now = begun

    def note(self, **changes: object) -> None:
        """Change it, and keep it; without changes: say that it goes on. Blocks for a moment. May raise StoreError."""
        with self._lock:
            self.now = replace(self.now, **changes)  # type: ignore[arg-type]  # fields of TableTrial
            self._kept.keep_trial(self._session, self.now)


class Trials:
    """The newest table of each signed-in browser, for every process that serves."""

    def __init__(self, kept: WebConsole, clock: Callable[[], float]) -> None:
        self._kept = kept
        self._clock = clock
        self._tasks: set[asyncio.Task[None]] = set()

    def of(self, session: str) -> TableTrial | None:
        """The one of a session, or None; what nobody looks into any more is done, and says so. Blocks for a moment."""
        found = self._kept.trial(session)
        if found and not found.done and found.seen < self._clock() - SILENT:
            return replace(found, done=True, wrong=wording.CONSOLE_IMPORT_LOST)
        return found

    async def begin(
        self, session: str, begun: TableTrial, work: Callable[[Trial], Awaitable[None]], patience: float
    ) -> TableTrial:
        """Look into a table; comes back when that is done, or after so many seconds, while it goes on."""
        trial = Trial(self._kept, session, begun)
        await asyncio.to_thread(trial.note)

        async def run() -> None:
            beating = asyncio.create_task(_beat(trial))
            try:
                await work(trial)
            finally:
                beating.cancel()
                with suppress(asyncio.CancelledError):
                    await beating
                await asyncio.to_thread(trial.note, done=True)

        task = asyncio.create_task(run())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        await asyncio.wait({task}, timeout=patience)
        if task.done():
            task.result()  # what broke breaks here, for the page that says so
        return trial.now


async def _beat(trial: Trial) -> None:
    while True:
        await asyncio.sleep(BEAT)
        with suppress(StoreError):  # the work goes on; what it comes to is kept at the end
            await asyncio.to_thread(trial.note)
