"""The desk with people behind it: what it can't answer is left for them, and said to be."""

from __future__ import annotations

from bot.handoff.service import InquiryService
from bot.model import Question, Reply
from bot.ports import Answering


class InquiryRecorder:
    """Implements bot.ports.Answering: the desk, and after each of its replies what people have to do with it."""

    def __init__(self, work: InquiryService, desk: Answering) -> None:
        self._work = work
        self._desk = desk

    def reply(self, question: Question) -> Reply:
        """One question in, one reply out."""
        return self._work.with_inquiry(question, self._desk.reply(question))

    def search(self, text: str, limit: int) -> tuple[Reply, ...]:
        """As the desk."""
        return self._desk.search(text, limit)
