"""What of an entry is shown beside a list: its answer in a sentence, or the sentences that speak of what the message says."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.desk import condition_questions, sentence_choice, word_classes
from bot.desk.turn import Turn
from bot.desk.word_weights import pairs_of, weights_of
from bot.model import Block, Choice, Entry, Reply
from bot.render import FIRST, paragraphs, paragraphs_sent

POSSIBLE = 0.02
"""Probability from which a choice of a list is shown with its answer's first sentence."""
LIKELY = 0.3
"""Probability from which the likeliest of a list is shown with the beginning of its answer."""
ALONE = 0.2
"""The same for one that is the only choice."""
NEAREST = 0.09
"""The same by characters and pairs of them, for the sentence of an entry that comes nearest."""
CERTAIN = 0.5
"""The same for one that was answered before: it is said again in a sentence."""
RELEVANT = 0.2
"""Share of what a message is about that a sentence must hold to be shown for it, rare words counting more."""
CLEARLY = 0.5
"""The same for a message that asks again what was answered just now: else it is answered again."""
TELLING = 0.12
"""Probability from which a sentence is added to what is sent. Of 902 marked messages what is sent at once holds the sentence
that answers for 73 %; with the likeliest of the others from here on it does for 88 %, and half of them get no more."""
ALSO = 0.2
"""Probability from which a second sentence is shown beside the likeliest."""
_ROOM = 160
"""Characters of such sentences."""
_MOST = 2


def likely_answer(turn: Turn, choices: tuple[Choice, ...]) -> tuple[Block, ...]:
    """The answer of the likeliest choice in a sentence or two; nothing when it isn't likely.

    Of what was answered before, the sentences that tell what the message asks are shown.
    """
    entry = (
        turn.knowledge.get(choices[0].entry)
        if choices and choices[0].confidence >= (LIKELY if len(choices) > 1 else ALONE)
        else None
    )
    if entry is None:
        return ()
    shown = condition_questions.entry_for_asker(turn, entry)
    context = turn.conversation.context
    if entry.id in context.given or dict(context.seen).get(entry.id, 0):
        return chosen_sentences(turn, shown, shown_before(turn, shown))
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


def telling_sentence(turn: Turn, entry: Entry, sent: str = "", least: float = TELLING) -> str:
    """The sentence of an entry that tells what the message asks, beside what is `sent` anyway; empty where none is likely."""
    ranked = sentence_choice.ranked_sentences(turn, entry)
    left = ((one, share) for one, share in ranked if not sentence_choice.is_in(one, sent) and len(one) <= sentence_choice.LONG)
    best, share = next(left, ("", 0.0))
    return best if share >= least else ""


def chosen_sentences(turn: Turn, entry: Entry, shown: str = "", most: int = 2) -> tuple[Block, ...]:
    """The sentences of an entry likeliest to tell what the message asks, in their order: one, more where they may be too.

    `shown`: what of the entry she has read before.
    """
    kept: list[str] = []
    for one, share in sentence_choice.ranked_sentences(turn, entry, shown)[:most]:
        new = share >= ALSO and not sentence_choice.is_in(one, shown)
        if not kept or (new and sum(map(len, kept)) + len(one) <= _ROOM):
            kept.append(one)
    return tuple(Block("text", one) for one in sentence_choice.sentences(entry) if one in kept)


def shown_before(turn: Turn, entry: Entry) -> str:
    """What of an entry's answer was shown in the conversation."""
    texts = paragraphs(entry.answer)
    seen = dict(turn.conversation.context.seen).get(entry.id) or paragraphs_sent(entry)
    return "".join(texts if seen < 0 else texts[:seen])


def examples(entry: Entry) -> list[str]:
    """The sentences of an entry that give an example."""
    return [one for one in sentence_choice.sentences(entry) if _EXAMPLE.search(one) and len(one) <= _ROOM]


_EXAMPLE = re.compile("比如|例如|譬如")


def is_relevant(turn: Turn, entry: Entry) -> bool:
    """Whether an entry speaks of what the message says: in a sentence of its answer, or in one of its wordings."""
    worded = weights_of(turn.knowledge).share(word_classes.content(turn.text), entry.id, answer=False)
    return worded >= CLEARLY or bool(relevant_sentences(turn, entry))


def nearest_sentence(turn: Turn, entry: Entry) -> tuple[Block, ...]:
    """The sentence of an entry that comes nearest to what the message says, by its characters too; none where none does."""
    weights, said = weights_of(turn.knowledge), sentence_choice.content(turn)
    sentences = dict.fromkeys(sentence_choice.sentences(entry))
    held = {one: weights.likeness(said, one, entry.question) for one in sentences}
    best = max(sentences, key=lambda one: held[one], default="")
    return (Block("text", best),) if best and held[best] >= NEAREST else ()


def relevant_sentences(turn: Turn, entry: Entry, least: float = RELEVANT) -> tuple[Block, ...]:
    """The sentences of an entry that speak of what the message is about, word for word, in their order."""
    weights = weights_of(turn.knowledge)
    asked = pairs_of(entry.question)  # what all of the entry is about tells none of its sentences apart
    sentences = dict.fromkeys(sentence_choice.sentences(entry))
    held = {one: weights.share_of(sentence_choice.content(turn), pairs_of(one) - asked) for one in sentences}
    best = sorted((one for one in sentences if held[one] >= least), key=lambda one: -held[one])[:_MOST]
    kept: list[str] = []
    for sentence in best:
        if not kept or len(sentence) + sum(map(len, kept)) <= _ROOM:
            kept.append(sentence)
    return tuple(Block("text", sentence) for sentence in sentences if sentence in kept)
