"""The command that tells what an edit would do to questions before it is in force: preview."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import asdict

from bot import wording
from bot.cli.command import EXIT_USAGE, JSON, Command, say
from bot.errors import KnowledgeError
from bot.model import Impact, Knowledge, Outcome, Shift
from bot.settings import Settings

EXIT_BROKEN = 2
"""Exit code when golden questions are met no more, or the files have errors; 1 when something may be worse, else 0."""
_SHOWN = 40
"""Shifts that are printed; `--json` has all."""
_LONGEST = 60
"""Characters of an answer that are printed, from where it differs."""


def _preview(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot import app
    from bot.hot_reload import edit_impact

    if chosen.questions < 0:
        sys.stderr.write(wording.PREVIEW_COUNT + "\n")
        return EXIT_USAGE
    try:
        found, old, new = app.preview(settings, chosen.against or "", chosen.questions)
    except KnowledgeError as error:
        _report(error)
        return EXIT_BROKEN
    if chosen.json:
        for shift in found.shifts:
            say(json.dumps(asdict(shift) | {"worse": edit_impact.worse(shift)}, ensure_ascii=False))
        return edit_impact.severity(found)
    for shift in found.shifts[:_SHOWN]:
        say(_shown(shift, old, new))
    if len(found.shifts) > _SHOWN:
        say(wording.PREVIEW_MORE.format(count=len(found.shifts) - _SHOWN))
    say(_summary(found))
    say(wording.PREVIEW_VERDICTS[edit_impact.severity(found)])
    return edit_impact.severity(found)


def _summary(found: Impact) -> str:
    counts = Counter(shift.kind for shift in found.shifts)
    kinds = [(name, counts[kind]) for kind, name in wording.PREVIEW_KINDS.items() if counts[kind]]
    listed = "，".join(wording.PREVIEW_COUNTED.format(kind=name, count=count) for name, count in kinds)
    seconds = f"{found.seconds:.1f}"
    return wording.PREVIEW_SUMMARY.format(
        golden=found.golden, real=found.real, seconds=seconds, counts=listed or wording.PREVIEW_SAME
    )


def _report(error: KnowledgeError) -> None:
    from bot.matching.knowledge_check import problem_line

    sys.stderr.write("".join(f"{line}\n" for line in (str(error), *map(problem_line, error.problems))))


def _shown(shift: Shift, old: Knowledge, new: Knowledge) -> str:
    """A shift in three lines: the question, what it got, what it would get."""
    mark = wording.PREVIEW_BROKEN if shift.broken else wording.PREVIEW_GOLDEN if shift.golden else ""
    asked = wording.PREVIEW_ASKED.format(count=shift.asked) if shift.asked > 1 else ""
    kind = wording.PREVIEW_KINDS[shift.kind]
    start = _differ(shift.before.answer, shift.after.answer) if shift.kind == "reworded" else 0
    return "\n".join(
        [
            wording.PREVIEW_SHIFT.format(kind=kind, mark=mark, asked=asked, text=shift.text),
            wording.PREVIEW_BEFORE.format(outcome=_outcome(shift.before, old, start)),
            wording.PREVIEW_AFTER.format(outcome=_outcome(shift.after, new, start)),
        ]
    )


def _differ(one: str, other: str) -> int:
    """Where two texts begin to differ, a little before."""
    same = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return max(same - _LONGEST // 4, 0)


def _outcome(outcome: Outcome, knowledge: Knowledge, start: int) -> str:
    entry = knowledge.get(outcome.entry)
    name = f"{outcome.entry} {entry.question}" if entry else outcome.entry
    text = " ".join(outcome.answer[start : start + _LONGEST + 1].split())
    cut = f"{'…' if start else ''}{text[:_LONGEST]}{'…' if len(text) > _LONGEST else ''}"
    decision = wording.DECISIONS.get(outcome.decision, str(outcome.decision))
    return wording.PREVIEW_OUTCOME.format(decision=decision, name=name, text=cut).strip()


COMMANDS = {
    "preview": Command(
        _preview,
        (
            (("--against",), {"metavar": wording.PREVIEW_VERSION, "help": wording.CLI_OPTIONS["against"]}),
            (("--questions",), {"metavar": "N", "type": int, "default": 5_000, "help": wording.CLI_OPTIONS["questions"]}),
            JSON,
        ),
    ),
}
