"""Wire → question: what an event of the platform asks, or what is to be said instead of asking.

Events and their fields: bot.q.qq.com/wiki/develop/api-v2 (GROUP_AT_MESSAGE_CREATE, C2C_MESSAGE_CREATE, GROUP_ADD_ROBOT,
FRIEND_ADD). Names of people and groups there are openids, each bot's own.
"""

from __future__ import annotations

import json
import re
from typing import Any

from bot import wording
from bot.channels.runtime import Destination, Incoming
from bot.model import ConversationRef, Question

NAME = "qq"
GROUP = "g-"
"""Begins the place of a group; a person's own place is her openid."""
PRIVATE_WINDOW, GROUP_WINDOW = 3600.0, 300.0
"""Seconds for which a message can be answered (bot-docs, 消息收发: private 60 minutes, group 5)."""
MARGIN = 10.0
"""Seconds that are left unused at the end: the platform's clock counts."""
_OPENID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_FACE = re.compile(r"<faceType=[^<>]{0,2000}>")
"""An expression in a text."""
_MENTION = re.compile(r"<@!?[A-Za-z0-9_-]{1,64}>")
_SAID = {"GROUP_AT_MESSAGE_CREATE", "GROUP_MESSAGE_CREATE", "C2C_MESSAGE_CREATE"}
_CAME = {"GROUP_ADD_ROBOT", "FRIEND_ADD"}


def openid(value: object) -> str:
    """The openid, if it is one; raises TypeError."""
    if not isinstance(value, str) or not _OPENID.fullmatch(value):
        raise TypeError("not an openid")
    return value


def key_of(event: dict[str, Any], number: int) -> str:
    """What tells an event from all others, the same when it is delivered again."""
    data = event.get("d")
    message = data.get("id") if isinstance(data, dict) else None
    if isinstance(message, str) and message:
        return message[:200]
    known = event.get("id")
    return known[:200] if isinstance(known, str) and known else f"event-{number}"


def understand(raw: str) -> Incoming | None:
    """The question in an event that was kept with the time of its arrival; None for what the bot keeps silent about."""
    kept = json.loads(raw)
    event, arrived = kept["event"], float(kept["at"])
    kind, data = event["t"], event["d"]
    if kind in _CAME:
        return _greeting(kind, data, kept, arrived)
    return _question_event(kind, data, arrived) if kind in _SAID else None


def _question_event(kind: str, data: dict[str, Any], arrived: float) -> Incoming | None:
    grouped = kind != "C2C_MESSAGE_CREATE"
    author = data["author"]
    if author.get("bot") is True:
        return None
    person = openid(author["member_openid"] if grouped else author["user_openid"])
    message = data["id"]
    if not isinstance(message, str) or not message:
        raise TypeError("a message without a name")
    ref = (
        ConversationRef(NAME, GROUP + openid(data["group_openid"]), person=person) if grouped else ConversationRef(NAME, person)
    )
    window = GROUP_WINDOW if grouped else PRIVATE_WINDOW
    to = Destination(ref, message, arrived + window - MARGIN, {"msg_id": message, "arrived_at": f"{arrived:.0f}"})
    content = data.get("content", "")
    if not isinstance(content, str):
        raise TypeError("a text that is none")
    text = _MENTION.sub(" ", _FACE.sub("", content)).strip()
    if not text:
        return _wordless(to, data, grouped)
    return Incoming(to, _question(to, text, person, message, grouped))


def _question(to: Destination, text: str, person: str, message: str, grouped: bool) -> Question:
    return Question(
        text=text,
        conversation=str(to.ref),
        asker=f"{NAME}:{person}",
        channel=NAME,
        wire=message,
        private=not grouped,
    )


def _wordless(to: Destination, data: dict[str, Any], grouped: bool) -> Incoming | None:
    """What to say to a message without words: in a group nothing to pictures, how it works to a bare mention."""
    attached = data.get("attachments")
    if grouped:
        return None if attached or "faceType" in data.get("content", "") else Incoming(to, notice=wording.QQ_GROUP_HOW)
    kinds = [str(one.get("content_type", "")) for one in attached or () if isinstance(one, dict)]
    if any(kind.startswith(("voice", "audio")) for kind in kinds):
        return Incoming(to, notice=wording.TELEGRAM_VOICE)
    if any(kind.startswith(("image", "video")) for kind in kinds):
        return Incoming(to, notice=wording.TELEGRAM_PHOTO)
    return Incoming(to, notice=wording.TELEGRAM_FILE if kinds else wording.TELEGRAM_STICKER)


def _greeting(kind: str, data: dict[str, Any], kept: dict[str, Any], arrived: float) -> Incoming | None:
    """The hello of a bot that was just added: an answer to the event, which has a name of its own."""
    event = kept["event"].get("id")
    if not isinstance(event, str) or not event:
        return None
    grouped = kind == "GROUP_ADD_ROBOT"
    ref = ConversationRef(NAME, GROUP + openid(data["group_openid"]) if grouped else openid(data["openid"]))
    to = Destination(ref, until=arrived + GROUP_WINDOW - MARGIN, data={"event_id": event})
    return Incoming(to, notice=wording.QQ_GROUP_HOW if grouped else wording.QQ_HELLO)
