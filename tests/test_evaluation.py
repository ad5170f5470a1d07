"""What the project says about itself: the benchmarks and the evaluation give numbers that can be trusted, on a small base."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.content import loader
from bot.evaluation.baselines import RIVALS, Rival
from bot.evaluation.mutation import KINDS, mutated, seeded
from bot.evaluation.phrasebook import QUERIES, recombined
from bot.evaluation.speed import OURS, measure
from bot.evaluation.text_table import line, percentile
from bot.evaluation.typo_samples import slips
from bot.model import Knowledge
from bot.normalise import fold, key, syllable
from tests.house import ROOT, jianhui

THS = ROOT.parent / "shared" / "bench" / "ths"

ENTRIES = {
    "members": ("多少名会员才能成立工会？", "公司只有十几个人能建工会吗", "建会最低要几个人", "二十个人够不够成立工会"),
    "fee": ("工会会费每月交多少？", "会费是按工资百分之几交", "每个月扣多少会费", "会费怎么算"),
    "chair": ("工会主席任期几年？", "主席一届是多长时间", "工会主席干几年要换届", "主席任期到了怎么办"),
    "audit": ("经费审查委员会怎样产生？", "经审会谁来选", "经审委员几个人", "经审主任能不能由会计当"),
    "women": ("女职工委员会必须设立吗？", "女职工多少人要设女工委", "女工委主任怎么产生", "没有女职工委员会行吗"),
    "leave": ("参加工会活动算不算上班？", "开会占用工作时间扣不扣工资", "工会活动时间工资照发吗", "委员脱产几天"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge folder of six entries, an empty guides folder, and a data folder."""
    made = tmp_path_factory.mktemp("base")
    lines = ["topic: 试用", "entries:"]
    for entry, (question, *phrasings) in ENTRIES.items():
        lines += [f"  - id: {entry}-entry", f"    question: {question}", f"    phrasings: [{', '.join(phrasings)}]"]
        lines += [f"    answer: 关于{entry}的答复，依据工会法。"]
    (made / "knowledge").mkdir()
    (made / "guides").mkdir()
    (made / "knowledge" / "trial.yaml").write_text("\n".join(lines) + "\n", "utf-8")
    return made


@pytest.fixture(scope="module")
def knowledge(folder: Path) -> Knowledge:
    from bot.app import today

    return loader.require(folder / "knowledge", folder / "guides", today())


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command on the small base, without the encoder."""
    folders = {f"JIANHUI_{name.upper()}": str(folder / name) for name in ("knowledge", "guides", "data")}
    return jianhui(*arguments, home=folder, JIANHUI_ENCODER="off", **folders)


# ---------------------------------------------------------------- slips and made-up bases


@pytest.mark.parametrize("kind", KINDS)
def test_a_slip_changes_the_text_in_one_place(kind: str) -> None:
    text = "会员大会多久开一次"
    for seed in range(30):
        slipped = mutated(text, kind, seeded(seed))
        assert slipped is not None
        assert slipped != text
        assert len(slipped) - len(text) == {"dropped": -1, "doubled": 1}.get(kind, 0)
        same = sum(one == other for one, other in zip(text, slipped, strict=False))
        assert kind in ("dropped", "doubled") or len(text) - same == {"swapped": 2}.get(kind, 1)


def test_a_homophone_sounds_alike_and_a_traditional_character_means_the_same() -> None:
    text = "会费开户"
    for seed in range(30):
        heard, written = (mutated(text, kind, seeded(seed)) for kind in ("homophone", "traditional"))
        assert heard is not None
        assert [syllable(one) for one in heard] == [syllable(one) for one in text]
        assert written is not None
        assert fold(written) == text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("会", "dropped"),  # nothing would be left
        ("一一", "swapped"),  # nothing would change
        ("abc", "homophone"),  # letters have no homophones
        ("工人", "traditional"),  # the same in both scripts
        ("2%", "doubled"),  # numbers aren't touched
    ],
)
def test_a_text_without_a_place_for_a_slip_has_none(text: str, kind: str) -> None:
    assert mutated(text, kind, seeded(1)) is None


def test_every_wording_slips_in_every_way_and_the_same_at_every_run(knowledge: Knowledge) -> None:
    made = slips(knowledge)
    assert made == slips(knowledge)
    assert len({(slip.entry, slip.kind) for slip in made}) == len(ENTRIES) * len(KINDS)
    assert len(slips(knowledge, sample=4)) <= 4 * len(KINDS)


@pytest.mark.parametrize("size", [1, 37, 400])
def test_a_made_up_base_has_the_wordings_asked_for_all_distinct(knowledge: Knowledge, size: int) -> None:
    book = recombined(knowledge, size)
    keys = [key(text) for entry in book.knowledge.entries for text in entry.wordings]
    assert book.size == len(set(keys)) == size
    assert len(book.queries) == QUERIES
    assert not {key(text) for text, _ in book.queries} & set(keys)
    assert {entry for _, entry in book.queries} <= {entry.id for entry in book.knowledge.entries}
    assert recombined(knowledge, size) == book


# ---------------------------------------------------------------- speed


@pytest.mark.parametrize("rival", RIVALS, ids=lambda rival: rival.name)
def test_a_rival_finds_what_is_stored_and_nothing_where_nothing_is_shared(rival: Rival) -> None:
    if not rival.present:
        pytest.skip("the bench extra is not installed")
    keys = [key(text) for wordings in ENTRIES.values() for text in wordings]
    first = rival.build(keys)
    assert [first(stored) for stored in keys] == list(range(len(keys)))
    assert first("zzz") == -1


def test_a_rival_whose_library_is_missing_is_not_present() -> None:
    assert not Rival("x", ("numpy", "no_such_library"), lambda keys: len).present


def test_our_index_is_measured_on_all_questions_and_is_mostly_right(knowledge: Knowledge) -> None:
    measured = measure(OURS, recombined(knowledge, 300))
    assert 0 < len(measured.took) <= QUERIES  # a busy machine asks fewer of them in the time it has
    assert 0 < percentile(measured.took, 0.5) <= percentile(measured.took, 0.99) < 1
    assert 0.8 < measured.right <= 1
    assert 0 < measured.built < 60


def test_bench_prints_a_row_for_us_and_each_rival(folder: Path) -> None:
    done = run(folder, "bench", "--only", "speed", "--sizes", "60")
    assert (done.returncode, done.stderr) == (0, "")
    rows = done.stdout.splitlines()
    assert "60 种问法" in rows[0]
    names = ["建会通", *(rival.name for rival in RIVALS)]
    assert [row[: len(name)] for row, name in zip(rows[2:], names, strict=False)] == names
    ours = re.fullmatch(r"建会通 +[\d.]+ +(?:\d+|-) +[\d.]+ +[\d.]+ +([\d.]+)% +\d+", rows[2])
    assert ours is not None
    assert float(ours[1]) > 90


@pytest.mark.parametrize("sizes", ["0", "100,-5", "many", ""])
def test_bench_says_how_sizes_are_written(folder: Path, sizes: str) -> None:
    done = run(folder, "bench", f"--sizes={sizes}")
    assert done.returncode != 0
    assert "1000,10000,100000" in done.stderr


def test_bench_counts_slips_that_are_still_found(folder: Path) -> None:
    done = run(folder, "bench", "--only", "mutations")
    share = re.search(r"^合计 +([\d.]+)% +(\d+) +(\d+)$", done.stdout, re.MULTILINE)
    assert share is not None, done
    assert float(share[1]) > 90
    assert int(share[3]) > 4 * sum(map(len, ENTRIES.values()))
    assert "语义编码器没有安装或已关闭" in done.stdout


def test_bench_times_whole_replies(folder: Path) -> None:
    done = run(folder, "bench", "--only", "ask")
    times = re.search(r"p50 ([\d.]+) 毫秒，p99 ([\d.]+) 毫秒", done.stdout)
    assert times is not None, done
    assert 0 < float(times[1]) <= float(times[2]) < 5000
    if Path("/proc/self/statm").exists():
        memory = re.search(r"(\d+) MB", done.stdout)
        assert memory is not None
        assert 20 < int(memory[1]) < 1000


def test_columns_stand_under_each_other_whatever_the_script() -> None:
    assert line(["建会通", "1.0"], [8, 6]) == "建会通       1.0"
    assert line(["abcdef", "字"], [8, 6]) == "abcdef        字"


@pytest.mark.parametrize(("share", "value"), [(0.0, 1.0), (0.5, 2.0), (0.75, 3.0), (0.99, 4.0), (1.0, 4.0)])
def test_a_percentile_is_one_of_the_values(share: float, value: float) -> None:
    assert percentile([3.0, 1.0, 4.0, 2.0], share) == value


# ---------------------------------------------------------------- eval


def write_lines(path: Path, rows: Sequence[dict[str, object] | str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    texts = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(texts) + "\n", "utf-8")
    return path


CASES: list[dict[str, object] | str] = [
    {"q": "建会最低要几个人", "topic": "setup", "must": ["members", "工会法"]},  # right
    {"q": "会费怎么算", "topic": "funds", "must": ["fee的答复"]},  # right
    {"q": "主席一届是多长时间", "topic": "election", "must": ["chair", "三年"]},  # only one of two patterns: wrong
    {"q": "经审会谁来选", "topic": "funds", "must": ["women"]},  # another entry's answer: wrong
    {"q": "女工委主任怎么产生", "topic": "women"},  # nothing is known of its answer: ours, not judged
    {"q": "明天上海下雨吗", "topic": "out_of_domain"},
    {"q": "公积金怎么取", "topic": "near_domain"},
]


def test_eval_counts_right_and_wrong_answers(folder: Path, tmp_path: Path) -> None:
    done = run(folder, "eval", str(write_lines(tmp_path / "cases.jsonl", CASES)), "--json")
    assert done.returncode == 0, done.stderr
    counted = json.loads(done.stdout)
    assert counted["matched"] == [2, 4]
    assert counted["matched_outright"] == [2, 4]
    assert counted["ours_answer"] == [5, 5]
    assert counted["out_of_domain_answer"] == [0, 1]
    assert sum(counted[f"near_domain_{decision}"][0] for decision in ("answer", "choose", "unknown")) == 1


def test_eval_lists_each_case_with_its_verdict(folder: Path, tmp_path: Path) -> None:
    done = run(folder, "eval", str(write_lines(tmp_path / "cases.jsonl", CASES)), "--list")
    assert [row[0] for row in done.stdout.splitlines()[: len(CASES)]] == ["✓", "✓", "✗", "✗", " ", " ", " "]
    assert "2 / 4" in done.stdout


@pytest.mark.parametrize(
    "broken",
    [
        "{'q': 1}",  # no JSON
        '{"topic": "funds"}',  # no question
        '{"q": "会费", "must": ["("]}',  # no regular expression
        '["会费"]',  # no object
    ],
)
def test_eval_names_the_line_that_it_cannot_read(folder: Path, tmp_path: Path, broken: str) -> None:
    file = write_lines(tmp_path / "cases.jsonl", [CASES[0], "", broken])
    done = run(folder, "eval", str(file))
    assert done.returncode == 1
    assert f"{file} 第 3 行" in done.stderr
    assert "Traceback" not in done.stderr


# ---------------------------------------------------------------- tools/eval_ths.py


def ths(shared: Path, *options: str) -> str:
    """What tools/eval_ths.py prints."""
    command = [sys.executable, str(ROOT / "tools" / "eval_ths.py"), str(shared), "--without-encoder", *options]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_ths_measures_a_made_up_set_and_drops_what_two_entries_claim(tmp_path: Path) -> None:
    rows = [{"id": number, "phrasings": list(wordings)} for number, wordings in enumerate(ENTRIES.values())]
    rows[1]["phrasings"] = ['会费：每月 "2%" 吗', "建会最低要几个人？", *ENTRIES["fee"][2:]]
    asked = [{"q": "会费每个月怎么算的", "id": 1}, {"q": "建会最低要几个人", "id": 0}, {"q": "主席一届多长", "id": 1}]
    asked += [{"q": "火锅底料怎么炒", "id": -1, "kind": "far"}, {"q": "公积金怎么取", "id": -1, "kind": "near"}]
    write_lines(tmp_path / "bench" / "ths" / "kb.jsonl", list(rows))
    write_lines(tmp_path / "bench" / "ths" / "dev.jsonl", list(asked))
    printed = ths(tmp_path, "--k", "4")
    assert "6 entries, 1 phrasings dropped" in printed
    assert "3 known, 1 near, 1 far" in printed
    assert "right entry first .667" in printed
    counts = re.findall(r"^  0\.\d–\d\.\d +(\d+)", printed, re.MULTILINE)
    assert len(counts) == 10
    assert sum(map(int, counts)) == len(asked)


@pytest.mark.skipif(not (THS / "kb.jsonl").exists(), reason="no helpdesk data in ../shared/bench/ths")
def test_ths_finds_most_entries_of_the_real_set() -> None:
    printed = ths(THS.parent.parent, "--k", "10", "--entries", "60")
    first = re.search(r"right entry first (\.\d+), among three (1?\.\d+)", printed)
    assert first is not None, printed
    assert float(first[1]) > 0.85
    assert float(first[2]) > 0.95
