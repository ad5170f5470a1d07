"""The terminal: a conversation with history and numbered choices; through a pipe, one question a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from bot import wording
from bot.channels.downloads import save
from bot.errors import ChannelError
from bot.model import Block, Question, Reply
from bot.render import plain

CHANNEL = "terminal"
_PICKED = ("e:", "g:", "l:", "b:", "p:", "w:")
"""What begins the actions that a number picks: those that show or send something."""


def talk(
    reply: Callable[[Question], Reply],
    lines: Iterable[str],
    write: Callable[[str], object],
    conversation: str,
    folder: Path,
) -> None:
    """Answer line after line until the lines end or one of them says goodbye; empty lines are passed over.

    Files go into the folder.
    """
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if text.casefold() in wording.CHAT_LEAVE:
            write(wording.CHAT_BYE)
            return
        if text:
            answer = reply(Question(text, conversation, conversation, CHANNEL, wire=f"{conversation}:{number}"))
            write(shown(answer))
            for told in saved(answer, folder):
                write(told + "\n")


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
