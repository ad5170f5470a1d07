"""What a channel is to the rest of the program: its wire in both directions, and what the wire can do.

Everything that must not be lost is `Dispatcher`'s, which every channel shares: a transport keeps nothing, retries nothing and
orders nothing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot.channels.runtime.attachments import Upload
from bot.errors import ChannelError
from bot.model import Button, ConversationRef, Question, Reply

MessageKey = str
"""What a message that went out is known by, so that a reply to it can be told: `<channel>:…`, unique for the channel."""


class Accept(Protocol):
    """Where a transport brings what came in."""

    async def __call__(self, key: str, raw: str) -> bool:
        """Keep a message, on the disk when this returns: only then may the wire forget it. False: it was kept before.

        `key` tells the message from all others of the account, the same when it is delivered again; `raw` is what came, as
        text that `Transport.parse` reads. Raises StoreError when it can't be kept: it must not be acknowledged then.
        """
        ...

    async def present(self, to: Destination) -> None:
        """A person is there, without having said anything: what waits for her is sent, as answers to that."""
        ...

    def back(self) -> None:
        """The service can be reached again: what didn't get through is sent now instead of in a while."""
        ...


# ---------------------------------------------------------------- why something isn't sent


class RetryLater(ChannelError):  # noqa: N818  # what to do, not what broke
    """The service asks to wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"retry after {seconds} s")
        self.seconds = seconds


class Unreachable(ChannelError):  # noqa: N818
    """The service can't be reached just now, or fails; it is tried again, later and later."""


class Rejected(ChannelError):  # noqa: N818
    """The service refuses it for good: blocked, no such place. `str(error)` is logged: rules' names, never people's words."""


class NotNow(ChannelError):  # noqa: N818
    """It can't be sent unasked, or not to this message any more: it waits for the next word of that person."""


# ---------------------------------------------------------------- what a wire can do


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a wire can do; what it can't, the runtime does otherwise."""

    text_limit: int = 4000
    """The longest text of one message, as `length` counts it."""
    length: Callable[[str], int] = len
    spare: int = 0
    """What a text may be longer by, for words that go before it: an answer that comes late says to what."""
    caption_limit: int = 0
    """The longest text beside a file, as `length` counts it; 0: none, the text goes before the file."""
    buttons: bool = True
    """Without, choices are numbered in the text."""
    action_bytes: int = 0
    """The longest action of a button, in UTF-8; 0: any length. Longer ones are replaced by tokens."""
    files: bool = True
    """Without, files go as links."""
    max_file: int = 0
    """Bytes of the largest file; 0: any size."""
    push: bool = True
    """Whether it can say something unasked. Without, messages of the outbox wait for the person's next word."""
    answers: int = 0
    """How many messages may answer one; 0: any number. What goes beyond waits for the person's next word."""
    replies: bool = True
    """Whether a message can say which one it answers."""
    edits: bool = False
    """Whether people can change what they said."""
    group: bool = False
    """Whether several people can share a conversation's place."""


# ---------------------------------------------------------------- in and out


@dataclass(frozen=True, slots=True)
class Destination:
    """The conversation that a message goes to, and the message that it answers."""

    ref: ConversationRef
    reply_to: str = ""
    """The message that it answers, as the wire names it; empty: none. Only the first piece of an answer has it."""
    until: float = 0.0
    """Unix time, seconds, until which that message can be answered; 0: always."""
    data: Mapping[str, str] = field(default_factory=dict)
    """What the transport needs besides, on every piece; kept with a message of the outbox."""
    answering: str = ""
    """Key of the message in the inbox that is being answered; empty for what nobody asked for. Set by the runtime."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a message comes to: a question, or a sentence to answer it with at once."""

    to: Destination
    question: Question | None = None
    notice: str = ""
    least: float = 0.0
    """The confidence (0–1) that an answer must have to be said at all, to what wasn't put to the bot; 0: say everything."""
    moderator: bool = False
    """Whether it was said by somebody who looks after the group, as far as the wire tells."""
    press: str = ""
    """What `Transport.acknowledge` needs to end the waiting sign on a pressed button; empty: nothing waits."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One message of an answer, as the wire sends it."""

    text: str = ""
    """In the wire's own format and within its limit."""
    buttons: tuple[tuple[Button, ...], ...] = ()
    file: Upload | None = None
    """Set by the runtime from `reply.files`, in the order in which `format` leaves room for them (`takes_file`)."""
    takes_file: bool = False
    """Whether the next file of the reply goes with this piece."""
    number: int = 1
    """Place among the pieces of the answer, from 1, the same at every attempt. Set by the runtime."""
    again: bool = False
    """Whether it was on its way when the process ended, so that it may have arrived. Set by the runtime."""
    serial: int = 1
    """A number below 65,536 among all that answers the same message, the same at every attempt. Set by the runtime."""


class Transport(Protocol):
    """A wire. Derive from it: what has a body here need not be written."""

    name: str
    """Of the channel: lower-case letters; what the keys of its conversations and people begin with."""
    account: str = ""
    """Whose messages these are, where the keys of messages are each account's own; empty: there is one."""
    capabilities: Capabilities
    alive: float = 0.0
    """When its work was last seen to go on (`time.monotonic`, seconds), network or not; 0: it doesn't tell."""

    async def start(self) -> None:
        """Connect, however long the network takes; raises ChannelError when it can't ever work, with what to do in Chinese."""
        return

    async def run(self, accept: Accept) -> None:
        """Bring what comes in to `accept` until cancelled; raises ChannelError when it can't work any more."""
        ...

    def parse(self, raw: str) -> Incoming | None:
        """What a message comes to; None for what the bot keeps silent about.

        May raise anything for what can't be understood: that is set aside, and stops nothing.
        """
        ...

    def format(self, reply: Reply) -> Sequence[Piece]:
        """The pieces of a reply, each within the limits, buttons under the last, one that `takes_file` for each file.

        Buttons, actions and files are as the capabilities say already.
        """
        ...

    async def send(self, to: Destination, piece: Piece) -> MessageKey:
        """Send a piece; returns once the service has it. Raises RetryLater, Unreachable, Rejected or NotNow."""
        ...

    def home(self, ref: ConversationRef) -> ConversationRef:
        """A place as the program knows it, should the service have given it another name."""
        return ref

    async def moderates(self, incoming: Incoming) -> bool:
        """Whether somebody who looks after the group said it. Asked only where it matters, so that it may ask the service."""
        return incoming.moderator

    async def acknowledge(self, incoming: Incoming) -> None:
        """Show that work on a message has begun. Failures are of no consequence."""
        return

    async def finish(self, key: str) -> None:
        """The message with that key in the inbox is dealt with: nothing more comes to it now."""
        return

    async def close(self) -> None:
        """Let go of the connection, at once."""
        return


Ask = Callable[[Question], Awaitable[Reply]]
"""A question in, its reply out, without holding up the event loop."""
