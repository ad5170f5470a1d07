"""The weekly digest: last week in numbers to every admin, on Monday morning, once, also when the bot was down then."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Protocol

from bot import china_time, wording
from bot.errors import StoreError
from bot.model import Block, ConversationRef, Knowledge, OutboxMessage
from bot.ports import Outbox
from bot.statistics import counts, monthly_report
from bot.statistics.counts import Counted
from bot.statistics.suggestion_mining import suggestions

_log = logging.getLogger(__name__)
HOUR = 9
"""When it goes out on Mondays."""
AGAIN = 600.0
"""Seconds until another try when the store failed."""


class DigestStore(Counted, Outbox, Protocol):
    """Where the numbers come from and the digest goes."""


class WeeklyDigest:
    """Sends the digest through the outbox, whose keys keep it from going out twice."""

    def __init__(
        self,
        store: DigestStore,
        knowledge: Callable[[], Knowledge],
        admins: Callable[[], Collection[str]],
        clock: Callable[[], float],
    ) -> None:
        """`admins` gives their keys just now, `clock` Unix time in seconds."""
        self._store = store
        self._knowledge = knowledge
        self._admins = admins
        self._clock = clock

    def send(self) -> float:
        """Queue what is due for every admin; returns the seconds until there is something to do again."""
        now = self._clock()
        due = self._due(now)
        if now < due:
            return due - now
        try:
            self._queue(now)
        except StoreError:
            _log.exception("the digest could not be queued")
            return AGAIN
        return due + 7 * 24 * 3600 - now

    def _queue(self, now: float) -> None:
        if not self._store.asked_between(0.0, now + 1):
            return  # a bot that nobody has asked anything yet
        span = counts.last_week(now)
        made = counts.count(self._store, self._knowledge(), span)
        blocks = (*monthly_report.blocks(made), *self._to_do(now))
        week = china_time.moment(span.since).strftime("%G-W%V")
        for admin in sorted(self._admins()):
            channel = ConversationRef.parse(admin).channel
            self._store.queue(OutboxMessage(channel, admin, f"digest:{week}:{admin}", blocks))

    def _to_do(self, now: float) -> tuple[Block, ...]:
        """What waits for an admin."""
        past = self._store.asked_between(0.0, now + 1)
        fresh = len(suggestions(past, self._knowledge(), self._store.decided_suggestions()))
        waiting = len(self._store.inquiries("open"))
        said = [wording.DIGEST_INQUIRIES.format(count=waiting)] if waiting else []
        said += [wording.DIGEST_SUGGESTIONS.format(count=fresh)] if fresh else []
        return tuple(Block("text", sentence) for sentence in said)

    @staticmethod
    def _due(now: float) -> float:
        """Monday morning of this week."""
        today = china_time.moment(now)
        monday = today.replace(hour=HOUR, minute=0, second=0, microsecond=0) - timedelta(days=today.weekday())
        return monday.timestamp()
