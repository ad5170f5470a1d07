"""Fits which sentence of an entry tells what a message asks (`bot.desk.sentence_choice.WEIGHTS`): prints the constants.

    python tools/fit_sentences.py [--folds 5]

Learned from tests/fitting/sentences.jsonl: what strangers wrote, the entry that answers it, and the sentences of it that
others marked as telling her point. A conditional logistic model over the entry's sentences; first crosswise, so that the shares
printed are of messages that the weights weren't fitted on. Lines whose sentences no longer stand in the entry are passed over.
"""

from __future__ import annotations

import argparse
import json
import os
from dataclasses import astuple, dataclass, fields
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from conditional_logit import fit, shares
from numpy.typing import NDArray

from bot import app
from bot.desk import sentence_choice
from bot.desk.sentence_choice import SentenceFeatures
from bot.desk.turn import Turn
from bot.model import Conversation, Entry, Question
from bot.ports import Index
from bot.render import for_option
from bot.settings import load

MARKED = Path(__file__).parents[1] / "tests" / "fitting" / "sentences.jsonl"
STEPS = 500


@dataclass(frozen=True)
class Case:
    """A message with how each sentence of its entry stands to it, and which of them answer it."""

    rows: NDArray[np.float64]
    right: NDArray[np.bool_]


def cases(index: Index) -> list[Case]:
    """The messages that were marked."""
    found = []
    for line in MARKED.read_text("utf-8").splitlines():
        one = json.loads(line)
        entry = index.knowledge.get(one["entry"])
        every = _sentences(entry) if entry is not None else []
        right = np.array([sentence in one["answers"] for sentence in every], bool)
        if entry is not None and right.any():
            turn = Turn(Question(one["say"], "fit:1", "fit:1", "fit", "1"), Conversation("fit:1"), index, 0.0)
            held = sentence_choice.features(turn, entry, every)
            found.append(Case(np.array([astuple(own) for own in held], float), right))
    return found


def _sentences(entry: Entry) -> list[str]:
    """Those for every option, and those for each."""
    own = [entry, *(for_option(entry, variant) for variant in entry.variants)]
    return list(dict.fromkeys(sentence for one in own for sentence in sentence_choice.sentences(one)))


def fitted(given: list[Case]) -> NDArray[np.float64]:
    """The weights of the features."""
    return fit(given, len(fields(SentenceFeatures)), STEPS)


def main() -> None:
    """Fit, and say how well it goes on messages that it was not fitted on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=5)
    folds = parser.parse_args().folds
    given = cases(app.open_index(load()))
    place = np.random.default_rng(0).integers(0, folds, len(given))
    crosswise = [fitted([case for case, own in zip(given, place, strict=True) if own != fold]) for fold in range(folds)]
    found = [(case, shares(case, crosswise[own])) for case, own in zip(given, place, strict=True)]
    first = [(float(share.max()), bool(case.right[share.argmax()])) for case, share in found]
    two = [bool(case.right[np.argsort(-share)[:2]].any()) for case, share in found]
    print(f"{len(given)} messages: first {np.mean([right for _, right in first]):.3f}, of two {np.mean(two):.3f}")
    for least in (0.2, 0.3, 0.4, 0.5, 0.7):
        sure = [right for share, right in first if share >= least]
        print(f"  from {least}: {len(sure)}, right {np.mean(sure) if sure else 0:.3f}")
    print("WEIGHTS = SentenceFeatures(")
    for field, weight in zip(fields(SentenceFeatures), fitted(given), strict=True):
        print(f"    {field.name}={weight:.2f},")
    print(")")


if __name__ == "__main__":
    main()
