"""Channels as the contract of all of them meets them: a way to say something, and what was got. Also a program to be killed.

A new channel passes `tests/test_channel_contract.py` with a class like those below and a line in `RIGS`.
"""

from __future__ import annotations

import asyncio
import json
import queue
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from bot.channels.fake import CAN, FakeTransport, FakeWire, without
from bot.channels.onebot.transport import OneBotTimeouts, OneBotTransport
from bot.channels.qq.transport import QQTransport
from bot.channels.runtime import Capabilities, Dispatcher, Timeouts, Transport
from bot.channels.telegram.transport import TelegramTransport
from bot.channels.terminal import TerminalSession, TerminalTransport
from bot.model import Attachment
from bot.settings import OneBotSettings, QQSettings, TelegramSettings
from tests.botapi import BotApi
from tests.botapi.people import Person
from tests.mail_rig import MailRig
from tests.onebotpeer import TOKEN, OneBotPeer
from tests.ports import free_port
from tests.qqplatform import APP, SECRET, QQPlatform
from tests.telegram_rig import QUICK, BreakableStore, TinyDesk

FAST = Timeouts(outbox=0.02, pause=0.02, longest_pause=0.1, give_up=0.4, again=0.2, drain=0.5, grace=1.0, goodbye=0.5)


def link(file: Attachment) -> str:
    """Where a file can be had."""
    return f"https://union.example.org/{file.document}"


class ChannelRig(Protocol):
    """A channel with both ends."""

    name: str
    capabilities: Capabilities
    account: str
    """What the store calls its inbox."""

    async def open(self, folder: Path) -> None:
        """Make the other end of the wire."""
        ...

    def transport(self, store: BreakableStore, desk: TinyDesk) -> Transport:
        """A new transport on this wire."""
        ...

    async def say(self, person: str, text: str) -> None:
        """A person says something in her own place."""
        ...

    def got(self, person: str) -> list[str]:
        """The texts that she got, in order."""
        ...

    def key(self, person: str) -> str:
        """Key of her conversation."""
        ...

    raw: bool
    """Whether the wire brings messages of a service's making: twice at times, and in no shape at others."""

    def again(self) -> None:
        """The newest message comes once more."""
        ...

    def junk(self) -> None:
        """Something comes in that can't be understood."""
        ...

    def program(self, folder: Path) -> list[str]:
        """The arguments of a Python that serves this wire with a store in the folder."""
        ...

    async def close(self) -> None:
        """Let go of it."""
        ...


class FakeRig:
    """`bot.channels.fake`, with some of its capabilities changed."""

    name = account = "fake"
    raw = True

    def __init__(self, **changes: object) -> None:
        self.capabilities = without(**changes)

    async def open(self, folder: Path) -> None:
        """See `ChannelRig`."""
        self.wire = FakeWire(folder)

    def transport(self, store: BreakableStore, desk: TinyDesk) -> Transport:
        """See `ChannelRig`."""
        return FakeTransport(self.wire, self.capabilities)

    async def say(self, person: str, text: str) -> None:
        """See `ChannelRig`."""
        self.wire.say(person, text)

    def got(self, person: str) -> list[str]:
        """See `ChannelRig`."""
        return self.wire.got(person)

    def key(self, person: str) -> str:
        """See `ChannelRig`."""
        return f"fake:{person}"

    def again(self) -> None:
        """See `ChannelRig`."""
        key, raw = _last(self.wire)
        self.wire.push(key, raw)

    def junk(self) -> None:
        """See `ChannelRig`."""
        self.wire.push("junk", '{"text": [')

    def program(self, folder: Path) -> list[str]:
        """See `ChannelRig`."""
        return ["-m", "tests.channel_rig", "fake", str(folder)]

    async def close(self) -> None:
        """See `ChannelRig`."""
        return


def _last(wire: FakeWire) -> tuple[str, str]:
    assert wire.folder
    key, raw = json.loads((wire.folder / "said.jsonl").read_text("utf-8").splitlines()[-1])
    return key, raw


class TerminalRig:
    """`bot.channels.terminal`; one person sits at it."""

    name = "terminal"
    raw = False
    account = "terminal:wang"
    capabilities = TerminalTransport.capabilities

    async def open(self, folder: Path) -> None:
        """See `ChannelRig`."""
        self.folder = folder
        self._typed: queue.Queue[str] = queue.Queue()
        self._shown: list[str] = []
        self._process: list[asyncio.subprocess.Process] = []

    def _lines(self) -> Iterator[str]:
        while True:
            try:
                yield self._typed.get(timeout=60)
            except queue.Empty:
                return

    def transport(self, store: BreakableStore, desk: TinyDesk) -> Transport:
        """See `ChannelRig`."""
        seat = TerminalSession("terminal:wang", str(time.monotonic_ns()), self.folder / "saved")
        return TerminalTransport(self._lines(), self._shown.append, seat)

    async def say(self, person: str, text: str) -> None:
        """See `ChannelRig`."""
        self._typed.put(text)
        with (self.folder / "typed.txt").open("a", encoding="utf-8") as file:
            file.write(text + "\n")

    def got(self, person: str) -> list[str]:
        """See `ChannelRig`."""
        log = self.folder / "shown.txt"
        return [text.strip() for text in (*self._shown, *(log.read_text("utf-8").split("\0") if log.exists() else ())) if text]

    def key(self, person: str) -> str:
        """See `ChannelRig`."""
        return "terminal:wang"

    def again(self) -> None:
        """See `ChannelRig`."""
        raise NotImplementedError

    def junk(self) -> None:
        """See `ChannelRig`."""
        raise NotImplementedError

    def program(self, folder: Path) -> list[str]:
        """See `ChannelRig`."""
        return ["-m", "tests.channel_rig", "terminal", str(folder)]

    async def close(self) -> None:
        """See `ChannelRig`."""
        self._typed.put("退出")


class TelegramRig:
    """`bot.channels.telegram` on the local Bot API server."""

    name = "telegram"
    raw = True
    account = "telegram:4242"
    capabilities = TelegramTransport.capabilities

    async def open(self, folder: Path) -> None:
        """See `ChannelRig`."""
        self.api = BotApi()
        self.api.up()
        self._people: dict[str, Person] = {}

    def transport(self, store: BreakableStore, desk: TinyDesk) -> Transport:
        """See `ChannelRig`."""
        settings = TelegramSettings(token=self.api.token, base_url=self.api.base_url)
        return TelegramTransport(settings, desk.search, store, QUICK)

    def _person(self, name: str) -> Person:
        if name not in self._people:
            self._people[name] = self.api.user(name)
        return self._people[name]

    async def say(self, person: str, text: str) -> None:
        """See `ChannelRig`."""
        await self._person(person).say(text)

    def got(self, person: str) -> list[str]:
        """See `ChannelRig`."""
        return self._person(person).transcript()

    def key(self, person: str) -> str:
        """See `ChannelRig`."""
        return f"telegram:{self._person(person).id}"

    def again(self) -> None:
        """See `ChannelRig`."""
        self.api.updates.repeat(self.api.updates.delivered[-1])

    def junk(self) -> None:
        """See `ChannelRig`."""
        self.api.updates.push("message", {"message_id": 1, "date": 10**30, "chat": {"id": [], "type": "private"}})

    def program(self, folder: Path) -> list[str]:
        """See `ChannelRig`."""
        return ["-m", "tests.telegram_rig", self.api.token, self.api.base_url, str(folder)]

    async def close(self) -> None:
        """See `ChannelRig`."""
        await self.api.down()
        await self.api.updates.close()


class QQRig:
    """`bot.channels.qq` on the local platform."""

    name = "qq"
    raw = True
    account = f"qq:{APP}"
    capabilities = QQTransport.capabilities

    async def open(self, folder: Path) -> None:
        """See `ChannelRig`."""
        self.wire = QQPlatform()
        self.wire.up()

    def transport(self, store: BreakableStore, desk: TinyDesk) -> Transport:
        """See `ChannelRig`."""
        return qq_transport(self.wire.base_url, store)

    async def say(self, person: str, text: str) -> None:
        """See `ChannelRig`."""
        self.wire.say(person, text)

    def got(self, person: str) -> list[str]:
        """See `ChannelRig`."""
        return self.wire.texts(person)

    def key(self, person: str) -> str:
        """See `ChannelRig`."""
        return f"qq:{person}"

    def again(self) -> None:
        """See `ChannelRig`."""
        self.wire.push(self.wire.events[-1]["t"], self.wire.events[-1]["d"])

    def junk(self) -> None:
        """See `ChannelRig`."""
        self.wire.push("C2C_MESSAGE_CREATE", {"id": ["x"], "author": "nobody"})

    def program(self, folder: Path) -> list[str]:
        """See `ChannelRig`."""
        return ["-m", "tests.channel_rig", "qq", str(folder), self.wire.base_url]

    async def close(self) -> None:
        """See `ChannelRig`."""
        await self.wire.down()


def qq_transport(base_url: str, store: BreakableStore) -> QQTransport:
    """A transport on a local platform, with short times."""
    settings = QQSettings(APP, SECRET, base_url, f"{base_url}/app/getAppAccessToken")
    return QQTransport(settings, store, link, 0.02)


class OneBotRig:
    """`bot.channels.onebot` with a program that connects to it."""

    name = account = "onebot"
    raw = True
    capabilities = OneBotTransport.capabilities

    async def open(self, folder: Path) -> None:
        """See `ChannelRig`."""
        self.wire = OneBotPeer(free_port())
        self._numbers: dict[str, str] = {}
        self._junk = 0
        self.wire.up()

    def transport(self, store: BreakableStore, desk: TinyDesk) -> Transport:
        """See `ChannelRig`."""
        return onebot_transport(self.wire.port, store, desk)

    def person(self, name: str) -> str:
        """Her number."""
        return self._numbers.setdefault(name, str(20_000 + len(self._numbers)))

    async def say(self, person: str, text: str) -> None:
        """See `ChannelRig`."""
        await self.wire.say(self.person(person), text)

    def got(self, person: str) -> list[str]:
        """See `ChannelRig`."""
        return self.wire.texts(self.person(person))

    def key(self, person: str) -> str:
        """See `ChannelRig`."""
        return f"onebot:{self.person(person)}"

    def again(self) -> None:
        """See `ChannelRig`."""
        last = next(one for one in reversed(self.wire.sent) if "to" not in one)
        self._task = asyncio.create_task(self.wire.bring(last))

    def junk(self) -> None:
        """See `ChannelRig`."""
        self._task = asyncio.create_task(self.wire.bring({"post_type": "message", "message_type": [], "message": 5}))

    def program(self, folder: Path) -> list[str]:
        """See `ChannelRig`."""
        return ["-m", "tests.channel_rig", "onebot", str(folder), str(self.wire.port)]

    async def close(self) -> None:
        """See `ChannelRig`."""
        await self.wire.down()


BRISK = OneBotTimeouts(call=2.0, settle=0.05, pause=0.02, tick=0.2, note=0.0)
"""What takes seconds with real programs takes tenths here."""


def onebot_transport(port: int, store: BreakableStore, desk: TinyDesk, **settings: object) -> OneBotTransport:
    """A transport that listens on that port, with short times."""
    given = OneBotSettings(f"127.0.0.1:{port}", TOKEN, groups=("70001",))
    told: list[tuple[str, str]] = []
    made = OneBotTransport(replace(given, **settings), desk.search, store, lambda key, text: told.append((key, text)), BRISK)  # type: ignore[arg-type]
    made.told = told  # type: ignore[attr-defined]
    return made


RIGS: dict[str, Callable[[], ChannelRig]] = {
    "fake": FakeRig,
    "fake without anything": lambda: FakeRig(buttons=False, files=False, push=False, caption_limit=0),
    "terminal": TerminalRig,
    "telegram": TelegramRig,
    "mail": MailRig,
    "qq": QQRig,
    "onebot": OneBotRig,
}


# ---------------------------------------------------------------- the program to be killed


async def _serve(name: str, folder: Path) -> None:
    desk = TinyDesk()
    with closing(BreakableStore(folder / "inbox.db")) as store:
        if name == "fake":
            transport: Transport = FakeTransport(FakeWire(folder), CAN)
        elif name == "qq":
            transport = qq_transport(sys.argv[3], store)
        elif name == "onebot":
            transport = onebot_transport(int(sys.argv[3]), store, desk)
        else:
            seat = TerminalSession("terminal:wang", str(time.time_ns()), folder / "saved")
            transport = TerminalTransport(_followed(folder), lambda text: _write(folder, text), seat)
        await Dispatcher(transport, desk.ask, store, FAST).run()


def _write(folder: Path, text: str) -> None:
    with (folder / "shown.txt").open("a", encoding="utf-8") as file:
        file.write(text + "\0")


def _followed(folder: Path) -> Iterator[str]:
    """What was typed; by a program of its own each line is taken once, whatever became of it."""
    taken = folder / "taken"
    while True:
        lines = (folder / "typed.txt").read_text("utf-8").splitlines() if (folder / "typed.txt").exists() else []
        at = len(taken.read_bytes()) if taken.exists() else 0
        if at < len(lines):
            with taken.open("ab") as file:
                file.write(b".")
            yield lines[at]
        else:
            time.sleep(0.02)


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1], Path(sys.argv[2])))
