"""One message from what came in to the delivered answer: kept, in order, tried again, and never two of them."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import deque
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial

from bot import wording
from bot.channels.runtime.admission import Admission
from bot.channels.runtime.attachments import Attachments, Link
from bot.channels.runtime.capability_fallbacks import TOKEN, fit, full_action
from bot.channels.runtime.durable_inbox import Inbox
from bot.channels.runtime.keyed_queue import KeyedQueue
from bot.channels.runtime.message_limits import Limits
from bot.channels.runtime.outbox_sender import OutboxSender
from bot.channels.runtime.quarantine import ASK, READ, Quarantine
from bot.channels.runtime.received_message import ParsedMessage, ReceivedMessage
from bot.channels.runtime.sender import OutgoingAnswer, PutOff, Sender
from bot.channels.runtime.settlement import Settlement
from bot.channels.runtime.text import shortened, writable_text
from bot.channels.runtime.timeouts import Timeouts
from bot.channels.runtime.transport import Ask, Destination, Incoming, NotNow, Piece, Transport
from bot.errors import ChannelError, StoreError
from bot.log_lines import reference as current
from bot.model import Attachment, Block, ConversationRef, Decision, Reply
from bot.ports import ChannelStorage

_log = logging.getLogger(__name__)
ATTEMPTS = 3
"""How often a message is tried before its asker is told that it didn't work."""
HELD = 256
"""Messages that wait in memory; of those beyond it only the keys."""
ASKED = 24
"""Characters of her question that a late answer repeats."""


@dataclass(frozen=True)
class DispatcherOptions:
    """What a channel is told of the rest of the program; without any of it everything is answered."""

    link: Link | None = None
    """Where a file can be had on the web, for wires that can't carry files."""
    experts: ConversationRef | None = None
    """The experts' chat."""
    limits: Limits = field(default_factory=Limits)
    """How much anybody may say a minute."""
    is_admin: Callable[[str], bool] = lambda _: False
    """Who may quiet the bot in any group."""
    elsewhere: Collection[str] = ()
    """The channels that can say something unasked."""
    on_store_error: Callable[[StoreError], None] = lambda _: None
    """Told, in the event loop, when the store fails."""


class Dispatcher:
    """Serves a transport. Implements bot.ports.Channel, and the transport's `Accept`."""

    def __init__(
        self,
        transport: Transport,
        ask: Ask,
        storage: ChannelStorage,
        timeouts: Timeouts | None = None,
        options: DispatcherOptions | None = None,
    ) -> None:
        self.transport = transport
        self._ask = ask
        self._storage = storage
        self._timeouts = timeouts or Timeouts()
        self._options = options or DispatcherOptions()

    @property
    def name(self) -> str:
        """The transport's."""
        return self.transport.name

    @property
    def alive(self) -> float:
        """The transport's."""
        return self.transport.alive

    async def tell(self, ref: ConversationRef, text: str) -> bool:
        """Say something at once, past everything that is kept, for when nothing can be: whether it got there."""
        to = Destination(ref)
        try:
            for piece in self.transport.format(Reply("", Decision.SMALLTALK, (Block("text", text),))):
                await self.transport.send(to, piece)
        except Exception as error:  # noqa: BLE001  # an admin who can't be told must not keep the others from being told
            _log.exception(wording.CHANNEL_LOG_REFUSED.format(channel=self.name, key="alarm", reason=type(error).__name__))
            return False
        return True

    async def run(self) -> None:
        """Serve until cancelled; then answers in flight get some seconds, and the rest stays pending for the next start.

        Raises ChannelError when the transport can't ever work, and StoreError when the inbox can't be read at the start.
        """
        self._open()
        try:
            await self.transport.start()
            await self._admission.read()
            await self._requeue()
            await self._serve()
        finally:
            try:
                await asyncio.wait_for(self.transport.close(), self._timeouts.goodbye)
            except (TimeoutError, ChannelError):
                _log.info(wording.CHANNEL_LOG_GOODBYE.format(channel=self.transport.name))
            self._inbox.close()

    def _open(self) -> None:
        transport, timeouts = self.transport, self._timeouts
        self._inbox = Inbox(self._storage, transport.name, transport.account)
        self._quarantine = Quarantine(self._inbox, timeouts.drain)
        self._settlement = Settlement(transport.name, self._inbox, self._quarantine, timeouts, self._options.on_store_error)
        attachments = Attachments(self._storage, self._account, transport.capabilities.max_file, self._options.link)
        self._sender = Sender(transport, self._inbox, self._quarantine, attachments, timeouts)
        self._queue = KeyedQueue()
        self._admission = Admission(transport, self._inbox, self._options.experts, self._options.limits, self._options.is_admin)
        self._outbox = OutboxSender(self._sender, self._queue, timeouts, self._pieces, self._options.elsewhere)
        self._put_off: list[ParsedMessage] = []
        self._held: dict[str, deque[ParsedMessage]] = {}
        self._returned = asyncio.Event()

    @property
    def _account(self) -> str:
        return f"{self.transport.name}:{self.transport.account}" if self.transport.account else self.transport.name

    async def _serve(self) -> None:
        work = [
            asyncio.create_task(self.transport.run(self)),
            asyncio.create_task(self._outbox.run()),
            asyncio.create_task(self._try_again()),
        ]
        try:
            done, _ = await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in work:
                task.cancel()
            await asyncio.gather(*work, return_exceptions=True)
            await self._queue.close(self._timeouts.grace)

    # ------------------------------------------------------------ coming in

    async def __call__(self, key: str, raw: str) -> bool:
        """See `Accept`."""
        if self._admission.is_silenced(raw):
            return True  # a flood isn't kept: it would hold up everybody for as long as the disk takes
        try:
            fresh = await self._inbox.receive(key, raw)
        except StoreError as error:
            self._options.on_store_error(error)
            raise
        if not fresh:
            return False
        await self._take(ReceivedMessage(key, raw))
        return True

    async def present(self, to: Destination) -> None:
        """See `Accept`."""
        done = asyncio.Event()

        async def tell() -> None:
            try:
                await self._handle_held(to)
                await self._outbox.flush(to)
            finally:
                done.set()

        self._queue.add(self._outbox.place(to.ref), tell)
        await done.wait()

    def back(self) -> None:
        """See `Accept`."""
        self._returned.set()

    async def _requeue(self) -> None:
        """What an earlier process left unanswered, in the order it came; before anything new.

        Conversations with an answer that was on its way go later, so that it isn't the same ones that are doubled when the
        process ends again; those with a message that may have killed it go last.
        """
        pending = await self._inbox.open()
        self._quarantine.hold({one.key for one in pending})
        understood: dict[str, list[ParsedMessage]] = {}
        for kept in pending:
            one = await self._read(ReceivedMessage(kept.key, kept.payload))
            if one is not None:
                understood.setdefault(self._place(one), []).append(one)
        for every in sorted(understood.values(), key=self._restart_order):
            for one in every:
                self._enqueue(one)
        if pending:
            _log.info(wording.CHANNEL_LOG_PENDING.format(channel=self.transport.name, count=len(pending)))

    def _restart_order(self, every: list[ParsedMessage]) -> tuple[bool, bool]:
        keys = [one.key for one in every]
        return any(map(self._quarantine.is_suspect, keys)), any(map(self._inbox.is_unsure, keys))

    async def _take(self, message: ReceivedMessage) -> None:
        one = await self._read(message)
        if one is None:
            return
        taken = await self._admission.admit(one)
        if taken is not None:
            self._enqueue(taken)
        else:
            await self._settlement.finish(message)
            await self.transport.finish(message.key)

    async def _read(self, message: ReceivedMessage) -> ParsedMessage | None:
        """The message understood; None when there is nothing to answer, or nothing that can be understood."""
        if self._quarantine.is_given_up(message.key, READ):
            await self._settlement.set_aside(message, "deadly")
            return None
        try:
            async with self._quarantine.working_out(message.key, READ):
                incoming = self.transport.parse(message.raw)
        except Exception as error:  # noqa: BLE001  # parse may raise anything: what can't be understood must not stop the others
            await self._settlement.set_aside(message, type(error).__name__, error)
            await self.transport.finish(message.key)
            return None
        if incoming is None:
            await self._settlement.finish(message)
            await self.transport.finish(message.key)
            return None
        to = replace(incoming.to, answering=message.key)
        return ParsedMessage(message, replace(incoming, to=to))

    def _place(self, one: ParsedMessage) -> str:
        return self._outbox.place(one.incoming.to.ref)

    def _enqueue(self, one: ParsedMessage) -> None:
        if len(self._queue) < HELD or one.decided:
            self._queue.add(self._place(one), lambda: self._handle(one))
            return
        key = one.key  # the texts of a burst stay on the disk
        self._queue.add(self._place(one), lambda: self._handle_kept(key))

    async def _handle_kept(self, key: str) -> None:
        kept = await self._settlement.read_kept(key)
        one = await self._read(ReceivedMessage(kept.key, kept.payload)) if kept is not None else None
        if one is not None:
            await self._handle(one)

    # ------------------------------------------------------------ answering

    async def _handle(self, one: ParsedMessage) -> None:
        """Answer a message and mark it done; left pending when it couldn't be delivered. Never raises."""
        try:
            await self._handle_held(one.incoming.to)
            await self._answer(one)
            await self._outbox.flush(one.incoming.to)
            await self._outbox.open_window(one.incoming.to)
        finally:
            await self.transport.finish(one.key)

    async def _handle_held(self, to: Destination) -> None:
        """What waited for this person's next word goes first, as answers to it."""
        held = self._held.pop(str(to.ref), None)
        while held:
            one = held.popleft()
            await self._answer(ParsedMessage(one.message, replace(one.incoming, to=to), late=True))

    async def _answer(self, one: ParsedMessage) -> None:
        message, reference = one.message, secrets.token_hex(3)
        current.set(reference)
        try:
            failure = await self._answer_or_reason(one, reference)
        except PutOff as error:
            reason = type(error.__cause__).__name__
            _log.warning(wording.CHANNEL_LOG_PUT_OFF.format(channel=self.transport.name, key=message.key, reason=reason))
            self._put_off.append(one)
            return
        except NotNow:
            self._held.setdefault(str(one.incoming.to.ref), deque()).append(one)
            return
        except Exception as error:  # noqa: BLE001  # whatever breaks outside a step, what became of the message must be noted
            _log.exception(wording.CHANNEL_LOG_FAILED.format(channel=self.transport.name, key=message.key, reference=reference))
            failure = type(error).__name__
        finally:
            self._quarantine.release(message.key)
        if failure:
            await self._settlement.set_aside(message, failure)
        else:
            await self._settlement.finish_once(message)
        self._settlement.forget(message)

    async def _answer_or_reason(self, one: ParsedMessage, reference: str) -> str:
        """Empty once it is answered, else why it can't be: its asker has been told."""
        key = one.key
        if one.incoming.press:
            await self._run_step(self.transport.acknowledge(one.incoming), key, reference)
        if self._quarantine.is_given_up(key, ASK):
            failure = "deadly"
            _log.error(wording.CHANNEL_LOG_DEADLY.format(channel=self.transport.name, key=key, reference=reference))
        else:
            for attempt in range(ATTEMPTS):
                await asyncio.sleep(self._timeouts.pause if attempt else 0)
                if await self._settlement.retry_store(lambda: self._run_step(self._attempt(one), key, reference)):
                    return ""
            failure = "failed"
            told = {"channel": self.transport.name, "key": key, "reference": reference, "attempts": ATTEMPTS}
            _log.error(wording.CHANNEL_LOG_GIVEN_UP.format(**told))
        sorry = Block("text", wording.CHANNEL_SORRY.format(reference=reference))
        reply = Reply("", Decision.SMALLTALK, (sorry,))
        await self._settlement.retry_store(lambda: self._run_step(self._say(one, reply), key, reference))
        return f"{failure} {reference}"

    async def _attempt(self, one: ParsedMessage) -> None:
        async with self._quarantine.working_out(one.key, ASK):
            reply = await self._reply(one.incoming)
            if self._admission.is_needless(one, reply):
                return
            pieces = await self._pieces(reply)
        self._quarantine.release(one.key)
        noted = partial(self._settlement.finish_early, one.message)
        preface = self._late_preface(one)
        await self._sender.deliver(OutgoingAnswer(one.key, one.incoming.to, *pieces, noted=noted, preface=preface))
        self._admission.note_said(one, reply)

    @staticmethod
    def _late_preface(one: ParsedMessage) -> str:
        asked = writable_text(one.incoming.question.text.strip()) if one.incoming.question else ""
        if not one.late:
            return ""
        return wording.CHANNEL_LATE.format(asked=shortened(asked, ASKED)) if asked else wording.CHANNEL_LATE_BARE

    async def _reply(self, incoming: Incoming) -> Reply:
        question = incoming.question
        if question is None:
            return Reply("", Decision.SMALLTALK, (Block("text", incoming.notice),))
        if question.action.startswith(TOKEN):
            question = replace(question, action=await full_action(question.action, self._inbox))
        return await self._ask(replace(question, expert=self._admission.among_experts(incoming.to.ref)))

    async def _say(self, one: ParsedMessage, reply: Reply) -> None:
        await self._sender.deliver(OutgoingAnswer(one.key, one.incoming.to, *await self._pieces(reply)))

    async def _pieces(self, reply: Reply) -> tuple[tuple[Piece, ...], tuple[Attachment, ...]]:
        """A reply in pieces, and the files that go with them."""
        fitted = await fit(reply, self.transport.capabilities, self._inbox, self._options.link)
        return tuple(self.transport.format(fitted)), fitted.files

    # ------------------------------------------------------------ when something is wrong

    async def _run_step(self, step: Awaitable[None], key: str, reference: str) -> bool:
        """Whether the step went through; what stopped it is in the log, under the reference that the asker gets."""
        try:
            await step
        except (PutOff, NotNow, StoreError):
            raise
        except Exception:  # noqa: BLE001  # the one handler of all channels: what breaks on one message must not stop the next
            _log.exception(wording.CHANNEL_LOG_FAILED.format(channel=self.transport.name, key=key, reference=reference))
            return False
        return True

    async def _try_again(self) -> None:
        """What was put off is answered again when the service is back, or after a while, until cancelled."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._timeouts.again):  # wait_for may swallow a cancellation (python/cpython#86296)
                    await self._returned.wait()
            self._returned.clear()
            again, self._put_off = self._put_off, []
            for one in again:
                self._enqueue(one)
