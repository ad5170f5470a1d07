"""Signing in to the console without passwords: a link that works once, from the chat or from the machine itself."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable

from bot import wording
from bot.access.permissions import Permissions, log_refusal
from bot.model import Block, Question, Reply
from bot.normalise import fold
from bot.ports import WebDoor
from bot.render import blocks_reply, sentences_reply

LASTS = 300.0
"""Seconds for which a link works."""


class SignInLinks:
    """Makes links, and is a handler of the office."""

    def __init__(self, rights: Permissions, kept: WebDoor, address: Callable[[], str], clock: Callable[[], float]) -> None:
        """`address` gives where the web is open, without a slash at the end; empty: it isn't."""
        self._rights = rights
        self._kept = kept
        self._address = address
        self._clock = clock

    def link(self, who: str) -> str:
        """A link that lets that admin in, once; only the digest of its token is kept."""
        token = secrets.token_urlsafe(32)
        self._kept.issue_token(hashlib.sha256(token.encode()).hexdigest(), who, self._clock() + LASTS)
        return f"{self._address()}/admin/login?token={token}"

    def reply(self, question: Question) -> Reply | None:
        """The link for an admin who asks for it in private; None for everything and everybody else."""
        if question.action or fold(question.text) not in wording.DOOR_WORDS:
            return None
        if not self._rights.is_allowed(question, "login"):
            return None
        if not question.private:
            log_refusal(question, "login", "not in private")
            return sentences_reply(question, wording.KEEP_PRIVATE)
        if not self._address():
            return sentences_reply(question, wording.DOOR_CLOSED)
        said = wording.DOOR_LINK.format(minutes=int(LASTS // 60))
        return blocks_reply(question, [Block("text", said), Block("text", self.link(question.asker))])
