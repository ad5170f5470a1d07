"""Which topics come first on the first page: those asked about most of late; before there are such, those of the guides."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Mapping

from bot import wording
from bot.channels.web.web_services import WebServices
from bot.errors import StoreError
from bot.model import Knowledge, Topic

log = logging.getLogger(__name__)

SPAN = 60 * 24 * 3600
"""Seconds of the past that count."""
FRESH = 600.0
"""Seconds for which a count holds."""
FEWEST = 5
"""Questions below which a topic counts as not asked about: what a single person asked moves nothing."""


class HotTopics:
    """Counts now and then, and orders."""

    def __init__(self, services: WebServices) -> None:
        self._services = services
        self._asked: Mapping[str, int] = {}
        self._counted = float("-inf")

    async def of(self, knowledge: Knowledge) -> tuple[Topic, ...]:
        """All topics in their order."""
        now = self._services.clock()
        if now - self._counted > FRESH:
            self._counted = now
            try:
                self._asked = await asyncio.to_thread(self._services.store.entries_asked, now - SPAN)
            except StoreError:  # the page is worth more than its order
                log.exception(wording.WEB_LOG_FAILED.format(path="topics", reference="-"))
        return ordered(knowledge, self._asked)


def ordered(knowledge: Knowledge, asked: Mapping[str, int]) -> tuple[Topic, ...]:
    """The topics: most asked first (`asked` counts by entry), then those of the guides as catalogued, then the rest."""
    counts = {topic.key: sum(asked.get(entry, 0) for entry in topic.entries) for topic in knowledge.topics}
    guided = [_about(one.entries, knowledge) for one in knowledge.documents if one.kind == "guide"]
    first = {key: place for place, key in reversed(list(enumerate(guided)))}

    def rank(topic: Topic) -> tuple[int, int]:
        count = counts[topic.key]
        return -count if count >= FEWEST else 0, first.get(topic.key, len(guided))

    return tuple(sorted(knowledge.topics, key=rank))


def _about(entries: tuple[str, ...], knowledge: Knowledge) -> str:
    """The key of the topic that most of these entries are of; empty for none."""
    homes = {entry: topic.key for topic in knowledge.topics for entry in topic.entries}
    found = Counter(homes[one] for one in entries if one in homes)
    return found.most_common(1)[0][0] if found else ""
