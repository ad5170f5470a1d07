"""How questions of strangers are answered: totals only, so that the half that nobody may look at stays unseen.

    python tools/blind.py tests/blind/seen.jsonl tests/blind/unseen.jsonl

The questions were written without sight of the knowledge, the facts that a right answer holds were taken from the laws apart.
Each line has `turns` (the last one is measured), `expect` (answer, refuse, document), `facts` (each with `any`: texts of which
one must stand in the entry), `document` (words of the title wanted) and `open` (nothing held decides it: not counted).
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot import app  # noqa: E402  # after the path is set
from bot.desk.desk import Desk  # noqa: E402
from bot.model import Decision, Entry, Knowledge, Question, Reply  # noqa: E402
from bot.settings import load  # noqa: E402


def bare(text: str) -> str:
    """Without white space: facts are compared so."""
    return re.sub(r"\s", "", text)


def holds(entry: Entry | None, facts: list[dict[str, Any]]) -> bool:
    """Whether an entry says every fact in one of its spellings."""
    if entry is None:
        return False
    said = [entry.question, entry.answer, *entry.steps, *entry.materials, *(one.answer for one in entry.variants)]
    text = bare("\n".join(said))
    return all(any(bare(one) in text for one in fact["any"]) for fact in facts)


def replied(desk: Desk, one: dict[str, Any]) -> Reply:
    """The reply to the last turn of a conversation."""
    replies = [
        desk.reply(Question(text, f"blind:{one['id']}", f"blind:{one['id']}", "blind", wire=f"{one['id']}:{number}"))
        for number, text in enumerate(one["turns"])
    ]
    return replies[-1]


def measured(path: Path, desk: Desk, known: Knowledge) -> str:
    """A line of totals for a file."""
    answerable = right = found = wrong = refusals = answered = documents = served = 0
    for line in path.read_text("utf-8").splitlines():
        one = json.loads(line)
        reply = replied(desk, one)
        outright = reply.decision is Decision.ANSWER
        if one["expect"] == "answer" and one["facts"] and not one.get("open"):
            good = outright and holds(known.get(reply.entry), one["facts"])
            answerable, right, wrong = answerable + 1, right + good, wrong + (outright and not good)
            found += good or any(holds(known.get(choice.entry), one["facts"]) for choice in reply.choices)
        elif one["expect"] == "refuse":
            refusals, answered = refusals + 1, answered + outright
        elif one["expect"] == "document":
            titles = " ".join(document.title for document in reply.documents)
            documents, served = documents + 1, served + any(word in titles for word in one.get("document", []))
    shares = " ".join(
        f"{name} {value / max(answerable, 1):.2f}" for name, value in (("right", right), ("found", found), ("wrong", wrong))
    )
    others = f"{answered} of {refusals} refusals answered; {served} of {documents} documents"
    return f"{path.name}: {answerable} answerable, {shares}; {others}"


def main(names: list[str]) -> None:
    """Measure each file with the repository's own knowledge."""
    own = {f"JIANHUI_{name.upper()}": str(ROOT / name) for name in ("data", "knowledge", "guides")}
    index = app.open_index(load(env=own, dotenv=ROOT / "there-is-no.env"))
    desk = app.open_desk(index, app.temporary_store())
    for name in names:
        print(measured(Path(name), desk, index.knowledge), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
