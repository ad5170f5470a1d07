"""Sends what the outbox holds: each message once, in order with the answers of its conversation."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Collection
from functools import partial

from bot import wording
from bot.channels.runtime.durable_inbox import outbox_key
from bot.channels.runtime.keyed_queue import KeyedQueue
from bot.channels.runtime.reply_windows import ReplyWindows
from bot.channels.runtime.sender import OutgoingAnswer, PutOff, Sender
from bot.channels.runtime.timeouts import Timeouts
from bot.channels.runtime.transport import Destination, NotNow, Piece
from bot.errors import StoreError
from bot.model import Attachment, Block, ConversationRef, Decision, OutboxMessage, Reply

_log = logging.getLogger(__name__)
Pieces = Callable[[Reply], Awaitable[tuple[tuple[Piece, ...], tuple[Attachment, ...]]]]
"""A reply in, its pieces with their files out."""


class OutboxSender:
    """Looks into the outbox until cancelled: other processes and the desk's thread put messages there at any time."""

    def __init__(
        self, sender: Sender, queue: KeyedQueue, timeouts: Timeouts, pieces: Pieces, elsewhere: Collection[str] = ()
    ) -> None:
        """`elsewhere` are the other channels that can say something unasked: where an answer goes that can't be said here."""
        self._sender = sender
        self._transport = sender.transport
        self._inbox = sender.inbox
        self._queue = queue
        self._pause = timeouts.outbox
        self._pieces = pieces
        self._elsewhere = frozenset(elsewhere) - {sender.transport.name}
        self._under_way: set[int] = set()
        self._waiting_for: set[str] = set()
        self._windows = ReplyWindows(sender.inbox)

    @staticmethod
    def place(ref: ConversationRef) -> str:
        """What is sent one after the other: everything to one place."""
        return str(ConversationRef(ref.channel, ref.place))

    async def run(self) -> None:
        """Bring every message that waits to the queue of its place. A store that fails is asked again after the pause."""
        await self._windows.read()
        push = self._transport.capabilities.push
        while True:
            ways = {} if push else await self._ways()
            for message in await self._waiting() if push or self._windows or ways else ():
                to = None if push else self._windows.destination(message.conversation)
                if message.id in self._under_way:
                    continue
                if push or to:
                    self._enqueue(message, partial(self._post, message, to))
                elif message.id in ways:
                    self._enqueue(message, partial(self._send_elsewhere, message, ways[message.id]))
            await self._inbox.news(self._pause)

    def _enqueue(self, message: OutboxMessage, work: Callable[[], Awaitable[None]]) -> None:
        self._under_way.add(message.id)
        ref = _conversation_of(message)
        self._queue.add(self.place(ref) if ref else "", work)

    async def open_window(self, to: Destination) -> None:
        """That message may be answered for a while yet: with what else comes up for this person in the meantime."""
        if to.until and not self._transport.capabilities.push:
            await self._windows.open(to)

    async def flush(self, to: Destination) -> None:
        """Send what waits for the next word of this person, as answers to it. Called in the queue of its place."""
        own = {str(to.ref), str(to.ref.shared)}
        if self._transport.capabilities.push and not own & self._waiting_for:
            return
        self._waiting_for -= own
        for message in await self._waiting():
            if message.conversation in own:
                self._under_way.add(message.id)
                await self._post(message, to)

    async def _waiting(self) -> tuple[OutboxMessage, ...]:
        try:
            return await self._inbox.waiting()
        except StoreError:
            _log.exception(wording.CHANNEL_LOG_OUTBOX.format(channel=self._transport.name))
            return ()

    async def _post(self, message: OutboxMessage, to: Destination | None) -> None:
        """Send a message and settle it; it stays waiting when the service or the store couldn't be reached. Never raises."""
        held = False
        try:
            keys = await self._sent(message, to)
            if keys or not await self._move(message, (await self._ways()).get(message.id, "")):
                await self._inbox.settle(message, *keys)
        except NotNow:
            held = self._transport.capabilities.push  # else it is under way only as long as there is a way
            self._waiting_for.add(message.conversation)
            await self._windows.shut(message.conversation, to)
        except (PutOff, StoreError) as error:
            told = {"channel": self._transport.name, "number": message.id, "reason": type(error).__name__}
            _log.warning(wording.CHANNEL_LOG_POST_LATER.format(**told))
        finally:
            if not held:
                self._under_way.discard(message.id)

    async def _send_elsewhere(self, message: OutboxMessage, conversation: str) -> None:
        """Have a message said where its asker can be reached. In the queue of its place: nobody says it here meanwhile."""
        try:
            await self._move(message, conversation)
        except StoreError as error:
            told = {"channel": self._transport.name, "number": message.id, "reason": type(error).__name__}
            _log.warning(wording.CHANNEL_LOG_POST_LATER.format(**told))
        finally:
            self._under_way.discard(message.id)

    async def _move(self, message: OutboxMessage, conversation: str) -> bool:
        """Whether it is said elsewhere now; never what has arrived here in part, or may have."""
        key = outbox_key(message)
        if not conversation or self._inbox.is_unsure(key) or self._inbox.pieces_sent(key):
            return False
        return await self._inbox.move(message, conversation, diverted_blocks(message))

    async def _ways(self) -> dict[int, str]:
        try:
            return await self._inbox.ways(self._elsewhere) if self._elsewhere else {}
        except StoreError:
            _log.exception(wording.CHANNEL_LOG_OUTBOX.format(channel=self._transport.name))
            return {}

    async def _sent(self, message: OutboxMessage, to: Destination | None) -> tuple[str, ...]:
        """The keys of the messages that it became; none when it can't be sent: blocked, no such place."""
        told = {"channel": self._transport.name, "number": message.id}
        ref = _conversation_of(message)
        if ref is None:
            _log.error(wording.CHANNEL_LOG_POST_NOWHERE.format(**told))
            return ()
        if to is not None:
            await self._inbox.annotate(message, json.dumps(dict(to.data), ensure_ascii=False))
        try:
            reply = Reply("", Decision.SMALLTALK, message.blocks, buttons=message.buttons)
            pieces = await self._pieces(reply)
            where = to or Destination(ref, data=json.loads(message.data or "{}"))
            return await self._sender.deliver(OutgoingAnswer(outbox_key(message), where, *pieces, mark_last=True))
        except (PutOff, NotNow, StoreError):
            raise
        except Exception as error:  # noqa: BLE001  # one message that can't be built must not hold up the others
            # the reason may be of a library's making, and a library quotes what it was given
            _log.exception(wording.CHANNEL_LOG_POST_BAD.format(**told, reason=type(error).__name__))
            return ()


def diverted_blocks(message: OutboxMessage) -> tuple[Block, ...]:
    """What a message says on another channel of its asker's."""
    asked = wording.LINK_DIVERTED.format(channel=wording.CHANNELS.get(message.channel, message.channel))
    return (Block("note", asked), *message.blocks)


def _conversation_of(message: OutboxMessage) -> ConversationRef | None:
    """Where it goes; None for a key that is none of its channel's."""
    try:
        ref = ConversationRef.parse(message.conversation)
    except ValueError:
        return None
    return ref if ref.channel == message.channel else None
