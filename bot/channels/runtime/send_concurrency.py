"""How many messages are on their way out at once: few where the service is quick, because a crash can double each of them."""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

WANTED = 60
"""Messages a second that are enough: twice what Telegram, the quickest, takes of a bot."""
MOST = 12
"""Messages at once at most: at 0.2 s each, what is wanted."""
PATIENCE = 0.25
"""Seconds after which a message that is still on its way makes room for another one."""


class SendConcurrency:
    """As many at once as `WANTED` needs at the speed seen; whoever stalls is passed by the others."""

    def __init__(self, least: int = 1) -> None:
        self._least = least
        self._took: deque[float] = deque([0.0], maxlen=32)
        self._inside = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    @property
    def limit(self) -> int:
        """How many may be out now; the quickest of late tells how fast the service is, the others also waited for us."""
        return min(max(math.ceil(WANTED * min(self._took)), self._least), MOST)

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """From when a message is sent until it is noted that it was."""
        loop = asyncio.get_running_loop()
        while self._inside >= self.limit:
            turn = loop.create_future()
            self._waiting.append(turn)
            try:
                await turn
            except asyncio.CancelledError:
                if turn.done() and not turn.cancelled():
                    self._next()
                raise
            finally:
                if turn in self._waiting:
                    self._waiting.remove(turn)
        self._inside += 1
        begun, left = loop.time(), False

        def leave() -> None:
            nonlocal left
            if not left:
                left = True
                self._inside -= 1
                self._next()

        stalled = loop.call_later(PATIENCE, leave)
        try:
            yield
            self._took.append(loop.time() - begun)
        finally:
            stalled.cancel()
            leave()

    def _next(self) -> None:
        """Let those go on for whom there is room."""
        for _ in range(self.limit - self._inside):
            while self._waiting:
                turn = self._waiting.popleft()
                if not turn.done():
                    turn.set_result(None)
                    break
