"""The experts' chat: a reply to a post there is the answer.

Who is let into that chat may answer: the federation chooses its members, and asking each of them for a second yes would keep
people waiting. Two things guard against a slip instead. The answer goes out a minute later and can be taken back or
mended until then; and a reply that doesn't read as an answer (a question, a name called, a word or two) is asked about first.
"""

from __future__ import annotations

import re

from bot import wording
from bot.handoff import views
from bot.handoff.service import InquiryService
from bot.model import Block, Button, Inquiry, Question, Reply
from bot.normalise import fold
from bot.render import blocks_reply, sentences_reply

GRACE = 60.0
"""Seconds in which an answer from the experts' chat can be taken back."""
SHORTEST = 4
"""Characters below which a reply is asked about: 好的 and 我来 are no answers."""
_UNDO = re.compile(r"撤回|撤销|发错了|别发")
_DOUBTFUL = re.compile(r"[?？@]|(?:吗|呢|谁知道|谁来|帮忙看|看一?下)\W?$")


class ExpertGroup:
    """A handler of the office: what is said in the experts' chat about a post."""

    def __init__(self, work: InquiryService) -> None:
        self._work = work

    def reply(self, question: Question) -> Reply | None:
        """The reply to an answer, or to a button under what was said to one; None when it is nothing of that."""
        if not question.expert:
            return None
        letter, verb, number = [*question.action.split(":"), "", "", ""][:3]
        if letter == views.PREFIX and verb in _PRESSED:
            inquiry = (
                self._work.resolve_number(int(number)) if number.isascii() and number.isdigit() and len(number) < 16 else None
            )
            if inquiry is None:
                return sentences_reply(question, wording.ACTION_STALE)
            return self._handle_button(question, inquiry, verb)
        posted = self._work.store.posted(question.reply_to) if question.reply_to and not question.action else None
        about = posted.about if posted is not None else None
        inquiry = self._work.resolve_number(about.id) if about is not None and about.kind == "post" else None
        if inquiry is None or not question.text.strip() or question.text.startswith("/"):
            return None
        return self._handle_reply(question, inquiry)

    def _handle_reply(self, question: Question, inquiry: Inquiry) -> Reply:
        text = question.text.strip()
        if _UNDO.fullmatch(fold(text)):
            return self._undo(question, inquiry)
        if self._may_correct(inquiry, question):
            inquiry = self._undo_reply(inquiry)
        if (inquiry.state, inquiry.who, inquiry.answer) == ("answered", question.asker, text):
            return self._accepted_reply(question, inquiry)  # the same message, delivered once more
        if inquiry.state != "open":
            return sentences_reply(question, wording.EXPERT_DONE.format(number=inquiry.id))
        if len(fold(text)) < SHORTEST or _DOUBTFUL.search(text):
            return self._confirm_answer(question, inquiry, text)
        return self._accept(question, inquiry, text)

    def _may_correct(self, inquiry: Inquiry, question: Question) -> bool:
        """Whether the writer of an answer that hasn't gone out yet mends it."""
        held = inquiry.state == "answered" and self._work.held(inquiry)
        return question.edited and held and inquiry.who == question.asker

    def _confirm_answer(self, question: Question, inquiry: Inquiry, text: str) -> Reply:
        """Ask whether that is an answer; what it says is kept with the inquiry until then."""
        if not self._work.propose(inquiry, text):
            return sentences_reply(question, wording.INQUIRY_CHANGED.format(number=inquiry.id))
        buttons = (
            Button(wording.EXPERT_YES, views.action("yes", inquiry.id)),
            Button(wording.EXPERT_NO, views.action("no", inquiry.id)),
        )
        head = wording.EXPERT_DOUBT.format(number=inquiry.id, people=inquiry.waiting)
        return blocks_reply(question, [Block("text", head), Block("text", text)], (buttons,))

    def _accept(self, question: Question, inquiry: Inquiry, text: str) -> Reply:
        if self._work.answer(inquiry, text, question.asker, wait=GRACE) is None:
            return sentences_reply(question, wording.INQUIRY_CHANGED.format(number=inquiry.id))
        return self._accepted_reply(question, inquiry)

    def _accepted_reply(self, question: Question, inquiry: Inquiry) -> Reply:
        said = wording.EXPERT_TAKEN.format(number=inquiry.id, people=inquiry.waiting)
        return sentences_reply(question, said, buttons=((views.button("undo", inquiry.id),),))

    def _handle_button(self, question: Question, inquiry: Inquiry, verb: str) -> Reply:
        if verb == "undo":
            return self._undo(question, inquiry)
        text = inquiry.proposed
        if inquiry.state != "open" or not text:
            return sentences_reply(question, wording.ACTION_STALE)
        if verb == "no":
            self._work.propose(inquiry, "")
            return sentences_reply(question, wording.EXPERT_NOT)
        return self._accept(question, inquiry, text)

    def _undo(self, question: Question, inquiry: Inquiry) -> Reply:
        if inquiry.state != "answered" or not self._work.held(inquiry) or not self._work.reopen(inquiry):
            return sentences_reply(question, wording.EXPERT_TOO_LATE.format(number=inquiry.id))
        return sentences_reply(question, wording.EXPERT_UNDONE.format(number=inquiry.id))

    def _undo_reply(self, inquiry: Inquiry) -> Inquiry:
        self._work.reopen(inquiry)
        return self._work.store.inquiry(inquiry.id) or inquiry


_PRESSED = ("yes", "no", "undo")
