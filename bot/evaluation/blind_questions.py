"""Questions written blind: from a role and a situation, without sight of the knowledge, judged by facts taken from the laws.

A line of the file is a JSON object: `turns` the messages of a conversation, the last of which is measured; `expect` answer,
refuse or document; `facts` what the text of a right answer holds: each a table with `any` or `must` (a text or alternatives,
one of which has to be there) and perhaps `must_not` (none of which may be). What is judged is the text of the entry that was
sent, or of those that were offered.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot import plain_files, wording
from bot.errors import JianhuitongError
from bot.model import Decision, Knowledge, Question, Reply
from bot.ports import Answering
from bot.render import entry_blocks, plain

BINS = 10
EXPECTED = ("answer", "refuse", "document")


@dataclass(frozen=True)
class Asked:
    """A conversation with what its last question should get."""

    id: str
    turns: tuple[str, ...]
    expect: str
    facts: tuple[Mapping[str, Any], ...]
    must_not: tuple[str, ...] = ()
    open: bool = False
    """Whether nobody could name the facts of a right answer: it is asked, and only counted."""


@dataclass(frozen=True)
class Judged:
    """A question's reply and its verdict."""

    asked: Asked
    reply: Reply
    right: bool
    """Whether what was sent is right: holds the facts, is a document, or nothing was sent where nothing should be."""
    found: bool
    """Whether the right answer was sent or is among the choices."""
    first: bool = False
    """Whether what was sent, or else the first choice, is right: what the confidence is about."""

    @property
    def outright(self) -> bool:
        """Whether an answer was sent without asking back."""
        return _sent(self.reply)


def holds(text: str, facts: Iterable[Mapping[str, Any]], must_not: Iterable[str] = ()) -> bool:
    """Whether a text holds every fact, and nothing that it must not."""
    if any(_some(text, one) for one in must_not):
        return False
    return all(_fact(text, fact) for fact in facts)


def _fact(text: str, fact: Mapping[str, Any]) -> bool:
    wanted = fact.get("any", fact.get("must", ()))
    refused = fact.get("must_not", ())
    alternatives = [wanted] if isinstance(wanted, str) else wanted
    return (not alternatives or any(_some(text, one) for one in alternatives)) and not any(
        _some(text, one) for one in ([refused] if isinstance(refused, str) else refused)
    )


def _some(text: str, wanted: str | Sequence[str]) -> bool:
    """Whether a text holds a wording, or one of several."""
    return any(one in text for one in ([wanted] if isinstance(wanted, str) else wanted))


_MOST_LINE = 1024 * 1024


def is_blind(file: Path) -> bool:
    """Whether a file holds questions of this kind: its first line has turns."""
    try:
        with plain_files.opened(file) as lines:
            return b'"turns"' in lines.readline(_MOST_LINE)
    except OSError:
        return False


def read(file: Path) -> tuple[Asked, ...]:
    """The questions of a file; raises JianhuitongError naming the line that can't be read."""
    try:
        lines = plain_files.read_text(file).splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise JianhuitongError(wording.FILE_UNREADABLE.format(file=file)) from error
    return tuple(_asked(line, number, file) for number, line in enumerate(lines, 1) if line.strip())


def _asked(line: str, number: int, file: Path) -> Asked:
    try:
        found = json.loads(line)
        turns = tuple(map(str, found["turns"]))
        if not turns or found["expect"] not in EXPECTED:
            raise ValueError(line)
        facts = tuple({**fact} for fact in found.get("facts", ()))
        return Asked(str(found["id"]), turns, found["expect"], facts, tuple(found.get("must_not", ())), bool(found.get("open")))
    except (ValueError, TypeError, KeyError) as error:
        raise JianhuitongError(wording.EVAL_LINE.format(file=file, line=number)) from error


def run(questions: Iterable[Asked], desk: Answering, knowledge: Knowledge) -> tuple[Judged, ...]:
    """Ask each in a conversation of its own, turn by turn."""
    found = []
    for number, asked in enumerate(questions):
        who = f"blind:{number}"
        replies = [desk.reply(Question(text, who, who, "terminal", f"{who}:{turn}")) for turn, text in enumerate(asked.turns)]
        found.append(_judged(asked, replies[-1], knowledge))
    return tuple(found)


def _judged(asked: Asked, reply: Reply, knowledge: Knowledge) -> Judged:
    if asked.expect == "refuse":
        quiet = not _sent(reply)
        return Judged(asked, reply, quiet, quiet)
    if asked.expect == "document":
        given = bool(reply.files)
        return Judged(asked, reply, given, given or bool(reply.documents))
    sent = _sent(reply) and holds(plain(reply.blocks), asked.facts, asked.must_not)
    offered = (knowledge.get(choice.entry) for choice in reply.choices)
    texts = [plain(entry_blocks(entry)) for entry in offered if entry is not None]
    right = [holds(text, asked.facts, asked.must_not) for text in texts]
    return Judged(asked, reply, sent, sent or any(right), sent or (not _sent(reply) and right[:1] == [True]))


def _sent(reply: Reply) -> bool:
    return reply.decision is Decision.ANSWER


def summary(found: Sequence[Judged]) -> dict[str, tuple[int, int]]:
    """Counts as (how many, of how many), by name of a line of the report."""
    answers = [one for one in found if one.asked.expect == "answer" and not one.asked.open]
    refused = [one for one in found if one.asked.expect == "refuse"]
    documents = [one for one in found if one.asked.expect == "document"]
    return {
        "right": (sum(one.right for one in answers), len(answers)),
        "found": (sum(one.found for one in answers), len(answers)),
        "wrong": (sum(one.outright and not one.right for one in answers), len(answers)),
        "refused": (sum(one.right for one in refused), len(refused)),
        "given": (sum(one.right for one in documents), len(documents)),
    }


def bins(found: Sequence[Judged]) -> Iterator[tuple[int, int, float, float]]:
    """For each tenth of the confidence in what was sent or offered first: the tenth, how many, what was said, what was seen."""
    judged = [one for one in found if one.asked.expect == "answer" and not one.asked.open and one.reply.confidence > 0]
    for place in range(BINS):
        group = [one for one in judged if min(int(one.reply.confidence * BINS), BINS - 1) == place]
        if group:
            said = sum(one.reply.confidence for one in group) / len(group)
            yield place, len(group), said, sum(one.first for one in group) / len(group)


def report(found: Sequence[Judged], listed: bool = False) -> str:
    """The counts in Chinese, then what confidence said and what was seen; after every question when `listed`."""
    lines = [_line(one) for one in found] if listed else []
    for name, (many, of) in summary(found).items():
        share = f"{many / of:.0%}" if of else "-"
        lines.append(wording.EVAL_COUNT.format(name=wording.BLIND_NAMES[name], many=many, of=of, share=share))
    for place, count, said, seen in bins(found):
        lines.append(wording.BLIND_BIN.format(low=place / BINS, high=(place + 1) / BINS, count=count, said=said, seen=seen))
    return "\n".join(lines)


def _line(one: Judged) -> str:
    mark = "✓" if one.right else "○" if one.found else "✗"
    reply = one.reply
    asked = one.asked
    return f"{mark} {asked.expect}\t{reply.decision}\t{reply.confidence:.2f}\t{asked.id}\t{asked.turns[-1]}\t{reply.entry}"


def as_json(found: Sequence[Judged]) -> str:
    """The counts as a JSON object of [how many, of how many], with the bins."""
    return json.dumps({**summary(found), "bins": list(bins(found))}, ensure_ascii=False)
