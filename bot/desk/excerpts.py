"""What of an entry is shown beside a list: its answer in a sentence, or the sentences that speak of what the message says."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from bot.desk import condition_questions, followup, word_classes
from bot.desk.turn import Turn
from bot.desk.word_weights import pairs_of, weights_of
from bot.model import Block, Choice, Entry, Reply
from bot.normalise import fold
from bot.render import FIRST, paragraphs

POSSIBLE = 0.02
"""Probability from which a choice of a list is shown with its answer's first sentence."""
LIKELY = 0.3
"""Probability from which the likeliest of a list is shown with the beginning of its answer."""
NEAREST = 0.09
"""The same by characters and pairs of them, for the sentence of an entry that comes nearest."""
CERTAIN = 0.5
"""The same for one that was answered before: it is said again in a sentence."""
RELEVANT = 0.2
"""Share of what a message is about that a sentence must hold to be shown for it, rare words counting more."""
CLEARLY = 0.5
"""The same for a message that asks again what was answered just now: else it is answered again."""
_MORE_TOLD = 0.06
"""How much more of it a sentence must hold than those that are sent anyway."""
_ROOM = 160
"""Characters of such sentences."""
_MOST = 2
_SENTENCE = re.compile(r"[^。！？!?；;]+[。！？!?；;]?")
_WHOLE = re.compile(r"[^。！？!?]+[。！？!?]?")


def likely_answer(turn: Turn, choices: tuple[Choice, ...]) -> tuple[Block, ...]:
    """The answer of the likeliest choice in a sentence or two; nothing when it isn't likely.

    Of what was answered before, what speaks of the message is shown.
    """
    entry = turn.knowledge.get(choices[0].entry) if choices and choices[0].confidence >= LIKELY else None
    if entry is None:
        return ()
    shown = condition_questions.entry_for_asker(turn, entry)
    speaking = relevant_sentences(turn, shown)
    context = turn.conversation.context
    seen = dict(context.seen).get(entry.id, 0)
    if entry.id in context.given or seen:
        first_again = (Block("text", paragraphs(shown.answer)[0]),) if choices[0].confidence >= CERTAIN else ()
        unseen = () if entry.id in context.given or seen < 0 else paragraphs(shown.answer)[seen : seen + 1]
        further = tuple(Block("text", text) for text in unseen if len(text) <= _ROOM)
        return speaking or nearest_sentence(turn, shown) or further or first_again
    first = paragraphs(shown.answer)[0]
    telling = telling_sentence(turn, shown, first)
    return (Block("text", first), *((Block("text", telling),) if telling else ()))


def first_sentences(turn: Turn, choices: tuple[Choice, ...], *, after: int = 0) -> tuple[str, ...]:
    """What each choice answers in its first sentence; empty for the first `after` and for what hardly can be meant."""
    found = []
    for place, choice in enumerate(choices):
        entry = turn.knowledge.get(choice.entry) if place >= after and choice.confidence >= POSSIBLE else None
        shown = condition_questions.entry_for_asker(turn, entry) if entry is not None else None
        first = paragraphs(shown.answer)[0] if shown is not None else ""
        found.append(first if len(first) <= FIRST else "")
    return tuple(found)


def with_sentence(turn: Turn, reply: Reply, entry: Entry) -> Reply:
    """An answer with the sentence of the entry that tells what the message asks, where what is sent at once doesn't."""
    sent = "".join(block.text for block in reply.blocks if block.kind == "text")
    best = telling_sentence(turn, condition_questions.entry_for_asker(turn, entry), sent)
    last = max((place for place, block in enumerate(reply.blocks) if block.kind == "text"), default=-1)
    if last < 0 or not best:
        return reply
    return replace(reply, blocks=(*reply.blocks[: last + 1], Block("text", best), *reply.blocks[last + 1 :]))


def telling_sentence(turn: Turn, entry: Entry, sent: str = "") -> str:
    """The sentence of an entry that tells best what the message asks; empty where what is `sent` anyway tells as much."""
    weights, said, points = weights_of(turn.knowledge), _content(turn), followup.points_asked(turn.said or turn.text)
    beside = entry.question if len(said) > _BRIEF else ""  # 丢了呢 says no more than the question does
    about = {one: share + _LIKE * weights.likeness(said, one, beside) for one, share in _relevance(turn, entry).items()}
    words = _ASKING_WORDS.findall(fold(turn.said or turn.text))
    named = {one for one in about if any(word in one for word in words)}  # 去几天 stands in what says that it is open
    every = {one: share + _GIVES if one in named else _telling(one, share, points) for one, share in about.items()}
    within = max((every[one] for one in every if is_in(one, sent)), default=0.0)
    left = [one for one in every if not is_in(one, sent) and len(one) <= _LONG]
    best = max(left, key=lambda one: every[one], default="")
    least = _POINTED if best and any(followup.tells(best, point) for point in points) else _SAID
    return best if best and every[best] >= max(least, within + _MORE_TOLD) else ""


def _telling(sentence: str, share: float, points: frozenset[str]) -> float:
    """How far a sentence tells what is asked: by what it holds of the message, and by whether it gives what is asked for."""
    if share < _TOUCHES:
        return share
    if any(followup.tells(sentence, point) for point in points - {_WHETHER}):
        return share + _GIVES
    if points - {_WHETHER}:
        return share * _OTHER
    return share + _DECIDES * any(followup.tells(sentence, point) for point in points)


_ASKING_WORDS = re.compile(
    r"几[天次年人份家]|几个[人月]|多[久长大]|(?:花|发|给|补|交|罚|奖)?多少|谁[来当出管]|能不能|算不算|要不要"
)
_BRIEF = 2
"""Characters of content up to which a message says too little to leave out what the entry is about."""
_WHETHER = "whether"
_LIKE = 0.7
"""What a sentence's likeness by characters counts beside the share of pairs that it holds."""
_TOUCHES = 0.04
"""Share of what a message is about from which a sentence may tell what it asks."""
_SAID = 0.17
"""How far a sentence must tell what is asked to be shown for what it holds of the message."""
_POINTED = 0.1
"""The same for one that gives what is asked for: a number, who, where."""
_GIVES = 0.12
_DECIDES = 0.05
"""What it counts that a sentence gives that, or that it says whether."""
_OTHER = 0.6
"""What a sentence counts that doesn't give what is asked for."""


def is_in(sentence: str, sent: str) -> bool:
    """Whether a sentence stands in what is sent."""
    return sentence.rstrip("。") in sent


def _relevance(turn: Turn, entry: Entry) -> dict[str, float]:
    """How much each sentence of an answer holds of what the message is about, 0–1; what most of them hold counts little."""
    weights = weights_of(turn.knowledge)
    sentences = list(dict.fromkeys(one for text in paragraphs(entry.answer) for one in _whole_sentences(text)))
    own = {one: pairs_of(one) for one in sentences}
    content = pairs_of(_content(turn))
    asked = content | pairs_of(word_classes.without(fold(turn.said or turn.text), "asking", "back", "joint"))
    often = Counter(pair for held in own.values() for pair in held & asked)
    rare = {pair: weights.weight(pair) * (1 - (often[pair] - 1) / len(sentences)) for pair in asked}
    whole = sum(weights.weight(pair) for pair in content)
    return {one: sum(rare[pair] for pair in held & asked) / whole if whole else 0.0 for one, held in own.items()}


def examples(entry: Entry) -> list[str]:
    """The sentences of an entry that give an example."""
    return [one for one in _sentences(entry) if _EXAMPLE.search(one) and len(one) <= _ROOM]


_EXAMPLE = re.compile("比如|例如|譬如")


def unshown_paragraph(turn: Turn, entry: Entry) -> tuple[Block, ...]:
    """The paragraph that follows what was shown of the entry answered last; nothing when all of it was."""
    context = turn.conversation.context
    texts = paragraphs(entry.answer)
    left = texts[context.shown : context.shown + 1] if context.entries[:1] == (entry.id,) and context.shown > 0 else []
    return tuple(Block("text", text) for text in left)


def is_relevant(turn: Turn, entry: Entry) -> bool:
    """Whether an entry speaks of what the message says: in a sentence of its answer, or in one of its wordings."""
    worded = weights_of(turn.knowledge).share(word_classes.content(turn.text), entry.id, answer=False)
    return worded >= CLEARLY or bool(relevant_sentences(turn, entry))


def nearest_sentence(turn: Turn, entry: Entry) -> tuple[Block, ...]:
    """The sentence of an entry that comes nearest to what the message says, by its characters too; none where none does."""
    weights, said = weights_of(turn.knowledge), _content(turn)
    sentences = dict.fromkeys(_sentences(entry))
    held = {one: weights.likeness(said, one, entry.question) for one in sentences}
    best = max(sentences, key=lambda one: held[one], default="")
    return (Block("text", best),) if best and held[best] >= NEAREST else ()


def _whole_sentences(text: str) -> list[str]:
    """The sentences of a paragraph; the parts of one that is too long to be shown, each closed as a sentence."""
    found: list[str] = []
    for sentence in _WHOLE.findall(text):
        parts = [sentence] if len(sentence) <= _LONG else _SENTENCE.findall(sentence)
        found += [_PART_END.sub("。", one) for part in parts if (one := part.strip())]
    return found


_LONG = 80
"""Characters from which a sentence is shown in parts."""
_PART_END = re.compile(r"[；;]$")


_PERSONS = re.compile("[他她它]们?")


def _content(turn: Turn) -> str:
    """What a message is about, folded, without the persons that it points to."""
    return _PERSONS.sub("", word_classes.content(turn.said or turn.text))


def _sentences(entry: Entry) -> list[str]:
    texts = [*paragraphs(entry.answer), *entry.steps, *entry.materials]
    return [sentence for text in texts for sentence in _whole_sentences(text)]


def relevant_sentences(turn: Turn, entry: Entry, least: float = RELEVANT) -> tuple[Block, ...]:
    """The sentences of an entry that speak of what the message is about, word for word, in their order."""
    weights = weights_of(turn.knowledge)
    asked = pairs_of(entry.question)  # what all of the entry is about tells none of its sentences apart
    sentences = dict.fromkeys(_sentences(entry))
    held = {one: weights.share_of(_content(turn), pairs_of(one) - asked) for one in sentences}
    best = sorted((one for one in sentences if held[one] >= least), key=lambda one: -held[one])[:_MOST]
    kept: list[str] = []
    for sentence in best:
        if not kept or len(sentence) + sum(map(len, kept)) <= _ROOM:
            kept.append(sentence)
    return tuple(Block("text", sentence) for sentence in sentences if sentence in kept)
