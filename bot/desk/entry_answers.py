"""Entries as answers: matched, picked, for the asker's option and place, in parts; recorded and remembered as they go out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot import wording
from bot.desk import (
    callback_data,
    condition_questions,
    contact_dialog,
    context_update,
    excerpts,
    matter,
    non_answers,
    repeated_answer,
    replies,
    scope_notes,
    sentence_split,
    story_reading,
    utterance,
)
from bot.desk.conversation_memory import FOLLOWUP_WINDOW, ConversationMemory
from bot.desk.document_dialog import DocumentDialog
from bot.desk.interpretation import PartRequest, PartRequests, Reading, Statement
from bot.desk.law_dialog import LawDialog
from bot.desk.turn import Turn
from bot.model import Block, Decision, Entry, Match, Reply

MOST_ANSWERS = 3
"""Answers that one message may get: more would bury each other on a phone."""
SURE_IN_STORY = 0.9
"""Confidence from which a piece of a long message is answered where the whole isn't: torn from its story it says less. Of 273
long questions of strangers 54 are answered rightly and 5 wrongly as a whole; pieces add 6 and 2 from .9, 14 and 8 from .75.
"""


class EntryAnswers:
    """Answers with entries, and remembers where the conversation stands then."""

    def __init__(self, memory: ConversationMemory, laws: LawDialog, documents: DocumentDialog) -> None:
        self._memory = memory
        self._laws = laws
        self._documents = documents

    def best_match(self, turn: Turn) -> Reply:
        """Everything else is matched against the knowledge: whole, and piece by piece where there are pieces."""
        whole = turn.index.match(turn.text)
        pieces = sentence_split.questions(turn.text, lambda piece: turn.index.exact(piece) is not None)
        matches = {piece: turn.index.match(piece, within=turn.text) for piece in pieces} if len(pieces) > 1 else {}
        asking = {piece: match for piece, match in matches.items() if sentence_split.asks(piece)}
        # beside a question, what doesn't ask tells of its circumstances, unless it is a stored wording
        heard = {piece: match for piece, match in matches.items() if piece in asking or not asking or turn.index.exact(piece)}
        least = SURE_IN_STORY if sentence_split.is_long(turn.text) and not _is_answer(whole) else 0.0
        best = [match.ranked[0] for match in heard.values() if _is_answer(match)]
        sure = {ranked.entry: ranked.confidence for ranked in best if ranked.confidence >= least}
        # a piece that is less sure than the whole was none: what it is about stands beside it
        open_ = {
            piece: match
            for piece, match in asking.items()
            if match.decision is Decision.CHOOSE and _at_least_as_sure(match, whole)
        }
        if len(sure) > 1 or (sure and open_ and not _is_answer(whole)):
            return self._several(turn, sure, next(iter(open_.items()), None))
        if sure and not _is_answer(whole):
            entry, confidence = next(iter(sure.items()))
            return self.answer(turn, turn.knowledge.get(entry), confidence)
        if story_reading.is_story(turn.text):
            told = story_reading.story_match(turn, whole)
            if not _is_answer(whole) or (_is_answer(told) and told.ranked[0].confidence > whole.ranked[0].confidence):
                return self._story_reply(turn, told)  # the clause that asks knows better than the words around it
        if len(open_) > 1 and not _is_answer(whole):
            return self.answer_match(turn, Match(Decision.CHOOSE, replies.merged_ranking(list(open_.values()))))
        return self.answer_match(turn, whole)

    def _story_reply(self, turn: Turn, match: Match) -> Reply:
        """One answer to a long story, or one question about it."""
        if match.decision is Decision.ANSWER:
            return self.answer_match(turn, match)
        if match.decision is Decision.UNKNOWN:
            blocks = (Block("text", wording.STORY_ASK), Block("note", wording.UNKNOWN_HUMAN))
            reply = self._laws.with_settling_articles(turn, Reply(turn.text, Decision.UNKNOWN, blocks))
            return self._settle(turn, self._documents.with_asked(turn, reply), entry="", choices=())
        choices = replies.as_choices(match.ranked, turn.knowledge)
        reply = replies.choose_one(turn.text, choices[0], excerpts.likely_answer(turn, choices))
        return self._settle(turn, self._documents.with_asked(turn, reply), entry="", choices=())

    def answer_reading(self, turn: Turn, read: Reading) -> Reply:
        """The reply to a question that the conversation explains."""
        turn = replace(turn, meant=read.meant or read.asked, asked=read.asked, said=read.said)
        entry = turn.knowledge.get(read.match.ranked[0].entry) if read.match.ranked else None
        if entry is not None and read.asked == turn.conversation.context.asked:
            return self.choose_option(
                replace(turn, meant="", asked=""), [entry.id, "0"]
            )  # 那我们呢: the deciding question again
        return self.answer_match(turn, read.match)

    def answer_match(self, turn: Turn, match: Match) -> Reply:
        """The reply that a match of the whole message comes to."""
        if match.decision is Decision.ANSWER:
            return self.answer(turn, turn.knowledge.get(match.ranked[0].entry), match.ranked[0].confidence)
        chat = non_answers.chat_reply(turn, match)
        if chat is not None:
            self._memory.remember(turn, context=context_update.with_piece(turn))
            return self.record_aside(turn, chat)
        choices = matter.without_foreign(turn, replies.as_choices(match.ranked, turn.knowledge))
        if match.decision is Decision.CHOOSE:
            likely = excerpts.likely_answer(turn, choices)
            answers = excerpts.first_sentences(turn, choices, after=int(bool(likely)))
            only = len(choices) == 1
            reply = (
                replies.choose_one(turn.text, choices[0], likely)
                if only
                else replies.choose(turn.text, choices, likely, answers)
            )
        elif _only_tells(turn):
            return self._told(turn, match)
        elif non_answers.is_off_field(turn, match):
            reply = replies.off_field(turn.text)
        else:
            talked = non_answers.spoken_entry(turn) is not None and utterance.is_dependent(utterance.parse_utterance(turn.text))
            reply = replies.unknown(turn.text, choices, excerpts.first_sentences(turn, choices), talked=talked)
            reply = self._laws.with_settling_articles(turn, reply)
        reply = self._documents.with_asked(turn, non_answers.with_meaning(turn, reply))
        return self._settle(turn, reply, entry="", choices=())

    def _told(self, turn: Turn, match: Match) -> Reply:
        """What tells how things are and comes near to nothing is noted, and not said to be unknown."""
        meaning = Statement(utterance.base_question(turn.conversation.context.asked), None, match)
        reply = non_answers.statement_reply(turn, meaning)
        context = context_update.with_circumstances(turn, reply, non_answers.next_entries(turn, meaning))
        self._memory.remember(turn, context=context, choices=non_answers.statement_choices(turn, meaning))
        return self.record_aside(turn, reply)

    def answer(self, turn: Turn, entry: Entry | None, confidence: float, *, word_for_word: bool = False) -> Reply:
        """An entry as the answer to the question; the question may say which option and place is the asker's.

        `word_for_word`: it was asked in a stored wording, and is answered whole however often.
        """
        if entry is None:
            return replies.text_reply(turn.text, wording.ENTRY_GONE)
        before = turn
        for asked in filter(None, (turn.plain_question, turn.said)):  # what is said now counts before what it was said after
            turn = condition_questions.with_condition_from_text(turn, entry, asked)
        turn = contact_dialog.with_place_from_text(turn)
        if not word_for_word and repeated_answer.was_given(before, turn, entry):
            return self._answer_again(turn, entry, confidence)
        reply = condition_questions.reply(turn, entry, confidence)
        if condition_questions.undecided_condition(turn, entry) is None and not turn.question.alone:
            reply = excerpts.with_sentence(turn, reply, entry)
        reply = _with_notes(turn, reply, [entry], turn.plain_question)
        reply = self._documents.with_asked(turn, replace(reply, meant=turn.meant))
        return self._remember_entry(turn, reply, entry, self._memory.record(turn, reply))

    def _answer_again(self, turn: Turn, entry: Entry, confidence: float) -> Reply:
        """What bears on the message of an entry that was answered before in the conversation."""
        found = repeated_answer.repeated_answer(turn, entry, confidence)
        reply = _with_notes(turn, found.reply, [entry], turn.plain_question)
        reply = self._documents.with_asked(turn, replace(reply, meant=turn.meant))
        record = self._memory.record(turn, reply)
        context = context_update.with_shown(context_update.after_answer(turn, entry), entry.id, found.shown)
        undecided = condition_questions.undecided_condition(turn, entry) is not None
        awaiting = condition_questions.AWAITED if undecided else ""
        self._memory.remember(turn, entry=entry.id, choices=found.choices, record=record, awaiting=awaiting, context=context)
        return replace(reply, record=record)

    def _several(self, turn: Turn, sure: dict[str, float], open_: tuple[str, Match] | None) -> Reply:
        """Every sure answer, and for the first piece that isn't sure what it may have been about."""
        found = [(turn.knowledge.get(entry), confidence) for entry, confidence in list(sure.items())[:MOST_ANSWERS]]
        for entry, _ in found:
            turn = condition_questions.with_condition_from_text(turn, entry) if entry else turn
        answers = [condition_questions.brief_answer(turn, entry, confidence, 0) for entry, confidence in found if entry]
        reply = _with_notes(
            turn, replies.several_answers(turn.text, answers), [entry for entry, _ in found if entry], turn.text
        )
        if open_ is not None:
            reply = replies.with_open_piece(reply, open_[0], open_[1].ranked, turn.knowledge)
        first = turn.knowledge.get(reply.entry)
        # the numbers are those of the buttons: the open piece's choices, else what the first answer leads on to
        offers = () if reply.choices or first is None else replies.offered_actions(first, turn.knowledge, reply.sources)
        named = tuple(one.entry for one in answers) if len(answers) > 1 else ()
        return self._settle(turn, reply, entry=answers[-1].entry, choices=offers, named=named)

    def _settle(self, turn: Turn, reply: Reply, entry: str, choices: tuple[str, ...], named: tuple[str, ...] = ()) -> Reply:
        """Record a question with its reply, remember where the conversation stands, and put the buttons on."""
        record = self._memory.record(turn, reply)
        offered = [button.action for row in reply.buttons for button in row]
        choices = choices or (*(callback_data.show(choice.entry, record) for choice in reply.choices), *offered)
        context = context_update.after_choices(turn, reply, named)
        asked = record if reply.asking else turn.conversation.record
        self._memory.remember(turn, entry=entry, choices=choices, awaiting="", context=context, record=asked)
        return replies.with_buttons(reply, record, turn.knowledge)

    def _remember_entry(self, turn: Turn, reply: Reply, entry: Entry, record: int) -> Reply:
        """Remember that the conversation stands at an entry, or at the question that decides it, and put the buttons on."""
        condition = condition_questions.undecided_condition(turn, entry)
        shown = condition_questions.entry_for_asker(turn, entry)
        again = callback_data.option(entry.id, 0)  # said in words, so that the numbers are those of what leads on
        leading = tuple(button.action for row in reply.buttons for button in row if button.action != again)
        offered = (*leading, *replies.offered_actions(shown, turn.knowledge, reply.sources))
        choices = condition_questions.option_actions(entry, condition) if condition else offered
        awaiting, context = condition_questions.AWAITED if condition else "", context_update.after_answer(turn, shown)
        self._memory.remember(turn, entry=entry.id, choices=choices, record=record, awaiting=awaiting, context=context)
        return replace(reply, record=record) if condition else replies.with_buttons(reply, record, turn.knowledge, shown)

    def show(self, turn: Turn, arguments: list[str]) -> Reply:
        """An entry that was picked; from a question's choices, the pick is noted with that question."""
        entry = turn.knowledge.get(arguments[0]) if arguments else None
        if entry is None:
            return replies.text_reply(turn.text, wording.ENTRY_GONE)
        record = self._memory.own_record(turn, callback_data.number(arguments[1])) if len(arguments) > 1 else 0
        if record:
            self._memory.best_effort(lambda: self._memory.store.choose(record, entry.id))
            asked = self._memory.best_effort(lambda: self._memory.store.recorded(record))
            turn = (
                contact_dialog.with_place_from_text(
                    condition_questions.with_condition_from_text(turn, entry, asked.question), asked.text
                )
                if asked
                else turn
            )
        return self._entry_reply(turn, entry, record)

    def choose_option(self, turn: Turn, arguments: list[str]) -> Reply:
        """An entry for the option that was picked; it belongs to the question that it decides."""
        entry = turn.knowledge.get(arguments[0]) if len(arguments) == 2 else None
        if entry is None:
            return replies.text_reply(turn.text, wording.ENTRY_GONE)
        decided = condition_questions.with_chosen_option(turn, entry, callback_data.number(arguments[1]))
        if decided is None:
            return replies.text_reply(turn.text, wording.ACTION_STALE)
        return self._entry_reply(decided, entry, turn.conversation.record if turn.conversation.entry == entry.id else 0)

    def _entry_reply(self, turn: Turn, entry: Entry, record: int) -> Reply:
        """An entry under the record of its question; without one under the entry's own, so that it can be rated and counted."""
        kept = self._memory.best_effort(lambda: self._memory.store.recorded(record)) if record else None
        reply = _with_notes(
            turn, condition_questions.reply(turn, entry, 1.0), [entry], kept.question if kept else "", picked=True
        )
        asked = replace(turn, question=replace(turn.question, text=entry.question))
        picked = replace(turn, meant=(kept.question if kept else "") or entry.question)
        return self._remember_entry(picked, reply, entry, record or self._memory.record(asked, reply))

    def part_replies(self, turn: Turn, meaning: PartRequests) -> Reply:
        """Several parts, one after the other in one reply."""
        first, *others = [self.part_reply(turn, part) for part in meaning.parts]
        blocks = (*first.blocks, *(block for reply in others for block in reply.blocks if block not in first.blocks))
        return replace(first, blocks=blocks)

    def part_reply(self, turn: Turn, part: PartRequest) -> Reply:
        """A part of an entry; which entry is meant when it isn't clear, and where it is found when it is another one."""
        turn = replace(turn, meant=part.meant)
        reply = context_update.part_reply(turn, part)
        record = self._memory.record(turn, replace(reply, meant=part.meant))
        self._memory.remember(turn, **context_update.after_part(turn, part, reply, record))
        return replace(reply, record=record, meant=part.meant)

    def detail(self, turn: Turn, arguments: list[str]) -> Reply:
        """A part of an entry, as its button says."""
        entry = turn.knowledge.get(arguments[0]) if len(arguments) > 1 else None
        if entry is None or arguments[1] not in wording.PARTS:
            return replies.text_reply(turn.text, wording.ENTRY_GONE)
        step = callback_data.number(arguments[2]) if len(arguments) > 2 else 0
        meant = wording.MEANT.format(about=entry.question, text=wording.PARTS[arguments[1]])
        return self.part_reply(turn, PartRequest(arguments[1], step, (entry,), None, meant))

    def record_aside(self, turn: Turn, reply: Reply) -> Reply:
        """What was taken for no question is kept, so that people can see whether it was one."""
        self._memory.record(turn, reply)
        return reply


def _with_notes(turn: Turn, reply: Reply, entries: Sequence[Entry], asked: str, *, picked: bool = False) -> Reply:
    """The reply after what the entries in it lack of the question that was asked: its place's rules, its year's.

    What was said of an earlier question of the conversation isn't said again, unless the message names place or year itself, or
    the entry was `picked` from a list.
    """
    shown = [condition_questions.entry_for_asker(turn, entry) for entry in entries]
    own = {note for entry in shown for note in scope_notes.notes(turn.text, entry, turn)}
    context = turn.conversation.context
    listed = int(context.open or bool(context.offered))  # what got a list was told nothing yet
    goes_on = turn.fresh(FOLLOWUP_WINDOW) and not turn.question.alone and not picked
    earlier = context.questions[listed:] if goes_on else ()
    told = {note for entry in shown for text in earlier for note in scope_notes.notes(text, entry, turn)} - own
    notes = [note for entry in shown for note in scope_notes.notes(asked, entry, turn) if note not in told]
    blocks = (*dict.fromkeys(notes), *reply.blocks)
    return replace(reply, blocks=(*blocks, *contact_dialog.office_blocks(turn, reply.blocks)))


def _only_tells(turn: Turn) -> bool:
    """Whether a short message within a conversation tells how things are and asks for nothing."""
    begun = bool(turn.conversation.context.opening) and turn.fresh(FOLLOWUP_WINDOW)
    short = len(turn.text) <= _SHORT and not turn.question.alone
    return begun and short and not turn.meant and utterance.is_statement(turn.text)


_SHORT = 40
"""Characters beyond which a message is a story, which somebody should answer."""


def _is_answer(match: Match) -> bool:
    return match.decision is Decision.ANSWER


def _at_least_as_sure(match: Match, other: Match) -> bool:
    """Whether a match with something ranked is at least as sure of its first entry as another."""
    return not other.ranked or match.ranked[0].confidence >= other.ranked[0].confidence
