"""Takes apart what holds more than one question."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.normalise import CLAUSE_COMMAS, SENTENCE_ENDS, key

_ASKS = re.compile(r"吗|呢|么|怎|如何|什么|甚么|啥|多少|几|哪|谁|是否|能否|可否|[能会要行]不|是不是|有没有|多久|为何|区别|办")
SHORTEST = 4
"""Characters of a key below which a piece is no question of its own."""
MOST = 12
"""Pieces of one text that are looked at."""
LONG = 36
"""Characters of a key from which a text may tell more than it asks."""


def questions(text: str, stored: Callable[[str], bool]) -> tuple[str, ...]:
    """The pieces of a text that could be questions of their own, in order; one or none when it holds just one.

    A sentence end separates always; a comma only where both sides ask something, and never inside a stored wording.
    """
    pieces: list[str] = []
    for sentence in SENTENCE_ENDS.split(text):
        if stored(sentence):
            pieces.append(sentence)
            continue
        parts = [part for part in CLAUSE_COMMAS.split(sentence) if part]
        asking = [part for part in parts if _ASKS.search(part) and len(key(part)) >= SHORTEST]
        pieces += asking if len(asking) > 1 else [sentence]
    found = [piece.strip() for piece in pieces if len(key(piece)) >= SHORTEST]
    return tuple(found[:MOST])


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return SENTENCE_ENDS.split(text)


def asks(piece: str) -> bool:
    """Whether a piece sounds like a question rather than like the circumstances of one."""
    return _ASKS.search(piece) is not None


def is_long(text: str) -> bool:
    """Whether a text is so long that it may tell more than it asks."""
    return len(key(text)) >= LONG
