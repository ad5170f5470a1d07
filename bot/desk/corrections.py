"""A question with what was wrong in it put right: what is taken back, and what stands in its place."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import conversation_subject, part_resolution, word_classes
from bot.desk.followup_decision import confidence, is_answer, labelled, top_entry, without_entry
from bot.desk.interpretation import Interpretation, Reading
from bot.desk.turn import Turn
from bot.desk.utterance import Utterance, substitutions
from bot.model import Entry
from bot.normalise import fold

NEAR = 0.1
"""What a reading gains when its entry is near what the conversation is about."""


def with_retraction(turn: Turn, one: Utterance) -> Interpretation | None:
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
        else [Reading(without_entry(read.match, last), read.asked) for read in readings]
    )
    mended = [
        read for read in kept[: len(variants)] if is_answer(read.match)
    ]  # the question mended says more than the word alone
    best = max(mended or kept, key=lambda read: confidence(read.match) + NEAR * (top_entry(read.match) in close))
    return labelled(turn, best, variants)


def with_word_replaced(turn: Turn, old: str, new: str) -> Reading:
    """The last question that holds a word which was wrong, with the right one in its place, or the word by itself."""
    context = turn.conversation.context
    asked = next((one for one in (context.asked, *context.questions) if old in fold(one)), context.asked)
    whole = fold(asked).replace(old, new)
    readings = [Reading(turn.index.match(text), text) for text in (whole, new)]
    best = max(readings, key=lambda read: confidence(read.match) + NEAR * (read.asked == whole))
    return replace(labelled(turn, best, [whole]), said=new)


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
