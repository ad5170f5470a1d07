"""Keeps conversations from waiting for each other, and the messages of one in order."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Hashable

from bot import wording

Job = Callable[[], Awaitable[None]]
_log = logging.getLogger(__name__)


class KeyedQueue:
    """Runs the jobs of a key one after the other, in the order they came, and the keys beside each other."""

    def __init__(self) -> None:
        self._waiting: dict[Hashable, deque[Job]] = {}
        self._running: dict[Hashable, asyncio.Task[None]] = {}
        self._closed = False

    def __len__(self) -> int:
        """Jobs that haven't begun."""
        return sum(map(len, self._waiting.values()))

    def add(self, key: Hashable, job: Job, *, latest: bool = False) -> None:
        """Run the job after those of its key already here; `latest` takes the place of those that haven't begun.

        Once closing has begun, jobs are not taken any more.
        """
        if self._closed:
            return
        waiting = self._waiting.setdefault(key, deque())
        if latest:
            waiting.clear()
        waiting.append(job)
        if key not in self._running:
            self._running[key] = asyncio.create_task(self._run(key, waiting))

    async def _run(self, key: Hashable, waiting: deque[Job]) -> None:
        try:
            while waiting:
                try:
                    await waiting.popleft()()
                except Exception:  # noqa: BLE001  # a job has nobody to tell, and those behind it must not suffer
                    _log.exception(wording.CHANNEL_LOG_JOB)
        finally:
            del self._running[key], self._waiting[key]

    async def close(self, grace: float) -> None:
        """Begin nothing more; jobs that have begun get `grace` seconds, then they are cancelled."""
        self._closed = True
        for waiting in self._waiting.values():
            waiting.clear()
        tasks = list(self._running.values())
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=grace)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
