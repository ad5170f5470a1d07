"""Many questions matched at once get what each gets alone, also when other processes help, or can't."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import NoReturn

import pytest

from bot.matching import batch_match
from bot.matching.cache import Cache
from bot.matching.knowledge_index import KnowledgeIndex
from tests.house import entry, index_of, knowledge_of

ENTRIES = (
    entry("dues", "会费每个月交多少", "会费标准", "会费几块钱"),
    entry("setup", "怎么成立工会", "建工会要什么条件", "十几个人能建工会吗"),
    entry("term", "换届要提前多久准备", "几年换届一次"),
)
ASKED = [
    "会费标准",
    "我们厂十几个人能不能建工会",
    "冰箱里的剩菜",
    "多久换届一次啊",
    "会费标准",
    "",
    "我们厂十几个人能不能建工会",
]


def again(folder: Path) -> KnowledgeIndex:
    """The same index in another process."""
    return KnowledgeIndex(knowledge_of(*ENTRIES), None, Cache(folder))


def impossible() -> NoReturn:
    """An index that can't be opened there."""
    raise OSError


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other processes help from two questions on."""
    monkeypatch.setattr(batch_match, "FEW", 2)
    monkeypatch.setattr(batch_match, "_PART", 2)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


def test_together_they_get_what_each_gets_alone(tmp_path: Path) -> None:
    index = index_of(tmp_path, *ENTRIES)
    assert batch_match.matches(index, ASKED) == [index.match(text) for text in ASKED]
    assert batch_match.matches(index, []) == []


@pytest.mark.usefixtures("few")
def test_other_processes_find_the_same(tmp_path: Path) -> None:
    index = index_of(tmp_path, *ENTRIES)
    wanted = [index.match(text) for text in ASKED]
    index.match = None  # type: ignore[method-assign,assignment]  # this process is not to match any
    assert batch_match.matches(index, ASKED, partial(again, tmp_path)) == wanted


@pytest.mark.usefixtures("few")
def test_where_they_cannot_begin_this_one_does_it_all(tmp_path: Path) -> None:
    index = index_of(tmp_path, *ENTRIES)
    assert batch_match.matches(index, ASKED, impossible) == [index.match(text) for text in ASKED]
