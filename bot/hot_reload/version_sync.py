"""Several machines answer alike, or it is told: whether the files here are the version that the database says is in force."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from bot import wording
from bot.errors import StoreError
from bot.model import Version

_log = logging.getLogger(__name__)

LATE = 20.0
"""Seconds that files may need to arrive here (a shared folder, git) and to be learned."""
LOOK = 300.0
"""Seconds between two looks when nothing is announced."""


class VersionStorage(Protocol):
    """The methods of a store that comparing versions needs."""

    def version(self) -> Version | None:
        """The version in force last, or None."""
        ...

    def subscribe(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Have a listener told of news (`version 3`) until what is returned is called."""
        ...


async def kept_abreast(
    store: VersionStorage, own: Callable[[], str], tell: Callable[[str, str], object], late: float = LATE, look: float = LOOK
) -> None:
    """Tell the admins, once for each version, when the hash of the `own` knowledge stays another; until cancelled."""
    loop, announced = asyncio.get_running_loop(), asyncio.Event()

    def on_news(news: str) -> None:
        with suppress(RuntimeError):  # the loop has ended before
            if news.startswith("version "):
                loop.call_soon_threadsafe(announced.set)

    deaf = await asyncio.to_thread(store.subscribe, on_news)
    try:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(announced.wait(), look)
            announced.clear()
            await asyncio.sleep(late)
            with suppress(StoreError):
                await asyncio.to_thread(_compare, store, own, tell)
    finally:
        deaf()


def _compare(store: VersionStorage, own: Callable[[], str], tell: Callable[[str, str], object]) -> None:
    version = store.version()
    if version is not None and version.hash != own():
        said = wording.STORE_BEHIND.format(host=socket.gethostname(), number=version.number)
        _log.warning(said)
        tell(f"behind:{socket.gethostname()}:{version.number}", said)
