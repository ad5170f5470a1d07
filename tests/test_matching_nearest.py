"""Ranking for very large bases, beside a slow obvious ranking that compares the question with every wording."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from rapidfuzz import fuzz

from bot.evaluation.phrasebook import Phrasebook, recombined
from bot.matching import nearest_neighbour
from bot.matching.nearest_neighbour import NearestScorer
from bot.matching.weighted_dice import DiceIndex
from bot.normalise import key, spelled
from tests.house import ROOT, entry, knowledge_of

REAL = knowledge_of(
    entry("members", "多少名会员才能成立工会？", "公司只有十几个人能建工会吗", "建会最低要几个人", "二十个人够不够成立工会"),
    entry("fee", "工会会费每月交多少？", "会费是按工资百分之几交", "每个月扣多少会费", "会费怎么算"),
    entry("chair", "工会主席任期几年？", "主席一届是多长时间", "工会主席干几年要换届", "主席任期到了怎么办"),
    entry("audit", "经费审查委员会怎样产生？", "经审会谁来选", "经审委员几个人", "经审主任能不能由会计当"),
)


class Slow:
    """Every wording compared in full; an entry's score is its nearest wording's, and 0.3 of the next, over 1.3."""

    def __init__(self, keys: Sequence[str], owners: NDArray[np.int32]) -> None:
        self.keys, self.owners = keys, owners
        self.characters, self.sounds = DiceIndex(keys), DiceIndex([spelled(word) for word in keys])

    def score(self, asked: str) -> list[float]:
        """Score of each entry."""
        order = np.array([fuzz.ratio(asked, word) / 100 for word in self.keys])
        likeness = (
            nearest_neighbour._CHARACTERS * self.characters.dice(asked)[0]
            + nearest_neighbour._SOUNDS * self.sounds.dice(spelled(asked))[0]
        )
        kernel = (likeness + nearest_neighbour._ORDER * order) ** 2
        best = [sorted(kernel[self.owners == number], reverse=True) for number in range(self.owners.max() + 1)]
        return [float(first + 0.3 * (others[0] if others else 0)) / 1.3 for first, *others in best]


def keys_of(book: Phrasebook) -> tuple[list[str], NDArray[np.int32]]:
    pairs = [(key(text), number) for number, one in enumerate(book.knowledge.entries) for text in one.wordings]
    return [word for word, _ in pairs], np.array([number for _, number in pairs], np.int32)


@pytest.mark.parametrize(("size", "alike"), [(50, 0.99), (3000, 0.94)])
def test_the_first_entry_is_nearly_always_that_of_the_slow_ranking(size: int, alike: float) -> None:
    book = recombined(REAL, size)
    keys, owners = keys_of(book)
    fast, slow = NearestScorer(keys, owners), Slow(keys, owners)
    asked = [key(text) for text, _ in book.queries[:150]]
    same = [fast.score(one, 1).entries[0] == np.argmax(slow.score(one)) for one in asked]
    assert np.mean(same) >= alike


def test_scores_are_those_of_the_slow_ranking_or_less_where_a_wording_was_no_candidate() -> None:
    book = recombined(REAL, 50)
    keys, owners = keys_of(book)
    fast, slow = NearestScorer(keys, owners), Slow(keys, owners)
    for text, _ in book.queries[:150]:
        found, scores = fast.score(key(text), 3), slow.score(key(text))
        expected = np.array([scores[number] for number in found.entries])
        assert (found.scores <= expected + 1e-5).all()
        assert found.scores[0] == pytest.approx(expected[0], abs=0.02)
        assert owners[found.wordings].tolist() == found.entries.tolist()


def test_where_a_question_touches_too_much_its_rarest_pairs_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest_neighbour, "_TOUCHED", 900)
    book = recombined(REAL, 3000)
    keys, owners = keys_of(book)
    fast, slow = NearestScorer(keys, owners), Slow(keys, owners)
    asked = [key(text) for text, _ in book.queries[:150]]
    same = [fast.score(one, 1).entries[0] == np.argmax(slow.score(one)) for one in asked]
    assert np.mean(same) >= 0.85


def test_a_question_that_shares_no_sounds_finds_nothing() -> None:
    keys, owners = keys_of(recombined(REAL, 50))
    assert len(NearestScorer(keys, owners).score("xyzzy", 3).entries) == 0


_PRINTED = """
from bot.matching.nearest_neighbour import NearestScorer
from bot.evaluation.phrasebook import recombined
from bot.normalise import key
from tests.test_matching_nearest import REAL, keys_of
book = recombined(REAL, 400)
scorer = NearestScorer(*keys_of(book))
print([(one.entries.tolist(), one.scores.tolist()) for one in (scorer.score(key(text), 3) for text, _ in book.queries[:100])])
"""


def test_ranking_is_the_same_in_every_process() -> None:
    """To the last bit: the order of a set, which changes with each process, must not decide what is added up first."""
    command = [sys.executable, "-c", _PRINTED]
    printed = [
        subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("1", "2")
    ]
    assert printed[0] == printed[1] != b""
