"""A question left for a person: shown first, mended if she likes, passed on when she says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot import wording
from bot.desk import (
    callback_data,
    closing_remarks,
    contact_dialog,
    person_request,
    replies,
    smalltalk,
    utterance,
    word_classes,
)
from bot.desk.conversation_memory import ConversationMemory
from bot.desk.turn import Turn
from bot.desk.word_weights import pairs_of
from bot.model import Block, Button, Decision, LoggedQuestion, Question, Reply
from bot.normalise import fold

ASKED = "human"
"""What a conversation awaits after 人工 without a question: the question."""
SHOWN = "send:"
"""Before the number of the question that was shown, in what a conversation awaits: whether it is passed on."""
NOTED = "noted:"
"""The same once it was said, beside another answer, that it waits."""
AWAIT = 600.0
"""Seconds for which what was asked for is awaited."""
_YES = ("agreed", "thanks")
_NO = ("dropped", "denied", "none", "waiting", "bye")
_SEND = frozenset(
    ("发送", "发", "发吧", "确认", "确认发送", "确定", "转", "转吧", "转人工", "请转", "提交", "是", "yes", "人工")
)
"""What passes the shown question on."""
_SHORT = 8
"""Characters of content below which what asks is a follow-up, when it shares hardly a word with the shown question."""
_ALIKE = 0.5
"""Probability of asking the same below which what is typed is another question, not the shown one mended."""


class HumanHandoff:
    """Stands between the desk and the store's questions for a person."""

    def __init__(self, memory: ConversationMemory) -> None:
        self._memory = memory
        self._store = memory.store

    def is_awaited(self, turn: Turn) -> bool:
        """Whether the conversation awaits a question, or a word on the one that was shown."""
        awaiting = turn.conversation.awaiting
        begun = turn.conversation.context.since or turn.conversation.updated
        return (awaiting == ASKED or awaiting.startswith((SHOWN, NOTED))) and turn.now - begun < AWAIT

    def show_question(self, turn: Turn, number: int) -> Reply:
        """Show the recorded question before it is passed on; without one, ask for it."""
        record = self._store.recorded(self._memory.own_record(turn, number)) if number else None
        if record is None:
            self._await(turn, ASKED)
            return replies.text_reply(turn.text, wording.HUMAN_ASK)
        self._await(turn, f"{SHOWN}{record.id}")
        blocks = (
            Block("text", wording.HUMAN_SHOW),
            Block("text", wording.HUMAN_SHOWN.format(text=record.question)),
            Block("note", wording.HUMAN_HOW),
        )
        row = [
            Button(wording.HUMAN_SEND, callback_data.pass_on(record.id, sure=True)),
            Button(wording.HUMAN_CANCEL, callback_data.pass_on(record.id, sure=False)),
        ]
        return Reply(turn.text, Decision.SMALLTALK, blocks, buttons=callback_data.rows(row, 2), asking=False)

    def _await(self, turn: Turn, awaiting: str) -> None:
        # not through Memory.remember: were this not kept, her next words would be answered instead of passed on
        context = replace(turn.conversation.context, since=turn.now, pieces=())
        self._store.save_conversation(replace(turn.conversation, updated=turn.now, awaiting=awaiting, context=context))

    def reply_to_text(self, turn: Turn, other: Callable[[Turn], Reply]) -> Reply | None:
        """What is typed when a question is awaited, or a word on the one shown; None for what is neither.

        `other` answers another question that is asked meanwhile.
        """
        if not self.is_awaited(turn):
            return None
        awaiting = turn.conversation.awaiting
        kind = smalltalk.kind(turn.text)
        if awaiting == ASKED:
            if kind in _NO or kind == "thanks":
                return self.cancel(turn, wording.AGREED)
            return None if kind or person_request.asks_for_person(turn.text) else self.pass_on(turn, turn.question)
        number = callback_data.number(awaiting.removeprefix(SHOWN).removeprefix(NOTED))
        record = self._store.recorded(self._memory.own_record(turn, number))
        if record is None:
            return self.cancel(turn, wording.HUMAN_NOT)
        if fold(turn.text) in _SEND or kind in _YES:
            return self.send_shown(turn, record)
        if kind in _NO:
            return self.cancel(turn, wording.HUMAN_NOT)
        if kind or person_request.asks_for_person(turn.text):
            return None
        if closing_remarks.closing_kind(turn):
            return self.cancel(turn, wording.HUMAN_NOT)
        if self._is_other_question(turn, record):
            asking = replace(turn, conversation=replace(turn.conversation, awaiting=""))
            reply = other(asking)
            self._keep_waiting(turn, f"{NOTED}{record.id}")
            if awaiting.startswith(NOTED):
                return reply
            note = Block("note", wording.HUMAN_WAITS.format(text=record.question))
            return replace(reply, blocks=(*reply.blocks, note))
        return self.pass_on(turn, replace(_as_question(turn, record), text=turn.text), record.id)

    def _is_other_question(self, turn: Turn, record: LoggedQuestion) -> bool:
        """Whether what is typed is a question of its own, rather than the shown one mended: sure of its answer, or short."""
        one = utterance.parse_utterance(turn.text)
        match = turn.index.match(turn.text)
        goes_on = one.continues or bool(one.asked.part) or word_classes.asks(turn.text)
        near = match.decision is not Decision.UNKNOWN or (
            utterance.is_dependent(one) and not word_classes.content(one.asked.content)
        )
        follows = goes_on and near and len(word_classes.content(turn.text)) < _SHORT
        said = pairs_of(word_classes.content(turn.text))
        mended = 2 * len(said & pairs_of(record.question)) > len(said)
        if not (follows and not mended) and match.decision is not Decision.ANSWER:
            return False
        return turn.index.same_question_probabilities(turn.text, [record.question])[0] < _ALIKE

    def _keep_waiting(self, turn: Turn, awaiting: str) -> None:
        kept = self._memory.best_effort(lambda: self._store.conversation(turn.conversation.key))
        if kept is not None:
            context = replace(kept.context, since=turn.conversation.context.since)
            self._memory.best_effort(lambda: self._store.save_conversation(replace(kept, awaiting=awaiting, context=context)))

    def wished_for(self, turn: Turn) -> Reply | None:
        """What a wish to talk to somebody gets: the last question to be passed on, and whom to call if that is wished for."""
        if not person_request.asks_for_person(turn.text) or turn.question.alone:
            return None
        call = person_request.asks_for_call(turn.text)
        if not person_request.is_for_me(turn.text) and turn.index.match(turn.text).decision is Decision.ANSWER:
            return None
        reply = self.handle_button(turn, [])
        before = (Block("text", wording.HUMAN_CALL), *contact_dialog.phone_blocks(turn)) if call else ()
        return replace(reply, blocks=(*before, *reply.blocks), asking=False)

    def handle_button(self, turn: Turn, arguments: list[str]) -> Reply:
        """A button that leaves a question for a person: to show it, to pass it on, or not to."""
        number = callback_data.number(arguments[0]) if arguments else turn.conversation.record
        if len(arguments) < 2:
            return self.show_question(turn, number)
        record = self._store.recorded(self._memory.own_record(turn, number)) if number else None
        if record is None:
            return replies.text_reply(turn.text, wording.ACTION_STALE)
        return self.send_shown(turn, record) if arguments[1] == "1" else self.cancel(turn, wording.HUMAN_NOT)

    def send_shown(self, turn: Turn, record: LoggedQuestion) -> Reply:
        """The question that was shown is passed on as it is."""
        return self.pass_on(turn, _as_question(turn, record), record.id)

    def cancel(self, turn: Turn, said: str) -> Reply:
        """Nothing is passed on."""
        self._memory.remember(turn, awaiting="")
        return replies.text_reply(turn.text, said)

    def pass_on(self, turn: Turn, question: Question, record: int = 0) -> Reply:
        """Leave a question for a person. Raises StoreError when it can't be kept."""
        taken = self._store.hand_over(question, record=record)
        self._memory.remember(turn, awaiting="")
        said = wording.HUMAN_TAKEN.format(number=taken.id, text=taken.text)
        return replies.text_reply(turn.text, said, wording.HUMAN_AFTER.format(number=taken.id))


def _as_question(turn: Turn, record: LoggedQuestion) -> Question:
    """A recorded question as it is passed on."""
    wire = record.wire or f"record:{record.id}"
    return replace(turn.question, text=record.question, wire=wire, action="")
