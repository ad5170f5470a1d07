"""How likely it is that a message which names a document asks for it, and for that one.

Naming isn't asking: 会费登记册要公开吗 names one to ask about it. What tells the two apart is where the name stands and what is
said around it: a demand, a word for samples, a question of its own. A small logistic model weighs that together with how alike
the name is; `tools/fit_documents.py` learns its weights from tests/documents/tuned.tsv and the requests of the golden set.
"""

from __future__ import annotations

import math
import re
from dataclasses import astuple, dataclass
from typing import NamedTuple

MODAL = re.compile(r"[也还都]?[要能会可应该得须必需用](?!的)")
"""Said right behind a name, what has to be done with the thing, or may be."""
_QUESTION = re.compile(r"[吗么嘛不没]\Z")
_FULL = 5
"""Words beside the name from which more of them say no more."""


@dataclass(frozen=True)
class RequestFeatures:
    """How a message speaks of the document that it names: each between 0 and 1."""

    demanded: float
    """It says 给我, 求一份, 有没有."""
    sample: float
    """It says 模板, 电子版, word."""
    written: float
    """It says 怎么写."""
    nothing_else: float
    """The name, and what asks for it, is all there is."""
    before: float
    """How much is said before the name."""
    after: float
    """How much is said behind it."""
    modal: float
    """What is said behind it begins with 要, 能, 应该."""
    asking: float
    """What is said beside it asks: 谁, 多久, 怎么办."""
    question: float
    """What is said behind it ends as a question does."""
    likeness: float
    """How alike the name and what the document is called are."""
    lead: float
    """How far that is from the next document."""


WEIGHTS = RequestFeatures(
    demanded=-0.35,
    sample=1.03,
    written=-0.14,
    nothing_else=1.80,
    before=-0.80,
    after=-2.57,
    modal=-1.05,
    asking=-1.92,
    question=-0.29,
    likeness=2.92,
    lead=2.85,
)
OFFSET = -4.58


class Beside(NamedTuple):
    """What is said beside a document's name, without what asks for it."""

    before: str
    after: str
    raw: str
    """What is behind the name as it is written."""


def request_features(
    said: tuple[bool, bool, bool], beside: Beside, asks: bool, likeness: float, lead: float
) -> RequestFeatures:
    """What the model weighs. `said`: whether the message demands, names a sample, asks how to write it."""
    demanded, sample, written = map(float, said)
    before, after, raw = beside
    return RequestFeatures(
        demanded,
        sample,
        written,
        float(not before and not after),
        min(len(before), _FULL) / _FULL,
        min(len(after), _FULL) / _FULL,
        float(bool(after) and MODAL.match(raw) is not None),
        float(asks),
        float(bool(after) and _QUESTION.search(raw[raw.rfind(after[-1]) :][:2]) is not None),
        likeness,
        min(lead, 0.3) / 0.3,
    )


def confidence(said: RequestFeatures) -> float:
    """The share of such messages that asked for this document."""
    total = OFFSET + sum(weight * value for weight, value in zip(astuple(WEIGHTS), astuple(said), strict=True))
    return 1 / (1 + math.exp(-total))
