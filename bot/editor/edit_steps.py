"""The steps of an edit: what each takes, and what comes after it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from bot import china_time, wording
from bot.editor import edit_preview, edit_views, entry_search, field_codec, proposal_builder
from bot.editor.commands import EDIT, FIND, NEW, PHRASE, RETIRE, UNDO, EditCommand
from bot.editor.context import EditContext
from bot.errors import EditConflictError, EditError
from bot.model import Block, Edit, EditDraft, Entry, Impact, Knowledge, Proposal, Question, Reply, Severity
from bot.normalise import whole
from bot.render import blocks_reply, sentences_reply

_PARTS = ("question", "answer", "topic", "status", "sources", "phrasings")
"""What a new entry is asked for, in this order; for its sources only when it says to be verified."""
SAME = 0.55
"""Confidence from which a new question is taken to be an old one's: the desk would answer it outright."""
FAR = 0.2
"""Confidence below which a new question no longer fits its entry's wordings."""

MESSAGE = 4096
"""Characters of a message (Bot API, sendMessage)."""


class EditSteps:
    """The state machine of an edit: each step's input and the step after it."""

    def __init__(self, means: EditContext) -> None:
        self._drafts = means.drafts
        self._editor = means.editor
        self._knowledge = means.knowledge
        self._rank = means.rank
        self._clock = means.clock

    # ------------------------------------------------------------ coming in

    def begin(self, question: Question, told: EditCommand) -> Reply:
        """The first step of a command; what was worked at before is dropped. May raise EditError."""
        act = EDIT if told.act == FIND else told.act
        draft = EditDraft(question.conversation, question.asker, act, "which")
        if act == UNDO:  # the last one, unless words name another
            return self.preview(question, replace(draft, values=(("act", str(whole(told.about) or -1 if told.about else 0)),)))
        if act == NEW:
            start = replace(draft, step="value", key="question")
            return self.take_step(question, start, "text", 0, told.about) if told.about else self._next_part(question, start)
        if not told.about:
            return edit_views.which(question, self.save_step(question, draft), finding=told.act == FIND)
        return self._which(question, draft, told.about, listed=told.act == FIND)

    def resume(self, question: Question, draft: EditDraft) -> Reply:
        """Goes on with an edit that began elsewhere: what it lacks, or a look at it. May raise EditError."""
        return self._next_part(question, draft) if draft.act == NEW else self.preview(question, draft)

    def take_step(self, question: Question, draft: EditDraft, verb: str, number: int, text: str = "") -> Reply:
        """What comes after a verb at the step at hand. May raise EditError."""
        if verb == "stop":
            self._drafts.drop_edit_draft(draft.conversation)
            return sentences_reply(question, wording.KEEP_STOPPED)
        if verb == "more":
            return self._append(question, draft)
        step = _TAKES.get((draft.step, verb))
        if step is None:
            return sentences_reply(question, wording.KEEP_STALE)
        return step(self, question, draft, number, text or question.text)

    def repeat_step(self, question: Question, draft: EditDraft) -> Reply:
        """The step at hand once more, changing nothing."""
        knowledge = self._knowledge()
        entry = knowledge.get(draft.entry)
        if draft.step == "done":
            return sentences_reply(question, edit_preview.done_message(self._editor, draft.made))
        if draft.step == "which":
            return edit_views.which(question, draft)
        if draft.step == "pick":
            found = [one for one in map(knowledge.get, draft.offers) if one is not None]
            return edit_views.entries(question, draft, found)
        if draft.step == "key" and entry is not None:
            return edit_views.keys(question, draft, entry, knowledge)
        if draft.step == "value":
            return self._ask(question, draft)
        if draft.step in ("meant", "similar"):
            return self._ask_which_meant(question, draft)
        return self.preview(question, draft)

    # ------------------------------------------------------------ which entry, which key

    def _find_entry(self, question: Question, draft: EditDraft, _: int, text: str) -> Reply:
        return self._which(question, draft, text)

    def _which(self, question: Question, draft: EditDraft, words: str, *, listed: bool = False) -> Reply:
        """The entry that words mean, or those they may mean."""
        knowledge = self._knowledge()
        entry = None if listed else entry_search.entry_named(knowledge, words)
        if entry is not None:
            return self._at_entry(question, draft, entry)
        found = entry_search.find_entries(knowledge, words, self._rank)
        if not found:
            kept = self.save_step(question, replace(draft, step="which"))
            return sentences_reply(
                question, wording.KEEP_NOT_FOUND.format(words=words[:40]), buttons=(edit_views.row(kept, "stop"),)
            )
        kept = self.save_step(question, replace(draft, step="pick", offers=tuple(one.id for one in found)))
        return edit_views.entries(question, kept, found, finding=listed)

    def _pick_entry(self, question: Question, draft: EditDraft, number: int, _: str) -> Reply:
        return self._at_entry(question, draft, self._entry(draft.offers[_place(draft, number)]))

    def _at_entry(self, question: Question, draft: EditDraft, entry: Entry) -> Reply:
        draft = replace(draft, entry=entry.id, offers=())
        if draft.act == RETIRE:
            return self.preview(question, draft)
        if draft.act == PHRASE:
            return self._ask(question, self.save_step(question, replace(draft, step="value", key="phrasings")))
        knowledge = self._knowledge()
        kept = self.save_step(question, replace(draft, step="key", offers=tuple(field_codec.keys(entry, knowledge))))
        return edit_views.keys(question, kept, entry, knowledge)

    def _pick_key(self, question: Question, draft: EditDraft, number: int, _: str) -> Reply:
        key = draft.offers[_place(draft, number)]
        offers = tuple(wording.KEEP_STATUS) if key == "status" else ()
        return self._ask(question, self.save_step(question, replace(draft, step="value", key=key, offers=offers)))

    # ------------------------------------------------------------ what instead

    def _ask(self, question: Question, draft: EditDraft) -> Reply:
        knowledge = self._knowledge()
        if draft.act == NEW:
            return edit_views.key_of_new_entry(question, draft, knowledge)
        return edit_views.value(question, draft, self._entry(draft.entry), knowledge)

    def _take_text(self, question: Question, draft: EditDraft, _: int, text: str) -> Reply:
        """What was written for a key, unless it reads as if another were meant."""
        said = text.strip()
        field_codec.read(draft.key, said, self._knowledge(), self._today())  # refuses here what can't be a value
        held = replace(draft, values=_with_text(draft, draft.key, said))
        if draft.act == EDIT and _reads_as_other(draft.key, said):
            return self._ask_which_meant(question, self.save_step(question, replace(held, step="meant")))
        if draft.act == NEW:
            similar = self._similar(said) if draft.key == "question" else None
            if similar is not None:
                return self._ask_which_meant(
                    question, self.save_step(question, replace(held, step="similar", entry=similar.id))
                )
            return self._next_part(question, held)
        return self.preview(question, held)

    def _append(self, question: Question, draft: EditDraft) -> Reply:
        key, text = draft.values[-1]
        joint = "" if len(text) % MESSAGE == 0 else "\n"  # cut where there was no line end
        held = replace(draft, values=(*draft.values[:-1], (key, text + joint + question.text.strip())))
        if draft.act == NEW and draft.step == "value":
            return self._ask(question, self.save_step(question, held))
        return self.preview(question, held)

    def _pick_value(self, question: Question, draft: EditDraft, number: int, _: str) -> Reply:
        """A value that was picked: a status, or a new entry's topic."""
        held = replace(draft, values=_with_text(draft, draft.key, draft.offers[_place(draft, number)]), offers=())
        return self._next_part(question, held) if draft.act == NEW else self.preview(question, held)

    def _clear(self, question: Question, draft: EditDraft, _: int, __: str) -> Reply:
        held = replace(draft, values=_with_text(draft, draft.key, ""))
        return self._next_part(question, held) if draft.act == NEW else self.preview(question, held)

    def _next_part(self, question: Question, draft: EditDraft) -> Reply:
        """The first thing that a new entry still lacks, or a look at it."""
        knowledge = self._knowledge()
        known = dict(draft.values)
        if len(knowledge.topics) == 1:
            known.setdefault("topic", knowledge.topics[0].key)
        if known.get("status", "verified") not in ("verified", "national", "reported"):
            known["sources"] = ""
        missing = next((part for part in _PARTS if part not in known), "")
        draft = replace(draft, values=tuple(known.items()), step="value", key=missing, entry="")
        if not missing:
            return self.preview(question, draft)
        topics = tuple(topic.key for topic in knowledge.topics)
        offers = {"topic": topics, "status": tuple(wording.KEEP_STATUS)}.get(missing, ())
        return self._ask(question, self.save_step(question, replace(draft, offers=offers)))

    # ------------------------------------------------------------ another thing meant

    def _ask_which_meant(self, question: Question, draft: EditDraft) -> Reply:
        """You probably meant something else."""
        if draft.step == "similar":
            entry = self._entry(draft.entry)
            said = wording.KEEP_SIMILAR.format(id=entry.id, question=entry.question)
            return sentences_reply(
                question, said, buttons=(edit_views.row(draft, "phrase", "keep"), edit_views.row(draft, "stop"))
            )
        if draft.key == "question":
            buttons = (edit_views.row(draft, "answer", "question"), edit_views.row(draft, "stop"))
            return sentences_reply(question, wording.KEEP_MEANT_ANSWER, buttons=buttons)
        buttons = (edit_views.row(draft, "phrase", "keepanswer"), edit_views.row(draft, "stop"))
        return sentences_reply(question, wording.KEEP_MEANT_PHRASE, buttons=buttons)

    def _as_answer(self, question: Question, draft: EditDraft, _: int, __: str) -> Reply:
        text = dict(draft.values).get("question", "")
        return self.preview(question, replace(draft, key="answer", values=(("answer", text),)))

    def _as_phrasing(self, question: Question, draft: EditDraft, _: int, __: str) -> Reply:
        """A new entry's question, or what was written for an answer, becomes a way of asking."""
        text = dict(draft.values).get("question" if draft.act == NEW else draft.key, "")
        return self.preview(question, replace(draft, act=PHRASE, key="phrasings", values=(("phrasings", text),)))

    def _as_written(self, question: Question, draft: EditDraft, _: int, __: str) -> Reply:
        return self._next_part(question, draft) if draft.act == NEW else self.preview(question, draft)

    def _similar(self, text: str) -> Entry | None:
        """The entry that would answer a new entry's question already."""
        first = next(iter(self._rank(text, 1)), None)
        return self._knowledge().get(first.entry) if first is not None and first.confidence >= SAME else None

    # ------------------------------------------------------------ a look at it

    def preview(self, question: Question, draft: EditDraft) -> Reply:
        """The edit as it would be, with what it does; made only when that is confirmed."""
        knowledge = self._knowledge()
        proposal = proposal_builder.proposal(self._editor, draft, knowledge, self._today())
        if all(change.before == change.after for change in proposal.changes):
            self._drafts.drop_edit_draft(draft.conversation)
            return sentences_reply(question, wording.KEEP_NO_CHANGE)
        blocks = [Block("heading", proposal.about), *proposal_builder.difference(draft, proposal, knowledge, self._today())]
        blocks += edit_preview.problem_lines(proposal.problems)
        if any(problem.severity is Severity.ERROR for problem in proposal.problems):
            named = next((one.key for one in proposal.problems if one.key in _PARTS), "question")
            kept = self.save_step(
                question, replace(draft, step="wrong", offers=(), key=named if draft.act == NEW else draft.key)
            )
            blocks.append(Block("text", wording.KEEP_WRONG))
            return blocks_reply(question, blocks, (edit_views.row(kept, *_back(draft), "stop"),))
        found = self._impact(proposal)
        kept = self.save_step(question, replace(draft, step="confirm", offers=(), proposal=proposal))
        blocks += self._fits(draft, knowledge)
        blocks += edit_preview.impact(found, knowledge) if found else [Block("note", wording.KEEP_NO_IMPACT)]
        harm = edit_preview.questions_harmed(found) if found else 0
        blocks.append(Block("note", wording.KEEP_HARM.format(count=harm) if harm else wording.KEEP_CONFIRM))
        extra = ("answer",) if draft.key == "question" and draft.act == EDIT else ()
        return blocks_reply(
            question, blocks, (edit_views.row(kept, "yes"), edit_views.row(kept, *extra, *_back(draft), "stop"))
        )

    def _fits(self, draft: EditDraft, knowledge: Knowledge) -> tuple[Block, ...]:
        """A warning when a question asks something else now while its answer stays."""
        if draft.act != EDIT or draft.key != "question":
            return ()
        ranked = self._rank(dict(draft.values)["question"], 3)
        sure = next((one.confidence for one in ranked if one.entry == draft.entry), 0.0)
        return (Block("note", wording.KEEP_MEANT_ANSWER),) if sure < FAR else (Block("note", wording.KEEP_ANSWER_STAYS),)

    def _impact(self, proposal: Proposal) -> Impact | None:
        try:
            return self._editor.impact(proposal)
        except EditError:
            return None

    def _rewrite(self, question: Question, draft: EditDraft, _: int, __: str) -> Reply:
        """Back to writing; of a new entry, to what is wrong with it, or to its answer."""
        if draft.act == NEW:
            key = draft.key or "answer"
            said = {name: text for name, text in draft.values if name != key and (name, key) != ("sources", "status")}
            return self._next_part(question, replace(draft, values=tuple(said.items()), proposal=None))
        if not draft.key:
            return sentences_reply(question, wording.KEEP_STALE)
        return self._ask(question, self.save_step(question, replace(draft, step="value", values=(), proposal=None)))

    # ------------------------------------------------------------ made

    def _confirm(self, question: Question, draft: EditDraft, _: int, __: str) -> Reply:
        if draft.proposal is None:
            return sentences_reply(question, wording.KEEP_STALE)
        try:
            act = self._editor.apply(draft.proposal, draft.admin)
        except EditConflictError as error:
            return self._conflict(question, draft, draft.proposal, str(error))
        return self._edit_made(question, draft, act)

    def _edit_made(self, question: Question, draft: EditDraft, act: Edit) -> Reply:
        self.save_step(question, replace(draft, step="done", proposal=None, values=(), made=act.id))
        return sentences_reply(question, edit_preview.done_message(self._editor, act.id))

    def _conflict(self, question: Question, draft: EditDraft, proposal: Proposal, why: str) -> Reply:
        """Somebody else was quicker: what she did, and the offer to begin again from there."""
        latest = self._editor.history(limit=5)
        own = next((act for act in latest if (act.who, act.changes) == (draft.admin, proposal.changes)), None)
        if own is not None:  # made already, just before the answer could go out
            return self._edit_made(question, draft, own)
        files = {change.file for change in proposal.changes}
        others = [act for act in latest if act.at >= draft.updated and files & {change.file for change in act.changes}]
        kept = self.save_step(question, replace(draft, step="clash", proposal=None))
        blocks = [Block("text", why), Block("text", wording.KEEP_CLASH)]
        blocks += [Block("text", line) for line in edit_preview.edit_lines(others)]
        blocks += [block for act in others for block in edit_preview.changes(act.changes)]
        return blocks_reply(question, blocks, (edit_views.row(kept, "redo", "stop"),))

    def _begin_again(self, question: Question, draft: EditDraft, _: int, __: str) -> Reply:
        return self.preview(question, draft)

    # ------------------------------------------------------------ shared

    def save_step(self, question: Question, draft: EditDraft) -> EditDraft:
        """The draft at its new step, with a nonce of its own."""
        kept = replace(draft, nonce=secrets.token_urlsafe(12), wire=question.wire, listening=True, updated=self._clock())
        self._drafts.save_edit_draft(kept)
        return kept

    def _entry(self, entry_id: str) -> Entry:
        entry = self._knowledge().get(entry_id)
        if entry is None:
            raise EditError(wording.KEEP_GONE.format(id=entry_id))
        return entry

    def _today(self) -> date:
        return china_time.date_of(self._clock())


_Take = Callable[[EditSteps, Question, EditDraft, int, str], Reply]
_TAKES: Mapping[tuple[str, str], _Take] = {
    ("which", "text"): EditSteps._find_entry,
    ("pick", "pick"): EditSteps._pick_entry,
    ("pick", "text"): EditSteps._find_entry,
    ("key", "pick"): EditSteps._pick_key,
    ("value", "text"): EditSteps._take_text,
    ("value", "pick"): EditSteps._pick_value,
    ("value", "clear"): EditSteps._clear,
    ("value", "skip"): EditSteps._clear,
    ("meant", "answer"): EditSteps._as_answer,
    ("meant", "phrase"): EditSteps._as_phrasing,
    ("meant", "question"): EditSteps._as_written,
    ("meant", "keepanswer"): EditSteps._as_written,
    ("meant", "yes"): EditSteps._as_written,
    ("similar", "phrase"): EditSteps._as_phrasing,
    ("similar", "keep"): EditSteps._as_written,
    ("confirm", "yes"): EditSteps._confirm,
    ("confirm", "again"): EditSteps._rewrite,
    ("confirm", "answer"): EditSteps._as_answer,
    ("wrong", "again"): EditSteps._rewrite,
    ("clash", "redo"): EditSteps._begin_again,
}
"""Every step with what it takes."""


def _place(draft: EditDraft, number: int) -> int:
    """The place in the offers that a number picks; raises EditError when there is none."""
    if not 0 < number <= len(draft.offers):
        raise EditError(wording.KEEP_NUMBER.format(most=len(draft.offers)))
    return number - 1


def _with_text(draft: EditDraft, key: str, text: str) -> tuple[tuple[str, str], ...]:
    return tuple((dict(draft.values) | {key: text}).items())


def _reads_as_other(key: str, text: str) -> bool:
    """Whether what was written for a question reads as an answer, or the other way round."""
    asks = field_codec.question_like(text)
    return (key == "question" and not asks) or (key == "answer" and asks and len(text) <= 40)


def _back(draft: EditDraft) -> tuple[str, ...]:
    return ("again",) if draft.act in (EDIT, PHRASE, NEW) else ()
