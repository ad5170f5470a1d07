"""`jianhui eval` without a file: the golden questions, what is confused with what, and what moved since the last result."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot import wording
from bot.errors import JianhuitongError
from bot.model import Decision, Golden, Knowledge, Question, Reply
from bot.ports import Answering

RESULT = "result.json"
"""The last committed result, beside the questions: what each was met with."""
_CONFUSIONS = 15


@dataclass(frozen=True)
class Met:
    """A golden question and what it was met with."""

    golden: Golden
    reply: Reply
    belongs: frozenset[str] = frozenset()
    """Ids of the entries that the document sent belongs to."""

    @property
    def outcome(self) -> str:
        """`answer <entry>`, `choose <entries>` or `unknown`: what the asker sees."""
        if self.reply.decision is Decision.ANSWER:
            return f"answer {self.reply.entry}"
        if self.reply.decision is Decision.CHOOSE:
            return "choose " + " ".join(choice.entry for choice in self.reply.choices)
        if self.reply.decision is Decision.GUIDE:
            return " ".join([str(self.reply.decision), *dict.fromkeys(file.document for file in self.reply.files)])
        return str(self.reply.decision)

    @property
    def right(self) -> bool:
        """Whether the right entry is answered or offered, or a document of its own was sent."""
        if self.reply.decision is Decision.GUIDE:
            return bool(self.belongs & set(self.golden.entry))
        return bool(set(self.outcome.split()[1:]) & set(self.golden.entry))

    @property
    def outright(self) -> bool:
        """Whether an entry was sent without asking back."""
        return self.reply.decision is Decision.ANSWER

    @property
    def good(self) -> bool:
        """Whether it is as it should be: refused, or right; a near miss sent outright is neither."""
        return not self.outright if self.golden.refuse else self.right


def run(questions: Sequence[Golden], desk: Answering, knowledge: Knowledge) -> tuple[Met, ...]:
    """Ask each in a conversation of its own."""
    asked = [Question(one.text, f"golden:{number}", "golden", "terminal") for number, one in enumerate(questions)]
    replies = [desk.reply(question) for question in asked]
    return tuple(Met(one, reply, _belongs(reply, knowledge)) for one, reply in zip(questions, replies, strict=True))


def _belongs(reply: Reply, knowledge: Knowledge) -> frozenset[str]:
    sent = {file.document for file in reply.files}
    of = {entry for document in knowledge.documents if document.id in sent for entry in document.entries}
    return frozenset(of | {entry.id for entry in knowledge.entries if sent & set(entry.guides)})


def shares(met: Sequence[Met]) -> dict[str, tuple[int, int]]:
    """(how many, of how many): right, answered outright and right, near misses avoided, refused."""
    ours = [one for one in met if one.golden.entry]
    near = [one for one in met if one.golden.near]
    refuse = [one for one in met if one.golden.refuse]
    return {
        "right": (sum(one.right for one in ours), len(ours)),
        "right_outright": (sum(one.right and one.outright for one in ours), len(ours)),
        "near_avoided": (sum(not (one.outright and one.reply.entry in one.golden.near) for one in near), len(near)),
        "refused": (sum(not one.outright for one in refuse), len(refuse)),
    }


def report(met: Sequence[Met], folder: Path, listed: bool = False) -> str:
    """The shares, the commonest confusions, every miss when `listed`, and what moved against the committed result."""
    lines = [
        wording.GOLDEN_MISS.format(
            file=one.golden.file,
            line=one.golden.line,
            text=one.golden.text,
            outcome=one.outcome,
            wanted=" ".join(one.golden.entry) or wording.GOLDEN_REFUSE,
        )
        for one in met
        if listed and not one.good
    ]
    wrong: Counter[tuple[str, str]] = Counter()
    for one in met:
        if one.outright and not one.good:
            wrong[one.golden.entry[0] if one.golden.entry else wording.GOLDEN_REFUSE, one.reply.entry] += 1
    lines += [
        wording.GOLDEN_CONFUSED.format(wanted=wanted, got=got, count=count)
        for (wanted, got), count in wrong.most_common(_CONFUSIONS)
    ]
    lines += _moved(met, last(folder))
    for name, (many, of) in shares(met).items():
        share = f"{many / of:.1%}" if of else "-"
        lines.append(wording.EVAL_COUNT.format(name=wording.GOLDEN_NAMES[name], many=many, of=of, share=share))
    return "\n".join(lines)


def _moved(met: Sequence[Met], before: dict[str, str]) -> list[str]:
    """Questions that are met otherwise than in the committed result, those that got worse first."""
    moved = [one for one in met if before.get(one.golden.text, one.outcome) != one.outcome]
    worse: Callable[[Met], bool] = lambda one: one.good  # noqa: E731 - a sort key
    return [
        wording.GOLDEN_MOVED.format(text=one.golden.text, before=before[one.golden.text], after=one.outcome)
        for one in sorted(moved, key=worse)
    ]


def last(folder: Path) -> dict[str, str]:
    """The committed result: question → outcome; empty when there is none."""
    try:
        found = json.loads((folder / RESULT).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise JianhuitongError(wording.FILE_UNREADABLE.format(file=folder / RESULT)) from error
    return {str(text): str(outcome) for text, outcome in found.items()}


def save(met: Sequence[Met], folder: Path) -> None:
    """Write the result to be committed."""
    outcomes = {one.golden.text: one.outcome for one in met}
    text = json.dumps(outcomes, ensure_ascii=False, indent=0, sort_keys=True)
    try:
        (folder / RESULT).write_text(text + "\n", "utf-8", newline="\n")
    except OSError as error:
        raise JianhuitongError(wording.FILE_UNWRITABLE.format(file=folder / RESULT)) from error
