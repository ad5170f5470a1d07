"""The edges between the parts, as protocols: what the desk needs of an index and a store, and a channel of the desk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from bot.model import Conversation, Handover, Knowledge, Match, Question, Ranked, Recorded, Reply, Update


class Index(Protocol):
    """Finds entries for a text. Pure and synchronous; one thread at a time."""

    @property
    def knowledge(self) -> Knowledge:
        """The version of the knowledge that it was built from."""
        ...

    def exact(self, text: str) -> Ranked | None:
        """The entry that stores this wording, with confidence 1, or None. Cheap."""
        ...

    def match(self, text: str, within: str = "") -> Match:
        """Decision and the best entries for a text of any length; `within` is the whole message when text is a piece of it."""
        ...

    def rank(self, text: str, limit: int) -> tuple[Ranked, ...]:
        """The best `limit` entries, best first, without a decision."""
        ...


class Teachable(Protocol):
    """An index that can tell how it does on its own wordings."""

    @property
    def knowledge(self) -> Knowledge:
        """The version of the knowledge that it was built from."""
        ...

    def own(self, entry: str) -> tuple[bool, float]:
        """Whether an entry's question still finds it when left out, and the share of its wordings that do, 0–1."""
        ...

    def twins(self, likeness: float) -> tuple[tuple[str, str], ...]:
        """Pairs of entries whose questions are at least so alike (kernel, 0–1), in file order."""
        ...


class Inbox(Protocol):
    """Keeps raw messages of a channel until they are answered. Safe from any thread."""

    def receive(self, channel: str, key: str, payload: str) -> bool:
        """Keep a message durably before it is acknowledged; False when that key was received before.

        Raises StoreError when it can't be kept: then the message must not be acknowledged.
        """
        ...

    def pending(self, channel: str) -> tuple[Update, ...]:
        """Messages not marked done, in the order they came."""
        ...

    def done(self, channel: str, key: str) -> None:
        """Mark a message as answered; its payload is dropped. Unknown keys are ignored."""
        ...


class Store(Inbox, Protocol):
    """Keeps what people did. Safe from any thread. Every method may raise StoreError."""

    def conversation(self, key: str) -> Conversation | None:
        """The conversation as last saved, or None."""
        ...

    def save_conversation(self, conversation: Conversation) -> None:
        """Replace what is remembered of a conversation; an `updated` of 0 is kept as the time now."""
        ...

    def record(self, question: Question, reply: Reply, knowledge: str) -> int:
        """Keep a question and what was decided; returns its number (≥ 1).

        The same channel and `wire` (when not empty) again replaces the first record and returns its number.
        """
        ...

    def recorded(self, number: int) -> Recorded | None:
        """A recorded question, or None."""
        ...

    def choose(self, number: int, entry: str) -> None:
        """Note which entry the asker picked from the choices of a recorded question; an unknown number is ignored."""
        ...

    def rate(self, number: int, useful: bool) -> None:
        """Note whether the reply was of use; the last word counts, and an earlier reason is dropped; unknown: ignored."""
        ...

    def explain(self, number: int, reason: str) -> None:
        """Note why the reply was of no use; an unknown number is ignored."""
        ...

    def hand_over(self, question: Question, context: int = 5) -> Handover:
        """Leave a question for a person, with up to `context` recorded questions of the conversation before it.

        The same channel and `wire` (when not empty) again returns the handover made the first time.
        """
        ...

    def handovers(self, state: str = "open") -> tuple[Handover, ...]:
        """Questions left for a person, oldest first."""
        ...

    def close(self) -> None:
        """Let go of the database; nothing may be called after it."""
        ...


class Answering(Protocol):
    """The desk, as a channel sees it. Synchronous; a channel on an event loop calls it through `Ask`."""

    def reply(self, question: Question) -> Reply:
        """One question in, one reply out; records both."""
        ...

    def search(self, text: str, limit: int) -> tuple[Reply, ...]:
        """Up to `limit` full answers for text that is still being typed (inline mode); records nothing."""
        ...

    def topics(self) -> tuple[tuple[str, str], ...]:
        """(key, title) of every topic, in order."""
        ...


Ask = Callable[[Question], Awaitable[Reply]]
"""A question in, its reply out, without holding up the event loop."""

Search = Callable[[str, int], Awaitable[Sequence[Reply]]]
"""Text and a limit in, full answers out, without holding up the event loop."""


class Channel(Protocol):
    """A way for people to reach the desk."""

    async def run(self) -> None:
        """Serve until cancelled."""
        ...


__all__ = ["Answering", "Ask", "Channel", "Inbox", "Index", "Search", "Store", "Teachable"]
