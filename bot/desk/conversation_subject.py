"""What a conversation is about, as far as a message may lean on it."""

from __future__ import annotations

from bot.desk import word_classes
from bot.desk.turn import Turn
from bot.desk.utterance import subject
from bot.model import Entry
from bot.normalise import fold

PIECES = 60.0
"""Seconds within which the pieces of a question come one after the other."""
MOST_TOLD = 5
"""Texts about the asker's circumstances that are kept."""


def joined_pieces(turn: Turn) -> str:
    """The message behind the pieces that were said just before it; the message itself when there are none."""
    return "".join((*recent_pieces(turn), turn.text))


def recent_pieces(turn: Turn) -> tuple[str, ...]:
    """The pieces that were said just before the message."""
    context = turn.conversation.context
    return context.pieces if turn.now - context.said < PIECES else ()


def recent_entries(turn: Turn) -> list[Entry]:
    """The entries that were talked about, the latest first."""
    found = (turn.knowledge.get(name) for name in turn.conversation.context.entries)
    return [entry for entry in found if entry is not None]


def current_entry(turn: Turn) -> Entry | None:
    """What the conversation is about: what was offered last, or answered."""
    context = turn.conversation.context
    return next((entry for name in (*context.offered, *context.entries) if (entry := turn.knowledge.get(name))), None)


def nearby_entries(turn: Turn, entry: Entry) -> frozenset[str]:
    """The entries close to one: itself, those related to it, those of its topic."""
    topic = next((one.entries for one in turn.knowledge.topics if entry.id in one.entries), ())
    return frozenset((entry.id, *entry.related, *topic))


def in_context(turn: Turn, entry: Entry | None, text: str, *, topic: bool = True) -> tuple[str, ...]:
    """A message behind what the conversation is about, in several breadths."""
    context = turn.conversation.context
    body = fold(text)
    every = [context.asked, entry.question if entry is not None else ""]
    procedures = [word_classes.longest_word(fold(one), "slot.procedure") for one in every]
    subjects = [subject(one) for one in every]
    topics = [fold(entry.topic)] if entry is not None and topic else []
    return tuple(dict.fromkeys(f"{about}{body}" for about in (*procedures, *subjects, *topics) if about))
