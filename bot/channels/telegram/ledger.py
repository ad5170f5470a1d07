"""What must outlive the process, kept in the inbox and off the event loop.

Beside the updates themselves (`telegram:<bot>`) the inbox keeps two kinds of marks, each as a message of a channel of its
own: pieces of an answer that Telegram has accepted (`telegram.sent:<bot>`), so that an answer resumes where it broke off,
and updates from an earlier process whose answer is being worked out (`telegram.asked:<bot>`), so that one that kills the
process is recognised. Ordinary traffic leaves no marks: an update costs two writes, or one more a piece beyond the first.

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

from bot.model import Update
from bot.ports import Inbox

DEATHS = 3
"""How many processes may end over an update before it is given up."""

Result = TypeVar("Result")


class Ledger:
    """The inbox as the Telegram channel uses it. Every method may raise StoreError."""

    def __init__(self, inbox: Inbox, account: str) -> None:
        """`account` is the bot's id, the part of its token before the colon."""
        self._inbox = inbox
        self._updates = f"telegram:{account}"
        self._pieces = f"telegram.sent:{account}"
        self._asked = f"telegram.asked:{account}"
        # one thread: what is written first is on disk first
        self._thread = ThreadPoolExecutor(1, "telegram-inbox")
        self._sent: defaultdict[str, set[str]] = defaultdict(set)
        self._deaths: defaultdict[str, set[str]] = defaultdict(set)
        self._returned: set[str] = set()
        self._alone = asyncio.Lock()

    async def open(self) -> tuple[Update, ...]:
        """What an earlier process left unanswered, oldest first; its marks are read as well."""
        updates = await self._off(lambda: self._inbox.pending(self._updates))
        self._returned = {update.key for update in updates}
        await self._read_marks(self._pieces, self._sent)
        await self._read_marks(self._asked, self._deaths)
        return updates

    async def _read_marks(self, channel: str, marks: defaultdict[str, set[str]]) -> None:
        """The marks of unanswered updates; those that a crash left behind an answered one are dropped."""
        for mark in await self._off(lambda: self._inbox.pending(channel)):
            owner = mark.key.partition("/")[0]
            if owner in self._returned:
                marks[owner].add(mark.key)
            else:
                await self._drop(channel, mark.key)

    async def receive(self, key: str, payload: str) -> bool:
        """Keep a raw update; False when it was received before."""
        return await self._off(lambda: self._inbox.receive(self._updates, key, payload))

    async def finish(self, key: str) -> None:
        """The update is answered: drop it and its marks."""
        await self._off(lambda: self._inbox.done(self._updates, key))
        for mark in self._sent.pop(key, ()):
            await self._drop(self._pieces, mark)
        for mark in self._deaths.pop(key, ()):
            await self._drop(self._asked, mark)

    def sent(self, key: str, digest: str) -> bool:
        """Whether that piece of the update's answer has already gone out."""
        return f"{key}/{digest}" in self._sent[key]

    async def note_sent(self, key: str, digest: str) -> None:
        """That piece of the update's answer has gone out."""
        mark = f"{key}/{digest}"
        self._sent[key].add(mark)
        await self._off(lambda: self._inbox.receive(self._pieces, mark, ""))

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
