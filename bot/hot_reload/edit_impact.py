"""What an edit does to questions: the golden ones, those really asked and the wordings it takes away, met before and after it.

A question that both versions meet alike is found out from the matching alone; the others go through the desk, once over
each version, so that what is told is what an asker would get. Questions are asked alone: nothing leans on one before.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from bot.desk import sentence_split
from bot.desk.desk import Desk
from bot.hot_reload.external_edits import changed_entries
from bot.matching import batch_scoring
from bot.matching.asking_clause import asking_clauses
from bot.matching.batch_scoring import Encode
from bot.matching.knowledge_index import KnowledgeIndex
from bot.model import Decision, Golden, Impact, Knowledge, Match, Outcome, Question, Reply, Shift
from bot.ports import Index
from bot.render import plain

LAST = 5_000
"""Different questions that are replayed, those asked last."""
_BESIDE = 12
"""Wordings around each one of a changed entry that are looked at whether they still find their own."""
_ROUND = 200
"""Questions after which the passing store is a new one: it looks through what it holds."""
_ANSWERED = (Decision.ANSWER, Decision.GUIDE)
_WORST = ("lost", "swapped", "stolen", "offered", "reworded", "gained")

OpenDesk = Callable[[Index], Desk]
"""An index in, a desk over it out, with a store that forgets."""


@dataclass(frozen=True)
class Replayed:
    """The questions that are replayed."""

    golden: Sequence[Golden]
    asked: Sequence[tuple[str, int]]
    """Texts of real questions, each with how often it was asked."""


@dataclass(frozen=True)
class _Outcome:
    """What a question got from one version."""

    outcome: Outcome
    offered: frozenset[str]

    def meets_expectation(self, golden: Golden) -> bool:
        """Whether it is as it should be: refused, or the right entry answered or offered."""
        if golden.refuse:
            return self.outcome.decision is not Decision.ANSWER
        return bool(self.offered & set(golden.entry))


def impact(indexes: tuple[KnowledgeIndex, KnowledgeIndex], questions: Replayed, encode: Encode, open_desk: OpenDesk) -> Impact:
    """What the second index does to questions that the first one met otherwise, worst first."""
    began = time.perf_counter()
    golden = {one.text: one for one in questions.golden}
    counts = dict(questions.asked)
    texts = list(dict.fromkeys([*golden, *counts, *_unstored_since(indexes)]))
    pieces = {text: _pieces(text, indexes) for text in texts}
    pair = (indexes[0].separate_copy(), indexes[1].separate_copy())
    moved = _Comparison(pair, encode).moved(pieces)
    met = list(zip(moved, *(_outcomes(moved, index, open_desk) for index in pair), strict=True))
    shifts = [shift for text, before, after in met for shift in _shifts(text, before, after, golden.get(text), counts)]
    shifts += _captured_wordings(pair)
    return Impact(tuple(sorted(shifts, key=_badness)), len(questions.golden), len(counts), time.perf_counter() - began)


def _unstored_since(indexes: tuple[KnowledgeIndex, KnowledgeIndex]) -> list[str]:
    """Wordings of the first version that the second one doesn't have: what people ask an entry that is taken away."""
    before, after = indexes
    return [text for entry in before.knowledge.entries for text in entry.wordings if after.exact(text) is None]


def worse(shift: Shift) -> bool:
    """Whether a shift may be to the worse; of the golden questions it is known which are."""
    if shift.golden:
        return shift.broken
    if shift.kind == "offered":
        return shift.after.decision is Decision.UNKNOWN
    return shift.kind in ("lost", "swapped", "stolen")


def severity(found: Impact) -> int:
    """0: nothing gets worse; 1: something may; 2: a golden question is met no more."""
    if any(shift.broken for shift in found.shifts):
        return 2
    return int(any(worse(shift) for shift in found.shifts))


def _badness(shift: Shift) -> tuple[bool, int, bool, int]:
    unknown = shift.after.decision is Decision.UNKNOWN
    return not shift.broken, _WORST.index(shift.kind), not unknown, -shift.asked


# ---------------------------------------------------------------- which questions may get something else


def _pieces(text: str, indexes: Iterable[Index]) -> Sequence[str]:
    """Everything that the desk may have matched of a text, itself first."""
    found = dict.fromkeys([text.strip(), *asking_clauses(text)])
    for index in indexes:
        questions = sentence_split.questions(text, partial(_stores, index))
        found |= dict.fromkeys(questions if len(questions) > 1 else ())
    return tuple(found)


def _stores(index: Index, piece: str) -> bool:
    return index.exact(piece) is not None


def _wordings_of(pair: Iterable[KnowledgeIndex], ids: Collection[str]) -> list[str]:
    """The wordings of these entries, in all the versions."""
    return [said for index in pair for one in index.knowledge.entries if one.id in ids for said in one.wordings]


class _Comparison:
    """Tells which questions two indexes may meet otherwise."""

    def __init__(self, pair: tuple[KnowledgeIndex, KnowledgeIndex], encode: Encode) -> None:
        self._pair = pair
        self._encode = encode
        before, after = (index.knowledge for index in pair)
        changed = set(changed_entries(before, after))
        every = {one.id: one for known in (before, after) for one in known.entries}
        self._changed = changed | {one.id for one in every.values() if changed & set(one.related)}
        self._alike = _surroundings(before) == _surroundings(after)
        self._steady = pair[0].ranks_like(pair[1])

    def moved(self, texts: Mapping[str, Sequence[str]]) -> list[str]:
        """The texts that may get another reply; each is given with its pieces."""
        if not self._alike:
            return list(texts)
        told = _wordings_of(self._pair, self._changed)
        every = list(dict.fromkeys(piece for pieces in texts.values() for piece in pieces))
        least = batch_scoring.ANSWERED if self._steady else batch_scoring.FAR
        near = batch_scoring.near(self._pair, every, list(dict.fromkeys(told)), self._encode, least)
        asked = {text: pieces for text, pieces in texts.items() if near & set(pieces)}
        with batch_scoring.encoded(self._pair, every, self._encode):
            return [text for text, pieces in asked.items() if not self._same(text, pieces)]

    def _same(self, text: str, pieces: Sequence[str]) -> bool:
        before = _matches(self._pair[0], text, pieces)
        after = before if self._steady else _matches(self._pair[1], text, pieces)
        if [_seen(one) for one in before] != [_seen(one) for one in after] or _order(before) != _order(after):
            return False
        # of what is offered only the names are compared, of what is answered the text
        return not self._changed & {match.ranked[0].entry for match in before if match.decision is Decision.ANSWER}


def _surroundings(known: Knowledge) -> tuple[object, ...]:
    """What decides beside the entries: which stage of the desk replies, and what is said around an answer."""
    topics = [(topic.key, topic.title) for topic in known.topics]
    documents = tuple(replace(one, line=0) for one in known.documents)
    laws = tuple(replace(one, line=0) for one in known.laws)
    return topics, documents, known.forms, known.sections, laws, known.conditions, known.terms


def _matches(index: Index, text: str, pieces: Sequence[str]) -> list[Match]:
    """What the desk learns of a text and its pieces, the text itself first."""
    return [index.match(text), *(index.match(piece, within=text) for piece in pieces[1:])]


def _seen(match: Match) -> tuple[object, ...]:
    """What the desk makes a reply of, with `_order`."""
    return match.decision, match.exact, [one.entry for one in match.ranked]


def _order(matches: Sequence[Match]) -> list[int]:
    """Which of all the entries are the surer ones: beyond the decisions, the desk only asks which of two is."""
    sure = [one.confidence for match in matches for one in match.ranked]
    return sorted(range(len(sure)), key=lambda place: -sure[place])


# ---------------------------------------------------------------- what they get


def _outcomes(texts: Sequence[str], index: KnowledgeIndex, open_desk: OpenDesk) -> list[_Outcome]:
    met = []
    for start in range(0, len(texts), _ROUND):
        desk = open_desk(index)
        for number, text in enumerate(texts[start : start + _ROUND]):
            met.append(_outcome_of(desk.reply(Question(text, f"preview:{number}", "preview", "preview", alone=True))))
    return met


def _outcome_of(reply: Reply) -> _Outcome:
    answered = reply.decision in _ANSWERED
    choices = {choice.entry for choice in reply.choices} if reply.decision is Decision.CHOOSE else set()
    offered = {reply.entry} if answered else choices
    first = reply.entry or next((choice.entry for choice in reply.choices), "")
    return _Outcome(
        Outcome(reply.decision, first, reply.confidence, plain(reply.blocks) if answered else ""), frozenset(offered)
    )


def _shifts(text: str, before: _Outcome, after: _Outcome, golden: Golden | None, counts: Mapping[str, int]) -> list[Shift]:
    """A shift for a question of the golden set, for one really asked, for both, or none; for a wording that is in neither."""
    kind = _kind(before, after)
    if not kind:
        return []
    found = []
    if golden is not None:
        broken = before.meets_expectation(golden) and not after.meets_expectation(golden)
        found.append(Shift(text, kind, before.outcome, after.outcome, 0, True, broken))
    if text in counts or golden is None:
        found.append(Shift(text, kind, before.outcome, after.outcome, counts.get(text, 0)))
    return found


def _kind(before: _Outcome, after: _Outcome) -> str:
    old, new = before.outcome, after.outcome
    was, is_ = old.decision in _ANSWERED, new.decision in _ANSWERED
    if was and is_:
        if (old.decision, old.entry) != (new.decision, new.entry):
            return "swapped"
        return "reworded" if old.answer != new.answer else ""
    if was or is_:
        return "lost" if was else "gained"
    offering = Decision.CHOOSE in (old.decision, new.decision)
    return "offered" if offering and (old.decision, before.offered) != (new.decision, after.offered) else ""


def _captured_wordings(pair: tuple[KnowledgeIndex, KnowledgeIndex]) -> list[Shift]:
    """Wordings that would have found their entry by themselves, and would now find another: what the edit took from them."""
    before, after = pair
    changed = set(changed_entries(before.knowledge, after.knowledge))
    told = _wordings_of(pair, changed)
    beside = before.neighbouring_wordings(told, _BESIDE)
    still = after.captured_wordings(beside)
    found = []
    for text, entry in before.captured_wordings(beside).items():
        stored = after.exact(text)
        if still.get(text) == entry or stored is None or stored.entry != entry:
            continue
        rival = next((one for one in after.rank(text, 2) if one.entry != entry), None)
        # of wordings far from the edit a few win or lose by a hair each time
        if rival is not None and {rival.entry, entry} & changed:
            kept, won = Outcome(Decision.ANSWER, entry, 1.0), Outcome(Decision.ANSWER, rival.entry, rival.confidence)
            found.append(Shift(text, "stolen", kept, won, 0))
    return found
