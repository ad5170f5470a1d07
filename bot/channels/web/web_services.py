"""What the web needs of the other parts, put together by the composition root."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from bot.access.permissions import Permissions
from bot.editor.context import EditContext
from bot.editor.reviewing import Reviewing
from bot.handoff.service import InquiryService
from bot.model import Article, Entry, Form, Knowledge, LawText, Proposal, Ranked, Wanted
from bot.ports import Ask, WebStorage
from bot.publishing.file_replacement import Shelf
from bot.settings import Settings

T = TypeVar("T")


class RunInThread(Protocol):
    """Runs something in a thread where it may take its time; a coroutine for what it returns."""

    def __call__(self, work: Callable[[], T], /) -> Awaitable[T]:
        """Run it."""
        ...


@dataclass(frozen=True)
class Found:
    """What a search brings: entries, best first, and the documents that the words ask for."""

    entries: tuple[Ranked, ...]
    wanted: Wanted | None
    articles: tuple[tuple[LawText, Article], ...] = ()
    """Articles of laws that hold all of the words, or that they ask for by number."""


class Exchange(Protocol):
    """Tables in and out of the knowledge. Every method may raise JianhuitongError, in Chinese, and may take seconds."""

    def export(self, topic: str) -> bytes:
        """The knowledge, or a topic of it, as an Excel file."""
        ...

    def trial(self, name: str, content: bytes, step: Callable[[str], None]) -> tuple[Proposal | None, tuple[str, ...]]:
        """What a table would change, with what is to be said of it in Chinese; None when nothing can be changed.

        `step` is told what is begun: read, compare, check, impact.
        """
        ...


class Records(Protocol):
    """New texts of files for edits of records, topics and whole entries. Every method may raise EditError, in Chinese."""

    def ids(self, kind: str) -> Collection[str]:
        """The ids of the records of a kind (contacts, figures) on the disk."""
        ...

    def put(self, kind: str, values: Mapping[str, str | tuple[str, ...]]) -> dict[str, str]:
        """A file's new text by its name, with a record in the place of the one with its id, or at the end."""
        ...

    def without(self, kind: str, record: str) -> dict[str, str]:
        """A file's new text by its name, without a record."""
        ...

    def topic(self, title: str, entry: Entry) -> dict[str, str]:
        """The text of a new topic with its first entry, by the file's name."""
        ...

    def entry(self, file: str, entry: str) -> Mapping[str, Any]:
        """What a topic file says of an entry now, texts and lists by key; empty when it says nothing."""
        ...

    def entry_in(self, text: str | None, entry: str) -> Mapping[str, Any]:
        """The same of a file's text."""
        ...


@dataclass(frozen=True)
class WebServices:
    """The parts behind the pages, put together by the composition root."""

    settings: Settings
    store: WebStorage
    ask: Ask
    ask_once: Ask
    """Answers a program: nothing is recorded, and nobody waits for a person."""
    run_in_desk_thread: RunInThread
    """Runs in the desk's thread, which alone may use the index."""
    run_in_office_thread: RunInThread
    """Runs in the office's thread, where what admins do may take seconds."""
    knowledge: Callable[[], Knowledge]
    """The version in force."""
    search: Callable[[str, int], Found]
    """Finds entries and documents; in the desk's thread only."""
    clock: Callable[[], float]
    """Unix time in seconds."""
    write: Callable[[Knowledge, Form, Mapping[str, Any]], bytes]
    """The filled Word file of a form; raises DocumentError."""
    permissions: Permissions
    reachable: frozenset[str]
    """Channels that can bring what nobody asked for just now."""
    roles: Callable[[], Mapping[str, str]]
    """Admins' keys with their roles at this moment."""
    edit_context: EditContext
    reviewing: Reviewing
    """What edits by editors wait at; the means' own editor."""
    inquiries: InquiryService
    records: Records
    exchange: Exchange
    shelf: Shelf
    """Replaces documents' files."""
    unasked: frozenset[str] = frozenset()
    """Channels of chats and mail that can bring what nobody asked for just now, as they are served."""
