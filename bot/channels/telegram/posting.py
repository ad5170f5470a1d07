"""Sends what the outbox holds: each message once, in the lane of its chat, between the answers."""

from __future__ import annotations

import asyncio
import logging
from functools import partial

from bot import render, wording
from bot.channels.telegram.address import place
from bot.channels.telegram.delivery import Delivery, UndeliveredError
from bot.channels.telegram.lanes import Lanes
from bot.channels.telegram.ledger import Ledger, post_key
from bot.channels.telegram.outward import OutgoingMessage, keyboard
from bot.channels.telegram.timing import Timing
from bot.errors import ChannelError, StoreError
from bot.model import OutboxMessage

_log = logging.getLogger(__name__)


class Posts:
    """Looks into the outbox until cancelled: other processes and the desk's thread put messages there at any time."""

    def __init__(self, delivery: Delivery, ledger: Ledger, lanes: Lanes, timing: Timing) -> None:
        self._delivery = delivery
        self._ledger = ledger
        self._lanes = lanes
        self._pause = timing.outbox
        self._under_way: set[int] = set()

    async def run(self) -> None:
        """Bring every message that waits to the lane of its chat. A store that fails is asked again after the pause."""
        while True:
            try:
                waiting = await self._ledger.waiting()
            except StoreError:
                _log.exception(wording.TELEGRAM_LOG_OUTBOX)
                waiting = ()
            for message in waiting:
                if message.id not in self._under_way:
                    self._under_way.add(message.id)
                    address = place(message.conversation)
                    self._lanes.add(address.chat if address else 0, partial(self._post, message))
            await asyncio.sleep(self._pause)

    async def _post(self, message: OutboxMessage) -> None:
        """Send a message and settle it; it stays waiting when Telegram or the store couldn't be reached. Never raises."""
        try:
            await self._ledger.settle(message, *await self._sent(message))
        except (UndeliveredError, StoreError) as error:
            _log.warning(wording.TELEGRAM_LOG_POST_LATER.format(number=message.id, reason=type(error).__name__))
        finally:
            self._under_way.discard(message.id)

    async def _sent(self, message: OutboxMessage) -> tuple[str, ...]:
        """The keys of the messages that it became; none when it can't be sent: blocked, no such chat, a bad button."""
        address = place(message.conversation)
        if address is None:
            _log.error(wording.TELEGRAM_LOG_POST_NOWHERE.format(number=message.id))
            return ()
        try:
            letter = OutgoingMessage(tuple(render.html(message.blocks)), keyboard(message.buttons))
            return await self._delivery.deliver(post_key(message), address, letter, mark_last=True)
        except UndeliveredError:
            raise
        except ChannelError as error:
            _log.error(wording.TELEGRAM_LOG_POST_BAD.format(number=message.id, reason=error))
            return ()
