"""Questions in the shape of strangers, and pairs that differ in one thing: the lines that nothing was fitted on."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import wording
from bot.app import open_desk, temporary_store
from bot.matching.knowledge_index import KnowledgeIndex
from bot.model import Decision, Question, Reply

STRANGERS = Path(__file__).parent / "strangers"


def held_out(name: str) -> list[list[str]]:
    """Every other line of a file, at its tabs."""
    rows = (STRANGERS / f"{name}.tsv").read_text("utf-8").splitlines()
    return [row.split("\t") for row in rows if not row.startswith("#")][1::2]


def replies(index: KnowledgeIndex, texts: list[str]) -> list[Reply]:
    desk = open_desk(index, temporary_store())
    return [desk.reply(Question(text, f"s:{number}", "s", "terminal")) for number, text in enumerate(texts)]


@pytest.fixture(scope="module")
def asked(index: KnowledgeIndex) -> list[tuple[set[str], Reply]]:
    """The held-out questions with their entries and what they got."""
    rows = held_out("questions")
    got = replies(index, [row[0] for row in rows])
    return [(set(row[1].split(",")) - {"-"}, reply) for row, reply in zip(rows, got, strict=True)]


def test_strangers_are_answered_and_seldom_wrongly(asked: list[tuple[set[str], Reply]]) -> None:
    right = sum(reply.decision is Decision.ANSWER and reply.entry in own for own, reply in asked)
    wrong = sum(reply.decision is Decision.ANSWER and reply.entry not in own for own, reply in asked)
    assert right / sum(bool(own) for own, _ in asked) >= 0.68
    assert wrong / len(asked) <= 0.04


def test_strangers_find_their_answer(asked: list[tuple[set[str], Reply]]) -> None:
    known = [(own, {reply.entry, *(choice.entry for choice in reply.choices)}) for own, reply in asked if own]
    assert sum(bool(own & got) for own, got in known) / len(known) >= 0.93


def test_other_fields_are_not_answered(index: KnowledgeIndex) -> None:
    got = replies(index, [row[0] for row in held_out("elsewhere")])
    sent = [reply.question for reply in got if reply.decision is Decision.ANSWER]
    assert len(sent) <= 3, sent


def test_neighbouring_trades_and_bodies_are_seldom_answered(index: KnowledgeIndex) -> None:
    rows = held_out("neighbouring")[::2]
    sent = [reply.question for reply in replies(index, [row[0] for row in rows]) if reply.decision is Decision.ANSWER]
    assert len(sent) <= 0.05 * len(rows), sent


def test_who_what_happened_and_what_is_denied_decide_between_questions_alike(index: KnowledgeIndex) -> None:
    rows = held_out("pairs")
    first = wrong = 0
    for row in rows:
        for text, own, other in ((row[0], row[1], row[3]), (row[2], row[3], row[1])):
            match = index.match(text)
            first += match.ranked[0].entry in own.split(",")
            sent = match.decision is Decision.ANSWER
            wrong += sent and match.ranked[0].entry in set(other.split(",")) - set(own.split(","))
    assert first / (2 * len(rows)) >= 0.94
    assert wrong <= 1


def test_a_document_is_sent_only_when_it_is_the_one_asked_for(index: KnowledgeIndex) -> None:
    rows = held_out("documents")
    got = replies(index, [row[0] for row in rows])
    wrong = served = plain = 0
    for row, reply in zip(rows, got, strict=True):
        own, sent = set(row[1].split(",")) - {"-"}, {file.document for file in reply.files}
        wrong += bool(sent - own)
        served += bool(own & (sent | {document.id for document in reply.documents}))
        plain += not own and wording.SHELF_NONE.partition("《")[0] in "".join(block.text for block in reply.blocks)
    assert wrong <= 2
    assert served / sum(row[1] != "-" for row in rows) >= 0.7
    assert plain / sum(row[1] == "-" for row in rows) >= 0.5
