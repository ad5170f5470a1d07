"""/suggest: the phrasings that traffic suggests, each taken or refused with one tap."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot import wording
from bot.editor import edit_preview, edit_views
from bot.editor.commands import PHRASE, SUGGEST
from bot.editor.context import EditContext
from bot.editor.edit_steps import EditSteps
from bot.errors import EditConflictError, EditError
from bot.model import Block, Button, EditDraft, Question, Reply, Severity
from bot.ports import StatisticsStore
from bot.render import blocks_reply, sentences_reply
from bot.statistics.suggestion_mining import Suggestion, suggestions

SHOWN = 6
"""Suggestions shown at once: two buttons each."""


@dataclass(frozen=True)
class SuggestionHandler:
    """Lists suggestions, and does what is decided on them."""

    figures: StatisticsStore
    means: EditContext
    steps: EditSteps

    def suggestion_list(self, question: Question) -> Reply:
        """What there is to decide on; with nothing, how suggestions come about."""
        return self._list(question, ())

    def handle(self, question: Question, draft: EditDraft, verb: str, number: int) -> Reply:
        """A suggestion taken or refused. May raise EditError."""
        if verb == "stop":
            self.means.drafts.drop_edit_draft(draft.conversation)
            return sentences_reply(question, wording.SUGGEST_LATER)
        if verb not in ("take", "drop") or not 0 < number <= len(draft.offers):
            return sentences_reply(question, wording.KEEP_STALE)
        entry, _, said = draft.offers[number - 1].partition(" ")
        if verb == "drop":
            self.figures.decide_suggestion(entry, said, False, draft.admin)
            return self._list(question, (wording.SUGGEST_DROPPED.format(wording=said),))
        return self._accept(question, draft, entry, said)

    def repeat_step(self, question: Question, _: EditDraft) -> Reply:
        """The list once more, for a message that came twice; what it decided stays decided."""
        return self._list(question, ())

    def _accept(self, question: Question, draft: EditDraft, entry: str, said: str) -> Reply:
        """The phrasing added at once when it harms no question; otherwise after a look at what it does."""
        known = self.means.knowledge().get(entry)
        if known is None:
            raise EditError(wording.KEEP_GONE.format(id=entry))
        editor = self.means.editor
        proposal = editor.change(entry, "phrasings", (*known.phrasings, said))
        wrong = any(problem.severity is Severity.ERROR for problem in proposal.problems)
        if wrong or edit_preview.questions_harmed(editor.impact(proposal)):
            fresh = EditDraft(question.conversation, question.asker, PHRASE, "value", entry=entry, key="phrasings")
            return self.steps.preview(question, replace(fresh, values=(("phrasings", said),)))
        try:
            act = editor.apply(proposal, draft.admin)
        except EditConflictError:
            return self._list(question, (wording.SUGGEST_CLASH,))
        self.figures.decide_suggestion(entry, said, True, draft.admin)
        return self._list(
            question,
            (wording.SUGGEST_TAKEN.format(wording=said, question=known.question), edit_preview.done_message(editor, act.id)),
        )

    def _list(self, question: Question, first: tuple[str, ...]) -> Reply:
        found = self.undecided()
        if not found:
            self.means.drafts.drop_edit_draft(question.conversation)
            return sentences_reply(question, *first, wording.SUGGEST_NONE)
        draft = EditDraft(question.conversation, question.asker, SUGGEST, "suggest", listening=False)
        shown = found[:SHOWN]
        kept = self.steps.save_step(question, replace(draft, offers=tuple(f"{one.entry} {one.wording}" for one in shown)))
        knowledge = self.means.knowledge()
        names = {entry.id: entry.question for entry in knowledge.entries}
        lines = tuple(
            wording.SUGGEST_LINE.format(wording=one.wording, question=names[one.entry], id=one.entry, count=one.count)
            for one in shown
        )
        heading = wording.SUGGEST_HEADING.format(count=len(found))
        blocks = [*(Block("text", sentence) for sentence in first), Block("steps", heading, lines)]
        rows = [
            (
                Button(wording.SUGGEST_TAKE.format(number=number), edit_views.action(kept, "take", number)),
                Button(wording.SUGGEST_DROP.format(number=number), edit_views.action(kept, "drop", number)),
            )
            for number in range(1, len(shown) + 1)
        ]
        return blocks_reply(question, blocks, (*rows, (Button(wording.SUGGEST_STOP, edit_views.action(kept, "stop")),)))

    def undecided(self) -> tuple[Suggestion, ...]:
        """Every suggestion that waits for a decision."""
        past = self.figures.asked_between(0.0, self.means.clock() + 1)
        return suggestions(past, self.means.knowledge(), self.figures.decided_suggestions())
