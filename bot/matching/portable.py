"""What ranking without the encoder needs, packed small enough for a file that is sent around: keys, weights, confidence.

The weights of the ridge are most of it: wordings × entries numbers of which nearly all are tiny. Each column is kept in
127 steps of `SHARE` of its largest value, and the few that are larger are kept as they are. On our golden questions the
first entry is then another one in 0.3 % (in 1 % when the steps reach to the largest value, at two thirds of the size).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.matching.calibration import packed
from bot.matching.kernel import WITHOUT_ENCODER
from bot.matching.knowledge_index import ANSWER, CHOOSE, COMPARED, KnowledgeIndex
from bot.matching.scorers import RidgeScorer

SHARE = 0.5
"""Part of a column's largest weight that its steps reach to."""
STEPS = 127


@dataclass(frozen=True)
class Portable:
    """A header of plain values, and bytes: the steps (signed, by entry and then wording), then what is kept as it is."""

    header: dict[str, Any]
    """`exact` says how many are kept as they are, each as wording (uint16), entry (uint16) and weight (float32)."""
    weights: bytes


def portable(index: KnowledgeIndex) -> Portable:
    """An index without the encoder as it is packed; raises ValueError for one that isn't a ridge."""
    scorer, similarity = index.scorer, index.similarity
    if not isinstance(scorer, RidgeScorer) or similarity is None or similarity.encoder is not None:
        raise ValueError("only a ridge without an encoder can be packed")
    weights = scorer._weights
    reach = np.abs(weights).max(axis=0) * np.float32(SHARE)
    steps = np.where(reach > 0, reach, 1) / STEPS
    large = np.abs(weights) > reach
    small = np.where(large, 0, np.round(weights / steps)).astype(np.int8)
    rows, columns = np.nonzero(large)
    kept = b"".join((rows.astype("<u2").tobytes(), columns.astype("<u2").tobytes(), weights[large].astype("<f4").tobytes()))
    mix = WITHOUT_ENCODER
    header = {
        "keys": similarity.keys,
        "owners": np.bincount(index._owners, minlength=weights.shape[1] - 1).tolist(),
        "steps": [float(f"{step:.6g}") for step in steps],
        "exact": len(rows),
        "mix": [mix.characters, mix.sounds, mix.order],
        "confidence": [[float(f"{number:.7g}") for number in row] for row in packed(index._confidence)],
        "answer": ANSWER,
        "choose": CHOOSE,
        "compared": COMPARED,
    }
    return Portable(header, small.T.tobytes() + kept)
