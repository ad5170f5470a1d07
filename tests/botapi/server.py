"""The server on its port, and the knobs that tests turn."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from tests.botapi.errors import ApiError, DroppedConnectionError, GarbageError
from tests.botapi.faults import Faults
from tests.botapi.fields import Upload, checked, method_named
from tests.botapi.messages import User, World
from tests.botapi.methods import Methods, Params
from tests.botapi.people import Group, Person
from tests.botapi.updates import Updates
from tests.patience import PATIENCE
from tests.ports import free_port


@dataclass
class Call:
    """A call of the bot: when it came (monotonic seconds), what it asked, and the status it got (0: no answer)."""

    method: str
    params: Params
    at: float = field(default_factory=time.monotonic)
    status: int = 0


class BotApi:
    """A Bot API server on a free port of 127.0.0.1, as an async context manager."""

    def __init__(self, username: str = "jianhui_bot") -> None:
        self.token = "4242:TEST-token_for_the_local_server"
        self.port = free_port()
        self.world = World(User(int(self.token.partition(":")[0]), "建会通", is_bot=True, username=username))
        self.updates = Updates()
        self.faults = Faults()
        self.calls: list[Call] = []
        self._changed = asyncio.Event()
        self.methods = Methods(self.world, self.updates, self.changed)
        self._server: HTTPServer | None = None

    username = property(lambda self: self.world.bot.username, doc="The bot's name, without @.")
    base_url = property(lambda self: f"http://127.0.0.1:{self.port}/bot", doc="What the token is appended to.")
    base_file_url = property(lambda self: f"http://127.0.0.1:{self.port}/file/bot", doc="The same, for downloads.")

    async def __aenter__(self) -> BotApi:
        self.up()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        await self.down()
        await self.updates.close()

    # ---------------------------------------------------------------- people

    def user(self, name: str = "李") -> Person:
        """A person in her private chat with the bot, who hasn't said anything yet."""
        user = self.world.new_user(name)
        return Person(self, user, self.world.private_chat(user))

    def group(self, title: str = "工会群", *, forum: bool = False) -> Group:
        """A group with the bot in it, in which everything reaches the bot (privacy mode off)."""
        return Group(self, self.world.new_group(title, forum))

    # ---------------------------------------------------------------- knobs

    def up(self) -> None:
        """Answer on the port (again)."""
        if self._server is None:
            routes = [(r"/bot([^/]+)/(\w+)", _Method, {"api": self}), (r"/file/bot([^/]+)/(.+)", _Download, {"api": self})]
            self._server = HTTPServer(Application(routes, log_function=lambda handler: None), max_buffer_size=64 << 20)
            self._server.listen(self.port, "127.0.0.1")

    async def down(self) -> None:
        """Be gone: connections break, new ones are refused. What was said meanwhile waits."""
        if self._server is not None:
            server, self._server = self._server, None
            server.stop()
            await server.close_all_connections()

    def revoke(self) -> None:
        """Accept the token no more."""
        self.token = f"{self.token}-new"

    def sends(self, chat: int = 0) -> list[Call]:
        """The calls that sent something (to a chat), refused ones included."""
        return [call for call in self.calls if call.method.startswith("send") and chat in (0, call.params.get("chat_id"))]

    async def until(self, true: Callable[[], Any], within: float = 5.0, what: str = "it") -> None:
        """Return once `true()` is, looked at with each call of the bot and between; AssertionError when the time is up."""
        deadline = time.monotonic() + PATIENCE * within
        while not true():
            left = deadline - time.monotonic()
            if left <= 0:
                raise AssertionError(f"{what} didn't happen within {within} s")
            self._changed.clear()
            try:
                await asyncio.wait_for(self._changed.wait(), min(left, 0.01))
            except TimeoutError:
                continue

    async def confirmed(self, within: float = 5.0) -> None:
        """Return once the bot has confirmed every update."""
        await self.until(lambda: not self.updates.waiting, within, "the confirmation of all updates")

    def changed(self) -> None:
        """Wake whoever waits in `until`."""
        self._changed.set()

    async def handle(self, name: str, given: Params, uploads: dict[str, Upload]) -> Any:
        """Do a call as Telegram would, with the trouble that was ordered for it."""
        call = Call(method_named(name), given)
        self.calls.append(call)
        self.changed()
        try:
            call.params = checked(call.method, given, uploads)
            fault = await self.faults.before(call.method, call.params)
            result = await self.methods.call(call.method, call.params)
        except ApiError as error:
            call.status = error.code
            raise
        await self.faults.after(fault)
        call.status = 200
        return result


class _Method(RequestHandler):
    """A call of a method: GET or POST, with a form, JSON or multipart."""

    def initialize(self, api: BotApi) -> None:
        """The server it belongs to."""
        self.api = api
        self._work: asyncio.Future[Any] | None = None

    async def get(self, token: str, name: str) -> None:
        """As Telegram does, GET is taken like POST."""
        await self.post(token, name)

    async def post(self, token: str, name: str) -> None:
        """The answer in Telegram's envelope."""
        try:
            self._authorize(token)
            self._work = asyncio.ensure_future(self.api.handle(name, self._given(), self._uploads()))
            result = await self._work
        except ApiError as error:
            self._refuse(error)
        except GarbageError as garbage:
            self.set_status(garbage.status, "Garbage")
            self.finish(garbage.body)
        except DroppedConnectionError:
            self._hang_up()
        except asyncio.CancelledError:
            return  # the bot has hung up
        else:
            self._say({"ok": True, "result": result})

    def on_connection_close(self) -> None:
        """The bot has hung up: whatever it waited for is void, above all a long poll."""
        if self._work is not None:
            self._work.cancel()

    def log_exception(self, *args: Any) -> None:
        """A bug of the server itself must be seen in the test's output."""
        super().log_exception(*args)

    def _authorize(self, token: str) -> None:
        if ":" not in token:
            raise ApiError(404, "Not Found")
        if token != self.api.token:
            raise ApiError(401, "Unauthorized")

    def _given(self) -> Params:
        if self.request.headers.get("Content-Type", "").startswith("application/json"):
            body: Params = json.loads(self.request.body or b"{}")
            return body
        return {name: values[-1].decode() for name, values in self.request.arguments.items()}

    def _uploads(self) -> dict[str, Upload]:
        return {name: (files[0]["filename"], files[0]["body"]) for name, files in self.request.files.items()}

    def _refuse(self, error: ApiError) -> None:
        self.set_status(error.code, "Error")
        extra = {"parameters": error.parameters} if error.parameters else {}
        self._say({"ok": False, "error_code": error.code, "description": error.description} | extra)

    def _say(self, answer: Params) -> None:
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps(answer))

    def _hang_up(self) -> None:
        self.api.changed()
        with closing(self.detach()):
            pass


class _Download(RequestHandler):
    """A file, at the path that getFile gave."""

    def initialize(self, api: BotApi) -> None:
        """The server it belongs to."""
        self.api = api

    def get(self, token: str, path: str) -> None:
        """Its content."""
        stored = self.api.world.files.get(path.rpartition("/")[2])
        if token != self.api.token or stored is None:
            self.send_error(404)
        else:
            self.finish(stored.content)
