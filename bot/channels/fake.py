"""A channel in memory: its wire is a script of what people say and of what goes wrong, and a list of what they got.

For tests of everything above the wires, and for trying a deployment out without any account. It passes the contract of
channels (`tests/test_channel_contract.py`) like the real ones.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.channels.runtime import (
    Accept,
    Capabilities,
    Destination,
    Incoming,
    MessageKey,
    Piece,
    Transport,
    Unreachable,
    plain_pieces,
)
from bot.errors import StoreError
from bot.model import ConversationRef, Question, Reply

NAME = "fake"
CAN = Capabilities(
    text_limit=400, caption_limit=100, action_bytes=64, max_file=1 << 20, edits=True, group=True, replies=True, push=True
)
"""Small limits, so that tests meet them."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """A message that somebody got."""

    key: MessageKey
    place: str
    person: str
    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    """Labels with their actions."""
    file: str = ""
    """Name of the file that came with it."""
    reply_to: str = ""


@dataclass
class FakeWire:
    """Both ends of a wire. With a `folder` it outlives the process: what is said and got stands in two files of lines."""

    folder: Path | None = None
    delivered: list[Delivered] = field(default_factory=list)
    faults: deque[Exception | str] = field(default_factory=deque)
    """What the next calls of `send` do instead: raise an error, or `lost`: send, then raise Unreachable."""
    held: asyncio.Event | None = None
    """While set and not yet triggered, sends stall until it is."""
    acknowledged: list[str] = field(default_factory=list)
    """Keys of what was kept, in order."""
    _said: deque[tuple[str, str]] = field(default_factory=deque)
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _numbers: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def say(self, person: str, text: str, *, place: str = "", key: str = "", reply_to: str = "") -> str:
        """Somebody says something, in her own place or in a group; returns the message's key."""
        return self._put_in(key, person=person, text=text, place=place or person, action="", reply_to=reply_to)

    def press(self, person: str, label: str) -> str:
        """Somebody presses the newest button with that label that she got."""
        mine = (one for one in reversed(self.delivered) if one.place == person)
        action = next(action for one in mine for shown, action in one.buttons if shown == label)
        return self._put_in("", person=person, text="", place=person, action=action, reply_to="")

    def _put_in(self, key: str, **said: str) -> str:
        self._numbers["said"] += 1
        key = key or str(self._numbers["said"])
        self.push(key, json.dumps(said | {"message": key}, ensure_ascii=False))
        return key

    def push(self, key: str, raw: str) -> None:
        """Whatever it is comes in."""
        if self.folder is not None:
            _append(self.folder / "said.jsonl", [key, raw])
        self._said.append((key, raw))
        self._news.set()

    def got(self, place: str) -> list[str]:
        """The texts that were delivered to a place, in order."""
        if self.folder is not None:
            self.delivered = [_delivered(line) for line in _lines(self.folder / "got.jsonl")]
        return [one.text for one in self.delivered if one.place == place]

    async def next(self) -> tuple[str, str]:
        """What comes in next, its key first."""
        while True:
            if self.folder is not None:
                self._said = deque((key, raw) for key, raw in _lines(self.folder / "said.jsonl"))
                self._said = deque(list(self._said)[len(self.acknowledged) :])
            if self._said:
                return self._said[0]
            self._news.clear()
            try:
                async with asyncio.timeout(0.02 if self.folder else None):
                    await self._news.wait()
            except TimeoutError:
                continue

    def acknowledge(self, key: str) -> None:
        """The bot has kept it."""
        self.acknowledged.append(key)
        if self._said:
            self._said.popleft()

    def deliver(self, one: Delivered) -> None:
        """A person gets a message."""
        self.delivered.append(one)
        if self.folder is not None:
            _append(self.folder / "got.jsonl", [one.key, one.place, one.person, one.text, one.buttons, one.file, one.reply_to])


class FakeTransport(Transport):
    """The bot's end of a `FakeWire`."""

    def __init__(self, wire: FakeWire, capabilities: Capabilities = CAN, name: str = NAME) -> None:
        self.name = name
        self.capabilities = capabilities
        self._wire = wire

    async def run(self, accept: Accept) -> None:
        """See `Transport`."""
        while True:
            key, raw = await self._wire.next()
            try:
                await accept(key, raw)
            except StoreError:
                await asyncio.sleep(0.02)  # it isn't acknowledged, and so comes again
                continue
            self._wire.acknowledge(key)

    def parse(self, raw: str) -> Incoming | None:
        """See `Transport`."""
        said = json.loads(raw)
        texts = {name: said[name] for name in ("person", "text", "place", "action", "message", "reply_to")}
        if not all(isinstance(text, str) for text in texts.values()):
            raise TypeError("a text that is none")
        shared = texts["place"] != texts["person"]
        ref = ConversationRef(self.name, texts["place"], person=texts["person"] if shared else "")
        question = Question(
            text=texts["text"],
            conversation=str(ref),
            asker=f"{self.name}:{texts['person']}",
            channel=self.name,
            wire=texts["message"],
            action=texts["action"],
            reply_to=texts["reply_to"],
            private=not shared,
        )
        return Incoming(Destination(ref, reply_to=texts["message"]), question)

    def format(self, reply: Reply) -> Sequence[Piece]:
        """See `Transport`."""
        return plain_pieces(reply, self.capabilities)

    async def send(self, to: Destination, piece: Piece) -> MessageKey:
        """See `Transport`."""
        wire = self._wire
        if wire.held is not None:
            await wire.held.wait()
        fault = wire.faults.popleft() if wire.faults else None
        if isinstance(fault, Exception):
            raise fault
        key = f"{self.name}:{to.ref.place}:{len(wire.delivered) + 1}-{os.getpid()}"
        buttons = tuple((button.label, button.action) for row in piece.buttons for button in row)
        file = piece.file.name if piece.file else ""
        wire.deliver(Delivered(key, to.ref.place, to.ref.person, piece.text, buttons, file, to.reply_to))
        if fault == "lost":
            raise Unreachable("the answer to the call was lost")
        return key


def without(**changes: object) -> Capabilities:
    """The fake's capabilities, some of them changed: `without(buttons=False)`."""
    return replace(CAN, **changes)  # type: ignore[arg-type]  # fields of Capabilities


def _append(path: Path, value: object) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(value, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())


def _lines(path: Path) -> list[list[str]]:
    text = path.read_text("utf-8") if path.exists() else ""
    return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]


def _delivered(line: Sequence[object]) -> Delivered:
    key, place, person, text, buttons, file, reply_to = line
    pairs = tuple((str(label), str(action)) for label, action in buttons)  # type: ignore[attr-defined]  # written above
    return Delivered(str(key), str(place), str(person), str(text), pairs, str(file), str(reply_to))
