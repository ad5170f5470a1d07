"""What a message means in its conversation: the question it comes to together with what was said before.

A message is ranked alone and together with what the conversation is about, and the better supported reading counts. What
can be told apart without ranking is told apart by closed classes (`bot.desk.spoken`, `bot.desk.followup`): a part that is
asked for, a slot that is swapped, a word that is taken back, what points to something said before.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot import wording
from bot.desk import condition_questions, followup, replies, sentence_split, spoken
from bot.desk.conversation_memory import LEAN
from bot.desk.turn import Turn
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
WEAK = 0.1
"""Confidence from which an entry near by may be what a message without a subject is about."""
SHORT = 12
"""Characters of content up to which a message without a subject of its own leans on what was said before."""
LONGEST = 40
"""Characters of a message that may lean on what was said before."""
PIECES = 60.0
"""Seconds within which the pieces of a question come one after the other."""
MOST_TOLD = 5
"""Texts about the asker's circumstances that are kept."""
_ELSEWHERE = 0.2
"""Confidence of an entry near by from which a part that another entry lacks is taken from it."""


_FARTHER = 0.5
"""The same for an entry that is only of the same topic, and a part that is a sentence picked by what it speaks of."""


@dataclass(frozen=True)
class Said:
    """A message taken apart."""

    text: str
    """What is asked, without what takes something back and what points back."""
    asked: followup.Asked
    marked: bool
    """Whether it says by its form that it goes on from something: 那…, …呢."""
    back: bool
    """Whether it points back: 上面说的."""
    old: str | None
    """What it takes back, empty when it doesn't name it; None when it takes nothing back."""


@dataclass(frozen=True)
class Part:
    """A part of an entry is asked for."""

    part: str
    step: int
    entries: tuple[Entry, ...]
    """Entries that have it, the first one meant; several: it isn't clear which. None: no entry near by has it."""
    about: Entry | None
    """The entry that was talked about, when it is another one."""
    meant: str


@dataclass(frozen=True)
class Mention:
    """Something is asked that an entry speaks of in sentences of its text."""

    words: str
    entry: Entry
    meant: str


@dataclass(frozen=True)
class Read:
    """The question that a message comes to, with what it matches."""

    match: Match
    asked: str
    """It, in the most natural words."""
    meant: str = ""
    """As a stranger would have to ask it: what was asked before with what is said now; empty: as it is asked."""


@dataclass(frozen=True)
class Lost:
    """Something is asked that nothing explains: what was understood, empty for nothing."""

    part: str
    about: str
    circumstances: bool = False
    """Whether what is lacking is how things are with the asker."""


Meaning = Part | Mention | Read | Lost

# ---------------------------------------------------------------- taking a message apart

_NAMED = re.compile(
    r"\s*(?:我)?(?:说的|问的)?不是(?:说|问|指|要)?(?P<old>[^,.;!?]{1,14}?)\s*[,.;!\s]\s*"
    r"(?:而?是|应该是|我(?:问|说|要|想问)的?是|我是(?:说|问)|我(?:们)?想|是说)?(?P<new>.+)",
    re.DOTALL,
)
_DENIED = re.compile(
    r"\s*(?:(?:不是|不对|错了|不|弄错了|搞错了|说错了|打错了|写错了|我说错了|不是这个|不是这样|你理解错了)[的啊吧呀哦]?\s*[,.;!\s]+(?:应该)?"
    r"(?:我(?:们)?(?:是)?(?:问|说|要问|想问)的?(?:是)?|应该是|是说|是问|是)?"
    r"|(?:我是说|我是问|我说的是|我问的是|我的意思是|我想问的是|我指的是|更正(?:一下)?[:,]?|纠正一下,?|应该是|准确地?说是?))(?P<new>.+)",
    re.DOTALL,
)
_STOPS = str.maketrans({"\u3002": ".", "\u3001": ",", "\u201c": "", "\u201d": ""})
"""Chinese stops that NFKC leaves as they are; quotes say nothing here."""
_BACK = re.compile(
    r"(?:你|您)?(?:在)?(?:上面|上边|前面|前边|刚才|刚刚|之前|先前|方才|上次)(?:你|您)?(?:说|讲|提|写|发|列|讲到|说到|提到)?(?:过|到)?的?(?:那个|那份|那些|那条|这个|这份|这些)?"
    r"|(?:你|您)(?:说|讲|写|列|发|提到)的(?:那个|那份|那些|那条|这个|这份|这些)?|^(?:这个|这些|那个|那些)"
)
_MARKED = re.compile(r"^\s*(?:那么?|如果|要是|假如|换成|换作)|(?:呢|怎么样)\s*[?.!]*\s*$")


@lru_cache(512)
def said(text: str) -> Said:
    """A message taken apart."""
    flat = unicodedata.normalize("NFKC", text).translate(_STOPS).strip()
    old: str | None = None
    if named := _NAMED.fullmatch(flat):
        old, flat = fold(named["old"]), named["new"].strip()
    elif denied := _DENIED.fullmatch(flat):
        old, flat = "", denied["new"].strip()
    bare = _BACK.sub("", flat).strip()
    back = bare != flat
    return Said(bare or flat, followup.asked(bare or flat), _MARKED.search(flat) is not None, back, old)


def subject(text: str) -> str:
    """What a question is about: its first sentence that asks or its last, without what makes a question of it."""
    sentences = [one for one in sentence_split.sentences(text) if one.strip()]
    asking = [one for one in sentences if spoken.asks(one)] or sentences
    return spoken.without(fold(asking[-1]), "asking") if asking else ""


def circumstances(text: str) -> bool:
    """Whether a text tells how things are with the asker: how many people, what unit, where, who she is."""
    folded = fold(text)
    ours = re.search(r"我|咱|公司|单位|厂|店|只有|一共", folded)
    return ours is not None and (
        spoken.NUMBERED.search(folded) is not None
        or bool(spoken.found(folded, "slot.who") or spoken.found(folded, "slot.unit"))
    )


def piece(text: str, goes_on: bool = False) -> bool:
    """Whether a text is nothing but circumstances of the asker, and no question: 我们公司, 有二十几个人.

    `goes_on`: other pieces came just before.
    """
    own = goes_on or _OWN.search(fold(text)) is not None
    return own and not spoken.asks(text) and not followup.asked(text).part and not spoken.bare(text)


_OWN = re.compile(r"^我|^咱|^俺|^有|^只有|^一共|^本|我们|^(?:公司|单位|厂里?|店里?|企业)(?:里|有|只有|一共|现在|的)")


# ---------------------------------------------------------------- what it means


def joined(turn: Turn) -> str:
    """The message behind the pieces that were said just before it; the message itself when there are none."""
    return "".join((*pieces(turn), turn.text))


def pieces(turn: Turn) -> tuple[str, ...]:
    """The pieces that were said just before the message."""
    context = turn.conversation.context
    return context.pieces if turn.now - context.said < PIECES else ()


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
    if joined(turn) != turn.text:
        return _with_pieces(turn, known)
    if not known:
        nothing = not one.asked.content and (bare or one.marked or one.back)
        return Lost(one.asked.part, "") if nothing else None
    if one.old is not None:
        return _corrected(turn, one)
    if bare or (one.back and one.asked.part):
        return _part(turn, one)
    if not one.asked.content:
        return _nothing_new(turn, one)
    if one.asked.part and _same_subject(turn, one) and not _sure(turn.index.match(turn.text)):
        return _part(turn, one)
    if leans(one):
        return _swapped(turn, one)
    return None


def _same_subject(turn: Turn, one: Said) -> bool:
    """Whether a message names no other subject than what was talked about last: 延期最长多久 after 能不能延期换届."""
    entry = _first(turn)
    return one.asked.content in fold(turn.conversation.context.asked + (entry.question if entry is not None else ""))


def leans(one: Said) -> bool:
    """Whether a message leans on what was said before: by its form, or because it is short and has no subject of its own."""
    folded = fold(one.text)
    if one.marked or one.back:
        return True
    own = any(spoken.found(folded, f"slot.{name}") for name in ("procedure", "leave", "meeting", "money"))
    return not own and len(one.asked.content) <= SHORT and (spoken.asks(one.text) or circumstances(one.text))


def _with_pieces(turn: Turn, known: bool) -> Meaning | None:
    """The question with the pieces before it, or by itself when that is better supported."""
    whole, alone = joined(turn), turn.index.match(turn.text)
    if not spoken.asks(whole) and not followup.asked(turn.text).part:
        return None
    together = turn.index.match(whole)
    if known and said(turn.text).marked and not _sure(together):
        return _swapped(turn, said(turn.text))
    if _worth(together) >= _worth(alone) * 0.9 or not said(turn.text).asked.content:
        return Read(together, whole)
    return Read(alone, turn.text)


# ---------------------------------------------------------------- parts


def _part(turn: Turn, one: Said) -> Meaning:
    """A part of what was talked about."""
    part, step = one.asked.part, one.asked.step
    context = turn.conversation.context
    about = _trail(turn)
    if one.back and one.asked.content:  # 刚才换届的第五步
        about = sorted(about, key=lambda entry: one.asked.content not in fold(entry.question + entry.topic))
    offered = [entry for entry in map(turn.knowledge.get, context.offered) if entry is not None]
    if part == "next":
        return _next(turn, one, about)
    if context.open and not offered:
        return Lost(part, context.asked)
    if offered and not (one.back and one.asked.content and about):
        found = tuple(entry for entry in offered if followup.has(leaning(turn, entry), part, step))
        meant = wording.MEANT.format(about=context.asked, text=one.text)
        if found and found[0] is offered[0]:  # what only a less likely one has isn't what is asked for
            return Part(part, step, found, None, meant)
        about = [*offered, *about]
    if not about:
        return Lost(part, context.asked)
    first = about[0]
    if part in ("step", "steps"):
        holding = next((entry for entry in about if leaning(turn, entry).steps), None)
        first = holding or first
    if part == "more":
        return Part(part, step, (first,), None, _meant(turn, first, one))
    better = (
        _better(turn, first, one) if part in followup.SENTENCES or not followup.has(leaning(turn, first), part, step) else None
    )
    if better is not None and better.id != first.id:
        return Part(part, step, (better,), first, _meant(turn, first, one))
    if followup.has(leaning(turn, first), part, step):
        return Part(part, step, (first,), None, _meant(turn, first, one))
    # what another entry rests on is no basis of this one
    elsewhere = _elsewhere(turn, first, one) if part != "sources" else None
    return Part(part, step, (elsewhere,) if elsewhere else (), first, _meant(turn, first, one))


def _next(turn: Turn, one: Said, about: list[Entry]) -> Meaning:
    """What comes next: the step after the one shown, else the steps, else the rest of the answer, else what is related."""
    context = turn.conversation.context
    if not about:
        return Lost("next", context.asked)
    first = about[0]
    told = leaning(turn, first)
    meant = _meant(turn, first, one)
    if context.step and context.step < len(told.steps):
        return Part("step", context.step + 1, (first,), None, meant)
    if context.step:
        return Part("next", context.step, (first,), None, meant)
    if told.steps and context.shown >= 0:
        return Part("steps", 0, (first,), None, meant)
    return Part("more", 0, (first,), None, meant)


def _better(turn: Turn, entry: Entry, one: Said) -> Entry | None:
    """The entry near by that answers for sure what is asked of another one."""
    best = None
    for variant in _together(turn, entry, one.text, topic=False):
        match = turn.index.match(variant)
        first = match.ranked[0] if match.ranked else None
        if first is not None and match.decision is Decision.ANSWER and first.entry in near(turn, entry):
            best = max(best, first, key=lambda ranked: ranked.confidence) if best else first
    return turn.knowledge.get(best.entry) if best else None


def _elsewhere(turn: Turn, entry: Entry, one: Said) -> Entry | None:
    """The entry near by that has the part which an entry lacks: the likeliest one."""
    close = near(turn, entry)
    loose = one.asked.part not in followup.SENTENCES
    for variant in _together(turn, entry, one.text, topic=False):
        for ranked in turn.index.rank(variant, 8):
            other = turn.knowledge.get(ranked.entry)
            related = ranked.entry in entry.related
            sure = related if loose else ranked.confidence >= (_ELSEWHERE if related else _FARTHER)
            sure = sure or (loose and ranked.confidence >= _ELSEWHERE)
            if other is not None and ranked.entry in close and sure and followup.has(other, one.asked.part, one.asked.step):
                return other
    if one.asked.part in followup.SENTENCES:
        return None
    return next(
        (other for other in replies.related_entries(entry, turn.knowledge) if followup.has(other, one.asked.part)), None
    )


def _meant(turn: Turn, entry: Entry, one: Said) -> str:
    """A part's question as a stranger would have to ask it."""
    context = turn.conversation.context
    own = context.entries[:1] == (entry.id,) and wording.MEANT_JOIN not in context.asked and context.asked
    return wording.MEANT.format(about=own or entry.question, text=one.text)


# ---------------------------------------------------------------- swaps and corrections


def _nothing_new(turn: Turn, one: Said) -> Meaning | None:
    """那我们呢: the same question for the asker's own case, as far as it is known."""
    context = turn.conversation.context
    entry = next(iter(_trail(turn)), None)
    if not one.marked and not one.back and not spoken.asks(one.text):
        return None
    if not re.search(r"我|咱|俺|这|那", one.text):
        return Lost("any", context.asked or (entry.question if entry else ""))
    if entry is not None and entry.variants and condition_questions.remembered(turn, entry) is None:
        return Read(Match(Decision.ANSWER, (Ranked(entry.id, 1.0, entry.question),)), context.asked)
    for text in reversed(context.told):
        for whole in _replaced(context.asked, said(text)):
            match = turn.index.match(whole)
            if _sure(match):
                return Read(match, whole, wording.MEANT.format(about=_base(context.asked), text=text))
    return Lost("", context.asked or (entry.question if entry else ""), circumstances=True)


def _corrected(turn: Turn, one: Said) -> Meaning | None:
    """The last question with what was taken back replaced."""
    context = turn.conversation.context
    variants = list(_replaced(context.asked, one))
    if not one.asked.content and one.asked.part:
        return _part(turn, one)
    if not variants and not one.asked.content:
        return None
    readings = [Read(turn.index.match(text), text) for text in (*variants, one.text)]
    if not variants:
        readings += [Read(turn.index.match(text), text) for text in _together(turn, _first(turn), one.text)]
    last = context.entries[0] if context.entries else ""
    numbers = spoken.NUMBERED.search(fold(one.text)) is not None
    close = near(turn, entry) if (entry := turn.knowledge.get(last)) else frozenset[str]()
    # what was answered isn't what she meant, unless only a number was wrong, or it speaks of what she says now
    speaks = entry is not None and any(_speaks(fold(text), one.asked.content) for text in entry.wordings)
    kept = readings if numbers or speaks else [Read(_but(read.match, last), read.asked) for read in readings]
    best = max(kept, key=lambda read: _worth(read.match) + NEAR * (_top(read.match) in close))
    return _named_fully(turn, best, variants, one)


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
    """The message in its conversation or alone, whichever is better supported."""
    context = turn.conversation.context
    entry = _first(turn)
    close = near(turn, entry) if entry is not None else frozenset()
    alone = turn.index.match(one.text)
    if turn.index.exact(turn.text) is not None:
        return None
    swaps = list(_replaced(context.asked, one)) + (list(_replaced(entry.question, one)) if entry is not None else [])
    swapped = [Read(turn.index.match(text), text) for text in dict.fromkeys(swaps)]
    readings = [Read(_leading(read.match, close), read.asked) for read in swapped]
    # put together, the words of the last question may outweigh those of this one: it must lead there by itself too
    led = {ranked.entry for ranked in turn.index.rank(one.text, LED)}
    together = [Read(turn.index.match(text), text) for text in _together(turn, entry, one.text)]
    for read in together if not any(_sure(one.match) for one in readings) else ():
        again = entry is not None and _top(read.match) == entry.id and not (_top(alone) == entry.id and _known(alone))
        if _top(read.match) in led and not again:
            readings.append(read)
    within = max(readings, key=lambda read: _worth(read.match) + NEAR * (_top(read.match) in close), default=None)
    slots_only = not spoken.bare(one.text) and not one.asked.part
    if within is not None and _sure(within.match) and (_top(within.match) in close or swaps):
        if not _sure(alone) or slots_only or _worth(within.match) >= SHARE * _worth(alone):
            return _named_fully(turn, within, swaps, one)
    # what has much to say of its own and isn't answered within the conversation is another matter
    leaning = one.marked or one.back or slots_only or len(spoken.bare(one.text)) < OWN
    if _sure(alone) and not slots_only:
        other = _of_two(alone, together, close, entry) if entry is not None and _top(alone) not in close else None
        if other is not None:
            return _named_fully(turn, other, swaps, one)
        return _named_fully(turn, Read(alone, ""), swaps, one) if one.marked or one.back else None
    if not leaning:
        return None
    if (
        entry is not None
        and len(one.asked.content) > 1
        and followup.speaking(condition_questions.leaning(turn, entry), one.asked.content)
    ):
        return Mention(one.asked.content, entry, _meant(turn, entry, one))
    if within is None or (_known(alone) and not slots_only and _worth(alone) >= _worth(within.match)):
        return _named_fully(turn, Read(alone, ""), swaps, one)
    return _named_fully(turn, Read(_leading(within.match, close), within.asked), swaps, one)


def _leading(match: Match, close: frozenset[str]) -> Match:
    """A match in a conversation: an entry near by that leads clearly is meant."""
    first, *others = [*match.ranked, Ranked("", 0.0, "")]
    next_ = others[0].confidence if others else 0.0
    clear = first.entry in close and first.confidence >= LEADING and next_ <= first.confidence / 2
    return Match(Decision.ANSWER, match.ranked) if clear else match


def _of_two(alone: Match, together: list[Read], close: frozenset[str], entry: Entry) -> Read | None:
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
    worth, meant = best[order[0]]
    first = Ranked(order[0], worth, "")
    clear = len(order) == 1 or best[order[1]][0] <= worth / 2
    if order[0] in entry.related and clear:
        return Read(Match(Decision.ANSWER, (first,)), meant)
    return Read(Match(Decision.CHOOSE, (first, alone.ranked[0])), meant)


def _named_fully(turn: Turn, read: Read, swaps: list[str], one: Said) -> Read:
    """A reading under the words for it: the question with the word swapped, else the question and the message.

    What is kept of it is always both: with a word swapped it looks like the question of somebody in another case.
    """
    about = turn.conversation.context.asked
    own = wording.MEANT.format(about=_base(about), text=turn.text) if about else turn.text
    return Read(read.match, read.asked if read.asked in swaps else swaps[0] if swaps else own, own)


def _base(asked: str) -> str:
    """What a question went on from in the first place: of a chain only that and the last follow-up are kept."""
    return asked.partition(wording.MEANT_JOIN)[0]


def _replaced(asked: str, one: Said) -> Iterator[str]:
    """A question with a word of it replaced by what is said now: the one taken back, or one of the same class."""
    folded = fold(asked)
    new = re.sub(
        r"^(?:那么?|如果|要是|假如|换成|是|我们?是|我们?|有)+|(?:呢|吧|啊|的话|了|怎么办|可以吗|行吗|怎么样)+$",
        "",
        fold(one.text),
    )
    if not folded or not new:
        return
    if one.old and one.old in folded:
        yield folded.replace(one.old, new)
    old, number = spoken.NUMBERED.search(folded), spoken.NUMBERED.search(new)
    if old is not None and number is not None:
        yield folded[: old.start()] + number[0] + folded[old.end() :]
    asking = spoken.without(new, "asking") != new  # 谁来当主席 asks something of its own
    for name in spoken.slots() if not asking else ():
        mine, theirs = spoken.found(new, name), spoken.found(folded, name)
        # beside the word it says nothing that the question doesn't say
        if mine and theirs and mine != theirs and spoken.content(new.replace(mine, "")) in folded:
            yield spoken.swapped(folded, theirs, mine)
    if one.old is not None and one.old and spoken.content(one.old) and spoken.content(one.old) in folded:
        yield folded.replace(spoken.content(one.old), new)


def _together(turn: Turn, entry: Entry | None, text: str, *, topic: bool = True) -> tuple[str, ...]:
    """A message behind what the conversation is about, in several breadths."""
    context = turn.conversation.context
    body = fold(text)
    every = [context.asked, entry.question if entry is not None else ""]
    procedures = [spoken.found(fold(one), "slot.procedure") for one in every]
    subjects = [subject(one) for one in every]
    topics = [fold(entry.topic)] if entry is not None and topic else []
    return tuple(dict.fromkeys(f"{about}{body}" for about in (*procedures, *subjects, *topics) if about))


# ---------------------------------------------------------------- what they share


def _trail(turn: Turn) -> list[Entry]:
    """The entries that were talked about, the latest first."""
    found = (turn.knowledge.get(name) for name in turn.conversation.context.entries)
    return [entry for entry in found if entry is not None]


def _first(turn: Turn) -> Entry | None:
    """What the conversation is about: what was offered last, or answered."""
    context = turn.conversation.context
    return next((entry for name in (*context.offered, *context.entries) if (entry := turn.knowledge.get(name))), None)


def near(turn: Turn, entry: Entry) -> frozenset[str]:
    """The entries close to one: itself, those related to it, those of its topic."""
    topic = next((one.entries for one in turn.knowledge.topics if entry.id in one.entries), ())
    return frozenset((entry.id, *entry.related, *topic))


def leaning(turn: Turn, entry: Entry) -> Entry:
    """The entry as it is for the asker."""
    return condition_questions.leaning(turn, entry)


def _top(match: Match) -> str:
    return match.ranked[0].entry if match.ranked else ""


def _sure(match: Match) -> bool:
    return match.decision is Decision.ANSWER


def _known(match: Match) -> bool:
    return match.decision is not Decision.UNKNOWN


def _worth(match: Match) -> float:
    return match.ranked[0].confidence if match.ranked else 0.0
