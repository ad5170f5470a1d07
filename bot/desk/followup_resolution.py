"""What a message means in its conversation: the question it comes to together with what was said before.

A message is ranked alone and together with what the conversation is about, and the better supported reading counts. What
can be told apart without ranking is told apart by closed classes (`bot.desk.word_classes`, `bot.desk.followup`): a part that is
asked for, a slot that is swapped, a word that is taken back, what points to something said before.
"""

from __future__ import annotations

import re

from bot import wording
from bot.desk import condition_questions, conversation_subject, followup, part_resolution, word_classes
from bot.desk.conversation_memory import FOLLOWUP_WINDOW
from bot.desk.interpretation import Interpretation, PartRequest, PartRequests, Reading, Statement, TextMention, Unresolved
from bot.desk.turn import Turn
from bot.desk.utterance import Utterance, base_question, is_dependent, is_statement, parse_utterance, starts_anew, substitutions
from bot.model import Decision, Entry, Match, Ranked
from bot.normalise import fold

NEAR = 0.1
"""What a reading gains when its entry is near what the conversation is about."""
SHARE = 0.6
"""Share of the confidence alone that suffices for a reading within the conversation, when the message leans on it."""
OWN = 4
"""Characters of content from which a message that doesn't say by its form that it goes on is a question of its own."""
LED = 12
"""Places among which a message must find an entry by itself for the conversation to lead it there."""
LEADING = 0.45
"""Confidence from which an entry near by is meant by a question with a word swapped, when the next has half of it at most."""
CERTAIN = 0.9
"""Confidence alone from which a message means what it says, unless something near by leads too."""
WEAK = 0.1
"""Confidence from which an entry near by may be what a message without a subject is about."""
MOST_PARTS = 3
"""Parts that one message may ask for."""
LONGEST = 40
"""Characters of a message that may lean on what was said before."""


def interpret(turn: Turn) -> Interpretation | None:
    """What a message means within its conversation; None for one that stands alone."""
    one = parse_utterance(turn.text)
    context = turn.conversation.context
    if len(fold(turn.text)) > LONGEST or turn.question.alone:
        return None
    known = bool(context.asked or context.entries) and turn.fresh(FOLLOWUP_WINDOW)
    bare = bool(one.asked.part) and not one.asked.content
    if turn.conversation.awaiting == "reason" and not bare:
        return None  # why an answer was of no use leans on it too
    if conversation_subject.joined_pieces(turn) != turn.text:
        return _with_pieces(turn, known)
    if not known:
        nothing = not one.asked.content and (bare or one.continues or one.refers_back)
        return Unresolved(one.asked.part, "") if nothing else None
    if one.retracted is not None:
        return _correction(turn, one)
    if bare or (one.refers_back and one.asked.part):
        return part_resolution.resolve_part(turn, one)
    if starts_anew(turn.text) and len(one.asked.content) >= OWN:
        return None
    several = _several_parts(turn) if one.asked.part else None
    if several is not None:
        return several
    if is_statement(turn.text) and turn.index.exact(turn.text) is None:
        return _statement(turn, one)
    if not one.asked.content:
        return _own_circumstances(turn, one)
    if one.asked.part and _same_subject(turn, one) and not _is_answer(turn.index.match(turn.text)):
        return part_resolution.resolve_part(turn, one)
    if is_dependent(one):
        return _substitution(turn, one)
    return None


_CLAUSES = re.compile(r"[，,。.;；、！!？?\s]+")


def _several_parts(turn: Turn) -> PartRequests | None:
    """Parts asked for one after the other: 在哪里申请，要钱吗."""
    clauses = [clause for clause in _CLAUSES.split(turn.text) if fold(clause)]
    asked = [parse_utterance(clause) for clause in clauses] if 1 < len(clauses) <= MOST_PARTS else []
    if not asked or not all(one.asked.part and not one.asked.content for one in asked):
        return None
    found = [part_resolution.resolve_part(turn, one) for one in asked]
    parts = [one for one in found if isinstance(one, PartRequest) and len(one.entries) < 2]
    return PartRequests(tuple(parts)) if len(parts) == len(found) else None


def _statement(turn: Turn, one: Utterance) -> Interpretation | None:
    """The last question with what is told now, when that has an answer; else what was understood.

    What is answered by itself for sure, and wasn't answered just before, is a question of its own.
    """
    context = turn.conversation.context
    last = next(iter(conversation_subject.recent_entries(turn)), None)
    alone = turn.index.match(turn.text)
    if _is_answer(alone) and (last is None or _top_entry(alone) != last.id):
        return None
    open_ = context.open or bool(context.offered)
    asked = base_question(context.asked)
    wholes = [*substitutions(context.asked, one), *((f"{asked}{turn.text}", f"{turn.text}{asked}") if open_ else ())]
    for whole in dict.fromkeys(wholes):
        match = turn.index.match(whole)
        if (
            _is_answer(match)
            and (last is None or _top_entry(match) != last.id)
            and _confidence(match) >= SHARE * _confidence(alone)
        ):
            return Reading(match, whole, wording.MEANT.format(about=asked, text=turn.text))
    about = asked or (last.question if last is not None else "")
    return Statement(about, None if open_ else last, alone)


def _same_subject(turn: Turn, one: Utterance) -> bool:
    """Whether a message names no other subject than what was talked about last: 延期最长多久 after 能不能延期换届."""
    entry = conversation_subject.current_entry(turn)
    return one.asked.content in fold(turn.conversation.context.asked + (entry.question if entry is not None else ""))


def _with_pieces(turn: Turn, known: bool) -> Interpretation | None:
    """The question with the pieces before it, or by itself when that is better supported."""
    whole, alone = conversation_subject.joined_pieces(turn), turn.index.match(turn.text)
    if not word_classes.asks(whole) and not followup.part_question(turn.text).part:
        return None
    together = turn.index.match(whole)
    if known and parse_utterance(turn.text).continues and not _is_answer(together):
        return _substitution(turn, parse_utterance(turn.text))
    if _confidence(together) >= _confidence(alone) * 0.9 or not parse_utterance(turn.text).asked.content:
        return Reading(together, whole)
    return Reading(alone, turn.text)


def _own_circumstances(turn: Turn, one: Utterance) -> Interpretation | None:
    """那我们呢: the same question for the asker's own circumstances, as far as they are known."""
    context = turn.conversation.context
    entry = next(iter(conversation_subject.recent_entries(turn)), None)
    if not one.continues and not one.refers_back and not word_classes.asks(one.text):
        return None
    if not re.search(r"我|咱|俺|这|那", one.text):
        return Unresolved("any", context.asked or (entry.question if entry else ""))
    if entry is not None and entry.variants and condition_questions.remembered_option(turn, entry) is None:
        return Reading(Match(Decision.ANSWER, (Ranked(entry.id, 1.0, entry.question),)), context.asked)
    for text in reversed(context.told):
        for whole in substitutions(context.asked, parse_utterance(text)):
            match = turn.index.match(whole)
            if _is_answer(match):
                return Reading(match, whole, wording.MEANT.format(about=base_question(context.asked), text=text))
    return Unresolved("", context.asked or (entry.question if entry else ""), circumstances=True)


def _correction(turn: Turn, one: Utterance) -> Interpretation | None:
    """The last question with what was taken back replaced."""
    context = turn.conversation.context
    variants = list(substitutions(context.asked, one))
    if not one.asked.content and one.asked.part:
        return part_resolution.resolve_part(turn, one)
    if not variants and not one.asked.content:
        return None
    readings = [Reading(turn.index.match(text), text) for text in (*variants, one.text)]
    if not variants:
        readings += [
            Reading(turn.index.match(text), text)
            for text in conversation_subject.in_context(turn, conversation_subject.current_entry(turn), one.text)
        ]
    last = context.entries[0] if context.entries else ""
    close = conversation_subject.nearby_entries(turn, entry) if (entry := turn.knowledge.get(last)) else frozenset[str]()
    # what was answered isn't what she meant, unless only a number was wrong, or it speaks of what she says now
    kept = (
        readings
        if entry is None or _may_be_about(entry, one)
        else [Reading(_without(read.match, last), read.asked) for read in readings]
    )
    mended = [
        read for read in kept[: len(variants)] if _is_answer(read.match)
    ]  # the question mended says more than the word alone
    best = max(mended or kept, key=lambda read: _confidence(read.match) + NEAR * (_top_entry(read.match) in close))
    return _labelled(turn, best, variants)


def _may_be_about(entry: Entry, one: Utterance) -> bool:
    """Whether an entry may be about what is said now: about another number or place of its condition, or by its wordings."""
    text = fold(one.text)
    if word_classes.NUMBERED.search(text) or (
        not word_classes.bare_content(text) and not word_classes.longest_word(text, "slot.who")
    ):
        return True
    return any(_shares_half(fold(asked), one.asked.content) for asked in entry.wordings)


def _shares_half(text: str, content: str) -> bool:
    """Whether a text holds half of what another is about: of its pairs of characters."""
    pairs = [content[at : at + 2] for at in range(max(len(content) - 1, 1))]
    return bool(content) and 2 * sum(pair in text for pair in pairs) >= len(pairs)


def _without(match: Match, entry: str) -> Match:
    """A match without an entry that isn't meant."""
    if _top_entry(match) != entry:
        return match
    left = match.ranked[1:]
    known = sum(ranked.confidence for ranked in left) >= WEAK
    return Match(Decision.CHOOSE if known else Decision.UNKNOWN, left)


def _substitution(turn: Turn, one: Utterance) -> Interpretation | None:
    """The message in its conversation or alone, whichever is better supported."""
    context = turn.conversation.context
    entry = conversation_subject.current_entry(turn)
    close = conversation_subject.nearby_entries(turn, entry) if entry is not None else frozenset()
    alone = turn.index.match(one.text)
    if turn.index.exact(turn.text) is not None:
        return None
    swaps = list(substitutions(context.asked, one)) + (list(substitutions(entry.question, one)) if entry is not None else [])
    swapped = [Reading(turn.index.match(text), text) for text in dict.fromkeys(swaps)]
    if entry is not None and not _may_be_about(entry, one):  # it was answered for another word than the one said now
        swapped = [Reading(_without(read.match, entry.id), read.asked) for read in swapped]
    # a question with a word swapped is a whole one: what leads it clearly is meant, wherever it stands
    readings = [Reading(_promoted(read.match, close | {_top_entry(read.match)}), read.asked) for read in swapped]
    # put together, the words of the last question may outweigh those of this one: it must lead there by itself too
    led = {ranked.entry for ranked in turn.index.rank(one.text, LED)}
    together = [Reading(turn.index.match(text), text) for text in conversation_subject.in_context(turn, entry, one.text)]
    itself = _top_entry(alone) == entry.id and _is_known(alone) if entry is not None else False
    if entry is not None and entry.id in context.offered:  # it was only offered: its own words in the reading prove nothing
        itself = itself and _confidence(alone) >= LEADING
    for read in together if not any(_is_answer(one.match) for one in readings) else ():
        again = entry is not None and _top_entry(read.match) == entry.id and not itself
        if _top_entry(read.match) in led and not again:
            readings.append(read)
    within = max(readings, key=lambda read: _confidence(read.match) + NEAR * (_top_entry(read.match) in close), default=None)
    slots_only = not word_classes.bare_content(one.text) and not one.asked.part
    enough = (
        not _is_answer(alone) or slots_only or (within is not None and _confidence(within.match) >= SHARE * _confidence(alone))
    )
    agreed = within is not None and _top_entry(within.match) == _top_entry(alone)  # it leads by itself, only not clearly
    if within is not None and enough and _is_answer(within.match) and (_top_entry(within.match) in close or swaps or agreed):
        return _labelled(turn, within, swaps)
    # what has much to say of its own and isn't answered within the conversation is another matter
    leaning = one.continues or one.refers_back or slots_only or len(word_classes.bare_content(one.text)) < OWN
    if _is_answer(alone) and not slots_only:
        other = (
            _nearby_alternative(alone, together, close, entry) if entry is not None and _top_entry(alone) not in close else None
        )
        if other is not None:
            return _labelled(turn, other, swaps)
        return _labelled(turn, Reading(alone, ""), swaps) if one.continues or one.refers_back else None
    if not leaning:
        return None
    if (
        entry is not None
        and len(one.asked.content) > 1
        and followup.sentences_with(condition_questions.entry_for_asker(turn, entry), one.asked.content)
    ):
        return TextMention(one.asked.content, entry, part_resolution.standalone_question(turn, entry, one))
    if within is None or (_is_known(alone) and not slots_only and _confidence(alone) >= _confidence(within.match)):
        within = Reading(alone, "")
    best = Reading(_promoted(within.match, close), within.asked)
    offered = _is_answer(best.match) or entry is None
    near = best if offered else Reading(_near_first(best.match, together, close), best.asked)
    given = entry.id if entry is not None and context.entries[:1] == (entry.id,) and _top_entry(alone) != entry.id else ""
    return _labelled(turn, Reading(_demoted(near.match, given), near.asked), swaps)


def _demoted(match: Match, given: str) -> Match:
    """A choice with what she was given just now at its end: its own words in the reading speak for it, hers don't."""
    if match.decision is not Decision.CHOOSE or _top_entry(match) != given or len(match.ranked) < 2:
        return match
    return Match(match.decision, (*match.ranked[1:], match.ranked[0]))


def _near_first(match: Match, together: list[Reading], close: frozenset[str]) -> Match:
    """What is offered for a message that leans on the conversation: first what is near to that."""
    best: dict[str, Ranked] = {}
    for ranked in (ranked for read in together for ranked in read.match.ranked if ranked.entry in close):
        if ranked.confidence >= WEAK and ranked.confidence > best.get(ranked.entry, _NOTHING).confidence:
            best[ranked.entry] = ranked
    first = sorted(best.values(), key=lambda ranked: -ranked.confidence)[:2]
    if not first:
        return match
    others = [ranked for ranked in match.ranked if ranked.entry not in best]
    return Match(Decision.CHOOSE, (*first, *others)[:3])


_NOTHING = Ranked("", 0.0, "")


def _promoted(match: Match, close: frozenset[str]) -> Match:
    """A match in a conversation: an entry near by that leads clearly is meant."""
    first, *others = [*match.ranked, _NOTHING]
    next_ = others[0].confidence if others else 0.0
    clear = first.entry in close and first.confidence >= LEADING and next_ <= first.confidence / 2
    return Match(Decision.ANSWER, match.ranked) if clear else match


def _nearby_alternative(alone: Match, together: list[Reading], close: frozenset[str], entry: Entry) -> Reading | None:
    """A message that names no subject and is answered elsewhere for sure: what is near by may be meant as well.

    An entry related to what was talked about is meant when it leads those near by clearly; else it is asked which.
    """
    best: dict[str, tuple[float, str]] = {}
    for read in together:
        for ranked in read.match.ranked:
            if ranked.entry in close and ranked.entry != entry.id:
                best[ranked.entry] = max(best.get(ranked.entry, (0.0, "")), (ranked.confidence, read.asked))
    order = sorted(best, key=lambda name: -best[name][0])
    if not order or best[order[0]][0] < WEAK:
        return None
    if alone.ranked[0].confidence >= CERTAIN and best[order[0]][0] < LEADING:
        return None
    worth, meant = best[order[0]]
    first = Ranked(order[0], worth, "")
    clear = len(order) == 1 or best[order[1]][0] <= worth / 2
    if order[0] in entry.related and clear:
        return Reading(Match(Decision.ANSWER, (first,)), meant)
    return Reading(Match(Decision.CHOOSE, (first, alone.ranked[0])), meant)


def _labelled(turn: Turn, read: Reading, swaps: list[str]) -> Reading:
    """A reading under the words for it: the question with the word swapped, else the question and the message.

    What is kept of it is always both: with a word swapped it looks like the question of somebody in other circumstances.
    """
    about = turn.conversation.context.asked
    own = wording.MEANT.format(about=base_question(about), text=turn.text) if about else turn.text
    return Reading(read.match, read.asked if read.asked in swaps else swaps[0] if swaps else own, own)


def _top_entry(match: Match) -> str:
    return match.ranked[0].entry if match.ranked else ""


def _is_answer(match: Match) -> bool:
    return match.decision is Decision.ANSWER


def _is_known(match: Match) -> bool:
    return match.decision is not Decision.UNKNOWN


def _confidence(match: Match) -> float:
    return match.ranked[0].confidence if match.ranked else 0.0
