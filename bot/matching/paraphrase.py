"""How likely two questions ask the same in other words, also where the knowledge holds neither.

A logistic regression on what the two share: the characters, weighted
as rare as they are in the knowledge; the meaning, with the encoder; the entries that both come near to; and whether one asks
when and the other how much (金秋助学什么时候申请, 金秋助学补多少钱: all the rest of them is alike). Fitted on the pairs of the
62 tuning questions of `tests/unanswered.txt`, five wordings each; average precision on their pairs 0.74 (characters alone:
0.59, meaning 0.54, entries 0.40), on those of the 62 held out 0.74; without the encoder 0.71 and 0.70.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from bot.matching.arrays import Floats
from bot.matching.scorers import RidgeScorer


class ParaphraseWeights(NamedTuple):
    """Weights of the likenesses, and what is added."""

    characters: float
    meaning: float
    entries: float
    apart: float
    """What is added when the two ask for different things: when, how much, where."""
    constant: float


WITH_ENCODER = ParaphraseWeights(characters=7.46, meaning=8.03, entries=6.14, apart=-4.78, constant=-10.0)
WITHOUT_ENCODER = ParaphraseWeights(characters=12.68, meaning=0.0, entries=6.67, apart=-4.86, constant=-7.72)
OTHER_ROLE = -1.0
"""Added where one names somebody (a negotiator, an auditor) whom the other doesn't: what happened to them may be the same."""
REMEMBERED = 20_000
"""Questions whose features are kept in memory, some 3 KB each."""
_PLACES = re.compile(
    "苏州|南京|无锡|常州|南通|扬州|镇江|泰州|盐城|淮安|徐州|宿迁|连云港|姑苏|吴中|相城|虎丘|高新区|工业园区|园区|吴江|昆山|太仓|常熟|"
    "张家港|江阴|宜兴|北京|上海|天津|重庆|浙江|安徽|山东|广东|福建|杭州|合肥|深圳|广州"
)
"""Two questions that name places and share none are about different ones, however alike."""


_ASKED = {
    "when": re.compile(r"什么时候|几点|几月|哪天|哪个月|时间|截止|多久|几天|几年|多少年|多长|期限|最晚|天数|几期|下1场|开始了"),
    "money": re.compile(r"多少钱|标准|补贴|限额|上限|几千|几块|金额|工资|津贴|待遇|租金|多少补助"),
    "where": re.compile(r"地址|在哪里?办公|什么路|哪条路|怎么走|什么地方|什么位置|几号楼|办公地点|去哪里"),
    "phone": re.compile(r"电话|号码|热线是|联系方式|打哪个"),
    "lost": re.compile(r"丢|遗失|不见了|找不到|忘"),
}
"""Words that tell what is asked for; a question may ask for none of it, or for several."""


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A question's features."""

    characters: dict[str, float]
    weight: float
    vector: Floats
    entries: Floats
    places: frozenset[str]
    asked: frozenset[str]
    roles: frozenset[int]


class ParaphraseIndex:
    """Compares questions with each other. Safe from any thread."""

    def __init__(self, scorer: RidgeScorer) -> None:
        self._scorer = scorer
        self._fit = WITHOUT_ENCODER if scorer.neighbours.encoder is None else WITH_ENCODER
        self._idf, self._unseen = scorer.neighbours.characters.weights
        self._seen: OrderedDict[str, _Prepared] = OrderedDict()
        self._lock = threading.Lock()

    def probabilities(self, key: str, keys: Sequence[str]) -> tuple[float, ...]:
        """For each of the keys the probability, 0–1, that it asks the same as the first; 1 for the same, 0 for an empty one."""
        with self._lock:
            one = self._features(key)
            return tuple(self._probability(key, one, other) for other in keys)

    def uncompared(self, keys: Sequence[str]) -> tuple[int, ...]:
        """Places of the keys that weren't looked at yet: the first look costs some 10 ms, any other 0.01 ms."""
        with self._lock:
            return tuple(place for place, key in enumerate(keys) if key and key not in self._seen)

    def _probability(self, key: str, one: _Prepared, other: str) -> float:
        if key == other or not key or not other:
            return float(bool(key) and key == other)
        two = self._features(other)
        if one.places and two.places and not one.places & two.places:
            return 0.0
        shared = sum(weight for character, weight in one.characters.items() if character in two.characters)
        both = one.weight + two.weight
        total = self._fit.constant + self._fit.characters * (2 * shared / both if both else 0.0)
        total += self._fit.meaning * max(float(one.vector @ two.vector), 0.0)
        total += self._fit.entries * max(float(one.entries @ two.entries), 0.0)
        if one.asked and two.asked and not one.asked & two.asked:
            total += self._fit.apart
        if one.roles != two.roles:
            total += OTHER_ROLE
        return float(1 / (1 + np.exp(-total)))

    def _features(self, key: str) -> _Prepared:
        found = self._seen.get(key)
        if found is None:
            found = self._seen[key] = self._prepared(key)
            if len(self._seen) > REMEMBERED:
                self._seen.popitem(last=False)
        else:
            self._seen.move_to_end(key)
        return found

    def _prepared(self, key: str) -> _Prepared:
        vector = self._scorer.neighbours.vector(key)
        vector = np.zeros(1, np.float32) if vector is None else vector
        scores = self._scorer.totals(key)
        size = float(np.linalg.norm(scores))
        characters = {character: self._idf.get(character, self._unseen) for character in sorted(set(key))}
        entries = (scores / size if size else scores).astype(np.float32)
        places, asked = frozenset(_PLACES.findall(key)), frozenset(kind for kind, words in _ASKED.items() if words.search(key))
        roles = self._scorer.terms.terms_in(key, "roles")
        return _Prepared(characters, sum(characters.values()), vector, entries, places, asked, roles)
