"""Question → reply: the visible list of stages, in order, and what is remembered and recorded on the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot import wording
from bot.desk import (
    callback_data,
    condition_questions,
    contact_dialog,
    context_update,
    conversation_subject,
    followup_resolution,
    non_answers,
    replies,
    scope_notes,
    sentence_split,
    smalltalk,
    topic_match,
    utterance,
)
from bot.desk.contact_dialog import ContactDialog
from bot.desk.conversation_memory import FOLLOWUP_WINDOW, MEMORY_WINDOW, ConversationMemory
from bot.desk.document_dialog import DocumentDialog
from bot.desk.form_dialog import FormDialog, command, unwritten
from bot.desk.form_routing import FormRouting
from bot.desk.human_handoff import AWAIT, HumanHandoff
from bot.desk.interpretation import PartRequest, PartRequests, Reading, Statement, TextMention, Unresolved
from bot.desk.law_dialog import LawDialog
from bot.desk.rating import Rating
from bot.desk.turn import Turn
from bot.model import Decision, Entry, Match, Question, Reply, Topic
from bot.normalise import key
from bot.ports import DeskStorage, Index, Write
from bot.render import with_local_figures

SHORTEST_SEARCH = 0.1
"""Confidence below which an entry isn't offered while someone is still typing."""
_PAGE = "page:"
"""Before the topic and page shown last, in what a conversation awaits."""
LONGEST = 4_000
"""Characters of a message that is looked at; a longer one is answered with how to ask."""
_ECHOED = 100
"""Characters of a longer one that its reply repeats."""
MOST_ANSWERS = 3
"""Answers that one message may get: more would bury each other on a phone."""


class Desk:
    """Implements bot.ports.Answering. Synchronous; one thread at a time."""

    def __init__(
        self, index: Callable[[], Index], store: DeskStorage, clock: Callable[[], float], write: Write = unwritten
    ) -> None:
        """`index` gives the index in force, `clock` Unix time in seconds, `write` the Word file of a form."""
        self._index = index
        self._store = store
        self._clock = clock
        self._memory = ConversationMemory(store, clock)
        self._documents = DocumentDialog(self._memory)
        self._laws = LawDialog(self._memory)
        self._contacts = ContactDialog(self._memory)
        self._forms = FormRouting(FormDialog(store, write), self._documents, self._memory)
        self._human = HumanHandoff(self._memory)
        self._rating = Rating(self._memory)

    def reply(self, question: Question) -> Reply:
        """One question in, one reply out. Raises StoreError only when a question could not be left for a person."""
        turn = Turn(question, self._memory.conversation(question.conversation), self._index(), self._clock())
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

    def topics(self) -> tuple[tuple[str, str], ...]:
        """(key, title) of every topic, in order."""
        return tuple((topic.key, topic.title) for topic in self._index().knowledge.topics)

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
        return self._answer(turn, turn.knowledge.get(ranked.entry), ranked.confidence)

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
        reply = _SMALL[kind](self, turn) if kind else None
        if kind == "thanks" and turn.conversation.awaiting == "reason":
            self._memory.remember(turn, awaiting="")
        return replace(reply, asking=False) if reply is not None else None

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
            return self._part_reply(turn, meaning)
        if isinstance(meaning, TextMention):
            turn = replace(turn, meant=meaning.meant)
            reply = replace(context_update.mention_reply(turn, meaning), meant=meaning.meant)
            record = self._memory.record(turn, reply)
            part = PartRequest("more", 0, (meaning.entry,), None, meaning.meant)
            self._memory.remember(turn, **context_update.after_part(turn, part, reply, record))
            return replace(reply, record=record)
        if isinstance(meaning, PartRequests):
            return self._part_replies(turn, meaning)
        if isinstance(meaning, Statement):
            self._memory.remember(
                turn, context=context_update.with_circumstances(turn), choices=non_answers.statement_choices(turn, meaning)
            )
            return self._record_aside(turn, non_answers.statement_reply(turn, meaning))
        if isinstance(meaning, Unresolved):
            return self._record_aside(turn, non_answers.unresolved_reply(turn, meaning))
        return self._answer_reading(turn, meaning) if meaning is not None else None

    def _answer_reading(self, turn: Turn, read: Reading) -> Reply:
        """The reply to a question that the conversation explains."""
        turn = replace(turn, meant=read.meant or read.asked, asked=read.asked)
        entry = turn.knowledge.get(read.match.ranked[0].entry) if read.match.ranked else None
        if entry is not None and read.asked == turn.conversation.context.asked:
            return self._choose_option(
                replace(turn, meant="", asked=""), [entry.id, "0"]
            )  # 那我们呢: the deciding question again
        return self._answer_match(turn, read.match)

    def _part_replies(self, turn: Turn, meaning: PartRequests) -> Reply:
        """Several parts, one after the other in one reply."""
        first, *others = [self._part_reply(turn, part) for part in meaning.parts]
        blocks = (*first.blocks, *(block for reply in others for block in reply.blocks if block not in first.blocks))
        return replace(first, blocks=blocks)

    def _part_reply(self, turn: Turn, part: PartRequest) -> Reply:
        """A part of an entry; which entry is meant when it isn't clear, and where it is found when it is another one."""
        turn = replace(turn, meant=part.meant)
        reply = context_update.part_reply(turn, part)
        record = self._memory.record(turn, replace(reply, meant=part.meant))
        self._memory.remember(turn, **context_update.after_part(turn, part, reply, record))
        return replace(reply, record=record, meant=part.meant)

    def _question_piece(self, turn: Turn) -> Reply | None:
        """A piece of a question, nothing but circumstances: it waits for the rest."""
        if turn.question.alone or not utterance.is_piece(turn.text, bool(conversation_subject.recent_pieces(turn))):
            return None
        self._memory.remember(turn, context=context_update.with_piece(turn), awaiting="")
        return self._record_aside(turn, non_answers.quiet_reply(turn, wording.PIECE_HEARD))

    def _record_aside(self, turn: Turn, reply: Reply) -> Reply:
        """What was taken for no question is kept, so that people can see whether it was one."""
        self._memory.record(turn, reply)
        return reply

    def _topic_named(self, turn: Turn) -> Reply | None:
        """Words of a topic's title (换届, 工会经费) list that topic; those of several titles (会员) list these topics."""
        found = topic_match.topics_named(turn.text, turn.knowledge.topics)
        if len(found) > 1:
            return self._topic_list(turn, found)
        return self._browse(turn, found[0].key, 1) if found else None

    def _best_match(self, turn: Turn) -> Reply:
        """Everything else is matched against the knowledge: whole, and piece by piece where there are pieces."""
        whole = turn.index.match(turn.text)
        pieces = sentence_split.questions(turn.text, lambda piece: turn.index.exact(piece) is not None)
        matches = {piece: turn.index.match(piece, within=turn.text) for piece in pieces} if len(pieces) > 1 else {}
        asking = {piece: match for piece, match in matches.items() if sentence_split.asks(piece)}
        # beside a question, what doesn't ask tells of its circumstances, unless it is a stored wording
        heard = {piece: match for piece, match in matches.items() if piece in asking or not asking or turn.index.exact(piece)}
        sure = {match.ranked[0].entry: match.ranked[0].confidence for match in heard.values() if _is_answer(match)}
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
            return self._answer(turn, turn.knowledge.get(entry), confidence)
        if len(open_) > 1 and not _is_answer(whole):
            return self._answer_match(turn, Match(Decision.CHOOSE, replies.merged_ranking(list(open_.values()))))
        return self._answer_match(turn, self._story_match(turn, whole))

    # ------------------------------------------------------------ what the stages share

    def _story_match(self, turn: Turn, whole: Match) -> Match:
        """For a long story: its asking part that has an answer, or what the whole and the clearest part come near to."""
        parts = (
            [turn.index.match(piece, within=turn.text) for piece in sentence_split.story_pieces(turn.text)]
            if not _is_answer(whole)
            else []
        )
        best = max(parts, key=lambda match: match.ranked[0].confidence if match.ranked else 0.0, default=whole)
        if whole.decision is Decision.UNKNOWN and best.decision is Decision.CHOOSE:
            return Match(Decision.CHOOSE, replies.merged_ranking([whole, best]))
        return best if _is_answer(best) else whole

    def _answer_match(self, turn: Turn, match: Match) -> Reply:
        if match.decision is Decision.ANSWER:
            return self._answer(turn, turn.knowledge.get(match.ranked[0].entry), match.ranked[0].confidence)
        chat = non_answers.chat_reply(turn, match)
        if chat is not None:
            self._memory.remember(turn, context=context_update.with_piece(turn))
            return self._record_aside(turn, chat)
        make = replies.choose if match.decision is Decision.CHOOSE else replies.unknown
        reply = make(turn.text, match.ranked, turn.knowledge)
        if match.decision is Decision.UNKNOWN:
            reply = self._laws.with_settling_articles(turn, reply)
        reply = self._documents.with_asked(turn, non_answers.with_meaning(turn, reply))
        return self._settle(turn, reply, entry="", choices=())

    def _answer(self, turn: Turn, entry: Entry | None, confidence: float) -> Reply:
        if entry is None:
            return replies.text_reply(turn.text, wording.ENTRY_GONE)
        turn = contact_dialog.with_place_from_text(
            condition_questions.with_condition_from_text(turn, entry, turn.plain_question)
        )
        reply = _with_notes(turn, condition_questions.reply(turn, entry, confidence), [entry], turn.plain_question)
        reply = self._documents.with_asked(turn, replace(reply, meant=turn.meant))
        return self._remember_entry(turn, reply, entry, self._memory.record(turn, reply))

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
        leading = tuple(button.action for row in reply.buttons for button in row)
        offered = (*leading, *replies.offered_actions(shown, turn.knowledge, reply.sources))
        choices = condition_questions.option_actions(entry, condition) if condition else offered
        awaiting, context = condition_questions.AWAITED if condition else "", context_update.after_answer(turn, shown)
        self._memory.remember(turn, entry=entry.id, choices=choices, record=record, awaiting=awaiting, context=context)
        return replace(reply, record=record) if condition else replies.with_buttons(reply, record, turn.knowledge, shown)

    def _run_action(self, turn: Turn, action: str) -> Reply:
        letter, arguments = callback_data.parse(action)
        act = _ACTIONS.get(letter)
        return act(self, turn, arguments) if act else replies.text_reply(turn.text, wording.ACTION_STALE)

    def _show_entry(self, turn: Turn, arguments: list[str]) -> Reply:
        """An entry that was picked; from a question's choices, the pick is noted with that question."""
        entry = turn.knowledge.get(arguments[0]) if arguments else None
        if entry is None:
            return replies.text_reply(turn.text, wording.ENTRY_GONE)
        record = self._memory.own_record(turn, callback_data.number(arguments[1])) if len(arguments) > 1 else 0
        if record:
            self._memory.best_effort(lambda: self._store.choose(record, entry.id))
            asked = self._memory.best_effort(lambda: self._store.recorded(record))
            turn = (
                contact_dialog.with_place_from_text(
                    condition_questions.with_condition_from_text(turn, entry, asked.question), asked.text
                )
                if asked
                else turn
            )
        return self._entry_reply(turn, entry, record)

    def _choose_option(self, turn: Turn, arguments: list[str]) -> Reply:
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
        kept = self._memory.best_effort(lambda: self._store.recorded(record)) if record else None
        reply = _with_notes(turn, condition_questions.reply(turn, entry, 1.0), [entry], kept.question if kept else "")
        asked = replace(turn, question=replace(turn.question, text=entry.question))
        picked = replace(turn, meant=(kept.question if kept else "") or entry.question)
        return self._remember_entry(picked, reply, entry, record or self._memory.record(asked, reply))

    def _detail(self, turn: Turn, arguments: list[str]) -> Reply:
        """A part of an entry, as its button says."""
        entry = turn.knowledge.get(arguments[0]) if len(arguments) > 1 else None
        if entry is None or arguments[1] not in wording.PARTS:
            return replies.text_reply(turn.text, wording.ENTRY_GONE)
        step = callback_data.number(arguments[2]) if len(arguments) > 2 else 0
        meant = wording.MEANT.format(about=entry.question, text=wording.PARTS[arguments[1]])
        return self._part_reply(turn, PartRequest(arguments[1], step, (entry,), None, meant))

    def _page(self, turn: Turn, arguments: list[str]) -> Reply:
        page = callback_data.number(arguments[1]) if len(arguments) > 1 else 1
        return self._browse(turn, arguments[0] if arguments else "", page)

    def _browse(self, turn: Turn, topic_key: str, page: int) -> Reply:
        topic = next((topic for topic in turn.knowledge.topics if topic.key == topic_key), None)
        if topic is None:
            return replies.text_reply(turn.text, wording.TOPIC_GONE)
        shown = min(max(page, 1), replies.page_count(topic))
        reply = replies.topic_page(turn.text, topic, shown, turn.knowledge)
        picks = [button.action for row in reply.buttons for button in row if button.action.startswith("e:")]
        self._memory.remember(turn, choices=tuple(picks), record=0, awaiting=f"{_PAGE}{topic.key}:{shown}")
        return reply

    def _turn_page(self, turn: Turn, by: int) -> Reply:
        """The page after or before the one shown last."""
        choices = turn.conversation.choices
        if by > 0 and choices and callback_data.is_further_page(choices[-1]):
            return self._run_action(turn, choices[-1])
        topic, _, page = turn.conversation.awaiting.removeprefix(_PAGE).partition(":")
        if not turn.conversation.awaiting.startswith(_PAGE):
            return replies.text_reply(turn.text, wording.TOPIC_TURN_WHAT)
        return self._browse(turn, topic, callback_data.number(page) + by)

    def _menu(self, turn: Turn, _: list[str]) -> Reply:
        return self._topic_list(turn, turn.knowledge.topics)

    def _topic_list(self, turn: Turn, topics: Sequence[Topic]) -> Reply:
        self._memory.remember(turn, choices=tuple(callback_data.browse(topic.key) for topic in topics), awaiting="")
        return replies.topics(turn.text, topics)


def _with_notes(turn: Turn, reply: Reply, entries: Sequence[Entry], asked: str) -> Reply:
    """The reply after what the entries in it lack of the question that was asked: its place's rules, its year's."""
    notes = [
        note
        for entry in entries
        for note in scope_notes.notes(asked, condition_questions.entry_for_asker(turn, entry), turn.now)
    ]
    blocks = (*dict.fromkeys(notes), *reply.blocks)
    return replace(reply, blocks=(*blocks, *contact_dialog.office_blocks(turn, reply.blocks)))


def _is_answer(match: Match) -> bool:
    return match.decision is Decision.ANSWER


def _at_least_as_sure(match: Match, other: Match) -> bool:
    """Whether a match with something ranked is at least as sure of its first entry as another."""
    return not other.ranked or match.ranked[0].confidence >= other.ranked[0].confidence


STAGES: tuple[Callable[[Desk, Turn], Reply | None], ...] = (
    Desk._form_input,  # what is written into a form is nobody else's
    Desk._button,  # says exactly what is wanted
    Desk._empty,
    lambda _, turn: non_answers.unknown_command(turn),
    Desk._human_request,  # she asked for a person: whatever she writes is for the person
    Desk._exact_match,  # before everything that guesses
    lambda desk, turn: desk._laws.reply_to_request(
        turn
    ),  # before numbers: after an article, 第三条 is the law's, not the list's
    Desk._option_in_words,  # before numbers: 18 may be how many members there are
    Desk._list_number,  # before small talk: 0 and 1 are short words too
    Desk._small_talk,  # 人工 must work at any moment, also when a reason is awaited
    lambda desk, turn: desk._forms.begin_request(turn),  # before documents: 帮我写建会请示 names one too
    lambda desk, turn: desk._documents.reply_to_request(
        turn
    ),  # before the follow-ups: 有模板吗 is about the documents of the last answer
    lambda desk, turn: desk._contacts.reply_to_request(turn),  # before the follow-ups: 昆山找谁 names its place
    Desk._followup,  # before the reason: 依据是什么 is a question, never a reason
    Desk._rating_reason,
    Desk._topic_named,
    Desk._question_piece,  # after what names a topic: 会员 may be asked for
    lambda desk, turn: desk._documents.reply_to_request(turn, weak=True),  # what an entry may answer for sure, it answers
    Desk._best_match,
)
"""Who may answer, in this order; the first that does ends it."""

_SMALL: dict[str, Callable[[Desk, Turn], Reply]] = {
    "greeting": lambda desk, turn: replies.text_reply(turn.text, wording.GREETING),
    "thanks": lambda desk, turn: replies.text_reply(turn.text, wording.THANKS),
    "agreed": lambda desk, turn: replies.text_reply(turn.text, wording.AGREED),
    # why the last reply was of no use, when that is what was asked
    "lost": lambda desk, turn: desk._rating_reason(turn) or replies.text_reply(turn.text, wording.LOST),
    "dropped": lambda desk, turn: replies.text_reply(turn.text, wording.AGREED),
    "bye": lambda desk, turn: replies.text_reply(turn.text, wording.BYE),
    "who": lambda desk, turn: replies.text_reply(turn.text, wording.WHO),
    "help": lambda desk, turn: replies.text_reply(turn.text, *wording.WELCOME),
    "topics": lambda desk, turn: desk._menu(turn, []),
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
    "e": Desk._show_entry,
    "t": Desk._page,
    "m": Desk._menu,
    "f": lambda desk, turn, given: desk._rating.rate(turn, given),
    "r": lambda desk, turn, given: desk._rating.explain(turn, given),
    "h": lambda desk, turn, given: desk._human.handle_button(turn, given),
    "c": Desk._choose_option,
    "d": Desk._detail,
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
