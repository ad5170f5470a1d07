"""What was asked in a span of time, in numbers: for /stats, the monthly report and the weekly digest.

A number from 1 to 4 is never shown: in a small federation it would point at somebody. Where parts add up to a shown whole
and a single part is hidden, the next smallest is hidden as well, or the hidden one could be worked out. Words that people
wrote are shown only when at least five of them wrote the like.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Protocol

from bot import china_time, wording
from bot.china_time import CHINA
from bot.errors import JianhuitongError
from bot.model import Entry, Knowledge, LoggedQuestion, MonthlyCount
from bot.ports import InquiryStore, Privacy, StatisticsStore
from bot.statistics.text_grouping import group_texts

FEWEST = 5
"""The smallest number of people that is shown."""
LOW = 1 / 3
"""Share of 没用 among the ratings of an entry from which it counts as rated low."""
_MONTH = re.compile(r"([0-9]{4})\s*[-年./]\s*([0-9]{1,2})\s*月?")
OUTCOMES = ("answer", "chosen", "choose", "unknown")
"""What came of a question, each in one of these: answered outright, picked from choices, choices without a pick, not known."""
STATES = ("open", "answered", "refused", "withdrawn", "settled")
"""Of questions for a person."""
_MATCHED = ("answer", "choose", "unknown")


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time with its name."""

    label: str
    since: float
    """Unix time, seconds; the span begins with it."""
    until: float
    """Unix time, seconds; the span ends before it."""

    def month(self, name: str) -> bool:
        """Whether it is the month of that name, such as 2026-11: no longer kept questions are counted by months."""
        first, last = (china_time.moment(at) for at in (self.since, self.until - 1))
        whole = first.day == 1 and (last + timedelta(days=1)).day == 1
        return whole and first.strftime("%Y-%m") == last.strftime("%Y-%m") == name


@dataclass(frozen=True, slots=True)
class Numbers:
    """A span in numbers, not yet hidden where they are small."""

    span: Period
    outcomes: Mapping[str, int]
    """By `OUTCOMES`; they add up to the questions."""
    useful: int
    useless: int
    passed_on: int
    """Questions that people left for a person."""
    answered: int
    """Questions that a person has answered, in the span."""
    hours: float | None
    """Median from a question to a person's answer; None below `FEWEST` answers."""
    topics: Mapping[str, int]
    """Questions by the title of the topic that answered; what none answered isn't in it."""
    documents: Mapping[str, int]
    """Downloads by title."""
    unanswered: tuple[tuple[str, int], ...]
    """What was not known or not picked, in its commonest words, with how many people asked it: at least `FEWEST`."""
    scattered: int
    """Questions not known or not picked that fewer people asked."""
    never: tuple[Entry, ...]
    """Entries that nobody has been given since the questions are kept."""
    low: tuple[tuple[Entry, int, int], ...]
    """Entries with their useful and useless ratings, of which many are the latter."""
    overdue: tuple[Entry, ...]
    """Entries due for review at the end of the span, longest due first."""

    @property
    def asked(self) -> int:
        """Questions in all."""
        return sum(self.outcomes.values())


# ---------------------------------------------------------------- spans


def month(text: str, now: float) -> Period:
    """The month that a text such as 2026-11 names, the one of `now` for an empty one; raises JianhuitongError."""
    today = china_time.moment(now)
    found = _MONTH.fullmatch(text.strip() or f"{today.year}-{today.month}")
    year, number = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 2000 <= year <= 2999 or not 1 <= number <= 12:
        raise JianhuitongError(wording.REPORT_MONTH.format(said=text[:20]))
    start = datetime(year, number, 1, tzinfo=CHINA)
    end = datetime(year + number // 12, number % 12 + 1, 1, tzinfo=CHINA)
    return Period(wording.REPORT_MONTH_NAME.format(year=year, month=number), start.timestamp(), end.timestamp())


def last_week(now: float) -> Period:
    """The last whole week, from Monday to Sunday."""
    today = china_time.moment(now).replace(hour=0, minute=0, second=0, microsecond=0)
    end = today - timedelta(days=today.weekday())
    start = end - timedelta(days=7)
    label = wording.DIGEST_WEEK.format(first=_day(start), last=_day(end - timedelta(days=1)))
    return Period(label, start.timestamp(), end.timestamp())


def _day(at: datetime) -> str:
    return wording.DIGEST_DAY.format(month=at.month, day=at.day)


# ---------------------------------------------------------------- counting


class Counted(StatisticsStore, InquiryStore, Privacy, Protocol):
    """The methods of a store that counting needs."""


def count(store: Counted, knowledge: Knowledge, span: Period) -> Numbers:
    """A span in numbers. Of questions that are no longer kept only their counts are in it."""
    past = [one for one in store.asked_between(span.since, span.until) if one.decision in _MATCHED]
    gone = [one for one in store.tallies() if one.decision in _MATCHED and span.month(one.month)]
    waited = waiting_times(store, span)
    unanswered, scattered = _unanswered(past)
    given = store.last_asked()
    return Numbers(
        span,
        _outcomes(past, gone),
        useful=sum(one.useful is True for one in past) + sum(one.useful for one in gone),
        useless=sum(one.useful is False for one in past) + sum(one.useless for one in gone),
        passed_on=sum(span.since <= one.asked < span.until for state in STATES for one in store.handovers(state)),
        answered=len(waited),
        hours=median(waited) / 3600 if len(waited) >= FEWEST else None,
        topics=_topics(past, gone, knowledge),
        documents=_documents(store, knowledge, span),
        unanswered=unanswered,
        scattered=scattered,
        never=tuple(entry for entry in knowledge.entries if entry.id not in given),
        low=_low(past, knowledge),
        overdue=_overdue(knowledge, china_time.date_of(span.until - 1)),
    )


def _outcomes(past: Sequence[LoggedQuestion], gone: Sequence[MonthlyCount]) -> dict[str, int]:
    found = Counter(outcome(one) for one in past)
    for one in gone:
        picked = one.chosen if one.decision != "answer" else 0
        found.update({one.decision: one.asked - picked, "chosen": picked})
    return {name: found[name] for name in OUTCOMES}


def waiting_times(store: Counted, span: Period) -> list[float]:
    """Seconds from each question to the person's answer that was given in the span."""
    decided = {one.id: one.decided for one in store.inquiries("answered") if span.since <= one.decided < span.until}
    asked = store.askings(*decided) if decided else ()
    return [max(decided[one.inquiry] - one.asked, 0.0) for one in asked if one.state == "answered"]


def outcome(one: LoggedQuestion) -> str:
    """What came of a question that was matched, one of `OUTCOMES`."""
    return "chosen" if one.chosen and one.decision != "answer" else one.decision


def _entry_given(one: LoggedQuestion) -> str:
    """The entry that a question came to; empty for none."""
    return one.chosen or (one.entry if one.decision == "answer" else "")


def _topics(past: Sequence[LoggedQuestion], gone: Sequence[MonthlyCount], knowledge: Knowledge) -> Counter[str]:
    found: Counter[str] = Counter()
    for name, number in (*((_entry_given(one), 1) for one in past), *((one.entry, one.asked) for one in gone)):
        entry = knowledge.get(name)
        if entry is not None:
            found[entry.topic] += number
    return found


def _documents(store: StatisticsStore, knowledge: Knowledge, span: Period) -> Counter[str]:
    taken = Counter(one.document for one in store.taken_between(span.since, span.until))
    titles: Counter[str] = Counter()
    for name, number in taken.items():
        document = knowledge.document(name)
        titles[document.title if document else name] += number
    return titles


def _unanswered(past: Sequence[LoggedQuestion]) -> tuple[tuple[tuple[str, int], ...], int]:
    """What enough people asked in vain, most first; and how many other questions were in vain."""
    vain = [one for one in past if outcome(one) in ("choose", "unknown") or one.useful is False]
    shown, scattered = [], 0
    for group in group_texts((one.question, one.asker) for one in vain):
        people = len({asker for _, asker in group.members})
        if people >= FEWEST:
            shown.append((group.most_common, people))
        else:
            scattered += len(group.members)
    return tuple(sorted(shown, key=lambda one: -one[1])), scattered


def _low(past: Sequence[LoggedQuestion], knowledge: Knowledge) -> tuple[tuple[Entry, int, int], ...]:
    useful: Counter[str] = Counter(_entry_given(one) for one in past if one.useful is True)
    useless: Counter[str] = Counter(_entry_given(one) for one in past if one.useful is False)
    found = []
    for name, bad in useless.most_common():
        entry, good = knowledge.get(name), useful[name]
        if entry is not None and bad + good >= FEWEST and bad / (bad + good) >= LOW:
            found.append((entry, good, bad))
    return tuple(found)


def _overdue(knowledge: Knowledge, day: date) -> tuple[Entry, ...]:
    due = {entry.id: due_on(entry) for entry in knowledge.entries}
    late = [entry for entry in knowledge.entries if due[entry.id] <= day]
    return tuple(sorted(late, key=lambda entry: due[entry.id]))


def due_on(entry: Entry) -> date:
    """The day on which an entry is due for review; the first of all days for one that was never reviewed."""
    return entry.reviewed + timedelta(days=entry.review_after) if entry.reviewed else date.min


# ---------------------------------------------------------------- hiding


def masked_count(number: int) -> str:
    """A number of people or of what they did, as it is shown."""
    return wording.REPORT_FEW.format(fewest=FEWEST) if 0 < number < FEWEST else str(number)


def masked_parts(counts: Mapping[str, int]) -> dict[str, str]:
    """Numbers that add up to a shown whole, each as it is shown."""
    small = {name for name, number in counts.items() if 0 < number < FEWEST}
    larger = sorted((number, name) for name, number in counts.items() if number >= FEWEST)
    if len(small) == 1 and larger:  # or it could be worked out from the whole and the rest
        small.add(larger[0][1])
    few = wording.REPORT_FEW.format(fewest=FEWEST)
    masked = {name: wording.REPORT_MASKED if number >= FEWEST else few for name, number in counts.items() if name in small}
    return {name: masked.get(name, str(number)) for name, number in counts.items()}
