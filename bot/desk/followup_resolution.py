"""What a message means in its conversation: the question it comes to together with what was said before.

A message is ranked alone and together with what the conversation is about, and the better supported reading counts. What
can be told apart without ranking is told apart by closed classes (`bot.desk.word_classes`, `bot.desk.followup`): a part that is
asked for, a slot that is swapped, a word that is taken back, what points to something said before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot import wording
from bot.desk import (
    condition_questions,
    context_ranking,
    conversation_subject,
    corrections,
    excerpts,
    followup,
    part_resolution,
    sentence_split,
    word_classes,
)
from bot.desk.conversation_memory import DOCUMENT, FOLLOWUP_WINDOW
from bot.desk.followup_decision import (
    NAMED,
    NOTHING,
    confidence,
    decide,
    decides_option,
    is_answer,
    is_known,
    labelled,
    own_words,
    top_entry,
)
from bot.desk.interpretation import Interpretation, PartRequest, PartRequests, Reading, Statement, TextMention, Unresolved
from bot.desk.turn import Turn
from bot.desk.utterance import (
    Utterance,
    base_question,
    correction,
    is_dependent,
    is_statement,
    parse_utterance,
    starts_anew,
    substitutions,
    tells_circumstances,
)
from bot.desk.word_weights import weights_of
from bot.model import Decision, Entry, Match, Ranked
from bot.normalise import fold

SHARE = 0.6
"""Share of the confidence alone that suffices for a reading within the conversation, when the message leans on it."""
OWN = 4
"""Characters of content from which a message that doesn't say by its form that it goes on is a question of its own."""
TOLD = 0.88
"""The same where something is told that by itself is nearest to another one: 他已经退休."""
HELD = 0.2
"""Share of what a message is about that an entry must speak of when nothing else knows the message."""
MOST_PARTS = 3
"""Parts that one message may ask for."""
LONGEST = 40
"""Characters of a message that may lean on what was said before."""


def interpret(turn: Turn) -> Interpretation | None:
    """What a message means within its conversation; None for one that stands alone."""
    one = parse_utterance(turn.text)
    meaning = _interpret(turn, one)
    if isinstance(meaning, Unresolved) and not meaning.circumstances:
        return (_listed(turn, one) if _has_subject(turn) else _near_question(turn, one)) or meaning
    return meaning


def _says_more(one: Utterance) -> bool:
    """Whether 怎么办 is asked of something that is said beside it, however common its words: 没过怎么办."""
    whole = _WHAT_TO_DO.fullmatch(fold(one.text)) if one.asked.part == "steps" else None
    return whole is not None and len(_POINTING.sub("", whole["beside"])) > 1


_WHAT_TO_DO = re.compile(r"(?P<beside>.*?)(?:该)?(?:怎么|如何|咋|怎样)(?:办|弄|整)(?:呢|啊|呀)?")


_POINTING = re.compile(r"^(?:那么?|这|该|要|我们?|应该|具体|到底|现在|接下来|一般|遇到|碰到|有)+|(?:呢|啊|吧|呀|的|要|该)+$")


def _near_question(turn: Turn, one: Utterance) -> Reading | None:
    """What a message may be about behind a question that had no answer; None when nothing is near."""
    asked = turn.index.rank(base_question(turn.conversation.context.asked), 1)
    known = bool(asked) and asked[0].confidence >= _KNOWN
    ranked = context_ranking.rank_in_context(turn, one) if known else ()
    near = bool(ranked) and ranked[0].confidence >= _NEAR_QUESTION
    return labelled(turn, Reading(Match(Decision.CHOOSE, ranked[:NAMED]), ""), []) if near else None


_KNOWN = 0.05
"""Confidence from which such a question is known at all."""
_NEAR_QUESTION = 0.2
"""Probability from which an entry may be asked for behind a question that had no answer."""


def _has_subject(turn: Turn) -> bool:
    """Whether something was answered in the conversation, or offered as likely."""
    return bool(turn.conversation.context.entries or turn.conversation.context.offered)


def _listed(turn: Turn, one: Utterance) -> Reading | None:
    """What a message that nothing explains may be about, beside what was answered just now."""
    ranked = _other_than_shown(turn, context_ranking.rank_in_context(turn, one))
    return labelled(turn, Reading(Match(Decision.CHOOSE, ranked[:NAMED]), ""), []) if ranked else None


def _other_than_shown(turn: Turn, ranked: Sequence[Ranked]) -> tuple[Ranked, ...]:
    """A ranking with what was answered just now behind others, unless it speaks of what the message says."""
    last = next(iter(conversation_subject.recent_entries(turn)), None)
    shown = next((one for one in ranked[:NAMED] if last is not None and one.entry == last.id), None)
    swaps = next(substitutions(turn.conversation.context.asked, parse_utterance(turn.text)), None)
    if shown is not None and shown is ranked[0] and shown.confidence >= excerpts.CERTAIN and swaps is None:
        return tuple(ranked)  # nothing else is named: what it says is said again in a sentence
    if last is None or shown is None or turn.conversation.context.open or turn.conversation.context.offered:
        return tuple(ranked)
    if not word_classes.bare_content(turn.text) or excerpts.is_relevant(turn, condition_questions.entry_for_asker(turn, last)):
        return tuple(ranked)
    rest = [one for one in ranked if one is not shown]
    whole = 1 - shown.confidence
    others = [Ranked(one.entry, min(one.confidence / whole, 1.0) if whole > 0.0 else 0.0, "") for one in rest]
    return (*others[: NAMED - 1], Ranked(last.id, 0.0, ""), *others[NAMED - 1 :])


def _interpret(turn: Turn, one: Utterance) -> Interpretation | None:
    context = turn.conversation.context
    if len(fold(turn.text)) > LONGEST or turn.question.alone:
        return None
    known = bool(context.asked or context.entries) and turn.fresh(FOLLOWUP_WINDOW)
    bare = bool(one.asked.part) and not one.asked.content and not _says_more(one)
    if turn.conversation.awaiting == "reason" and not bare:
        return None  # why an answer was of no use leans on it too
    if conversation_subject.joined_pieces(turn) != turn.text:
        return _with_pieces(turn, known)
    if not known:
        nothing = not one.asked.content and (bare or one.continues or one.refers_back)
        return Unresolved(one.asked.part, "") if nothing else None
    if (corrected := correction(turn.text, (context.asked, *context.questions))) is not None:
        return corrections.with_word_replaced(turn, *corrected)
    if one.retracted is not None:
        return corrections.with_retraction(turn, one)
    if bare and (itself := _sure_by_itself(turn, one)) is not None:
        return itself
    if one.asked.part == "step" and _is_of_document(turn, one):
        return None
    if bare or (one.refers_back and one.asked.part):
        return part_resolution.resolve_part(turn, one)
    if (remarked := _part_with_remark(turn)) is not None:
        return part_resolution.resolve_part(turn, remarked)
    if starts_anew(turn.text) and len(one.asked.content) >= OWN:
        return None
    several = _several_parts(turn) if one.asked.part else None
    if several is not None:
        return several
    if is_statement(turn.text) and turn.index.exact(turn.text) is None:
        return _statement(turn, one)
    if not one.asked.content:
        return _own_circumstances(turn, one)
    if one.asked.part and _same_subject(turn, one) and not is_answer(turn.index.match(turn.text)):
        return part_resolution.resolve_part(turn, one)
    return _substitution(turn, one) if _depends_on_context(one) or not _is_whole(turn, one) else None


def _depends_on_context(one: Utterance) -> bool:
    """Whether a message says by its form that it goes on from something, or says little by itself."""
    return one.continues or one.refers_back or len(word_classes.bare_content(one.text)) < OWN


def _is_whole(turn: Turn, one: Utterance) -> bool:
    """Whether a message has other ways to be understood by itself: as several questions, or as words for a document."""
    several = not is_dependent(one) and _holds_several_questions(turn.text)
    return several or turn.index.requested_documents(turn.text) is not None


def _holds_several_questions(text: str) -> bool:
    """Whether a message asks several things, or asks in a story."""
    return len(sentence_split.questions(text, lambda piece: False)) > 1


_WHY = re.compile(r"为什么|为啥|为何|怎么不|怎么会")
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


def _part_with_remark(turn: Turn) -> Utterance | None:
    """The clause that asks for a part beside clauses that ask for nothing: 依据是什么 我要翻译给总部看; None for others."""
    clauses = [clause for clause in _CLAUSES.split(turn.text) if fold(clause)]
    if not 1 < len(clauses) <= MOST_PARTS:
        return None
    asked = [one for one in map(parse_utterance, clauses) if one.asked.part and not one.asked.content]
    rest = [clause for clause in clauses if parse_utterance(clause) not in asked]
    part = asked[0].asked.part if len({one.asked.part for one in asked}) == 1 else ""
    told = part not in _FOR_OTHERS and any(map(tells_circumstances, rest))
    return asked[0] if part in _WHOLE_PARTS and not told and not any(map(word_classes.asks, rest)) else None


_FOR_OTHERS = ("sources", "steps")
"""Parts that are asked for to be shown to somebody, whoever is named beside them: 依据是什么 我要拿给厂长看."""
_WHOLE_PARTS = ("sources", "materials", "step", "steps")
"""Parts that are asked for in so many words: 怎么办 asks of what stands beside it."""


def _statement(turn: Turn, one: Utterance) -> Interpretation | None:
    """The last question with what is told now, when that has an answer; else what was understood, and what it is near to."""
    context = turn.conversation.context
    last = next(iter(conversation_subject.recent_entries(turn)), None)
    alone = turn.index.match(turn.text)
    if last is not None and decides_option(turn, last):
        return Reading(Match(Decision.ANSWER, (Ranked(last.id, 1.0, last.question),)), "", own_words(turn), turn.text)
    open_ = context.open or bool(context.offered)
    asked = base_question(context.asked)
    wholes = [*substitutions(context.asked, one), *((f"{asked}{turn.text}", f"{turn.text}{asked}") if open_ else ())]
    for whole in dict.fromkeys(wholes):
        match = turn.index.match(whole)
        if (
            is_answer(match)
            and (last is None or top_entry(match) != last.id)
            and confidence(match) >= SHARE * confidence(alone)
        ):
            return Reading(match, whole, wording.MEANT.format(about=asked, text=turn.text))
    ranked = context_ranking.rank_in_context(turn, one)
    match = decide(one, ranked, alone)
    about = asked or (last.question if last is not None else "")
    sure = confidence(match) >= TOLD or top_entry(alone) == top_entry(match)
    if is_answer(match) and sure and (last is None or top_entry(match) != last.id):
        return labelled(turn, Reading(match, ""), [])
    return Statement(about, None if open_ else last, Match(Decision.CHOOSE, ranked[:NAMED]))


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
    if known and parse_utterance(turn.text).continues and not is_answer(together):
        return _substitution(turn, parse_utterance(turn.text))
    if confidence(together) >= confidence(alone) * 0.9 or not parse_utterance(turn.text).asked.content:
        return Reading(together, whole)
    return Reading(alone, turn.text)


def _own_circumstances(turn: Turn, one: Utterance) -> Interpretation | None:
    """那我们呢: the same question for the asker's own circumstances, as far as they are known."""
    context = turn.conversation.context
    entry = next(iter(conversation_subject.recent_entries(turn)), None)
    if not one.continues and not one.refers_back and not word_classes.asks(one.text):
        return None
    if entry is not None and _WHY.search(one.text):
        shown = condition_questions.entry_for_asker(turn, entry)
        meant = part_resolution.standalone_question(turn, entry, one)
        parts = [part for part in ("more", "sources") if followup.has_part(shown, part)]
        return PartRequests(tuple(PartRequest(part, 0, (entry,), None, meant) for part in parts)) if parts else None
    if _ASKS_WHICH.search(one.text):
        return _substitution(turn, one)
    if not re.search(r"我|咱|俺|这|那", one.text) or not one.continues:
        return Unresolved("any", context.asked or (entry.question if entry else ""))
    if entry is not None and entry.variants and condition_questions.remembered_option(turn, entry) is None:
        return Reading(Match(Decision.ANSWER, (Ranked(entry.id, 1.0, entry.question),)), context.asked)
    for text in reversed(context.told):
        for whole in substitutions(context.asked, parse_utterance(text)):
            match = turn.index.match(whole)
            if is_answer(match):
                return Reading(match, whole, wording.MEANT.format(about=base_question(context.asked), text=text))
    return Unresolved("", context.asked or (entry.question if entry else ""), circumstances=True)


_ASKS_WHICH = re.compile(r"谁|哪|什么|啥|多少|几")
"""What asks for something of what was talked about: 那谁能当; 那我们呢 asks the same for others."""


def _sure_by_itself(turn: Turn, one: Utterance) -> Reading | None:
    """What a message that asks for a part in more words is about, when these and its conversation agree: 批下来要多久."""
    said, bare = fold(one.text), followup.without_part(one.text)
    alone = turn.index.match(one.text)
    if one.refers_back or not is_answer(alone) or len(bare) < _WORDS or len(said) == len(bare):
        return None
    first = next(iter(context_ranking.rank_in_context(turn, one)), NOTHING)
    last = turn.conversation.context.entries[:1]
    sure = first.entry == top_entry(alone) and first.confidence >= excerpts.CERTAIN and last != (first.entry,)
    return labelled(turn, Reading(alone, ""), []) if sure else None


_WORDS = 3
"""Characters beside the words for a part from which a message says more than which part it asks for."""


def _is_of_document(turn: Turn, one: Utterance) -> bool:
    """Whether a step can only be one of the document spoken of just now: the entry talked about has none of that number."""
    about = next(iter(conversation_subject.recent_entries(turn)), None)
    awaited = turn.conversation.awaiting.startswith(DOCUMENT)
    return awaited and (
        about is None or not followup.has_part(condition_questions.entry_for_asker(turn, about), "step", one.asked.step)
    )


def _substitution(turn: Turn, one: Utterance) -> Interpretation | None:
    """What the message is about in its conversation; None for a question of its own that is answered for sure."""
    entry = conversation_subject.current_entry(turn)
    alone = turn.index.match(one.text)
    ranked = context_ranking.rank_in_context(turn, one)
    if top_entry(alone) != top_entry(Match(Decision.CHOOSE, ranked)) and not _says_little(one):
        ranked = _other_than_shown(turn, ranked)
    match = decide(one, ranked, alone)
    if is_known(match) and not is_known(alone) and _is_unlike_all_near(turn, one, ranked):
        return Reading(alone, "")
    itself = is_answer(match) and is_answer(alone) and top_entry(match) == top_entry(alone)
    again = _answered_again(turn, match, excerpts.CLEARLY if itself else excerpts.RELEVANT)
    if again is not None:
        return TextMention(again, part_resolution.standalone_question(turn, again, one))
    if itself and not one.continues and not one.refers_back:
        return None
    if not _depends_on_context(one):
        return Reading(match, "")
    swaps = list(substitutions(turn.conversation.context.asked, one))
    swaps += list(substitutions(entry.question, one)) if entry is not None else []
    readings = {text: turn.index.match(text) for text in dict.fromkeys(swaps)}
    fitting = [text for text, read in readings.items() if top_entry(read) == top_entry(match)]
    if any(is_answer(readings[text]) for text in fitting):  # a question with a word swapped is a whole one
        match = Match(Decision.ANSWER, match.ranked)
    return labelled(turn, Reading(match, fitting[0] if fitting else ""), fitting or swaps)


def _says_little(one: Utterance) -> bool:
    """Whether a message points to what was answered just now and says hardly a word of its own: 这有效吗."""
    return one.refers_back and len(word_classes.bare_content(one.text)) < NAMED


def _answered_again(turn: Turn, match: Match, least: float) -> Entry | None:
    """What was answered just now, when a message is about it for sure and its text speaks of what the message says."""
    entry = turn.knowledge.get(top_entry(match)) if is_answer(match) else None
    given = entry is not None and turn.conversation.context.entries[:1] == (entry.id,)
    unasked = turn.conversation.awaiting != condition_questions.AWAITED  # what decides it is asked for once
    if entry is None or not given or (unasked and condition_questions.undecided_condition(turn, entry) is not None):
        return None
    return entry if excerpts.relevant_sentences(turn, condition_questions.entry_for_asker(turn, entry), least) else None


def _is_unlike_all_near(turn: Turn, one: Utterance, ranked: Sequence[Ranked]) -> bool:
    """Whether a message speaks at length of what none of the entries near it speaks of."""
    own = word_classes.bare_content(one.text)
    weights = weights_of(turn.knowledge)
    held = (weights.share(own, found.entry, answer=answer) for found in ranked[:NAMED] for answer in (False, True))
    return len(own) >= OWN and word_classes.asks(one.text) and max(held, default=0.0) < HELD
