"""Fits how entries are ranked and how sure the first one is: bot/matching/fitted.json.

usage: python tools/calibrate.py SHARED_FOLDER [--blind FILE] [--write]

Learned from questions in the shape of strangers: the odd lines of tests/strangers/, the public questions and cases in
SHARED_FOLDER, the half of a blind set that may be seen, another trade's helpdesk (bench/ths, with 1, 5 and 10 wordings
an entry), and the wordings themselves, each left out alone, with its entry, and with the lines from elsewhere; every
other golden question counts a little, and more where nothing answers it. Prints what the even lines and the other golden
questions say, which nothing was fitted on.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: see bot/cli.py

import eval_ths as ths  # noqa: E402
import numpy as np  # noqa: E402 - after the path and the number of threads are set
from numpy.typing import NDArray  # noqa: E402

from bot.app import open_index, today  # noqa: E402
from bot.content import loader  # noqa: E402
from bot.evaluation.blind_questions import holds  # noqa: E402
from bot.hot_reload.replay import golden_questions  # noqa: E402
from bot.matching import calibration, other_organisations, scorers  # noqa: E402
from bot.matching.encoder import Encoder, installed  # noqa: E402
from bot.matching.knowledge_index import ANSWER  # noqa: E402
from bot.matching.learned_weights import FILE, LearnedWeights, as_json  # noqa: E402
from bot.matching.scorers import RidgeScorer, Seen  # noqa: E402
from bot.model import Knowledge  # noqa: E402
from bot.render import entry_blocks, plain  # noqa: E402
from bot.settings import Settings, load  # noqa: E402

Floats = NDArray[np.float64]

STRANGERS = ROOT / "tests" / "strangers"
SAMPLE = 1_000
"""Wordings that are left out."""
SHRINKAGE = 0.003
"""Of the confidence: with a tenth of it the weights of numbers that say the same begin to fight each other."""
PULL = 0.0005
"""Of the ranking's weights."""
_PASSES = 60


@dataclass(frozen=True)
class Case:
    """A question with what was seen of it; no right entries: nothing answers it."""

    text: str
    seen: Seen
    right: frozenset[int]
    wrong: frozenset[int] = frozenset()
    """Entries that must not be sent, where that is known."""
    kind: str = ""
    doubted: bool = False
    """Whether it names another body that the first entry doesn't: nothing is learned from what another rule decides."""


Part = tuple[str, Sequence[Case], float]
"""A name, its cases, and what each of them weighs."""


class Remembering:
    """An encoder that remembers every text."""

    def __init__(self, encoder: Encoder) -> None:
        self.name = encoder.name
        self._encoder = encoder
        self._held: dict[str, NDArray[np.float32]] = {}

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors."""
        new = [text for text in dict.fromkeys(texts) if text not in self._held]
        self._held |= dict(zip(new, self._encoder.encode(new), strict=True)) if new else {}
        return np.array([self._held[text] for text in texts], np.float32)


class Base:
    """A knowledge and its index."""

    def __init__(self, settings: Settings, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.index = open_index(settings, knowledge)
        scorer = self.index.scorer
        if not isinstance(scorer, RidgeScorer):
            raise SystemExit("the base is empty or too large")
        self.scorer = scorer
        self.ids = {entry.id: number for number, entry in enumerate(knowledge.entries)}
        self.texts = [plain(entry_blocks(entry)) for entry in knowledge.entries]
        self.places: dict[str, list[int]] = {}
        """Where a text is a stored wording: it is left out, so that a question which became one still tells something."""
        for place, own in enumerate(self.scorer.neighbours.keys):
            self.places.setdefault(own, []).append(place)
        held = self.scorer.neighbours.encoder
        if held is not None:
            self.scorer.neighbours.encoder = Remembering(held)

    def ahead(self, texts: Iterable[str]) -> None:
        """Encode many texts at once."""
        encoder = self.scorer.neighbours.encoder
        if encoder is not None:
            encoder.encode([self.index.decoded_text(text) for text in texts])

    def case(
        self, text: str, right: Iterable[int], *, but: Iterable[int] = (), wrong: Iterable[int] = (), kind: str = ""
    ) -> Case | None:
        """A question as the index sees it without some wordings; None when it sees nothing."""
        read = self.index.reading(text)
        left = np.array(sorted({*but, *self.places.get(read.key, ())}), np.int64)
        seen = self.scorer.seen(read.key, read.said, left if len(left) else None, clauses=read.clauses)
        if seen is None:
            return None
        bodies = other_organisations.organisations_in(text)
        doubted = bool(bodies) and not other_organisations.is_covered(self.knowledge.entries[int(seen.entries[0])], bodies)
        return Case(text, seen, frozenset(right), frozenset(wrong), kind, doubted)

    def named(self, ids: str) -> frozenset[int]:
        """Numbers of entries from their ids, separated by commas; ids that are gone or - are left out."""
        return frozenset(self.ids[one] for one in ids.split(",") if one in self.ids)

    def holding(self, test: Callable[[str], bool]) -> frozenset[int]:
        """Numbers of the entries whose text passes."""
        return frozenset(number for number, text in enumerate(self.texts) if test(text))


def lines(name: str) -> list[list[str]]:
    """The lines of a file of tests/strangers/, at their tabs."""
    rows = (STRANGERS / f"{name}.tsv").read_text("utf-8").splitlines()
    return [row.split("\t") for row in rows if not row.startswith("#")]


def halves(rows: Sequence[list[str]]) -> tuple[list[list[str]], list[list[str]]]:
    """The odd lines, for fitting, and the even ones."""
    return list(rows[::2]), list(rows[1::2])


def questions(base: Base, rows: Sequence[list[str]]) -> list[Case]:
    """Cases of lines with a question and the ids of its entries."""
    base.ahead(row[0] for row in rows)
    return _cases(base.case(row[0], base.named(row[1]) if len(row) > 1 else ()) for row in rows)


def pairs(base: Base, rows: Sequence[list[str]]) -> list[Case]:
    """Both questions of each pair; what is right for the other alone is wrong."""
    base.ahead(row[place] for row in rows for place in (0, 2))
    found = []
    for row in rows:
        one, other = base.named(row[1]), base.named(row[3])
        found += [base.case(row[0], one, wrong=other - one), base.case(row[2], other, wrong=one - other)]
    return _cases(found)


def public(base: Base, file: Path) -> list[Case]:
    """Questions of a file whose right answers match patterns, and those of other fields."""
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    base.ahead(row["q"] for row in rows)
    known = [row for row in rows if row["must"]]
    found = [base.case(row["q"], base.holding(partial(_matches, row["must"]))) for row in known]
    found += [base.case(row["q"], (), kind="far") for row in rows if row.get("topic") == "out_of_domain"]
    return _cases(found)


def _matches(patterns: Sequence[str], text: str) -> bool:
    return all(re.search(one, text) for one in patterns)


def blind(base: Base, file: Path) -> list[Case]:
    """The answerable questions of a blind set: any entry that holds the facts is right."""
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    rows = [row for row in rows if row.get("expect") == "answer" and row.get("facts") and len(row["turns"]) == 1]
    base.ahead(row["turns"][-1] for row in rows)
    found = [(row["turns"][-1], base.holding(lambda text, row=row: holds(text, row["facts"]))) for row in rows]
    return _cases(base.case(text, right) for text, right in found if right)


def left_out(base: Base) -> tuple[list[Case], list[Case], list[Case]]:
    """Wordings without themselves, wordings without their entry, and lines from elsewhere without themselves."""
    owners, chance = base.scorer.owners, np.random.default_rng(1)
    ours = np.flatnonzero(owners < len(base.ids))
    chosen = chance.permutation(ours)[:SAMPLE]
    texts = [text for entry in base.knowledge.entries for text in entry.wordings]
    counts = np.bincount(owners)
    alone = [base.case(texts[one], [int(owners[one])], but=[int(one)]) for one in chosen if counts[owners[one]] > 1]
    absent = [base.case(texts[one], (), but=np.flatnonzero(owners == owners[one]).tolist()) for one in chosen[: SAMPLE // 2]]
    keys = base.scorer.neighbours.keys
    foreign = [base.case(keys[one], (), but=[int(one)], kind="far") for one in np.flatnonzero(owners == len(base.ids))]
    return _cases(alone), _cases(absent), _cases(foreign)


def _cases(found: Iterable[Case | None]) -> list[Case]:
    return [one for one in found if one is not None and not one.doubted]


# ---------------------------------------------------------------- fitting


def ranking(parts: Sequence[Part]) -> Floats:
    """Weights under which the right entries lead: a softmax over each question's entries, by damped Newton steps."""
    held = [
        (scorers.candidates(case.seen), np.isin(case.seen.entries, list(case.right)), weight)
        for _, cases, weight in parts
        for case in cases
        if case.right & set(case.seen.entries.tolist())
    ]
    weights = np.zeros(held[0][0].shape[1])
    weights[0] = 10.0
    total = sum(weight for *_, weight in held)
    for _ in range(_PASSES):
        slope, curve = -PULL * weights, PULL * np.eye(len(weights))
        for table, right, weight in held:
            shares = _shares(table @ weights)
            wanted = shares * right / (shares @ right)
            slope += weight / total * table.T @ (wanted - shares)
            centred = table - shares @ table
            curve += weight / total * (centred.T * shares) @ centred
        step = np.linalg.solve(curve, slope)
        weights += np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-4:
            break
    return weights


def _shares(worth: Floats) -> Floats:
    shares = np.exp(worth - worth.max())
    return np.asarray(shares / shares.sum())


def ranked(case: Case, weights: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Entries, best first, and what confidence is decided by."""
    worth = scorers.candidates(case.seen) @ weights
    order = np.argsort(-worth, kind="stable")
    return case.seen.entries[order], scorers.described(case.seen, order, _shares(worth))


def fitted(parts: Sequence[Part]) -> LearnedWeights:
    """Ranking, then confidence under it."""
    weights = ranking(parts)
    features, first, shown, counts = [], [], [], []
    for _, cases, weight in parts:
        for case in cases:
            entries, numbers = ranked(case, weights)
            features.append(numbers)
            first.append(float(int(entries[0]) in case.right))
            shown.append(float(bool(set(entries[: scorers.SHOWN].tolist()) & case.right)))
            counts.append(weight)
    arrays = (np.array(values) for values in (features, first, shown, counts))
    return LearnedWeights(weights, calibration.confidence(*arrays, shrinkage=SHRINKAGE))


# ---------------------------------------------------------------- what is printed


def report(name: str, cases: Sequence[Case], found: LearnedWeights) -> Iterator[str]:
    """What a fit makes of some cases."""
    known, first, three, right, wrong, twins = 0, 0, 0, 0, 0, 0
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(10)]
    for case in cases:
        entries, numbers = ranked(case, found.ranking)
        sure = float(found.confidence.first.probability(numbers[None, :])[0])
        good, sent = int(entries[0]) in case.right, sure >= ANSWER
        known, first = known + bool(case.right), first + good
        three += bool(set(entries[:3].tolist()) & case.right)
        right, wrong = right + (good and sent), wrong + (sent and not good)
        twins += sent and int(entries[0]) in case.wrong
        bins[min(int(sure * 10), 9)].append((sure, good))
    told = " ".join(
        f".{place}:{len(one)} {np.mean([sure for sure, _ in one]):.2f}/{np.mean([good for _, good in one]):.2f}"
        for place, one in enumerate(bins)
        if len(one) >= 8
    )
    of = max(known, 1)
    yield (
        f"{name:<12} {len(cases):>5}, known {known:>4}: first {first / of:.3f}, three {three / of:.3f}; outright right"
        f" {right / of:.3f}, wrong {wrong / max(len(cases), 1):.3f}, a twin's {twins}"
    )
    if known:
        yield f"{'':<12} said/seen {told}"


def gathered(shared: Path, file: Path | None, *, encoder: bool) -> tuple[list[Part], list[Part]]:
    """What is fitted on, with its weights, and what is only looked at."""
    settings = Settings(**{**{name: getattr(load(), name) for name in ("knowledge", "guides", "data")}, "encoder": encoder})
    base = Base(settings, loader.require(settings.knowledge, settings.guides, today()))
    own, own_ = halves(lines("questions"))
    asked, asked_ = halves(lines("asked"))
    twins, twins_ = halves(lines("pairs"))
    far, far_ = halves(lines("elsewhere"))
    next_, next__ = halves(lines("neighbouring"))
    alone, absent, foreign = left_out(base)
    fit: list[Part] = [
        ("strangers", questions(base, own), 1.5),
        ("asked", questions(base, asked), 1.5),
        ("pairs", pairs(base, twins), 0.7),
        ("elsewhere", questions(base, far), 2.0),
        ("neighbouring", questions(base, next_), 1.2),
        ("dev", public(base, shared / "questions" / "dev.jsonl"), 1.0),
        ("cases", public(base, shared / "questions" / "cases.jsonl"), 1.0),
        ("left out", alone, 0.05),
        ("entry out", absent, 0.08),
        ("lines", foreign, 0.2),
    ]
    if file is not None:
        fit.append(("blind", blind(base, file), 1.5))
    golden = golden_questions(settings, base.knowledge)
    base.ahead(one.text for one in golden)
    answers, refused = ([one for one in golden if one.entry], [one for one in golden if one.refuse])
    met = [base.case(one.text, base.named(",".join(one.entry)), wrong=base.named(",".join(one.near))) for one in answers]
    unmet = [base.case(one.text, ()) for one in refused]
    fit += [("golden", _cases(met[::2]), 0.3), ("refused", _cases(unmet[::2]), 1.5)]
    seen: list[Part] = [
        ("strangers'", questions(base, own_), 1.0),
        ("asked'", questions(base, asked_), 1.0),
        ("pairs'", pairs(base, twins_), 1.0),
        ("elsewhere'", questions(base, far_), 1.0),
        ("neighbouring'", questions(base, next__), 1.0),
        ("golden'", _cases(met[1::2]), 1.0),
        ("refused'", _cases(unmet[1::2]), 1.0),
    ]
    for k, weight in ((1, 0.1), (5, 0.2), (10, 0.2)):
        with tempfile.TemporaryDirectory() as folder:
            known, _ = ths.converted(shared / "bench" / "ths" / "kb.jsonl", k, Path(folder))
            other = Base(Settings(data=Path(folder), encoder=encoder), known)
            rows = ths.cases(shared / "bench" / "ths" / "dev.jsonl", known)
            other.ahead(row.text for row in rows)
            found = _cases(other.case(row.text, other.named(row.entry), kind=row.kind) for row in rows)
        fit.append((f"ths {k}", found, weight))
    return fit, seen


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit, print, and write when asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("shared", type=Path, metavar="SHARED_FOLDER", help="holds questions/ and bench/ths/")
    parser.add_argument("--blind", type=Path, help="a blind set that may be seen")
    parser.add_argument("--write", action="store_true", help="write bot/matching/fitted.json")
    options = parser.parse_args(arguments)
    held = {}
    for name, encoder in (("with", True), ("without", False)):
        if encoder and installed(True, ROOT / "data") is None:
            raise SystemExit("the encoder is not installed")
        fit, seen = gathered(options.shared, options.blind, encoder=encoder)
        found = fitted(fit)
        held[name] = as_json(found)
        print(f"==== {name} encoder; ranking {np.round(found.ranking, 2)}")
        for part, cases, _ in (*fit, *seen):
            for line in report(part, cases, found):
                print(line, flush=True)
    if options.write:
        FILE.write_text(json.dumps(held, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
