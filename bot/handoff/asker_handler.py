"""What askers do with questions they left for a person: see how they stand, add to them, withdraw them, say it isn't enough."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from bot import china_time, wording
from bot.handoff import views
from bot.handoff.service import InquiryService
from bot.model import FILLING, Block, Handover, Inquiry, Question, Reply
from bot.normalise import fold
from bot.render import blocks_reply, sentences_reply

_NUMBER = r"(?:编号|问题|第)?[ :：#]*(?P<number>[0-9０-９]{1,12})(?:号|个)?"
_WORDS: Mapping[str, re.Pattern[str]] = {
    "mine": re.compile(
        r"/(?:mycase|mycases|my_questions)(?:[ \t]+(?P<number>[0-9]{1,12}))?|我(?:留)?的(?:那些|那个)?(?:问题|人工|编号)"
        r"(?:怎么样了|怎样了|有(?:答复|回复|结果|消息)了?(?:吗|没有?)|到哪一?步了|处理(?:得)?(?:怎么样了?|了吗|好了吗))?[?？吗]*"
    ),
    "one": re.compile(
        r"编号[ :：#]*(?P<number>[0-9０-９]{1,12})(?:号)?(?:怎么样了|有(?:答复|回复|结果)了?(?:吗|没有?))?[?？]?"
    ),
    "withdraw": re.compile(rf"(?:/withdraw|撤回|撤销|取消|不等了?)[ \t]*{_NUMBER}"),
    "add": re.compile(rf"(?:/add|补充)[ \t]*{_NUMBER}\W*(?P<text>\w.*)", re.DOTALL),
}
_WRITTEN = ("one", "add")
"""What may as well be written into a form: 编号12."""
_MORE = re.compile(r"还有问题|没解决|没有解决|还是不(?:明白|清楚|懂)|没用|没有用|无用|不对|答非所问")
_THANKS = re.compile(r"有用|很有用|解决了|有帮助|谢谢.{0,4}|明白了|清楚了")


class InquiryAskerHandler:
    """A handler of the office: everybody's own questions, and nobody else's."""

    def __init__(self, work: InquiryService) -> None:
        self._work = work
        self._store = work.store

    def reply(self, question: Question) -> Reply | None:
        """The reply to what an asker says about her questions; None when it is nothing of that."""
        letter, *arguments = [*question.action.split(":"), "", ""][:3]
        if letter == views.PREFIX and arguments[0] in ("ok", "more"):
            return self._handle_button(question, arguments[0], arguments[1])
        if question.action:
            return None
        text = question.text.strip()
        at = self._store.conversation(question.conversation)
        filling = at is not None and at.awaiting == FILLING and not text.startswith("/")
        for verb, pattern in _WORDS.items():
            found = pattern.fullmatch(text)
            if found and not (filling and verb in _WRITTEN):
                return self._run_command(question, verb, found)
        return None if filling else self._about_answer(question)

    def _run_command(self, question: Question, verb: str, found: re.Match[str]) -> Reply | None:
        groups = found.groupdict()
        if verb == "mine" and not groups["number"]:
            return self._list(question)
        number = int(groups["number"])
        handover = self._own(question, number)
        if handover is None:
            return sentences_reply(question, wording.INQUIRY_NOT_YOURS.format(number=number))
        return _VERBS[verb](self, question, handover, groups.get("text") or "")

    def _own(self, question: Question, number: int) -> Handover | None:
        """The asker's own question of that number; another's is as unknown as one that isn't there.

        In private what she asked on a channel that she linked is her own as well: the answer may have come to this one.
        """
        found = self._store.handover(number)
        if found is None or found.asker == question.asker:
            return found
        linked = self._store.links(question.asker) if question.private else ()
        return found if found.asker in {one.person for one in linked} else None

    # ------------------------------------------------------------ how they stand

    def _list(self, question: Question) -> Reply:
        # what she didn't ask a person for is listed only while she waits for it
        found = [one for one in self._store.handovers_by(question.asker) if one.kind == "human" or one.state == "open"]
        if not found:
            return sentences_reply(question, wording.INQUIRY_NONE)
        lines = tuple(
            wording.INQUIRY_MINE_LINE.format(
                number=one.id, date=china_time.day(one.asked), text=views.cut(one.text, 40), state=self._state(one)
            )
            for one in found[-10:]
        )
        how = wording.INQUIRY_MINE_HOW.format(number=found[-1].id)
        return blocks_reply(question, [Block("list", wording.INQUIRY_MINE, lines), Block("note", how)])

    def _show(self, question: Question, handover: Handover, _: str) -> Reply:
        line = wording.INQUIRY_MINE_LINE.format(
            number=handover.id, date=china_time.day(handover.asked), text=handover.text, state=self._state(handover)
        )
        inquiry = self._inquiry(handover)
        blocks = [Block("text", line)]
        if inquiry is not None and handover.state == "open" and inquiry.waiting > 1:
            blocks.append(Block("text", wording.INQUIRY_AHEAD.format(people=inquiry.waiting)))
        if inquiry is not None and handover.state == "answered" and inquiry.state == "answered":
            blocks += views.earlier_answer(inquiry, self._work.index().knowledge)[1:]
        return blocks_reply(question, blocks)

    def _inquiry(self, handover: Handover) -> Inquiry | None:
        return self._store.inquiry(handover.inquiry) if handover.inquiry else None

    def _state(self, handover: Handover) -> str:
        inquiry = self._inquiry(handover)
        state = handover.state
        if state == "open" and inquiry is not None and inquiry.state == "answered":
            state = "soon"
        elif state == "open" and inquiry is not None and inquiry.assigned:
            state = "taken"
        return wording.INQUIRY_STATES[state].format(reason=inquiry.answer if inquiry is not None else "")

    # ------------------------------------------------------------ what they do

    def _withdraw(self, question: Question, handover: Handover, _: str) -> Reply:
        if handover.state != "open":
            state = self._state(handover)
            return sentences_reply(question, wording.INQUIRY_CLOSED.format(number=handover.id, state=state))
        self._store.mark([handover.id], "withdrawn")
        return sentences_reply(question, wording.INQUIRY_WITHDRAWN.format(number=handover.id))

    def _add(self, question: Question, handover: Handover, text: str) -> Reply:
        made = self._store.hand_over(replace(question, text=text))
        self._store.place(made.id, handover.inquiry)
        self._reopen(handover)
        return sentences_reply(question, wording.INQUIRY_ADDED.format(number=handover.id))

    def _about_answer(self, question: Question) -> Reply | None:
        """What is said to a delivered answer: as a reply to it, or right after it."""
        said = fold(question.text)
        more, thanks = _MORE.fullmatch(said), _THANKS.fullmatch(said)
        if not more and not thanks:
            return None
        handover = self._question_answered(question)
        if handover is None:
            return None
        return self._note_not_enough(question, handover) if more else sentences_reply(question, wording.INQUIRY_THANKS)

    def _question_answered(self, question: Question) -> Handover | None:
        """The question whose answer was the last thing said in this conversation, or is replied to."""
        posted = self._store.posted(question.reply_to) if question.reply_to else None
        about = posted.about if posted is not None and posted.conversation == question.conversation else None
        if about is not None and about.kind == "answer":
            return self._own(question, about.id)
        if question.reply_to:
            return None
        conversation = self._store.conversation(question.conversation)
        own = [one for one in self._store.handovers_by(question.asker) if one.state == "answered"]
        last = own[-1] if own and own[-1].conversation == question.conversation else None
        inquiry = self._inquiry(last) if last is not None else None
        if inquiry is None or (conversation is not None and conversation.updated > inquiry.decided):
            return None
        return last

    def _handle_button(self, question: Question, verb: str, number: str) -> Reply:
        handover = self._own(question, int(number)) if number.isascii() and number.isdigit() and len(number) < 16 else None
        if handover is None or (handover.asker == question.asker and handover.conversation != question.conversation):
            return sentences_reply(question, wording.ACTION_STALE)
        if verb == "ok":
            return sentences_reply(question, wording.INQUIRY_THANKS)
        return self._note_not_enough(question, handover)

    def _note_not_enough(self, question: Question, handover: Handover) -> Reply:
        self._reopen(handover)
        return sentences_reply(question, wording.INQUIRY_AGAIN.format(number=handover.id))

    def _reopen(self, handover: Handover) -> None:
        """Her question waits again, and its inquiry with it."""
        self._store.mark([handover.id], "open")
        inquiry = self._inquiry(handover)
        if inquiry is not None and inquiry.state != "open":
            self._work.reopen(inquiry)


_VERBS: Mapping[str, Callable[[InquiryAskerHandler, Question, Handover, str], Reply]] = {
    "mine": InquiryAskerHandler._show,
    "one": InquiryAskerHandler._show,
    "withdraw": InquiryAskerHandler._withdraw,
    "add": InquiryAskerHandler._add,
}
