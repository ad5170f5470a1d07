"""A text of any length and kind is met with a clear answer at once: it holds up nobody else's."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing

import pytest

from bot import app, wording
from bot.desk.desk import LONGEST, Desk
from bot.matching.knowledge_index import KnowledgeIndex
from bot.model import Question, Reply
from bot.settings import Settings
from tests.house import Talk

PIECES = [
    "a", "1", "gonghui", "xian", "工", "工会费", "一", "一千", "谢谢", "你好", "。", "？", "a ", "会费\n", "\u0301", "\ufdfa",
    "😀", "\x00", "\u202e", "那我们呢", "@a", "1.", "138 ", "《", "给我", "<b>", "会费怎么交？",
]  # fmt: skip
BUDGET = 0.05
"""Seconds of the processor for the reply to what is too long to be looked at."""


def took(ask: Callable[[], Reply]) -> tuple[float, Reply]:
    began = time.process_time()
    reply = ask()
    return time.process_time() - began, reply


@pytest.mark.parametrize("count", [LONGEST + 1, 100_000, 1_000_000])
@pytest.mark.parametrize("piece", PIECES)
def test_what_is_too_long_is_told_so_at_once(talk: Talk, piece: str, count: int) -> None:
    text = (piece * count)[:count]
    spent, reply = took(lambda: talk.says(text))
    assert reply.blocks[0].text == wording.TOO_LONG.format(count=count, most=LONGEST)
    assert spent < BUDGET
    assert len(reply.question) <= 100
    assert list(talk.desk.search(text, 3)) is not None


@pytest.mark.parametrize("piece", PIECES)
def test_the_longest_that_is_looked_at_takes_no_longer_than_four_long_questions(desk: Desk, piece: str) -> None:
    text = (piece * LONGEST)[:LONGEST]
    desk.reply(Question("会费怎么交", "terminal:1", "terminal:1", "terminal", "0"))
    spent, reply = took(lambda: desk.reply(Question(text, "terminal:1", "terminal:1", "terminal", "1")))
    assert reply.blocks
    assert spent < 1.5


def test_nobody_before_the_desk_works_at_it_either(settings: Settings, index: KnowledgeIndex) -> None:
    class Here:
        def __init__(self) -> None:
            self.index = index

    with closing(app.temporary_store()) as store, app.open_services(settings, Here(), store) as staff:  # type: ignore[arg-type]
        for piece in PIECES:
            text = (piece * 1_000_000)[:1_000_000]
            began = time.process_time()
            reply = staff.reply(Question(text, "telegram:1", "telegram:1", "telegram", piece))
            assert reply.blocks[0].text == wording.TOO_LONG.format(count=1_000_000, most=LONGEST)
            assert time.process_time() - began < 2 * BUDGET, piece
