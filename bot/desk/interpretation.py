"""What a message in a conversation may come to."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model import Entry, Match


@dataclass(frozen=True)
class PartRequest:
    """A part of an entry is asked for."""

    part: str
    step: int
    entries: tuple[Entry, ...]
    """Entries that have it, the first one meant; several: it isn't clear which. None: no entry near by has it."""
    about: Entry | None
    """The entry that was talked about, when it is another one."""
    meant: str


@dataclass(frozen=True)
class TextMention:
    """Something is asked that an entry speaks of in sentences of its text."""

    entry: Entry
    meant: str


@dataclass(frozen=True)
class Reading:
    """The question that a message comes to, with what it matches."""

    match: Match
    asked: str
    """It, in the most natural words."""
    meant: str = ""
    """As a stranger would have to ask it: what was asked before with what is said now; empty: as it is asked."""
    said: str = ""
    """What of the message is new to the conversation; empty: all of it."""


@dataclass(frozen=True)
class Unresolved:
    """Something is asked that nothing explains: what was understood, empty for nothing."""

    part: str
    about: str
    circumstances: bool = False
    """Whether what is lacking is how things are with the asker."""


@dataclass(frozen=True)
class Statement:
    """How things are is told, and nothing asked."""

    about: str
    """What was talked about."""
    entry: Entry | None
    """The entry that was answered last; None while nothing is."""
    near: Match
    """What it may be about in the conversation."""


@dataclass(frozen=True)
class PartRequests:
    """Several parts of what was talked about are asked for at once."""

    parts: tuple[PartRequest, ...]


Interpretation = PartRequest | PartRequests | TextMention | Reading | Unresolved | Statement
