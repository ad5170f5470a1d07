"""Texts cut to the limit of a wire: between paragraphs where possible, else after a sentence or a clause."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from bot.channels.runtime.transport import Capabilities, Piece
from bot.model import Reply
from bot.render import plain_lines

Length = Callable[[str], int]
"""Length of a text as a service counts it; of a text put together it is the sum of the parts'."""


def pack(lines: Iterable[str], limit: int, length: Length = len) -> list[str]:
    """Lines, each within the limit, as few texts within the limit as keep their order."""
    pieces: list[str] = []
    current, used = "", 0
    for line in lines:
        more = length(line)
        if current and used + 1 + more > limit:
            pieces.append(current)
            current, used = line, more
        else:
            current, used = (f"{current}\n{line}", used + 1 + more) if current else (line, more)
    if current:
        pieces.append(current)
    return pieces


def cut(text: str, limit: int, length: Length = len) -> Iterator[str]:
    """Pieces of a text within the limit, cut after a sentence or a clause where there is one."""
    while text:
        end = _fitting(text, limit, length)
        if end < len(text):
            stop = max(text.rfind(mark, 0, end) for mark in "\n。；！？，")
            # a cut in the first half would make ragged little messages
            end = stop + 1 if stop >= end // 2 else end
        yield text[:end]
        text = text[end:]


def _fitting(text: str, limit: int, length: Length) -> int:
    """How many characters of the text fit the limit (at least one)."""
    used = 0
    for position, character in enumerate(text):
        used += length(character)
        if used > limit:
            return max(position, 1)
    return len(text)


def writable_text(text: str) -> str:
    """The text as it can be written to a wire: half characters, which JSON can bring, become \ufffd."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def shortened(text: str, most: int) -> str:
    """The beginning of a text in one line, with … where something is left out."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def plain_pieces(reply: Reply, can: Capabilities) -> list[Piece]:
    """A reply as plain texts within the limits, buttons under the last, then a piece for each file: `Transport.format`.

    What fits beside the first file goes there.
    """
    lines = [part for line in plain_lines(reply.blocks) for part in cut(line, can.text_limit, can.length)]
    texts = pack(lines, can.text_limit, can.length)
    pieces = [Piece(text) for text in texts]
    if reply.files:
        beside = len(texts) == 1 and can.length(texts[0]) <= can.caption_limit
        files = [Piece(takes_file=True) for _ in reply.files]
        if beside:
            pieces, files = [], [Piece(texts[0], takes_file=True), *files[1:]]
        pieces += files
    if reply.buttons and pieces:
        last = pieces[-1]
        pieces[-1] = Piece(last.text, reply.buttons, takes_file=last.takes_file)
    return pieces
