"""Admins edit the knowledge in their private chat, step by step: which entry, which key, what instead, a look at it, done.

Where an edit stands is an `EditDraft` in the store, one a conversation, so that it outlives a restart. Each step has a new
nonce, which its buttons carry: a forwarded, forged or earlier button fits no step. Rights are looked up at every message;
whoever has none gets the desk's reply to the same words. The steps, and what goes on from each:

    which → pick → key → value → [meant] → confirm → done        of /edit, /phrase, /retire
    value → [similar] → value … → confirm → done                 of /new: question, answer, topic, status, phrasings
    confirm → clash → confirm                                     when somebody else has changed the file meanwhile
    confirm | value → wrong → value                               when the edited knowledge has errors
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import replace

from bot import wording
from bot.access.permissions import Permissions, log_refusal
from bot.editor import commands, edit_preview, edit_views, entry_search
from bot.editor.commands import EditCommand
from bot.editor.context import EditContext
from bot.editor.edit_steps import EditSteps
from bot.editor.step_verbs import StepVerbs
from bot.editor.suggestion_handler import SuggestionHandler
from bot.errors import JianhuitongError, StoreError
from bot.model import Block, EditDraft, Question, Reply
from bot.render import blocks_reply, sentences_reply
from bot.statistics import counts, monthly_report
from bot.statistics.counts import Counted

KEPT = 24 * 3600.0
"""Seconds after which an edit that nobody went on with is forgotten, with its buttons."""
LISTENS = 2 * 3600.0
"""Seconds for which what is typed is taken for the next step; later only buttons go on."""


class EditHandler:
    """A handler before the desk: what admins type and press about edits of the knowledge."""

    def __init__(self, rights: Permissions, means: EditContext, counted: Counted) -> None:
        self._rights = rights
        self._counted = counted
        self._drafts = means.drafts
        self._editor = means.editor
        self._knowledge = means.knowledge
        self._clock = means.clock
        self._steps = EditSteps(means)
        self._verbs = StepVerbs(means.knowledge, means.clock)
        self._suggesting = SuggestionHandler(counted, means, self._steps)

    def reply(self, question: Question) -> Reply | None:
        """The reply to what an admin says or presses; None when it is nothing of ours, or from somebody without rights."""
        if question.action:
            return self._handle_button(question) if question.action.startswith(f"{edit_views.PREFIX}:") else None
        draft = self._draft(question)
        # an answer may begin with 修改: what is written for a key is no command unless it says so with a slash
        writing = draft is not None and self._takes_text(draft) and draft.step == "value" and not draft.offers
        told = commands.read(question.text, slashed=writing)
        corrected = question.edited and told is not None  # a command with a slip, written anew in its place
        if draft is not None and question.wire and question.wire == draft.wire and not corrected:
            return self._is_repeated(question, draft)
        if told is not None:
            return self._handle_command(question, told)
        return self._handle_text(question, draft) if draft is not None else None

    def resume(self, question: Question, draft: EditDraft) -> Reply:
        """Goes on with an edit that began elsewhere, such as an answer that shall become an entry."""
        return self._explain_errors(question, lambda: self._steps.resume(question, draft))

    # ------------------------------------------------------------ who may

    def _is_allowed(self, question: Question, act: str) -> bool:
        return self._rights.is_allowed(question, act)

    def _draft(self, question: Question) -> EditDraft | None:
        """What is worked at in this conversation, by this very person."""
        draft = self._drafts.edit_draft(question.conversation)
        if draft is None or draft.admin != question.asker or self._clock() - draft.updated >= KEPT:
            return None
        return draft

    def _takes_text(self, draft: EditDraft) -> bool:
        """Whether what is typed may be for the edit."""
        return draft.listening and draft.step != "done" and self._clock() - draft.updated < LISTENS

    # ------------------------------------------------------------ what comes in

    def _handle_command(self, question: Question, told: EditCommand) -> Reply | None:
        if not self._is_allowed(question, told.act):
            return None
        if not question.private:
            log_refusal(question, told.act, "not in private")
            return sentences_reply(question, wording.KEEP_PRIVATE)
        return self._explain_errors(question, lambda: self._begin(question, told))

    def _begin(self, question: Question, told: EditCommand) -> Reply:
        if told.act == commands.ADMIN:
            return blocks_reply(question, [Block("list", wording.KEEP_HELP_HEADING, wording.KEEP_HELP)])
        if told.act == commands.HISTORY:
            return self._history(question, told.about)
        if told.act == commands.SUGGEST:
            return self._suggesting.suggestion_list(question)
        if told.act == commands.STATS:
            span = counts.month(told.about, self._clock())
            made = counts.count(self._counted, self._knowledge(), span)
            return blocks_reply(question, monthly_report.blocks(made))
        return self._steps.begin(question, told)

    def _handle_button(self, question: Question) -> Reply | None:
        """A button of an edit. One that doesn't belong to the step at hand is refused, whoever presses it."""
        _, nonce, verb, *rest = [*question.action.split(":"), "", ""][:4]
        act = "button"
        if not self._is_allowed(question, act):
            return None
        draft = self._draft(question)
        if draft is not None and question.wire and question.wire == draft.wire:
            return self._is_repeated(question, draft)
        if draft is None or not question.private or not _same(nonce, draft.nonce):
            log_refusal(question, act, "not of this step")
            return sentences_reply(question, wording.KEEP_STALE)
        number = int(rest[0]) if rest and rest[0].isascii() and rest[0].isdigit() and len(rest[0]) < 6 else 0
        return self._take_step(question, draft, verb, number)

    def _handle_text(self, question: Question, draft: EditDraft) -> Reply | None:
        """What is typed while an edit is worked at; what isn't for it goes to the desk, and then only buttons go on."""
        if not self._takes_text(draft):
            return None
        if not self._is_allowed(question, draft.act):
            return None
        verb, number = self._verbs.verb_of(draft, question.text)
        if not verb:
            self._drafts.save_edit_draft(replace(draft, listening=False))
            return None
        return self._take_step(question, draft, verb, number)

    def _is_repeated(self, question: Question, draft: EditDraft) -> Reply | None:
        """The message that led here, delivered once more or edited by its writer."""
        if not self._is_allowed(question, draft.act):
            return None
        if question.edited and draft.step in ("confirm", "wrong", "meant") and draft.key:
            draft = replace(draft, step="value")
            return self._take_step(question, draft, "text", 0)
        shown = self._suggesting.repeat_step if draft.act == commands.SUGGEST else self._steps.repeat_step
        return self._explain_errors(question, lambda: shown(question, draft))

    def _take_step(self, question: Question, draft: EditDraft, verb: str, number: int) -> Reply:
        go = self._suggesting.handle if draft.act == commands.SUGGEST else self._steps.take_step
        return self._explain_errors(question, lambda: go(question, draft, verb, number))

    @staticmethod
    def _explain_errors(question: Question, step: Callable[[], Reply]) -> Reply:
        try:
            return step()
        except StoreError:
            raise  # the channel tries again: what was done so far isn't known to be kept
        except JianhuitongError as error:
            return sentences_reply(question, str(error))

    # ------------------------------------------------------------ what needs no steps

    def _history(self, question: Question, words: str) -> Reply:
        """The latest edits, of an entry or of all."""
        knowledge = self._knowledge()
        entry = entry_search.entry_named(knowledge, words) if words else None
        about = entry.id if entry else words.strip().lower()
        found = self._editor.history(about)
        if not found:
            return sentences_reply(
                question, (wording.KEEP_NO_HISTORY_OF if words else wording.KEEP_NO_HISTORY).format(id=about)
            )
        heading = wording.KEEP_HISTORY_OF.format(id=about) if words else wording.KEEP_HISTORY
        blocks = [Block("list", heading, edit_preview.edit_lines(found)), *edit_preview.changes(found[0].changes)]
        return blocks_reply(question, blocks)


def _same(nonce: str, kept: str) -> bool:
    """Whether a button carries the nonce of the step at hand, in a time that tells nothing of it."""
    return hmac.compare_digest(nonce.encode("utf-8", "replace"), kept.encode())
