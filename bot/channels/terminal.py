"""The terminal: a conversation with history and numbered choices; through a pipe, one question a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot import wording
from bot.channels.downloads import save
from bot.errors import ChannelError
from bot.model import Block, Decision, Question, Reply
from bot.ports import Outbox
from bot.render import plain

CHANNEL = "terminal"
_PICKED = ("d:", "e:", "g:", "l:", "b:", "q:", "p:", "w:")
"""What begins the actions that a number picks: those that show or send something."""


@dataclass(frozen=True)
class TerminalSession:
    """Somebody at the terminal."""

    conversation: str
    """Key of the conversation and of whoever sits there, such as terminal:wang."""
    session: str
    """Tells this time from the others: what is typed twice is asked twice."""
    folder: Path
    """Where files go."""


def talk(
    reply: Callable[[Question], Reply],
    lines: Iterable[str],
    write: Callable[[str], object],
    seat: TerminalSession,
    news: Callable[[], Iterable[str]],
    show: Callable[[Reply], str] | None = None,
) -> None:
    """Answer line after line until the lines end or one of them says goodbye; empty lines are passed over.

    `news` gives what was left for the conversation meanwhile: it is told first, and after every reply. `show` is for programs:
    it makes the line of each reply, and nothing else is told.
    """
    if show is not None:
        _for_programs(reply, lines, write, seat, show)
        return
    _tell(news(), write)
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if text.casefold() in wording.CHAT_LEAVE:
            write(wording.CHAT_BYE)
            return
        if text:
            who, wire = seat.conversation, f"{seat.conversation}:{seat.session}:{number}"
            answer = reply(Question(text, who, who, CHANNEL, wire=wire))
            write(shown(answer))
            _tell([told + "\n" for told in saved(answer, seat.folder)], write)
            _tell(news(), write)


def _for_programs(
    reply: Callable[[Question], Reply],
    lines: Iterable[str],
    write: Callable[[str], object],
    seat: TerminalSession,
    show: Callable[[Reply], str],
) -> None:
    """A line a reply, in the order of the lines; blank ones get theirs too."""
    for number, line in enumerate(lines, 1):
        who = seat.conversation
        write(show(reply(Question(line.strip(), who, who, CHANNEL, wire=f"{who}:{seat.session}:{number}"))))


def _tell(texts: Iterable[str], write: Callable[[str], object]) -> None:
    for text in texts:
        write(text)


def left(outbox: Outbox, conversation: str) -> Iterator[str]:
    """What waits for a conversation, each once: it is settled when the next is asked for."""
    for message in outbox.waiting(CHANNEL):
        if message.conversation == conversation:
            yield shown(Reply("", Decision.SMALLTALK, message.blocks, buttons=message.buttons))
            outbox.settle(message.id, True)


def shown(reply: Reply) -> str:
    """A reply as text: what it says, then what else a number picks, unless the text lists it already."""
    text = plain(reply.blocks)
    offers = [button for row in reply.buttons for button in row if button.action[:2] in _PICKED]
    labels = [button.label for button in offers]
    listed = max((len(block.items) for block in reply.blocks if _lists(block, labels)), default=0)
    if len(offers) > listed:
        related = all(button.action.startswith("e:") for button in offers[listed:])
        lines = [f"{number}. {label}" for number, label in enumerate(labels, 1) if number > listed]
        text += "\n\n" + (wording.CHAT_RELATED if related else wording.CHAT_OFFERS) + "\n" + "\n".join(lines)
    return text + "\n"


def _lists(block: Block, labels: Sequence[str]) -> bool:
    """Whether a block lists the first of these already."""
    return block.kind == "steps" and bool(block.items) and list(block.items) == list(labels[: len(block.items)])


def saved(reply: Reply, folder: Path) -> Iterator[str]:
    """Where each file of a reply was saved, or why it wasn't, as lines."""
    for file in reply.files:
        try:
            yield wording.DOWNLOAD_SAVED.format(path=save(file, folder))
        except ChannelError as error:
            yield str(error)


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
