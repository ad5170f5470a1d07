"""Where an answer can be looked up by those who can't be told of it: a page of the web that only they know."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from bot import wording
from bot.model import Block, Handover, Question, Reply
from bot.ports import Answering, InquiryStore

AGAIN = 24 * 3600.0
"""Seconds after which somebody who still waits is told of her page once more."""


class AnswerPage:
    """Implements bot.ports.Answering: adds the page's address to what is said when a question is left for a person."""

    def __init__(self, inner: Answering, store: InquiryStore, address: Callable[[str], str], silent: Collection[str]) -> None:
        """`address` gives the page of a person by her key; `silent` names the channels that say nothing unasked."""
        self._inner = inner
        self._store = store
        self._address = address
        self._silent = silent

    def reply(self, question: Question) -> Reply:
        """One question in, one reply out. In a group nothing is added: everybody there would read her page."""
        if question.channel not in self._silent or not question.private:
            return self._inner.reply(question)
        before = {one.id for one in self._store.handovers_by(question.asker)}
        reply = self._inner.reply(question)
        every = self._store.handovers_by(question.asker)
        left = next((one for one in every if self._is_new(one, before, reply)), None)
        if left is None or any(self._was_told(one, left) for one in every):
            return reply
        said = Block("note", wording.INQUIRY_PAGE.format(url=self._address(question.asker)))
        return replace(reply, blocks=(*reply.blocks, said))

    @staticmethod
    def _is_new(one: Handover, before: Collection[int], reply: Reply) -> bool:
        """Whether a question was left by this very message; also when it comes once more, after a crash."""
        return one.state == "open" and (one.id not in before or (reply.record > 0 and one.record == reply.record))

    @staticmethod
    def _was_told(earlier: Handover, left: Handover) -> bool:
        """Whether she was told of her page not long ago, by the same chat, and still waits: it is the same page."""
        waiting = earlier.id < left.id and earlier.state == "open" and earlier.conversation == left.conversation
        return waiting and left.asked - earlier.asked < AGAIN

    def search(self, text: str, limit: int) -> tuple[Reply, ...]:
        """As the inner one."""
        return self._inner.search(text, limit)
