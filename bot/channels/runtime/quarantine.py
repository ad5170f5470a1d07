"""Tells a message that kills the process from those that were merely in work when it died.

After a crash what was left is worked out one message at a time, each marked while it is: if the process ends again, the one
that was alone is suspect, and nobody else. Suspects go last, while nothing is on its way out either, so that whatever ends the
process as answers go out (a power cut, the kernel, an operator) isn't laid at the door of a message. One that ends two
processes in a row that way, after the one in which it came, is given up; one that is worked out is cleared.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.channels.runtime.durable_inbox import Inbox

READ, ASK = "read", "ask"
"""The phases in which a message may do harm: what came is read, and its answer is worked out."""
DEATHS = 2
"""How many processes in a row may end while a message alone is worked out."""


class Quarantine:
    """Lets messages be worked out side by side, or one at a time as long as there are any that an earlier process left."""

    def __init__(self, inbox: Inbox, drain: float) -> None:
        """`drain` is how many seconds a suspect waits for what is on its way out."""
        self._inbox = inbox
        self._drain = drain
        self._left: set[str] = set()
        self._alone = asyncio.Lock()
        self._out = 0
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._open = asyncio.Event()
        self._open.set()

    def hold(self, keys: set[str]) -> None:
        """These messages were left by an earlier process."""
        self._left |= keys

    def is_given_up(self, key: str, phase: str) -> bool:
        """Whether that phase of the message has ended so many processes that it is given up."""
        return self._inbox.deaths(key, phase) >= DEATHS

    def is_suspect(self, key: str) -> bool:
        """Whether a process ended while it alone was in work."""
        return any(self._inbox.deaths(key, phase) for phase in (READ, ASK))

    def release(self, key: str) -> None:
        """The message is worked out, or given up."""
        self._left.discard(key)

    @asynccontextmanager
    async def working_out(self, key: str, phase: str) -> AsyncIterator[None]:
        """For as long as a phase of a message takes."""
        if not self._left:
            yield
            return
        async with self._alone:
            suspect = self.is_suspect(key)
            if suspect:
                await self._until_quiet()
            await self._inbox.begin_alone(key, phase)
            try:
                yield
            finally:
                self._open.set()
                await self._inbox.end_alone(key, phase)

    @asynccontextmanager
    async def sending(self) -> AsyncIterator[None]:
        """For as long as a message is on its way out; waits while a suspect is worked out."""
        await self._open.wait()
        self._out += 1
        self._quiet.clear()
        try:
            yield
        finally:
            self._out -= 1
            if not self._out:
                self._quiet.set()

    async def _until_quiet(self) -> None:
        self._open.clear()
        try:
            async with asyncio.timeout(self._drain):
                await self._quiet.wait()
        except TimeoutError:
            return  # a send that stalls must not hold up everybody
