"""Up to when the messages of each account are kept: what came later is read back when its program connects again.

The time is kept from an account's first connection on, so that a process killed with the first message in hand misses none. It
doesn't move while messages are being read back: a live one would move it past those that aren't kept yet.
"""

from __future__ import annotations

import asyncio
import logging
import time

from bot import wording
from bot.errors import StoreError
from bot.ports import ChannelStorage

_log = logging.getLogger(__name__)
_STEP = "seen"


class LastSeen:
    """Unix times by account, kept in the store."""

    def __init__(self, storage: ChannelStorage, account_of_steps: str, every: float) -> None:
        """`every` is how many seconds lie between two notes in the store."""
        self._storage = storage
        self._name = f"{account_of_steps}/{_STEP}"
        self._every = every
        self._times: dict[str, float] = {}
        self._noted = 0.0
        self._reading: dict[str, int] = {}

    async def load(self) -> None:
        """Read what is kept; raises StoreError."""
        steps = await asyncio.to_thread(self._storage.steps, self._name)
        self._times = {account: float(every[_STEP]) for account, every in steps.items() if _STEP in every}

    def time_of(self, account: str) -> float:
        """Up to when its messages are kept; 0 for an account that was never here."""
        return self._times.get(account, 0.0)

    async def note(self, account: str, at: object) -> None:
        """A message of that Unix time is kept; no time, one ahead of the clock and one while reading back are passed over."""
        if isinstance(at, bool) or not isinstance(at, int | float) or not 0 < at <= time.time() + 60 or not account:
            return
        if account not in self._reading:
            await self._move(account, float(at))

    async def _move(self, account: str, at: float) -> None:
        first = account not in self._times
        self._times[account] = max(at, self.time_of(account))
        if first or time.monotonic() - self._noted > self._every:
            self._noted = time.monotonic()
            try:
                await asyncio.to_thread(self._storage.note_step, self._name, account, _STEP, str(self._times[account]))
            except StoreError:
                _log.exception(wording.CHANNEL_LOG_JOB)

    def begin(self, account: str) -> int:
        """Its messages are about to be read back; the number of this reading."""
        self._reading[account] = self._reading.get(account, 0) + 1
        return self._reading[account]

    async def end(self, account: str, reading: int, began: float) -> None:
        """What that reading found is kept, up to the Unix time at which it began; a later reading goes on."""
        if self._reading.get(account) == reading:
            del self._reading[account]
            await self._move(account, began)
