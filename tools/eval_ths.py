"""Measures matching on a public helpdesk data set: 240 entries, real users' questions, and questions no entry answers.

usage: python tools/eval_ths.py SHARED_FOLDER [--k 5 10] [--without-encoder] [--questions dev.jsonl] [--entries N]

SHARED_FOLDER holds bench/ths/ with kb.jsonl (`id`, `phrasings`) and the questions (`q`, `id`, and for id -1 `kind` near or
far). The first `k` phrasings of each entry become real knowledge files in a temporary folder, read by the real loader; what it
refuses, because two entries claim it, is dropped and counted. Contest data: it is read from there and never copied in.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: see bot/cli.py

from bot.app import open_index, today  # noqa: E402 - after the path and the number of threads are set
from bot.content import loader  # noqa: E402
from bot.matching.encoder import installed  # noqa: E402
from bot.model import Decision, Knowledge, Match, Problem, Severity  # noqa: E402
from bot.settings import Settings  # noqa: E402

A_TOPIC = 40
"""Entries of a file."""
FAR_ANSWERED = 0.02
"""Share of far questions that may be answered outright."""
BINS = 10


@dataclass(frozen=True)
class Case:
    """A question with the id of its entry; the id is empty and `kind` near or far where no entry has the answer."""

    text: str
    entry: str
    kind: str


@dataclass(frozen=True)
class Outcome:
    """What came back for a case."""

    case: Case
    match: Match

    @property
    def first(self) -> bool:
        """Whether the right entry came first."""
        return bool(self.match.ranked) and self.match.ranked[0].entry == self.case.entry

    @property
    def shown(self) -> bool:
        """Whether the right entry is among the first three."""
        return any(found.entry == self.case.entry for found in self.match.ranked[:3])

    @property
    def confidence(self) -> float:
        """Of the first entry; 0 when there is none."""
        return self.match.ranked[0].confidence if self.match.ranked else 0.0

    @property
    def outright(self) -> bool:
        """Whether it would be answered without asking back."""
        return self.match.decision is Decision.ANSWER


# ---------------------------------------------------------------- from their files to ours


def entry_id(number: int) -> str:
    """Our id of their entry."""
    return f"ths-{number:04}"


def written(folder: Path, kept: dict[str, list[str]]) -> dict[tuple[str, int], tuple[str, int]]:
    """Write entries (id → wordings) as topic files; returns where each wording stands: (file, line) → (id, number)."""
    places = {}
    ids = [entry for entry, wordings in kept.items() if wordings]
    for start in range(0, len(ids), A_TOPIC):
        name = f"topic_{start // A_TOPIC:02}.yaml"
        lines = [f"topic: {name}", "entries:"]
        for entry in ids[start : start + A_TOPIC]:
            lines.append(f"  - id: {entry}")
            for number, wording in enumerate(kept[entry]):
                lines += ["    phrasings:"] if number == 1 else []
                # a JSON string is a YAML string
                lines.append(("    question: " if number == 0 else "      - ") + json.dumps(wording, ensure_ascii=False))
                places[name, len(lines)] = (entry, number)
            lines.append("    answer: 见原始数据。")
        (folder / name).write_text("\n".join(lines) + "\n", "utf-8")
    return places


def converted(kb: Path, k: int, folder: Path, limit: int | None = None) -> tuple[Knowledge, int]:
    """The knowledge of the first `k` phrasings of each entry (of the first `limit` entries), and how many were dropped."""
    rows = [json.loads(line) for line in kb.read_text("utf-8").splitlines()][:limit]
    kept = {entry_id(row["id"]): list(row["phrasings"][:k]) for row in rows}
    knowledge, guides = folder / "knowledge", folder / "guides"
    knowledge.mkdir(parents=True)
    guides.mkdir()
    dropped = 0
    while True:
        places = written(knowledge, kept)
        loaded, problems = loader.load(knowledge, guides, today())
        if loaded is not None:
            return loaded, dropped
        refused = {_refused(problem, places) for problem in problems if problem.severity is Severity.ERROR}
        for entry, number in sorted(refused, reverse=True):
            del kept[entry][number]
        dropped += len(refused)


def _refused(problem: Problem, places: dict[tuple[str, int], tuple[str, int]]) -> tuple[str, int]:
    """The wording that the loader refuses; any other error ends the measurement."""
    found = places.get((problem.file, problem.line))
    if found is None:
        raise SystemExit(f"{problem.file}:{problem.line} {problem.message}")
    return found


def cases(file: Path, knowledge: Knowledge) -> list[Case]:
    """The questions of a file whose entry is in the knowledge, and those of no entry."""
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    read = [Case(row["q"], "" if row["id"] == -1 else entry_id(row["id"]), row.get("kind", "")) for row in rows]
    return [case for case in read if not case.entry or knowledge.get(case.entry) is not None]


# ---------------------------------------------------------------- what is counted


def share(values: Sequence[bool]) -> str:
    """As .817; a dash for none."""
    return f"{sum(values) / len(values):.3f}".removeprefix("0") if values else "-"


def report(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """What the outcomes say, line by line."""
    known = [one for one in outcomes if one.case.entry]
    near = [one for one in outcomes if one.case.kind == "near"]
    far = [one for one in outcomes if one.case.kind == "far"]
    yield f"  questions: {len(known)} known, {len(near)} near, {len(far)} far"
    yield f"  right entry first {share([one.first for one in known])}, among three {share([one.shown for one in known])}"
    bar = threshold([one.confidence for one in far])
    sure = [one.first and one.confidence > bar for one in known]
    yield f"  right outright at ≤ {FAR_ANSWERED:.0%} of far answered: {share(sure)} (confidence above {bar:.3f})"
    yield (
        f"  as shipped, answered outright: right {share([one.outright and one.first for one in known])},"
        f" wrong {share([one.outright and not one.first for one in known])},"
        f" near {share([one.outright for one in near])}, far {share([one.outright for one in far])}"
    )
    yield f"  Brier: known {brier(known):.4f}, all {brier(outcomes):.4f}"
    yield "  confidence   questions  mean   right"
    yield from reliability(outcomes)


def threshold(far: Sequence[float]) -> float:
    """The lowest bar that at most `FAR_ANSWERED` of these confidences lie above."""
    ordered = sorted(far, reverse=True)
    return ordered[int(FAR_ANSWERED * len(ordered))] if ordered else 0.0


def brier(outcomes: Sequence[Outcome]) -> float:
    """Mean squared distance of the confidence from what happened: 0 is perfect, .25 is always saying .5."""
    return sum((one.confidence - one.first) ** 2 for one in outcomes) / max(len(outcomes), 1)


def reliability(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """For each tenth of confidence, what was claimed beside what was right."""
    for place in range(BINS):
        group = [one for one in outcomes if min(int(one.confidence * BINS), BINS - 1) == place]
        mean = f"{sum(one.confidence for one in group) / len(group):.3f}" if group else "-"
        bounds = f"{place / BINS:.1f}–{(place + 1) / BINS:.1f}"
        yield f"  {bounds:<12} {len(group):>8}  {mean:>5}   {share([one.first for one in group]):>5}"


def measured(source: Path, k: int, encoder: bool, options: argparse.Namespace) -> Iterator[str]:
    """Lines for one number of phrasings, with or without the encoder."""
    with tempfile.TemporaryDirectory() as name:
        knowledge, dropped = converted(source / "kb.jsonl", k, Path(name), options.entries)
        start = time.perf_counter()
        index = open_index(Settings(data=Path(name), encoder=encoder), knowledge)
        built = time.perf_counter() - start
        yield (
            f"k={k}, {'with' if encoder else 'without'} encoder: {len(knowledge.entries)} entries, {dropped} phrasings dropped,"
            f" built in {built:.1f} s"
        )
        outcomes = [Outcome(case, index.match(case.text)) for case in cases(source / options.questions, knowledge)]
    yield from report(outcomes)


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("shared", type=Path, metavar="SHARED_FOLDER", help="holds bench/ths/")
    parser.add_argument("--k", type=int, nargs="+", default=[5, 10], help="phrasings of an entry")
    parser.add_argument("--without-encoder", action="store_true", help="leave out the measurements with the encoder")
    parser.add_argument("--questions", default="dev.jsonl", help="file of questions in bench/ths/")
    parser.add_argument("--entries", type=int, help="only the first so many entries")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the measurements."""
    options = parsed(arguments)
    if not options.without_encoder and installed(True, ROOT / "data") is None:
        print("the encoder is not installed: measuring without it")
        options.without_encoder = True
    for k in options.k:
        for encoder in [False] if options.without_encoder else [True, False]:
            for line in measured(options.shared / "bench" / "ths", k, encoder, options):
                print(line, flush=True)


if __name__ == "__main__":
    main()
