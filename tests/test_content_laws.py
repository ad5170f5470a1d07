"""The list of laws: every way laws.yaml can be wrong, what a changed version does to entries, and who rests on a law."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from bot import wording
from bot.content import loader
from bot.content.laws import entries_resting_on
from bot.model import Knowledge, Law, Problem, Severity
from tests.house import ROOT, jianhui
from tests.test_content_entries import says

TODAY = date(2026, 12, 1)

LAWS = """\
laws:
  - title: 中华人民共和国工会法
    short: 工会法
    version: 2021修正
    from: 2022-01-01
    before: ["1992", 2009修正]
    checked: 2026-11-01
  - title: 江苏省集体协商条例
    version: 2023
    region: 江苏
  - title: 江苏省集体合同条例
    version: 2004
    superseded_by: 江苏省集体协商条例
"""
TOPIC = """\
topic: 组建工会
entries:
  - id: setup-members
    question: 多少名会员才能成立工会？
    phrasings: [建会人数, 几个人起步, 十几个人能建吗]
    answer: 有会员二十五人以上的，应当建立。
    sources:
      - {law: 中华人民共和国工会法, version: 2021修正, article: 第十一条}
      - law: 江苏省集体协商条例
        version: 2023
        article: 第二条
    reviewed: 2026-11-22
  - id: setup-steps
    question: 成立工会要走哪些步骤？
    phrasings: [建会流程, 怎么办理, 先做什么]
    answer: 先向上级工会申请。
    reviewed: 2026-11-22
"""
"""Lines: 8 the first source, 9–11 the second, 12 reviewed."""

CASES = """\
cases:
  - name: members
    question: 有多少名会员？
    options:
      - {name: under, label: 不到 25 名, words: [不到二十五]}
      - {name: over, label: 25 名以上, words: [二十五以上]}
"""
VARIANT = """\
      - when: {}
        answer: 按规定办。
        sources:
          - {{law: 中华人民共和国工会法, version: {}, article: 第十一条}}
"""


def loaded(folder: Path, laws: str = LAWS, topic: str = TOPIC) -> tuple[Knowledge | None, tuple[Problem, ...]]:
    (folder / "laws.yaml").write_text(laws, "utf-8")
    (folder / "setup.yaml").write_text(topic, "utf-8")
    return loader.load(folder, folder / "guides", TODAY)


def only(found: tuple[Problem, ...]) -> Problem:
    assert len(found) == 1, [problem.message for problem in found]
    return found[0]


# ---------------------------------------------------------------- laws.yaml


def test_a_good_list_is_read_word_for_word(tmp_path: Path) -> None:
    knowledge, found = loaded(tmp_path)
    assert found == ()
    assert knowledge is not None
    assert knowledge.laws[0] == Law(
        "中华人民共和国工会法", "工会法", "2021修正", date(2022, 1, 1), ("1992", "2009修正"), checked=date(2026, 11, 1), line=2
    )
    assert [law.short for law in knowledge.laws[1:]] == ["江苏省集体协商条例", "江苏省集体合同条例"]
    assert [law.superseded_by for law in knowledge.laws] == ["", "", "江苏省集体协商条例"]


BROKEN = [
    # what is written in place of what, the line and key of the error, what it says
    ("laws:\n", "laws：\n", 1, "", wording.LOAD_COLON_WIDE),
    ("laws:\n", "law:\n", 1, "law", wording.LOAD_KEY_UNKNOWN),
    ("  - title: 中", "  -title: 中", 2, "", wording.LOAD_DASH_TIGHT),
    ("    short: 工", "    shrot: 工", 3, "shrot", wording.LOAD_KEY_UNKNOWN),
    ("    short: 工会法\n", "    简称: 工会法\n", 3, "简称", wording.LOAD_KEY_UNKNOWN),
    ("    short: 工", "    short：工", 3, "", wording.LOAD_COLON_WIDE),
    ("    version: 2021修正\n", "", 2, "version", wording.LOAD_KEY_MISSING),
    ("    version: 2021修正", "    version:", 4, "version", wording.LOAD_EMPTY),
    ("    version: 2021修正", "    version: [2021修正]", 4, "version", wording.LOAD_TEXT_WANTED),
    ("    from: 2022-01-01", "    from: null", 5, "from", wording.LOAD_EMPTY),
    ("    from: 2022-01-01", "    from: 2022年1月1日", 5, "from", wording.LOAD_DATE),
    ("    from: 2022-01-01", "    from: 2022-02-30", 5, "from", wording.LOAD_DATE),
    ("    from: 2022-01-01", "    from: 2022-01-01\n    from: 2022-01-01", 6, "from", wording.LOAD_KEY_TWICE),
    ('["1992", 2009修正]', "2009修正", 6, "before", wording.LOAD_LIST_WANTED),
    ('["1992", 2009修正]', "[2009修正, 2021修正]", 6, "before", wording.LOAD_LAW_BOTH),
    ('["1992", 2009修正]', "[2009修正, 2009修正]", 6, "before", wording.LOAD_REFERENCE_TWICE),
    ("title: 江苏省集体合同条例", "title: 中华人民共和国工会法", 11, "title", wording.LOAD_LAW_TWICE),
    ("    region: 江苏", "    short: 工会法", 10, "short", wording.LOAD_LAW_TWICE),
    ("by: 江苏省集体协商条例", "by: 江苏省集体协商条列", 13, "superseded_by", wording.LOAD_CITED_UNKNOWN),
    ("by: 江苏省集体协商条例", "by: 江苏省集体合同条例", 13, "superseded_by", wording.LOAD_LAW_CIRCLE),
    ("title: 中华人民共和国工会法", "title: 《中华人民共和国工会法》", 2, "title", wording.LOAD_LAW_QUOTED),
    (LAWS, "- 中华人民共和国工会法\n", 1, "", wording.LOAD_LAWS_TOP),
    (LAWS, "laws: []\n", 1, "laws", wording.LOAD_EMPTY),
    (LAWS, "laws: 工会法\n", 1, "laws", wording.LOAD_TABLES_WANTED),
    (LAWS, "# 只有注释\n", 0, "", wording.LOAD_FILE_EMPTY),
]


AHEAD = [
    ("    from: 2022-01-01", "    from: 2027-01-01", 5, "from", wording.LOAD_LAW_NOT_YET),
    ("checked: 2026-11-01", "checked: 2026-12-02", 7, "checked", wording.LOAD_LAW_FUTURE),
    ("checked: 2026-11-01", "changed: 2026-12-02", 7, "changed", wording.LOAD_LAW_FUTURE),
]


@pytest.mark.parametrize(("right", "wrong", "line", "key", "template"), AHEAD)
def test_a_date_ahead_of_the_clock_is_a_warning(
    tmp_path: Path, right: str, wrong: str, line: int, key: str, template: str
) -> None:
    assert LAWS.count(right) == 1
    knowledge, found = loaded(tmp_path, LAWS.replace(right, wrong))
    problem = found[0]
    assert knowledge is not None
    assert (problem.severity, problem.file, problem.line, problem.key) == (Severity.WARNING, "laws.yaml", line, key)
    assert says(problem, template), problem.message


@pytest.mark.parametrize(("right", "wrong", "line", "key", "template"), BROKEN)
def test_each_slip_in_the_list_is_one_error_and_no_entry_is_blamed(
    tmp_path: Path, right: str, wrong: str, line: int, key: str, template: str
) -> None:
    assert LAWS.count(right) == 1
    knowledge, found = loaded(tmp_path, LAWS.replace(right, wrong))
    problem = only(found)
    assert knowledge is None
    assert (problem.severity, problem.file, problem.line, problem.key) == (Severity.ERROR, "laws.yaml", line, key)
    assert says(problem, template), problem.message


@pytest.mark.parametrize("name", ["laws.yml", "法律.yaml", "more/laws.yaml"])
def test_a_list_under_another_name_is_told_its_own(tmp_path: Path, name: str) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / name).write_text(LAWS, "utf-8")
    problem = only(loaded(tmp_path)[1])
    assert (problem.file, problem.message) == (name, wording.LOAD_LAWS_NAME.format(name="laws.yaml"))


def test_two_laws_that_supersede_each_other_leave_nothing_in_force(tmp_path: Path) -> None:
    _, found = loaded(tmp_path, LAWS.replace("    region: 江苏", "    superseded_by: 江苏省集体合同条例"))
    assert [(problem.line, says(problem, wording.LOAD_LAW_CIRCLE)) for problem in found] == [(10, True), (13, True)]


# ---------------------------------------------------------------- what entries cite

CITED = [
    # the first source as written, the line, the key, what it says, a part of the advice
    ("version: 2009修正", "version", wording.LOAD_CITED_BEFORE, "现行的是 2021修正"),
    ("version: 2025修正", "version", wording.LOAD_CITED_VERSION, "现行的是 2021修正"),
    ("law: 中华人民共和国工会发", "law", wording.LOAD_CITED_UNKNOWN, "是否应为“中华人民共和国工会法”"),
    ("law: 工会法", "law", wording.LOAD_CITED_UNKNOWN, "是否应为“中华人民共和国工会法”"),
    ("law: 住房公积金管理条例", "law", wording.LOAD_CITED_UNKNOWN, wording.LOAD_CITED_ADD),
    ("law: 江苏省集体合同条例", "law", wording.LOAD_CITED_REPLACED, "《江苏省集体协商条例》（2023）"),
]


@pytest.mark.parametrize(("cited", "key", "template", "advice"), CITED)
def test_a_source_out_of_force_or_unlisted_is_one_error_at_its_line(
    tmp_path: Path, cited: str, key: str, template: str, advice: str
) -> None:
    right = "law: 中华人民共和国工会法" if key == "law" else "version: 2021修正"
    knowledge, found = loaded(tmp_path, topic=TOPIC.replace(right, cited))
    problem = only(found)
    assert knowledge is None
    assert (problem.severity, problem.file, problem.line) == (Severity.ERROR, "setup.yaml", 8)
    assert (problem.entry, problem.key) == ("setup-members", key)
    assert says(problem, template), problem.message
    assert advice in problem.message


def test_the_line_is_that_of_the_version_where_a_source_has_several_lines(tmp_path: Path) -> None:
    problem = only(loaded(tmp_path, topic=TOPIC.replace("version: 2023", "version: 2022"))[1])
    assert (problem.line, problem.key) == (10, "version")


def test_a_new_version_makes_an_error_of_each_entry_that_cites_the_one_before(tmp_path: Path) -> None:
    newer = LAWS.replace("version: 2021修正", "version: 2026修正").replace("2009修正]", "2009修正, 2021修正]")
    # no warning of the date beside the error
    problem = only(loaded(tmp_path, newer.replace("checked: 2026-11-01", "changed: 2026-11-23"))[1])
    assert says(problem, wording.LOAD_CITED_BEFORE)
    assert "2021修正" in problem.message
    assert "2026修正" in problem.message
    assert "待复核" in problem.message


@pytest.mark.parametrize(("changed", "warned"), [("2026-11-21", 0), ("2026-11-22", 0), ("2026-11-23", 1)])
def test_an_entry_reviewed_before_the_law_changed_is_warned_of_once(tmp_path: Path, changed: str, warned: int) -> None:
    other = "      - {law: 中华人民共和国工会法, version: 2021修正, article: 第三条}\n"
    twice = TOPIC.replace("    sources:\n", "    sources:\n" + other)
    knowledge, found = loaded(tmp_path, LAWS.replace("checked: 2026-11-01", f"changed: {changed}"), twice)
    assert knowledge is not None
    assert [(problem.severity, problem.line, problem.key) for problem in found] == [(Severity.WARNING, 13, "reviewed")] * warned
    assert all(says(problem, wording.LOAD_CITED_CHANGED) and changed in problem.message for problem in found)


def test_an_entry_never_reviewed_is_warned_of_once_and_listed_as_due(tmp_path: Path) -> None:
    changed = LAWS.replace("checked: 2026-11-01", "changed: 2026-11-23")
    knowledge, found = loaded(tmp_path, changed, TOPIC.replace("    reviewed: 2026-11-22\n", "", 1))
    assert says(only(found), wording.LOAD_NOT_REVIEWED)
    assert knowledge is not None
    assert [
        wording.LOAD_NEVER in reason for one in entries_resting_on(knowledge.laws[0], knowledge) for reason in one.reasons
    ] == [True]


def test_what_only_a_variant_cites_counts_as_well(tmp_path: Path) -> None:
    (tmp_path / "cases.yaml").write_text(CASES, "utf-8")
    own = "    sources: [{law: 中华人民共和国工会法, version: 2021修正, article: 第三条}]\n"
    variants = VARIANT.format("under", "2021修正") + VARIANT.format("over", "2009修正")
    problem = only(loaded(tmp_path, topic=f"{TOPIC}{own}    ask: members\n    variants:\n{variants}")[1])
    assert (problem.line, problem.entry, problem.key) == (28, "setup-steps", "version")
    knowledge, _ = loader.readable(tmp_path, tmp_path / "guides", TODAY)
    listed = entries_resting_on(knowledge.laws[0], knowledge)
    assert [(one.entry.id, len(one.reasons)) for one in listed] == [("setup-members", 0), ("setup-steps", 1)]


def test_without_a_list_nothing_is_said_of_citations(tmp_path: Path) -> None:
    (tmp_path / "setup.yaml").write_text(TOPIC.replace("2021修正", "1992"), "utf-8")
    knowledge, found = loader.load(tmp_path, tmp_path / "guides", TODAY)
    assert found == ()
    assert knowledge is not None
    assert knowledge.laws == ()


def test_the_list_does_not_change_what_has_to_be_learned_again(tmp_path: Path) -> None:
    first, _ = loaded(tmp_path)
    second, _ = loaded(tmp_path, LAWS.replace("checked: 2026-11-01", "checked: 2026-11-30"))
    assert first is not None
    assert second is not None
    assert first.hash == second.hash


# ---------------------------------------------------------------- check --law


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A knowledge folder with a list of laws, for the command run beside it."""
    (tmp_path / "knowledge").mkdir()
    loaded(tmp_path / "knowledge")
    return tmp_path


OPTIONS = ("--data", "data", "--knowledge", "knowledge", "--guides", "guides", "check", "--law")


@pytest.mark.parametrize("name", ["工会法", "中华人民共和国工会法", "《工会法》", " 工会法"])
def test_a_law_lists_the_entries_that_rest_on_it(base: Path, name: str) -> None:
    done = jianhui(*OPTIONS, name, home=base)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "《中华人民共和国工会法》（2021修正） · 2022-01-01 起施行 · 版本比对于 2026-11-01",
        "无变动 setup.yaml:3 [setup-members] 第十一条 · 核对于 2026-11-22",
        "共 1 条依据《工会法》，其中 0 条待复核。",
    ]


def test_after_a_change_the_list_says_which_are_due_though_the_knowledge_has_errors(base: Path) -> None:
    loaded(base / "knowledge", LAWS.replace("2021修正", "2026修正").replace("2009修正]", "2021修正]"))
    done = jianhui(*OPTIONS, "工会法", home=base)
    assert (done.returncode, done.stderr) == (0, "")
    assert "待复核 setup.yaml:3 [setup-members] 第十一条 · 核对于 2026-11-22\n    2021修正 是《工会法》的旧版本" in done.stdout
    assert done.stdout.endswith("共 1 条依据《工会法》，其中 1 条待复核。\n")
    assert jianhui(*OPTIONS[:-1], home=base).returncode == 1


def test_the_json_of_an_entry_that_rests_on_a_law_has_these_fields(base: Path) -> None:
    loaded(base / "knowledge", LAWS.replace("checked: 2026-11-01", "changed: 2026-11-23"))
    done = jianhui(*OPTIONS, "工会法", "--json", home=base)
    found = json.loads(done.stdout)
    reasons = found.pop("reasons")
    assert found == {
        "law": "中华人民共和国工会法",
        "version": "2021修正",
        "entry": "setup-members",
        "file": "setup.yaml",
        "line": 3,
        "articles": ["第十一条"],
        "versions": ["2021修正"],
        "reviewed": "2026-11-22",
        "due": True,
    }
    assert [reason[:4] for reason in reasons] == ["待复核："]


def test_a_mistyped_law_is_taken_for_the_nearest_and_says_so(base: Path) -> None:
    done = jianhui(*OPTIONS, "工会发", home=base)
    assert done.returncode == 0
    assert done.stderr == wording.LAW_NEAREST.format(name="工会发", law="中华人民共和国工会法") + "\n"
    assert "[setup-members]" in done.stdout


def test_an_unknown_law_and_a_missing_list_end_with_exit_code_1(base: Path) -> None:
    done = jianhui(*OPTIONS, "森林法实施细则", home=base)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == wording.LAW_UNKNOWN.format(name="森林法实施细则") + "\n"
    (base / "knowledge" / "laws.yaml").unlink()
    done = jianhui(*OPTIONS, "工会法", home=base)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", wording.LAW_NO_LIST + "\n")


def test_a_list_that_may_be_incomplete_says_so(base: Path) -> None:
    (base / "knowledge" / "broken.yaml").write_text("topic: 会费\nentries: [\n", "utf-8")
    done = jianhui(*OPTIONS, "工会法", home=base)
    assert done.returncode == 0
    assert done.stderr == wording.LAW_INCOMPLETE.format(count=1) + "\n"


# ---------------------------------------------------------------- the real list


def test_every_citation_of_the_repository_is_of_a_listed_law_in_force() -> None:
    knowledge, problems = loader.readable(ROOT / "knowledge", ROOT / "guides", max(date.today(), date(2026, 12, 31)))
    listed = {(law.title, law.version) for law in knowledge.laws if not law.superseded_by}
    cited = {(source.law, source.version) for entry in knowledge.entries for source in entry.cited}
    assert len(listed) > 30
    assert cited - listed == set()
    assert [problem for problem in problems if problem.file == "laws.yaml"] == []


def test_the_list_agrees_with_the_texts_that_facts_were_verified_against() -> None:
    folder = ROOT.parent / "shared" / "laws"
    if not folder.is_dir():
        pytest.skip("../shared/laws isn't here")
    knowledge, _ = loader.readable(ROOT / "knowledge", ROOT / "guides", TODAY)
    first_lines = {}
    for path in folder.glob("*.md"):
        title, version, *_ = path.read_text("utf-8").split("\n", 1)[0].split(" ｜ ")
        # a law in several files: the part stands behind a point
        first_lines[title.removeprefix("标题：").split("·")[0]] = version
    for law in knowledge.laws:
        if told := first_lines.get(law.title):
            assert law.superseded_by == ""
            assert law.since is None or law.since.isoformat() in told
            assert law.checked is None or law.checked.isoformat() in told
    assert set(first_lines) - {law.title for law in knowledge.laws} == set()
