"""Fits what each piece of evidence of a conversation weighs (`bot.desk.context_ranking.WEIGHTS`): prints the constants.

    python tools/fit_context.py [--folds 5]

A conditional logistic model over the entries that come into question, with a penalty on large weights; first crosswise, so that
the shares printed are of conversations that the weights weren't fitted on. Each conversation is played against the desk as it
is; a turn counts when its script says what it is about.
"""

from __future__ import annotations

import argparse
import os
from dataclasses import astuple, dataclass, fields
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from conditional_logit import fit, shares
from numpy.typing import NDArray

from bot import app
from bot.content.script_reader import read_scripts
from bot.desk import context_ranking
from bot.desk.conversation_memory import ConversationMemory
from bot.desk.desk import Desk
from bot.desk.turn import Turn
from bot.desk.utterance import parse_utterance
from bot.evaluation.conversation_scripts import APART, START
from bot.model import Question, Script
from bot.ports import Index
from bot.settings import load

TESTS = Path(__file__).parents[1] / "tests"
FITTED = (
    TESTS / "fitting" / "conversations.yaml",
    TESTS / "fitting" / "strangers.yaml",
    TESTS / "fitting" / "blind_talks.yaml",
    TESTS / "followups" / "tuned.yaml",
)
HELD = TESTS / "followups" / "held.yaml"
STEPS = 400
SHARES = (0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True)
class Case:
    """A message with the evidence for each entry, a row an entry."""

    script: str
    said: str
    rows: NDArray[np.float64]
    right: NDArray[np.bool_]


def cases(script: Script, index: Index) -> list[Case]:
    """The turns of a conversation that say what they are about, except the first, which has no context."""
    now = [START]
    store = app.temporary_store(lambda: now[0])
    desk, memory = Desk(lambda: index, store, lambda: now[0]), ConversationMemory(store, lambda: now[0])
    found = []
    for number, said in enumerate(script.turns):
        now[0] += said.wait or APART
        question = Question(said.say, "script:1", "script:1", "script", f"script:{number}")
        if number and said.entry and said.say:
            turn = Turn(question, memory.conversation("script:1"), index, now[0])
            rows = context_ranking.evidence(turn, parse_utterance(said.say))
            values = np.array([astuple(one) for one in rows.values()], float)
            found.append(Case(script.name, said.say, values, np.array([name in said.entry for name in rows])))
        desk.reply(question)
    store.close()
    return found


def fitted(given: list[Case]) -> NDArray[np.float64]:
    """The weights of the evidence."""
    return fit(given, len(fields(context_ranking.Evidence)), STEPS)


def told(name: str, given: list[Case], weights: list[NDArray[np.float64]]) -> None:
    """How often the right entry comes first or among three, and how often it does from a probability on."""
    found = [(share, case) for case, own in zip(given, weights, strict=True) if len(share := shares(case, own))]
    first = [(float(share.max()), bool(case.right[share.argmax()])) for share, case in found]
    three = [bool(case.right[np.argsort(-share)[:3]].any()) for share, case in found]
    print(f"{name}: {len(found)} messages, first {np.mean([right for _, right in first]):.3f}, of three {np.mean(three):.3f}")
    for least in SHARES:
        sure = [right for share, right in first if share >= least]
        print(f"  from {least}: {len(sure)}, right {np.mean(sure) if sure else 0:.3f}")


def main() -> None:
    """Fit, and say how well it goes on conversations that it was not fitted on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=5)
    folds = parser.parse_args().folds
    index = app.open_index(load())
    scripts = [script for file in FITTED for script in read_scripts(file)]
    given = [case for script in scripts for case in cases(script, index)]
    names = sorted({case.script for case in given})
    place = {name: at % folds for at, name in enumerate(np.random.default_rng(0).permutation(names))}
    crosswise = [fitted([case for case in given if place[case.script] != fold]) for fold in range(folds)]
    told("crosswise", given, [crosswise[place[case.script]] for case in given])
    weights = fitted(given)
    held = [case for script in read_scripts(HELD) for case in cases(script, index)]
    told("held", held, [weights] * len(held))
    print("WEIGHTS = Evidence(")
    for field, weight in zip(fields(context_ranking.Evidence), weights, strict=True):
        print(f"    {field.name}={weight:.2f},")
    print(")")


if __name__ == "__main__":
    main()
