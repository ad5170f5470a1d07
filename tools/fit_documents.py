"""Learn the weights of bot/matching/document_request_model.py: `python tools/fit_documents.py` prints them.

Learned from tests/documents/tuned.tsv, the golden requests and the golden questions (which ask for no document);
tests/documents/held.tsv is only looked at in totals.
"""

from __future__ import annotations

from dataclasses import astuple, fields
from pathlib import Path

import numpy as np

from bot.app import open_index
from bot.content.golden_reader import read_golden, read_requests
from bot.matching.document_match import Documents
from bot.matching.document_request_model import RequestFeatures
from bot.settings import REQUESTS, load

ROOT = Path(__file__).resolve().parent.parent
PULL = 0.02
"""How strongly the weights are drawn to nought."""
NEAR = 0.5
"""Likeness from which a golden question is one that names a document."""


def _halves(documents: Documents, golden: list[str]) -> dict[str, list[tuple[RequestFeatures, bool]]]:
    found = {}
    for half in ("tuned", "held"):
        rows = [line.split("\t") for line in (ROOT / f"tests/documents/{half}.tsv").read_text("utf-8").splitlines()]
        found[half] = [(text, frozenset({document} - {"-"})) for text, document in rows]
    for request in read_requests(REQUESTS[0]):
        if request.documents or request.refuse:
            found["tuned"].append((request.text, frozenset(request.documents)))
    found["tuned"] += [(text, frozenset()) for text in golden]
    told = {}
    for half, rows in found.items():
        spoken = [(documents.named_document(text), right) for text, right in rows]
        told[half] = [(one[1], one[0] in right) for one, right in spoken if one and one[1].likeness >= NEAR]
    return told


def main() -> None:
    """Fit on the one half, report on both."""
    index = open_index(load())
    golden = [one.text for one in read_golden(ROOT / "tests" / "golden")]
    halves = _halves(Documents(index.knowledge), golden)
    values = np.array([astuple(one) for one, _ in halves["tuned"]])
    labels = np.array([right for _, right in halves["tuned"]], float)
    weights, offset = np.zeros(values.shape[1]), 0.0
    for _ in range(20000):
        said = 1 / (1 + np.exp(-(values @ weights + offset)))
        weights -= 0.5 * (values.T @ (said - labels) / len(labels) + PULL / 10 * weights)
        offset -= 0.5 * float(np.mean(said - labels))
    named = (f"{field.name}={weight:.2f}" for field, weight in zip(fields(RequestFeatures), weights, strict=True))
    print(f"WEIGHTS = Spoken({', '.join(named)})")
    print(f"OFFSET = {offset:.2f}")
    for half, rows in halves.items():
        said = 1 / (1 + np.exp(-(np.array([astuple(one) for one, _ in rows]) @ weights + offset)))
        right = np.array([label for _, label in rows])
        for low, high in ((0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.01)):
            within = (said >= low) & (said < high)
            if within.any():
                shares = f"said {said[within].mean():.2f}, seen {right[within].mean():.2f}"
                print(f"{half} {low:.1f}–{min(high, 1):.1f}: {int(within.sum())}, {shares}")


if __name__ == "__main__":
    main()
