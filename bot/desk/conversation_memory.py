"""What is kept of a conversation on the way to a reply; what can't be kept costs nobody an answer."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from bot.desk.turn import Turn
from bot.errors import StoreError
from bot.model import Conversation, Reply
from bot.ports import DeskStorage

log = logging.getLogger(__name__)
T = TypeVar("T")

FOLLOWUP_WINDOW = 2 * 3600.0
"""Seconds for which a follow-up may lean on the last answer."""
DOCUMENT = "guide:"
"""Before the document spoken of last, in what a conversation awaits."""
MEMORY_WINDOW = 24 * 3600.0
"""Seconds for which a number may pick from the last list, and the asker's circumstances are taken for granted."""


class ConversationMemory:
    """The store as the desk uses it."""

    def __init__(self, store: DeskStorage, clock: Callable[[], float]) -> None:
        """`clock` gives Unix time in seconds."""
        self.store = store
        self.clock = clock

    def own_record(self, turn: Turn, number: int) -> int:
        """The record's number if it is of this conversation, else 0: a forged or forwarded button changes nothing."""
        recorded = self.best_effort(lambda: self.store.recorded(number)) if number else None
        return number if recorded is not None and recorded.conversation == turn.conversation.key else 0

    def conversation(self, key: str) -> Conversation:
        """The conversation as it was left; without the asker's circumstances when that is too long ago."""
        kept = self.best_effort(lambda: self.store.conversation(key)) or Conversation(key)
        return kept if self.clock() - kept.updated < MEMORY_WINDOW else replace(kept, conditions=())

    def record(self, turn: Turn, reply: Reply) -> int:
        """Keep the question and its reply; the record's number, 0 when it couldn't be kept."""
        known = turn.knowledge
        return self.best_effort(lambda: self.store.record(turn.question, reply, known.hash, known.version)) or 0

    def record_remembered(self, turn: Turn, reply: Reply) -> int:
        """The same for a reply that has been remembered already: the conversation's feedback is about it then."""
        number = self.record(turn, reply)
        kept = self.best_effort(lambda: self.store.conversation(turn.conversation.key))
        if kept is not None:
            self.best_effort(
                lambda: self.store.save_conversation(replace(kept, record=number, entry=reply.entry or kept.entry))
            )
        return number

    def remember(self, turn: Turn, **changes: object) -> None:
        """Where the conversation stands now: what changed among the fields of Conversation."""
        kept = replace(turn.conversation, updated=turn.now, **changes)  # type: ignore[arg-type]  # fields of Conversation
        if "context" in changes and (not kept.context.opening or not turn.fresh(FOLLOWUP_WINDOW)):
            kept = replace(kept, context=replace(kept.context, opening=turn.question.text))
        self.best_effort(lambda: self.store.save_conversation(kept))

    @staticmethod
    def best_effort(write: Callable[[], T]) -> T | None:
        """Do what may fail without costing the asker her answer; the failure is logged."""
        try:
            return write()
        except StoreError:
            log.exception("the store failed; the answer goes out all the same")
            return None
