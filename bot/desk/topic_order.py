"""Which topics and entries come first: those asked about most of late, then those of the guides, then the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from bot.model import Knowledge, Topic

FEWEST = 5
"""Questions below which a topic counts as not asked about: what a single person asked moves nothing."""
FEWEST_OF_ENTRY = 3
"""The same for an entry."""


def ordered(knowledge: Knowledge, asked: Mapping[str, int]) -> tuple[Topic, ...]:
    """The topics: most asked first (`asked` counts by entry), then those of the guides as catalogued, then the rest."""
    counts = {topic.key: sum(asked.get(entry, 0) for entry in topic.entries) for topic in knowledge.topics}
    guided = [_about(one.entries, knowledge) for one in knowledge.documents if one.kind == "guide"]
    first = {key: place for place, key in reversed(list(enumerate(guided)))}

    def rank(topic: Topic) -> tuple[int, int]:
        count = counts[topic.key]
        return -count if count >= FEWEST else 0, first.get(topic.key, len(guided))

    return tuple(sorted(knowledge.topics, key=rank))


def with_asked_first(topic: Topic, asked: Mapping[str, int]) -> Topic:
    """A topic with its entries most asked first, then the others in file order."""
    counts = {entry: asked.get(entry, 0) for entry in topic.entries}
    order = sorted(topic.entries, key=lambda entry: -counts[entry] if counts[entry] >= FEWEST_OF_ENTRY else 0)
    return replace(topic, entries=tuple(order))


def _about(entries: tuple[str, ...], knowledge: Knowledge) -> str:
    """The key of the topic that most of these entries are of; empty for none."""
    homes = {entry: topic.key for topic in knowledge.topics for entry in topic.entries}
    found = Counter(homes[one] for one in entries if one in homes)
    return found.most_common(1)[0][0] if found else ""
