"""`jianhui eval --documents`: ways of asking for documents, and whether each gets the right one through the desk."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from bot import wording
from bot.model import Decision, Knowledge, Question, Reply, Request
from bot.ports import Answering

SHORT = 6
"""Documents of a list that is still a short one to pick from."""


@dataclass(frozen=True)
class Served:
    """A way of asking and what it was met with."""

    request: Request
    reply: Reply
    right: bool

    @property
    def outcome(self) -> str:
        """What the asker got: sent or listed documents, or the desk's decision."""
        sent = [f"{file.document}.{file.name.rpartition('.')[2]}" for file in self.reply.files]
        listed = list(dict.fromkeys(document.id for document in self.reply.documents))
        if self.reply.decision is not Decision.GUIDE:
            return f"{self.reply.decision} {self.reply.entry}".strip()
        return " ".join(sent or listed)


def run(requests: Sequence[Request], desk: Answering, knowledge: Knowledge) -> tuple[Served, ...]:
    """Ask each in a conversation of its own."""
    found = []
    for number, request in enumerate(requests):
        asked = f"request:{request.file}:{number}"
        reply = desk.reply(Question(request.text, asked, asked, "terminal"))
        found.append(Served(request, reply, _right(request, reply, knowledge)))
    return tuple(found)


def _right(request: Request, reply: Reply, knowledge: Knowledge) -> bool:
    guide = reply.decision is Decision.GUIDE
    sent = {file.document for file in reply.files}
    listed = {document.id for document in reply.documents} if not sent else set()
    if request.refuse:
        return not guide
    if request.format and not any(file.name.endswith(f".{request.format}") for file in reply.files):
        return False
    if request.part:
        return guide and not sent and listed == {request.part}
    if request.documents:
        return guide and bool(set(request.documents) & (sent or (listed if len(listed) <= SHORT else set())))
    if request.among:
        return guide and len(listed) > 1 and listed <= set(request.among)
    kinds = {document.kind for document in map(knowledge.document, listed) if document is not None}
    return guide and bool(listed) and (request.kind == "all" or kinds == {request.kind})


def shares(served: Sequence[Served]) -> dict[str, tuple[int, int]]:
    """(how many, of how many): requests met, and questions not mistaken for one."""
    asking = [one for one in served if not one.request.refuse]
    refused = [one for one in served if one.request.refuse]
    return {
        "met": (sum(one.right for one in asking), len(asking)),
        "refused": (sum(one.right for one in refused), len(refused)),
    }


def report(name: str, served: Sequence[Served], listed: bool = False) -> str:
    """The shares of a file, and every miss when `listed`."""
    lines = [wording.REQUESTS_FILE.format(file=name)]
    missed = [one for one in served if listed and not one.right]
    lines += [wording.REQUESTS_MISS.format(line=one.request.line, text=one.request.text, outcome=one.outcome) for one in missed]
    for key, (many, of) in shares(served).items():
        share = f"{many / of:.1%}" if of else "-"
        lines.append(wording.EVAL_COUNT.format(name=wording.REQUESTS_NAMES[key], many=many, of=of, share=share))
    return "\n".join(lines)


def as_json(name: str, served: Sequence[Served]) -> str:
    """The shares of a file as a line of JSON."""
    return json.dumps({"file": name} | shares(served), ensure_ascii=False)
