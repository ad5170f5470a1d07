"""How fast, how large and how right: our index and its rivals on the same made-up bases, each alone in a fresh process."""

from __future__ import annotations

import gc
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from bot import wording
from bot.evaluation.phrasebook import Phrasebook, recombined
from bot.evaluation.process_memory import resident
from bot.evaluation.subprocess_run import alone
from bot.evaluation.text_table import line, percentile
from bot.model import Knowledge
from bot.normalise import key

OURS = "jianhui"
PATIENCE = 5.0
"""Seconds after which a method gets no more questions: a slow one is measured on fewer."""
_ROUNDS = 3
"""Times that every question is asked, for its fastest: what else the machine does must not count."""
_WARM = 3
"""Questions that are asked before the clock runs."""
_WIDTHS = (22, 8, 8, 8, 9, 9, 8)

Found = Callable[[str], str]
"""A question in, the id of the first entry out, empty when nothing is found."""


@dataclass(frozen=True)
class Measured:
    """What a method did with a base."""

    built: float
    """Seconds from nothing, its library's loading included, to the first question."""
    memory: float | None
    """MiB that the process grew by meanwhile; None where that can't be told."""
    took: tuple[float, ...]
    """Seconds of each question that was asked, from its text to an entry."""
    right: float
    """Share of these questions whose entry came first."""


def lines(real: Knowledge, sizes: Sequence[int]) -> Iterator[str]:
    """A table for each number of wordings, row by row."""
    from bot.evaluation.baselines import RIVALS  # late: a child that measures our own index must not have loaded what they need

    for size in sizes:
        book = recombined(real, size)
        yield wording.BENCH_SPEED.format(size=book.size, entries=len(book.knowledge.entries))
        yield line(wording.BENCH_SPEED_COLUMNS, _WIDTHS)
        yield _row(wording.BENCH_OURS, OURS, book)
        for rival in RIVALS:
            yield _row(rival.name, rival.name, book) if rival.present else wording.BENCH_ABSENT.format(name=rival.name)
        yield ""
    yield wording.BENCH_SPEED_NOTE.format(seconds=PATIENCE)


def _row(shown: str, method: str, book: Phrasebook) -> str:
    try:
        found = alone(measure, method, book)
    except BrokenProcessPool:
        return wording.BENCH_BROKE.format(name=shown)
    memory = "-" if found.memory is None else f"{found.memory:.0f}"
    middle, slow = (percentile(found.took, share) * 1000 for share in (0.5, 0.99))
    numbers = [f"{number:.2f}" for number in (middle, slow)]
    return line([shown, f"{found.built:.1f}", memory, *numbers, f"{found.right:.1%}", str(len(found.took))], _WIDTHS)


def measure(method: str, book: Phrasebook) -> Measured:
    """Build a method's index over the base in this process, and ask it; `method` is `OURS` or a rival's name."""
    gc.collect()
    before, start = resident(), time.perf_counter()
    found = _ours(book.knowledge) if method == OURS else _rival(method, book.knowledge)
    built = time.perf_counter() - start
    gc.collect()
    after = resident()
    memory = None if before is None or after is None else after - before
    took, right = _timed(found, book.queries)
    return Measured(built, memory, took, right / len(took))


def _timed(found: Found, queries: Sequence[tuple[str, str]]) -> tuple[tuple[float, ...], int]:
    """Seconds of each question asked within `PATIENCE`, the fastest of up to `_ROUNDS`, and how many came out right."""
    for text, _ in queries[:_WARM]:
        found(text)
    took: list[float] = []
    right = 0
    until = time.perf_counter() + PATIENCE
    for number, (text, entry) in islice(cycle(enumerate(queries)), _ROUNDS * len(queries)):
        start = time.perf_counter()
        first = found(text)
        end = time.perf_counter()
        if len(took) == number:
            took.append(end - start)
            right += first == entry
        took[number] = min(took[number], end - start)
        if end > until:
            break
    return tuple(took), right


def _ours(knowledge: Knowledge) -> Found:
    from bot.matching.cache import Cache
    from bot.matching.knowledge_index import KnowledgeIndex

    with tempfile.TemporaryDirectory() as folder:
        index = KnowledgeIndex(knowledge, None, Cache(Path(folder)))

    def found(text: str) -> str:
        ranked = index.match(text).ranked
        return ranked[0].entry if ranked else ""

    return found


def _rival(name: str, knowledge: Knowledge) -> Found:
    from bot.evaluation.baselines import RIVALS

    owners = [entry.id for entry in knowledge.entries for _ in entry.wordings]
    keys = [key(text) for entry in knowledge.entries for text in entry.wordings]
    first = next(rival for rival in RIVALS if rival.name == name).build(keys)

    def found(text: str) -> str:
        place = first(key(text))
        return owners[place] if place >= 0 else ""

    return found
