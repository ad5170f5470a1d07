"""Inquiries: what nobody could answer, grouped by what was asked, answered once for everybody who asked.

A question becomes a person's when the asker asks for one, when it is unknown, when nothing is picked from its choices, or
when the answer is rated useless. What is kept is the question as it is meant (`Reply.meant`): what means nothing without its
conversation is no inquiry. It joins the inquiry whose wordings are like it on average (never through one neighbour
alone, which would chain 电话 to 地址 to 上班时间), or opens one. An answer is decided once, in the inquiry; what has to be
sent follows from the store alone, so that a crash at any point loses nothing and sends nothing twice.
"""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from bot import wording
from bot.china_time import Hours
from bot.errors import StoreError
from bot.handoff import views
from bot.handoff.inquiry_match import InquiryMatcher
from bot.model import MOVED, Block, ConversationRef, Decision, Handover, Inquiry, Question, Reply
from bot.ports import Answering, HandoffStorage, SimilarityIndex

_log = logging.getLogger(__name__)

PICKED_WITHIN = 1800.0
"""Seconds in which a choice is picked from, or not."""
POSTED_WITHIN = 3 * 86400.0
"""Seconds for which a new inquiry is posted to the experts: what piled up before there was a chat for them isn't."""
_COMMAND = re.compile(r"\s*/(?!ask\b)[A-Za-z]")
"""What was meant for the bot: an admin's command from somebody else is nothing that a person could answer."""
_REMEMBERED = 10_000
"""Posts that are remembered to have been queued."""
LONGEST_WAIT = 3600.0
"""Seconds that an answer may wait before it goes out."""
DAY = 86_400.0


class InquiryService:
    """Groups, posts, decides, delivers. Safe from any thread: the store settles what two do at once. May raise StoreError."""

    def __init__(
        self,
        store: HandoffStorage,
        index: Callable[[], SimilarityIndex],
        clock: Callable[[], float],
        chat: str = "",
        quiet: Hours | None = None,
    ) -> None:
        """`clock` gives Unix time in seconds; `chat` is the key of the experts' chat, such as telegram:-1001234.

        In the hours of `quiet` nothing is posted there; it follows when they end.
        """
        self.store = store
        self.index = index
        self.clock = clock
        self.chat = chat
        self._quiet = quiet
        self.matcher = InquiryMatcher(store, index)
        self._posted: dict[tuple[int, int], None] = {}
        self._put_off: set[int] = set()
        """Questions for a person that are placed later: too much that they are compared with is new (`InquiryMatcher`)."""

    # ------------------------------------------------------------ coming in

    def with_inquiry(self, question: Question, reply: Reply) -> Reply:
        """The desk's reply with what people have to do with it: an answer given before, or that it was noted. Never raises."""
        try:
            if question.edited and reply.decision in (Decision.ANSWER, Decision.CHOOSE):
                self._settle_edited(question.asker, reply.record)
            asked = replace(question, text=reply.meant or question.text)
            asking = reply.record and reply.asking and not _COMMAND.match(question.text)
            if asking and reply.decision is Decision.UNKNOWN:
                return self._unknown(asked, reply)
            if asking and reply.decision is Decision.CHOOSE:
                return self._answered_before(asked, reply)
            self.place_questions(again=False)
        except StoreError:
            _log.exception(wording.INQUIRIES_LOG_FAILED)
        return reply

    def _unknown(self, question: Question, reply: Reply) -> Reply:
        known = replace(question, wire=question.wire or f"record:{reply.record}")
        handover = self.store.hand_over(known, kind="unknown", record=reply.record)
        noted = Block("note", wording.INQUIRY_NOTED.format(number=handover.id))
        if self.matcher.has_unembedded_backlog(question.text):
            return replace(reply, blocks=(*reply.blocks, noted))
        inquiry = self._place_question(handover)
        if self._has_final_answer(inquiry) and handover.state == "open":
            self.store.mark([handover.id], "answered")
            return replace(reply, blocks=(*reply.blocks, *self._earlier_answer(inquiry)))
        if inquiry.state == "refused":
            self.store.mark([handover.id], "refused")
            return reply
        return replace(reply, blocks=(*reply.blocks, noted)) if handover.state == "open" else reply

    def _answered_before(self, question: Question, reply: Reply) -> Reply:
        """A choice with the answer that a person gave to the same before."""
        if self.matcher.has_unembedded_backlog(question.text):
            return reply
        number = self.matcher.find_matching_inquiry(question.text, "answered")
        inquiry = self.store.inquiry(number) if number else None
        if inquiry is None or not self._has_final_answer(inquiry):
            return reply
        known = replace(question, wire=question.wire or f"record:{reply.record}")
        handover = self.store.hand_over(known, kind="choose", record=reply.record)
        self.store.place(handover.id, number)
        self.store.mark([handover.id], "answered")
        return replace(reply, blocks=(*reply.blocks, *self._earlier_answer(inquiry)))

    def _settle_edited(self, asker: str, record: int) -> None:
        """A question that was changed is answered now: nobody has to look at it."""
        found = self.store.handovers_by(asker) if record else ()
        own = [one.id for one in found if one.record == record and one.kind == "unknown" and one.state == "open"]
        if own:
            self.store.mark(own, "settled")

    def _earlier_answer(self, inquiry: Inquiry) -> tuple[Block, ...]:
        return views.earlier_answer(inquiry, self.index().knowledge)

    def _has_final_answer(self, inquiry: Inquiry) -> bool:
        """Whether it has an answer that can no longer be taken back."""
        return inquiry.state == "answered" and not self.held(inquiry)

    def held(self, inquiry: Inquiry) -> bool:
        """Whether its answer still waits before it goes out; one that would wait longer than any is a wrong clock's."""
        return 0.0 < inquiry.due - self.clock() <= LONGEST_WAIT

    def collect_unhandled(self, limit: int = 20) -> int:
        """Take in up to `limit` questions that nobody could help with, and place those that were left; how many."""
        found = self.store.unhandled_questions(self.clock() - PICKED_WITHIN, limit)
        for one in found:
            kind = "useless" if one.useful is False else one.decision
            wire = one.wire or f"record:{one.id}"
            question = Question(one.question, one.conversation, one.asker, one.channel, wire)
            self.store.hand_over(question, kind=kind, record=one.id)
        return len(found) + self.place_questions(limit)

    def place_questions(self, limit: int = 20, *, again: bool = True) -> int:
        """Put questions for a person that have no inquiry into theirs; how many. What is answered goes out at once.

        Not `again`: those that were put off before still are, which with many inquiries costs 3 ms each to find out.
        """
        if again:
            self._put_off.clear()
        found = [one for one in self.store.unplaced(limit) if one.id not in self._put_off]
        self._put_off |= {one.id for one in found if self.matcher.has_unembedded_backlog(one.text)}
        found = [one for one in found if one.id not in self._put_off]
        for handover in found:
            inquiry = self._place_question(handover)
            if handover.state == "again":
                self.store.mark([handover.id], "open")
                if inquiry.state != "open":
                    self.reopen(inquiry)
            elif inquiry.state != "open" and self._already_answered(handover, inquiry):
                self.reopen(inquiry)
            elif self._has_final_answer(inquiry) or inquiry.state == "refused":
                self.deliver(inquiry)
        return len(found)

    def _place_question(self, handover: Handover) -> Inquiry:
        number = self.store.place(handover.id, handover.inquiry or self.matcher.find_matching_inquiry(handover.text))
        inquiry = self.store.inquiry(number) or Inquiry(number, handover.asked, handover.text)
        self.post(inquiry)
        return inquiry

    def _already_answered(self, handover: Handover, inquiry: Inquiry) -> bool:
        """Whether the asker has had this answer already, from a person or, the same entry, from the bot."""
        recorded = self.store.recorded(handover.record) if handover.record else None
        if recorded is not None and inquiry.entry and inquiry.entry in (recorded.entry, recorded.chosen):
            return True
        own = self.store.handovers_by(handover.asker)
        return any(one.inquiry == inquiry.id and one.state in ("answered", "refused") for one in own)

    # ------------------------------------------------------------ going out

    def _repost_open(self) -> None:
        """After the experts' chat has moved, post what is open once more: nobody can reply to what lies in the old chat."""
        for first, steps in self.store.steps(MOVED).items() if self.chat else ():
            ref = ConversationRef.parse(first)
            ours = self.chat in (first, str(replace(ref, place=steps.get("to", ref.place))))
            if not ours or steps.get("posted") == steps.get("to"):
                continue
            for inquiry in self.store.inquiries("open"):
                if inquiry.waiting:
                    again = views.expert_post(inquiry, self.chat)
                    self.store.queue(replace(again, key=f"{again.key}:moved:{steps['to']}"))
            self.store.note_step(MOVED, first, "posted", steps["to"])

    def post(self, inquiry: Inquiry) -> None:
        """Put a new inquiry before the experts, once, and once more when it was opened again."""
        if self._quiet is not None and self._quiet.include(self.clock()):
            return
        fresh = bool(inquiry.round) or self.clock() - inquiry.opened < POSTED_WITHIN
        mark = (inquiry.id, inquiry.round)
        if self.chat and inquiry.state == "open" and inquiry.waiting and fresh and mark not in self._posted:
            self.store.queue(views.expert_post(inquiry, self.chat))
            self._posted[mark] = None
            if len(self._posted) > _REMEMBERED:  # the oldest: the store knows it by its key
                self._posted.pop(next(iter(self._posted)))

    def nearest_entries(self, inquiry: Inquiry) -> tuple[str, ...]:
        """Ids of the entries nearest to an inquiry, at most three."""
        return tuple(one.entry for one in self.index().rank(inquiry.text, 3))

    def deliver(self, inquiry: Inquiry) -> int:
        """Queue what an inquiry came to for everybody in it who waits, a message a conversation; how many.

        A refusal goes to those who asked for a person; others were told that nothing is known.
        """
        waiting: defaultdict[tuple[str, str], list[Handover]] = defaultdict(list)
        for one in self.store.askings(inquiry.id):
            if one.state == "open":
                waiting[one.channel, one.conversation].append(one)
        told = 0
        for every in waiting.values():
            numbers = [one.id for one in every]
            if inquiry.state == "refused" and all(one.kind != "human" for one in every):
                self.store.mark(numbers, "refused")
                continue
            message = views.answer_message(inquiry, every[0], self.index().knowledge)
            self.store.tell(message, numbers, inquiry.state)
            told += 1
        return told

    def run_due_work(self) -> None:
        """What time brings: answers that are due, choices that nobody picked from, posts that a crash held up."""
        for inquiry in self.store.owed():
            if not self.held(inquiry):
                self.deliver(inquiry)
        self._repost_open()
        for inquiry in self.store.inquiries("open") if self.chat else ():
            self.post(inquiry)
        self.collect_unhandled()

    # ------------------------------------------------------------ deciding

    def resolve_number(self, number: int) -> Inquiry | None:
        """The inquiry of that number, or the one that it was merged into or that its question belongs to; None for none."""
        inquiry = self.store.inquiry(number)
        if inquiry is None:
            handover = self.store.handover(number)
            inquiry = self.store.inquiry(handover.inquiry) if handover is not None and handover.inquiry else None
        return self.store.inquiry(inquiry.into) if inquiry is not None and inquiry.into else inquiry

    def inquiry_of_record(self, record: int) -> Inquiry | None:
        """The inquiry of a recorded message that was set aside as no question and is one; None when it wasn't set aside."""
        one = self.store.recorded(record)
        if one is None or one.asking:
            return None
        wire = one.wire or f"record:{one.id}"
        question = Question(one.question, one.conversation, one.asker, one.channel, wire)
        return self._place_question(self.store.hand_over(question, kind="unknown", record=one.id))

    def answer(self, inquiry: Inquiry, text: str, who: str, *, entry: str = "", wait: float = 0.0) -> Inquiry | None:
        """Answer an inquiry that is open, now or after so many seconds; None when somebody was quicker."""
        due = self.clock() + wait
        return self._decide(inquiry, replace(inquiry, state="answered", answer=text, who=who, entry=entry, due=due))

    def refuse(self, inquiry: Inquiry, reason: str, who: str) -> Inquiry | None:
        """Refuse an inquiry that is open; None when somebody was quicker."""
        return self._decide(inquiry, replace(inquiry, state="refused", answer=reason, who=who, entry="", due=self.clock()))

    def _decide(self, inquiry: Inquiry, made: Inquiry) -> Inquiry | None:
        made = replace(made, decided=self.clock(), round=inquiry.round + 1, proposed="")
        if inquiry.state != "open" or not self.store.save_inquiry(made):
            return None
        if not self.held(made):
            self.deliver(made)
        return self.store.inquiry(inquiry.id)

    def reopen(self, inquiry: Inquiry) -> bool:
        """Open an inquiry again: those who were answered keep their answer, the others wait for a new one."""
        opened = replace(inquiry, state="open", answer="", entry="", who="", decided=0.0, due=0.0)
        done = self.store.save_inquiry(opened)
        again = self.store.inquiry(inquiry.id)
        if done and again is not None:
            self.post(again)
        return done

    def propose(self, inquiry: Inquiry, text: str) -> bool:
        """Keep a text that may become the answer, empty: none; False when the inquiry has changed meanwhile."""
        return self.store.save_inquiry(replace(inquiry, proposed=text))

    def merge(self, inquiry: Inquiry, into: Inquiry) -> bool:
        """Put an inquiry into another; those who wait get that one's answer when it has one."""
        if not self.store.merge(inquiry.id, into.id):
            return False
        if self._has_final_answer(into) or into.state == "refused":
            self.deliver(into)
        return True

    def open_by_priority(self, assigned: str = "") -> list[Inquiry]:
        """Open inquiries that somebody waits for, those of most people × days first; `assigned`: only that admin's.

        The first day counts as one: five people who asked this morning come before one who asked yesterday.
        """
        now = self.clock()
        found = [one for one in self.store.inquiries("open") if one.waiting and assigned in ("", one.assigned)]
        return sorted(found, key=lambda one: (-one.waiting * (1 + max(now - one.since, 0.0) / DAY), one.id))


class InquiryRecorder:
    """Implements bot.ports.Answering: the desk, and after each of its replies what people have to do with it."""

    def __init__(self, work: InquiryService, desk: Answering) -> None:
        self._work = work
        self._desk = desk

    def reply(self, question: Question) -> Reply:
        """One question in, one reply out."""
        return self._work.with_inquiry(question, self._desk.reply(question))

    def search(self, text: str, limit: int) -> tuple[Reply, ...]:
        """As the desk."""
        return self._desk.search(text, limit)
