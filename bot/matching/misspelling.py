"""Mends words of the field that are written with characters of the same sound: 公资协商 → 工资协商, 小组涨 → 小组长.

Input methods offer characters by their sound, and people in a hurry take the first. Only the knowledge's own terms are mended
(`knowledge/terms.yaml`: roles, events, things), and only where what stands there is never or hardly ever written in the
knowledge. That alone would take 等级 for 登记: the index keeps what was written unless the mended text is nearer to the
stored wordings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import add

from bot.model import Term
from bot.normalise import fold, spelled

GROUPS = ("roles", "events", "things")
"""Groups whose words are mended. Words that ask or deny (几, 不) sound like too much else."""
WRITTEN = 3
"""Wordings that must hold a word before it is taken for what somebody meant."""
TIMES = 20
"""How many times as often as the characters that stand there: wordings hold people's slips too."""


class HomophoneCorrector:
    """Which of the field's words sound how, and which characters follow which in the knowledge."""

    def __init__(self, keys: Iterable[str], terms: Sequence[Term]) -> None:
        """`keys` are the stored wordings' and those of the lines from elsewhere."""
        words = {fold(word) for term in terms if term.group in GROUPS for word in term.words}
        self._words = {word for word in words if len(word) > 1 and all("\u4e00" <= one <= "\u9fff" for one in word)}
        self._pattern = re.compile("|".join(sorted(map(re.escape, self._words), key=len, reverse=True)) or r"(?!)")
        self._longest = max(map(len, self._words), default=0)
        self._lengths: dict[str, set[int]] = {}
        for word in self._words:
            self._lengths.setdefault(word[0], set()).add(len(word))
        texts = tuple(keys)
        self._pairs = Counter(chain.from_iterable(map(add, key, key[1:]) for key in texts))
        self._counts = counts = Counter(chain.from_iterable(map(self._words_within, texts if self._words else ())))
        self._sounding: dict[tuple[str, ...], str] = {}
        for word in sorted(counts, key=lambda word: (-counts[word], word)):
            if counts[word] >= WRITTEN:
                self._sounding.setdefault(spelled(word), word)

    def _words_within(self, key: str) -> Iterator[str]:
        """The words at every place of a text, also those that overlap."""
        for start, first in enumerate(key):
            if first in self._lengths:
                ends = [start + length for length in self._lengths[first] if start + length <= len(key)]
                yield from (key[start:end] for end in ends if key[start:end] in self._words)

    def corrected(self, text: str) -> str:
        """The text with words mended, none of them across the edge of a word that is there; its length stays."""
        sounds = spelled(text)
        if len(sounds) != len(text):  # letters: what is typed as pinyin is read before
            sounds = tuple(spelled(one)[0] for one in text)
        places = [found.span() for found in self._pattern.finditer(text)]
        for start in range(len(text) - 1):
            for length in range(min(self._longest, len(text) - start), 1, -1):
                end = start + length
                word = self._sounding.get(sounds[start:end])
                if word is None:
                    continue
                cut = any(first < start < last or first < end < last for first, last in places)
                if not cut and self._doubtful(text[start:end], word):
                    text = text[:start] + word + text[end:]
                    break
        return text

    def _doubtful(self, written: str, word: str) -> bool:
        """Whether what is written is the word but for one character, and next to unknown beside it."""
        if written in self._words or sum(one != other for one, other in zip(written, word, strict=True)) != 1:
            return False
        rarest = min(self._pairs[written[place : place + 2]] for place in range(len(written) - 1))
        return rarest * TIMES <= self._counts[word]
