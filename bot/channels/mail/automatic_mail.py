"""Which mails are never answered: whatever a program sent, whatever comes from ourselves. One pure function.

A mail that is answered by mistake may be answered in turn, for ever. So every sign of a program counts alone. Signs that
people's mails carry as well don't: words inside a subject, a wish about receipts, a priority.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from email.utils import parseaddr

from bot.channels.mail.mail_message import MailMessage
from bot.channels.mail.message_ids import is_ours

MARK = "X-Jianhui"
"""Header of every mail that this program sends, from whatever mailbox."""
_ROBOTS = re.compile(
    r"(?:.*[._+-])?(?:no|do[._-]?not|donot)[._-]?reply(?:[._+-].*)?|mailer-daemon|m?daemon|postmaster|listserv|majordomo|root|nobody"
    r"|bounces?(?:[-+.].*)?|owner-.*|.*-(?:request|owner|bounces?)",
    re.IGNORECASE,
)
"""Names before the @ behind which no person reads (RFC 5321 4.5.1, RFC 2142, RFC 3834 section 2)."""
_BULK = frozenset({"bulk", "list", "junk", "auto_reply"})
_LISTS = ("list-id", "list-unsubscribe", "list-post", "list-help", "list-owner", "feedback-id")
_AUTOMATIC_NAME = re.compile(
    r"x-(?!auto-response-suppress).*(?:auto-?(?:reply|respond|responder|response|generated|submitted)|loop-prevention)"
)
_AUTOMATIC_VALUE = re.compile(r"auto[ ._-]?(?:reply|response|generated|replied)", re.IGNORECASE)
_AUTOMATIC_SUBJECT = re.compile(
    r"\s*(?:(?:外出|假期|休假)?(?:自动|自動)(?:回复|答复|回覆|答覆)|auto(?:matic)?[- ]?(?:reply|response)"
    r"|out of (?:the )?office|autoreply)\s*[:：]",
    re.IGNORECASE,
)
_SUPPRESS = frozenset({"all", "autoreply"})
"""Wishes not to be answered by a program; those about receipts and absences aren't such."""


def reason_to_ignore(letter: MailMessage, own: Collection[str]) -> str:
    """Why a mail isn't answered, in a word; empty when a person may have written it. `own` are our addresses, lower case."""
    return (
        _nobody(letter)
        or _ourselves(letter, own)
        or _report(letter)
        or _automatic(letter)
        or _many(letter)
        or ("spam" if _yes(letter.first("x-spam-flag")) or _yes(letter.first("x-spam-status")) else "")
    )


def _nobody(letter: MailMessage) -> str:
    if not letter.sender:
        return "no sender"
    if "return-path" in letter.headers and letter.first("return-path").strip() in ("<>", ""):
        return "bounce"
    return "robot's address" if _ROBOTS.fullmatch(letter.sender.partition("@")[0]) else ""


def _ourselves(letter: MailMessage, own: Collection[str]) -> str:
    senders = {letter.sender, *(parseaddr(value)[1].lower() for value in letter.headers.get("sender", ()))}
    if senders & set(own):
        return "own address"
    loops = " ".join(letter.headers.get("x-loop", ())).lower()
    if MARK.lower() in letter.headers or is_ours(letter.first("message-id")) or any(address in loops for address in own):
        return "own mail"
    return ""


def _report(letter: MailMessage) -> str:
    if letter.kinds[0] == "multipart/report" or "message/delivery-status" in letter.kinds:
        return "report"
    return "calendar" if "text/calendar" in letter.kinds else ""


def _automatic(letter: MailMessage) -> str:
    submitted = re.sub(r"\([^)]*\)", "", letter.first("auto-submitted")).partition(";")[0].strip().lower()
    if submitted not in ("", "no"):
        return "automatic"
    for name, values in letter.headers.items():
        if _AUTOMATIC_NAME.fullmatch(name):
            return "automatic"
        if name.startswith("x-") and any(_AUTOMATIC_VALUE.fullmatch(value.strip()) for value in values):
            return "automatic"
    wishes = {wish.strip().lower() for value in letter.headers.get("x-auto-response-suppress", ()) for wish in value.split(",")}
    if wishes & _SUPPRESS:
        return "wishes no answer"
    return "automatic" if _AUTOMATIC_SUBJECT.match(letter.subject) or _VACATION.search(letter.text) else ""


_VACATION = re.compile(r"这是来自\S{2,8}邮箱的假期自动回复邮件")
"""The sentence that QQ's mail puts into every absence note."""


def _many(letter: MailMessage) -> str:
    if any(name in letter.headers for name in _LISTS):
        return "list"
    return "bulk" if letter.first("precedence").strip().lower() in _BULK else ""


def _yes(value: str) -> bool:
    return value.strip().lower().startswith("yes")
