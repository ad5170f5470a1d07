"""The terminal: a conversation with history and numbered choices; through a pipe, one question a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from bot import wording
from bot.model import Question, Reply
from bot.render import plain

CHANNEL = "terminal"


def talk(
    reply: Callable[[Question], Reply], lines: Iterable[str], write: Callable[[str], object], conversation: str
) -> None:
    """Answer line after line until the lines end or one of them says goodbye; empty lines are passed over."""
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if text.casefold() in wording.CHAT_LEAVE:
            write(wording.CHAT_BYE)
            return
        if text:
            question = Question(text, conversation, conversation, CHANNEL, wire=f"{conversation}:{number}")
            write(shown(reply(question)))


def shown(reply: Reply) -> str:
    """A reply as text: what it says, then the related entries that a number picks, unless the text lists them itself."""
    text = plain(reply.blocks)
    offers = [button.label for row in reply.buttons for button in row if button.action.startswith("e:")]
    if offers and not any(list(block.items) == offers for block in reply.blocks):
        text += "\n\n" + wording.CHAT_RELATED + "\n" + "\n".join(f"{n}. {label}" for n, label in enumerate(offers, 1))
    return text + "\n"


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
