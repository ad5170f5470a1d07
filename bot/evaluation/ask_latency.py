"""How long a whole reply takes in a running process: the real knowledge, the encoder, the desk, and a database on disk."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

from bot import wording
from bot.app import open_desk, open_index, open_store
from bot.evaluation.mutation import mutated, seeded
from bot.evaluation.process_memory import mapped, resident
from bot.evaluation.subprocess_run import alone
from bot.evaluation.text_table import percentile
from bot.matching.encoder import installed
from bot.model import Knowledge, Question
from bot.settings import Settings

QUESTIONS = 300
_CONVERSATIONS = 40
"""People who ask in turn."""
_SLIPS = ("homophone", "dropped", "doubled", "swapped")
"""A traditional character would leave the stored wording as it was, which is found without matching."""
_SEED = 5


@dataclass(frozen=True)
class Latency:
    """Times and memory of a run of questions."""

    first: float
    """Seconds of the first question, which loads the encoder's model."""
    took: tuple[float, ...]
    """Seconds of each of the others."""
    memory: float | None
    """MiB that the process holds at the end; None where that can't be told."""
    mapped: float | None
    """MiB of it that are pages of files."""


def lines(settings: Settings, knowledge: Knowledge) -> Iterator[str]:
    """Times of a reply, and the memory of the process that gives them."""
    encoder = wording.BENCH_WITH if installed(settings.encoder, settings.data) else wording.BENCH_WITHOUT
    yield wording.BENCH_ASK.format(count=QUESTIONS, entries=len(knowledge.entries), encoder=encoder)
    # learning leaves its memory behind, so a process that only asks is measured
    alone(_learn, settings, knowledge)
    asked = alone(measure, settings, knowledge)
    middle, slow = (percentile(asked.took, share) * 1000 for share in (0.5, 0.99))
    yield wording.BENCH_ASK_TIMES.format(p50=middle, p99=slow, first=asked.first * 1000)
    if asked.memory is not None:
        yield wording.BENCH_ASK_MEMORY.format(memory=asked.memory, mapped=asked.mapped)


def _learn(settings: Settings, knowledge: Knowledge) -> None:
    open_index(settings, knowledge)


def measure(settings: Settings, knowledge: Knowledge) -> Latency:
    """Ask `QUESTIONS` wordings with a slip each, in this process; the database lies in a folder of its own."""
    # a bot that serves has this loaded, and it is a good part of what it holds
    import_module("bot.channels.telegram.transport")
    index = open_index(settings, knowledge)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(replace(settings, data=Path(folder)))
        try:
            desk = open_desk(index, store)
            took = []
            for number, text in enumerate(_texts(knowledge)):
                asker = f"bench:{number % _CONVERSATIONS}"
                start = time.perf_counter()
                desk.reply(Question(text, asker, asker, "terminal", f"{number}"))
                took.append(time.perf_counter() - start)
        finally:
            store.close()
    return Latency(took[0], tuple(took[1:]), resident(), mapped())


def _texts(knowledge: Knowledge) -> list[str]:
    choices = seeded(_SEED)
    wordings = [text for entry in knowledge.entries for text in entry.wordings]
    chosen = choices.choices(wordings, k=QUESTIONS + 1)
    return [mutated(text, choices.choice(_SLIPS), choices) or text for text in chosen]
