"""Keeps chats from waiting for each other, and the messages of one chat in order."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable

Job = Callable[[], Awaitable[None]]


class Lanes:
    """Runs the jobs of a lane one after the other, in the order they came, and the lanes beside each other.

    A job must not raise: it has nobody to tell.
    """

    def __init__(self) -> None:
        self._waiting: dict[Hashable, deque[Job]] = {}
        self._running: dict[Hashable, asyncio.Task[None]] = {}
        self._closed = False

    def add(self, lane: Hashable, job: Job, *, latest: bool = False) -> None:
        """Run the job after those already in its lane; `latest` takes the place of those that haven't begun.

        Once closing has begun, jobs are not taken any more.
        """
        if self._closed:
            return
        waiting = self._waiting.setdefault(lane, deque())
        if latest:
            waiting.clear()
        waiting.append(job)
        if lane not in self._running:
            self._running[lane] = asyncio.create_task(self._run(lane, waiting))

    async def _run(self, lane: Hashable, waiting: deque[Job]) -> None:
        try:
            while waiting:
                await waiting.popleft()()
        finally:
            del self._running[lane], self._waiting[lane]

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
