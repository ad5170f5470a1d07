"""Which topics come first on the first page: those asked about most of late; before there are such, those of the guides."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping

from bot import wording
from bot.channels.web.web_services import WebServices
from bot.desk.topic_order import ordered
from bot.errors import StoreError
from bot.model import Knowledge, Topic

log = logging.getLogger(__name__)

SPAN = 60 * 24 * 3600
"""Seconds of the past that count."""
FRESH = 600.0
"""Seconds for which a count holds."""


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
