"""The programs that are connected to us, and calls to them.

A program connects with a token and says whose account it runs (`X-Self-ID`, and `self_id` in every event). An account may have
several sockets, and there may be several accounts: a call goes over the newest socket of the account that it is for.
"""

from __future__ import annotations

import asyncio
import hmac
import itertools
import json
import logging
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from bot import wording
from bot.channels.onebot.segments import number
from bot.channels.runtime import Unreachable
from bot.errors import ChannelError

_log = logging.getLogger(__name__)
LARGEST = 16 << 20
"""Bytes of a frame: histories hold pictures' addresses."""
WAITING = 10_000
"""Events that are taken in before what was said earlier is kept: a database that is full for a while loses nothing."""
Event = dict[str, Any]


class CallFailed(Exception):  # noqa: N818
    """The program says that it couldn't."""

    def __init__(self, code: object, words: str) -> None:
        super().__init__(f"retcode {code}")
        self.words = words


class NoEcho(Exception):  # noqa: N818
    """A call went out and nothing came back: it may have been done."""


class WebsocketServer:
    """Takes in connections on our address."""

    def __init__(self, listen: str, token: str, patience: float) -> None:
        """`patience` is how many seconds a call may take."""
        host, _, port = listen.rpartition(":")
        self._host, self._port = host.strip("[]"), int(port)
        self._token = token
        self._patience = patience
        self._wires: dict[str, list[ServerConnection]] = {}
        self._calls: dict[str, tuple[ServerConnection, asyncio.Future[Event]]] = {}
        self._numbers = itertools.count(1)
        self._server: Server | None = None
        self.events: asyncio.Queue[tuple[str, Event]] = asyncio.Queue(WAITING)
        self.on_connect: Callable[[str], Coroutine[object, object, None]] | None = None

    @property
    def accounts(self) -> tuple[str, ...]:
        """The accounts that can be called just now."""
        return tuple(account for account, wires in self._wires.items() if wires)

    async def open(self) -> None:
        """Listen; raises ChannelError, in Chinese, when the address can't be had."""
        try:
            self._server = await serve(
                self._serve_connection,
                self._host,
                self._port,
                process_request=self._admit,
                max_size=LARGEST,
                ping_interval=20,
                ping_timeout=20,
                compression=None,
                close_timeout=0.5,
            )
        except OSError as error:
            listen, reason = f"{self._host}:{self._port}", type(error).__name__
            raise ChannelError(wording.ONEBOT_IN_USE.format(listen=listen, reason=reason)) from error

    async def close(self) -> None:
        """Hang up and close the port."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._server = None

    def _admit(self, wire: ServerConnection, request: Request) -> Response | None:
        shown = request.headers.get("Authorization", "").partition(" ")[2].strip()
        shown = shown or parse_qs(urlsplit(request.path).query).get("access_token", [""])[0]
        if hmac.compare_digest(shown.encode("utf-8", "replace"), self._token.encode("utf-8", "replace")):
            return None
        _log.warning(wording.ONEBOT_LOG_REFUSED)
        return wire.respond(HTTPStatus.FORBIDDEN, "token\n")

    async def _serve_connection(self, wire: ServerConnection) -> None:
        headers = wire.request.headers if wire.request else {}
        account = str(headers.get("X-Self-ID", ""))
        callable_ = str(headers.get("X-Client-Role", "Universal")).lower() != "event"
        try:
            if account and callable_:
                self._join(account, wire)
            async for frame in wire:
                found = _read(frame)
                if "post_type" not in found:
                    self._note_answer(found)
                    continue
                own = _account(found) or account
                if own and callable_ and wire not in self._wires.get(own, ()):
                    self._join(own, wire)
                await self.events.put((own, found))
        except ConnectionClosed:
            pass
        finally:
            self._leave(wire)

    def _join(self, account: str, wire: ServerConnection) -> None:
        self._wires.setdefault(account, []).append(wire)
        _log.info(wording.ONEBOT_LOG_CAME.format(account=account))
        if self.on_connect is not None:
            asyncio.create_task(self.on_connect(account))  # noqa: RUF006  # it calls, whose answers the loop below takes in

    def _leave(self, wire: ServerConnection) -> None:
        for account, wires in self._wires.items():
            if wire in wires:
                wires.remove(wire)
                _log.info(wording.ONEBOT_LOG_GONE.format(account=account))
        for echo in [echo for echo, (over, _) in self._calls.items() if over is wire]:
            _, future = self._calls.pop(echo)
            if not future.done():
                future.set_exception(NoEcho("the connection was lost"))

    def _note_answer(self, found: Event) -> None:
        known = self._calls.pop(str(found.get("echo")), None)
        if known is not None and not known[1].done():
            known[1].set_result(found)

    async def call(self, account: str, action: str, **params: object) -> Any:
        """The data of the answer to a call. Raises Unreachable (it didn't go out), NoEcho, or CallFailed."""
        wires = self._wires.get(account)
        if not wires:
            raise Unreachable("no such account is connected")
        wire, echo = wires[-1], f"jh-{next(self._numbers)}"
        future: asyncio.Future[Event] = asyncio.get_running_loop().create_future()
        self._calls[echo] = (wire, future)
        try:
            await wire.send(json.dumps({"action": action, "params": params, "echo": echo}, ensure_ascii=False))
            async with asyncio.timeout(self._patience):  # wait_for may swallow a cancellation (python/cpython#86296)
                answer = await future
        except ConnectionClosed:
            raise NoEcho("the connection was lost") from None
        except TimeoutError:
            raise NoEcho("no answer in time") from None
        finally:
            self._calls.pop(echo, None)
            if not future.cancel() and not future.cancelled():
                future.exception()  # the connection may go while the call is written: nobody else will look at it
        if answer.get("status") == "failed" or answer.get("retcode") not in (0, 1):
            words = " ".join(str(answer.get(name) or "") for name in ("message", "wording", "msg"))
            raise CallFailed(answer.get("retcode"), words)
        return answer.get("data")


def _read(frame: str | bytes) -> Event:
    try:
        found = json.loads(frame)
    except (ValueError, RecursionError):
        return {"post_type": "unreadable"}
    return found if isinstance(found, dict) else {"post_type": "unreadable"}


def _account(event: Event) -> str:
    try:
        return number(event.get("self_id"))
    except TypeError:
        return ""
