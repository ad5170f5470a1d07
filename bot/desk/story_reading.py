"""The question in a long story: its asking clauses, each read behind what the story says before it, as in a conversation."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import context_ranking, sentence_split, utterance, word_classes
from bot.desk.turn import Turn
from bot.model import Context, Conversation, Decision, Match, Ranked
from bot.normalise import CLAUSE_COMMAS, SENTENCE_ENDS, fold, key

LONG = 200
"""Characters from which a message is a story: it gets one answer or one question, no list."""
SURE = 0.75
"""Probability from which the entry that an asking clause leads to is the answer."""
CLEAR = 0.5
"""The same to go before what the whole story comes near to by its words."""
LIKELY = 0.3
"""The same to be asked about."""
_CLAUSES = 3
"""Asking clauses that are looked at, the last ones."""
_SUBJECTS = ("slot.procedure", "slot.leave", "slot.meeting", "slot.money")
"""Classes of words that tell what a story is about."""


def is_story(text: str) -> bool:
    """Whether a message is so long that its words lead astray."""
    return len(text) >= LONG


def story_match(turn: Turn, whole: Match) -> Match:
    """What a story asks for: one entry for sure, one to be asked about, or nothing known; `whole` is the match of all of it."""
    clauses = [part.strip() for one in SENTENCE_ENDS.split(turn.text) for part in CLAUSE_COMMAS.split(one) if part.strip()]
    asking = [one for one in clauses if word_classes.asks(one) and len(key(one)) >= sentence_split.SHORTEST][-_CLAUSES:]
    about = [one for one in clauses if any(word_classes.longest_word(fold(one), name) for name in _SUBJECTS)]
    found = [ranked for one in asking if (ranked := _ranked(turn, one, about))]
    best = max((ranked[0] for ranked in found), key=lambda ranked: ranked.confidence, default=None)
    if best is not None and best.confidence >= SURE:
        return Match(Decision.ANSWER, (best,))
    first = whole.ranked[:1]
    clear = best is not None and best.confidence >= CLEAR
    if best is not None and best.confidence >= LIKELY and (clear or not first or first[0].confidence <= best.confidence):
        return Match(Decision.CHOOSE, (best,))
    return Match(Decision.CHOOSE if first and first[0].confidence >= LIKELY else Decision.UNKNOWN, first)


def _ranked(turn: Turn, clause: str, about: list[str]) -> tuple[Ranked, ...]:
    """A clause as a message in a conversation about what the story says, the latest first; by itself when it says nothing."""
    said = [one for one in reversed(about) if one != clause][: context_ranking.QUESTIONS]
    if not said:
        return turn.index.match(clause, within=turn.text).ranked
    context = Context(asked=said[0], questions=tuple(said))
    conversation = Conversation(turn.conversation.key, updated=turn.now, context=context)
    asked = replace(turn, question=replace(turn.question, text=clause), conversation=conversation)
    return context_ranking.rank_in_context(asked, utterance.parse_utterance(clause))
