"""Tables that are being looked into: what is done just now and, in the end, what they would change."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.model import EditDraft


@dataclass
class Trial:
    """A table that an admin has sent, and how far looking into it has come."""

    name: str
    """Of the file."""
    begun: float
    """Unix time, seconds."""
    step: str = ""
    """What is done just now: read, compare, check or impact."""
    said: tuple[str, ...] = ()
    wrong: str = ""
    draft: EditDraft | None = None
    """The edit to confirm, when one can be made."""
    done: bool = False


@dataclass
class Trials:
    """The newest table of each signed-in browser; forgotten with the process."""

    _running: dict[str, Trial] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def of(self, session: str) -> Trial | None:
        """The one of a session, or None."""
        return self._running.get(session)

    async def begin(self, session: str, trial: Trial, work: Callable[[Trial], Awaitable[None]], patience: float) -> Trial:
        """Look into a table; comes back when that is done, or after so many seconds, while it goes on."""
        self._running[session] = trial

        async def run() -> None:
            try:
                await work(trial)
            finally:
                trial.done = True

        task = asyncio.create_task(run())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        await asyncio.wait({task}, timeout=patience)
        if task.done():
            task.result()  # what broke breaks here, for the page that says so
        return trial
