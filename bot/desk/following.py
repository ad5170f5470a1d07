"""What a message means in its conversation: the question it comes to together with what was said before.

A message is ranked alone and together with what the conversation is about, and the better supported reading counts. What
can be told apart without ranking is told apart by closed classes (`bot.desk.spoken`, `bot.desk.followup`): a part that is
asked for, a slot that is swapped, a word that is taken back, what points to something said before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot import wording
from bot.desk import condition_questions, context_ranking, followup, holding, sentence_split, spoken, talked
from bot.desk.conversation_memory import LEAN
from bot.desk.meanings import Lost, Meaning, Part, Parts, Read, Told
from bot.desk.saying import Said, anew, base, leans, replaced, said, tells
from bot.desk.turn import Turn
from bot.desk.word_weights import weights_of
from bot.model import Decision, Entry, Match, Ranked
from bot.normalise import fold

NEAR = 0.1
"""What a reading gains when its entry is near what the conversation is about."""
SHARE = 0.6
"""Share of the confidence alone that suffices for a reading within the conversation, when the message leans on it."""
OWN = 4
"""Characters of content from which a message that doesn't say by its form that it goes on is a question of its own."""
SURE = 0.8
"""Probability from which an entry is what a message in a conversation is about (`context_ranking.WEIGHTS`)."""
LIKELY = 0.7
"""The same for what the message may be about beside a question of its own that has an answer."""
FAINT = 0.25
"""Probability below which the likeliest entry isn't known to be meant, when the message finds nothing by itself."""
WEAK = 0.1
"""Confidence from which what is left of a match without its first is known."""
HELD = 0.2
"""Share of what a message is about that an entry must speak of when nothing else knows the message."""
NAMED = 3
"""Entries that are named to pick from."""
MOST_PARTS = 3
"""Parts that one message may ask for."""
LONGEST = 40
"""Characters of a message that may lean on what was said before."""


def meaning(turn: Turn) -> Meaning | None:
    """What a message means within its conversation; None for one that stands alone."""
    one = said(turn.text)
    context = turn.conversation.context
    if len(fold(turn.text)) > LONGEST or turn.question.alone:
        return None
    known = bool(context.asked or context.entries) and turn.fresh(LEAN)
    bare = bool(one.asked.part) and not one.asked.content
    if turn.conversation.awaiting == "reason" and not bare:
        return None  # why an answer was of no use leans on it too
    if talked.joined(turn) != turn.text:
        return _with_pieces(turn, known)
    if not known:
        nothing = not one.asked.content and (bare or one.marked or one.back)
        return Lost(one.asked.part, "") if nothing else None
    if one.old is not None:
        return _corrected(turn, one)
    if bare or (one.back and one.asked.part):
        return holding.part(turn, one)
    if anew(turn.text) and len(one.asked.content) >= OWN:
        return None
    several = _several(turn) if one.asked.part else None
    if several is not None:
        return several
    if tells(turn.text) and turn.index.exact(turn.text) is None:
        return _told(turn, one)
    if not one.asked.content:
        return _nothing_new(turn, one)
    if one.asked.part and _same_subject(turn, one) and not _sure(turn.index.match(turn.text)):
        return holding.part(turn, one)
    return _swapped(turn, one) if leans(one) or not _in_pieces(turn) else None


def _in_pieces(turn: Turn) -> bool:
    """Whether a message asks several things, or tells a story."""
    return len(sentence_split.questions(turn.text, lambda piece: False)) > 1


_CLAUSES = re.compile(r"[，,。.;；、！!？?\s]+")


def _several(turn: Turn) -> Parts | None:
    """Parts asked for one after the other: 在哪里申请，要钱吗."""
    clauses = [clause for clause in _CLAUSES.split(turn.text) if fold(clause)]
    asked = [said(clause) for clause in clauses] if 1 < len(clauses) <= MOST_PARTS else []
    if not asked or not all(one.asked.part and not one.asked.content for one in asked):
        return None
    found = [holding.part(turn, one) for one in asked]
    parts = [one for one in found if isinstance(one, Part) and len(one.entries) < 2]
    return Parts(tuple(parts)) if len(parts) == len(found) else None


def _told(turn: Turn, one: Said) -> Meaning | None:
    """The last question with what is told now, when that has an answer; else what was understood, and what it is near to.

    What is answered by itself for sure, and wasn't answered just before, is a question of its own.
    """
    context = turn.conversation.context
    last = next(iter(talked.trail(turn)), None)
    alone = turn.index.match(turn.text)
    open_ = context.open or bool(context.offered)
    asked = base(context.asked)
    wholes = [*replaced(context.asked, one), *((f"{asked}{turn.text}", f"{turn.text}{asked}") if open_ else ())]
    for whole in dict.fromkeys(wholes):
        match = turn.index.match(whole)
        if _sure(match) and (last is None or _top(match) != last.id) and _worth(match) >= SHARE * _worth(alone):
            return Read(match, whole, wording.MEANT.format(about=asked, text=turn.text))
    ranked = context_ranking.ranked(turn, one)
    match = _weighed(one, ranked, alone)
    about = asked or (last.question if last is not None else "")
    if _sure(match) and (last is None or _top(match) != last.id):
        return _named_fully(turn, Read(match, ""), [])
    return Told(about, None if open_ else last, Match(Decision.CHOOSE, ranked[:NAMED]))


def _same_subject(turn: Turn, one: Said) -> bool:
    """Whether a message names no other subject than what was talked about last: 延期最长多久 after 能不能延期换届."""
    entry = talked.first(turn)
    return one.asked.content in fold(turn.conversation.context.asked + (entry.question if entry is not None else ""))


def _with_pieces(turn: Turn, known: bool) -> Meaning | None:
    """The question with the pieces before it, or by itself when that is better supported."""
    whole, alone = talked.joined(turn), turn.index.match(turn.text)
    if not spoken.asks(whole) and not followup.asked(turn.text).part:
        return None
    together = turn.index.match(whole)
    if known and said(turn.text).marked and not _sure(together):
        return _swapped(turn, said(turn.text))
    if _worth(together) >= _worth(alone) * 0.9 or not said(turn.text).asked.content:
        return Read(together, whole)
    return Read(alone, turn.text)


def _nothing_new(turn: Turn, one: Said) -> Meaning | None:
    """那我们呢: the same question for the asker's own case, as far as it is known."""
    context = turn.conversation.context
    entry = next(iter(talked.trail(turn)), None)
    if not one.marked and not one.back and not spoken.asks(one.text):
        return None
    if not re.search(r"我|咱|俺|这|那", one.text):
        return Lost("any", context.asked or (entry.question if entry else ""))
    if entry is not None and entry.variants and condition_questions.remembered(turn, entry) is None:
        return Read(Match(Decision.ANSWER, (Ranked(entry.id, 1.0, entry.question),)), context.asked)
    for text in reversed(context.told):
        for whole in replaced(context.asked, said(text)):
            match = turn.index.match(whole)
            if _sure(match):
                return Read(match, whole, wording.MEANT.format(about=base(context.asked), text=text))
    return Lost("", context.asked or (entry.question if entry else ""), circumstances=True)


def _corrected(turn: Turn, one: Said) -> Meaning | None:
    """The last question with what was taken back replaced."""
    context = turn.conversation.context
    variants = list(replaced(context.asked, one))
    if not one.asked.content and one.asked.part:
        return holding.part(turn, one)
    if not variants and not one.asked.content:
        return None
    readings = [Read(turn.index.match(text), text) for text in (*variants, one.text)]
    if not variants:
        readings += [Read(turn.index.match(text), text) for text in talked.together(turn, talked.first(turn), one.text)]
    last = context.entries[0] if context.entries else ""
    close = talked.near(turn, entry) if (entry := turn.knowledge.get(last)) else frozenset[str]()
    # what was answered isn't what she meant, unless only a number was wrong, or it speaks of what she says now
    kept = readings if entry is None or _about(entry, one) else [Read(_but(read.match, last), read.asked) for read in readings]
    mended = [read for read in kept[: len(variants)] if _sure(read.match)]  # the question mended says more than the word alone
    best = max(mended or kept, key=lambda read: _worth(read.match) + NEAR * (_top(read.match) in close))
    return _named_fully(turn, best, variants)


def _about(entry: Entry, one: Said) -> bool:
    """Whether an entry may be about what is said now: about another number or place of its case, or by its wordings."""
    text = fold(one.text)
    if spoken.NUMBERED.search(text) or (not spoken.bare(text) and not spoken.found(text, "slot.who")):
        return True
    return any(_speaks(fold(asked), one.asked.content) for asked in entry.wordings)


def _speaks(text: str, content: str) -> bool:
    """Whether a text holds half of what another is about: of its pairs of characters."""
    pairs = [content[at : at + 2] for at in range(max(len(content) - 1, 1))]
    return bool(content) and 2 * sum(pair in text for pair in pairs) >= len(pairs)


def _but(match: Match, entry: str) -> Match:
    """A match without an entry that isn't meant."""
    if _top(match) != entry:
        return match
    left = match.ranked[1:]
    known = sum(ranked.confidence for ranked in left) >= WEAK
    return Match(Decision.CHOOSE if known else Decision.UNKNOWN, left)


def _swapped(turn: Turn, one: Said) -> Meaning | None:
    """What the message is about in its conversation; None for a question of its own that is answered for sure."""
    entry = talked.first(turn)
    alone = turn.index.match(one.text)
    ranked = context_ranking.ranked(turn, one)
    match = _weighed(one, ranked, alone)
    if _known(match) and not _known(alone) and _strange(turn, one, ranked):
        return Read(alone, "")
    if _sure(match) and _top(match) == _top(alone) and _sure(alone) and not (one.marked or one.back):
        return None
    swaps = list(replaced(turn.conversation.context.asked, one))
    swaps += list(replaced(entry.question, one)) if entry is not None else []
    readings = {text: turn.index.match(text) for text in dict.fromkeys(swaps)}
    fitting = [text for text, read in readings.items() if _top(read) == _top(match)]
    if any(_sure(readings[text]) for text in fitting):  # a question with a word swapped is a whole one
        match = Match(Decision.ANSWER, match.ranked)
    return _named_fully(turn, Read(match, fitting[0] if fitting else ""), fitting or swaps)


def _strange(turn: Turn, one: Said, ranked: Sequence[Ranked]) -> bool:
    """Whether a message speaks at length of what none of the entries near it speaks of."""
    own = spoken.bare(one.text)
    weights = weights_of(turn.knowledge)
    held = (weights.share(own, found.entry, answer=answer) for found in ranked[:NAMED] for answer in (False, True))
    return len(own) >= OWN and spoken.asks(one.text) and max(held, default=0.0) < HELD


def _weighed(one: Said, ranked: Sequence[Ranked], alone: Match) -> Match:
    """What comes of the entries that a message may be about: one for sure, some to pick from, or nothing known."""
    first = ranked[0] if ranked else _NOTHING
    shares = {one.entry: one.confidence for one in ranked}
    if first.confidence >= SURE:
        return Match(Decision.ANSWER, tuple(ranked[:NAMED]))
    if _sure(alone):
        own = shares.get(_top(alone), 0.0)
        if first.entry == _top(alone) or own >= first.confidence / 2 or (first.confidence < LIKELY and not leans(one)):
            return alone
        others = [one for one in ranked if one.entry != _top(alone)]
        return Match(Decision.CHOOSE, (*others[:1], Ranked(_top(alone), own, ""), *others[1:])[:NAMED])
    if not _known(alone) and first.confidence < FAINT:
        return Match(Decision.UNKNOWN, tuple(ranked[:NAMED]))
    return Match(Decision.CHOOSE, tuple(ranked[:NAMED]))


_NOTHING = Ranked("", 0.0, "")


def _named_fully(turn: Turn, read: Read, swaps: list[str]) -> Read:
    """A reading under the words for it: the question with the word swapped, else the question and the message.

    What is kept of it is always both: with a word swapped it looks like the question of somebody in another case.
    """
    about = turn.conversation.context.asked
    own = wording.MEANT.format(about=base(about), text=turn.text) if about else turn.text
    return Read(read.match, read.asked if read.asked in swaps else swaps[0] if swaps else own, own)


def _top(match: Match) -> str:
    return match.ranked[0].entry if match.ranked else ""


def _sure(match: Match) -> bool:
    return match.decision is Decision.ANSWER


def _known(match: Match) -> bool:
    return match.decision is not Decision.UNKNOWN


def _worth(match: Match) -> float:
    return match.ranked[0].confidence if match.ranked else 0.0
