"""Statements of the knowledge that say nearly the same with another figure, or with another duty: for a person to read.

usage: python tools/contradictions.py [--knowledge FOLDER] [--alike 0.6]

Two sentences of different entries are compared when they share most of their content words. Listed is a pair whose figures
of one kind differ (30日 beside 15日), or that says 应当 where the other says 可以. Many pairs are right: the condition that
tells them apart stands in neither sentence, and then it should. Prints `file:line [id] sentence`, two lines a pair; exit 0.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.check_against_laws import Claim, read_claims, words  # noqa: E402
from tools.figures import figures  # noqa: E402 - after the path is set

ALIKE = 0.6
"""Share of the smaller sentence's content words that the other must hold."""
FEWEST = 6
"""Content words below which two sentences are alike by chance."""
_MUST = re.compile("应当|必须|不得")
_MAY = re.compile("可以")
_ENDS = re.compile("[。！？；\n]")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence an entry tells: its figures by kind, its content words, and whether it obliges or allows."""

    file: str
    line: int
    entry: str
    text: str
    figures: tuple[tuple[str, frozenset[object]], ...]
    words: frozenset[str]
    duty: str
    """`must`, `may`, or empty when it says neither or both."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line} [{self.entry}] {self.text}"


def statements(claims: Iterable[Claim]) -> Iterator[Statement]:
    """The sentences that tell a figure or a duty, each once an entry."""
    seen = set()
    for claim in claims:
        for passage in claim.passages:
            start = 0
            for sentence in _ENDS.split(passage.text):
                line = passage.line + passage.text.count("\n", 0, start)
                start += len(sentence) + 1
                text = sentence.strip()
                if (claim.id, text) not in seen and (found := _statement(claim, line, text)):
                    seen.add((claim.id, text))
                    yield found


def _statement(claim: Claim, line: int, text: str) -> Statement | None:
    told: dict[str, set[object]] = defaultdict(set)
    for figure in figures(text):
        told[figure.kind].add(figure.value)
    must, may = bool(_MUST.search(text)), bool(_MAY.search(text))
    duty = "" if must == may else "must" if must else "may"
    content = frozenset(words(_MUST.sub("", _MAY.sub("", text))))
    if len(content) < FEWEST or not (told or duty):
        return None
    by_kind = tuple((kind, frozenset(values)) for kind, values in sorted(told.items()))
    return Statement(claim.file, line, claim.id, text, by_kind, content, duty)


def contradict(one: Statement, other: Statement, alike: float = ALIKE) -> bool:
    """Whether two statements of different entries say nearly the same with another figure or another duty."""
    smaller = min(len(one.words), len(other.words))
    if one.entry == other.entry or len(one.words & other.words) < alike * smaller:
        return False
    theirs = dict(other.figures)
    # a list of figures and one out of it agree
    differ = [values for kind, values in one.figures if kind in theirs and not (values & theirs[kind])]
    duties = {one.duty, other.duty} == {"must", "may"} and one.figures == other.figures
    return bool(differ) or duties


def main(arguments: list[str] | None = None) -> int:
    """Print the pairs, and how many there are."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--knowledge", type=Path, default=ROOT / "knowledge")
    parser.add_argument("--alike", type=float, default=ALIKE, help="share of common words, 0 to 1")
    options = parser.parse_args(arguments)
    found = list(statements(read_claims(options.knowledge)))
    pairs = [pair for pair in combinations(found, 2) if contradict(*pair, options.alike)]
    for one, other in pairs:
        print(f"{one}\n{other}\n")
    print(f"{len(found)} statements, {len(pairs)} pairs to read")
    return 0


if __name__ == "__main__":
    sys.exit(main())
