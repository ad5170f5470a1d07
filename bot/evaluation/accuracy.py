"""`jianhui eval`: asks questions with known answers and counts what came back.

A line of the file is a JSON object: `q` the question, `topic`, `must` (regular expressions that the text of a right answer
matches, all of them). Topic `near_domain` marks questions that other offices answer, `out_of_domain` those that must not be
answered outright; every other topic is ours.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot import plain_files, wording
from bot.errors import JianhuitongError
from bot.model import Decision, Knowledge, Question, Reply
from bot.ports import Answering
from bot.render import entry_blocks, plain, with_local_figures

NEAR = "near_domain"
OUT = "out_of_domain"


@dataclass(frozen=True)
class EvaluationCase:
    """A question with what is known of its answer."""

    text: str
    topic: str
    must: tuple[re.Pattern[str], ...]


@dataclass(frozen=True)
class Outcome:
    """A question of the set with the desk's reply, and whether it is right."""

    case: EvaluationCase
    reply: Reply
    matched: bool
    """Whether the answer or one of the choices' answers matches all of `must` (true when there is none)."""

    @property
    def outright(self) -> bool:
        """Whether an entry was sent without asking back."""
        return self.reply.decision is Decision.ANSWER


def read(file: Path) -> tuple[EvaluationCase, ...]:
    """The cases of a file; raises JianhuitongError naming the line that can't be read."""
    try:
        lines = plain_files.read_text(file).splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise JianhuitongError(wording.FILE_UNREADABLE.format(file=file)) from error
    return tuple(_case(line, number, file) for number, line in enumerate(lines, 1) if line.strip())


def _case(line: str, number: int, file: Path) -> EvaluationCase:
    try:
        found = json.loads(line)
        must = tuple(re.compile(pattern) for pattern in found.get("must", ()))
        return EvaluationCase(str(found["q"]), str(found.get("topic", "")), must)
    except (ValueError, TypeError, KeyError, AttributeError, re.error) as error:
        raise JianhuitongError(wording.EVAL_LINE.format(file=file, line=number)) from error


def run(cases: Iterable[EvaluationCase], desk: Answering, knowledge: Knowledge) -> tuple[Outcome, ...]:
    """Ask each case in a conversation of its own."""
    outcomes = []
    for number, case in enumerate(cases):
        reply = desk.reply(Question(case.text, f"eval:{number}", "eval", "terminal", alone=True))
        texts = [plain(reply.blocks)] if reply.decision is Decision.ANSWER else _offered(reply, knowledge)
        matched = any(all(pattern.search(text) for pattern in case.must) for text in texts)
        outcomes.append(Outcome(case, reply, matched))
    return tuple(outcomes)


def _offered(reply: Reply, knowledge: Knowledge) -> list[str]:
    """The answers behind the choices; behind an unknown's too, since a person sees and can pick them."""
    entries = (knowledge.get(choice.entry) for choice in reply.choices)
    return [plain(with_local_figures(entry_blocks(entry), knowledge)) for entry in entries if entry is not None]


def summary(outcomes: Sequence[Outcome]) -> dict[str, tuple[int, int]]:
    """Counts as (how many, of how many), by name of a line of the report."""
    ours = [one for one in outcomes if one.case.topic not in (NEAR, OUT)]
    judged = [one for one in ours if one.case.must]
    near = [one for one in outcomes if one.case.topic == NEAR]
    out = [one for one in outcomes if one.case.topic == OUT]
    counted = {"matched": (sum(one.matched for one in judged), len(judged))}
    offered = [one for one in judged if one.reply.decision is not Decision.UNKNOWN]
    counted["matched_known"] = (sum(one.matched for one in offered), len(judged))
    counted["matched_outright"] = (sum(one.matched and one.outright for one in judged), len(judged))
    for name, group in (("ours", ours), (NEAR, near), (OUT, out)):
        for decision in (Decision.ANSWER, Decision.CHOOSE, Decision.UNKNOWN):
            counted[f"{name}_{decision}"] = (sum(one.reply.decision is decision for one in group), len(group))
    return counted


def report(outcomes: Sequence[Outcome], listed: bool = False) -> str:
    """The counts in Chinese, after every case when `listed`."""
    lines = [_line(one) for one in outcomes] if listed else []
    for name, (many, of) in summary(outcomes).items():
        share = f"{many / of:.0%}" if of else "-"
        lines.append(wording.EVAL_COUNT.format(name=wording.EVAL_NAMES[name], many=many, of=of, share=share))
    return "\n".join(lines)


def _line(outcome: Outcome) -> str:
    mark = ("✓" if outcome.matched else "✗") if outcome.case.must else " "
    reply = outcome.reply
    return f"{mark} {outcome.case.topic}\t{reply.decision}\t{reply.confidence:.2f}\t{outcome.case.text}\t{reply.entry}"


def as_json(outcomes: Sequence[Outcome]) -> str:
    """The counts as a JSON object of [how many, of how many]."""
    return json.dumps(summary(outcomes), ensure_ascii=False)
