"""Who serves a wire (a channel with a token): with a file of its own, a process serves them all."""

from __future__ import annotations

from collections.abc import Callable

from bot.store.database import Part


class Wires(Part):
    """Implements bot.ports.Wires for a database of one process: the lock on its folder holds the others off."""

    shared = False
    """Whether other processes may serve from the same database."""

    def hold(self, wire: str) -> bool:  # there is nobody else
        """Try to become the one who serves a wire; False while another process does."""
        return True

    def holds(self, wire: str) -> bool:
        """Whether this process serves the wire still."""
        return True

    def release(self, wire: str) -> None:
        """Serve the wire no more."""

    def subscribe(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """There are no news: whoever waits for something looks every now and then."""
        return lambda: None

    def serving(self) -> int:
        """How many processes serve, as far as the database knows."""
        return 0
