"""Which texts say the same in other words, as far as their characters tell: for suggestions and for numbers."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from rapidfuzz import fuzz, process

from bot.normalise import key

ALIKE = 75.0
"""Likeness (0–100, `rapidfuzz.fuzz.ratio` of the keys) from which two texts count as the same: 会费交多少 and 会费要交多少 are
at 91, 会费交多少 and 会费谁来交 at 60."""

T = TypeVar("T", bound=Hashable)


@dataclass
class Group(Generic[T]):
    """Texts that are alike, with what each came with; the first text is what others are compared with."""

    key: str
    members: list[tuple[str, T]] = field(default_factory=list)

    @property
    def most_common(self) -> str:
        """The text said most often, of those the shortest."""
        texts = [text for text, _ in self.members]
        return min(dict.fromkeys(texts), key=lambda text: (-texts.count(text), len(text)))


def group_texts(texts: Iterable[tuple[str, T]]) -> list[Group[T]]:
    """Texts with what they came with, in groups of alike ones, the largest first; texts without a letter are left out."""
    groups: dict[str, Group[T]] = {}
    seen: dict[str, str] = {}
    for text, came in texts:
        bare = key(text)
        if not bare:
            continue
        if bare not in seen:
            near = process.extractOne(bare, groups.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
            seen[bare] = str(near[0]) if near else bare
        groups.setdefault(seen[bare], Group(seen[bare])).members.append((text, came))
    return sorted(groups.values(), key=lambda group: -len(group.members))


def are_alike(one: str, other: str) -> bool:
    """Whether two texts are alike."""
    return fuzz.ratio(key(one), key(other)) >= ALIKE
