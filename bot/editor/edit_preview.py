"""An edit as an admin reads it before it is made: what differs, what is wrong with it, what it does to questions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from bot import china_time, wording
from bot.model import Block, Change, Decision, Edit, Impact, Knowledge, Outcome, Problem, Severity, Shift
from bot.ports import Editor
from bot.yamlio.problems import sentence

TOP = 5
"""Questions that are shown of those that an edit gives another reply; the worst come first."""
_BAD = {"lost", "swapped", "stolen"}
_LINES = 24
"""Lines of a difference that are shown: more is no preview any more."""
_SHORT = 60
_PIECE = re.compile(r"[^。；！？\n]*[。；！？\n]?")


def difference(before: str, after: str) -> tuple[Block, ...]:
    """What was taken away and what was put in, sentence by sentence; what stays is left out."""
    if not before or not after:
        mark = wording.KEEP_PLUS if after else wording.KEEP_MINUS
        return _capped([mark.format(text=line) for line in (after or before).splitlines() if line.strip()])
    old, new = _pieces(before), _pieces(after)
    shown: list[str] = []
    for kind, first, last, begin, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            shown += [wording.KEEP_SAME] if not shown or shown[-1] != wording.KEEP_SAME else []
        else:
            shown += [wording.KEEP_MINUS.format(text=text) for text in old[first:last]]
            shown += [wording.KEEP_PLUS.format(text=text) for text in new[begin:stop]]
    return _capped(shown)


def changes(found: Sequence[Change]) -> tuple[Block, ...]:
    """What an edit does to files, line by line."""
    blocks: list[Block] = []
    for change in found:
        blocks.append(Block("heading", wording.KEEP_FILE.format(file=change.file)))
        before, after = (change.before or "").splitlines(), (change.after or "").splitlines()
        shown: list[str] = []
        for kind, first, last, begin, stop in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            if kind != "equal":
                shown += [wording.KEEP_MINUS.format(text=line.strip()) for line in before[first:last] if line.strip()]
                shown += [wording.KEEP_PLUS.format(text=line.strip()) for line in after[begin:stop] if line.strip()]
        blocks += _capped(shown)
    return tuple(blocks)


def problem_lines(problems: Sequence[Problem]) -> tuple[Block, ...]:
    """What is wrong with the edited knowledge: errors first, each with what to do."""
    ordered = sorted(problems, key=lambda one: one.severity is not Severity.ERROR)
    lines = [
        (wording.KEEP_ERROR if one.severity is Severity.ERROR else wording.KEEP_WARNING).format(
            where=one.entry or one.file, message=one.message
        )
        for one in ordered[:TOP]
    ]
    more = len(problems) - TOP
    return tuple(Block("note", line) for line in [*lines, *([wording.KEEP_MORE.format(count=more)] if more > 0 else [])])


def impact(found: Impact, knowledge: Knowledge) -> tuple[Block, ...]:
    """What an edit does to questions: the worst few in full, the rest by their number."""
    counted = wording.KEEP_IMPACT.format(golden=found.golden, real=found.real, seconds=f"{found.seconds:.1f}")
    moved = [shift for shift in found.shifts if shift.kind != "reworded"]
    reworded = len(found.shifts) - len(moved)
    blocks = [Block("heading", wording.KEEP_IMPACT_HEADING), Block("text", counted)]
    if not found.shifts:
        return (*blocks, Block("text", wording.KEEP_IMPACT_NONE))
    for shift in moved[:TOP]:
        blocks += _shift(shift, knowledge)
    if len(moved) > TOP:
        blocks.append(Block("text", wording.KEEP_IMPACT_MORE.format(count=len(moved) - TOP)))
    if reworded:
        blocks.append(Block("text", wording.KEEP_IMPACT_REWORDED.format(count=reworded)))
    return tuple(blocks)


def questions_harmed(found: Impact) -> int:
    """How many questions an edit makes worse."""
    return sum(shift.kind in _BAD or shift.broken for shift in found.shifts)


def edit_lines(found: Sequence[Edit]) -> tuple[str, ...]:
    """Edits that were made, a line each: number, when, who, what."""
    return tuple(
        (wording.KEEP_ACT_UNDONE if act.undone else wording.KEEP_ACT).format(
            id=act.id, at=minute_of(act.at), who=admin_name(act.who), about=act.about, undone=act.undone
        )
        for act in found
    )


def admin_name(key: str) -> str:
    """An admin as others read of her: her key; what was saved without the bot by its own name."""
    return wording.KEEP_DISK if key == "disk" else key


def minute_of(at: float) -> str:
    """A moment where the admins live, such as 2026-11-26 10:05."""
    return china_time.moment(at).strftime("%Y-%m-%d %H:%M")


def _shift(shift: Shift, knowledge: Knowledge) -> list[Block]:
    asked = wording.KEEP_ASKED.format(count=shift.asked) if shift.asked > 1 else ""
    kind = wording.KEEP_SHIFTS.get(shift.kind, shift.kind) + (wording.KEEP_BROKEN if shift.broken else "")
    before, after = _outcome(shift.before, knowledge), _outcome(shift.after, knowledge)
    return [
        Block("text", wording.KEEP_SHIFT.format(kind=kind, text=_short(shift.text), asked=asked)),
        Block("text", wording.KEEP_BEFORE.format(outcome=before)),
        Block("text", wording.KEEP_AFTER.format(outcome=after)),
    ]


def _outcome(outcome: Outcome, knowledge: Knowledge) -> str:
    entry = knowledge.get(outcome.entry)
    name = entry.question if entry else outcome.entry
    if outcome.decision is Decision.ANSWER:
        return wording.KEEP_OUTCOME_ANSWER.format(name=name, answer=_short(outcome.answer))
    if outcome.decision is Decision.CHOOSE:
        return wording.KEEP_OUTCOME_CHOOSE.format(name=name)
    return wording.KEEP_OUTCOME_UNKNOWN


def _short(text: str) -> str:
    bare = " ".join(text.split())
    return bare if len(bare) <= _SHORT else bare[:_SHORT] + "……"


def _pieces(text: str) -> list[str]:
    return [piece.strip() for piece in _PIECE.findall(text) if piece.strip()]


def _capped(lines: Sequence[str]) -> tuple[Block, ...]:
    shown = [*lines[:_LINES], *([wording.KEEP_MORE_LINES.format(count=len(lines) - _LINES)] if len(lines) > _LINES else [])]
    return tuple(Block("text", line) for line in shown)


def done_message(editor: Editor, act: int) -> str:
    """That an edit was made, and when it comes into force: not while a file has errors, whoever made them."""
    blocking = editor.blocking()
    if not blocking:
        return wording.KEEP_DONE.format(number=act)
    return wording.KEEP_DONE_HELD.format(number=act, why=sentence(blocking[0]))
