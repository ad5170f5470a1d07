"""Topics and their entries by pages, to pick from."""

from __future__ import annotations

from collections.abc import Sequence

from bot import wording
from bot.desk import callback_data, replies
from bot.desk.conversation_memory import ConversationMemory
from bot.desk.turn import Turn
from bot.model import Reply, Topic

_PAGE = "page:"
"""Before the topic and page shown last, in what a conversation awaits."""


class TopicDialog:
    """Lists topics, and the entries of one."""

    def __init__(self, memory: ConversationMemory) -> None:
        self._memory = memory

    def page(self, turn: Turn, arguments: list[str]) -> Reply:
        """A page of a topic, as its button says."""
        page = callback_data.number(arguments[1]) if len(arguments) > 1 else 1
        return self.browse(turn, arguments[0] if arguments else "", page)

    def browse(self, turn: Turn, topic_key: str, page: int) -> Reply:
        """A page of a topic's entries, to pick from."""
        topic = next((topic for topic in turn.knowledge.topics if topic.key == topic_key), None)
        if topic is None:
            return replies.text_reply(turn.text, wording.TOPIC_GONE)
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
        """All topics, to pick from."""
        return self.list_topics(turn, turn.knowledge.topics)

    def list_topics(self, turn: Turn, topics: Sequence[Topic]) -> Reply:
        """These topics, to pick from."""
        self._memory.remember(turn, choices=tuple(callback_data.browse(topic.key) for topic in topics), awaiting="")
        return replies.topics(turn.text, topics)
