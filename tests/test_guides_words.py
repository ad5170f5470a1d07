"""The words of the guides: examples that are taken, checks that bite, laws cited as they stand, nothing personal asked."""

import re
from datetime import date
from pathlib import Path

import pytest

from bot.content.catalogue import read_catalogue
from bot.content.findings import Findings
from bot.content.forms import read_forms
from bot.documents.values import Values, failed, read
from bot.model import FieldKind, Form

ROOT = Path(__file__).parent.parent
GUIDES = ROOT / "guides"
LAWS = ROOT.parent / "shared" / "laws"
TODAY = date(2026, 11, 26)


def real_forms() -> dict[str, Form]:
    findings = Findings()
    documents = read_catalogue(GUIDES, findings) or ()
    found = {form.document: form for form in read_forms(GUIDES, documents, findings)}
    assert not findings.problems()
    return found


FORMS = real_forms()


def refusals(form: str, **said: str) -> list[str]:
    """What the checks of a form say to the examples of its fields with these values in their place, warnings left out."""
    values: Values = {}
    for field in FORMS[form].fields:
        text = said.get(field.name) or (field.choices[0] if field.choices else field.example)
        values[field.name] = read(field, text, TODAY)
    return [check.say for check in failed(FORMS[form], values) if not check.warn]


def test_what_a_form_gives_as_an_example_it_takes() -> None:
    for form in FORMS.values():
        for field in form.fields:
            if field.kind is not FieldKind.CHOICE:
                assert read(field, field.example, TODAY), (form.document, field.name)


def test_twelve_forms_and_more_are_filled_in() -> None:
    assert len(FORMS) >= 12


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


@pytest.mark.parametrize("who", ["法定代表人", "主要行政负责人", "合伙人", "上述人员近亲属"])
def test_whom_jiangsu_bars_gets_no_candidates_form(who: str) -> None:
    assert refusals("candidate-form", 身份=who)
    assert not refusals("candidate-form", 身份="分管劳动工资人事的企业负责人")  # 不宜, not 不得


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
        ({"职工方外聘": "1"}, True),
        ({"职工方外聘": "2"}, False),
    ],
)
def test_both_sides_of_a_bargaining_are_equal_and_mostly_their_own(said: dict[str, str], passes: bool) -> None:
    assert (not refusals("bargaining-delegates", **said)) is passes


def test_a_chief_is_never_replaced_by_an_outsider() -> None:
    assert refusals("chief-proxy", 受托人身份="本单位以外的人员")


def test_a_contract_is_filed_only_after_it_passed_and_was_signed() -> None:
    assert not refusals("contract-filing")
    assert refusals("contract-filing", 签字日期="2027年1月19日")


def test_nothing_personal_is_asked_for() -> None:
    personal = re.compile("身份证|证件号|手机|电话|住址|银行卡|邮箱")
    asked = [(form.document, field.name) for form in FORMS.values() for field in form.fields if personal.search(field.name)]
    assert asked == []


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
        path = next(LAWS.glob(f"{law}-*.md"))
        if not re.search(rf"^\s*{article}[\s　]", path.read_text("utf-8"), re.MULTILINE):
            missing.append((law, article))
    assert missing == []
    assert len(wanted) > 100
