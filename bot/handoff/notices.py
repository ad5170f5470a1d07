"""What admins are told of by themselves: new questions for a person, bundled, and once a day what was set aside as no question.

Messages go through the outbox. What was told is kept in the store before the first message is queued, and every message has
a key made from it: a crash at any point loses nothing and tells nothing twice. In quiet hours nothing goes out; it follows
when they end.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta

from bot import china_time, wording
from bot.china_time import Hours
from bot.handoff import views
from bot.handoff.service import InquiryService
from bot.model import Block, Button, ConversationRef, Inquiry, LoggedQuestion, OutboxMessage
from bot.ports import HandoffStorage

EVERY = 900.0
"""Seconds between two messages of new questions."""
MOST = 8
"""New questions that are written out; the rest are counted."""
HOUR = 9
"""When the list of what was set aside goes out, at the earliest."""
ASIDE_MOST = 40
"""Of what was set aside, what is written out; the rest is counted."""
WENT_ON = 120.0
"""Seconds within which a question belongs to what was said before it."""
_PLACE = "notices"
"""Where the store keeps how far this has come."""
DAY = 86_400.0


@dataclass(frozen=True)
class _NoticeState:
    """What admins were told of so far, as it is kept between two looks."""

    at: float = 0.0
    """When the last message of new questions was made up; Unix time, seconds."""
    rounds: dict[str, int] = field(default_factory=dict)
    """Open inquiries that were told, by number, with how often they had been decided then."""
    batch: list[int] = field(default_factory=list)
    """Those of a message that may not be queued for everybody yet."""
    aside: float = 0.0
    """Until when what was set aside has been listed."""


class AdminNotices:
    """Looks, whenever it is called, whether there is something to tell the admins."""

    def __init__(
        self,
        work: InquiryService,
        admins: Callable[[], Collection[str]],
        quiet: Hours | None = None,
    ) -> None:
        """`admins` gives their keys just now; `quiet` are the hours in which nothing goes out."""
        self._work = work
        self._store: HandoffStorage = work.store
        self._admins = admins
        self._quiet = quiet
        self._told: _NoticeState | None = None

    def queue_due(self) -> None:
        """Queue what is due. May raise StoreError; called again it goes on where it was."""
        now = self._work.clock()
        if self._quiet is not None and self._quiet.include(now):
            return
        admins = sorted(self._admins())
        if not admins:
            return
        told = self._told or self._read()
        if told.batch:  # a crash came in between
            told = self._queue_to_all(told, admins)
        if not self._work.chat and now - told.at >= EVERY:
            told = self._tell_of_new(told, admins, now)
        self._told = self._tell_of_aside(told, admins, now)

    def _read(self) -> _NoticeState:
        kept = self._store.steps(_PLACE).get(_PLACE, {}).get("told", "")
        return _NoticeState(**json.loads(kept)) if kept else _NoticeState()

    def _keep(self, told: _NoticeState) -> _NoticeState:
        self._told = None  # should the store fail, it is read again
        self._store.note_step(_PLACE, _PLACE, "told", json.dumps(asdict(told)))
        return told

    # ------------------------------------------------------------ new questions

    def _tell_of_new(self, told: _NoticeState, admins: Sequence[str], now: float) -> _NoticeState:
        """Told of the inquiries that are new, or open again, and that somebody waits for."""
        waiting = self._work.open_by_priority()
        fresh = [one for one in waiting if told.rounds.get(str(one.id)) != one.round]
        if not fresh:
            return told
        rounds = {str(one.id): one.round for one in waiting}
        return self._queue_to_all(self._keep(replace(told, at=now, rounds=rounds, batch=[one.id for one in fresh])), admins)

    def _queue_to_all(self, told: _NoticeState, admins: Sequence[str]) -> _NoticeState:
        found = [one for one in map(self._store.inquiry, told.batch) if one is not None and one.state == "open"]
        for admin in admins if found else ():
            self._store.queue(self._message(admin, f"news:{told.at:.3f}", *self._untold(found)))
        return self._keep(replace(told, batch=[]))

    def _untold(self, found: Sequence[Inquiry]) -> tuple[list[Block], list[tuple[Button, ...]]]:
        now = self._work.clock()
        lines = [views.inquiry_line(one, now) for one in found[:MOST]]
        lines += [wording.NEWS_MORE.format(count=len(found) - MOST)] if len(found) > MOST else []
        blocks = [Block("list", wording.NEWS.format(count=len(found)), tuple(lines)), Block("note", wording.NEWS_HOW)]
        buttons = views.button_rows([views.button("show", one.id, number=one.id) for one in found[:MOST]])
        return blocks, [*buttons, (views.button("cases", 1),)]

    @staticmethod
    def _message(admin: str, name: str, blocks: Sequence[Block], buttons: Sequence[tuple[Button, ...]] = ()) -> OutboxMessage:
        channel = ConversationRef.parse(admin).channel
        return OutboxMessage(channel, admin, f"{name}:{admin}", tuple(blocks), tuple(buttons))

    # ------------------------------------------------------------ what was set aside

    def _tell_of_aside(self, told: _NoticeState, admins: Sequence[str], now: float) -> _NoticeState:
        """Told, once a day, of what was taken for no question since the last time."""
        today = china_time.moment(now).replace(hour=HOUR, minute=0, second=0, microsecond=0)
        due = today if today.timestamp() <= now else today - timedelta(days=1)
        until = due.timestamp()
        if told.aside >= until:
            return told
        blocks = set_aside_questions(self._store.asked_between(told.aside or until - DAY, until))
        for admin in admins if blocks else ():
            self._store.queue(self._message(admin, f"aside:{due:%Y-%m-%d}", blocks))
        return self._keep(replace(told, aside=until))


def set_aside_questions(past: Sequence[LoggedQuestion]) -> list[Block]:
    """What was set aside as no question, each wording once; without what a question followed at once: pieces of it."""
    asked: dict[str, list[float]] = {}
    for one in past:
        if one.asking:
            asked.setdefault(one.conversation, []).append(one.asked)
    alone = [
        one
        for one in past
        if not one.asking and not any(0 <= when - one.asked < WENT_ON for when in asked.get(one.conversation, ()))
    ]
    if not alone:
        return []
    times = Counter(one.text for one in alone)
    first = {one.text: one for one in reversed(alone)}
    shown = [text for text, _ in times.most_common(ASIDE_MOST)]
    lines = [
        (wording.ASIDE_LINE if times[text] == 1 else wording.ASIDE_TIMES).format(
            number=first[text].id, text=views.cut(text, 60), times=times[text]
        )
        for text in shown
    ]
    lines += [wording.ASIDE_MORE.format(count=len(times) - len(shown))] if len(times) > len(shown) else []
    head = Block("list", wording.ASIDE.format(count=len(alone)), tuple(lines))
    return [head, Block("note", wording.ASIDE_HOW.format(number=first[shown[0]].id))]
