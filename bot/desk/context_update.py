"""What a conversation is about after a reply, and the parts of entries that are asked for in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot import wording
from bot.desk import (
    callback_data,
    condition_questions,
    context_ranking,
    conversation_subject,
    excerpts,
    followup,
    replies,
    utterance,
    word_classes,
)
from bot.desk.conversation_subject import MOST_TOLD
from bot.desk.interpretation import PartRequest, TextMention
from bot.desk.sentence_choice import is_in
from bot.desk.turn import Turn
from bot.model import Block, Button, Choice, Context, Decision, Entry, Reply
from bot.render import paragraphs_sent, short_line

DOUBTFUL = 0.3
"""Confidence of the likeliest choice below which what was offered is no subject to go on from."""
MOST = 5
"""Entries that a conversation can go back to."""
_SEEN = 12
"""Entries of which is kept how much was shown."""


def after_answer(turn: Turn, entry: Entry) -> Context:
    """After an entry was answered."""
    context = _with_question(turn)
    context = replace(
        context,
        entries=_moved_to_front(entry.id, context.entries),
        given=_moved_to_front(entry.id, context.given),
        offered=(),
        open=False,
        step=0,
    )
    return with_shown(context, entry.id, paragraphs_sent(entry))


def with_shown(context: Context, entry: str, shown: int) -> Context:
    """After so many paragraphs of the answer of the entry talked about were shown; -1: all of them."""
    seen = ((entry, shown), *(one for one in context.seen if one[0] != entry))[:_SEEN]
    return replace(context, shown=shown, seen=seen)


def _with_opened(context: Context, entry: str) -> Context:
    """After an answer's first paragraph was shown above a list, which makes it no subject yet."""
    known = any(one == entry for one, _ in context.seen)
    return context if known else replace(context, seen=((entry, 1), *context.seen)[:_SEEN])


def after_choices(turn: Turn, reply: Reply, named: tuple[str, ...] = ()) -> Context:
    """After a reply that named entries without settling on one, or had none; `named` are those of several answers."""
    if not reply.asking:
        return with_piece(turn)
    context = _with_question(turn)
    if reply.decision is Decision.CHOOSE and reply.choices and any(block.kind == "text" for block in reply.blocks[1:]):
        context = _with_opened(context, reply.choices[0].entry)
    offered = named or tuple(choice.entry for choice in reply.choices if reply.choices[0].confidence >= DOUBTFUL)
    if reply.decision is Decision.ANSWER:  # several answers
        entries = _moved_to_front(reply.entry, context.entries) if reply.entry else context.entries
        given = (*offered, *(one for one in context.given if one not in offered))[:MOST]
        return replace(context, entries=entries, given=given, offered=offered, open=False, step=0, shown=0)
    open_ = reply.decision is Decision.UNKNOWN or not offered
    return replace(context, offered=() if open_ else offered, open=open_, step=0, shown=0)


def with_piece(turn: Turn, *, names_matter: bool = False) -> Context:
    """After a piece of a question; `names_matter`: it says what is going to be asked about, which later messages lean on."""
    context = turn.conversation.context
    if names_matter:
        context = replace(context, asked=turn.text, questions=_questions(turn))
    return replace(
        context, pieces=(*conversation_subject.recent_pieces(turn), turn.text)[-MOST:], said=turn.now, told=_circumstances(turn)
    )


def with_circumstances(turn: Turn, reply: Reply, near: Sequence[Choice] = ()) -> Context:
    """After something was told of how things are, which may be `near` to entries."""
    texts = {block.text for block in reply.blocks}
    context = replace(turn.conversation.context, told=(*turn.conversation.context.told, turn.text)[-MOST_TOLD:])
    context = replace(context, pieces=(), said=0.0)
    if near and wording.TOLD_LIKELY.format(question=near[0].question) in texts:  # what it bears on is talked about now
        context = replace(context, offered=tuple(one.entry for one in near), questions=_questions(turn), open=False)
    return context


def _with_question(turn: Turn) -> Context:
    context, told = turn.conversation.context, _circumstances(turn)
    return replace(context, asked=turn.plain_question, questions=_questions(turn), told=told, pieces=(), said=0.0)


def _questions(turn: Turn) -> tuple[str, ...]:
    """The questions of a conversation with this one: in its own words when they say enough."""
    asked = turn.text if len(word_classes.content(turn.text)) >= _TELLING else utterance.base_question(turn.meant)
    kept = turn.conversation.context.questions
    return (asked, *(one for one in kept if one != asked))[: context_ranking.QUESTIONS] if asked else kept


_TELLING = 2
"""Characters of content from which a question says what it is about."""


def _circumstances(turn: Turn) -> tuple[str, ...]:
    told = turn.conversation.context.told
    joined = conversation_subject.joined_pieces(turn)
    if not utterance.tells_circumstances(joined):
        return told
    one = utterance.parse_utterance(joined)
    return (one.text,) if one.retracted is not None else (*told, one.text)[-MOST_TOLD:]


def _moved_to_front(entry: str, entries: Sequence[str]) -> tuple[str, ...]:
    return (entry, *(one for one in entries if one != entry))[:MOST]


# ---------------------------------------------------------------- parts


def part_reply(turn: Turn, asked: PartRequest) -> Reply:
    """The reply that shows a part."""
    if len(asked.entries) > 1:
        return _choose_entry(turn, asked)
    if not asked.entries:
        return _part_missing(turn, asked)
    entry = asked.entries[0]
    shown = condition_questions.entry_for_asker(turn, entry)
    if asked.part == "next" or (asked.part == "more" and not followup.has_part(shown, "more")):
        return _nothing_left(turn, asked, shown)
    part = followup.part_blocks(shown, asked.part, asked.step)
    if asked.part in followup.SENTENCES and (telling := excerpts.telling_sentence(turn, shown)):
        # of the sentences that give such a thing the one first that speaks of the message
        others = (block for block in part[1:] if not is_in(telling, block.text))
        part = (part[0], Block("text", telling), *others)
    blocks: tuple[Block, ...] = (*condition_questions.assumption_note(turn, entry), *part)
    if asked.about is not None:
        note = wording.PART_ELSEWHERE.format(question=asked.about.question, part=wording.PARTS[asked.part])
        blocks = (Block("note", note), *blocks)
    reply = Reply(turn.text, Decision.ANSWER, blocks, entry.id, 1.0, sources=shown.sources)
    return replace(reply, buttons=_buttons(turn, shown, asked))


def mention_reply(turn: Turn, asked: TextMention) -> Reply:
    """The reply that shows what an entry says of something."""
    shown = condition_questions.entry_for_asker(turn, asked.entry)
    heading, line = Block("heading", shown.question), short_line(shown, turn.knowledge.laws)
    telling = excerpts.chosen_sentences(turn, shown, excerpts.shown_before(turn, shown))
    blocks = (*condition_questions.assumption_note(turn, asked.entry), heading, *telling)
    blocks = (*blocks, Block("source", line)) if line else blocks
    held = replies.detail_buttons(shown)
    reply = Reply(turn.text, Decision.ANSWER, blocks, asked.entry.id, 1.0, sources=shown.sources)
    return replace(reply, buttons=callback_data.rows(held, len(held) or 1))


def _buttons(turn: Turn, entry: Entry, asked: PartRequest) -> tuple[tuple[Button, ...], ...]:
    """The other parts, and after a step the next one."""
    found = [one for one in replies.detail_buttons(entry) if one.action != callback_data.detail(entry.id, asked.part)]
    if asked.part == "more":
        related = replies.related_entries(entry, turn.knowledge)
        return (*callback_data.rows(found, len(found) or 1), *replies.related_buttons(related))
    if asked.part == "step" and asked.step < len(entry.steps):
        found.insert(0, Button(wording.DETAIL_NEXT, f"{callback_data.detail(entry.id, 'step')}:{asked.step + 1}"))
    return callback_data.rows(found, len(found) or 1)


def _choose_entry(turn: Turn, asked: PartRequest) -> Reply:
    entries = asked.entries[: replies.MOST_OFFERED]
    buttons = [Button(entry.question, callback_data.detail(entry.id, asked.part)) for entry in entries]
    lines = tuple(entry.question for entry in entries)
    block = Block("steps", wording.PART_WHICH.format(part=wording.PARTS[asked.part]), lines)
    return Reply(turn.text, Decision.CHOOSE, (block,), buttons=callback_data.rows(buttons, 1), asking=False)


def _part_missing(turn: Turn, asked: PartRequest) -> Reply:
    about = asked.about
    if about is None:
        return replace(replies.text_reply(turn.text, wording.FOLLOW_WHAT), asking=False)
    shown = condition_questions.entry_for_asker(turn, about)
    blocks = followup.part_blocks(shown, asked.part, asked.step)
    if turn.conversation.context.offered[:1] == (about.id,):  # it wasn't sure that she asked for this one
        heading = wording.PART_OF.format(
            question=utterance.base_question(turn.conversation.context.asked), part=wording.PARTS[asked.part]
        )
        blocks = (Block("heading", heading), *blocks[1:])
    if mentioned := followup.sentences_about(shown, asked.part):
        blocks = (*blocks[:1], *mentioned)
    others = _near_entries(turn, about)
    if others and not mentioned:
        choices = tuple(Choice(other.id, other.question, excerpts.POSSIBLE) for other in others)
        lines = replies.choice_lines(choices, excerpts.first_sentences(turn, choices))
        blocks = (*blocks, Block("steps", wording.RELATED, lines))
    reply = Reply(turn.text, Decision.ANSWER, blocks, about.id, 1.0)
    return replace(reply, buttons=replies.related_buttons(others))


def _near_entries(turn: Turn, about: Entry) -> list[Entry]:
    """Entries near one that may have what it lacks, likeliest first, then those related to it."""
    close = conversation_subject.nearby_entries(turn, about) - {about.id}
    ranked = context_ranking.rank_in_context(turn, utterance.parse_utterance(turn.text))
    likely = [one.entry for one in ranked if one.entry in close and one.confidence >= _LIKELY]
    found = [*map(turn.knowledge.get, likely), *replies.related_entries(about, turn.knowledge)]
    return [entry for entry in dict.fromkeys(found) if entry is not None][: replies.MOST_OFFERED]


_LIKELY = 0.1
"""Probability from which an entry near by may have the part that another one lacks."""


def _nothing_left(turn: Turn, asked: PartRequest, entry: Entry) -> Reply:
    """Nothing is left of an entry: what is related to it."""
    said = wording.PART_LAST.format(number=asked.step) if asked.step else wording.PART_NO_MORE
    others = replies.related_entries(entry, turn.knowledge)
    blocks = [Block("text", said)]
    blocks += [Block("steps", wording.RELATED, tuple(other.question for other in others))] if others else []
    reply = Reply(turn.text, Decision.ANSWER, tuple(blocks), entry.id, 1.0, buttons=replies.related_buttons(others))
    return replace(reply, asking=False)


def after_part(turn: Turn, asked: PartRequest, reply: Reply, record: int) -> dict[str, object]:
    """What a conversation remembers after a part was shown."""
    choices = tuple(button.action for row in reply.buttons for button in row)
    context = replace(turn.conversation.context, pieces=(), told=_circumstances(turn))
    changes: dict[str, object] = {"choices": choices, "awaiting": ""}
    if reply.asking:
        changes["record"] = record
    if len(asked.entries) == 1:
        # a part that was found in another entry doesn't change the subject: 依据呢 is still about what was asked;
        # steps do, since 下一步 is about them
        entry = asked.entries[0] if asked.part in ("step", "steps") else asked.about or asked.entries[0]
        same = context.entries[:1] == (entry.id,)
        context = replace(context, entries=_moved_to_front(entry.id, context.entries), offered=(), open=False)
        if not same:
            context = replace(context, asked=entry.question, step=0, shown=0)
        if asked.part in ("step", "steps"):
            context = replace(context, step=asked.step)
        if asked.part == "more" and not asked.about:
            context = with_shown(context, entry.id, -1)
        elif asked.part in ("more", "steps"):
            context = replace(context, shown=-1)
        changes["entry"] = entry.id
    return changes | {"context": context}
