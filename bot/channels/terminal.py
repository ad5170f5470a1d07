"""The terminal: a conversation with history and numbered choices; through a pipe, one question a line."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot import wording
from bot.channels.runtime import (
    Accept,
    Capabilities,
    Destination,
    Dispatcher,
    Incoming,
    MessageKey,
    NotNow,
    Piece,
    Timeouts,
    Transport,
    plain_pieces,
)
from bot.channels.runtime.capability_fallbacks import with_numbers
from bot.channels.save_attachments import save
from bot.errors import ChannelError, JianhuitongError
from bot.model import Attachment, ConversationRef, Question, Reply
from bot.ports import ChannelStorage
from bot.render import plain

CHANNEL = "terminal"


@dataclass(frozen=True)
class TerminalSession:
    """The terminal's conversation, its session's number and the folder for files."""

    conversation: str
    """Key of the conversation and of whoever sits there, such as terminal:wang."""
    session: str
    """Tells this time from the others: what is typed twice is asked twice."""
    folder: Path
    """Where files go."""


class TerminalTransport(Transport):
    """What one person types, line by line, and what is written for her."""

    name = CHANNEL
    capabilities = Capabilities(text_limit=1 << 30, buttons=False, push=False, replies=False)

    def __init__(self, lines: Iterable[str], write: Callable[[str], object], seat: TerminalSession) -> None:
        """It ends when the lines end or one of them says goodbye; empty ones are passed over."""
        self._to = Destination(ConversationRef.parse(seat.conversation))
        self.account = self._to.ref.place
        self._lines = iter(lines)
        self._write = write
        self._seat = seat
        self._done: dict[str, asyncio.Event] = {}

    async def run(self, accept: Accept) -> None:
        """See `Transport`. A line is read once the one before it is answered."""
        await accept.present(self._to)
        number = 0
        while (line := await _in_thread(self._lines)) is not None:
            number += 1
            text = line.strip()
            if text.casefold() in wording.CHAT_LEAVE:
                self._write(wording.CHAT_BYE)
                return
            if text:
                key = f"{self._seat.conversation}:{self._seat.session}:{number}"
                answered = self._done[key] = asyncio.Event()
                try:
                    await accept(key, json.dumps({"key": key, "text": text}, ensure_ascii=False))
                except JianhuitongError as error:
                    self._write(str(error))
                    continue
                await answered.wait()

    def parse(self, raw: str) -> Incoming | None:
        """See `Transport`."""
        said = json.loads(raw)
        who = self._seat.conversation
        return Incoming(self._to, Question(said["text"], who, who, CHANNEL, wire=said["key"]))

    def format(self, reply: Reply) -> Sequence[Piece]:
        """See `Transport`."""
        return plain_pieces(reply, self.capabilities)

    async def send(self, to: Destination, piece: Piece) -> MessageKey:
        """See `Transport`."""
        if to.ref != self._to.ref:
            raise NotNow("somebody else sits here")
        if piece.text:
            self._write(piece.text + "\n")
        if piece.file is not None:
            self._write(saved(Attachment(piece.file.name, piece.file.document, content=piece.file.content), self._seat.folder))
        return f"{self._seat.conversation}:{self._seat.session}:{piece.number}"

    async def finish(self, key: str) -> None:
        """See `Transport`."""
        if key in self._done:
            self._done.pop(key).set()


def talk_to_program(
    reply: Callable[[Question], Reply],
    lines: Iterable[str],
    write: Callable[[str], object],
    session: TerminalSession,
    show: Callable[[Reply], str],
) -> None:
    """A line a reply, made by `show`, in the order of the lines, blank ones too: one conversation through a pipe."""
    for number, line in enumerate(lines, 1):
        who = session.conversation
        wire = f"{who}:{session.session}:{number}"
        write(show(reply(Question(line.strip(), who, who, CHANNEL, wire=wire, private=True))))


def talk(
    reply: Callable[[Question], Reply],
    lines: Iterable[str],
    write: Callable[[str], object],
    seat: TerminalSession,
    storage: ChannelStorage,
    tick: Callable[[], object] = lambda: None,
) -> None:
    """Answer line after line until the lines end or one of them says goodbye.

    What was left for the conversation meanwhile is told first, and after every reply; `tick` sees to it that it is left.
    """

    def answered(question: Question) -> Reply:
        made = reply(question)
        tick()
        return made

    async def ask(question: Question) -> Reply:
        return await asyncio.to_thread(answered, question)

    tick()
    with suppress(KeyboardInterrupt):
        asyncio.run(Dispatcher(TerminalTransport(lines, write, seat), ask, storage, Timeouts(pause=0.1)).run())


def shown(reply: Reply) -> str:
    """A reply as text: what it says, then what else a number picks, unless the text lists it already."""
    return plain(with_numbers(reply).blocks) + "\n"


def saved(file: Attachment, folder: Path) -> str:
    """Where a file was saved, or why it wasn't, as a line."""
    try:
        return wording.DOWNLOAD_SAVED.format(path=save(file, folder)) + "\n"
    except ChannelError as error:
        return f"{error}\n"


def typed(prompt: str) -> Iterator[str]:
    """Lines typed at a prompt, with editing and history where the system has readline; ends at ^D or ^C."""
    with suppress(ImportError):
        import readline  # noqa: F401 - importing it is what gives input() a history; Windows' console has its own
    while True:
        try:
            yield input(prompt)
        except (EOFError, KeyboardInterrupt):
            return


def piped(stream: Iterable[str]) -> Iterator[str]:
    """Lines of a pipe or a file."""
    yield from stream


async def _in_thread(lines: Iterator[str]) -> str | None:
    """The next line, None at the end; in a thread that keeps nobody waiting at the end of the program."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[str | None] = loop.create_future()

    def read() -> None:
        try:
            line = next(lines, None)
        except (OSError, UnicodeError, ValueError):
            line = None  # the stream is gone
        with suppress(RuntimeError):  # so is the loop
            loop.call_soon_threadsafe(_set, future, line)

    threading.Thread(target=read, name="terminal", daemon=True).start()
    return await future


def _set(future: asyncio.Future[str | None], line: str | None) -> None:
    if not future.done():
        future.set_result(line)
