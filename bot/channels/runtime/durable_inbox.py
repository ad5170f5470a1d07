"""What must outlive the process, kept in the store and off the event loop.

Beside the messages themselves the store keeps steps of those that are being handled (`bot.ports.Progress`): each piece of an
answer before it is sent (`try/…`) and once the service has it (`sent/…`, with the key of the message that it became), so that
the rest resumes where it broke off; and, after a crash, the one message that is being worked out alone (`alone`), so that one
that kills the process is recognised. The account is in the names because keys of messages are each account's own: a database
that has served another bot must not take this one's messages for old ones.
"""

from __future__ import annotations

import asyncio
import itertools
import queue
import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from typing import TypeVar

from bot.daemon_thread import fulfil
from bot.errors import StoreError
from bot.model import Block, InboxMessage, OutboxMessage
from bot.ports import ChannelStorage

Result = TypeVar("Result")
_SENT, _TRY, ALONE = "sent/", "try/", "alone"


def outbox_key(message: OutboxMessage) -> str:
    """What the steps of a message of the outbox are kept under."""
    return f"post-{message.id}"


class Inbox:
    """The store as a channel uses it. Every method may raise StoreError."""

    def __init__(self, storage: ChannelStorage, name: str, account: str = "") -> None:
        self.storage = storage
        self.name = name
        self._own = f"{name}:{account}" if account else name
        self._steps: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self._writer = _Writer(f"{name}-inbox")
        self._doubtful: set[str] = set()
        """Messages that may be kept although the store failed at it: nobody has them in work."""
        self._news = asyncio.Event()
        self._deaf: Callable[[], None] = lambda: None

    async def open(self) -> tuple[InboxMessage, ...]:
        """What an earlier process left unanswered, oldest first; its steps are read as well."""
        loop = asyncio.get_running_loop()

        def on_news(news: str) -> None:
            with suppress(RuntimeError):  # the loop has ended before
                loop.call_soon_threadsafe(self._news.set) if news == f"outbox {self.name}" else None

        self._deaf = await self._in_thread(lambda: self.storage.subscribe(on_news))
        messages = await self._in_thread(lambda: self.storage.claim_pending(self._own))
        steps = await self._in_thread(lambda: self.storage.steps(self._own))
        known = {message.key for message in messages} | {outbox_key(message) for message in await self.waiting()}
        for key, every in steps.items():
            if key in known:
                self._steps[key] = every
            else:  # a crash left it behind something finished
                await self._in_thread(lambda key=key: self.storage.drop_steps(self._own, key))  # type: ignore[misc]
        return messages

    async def receive(self, key: str, raw: str) -> bool:
        """Keep a message; False when it was received before."""
        try:
            fresh = await self._in_thread(lambda: self.storage.receive(self._own, key, raw), first=False)
        except StoreError:
            self._doubtful.add(key)
            raise
        if not fresh and key in self._doubtful:  # it was kept, and the word that it was got lost
            fresh = await self.message(key) is not None
        self._doubtful.discard(key)
        return fresh

    async def message(self, key: str) -> InboxMessage | None:
        """A message that was received and isn't answered yet; None for none."""
        return await self._in_thread(lambda: self.storage.kept_message(self._own, key))

    async def finish(self, key: str) -> None:
        """The message is answered: drop it and its steps."""
        await self._in_thread(lambda: self.storage.done(self._own, key))
        await self._forget(key)

    async def set_aside(self, key: str, raw: str, reason: str) -> None:
        """The message can't be answered: keep it apart, and drop its steps."""
        await self._in_thread(lambda: self.storage.set_aside(self._own, key, raw, reason))
        await self._forget(key)

    # ------------------------------------------------------------ the outbox

    async def waiting(self) -> tuple[OutboxMessage, ...]:
        """Messages of the outbox that are neither sent nor given up, oldest first."""
        return await self._in_thread(lambda: self.storage.claim_waiting(self.name), first=False)

    async def news(self, patience: float) -> None:
        """Wait until something was put into the outbox, or for so many seconds: not every store tells."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), patience)
        self._news.clear()

    async def settle(self, message: OutboxMessage, *keys: str) -> None:
        """A message of the outbox became the messages with these keys; with none it is given up."""
        await self._in_thread(lambda: self.storage.settle(message.id, bool(keys), *keys))
        await self._forget(outbox_key(message))

    async def annotate(self, message: OutboxMessage, data: str) -> None:
        """Keep what the transport needs to send a message of the outbox."""
        await self._in_thread(lambda: self.storage.annotate(message.id, data))

    async def ways(self, channels: Collection[str]) -> dict[int, str]:
        """Messages of the outbox whose asker has linked one of these channels, with her conversation there."""
        return await self._in_thread(lambda: self.storage.ways(self.name, channels), first=False)

    async def move(self, message: OutboxMessage, conversation: str, blocks: Sequence[Block]) -> bool:
        """A message of the outbox goes to another conversation instead, once; False when it can't."""
        moved = await self._in_thread(lambda: self.storage.move(message.id, conversation, blocks))
        if moved:
            await self._forget(outbox_key(message))
        return moved

    # ------------------------------------------------------------ pieces

    def message_sent(self, key: str, piece: str) -> str | None:
        """The key of the message that this piece became; None when it isn't known to have gone out."""
        return self._steps[key].get(_SENT + piece) if key in self._steps else None

    def was_tried(self, key: str, piece: str) -> bool:
        """Whether the piece was on its way when a process ended: it may have arrived."""
        return key in self._steps and _TRY + piece in self._steps[key]

    def is_unsure(self, key: str) -> bool:
        """Whether any piece was on its way when a process ended."""
        return key in self._steps and any(step.startswith(_TRY) for step in self._steps[key])

    def pieces_sent(self, key: str) -> int:
        """How many pieces have gone out."""
        return sum(step.startswith(_SENT) for step in self._steps[key]) if key in self._steps else 0

    async def note_try(self, key: str, piece: str) -> None:
        """The piece is about to be sent."""
        await self._note(key, _TRY + piece, "")

    async def drop_try(self, key: str, piece: str) -> None:
        """The piece was refused: it hasn't arrived."""
        await self._in_thread(lambda: self.storage.drop_steps(self._own, key, _TRY + piece))

    async def note_sent(self, key: str, piece: str, message: str) -> None:
        """The piece has become that message."""
        self._steps[key][_SENT + piece] = message
        await self._note(key, _SENT + piece, message)

    # ------------------------------------------------------------ what kills

    def deaths(self, key: str, phase: str) -> int:
        """How many processes in a row have ended while this message alone was in that phase."""
        return int(self._steps[key].get(f"{ALONE}/{phase}", "0")) if key in self._steps else 0

    async def begin_alone(self, key: str, phase: str) -> None:
        """The message is in that phase and no other is: if the process ends now, it is suspect."""
        await self._note(key, f"{ALONE}/{phase}", str(self.deaths(key, phase) + 1))

    async def end_alone(self, key: str, phase: str) -> None:
        """It didn't end: whatever was counted is void."""
        if key in self._steps:
            self._steps[key].pop(f"{ALONE}/{phase}", None)
        await self._in_thread(lambda: self.storage.drop_steps(self._own, key, f"{ALONE}/{phase}"))

    # ------------------------------------------------------------ tokens

    async def token(self, action: str) -> str:
        """A short text that stands for an action."""
        return await self._in_thread(lambda: self.storage.action_token(action))

    async def action(self, token: str) -> str:
        """The action that a token stands for; empty for none."""
        return await self._in_thread(lambda: self.storage.action_of(token))

    # ------------------------------------------------------------ what is kept of places

    async def kept(self, what: str) -> dict[str, str]:
        """What is kept of each place under a name."""
        steps = await self._in_thread(lambda: self.storage.steps(f"{self._own}/{what}"))
        return {place: every[what] for place, every in steps.items() if what in every}

    async def keep(self, what: str, place: str, value: str) -> None:
        """Keep something of a place, in place of what was kept; empty: nothing any more."""
        if value:
            await self._in_thread(lambda: self.storage.note_step(f"{self._own}/{what}", place, what, value))
        else:
            await self._in_thread(lambda: self.storage.drop_steps(f"{self._own}/{what}", place))

    # ------------------------------------------------------------ the thread

    async def _note(self, key: str, step: str, value: str) -> None:
        await self._in_thread(lambda: self.storage.note_step(self._own, key, step, value))

    async def _forget(self, key: str) -> None:
        # always: what this process has noted isn't all read back into memory
        self._steps.pop(key, None)
        await self._in_thread(lambda: self.storage.drop_steps(self._own, key))

    async def _in_thread(self, work: Callable[[], Result], *, first: bool = True) -> Result:
        """Does the work in the inbox's thread: a write waits for the disk, which the event loop must not."""
        return await asyncio.wrap_future(self._writer.submit(work, first))  # type: ignore[arg-type]

    def close(self) -> None:
        """Wait for what is being written and end the thread."""
        self._deaf()
        self._writer.close()


class _Writer:
    """One thread for all writes. What says that something was sent goes before what comes in.

    A hundred messages that arrive at once wait for the disk a hundred times; an answer that has gone out in the meantime
    must not be unknown for so long, or a crash sends it twice.
    """

    def __init__(self, name: str) -> None:
        self._jobs: queue.PriorityQueue[tuple[int, int, Callable[[], None] | None]] = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[], object], first: bool) -> Future[object]:
        """Have the work done; `first`: before what isn't."""
        future: Future[object] = Future()
        self._jobs.put((0 if first else 1, next(self._numbers), partial(fulfil, future, work)))
        return future

    def close(self) -> None:
        """End once everything is done."""
        self._jobs.put((2, next(self._numbers), None))
        self._thread.join()

    def _run(self) -> None:
        while True:
            _, _, job = self._jobs.get()
            if job is None:
                return
            job()
