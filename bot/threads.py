"""The desk's and the office's threads, and who may use what from where."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from bot.access.permissions import Permissions
from bot.desk.handler_chain import HandlerChain
from bot.editor.context import EditContext
from bot.handoff.service import InquiryService
from bot.hot_reload.live_knowledge import LiveKnowledge
from bot.model import (
    Knowledge,
    Question,
    Ranked,
    Reply,
)
from bot.ports import Store

T = TypeVar("T")
DESK = "desk"
"""Name of the desk's thread."""


@dataclass(frozen=True)
class ThreadBoundIndex:
    """The index in force, for whoever isn't in the desk's thread, which alone may use it (bot.ports.SimilarityIndex)."""

    live: LiveKnowledge
    desk_thread: ThreadPoolExecutor

    @property
    def knowledge(self) -> Knowledge:
        """The version in force."""
        return self.live.index.knowledge

    def rank(self, text: str, limit: int) -> tuple[Ranked, ...]:
        """The best entries for a text."""
        return self._in_desk_thread(lambda: self.live.index.rank(text, limit))

    def same_question_probabilities(self, text: str, texts: Sequence[str]) -> tuple[float, ...]:
        """How likely each of the texts asks the same."""
        return self._in_desk_thread(lambda: self.live.index.same_question_probabilities(text, texts))

    def uncompared(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Those of the texts that weren't compared yet."""
        return self._in_desk_thread(lambda: self.live.index.uncompared(texts))

    def _in_desk_thread(self, work: Callable[[], T]) -> T:
        """Done in the desk's thread, or at once when this is it."""
        if threading.current_thread().name.startswith(DESK):
            return work()
        return self.desk_thread.submit(work).result()


@dataclass(frozen=True)
class Worker:
    """Runs desk and office in threads of their own, so that neither the event loop nor an asker waits for an admin.

    The desk answers one at a time in `desk_thread`. What admins do may take seconds (the impact of an edit is worked out from
    thousands of questions), so that their handlers are asked in `office_thread`; what these leave goes to the desk as well.
    """

    handlers: HandlerChain
    permissions: Permissions
    desk_thread: ThreadPoolExecutor
    office_thread: ThreadPoolExecutor

    async def ask(self, question: Question) -> Reply:
        """A question in, its reply out."""
        # in a thread: it may have to read a file, and nobody's answer waits for an admin's work there
        if not await asyncio.to_thread(self.permissions.is_admin, question.asker):
            return await self._run(self.desk_thread, partial(self.handlers.reply, question))
        handled = await self._run(self.office_thread, partial(self.handlers.handler_reply, question))
        if handled is not None:
            return handled
        return await self._run(self.desk_thread, partial(self.handlers.desk.reply, question))

    async def search(self, text: str, limit: int) -> Sequence[Reply]:
        """Full answers for text that is still being typed."""
        return await self._run(self.desk_thread, partial(self.handlers.search, text, limit))

    async def run_in_desk_thread(self, chore: Callable[[], T]) -> T:
        """Something that nobody asked for just now, in the desk's thread."""
        return await self._run(self.desk_thread, chore)

    async def run_in_office_thread(self, chore: Callable[[], T]) -> T:
        """Something that an admin asked for and that may take seconds."""
        return await self._run(self.office_thread, chore)

    async def _run(self, thread: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        # with its context: what is logged there has the reference too
        return await asyncio.get_running_loop().run_in_executor(thread, partial(copy_context().run, work))


@dataclass(frozen=True)
class Services:
    """The parts that answer questions, over the knowledge in force."""

    handlers: HandlerChain
    permissions: Permissions
    edit_context: EditContext
    inquiries: InquiryService
    desk_thread: ThreadPoolExecutor
    """The desk's thread."""
    live: LiveKnowledge
    store: Store

    def reply(self, question: Question) -> Reply:
        """One question in, one reply out, for a caller who may wait."""
        return self.desk_thread.submit(self.handlers.reply, question).result()

    def run_due_work(self) -> None:
        """See to the questions left for a person, for a caller who may wait. May raise StoreError."""
        self.desk_thread.submit(self.inquiries.run_due_work).result()
