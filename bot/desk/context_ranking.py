"""Which entries a message is about in its conversation, each with a probability.

A message is ranked by itself, behind the questions that came before it and behind the entries that were answered. What the
message adds to its context counts, not only what both come to together: 换届 alone leads to the steps of a re-election, so
换届那钱归谁 leading there says nothing. What each kind of evidence weighs was fitted (`tools/fit_context.py`); only what the
evidence is stands here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from operator import mul

from bot.desk import callback_data, conversation_subject, matter, utterance, word_classes
from bot.desk.turn import Turn
from bot.desk.utterance import Utterance
from bot.desk.word_weights import weights_of
from bot.model import Ranked
from bot.normalise import fold

QUESTIONS = 3
"""Questions of a conversation that a message may go on from."""
ANSWERED = 2
"""Entries answered last behind which a message is ranked."""
RANKED = 40
"""Places of a ranking that are looked at; beyond them an entry counts as not found."""
_FIRST = 10
"""Places of the message's own ranking from which entries are taken up."""
_LED = 8
"""The same for what it comes to behind its context."""
_LEAST = 0.002
"""Confidence that an entry has which a ranking doesn't find."""
_FARTHEST = 6.0
"""Log-odds that a message can add to its context at most."""
_ELSEWHERE = 0.03
"""Share of the questions that any topic has."""
_BARE = 12
"""Characters of content from which a message says as much as one can."""


@dataclass(frozen=True)
class Evidence:
    """What speaks for an entry; log-odds unless something else is said."""

    alone: float = 0.0
    """The message by itself."""
    latest: float = 0.0
    """Above an unfound entry's: the message behind the latest question; the next two likewise, behind those before it."""
    before: float = 0.0
    earlier: float = 0.0
    most: float = 0.0
    """The same behind whatever the conversation is about, at best."""
    added: float = 0.0
    """What the message adds to that at best."""
    swapped: float = 0.0
    """An earlier question with a word of it replaced by what is said now."""
    last: float = 0.0
    """1 for the entry answered last."""
    trail: float = 0.0
    """1 for one answered before it."""
    offered: float = 0.0
    """1 for the first of those offered last."""
    related: float = 0.0
    """1 for one related to what the conversation is about."""
    topic: float = 0.0
    """1 for another entry of the same topic."""
    topics: float = 0.0
    """Share of the topic among the entries answered."""
    short: float = 0.0
    """For what is near: how little the message says by itself, 0–1."""
    worded: float = 0.0
    """Share of what the message is about that the entry's wordings hold, 0–1, rare words counting more."""
    written: float = 0.0
    """The same of the entry's answer."""
    worded_near: float = 0.0
    """The same of the wordings, for what is near."""
    opening: float = 0.0
    """Above an unfound entry's: the message behind the one that the conversation began with."""
    matter: float = 0.0
    """Logarithm of the topic's share of what the conversation's questions are likely about, the latest counting most."""


WEIGHTS = Evidence(
    alone=0.25,
    latest=0.12,
    before=0.01,
    earlier=-0.01,
    most=0.14,
    added=0.27,
    swapped=0.06,
    last=0.52,
    trail=0.27,
    offered=0.32,
    related=1.12,
    topic=-0.85,
    topics=-0.06,
    short=0.36,
    worded=1.20,
    written=1.69,
    worded_near=0.10,
    opening=0.19,
    matter=0.60,
)
"""What each piece of evidence counts, in log-odds (`tools/fit_context.py`, on 1,166 messages of 183 conversations).

Crosswise, the first entry is right for 66 % of them and one of the first three for 82 %; for those of conversations that were
written and labelled by strangers (591) it was 47 % with weights fitted on the others alone. Of those with a probability from .7
on, 87 % are right."""


def rank_in_context(turn: Turn, one: Utterance) -> tuple[Ranked, ...]:
    """The entries that a message may be about in its conversation, likeliest first; they share one probability."""
    weights = astuple(WEIGHTS)
    found = _Weighing(turn, one).every()
    scores = {name: sum(map(mul, weights, astuple(own))) for name, own in found.items()}
    top = max(scores.values(), default=0.0)
    odds = {name: math.exp(score - top) for name, score in scores.items()}
    total = sum(odds.values()) or 1.0
    order = sorted(odds, key=lambda name: -odds[name])
    return turn.index.discounted(one.text, [Ranked(name, odds[name] / total, "") for name in order])


def evidence(turn: Turn, one: Utterance) -> dict[str, Evidence]:
    """What speaks for each entry that the message may be about."""
    return _Weighing(turn, one).every()


class _Weighing:
    """One message held against its conversation."""

    def __init__(self, turn: Turn, one: Utterance) -> None:
        context = turn.conversation.context
        self._turn, self._one = turn, one
        self._found: dict[str, dict[str, float]] = {}
        self._trail = [entry.id for entry in conversation_subject.recent_entries(turn)]
        self._offered = offered(turn)
        about = next((entry for name in (*self._trail[:1], *self._offered) if (entry := turn.knowledge.get(name))), None)
        self._about, self._near = (
            about,
            conversation_subject.nearby_entries(turn, about) if about is not None else frozenset[str](),
        )
        self._alone = self._rank(one.text)
        self._questions = [utterance.subject(utterance.base_question(asked)) for asked in context.questions[:QUESTIONS]]
        self._behind = {text: (self._rank(f"{text}{fold(one.text)}"), self._rank(text)) for text in self._contexts()}
        self._swapped = self._swaps(context.questions)
        opening = matter.opening(turn)
        self._opened = self._rank(f"{opening}{fold(one.text)}") if opening else {}
        self._topics = self._topic_shares(dict.fromkeys((*self._questions, opening)))
        self._content = word_classes.content(one.text)
        self._weights = weights_of(turn.knowledge)

    def _rank(self, text: str) -> dict[str, float]:
        """The confidence of each entry that a text finds, best first."""
        if text not in self._found:
            self._found[text] = {one.entry: one.confidence for one in self._turn.index.rank(text, RANKED)}
        return self._found[text]

    def _contexts(self) -> list[str]:
        """What the conversation is about, in several breadths."""
        known = self._turn.knowledge
        entries = [entry for entry in map(known.get, (*self._trail[:ANSWERED], *self._offered[:1])) if entry is not None]
        topics = [fold(entry.topic) for entry in entries[:1] if self._trail]
        asked = self._turn.conversation.context.questions[:QUESTIONS]
        procedures = [word_classes.longest_word(fold(text), "slot.procedure") for text in asked]
        told = [utterance.subject(one) for one in self._turn.conversation.context.told[-1:] if one not in asked]
        every = (*self._questions, *told, *(utterance.subject(entry.question) for entry in entries), *topics, *procedures)
        return list(dict.fromkeys(text for text in every if text))

    def _swaps(self, questions: Sequence[str]) -> dict[str, float]:
        entries = [entry.question for entry in conversation_subject.recent_entries(self._turn)[:ANSWERED]]
        found: dict[str, float] = {}
        for asked in (*questions[:QUESTIONS], *entries):
            for text in utterance.substitutions(asked, self._one):
                for name, confidence in self._rank(text).items():
                    found[name] = max(found.get(name, 0.0), confidence)
        return found

    def _topic_shares(self, asked: Iterable[str]) -> dict[str, float]:
        return matter.topic_shares(self._turn.knowledge, [self._rank(text) for text in asked if text])

    def every(self) -> dict[str, Evidence]:
        """The evidence for each entry that comes into question."""
        names = [*list(self._alone)[:_FIRST], *self._trail, *self._offered, *(self._about.related if self._about else ())]
        names += [name for behind, _ in self._behind.values() for name in list(behind)[:_LED]]
        names += [name for name in self._alone if name in self._near]
        names += list(self._opened)[:_LED]
        known = self._turn.knowledge
        return {name: self._of(name) for name in dict.fromkeys(names) if known.get(name) is not None}

    def _of(self, name: str) -> Evidence:
        near = name in self._near
        behind = [_odds(found.get(name)) - _odds(None) for found, _ in self._behind.values()]
        added = [_odds(found.get(name)) - _odds(before.get(name)) for found, before in self._behind.values()]
        questions = [self._led(name, text) for text in self._questions] + [0.0] * QUESTIONS
        worded = self._weights.share(self._content, name, answer=False)
        topics = [self._topic(one) for one in self._trail]
        return Evidence(
            alone=_odds(self._alone.get(name)),
            latest=questions[0],
            before=questions[1],
            earlier=questions[2],
            most=max(behind, default=0.0),
            added=max((max(-_FARTHEST, min(_FARTHEST, one)) for one in added), default=0.0),
            swapped=_odds(self._swapped[name]) - _odds(None) if name in self._swapped else 0.0,
            last=float(self._trail[:1] == [name]),
            trail=float(name in self._trail[1:]),
            offered=float(self._offered[:1] == (name,)),
            related=float(self._about is not None and name in self._about.related),
            topic=float(self._about is not None and self._about.id != name and self._topic(name) == self._about.topic),
            topics=topics.count(self._topic(name)) / max(len(topics), 1),
            short=(1 - min(len(word_classes.bare_content(self._one.text)), _BARE) / _BARE) * near,
            worded=worded,
            written=self._weights.share(self._content, name, answer=True),
            worded_near=worded * near,
            opening=_odds(self._opened.get(name)) - _odds(None) if self._opened else 0.0,
            matter=math.log(self._topics.get(self._topic(name), 0.0) + _ELSEWHERE),
        )

    def _led(self, name: str, text: str) -> float:
        return _odds(self._behind[text][0].get(name)) - _odds(None) if text in self._behind else 0.0

    def _topic(self, name: str) -> str:
        entry = self._turn.knowledge.get(name)
        return entry.topic if entry is not None else ""


def offered(turn: Turn) -> tuple[str, ...]:
    """The entries that the last reply named to pick from, whether it was likely to be one of them or not."""
    context = turn.conversation.context
    if context.offered or not context.open:
        return context.offered
    picks = (callback_data.parse(action) for action in turn.conversation.choices)
    return tuple(arguments[0] for letter, arguments in picks if letter == "e" and arguments)[:QUESTIONS]


def _odds(confidence: float | None) -> float:
    """Log-odds of a confidence, or of an entry that a ranking doesn't find."""
    found = min(max(confidence or 0.0, _LEAST), 1 - _LEAST)
    return math.log(found / (1 - found))
