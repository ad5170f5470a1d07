"""What was said in a place, read back: what was missed while nobody was connected, and what was asked over the years."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from bot import china_time
from bot.channels.onebot.segments import number, read, text_of
from bot.channels.onebot.websocket_server import CallFailed, NoEcho, WebsocketServer
from bot.channels.runtime import Unreachable

PAGE = 100
"""Messages that are asked for at once."""


async def missed_events(
    peers: WebsocketServer, account: str, groups: tuple[str, ...], since: float
) -> AsyncIterator[dict[str, Any]]:
    """The events that came since that Unix time, by place, oldest first; nothing from programs without a history.

    Raises Unreachable after the last of them when a place couldn't be asked: there may be more.
    """
    since = float(int(since))  # programs tell whole seconds; what is known already isn't answered again
    whole = True
    for group in groups:
        page = await _page(peers, account, "get_group_msg_history", group_id=int(group), count=PAGE)
        whole = whole and page is not None
        for one in page or ():
            if _time(one) >= since:
                yield one | {"post_type": "message", "message_type": "group", "group_id": group, "self_id": account}
    people = await _contacts(peers, account)
    whole = whole and people is not None
    for person in people or ():
        page = await _page(peers, account, "get_friend_msg_history", user_id=int(person), count=PAGE)
        whole = whole and page is not None
        for one in page or ():
            if _time(one) >= since:
                yield one | {"post_type": "message", "message_type": "private", "self_id": account}
    if not whole:
        raise Unreachable("a place couldn't be asked")


async def group_history(peers: WebsocketServer, account: str, group: str, most: int) -> list[dict[str, Any]]:
    """Up to `most` messages of a group, oldest first; raises CallFailed, NoEcho or Unreachable when none can be had."""
    found: dict[str, dict[str, Any]] = {}
    seq: object = 0
    while len(found) < most:
        params = {"group_id": int(group), "count": PAGE, "reverseOrder": False} | ({"message_seq": seq} if seq else {})
        data = await peers.call(account, "get_group_msg_history", **params)
        page = [one for one in _messages(data) if str(one["message_id"]) not in found]
        if not page:
            break
        found |= {str(one["message_id"]): one for one in page}
        oldest = min(page, key=_time)
        seq = oldest.get("message_seq") or oldest["message_id"]
    return sorted(found.values(), key=lambda one: (_time(one), str(one["message_id"])))[-most:]


def as_log(messages: list[dict[str, Any]]) -> str:
    """Messages as QQ's message manager exports them, which `import` reads; those without words are left out."""
    lines = []
    for one in messages:
        try:
            text = text_of(read(one["message"]))
            sender = one.get("sender") or {}
            person = number(one.get("user_id", sender.get("user_id")))
        except (TypeError, KeyError, AttributeError):
            continue
        if not text:
            continue
        at = china_time.moment(_time(one))
        name = " ".join(str(sender.get("card") or sender.get("nickname") or person).split())
        lines.append(f"{at:%Y-%m-%d %H:%M:%S} {name}({person})\n{text}\n")
    return "\n".join(lines)


async def _contacts(peers: WebsocketServer, account: str) -> list[str] | None:
    """The people whom the account has talked with lately; None: it can't be asked just now."""
    data = await _asked(peers, account, "get_recent_contact", count=PAGE)
    if data is None:
        return None
    private = [one for one in data if isinstance(one, dict) and one.get("chatType") == 1] if isinstance(data, list) else []
    return [str(one["peerUin"]) for one in private if str(one.get("peerUin", "")).isdigit()]


async def _page(peers: WebsocketServer, account: str, action: str, **params: object) -> list[dict[str, Any]] | None:
    data = await _asked(peers, account, action, **params)
    return None if data is None else _messages(data)


async def _asked(peers: WebsocketServer, account: str, action: str, **params: object) -> Any:
    """What a program answers, nothing where it doesn't know the action; None: it can't be asked just now."""
    try:
        return await peers.call(account, action, **params) or {}
    except CallFailed:
        return {}
    except (NoEcho, Unreachable):
        return None


def _messages(data: object) -> list[dict[str, Any]]:
    messages = data.get("messages") if isinstance(data, dict) else None
    found = [one for one in messages if isinstance(one, dict) and "message_id" in one] if isinstance(messages, list) else []
    return sorted(found, key=_time)


def _time(one: dict[str, Any]) -> float:
    at = one.get("time", 0)
    return float(at) if isinstance(at, int | float) and not isinstance(at, bool) else 0.0
