"""Everybody's right over what is kept of her: see it, have it forgotten; and what expires by itself."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import replace

from bot import china_time, wording
from bot.access.linking import links_in_words
from bot.model import Attachment, Block, Button, Question, Reply
from bot.ports import Privacy, PrivacyStorage
from bot.render import blocks_reply, sentences_reply

log = logging.getLogger(__name__)
DAY = 86_400.0
_DATA = re.compile(r"/mydata|我的数据|你(?:们)?(?:存|保存|记)了我(?:的)?(?:什么|哪些)(?:信息|数据|内容)?[?？]?")
_FORGET = re.compile(r"/forget|(?:忘记|忘掉)我|删除我的(?:数据|信息|记录|问题)")
_YES = re.compile(r"(?:确定|确认)(?:删除|删)?|是的?|删除")
_NO = re.compile(r"不删了?|不要?|不用了?|取消|算了")
ASKED = 600.0
"""Seconds for which the button or the word that confirms holds."""


class PrivacyHandler:
    """A handler before the desk: shows an asker what is kept of her and deletes it on request."""

    def __init__(self, store: PrivacyStorage, clock: Callable[[], float], days: int, drop: Callable[[], None]) -> None:
        """`days` is for how long questions are kept; 0: for ever. `drop` forgets what was worked out from questions."""
        self._store = store
        self._clock = clock
        self._days = days
        self._drop = drop
        self._asking: dict[tuple[str, str], float] = {}
        """When who was asked where whether to delete; a restart forgets it, which only means asking again."""

    def reply(self, question: Question) -> Reply | None:
        """The reply to what an asker wants of her data; None when it is nothing of that."""
        if question.action.startswith("k:forget:") or question.action == "k:keep":
            return self._handle_button(question)
        asked = self._asking.pop((question.conversation, question.asker), 0.0)
        if question.action:
            return None
        text = question.text.strip()
        if self._clock() - asked < ASKED and (_YES.fullmatch(text) or _NO.fullmatch(text)):
            return self._carry_out(question, yes=_YES.fullmatch(text) is not None)
        if _DATA.fullmatch(text):
            return self._show(question)
        return self._confirm(question) if _FORGET.fullmatch(text) else None

    def _show(self, question: Question) -> Reply:
        kept = self._store.stored_data(question.asker)
        counts = {name: getattr(kept, name) for name in wording.MYDATA_KEPT}
        said = [wording.MYDATA_KEPT[name].format(count=count) for name, count in counts.items() if count]
        sentences = [
            wording.MYDATA.format(kept="，".join(said)) if said else wording.MYDATA_NOTHING,
            wording.MYDATA_MASKED.format(days=self._days),
        ]
        links = self._store.links(question.asker)
        if links:
            sentences.insert(1, wording.MYDATA_LINKS.format(channels=links_in_words(links)))
        if not question.private:  # others read along: the counts alone
            return sentences_reply(question, *sentences)
        reply = sentences_reply(question, *sentences, wording.MYDATA_FILE)
        return replace(reply, files=(Attachment(wording.MYDATA_NAME, "", content=self._kept_in_words(question.asker)),))

    def _kept_in_words(self, asker: str) -> bytes:
        """Everything in words that is kept of an asker."""
        lines = [wording.MYDATA_QUESTIONS]
        for one in self._store.questions_by(asker):
            said = wording.INQUIRY_REASON.format(text=one.text, reason=one.reason) if one.reason else one.text
            lines.append(wording.MYDATA_LINE.format(time=china_time.minute(one.asked), text=said))
        lines += ["", wording.MYDATA_HANDOVERS]
        for handover in self._store.handovers_by(asker):
            state = wording.INQUIRY_STATES[handover.state].format(reason="").rstrip("：")
            time = china_time.minute(handover.asked)
            lines.append(wording.MYDATA_HANDOVER.format(number=handover.id, time=time, text=handover.text, state=state))
        links = self._store.links(asker)
        if links:
            lines += ["", wording.MYDATA_LINKS_HEAD]
            lines += [wording.MYDATA_LINE.format(time=china_time.minute(one.since), text=one.person) for one in links]
        return "\r\n".join(lines).encode("utf-8-sig")  # Notepad of old takes other files for the national code page

    def _confirm(self, question: Question) -> Reply:
        kept = self._store.stored_data(question.asker)
        self._asking[question.conversation, question.asker] = self._clock()
        buttons = (
            Button(wording.FORGET_YES, f"k:forget:{int(self._clock())}"),
            Button(wording.FORGET_NO, "k:keep"),
        )
        said = wording.FORGET_ASK.format(questions=kept.questions, handovers=kept.handovers)
        return blocks_reply(question, [Block("text", said)], (buttons,))

    def _handle_button(self, question: Question) -> Reply:
        """The press counts for the one who presses, whoever was asked."""
        if question.action == "k:keep":
            return self._carry_out(question, yes=False)
        since = question.action.rpartition(":")[2]
        asked = int(since) if since.isascii() and since.isdigit() and len(since) < 16 else 0
        if not 0 <= self._clock() - asked < ASKED:
            return sentences_reply(question, wording.FORGET_STALE)
        return self._carry_out(question, yes=True)

    def _carry_out(self, question: Question, *, yes: bool) -> Reply:
        """Her decision, carried out."""
        if not yes:
            return sentences_reply(question, wording.FORGET_KEPT)
        had = self._store.forget(question.asker)
        self._drop()
        said = wording.FORGET_DONE.format(questions=had.questions, handovers=had.handovers, downloads=had.downloads)
        return sentences_reply(question, said)


def expire(store: Privacy, now: float, days: int, drop: Callable[[], None], tell: Callable[[str, str], object]) -> int:
    """Delete what is older than so many days, and what was worked out from it; 0 days: nothing.

    Days that the store has seen pass, whatever the clock says now; `tell` tells the admins, once for each key, of a clock
    that isn't believed. Returns how much was deleted. May raise StoreError.
    """
    elapsed = store.elapsed_time(now)
    if elapsed.jumped:
        ahead = round(elapsed.jumped / DAY)
        log.warning(wording.EXPIRE_JUMPED.format(days=ahead))
        tell(f"clock:{int(elapsed.until)}", wording.EXPIRE_JUMPED.format(days=ahead))
    expired = store.expire(elapsed.until - days * DAY) if days else 0
    if expired:
        drop()
    return expired
