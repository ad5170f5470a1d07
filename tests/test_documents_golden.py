"""Ways of asking for documents: each must get the right one. `jianhui eval --documents` prints the numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import open_desk, temporary_store
from bot.content.golden_reader import read_requests
from bot.errors import KnowledgeError
from bot.evaluation import document_requests
from bot.matching.knowledge_index import KnowledgeIndex
from bot.settings import REQUESTS
from tests.house import jianhui

TUNED, HELD = REQUESTS
FLOOR = {TUNED: 0.95, HELD: 0.72}
"""Held out: 24 of 30 at the first look, before anything was mended; 40 of 55 when the last ten had been added."""
REFUSED = 0.93


@pytest.fixture(scope="module")
def served(index: KnowledgeIndex) -> dict[Path, tuple[document_requests.Served, ...]]:
    desk = open_desk(index, temporary_store())
    return {path: document_requests.run(read_requests(path), desk, index.knowledge) for path in REQUESTS}


@pytest.mark.parametrize("path", REQUESTS, ids=lambda path: path.stem)
def test_who_asks_for_a_document_gets_the_right_one(
    served: dict[Path, tuple[document_requests.Served, ...]], path: Path
) -> None:
    met, of = document_requests.shares(served[path])["met"]
    assert met / of >= FLOOR[path], document_requests.report("", served[path], listed=True)
    assert of >= 30


@pytest.mark.parametrize("path", REQUESTS, ids=lambda path: path.stem)
def test_who_asks_what_to_do_gets_no_file_thrown_at_her(
    served: dict[Path, tuple[document_requests.Served, ...]], path: Path
) -> None:
    right, of = document_requests.shares(served[path])["refused"]
    assert right / of >= REFUSED, document_requests.report("", served[path], listed=True)


@pytest.mark.parametrize(
    "text", ["把我们厂没入会的人名单发我", "我们公司困难职工的名单发我一份", "jianhui", "huanjie xuanju zenme gao"]
)
def test_what_is_not_on_the_shelf_gets_no_file_that_sounds_like_it(index: KnowledgeIndex, text: str) -> None:
    assert index.requested_documents(text) is None


def test_sixty_ways_were_written_before_tuning() -> None:
    assert sum(not one.refuse for one in read_requests(TUNED)) >= 60


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- {q: 给我指南}\n", "五者选一"),  # no label
        ("- {q: 给我指南, kind: guide, part: setup-guide}\n", "五者选一"),  # two
        ("- {q: 给我指南, kind: guide, colour: red}\n", "colour"),  # a key there isn't
        ("q: 给我指南\n", "列表"),  # no list
    ],
)
def test_a_file_of_requests_that_cannot_be_used_says_why(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "asked.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(KnowledgeError) as raised:
        read_requests(path)
    assert any(words in problem.message for problem in raised.value.problems)


def test_the_command_prints_both_files(tmp_path: Path) -> None:
    done = jianhui("eval", "--documents", "--json", home=tmp_path)
    assert [line.partition(",")[0] for line in done.stdout.splitlines()] == [f'{{"file": "{path.name}"' for path in REQUESTS]
