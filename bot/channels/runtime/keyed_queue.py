"""Keeps conversations from waiting for each other, and the messages of one in order."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Hashable

from bot import wording

Job = Callable[[], Awaitable[None]]
_log = logging.getLogger(__name__)


AT_ONCE = 256
"""Keys whose jobs are in work at the same time: a burst of thousands mustn't have all its texts in memory at once."""


class KeyedQueue:
    """Runs the jobs of a key one after the other, in the order they came, and the keys beside each other."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._at_once = at_once
        self._ready: dict[Hashable, None] = {}
        self._waiting: dict[Hashable, deque[Job]] = {}
        self._running: dict[Hashable, asyncio.Task[None]] = {}
        self._closed = False
        self._count = 0

    def __len__(self) -> int:
        """Jobs that haven't begun."""
        return self._count

    def add(self, key: Hashable, job: Job, *, latest: bool = False) -> None:
        """Run the job after those of its key already here; `latest` takes the place of those that haven't begun.

        Once closing has begun, jobs are not taken any more.
        """
        if self._closed:
            return
        waiting = self._waiting.setdefault(key, deque())
        if latest:
            self._count -= len(waiting)
            waiting.clear()
        waiting.append(job)
        self._count += 1
        if key not in self._running:
            self._ready[key] = None
            self._begin()

    def _begin(self) -> None:
        """Start the keys that have waited longest, as far as there is room."""
        while self._ready and len(self._running) < self._at_once and not self._closed:
            key = next(iter(self._ready))
            del self._ready[key]
            self._running[key] = asyncio.create_task(self._run(key, self._waiting[key]))

    async def _run(self, key: Hashable, waiting: deque[Job]) -> None:
        try:
            while waiting:
                self._count -= 1
                try:
                    await waiting.popleft()()
                except Exception:  # noqa: BLE001  # a job has nobody to tell, and those behind it must not suffer
                    _log.exception(wording.CHANNEL_LOG_JOB)
        finally:
            del self._running[key], self._waiting[key]
            self._begin()

    async def close(self, grace: float) -> None:
        """Begin nothing more; jobs that have begun get `grace` seconds, then they are cancelled."""
        self._closed = True
        self._count = 0
        for waiting in self._waiting.values():
            waiting.clear()
        tasks = list(self._running.values())
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=grace)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
