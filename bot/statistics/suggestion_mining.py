"""Phrasings suggested from traffic: words by which people found an entry themselves, until an admin decides on them.

A wording is confirmed when its asker picked the entry from the choices, or called the answer useful. Nothing of it becomes
a phrasing by itself, and what was decided on once is not suggested again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.model import Knowledge, LoggedQuestion
from bot.normalise import key
from bot.statistics.text_grouping import are_alike, group_texts

LEAST = 5
"""Confirmations that a suggestion rests on."""
LONGEST = 40
"""Characters of a phrasing: longer ones are stories, and may tell who tells them."""
AGREED = 2 / 3
"""Share of the confirmations that must be for the same entry: words that lead to two entries are no phrasing of one."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A wording that was confirmed for an entry."""

    entry: str
    wording: str
    count: int
    """How often it, or something alike, was confirmed."""


def suggestions(
    past: Iterable[LoggedQuestion], knowledge: Knowledge, decided: Sequence[tuple[str, str]], least: int = LEAST
) -> tuple[Suggestion, ...]:
    """What was confirmed at least so often and isn't known yet, most often first; the same words of one asker count once."""
    stored = {key(text) for entry in knowledge.entries for text in entry.wordings}
    confirmed: dict[tuple[str, str], tuple[str, str]] = {}
    for one in past:
        if one.meant:  # means nothing without its conversation
            continue
        entry, said = _confirmed_entry(one), " ".join(one.text.split())
        if knowledge.get(entry) and 0 < len(said) <= LONGEST and key(said) not in stored:
            confirmed[one.asker, key(said)] = (said, entry)
    found = []
    for group in group_texts(confirmed.values()):
        entry, count = Counter(entry for _, entry in group.members).most_common(1)[0]
        agreed = count >= least and count >= AGREED * len(group.members)
        group.members = [member for member in group.members if member[1] == entry]
        if agreed and not any(entry == other and are_alike(group.most_common, text) for other, text in decided):
            found.append(Suggestion(entry, group.most_common, count))
    return tuple(sorted(found, key=lambda one: -one.count))


def _confirmed_entry(one: LoggedQuestion) -> str:
    """The entry that a question's asker said was right; empty when she said nothing, or that it was of no use."""
    if one.useful is False:
        return ""
    return one.chosen or (one.entry if one.useful and one.decision == "answer" else "")
