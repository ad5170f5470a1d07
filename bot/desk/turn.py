"""One question on its way through the desk's stages, with what they all look at."""

from __future__ import annotations

from dataclasses import dataclass

from bot import places
from bot.model import Conversation, Knowledge, Question
from bot.ports import Index


@dataclass(frozen=True)
class Turn:
    """One question on its way through the stages."""

    question: Question
    conversation: Conversation
    index: Index
    now: float
    meant: str = ""
    """The question with what the conversation adds to it; empty: as it was typed."""
    asked: str = ""
    """The same in the most natural words; empty: as it is meant."""
    region: str = places.HOME
    """The province that is served: its rules hold unless words name another place."""

    said: str = ""
    """What the message says that is new to the conversation; empty: all of it."""

    @property
    def plain_question(self) -> str:
        """What is asked, in the most natural words."""
        return self.asked or self.meant or self.question.text

    @property
    def text(self) -> str:
        """What was typed."""
        return self.question.text

    @property
    def knowledge(self) -> Knowledge:
        """The version in force for this question."""
        return self.index.knowledge

    def fresh(self, seconds: float) -> bool:
        """Whether the conversation's last message is less than so many seconds old."""
        return self.now - self.conversation.updated < seconds
