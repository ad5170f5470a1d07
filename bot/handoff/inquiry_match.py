"""Which inquiry asks the same as a text: compared with the wordings in which each was asked.

Wordings are compared by the index, which learns a text the first time it sees it: with many that it never saw, a question is
placed later instead of letting its asker wait.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from bot import wording
from bot.handoff.wording_index import WordingIndex
from bot.normalise import key
from bot.ports import InquiryStore, SimilarityIndex

SAME = 0.8
"""Mean probability over an inquiry's wordings from which a question is taken for the same.

Of 1,000 people who ask the 124 questions of `tests/unanswered.txt` in their 620 wordings (`bench --only cases`, three
seeds) 96.1–96.6 % are in an inquiry of their own question, at 0.7 92.6–94.3 %; a question is spread over 2.4 inquiries (2.2).
A wrong one sends people an answer to another question, a split one costs an admin a press on 合并.
"""
COMPARED = 12
"""Wordings of an inquiry that a question is compared with: the latest."""
NEAR = 40
"""Texts that a question is compared with in full, of however many are kept: those that share most characters with it."""
EMBEDDED = 2_000
"""Latest texts that are looked at ahead of time."""
_READ = 5_000
"""Texts that are read from the store at a time."""
MOST_UNCOMPARED = 20
"""Wordings not compared yet from which a question isn't placed while its asker waits: they would take a second or more."""
STANDING = ("open", "answered", "refused")
"""States of inquiries that a question may join."""


class InquiryMatcher:
    """Compares texts with the inquiries of a store. Safe from any thread. Every method may raise StoreError."""

    def __init__(self, store: InquiryStore, index: Callable[[], SimilarityIndex]) -> None:
        self._store = store
        self._index = index
        self._said = WordingIndex()
        self._nearest_lately: tuple[tuple[str, int], Sequence[int]] = (("", -1), ())
        """What was like which text when so many had been read."""
        self._ranked: dict[str, str] = {}
        """Texts with the entry nearest to each."""
        self._ranked_by = ""
        """Hash of the knowledge that these were found in."""

    def find_matching_inquiry(self, text: str, *states: str, but: int = 0) -> int:
        """The inquiry that asks the same as a text, 0 when there is none; `but` is one that doesn't count."""
        found = self.rank_inquiries(text, *states, but=but)
        return found[0][1] if found and found[0][0] >= SAME else 0

    def rank_inquiries(self, text: str, *states: str, but: int = 0) -> list[tuple[float, int]]:
        """Inquiries with the mean probability that they ask the same as a text, likeliest first; ties: the older first."""
        wordings = {number: said for number, said in self._wordings(text, *(states or STANDING)).items() if number != but}
        about, went_on = _split_context(text)
        parted = [(number, _split_context(said)) for number, every in wordings.items() for said in every]
        # what goes on from a question asks the same only when the question is alike and the rest is the same:
        # 谁批 and 多久 after one question look alike, they ask for two things
        flat = [(number, asked) for number, (asked, more) in parted if more == went_on]
        if went_on:
            flat = [(number, asked) for number, asked in flat if self._nearest(asked) == self._nearest(about)]
        scores: defaultdict[int, list[float]] = defaultdict(list)
        for (number, _), score in zip(
            flat, self._index().same_question_probabilities(about, [asked for _, asked in flat]), strict=True
        ):
            scores[number].append(score)
        # the very words settle it, whatever else is in the inquiry
        means = ((1.0 if 1.0 in each else sum(each) / len(each), number) for number, each in scores.items())
        return sorted(means, key=lambda one: (-one[0], one[1]))

    def _nearest(self, text: str) -> str:
        """The entry nearest to a text; empty for none."""
        known = self._index().knowledge.hash
        if known != self._ranked_by:
            self._ranked_by, self._ranked = known, {}
        if text not in self._ranked:
            self._ranked[text] = next((one.entry for one in self._index().rank(text, 1)), "")
        return self._ranked[text]

    def _wordings(self, text: str, *states: str) -> dict[int, list[str]]:
        """The latest wordings of each inquiry in these states in which somebody asked something like a text."""
        self._read_new()
        asked, numbers = self._nearest_lately
        if asked != (text, self._said.last):  # each question is looked up twice: may it be placed now, and where
            asked, numbers = (text, self._said.last), self._said.nearest(text, NEAR)
            self._nearest_lately = asked, numbers
        found: defaultdict[int, list[str]] = defaultdict(list)
        for number, said in self._store.wordings(numbers, *states):
            found[number].append(said)
        return {number: said[-COMPARED:] for number, said in found.items()}

    def _read_new(self) -> None:
        """Take in what was asked since."""
        while True:
            rows = self._store.worded_after(self._said.last, _READ)
            self._said.add(rows)
            if len(rows) < _READ:
                return

    def _uncompared(self) -> tuple[str, ...]:
        """What waits to be compared for the first time: what is like the questions not placed yet, then the latest."""
        self._read_new()
        waiting = [said for one in self._store.unplaced(MOST_UNCOMPARED) for said in self._similar_wordings(one.text)]
        return self._index().uncompared([*waiting, *(_split_context(text)[0] for text in self._said.latest(EMBEDDED))])

    def _similar_wordings(self, text: str) -> list[str]:
        return [_split_context(one)[0] for said in self._wordings(text, *STANDING).values() for one in said]

    def has_unembedded_backlog(self, text: str) -> bool:
        """Whether so much of what a question is compared with never was that it is placed later."""
        return len(self._index().uncompared(self._similar_wordings(text))) > MOST_UNCOMPARED

    def embed_backlog(self, most: int = 1) -> int:
        """Look at some wordings that were never compared, so that nobody waits for it later; how many are left."""
        fresh = self._uncompared()
        if fresh:
            self._index().same_question_probabilities(fresh[0], fresh[:most])
        return max(len(fresh) - most, 0)


def _split_context(text: str) -> tuple[str, str]:
    """What a text goes on from, and the key of what it says of that; of one that stands by itself nothing."""
    about, _, more = text.rpartition(wording.MEANT_JOIN)
    return (about, key(more)) if about else (text, "")
