"""What must outlive the process, kept in the inbox and off the event loop.

Beside the updates themselves (`telegram:<bot>`) the inbox keeps two kinds of marks, each as a message of a channel of its
own: pieces of an answer or of a message from the outbox that Telegram has accepted (`telegram.sent:<bot>`), each with the
key of the message that it became, so that the rest resumes where it broke off; and updates from an earlier process whose
answer is being worked out (`telegram.asked:<bot>`), so that one that kills the process is recognised. Ordinary traffic
leaves no marks: an update costs two writes, or one more a piece beyond the first.

The bot's id is in the names because update numbers are each bot's own: a database that has served another bot must not
take this one's updates for old ones.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TypeVar

from bot.channels.telegram.address import NAME
from bot.model import InboxMessage, OutboxMessage
from bot.ports import ChannelStorage

DEATHS = 3
"""How many processes may end over an update before it is given up."""

Result = TypeVar("Result")


def post_key(message: OutboxMessage) -> str:
    """What the marks of a message of the outbox are kept under; updates have bare numbers."""
    return f"post-{message.id}"


class Ledger:
    """The store as the Telegram channel uses it. Every method may raise StoreError."""

    def __init__(self, depot: ChannelStorage, account: str) -> None:
        """`account` is the bot's id, the part of its token before the colon."""
        self._inbox = depot
        self._updates = f"telegram:{account}"
        self._pieces = f"telegram.sent:{account}"
        self._asked = f"telegram.asked:{account}"
        # one thread: what is written first is on disk first
        self._thread = ThreadPoolExecutor(1, "telegram-inbox")
        self._sent: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self._deaths: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self._returned: set[str] = set()
        self._alone = asyncio.Lock()

    async def open(self) -> tuple[InboxMessage, ...]:
        """What an earlier process left unanswered, oldest first; its marks are read as well."""
        updates = await self._off(lambda: self._inbox.pending(self._updates))
        self._returned = {update.key for update in updates}
        posts = {post_key(message) for message in await self.waiting()}
        await self._read_marks(self._pieces, self._sent, self._returned | posts)
        await self._read_marks(self._asked, self._deaths, self._returned)
        return updates

    async def _read_marks(self, channel: str, marks: defaultdict[str, dict[str, str]], open_: set[str]) -> None:
        """The marks of what is `open_`; those that a crash left behind something finished are dropped."""
        for mark in await self._off(lambda: self._inbox.pending(channel)):
            owner = mark.key.partition("/")[0]
            if owner in open_:
                marks[owner][mark.key] = mark.payload
            else:
                await self._drop(channel, mark.key)

    async def receive(self, key: str, payload: str) -> bool:
        """Keep a raw update; False when it was received before."""
        return await self._off(lambda: self._inbox.receive(self._updates, key, payload))

    async def finish(self, key: str) -> None:
        """The update is answered: drop it and its marks."""
        await self._off(lambda: self._inbox.done(self._updates, key))
        await self._unmark(key)

    async def _unmark(self, key: str) -> None:
        await self._forget(key)
        for mark in self._deaths.pop(key, ()):
            await self._drop(self._asked, mark)

    async def set_aside(self, key: str, payload: str, reason: str) -> None:
        """The update can't be answered: keep it apart, and drop its marks."""
        await self._off(lambda: self._inbox.set_aside(self._updates, key, payload, reason))
        await self._unmark(key)

    async def waiting(self) -> tuple[OutboxMessage, ...]:
        """Messages of the outbox that are neither sent nor given up, oldest first."""
        return await self._off(lambda: self._inbox.waiting(NAME))

    async def settle(self, message: OutboxMessage, *wires: str) -> None:
        """A message of the outbox became the messages with these keys; with none it is given up."""
        await self._off(lambda: self._inbox.settle(message.id, bool(wires), *wires))
        await self._forget(post_key(message))

    async def uploaded(self, digest: str) -> str:
        """What Telegram calls the file with that hash for this bot; empty when it doesn't hold it."""
        return await self._off(lambda: self._inbox.uploaded(self._updates, digest))

    async def note_upload(self, digest: str, file: str) -> None:
        """Remember what Telegram calls a file; an empty name forgets it."""
        await self._off(lambda: self._inbox.note_upload(self._updates, digest, file))

    async def _forget(self, key: str) -> None:
        for mark in self._sent.pop(key, ()):
            await self._drop(self._pieces, mark)

    def sent(self, key: str, digest: str) -> str | None:
        """The key of the message that this piece of an answer or a post became; None when it hasn't gone out."""
        return self._sent[key].get(f"{key}/{digest}")

    async def note_sent(self, key: str, digest: str, wire: str) -> None:
        """That piece of an answer or a post has become the message with the key `wire`."""
        mark = f"{key}/{digest}"
        self._sent[key][mark] = wire
        await self._off(lambda: self._inbox.receive(self._pieces, mark, wire))

    def deadly(self, key: str) -> bool:
        """Whether `DEATHS` processes have ended over the update: the one that received it, and those marked since."""
        return len(self._deaths[key]) + 1 >= DEATHS

    @asynccontextmanager
    async def asking(self, key: str) -> AsyncIterator[None]:
        """Marks an update that came back for as long as its answer is worked out; the mark stays if the process dies.

        Those marked before go one at a time: when it happens again, only the guilty one is marked twice.
        """
        if key not in self._returned:
            yield
        elif not self._deaths[key]:
            async with self._marked(key):
                yield
        else:
            async with self._alone, self._marked(key):
                yield

    @asynccontextmanager
    async def _marked(self, key: str) -> AsyncIterator[None]:
        mark = f"{key}/{secrets.token_hex(4)}"
        await self._off(lambda: self._inbox.receive(self._asked, mark, ""))
        try:
            yield
        finally:
            await self._drop(self._asked, mark)

    async def _drop(self, channel: str, mark: str) -> None:
        await self._off(lambda: self._inbox.done(channel, mark))

    async def _off(self, work: Callable[[], Result]) -> Result:
        """Does the work in the ledger's thread: a write waits for the disk, which the event loop must not."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def close(self) -> None:
        """Wait for what is being written and end the thread."""
        self._thread.shutdown()
