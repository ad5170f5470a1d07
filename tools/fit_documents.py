"""Learn the weights of the models of document requests: `python tools/fit_documents.py` prints them.

bot/matching/document_request_model.py is learned from tests/documents/tuned.tsv, the golden requests and the golden questions
(which ask for no document); bot/matching/asked_document.py from these, the odd lines of tests/strangers/documents.tsv and the
words of the catalogue, each asked for on a shelf that lacks it. tests/documents/held.tsv and the even lines are only looked at
in totals.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields, replace
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.app import open_index  # noqa: E402
from bot.content.golden_reader import read_golden, read_requests  # noqa: E402
from bot.matching import asked_document  # noqa: E402
from bot.matching.document_match import Documents  # noqa: E402
from bot.matching.document_request_model import RequestFeatures  # noqa: E402
from bot.model import Knowledge  # noqa: E402
from bot.settings import REQUESTS, load  # noqa: E402

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


Asked = tuple[str, frozenset[str]]
"""A message, and the documents that are right for it."""
Sample = tuple[tuple[float, ...], bool, float]
"""Features, whether it was so, and how much it counts."""
EVERY = 6
"""Of how many words of the catalogue one is asked for."""


def _strangers(name: str, half: int) -> list[list[str]]:
    rows = (ROOT / f"tests/strangers/{name}.tsv").read_text("utf-8").splitlines()
    return [row.split("\t") for row in rows if not row.startswith("#")][half::2]


def _asked(half: int) -> list[Asked]:
    return [(row[0], frozenset(row[1].split(",")) - {"-"}) for row in _strangers("documents", half)]


def _spoken(asked: Iterable[Asked], aside: Iterable[str]) -> list[Sample]:
    """Every name of a document in messages that ask for one, and in those that don't."""
    told = [(text, True) for text, _ in asked] + [(text, False) for text in aside]
    return [(astuple(one.features), right, 1.0) for text, right in told for one in asked_document.names(text)]


def _fitting(documents: Documents, text: str, right: frozenset[str], most: int = 3) -> list[Sample]:
    """The likest documents to the one asked for, with those that are right and without them."""
    said = asked_document.named(text)
    found = documents.fitting(said.name, said.before, text) if said else []
    samples = []
    for left in (frozenset[str](), right) if right else (right,):
        rest = [one for one in found if one[0] not in left][:most]
        samples += [(astuple(fit), one in right, 1.0 if at == 0 else 0.3) for at, (one, fit) in enumerate(rest)]
    return samples


def _called(known: Knowledge) -> list[Sample]:
    """The words of the catalogue asked for, each on a shelf that doesn't know it."""
    words = [(document, word) for document in known.documents for word in document.words if asked_document.HEAD.search(word)]
    samples = []
    for document, word in words[::EVERY]:
        poorer = replace(document, words=tuple(one for one in document.words if one != word))
        shelf = tuple(poorer if one.id == document.id else one for one in known.documents)
        found = _fitting(Documents(replace(known, documents=shelf)), f"{word}样本", frozenset({document.id}), 2)
        samples += [(features, right, 0.3 * weight) for features, right, weight in found]
    return samples


def _fit(samples: Sequence[Sample], pull: float) -> tuple[np.ndarray, float]:
    """Weights and offset by Newton's steps."""
    values = np.array([[*features, 1.0] for features, _, _ in samples])
    labels, counts = np.array([right for _, right, _ in samples], float), np.array([count for _, _, count in samples])
    drawn = np.append(np.full(values.shape[1] - 1, pull), 1e-6)
    weights = np.zeros(values.shape[1])
    for _ in range(60):
        said = 1 / (1 + np.exp(-values @ weights))
        slope = (values * (counts * said * (1 - said))[:, None]).T @ values + np.diag(drawn)
        weights -= np.linalg.solve(slope, values.T @ (counts * (said - labels)) + drawn * weights)
    return weights[:-1], float(weights[-1])


def _reported(name: str, samples: Sequence[Sample], weights: np.ndarray, offset: float) -> None:
    said = 1 / (1 + np.exp(-(np.array([features for features, _, _ in samples]) @ weights + offset)))
    right = np.array([label for _, label, _ in samples])
    for low, high in ((0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.01)):
        within = (said >= low) & (said < high)
        if within.any():
            shares = f"said {said[within].mean():.2f}, seen {right[within].mean():.2f}"
            print(f"{name} {low:.1f}–{min(high, 1):.1f}: {int(within.sum())}, {shares}")


def _asked_model(known: Knowledge, golden: list[str]) -> None:
    """Fit and report the two models of bot/matching/asked_document.py."""
    rows = [line.split("\t") for line in (ROOT / "tests/documents/tuned.tsv").read_text("utf-8").splitlines()]
    asked = _asked(0) + [(text, frozenset({document})) for text, document in rows if document != "-"]
    aside = golden + [text for text, document in rows if document == "-"]
    aside += [row[0] for row in _strangers("questions", 0)]
    for request in read_requests(REQUESTS[0]):
        if request.documents:
            asked.append((request.text, frozenset(request.documents)))
        elif request.refuse:
            aside.append(request.text)
    documents = Documents(known)
    spoken = _spoken(asked, aside), _spoken(_asked(1), [row[0] for row in _strangers("questions", 1)])
    fitting = [one for text, right in asked for one in _fitting(documents, text, right)] + _called(known)
    held = [one for text, right in _asked(1) for one in _fitting(documents, text, right)]
    for name, pull, (tuned, kept) in (("ASKING", 1.0, spoken), ("FIT", 0.5, (fitting, held))):
        weights, offset = _fit(tuned, pull)
        print(f"{name}_WEIGHTS = ({', '.join(f'{weight:.2f}' for weight in weights)})\n{name}_OFFSET = {offset:.2f}")
        _reported(f"{name} tuned", tuned, weights, offset)
        _reported(f"{name} held", kept, weights, offset)


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
    print(f"WEIGHTS = RequestFeatures({', '.join(named)})")
    print(f"OFFSET = {offset:.2f}")
    for half, rows in halves.items():
        said = 1 / (1 + np.exp(-(np.array([astuple(one) for one, _ in rows]) @ weights + offset)))
        right = np.array([label for _, label in rows])
        for low, high in ((0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.01)):
            within = (said >= low) & (said < high)
            if within.any():
                shares = f"said {said[within].mean():.2f}, seen {right[within].mean():.2f}"
                print(f"{half} {low:.1f}–{min(high, 1):.1f}: {int(within.sum())}, {shares}")
    _asked_model(index.knowledge, golden)


if __name__ == "__main__":
    main()
