"""Where an answer can be looked up by those who can't be told of it: a page of the web that only they know."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from bot import wording
from bot.model import Block, Handover, Question, Reply
from bot.ports import Answering, InquiryStore


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
        if not any(self._is_left_now(one, before, reply) for one in self._store.handovers_by(question.asker)):
            return reply
        said = Block("note", wording.INQUIRY_PAGE.format(url=self._address(question.asker)))
        return replace(reply, blocks=(*reply.blocks, said))

    @staticmethod
    def _is_left_now(one: Handover, before: Collection[int], reply: Reply) -> bool:
        """Whether a question was left by this very message; also when it comes once more, after a crash."""
        return one.state == "open" and (one.id not in before or (reply.record > 0 and one.record == reply.record))

    def search(self, text: str, limit: int) -> tuple[Reply, ...]:
        """As the inner one."""
        return self._inner.search(text, limit)

    def topics(self) -> tuple[tuple[str, str], ...]:
        """As the inner one."""
        return self._inner.topics()
