"""Wire → question: what an event asks, or what is to be said instead of asking."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from bot import wording
from bot.channels.onebot.segments import Segment, number, read, text_of
from bot.channels.runtime import Destination, Incoming
from bot.model import ConversationRef, Question

NAME = "onebot"
GROUP = "g-"
"""Begins the place of a group; a person's own place is her number."""
CONFIDENT = 0.9
"""The confidence from which a question that wasn't put to the bot is answered, where that is wanted."""
_LOOKS_AFTER = ("owner", "admin")
_UNREAD = {
    "record": wording.TELEGRAM_VOICE,
    "image": wording.TELEGRAM_PHOTO,
    "video": wording.TELEGRAM_PHOTO,
    "file": wording.TELEGRAM_FILE,
    "face": wording.TELEGRAM_STICKER,
    "mface": wording.TELEGRAM_STICKER,
    "dice": wording.TELEGRAM_STICKER,
    "rps": wording.TELEGRAM_STICKER,
    "location": wording.TELEGRAM_OTHER,
    "contact": wording.TELEGRAM_OTHER,
    "share": wording.TELEGRAM_OTHER,
    "json": wording.TELEGRAM_OTHER,
    "forward": wording.TELEGRAM_OTHER,
}
"""What to say in private to a message without words; to what isn't here (pokes, red packets, shakes) nothing."""


def place_of(event: dict[str, Any]) -> str:
    """The place in which a message was said."""
    grouped = event["message_type"] == "group"
    return GROUP + number(event["group_id"]) if grouped else number(event["user_id"])


def key_of(event: dict[str, Any]) -> str:
    """What tells an event from all others, the same when it is read back from the history."""
    parts = [event.get(name) for name in ("self_id", "time", "message_id")]
    if event.get("post_type") == "message" and all(isinstance(part, int | str) for part in parts):
        return "-".join(map(str, parts))[:200]
    return json.dumps(event, sort_keys=True, ensure_ascii=False)[:200]


def mentions(segments: Sequence[Segment], account: str) -> bool:
    """Whether a message names the account; 全体成员 isn't it."""
    return any(one.kind == "at" and one.data.get("qq") == account for one in segments)


def replied_to(segments: Sequence[Segment]) -> str:
    """The number of the message that it replies to; empty for none."""
    return next((one.data.get("id", "") for one in segments if one.kind == "reply"), "")


def understand(raw: str) -> Incoming | None:
    """The question in an event that was kept; None for what the bot keeps silent about."""
    kept = json.loads(raw)
    event = kept["event"]
    kind = event["post_type"]
    if kind == "notice":
        return _greeting(event)
    return _question(event, unasked=kept.get("unasked") is True) if kind == "message" else None


def _question(event: dict[str, Any], *, unasked: bool) -> Incoming | None:
    account, person, message = (number(event[name]) for name in ("self_id", "user_id", "message_id"))
    grouped = event["message_type"] == "group"
    if person == account or (grouped and event.get("sub_type") == "notice"):
        return None
    segments = read(event["message"])
    sender = event.get("sender")
    sender = sender if isinstance(sender, dict) else {}
    at = str(event.get("time", 0))
    ref = ConversationRef(NAME, place_of(event), person=person if grouped else "")
    data = {"self": account, "at": at if at.isdigit() else "0"}
    if not grouped and event.get("sub_type") == "group":  # somebody of a group who is no friend
        data["via"] = number(event.get("group_id") or sender.get("group_id"))
    to = Destination(ref, message if grouped else "", data=data)
    text = text_of(segments)
    if not text:
        return _wordless(to, segments, grouped)
    answered = replied_to(segments)
    question = Question(
        text=text,
        conversation=str(ref),
        asker=f"{NAME}:{person}",
        channel=NAME,
        wire=key_of(event),
        reply_to=f"{NAME}:{ref.place}:{answered}" if answered else "",
        private=not grouped,
    )
    least = CONFIDENT if unasked else 0.0
    return Incoming(to, question, moderator=grouped and sender.get("role") in _LOOKS_AFTER, least=least)


def _wordless(to: Destination, segments: Sequence[Segment], grouped: bool) -> Incoming | None:
    """In a group nothing to pictures and the like, how it works to a bare mention."""
    kinds = [one.kind for one in segments if one.kind not in ("at", "reply", "text")]
    if grouped:
        return None if kinds else Incoming(to, notice=wording.QQ_GROUP_HOW)
    notice = next((_UNREAD[kind] for kind in kinds if kind in _UNREAD), "")
    return Incoming(to, notice=notice) if notice else None


def _greeting(event: dict[str, Any]) -> Incoming | None:
    """The hello of an account that was just taken into a group or as a friend."""
    account, person = number(event["self_id"]), number(event["user_id"])
    data = {"self": account, "at": str(event.get("time", 0))}
    if event.get("notice_type") == "friend_add":
        return Incoming(Destination(ConversationRef(NAME, person), data=data), notice=wording.QQ_HELLO)
    if event.get("notice_type") == "group_increase" and person == account:
        group = ConversationRef(NAME, GROUP + number(event["group_id"]))
        return Incoming(Destination(group, data=data), notice=wording.QQ_GROUP_HOW)
    return None
