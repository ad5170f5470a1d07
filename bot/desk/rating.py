"""Whether a reply was of use, and why not."""

from __future__ import annotations

from dataclasses import replace

from bot import wording
from bot.desk import callback_data, replies
from bot.desk.conversation_memory import ConversationMemory
from bot.desk.turn import Turn
from bot.model import Button, Reply


class Rating:
    """Notes what askers think of replies."""

    def __init__(self, memory: ConversationMemory) -> None:
        self._memory = memory

    def rate(self, turn: Turn, arguments: list[str]) -> Reply:
        """The button that says whether a reply was of use; of no use, it is asked why."""
        record = self._memory.own_record(turn, callback_data.number(arguments[0])) if len(arguments) == 2 else 0
        if not record:
            return replies.text_reply(turn.text, wording.ACTION_STALE)
        useful = arguments[1] == "1"
        self._memory.best_effort(lambda: self._memory.store.rate(record, useful))
        self._memory.remember(turn, record=record, awaiting="" if useful else "reason")
        if useful:
            return replies.text_reply(turn.text, wording.RATED_USEFUL)
        buttons = [Button(label, callback_data.explain(record, reason)) for reason, label in wording.REASONS.items()]
        return replace(replies.text_reply(turn.text, wording.RATED_USELESS), buttons=callback_data.rows(buttons, 2))

    def explain(self, turn: Turn, arguments: list[str]) -> Reply:
        """The button that says why a reply was of no use."""
        record = self._memory.own_record(turn, callback_data.number(arguments[0])) if len(arguments) == 2 else 0
        if not record or arguments[1] not in wording.REASONS:
            return replies.text_reply(turn.text, wording.ACTION_STALE)
        self._memory.best_effort(lambda: self._memory.store.explain(record, wording.REASONS[arguments[1]]))
        self._memory.remember(turn, awaiting="")
        return replies.text_reply(turn.text, wording.REASON_TAKEN)

    def last(self, turn: Turn, useful: bool) -> Reply:
        """The same in words, of the last reply."""
        record = turn.conversation.record
        if not record:
            return replies.text_reply(turn.text, wording.RATE_WHAT)
        return self.rate(turn, [str(record), str(int(useful))])
