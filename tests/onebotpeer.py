"""A OneBot v11 program as this bot meets it: connects with a token, brings events, carries messages, keeps histories.

Strict: parameters are checked by name and type; nothing is brought again that was said while nobody listened, it stands in the
history only; a "timeout" may mean either.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import time
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidMessage, InvalidStatus

from tests.onebot_fields import problems

TOKEN = "a-long-enough-token"
SELF = "10001"


@dataclass
class OneBotPeer:
    """One account's program. Messages of people are said through it."""

    port: int
    account: str = SELF
    token: str = TOKEN
    strings: bool = False
    """Whether messages go out as CQ texts, and numbers as texts."""
    histories: bool = True
    faults: list[str] = field(default_factory=list)
    """What the next sends do: `timeout-arrived`, `timeout-lost`, `silent-arrived`, `silent-lost`, `refused`, `hangup`."""
    unheard: set[str] = field(default_factory=set)
    """Calls that get no echo."""
    held: asyncio.Event | None = None
    online: bool = True
    status: int = 0
    """Status of the last refused handshake."""
    sent: list[dict[str, Any]] = field(default_factory=list)
    """Everything that was said, by anybody, oldest first."""
    files: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """Files of groups (`g-…`) and people."""
    wrong: list[str] = field(default_factory=list)
    """Calls with parameters that the protocol doesn't know."""
    role: str = "member"

    def __post_init__(self) -> None:
        self._wire: ClientConnection | None = None
        self._early: list[dict[str, Any]] | None = []
        self._task: asyncio.Task[None] | None = None
        self._handling: set[asyncio.Task[None]] = set()
        self._number = 100

    def up(self) -> None:
        """Connect, and again whenever it breaks."""
        self._task = asyncio.create_task(self._run())

    async def down(self) -> None:
        """Go away."""
        if self._task is not None:
            for task in (self._task, *self._handling):
                task.cancel()
            await asyncio.gather(self._task, *self._handling, return_exceptions=True)

    @property
    def connected(self) -> bool:
        """Whether the bot listens."""
        return self._wire is not None

    async def _run(self) -> None:
        headers = {"Authorization": f"Bearer {self.token}", "X-Self-ID": self.account, "X-Client-Role": "Universal"}
        while True:
            try:
                async with connect(
                    f"ws://127.0.0.1:{self.port}/onebot/v11/ws", additional_headers=headers, max_size=64 << 20
                ) as wire:
                    await self._serve(wire)
            except InvalidStatus as error:
                self.status = error.response.status_code
            except (OSError, ConnectionClosed, EOFError):
                pass
            except (TimeoutError, InvalidMessage):  # a handshake that was cut
                pass
            finally:
                self._wire = None
            await asyncio.sleep(0.05)

    async def _serve(self, wire: ClientConnection) -> None:
        self._wire = wire
        await self._tell({"post_type": "meta_event", "meta_event_type": "lifecycle", "sub_type": "connect"})
        early, self._early = self._early or [], None
        for event in early:
            await self._tell(event)
        async for frame in wire:
            task = asyncio.create_task(self._handle(wire, json.loads(frame)))
            self._handling.add(task)
            task.add_done_callback(self._handling.discard)

    async def _tell(self, event: dict[str, Any]) -> None:
        given = {"time": int(time.time()), "self_id": self.account if self.strings else int(self.account)}
        if self._wire is not None:
            with contextlib.suppress(ConnectionClosed):
                await self._wire.send(json.dumps(given | event, ensure_ascii=False))

    # ---------------------------------------------------------------- people

    async def say(self, person: str, message: Any, group: str = "", role: str = "") -> str:
        """A person says something; before the bot has ever been there it waits for it."""
        event = self._said(person, message, group, role)
        self.sent.append(event)
        await self.bring(event)
        return str(event["message_id"])

    def _said(self, person: str, message: Any, group: str, role: str = "") -> dict[str, Any]:
        self._number += 1
        one: Any = str if self.strings else int
        event: dict[str, Any] = {
            "time": int(time.time()),
            "self_id": one(self.account),
            "post_type": "message",
            "message_type": "group" if group else "private",
            "sub_type": "normal" if group else "friend",
            "message_id": one(self._number),
            "user_id": one(person),
            "message": coded(message) if self.strings else segments(message),
            "sender": {"user_id": one(person), "nickname": f"名{person}", "role": role or self.role},
        }
        return event | ({"group_id": one(group)} if group else {})

    async def bring(self, event: dict[str, Any]) -> None:
        """Bring an event now, if anybody listens."""
        if self._early is not None:
            self._early.append(event)
        else:
            await self._tell(event)

    def texts(self, place: str) -> list[str]:
        """What the account said at a place, in order; files by their names."""
        return [words(one["message"]) or one.get("file", "") for one in self.sent if one.get("to") == place]

    # ---------------------------------------------------------------- calls

    async def _handle(self, wire: ClientConnection, call: dict[str, Any]) -> None:
        action, params = call["action"], call["params"]
        method = getattr(self, f"_{action}", None)
        answer: dict[str, Any] | None
        self.wrong += problems(action, params) if method is not None else []
        if action in self.unheard:
            return
        if method is None:
            answer = {"status": "failed", "retcode": 1404, "data": None, "message": "不支持的Api"}
        else:
            try:
                answer = await method(**params)
            except TypeError as error:
                self.wrong.append(f"{action}: {error}")
                answer = {"status": "failed", "retcode": 1400, "data": None, "message": "参数错误"}
        if answer is not None:
            with contextlib.suppress(ConnectionClosed):
                await wire.send(json.dumps(answer | {"echo": call["echo"]}, ensure_ascii=False))

    async def _send_group_msg(self, group_id: int, message: list[Any]) -> dict[str, Any] | None:
        return await self._sent(f"g-{group_id}", message, str(group_id))

    async def _send_private_msg(self, user_id: int, message: list[Any], group_id: int = 0) -> dict[str, Any] | None:
        return await self._sent(str(user_id), message, "")

    async def _upload_group_file(self, group_id: int, file: str, name: str) -> dict[str, Any] | None:
        return await self._uploaded(f"g-{group_id}", file, name)

    async def _upload_private_file(self, user_id: int, file: str, name: str, group_id: int = 0) -> dict[str, Any] | None:
        return await self._uploaded(str(user_id), file, name)

    async def _sent(self, place: str, message: list[Any], group: str) -> dict[str, Any] | None:
        if not isinstance(message, list) or not words(message).strip():
            return {"status": "failed", "retcode": 1400, "data": None, "message": "消息体无法解析"}
        if self.held is not None:
            await self.held.wait()
        event = self._said(self.account, message, group)
        return await self._answer(lambda: self.sent.append(event | {"to": place}), {"message_id": event["message_id"]})

    async def _uploaded(self, place: str, file: str, name: str) -> dict[str, Any] | None:
        if not file.startswith("base64://") or not name:
            return {"status": "failed", "retcode": 1200, "data": None, "message": "未知文件类型"}
        content = base64.b64decode(file.removeprefix("base64://"), validate=True)
        group = place.removeprefix("g-") if place.startswith("g-") else ""
        event = self._said(self.account, [{"type": "file", "data": {"name": name}}], group) | {"to": place, "file": name}

        def arrive() -> None:
            self.files.setdefault(place, []).append({"file_name": name, "file_size": len(content)})
            self.sent.append(event)

        return await self._answer(arrive, None)

    async def _answer(self, arrive: Any, data: Any) -> dict[str, Any] | None:
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "refused":
            return {"status": "failed", "retcode": 1200, "data": None, "message": "发送失败，result: 120"}
        if not fault.endswith("lost"):
            arrive()
        if fault.startswith("timeout"):
            return {"status": "failed", "retcode": 1200, "data": None, "message": "Timeout: NTEvent serviceAndMethod:sendMsg"}
        if fault.startswith("hangup") and self._wire is not None:
            self._wire.transport.abort()
        return None if fault.startswith(("silent", "hangup")) else {"status": "ok", "retcode": 0, "data": data}

    async def _get_group_msg_history(
        self,
        group_id: int,
        count: int = 20,
        message_seq: object = 0,
        reverseOrder: bool = False,  # noqa: N803  # NapCat's
    ) -> dict[str, Any]:
        return self._history(lambda one: str(one.get("group_id")) == str(group_id), count, message_seq)

    async def _get_friend_msg_history(self, user_id: int, count: int = 20) -> dict[str, Any]:
        def with_her(one: dict[str, Any]) -> bool:
            return one["message_type"] == "private" and str(user_id) in (str(one["user_id"]), one.get("to"))

        return self._history(with_her, count, 0)

    def _history(self, wanted: Any, count: int, before: object) -> dict[str, Any]:
        if not self.histories:
            return {"status": "failed", "retcode": 1404, "data": None, "message": "不支持的Api"}
        found = [one for one in self.sent if wanted(one) and (not before or int(one["message_id"]) <= int(str(before)))]
        return {"status": "ok", "retcode": 0, "data": {"messages": found[-count:]}}

    async def _get_recent_contact(self, count: int = 10) -> dict[str, Any]:
        people = dict.fromkeys(str(one["user_id"]) for one in self.sent if one["message_type"] == "private")
        found = [{"chatType": 1, "peerUin": one} for one in people if one != self.account]
        return {"status": "ok", "retcode": 0, "data": found[:count]}

    async def _get_msg(self, message_id: int) -> dict[str, Any]:
        found = next((one for one in self.sent if str(one["message_id"]) == str(message_id)), None)
        return {"status": "ok" if found else "failed", "retcode": 0 if found else 1200, "data": found}

    async def _get_group_root_files(self, group_id: int) -> dict[str, Any]:
        return {"status": "ok", "retcode": 0, "data": {"files": self.files.get(f"g-{group_id}", []), "folders": []}}

    async def _get_status(self) -> dict[str, Any]:
        return {"status": "ok", "retcode": 0, "data": {"online": self.online, "good": True}}

    async def _get_group_list(self) -> dict[str, Any]:
        groups = dict.fromkeys(one["group_id"] for one in self.sent if "group_id" in one)
        return {"status": "ok", "retcode": 0, "data": [{"group_id": group} for group in groups]}

    async def _get_friend_list(self) -> dict[str, Any]:
        return {"status": "ok", "retcode": 0, "data": []}


def segments(message: Any) -> list[Any]:
    """A message as an array."""
    return [{"type": "text", "data": {"text": message}}] if isinstance(message, str) else message


def coded(message: Any) -> str:
    """A message as a text with CQ codes."""
    found = []
    for one in segments(message):
        if one["type"] == "text":
            found.append(one["data"]["text"].replace("&", "&amp;").replace("[", "&#91;").replace("]", "&#93;"))
        else:
            found.append(f"[CQ:{one['type']}," + ",".join(f"{name}={value}" for name, value in one["data"].items()) + "]")
    return "".join(found)


def words(message: Any) -> str:
    """The texts of a message that the bot sent."""
    if isinstance(message, str):
        return message.rpartition("]")[2].replace("&#91;", "[").replace("&#93;", "]").replace("&amp;", "&").strip()
    return "".join(one["data"].get("text", "") for one in message if one["type"] == "text").strip()


def at(account: str, text: str) -> list[Any]:
    """A message that names somebody."""
    return [{"type": "at", "data": {"qq": account}}, {"type": "text", "data": {"text": f" {text}"}}]
