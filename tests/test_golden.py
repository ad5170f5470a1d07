"""Golden questions: what real people would ask, with the entry that must answer, the one that must not, or a refusal.

The floors are what was measured when the questions were written, less two points: a change that loses more than that
has broken something. `python3 run.py test -s tests/test_golden.py` prints every miss.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import yaml

from bot.app import open_desk, passing_store
from bot.matching.index import KnowledgeIndex
from bot.model import Decision, Knowledge, Question, Reply
from bot.text import key
from tests.house import ROOT

FOLDER = ROOT / "tests" / "golden"
RIGHT, NEAR, REFUSED = 0.90, 0.95, 0.90


@dataclass(frozen=True)
class Golden:
    """A question with its label."""

    text: str
    entry: tuple[str, ...]
    near: tuple[str, ...]
    refuse: bool


def read() -> list[Golden]:
    found = []
    for file in sorted(FOLDER.glob("*.yaml")):
        for one in yaml.safe_load(file.read_text("utf-8")):
            assert set(one) <= {"q", "entry", "near", "refuse"}, (file.name, one)
            found.append(Golden(str(one["q"]), tuple(one.get("entry", ())), tuple(one.get("near", ())), bool(one.get("refuse"))))
    return found


QUESTIONS = read()


@pytest.fixture(scope="module")
def replies(index: KnowledgeIndex) -> list[tuple[Golden, Reply]]:
    desk = open_desk(index, passing_store())
    return [(one, desk.reply(Question(one.text, f"golden:{n}", "golden", "terminal"))) for n, one in enumerate(QUESTIONS)]


def offered(reply: Reply) -> set[str]:
    """The entry answered outright, or those offered to pick from."""
    if reply.decision is Decision.ANSWER:
        return {reply.entry}
    return {choice.entry for choice in reply.choices} if reply.decision is Decision.CHOOSE else set()


def share(name: str, judged: list[tuple[Golden, Reply, bool]]) -> float:
    missed = [(golden, reply) for golden, reply, good in judged if not good]
    for golden, reply in missed:
        print(f"{name}\t{golden.text}\t{reply.decision} {reply.entry} {reply.confidence:.2f}\t{','.join(golden.entry)}")
    good = 1 - len(missed) / len(judged)
    print(f"{name}: {good:.1%} of {len(judged)}")
    return good


def test_every_label_names_an_entry_and_no_question_is_a_stored_wording(known: Knowledge) -> None:
    wordings = {key(text) for entry in known.entries for text in entry.wordings}
    assert len(QUESTIONS) >= 400
    for one in QUESTIONS:
        assert one.refuse != bool(one.entry), one.text
        assert [name for name in (*one.entry, *one.near) if known.get(name) is None] == [], one.text
        assert key(one.text) not in wordings, one.text


def test_the_right_entry_is_answered_or_offered(replies: list[tuple[Golden, Reply]]) -> None:
    judged = [(one, reply, bool(offered(reply) & set(one.entry))) for one, reply in replies if one.entry]
    assert share("right", judged) >= RIGHT


def test_a_near_miss_is_not_answered_outright(replies: list[tuple[Golden, Reply]]) -> None:
    judged = [(one, r, r.decision is not Decision.ANSWER or r.entry not in one.near) for one, r in replies if one.near]
    assert share("near", judged) >= NEAR


def test_what_nobody_can_answer_is_not_answered_outright(replies: list[tuple[Golden, Reply]]) -> None:
    judged = [(one, reply, reply.decision is not Decision.ANSWER) for one, reply in replies if one.refuse]
    assert share("refused", judged) >= REFUSED
