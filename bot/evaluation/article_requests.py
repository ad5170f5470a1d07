"""Ways of asking for an article of a law: how many get the right one, and how long that takes."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot import wording
from bot.app import open_desk, temporary_store
from bot.evaluation.text_table import percentile
from bot.model import Decision, Knowledge, Question, Reply
from bot.ports import Index


@dataclass(frozen=True)
class Wanted:
    """A way of asking, with the short title of the law and the keys of the articles that must be shown."""

    text: str
    law: str
    articles: tuple[str, ...]


def read(path: Path) -> tuple[Wanted, ...]:
    """The lines of a file: text, short title and keys of the articles, between tabs; `#` begins a comment."""
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return tuple(Wanted(text, law, tuple(keys.split())) for text, law, keys in rows)


def right(reply: Reply, wanted: Wanted, knowledge: Knowledge) -> bool:
    """Whether a reply shows just these articles of that law."""
    law = next(one for one in knowledge.laws if one.short == wanted.law)
    text = knowledge.law_text(law.title)
    articles = [text.article(key) for key in wanted.articles] if text is not None else []
    labels = [(law.title, one.label) for one in articles if one is not None]
    return reply.decision is Decision.LAW and bool(labels) and [(one.law, one.article) for one in reply.sources] == labels


def lines(files: Sequence[Path], index: Index) -> Iterator[str]:
    """For each file how many ways get the right article, and the time of a reply."""
    desk = open_desk(index, temporary_store())
    for path in files if all(file.is_file() for file in files) else ():
        asked, met = read(path), 0
        took: list[float] = []
        for number, wanted in enumerate(asked):
            start = time.perf_counter()
            reply = desk.reply(Question(wanted.text, f"bench:{number}", "bench", "terminal", f"{path.stem}:{number}"))
            took.append(time.perf_counter() - start)
            met += right(reply, wanted, index.knowledge)
        laws = len({wanted.law for wanted in asked})
        middle, slow = (percentile(took, share) * 1000 for share in (0.5, 0.99))
        yield wording.BENCH_LAW.format(name=path.stem, right=met, count=len(asked), laws=laws, p50=middle, p99=slow)
