"""Whether something that got no echo has arrived: it is looked for before it is sent again.

Programs answer "timeout" for messages and files that are there all the same (NapCatQQ#1267). What was on its way is looked for
in the history of the place, among the account's own messages that aren't known to be others.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from bot.channels.onebot.parse import GROUP, replied_to
from bot.channels.onebot.segments import number, read, text_of
from bot.channels.onebot.websocket_server import CallFailed, NoEcho, WebsocketServer
from bot.channels.runtime import Destination, Unreachable

LOOKED = 50
"""Messages of a place that are looked through."""
REMEMBERED = 4096
"""Own messages whose numbers are known."""
SLACK = 5
"""Seconds by which clocks may differ."""


class Deliveries:
    """What has gone out, and what may have."""

    def __init__(self, peers: WebsocketServer) -> None:
        self._peers = peers
        self._own: OrderedDict[str, None] = OrderedDict()
        self._doubtful: OrderedDict[str, float] = OrderedDict()

    def note(self, account: str, message: str) -> None:
        """A message of that number went out."""
        self._own[f"{account}-{message}"] = None
        if len(self._own) > REMEMBERED:
            self._own.popitem(last=False)

    def is_own(self, account: str, message: str) -> bool:
        """Whether that message is known to be the account's."""
        return f"{account}-{message}" in self._own

    def note_doubt(self, what: str, since: float) -> None:
        """Something got no echo; it began at that Unix time."""
        self._doubtful.setdefault(what, since)
        if len(self._doubtful) > REMEMBERED:
            self._doubtful.popitem(last=False)

    def doubtful_since(self, what: str) -> float:
        """When the first of those attempts began; 0 for none."""
        return self._doubtful.get(what, 0.0)

    def note_settled(self, what: str) -> None:
        """It is known what became of it."""
        self._doubtful.pop(what, None)

    async def find(self, account: str, to: Destination, text: str, since: float) -> str | None:
        """The number of the message with that text that went out since then; empty: it isn't there, None: nobody can tell.

        Raises Unreachable when the account can't be asked just now.
        """
        place = to.ref.place
        grouped = place.startswith(GROUP)
        action = "get_group_msg_history" if grouped else "get_friend_msg_history"
        where = {"group_id" if grouped else "user_id": int(place.removeprefix(GROUP))}
        try:
            data = await self._peers.call(account, action, **where, count=LOOKED)
        except CallFailed:
            return None
        except NoEcho as error:
            raise Unreachable(str(error)) from None
        messages = data.get("messages") if isinstance(data, dict) else None
        if not isinstance(messages, list):
            return None
        for one in reversed(messages):
            found = self._matches(account, to, text, since, one)
            if found:
                return found
        return ""

    def _matches(self, account: str, to: Destination, text: str, since: float, one: Any) -> str:
        try:
            sender = one.get("sender") or {}
            mine = number(one.get("user_id", sender.get("user_id"))) == account
            message, segments = number(one["message_id"]), read(one["message"])
            fresh = float(one.get("time", 0)) >= since - SLACK
        except (TypeError, ValueError, KeyError, AttributeError):
            return ""
        if not mine or not fresh or self.is_own(account, message) or text_of(segments) != text.strip():
            return ""
        # what answers another message with the same words is another message
        return message if not to.reply_to or replied_to(segments) in ("", to.reply_to) else ""

    async def find_file(self, account: str, group: str, name: str, size: int) -> bool | None:
        """Whether a file lies in the group's files already; None: nobody can tell. Raises Unreachable."""
        try:
            data = await self._peers.call(account, "get_group_root_files", group_id=int(group))
        except CallFailed:
            return None
        except NoEcho as error:
            raise Unreachable(str(error)) from None
        files = data.get("files") if isinstance(data, dict) else None
        if not isinstance(files, list):
            return None
        return any(
            isinstance(one, dict) and one.get("file_name") == name and str(one.get("file_size", one.get("size"))) == str(size)
            for one in files
        )
