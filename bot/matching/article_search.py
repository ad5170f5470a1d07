"""Articles of the laws by words: which may settle a question that no entry answers, and what /law WORDS lists.

Three things are added: BM25 on pairs of characters over the article with its law's name and headings; with the encoder, the
sentence of the article that means most nearly the same; and what the article and its headings mean as a whole. With an
index of entries there is a fourth: articles that the nearest entries rest on. `jianhui bench --only law` measures it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bot.matching.arrays import Floats
from bot.matching.cache import Cache
from bot.matching.encoder import Encoder
from bot.model import FoundArticle, Knowledge
from bot.normalise import fold

K1, B = 1.2, 0.75
"""BM25's usual constants (Robertson and Zaragoza 2009, The Probabilistic Relevance Framework)."""
MEANING = 2.0
"""Weight of each of the two likenesses of meaning beside BM25, all three divided by their best.

On the 42 questions of STARD's dev half a right article is in the first three / five for .55 / .64 of them at 1.5 to 3 and for
.50 / .57 at 0.5: a flat top, chosen in its middle.
"""
NEAR = 0.75
"""Least likeness in meaning of the nearest sentence plus half the share of words from which articles are offered at all.

At 0.75 they are for 71 % of STARD's dev half, for 3 % of those golden questions to be refused that no entry comes near, and for
none of 140 questions from a brokerage or from elsewhere; at 0.7 for 81 % and 7 %.
"""
NEAR_WORDS = 0.25
"""The same without the encoder: the share of words alone; 33 % and 8 %, and none from elsewhere."""
LONGEST = 300
"""Characters of a question that are compared."""
KIND = "articles"
"""What the cache calls the vectors."""
_SENTENCE = re.compile(r"(?<=[。；])")
_SHORTEST = 6
"""Characters of a sentence that is worth a vector."""


@dataclass(frozen=True)
class _Unit:
    """An article as it is searched."""

    law: str
    key: str
    heading: str
    text: str


class ArticleSearch:
    """Ranks the articles of the laws that are held. Built at first use; vectors come from the cache."""

    def __init__(self, knowledge: Knowledge, encoder: Encoder | None, cache: Cache) -> None:
        short = {law.title: law.short for law in knowledge.laws}
        self._encoder, self._cache = encoder, cache
        self._last: tuple[str, Floats | None] | None = None
        """The text scored last: whether an article is near, and which, are asked one after the other."""
        self._units = [
            _Unit(text.title, one.key, _heading(short.get(text.title, text.title), one.headings), one.text)
            for text in knowledge.texts
            for one in text.articles
        ]

    def prepare(self) -> None:
        """Have the vectors at hand; slow once after a law is new."""
        if self._encoder is not None and self._units:
            _ = self._vectors

    def find(self, text: str, limit: int, prior: Mapping[tuple[str, str], float] | None = None) -> tuple[FoundArticle, ...]:
        """The best `limit` articles for a text, best first; `prior` adds to the score of (law, article key)."""
        scores = self.scores(text)
        if scores is None:
            return ()
        scores = scores.copy()
        for place, one in enumerate(self._units) if prior else ():
            scores[place] += (prior or {}).get((one.law, one.key), 0.0)
        best = np.argsort(-scores, kind="stable")[:limit]
        return tuple(FoundArticle(self._units[at].law, self._units[at].key, float(scores[at])) for at in best)

    def scores(self, text: str) -> Floats | None:
        """A score for every article, more is better; None where there is nothing to compare."""
        text = text[:LONGEST]
        if self._last is None or self._last[0] != text:
            self._last = (text, self._scored(text))
        return self._last[1]

    def _scored(self, text: str) -> Floats | None:
        if not self._units or len(fold(text)) < 2:
            return None
        words = _shared(self._words.scores(fold(text)))
        if self._encoder is None:
            return words
        nearest = np.full(len(self._units), -1.0, np.float32)
        np.maximum.at(nearest, self._owners, self._alike(text))
        asked = np.asarray(self._encoder.encode([text])[0], np.float32)
        found: Floats = (words + MEANING * (_shared(nearest) + _shared(self._wholes @ asked))).astype(np.float32)
        return found

    def near(self, text: str) -> bool:
        """Whether the best article is near enough to a question to be worth reading."""
        text = text[:LONGEST]
        scores = self.scores(text)
        if scores is None:
            return False
        best = float(self._words.shared(fold(text))[int(np.argmax(scores))])
        if self._encoder is None:
            return best >= NEAR_WORDS
        return float(self._alike(text).max()) + best / 2 >= NEAR

    def _alike(self, text: str) -> Floats:
        """How alike in meaning each sentence of the articles is."""
        vectors, rows, _ = self._vectors
        if self._encoder is None:
            raise AssertionError("nothing to encode with")
        alike: Floats = (vectors @ np.asarray(self._encoder.encode([text])[0], np.float32))[rows]
        return alike

    @cached_property
    def _words(self) -> _Bm25:
        return _Bm25([fold(one.heading + one.text) for one in self._units])

    @cached_property
    def _owners(self) -> NDArray[np.int64]:
        """Which article each sentence is of."""
        return np.array([place for place, one in enumerate(self._units) for _ in _sentences(one.text)], np.int64)

    @cached_property
    def _vectors(self) -> tuple[Floats, NDArray[np.int64], NDArray[np.int64]]:
        """Vectors of sentences and headings, mapped from the cache; the rows of sentences, and of the articles' headings."""
        if self._encoder is None:
            raise AssertionError("nothing to encode with")
        sentences = [sentence for one in self._units for sentence in _sentences(one.text)]
        headings = [one.heading for one in self._units]
        texts = list(dict.fromkeys([*sentences, *headings]))
        row = {text: place for place, text in enumerate(texts)}
        vectors = self._cache.vectors(self._encoder, texts, KIND)
        return vectors, np.array([row[one] for one in sentences], np.int64), np.array([row[one] for one in headings], np.int64)

    @cached_property
    def _wholes(self) -> Floats:
        """What each article means as a whole: the mean of its sentences, and its headings."""
        vectors, rows, headings = self._vectors
        mean = np.zeros((len(self._units), vectors.shape[1]), np.float32)
        np.add.at(mean, self._owners, vectors[rows])
        return _unit(_unit(mean) + vectors[headings])


class _Bm25:
    """BM25 over pairs of characters."""

    def __init__(self, texts: Sequence[str]) -> None:
        pairs, owners = zip(*((_pairs(text), place) for place, text in enumerate(texts)), strict=True)
        lengths = np.array([len(one) for one in pairs], np.float32)
        owner = np.repeat(np.array(owners, np.int64), lengths.astype(np.int64))
        self._size = len(texts)
        self._grams, number = np.unique(np.concatenate(pairs), return_inverse=True)
        # each (pair, text) once with its count, by pair
        joined, counts = np.unique(number * self._size + owner, return_counts=True)
        self._owners = joined % self._size
        self._starts = np.searchsorted(joined // self._size, np.arange(len(self._grams)))
        self._ends = np.append(self._starts[1:], len(joined))
        held = self._ends - self._starts
        rarity = np.log(1 + (self._size - held + 0.5) / (held + 0.5))
        norm = K1 * (1 - B + B * lengths / max(float(lengths.mean()), 1.0))
        weights = counts * (K1 + 1) / (counts + norm[self._owners])
        self._weights = (weights * np.repeat(rarity, held)).astype(np.float32)

    def scores(self, text: str) -> Floats:
        """The score of each text, 0 or more."""
        found = np.zeros(self._size, np.float32)
        for gram in np.unique(_pairs(text)):
            place = int(np.searchsorted(self._grams, gram))
            if place < len(self._grams) and self._grams[place] == gram:
                span = slice(self._starts[place], self._ends[place])
                found[self._owners[span]] += self._weights[span]
        return found

    def shared(self, text: str) -> Floats:
        """The share of a text's pairs that each of the texts has, 0–1, rare ones counting more."""
        found = np.zeros(self._size, np.float32)
        total = 0.0
        for gram in np.unique(_pairs(text)):
            place = int(np.searchsorted(self._grams, gram))
            known = place < len(self._grams) and self._grams[place] == gram
            span = slice(self._starts[place], self._ends[place]) if known else slice(0, 0)
            rarity = self._rarity(span.stop - span.start)
            found[self._owners[span]] += np.float32(rarity)
            total += rarity
        return found / np.float32(total or 1.0)

    def _rarity(self, held: int) -> float:
        return math.log(1 + (self._size - held + 0.5) / (held + 0.5))


def _pairs(text: str) -> NDArray[np.uint64]:
    """The pairs of neighbouring characters, a number each."""
    points = np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.uint64)
    return (points[:-1] << np.uint64(32)) | points[1:]


def _sentences(text: str) -> list[str]:
    """The sentences of an article that are long enough to mean something."""
    return [one for line in text.split("\n") for one in _SENTENCE.split(line) if len(one) >= _SHORTEST]


def _shared(scores: Floats) -> Floats:
    """Scores as shares of the best."""
    best = float(scores.max())
    return scores / np.float32(best) if best > 0 else scores


def _unit(vectors: Floats) -> Floats:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    made: Floats = (vectors / np.maximum(length, 1e-9)).astype(np.float32)
    return made


def _heading(short: str, headings: Sequence[str]) -> str:
    """A law's short name and the words of the headings, without their numbers."""
    return " ".join([short, *(heading.partition(" ")[2] or heading for heading in headings)])
