"""An entry that was answered before in the conversation, come to again by another message: what of it bears on that.

The same text is never sent twice: the part that is asked for, the sentences that speak of the message, else what wasn't
shown yet behind the answer in a sentence; and what else the message may be about.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot import wording
from bot.desk import (
    callback_data,
    condition_questions,
    context_ranking,
    conversation_subject,
    excerpts,
    followup,
    replies,
    sentence_choice,
    utterance,
    word_classes,
)
from bot.desk.conversation_memory import FOLLOWUP_WINDOW
from bot.desk.turn import Turn
from bot.desk.word_weights import texts, weights_of
from bot.model import Block, Button, Choice, Condition, Decision, Entry, Reply
from bot.normalise import fold
from bot.render import for_option, paragraphs, paragraphs_sent, short_line

OTHER = 0.1
"""Probability from which another entry may be what the message is about."""
_ROOM = 180
"""Characters of what wasn't shown yet."""
_OTHERS = 2
"""Other entries that are offered."""
_SURE = 0.4
"""Probability from which a sentence alone tells what is asked: 69 of 100 such do (`tools/fit_sentences.py`)."""


@dataclass(frozen=True)
class RepeatedAnswer:
    """What is sent instead of an entry's text, and what the conversation remembers of it."""

    reply: Reply
    choices: tuple[str, ...]
    """The actions of its numbers."""
    shown: int
    """Paragraphs of the entry's answer that are shown by now."""


def was_given(before: Turn, turn: Turn, entry: Entry) -> bool:
    """Whether an entry's text for the asker was sent in the conversation, for another message than this.

    `before` is the turn without what the message decides: another option has another text.
    """
    context = before.conversation.context
    if turn.question.alone or not before.fresh(FOLLOWUP_WINDOW) or entry.id not in context.given:
        return False
    same = condition_questions.remembered_option(before, entry) == condition_questions.remembered_option(turn, entry)
    return same and fold(turn.text) not in {fold(asked) for asked in (context.asked, *context.questions)}


def repeated_answer(turn: Turn, entry: Entry, confidence: float) -> RepeatedAnswer:
    """What bears on the message of an entry that was given before."""
    condition = condition_questions.undecided_condition(turn, entry)
    if condition is not None:
        return _undecided(turn, entry, condition, confidence)
    shown = condition_questions.entry_for_asker(turn, entry)
    asked = utterance.parse_utterance(turn.text).asked
    seen = _paragraphs_shown(turn, shown)
    others = _other_entries(turn, entry)
    whole = asked.part not in followup.SENTENCES or not asked.content  # 去哪入 站点没工会 asks for more than a sentence
    if asked.part not in ("", "next", "more") and whole and followup.has_part(shown, asked.part, asked.step):
        blocks = followup.part_blocks(shown, asked.part, asked.step)
        others = []
    elif others and not _shares_wordings(turn, entry) and not excerpts.relevant_sentences(turn, shown):
        telling = excerpts.telling_sentence(turn, shown, least=_SURE)
        missing = "" if telling else _not_told(turn, shown)
        opening = wording.AGAIN_NEAR if telling else wording.AGAIN_NOT
        said = "" if missing else telling or paragraphs(shown.answer)[0]
        blocks = (Block("text", missing or opening.format(question=shown.question)), *((Block("text", said),) if said else ()))
    else:
        before = "".join(paragraphs(shown.answer)[:seen])
        chosen = excerpts.chosen_sentences(turn, shown, before)
        known = all(sentence_choice.is_in(block.text, before) for block in chosen)
        more = _unshown(shown, seen) if known and not excerpts.telling_sentence(turn, shown, least=_SURE) else []
        blocks = (Block("text", wording.AGAIN.format(question=shown.question)), *chosen)
        blocks = (*blocks, *(Block("text", one) for one in more), *_source(turn, shown))
        seen += len(more)
    held = replies.detail_buttons(shown)
    rows = callback_data.rows(held, len(held) or 1)
    if others:
        choices = tuple(Choice(one.id, one.question, OTHER) for one in others)
        lines = replies.choice_lines(choices, excerpts.first_sentences(turn, choices))
        blocks = (*blocks, Block("steps", wording.AGAIN_OTHERS, lines))
        rows = (*replies.related_buttons(others), *rows)
    reply = Reply(turn.text, Decision.ANSWER, blocks, entry.id, confidence, sources=shown.sources, buttons=rows)
    return RepeatedAnswer(reply, tuple(button.action for row in rows for button in row), seen)


_NUMBERS = ("time", "money", "people")
"""Points of which an entry can be seen to say nothing: it holds no figure of the kind."""


def _not_told(turn: Turn, shown: Entry) -> str:
    """That an entry doesn't say what the message asks, when it is a figure and none of the kind stands in it; else empty."""
    points = [point for point in _NUMBERS if point in followup.points_asked(turn.text)]
    if not points or any(followup.tells(text, point) for point in points for text in texts(shown)):
        return ""
    return wording.AGAIN_LACKS.format(question=shown.question, part="、".join(wording.PARTS[point] for point in points))


def _undecided(turn: Turn, entry: Entry, condition: Condition, confidence: float) -> RepeatedAnswer:
    """What the texts for each option say of the message, and the deciding question; without it what holds for everybody."""
    labels = {option.name: option.label for option in condition.options}
    blocks: tuple[Block, ...] = (Block("heading", entry.question), *excerpts.relevant_sentences(turn, entry))
    for variant in entry.variants:
        told = {block.text for block in blocks}
        own = [one for one in excerpts.relevant_sentences(turn, for_option(entry, variant)) if one.text not in told]
        label = wording.CONDITION_LABEL.format(label=labels.get(variant.when, variant.when))
        blocks = (*blocks, *((Block("text", label), *own) if own else ()))
    every = (*(option.label for option in condition.options), wording.CONDITION_UNSURE)
    blocks = (*blocks, Block("steps", wording.CONDITION_ASK.format(question=condition.question), every))
    actions = condition_questions.option_actions(entry, condition)
    buttons = [Button(label, action) for label, action in zip(every, actions, strict=True)]
    rows = callback_data.rows(buttons, 1)
    return RepeatedAnswer(Reply(turn.text, Decision.ANSWER, blocks, entry.id, confidence, buttons=rows), actions, 1)


def _paragraphs_shown(turn: Turn, shown: Entry) -> int:
    """How many paragraphs of an entry's answer were shown in the conversation; what is sent at once where it isn't known."""
    count = len(paragraphs(shown.answer))
    seen = dict(turn.conversation.context.seen).get(shown.id) or paragraphs_sent(shown)
    return count if seen < 0 else min(seen, count)


def _unshown(shown: Entry, seen: int) -> list[str]:
    """The paragraphs of an answer behind those that were shown, as many as fit, one at least."""
    found: list[str] = []
    for text in paragraphs(shown.answer)[seen:]:
        if found and sum(map(len, found)) + len(text) > _ROOM:
            break
        found.append(text)
    return found


def _shares_wordings(turn: Turn, entry: Entry) -> bool:
    """Whether an entry's wordings hold most of what the message is about: it is asked in other words."""
    content = word_classes.bare_content(turn.text)
    return not content or weights_of(turn.knowledge).share(content, entry.id, answer=False) >= excerpts.CLEARLY


def _other_entries(turn: Turn, entry: Entry) -> list[Entry]:
    """What else the message may be about, by itself or in its conversation."""
    ranked = context_ranking.rank_in_context(turn, utterance.parse_utterance(turn.text))
    likely = [one for one in (*turn.index.rank(turn.text, _OTHERS + 1), *ranked[: _OTHERS + 1]) if one.confidence >= OTHER]
    names = dict.fromkeys(one.entry for one in sorted(likely, key=lambda one: -one.confidence) if one.entry != entry.id)
    found = [other for other in map(turn.knowledge.get, names) if other is not None]
    given = {one.id for one in conversation_subject.recent_entries(turn)}
    return [other for other in found if other.id not in given][:_OTHERS]


def _source(turn: Turn, shown: Entry) -> tuple[Block, ...]:
    line = short_line(shown, turn.knowledge.laws)
    return (Block("source", line),) if line else ()
