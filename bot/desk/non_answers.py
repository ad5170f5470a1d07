"""What is met with a word, or in a group with silence, instead of an answer: small talk, pieces, what nothing explains."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from bot import wording
from bot.desk import callback_data, conversation_subject, replies, utterance, word_classes
from bot.desk.conversation_memory import FOLLOWUP_WINDOW
from bot.desk.interpretation import Statement, Unresolved
from bot.desk.turn import Turn
from bot.model import Block, Button, Choice, Decision, Knowledge, Match, Question, Reply
from bot.normalise import fold

_COMMAND = re.compile(r"\s*/[A-Za-z_]\w*(?:@\w+)?(?:\s|$)")
_KNOWN = re.compile(r"\s*/(?:ask|help|start|topics|human|guides|fill|law)\b", re.IGNORECASE)
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


NEAR, ALONE = 0.3, 0.4
"""Confidence from which what a told circumstance comes near to is offered: of what is near to the subject, and of all else."""


def _near_entries(turn: Turn, meaning: Statement) -> list[Choice]:
    """Entries that what is told comes near to: those near to what was talked about sooner than others."""
    close = conversation_subject.nearby_entries(turn, meaning.entry) if meaning.entry is not None else frozenset()
    found = replies.as_choices(meaning.near.ranked[:2], turn.knowledge)
    return [one for one in found if one.confidence >= (NEAR if one.entry in close else ALONE)]


def _next_buttons(turn: Turn, meaning: Statement) -> list[Button]:
    """Buttons for what may be asked next: what it comes near to, else the parts of what was talked about."""
    near = [Button(one.question, callback_data.show(one.entry)) for one in _near_entries(turn, meaning)]
    return near or (replies.detail_buttons(meaning.entry) if meaning.entry is not None else [])


def statement_choices(turn: Turn, meaning: Statement) -> tuple[str, ...]:
    """What the numbers mean behind it."""
    return tuple(button.action for button in _next_buttons(turn, meaning))


def statement_reply(turn: Turn, meaning: Statement) -> Reply:
    """That it was understood, and what may be asked next."""
    near = _near_entries(turn, meaning)
    text = turn.text.strip()[:_REPEATED]
    if near:
        blocks = [Block("steps", wording.TOLD_NEAR.format(text=text), tuple(one.question for one in near))]
    else:
        blocks = [Block("text", wording.TOLD.format(text=text, about=meaning.about))]
    blocks.append(Block("note", wording.TOLD_HUMAN))
    buttons = callback_data.rows(_next_buttons(turn, meaning), 1 if near else 4)
    reply = Reply(turn.text, Decision.SMALLTALK, () if in_group(turn.question) else tuple(blocks), asking=False)
    return replace(reply, buttons=buttons) if reply.blocks else reply


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
