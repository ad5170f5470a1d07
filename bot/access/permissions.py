"""Who is an admin: looked up at the moment of use, and nobody when it can't be looked up; refusals are logged.

A person is known by the key of her channel (telegram:4711). The log gets a digest of it and the act's name, never her words.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Collection

from bot import wording
from bot.errors import JianhuitongError
from bot.model import Question

_log = logging.getLogger(__name__)


class Permissions:
    """Tells who may keep the knowledge. Safe from any thread."""

    def __init__(self, admins: Callable[[], Collection[str]]) -> None:
        """`admins` gives the keys of the admins as they are set just now; what it raises makes nobody an admin."""
        self._admins = admins

    def is_admin(self, who: str) -> bool:
        """Whether that person is an admin at this moment."""
        return bool(who) and who in self.admins()

    def admins(self) -> frozenset[str]:
        """The keys of the admins at this moment; none when the settings can't be read."""
        try:
            return frozenset(self._admins())
        except (JianhuitongError, OSError, ValueError) as error:
            # ours name the line or the setting, others may carry what is nobody's business
            reason = str(error) if isinstance(error, JianhuitongError) else type(error).__name__
            _log.error(wording.RIGHTS_LOG_UNREADABLE.format(reason=reason))
            return frozenset()

    def is_allowed(self, question: Question, act: str) -> bool:
        """Whether its asker is an admin; a refusal is logged under the act's name (ASCII, of our own, never her words)."""
        if self.is_admin(question.asker):
            return True
        log_refusal(question, act, "not an admin")
        return False


def log_refusal(question: Question, act: str, reason: str) -> None:
    """Log that an act of an admin was refused."""
    _log.warning(
        wording.RIGHTS_LOG_REFUSED.format(act=act, who=pseudonym(question.asker), channel=question.channel, reason=reason)
    )


def pseudonym(who: str) -> str:
    """Twelve hex digits by which a log tells people apart; the same for the same key, also after a restart."""
    return hashlib.sha256(who.encode("utf-8", "replace")).hexdigest()[:12]
