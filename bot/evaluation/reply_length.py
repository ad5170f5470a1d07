"""How many characters are sent when an entry's question is asked and nothing of it was asked for in particular."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from bot import wording
from bot.desk.desk import Desk
from bot.model import Question
from bot.ports import DeskStorage, Index
from bot.render import plain

MOST = 240
"""Characters that no answer should go beyond."""


def sizes(index: Index, store: DeskStorage) -> dict[str, int]:
    """Characters of the reply to each entry's question, each in a conversation of its own; a deciding question counts too."""
    desk = Desk(lambda: index, store, lambda: 1_795_400_000.0)
    found = {}
    for number, entry in enumerate(index.knowledge.entries):
        who = f"length:{number}"
        reply = desk.reply(Question(entry.question, who, who, "bench"))
        found[entry.id] = len(plain(reply.blocks).replace("\n", ""))
    return found


def lines(index: Index, store: DeskStorage) -> Iterator[str]:
    """The figures in Chinese."""
    found = sizes(index, store)
    entry = max(found, key=lambda one: found[one])
    over = sum(size > MOST for size in found.values())
    middle = round(median(found.values()))
    yield wording.BENCH_LENGTH.format(count=len(found), median=middle, longest=found[entry], entry=entry, most=MOST, over=over)
