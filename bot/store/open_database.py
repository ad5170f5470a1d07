"""Which store there is: a file in the data folder, or a server when one is set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot import wording
from bot.errors import StoreError
from bot.store import lock
from bot.store.sqlite_store import SqliteStore
from bot.store.store import Store


def open_store(server: str, file: Path) -> Store:
    """The store on a server (postgresql://…), or without one in a file; raises StoreError."""
    return open_server(server) if server else SqliteStore(file)


def open_server(server: str) -> Store:
    """The store on a server; raises StoreError."""
    try:
        from bot.store.postgres_store import PostgresStore  # late: its library is an extra
    except ImportError as error:
        raise StoreError(wording.STORE_SERVER_EXTRA) from error
    return PostgresStore(server)


@contextmanager
def exclusive_data(server: str, folder: Path) -> Iterator[Callable[[], None]]:
    """The data folder for this process alone; where a server keeps everything, any number of processes may serve from it.

    What is given makes sure that it still is; it raises StoreError when another process has it now.
    """
    if server:
        yield lambda: None
        return
    with lock.data_folder_lock(folder) as held:
        yield held.renew
