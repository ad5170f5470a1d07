"""Scores for entries: a ridge over the nearest wordings, what question and entry speak of, and how sure the first one is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.matching import kernel_ridge
from bot.matching.arrays import Floats, Numbers
from bot.matching.entry_tokens import EntryTokens
from bot.matching.field_boundary import Field
from bot.matching.learned_weights import LearnedWeights
from bot.matching.neighbours import Near, Neighbours, pairs
from bot.matching.terms import Agreement, Terms

SHOWN = 3
"""Entries that may be offered to pick from."""
RANKED = 10
"""Entries among which what they speak of decides: the right one is among them for 99 % of the golden questions."""
LONG_QUESTION = 20
"""Characters of a question beyond which its terms count less: a story names many that it doesn't ask about."""

FAINT = 0.05
"""Kernel of the nearest wording below which confidence shrinks: a question that is like nothing stored isn't answered, however
far behind everything else lies. Of the golden questions that have an entry none lies below it, of those of strangers 1 of 100.
"""
FEW, MANY = 10, 20
"""Wordings of an entry at which what they know together counts half, and from which it counts no more: what a few of them
don't know says little."""


@dataclass(frozen=True)
class Scored:
    """The best entries for a question, best first; arrays of equal length."""

    entries: Numbers
    scores: Floats
    """Shares of what speaks for the best ones, 0–1."""
    wordings: Numbers
    """Number of each entry's nearest wording."""
    first: float
    """Probability that the first entry is right."""
    shown: float
    """Probability that one of the first three is."""


NOTHING = Scored(np.zeros(0, np.int64), np.zeros(0, np.float32), np.zeros(0, np.int64), 0.0, 0.0)


class Scorer(Protocol):
    """Ranks entries for a normalised question."""

    def score(self, key: str, limit: int, said: str = "", within: str = "", clauses: Sequence[str] = ()) -> Scored:
        """The best `limit` entries, at most `RANKED`.

        `said` is the text whose terms count, the key by default, `within` the message that it is a piece of, and `clauses`
        are those of a story that ask.
        """
        ...


@dataclass(frozen=True)
class Seen:
    """What tells about a question's best entries, best vote first; arrays of (entries,) where not said otherwise."""

    entries: Numbers
    votes: Floats
    rival: float
    """Votes for what belongs to no entry."""
    kernel: Floats
    """Of the nearest wording."""
    second: Floats
    """Of the second nearest wording of the same entry; 0 when it isn't near."""
    covered: Floats
    wordings: Numbers
    counts: Numbers
    """Wordings that each has."""
    agreement: Agreement
    length: int
    known: float
    """Share of the question's pairs of characters that the knowledge has."""
    mass: float
    """Sum of the kernel over all near wordings."""
    named: int
    side: float
    """Which side of the field's border it lies on."""
    terms: bool
    """Whether the knowledge has terms at all."""
    asked: NDArray[np.float64]
    """Most votes in one of the clauses that ask, where the message is a story; the votes elsewhere."""
    asked_kernel: NDArray[np.float64]
    """Of the wording nearest to one of these clauses; to the question elsewhere."""
    story: bool
    """Whether there are such clauses."""
    pairs_known: NDArray[np.float64]
    """Share of the question's pairs of characters, by their weight, that the entry's wordings know together."""
    pairs_together: float
    """The same for all these entries together."""
    characters_known: NDArray[np.float64]
    """The same of characters, of each entry."""


class RidgeScorer:
    """Scores every entry that has a wording near the question, by kernel ridge regression."""

    def __init__(
        self, neighbours: Neighbours, owners: Numbers, terms: Terms, fitted: LearnedWeights, field: Field | None = None
    ) -> None:
        """`owners` gives the entry of each wording, and for lines from elsewhere the number after the last entry.

        Without a `field` its border is drawn between these wordings.
        """
        self.neighbours = neighbours
        self.owners = owners
        self._entries = int(owners.max(initial=0)) if len(owners) else 0
        self.terms = terms
        self._pairs = EntryTokens(neighbours.pairs, owners)
        self._characters = EntryTokens(neighbours.characters, owners)
        self._fitted = fitted
        ours = owners < self._entries
        self.field = field or Field(neighbours.vectors, ours)
        self._counts = np.bincount(owners[ours], minlength=self._entries)

    def score(self, key: str, limit: int, said: str = "", within: str = "", clauses: Sequence[str] = ()) -> Scored:
        """The best `limit` entries; ties in file order."""
        seen = self.seen(key, said or key, within=within, clauses=clauses)
        return self.scored(seen, limit) if seen is not None else NOTHING

    def finds(self, place: int, text: str) -> bool:
        """Whether the wording of that number, `text`, finds its entry first when it is left out."""
        seen = self.seen(self.neighbours.keys[place], text, np.array([place]))
        return seen is not None and int(self.scored(seen, 1).entries[0]) == int(self.owners[place])

    def totals(self, key: str) -> Floats:
        """Votes for every entry, then for what belongs to none."""
        near = self.neighbours.near(key)
        votes = kernel_ridge.votes(self.neighbours.gram(near.numbers), near.kernel)
        return np.bincount(self.owners[near.numbers], votes, self._entries + 1).astype(np.float32)

    def _in_clauses(self, clauses: Sequence[str], but: Numbers | None) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Each entry's most votes, and its nearest kernel, in the clauses that ask."""
        most, kernels = np.zeros(self._entries + 1), np.zeros(self._entries + 1)
        for clause in clauses:
            near = self.neighbours.near(clause, but=but)
            votes = kernel_ridge.votes(self.neighbours.gram(near.numbers), near.kernel)
            owners = self.owners[near.numbers]
            most = np.maximum(most, np.bincount(owners, votes, self._entries + 1))
            np.maximum.at(kernels, owners, near.kernel)
        return most, kernels

    def seen(
        self, key: str, said: str, but: Numbers | None = None, within: str = "", clauses: Sequence[str] = ()
    ) -> Seen | None:
        """What tells about the best entries, None when nothing is near; `but` are numbers of wordings that don't count."""
        near = self.neighbours.near(key, but=but)
        votes = kernel_ridge.votes(self.neighbours.gram(near.numbers), near.kernel)
        owners = self.owners[near.numbers]
        totals = np.bincount(owners, votes, self._entries + 1).astype(np.float64)
        asked, kernels = self._in_clauses(clauses, but) if clauses else (totals, None)
        overall = totals + asked if clauses else totals
        present = np.unique(owners[owners < self._entries])
        if not len(present):
            return None
        entries = present[np.argsort(-overall[present], kind="stable")[:RANKED]]
        places, second = _nearest(near, owners, entries)
        covered = np.array([near.covered[owners == entry].max() for entry in entries], np.float32)
        parts, named = pairs(key), self.terms.carried_terms(said, within)
        pairs_known, pairs_together = self._pairs.known(parts, entries, but)
        known = sum(part in self.neighbours.pairs.vocabulary for part in parts) / len(parts)
        return Seen(
            entries,
            totals[entries].astype(np.float32),
            float(totals[-1]),
            near.kernel[places],
            second,
            covered,
            near.numbers[places],
            self._counts[entries],
            self.terms.agreement(named, entries),
            len(key),
            known,
            float(near.kernel.sum()),
            len(named),
            self.field.side(self.neighbours.vector(key)),
            bool(self.terms),
            asked[entries],
            near.kernel[places].astype(np.float64) if kernels is None else kernels[entries],
            bool(clauses),
            pairs_known,
            pairs_together,
            self._characters.known(key, entries, but)[0],
        )

    def scored(self, seen: Seen, limit: int) -> Scored:
        """The best entries by votes and by what they speak of, with how sure that is."""
        worth = candidates(seen) @ self._fitted.ranking
        order = np.argsort(-worth, kind="stable")
        shares = np.exp(worth - worth.max())
        shares /= shares.sum()
        features = described(seen, order, shares)[None, :]
        first = float(self._fitted.confidence.first.probability(features)[0])
        shown = max(float(self._fitted.confidence.shown.probability(features)[0]), first)
        faint = min(1.0, float(seen.kernel.max()) / FAINT)
        first, shown = first * faint, shown * faint
        if order[0] != 0:
            # votes and what it speaks of don't agree: what has most votes is offered as well
            others = order[(order != 0) & (order != order[0])]
            order = np.array([order[0], *others[:1], 0, *others[1:]])
        order = order[:limit]
        return Scored(seen.entries[order], shares[order].astype(np.float32), seen.wordings[order], first, shown)


def _nearest(near: Near, owners: Numbers, entries: Numbers) -> tuple[Numbers, Floats]:
    """Place of each entry's nearest wording, and the kernel of its second nearest."""
    places, second = [], []
    for entry in entries:
        own = np.flatnonzero(owners == entry)
        ranked = own[np.argsort(-near.kernel[own], kind="stable")[:2]]
        places.append(int(ranked[0]))
        second.append(float(near.kernel[ranked[1]]) if len(ranked) > 1 else 0.0)
    return np.array(places, np.int64), np.array(second, np.float32)


def candidates(seen: Seen) -> NDArray[np.float64]:
    """What the ranking is decided by: votes, terms shared and missed by group, votes where it asks, what the wordings know."""
    share = min(1.0, LONG_QUESTION / max(seen.length, 1))
    agreement = seen.agreement
    counts = np.minimum(seen.counts, MANY)
    known = seen.pairs_known * counts / (counts + FEW)
    facts = [seen.votes, share * agreement.shared, share * agreement.missing, seen.asked, known]
    return np.column_stack(facts).astype(np.float64)


def described(seen: Seen, order: Numbers, shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """What confidence is decided by: 36 numbers."""
    best, others = int(order[0]), order[1:]
    votes, top = seen.votes, float(shares[best])
    ahead = float(votes[best])
    next_ = float(votes[others[0]]) if len(others) else 0.0
    rival = max([seen.rival, *(float(votes[other]) for other in others)])
    share = min(1.0, LONG_QUESTION / max(seen.length, 1))
    agreement = seen.agreement
    odds = np.log(max(top, 1e-3) / (1 - min(top, 0.999)))
    terms = float(seen.terms)
    return np.array(
        [
            odds,
            top,
            -float((shares * np.log(shares + 1e-9)).sum()),
            ahead,
            ahead - next_,
            ahead - rival,
            seen.rival,
            np.sqrt(seen.kernel[best]),
            np.sqrt(seen.second[best]),
            seen.covered[best],
            seen.known,
            np.log(seen.length + 1),
            np.log(seen.counts[best]),
            seen.mass / 10,
            *(share * agreement.foreign[best]),
            *(share * agreement.missing[best][:3]),
            share * float(agreement.shared[best].sum()),
            min(seen.named, 3) / 3 * terms,
            terms,
            seen.side,
            min(seen.side, 0.0),
            seen.asked[best],
            seen.asked[best] - max([0.0, *(float(seen.asked[other]) for other in others)]),
            np.sqrt(max(seen.asked_kernel[best], 0.0)),
            float(seen.story),
            seen.pairs_known[best],
            _ahead(seen.pairs_known, best, others),
            seen.characters_known[best],
            _ahead(seen.characters_known, best, others),
            seen.pairs_together - seen.pairs_known[best],
        ],
        np.float64,
    )


def _ahead(values: NDArray[np.float64], best: int, others: Numbers) -> float:
    """How far one value lies above the highest of others."""
    return float(values[best] - values[others].max(initial=0.0))
