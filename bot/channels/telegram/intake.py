"""The queue between Telegram and the channel: what is put into it is on disk before Telegram may forget it.

The library confirms a batch of updates once every `put` of it has returned, and answers a webhook call after it. A `put`
that fails with one of the library's own errors makes it fetch the batch again; with any other error its polling
would end without a word (telegram.ext._utils.networkloop, 22.8).
"""

from __future__ import annotations

import asyncio
import json
import logging
from datetime import datetime
from typing import cast

from telegram import Update
from telegram.error import TelegramError

from bot import wording
from bot.channels.telegram.ledger import Ledger

_log = logging.getLogger(__name__)


class Intake(asyncio.Queue[object]):
    """A queue of updates, each stored before it is taken, none taken twice."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__()
        self._ledger = ledger

    async def put(self, item: object) -> None:
        """Store the update, then queue it; raises TelegramError when it can't be stored, so that it comes again.

        Inline queries aren't stored: the next keystroke replaces them, and Telegram refuses late answers to them.
        """
        if not isinstance(item, Update):
            raise TypeError(type(item).__name__)
        if item.inline_query is None:
            # waited for instead of awaited: whatever the failure, it must reach the library as one of its own
            storing = asyncio.ensure_future(self._store(item))
            await asyncio.wait((storing,))
            failure = storing.exception()
            if failure is not None:
                _log.error(wording.TELEGRAM_LOG_NOT_STORED.format(update=item.update_id), exc_info=failure)
                raise TelegramError("not stored") from failure
            if not storing.result():
                return
        await super().put(item)

    async def take(self) -> Update:
        """The next update, once there is one."""
        return cast(Update, await self.get())  # `put` lets nothing else in

    async def _store(self, update: Update) -> bool:
        return await self._ledger.receive(str(update.update_id), json.dumps(update.to_dict(), default=_plain))


def _plain(value: object) -> int | str:
    """What the library leaves unready for JSON: the time of a message that is gone, which its own `to_json` fails at (22.8)."""
    return int(value.timestamp()) if isinstance(value, datetime) else str(value)
