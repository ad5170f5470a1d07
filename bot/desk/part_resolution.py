"""A part of what was talked about: which entry has it, and where it is found when that one lacks it."""

from __future__ import annotations

from bot import wording
from bot.desk import context_ranking, conversation_subject, followup, replies
from bot.desk.condition_questions import entry_for_asker
from bot.desk.interpretation import PartRequest, Unresolved
from bot.desk.turn import Turn
from bot.desk.utterance import Utterance
from bot.model import Decision, Entry
from bot.normalise import fold

_ELSEWHERE = 0.2
"""Confidence of an entry near by from which a part that another entry lacks is taken from it."""
_RELATED = 0.05
"""The same for a related entry, and materials or steps."""
_NAMED = 0.35
"""Probability in the conversation from which an entry near by has the sentence that another one lacks."""
_FARTHER = 0.5
"""The same for an entry that is only of the same topic, and a part that is a sentence picked by what it speaks of."""


def resolve_part(turn: Turn, one: Utterance) -> PartRequest | Unresolved:
    """A part of what was talked about."""
    wanted, step = one.asked.part, one.asked.step
    context = turn.conversation.context
    about = conversation_subject.recent_entries(turn)
    if one.refers_back and one.asked.content:  # 刚才换届的第五步
        about = sorted(about, key=lambda entry: one.asked.content not in fold(entry.question + entry.topic))
    offered = [entry for entry in map(turn.knowledge.get, context.offered) if entry is not None]
    if wanted == "next":
        return _next_part(turn, one, about)
    if context.open and not offered:
        return Unresolved(wanted, context.asked)
    if offered and not (one.refers_back and one.asked.content and about):
        found = tuple(entry for entry in offered if followup.has_part(entry_for_asker(turn, entry), wanted, step))
        if found and found[0] is offered[0]:  # what only a less likely one has isn't what is asked for
            if context.seen[:1] and context.seen[0][0] == found[0].id:  # it was opened as the likeliest
                found = found[:1]
            return PartRequest(wanted, step, found, None, wording.MEANT.format(about=context.asked, text=one.text))
        about = [*offered, *about]
    return _part_of(turn, one, about) if about else Unresolved(wanted, context.asked)


def _part_of(turn: Turn, one: Utterance, about: list[Entry]) -> PartRequest:
    """The part of the entry that was talked about, or of one near by that answers better or has what it lacks."""
    wanted, step = one.asked.part, one.asked.step
    entry = about[0]
    if wanted in ("step", "steps"):
        entry = next((other for other in about if entry_for_asker(turn, other).steps), entry)
    told = standalone_question(turn, entry, one)
    own = followup.has_part(entry_for_asker(turn, entry), wanted, step)
    better = _better_entry(turn, entry, one) if wanted in followup.SENTENCES or not own else None
    if wanted != "more" and better is not None and better.id != entry.id:
        return PartRequest(wanted, step, (better,), entry, told)
    if own or wanted == "more":
        return PartRequest(wanted, step, (entry,), None, told)
    # what another entry rests on is no basis of this one
    elsewhere = _entry_with_part(turn, entry, one) if wanted != "sources" else None
    return PartRequest(wanted, step, (elsewhere,) if elsewhere else (), entry, told)


def _next_part(turn: Turn, one: Utterance, about: list[Entry]) -> PartRequest | Unresolved:
    """What comes next: the step after the one shown, else the steps, else the rest of the answer, else what is related."""
    context = turn.conversation.context
    if not about:
        return Unresolved("next", context.asked)
    first = about[0]
    steps, told = entry_for_asker(turn, first).steps, standalone_question(turn, first, one)
    if context.step and context.step < len(steps):
        return PartRequest("step", context.step + 1, (first,), None, told)
    if context.step:
        return PartRequest("next", context.step, (first,), None, told)
    return PartRequest("steps" if steps and context.shown >= 0 else "more", 0, (first,), None, told)


def _better_entry(turn: Turn, entry: Entry, one: Utterance) -> Entry | None:
    """The entry near by that answers for sure what is asked of another one."""
    best = None
    for variant in conversation_subject.in_context(turn, entry, one.text, topic=False):
        match = turn.index.match(variant)
        first = match.ranked[0] if match.ranked else None
        if (
            first is not None
            and match.decision is Decision.ANSWER
            and first.entry in conversation_subject.nearby_entries(turn, entry)
        ):
            best = max(best, first, key=lambda ranked: ranked.confidence) if best else first
    return turn.knowledge.get(best.entry) if best else None


def _entry_with_part(turn: Turn, entry: Entry, one: Utterance) -> Entry | None:
    """The entry near by that has the part which an entry lacks: the likeliest one."""
    offered = context_ranking.offered(turn)
    close = conversation_subject.nearby_entries(turn, entry) | frozenset(offered)
    loose = one.asked.part not in followup.SENTENCES
    for variant in conversation_subject.in_context(turn, entry, one.text, topic=False):
        for ranked in turn.index.rank(variant, 8):
            other = turn.knowledge.get(ranked.entry)
            related = ranked.entry in entry.related
            sure = (
                (related and ranked.confidence >= _RELATED)
                if loose
                else ranked.confidence >= (_ELSEWHERE if related else _FARTHER)
            )
            sure = sure or (loose and ranked.confidence >= _ELSEWHERE)
            if (
                other is not None
                and ranked.entry in close
                and sure
                and followup.has_part(other, one.asked.part, one.asked.step)
            ):
                return other
    in_context = context_ranking.rank_in_context(turn, one)
    if one.asked.part in followup.SENTENCES:
        named = (turn.knowledge.get(found.entry) for found in in_context if found.confidence >= _NAMED and found.entry in close)
        beside = map(turn.knowledge.get, offered[1:])
        return next(
            (other for other in (*named, *beside) if other is not None and followup.has_part(other, one.asked.part)), None
        )
    others = replies.related_entries(entry, turn.knowledge)
    likely = {found.entry for found in in_context if found.confidence >= _RELATED}
    return next((other for other in others if other.id in likely and followup.has_part(other, one.asked.part)), None)


def standalone_question(turn: Turn, entry: Entry, one: Utterance) -> str:
    """A part's question as a stranger would have to ask it."""
    context = turn.conversation.context
    own = context.entries[:1] == (entry.id,) and wording.MEANT_JOIN not in context.asked and context.asked
    return wording.MEANT.format(about=own or entry.question, text=one.text)
