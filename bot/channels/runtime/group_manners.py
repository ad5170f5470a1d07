"""How the bot behaves where several read along: it doesn't repeat itself, nods to nobody, and is quiet when it is told to."""

from __future__ import annotations

import logging
import re
import time
from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256

from bot import wording
from bot.channels.runtime.durable_inbox import Inbox
from bot.desk import smalltalk
from bot.errors import StoreError
from bot.model import Decision, Question, Reply
from bot.normalise import fold

_log = logging.getLogger(__name__)
REPEAT = 300.0
"""Seconds for which an answer stands in a group without being said again."""
QUIET = 3600.0
"""Seconds for which a group's admin can quiet the bot."""
REMEMBERED = 2048
"""Answers that are remembered, over all groups."""
_QUIET = "quiet"
_WORDS = re.compile(r"[\w\u3400-\u9fff]")
_NODS = re.compile(r"[+＋]\s*\d{1,3}|[6六]{2,}|[哈呵嘿嘻]{2,}|[顶赞]+")
_POLITE = {"agreed", "thanks", "bye"}
"""Kinds of small talk that need no reply where others read along; the answer to a question of the desk's is none of it."""
_PLEASE = r"(?:请|麻烦)?(?:先|你|机器人)*"
_HUSH = re.compile(
    rf"/?quiet|{_PLEASE}(?:安静|静音|闭嘴|禁言|别说话|不要说话|别回复|别出声)"
    r"(?:一下|一会儿?|(?:1|一|60)(?:个)?(?:小时|钟头|分钟))*(?:吧|了|啦)?"
)
_SPEAK = re.compile(
    rf"/?quiet ?off|{_PLEASE}(?:(?:可以|继续)(?:说话|回复|回答)|恢复(?:说话|回复|回答)?|(?:取消|解除)(?:静音|禁言))"
    r"(?:吧|了|啦)?"
)


def is_nod(text: str) -> bool:
    """Whether a text is no more than a nod: +1, 666, expressions, punctuation."""
    bare = text.strip()
    return not _WORDS.search(bare) or bool(_NODS.fullmatch(bare))


def asks_for_quiet(text: str) -> bool:
    """Whether a text tells the bot to be quiet."""
    return bool(_HUSH.fullmatch(" ".join(text.split())))


def ends_quiet(text: str) -> bool:
    """Whether a text lets the bot speak again."""
    return bool(_SPEAK.fullmatch(" ".join(text.split())))


class GroupManners:
    """What was said in the groups of a channel, and which of them want quiet."""

    def __init__(self, inbox: Inbox, clock: Callable[[], float] = time.time) -> None:
        self._inbox = inbox
        self._clock = clock
        self._said: OrderedDict[str, float] = OrderedDict()
        self._until: dict[str, float] = {}

    async def read(self) -> None:
        """Which groups wanted quiet when the last process ended."""
        try:
            kept = await self._inbox.kept(_QUIET)
        except StoreError:
            _log.exception(wording.CHANNEL_LOG_OUTBOX.format(channel=self._inbox.name))
            return
        self._until = {place: float(until) for place, until in kept.items()}

    def is_quiet(self, place: str) -> bool:
        """Whether the group wants quiet just now; never for longer than was asked for, whatever the clock does."""
        return 0.0 < self._until.get(place, 0.0) - self._clock() <= QUIET

    async def begin_quiet(self, place: str) -> None:
        """Be quiet in that group for an hour, also after a restart."""
        self._until[place] = self._clock() + QUIET
        await self._keep(place, str(self._until[place]))

    async def end_quiet(self, place: str) -> None:
        """Speak again."""
        self._until.pop(place, None)
        await self._keep(place, "")

    async def _keep(self, place: str, value: str) -> None:
        try:
            await self._inbox.keep(_QUIET, place, value)
        except StoreError:
            _log.exception(wording.CHANNEL_LOG_OUTBOX.format(channel=self._inbox.name))

    def is_needless(self, place: str, question: Question, reply: Reply) -> bool:
        """Whether a reply needn't be said: it stands there already, or answers a nod."""
        if question.action:
            return False
        if reply.decision is Decision.SMALLTALK:
            return smalltalk.kind(question.text) in _POLITE
        said = self._said.get(_mark(place, question, reply))
        return said is not None and 0.0 <= self._clock() - said < REPEAT

    def note_said(self, place: str, question: Question, reply: Reply) -> None:
        """It was said."""
        if reply.decision is Decision.SMALLTALK:
            return
        mark = _mark(place, question, reply)
        self._said[mark] = self._clock()
        self._said.move_to_end(mark)
        if len(self._said) > REMEMBERED:
            self._said.popitem(last=False)


def _mark(place: str, question: Question, reply: Reply) -> str:
    """What an answer is known by; one that says no more than that nothing was found belongs to its question."""
    whole = reply.decision in (Decision.ANSWER, Decision.GUIDE)
    parts = [place, repr(reply.blocks), *(file.document or file.name for file in reply.files)]
    return sha256("\0".join([*parts, "" if whole else fold(question.text)]).encode("utf-8", "replace")).hexdigest()
