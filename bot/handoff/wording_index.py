"""Which of the questions that people were asked before may ask the same as another: a few, however many are kept.

Texts lie in memory by their characters. What a question shares most with is compared in full (`bot.matching.paraphrase`) after
it was read again from the store, which alone says what is still kept and where it belongs.
"""

from __future__ import annotations

import threading
from array import array
from collections.abc import Iterable

import numpy as np

from bot.normalise import key

LATEST = 8
"""Askers of the very same words that are remembered: these words may lie in several inquiries."""


class WordingIndex:
    """Texts of questions for a person, each with the numbers of its latest askers. Safe from any thread."""

    def __init__(self) -> None:
        self.last = 0
        """The highest number that was added."""
        self._places: dict[str, int] = {}
        self._texts: list[str] = []
        self._askers: list[list[int]] = []
        self._sizes = array("f")
        self._postings: dict[str, array[int]] = {}
        self._lock = threading.Lock()

    def add(self, rows: Iterable[tuple[int, str]]) -> None:
        """Take in texts with their numbers, ascending; those that were added before are passed over."""
        with self._lock:
            for number, text in rows:
                if number > self.last:
                    self.last = number
                    self._add(number, text)

    def _add(self, number: int, text: str) -> None:
        place = self._places.setdefault(text, len(self._texts))
        if place == len(self._texts):
            characters = set(key(text))
            self._texts.append(text)
            self._askers.append([])
            self._sizes.append(len(characters))
            for one in characters:
                self._postings.setdefault(one, array("q")).append(place)
        self._askers[place] = [*self._askers[place], number][-LATEST:]

    def latest(self, limit: int) -> list[str]:
        """The texts that came in last, newest first."""
        with self._lock:
            return self._texts[: -limit - 1 : -1]

    def nearest(self, text: str, limit: int) -> list[int]:
        """Numbers of those who asked in the `limit` texts that share most characters with this one, the rarer the more."""
        with self._lock:
            if not self._texts:
                return []
            shared = np.zeros(len(self._texts), np.float32)
            own, characters = 0.0, set(key(text))
            for one in characters:
                held = self._postings.get(one)
                weight = float(np.log((len(self._texts) + 2) / ((len(held) if held else 0) + 1)))
                own += weight
                if held:
                    shared[np.frombuffer(held, np.int64)] += weight
            # a text's own weight is that of so many of the question's characters
            mean = own / max(len(characters), 1)
            likeness = shared / (own + mean * np.frombuffer(self._sizes, np.float32) + 1e-9)
            best = np.argsort(-likeness, kind="stable")[:limit] if len(likeness) <= limit else _best(likeness, limit)
            return [number for place in best if shared[place] > 0 for number in self._askers[place]]


def _best(likeness: np.ndarray[tuple[int], np.dtype[np.float32]], limit: int) -> list[int]:
    """Places of the highest values, best first."""
    some = np.argpartition(-likeness, limit)[:limit]
    return [int(place) for place in some[np.argsort(-likeness[some], kind="stable")]]
