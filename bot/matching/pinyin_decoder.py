"""Reads pinyin typed instead of characters, with the knowledge's own characters as the dictionary: gonghui → 工会."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from bot.normalise import spelled, syllable

_LATIN = re.compile(r"[a-z]{2,}")
_UNSEEN = math.log(0.01)
"""Log-weight of two characters that never stand side by side in the knowledge."""


class PinyinDecoder:
    """Which characters of the knowledge sound how, and which follow which."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._latin = {run for key in keys for run in _LATIN.findall(key)}
        singles: Counter[str] = Counter("".join(keys))
        self._pairs: Counter[str] = Counter(key[i : i + 2] for key in keys for i in range(len(key) - 1))
        self._singles = singles
        self._sounds: dict[str, list[str]] = {}
        for character in sorted(singles):
            if sound := syllable(character):
                self._sounds.setdefault(sound, []).append(character)

    def decode(self, key: str) -> str:
        """The key with its runs of typed pinyin written in characters; runs that can't be read stay as they are."""
        for run in _LATIN.findall(key):
            if run not in self._latin:
                key = self._read(key, run)
        return key

    def _read(self, key: str, run: str) -> str:
        sounds = spelled(run)
        if len(sounds) == 1 and sounds[0] == run and run not in self._sounds:
            return key
        if any(sound not in self._sounds for sound in sounds):
            return key
        before, _, after = key.partition(run)
        return before + self._likeliest(sounds, before[-1:]) + after

    def _likeliest(self, sounds: Sequence[str], before: str) -> str:
        """The characters for these syllables whose neighbours occur together most often (Viterbi)."""
        paths = {before: (0.0, "")}
        for sound in sounds:
            paths = {
                character: max((self._step(score, last, character), text + character) for last, (score, text) in paths.items())
                for character in self._sounds[sound]
            }
        return max(paths.values())[1]

    def _step(self, score: float, last: str, character: str) -> float:
        together = self._pairs[last + character] if last else 0
        follows = math.log(together / self._singles[last]) if together else _UNSEEN
        return score + follows + 0.5 * math.log(self._singles[character])
