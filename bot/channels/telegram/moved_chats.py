"""Groups that Telegram gave a new number when they became supergroups.

The rest of the program goes on knowing such a group by its first number: settings, conversations and limits hold that one.
Messages are numbered anew in the new chat, so that their keys carry the number of the chat they really are in.
"""

from __future__ import annotations

import logging
from dataclasses import replace

from telegram import Message

from bot import wording
from bot.channels.runtime import Incoming
from bot.channels.telegram.address import NAME, checked
from bot.errors import StoreError
from bot.model import MOVED, ConversationRef
from bot.ports import Progress

_log = logging.getLogger(__name__)
_TO = "to"
"""The step under which the store keeps the number of now."""


class MovedChats:
    """Which group has which number now, kept in the store."""

    def __init__(self, store: Progress) -> None:
        self._store = store
        self._now: dict[str, str] = {}
        self._first: dict[str, str] = {}

    def read(self) -> None:
        """Take in what the store knows. May raise StoreError."""
        for first, steps in self._store.steps(MOVED).items():
            ref = ConversationRef.parse(first)
            if ref.channel == NAME and _TO in steps:
                self._learn(ref.place, steps[_TO])

    def note(self, old: int, new: int) -> None:
        """A group's number has changed; what the store can't keep is learnt again at the next message."""
        first = self._first.get(str(old), str(old))
        if self._now.get(first) == str(new) or first == str(new):
            return
        self._learn(first, str(new))
        try:
            self._store.note_step(MOVED, str(ConversationRef(NAME, first)), _TO, str(new))
        except StoreError:
            _log.exception(wording.TELEGRAM_LOG_MOVED)

    def _learn(self, first: str, now: str) -> None:
        self._now[first] = now
        self._first[now] = first

    def learn_from(self, message: Message | None) -> None:
        """Learn from a message of Telegram's own about a move, in the old chat or in the new one."""
        if message is None:
            return
        if message.migrate_to_chat_id:
            self.note(checked(message.chat.id), checked(message.migrate_to_chat_id))
        elif message.migrate_from_chat_id:
            self.note(checked(message.migrate_from_chat_id), checked(message.chat.id))

    def current_number(self, chat: str) -> str:
        """The number to write to."""
        return self._now.get(chat, chat)

    def home(self, ref: ConversationRef) -> ConversationRef:
        """A place as the program knows it."""
        return replace(ref, place=self._first[ref.place]) if ref.place in self._first else ref

    def at_home(self, incoming: Incoming) -> Incoming:
        """What came in, said at the place that the program knows."""
        ref = self.home(incoming.to.ref)
        if ref == incoming.to.ref:
            return incoming
        question = incoming.question
        question = replace(question, conversation=str(ref)) if question is not None else None
        return replace(incoming, to=replace(incoming.to, ref=ref), question=question)
