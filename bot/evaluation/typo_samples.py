"""Whether a stored wording still finds its entry after a slip of the hand: every wording, every kind of slip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot import wording
from bot.app import open_index
from bot.evaluation.mutation import KINDS, mutated, seeded
from bot.evaluation.text_table import line
from bot.matching.encoder import installed
from bot.model import Knowledge
from bot.ports import Index
from bot.settings import Settings

SAMPLE = 1_500
"""Wordings that are tried with the encoder, which takes ten times as long."""
_SEED = 11
_WIDTHS = (12, 10, 10, 10)


@dataclass(frozen=True)
class Slip:
    """A stored wording with one slip."""

    kind: str
    text: str
    entry: str
    """Id of the entry that stores the wording."""


def lines(settings: Settings, knowledge: Knowledge) -> Iterator[str]:
    """A table without the encoder and, where it is installed, one with it on a sample."""
    count = sum(len(entry.wordings) for entry in knowledge.entries)
    yield wording.BENCH_SLIPS.format(count=count)
    yield from _table(open_index(replace(settings, encoder=False), knowledge), slips(knowledge))
    if installed(settings.encoder, settings.data) is None:
        yield wording.BENCH_NO_ENCODER
        return
    some = slips(knowledge, SAMPLE)
    yield wording.BENCH_SLIPS_ENCODER.format(count=min(SAMPLE, count))
    yield from _table(open_index(settings, knowledge), some)


def slips(knowledge: Knowledge, sample: int | None = None) -> tuple[Slip, ...]:
    """One slip of every kind for each wording, or for a sample of so many; a kind is left out where it has no place."""
    choices = seeded(_SEED)
    wordings = [(entry.id, text) for entry in knowledge.entries for text in entry.wordings]
    if sample is not None and sample < len(wordings):
        wordings = choices.sample(wordings, sample)
    made = ((kind, mutated(text, kind, choices), entry) for entry, text in wordings for kind in KINDS)
    return tuple(Slip(kind, text, entry) for kind, text, entry in made if text is not None)


def found(index: Index, slip: Slip) -> bool:
    """Whether the wording's own entry still ranks first."""
    ranked = index.match(slip.text).ranked
    return bool(ranked) and ranked[0].entry == slip.entry


def _table(index: Index, tried: Sequence[Slip]) -> Iterator[str]:
    yield line(wording.BENCH_SLIPS_COLUMNS, _WIDTHS)
    whole = [0, 0]
    for kind in KINDS:
        group = [found(index, slip) for slip in tried if slip.kind == kind]
        whole = [whole[0] + sum(group), whole[1] + len(group)]
        yield _row(wording.BENCH_KINDS[kind], sum(group), len(group))
    yield _row(wording.BENCH_ALL, *whole)


def _row(name: str, right: int, count: int) -> str:
    share = f"{right / count:.2%}" if count else "-"
    return line([name, share, str(count - right), str(count)], _WIDTHS)
