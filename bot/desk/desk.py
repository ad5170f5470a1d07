"""Question → reply: the visible list of stages, in order, and what is remembered and recorded on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot import places, wording
from bot.desk import (
    callback_data,
    closing_remarks,
    condition_questions,
    context_update,
    conversation_subject,
    followup,
    followup_resolution,
    non_answers,
    replies,
    sentence_split,
    smalltalk,
    topic_match,
    utterance,
)
from bot.desk.contact_dialog import ContactDialog
from bot.desk.conversation_memory import FOLLOWUP_WINDOW, MEMORY_WINDOW, ConversationMemory
from bot.desk.document_dialog import DocumentDialog
from bot.desk.entry_answers import EntryAnswers
from bot.desk.form_commands import command
from bot.desk.form_dialog import FormDialog, unwritten
from bot.desk.form_routing import FormRouting
from bot.desk.human_handoff import AWAIT, HumanHandoff
from bot.desk.interpretation import PartRequest, PartRequests, Statement, TextMention, Unresolved
from bot.desk.law_dialog import LawDialog
from bot.desk.rating import Rating
from bot.desk.topic_dialog import TopicDialog
from bot.desk.turn import Turn
from bot.model import Decision, Question, Reply
from bot.normalise import key
from bot.ports import DeskStorage, Index, Write
from bot.render import with_local_figures

SHORTEST_SEARCH = 0.1
"""Confidence below which an entry isn't offered while someone is still typing."""
LONGEST = 4_000
"""Characters of a message that is looked at; a longer one is answered with how to ask."""
_MATTER = 0.1
"""Confidence of an entry from which an introduction says what will be asked about."""
_MOST_TOLD = 3
"""Messages behind an introduction that only tell more; then what they may be about is offered."""
_ECHOED = 100
"""Characters of a longer one that its reply repeats."""


class Desk:
    """Implements bot.ports.Answering. Synchronous; one thread at a time."""

    def __init__(
        self,
        index: Callable[[], Index],
        store: DeskStorage,
        clock: Callable[[], float],
        write: Write = unwritten,
        region: str = places.HOME,
    ) -> None:
        """`index` gives the index in force, `clock` Unix time in seconds, `write` the Word file of a form.

        `region` is the province that is served.
        """
        self._index = index
        self._store = store
        self._clock = clock
        self._region = region
        self._memory = ConversationMemory(store, clock)
        self._documents = DocumentDialog(self._memory)
        self._laws = LawDialog(self._memory)
        self._contacts = ContactDialog(self._memory)
        self._forms = FormRouting(FormDialog(store, write), self._documents, self._memory)
        self._human = HumanHandoff(self._memory)
        self._rating = Rating(self._memory)
        self._topics = TopicDialog(self._memory)
        self._entries = EntryAnswers(self._memory, self._laws, self._documents)

    def reply(self, question: Question) -> Reply:
        """One question in, one reply out. Raises StoreError only when a question could not be left for a person."""
        conversation = self._memory.conversation(question.conversation)
        turn = Turn(question, conversation, self._index(), self._clock(), region=self._region)
        if len(question.text) > LONGEST:  # before anything is worked out from it: mail and imports cap nothing
            return self._too_long(turn)
        reply = self._run_stages(turn)
        self._documents.count(turn, reply)
        return replace(reply, blocks=with_local_figures(reply.blocks, turn.knowledge))

    def _too_long(self, turn: Turn) -> Reply:
        """How to ask instead, or, in a form, what the blank says of its length."""
        reply = self._forms.raw_input(turn) if self._forms.is_filling(turn) else None
        said = wording.TOO_LONG.format(count=len(turn.text), most=LONGEST)
        return replace(reply or replies.text_reply("", said), question=turn.text[:_ECHOED])

    def _run_stages(self, turn: Turn) -> Reply:
        """The reply of the first stage that has one."""
        for stage in STAGES:
            reply = stage(self, turn)
            if reply is not None:
                return reply
        raise AssertionError("the last stage always replies")

    def search(self, text: str, limit: int) -> tuple[Reply, ...]:
        """Up to `limit` full answers for text that is still being typed; records nothing."""
        index = self._index()
        text = text[:LONGEST]
        found = []
        for ranked in index.rank(text, limit) if key(text) else ():
            entry = index.knowledge.get(ranked.entry)
            if entry is not None and ranked.confidence >= SHORTEST_SEARCH:
                whole = replies.answer(text, entry, ranked.confidence, index.knowledge)
                found.append(replace(whole, blocks=with_local_figures(whole.blocks, index.knowledge)))
        return tuple(found)

    # ------------------------------------------------------------ stages

    def _form_input(self, turn: Turn) -> Reply | None:
        """What goes into a form; a question in between is answered, and the form waits."""
        if not self._forms.is_filling(turn):
            return None
        elsewhere = replace(turn, conversation=replace(turn.conversation, awaiting=""))
        return self._forms.form_input(turn) or self._forms.with_reminder(turn, self._run_stages(elsewhere))

    def _button(self, turn: Turn) -> Reply | None:
        """A button or a deep link says exactly what is wanted."""
        return self._run_action(turn, turn.question.action) if turn.question.action else None

    def _empty(self, turn: Turn) -> Reply | None:
        return replies.text_reply(turn.text, wording.EMPTY) if not turn.text.strip() else None

    def _exact_match(self, turn: Turn) -> Reply | None:
        """A stored wording is its entry's, whatever else it looks like: the promise of the knowledge."""
        ranked = turn.index.exact(turn.text)
        if ranked is None:
            return None
        return self._entries.answer(turn, turn.knowledge.get(ranked.entry), ranked.confidence, word_for_word=True)

    def _option_in_words(self, turn: Turn) -> Reply | None:
        """The deciding question answered in words, or another option of the last answer."""
        entry = turn.knowledge.get(turn.conversation.entry)
        action = condition_questions.option_action(turn, entry) if entry is not None and turn.fresh(FOLLOWUP_WINDOW) else ""
        return self._run_action(turn, action) if action else None

    def _list_number(self, turn: Turn) -> Reply | None:
        """A bare number picks from the last list."""
        choices = turn.conversation.choices
        wanted = smalltalk.picked_number(turn.text)
        if not wanted:
            return None
        if not choices or not turn.fresh(MEMORY_WINDOW):
            return replies.text_reply(turn.text, wording.NUMBER_NOTHING)
        if wanted > len(choices):
            return replies.text_reply(turn.text, wording.NUMBER_RANGE.format(most=len(choices)))
        return self._run_action(turn, choices[wanted - 1])

    def _small_talk(self, turn: Turn) -> Reply | None:
        """What is no question: greetings, thanks, anger, 人工, 有用; what was awaited ends with thanks."""
        kind = smalltalk.kind(turn.text)
        step = any(followup.part_question(clause).part == "step" for clause in smalltalk.pieces(turn.text))
        again = smalltalk.plain_question(turn.text) is not None or (smalltalk.is_lost_about(turn.text) and not step)
        if not kind and again and turn.index.exact(turn.text) is None and non_answers.spoken_entry(turn) is not None:
            kind = "lost"
        reply = _SMALL[kind](self, turn) if kind else None
        if kind == "thanks" and turn.conversation.awaiting == "reason":
            self._memory.remember(turn, awaiting="")
        return replace(reply, asking=False) if reply is not None else None

    def _closing_remark(self, turn: Turn) -> Reply | None:
        """Thanks, an agreement or an apology with a remark beside it."""
        kind = closing_remarks.closing_kind(turn)
        if not kind:
            return None
        if turn.conversation.awaiting == "reason":
            self._memory.remember(turn, awaiting="")
        return self._entries.record_aside(turn, replace(_SMALL[kind](self, turn), asking=False))

    def _with_courtesy(self, turn: Turn) -> Reply | None:
        """What is asked behind a greeting, thanks or an agreement is asked without them."""
        asked = closing_remarks.without_courtesy(turn.text)
        if asked == turn.text or closing_remarks.closing_kind(turn):
            return None
        return replace(self._run_stages(replace(turn, question=replace(turn.question, text=asked))), question=turn.text)

    def _human_request(self, turn: Turn) -> Reply | None:
        """What is said when a question for a person is awaited, or was shown; 继续填 goes back to a form."""
        if command(turn.text) == "go":
            return None
        value = self._forms.value_meanwhile(turn) if self._human.is_awaited(turn) else None
        if value is not None:
            return value
        reply = self._human.reply_to_text(turn, self._run_stages)
        return self._forms.with_reminder(turn, reply) if reply and smalltalk.kind(turn.text) == "dropped" else reply

    def _rating_reason(self, turn: Turn) -> Reply | None:
        """Why the last reply was of no use, unless the text is plainly a new question."""
        if turn.conversation.awaiting != "reason" or not turn.fresh(AWAIT):
            return None
        decision = turn.index.match(turn.text).decision
        if decision is Decision.ANSWER or (decision is Decision.CHOOSE and sentence_split.asks(turn.text)):
            return None
        self._memory.best_effort(lambda: self._store.explain(turn.conversation.record, turn.text))
        self._memory.remember(turn, awaiting="")
        return replies.text_reply(turn.text, wording.REASON_TAKEN)

    def _followup(self, turn: Turn) -> Reply | None:
        """What leans on what was said before: a part, a swap, a correction, what goes on; also a question in pieces."""
        meaning = followup_resolution.interpret(turn)
        if isinstance(meaning, PartRequest):
            return self._entries.part_reply(turn, meaning)
        if isinstance(meaning, TextMention):
            turn = replace(turn, meant=meaning.meant)
            reply = replace(context_update.mention_reply(turn, meaning), meant=meaning.meant)
            record = self._memory.record(turn, reply)
            part = PartRequest("more", 0, (meaning.entry,), None, meaning.meant)
            self._memory.remember(turn, **context_update.after_part(turn, part, reply, record))
            return replace(reply, record=record)
        if isinstance(meaning, PartRequests):
            return self._entries.part_replies(turn, meaning)
        if isinstance(meaning, Statement):
            reply = non_answers.statement_reply(turn, meaning)
            context = context_update.with_circumstances(turn, reply, non_answers.next_entries(turn, meaning))
            self._memory.remember(turn, context=context, choices=non_answers.statement_choices(turn, meaning))
            return self._entries.record_aside(turn, reply)
        if isinstance(meaning, Unresolved):
            return self._entries.record_aside(turn, non_answers.unresolved_reply(turn, meaning))
        return self._entries.answer_reading(turn, meaning) if meaning is not None else None

    def _question_piece(self, turn: Turn) -> Reply | None:
        """A piece of a question, nothing but circumstances, or who she is before anything is asked: it waits for the rest."""
        context = turn.conversation.context
        opening = context.opening if turn.fresh(FOLLOWUP_WINDOW) else ""
        begun = bool(opening) and bool(context.asked or context.entries)
        told = utterance.introduces(turn.text) or (len(context.pieces) < _MOST_TOLD and utterance.goes_on(opening, turn.text))
        opens = not begun and told and turn.index.match(turn.text).decision is not Decision.ANSWER
        piece = utterance.is_piece(turn.text, bool(conversation_subject.recent_pieces(turn)))
        if turn.question.alone or not (piece or opens):
            return None
        first = next(iter(turn.index.rank(turn.text, 1)), None) if opens else None
        names_matter = first is not None and first.confidence >= _MATTER
        self._memory.remember(turn, context=context_update.with_piece(turn, names_matter=names_matter), awaiting="")
        return self._entries.record_aside(turn, non_answers.quiet_reply(turn, wording.PIECE_HEARD))

    def _topic_named(self, turn: Turn) -> Reply | None:
        """Words of a topic's title (换届, 工会经费) list that topic; those of several titles (会员) list these topics."""
        found = topic_match.topics_named(turn.text, turn.knowledge.topics)
        if len(found) > 1:
            return self._topics.list_topics(turn, found)
        return self._topics.browse(turn, found[0].key, 1) if found else None

    # ------------------------------------------------------------ buttons

    def _turn_page(self, turn: Turn, by: int) -> Reply:
        """The page after or before the one shown last: of documents, of a law, of a topic."""
        choices = turn.conversation.choices
        if by > 0 and choices and callback_data.is_further_page(choices[-1]):
            return self._run_action(turn, choices[-1])
        return self._topics.turn_page(turn, by)

    def _run_action(self, turn: Turn, action: str) -> Reply:
        letter, arguments = callback_data.parse(action)
        act = _ACTIONS.get(letter)
        return act(self, turn, arguments) if act else replies.text_reply(turn.text, wording.ACTION_STALE)


STAGES: tuple[Callable[[Desk, Turn], Reply | None], ...] = (
    Desk._form_input,  # what is written into a form is nobody else's
    Desk._button,  # says exactly what is wanted
    Desk._empty,
    lambda _, turn: non_answers.unknown_command(turn),
    Desk._human_request,  # she asked for a person: whatever she writes is for the person
    Desk._exact_match,  # before everything that guesses
    # before numbers: after an article, 第三条 is the law's, not the list's
    lambda desk, turn: desk._laws.reply_to_request(turn),
    Desk._option_in_words,  # before numbers: 18 may be how many members there are
    Desk._list_number,  # before small talk: 0 and 1 are short words too
    Desk._small_talk,  # 人工 must work at any moment, also when a reason is awaited
    Desk._with_courtesy,
    lambda desk, turn: desk._human.wished_for(turn),  # before contacts and documents: 给我个电话, 找个人跟我说
    lambda desk, turn: desk._forms.begin_request(turn),  # before documents: 帮我写建会请示 names one too
    # before the follow-ups: 有模板吗 is about the documents of the last answer
    lambda desk, turn: desk._documents.reply_to_request(turn),
    lambda desk, turn: desk._contacts.reply_to_request(turn),  # before the follow-ups: 昆山找谁 names its place
    Desk._closing_remark,  # before what leans on the conversation: 谢谢你 我心里有底了 tells nothing
    Desk._followup,  # before the reason: 依据是什么 is a question, never a reason
    Desk._rating_reason,
    Desk._topic_named,
    Desk._question_piece,  # after what names a topic: 会员 may be asked for
    lambda desk, turn: desk._documents.reply_to_request(turn, weak=True),  # what an entry may answer for sure, it answers
    lambda desk, turn: desk._entries.best_match(turn),
)
"""Who may answer, in this order; the first that does ends it."""

_SMALL: dict[str, Callable[[Desk, Turn], Reply]] = {
    "greeting": lambda desk, turn: replies.text_reply(turn.text, wording.GREETING),
    "thanks": lambda desk, turn: replies.text_reply(turn.text, wording.THANKS),
    "agreed": lambda desk, turn: replies.text_reply(turn.text, wording.AGREED),
    # why the last reply was of no use, when that is what was asked
    "lost": lambda desk, turn: desk._rating_reason(turn) or non_answers.lost_reply(turn),
    "dropped": lambda desk, turn: replies.text_reply(turn.text, wording.AGREED),
    "bye": lambda desk, turn: replies.text_reply(turn.text, wording.BYE),
    "who": lambda desk, turn: replies.text_reply(turn.text, wording.WHO),
    "help": lambda desk, turn: replies.text_reply(turn.text, *wording.WELCOME),
    "topics": lambda desk, turn: desk._topics.menu(turn, []),
    "human": lambda desk, turn: desk._human.handle_button(turn, []),
    "useful": lambda desk, turn: desk._rating.last(turn, useful=True),
    "useless": lambda desk, turn: desk._rating.last(turn, useful=False),
    "forward": lambda desk, turn: desk._turn_page(turn, 1),
    "back": lambda desk, turn: desk._turn_page(turn, -1),
    "none": lambda desk, turn: replies.text_reply(turn.text, wording.NONE_OF_THESE),
    "ask": lambda desk, turn: replies.text_reply(turn.text, wording.ASK_WHAT),
    "opener": lambda desk, turn: replies.text_reply(turn.text, wording.GO_ON),
    "waiting": lambda desk, turn: non_answers.quiet_reply(turn, wording.AGREED),
    "praise": lambda desk, turn: non_answers.quiet_reply(turn, wording.PRAISED),
    "laugh": lambda desk, turn: non_answers.quiet_reply(turn, wording.NOISE),
    "noise": lambda desk, turn: non_answers.quiet_reply(turn, wording.NOISE),
    "slip": lambda desk, turn: non_answers.quiet_reply(turn, wording.SLIPPED),
    "denied": lambda desk, turn: non_answers.denial_reply(turn),
    "anger": lambda desk, turn: non_answers.anger_reply(turn),
}

_ACTIONS: dict[str, Callable[[Desk, Turn, list[str]], Reply]] = {
    "e": lambda desk, turn, given: desk._entries.show(turn, given),
    "t": lambda desk, turn, given: desk._topics.page(turn, given),
    "m": lambda desk, turn, given: desk._topics.menu(turn, given),
    "f": lambda desk, turn, given: desk._rating.rate(turn, given),
    "r": lambda desk, turn, given: desk._rating.explain(turn, given),
    "h": lambda desk, turn, given: desk._human.handle_button(turn, given),
    "c": lambda desk, turn, given: desk._entries.choose_option(turn, given),
    "d": lambda desk, turn, given: desk._entries.detail(turn, given),
    "g": lambda desk, turn, given: desk._documents.document(turn, given),
    "l": lambda desk, turn, given: desk._documents.listing(turn, given),
    "b": lambda desk, turn, given: desk._documents.entry_documents(turn, given),
    "q": lambda desk, turn, given: desk._documents.found_page(turn, given),
    "p": lambda desk, turn, given: desk._documents.part(turn, given),
    "o": lambda desk, turn, given: desk._contacts.show(turn, given),
    "a": lambda desk, turn, given: desk._laws.show(turn, given),
    "z": lambda desk, turn, given: desk._laws.chapter(turn, given),
    "s": lambda desk, turn, given: desk._laws.sources(turn, given),
    "w": lambda desk, turn, given: desk._forms.begin_pressed(turn, given),
    "v": lambda desk, turn, given: desk._forms.step(turn, given),
}
