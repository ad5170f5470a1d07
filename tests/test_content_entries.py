"""Every way an entry can be wrong gets one error: file, line, key, and what to do. A good topic with one thing changed."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from bot import wording
from bot.content.loader import load
from bot.model import Problem, Severity, Source, Status

TODAY = date(2026, 12, 1)

GOOD = """\
topic: 组建工会
entries:
  - id: setup-members
    question: 多少名会员才能成立工会？
    phrasings:
      - 公司十几个人能建吗
      - 建会人数
      - 几个人起步
    answer: |
      有会员二十五人以上的，应当建立。
      不足的可以联合建立。
    steps: [先报上级工会, 再开大会]
    materials: [会员名册]
    sources:
      - {law: 中华人民共和国工会法, version: 2021修正, article: 第十一条}
    status: verified
    region: 江苏
    related: [setup-steps]
    reviewed: 2026-11-22
    review_after: 180
  - id: setup-steps
    question: 成立工会要走哪些步骤？
    phrasings: [建会流程, 怎么办理, 先做什么]
    answer: 先向上级工会申请。
    reviewed: 2026-11-22
"""
"""Lines: 3 id, 4 question, 5–8 phrasings, 9–11 answer, 12 steps, 14–15 sources, 16 status … 21 the second entry."""


@pytest.fixture(params=["c", "python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both YAML parsers: the C one, and Python's, which serves where PyYAML came without the C one."""
    if request.param == "python":
        monkeypatch.delattr(yaml, "CSafeLoader")


def problems(tmp_path: Path, text: str, file: str = "setup.yaml", today: date = TODAY) -> tuple[Problem, ...]:
    (tmp_path / file).write_text(text, "utf-8")
    return load(tmp_path, tmp_path / "guides", today)[1]


def says(problem: Problem, template: str) -> bool:
    """Whether the message is that sentence, alone or before further advice, whatever filled its gaps."""
    pattern = re.sub(r"\\\{\w+\\\}", "(.|\n)*", re.escape(template))
    return re.match(pattern, problem.message) is not None


def test_a_good_topic_loads_word_for_word(tmp_path: Path, parser: None) -> None:
    (tmp_path / "setup.yaml").write_text(GOOD, "utf-8")
    knowledge, found = load(tmp_path, tmp_path / "guides", TODAY)
    assert found == ()
    assert knowledge is not None
    first = knowledge.entries[0]
    assert first.question == "多少名会员才能成立工会？"
    assert first.answer == "有会员二十五人以上的，应当建立。\n不足的可以联合建立。"
    assert first.sources == (Source("中华人民共和国工会法", "2021修正", "第十一条"),)
    assert (first.status, first.region, first.reviewed) == (Status.VERIFIED, "江苏", date(2026, 11, 22))
    assert (first.review_after, knowledge.entries[1].review_after) == (180, 365)
    assert (first.file, first.line, first.topic) == ("setup.yaml", 3, "组建工会")
    assert [(topic.key, topic.title, topic.entries) for topic in knowledge.topics] == [
        ("setup", "组建工会", ("setup-members", "setup-steps"))
    ]


BROKEN = [
    # what is written in place of what, the line and key of the error, what it says
    ("question: 多", "question：多", 4, "", wording.LOAD_COLON_WIDE),
    ("question: 多", "question:多", 4, "", wording.LOAD_COLON_TIGHT),
    ("topic: 组", "topic：组", 1, "", wording.LOAD_COLON_WIDE),
    ("reviewed: 2026-11-22\n    review", "reviewed：2026-11-22\n    review", 19, "", wording.LOAD_COLON_WIDE),
    ("    review_after: 180", "    review_after：180", 20, "", wording.LOAD_COLON_WIDE),
    ("  - id: setup-m", "  -id: setup-m", 3, "", wording.LOAD_DASH_TIGHT),
    ("  - id: setup-m", "  － id: setup-m", 3, "", wording.LOAD_DASH_WIDE),
    ("    question: 多", "\tquestion: 多", 4, "", wording.LOAD_TAB),
    ("      - 建会人数", "    \t- 建会人数", 7, "", wording.LOAD_TAB),
    ("question: 多少", "question: 多: 少", 4, "", wording.LOAD_YAML_COLON),
    ("      - 建会人数", "      - 建会: 人数", 7, "phrasings", wording.LOAD_ITEM_TABLE),
    ("      - 建会人数", "      - - 建会人数", 7, "phrasings", wording.LOAD_ITEM_LIST),
    ("      - 建会人数", "      - [建会人数]", 7, "phrasings", wording.LOAD_ITEM_LIST),
    ("      - 建会人数", "      -", 7, "phrasings", wording.LOAD_EMPTY),
    ("      - 建会人数", "     - 建会人数", 7, "", wording.LOAD_YAML_INDENT),
    ("    region: 江苏", "     region: 江苏", 17, "", wording.LOAD_YAML_COLON),
    ("    region: 江苏", "   region: 江苏", 17, "", wording.LOAD_YAML_DASH),
    ("question: 多", 'question: "多', 4, "", wording.LOAD_YAML_QUOTE),
    ("question: 多", "question: '多", 4, "", wording.LOAD_YAML_QUOTE),
    ("question: 多少", 'question: "多"少', 4, "", wording.LOAD_YAML_INDENT),
    ("question: 多", "question: @多", 4, "", wording.LOAD_YAML_START),
    ("question: 多", "question: *多", 4, "", wording.LOAD_YAML_STAR),
    ("question: 多少名会员才能成立工会？", "question: *all", 4, "", wording.LOAD_ALIAS),
    ("question: 多", "question: &all 多", 4, "", wording.LOAD_ALIAS),
    ("question: 多", "question: !!str 多", 4, "", wording.LOAD_TAG),
    ("question: 多", "question: !!python/object:os.system 多", 4, "", wording.LOAD_TAG),
    ("question: 多", "<<: {region: 苏州}\n    question: 多", 4, "<<", wording.LOAD_KEY_UNKNOWN),
    ("question: 多少", 'question: "\\q多少"', 4, "", wording.LOAD_YAML_ESCAPE),
    ("[先报上级工会, 再开大会]", "[先报上级工会, 再开大会", 12, "", wording.LOAD_YAML_BRACKET),
    ("article: 第十一条}", "article: 第十一条", 15, "", wording.LOAD_YAML_BRACE),
    ("2021修正, article", "2021修正，article", 15, "", wording.LOAD_YAML_BRACE),
    ("answer: |\n", "answer: |正文\n", 9, "", wording.LOAD_YAML_BLOCK),
    ("steps: [先", "steps: - [先", 12, "", wording.LOAD_YAML_LIST_HERE),
    ("topic: 组建工会\n", "  topic: 组建工会\n", 2, "", wording.LOAD_YAML_OUTSIDE),
    ("topic: 组建工会\n", "topic: 组建工会\n---\n", 2, "", wording.LOAD_DOCUMENTS),
    ("topic: 组建工会\n", "%YAML 1.1\n---\ntopic: 组建工会\n", 1, "", wording.LOAD_DIRECTIVE),
    ("    question: 多", "    ? [a]\n    : b\n    question: 多", 4, "", wording.LOAD_KEY_NOT_TEXT),
    ("    region: 江苏", "    question: 又一个？\n    region: 江苏", 17, "question", wording.LOAD_KEY_TWICE),
    ("    answer: |", "    anwser: |", 9, "anwser", wording.LOAD_KEY_UNKNOWN + wording.LOAD_KEY_NEAR.format(near="answer")),
    ("    region: 江", "    地区: 江", 17, "地区", wording.LOAD_KEY_UNKNOWN + wording.LOAD_KEY_NEAR.format(near="region")),
    ("    region: 江", "    xyz: 江", 17, "xyz", wording.LOAD_KEY_UNKNOWN + wording.LOAD_KEY_CHOICE),
    ("topic: 组", "version: 1\ntopic: 组", 1, "version", wording.LOAD_KEY_UNKNOWN),
    ("  - id: setup-members\n", "  -\n", 4, "id", wording.LOAD_KEY_MISSING),
    ("    question: 多少名会员才能成立工会？\n", "", 3, "question", wording.LOAD_KEY_MISSING),
    ("    answer: 先向上级工会申请。\n", "", 21, "answer", wording.LOAD_KEY_MISSING),
    ("topic: 组建工会\n", "", 1, "topic", wording.LOAD_KEY_MISSING),
    ("topic: 组建工会", "topic:", 1, "topic", wording.LOAD_EMPTY),
    ("topic: 组建工会", f"topic: {'组' * 31}", 1, "topic", wording.LOAD_TEXT_LONG),
    ("region: 江苏", "region: ''", 17, "region", wording.LOAD_EMPTY),
    ("region: 江苏", "region: ~", 17, "region", wording.LOAD_EMPTY),
    ("answer: 先向上级工会申请。", "answer: |", 24, "answer", wording.LOAD_EMPTY),
    ("[会员名册]", "[]", 13, "materials", wording.LOAD_EMPTY),
    ("[会员名册]", "[" * 20 + "]" * 20, 13, "", wording.LOAD_DEEP),
    ("[会员名册]", "会员名册", 13, "materials", wording.LOAD_LIST_WANTED),
    ("[会员名册]", "{a: 会员名册}", 13, "materials", wording.LOAD_LIST_WANTED),
    ("region: 江苏", "region: [江苏]", 17, "region", wording.LOAD_TEXT_WANTED),
    ("region: 江苏", "region: {a: 江苏}", 17, "region", wording.LOAD_TEXT_WANTED),
    ("status: verified", "status: checked", 16, "status", wording.LOAD_STATUS),
    ("status: verified", "status: Verified", 16, "status", wording.LOAD_STATUS),
    ("    sources:\n      - {law: 中华人民共和国工会法, version: 2021修正, article: 第十一条}\n", "", 14, "status",
     wording.LOAD_VERIFIED_NO_SOURCE.replace("{status}", "verified")),
    ("不足的可以联合建立。", "不足的以上级工会确认为准。", 16, "status", wording.LOAD_VERIFIED_UNSURE),
    ("会员名册]", "会员名册，以上级工会确认为准]", 16, "status", wording.LOAD_VERIFIED_UNSURE),
    ("status: verified", "status: reported", 3, "status", wording.LOAD_REPORTED_SILENT),
    ("law: 中华人民共和国工会法, ", "", 15, "law", wording.LOAD_KEY_MISSING),
    ("version: 2021修正, ", "", 15, "version", wording.LOAD_KEY_MISSING),
    (", article: 第十一条", "", 15, "article", wording.LOAD_KEY_MISSING),
    ("第十一条}", "第11条}", 15, "article", wording.LOAD_ARTICLE),
    ("第十一条}", "第十一}", 15, "article", wording.LOAD_ARTICLE),
    ("第十一条}", "第十一条、第十二条}", 15, "article", wording.LOAD_ARTICLE),
    ("第十一条}", "第十一条, 章: 二}", 15, "章", wording.LOAD_KEY_UNKNOWN),
    ("law: 中华人民共和国工会法,", "law: 《中华人民共和国工会法》,", 15, "law", wording.LOAD_LAW_QUOTED),
    ("{law: 中华人民共和国工会法, version: 2021修正, article: 第十一条}", "工会法", 15, "sources", wording.LOAD_TABLE_WANTED),
    ("\n      - {law: 中华人民共和国工会法, version: 2021修正, article: 第十一条}", " 工会法", 14, "sources",
     wording.LOAD_TABLES_WANTED),
    ("reviewed: 2026-11-22\n    review", "reviewed: 2026年11月22日\n    review", 19, "reviewed", wording.LOAD_DATE),
    ("reviewed: 2026-11-22\n    review", "reviewed: 20261122\n    review", 19, "reviewed", wording.LOAD_DATE),
    ("reviewed: 2026-11-22\n    review", "reviewed: 2026-02-30\n    review", 19, "reviewed", wording.LOAD_DATE),
    ("review_after: 180", "review_after: 0", 20, "review_after", wording.LOAD_DAYS),
    ("review_after: 180", "review_after: -3", 20, "review_after", wording.LOAD_DAYS),
    ("review_after: 180", "review_after: 一年", 20, "review_after", wording.LOAD_DAYS),
    ("review_after: 180", "review_after: 99999", 20, "review_after", wording.LOAD_DAYS),
    ("id: setup-members", "id: Setup_Members", 3, "id", wording.LOAD_ID),
    ("id: setup-members", "id: se", 3, "id", wording.LOAD_ID),
    ("id: setup-members", f"id: {'s' * 49}", 3, "id", wording.LOAD_ID),
    ("    related: [setup-steps]\n    reviewed: 2026-11-22\n    review_after: 180\n  - id: setup-steps",
     "    reviewed: 2026-11-22\n    review_after: 180\n\n  - id: setup-members", 21, "id",
     wording.LOAD_ID_TWICE.replace("{other}", "setup.yaml 第 3 行")),
    ("[setup-steps]", "[setup-step]", 18, "related",
     wording.LOAD_RELATED_UNKNOWN + wording.LOAD_NEAR.format(near="setup-steps")),
    ("[setup-steps]", "[zzz]", 18, "related", wording.LOAD_RELATED_UNKNOWN + wording.LOAD_RELATED_REMOVE),
    ("[setup-steps]", "[setup-members]", 18, "related", wording.LOAD_RELATED_SELF),
    ("[setup-steps]", "[setup-steps, setup-steps]", 18, "related", wording.LOAD_REFERENCE_TWICE),
    ("[setup-steps]", "[setup-steps]\n    guides: [setup-guide]", 19, "guides",
     wording.LOAD_GUIDE_UNKNOWN + wording.LOAD_GUIDE_ADD),
    ("      - 建会人数", "      - 公司 十几个人能建吗？", 7, "phrasings", wording.LOAD_WORDING_REPEATED),
    ("      - 建会人数", "      - 多少名会员才能成立工会", 7, "phrasings", wording.LOAD_WORDING_REPEATED),
    ("[建会流程, ", "[建会人数！, ", 23, "phrasings",
     wording.LOAD_WORDING_TAKEN.replace("{id}", "setup-members").replace("{other}", "setup.yaml 第 7 行")),
    ("question: 成立工会要走哪些步骤？", "question: 几个人起步？", 22, "question", wording.LOAD_WORDING_TAKEN),
    ("      - 建会人数", "      - ？？", 7, "phrasings", wording.LOAD_NO_WORDS),
    ("      - 建会人数", f"      - {'建' * 201}", 7, "phrasings", wording.LOAD_TEXT_LONG),
    ("      - 建会人数", '      - "建会\\n\\n人数"', 7, "phrasings", wording.LOAD_ONE_LINE),
    ("[建会流程, ", f"[{', '.join(f'流程{n}' for n in range(200))}, ", 23, "phrasings", wording.LOAD_LIST_LONG),
    ("[会员名册]", f"[{'册' * 1001}]", 13, "materials", wording.LOAD_TEXT_LONG),
    ("answer: 先", f"answer: {'先' * 10_001}", 24, "answer", wording.LOAD_TEXT_LONG),
    ("先向上级", "先\x1b[31m向上级", 24, "", wording.LOAD_CHARACTER),
    ("先向上级", "先\u202e向上级", 24, "", wording.LOAD_CHARACTER),
    ("先向上级", "先\u200b向上级", 24, "", wording.LOAD_CHARACTER),
    ("先向上级", "先\ue5d2向上级", 24, "", wording.LOAD_CHARACTER),
    ("先向上级", "先\ufffd向上级", 24, "", wording.LOAD_CHARACTER),
    ("先向上级", "先\u2028向上级", 24, "", wording.LOAD_CHARACTER),
    ("answer: 先向上级工会申请。", 'answer: "先\\u202e向上级工会申请"', 24, "answer", wording.LOAD_CHARACTER),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "key", "template"), BROKEN, ids=[repr(row[1])[1:40] for row in BROKEN])
def test_what_is_wrong_is_named_with_its_place_and_advice(
    tmp_path: Path, parser: None, old: str, new: str, line: int, key: str, template: str
) -> None:
    assert old in GOOD
    found = [problem for problem in problems(tmp_path, GOOD.replace(old, new, 1)) if problem.severity is Severity.ERROR]
    assert [(problem.file, problem.line, problem.key) for problem in found] == [("setup.yaml", line, key)]
    assert says(found[0], template), found[0].message


@pytest.mark.parametrize(
    ("text", "line", "key", "template"),
    [
        ("topic: 组建\nentries: 无\n", 2, "entries", wording.LOAD_TABLES_WANTED),
        ("topic: 组建\nentries: []\n", 2, "entries", wording.LOAD_EMPTY),
        ("topic: 组建\nentries:\n  - setup\n", 3, "entries", wording.LOAD_TABLE_WANTED),
        ("topic: 组建\nentries:\n  - id：setup\n", 3, "", wording.LOAD_COLON_WIDE),
        ("topic: 组建\n", 1, "entries", wording.LOAD_KEY_MISSING),
        ("- topic: 组建\n", 1, "", wording.LOAD_TOP),
        ("\n42\n", 2, "", wording.LOAD_TOP),
        ("", 0, "", wording.LOAD_FILE_EMPTY),
        ("\n  \n", 0, "", wording.LOAD_FILE_EMPTY),
        ("# 只有注释\n", 0, "", wording.LOAD_FILE_EMPTY),
        ("---\n", 0, "", wording.LOAD_FILE_EMPTY),
    ],
)
def test_a_file_of_another_shape_is_told_what_it_should_hold(
    tmp_path: Path, parser: None, text: str, line: int, key: str, template: str
) -> None:
    found = problems(tmp_path, text)
    assert [(problem.line, problem.key) for problem in found] == [(line, key)]
    assert says(found[0], template), found[0].message


def test_what_was_held_against_national_texts_alone_must_cite_them_and_not_doubt(tmp_path: Path, parser: None) -> None:
    national = GOOD.replace("status: verified", "status: national")
    assert problems(tmp_path, national) == ()
    cited = "    sources:\n      - {law: 中华人民共和国工会法, version: 2021修正, article: 第十一条}\n"
    [silent] = problems(tmp_path, national.replace(cited, ""))
    assert (silent.line, silent.key) == (14, "status")
    assert says(silent, wording.LOAD_VERIFIED_NO_SOURCE.replace("{status}", "national"))
    [unsure] = problems(tmp_path, national.replace("先报上级工会", "以上级工会确认为准"))
    assert says(unsure, wording.LOAD_VERIFIED_UNSURE.replace("{status}", "national"))


@pytest.mark.parametrize(
    "value", ["9:30", "no", "on", "0123", "2026-11-22", "1e3", "0x1f", ".inf", "true", "1_000", "=", "1:20:30"]
)
def test_every_scalar_stays_text(tmp_path: Path, parser: None, value: str) -> None:
    (tmp_path / "setup.yaml").write_text(GOOD.replace("[会员名册]", f"[{value}]").replace("江苏", value), "utf-8")
    knowledge, found = load(tmp_path, tmp_path / "guides", TODAY)
    assert knowledge is not None, found
    assert (knowledge.entries[0].materials, knowledge.entries[0].region) == ((value,), value)


@pytest.mark.parametrize(
    "article", ["第十一条", "第十一条之一", "第四十二条第二款", "第四十二条第二款第（一）项", "第一百零三条第三项"]
)
def test_articles_are_cited_as_the_law_counts(tmp_path: Path, article: str) -> None:
    assert problems(tmp_path, GOOD.replace("第十一条}", article + "}")) == ()


def test_a_source_given_twice_is_one_too_many(tmp_path: Path) -> None:
    cited = "      - {law: 中华人民共和国工会法, version: 2021修正, article: 第十一条}\n"
    [found] = problems(tmp_path, GOOD.replace(cited, cited * 2))
    assert (found.line, found.key) == (16, "sources")
    assert says(found, wording.LOAD_SOURCE_TWICE.replace("{line}", "15"))


WARNED = [
    ("answer: 先", f"answer: {'先' * 600}", 24, "answer", wording.LOAD_ANSWER_LONG),
    ("    phrasings: [建会流程, 怎么办理, 先做什么]\n", "", 21, "phrasings", wording.LOAD_NO_PHRASINGS),
    ("[建会流程, 怎么办理, 先做什么]", "[建会流程, 怎么办理]", 23, "phrasings", wording.LOAD_FEW_PHRASINGS),
    ("申请。\n    reviewed: 2026-11-22\n", "申请。\n", 21, "reviewed", wording.LOAD_NOT_REVIEWED),
    ("申请。\n    reviewed: 2026-11-22", "申请。\n    reviewed: 2025-11-22", 25, "reviewed", wording.LOAD_OVERDUE),
    ("2026-11-22\n    review_after: 180", "2026-11-22\n    review_after: 8", 19, "reviewed", wording.LOAD_OVERDUE),
    ("reviewed: 2026-11-22\n    review", "reviewed: 2026-12-02\n    review", 19, "reviewed", wording.LOAD_DATE_FUTURE),
    ("reviewed: 2026-11-22\n    review", "reviewed: 9999-12-31\n    review", 19, "reviewed", wording.LOAD_DATE_FUTURE),
]


@pytest.mark.parametrize(("old", "new", "line", "key", "template"), WARNED)
def test_what_does_no_harm_yet_is_a_warning(tmp_path: Path, old: str, new: str, line: int, key: str, template: str) -> None:
    assert old in GOOD
    (tmp_path / "setup.yaml").write_text(GOOD.replace(old, new), "utf-8")
    knowledge, found = load(tmp_path, tmp_path / "guides", TODAY)
    assert knowledge is not None
    assert [(problem.severity, problem.line, problem.key) for problem in found] == [(Severity.WARNING, line, key)]
    assert says(found[0], template), found[0].message


def test_a_review_of_today_is_no_future_one(tmp_path: Path) -> None:
    assert problems(tmp_path, GOOD, today=date(2026, 11, 22)) == ()
    assert len(problems(tmp_path, GOOD, today=date(2026, 11, 21))) == 2


def test_an_entry_is_due_on_the_day_after_its_last_one(tmp_path: Path) -> None:
    last = date(2027, 5, 21)  # 180 days after 2026-11-22
    assert problems(tmp_path, GOOD, today=last) == ()
    [found] = problems(tmp_path, GOOD, today=date(2027, 5, 22))
    assert says(found, wording.LOAD_OVERDUE.replace("{due}", "2027-05-21"))


def test_every_problem_is_found_at_once_and_in_order(tmp_path: Path) -> None:
    broken = GOOD.replace("第十一条}", "11条}").replace("江苏", "[江苏]").replace("先向上级工会申请。", "''")
    (tmp_path / "b.yaml").write_text("topic：组建\n", "utf-8")
    found = problems(tmp_path, broken)
    assert [(problem.file, problem.line) for problem in found] == [("b.yaml", 1)] + [
        ("setup.yaml", line) for line in (15, 17, 24)
    ]


def test_text_in_a_block_may_look_like_a_key_with_a_wrong_colon(tmp_path: Path, parser: None) -> None:
    assert problems(tmp_path, GOOD.replace("      不足的可以联合建立。", "      id：身份证号\n      status:空着")) == ()


def test_a_block_ends_where_the_next_key_begins(tmp_path: Path, parser: None) -> None:
    found = problems(tmp_path, GOOD.replace("    steps: [先报上级工会, 再开大会]", "    steps: [甲,id：乙]"))
    assert [problem.line for problem in found] == [12]


def test_ids_in_a_broken_file_are_still_known(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text('topic: 别的\nentries:\n  - id: other-one\n    question: "没收尾\n', "utf-8")
    found = problems(tmp_path, GOOD.replace("[setup-steps]", "[other-one, other-two]"))
    assert [(problem.file, problem.key) for problem in found] == [("other.yaml", ""), ("setup.yaml", "related")]


def test_a_file_of_rubbish_is_not_described_to_the_end(tmp_path: Path) -> None:
    found = problems(tmp_path, "topic: 组建\nentries:\n" + "  - {x: y}\n" * 5000)
    assert len(found) <= 2 * 201  # errors and warnings
    assert any(says(problem, wording.LOAD_TOO_MANY) for problem in found)


def test_a_file_of_countless_pieces_is_not_read_to_the_end(tmp_path: Path) -> None:
    [found] = problems(tmp_path, "- 甲\n" * 100_002)
    assert (found.line, says(found, wording.LOAD_NODES)) == (100_000, True)


def test_a_wording_belongs_to_one_entry_in_the_whole_folder(tmp_path: Path) -> None:
    other = "topic: 别的\nentries:\n  - id: aaa\n    question: 建会，人数？\n    answer: 甲\n"
    (tmp_path / "other.yaml").write_text(other, "utf-8")
    errors = [problem for problem in problems(tmp_path, GOOD) if problem.severity is Severity.ERROR]
    assert [(problem.file, problem.line, problem.entry) for problem in errors] == [("setup.yaml", 7, "setup-members")]
    assert "aaa" in errors[0].message
    assert "other.yaml 第 4 行" in errors[0].message


def test_two_files_may_not_share_a_topic(tmp_path: Path) -> None:
    other = "topic: 组建 工会\nentries:\n  - id: aaa\n    question: 别的问题\n    answer: 甲\n"
    (tmp_path / "other.yaml").write_text(other, "utf-8")
    errors = [problem for problem in problems(tmp_path, GOOD) if problem.severity is Severity.ERROR]
    assert [(problem.file, problem.line, problem.key) for problem in errors] == [("setup.yaml", 1, "topic")]
    assert says(errors[0], wording.LOAD_TOPIC_TWICE.replace("{other}", "other.yaml 第 1 行"))
