"""Golden questions: what real people would ask, with the entry that must answer, the one that must not, or a refusal.

The floors stand a little below what was measured (`python3 run.py eval` prints it, with every confusion and what moved):
a change that falls below one has broken something.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import open_desk, temporary_store
from bot.content.golden_reader import read_golden
from bot.errors import KnowledgeError
from bot.evaluation import golden_report
from bot.matching.knowledge_index import KnowledgeIndex
from bot.model import Golden, Knowledge
from bot.normalise import key
from bot.settings import GOLDEN

FLOORS = {"right": 0.965, "right_outright": 0.75, "near_avoided": 0.99, "refused": 0.98}


@pytest.fixture(scope="module")
def questions(known: Knowledge) -> tuple[Golden, ...]:
    return read_golden(GOLDEN, known)


@pytest.fixture(scope="module")
def met(questions: tuple[Golden, ...], index: KnowledgeIndex) -> tuple[golden_report.Met, ...]:
    return golden_report.run(questions, open_desk(index, temporary_store()), index.knowledge)


def test_there_are_enough_questions_and_none_is_a_stored_wording(questions: tuple[Golden, ...], known: Knowledge) -> None:
    wordings = {key(text) for entry in known.entries for text in entry.wordings}
    assert len(questions) >= 850
    assert [one.text for one in questions if key(one.text) in wordings] == []


@pytest.mark.parametrize("share", FLOORS)
def test_the_floor_of_each_share_holds(met: tuple[golden_report.Met, ...], share: str) -> None:
    many, of = golden_report.shares(met)[share]
    assert many / of >= FLOORS[share], golden_report.report(met, GOLDEN, listed=True)


def test_the_report_says_what_moved_since_the_saved_result(met: tuple[golden_report.Met, ...], tmp_path: Path) -> None:
    golden_report.save(met[:3], tmp_path)
    assert "变化" not in golden_report.report(met[:3], tmp_path)
    (tmp_path / golden_report.RESULT).write_text(f'{{"{met[0].golden.text}": "unknown"}}', "utf-8")
    moved = [line for line in golden_report.report(met[:3], tmp_path).splitlines() if line.startswith("变化")]
    assert len(moved) == (met[0].outcome != "unknown")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("- q: 怎么建会\n  entry: [no-such-entry]\n", 2, "no-such-entry"),  # an entry that was retired
        ("- q: 怎么建会\n", 1, "二者选一"),  # no label
        ("- q: 怎么建会\n  refuse: true\n  entry: [setup-steps]\n", 1, "二者选一"),  # two labels
        ("- q: 怎么建会\n  entri: [setup-steps]\n", 2, "entry"),  # a slip in the key
        ("q: 怎么建会\n", 1, "列表"),  # no list
    ],
)
def test_a_broken_file_is_named_with_its_line(known: Knowledge, tmp_path: Path, text: str, line: int, words: str) -> None:
    (tmp_path / "setup.yaml").write_text(text, "utf-8")
    with pytest.raises(KnowledgeError) as caught:
        read_golden(tmp_path, known)
    assert line in [problem.line for problem in caught.value.problems if words in problem.message]
