"""What channels need of the desk, the desk of documents, and admins of an editor."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

from bot.model import Edit, Entry, Form, Impact, Knowledge, Problem, Proposal, Question, Reply, Source


class Answering(Protocol):
    """The desk, as a channel sees it. Synchronous; a channel on an event loop calls it through `Ask`."""

    def reply(self, question: Question) -> Reply:
        """One question in, one reply out; records both."""
        ...

    def search(self, text: str, limit: int) -> tuple[Reply, ...]:
        """Up to `limit` full answers for text that is still being typed (inline mode); records nothing."""
        ...


Ask = Callable[[Question], Awaitable[Reply]]
"""A question in, its reply out, without holding up the event loop."""


Search = Callable[[str, int], Awaitable[Sequence[Reply]]]
"""Text and a limit in, full answers out, without holding up the event loop."""


class Channel(Protocol):
    """A way for people to reach the desk."""

    @property
    def name(self) -> str:
        """What the keys of its conversations begin with."""
        ...

    @property
    def alive(self) -> float:
        """When its work was last seen to go on (`time.monotonic`, seconds); 0: it doesn't tell."""
        ...

    async def run(self) -> None:
        """Serve until cancelled."""
        ...


Write = Callable[[Knowledge, Form, Mapping[str, str | tuple[Mapping[str, str], ...]]], bytes]
"""The knowledge, a form of it and its values in, the filled Word file out; raises DocumentError."""


class Editor(Protocol):
    """Works out, tries and makes edits of the knowledge. Every method may raise EditError, in Chinese. Safe from any thread."""

    def change(self, entry: str, key: str, value: str | Sequence[str | Source]) -> Proposal:
        """Another value for a key of an entry: a text, or a list for those that hold lists; an empty one removes the key.

        Of a variant: `variants.under-25.answer`. Dates and numbers are texts too: 2026-11-26.
        """
        ...

    def revise(self, entry: str, values: Mapping[str, str | Sequence[str] | Sequence[Source]]) -> Proposal:
        """Other values for several keys of an entry at once, as one edit; as `change`, `variants.<when>.answer` is a key."""
        ...

    def add(self, topic: str, entry: Entry) -> Proposal:
        """A new entry at the end of a topic; `topic` is the key of an existing one."""
        ...

    def retire(self, entry: str) -> Proposal:
        """An entry that answers no more; its id stays taken."""
        ...

    def replace(self, about: str, files: Mapping[str, str]) -> Proposal:
        """Whole new texts of topic files, by path in the knowledge folder."""
        ...

    def impact(self, proposal: Proposal) -> Impact:
        """What the edit does to the golden set and to the last real questions."""
        ...

    def apply(self, proposal: Proposal, who: str) -> Edit:
        """Make the edit: every file whole, an audit row, a commit in a git checkout.

        Raises EditConflictError when a file has changed since it was worked out.
        """
        ...

    def blocking(self) -> tuple[Problem, ...]:
        """The errors of the files as they are now: while there is one, none of them comes into force."""
        ...

    def undo(self, act: int = 0) -> Proposal:
        """What takes back an act, the last one that stands when none is named."""
        ...

    def history(self, entry: str = "", limit: int = 20) -> tuple[Edit, ...]:
        """The latest acts, of an entry or of all, newest first."""
        ...
