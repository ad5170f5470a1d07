"""Candidates as a table that an admin edits and imports: each held against the entries that it may be already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from bot import wording
from bot.import_export.columns import TOPIC
from bot.import_export.import_records import Candidate, Passed
from bot.import_export.table_export import Sheet
from bot.model import Decision, Entry, Knowledge, Match

Matching = Callable[[Sequence[str]], Sequence[Match]]
"""Questions in, what each is matched with out."""

KEYS = (TOPIC, "id", "question", "phrasings", "answer", "sources", "status", "act", "maybe", "place")
PASSED_KEYS = ("place", "why", "text")
_SHOWN = 3
"""Entries named that a candidate may be."""
_LIKELY = 0.2
"""Least confidence of an entry that is named, and whose topic is proposed."""


def sheet(candidates: Sequence[Candidate], knowledge: Knowledge, matched: Matching) -> Sheet:
    """A row a candidate, all of them marked as such; what an entry answers already is proposed as a way of asking it."""
    found = matched([candidate.question for candidate in candidates])
    rows = tuple(_row(*pair, knowledge) for pair in zip(candidates, found, strict=True))
    return Sheet(wording.EXCHANGE_CANDIDATE_SHEET, KEYS, rows)


def passed_sheet(passed: Iterable[Passed]) -> Sheet:
    """What went into no candidate, a row each: to be looked through, never imported."""
    rows = tuple({"place": one.place, "why": one.why, "text": one.text} for one in passed)
    return Sheet(wording.EXCHANGE_PASSED_SHEET, PASSED_KEYS, rows)


def _row(candidate: Candidate, match: Match, knowledge: Knowledge) -> Mapping[str, str]:
    likely = [one for one in match.ranked[:_SHOWN] if one.confidence >= _LIKELY]
    row = {
        "question": candidate.question,
        "answer": candidate.answer,
        "status": wording.EXCHANGE_ACTS["candidate"],
        "maybe": _possible_entries(match, knowledge),
        "place": candidate.place,
    }
    first = knowledge.get(likely[0].entry) if likely else None
    if first is not None:
        row |= {TOPIC: first.topic}
    if first is not None and match.decision is Decision.ANSWER:
        row |= {"id": first.id, "act": wording.EXCHANGE_ACTS["phrase"]}
    return row


def _possible_entries(match: Match, knowledge: Knowledge) -> str:
    """The entries that a candidate may be, likeliest first."""
    named = [(one, knowledge.get(one.entry)) for one in match.ranked[:_SHOWN] if one.confidence >= _LIKELY]
    return "\n".join(_entry_label(entry, one.confidence) for one, entry in named if entry is not None)


def _entry_label(entry: Entry, confidence: float) -> str:
    return wording.EXCHANGE_MAYBE.format(id=entry.id, question=entry.question, share=round(confidence * 100))
