"""QQ's platform for bots as far as this bot uses it: token, gateway, resumption, windows, files, refusals by code.

Strict: a bot that identifies anew loses what came before; a message without the one that it answers is proactive, refused and
counted; so is what comes too late, too often, or twice with one serial.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
import re
import time
from dataclasses import dataclass, field
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketHandler

from tests.ports import free_port

APP, SECRET = "102000001", "the-secret-of-the-local-platform"
WINDOWS = {"users": 3600.0, "groups": 300.0}
ANSWERS = 4
LONGEST = 2000


@dataclass
class Said:
    """A message of a person, as the platform remembers it."""

    kind: str
    place: str
    at: float
    serials: set[int] = field(default_factory=set)


@dataclass
class Got:
    """A message of the bot that arrived."""

    kind: str
    place: str
    text: str
    file: str
    answers: str


@dataclass
class QQPlatform:
    """The platform on a free port of 127.0.0.1."""

    beat: int = 200
    """Milliseconds between heartbeats."""
    files_allowed: bool = True
    links_allowed: bool = True
    skew: float = 0.0
    """Seconds by which the platform's clock is ahead."""
    lasts: int = 7200
    """Seconds that a token is valid."""
    answers: int = ANSWERS
    faults: list[str] = field(default_factory=list)
    """What the next calls of messages do instead: `busy`, `500`, `403`, `garbage`, `lost` (it arrives, the answer doesn't)."""
    held: asyncio.Event | None = None
    """While set and not yet triggered, messages stall until it is."""
    proactive: int = 0
    """Messages of the bot's own accord that it tried to send."""
    refused: list[int] = field(default_factory=list)
    """Codes of refusals."""
    got: list[Got] = field(default_factory=list)
    identified: int = 0
    resumed: int = 0
    heard: int = 0
    """The last number that the bot said it has."""

    def __post_init__(self) -> None:
        self.port = free_port()
        self.said: dict[str, Said] = {}
        self.early: list[tuple[str, Any, str]] = []
        self.session = ""
        self.events: list[dict[str, Any]] = []
        self.tokens: dict[str, float] = {}
        self.media: dict[str, tuple[str, str, str]] = {}
        self.wires: list[_Gateway] = []
        self._server: HTTPServer | None = None

    base_url = property(lambda self: f"http://127.0.0.1:{self.port}", doc="Of the API.")
    token_url = property(lambda self: f"http://127.0.0.1:{self.port}/app/getAppAccessToken", doc="Of tokens.")

    def up(self) -> None:
        """Answer on the port (again)."""
        given = {"platform": self}
        routes = [
            (r"/app/getAppAccessToken", _Token, given),
            (r"/gateway/bot", _Where, given),
            (r"/users/@me", _Me, given),
            (r"/ws", _Gateway, given),
            (r"/v2/(users|groups)/([^/]+)/messages", _Messages, given),
            (r"/v2/(users|groups)/([^/]+)/files", _Files, given),
        ]
        self._server = HTTPServer(Application(routes, log_function=lambda handler: None), max_buffer_size=64 << 20)
        self._server.listen(self.port, "127.0.0.1")

    async def down(self) -> None:
        """Hang up and close the port."""
        self.cut()
        if self._server is not None:
            self._server.stop()
            await self._server.close_all_connections()
            self._server = None

    def cut(self) -> None:
        """Break every websocket as a network does: without a word."""
        for wire in list(self.wires):
            if wire.ws_connection is not None and wire.ws_connection.stream is not None:
                wire.ws_connection.stream.close()
        self.wires.clear()

    # ---------------------------------------------------------------- people

    def say(self, person: str, text: str, group: str = "", **more: Any) -> str:
        """A person says something, in private or to the bot in a group; the message's id."""
        message = f"ROBOT1.0_{len(self.said) + 1}!"
        kind, place = ("groups", group) if group else ("users", person)
        self.said[message] = Said(kind, place, self.now())
        told: dict[str, Any] = {
            "id": message,
            "content": f" {text}" if group else text,
            "timestamp": "2026-11-29T11:00:00+08:00",
        }
        if group:
            told |= {"group_openid": group, "group_id": group, "author": {"id": person, "member_openid": person}}
        else:
            told |= {"author": {"id": person, "user_openid": person}}
        self.push("GROUP_AT_MESSAGE_CREATE" if group else "C2C_MESSAGE_CREATE", told | more)
        return message

    def push(self, kind: str, data: Any, event: str = "") -> None:
        """An event happens; before the bot has ever been there it waits for it."""
        if not self.session:
            self.early.append((kind, data, event))
            return
        number = len(self.events) + 2
        self.events.append({"op": 0, "s": number, "t": kind, "id": event or f"{kind}:{number}", "d": data})
        for wire in self.wires:
            wire.hand(self.events[-1])

    def texts(self, place: str) -> list[str]:
        """What arrived at a place, in order; files by their names."""
        return [one.text.strip() or one.file for one in self.got if one.place == place]

    def now(self) -> float:
        """The time by the platform's clock."""
        return time.time() + self.skew


class _Handler(RequestHandler):
    def initialize(self, platform: QQPlatform) -> None:
        self.platform = platform

    def fail(self, code: int, status: int = 400) -> None:
        """Refuse, as the platform does: `code`, `err_code`, a trace."""
        self.platform.refused.append(code)
        self.set_status(status)
        self.finish({"message": "refused", "code": code, "err_code": code, "trace_id": "t"})

    def allowed(self) -> bool:
        """Whether a token in force was shown; answered when not."""
        kind, _, token = self.request.headers.get("Authorization", "").partition(" ")
        if kind == "QQBot" and self.platform.tokens.get(token, 0) > time.time():
            return True
        self.fail(11244, 401)
        return False


class _Token(_Handler):
    def post(self) -> None:
        given = json.loads(self.request.body)
        if given != {"appId": APP, "clientSecret": SECRET}:
            self.finish({"code": 100016, "message": "invalid appid or secret"})
            return
        token = f"token-{len(self.platform.tokens)}"
        self.platform.tokens[token] = time.time() + self.platform.lasts
        self.finish({"access_token": token, "expires_in": str(self.platform.lasts)})


class _Where(_Handler):
    def get(self) -> None:
        if self.allowed():
            limit = {"total": 1000, "remaining": 1000, "reset_after": 86_400_000, "max_concurrency": 1}
            self.finish({"url": f"ws://127.0.0.1:{self.platform.port}/ws", "shards": 1, "session_start_limit": limit})


class _Me(_Handler):
    def get(self) -> None:
        if self.allowed():
            self.finish({"id": "1", "username": "建会通", "avatar": ""})


class _Gateway(WebSocketHandler):
    def initialize(self, platform: QQPlatform) -> None:
        self.platform = platform
        self.known = False

    def check_origin(self, origin: str) -> bool:
        return True

    def open(self) -> None:
        self.tell({"op": 10, "d": {"heartbeat_interval": self.platform.beat}})

    def tell(self, frame: dict[str, Any]) -> None:
        if self.ws_connection is not None:
            self.write_message(json.dumps(frame, ensure_ascii=False))

    def hand(self, event: dict[str, Any]) -> None:
        if self.known:
            self.tell(event)

    def on_message(self, message: str | bytes) -> None:
        frame, at = json.loads(message), self.platform
        op, data = frame["op"], frame.get("d")
        if op == 1:
            at.heard = data or 0
            self.tell({"op": 11})
        elif op in (2, 6) and at.tokens.get(data["token"].removeprefix("QQBot "), 0) <= time.time():
            self.close(4004)
        elif op == 2:
            if not data["intents"] & 1 << 25:
                self.close(4014)
                return
            at.identified += 1
            at.session, at.events = f"session-{at.identified}", []
            me = {"id": "1", "username": "建会通", "bot": True}
            ready = {"version": 1, "session_id": at.session, "user": me, "shard": [0, 1]}
            self._begin({"op": 0, "s": 1, "t": "READY", "d": ready})
            early, at.early = at.early, []
            for one in early:
                at.push(*one)
        elif op == 6:
            if type(data.get("seq")) is not int:
                self.close(4007)
                return
            if data["session_id"] != at.session:
                self.tell({"op": 9, "d": False})
                return
            at.resumed += 1
            for event in at.events:
                if event["s"] > data["seq"]:
                    self.tell(event)
            self._begin({"op": 0, "s": max(len(at.events) + 1, 1), "t": "RESUMED", "d": ""})
        else:
            self.close(4002)

    def _begin(self, frame: dict[str, Any]) -> None:
        self.known = True
        self.platform.wires.append(self)
        self.tell(frame)

    def on_close(self) -> None:
        if self in self.platform.wires:
            self.platform.wires.remove(self)


class _Messages(_Handler):
    async def post(self, kind: str, place: str) -> None:
        at = self.platform
        if not self.allowed():
            return
        if at.held is not None:
            await at.held.wait()
        fault = at.faults.pop(0) if at.faults else ""
        if fault == "busy":
            self.fail(22009 - 2, 429)
        elif fault == "500":
            self.set_status(502)
            self.finish("<html>bad gateway</html>")
        elif fault == "garbage":
            self.finish("not json")
        elif fault == "403":
            self.set_status(403)
            self.finish("<html>forbidden</html>")
        elif (code := self._taken(kind, place, json.loads(self.request.body))) != 0:
            self.fail(code)
        elif fault == "lost":
            self.detach().close()
        else:
            self.finish({"id": f"out-{len(at.got)}", "timestamp": "2026-11-29T11:00:00+08:00"})

    def _taken(self, kind: str, place: str, body: dict[str, Any]) -> int:
        """Deliver it; the code of the refusal, 0 for none."""
        at, text, media = self.platform, body.get("content"), body.get("media")
        if body.get("msg_type") not in (0, 7) or not isinstance(text, str) or not text or len(text) > LONGEST:
            return 40034001
        if body.get("event_id"):
            at.got.append(Got(kind, place, text, "", body["event_id"]))
            return 0
        if not body.get("msg_id"):
            at.proactive += 1
            return 40034105
        said = at.said.get(body["msg_id"])
        if said is None or (said.kind, said.place) != (kind, place):
            return 40034024
        if at.now() - said.at > WINDOWS[kind]:
            return 40034128
        serial = body.get("msg_seq", 1)
        if type(serial) is not int or not 0 <= serial < 65536:
            return 40034001
        if serial in said.serials:
            return 40054005
        if len(said.serials) >= at.answers:
            return 22009
        if not at.links_allowed and re.search(r"https?://|[A-Za-z0-9]\.[a-z]{2,}", text):
            return 40054010
        file = ""
        if body["msg_type"] == 7:
            known = at.media.get((media or {}).get("file_info", ""))
            if known is None or known[:2] != (kind, place):
                return 40034006
            file = known[2]
        said.serials.add(serial)
        at.got.append(Got(kind, place, text, file, body["msg_id"]))
        return 0


class _Files(_Handler):
    def post(self, kind: str, place: str) -> None:
        if not self.allowed():
            return
        body = json.loads(self.request.body)
        try:
            content = base64.b64decode(body["file_data"], validate=True)
        except (KeyError, binascii.Error):
            self.fail(850019)
            return
        if not self.platform.files_allowed or body.get("file_type") != 4 or body.get("srv_send_msg") is not False:
            self.fail(40034103)
        elif not content or not body.get("file_name"):
            self.fail(850019)
        else:
            held = f"file-{len(self.platform.media)}"
            self.platform.media[held] = (kind, place, body["file_name"])
            self.finish({"file_uuid": held, "file_info": held, "ttl": 600})
