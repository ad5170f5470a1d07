"""/id: the key by which a person is made an admin; anybody may ask for her own."""

from __future__ import annotations

from bot import wording
from bot.access.permissions import Permissions
from bot.model import Question, Reply
from bot.normalise import fold
from bot.render import sentences_reply


def reply(question: Question, rights: Permissions) -> Reply | None:
    """A handler of the office: her own key, in private only, and how she becomes an admin unless she is one."""
    if fold(question.text) not in wording.IDENTITY_WORDS or question.action or not question.private:
        return None
    said = wording.IDENTITY_ADMIN if rights.is_admin(question.asker) else wording.IDENTITY
    return sentences_reply(question, said.format(key=question.asker))
