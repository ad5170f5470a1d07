"""`jianhui bench`: speed beside other libraries, robustness against slips, and a whole reply, on the knowledge in force."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot import wording
from bot.app import open_index, temporary_store, today
from bot.content import loader
from bot.errors import JianhuitongError
from bot.evaluation import (
    article_requests,
    ask_latency,
    dependent_questions,
    inquiry_simulation,
    reply_length,
    speed,
    typo_samples,
)
from bot.model import Knowledge
from bot.settings import ARTICLES, UNANSWERED, Settings


def run(settings: Settings, sizes: Sequence[int], only: str | None = None) -> Iterator[str]:
    """Lines in Chinese, each as soon as it is known; `only` is a part's name, None for all.

    `sizes` are numbers of wordings, at least 1: JianhuitongError. Raises KnowledgeError when the knowledge has errors.
    """
    if min(sizes, default=1) < 1:
        raise JianhuitongError(wording.BENCH_SIZES.format(sizes=",".join(map(str, sizes))))
    knowledge = loader.require(settings.knowledge, settings.guides, today())
    parts = {
        "speed": lambda: speed.lines(knowledge, sizes),
        "mutations": lambda: typo_samples.lines(settings, knowledge),
        "ask": lambda: ask_latency.lines(settings, knowledge),
        "law": lambda: article_requests.lines(ARTICLES, open_index(settings, knowledge)),
        "cases": lambda: inquiry_simulation.lines(UNANSWERED, open_index(settings, knowledge)),
        "leaning": lambda: _dependent_questions(settings, knowledge),
        "length": lambda: reply_length.lines(open_index(settings, knowledge), temporary_store()),
    }
    for name in [only] if only else parts:
        yield from parts[name]()
        yield ""


def _dependent_questions(settings: Settings, knowledge: Knowledge) -> Iterator[str]:
    now = [dependent_questions.START]
    yield from dependent_questions.lines(open_index(settings, knowledge), temporary_store(lambda: now[0]), now)
