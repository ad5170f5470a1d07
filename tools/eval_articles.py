"""How often a right article is among the first found for a lay question: STARD's questions about labour law.

usage: python tools/eval_articles.py SHARED_FOLDER [--file dev.jsonl] [--without-encoder] [--without-entries]

SHARED_FOLDER holds laws/*.md, whose first lines name the laws, and bench/stard/*.jsonl: `q`, and `articles` as pairs of the
stem of a law's file and an article. Prints the share with a right one among the first 1, 3, 5 and 10, and the time of a search.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot import app  # noqa: E402 - after the path is set
from bot.settings import load  # noqa: E402

FIRST = (1, 3, 5, 10)


def measured(shared: Path, file: Path, *, encoder: bool, entries: bool) -> Iterator[str]:
    """The lines of the report."""
    settings = replace(load(), knowledge=ROOT / "knowledge", guides=ROOT / "guides", data=ROOT / "data")
    index = app.open_index(replace(settings, encoder=settings.encoder and encoder))
    articles = index.articles if entries else index.articles.separate_copy()
    titles = {path.stem: _title(path) for path in (shared / "laws").glob("*.md")}
    cases = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    places, took = [], []
    for case in cases:
        wanted = set()
        for stem, label in case["articles"]:
            text = index.knowledge.law_text(titles[stem])
            article = text.cited(label) if text else None
            wanted.add((titles[stem], article.key if article else ""))
        start = time.perf_counter()
        found = articles.find_articles(case["q"], max(FIRST))
        took.append(time.perf_counter() - start)
        hits = [place for place, one in enumerate(found, 1) if (one.law, one.article) in wanted]
        places.append(min(hits, default=max(FIRST) + 1))
    shares = ", ".join(f"first {most}: {sum(place <= most for place in places) / len(places):.3f}" for most in FIRST)
    yield f"{len(cases)} questions; a right article among the {shares}"
    yield f"a search takes {sorted(took)[len(took) // 2] * 1000:.1f} ms (p50)"


def _title(path: Path) -> str:
    return path.read_text("utf-8").split(" ｜ ", 1)[0].removeprefix("标题：").split("·")[0].strip()


def main() -> None:
    """Parse the command line and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("shared", type=Path, metavar="SHARED_FOLDER")
    parser.add_argument("--file", default="dev.jsonl")
    parser.add_argument("--without-encoder", action="store_true")
    parser.add_argument("--without-entries", action="store_true")
    options = parser.parse_args()
    file = options.shared / "bench" / "stard" / options.file
    for line in measured(options.shared, file, encoder=not options.without_encoder, entries=not options.without_entries):
        print(line)


if __name__ == "__main__":
    main()
