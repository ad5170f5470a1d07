"""What becomes of messages, noted in a store that may fail: steps are repeated until it does its part."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable

from bot import wording
from bot.channels.runtime.durable_inbox import Inbox
from bot.channels.runtime.quarantine import Quarantine
from bot.channels.runtime.received_message import ReceivedMessage
from bot.channels.runtime.timeouts import Timeouts
from bot.errors import StoreError
from bot.model import InboxMessage

_log = logging.getLogger(__name__)
ATTEMPTS = 3
"""How often noting what became of a message is tried where only this message can't be noted."""


class Settlement:
    """Notes for a channel which messages are answered and which are set aside."""

    def __init__(
        self,
        channel: str,
        inbox: Inbox,
        quarantine: Quarantine,
        timeouts: Timeouts,
        on_store_error: Callable[[StoreError], None],
    ) -> None:
        self._channel = channel
        self._inbox = inbox
        self._quarantine = quarantine
        self._timeouts = timeouts
        self._on_store_error = on_store_error
        self._finished: set[str] = set()

    async def read_kept(self, key: str) -> InboxMessage | None:
        """A message that waits in the inbox, read as soon as the store can be; None when it is answered by now."""
        pause = self._timeouts.pause
        while True:
            try:
                return await self._inbox.message(key)
            except StoreError:
                _log.exception(wording.CHANNEL_LOG_OUTBOX.format(channel=self._channel))
                await asyncio.sleep(pause)
                pause = min(2 * pause, self._timeouts.longest_pause)

    async def finish(self, message: ReceivedMessage) -> None:
        """The message is answered, or met with silence. Never raises."""
        await self._settle(message, lambda: self._inbox.finish(message.key))

    async def finish_early(self, message: ReceivedMessage) -> None:
        """All of the answer is out: noted before another message takes its place on the way out."""
        await self.finish(message)
        self._finished.add(message.key)

    async def finish_once(self, message: ReceivedMessage) -> None:
        """The message is answered, unless that was noted early."""
        if message.key not in self._finished:
            await self.finish(message)

    def forget(self, message: ReceivedMessage) -> None:
        """Nothing more comes of the message."""
        self._finished.discard(message.key)

    async def set_aside(self, message: ReceivedMessage, reason: str, error: Exception | None = None) -> None:
        """Keep a message that can't be answered for whoever looks after the bot. `error` is logged. Never raises."""
        said = wording.CHANNEL_LOG_SET_ASIDE.format(channel=self._channel, key=message.key, reason=reason)
        _log.error(said, exc_info=error)
        await self._settle(message, lambda: self._inbox.set_aside(message.key, message.raw, reason))

    async def _settle(self, message: ReceivedMessage, step: Callable[[], Awaitable[None]]) -> None:
        """Note what became of a message: for as long as it isn't noted, the next start would answer it again."""
        self._quarantine.release(message.key)

        async def noted() -> bool:
            await step()
            return True

        for attempt in range(ATTEMPTS):
            await asyncio.sleep(self._timeouts.pause if attempt else 0)
            if await self.retry_store(noted):
                return

    async def retry_store(self, step: Callable[[], Awaitable[bool]]) -> bool:
        """What the step returns, once the store does its part: a full disk is nobody's question's fault.

        While nothing can be written it is tried again for as long as that lasts; where only this message can't be, it has
        failed.
        """
        pause = self._timeouts.pause
        while True:
            try:
                return await step()
            except StoreError as error:
                _log.exception(wording.CHANNEL_LOG_STORE.format(channel=self._channel))
                self._on_store_error(error)
                if await self._is_writable():
                    return False
            await asyncio.sleep(pause)
            pause = min(2 * pause, self._timeouts.longest_pause)

    async def _is_writable(self) -> bool:
        try:
            await self._inbox.keep("probe", "probe", secrets.token_hex(2048))  # as much as an answer's own traces
            await self._inbox.keep("probe", "probe", "")
        except StoreError:
            return False
        return True
