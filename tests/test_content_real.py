"""The knowledge in this repository loads, and each of its wordings leads to one entry; loading it takes a blink."""

import re
import time
from datetime import date
from pathlib import Path

import pytest

from bot import wording
from bot.content import loader
from bot.model import Knowledge, Severity
from bot.normalise import key
from bot.yamlio.problems import sentence

ROOT = Path(__file__).parent.parent
# a machine whose clock is behind must not call the reviews in the repository future ones
TODAY = max(date.today(), date(2026, 12, 31))


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """What the repository carries."""
    return loader.require(ROOT / "knowledge", ROOT / "guides", TODAY)


def test_the_knowledge_of_the_repository_has_no_errors() -> None:
    _, problems = loader.load(ROOT / "knowledge", ROOT / "guides", TODAY)
    assert [sentence(problem) for problem in problems if problem.severity is Severity.ERROR] == []


def test_each_wording_has_words_and_one_owner(knowledge: Knowledge) -> None:
    keys = [key(asked) for entry in knowledge.entries for asked in entry.wordings]
    assert all(keys)
    assert len(set(keys)) == len(keys)


def test_topics_divide_the_entries_among_them(knowledge: Knowledge) -> None:
    listed = [entry for topic in knowledge.topics for entry in topic.entries]
    assert listed == [entry.id for entry in knowledge.entries]
    assert len({topic.key for topic in knowledge.topics}) == len(knowledge.topics)


def test_350_entries_of_12_phrasings_load_in_a_blink(tmp_path: Path) -> None:
    numbers = iter(range(10_000))
    entry = (
        "  - id: e{}\n    question: 多少名会员才能成立工会{}\n    answer: |\n      "
        + "有会员二十五人以上的，应当建立。" * 12
        + "\n"
        "    sources:\n      - {{law: 中华人民共和国工会法, version: 2021修正, article: 第十一条}}\n    status: verified\n"
        "    reviewed: 2026-11-22\n    phrasings:\n" + "      - 公司只有十几个人能建工会吗{}\n" * 12
    )
    for file in range(14):
        entries = [entry.format(*(f"{next(numbers):04}" for _ in range(14))) for _ in range(25)]
        (tmp_path / f"t{file}.yaml").write_text(f"topic: 主题{file}\nentries:\n{''.join(entries)}", "utf-8")
    started = time.process_time()
    knowledge, problems = loader.load(tmp_path, tmp_path / "guides", TODAY)
    taken = time.process_time() - started
    assert problems == ()
    assert knowledge is not None
    assert len(knowledge.entries) == 350
    # 0.10 s when measured; the bound allows for a busy machine and still catches a second pass or a lost C parser
    assert taken < 1.0


def test_every_sentence_about_loading_is_in_use() -> None:
    code = "".join(path.read_text("utf-8") for path in (ROOT / "bot").rglob("*.py"))
    assert [name for name in vars(wording) if name.startswith("LOAD_") and not re.search(rf"wording\.{name}\b", code)] == []
