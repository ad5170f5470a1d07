"""Admins look after questions for a person: list them, look at one, answer, refuse, merge, assign, reopen, teach the bot.

In their private chat or in the experts' chat. Rights are looked up at every message and press; whoever has none gets the
desk's reply to the same words. What goes out to people is shown first and confirmed with a nonce of that very text, which
its buttons carry. What is being written is an edit draft of the act `case`, so that it and an edit of the knowledge, begun
later in the same conversation, take each other's place.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace

from bot import wording
from bot.access.permissions import Permissions, log_refusal
from bot.handoff import filters, views
from bot.handoff.service import InquiryService
from bot.model import Block, Button, EditDraft, Handover, Inquiry, Question, Reply
from bot.normalise import fold, key, whole
from bot.render import blocks_reply, local_figures_in, sentences_reply

ACT = "case"
"""The act of a draft that is ours."""
LISTENS = 2 * 3600.0
"""Seconds for which what is typed is taken for the answer asked for, and its buttons hold."""
_NUMBER = r"[ \t#:：]*(?P<number>[0-9０-９]{1,12})"
_REST = r"(?:\s*\W?\s*(?P<rest>.*))?"
_WORDS: Mapping[str, re.Pattern[str]] = {
    "cases": re.compile(r"(?:/cases|待答(?:问题)?|待答复(?:的问题)?)(?:[ \t]+(?P<rest>.{1,80}))?"),
    "mine": re.compile(r"(?:/mine|归我办的(?:问题)?|我办的(?:问题)?|由?我处理的(?:问题)?)(?:[ \t]+(?P<rest>.{1,80}))?"),
    "show": re.compile(rf"(?:/case|查?看问题|待答问题){_NUMBER}"),
    "answer": re.compile(rf"(?:/answer|答复){_NUMBER}{_REST}", re.DOTALL),
    "refuse": re.compile(rf"(?:/refuse|不答复|拒绝){_NUMBER}{_REST}", re.DOTALL),
    "with": re.compile(rf"(?:/with|用条目答复){_NUMBER}{_REST}"),
    "merge": re.compile(rf"(?:/merge|合并){_NUMBER}{_REST}"),
    "assign": re.compile(rf"(?:/assign|分办){_NUMBER}{_REST}"),
    "drop": re.compile(rf"/drop{_NUMBER}"),
    "reopen": re.compile(rf"(?:/reopen|重新打开|重新处理){_NUMBER}"),
    "question": re.compile(rf"(?:/question|这是问题){_NUMBER}"),
}
_BARE = re.compile(r"/(?:case|answer|refuse|with|merge|assign|drop|reopen|question)(?:\s.*)?", re.DOTALL)
"""A command without the number that it needs."""
_SEND = re.compile(r"确认(?:发送|合并)?|发送|确定|yes|ok")
_STOP = re.compile(r"取消|算了|不写了|停|stop|cancel")

Offer = Callable[[Question, EditDraft], Reply]
"""Goes on with an edit of the knowledge that begins with what a draft holds."""


class InquiryAdminHandler:
    """A handler before the desk: admins list, answer, refuse, merge and assign inquiries."""

    def __init__(self, work: InquiryService, rights: Permissions, offer: Offer | None = None) -> None:
        """`offer` leads on to edits, None where there are none."""
        self._work = work
        self._store = work.store
        self._rights = rights
        self._offer = offer

    def reply(self, question: Question) -> Reply | None:
        """The reply to what an admin says or presses about questions; None when it is nothing of ours, or not an admin's."""
        if question.action:
            letter, *rest = question.action.split(":")
            return self._handle_button(question, rest) if letter == views.PREFIX and rest else None
        text = question.text.strip()
        draft = self._draft(question)
        for verb, pattern in _WORDS.items():
            found = pattern.fullmatch(text)
            if found and (draft is None or text.startswith("/")):
                return self._handle_command(question, verb, found) if self._is_allowed(question, verb) else None
        if _BARE.fullmatch(text):
            return sentences_reply(question, wording.INQUIRY_NUMBER) if self._is_allowed(question, "case") else None
        if draft is None or text.startswith("/") or not self._rights.is_allowed(question, ACT):
            return None
        return self._handle_text(question, draft, text)

    # ------------------------------------------------------------ who may

    def _is_allowed(self, question: Question, act: str) -> bool:
        return self._rights.is_allowed(question, act)

    def _is_in_place(self, question: Question) -> bool:
        return question.private or question.expert

    def _draft(self, question: Question) -> EditDraft | None:
        """What this admin is about to send, in this conversation."""
        draft = self._store.edit_draft(question.conversation)
        fresh = draft is not None and self._work.clock() - draft.updated < LISTENS
        return draft if draft is not None and fresh and (draft.act, draft.admin) == (ACT, question.asker) else None

    # ------------------------------------------------------------ what comes in

    def _handle_command(self, question: Question, verb: str, found: re.Match[str]) -> Reply:
        groups = found.groupdict()
        number = int(groups.get("number") or 1)
        return self._run_verb(question, verb, number, (groups.get("rest") or "").strip())

    def _handle_button(self, question: Question, rest: list[str]) -> Reply | None:
        verb, number, more = [*rest, "", ""][:3]
        if verb not in _VERBS and verb not in ("send", "stop", "next", "cases", "mine"):
            return None
        looking = verb == "show" and question.expert  # who may answer may look
        if not looking and not self._is_allowed(question, f"case button {verb}"):
            return None
        if verb == "next":
            chosen = "" if number == "all" else number
            return self._run_verb(question, "cases", 0, f"{chosen} {whole(more) or 1}")
        if verb in ("send", "stop"):
            draft = self._draft(question)
            if draft is None or not hmac.compare_digest(number.encode(), draft.nonce.encode()):
                log_refusal(question, "case button", "not of this step")
                return sentences_reply(question, wording.INQUIRY_STALE)
            return self._send(question, draft) if verb == "send" else self._stop(question, draft)
        return self._run_verb(question, verb, whole(number) or 0, more)

    def _run_verb(self, question: Question, verb: str, number: int, more: str) -> Reply:
        if not self._is_in_place(question):
            log_refusal(question, verb, "not in private")
            return sentences_reply(question, wording.INQUIRY_PRIVATE)
        if verb in ("cases", "mine"):
            return self._list(question, f"{wording.INQUIRY_FILTERS['mine']} {more}" if verb == "mine" else more)
        if verb == "question":
            return self._raise(question, number)
        inquiry = self._work.resolve_number(number)
        if inquiry is None:
            return sentences_reply(question, wording.INQUIRY_GONE.format(number=number))
        reply = _VERBS[verb](self, question, inquiry, more)
        if inquiry.id == number:
            return reply
        gone = Block("note", wording.INQUIRY_MERGED.format(number=number, into=inquiry.id))
        return replace(reply, blocks=(gone, *reply.blocks))

    def _list(self, question: Question, said: str) -> Reply:
        """Those who wait and pass the filter that was typed."""
        chosen, page = filters.parse(said)
        now, known = self._work.clock(), self._work.index().knowledge
        asked: defaultdict[int, list[Handover]] = defaultdict(list)
        waiting = self._work.open_by_priority()
        for one in self._store.askings(*(inquiry.id for inquiry in waiting)):
            asked[one.inquiry].append(one)
        topics = {one.id: filters.topic_of(asked[one.id], known) for one in waiting}
        found = [one for one in waiting if chosen.matches(one, asked[one.id], topics[one.id], question.asker, now)]
        offered = filters.offered([topics[one.id] for one in found], chosen) if len(found) > 1 else []
        return views.inquiry_list(question, found, page, now, chosen.text, offered)

    def _raise(self, question: Question, number: int) -> Reply:
        """What was set aside as no question is one after all."""
        inquiry = self._work.inquiry_of_record(number)
        if inquiry is None:
            return sentences_reply(question, wording.ASIDE_GONE.format(number=number))
        said = wording.ASIDE_RAISED.format(number=inquiry.id, text=views.cut(inquiry.text, 60))
        return sentences_reply(question, said, buttons=((views.button("show", inquiry.id, number=inquiry.id),),))

    # ------------------------------------------------------------ one inquiry

    def _show(self, question: Question, inquiry: Inquiry, _: str) -> Reply:
        knowledge = self._work.index().knowledge
        blocks = [Block("heading", wording.INQUIRY_HEAD.format(number=inquiry.id, text=views.cut(inquiry.text, 80)))]
        blocks += views.state_line(inquiry, question.asker, self._work.clock())
        blocks += views.wordings_blocks(self._store.askings(inquiry.id), knowledge)
        entries = [entry for name in self._work.nearest_entries(inquiry) if (entry := knowledge.get(name))]
        alike = [one for one in map(self._store.inquiry, self._similar_inquiries(inquiry)) if one is not None]
        if entries:
            items = tuple(wording.INQUIRY_SUGGESTION.format(question=one.question, id=one.id) for one in entries)
            blocks.append(Block("list", wording.INQUIRY_SUGGESTED, items))
        if alike:
            items = tuple(
                wording.INQUIRY_LIKE_LINE.format(number=one.id, text=views.cut(one.text, 40), people=one.waiting)
                for one in alike
            )
            blocks.append(Block("list", wording.INQUIRY_LIKE, items))
        if self._rights.is_admin(question.asker):
            blocks.append(Block("note", wording.INQUIRY_HOW.format(number=inquiry.id)))
        picks = [views.button("with", inquiry.id, one.id, question=one.question) for one in entries]
        return blocks_reply(question, blocks, self._buttons(question, inquiry, picks, alike))

    def _buttons(
        self, question: Question, inquiry: Inquiry, picks: list[Button], alike: list[Inquiry]
    ) -> tuple[tuple[Button, ...], ...]:
        if not self._rights.is_admin(question.asker):
            return ()
        merging = tuple(views.button("merge", inquiry.id, one.id, number=one.id) for one in alike)
        every = views.button("cases", 1)
        if inquiry.state != "open":
            return ((views.button("reopen", inquiry.id), every), *self._teaching_buttons(inquiry), merging)
        keep = "drop" if inquiry.assigned == question.asker else "assign"
        first = tuple(views.button(verb, inquiry.id) for verb in ("answer", "refuse", keep))
        return (first, *((pick,) for pick in picks), merging, (every,))

    def _similar_inquiries(self, inquiry: Inquiry) -> list[int]:
        """Up to three others that may ask the same, far below what joins them by itself."""
        found = self._work.matcher.rank_inquiries(inquiry.text, "open", "answered", but=inquiry.id)
        return [number for score, number in found[:3] if score >= MAYBE]

    def _assign(self, question: Question, inquiry: Inquiry, more: str) -> Reply:
        who = more.strip() or question.asker
        if not self._rights.is_admin(who):
            return sentences_reply(question, wording.INQUIRY_ASSIGN_WHO)
        said = wording.INQUIRY_ASSIGNED_YOU if who == question.asker else wording.INQUIRY_ASSIGNED
        return self._save(question, replace(inquiry, assigned=who), said)

    def _drop(self, question: Question, inquiry: Inquiry, _: str) -> Reply:
        return self._save(question, replace(inquiry, assigned=""), wording.INQUIRY_DROPPED)

    def _save(self, question: Question, inquiry: Inquiry, said: str) -> Reply:
        done = self._store.save_inquiry(inquiry)
        return sentences_reply(question, (said if done else wording.INQUIRY_CHANGED).format(number=inquiry.id))

    def _reopen(self, question: Question, inquiry: Inquiry, _: str) -> Reply:
        if inquiry.state == "open":
            return sentences_reply(question, wording.INQUIRY_STILL_OPEN.format(number=inquiry.id))
        if not self._work.reopen(inquiry):
            return sentences_reply(question, wording.INQUIRY_CHANGED.format(number=inquiry.id))
        return sentences_reply(question, wording.INQUIRY_REOPENED.format(number=inquiry.id))

    # ------------------------------------------------------------ what goes out to people

    def _answer(self, question: Question, inquiry: Inquiry, more: str) -> Reply:
        return self._begin(question, inquiry, "answer", more)

    def _refuse(self, question: Question, inquiry: Inquiry, more: str) -> Reply:
        return self._begin(question, inquiry, "refuse", more)

    def _begin(self, question: Question, inquiry: Inquiry, step: str, text: str) -> Reply:
        """Ask for the text, or show it when it was said at once."""
        if inquiry.state != "open":
            return sentences_reply(question, wording.INQUIRY_ALREADY.format(number=inquiry.id))
        draft = self._keep(question, EditDraft(question.conversation, question.asker, ACT, step, key=str(inquiry.id)))
        if text:
            return self._preview(question, draft, inquiry, text)
        said = wording.INQUIRY_WRITE if step == "answer" else wording.INQUIRY_WRITE_REASON
        said = said.format(number=inquiry.id, people=inquiry.waiting)
        return sentences_reply(question, said, buttons=((_steering_button(draft, "stop"),),))

    def _answer_with_entry(self, question: Question, inquiry: Inquiry, more: str) -> Reply:
        """Answer with an entry's own text."""
        knowledge = self._work.index().knowledge
        entry = knowledge.get(more.strip())
        if entry is None:
            said = wording.INQUIRY_NO_ENTRY.format(id=views.cut(more, 48)) if more.strip() else _missing_argument("with")
            return sentences_reply(question, said)
        if inquiry.state != "open":
            return sentences_reply(question, wording.INQUIRY_ALREADY.format(number=inquiry.id))
        draft = EditDraft(question.conversation, question.asker, ACT, "with", key=str(inquiry.id), entry=entry.id)
        return self._preview(question, self._keep(question, draft), inquiry, local_figures_in(entry.answer, knowledge))

    def _merge(self, question: Question, inquiry: Inquiry, more: str) -> Reply:
        other = self._work.resolve_number(whole(more) or 0)
        if not more.strip():
            return sentences_reply(question, _missing_argument("merge"))
        if other is None or other.id == inquiry.id:
            said = wording.INQUIRY_CANNOT_MERGE.format(number=inquiry.id, into=views.cut(more, 12))
            return sentences_reply(question, said)
        draft = EditDraft(question.conversation, question.asker, ACT, "merge", key=str(inquiry.id), entry=str(other.id))
        draft = self._keep(question, replace(draft, values=(("text", str(other.id)),)))
        said = wording.INQUIRY_PREVIEW_MERGE.format(
            number=inquiry.id, text=views.cut(inquiry.text, 40), into=other.id, other=views.cut(other.text, 40)
        )
        return sentences_reply(
            question, said, buttons=((_steering_button(draft, "send", "join"), _steering_button(draft, "stop")),)
        )

    def _handle_text(self, question: Question, draft: EditDraft, text: str) -> Reply | None:
        """What is typed while something is about to go out."""
        said = fold(text)
        if _STOP.fullmatch(said):
            return self._stop(question, draft)
        if draft.values:
            if _SEND.fullmatch(said):
                return self._send(question, draft)
            self._store.drop_edit_draft(question.conversation)  # something else is asked meanwhile
            return None
        inquiry = self._work.resolve_number(int(draft.key))
        if inquiry is None or inquiry.state != "open":
            self._store.drop_edit_draft(question.conversation)
            return sentences_reply(question, wording.INQUIRY_CHANGED.format(number=draft.key))
        return self._preview(question, draft, inquiry, text)

    def _preview(self, question: Question, draft: EditDraft, inquiry: Inquiry, text: str) -> Reply:
        kept = self._keep(question, replace(draft, values=(("text", text),)))
        head = wording.INQUIRY_PREVIEW_REFUSE if draft.step == "refuse" else wording.INQUIRY_PREVIEW
        blocks = [Block("text", head.format(number=inquiry.id, people=inquiry.waiting))]
        blocks += [Block("text", line) for line in text.splitlines() if line.strip()]
        blocks += views.waiting_questions(self._store.askings(inquiry.id))
        blocks.append(Block("note", wording.INQUIRY_CONFIRM))
        again = () if draft.step == "with" else (views.button(draft.step, inquiry.id),)
        relabelled = tuple(Button(wording.INQUIRY_BUTTONS["again"], one.action) for one in again)
        return blocks_reply(question, blocks, ((_steering_button(kept, "send"), *relabelled, _steering_button(kept, "stop")),))

    def _stop(self, question: Question, draft: EditDraft) -> Reply:
        self._store.drop_edit_draft(draft.conversation)
        return sentences_reply(question, wording.INQUIRY_STOPPED)

    def _send(self, question: Question, draft: EditDraft) -> Reply:
        """What was confirmed goes out."""
        inquiry = self._work.resolve_number(int(draft.key))
        text = dict(draft.values).get("text", "")
        self._store.drop_edit_draft(draft.conversation)
        if inquiry is None or not text:
            return sentences_reply(question, wording.INQUIRY_STALE)
        if draft.step == "merge":
            return self._send_merge(question, inquiry, int(text))
        people = inquiry.waiting
        entry = draft.entry if draft.step == "with" else ""
        if draft.step == "refuse":
            made = self._work.refuse(inquiry, text, question.asker)
        else:
            made = self._work.answer(inquiry, text, question.asker, entry=entry)
        if made is None:
            return sentences_reply(question, wording.INQUIRY_CHANGED.format(number=inquiry.id))
        if draft.step == "refuse":
            return sentences_reply(question, wording.INQUIRY_SENT_REFUSED.format(number=inquiry.id))
        sentences = [wording.INQUIRY_SENT.format(number=inquiry.id, people=people)]
        teaching = self._teaching_buttons(made)
        sentences += [wording.INQUIRY_SENT_NEXT] if teaching else []
        return sentences_reply(question, *sentences, buttons=teaching)

    def _send_merge(self, question: Question, inquiry: Inquiry, into: int) -> Reply:
        other = self._work.resolve_number(into)
        if other is None or not self._work.merge(inquiry, other):
            return sentences_reply(question, wording.INQUIRY_CANNOT_MERGE.format(number=inquiry.id, into=into))
        return sentences_reply(question, wording.INQUIRY_SENT_MERGED.format(number=inquiry.id, into=into))

    # ------------------------------------------------------------ teaching

    def _teaching_buttons(self, inquiry: Inquiry) -> tuple[tuple[Button, ...], ...]:
        """What makes an answer part of the knowledge."""
        if self._offer is None or inquiry.state != "answered":
            return ()
        if inquiry.entry:
            return ((views.button("phrase", inquiry.id, inquiry.entry),),)
        return ((views.button("entry", inquiry.id),),)

    def _entry(self, question: Question, inquiry: Inquiry, _: str) -> Reply:
        """A new entry from the answer, with the askers' words as its question and phrasings."""
        words = self._public_wordings(inquiry)
        values = (("question", words[0]), ("answer", inquiry.answer), ("phrasings", "\n".join(words[1:])))
        return self._edit(question, EditDraft(question.conversation, question.asker, "new", "value", values=values))

    def _phrase(self, question: Question, inquiry: Inquiry, more: str) -> Reply:
        """The askers' words as phrasings of an entry."""
        entry = self._work.index().knowledge.get(more or inquiry.entry)
        if entry is None:
            return sentences_reply(question, wording.INQUIRY_NO_ENTRY.format(id=views.cut(more, 48)))
        known = {key(one) for one in entry.wordings}
        words = [one for one in self._public_wordings(inquiry) if key(one) not in known]
        draft = EditDraft(question.conversation, question.asker, "phrase", "value", entry=entry.id, key="phrasings")
        return self._edit(question, replace(draft, values=(("phrasings", "\n".join(words)),)))

    def _edit(self, question: Question, draft: EditDraft) -> Reply:
        if self._offer is None:
            return sentences_reply(question, wording.INQUIRY_NO_EDITOR)
        return self._offer(question, draft)

    def _public_wordings(self, inquiry: Inquiry) -> list[str]:
        """The askers' wordings that a stranger could use."""
        return views.public_wordings(inquiry, self._store.askings(inquiry.id))

    # ------------------------------------------------------------ shared

    def _keep(self, question: Question, draft: EditDraft) -> EditDraft:
        """The draft with a nonce of this very text."""
        kept = replace(draft, nonce=secrets.token_urlsafe(12), listening=True, updated=self._work.clock())
        self._store.save_edit_draft(kept)
        return kept


MAYBE = 0.3
"""Mean probability from which an admin is asked whether two inquiries are the same."""


def _steering_button(draft: EditDraft, verb: str, label: str = "") -> Button:
    label = wording.INQUIRY_BUTTONS[label or ("yes" if verb == "send" else verb)]
    return Button(label, views.action(verb, draft.nonce))


def _missing_argument(verb: str) -> str:
    return wording.INQUIRY_EMPTY.format(example=wording.INQUIRY_EXAMPLES[verb])


_Verb = Callable[[InquiryAdminHandler, Question, Inquiry, str], Reply]
_VERBS: Mapping[str, _Verb] = {
    "show": InquiryAdminHandler._show,
    "answer": InquiryAdminHandler._answer,
    "refuse": InquiryAdminHandler._refuse,
    "with": InquiryAdminHandler._answer_with_entry,
    "merge": InquiryAdminHandler._merge,
    "assign": InquiryAdminHandler._assign,
    "drop": InquiryAdminHandler._drop,
    "reopen": InquiryAdminHandler._reopen,
    "entry": InquiryAdminHandler._entry,
    "phrase": InquiryAdminHandler._phrase,
}
