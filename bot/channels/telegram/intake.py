"""The queue between Telegram and the channel: what is taken into it is on disk before Telegram may forget it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass

from bot.channels.telegram.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Received:
    """An update as it came."""

    key: str
    """Its number."""
    payload: str
    """Its raw text."""


class Intake(asyncio.Queue[Received]):
    """A queue of updates, each stored before it is taken, none taken twice."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__()
        self._ledger = ledger

    async def accept(self, key: str, payload: str) -> None:
        """Store the update, then queue it; raises StoreError when it can't be stored, so that it must come again.

        Inline queries aren't stored: the next keystroke replaces them, and Telegram refuses late answers to them.
        """
        if _inline(payload) or await self._ledger.receive(key, payload):
            self.put_nowait(Received(key, payload))


def _inline(payload: str) -> bool:
    """Whether it is an inline query; what can't be read is none."""
    try:
        return "inline_query" in json.loads(payload)
    except (TypeError, ValueError, RecursionError):
        return False
