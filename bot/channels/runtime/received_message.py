"""A message on its way from the inbox to its answer."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.channels.runtime.transport import Incoming


@dataclass(frozen=True, slots=True)
class ReceivedMessage:
    """A message of the inbox: its key, and the raw text that came."""

    key: str
    raw: str


@dataclass(frozen=True, slots=True)
class ParsedMessage:
    """A message that was parsed, with what the dispatcher knows of it."""

    message: ReceivedMessage
    incoming: Incoming
    late: bool = False
    """Whether it is answered at the asker's next word, because it couldn't be in time."""
    decided: bool = False
    """Whether its answer is decided already, and not to be had from what came."""

    @property
    def key(self) -> str:
        """Its key in the inbox."""
        return self.message.key

    def with_notice(self, notice: str) -> ParsedMessage:
        """The message answered with a sentence at once."""
        return replace(self, incoming=replace(self.incoming, question=None, notice=notice), decided=True)


def speaker(incoming: Incoming) -> tuple[str, str]:
    """Who said it, and where, if others share the place: what limits go by."""
    ref = incoming.to.ref
    return incoming.question.asker if incoming.question else "", str(ref.shared) if ref.person else ""
