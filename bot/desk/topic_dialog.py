"""Topics and their entries by pages, to pick from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot import wording
from bot.desk import callback_data, replies, topic_order
from bot.desk.conversation_memory import ConversationMemory
from bot.desk.turn import Turn
from bot.model import Reply, Topic

_PAGE = "page:"
"""Before the topic and page shown last, in what a conversation awaits."""

SPAN = 30 * 24 * 3600.0
"""Seconds of the past that count for what is asked most."""
FRESH = 1800.0
"""Seconds for which a count holds."""


class TopicDialog:
    """Lists topics, and the entries of one."""

    def __init__(self, memory: ConversationMemory) -> None:
        self._memory = memory
        self._asked: Mapping[str, int] = {}
        self._counted = float("-inf")

    def _asked_lately(self, turn: Turn) -> Mapping[str, int]:
        """How often each entry was asked of late; counted now and then, since nobody waits for it."""
        if not 0 <= turn.now - self._counted < FRESH:
            self._counted = turn.now
            self._asked = self._memory.best_effort(lambda: self._memory.store.entries_asked(turn.now - SPAN)) or {}
        return self._asked

    def page(self, turn: Turn, arguments: list[str]) -> Reply:
        """A page of a topic, as its button says."""
        page = callback_data.number(arguments[1]) if len(arguments) > 1 else 1
        return self.browse(turn, arguments[0] if arguments else "", page)

    def browse(self, turn: Turn, topic_key: str, page: int) -> Reply:
        """A page of a topic's entries, to pick from."""
        topic = next((topic for topic in turn.knowledge.topics if topic.key == topic_key), None)
        if topic is None:
            return replies.text_reply(turn.text, wording.TOPIC_GONE)
        topic = topic_order.with_asked_first(topic, self._asked_lately(turn))
        shown = min(max(page, 1), replies.page_count(topic))
        reply = replies.topic_page(turn.text, topic, shown, turn.knowledge)
        picks = [button.action for row in reply.buttons for button in row if button.action.startswith("e:")]
        self._memory.remember(turn, choices=tuple(picks), record=0, awaiting=f"{_PAGE}{topic.key}:{shown}")
        return reply

    def turn_page(self, turn: Turn, by: int) -> Reply:
        """The page of a topic after or before the one shown last."""
        topic, _, page = turn.conversation.awaiting.removeprefix(_PAGE).partition(":")
        if not turn.conversation.awaiting.startswith(_PAGE):
            return replies.text_reply(turn.text, wording.TOPIC_TURN_WHAT)
        return self.browse(turn, topic, callback_data.number(page) + by)

    def menu(self, turn: Turn, _: list[str]) -> Reply:
        """All topics, to pick from, those asked about most first."""
        return self.list_topics(turn, topic_order.ordered(turn.knowledge, self._asked_lately(turn)))

    def list_topics(self, turn: Turn, topics: Sequence[Topic]) -> Reply:
        """These topics, to pick from."""
        self._memory.remember(turn, choices=tuple(callback_data.browse(topic.key) for topic in topics), awaiting="")
        return replies.topics(turn.text, topics)
