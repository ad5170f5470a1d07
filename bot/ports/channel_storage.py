"""What channels need of a store, a protocol for each thing that is kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Protocol

from bot.model import Block, InboxMessage, OutboxMessage


class Inbox(Protocol):
    """Keeps raw messages of a channel until they are answered. Safe from any thread."""

    def receive(self, channel: str, key: str, payload: str) -> bool:
        """Keep a message durably before it is acknowledged; False when that key was received before.

        Raises StoreError when it can't be kept: then the message must not be acknowledged.
        """
        ...

    def pending(self, channel: str) -> tuple[InboxMessage, ...]:
        """Messages not marked done, in the order they came."""
        ...

    def claim_pending(self, channel: str) -> tuple[InboxMessage, ...]:
        """Messages not marked done, for whoever answers them: where several processes do, only what no other has in work."""
        ...

    def kept_message(self, channel: str, key: str) -> InboxMessage | None:
        """A message that is pending; None for any other."""
        ...

    def done(self, channel: str, key: str) -> None:
        """Mark a message as answered; its payload is dropped. Unknown keys are ignored."""
        ...

    def set_aside(self, channel: str, key: str, payload: str, reason: str) -> None:
        """Keep a message that can't be answered, and why: it isn't pending any more. A key that is new is received first.

        One that was answered stays so.
        """
        ...

    def put_back(self, channel: str, key: str) -> None:
        """A message that was set aside is pending again. Unknown keys are ignored."""
        ...

    def aside(self) -> tuple[InboxMessage, ...]:
        """Messages of all channels that were set aside, in the order they came."""
        ...


class Uploads(Protocol):
    """Remembers what a channel's service calls the files that it holds already. Safe from any thread."""

    def uploaded(self, account: str, digest: str) -> str:
        """What the service calls the file with that hash; empty when it doesn't hold it."""
        ...

    def note_upload(self, account: str, digest: str, file: str) -> None:
        """Remember what the service calls a file; an empty name forgets it."""
        ...


class Outbox(Protocol):
    """Keeps messages that nobody asked for just now until their channel has sent them. Safe from any thread."""

    def queue(self, message: OutboxMessage) -> bool:
        """Keep a message durably for its channel; False when its key was queued before."""
        ...

    def waiting(self, channel: str) -> tuple[OutboxMessage, ...]:
        """Messages of a channel that are neither sent nor given up, oldest first."""
        ...

    def claim_waiting(self, channel: str) -> tuple[OutboxMessage, ...]:
        """The same for whoever sends them: where several processes do, only what no other has in work."""
        ...

    def settle(self, number: int, sent: bool, *wires: str) -> None:
        """Mark a message as sent, or as given up, and drop what it says; an unknown number is ignored.

        `wires` are the keys of the messages that it became on its channel, such as `telegram:<chat>:<message>`.
        """
        ...

    def returned(self, wire: str) -> None:
        """The message that became the one with this key came back undelivered: it is marked as failed.

        Keys that none became are ignored.
        """
        ...

    def posted(self, wire: str) -> OutboxMessage | None:
        """The message that became the one with this key, without what it said; None when none did."""
        ...

    def annotate(self, number: int, data: str) -> None:
        """Replace what the channel keeps with a message that waits (`OutboxMessage.data`); an unknown number is ignored."""
        ...


class Progress(Protocol):
    """Keeps how far the handling of a channel's messages has come, so that it is taken up there after a crash."""

    def note_step(self, channel: str, key: str, step: str, value: str) -> None:
        """Keep a step of a message, in place of an earlier value of that step."""
        ...

    def steps(self, channel: str) -> dict[str, dict[str, str]]:
        """The steps with their values, by message, of every message of a channel that has any."""
        ...

    def drop_steps(self, channel: str, key: str, step: str = "") -> None:
        """Forget a step of a message, or all of them; unknown ones are ignored."""
        ...


class ActionTokens(Protocol):
    """Keeps actions that are too long for a channel's buttons."""

    def action_token(self, action: str) -> str:
        """16 characters (letters, digits, _ and -) that stand for an action from now on; the same for the same action."""
        ...

    def action_of(self, token: str) -> str:
        """The action that a token stands for; empty for none."""
        ...


class Moving(Protocol):
    """Brings an answer to where its asker can be reached. Safe from any thread. May raise StoreError."""

    def ways(self, channel: str, channels: Collection[str]) -> dict[int, str]:
        """Messages that wait on a channel with an answer for somebody who is linked with one of these: where to send it.

        By their numbers; none that was moved before.
        """
        ...

    def move(self, number: int, conversation: str, blocks: Sequence[Block]) -> bool:
        """A message that waits goes to another conversation instead, with these words, once; False when it can't."""
        ...


class Wires(Protocol):
    """Who serves a wire (a channel with a token), where several processes serve from one database. May raise StoreError."""

    @property
    def shared(self) -> bool:
        """Whether other processes may serve from the same database."""
        ...

    def hold(self, wire: str) -> bool:
        """Try to become the one who serves a wire; False while another process does. One that has it keeps it."""
        ...

    def holds(self, wire: str) -> bool:
        """Whether this process serves the wire still. Cheap."""
        ...

    def release(self, wire: str) -> None:
        """Serve the wire no more."""
        ...

    def subscribe(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Have a listener told of news (`outbox telegram`, `version 3`) from another thread, until what is returned is called.

        A store that only one process uses tells nothing.
        """
        ...

    def serving(self) -> int:
        """How many processes serve, as far as the database knows; 0 where it doesn't."""
        ...


class ChannelStorage(Inbox, Uploads, Outbox, Moving, Progress, ActionTokens, Wires, Protocol):
    """What a channel keeps in the store."""
