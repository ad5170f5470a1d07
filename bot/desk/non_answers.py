"""What is met with a word, or in a group with silence, instead of an answer: small talk, pieces, what nothing explains."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from bot import wording
from bot.desk import (
    callback_data,
    condition_questions,
    conversation_subject,
    excerpts,
    matter,
    replies,
    smalltalk,
    utterance,
    word_classes,
)
from bot.desk.conversation_memory import FOLLOWUP_WINDOW
from bot.desk.interpretation import Statement, Unresolved
from bot.desk.turn import Turn
from bot.model import Block, Button, Choice, Decision, Entry, Knowledge, Match, Question, Reply
from bot.normalise import fold
from bot.render import paragraphs

_COMMAND = re.compile(r"\s*/[A-Za-z_]\w*(?:@\w+)?(?:\s|$)")
_KNOWN = re.compile(r"\s*/(?:ask|help|topics|human|guides|fill|law)\b", re.IGNORECASE)
"""Commands of askers; those of admins are heard before the desk."""
_TO_ME = re.compile(r"你|您|机器人")
_OFTEN = 2
"""Entries whose wordings must hold two characters for them to be a word of the trade."""
_LIKELY = 0.3
"""Confidence from which words that ask nothing are keywords of what they are likely about."""
_CONTENT = 4
"""Characters of content from which keywords count as a question that a person could answer."""


def in_group(question: Question) -> bool:
    """Whether others read the conversation: its key then names the chat beside the asker."""
    return len(question.conversation.split(":")) > len(question.asker.split(":")) + 1


def quiet_reply(turn: Turn, said: str) -> Reply:
    """A word in private, nothing in a group."""
    blocks = () if in_group(turn.question) else replies.text_reply(turn.text, said).blocks
    return Reply(turn.text, Decision.SMALLTALK, blocks, asking=False)


def unknown_command(turn: Turn) -> Reply | None:
    """A command that nobody has anything to do with; None for anything else."""
    if not _COMMAND.match(turn.text) or _KNOWN.match(turn.text):
        return None
    return quiet_reply(turn, wording.COMMAND_UNKNOWN)


def denial_reply(turn: Turn) -> Reply:
    """不是, 没有, 错了: what was understood, so that it can be put right."""
    context = turn.conversation.context
    if turn.fresh(FOLLOWUP_WINDOW) and context.asked:
        return replies.text_reply(turn.text, wording.DENIED_ABOUT.format(about=context.asked))
    return quiet_reply(turn, wording.DENIED)


def anger_reply(turn: Turn) -> Reply:
    """One kind sentence, and the person."""
    button = Button(wording.BUTTON_HUMAN, callback_data.person(turn.conversation.record))
    return replace(replies.text_reply(turn.text, wording.ANGRY), buttons=((button,),))


def unresolved_reply(turn: Turn, meaning: Unresolved) -> Reply:
    """What was understood of a message that nothing explains, and what is lacking."""
    part = wording.PARTS.get(meaning.part, "")
    if meaning.circumstances:
        said = wording.FOLLOW_WHICH.format(about=meaning.about) if meaning.about else wording.FOLLOW_WHAT
    elif meaning.about and meaning.part == "any":
        said = wording.FOLLOW_PART.format(about=meaning.about)
    elif meaning.about and part:
        said = wording.PART_OF_UNKNOWN.format(about=meaning.about, part=part)
    else:
        said = wording.PART_OF_WHAT.format(part=part) if part in _NAMED else wording.FOLLOW_WHAT
    return replace(replies.text_reply(turn.text, said), asking=False)


_NEAR = 0.3
"""Probability from which an entry may be what somebody who told something asks next."""


_CLEAR = 0.6
"""Probability from which an entry bears on what was told although it doesn't speak of it."""


def next_entries(turn: Turn, meaning: Statement) -> list[Choice]:
    """What may be asked next: what the statement is near to, in its conversation or by itself, then what is related."""
    last = meaning.entry.id if meaning.entry is not None else ""
    found_near = (*meaning.near.ranked, *turn.index.match(turn.text).ranked)
    likely = [one for one in replies.as_choices(found_near, turn.knowledge) if one.confidence >= _NEAR]
    near = sorted(likely, key=lambda one: -one.confidence)
    related = replies.related_entries(meaning.entry, turn.knowledge) if meaning.entry is not None else []
    others = [Choice(entry.id, entry.question, 0.0) for entry in related]
    found = {one.entry: one for one in (*others, *reversed(near)) if one.entry != last}
    order = [one.entry for one in (*near, *others) if one.entry in found]
    listed = tuple(found[name] for name in dict.fromkeys(order))
    leading = (Choice(last, meaning.entry.question, 1.0),) if meaning.entry is not None else ()
    kept = matter.without_foreign(turn, (*leading, *listed), likely=_CLEAR)[len(leading) :]
    return list(kept[: replies.MOST_OFFERED])


def statement_choices(turn: Turn, meaning: Statement) -> tuple[str, ...]:
    """What the numbers mean behind it."""
    return tuple(callback_data.show(one.entry) for one in next_entries(turn, meaning))


def statement_reply(turn: Turn, meaning: Statement) -> Reply:
    """That it was understood, what of the answers speaks of it, and what may be asked next."""
    if in_group(turn.question):
        return Reply(turn.text, Decision.SMALLTALK, (), asking=False)
    following = next_entries(turn, meaning)
    answers = excerpts.first_sentences(turn, tuple(following))
    speaking = _relevant_blocks(turn, meaning, following, told=any(answers))
    said = wording.TOLD if speaking or following else wording.TOLD_ABOUT
    blocks = [Block("text", said.format(text=turn.text.strip()[:_REPEATED])), *speaking]
    if following:
        blocks.append(Block("steps", wording.TOLD_NEXT, replies.choice_lines(following, answers)))
    blocks.append(Block("note", wording.TOLD_HUMAN))
    buttons = [Button(one.question, callback_data.show(one.entry)) for one in following]
    reply = Reply(turn.text, Decision.SMALLTALK, tuple(blocks), asking=False)
    return replace(reply, buttons=callback_data.rows(buttons, 1))


def spoken_entry(turn: Turn) -> Entry | None:
    """The entry that the last reply was about: answered, else offered as the likeliest; None when it was about none."""
    if not turn.fresh(FOLLOWUP_WINDOW):
        return None
    names = (*turn.conversation.context.offered[:1], turn.conversation.entry, *turn.conversation.context.entries[:1])
    return next((entry for name in names if (entry := turn.knowledge.get(name)) is not None), None)


def lost_reply(turn: Turn) -> Reply:
    """To who doesn't understand, or wants it short: the last answer in a sentence with its example; else how to ask."""
    entry = spoken_entry(turn)
    if entry is None:
        return replies.text_reply(turn.text, wording.LOST)
    shown = condition_questions.entry_for_asker(turn, entry)
    first = paragraphs(shown.answer)[0]
    if smalltalk.plain_question(turn.text) is not None:
        first = excerpts.telling_sentence(turn, shown, first) or first
    example = next((one for one in excerpts.examples(shown) if one not in first), "")
    wants_one = _EXAMPLE.search(fold(turn.text)) is not None
    told = wording.LOST_EXAMPLE.format(example=example) if example else wording.LOST_NO_EXAMPLE if wants_one else ""
    said = wording.LOST_SHORT.format(question=entry.question, answer=first)
    return replies.text_reply(turn.text, said, *filter(None, (told,)), wording.LOST_HUMAN)


_EXAMPLE = re.compile("例|比方|比如")


def _relevant_blocks(turn: Turn, meaning: Statement, following: Sequence[Choice], *, told: bool) -> tuple[Block, ...]:
    """The sentences that bear on what was told: of the last answer, else the beginning of the likeliest one.

    `told`: what may be asked next stands there with its answers; what only may bear on it is left out then.
    """
    shown = condition_questions.entry_for_asker(turn, meaning.entry) if meaning.entry is not None else None
    if shown is not None and (found := excerpts.relevant_sentences(turn, shown)):
        return (Block("text", wording.TOLD_SPEAKS.format(question=shown.question)), *found)
    first = turn.knowledge.get(following[0].entry) if following else None
    last = meaning.entry
    near = last is None or (first is not None and first.id in conversation_subject.nearby_entries(turn, last))
    told_of = first is not None and (near or following[0].confidence >= _NEAR) and excerpts.is_relevant(turn, first)
    bears = first is not None and (following[0].confidence >= _CLEAR or told_of)
    if bears and (likely := excerpts.likely_answer(turn, tuple(following))):
        return (Block("text", wording.TOLD_LIKELY.format(question=following[0].question)), *likely)
    if shown is None or told or not (nearest := excerpts.nearest_sentence(turn, shown)):
        return ()
    return (Block("text", wording.TOLD_SPEAKS.format(question=shown.question)), *nearest)


_REPEATED = 30
"""Characters of what is told that are repeated."""
_NAMED = tuple(wording.PARTS[part] for part in ("materials", "sources", "steps", "time", "money", "approve", "where", "people"))


def chat_reply(turn: Turn, match: Match) -> Reply | None:
    """What is no question of our field: said to the bot itself, or nothing that asks; None for everything else."""
    if turn.question.alone or turn.meant or has_domain_word(turn.text, turn.knowledge):
        return None
    asking = word_classes.asks(turn.text) or utterance.states_intent(turn.text)
    if asking and not (_TO_ME.search(turn.text) and match.decision is Decision.UNKNOWN):
        return None
    likely = bool(match.ranked) and match.ranked[0].confidence >= _LIKELY
    keywords = likely or word_classes.content(turn.text) == fold(turn.text)
    if not asking and match.decision is Decision.CHOOSE and keywords:
        return None
    return quiet_reply(turn, wording.CHATTED if asking else wording.UNCLEAR)


def is_off_field(turn: Turn, match: Match) -> bool:
    """Whether what is asked of the bot itself comes near to nothing that the knowledge speaks of: 你们那边热不热."""
    near = match.ranked[0].confidence if match.ranked else 0.0
    alone = turn.index.match(turn.text)
    first = alone.ranked[0].confidence if alone.ranked else 0.0
    mine = _TO_ME.search(turn.text) is not None and wording.TRADE not in turn.text
    if turn.fresh(FOLLOWUP_WINDOW) and spoken_entry(turn) is not None and len(turn.text) < _WHOLE:
        return False  # short, it leans on what was talked about: 那第一步是找街道还是找你们
    return mine and alone.decision is Decision.UNKNOWN and first < _FAR and near < _LIKELY and not turn.question.alone


_WHOLE = 20
"""Characters from which a message says by itself what it is about."""
_FAR = 0.1
"""Confidence of a message by itself below which it comes near to nothing."""


def with_meaning(turn: Turn, reply: Reply) -> Reply:
    """The reply with what the question means, and whether a person could answer it."""
    if turn.question.alone:
        return reply
    asking = word_classes.asks(turn.plain_question) or len(word_classes.content(turn.plain_question)) >= _CONTENT
    meant = turn.meant or turn.text
    telling = [text for text in turn.conversation.context.told if not word_classes.asks(text) and fold(text) not in fold(meant)]
    told = telling[-1] if telling else ""
    if told and asking and not turn.meant:
        meant = wording.MEANT_TOLD.format(text=meant, told=told)
    return replace(reply, asking=asking, meant=meant if meant != turn.text else "")


def has_domain_word(text: str, knowledge: Knowledge) -> bool:
    """Whether a text holds a word of the trade: two characters that the wordings of several entries hold."""
    said = word_classes.without(fold(text), "filler", "asking", "back", "joint")
    known = _pairs(knowledge.hash, knowledge)
    return any(said[place : place + 2] in known for place in range(len(said) - 1))


class _DomainPairs:
    """The pairs of the knowledge in force: they are asked for with every text that nothing matches."""

    def __init__(self) -> None:
        self._hash = ""
        self._found: frozenset[str] = frozenset()

    def __call__(self, hash_: str, knowledge: Knowledge) -> frozenset[str]:
        if hash_ != self._hash or not hash_:
            counts: dict[str, int] = {}
            for entry in knowledge.entries:
                said = {word[at : at + 2] for word in map(_bare, entry.wordings) for at in range(len(word) - 1)}
                for pair in said:
                    counts[pair] = counts.get(pair, 0) + 1
            self._hash, self._found = hash_, frozenset(pair for pair, count in counts.items() if count >= _OFTEN)
        return self._found


@lru_cache(20_000)
def _bare(text: str) -> str:
    return word_classes.without(fold(text), "filler", "asking", "back", "joint")


_pairs = _DomainPairs()
