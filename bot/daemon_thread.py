"""Work in threads that end with the program: nobody waits for a server that stalls, or for somebody who never types again."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


async def run_in_daemon(work: Callable[[], T], name: str) -> T:
    """The work's result, or what it raises, from a daemon thread of that name; one that is cancelled works on unheard."""
    future: Future[T] = Future()
    threading.Thread(target=fulfil, args=(future, work), name=name, daemon=True).start()
    return await asyncio.wrap_future(future)


def fulfil(future: Future[T], work: Callable[[], T]) -> None:
    """Do the work in this thread and put its result, or what it raises, into the future; nothing when it was cancelled."""
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(work())
    except BaseException as error:  # noqa: BLE001  # nothing is swallowed: it is raised where the future is waited for
        future.set_exception(error)
