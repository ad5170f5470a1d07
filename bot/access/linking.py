"""Linking one's channels by a code that works once: shown in one, typed in another, so that an answer finds its asker.

A code has `DIGITS` digits, holds for `LASTS` seconds, and only its digest under a secret of the store's is kept. Nobody is
linked by anything else: the same name, number or address on two channels means nothing. With a thousand codes out at once a
guess hits one of them with a probability of one in 100,000, and everybody has `TRIES` an hour, a channel `CHANNEL_TRIES`.
"""

from __future__ import annotations

import hmac
import re
import secrets
import unicodedata
from collections.abc import Callable, Iterable
from hashlib import sha256

from bot import china_time, wording
from bot.model import Block, ConversationRef, Link, OutboxMessage, Question, Reply
from bot.ports import LinkStorage
from bot.render import sentences_reply

LONGEST = 200
"""Characters beyond which a message is about something else: normalising a million of them takes a second."""
DIGITS = 8
LASTS = 600.0
"""Seconds for which a code holds."""
TRIES = 5
"""Codes that a person may type, and may be shown, an hour."""
CHANNEL_TRIES = 60
"""Codes that may be typed on a channel an hour: on the web anybody is as many people as she likes."""
HOUR = 3600.0
_ASKED = re.compile(
    r"/link|(?:我?(?:想|要|想要)|怎么|如何|请|帮我)*(?:绑定|关联)(?:我的|其他|其它|别的|另一个)*"
    r"(?:渠道|账号|帐号|账户|邮箱|邮件|qq|telegram|网页)?(?:怎么办|怎么弄|吗|呢)?"
)
_TYPED = re.compile(
    r"(?:/link|绑定|关联)(?:渠道|账号|帐号|邮箱|qq|telegram)?(?:的?(?:验证|绑定)?码)?(?:是|为)?\W*(?P<code>\d[\d\s-]*)"
)
_UNDONE = re.compile(
    r"/unlink|(?:我?(?:想|要|想要)|请|帮我)*(?:(?:解除|取消)(?:渠道|账号|帐号)?(?:的)?(?:绑定|关联)|解绑(?:账号|渠道)?)"
)
_ENDS = re.compile(r"[\s。．.!！?？,，、]+$")


class LinkHandler:
    """A handler before the desk: shows, takes and withdraws the codes that link one person's channels."""

    def __init__(self, store: LinkStorage, clock: Callable[[], float]) -> None:
        """`clock` gives Unix time in seconds."""
        self._store = store
        self._clock = clock

    def reply(self, question: Question) -> Reply | None:
        """The reply to what somebody wants of her links; None when it is nothing of that. May raise StoreError."""
        if question.action or len(question.text) > LONGEST:
            return None
        said = _ENDS.sub("", unicodedata.normalize("NFKC", question.text).casefold().strip())
        typed = _TYPED.fullmatch(said)
        if not typed and not _ASKED.fullmatch(said) and not _UNDONE.fullmatch(said):
            return None
        code = re.sub(r"\D", "", typed["code"]) if typed else ""
        if not question.private:
            seen = bool(code) and self._store.drop_code(self._digest(code))
            return sentences_reply(question, wording.LINK_PUBLIC if seen else wording.LINK_PRIVATE)
        if ConversationRef.parse(question.asker).thread:  # a sender whom nothing proves is known by her thread alone
            return sentences_reply(question, wording.LINK_UNPROVEN)
        if code:
            return self._use_code(question, code)
        return self._unlink(question) if _UNDONE.fullmatch(said) else self._show_code(question)

    def _show_code(self, question: Question) -> Reply:
        """A new code."""
        wait = self._seconds_to_wait(f"shown:{question.asker}", TRIES)
        if wait:
            return _try_later(question, wait)
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        self._store.offer_code(self._digest(code), question.asker, _home_conversation(question), self._clock() + LASTS)
        said = [wording.LINK_CODE.format(code=code, minutes=int(LASTS // 60))]
        others = self._store.links(question.asker)
        if others:
            said.append(wording.LINK_LISTED.format(channels=links_in_words(others)))
        return sentences_reply(question, *said)

    def _use_code(self, question: Question, code: str) -> Reply:
        """A code that was shown somewhere."""
        if len(code) != DIGITS:
            return sentences_reply(question, wording.LINK_SHAPE.format(digits=DIGITS, example="1" * DIGITS))
        wait = self._seconds_to_wait(f"typed:{question.asker}", TRIES) or self._seconds_to_wait(
            f"typed at {question.channel}", CHANNEL_TRIES
        )
        if wait:
            return _try_later(question, wait)
        shown = self._store.spend_code(self._digest(code), question.asker, _home_conversation(question))
        if shown is None:
            return sentences_reply(question, wording.LINK_WRONG)
        if shown.person == question.asker:
            return sentences_reply(question, wording.LINK_OWN.format(code=code))
        told = Block("text", wording.LINK_DONE_THERE.format(channel=channel_name(question.asker)))
        key = f"linked:{self._digest(code)[:16]}"
        self._store.queue(OutboxMessage(shown.person.partition(":")[0], shown.conversation, key, (told,)))
        return sentences_reply(question, wording.LINK_DONE.format(channel=channel_name(shown.person)))

    def _unlink(self, question: Question) -> Reply:
        done = self._store.unlink(question.asker)
        return sentences_reply(question, wording.UNLINK_DONE if done else wording.UNLINK_NONE)

    def _digest(self, code: str) -> str:
        return hmac.new(self._store.secret("link"), code.encode(), sha256).hexdigest()

    def _seconds_to_wait(self, what: str, most: int) -> float:
        """Take one of so many an hour; the seconds to wait, 0: it was taken. Who it was is kept as a digest."""
        return self._store.draw(f"link:{self._digest(what)[:24]}", most, most / HOUR)


def _home_conversation(question: Question) -> str:
    """The conversation in which she is reached: her own place, not the thread in which she is linking."""
    here, own = ConversationRef.parse(question.conversation), ConversationRef.parse(question.asker)
    return question.asker if (here.channel, here.place) == (own.channel, own.place) else question.conversation


def _try_later(question: Question, wait: float) -> Reply:
    return sentences_reply(question, wording.LINK_TOO_OFTEN.format(minutes=max(1, -(-int(wait) // 60))))


def channel_name(person: str) -> str:
    """What people call the channel of somebody's key."""
    name = person.partition(":")[0]
    return wording.CHANNELS.get(name, name)


def links_in_words(links: Iterable[Link]) -> str:
    """Links in words."""
    return "、".join(
        wording.LINK_ONE.format(channel=channel_name(one.person), since=china_time.day(one.since)) for one in links
    )
