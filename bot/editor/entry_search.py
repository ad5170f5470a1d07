"""Finds the entry that an admin means: by its id, a part of it, or words as an asker would use them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches

from bot.model import Entry, Knowledge, Ranked
from bot.normalise import fold

Rank = Callable[[str, int], tuple[Ranked, ...]]
"""Words and a limit in, the nearest entries out; safe from the office's thread."""
NEAR = 0.1
"""Confidence below which an entry isn't offered for words that it doesn't hold."""
SHOWN = 8
"""Entries that are offered: more than fit on a phone's screen are no help."""


def entry_named(knowledge: Knowledge, words: str) -> Entry | None:
    """The entry that words can't but mean: its id, its question, or the only id that contains them."""
    entry = knowledge.get(words.strip().lower())
    if entry is not None:
        return entry
    said = fold(words)
    asked = [one for one in knowledge.entries if said and fold(one.question) == said]
    parts = [one for one in knowledge.entries if _idlike(words) and words.strip().lower() in one.id]
    return next((found[0] for found in (asked, parts) if len(found) == 1), None)


def find_entries(knowledge: Knowledge, words: str, rank: Rank, limit: int = SHOWN) -> tuple[Entry, ...]:
    """Up to `limit` entries for words, likeliest first: ids, questions and phrasings that hold them, then the nearest ones."""
    said = fold(words)
    if not said:
        return ()
    near = [knowledge.get(one.entry) for one in rank(words, limit) if one.confidence >= NEAR]
    alike = get_close_matches(words.strip().lower(), [one.id for one in knowledge.entries]) if _idlike(words) else []
    every: Iterable[Entry | None] = (
        *(one for one in knowledge.entries if _idlike(words) and words.strip().lower() in one.id),
        *map(knowledge.get, alike),  # an id with a slip
        *(one for one in knowledge.entries if said in fold(one.question)),
        *(one for one in knowledge.entries if any(said in fold(text) for text in one.phrasings)),
        *near[:3],
        *(one for one in knowledge.entries if said in fold(one.answer)),
        *near[3:],
    )
    return tuple(dict.fromkeys(one for one in every if one is not None))[:limit]


def _idlike(words: str) -> bool:
    bare = words.strip()
    return len(bare) > 2 and bare.isascii() and bare.replace("-", "").isalnum()
