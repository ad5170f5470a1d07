"""OneBot v11 as a transport: programs connect to us, one for each account, and bring and carry messages.

Nothing is acknowledged on this wire: what comes in is kept at once, and what was said while no program or no bot was there is
read back from the history of the groups and contacts, where the program has one.
"""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import re
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bot import wording
from bot.channels.onebot import history
from bot.channels.onebot.deliveries import Deliveries
from bot.channels.onebot.last_seen import LastSeen
from bot.channels.onebot.parse import CONFIDENT, GROUP, NAME, key_of, mentions, replied_to, understand
from bot.channels.onebot.segments import number, read, text_of
from bot.channels.onebot.silence_alarm import is_office_time, office_hours
from bot.channels.onebot.websocket_server import CallFailed, NoEcho, WebsocketServer
from bot.channels.runtime import (
    Accept,
    Capabilities,
    Destination,
    Incoming,
    MessageKey,
    Piece,
    Rejected,
    Transport,
    Unreachable,
    Upload,
    plain_pieces,
)
from bot.china_time import day
from bot.errors import StoreError
from bot.import_export.question_detection import asks
from bot.model import Decision, Reply
from bot.ports import ChannelStorage, Search
from bot.settings import OneBotSettings

_log = logging.getLogger(__name__)
TEXT = 3000
"""Characters of a message; QQ itself takes some 4,500."""
LARGEST = 8 << 20
"""Bytes of a file that goes in one frame as base64; programs fail on larger ones (NapCatQQ#1045)."""
LONGEST_QUESTION = 300
"""Characters of what is taken for a question that wasn't put to the bot."""
_UNSURE = re.compile(r"time\s*out|超时|rich media transfer failed", re.IGNORECASE)
"""What programs say when something may have gone out all the same."""


@dataclass(frozen=True, slots=True)
class OneBotTimeouts:
    """Durations in seconds, which tests shorten."""

    call: float = 20.0
    """How long a call may take."""
    settle: float = 3.0
    """After which something that got no echo is looked for; looked for twice."""
    pause: float = 1.0
    """Before what couldn't be kept is tried again."""
    tick: float = 60.0
    """Between two looks at whether the accounts are there."""
    back: float = 24 * 3600.0
    """How far what was missed is read back."""
    overlap: float = 120.0
    """By how much what is read back begins earlier than what was seen last; what comes twice is known."""
    note: float = 10.0
    """Between two notes of what was seen last."""


class _CaughtUp(dict[str, Any]):
    """Stands behind the last event that was read back; no program can send it."""

    def __init__(self, reading: int, began: float) -> None:
        super().__init__()
        self.reading, self.began = reading, began


class OneBotTransport(Transport):
    """Accounts of QQ's, by the programs that run them."""

    name = NAME
    capabilities = Capabilities(text_limit=TEXT, spare=200, buttons=False, max_file=LARGEST, push=True, group=True)

    def __init__(
        self,
        settings: OneBotSettings,
        search: Search,
        storage: ChannelStorage,
        tell: Callable[[str, str], object],
        timeouts: OneBotTimeouts | None = None,
    ) -> None:
        """`search` finds what may be answered unasked; `tell` leaves a word for the admins, once for each key."""
        self._settings = settings
        self._search = search
        self._storage = storage
        self._tell = tell
        self._timeouts = timeouts or OneBotTimeouts()
        self._peers = WebsocketServer(settings.listen, settings.token, self._timeouts.call)
        self._deliveries = Deliveries(self._peers)
        self._places: dict[str, set[str]] = {}
        self._heard = time.time()
        self._seen = LastSeen(storage, NAME, self._timeouts.note)

    async def start(self) -> None:
        """See `Transport`."""
        self._peers.on_connect = self._greet_account

    async def close(self) -> None:
        """See `Transport`."""
        await self._peers.close()

    # ------------------------------------------------------------ coming in

    async def run(self, accept: Accept) -> None:
        """See `Transport`."""
        self._accept = accept
        await self._seen.load()
        await self._peers.open()
        watch = asyncio.create_task(self._watch_accounts())
        try:
            while True:
                account, event = await self._peers.events.get()
                await self._take(account, event)
        finally:
            watch.cancel()
            await asyncio.gather(watch, return_exceptions=True)

    async def _take(self, account: str, event: dict[str, Any]) -> None:
        if isinstance(event, _CaughtUp):
            await self._seen.end(account, event.reading, event.began)
            return
        if not self._seen.time_of(account):  # before the first message is kept, so that no other is missed after a kill
            await self._seen.note(account, time.time())
        if event.get("post_type") == "meta_event":
            await self._beat(account, event)
            return
        self._heard = time.time()
        unasked = False
        if event.get("post_type") == "message" and event.get("message_type") == "group":
            try:
                meant = await self._is_meant(account, event)
                unasked = meant is None
            except Exception:  # noqa: BLE001  # what can't be understood, or looked for, must not lose the events behind it: it is kept
                _log.exception(wording.CHANNEL_LOG_JOB)
                meant = True
            if meant is False:
                return
        elif event.get("post_type") == "message_sent":
            return
        raw = json.dumps({"event": event, "unasked": unasked}, ensure_ascii=False)
        while True:
            try:
                await self._accept(key_of(event), raw)
                break
            except StoreError:
                await asyncio.sleep(self._timeouts.pause)  # nobody would bring it again
        await self._seen.note(account, event.get("time"))

    async def _is_meant(self, account: str, event: dict[str, Any]) -> bool | None:
        """Whether what was said in a group is for the bot; None: it may be answered unasked."""
        if number(event["group_id"]) not in self._settings.groups or number(event["user_id"]) == account:
            return False
        segments = read(event["message"])
        if mentions(segments, account):
            return True
        answered = replied_to(segments)
        if answered and await self._is_own(account, answered):
            return True
        text = text_of(segments)
        if not self._settings.unasked or answered or any(one.kind == "at" for one in segments):
            return False
        if not asks(text) or len(text) > LONGEST_QUESTION:
            return False
        found = await self._search(text, 1)
        sure = bool(found) and found[0].decision is Decision.ANSWER and found[0].confidence >= CONFIDENT
        return None if sure else False

    async def _is_own(self, account: str, message: str) -> bool:
        """Whether a message is the account's own."""
        if self._deliveries.is_own(account, message):
            return True
        try:
            found = await self._peers.call(account, "get_msg", message_id=_id(message))
            sender = found.get("sender") or {}
            return number(found.get("user_id", sender.get("user_id"))) == account
        except (CallFailed, NoEcho, Unreachable, TypeError, AttributeError):
            return False

    def parse(self, raw: str) -> Incoming | None:
        """See `Transport`."""
        return understand(raw)

    # ------------------------------------------------------------ who is there

    async def _greet_account(self, account: str) -> None:
        """An account is connected: learn where it is, and read back what was missed."""
        self._accept.back()
        places: set[str] = set()
        for action, field, sign in (("get_group_list", "group_id", GROUP), ("get_friend_list", "user_id", "")):
            try:
                found = await self._peers.call(account, action)
                places |= {sign + number(one[field]) for one in found if isinstance(one, dict) and field in one}
            except (CallFailed, NoEcho, Unreachable, TypeError):
                continue
        self._places[account] = places
        await self._read_back(account)

    async def _read_back(self, account: str) -> None:
        """Bring what was said to the account since it was last here; from where, is forgotten only once that is kept."""
        began, since = time.time(), self._seen.time_of(account)
        if not since:
            await self._seen.note(account, began)
            return
        reading = self._seen.begin(account)
        since = max(since - self._timeouts.overlap, began - self._timeouts.back)
        try:
            async for event in history.missed_events(self._peers, account, self._settings.groups, since):
                await self._peers.events.put((account, event))
        except Unreachable:  # the next connection reads from the same time on
            return
        except (TypeError, ValueError, KeyError):
            _log.exception(wording.CHANNEL_LOG_JOB)
        await self._peers.events.put((account, _CaughtUp(reading, began)))

    async def _beat(self, account: str, event: dict[str, Any]) -> None:
        status = event.get("status")
        if isinstance(status, dict) and status.get("online") is False:
            await self._offline(account)

    async def _offline(self, account: str) -> None:
        _log.warning(wording.ONEBOT_LOG_OFFLINE.format(account=account))
        await self._alarm(f"onebot-offline:{account}:{day(time.time())}", wording.ONEBOT_OFFLINE.format(account=account))

    async def _watch_accounts(self) -> None:
        """Tell the admins of accounts that are logged out, and of silence in office time, once a day each."""
        while True:
            await asyncio.sleep(self._timeouts.tick)
            for account in self._peers.accounts:
                try:
                    status = await self._peers.call(account, "get_status")
                except (CallFailed, NoEcho, Unreachable):
                    continue
                if isinstance(status, dict) and status.get("online") is False:
                    await self._offline(account)
            now, most = time.time(), self._settings.silent_hours
            if most and is_office_time(now) and office_hours(self._heard, now) >= most:
                await self._alarm(f"onebot-silent:{day(now)}", wording.ONEBOT_SILENT.format(hours=most))

    async def _alarm(self, key: str, text: str) -> None:
        try:
            await asyncio.to_thread(self._tell, key, text)
        except StoreError:
            _log.exception(wording.CHANNEL_LOG_JOB)

    # ------------------------------------------------------------ going out

    def format(self, reply: Reply) -> Sequence[Piece]:
        """See `Transport`."""
        return plain_pieces(reply, self.capabilities)

    async def send(self, to: Destination, piece: Piece) -> MessageKey:
        """See `Transport`."""
        if not re.fullmatch(rf"(?:{GROUP})?[0-9]{{1,20}}", to.ref.place):
            raise Rejected("no place of QQ's")
        account = self._account_for(to)
        what = f"{to.ref}|{to.answering}|{piece.serial}"
        since = self._deliveries.doubtful_since(what)
        asked = since or (float(to.data.get("at", "0")) if piece.again else 0.0)
        if piece.file is not None:
            return await self._send_file(account, to, piece, piece.file, what)
        if asked or piece.again:
            found = await self._find_delivery(account, to, piece.text, asked)
            if found is None and since:
                _log.warning(wording.ONEBOT_LOG_UNSURE.format(found=wording.ONEBOT_UNCLEAR))
                self._deliveries.note_settled(what)
                return f"{NAME}:{to.ref.place}:unsure-{piece.serial}"
            if found:
                _log.info(wording.ONEBOT_LOG_UNSURE.format(found=wording.ONEBOT_FOUND))
                return self._note_sent(account, to, found, what)
            _log.info(wording.ONEBOT_LOG_UNSURE.format(found=wording.ONEBOT_MISSING))
        return await self._post(account, to, piece.text, what)

    async def _find_delivery(self, account: str, to: Destination, text: str, since: float) -> str | None:
        found: str | None = ""
        for _ in range(2):
            await asyncio.sleep(self._timeouts.settle)
            found = await self._deliveries.find(account, to, text, since)
            if found or found is None:
                break
        return found

    async def _post(self, account: str, to: Destination, text: str, what: str) -> MessageKey:
        message: list[dict[str, object]] = []
        if to.reply_to:
            message.append({"type": "reply", "data": {"id": to.reply_to}})
            if to.ref.person:
                message.append({"type": "at", "data": {"qq": to.ref.person}})
                text = f" {text}"
        message.append({"type": "text", "data": {"text": text}})
        action, where = _where(to)
        async with self._call_once(what):
            data = await self._peers.call(account, f"send_{action}_msg", **where, message=message)
        try:
            return self._note_sent(account, to, number(data["message_id"]), what)
        except (TypeError, KeyError):  # it is there, and nobody can reply to it
            return self._note_sent(account, to, f"unnamed-{what}", what)

    @asynccontextmanager
    async def _call_once(self, what: str) -> AsyncIterator[None]:
        """A call that sends: without an echo it is looked for at the next attempt."""
        began = time.time()
        try:
            yield
        except NoEcho as error:
            self._deliveries.note_doubt(what, began)
            raise Unreachable(str(error)) from None
        except CallFailed as error:
            if _UNSURE.search(error.words):
                self._deliveries.note_doubt(what, began)
                raise Unreachable("a timeout") from None
            raise Rejected(str(error)) from None

    def _note_sent(self, account: str, to: Destination, message: str, what: str) -> MessageKey:
        self._deliveries.note_settled(what)
        self._deliveries.note(account, message)
        return f"{NAME}:{to.ref.place}:{message}"

    async def _send_file(self, account: str, to: Destination, piece: Piece, file: Upload, what: str) -> MessageKey:
        """Put a file into the group's files, or send it to a person; where neither is taken, say so."""
        action, where = _where(to)
        doubt = bool(self._deliveries.doubtful_since(what)) or piece.again
        if action == "group":
            if doubt:
                await asyncio.sleep(self._timeouts.settle)
            there = await self._deliveries.find_file(account, to.ref.place.removeprefix(GROUP), file.name, len(file.content))
            if there or (there is None and doubt and not piece.again):
                if doubt:
                    return self._note_sent(account, to, f"file-{what}", what)
                return await self._post(account, to, wording.ONEBOT_FILE.format(name=file.name), what)
        elif doubt and self._deliveries.doubtful_since(what):
            # files of private chats can't be listed: one that may have arrived isn't sent again
            return self._note_sent(account, to, f"file-{what}", what)
        content = "base64://" + base64.b64encode(file.content).decode()  # never a path: the program may run elsewhere
        try:
            async with self._call_once(what):
                await self._peers.call(account, f"upload_{action}_file", **where, file=content, name=file.name)
        except Rejected as error:
            _log.warning(wording.QQ_LOG_NO_FILE.format(reason=error))
            said = f"{piece.text}\n{wording.CHANNEL_FILE_ELSEWHERE.format(name=file.name)}".strip()
            return await self._post(account, to, said, what)
        return self._note_sent(account, to, f"file-{what}", what)

    def _account_for(self, to: Destination) -> str:
        """The account that a place is answered by; raises Unreachable when it isn't connected."""
        there = self._peers.accounts
        own = to.data.get("self", "")
        if own:
            if own not in there:
                raise Unreachable("the account isn't connected")
            return own
        if not there:
            raise Unreachable("no account is connected")
        return next((one for one in there if to.ref.place in self._places.get(one, ())), there[0])


def _where(to: Destination) -> tuple[str, dict[str, object]]:
    """`group` or `private`, and the parameters that name the place."""
    if to.ref.place.startswith(GROUP):
        return "group", {"group_id": int(to.ref.place.removeprefix(GROUP))}
    where: dict[str, object] = {"user_id": int(to.ref.place)}
    via = to.data.get("via", "")
    return "private", where | ({"group_id": int(via)} if via.isdigit() else {})


def _id(message: str) -> int | str:
    return int(message) if re.fullmatch(r"-?[0-9]{1,18}", message) else message
