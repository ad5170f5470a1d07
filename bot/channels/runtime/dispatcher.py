"""One message from what came in to the delivered answer: kept, in order, tried again, and never two of them."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import deque
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from bot import wording
from bot.channels.runtime.attachments import Attachments, Link
from bot.channels.runtime.capability_fallbacks import TOKEN, fit, full_action
from bot.channels.runtime.durable_inbox import Inbox
from bot.channels.runtime.group_manners import GroupManners, asks_for_quiet, ends_quiet, is_nod
from bot.channels.runtime.keyed_queue import KeyedQueue
from bot.channels.runtime.message_limits import Limits, Verdict
from bot.channels.runtime.outbox_sender import OutboxSender
from bot.channels.runtime.quarantine import ASK, READ, Quarantine
from bot.channels.runtime.sender import PutOff, Sender
from bot.channels.runtime.text import shortened, writable_text
from bot.channels.runtime.timeouts import Timeouts
from bot.channels.runtime.transport import Ask, Destination, Incoming, NotNow, Piece, Transport
from bot.errors import ChannelError, StoreError
from bot.log_lines import reference as current
from bot.model import Attachment, Block, ConversationRef, Decision, InboxMessage, Reply
from bot.ports import ChannelStorage

_log = logging.getLogger(__name__)
ATTEMPTS = 3
"""How often a message is tried before its asker is told that it didn't work."""
HELD = 256
"""Messages that wait in memory; of those beyond it only the keys."""
ASKED = 24
"""Characters of her question that a late answer repeats."""


@dataclass(frozen=True, slots=True)
class _Message:
    """A message of the inbox: its key, and the raw text that came."""

    key: str
    raw: str


@dataclass(frozen=True, slots=True)
class _Understood:
    """A message that was parsed, with what the dispatcher knows of it."""

    message: _Message
    incoming: Incoming
    late: bool = False
    """Whether it is answered at the asker's next word, because it couldn't be in time."""
    said: bool = False
    """Whether what is said to it is decided already, and not to be had from what came."""


def _speaker(incoming: Incoming) -> tuple[str, str]:
    """Who said it, and where, if others share the place: what limits go by."""
    ref = incoming.to.ref
    return incoming.question.asker if incoming.question else "", str(ref.shared) if ref.person else ""


class Dispatcher:
    """Serves a transport. Implements bot.ports.Channel, and the transport's `Accept`."""

    def __init__(
        self,
        transport: Transport,
        ask: Ask,
        storage: ChannelStorage,
        timeouts: Timeouts | None = None,
        link: Link | None = None,
        experts: ConversationRef | None = None,
        limits: Limits | None = None,
        admin: Callable[[str], bool] | None = None,
        elsewhere: Collection[str] = (),
        trouble: Callable[[StoreError], None] | None = None,
    ) -> None:
        """`link` tells where a file can be had on the web, for wires that can't carry files; `experts` is their chat.

        `limits` says how much anybody may say a minute (default: any number); `admin` who may quiet the bot in any group;
        `elsewhere` names the channels that can say something unasked; `trouble` is told, in the event loop, when the store
        fails.
        """
        self.transport = transport
        self._ask = ask
        self._storage = storage
        self._timeouts = timeouts or Timeouts()
        self._link = link
        self._experts = experts
        self._limits = limits or Limits()
        self._admin = admin or (lambda _: False)
        self._elsewhere = elsewhere
        self._trouble = trouble or (lambda _: None)

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
        except Exception as error:  # noqa: BLE001  # whatever it is, there is nobody left to tell
            _log.warning(wording.CHANNEL_LOG_REFUSED.format(channel=self.name, key="alarm", reason=type(error).__name__))
            return False
        return True

    async def run(self) -> None:
        """Serve until cancelled; then answers in flight get some seconds, and the rest stays pending for the next start.

        Raises ChannelError when the transport can't ever work, and StoreError when the inbox can't be read at the start.
        """
        self._open()
        try:
            await self.transport.start()
            await self._manners.read()
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
        attachments = Attachments(self._storage, self._account, transport.capabilities.max_file, self._link)
        self._sender = Sender(transport, self._inbox, self._quarantine, attachments, timeouts)
        self._queue = KeyedQueue()
        self._manners = GroupManners(self._inbox)
        self._outbox = OutboxSender(transport, self._sender, self._inbox, self._queue, timeouts, self._pieces, self._elsewhere)
        self._put_off: list[_Understood] = []
        self._done: set[str] = set()
        self._held: dict[str, deque[_Understood]] = {}
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
        if self._limits.silencing and self._is_silenced(raw):
            return True  # a flood isn't kept: it would hold up everybody for as long as the disk takes
        try:
            fresh = await self._inbox.receive(key, raw)
        except StoreError as error:
            self._trouble(error)
            raise
        if not fresh:
            return False
        await self._take(_Message(key, raw))
        return True

    def _is_silenced(self, raw: str) -> bool:
        """Whether a message comes from somebody who is silenced."""
        try:
            incoming = self.transport.parse(raw)
        except Exception:  # noqa: BLE001  # it is kept, and set aside there
            return False
        return incoming is not None and incoming.question is not None and self._limits.silenced(*_speaker(incoming))

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
        understood: dict[str, list[_Understood]] = {}
        for kept in pending:
            one = await self._read(_Message(kept.key, kept.payload))
            if one is not None:
                understood.setdefault(self._place(one), []).append(one)
        for every in sorted(understood.values(), key=self._until_free):
            for one in every:
                self._enqueue(one)
        if pending:
            _log.info(wording.CHANNEL_LOG_PENDING.format(channel=self.transport.name, count=len(pending)))

    def _until_free(self, every: list[_Understood]) -> tuple[bool, bool]:
        keys = [one.message.key for one in every]
        return any(map(self._quarantine.is_suspect, keys)), any(map(self._inbox.is_unsure, keys))

    async def _take(self, message: _Message) -> None:
        one = await self._read(message)
        if one is None:
            return
        fit = await self._apply_limits(one)
        if fit is not None:
            self._enqueue(fit)
        else:
            await self._settle(message, lambda: self._inbox.finish(message.key))
            await self.transport.finish(message.key)

    async def _apply_limits(self, one: _Understood) -> _Understood | None:
        """What a message that has just come calls for; None: silence."""
        incoming = one.incoming
        question, ref = incoming.question, incoming.to.ref
        place = str(ref.shared)
        if ref.person:
            if (
                question is not None
                and (asks_for_quiet(question.text) or ends_quiet(question.text))
                and await self._moderates(incoming)
            ):
                return await self._apply_quiet(one, place, hush=asks_for_quiet(question.text))
            if self._manners.is_quiet(place) and not self._among_experts(ref):
                return None
            if question is not None and not question.action and is_nod(question.text):
                return None
        if question is None:
            return one
        verdict = self._limits.judge(*_speaker(incoming))
        if verdict is Verdict.SILENT:
            return None
        return self._as_notice(one, wording.CHANNEL_FLOOD) if verdict is Verdict.TELL else one

    async def _moderates(self, incoming: Incoming) -> bool:
        question = incoming.question
        if question is not None and await asyncio.to_thread(self._admin, question.asker):
            return True
        return await self.transport.moderates(incoming)

    async def _apply_quiet(self, one: _Understood, place: str, *, hush: bool) -> _Understood:
        await (self._manners.begin_quiet(place) if hush else self._manners.end_quiet(place))
        return self._as_notice(one, wording.CHANNEL_HUSHED if hush else wording.CHANNEL_AWAKE)

    @staticmethod
    def _as_notice(one: _Understood, notice: str) -> _Understood:
        """A message that is answered with a sentence at once."""
        return replace(one, incoming=replace(one.incoming, question=None, notice=notice), said=True)

    async def _read(self, message: _Message) -> _Understood | None:
        """The message understood; None when there is nothing to answer, or nothing that can be understood."""
        if self._quarantine.is_given_up(message.key, READ):
            await self._set_aside(message, "deadly")
            return None
        try:
            async with self._quarantine.working_out(message.key, READ):
                incoming = self.transport.parse(message.raw)
        except Exception as error:  # noqa: BLE001  # whatever it is that can't be understood must not stop the others
            await self._set_aside(message, type(error).__name__)
            await self.transport.finish(message.key)
            return None
        if incoming is None:
            await self._settle(message, lambda: self._inbox.finish(message.key))
            await self.transport.finish(message.key)
            return None
        to = replace(incoming.to, answering=message.key)
        return _Understood(message, replace(incoming, to=to))

    def _place(self, one: _Understood) -> str:
        return self._outbox.place(one.incoming.to.ref)

    def _enqueue(self, one: _Understood) -> None:
        if len(self._queue) < HELD or one.said:
            self._queue.add(self._place(one), lambda: self._handle(one))
            return
        key = one.message.key  # the texts of a burst stay on the disk
        self._queue.add(self._place(one), lambda: self._handle_kept(key))

    async def _handle_kept(self, key: str) -> None:
        kept = await self._read_kept(key)
        one = await self._read(_Message(kept.key, kept.payload)) if kept is not None else None
        if one is not None:
            await self._handle(one)

    async def _read_kept(self, key: str) -> InboxMessage | None:
        pause = self._timeouts.pause
        while True:
            try:
                return await self._inbox.message(key)
            except StoreError:
                _log.exception(wording.CHANNEL_LOG_OUTBOX.format(channel=self.transport.name))
                await asyncio.sleep(pause)
                pause = min(2 * pause, self._timeouts.longest_pause)

    # ------------------------------------------------------------ answering

    async def _handle(self, one: _Understood) -> None:
        """Answer a message and mark it done; left pending when it couldn't be delivered. Never raises."""
        try:
            await self._handle_held(one.incoming.to)
            await self._answer(one)
            await self._outbox.flush(one.incoming.to)
            await self._outbox.open_window(one.incoming.to)
        finally:
            await self.transport.finish(one.message.key)

    async def _handle_held(self, to: Destination) -> None:
        """What waited for this person's next word goes first, as answers to it."""
        held = self._held.pop(str(to.ref), None)
        while held:
            one = held.popleft()
            await self._answer(_Understood(one.message, replace(one.incoming, to=to), late=True))

    async def _answer(self, one: _Understood) -> None:
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
        except Exception as error:  # noqa: BLE001  # what breaks on one message must not stop the next
            _log.exception(wording.CHANNEL_LOG_FAILED.format(channel=self.transport.name, key=message.key, reference=reference))
            failure = type(error).__name__
        finally:
            self._quarantine.release(message.key)
        if failure:
            await self._set_aside(message, failure)
        elif message.key not in self._done:
            await self._settle(message, lambda: self._inbox.finish(message.key))
        self._done.discard(message.key)

    async def _finish(self, message: _Message) -> None:
        """All of the answer is out: noted before another message takes its place on the way out."""
        await self._settle(message, lambda: self._inbox.finish(message.key))
        self._done.add(message.key)

    async def _answer_or_reason(self, one: _Understood, reference: str) -> str:
        """Empty once it is answered, else why it can't be: its asker has been told."""
        key = one.message.key
        if one.incoming.press:
            await self._run_step(self.transport.acknowledge(one.incoming), key, reference)
        if self._quarantine.is_given_up(key, ASK):
            failure = "deadly"
            _log.error(wording.CHANNEL_LOG_DEADLY.format(channel=self.transport.name, key=key, reference=reference))
        else:
            for attempt in range(ATTEMPTS):
                await asyncio.sleep(self._timeouts.pause if attempt else 0)
                if await self._retry_store(lambda: self._run_step(self._attempt(one), key, reference)):
                    return ""
            failure = "failed"
            told = {"channel": self.transport.name, "key": key, "reference": reference, "attempts": ATTEMPTS}
            _log.error(wording.CHANNEL_LOG_GIVEN_UP.format(**told))
        sorry = Block("text", wording.CHANNEL_SORRY.format(reference=reference))
        reply = Reply("", Decision.SMALLTALK, (sorry,))
        await self._retry_store(lambda: self._run_step(self._say(one, reply), key, reference))
        return f"{failure} {reference}"

    async def _attempt(self, one: _Understood) -> None:
        async with self._quarantine.working_out(one.message.key, ASK):
            reply = await self._reply(one.incoming)
            if self._is_needless(one, reply):
                return
            pieces = await self._pieces(reply)
        self._quarantine.release(one.message.key)
        noted = partial(self._finish, one.message)
        await self._sender.deliver(one.message.key, one.incoming.to, *pieces, noted=noted, preface=self._kept_preface(one))
        question, ref = one.incoming.question, one.incoming.to.ref
        if question is not None and ref.person:
            self._manners.note_said(str(ref.shared), question, reply)

    def _is_needless(self, one: _Understood, reply: Reply) -> bool:
        """Whether nothing needs to be said."""
        question, ref, least = one.incoming.question, one.incoming.to.ref, one.incoming.least
        if least and (reply.decision is not Decision.ANSWER or reply.confidence < least):
            return True
        if question is None or not ref.person or one.late or self._inbox.is_unsure(one.message.key):
            return False
        return not self._among_experts(ref) and self._manners.is_needless(str(ref.shared), question, reply)

    @staticmethod
    def _kept_preface(one: _Understood) -> str:
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
        return await self._ask(replace(question, expert=self._among_experts(incoming.to.ref)))

    def _among_experts(self, ref: ConversationRef) -> bool:
        chat = self.transport.home(self._experts) if self._experts is not None else None
        if chat is None or (chat.channel, chat.place) != (ref.channel, ref.place):
            return False
        return chat.thread in ("", ref.thread)

    async def _say(self, one: _Understood, reply: Reply) -> None:
        await self._sender.deliver(one.message.key, one.incoming.to, *await self._pieces(reply))

    async def _pieces(self, reply: Reply) -> tuple[tuple[Piece, ...], tuple[Attachment, ...]]:
        """A reply in pieces, and the files that go with them."""
        fitted = await fit(reply, self.transport.capabilities, self._inbox, self._link)
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

    async def _retry_store(self, step: Callable[[], Awaitable[bool]]) -> bool:
        """What the step returns, once the store does its part: a full disk is nobody's question's fault.

        While nothing can be written it is tried again for as long as that lasts; where only this message can't be, it has
        failed.
        """
        pause = self._timeouts.pause
        while True:
            try:
                return await step()
            except StoreError as error:
                _log.exception(wording.CHANNEL_LOG_STORE.format(channel=self.transport.name))
                self._trouble(error)
                if await self._writable():
                    return False
            await asyncio.sleep(pause)
            pause = min(2 * pause, self._timeouts.longest_pause)

    async def _writable(self) -> bool:
        try:
            await self._inbox.keep("probe", "probe", secrets.token_hex(2048))  # as much as an answer's own traces
            await self._inbox.keep("probe", "probe", "")
        except StoreError:
            return False
        return True

    async def _set_aside(self, message: _Message, reason: str) -> None:
        """Keep a message that can't be answered for whoever looks after the bot. Never raises."""
        _log.error(wording.CHANNEL_LOG_SET_ASIDE.format(channel=self.transport.name, key=message.key, reason=reason))
        await self._settle(message, lambda: self._inbox.set_aside(message.key, message.raw, reason))

    async def _settle(self, message: _Message, step: Callable[[], Awaitable[None]]) -> None:
        """Note what became of a message: for as long as it isn't noted, the next start would answer it again."""
        self._quarantine.release(message.key)

        async def noted() -> bool:
            await step()
            return True

        for attempt in range(ATTEMPTS):
            await asyncio.sleep(self._timeouts.pause if attempt else 0)
            if await self._retry_store(noted):
                return

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
