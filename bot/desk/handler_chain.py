"""The front of the desk: those who are asked before it, in a visible order, and the desk for everything else."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.model import Question, Reply
from bot.ports import Answering

Handler = Callable[[Question], Reply | None]
"""A message in; its reply out, or None when it is someone else's."""


class HandlerChain:
    """Implements bot.ports.Answering."""

    def __init__(self, handlers: Sequence[Handler], desk: Answering) -> None:
        """`handlers` are asked in this order; the first that replies ends it."""
        self._handlers = handlers
        self.desk = desk

    def reply(self, question: Question) -> Reply:
        """One question in, one reply out: a handler's, or the desk's."""
        return self.handler_reply(question) or self.desk.reply(question)

    def handler_reply(self, question: Question) -> Reply | None:
        """The reply of the first handler that has one; None when the question is the desk's."""
        for handler in self._handlers:
            reply = handler(question)
            if reply is not None:
                return reply
        return None

    def search(self, text: str, limit: int) -> tuple[Reply, ...]:
        """As the desk."""
        return self.desk.search(text, limit)
