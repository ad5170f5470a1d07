"""Questions left for a person, inquiries and what is kept of people, for the store in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from bot.model import (
    Decision,
    DownloadRecord,
    Handover,
    Inquiry,
    LoggedQuestion,
    MonthlyCount,
    OutboxMessage,
    Question,
    StoredDataSummary,
)
from bot.store.inquiries import SAVED
from bot.store.memory_state import MemoryState
from bot.store.row_mapping import is_this, storable, unnamed

_AGAIN = {"withdrawn": "open", "settled": "open", "answered": "again", "refused": "again"}
"""What becomes of a question when a person is asked for."""
_CHINA = timezone(timedelta(hours=8))


class MemoryInquiries:
    """Implements bot.ports.Cases and bot.ports.Privacy."""

    _clock: Callable[[], float]
    _using: Callable[[], AbstractContextManager[MemoryState]]
    queue: Callable[[OutboxMessage], bool]

    def hand_over(self, question: Question, context: int = 5, kind: str = "human", record: int = 0) -> Handover:
        """Leave a question for a person; the same channel and wire again returns the first one."""
        question = unnamed(question)
        where = (question.channel, question.wire)
        with self._using() as kept:
            number = kept.handed_over.get(where, 0) if question.wire else 0
            if not number:
                return _hand_over(kept, question, max(context, 0), (kind, record), self._clock())
            found = kept.handovers[number]
            if kind == "human":
                found = replace(found, kind=kind, state=_AGAIN.get(found.state, found.state))
                kept.handovers[number] = found
            return found

    def handovers(self, state: str = "open", kind: str = "human") -> tuple[Handover, ...]:
        """Questions for a person in that state and of that kind (empty: any), oldest first."""
        return self._handovers(lambda one: one.state == state and kind in ("", one.kind))

    def handover(self, number: int) -> Handover | None:
        """A question for a person, or None."""
        with self._using() as kept:
            return kept.handovers.get(number)

    def handovers_by(self, asker: str) -> tuple[Handover, ...]:
        """The questions for a person of one asker, oldest first."""
        return self._handovers(lambda one: one.asker == storable(asker))

    def unplaced(self, limit: int) -> tuple[Handover, ...]:
        """Open questions that belong to no inquiry yet, and those asked again, oldest first."""
        return self._handovers(lambda one: one.state == "again" or (not one.inquiry and one.state == "open"))[:limit]

    def askings(self, *inquiries: int) -> tuple[Handover, ...]:
        """The questions in these inquiries, oldest first."""
        return self._handovers(lambda one: one.inquiry in inquiries)

    def _handovers(self, wanted: Callable[[Handover], bool]) -> tuple[Handover, ...]:
        with self._using() as kept:
            return tuple(filter(wanted, kept.handovers.values()))

    def unheard(self, picked_by: float, limit: int) -> tuple[LoggedQuestion, ...]:
        """Recorded questions that ought to be for a person and aren't, oldest first."""
        with self._using() as kept:
            heard = {one.record for one in kept.handovers.values()}
            found = [one for one in kept.questions.values() if one.id not in heard and _unheard(one, picked_by)]
        return tuple(found[:limit])

    # ---------------------------------------------------------------- inquiries

    def place(self, number: int, inquiry: int = 0) -> int:
        """Put a question in an inquiry, 0: a new one that it opens; one that is placed already stays where it is."""
        with self._using() as kept:
            found = kept.handovers.get(number)
            if found is None or found.inquiry:
                return found.inquiry if found else 0
            gone = kept.inquiries.get(inquiry)
            inquiry = gone.into or inquiry if gone else inquiry  # merged in the meantime
            if not inquiry:
                kept.last_inquiry += 1
                inquiry = kept.last_inquiry
                kept.inquiries[inquiry] = Inquiry(inquiry, found.asked, found.text)
            kept.handovers[number] = replace(found, inquiry=inquiry)
            return inquiry

    def inquiry(self, number: int) -> Inquiry | None:
        """An inquiry, or None."""
        with self._using() as kept:
            return _counted(kept, kept.inquiries[number]) if number in kept.inquiries else None

    def inquiries(self, *states: str) -> tuple[Inquiry, ...]:
        """The inquiries in these states, oldest first."""
        with self._using() as kept:
            return tuple(_counted(kept, one) for one in kept.inquiries.values() if one.state in states)

    def wordings(self, *states: str) -> tuple[tuple[int, str], ...]:
        """The wordings of the inquiries in these states, each with the inquiry's number, once, oldest first."""
        with self._using() as kept:
            within = {number for number, one in kept.inquiries.items() if one.state in states}
            found = ((one.inquiry, one.text) for one in kept.handovers.values() if one.inquiry in within)
            return tuple(dict.fromkeys(found))

    def save_inquiry(self, inquiry: Inquiry) -> bool:
        """Replace an inquiry; False when it was changed since it was read, or is gone."""
        with self._using() as kept:
            found = kept.inquiries.get(inquiry.id)
            if found is None or found.changes != inquiry.changes:
                return False
            saved = {name: getattr(inquiry, name) for name in SAVED}
            texts = {name: storable(value) for name, value in saved.items() if isinstance(value, str)}
            kept.inquiries[inquiry.id] = replace(found, **saved | texts, changes=found.changes + 1)
            return True

    def merge(self, inquiry: int, into: int) -> bool:
        """Move every question of an inquiry to another; False when either is gone or merged already, or they are the same."""
        with self._using() as kept:
            standing = [one for one in (inquiry, into) if one in kept.inquiries and kept.inquiries[one].state != "merged"]
            if inquiry == into or len(standing) != 2:
                return False
            for number, one in kept.handovers.items():
                if one.inquiry == inquiry:
                    kept.handovers[number] = replace(one, inquiry=into)
            gone = kept.inquiries[inquiry]
            kept.inquiries[inquiry] = replace(gone, state="merged", into=into, changes=gone.changes + 1)
            for number, past in kept.inquiries.items():
                if past.into == inquiry:
                    kept.inquiries[number] = replace(past, into=into)
            return True

    def mark(self, numbers: Sequence[int], state: str) -> None:
        """Set the state of questions for a person; unknown numbers are ignored."""
        with self._using() as kept:
            for number in numbers:
                if number in kept.handovers:
                    kept.handovers[number] = replace(kept.handovers[number], state=storable(state))

    def tell(self, message: OutboxMessage, numbers: Sequence[int], state: str) -> None:
        """Queue a message and set the state of the questions that it answers; a key again queues nothing."""
        self.queue(message)
        self.mark(numbers, state)

    # ---------------------------------------------------------------- privacy

    def kept(self, asker: str) -> StoredDataSummary:
        """How much is kept of an asker."""
        with self._using() as kept:
            return _kept(kept, storable(asker))

    def questions_by(self, asker: str) -> tuple[LoggedQuestion, ...]:
        """The recorded questions of an asker, oldest first."""
        with self._using() as kept:
            return tuple(one for one in kept.questions.values() if one.asker == storable(asker))

    def forget(self, asker: str) -> StoredDataSummary:
        """Delete what is kept of an asker, its counts stay; returns how much it was."""
        asker = storable(asker)
        with self._using() as kept:
            had = _kept(kept, asker)
            places = _places(kept, asker)
            _drop_questions(kept, [one for one in kept.questions.values() if one.asker == asker])
            _drop_handovers(kept, [one for one in kept.handovers.values() if one.asker == asker])
            kept.downloads = [replace(one, asker="", conversation="") if one.asker == asker else one for one in kept.downloads]
            for place in places:
                kept.conversations.pop(place, None)
                kept.drafts.pop(place, None)
                kept.edit_drafts.pop(place, None)
                self._forget_talk(place)
            for where, message in kept.outbox.items():
                if message.conversation in places:
                    kept.posted = {wire: to for wire, to in kept.posted.items() if to != where}
                    kept.outbox[where] = replace(message, conversation="", blocks=(), buttons=())
                    kept.settled.add(message.id)
        return had

    def expire(self, before: float) -> int:
        """Delete questions, conversations and drafts older than `before` (Unix time, seconds); returns how many.

        Questions for a person as old go unless they wait for an answer, answered inquiries when none of them is left, and
        the keys of answered messages. Unanswered messages stay, and so do the counts of questions.
        """
        with self._using() as kept:
            questions = [one for one in kept.questions.values() if one.asked < before]
            handovers = [one for one in kept.handovers.values() if one.asked < before and one.state != "open"]
            _drop_questions(kept, questions)
            _drop_handovers(kept, handovers)
            had = len(kept.conversations) + len(kept.drafts) + len(kept.edit_drafts)
            kept.conversations = {key: past for key, past in kept.conversations.items() if past.updated >= before}
            kept.drafts = {key: past for key, past in kept.drafts.items() if past.updated >= before}
            kept.edit_drafts = {key: past for key, past in kept.edit_drafts.items() if past.updated >= before}
            kept.done = {where: received for where, received in kept.done.items() if received >= before}
            left = len(kept.conversations) + len(kept.drafts) + len(kept.edit_drafts)
            return len(questions) + len(handovers) + had - left + self._expire_talks(before)

    def _forget_talk(self, conversation: str) -> None:
        """Delete what else is kept of a conversation."""

    def _expire_talks(self, before: float) -> int:
        """Delete what else is older; returns how much."""
        return 0

    def tallies(self) -> tuple[MonthlyCount, ...]:
        """The counts of questions that are no longer kept, by month, decision and entry."""
        with self._using() as kept:
            return tuple(kept.tallies[key] for key in sorted(kept.tallies))


def _hand_over(kept: MemoryState, question: Question, context: int, why: tuple[str, int], now: float) -> Handover:
    kind, record = why
    kept.last_handover += 1
    same = [one.id for one in kept.questions.values() if question.wire and is_this(one, question)]
    number = record if record > 0 else next(iter(same), 0)
    asked = kept.questions[number].asked if kind != "human" and number in kept.questions else now
    made = Handover(
        *(kept.last_handover, asked, question.channel, question.conversation, question.asker, question.text),
        context=_context(kept, question, context),
        kind=kind,
        record=number,
    )
    kept.handovers[made.id] = made
    kept.handed_over[question.channel, question.wire] = made.id
    return made


def _context(kept: MemoryState, question: Question, limit: int) -> tuple[LoggedQuestion, ...]:
    """Up to `limit` questions of the conversation before this one, oldest first, and this one when it was recorded."""
    past = [kept.questions[number] for number in sorted(kept.questions)]
    known = [one.id for one in past if question.wire and is_this(one, question)]
    past = [one for one in past if one.conversation == question.conversation and (not known or one.id <= known[0])]
    if past and is_this(past[-1], question):
        return tuple(past[-limit - 1 :])
    return tuple(past[-limit:]) if limit else ()


def _unheard(one: LoggedQuestion, picked_by: float) -> bool:
    passed = one.decision == Decision.CHOOSE and not one.chosen and one.useful is None and one.asked < picked_by
    return one.decision == Decision.UNKNOWN or one.useful is False or passed


def _counted(kept: MemoryState, inquiry: Inquiry) -> Inquiry:
    own = [one for one in kept.handovers.values() if one.inquiry == inquiry.id]
    waiting = [one for one in own if one.state == "open"]
    places = {(one.channel, one.conversation) for one in waiting}
    since = min((one.asked for one in waiting), default=0.0)
    return replace(inquiry, waiting=len(places), askings=len(own), since=since)


def _places(kept: MemoryState, asker: str) -> set[str]:
    """The conversations of an asker: each is hers alone, also in a group."""
    every: tuple[LoggedQuestion | Handover | DownloadRecord, ...] = (
        *kept.questions.values(),
        *kept.handovers.values(),
        *kept.downloads,
    )
    return {asker, *(one.conversation for one in every if one.asker == asker)}


def _kept(kept: MemoryState, asker: str) -> StoredDataSummary:
    places = _places(kept, asker)
    return StoredDataSummary(
        questions=sum(one.asker == asker for one in kept.questions.values()),
        handovers=sum(one.asker == asker for one in kept.handovers.values()),
        downloads=sum(one.asker == asker for one in kept.downloads),
        conversations=sum(place in places for place in kept.conversations),
        drafts=sum(place in places for place in kept.drafts),
    )


def _drop_questions(kept: MemoryState, gone: Collection[LoggedQuestion]) -> None:
    """Questions go, their number stays."""
    for one in gone:
        month = datetime.fromtimestamp(one.asked, _CHINA).strftime("%Y-%m")
        key = (month, one.decision, one.entry if one.decision == Decision.ANSWER else one.chosen)
        had = kept.tallies.get(key, MonthlyCount(*key, 0, 0, 0, 0))
        kept.tallies[key] = replace(
            had,
            asked=had.asked + 1,
            chosen=had.chosen + bool(one.chosen),
            useful=had.useful + (one.useful is True),
            useless=had.useless + (one.useful is False),
        )
        del kept.questions[one.id]


def _drop_handovers(kept: MemoryState, gone: Collection[Handover]) -> None:
    """Questions for a person go; inquiries get the wording of their oldest that is left, those without any go."""
    for one in gone:
        del kept.handovers[one.id]
    kept.handed_over = {where: number for where, number in kept.handed_over.items() if number in kept.handovers}
    emptied = {one.inquiry for one in gone} - {0}
    for key, past in list(kept.inquiries.items()):
        number = past.into or key
        texts = [one.text for one in kept.handovers.values() if one.inquiry == number]
        if number in emptied and texts:
            kept.inquiries[key] = replace(past, text=texts[0])
        elif number in emptied:
            del kept.inquiries[key]
