"""What comes of the entries that a message may be about: one for sure, some to pick from, or nothing known."""

from __future__ import annotations

from collections.abc import Sequence

from bot import wording
from bot.desk import (
    condition_questions,
    word_classes,
)
from bot.desk.interpretation import Reading
from bot.desk.turn import Turn
from bot.desk.utterance import (
    Utterance,
    base_question,
    is_dependent,
)
from bot.model import Decision, Entry, Match, Ranked

SURE = 0.75
"""Probability from which an entry is what a message in a conversation is about (`context_ranking.WEIGHTS`)."""
PLAIN = 0.95
"""Confidence from which a message says by itself what it is about, whatever was talked about: of 93 such messages 85 were about
it, and the conversation knew better for one."""
LIKELY = 0.7
"""The same beside a question of its own that has an answer."""
FAINT = 0.25
"""Probability below which the likeliest entry isn't known to be meant, when the message finds nothing by itself."""
WEAK = 0.1
"""Confidence from which what is left of a match without its first is known."""
NAMED = 3
"""Entries that are named to pick from."""
NOTHING = Ranked("", 0.0, "")


def without_entry(match: Match, entry: str) -> Match:
    """A match without an entry that isn't meant."""
    if top_entry(match) != entry:
        return match
    left = match.ranked[1:]
    known = sum(ranked.confidence for ranked in left) >= WEAK
    return Match(Decision.CHOOSE if known else Decision.UNKNOWN, left)


def decide(one: Utterance, ranked: Sequence[Ranked], alone: Match) -> Match:
    """What comes of the entries that a message may be about: one for sure, some to pick from, or nothing known."""
    first = ranked[0] if ranked else NOTHING
    shares = {found.entry: found.confidence for found in ranked}
    if is_answer(alone) and confidence(alone) >= PLAIN and not one.continues and not one.refers_back:
        return alone
    if first.confidence >= SURE:
        return Match(Decision.ANSWER, tuple(ranked[:NAMED]))
    if is_answer(alone):
        own = shares.get(top_entry(alone), 0.0)
        if first.entry == top_entry(alone) or own >= first.confidence / 2:
            return alone
        if first.confidence < LIKELY and not is_dependent(one):
            return alone
        others = [found for found in ranked if found.entry != top_entry(alone)]
        return Match(Decision.CHOOSE, (*others[:1], Ranked(top_entry(alone), own, ""), *others[1:])[:NAMED])
    if not is_known(alone) and first.confidence < FAINT and word_classes.asks(one.text):  # else nobody need answer it
        return Match(Decision.UNKNOWN, tuple(ranked[:NAMED]))
    return Match(Decision.CHOOSE, tuple(ranked[:NAMED]))


def decides_option(turn: Turn, entry: Entry) -> bool:
    """Whether what is told decides for which option an entry is answered, other than it was answered for."""
    condition = turn.knowledge.condition(entry.ask)
    if condition is None or not entry.variants:
        return False
    option = condition_questions.option_from_question(turn.text, condition)
    return option is not None and option != condition_questions.remembered_option(turn, entry)


def own_words(turn: Turn) -> str:
    """The last question with the message behind it."""
    about = turn.conversation.context.asked
    return wording.MEANT.format(about=base_question(about), text=turn.text) if about else turn.text


def labelled(turn: Turn, read: Reading, swaps: list[str]) -> Reading:
    """A reading under the words for it: the question with the word swapped, else the question and the message.

    What is kept of it is always both: with a word swapped it looks like the question of somebody in other circumstances.
    """
    own = own_words(turn)
    return Reading(read.match, read.asked if read.asked in swaps else swaps[0] if swaps else own, own)


def top_entry(match: Match) -> str:
    """Id of the likeliest entry; empty for none."""
    return match.ranked[0].entry if match.ranked else ""


def is_answer(match: Match) -> bool:
    """Whether an entry answers for sure."""
    return match.decision is Decision.ANSWER


def is_known(match: Match) -> bool:
    """Whether an entry may be meant at all."""
    return match.decision is not Decision.UNKNOWN


def confidence(match: Match) -> float:
    """Of the likeliest entry, 0–1; 0 for none."""
    return match.ranked[0].confidence if match.ranked else 0.0
