"""Which sentences of an entry tell what a message asks, each with its share of the probability.

A sentence is held against the message: how much of what the message is about it holds, whether it gives the kind of thing
that is asked for, and how it stands among the entry's others. What each of these weighs was fitted (`tools/fit_sentences.py`)
on messages of strangers for which others marked the sentences that answer them; only what is looked at stands here.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from operator import mul
from statistics import fmean, pstdev

from bot.desk import followup, word_classes
from bot.desk.turn import Turn
from bot.desk.word_weights import pairs_of, weights_of
from bot.model import Entry
from bot.normalise import fold
from bot.render import paragraphs

LONG = 80
"""Characters from which a sentence is shown in parts."""
_SENTENCE = re.compile(r"[^。！？!?；;]+[。！？!?；;]?")
_WHOLE = re.compile(r"[^。！？!?]+[。！？!?]?")
_PART_END = re.compile(r"[；;]$")
_PERSONS = re.compile("[他她它]们?")
_WHETHER = "whether"
_BRIEF = 2
"""Characters of content up to which a message says too little to leave out what the entry is about."""
_EVEN = 0.03
"""Added to how far sentences differ, so that differences of nothing stay small."""
_ASKING_WORDS = re.compile(
    r"几[天次年人份家]|几个[人月]|多[久长大]|(?:花|发|给|补|交|罚|奖)?多少|谁[来当出管]|能不能|算不算|要不要"
)


@dataclass(frozen=True)
class SentenceFeatures:
    """How a sentence stands to a message, 0–1 unless something else is said."""

    share: float = 0.0
    """Share of what the message is about that its pairs hold; what most of the entry's sentences hold counts little."""
    likeness: float = 0.0
    """The same of characters and pairs, without what the entry's question holds."""
    overall: float = 0.0
    """The same with it."""
    above: float = 0.0
    """How far that lies above the entry's other sentences, in standard deviations."""
    most: float = 0.0
    """1 for the sentence that is likest."""
    tells: float = 0.0
    """1 for one that gives what is asked for: a number, who, where."""
    tells_alike: float = 0.0
    """The likeness of such a one."""
    whether: float = 0.0
    """1 for one that says whether, where that is asked."""
    named: float = 0.0
    """1 for one that holds the asking words themselves: 去几天 stands in what says that it is open."""
    first: float = 0.0
    """1 for the first."""
    second: float = 0.0
    """1 for the second."""
    length: float = 0.0
    """Characters, of eighty."""


WEIGHTS = SentenceFeatures(
    share=1.10,
    likeness=1.11,
    overall=-2.80,
    above=1.03,
    most=0.91,
    tells=1.10,
    tells_alike=-0.39,
    whether=0.56,
    named=0.48,
    first=2.37,
    second=0.32,
    length=1.85,
)


def sentences(entry: Entry) -> list[str]:
    """The sentences of an entry's answer, steps and materials, in their order, each once."""
    texts = [*paragraphs(entry.answer), *entry.steps, *entry.materials]
    return list(dict.fromkeys(sentence for text in texts for sentence in whole_sentences(text)))


def whole_sentences(text: str) -> list[str]:
    """The sentences of a paragraph; the parts of one that is too long to be shown, each closed as a sentence."""
    found: list[str] = []
    for sentence in _WHOLE.findall(text):
        parts = [sentence] if len(sentence) <= LONG else _SENTENCE.findall(sentence)
        found += [_PART_END.sub("。", one) for part in parts if (one := part.strip())]
    return found


def content(turn: Turn) -> str:
    """What a message is about, folded, without the persons that it points to."""
    return _PERSONS.sub("", word_classes.content(turn.said or turn.text))


SHOWN = 0.45
"""What the odds of a sentence are multiplied by that she has read already. Of marked messages the first sentence of an entry
answers 45 % where the entry is new in the conversation, and 22 % where an earlier message was about it too."""


def ranked_sentences(turn: Turn, entry: Entry, shown: str = "") -> list[tuple[str, float]]:
    """The sentences of an entry with the probability that it is the one that tells what the message asks, likeliest first.

    `shown`: what of the entry she has read before.
    """
    every = sentences(entry)
    found = ranked(every, features(turn, entry, every), WEIGHTS)
    odds = {one: share * (SHOWN if is_in(one, shown) else 1.0) for one, share in found}
    whole = sum(odds.values()) or 1.0
    return sorted(((one, own / whole) for one, own in odds.items()), key=lambda pair: -pair[1])


def is_in(sentence: str, sent: str) -> bool:
    """Whether a sentence stands in what is sent."""
    return sentence.rstrip("。") in sent


def ranked(every: Sequence[str], held: Sequence[SentenceFeatures], weights: SentenceFeatures) -> list[tuple[str, float]]:
    """Sentences with their probabilities under some weights, likeliest first."""
    scores = [sum(map(mul, astuple(weights), astuple(one))) for one in held]
    top = max(scores, default=0.0)
    odds = [math.exp(score - top) for score in scores]
    whole = sum(odds) or 1.0
    return sorted(((one, own / whole) for one, own in zip(every, odds, strict=True)), key=lambda pair: -pair[1])


def features(turn: Turn, entry: Entry, every: Sequence[str]) -> list[SentenceFeatures]:
    """How each sentence of an entry stands to a message."""
    weights, said, asked = weights_of(turn.knowledge), content(turn), turn.said or turn.text
    points = followup.points_asked(asked)
    words = _ASKING_WORDS.findall(fold(asked))
    beside = entry.question if len(said) > _BRIEF else ""  # 丢了呢 says no more than the question does
    shares = relevance(turn, every)
    alike = [weights.likeness(said, one, beside) for one in every]
    overall = [weights.likeness(said, one, "") for one in every]
    middle, spread, likest = (fmean(overall), pstdev(overall) + _EVEN, max(alike)) if every else (0.0, 1.0, 0.0)
    found = []
    for place, one in enumerate(every):
        tells = float(any(followup.tells(one, point) for point in points - {_WHETHER}))
        found.append(
            SentenceFeatures(
                share=shares[one],
                likeness=alike[place],
                overall=overall[place],
                above=(overall[place] - middle) / spread,
                most=float(likest > 0.0 and alike[place] == likest),
                tells=tells,
                tells_alike=tells * alike[place],
                whether=float(_WHETHER in points and followup.tells(one, _WHETHER)),
                named=float(any(word in one for word in words)),
                first=float(place == 0),
                second=float(place == 1),
                length=min(len(one), LONG) / LONG,
            )
        )
    return found


def relevance(turn: Turn, every: Sequence[str]) -> dict[str, float]:
    """How much each sentence holds of what the message is about, 0–1; what most of them hold counts little."""
    weights = weights_of(turn.knowledge)
    own = {one: pairs_of(one) for one in every}
    about = pairs_of(content(turn))
    asked = about | pairs_of(word_classes.without(fold(turn.said or turn.text), "asking", "back", "joint"))
    often = Counter(pair for held in own.values() for pair in held & asked)
    rare = {pair: weights.weight(pair) * (1 - (often[pair] - 1) / len(every)) for pair in asked} if every else {}
    whole = sum(weights.weight(pair) for pair in about)
    return {one: sum(rare[pair] for pair in held & asked) / whole if whole else 0.0 for one, held in own.items()}
