"""Messages that may still be answered, by conversation: what nobody asked for just now goes out as an answer to them.

Services without messages of a bot's own accord let it answer one for a while, a few times. The window outlives the process,
so that an answer that a person gives ten minutes later still finds it after a restart. How many answers are left is the
service's to say then: it refuses one too many, and the window is shut.
"""

from __future__ import annotations

import json
import logging
import time

from bot import wording
from bot.channels.runtime.durable_inbox import Inbox
from bot.channels.runtime.transport import Destination
from bot.errors import StoreError
from bot.model import ConversationRef

_log = logging.getLogger(__name__)
_KEPT = "window"


class ReplyWindows:
    """The newest message of each conversation that can be answered yet."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._open: dict[str, Destination] = {}

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._open)

    def destination(self, conversation: str) -> Destination | None:
        """The message to answer, by the key of a conversation, or of the place where it is held; None for none."""
        to = self._open.get(conversation)
        return to if to is not None and to.until > time.time() else None

    async def read(self) -> None:
        """What an earlier process has left."""
        try:
            for key, value in (await self._inbox.kept(_KEPT)).items():
                to = _read(value)
                if to is None or to.until <= time.time():
                    await self._inbox.keep(_KEPT, key, "")
                elif key not in self._open:
                    self._add(to)
        except StoreError:
            _log.exception(wording.CHANNEL_LOG_OUTBOX.format(channel=self._inbox.name))

    async def open(self, to: Destination) -> None:
        """A message was answered, and may be again."""
        self._add(to)
        now = time.time()
        past = [key for key, one in self._open.items() if one.until <= now]
        try:
            await self._inbox.keep(_KEPT, str(to.ref), _written(to))
            for key in past:
                del self._open[key]
                await self._inbox.keep(_KEPT, key, "")
        except StoreError:
            _log.exception(wording.CHANNEL_LOG_OUTBOX.format(channel=self._inbox.name))

    async def shut(self, conversation: str, to: Destination | None) -> None:
        """The message can't be answered any more."""
        known = self._open.get(conversation)
        if to is None or known is None or known.answering != to.answering:
            return
        for key in [key for key, one in self._open.items() if one.answering == to.answering]:
            del self._open[key]
            try:
                await self._inbox.keep(_KEPT, key, "")
            except StoreError:
                _log.exception(wording.CHANNEL_LOG_OUTBOX.format(channel=self._inbox.name))

    def _add(self, to: Destination) -> None:
        self._open[str(to.ref)] = self._open[str(to.ref.shared)] = to


def _written(to: Destination) -> str:
    return json.dumps({"ref": str(to.ref), "until": to.until, "data": dict(to.data), "answering": to.answering})


def _read(value: str) -> Destination | None:
    try:
        kept = json.loads(value)
        return Destination(
            ConversationRef.parse(kept["ref"]), until=kept["until"], data=kept["data"], answering=kept["answering"]
        )
    except (ValueError, KeyError, TypeError):
        return None
