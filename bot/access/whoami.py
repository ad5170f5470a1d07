"""/id: the key by which a person is made an admin; anybody may ask for her own."""

from __future__ import annotations

from bot import wording
from bot.model import Question, Reply
from bot.normalise import fold
from bot.render import sentences_reply


def reply(question: Question) -> Reply | None:
    """A handler of the office: her own key, in private only."""
    if fold(question.text) not in wording.IDENTITY_WORDS or question.action or not question.private:
        return None
    return sentences_reply(question, wording.IDENTITY.format(key=question.asker))
