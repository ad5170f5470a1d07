"""What was learned from questions of strangers, once and for all bases: how entries are ranked, and how sure that is.

`tools/calibrate.py` fits it and writes `fitted.json`. The weights say how much a vote, a shared term or a missed one counts,
not what any question is about: what is asked is learned from the knowledge in force.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from bot.matching.arrays import Doubles
from bot.matching.calibration import Calibration, Confidence

FILE = Path(__file__).resolve().parent / "fitted.json"


@dataclass(frozen=True)
class LearnedWeights:
    """Weights of the ranking, and the confidence in its first entry."""

    ranking: Doubles
    confidence: Confidence


@cache
def learned_weights(encoder: bool) -> LearnedWeights:
    """What was learned with or without the encoder."""
    return read(json.loads(FILE.read_text("utf-8"))["with" if encoder else "without"])


def read(held: dict[str, list[list[float]]]) -> LearnedWeights:
    """What `written` made of it."""
    first, shown = (Calibration(*map(np.array, held[name])) for name in ("first", "shown"))
    return LearnedWeights(np.array(held["ranking"][0]), Confidence(first, shown))


def as_json(found: LearnedWeights) -> dict[str, list[list[float]]]:
    """As lists of numbers for JSON."""
    first, shown = found.confidence.first, found.confidence.shown
    return {
        "ranking": [_rounded(found.ranking)],
        "first": [_rounded(first.centre), _rounded(first.spread), _rounded(first.weights)],
        "shown": [_rounded(shown.centre), _rounded(shown.spread), _rounded(shown.weights)],
    }


def _rounded(values: Doubles) -> list[float]:
    return [round(float(value), 5) for value in values]
