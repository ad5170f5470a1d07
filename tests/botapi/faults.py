"""Trouble to order: floods, failures, slow answers, dropped connections."""

from __future__ import annotations

import asyncio
import math
import time
from dataclasses import dataclass
from typing import Any

from tests.botapi.errors import ApiError, DroppedConnectionError, GarbageError

ALWAYS = 10**9


@dataclass
class _Fault:
    """What happens to the next `times` calls of `method` ("" any but getUpdates) that concern `chat` (0: any)."""

    method: str
    chat: int
    times: int
    error: ApiError | GarbageError | None = None
    delay: float = 0.0
    drop: str = ""

    def hits(self, method: str, chat: int) -> bool:
        """Whether the call is one that it was ordered for."""
        named = self.method == method or (not self.method and method != "getUpdates")
        return self.times > 0 and named and self.chat in (0, chat)


class Faults:
    """Orders of trouble. `chat` is a chat's number; 0 stands for any."""

    def __init__(self) -> None:
        self._faults: list[_Fault] = []
        self._floods: dict[int, float] = {}
        self._told: dict[int, float] = {}
        self.impatience = 0
        """Sends to a flooded chat before the time it had been told to wait was over."""

    def flood(self, chat: int, seconds: float) -> None:
        """From now on, for so long, sends to the chat get 429 with the remaining whole seconds as `retry_after`."""
        self._floods[chat] = time.monotonic() + seconds

    def fail(self, method: str = "", code: int = 502, times: int = 1, *, chat: int = 0, reason: str = "Bad Gateway") -> None:
        """The next calls get this error instead of being done."""
        self._faults.append(_Fault(method, chat, times, error=ApiError(code, reason)))

    def garble(self, body: str, method: str = "", times: int = 1, *, chat: int = 0, status: int = 200) -> None:
        """The next calls aren't done and get this as their answer."""
        self._faults.append(_Fault(method, chat, times, error=GarbageError(body, status)))

    def slow(self, seconds: float, method: str = "", times: int = 1, *, chat: int = 0) -> None:
        """The next calls are done, and answered so much later."""
        self._faults.append(_Fault(method, chat, times, delay=seconds))

    def drop(self, method: str = "", times: int = 1, *, chat: int = 0, done: bool = False) -> None:
        """The next calls lose their connection: before they are done, or (`done`) after, when only the answer is lost."""
        self._faults.append(_Fault(method, chat, times, drop="after" if done else "before"))

    def clear(self) -> None:
        """No more trouble."""
        self._faults.clear()
        self._floods.clear()

    async def before(self, method: str, params: dict[str, Any]) -> _Fault | None:
        """Suffer what is ordered for a call before it is done; returns what is left for after."""
        chat = int(params.get("chat_id", 0))
        if method.startswith("send"):
            self._flooded(chat)
        fault = next((fault for fault in self._faults if fault.hits(method, chat)), None)
        if fault is None:
            return None
        fault.times -= 1
        if fault.error is not None:
            raise fault.error
        if fault.drop == "before":
            raise DroppedConnectionError
        return fault

    async def after(self, fault: _Fault | None) -> None:
        """Suffer the rest once the call is done."""
        if fault is not None:
            await asyncio.sleep(fault.delay)
            if fault.drop:
                raise DroppedConnectionError

    def _flooded(self, chat: int) -> None:
        left = self._floods.get(chat, 0.0) - time.monotonic()
        if left <= 0:
            return
        self.impatience += time.monotonic() < self._told.get(chat, 0.0)
        wait = max(1, math.ceil(left))
        self._told[chat] = time.monotonic() + wait
        raise ApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
