"""The words of the guides: examples that are taken, checks that bite, laws cited as they stand, nothing personal asked."""

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from bot.content.catalogue import read_catalogue
from bot.content.form_reader import read_forms
from bot.forms.checking import failed
from bot.forms.validation import read
from bot.model import Document, FieldKind, Form
from bot.model.form_values import Values
from bot.yamlio.problems import ProblemCollector

ROOT = Path(__file__).parent.parent
GUIDES = ROOT / "guides"
LAWS = ROOT.parent / "shared" / "laws"
TODAY = date(2026, 11, 26)


@cache
def forms() -> dict[str, Form]:
    """The real ones, by document."""
    findings = ProblemCollector()
    documents = read_catalogue(GUIDES, findings) or ()
    found = {form.document: form for form in read_forms(GUIDES, documents, findings)}
    assert not findings.problems()
    return found


def checked(form: str, warn: bool, said: dict[str, str]) -> list[str]:
    """What the checks of a form say to the examples of its fields with these values in their place."""
    values: Values = {}
    for field in forms()[form].fields:
        text = said.get(field.name) or (field.choices[0] if field.choices else field.example)
        values[field.name] = read(field, text, TODAY)
    return [check.say for check in failed(forms()[form], values) if check.warn is warn]


def refusals(form: str, **said: str) -> list[str]:
    """What keeps the file from being made."""
    return checked(form, warn=False, said=said)


def warnings(form: str, **said: str) -> list[str]:
    """What is told only."""
    return checked(form, warn=True, said=said)


def test_what_a_form_gives_as_an_example_it_takes() -> None:
    for form in forms().values():
        for field in form.fields:
            if field.kind is not FieldKind.CHOICE:
                assert read(field, field.example, TODAY), (form.document, field.name)


def test_twelve_forms_and_more_are_filled_in() -> None:
    assert len(forms()) >= 12


@pytest.mark.parametrize("who", ["法定代表人", "主要行政负责人", "合伙人", "近亲属"])
@pytest.mark.parametrize(
    ("form", "row"),
    [
        ("ballot", "王小明 委员 {who}\n李四 委员 无"),
        ("candidate-notice", "王小明 男 主席兼委员 {who} 车间主任"),
        ("candidates-request", "王小明 男 主席兼委员 {who} 车间主任"),
        ("by-election-request", "王小明 男 主席 {who} 车间主任"),
    ],
)
def test_whom_jiangsu_bars_stands_on_no_list(form: str, row: str, who: str) -> None:
    assert any("第十一条" in said for said in refusals(form, 候选人=row.format(who=who)))
    assert not any("第十一条" in said for said in refusals(form, 候选人=row.format(who="无")))


@pytest.mark.parametrize(("end", "warned"), [("2026年12月2日", False), ("2026年12月1日", True)])
def test_a_notice_that_hangs_less_than_seven_days_is_warned_of(end: str, warned: bool) -> None:
    assert any("7天" in one for one in warnings("candidate-notice", 公示结束日期=end)) is warned


@pytest.mark.parametrize("who", ["法定代表人", "主要行政负责人", "合伙人", "上述人员近亲属"])
def test_whom_jiangsu_bars_gets_no_candidates_form(who: str) -> None:
    assert refusals("candidate-form", 身份=who)
    # the law speaks of the committee: of others the superior union is asked
    assert not refusals("candidate-form", 身份=who, 候选职务="经费审查委员会委员")
    assert warnings("candidate-form", 身份=who, 候选职务="经费审查委员会委员")


@pytest.mark.parametrize(("post", "warned"), [("主席兼委员", True), ("副主席兼委员", True), ("工会委员会委员", False)])
def test_who_is_in_charge_of_wages_had_better_not_be_chair(post: str, warned: bool) -> None:
    said = {"身份": "分管劳动工资人事的企业负责人", "候选职务": post}
    assert not refusals("candidate-form", **said)  # 不宜, not 不得
    assert bool(warnings("candidate-form", **said)) is warned


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"拟入会人数": "25", "建会形式": "选举组织员一名"}, "不能只选组织员"),
        ({"拟入会人数": "24", "建会形式": "选举组织员一名", "监督组织": "劳动法律监督员"}, ""),
        ({"拟入会人数": "25", "监督组织": "劳动法律监督员"}, "25人以上"),
        ({"拟入会人数": "24"}, "不足25人"),
        ({"女职工数": "10", "女职工组织": "女职工委员"}, "10人以上"),
        ({"女职工数": "9"}, "不足10人"),
    ],
)
def test_what_must_be_set_up_goes_by_the_numbers_given(said: dict[str, str], words: str) -> None:
    found = refusals("setup-application", **said) + warnings("setup-application", **said)
    assert [words in one for one in found] == ([True] if words else [])


@pytest.mark.parametrize(
    ("counts", "passes"),
    [
        ({"应到人数": "45", "实到人数": "30", "同意票": "23", "反对票": "5", "弃权票": "2"}, True),
        # two of three must be there
        ({"应到人数": "45", "实到人数": "29", "同意票": "25", "反对票": "3", "弃权票": "1"}, False),
        # half of those who should be there, not of those who are
        ({"应到人数": "45", "实到人数": "30", "同意票": "22", "反对票": "6", "弃权票": "2"}, False),
        # 半数以上 takes the half in, with a warning
        ({"应到人数": "44", "实到人数": "30", "同意票": "22", "反对票": "6", "弃权票": "2"}, True),
        # votes that don't add up
        ({"应到人数": "45", "实到人数": "30", "同意票": "25", "反对票": "6", "弃权票": "2"}, False),
    ],
)
def test_a_resolution_says_passed_only_when_it_is(counts: dict[str, str], passes: bool) -> None:
    assert (not refusals("contract-resolution", **counts)) is passes


FOUR = "\n".join(f"赵{number} 男 财务部 经理 协商代表" for number in ("一", "二", "三", "四"))


@pytest.mark.parametrize(
    ("said", "passes"),
    [
        ({}, True),
        ({"单位方代表": FOUR}, False),
        ({"职工方外聘": "1"}, False),  # nobody on the list is from outside
        ({"职工方外聘": "2"}, False),
    ],
)
def test_both_sides_of_a_bargaining_are_equal_and_mostly_their_own(said: dict[str, str], passes: bool) -> None:
    assert (not refusals("bargaining-delegates", **said)) is passes


@pytest.mark.parametrize(
    ("said", "article"),
    [
        # 王小明 leads the workers' side
        ({"单位方代表": FOUR.replace("赵一", "王小明")}, "第二十四条"),
        ({"记录员": "李四"}, "第三十三条"),
        ({"记录员": "钱七"}, "第三十三条"),
    ],
)
def test_who_sits_on_one_side_neither_sits_on_the_other_nor_keeps_the_minutes(said: dict[str, str], article: str) -> None:
    assert not warnings("bargaining-delegates")
    assert [article in one for one in warnings("bargaining-delegates", **said)] == [True]


@pytest.mark.parametrize(
    ("side", "giver", "taker", "passes"),
    [
        ("职工一方", "工会主席", "职工一方的其他协商代表", True),
        ("职工一方", "工会主席", "本单位其他管理人员", False),
        ("职工一方", "法定代表人", "职工一方的其他协商代表", False),
        ("用人单位一方", "法定代表人", "本单位其他管理人员", True),
        ("用人单位一方", "法定代表人", "职工一方的其他协商代表", False),
        ("用人单位一方", "法定代表人", "本单位以外的人员", False),
    ],
)
def test_a_chief_is_replaced_by_ones_own_people_only(side: str, giver: str, taker: str, passes: bool) -> None:
    assert (not refusals("chief-proxy", 委托方=side, 委托人职务=giver, 受托人身份=taker)) is passes


def test_a_contract_is_filed_only_after_it_passed_and_was_signed() -> None:
    assert not refusals("contract-filing")
    assert refusals("contract-filing", 签字日期="2027年1月19日")


@pytest.mark.parametrize(
    ("rows", "passes"),
    [("王小明 82 2 1\n李四 70 10 5", True), ("王小明 82 2 1\n李四 70 10 4", False), ("王小明 全票 0 0", False)],
)
def test_every_candidates_votes_add_up_to_the_valid_ballots(rows: str, passes: bool) -> None:
    assert (not refusals("tally", 候选人得票=rows)) is passes


def test_nothing_personal_is_asked_for() -> None:
    personal = re.compile("身份证|证件号|手机|电话|住址|银行卡|邮箱")
    asked = [(form.document, field.name) for form in forms().values() for field in form.fields if personal.search(field.name)]
    assert asked == []


# ---------------------------------------------------------------- checks that depend

FORM = """form: trial
fields:
  - {{name: 形式, ask: 哪种？, type: choice, choices: [甲, 乙]}}
  - {{name: 人数, ask: 几人？, type: number, example: '3'}}
checks:
  - {{rule: none-of, field: 形式, say: 请核对。, {rest}}}
"""


@pytest.mark.parametrize(
    ("rest", "wrong"),
    [
        ("values: [甲], when: 人数, from: 25", ""),
        ("values: [甲], when: 人数, under: 25", ""),
        ("values: [甲], when: 形式, is: [乙]", ""),
        # it could never fail
        ("values: [丙]", "不起作用"),
        ("values: [甲], from: 25", "when 要和"),
        ("values: [甲], when: 人数", "when 要和"),
        ("values: [甲], when: 人数, is: [乙]", "when 要和"),
        ("values: [甲], when: 形式, is: [丙]", "when 要和"),
        ("values: [甲], when: 形式, from: 25", "when 要和"),
        ("values: [甲], when: 部门, from: 25", "不是这张表的填写项"),
        ("values: [甲], when: 人数, from: 多", "请写成整数"),
    ],
)
def test_what_a_check_depends_on_must_make_sense(tmp_path: Path, rest: str, wrong: str) -> None:
    (tmp_path / "fields").mkdir()
    (tmp_path / "fields" / "trial.yaml").write_text(FORM.format(rest=rest), "utf-8")
    findings = ProblemCollector()
    read_forms(tmp_path, [Document("trial", "试验", ("试验.docx",))], findings)
    said = "".join(problem.message for problem in findings.problems())
    assert bool(said) is bool(wrong)
    assert wrong in said


# ---------------------------------------------------------------- laws

_PROVINCE = "江苏省实施工会法办法"
_SHORT = {
    "省办法": _PROVINCE,
    "江苏省实施〈工会法〉办法": _PROVINCE,
    "江苏省实施〈中华人民共和国工会法〉办法": _PROVINCE,
    "监督条例": "江苏省工会劳动法律监督条例",
}
"""Names that the guides give to laws, beside those of their files."""
_ARTICLE = "第[一二三四五六七八九十百]+条"


def cited() -> set[tuple[str, str]]:
    """Every law that the guides call by name, with the article."""
    names = [*_SHORT, *(path.stem.split("-")[0] for path in LAWS.glob("*.md"))]
    named = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    text = "\n".join(path.read_text("utf-8") for name in ("sources", "fields") for path in (GUIDES / name).iterdir())
    found = re.finditer(f"({named})》?(?:（[^）]*）)?((?:{_ARTICLE}[、和至，]?)+)", text)
    return {(_SHORT.get(match[1], match[1]), article) for match in found for article in re.findall(_ARTICLE, match[2])}


@pytest.mark.skipif(not LAWS.is_dir(), reason="the texts of the laws aren't here")
def test_every_article_that_is_cited_exists() -> None:
    missing, wanted = [], cited()
    for law, article in wanted:
        # a law may lie in several files, a part in each
        texts = [path.read_text("utf-8") for path in LAWS.glob(f"{law}-*.md")]
        if not any(re.search(rf"^\s*{article}[\s　]", text, re.MULTILINE) for text in texts):
            missing.append((law, article))
    assert missing == []
    assert len(wanted) > 100
