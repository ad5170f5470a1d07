"""Rules beside the fields: what is computed and put in order, what a wrong rule is told, sets of examples, whom to ask."""

from __future__ import annotations

import re
import shutil
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pypdf
import pytest

from bot.content import loader
from bot.content.catalogue import read_catalogue
from bot.content.form_checks import RULES
from bot.content.form_reader import read_forms
from bot.forms import template_fill
from bot.forms.strokes import by_strokes, strokes
from bot.forms.validation import read
from bot.model import Document, Form, Knowledge
from bot.publishing import build, build_manifest, contact_box
from bot.yamlio.problems import ProblemCollector
from tests.house import ROOT, jianhui
from tests.test_guides_fill import rows

GUIDES = ROOT / "guides"
TODAY = date(2026, 11, 26)


@pytest.fixture(scope="module")
def known() -> Knowledge:
    return loader.readable(ROOT / "knowledge", GUIDES, TODAY)[0]


def form_of(known: Knowledge, name: str) -> Form:
    form = known.form(name)
    assert form is not None
    return form


# ---------------------------------------------------------------- order and what is computed


@pytest.mark.parametrize(
    ("character", "count"),
    [("丁", 2), ("王", 4), ("刘", 6), ("张", 7), ("陈", 7), ("周", 8), ("赵", 9), ("范", 8), ("魏", 17), ("龘", 48)],
)
def test_strokes_are_those_of_the_standard(character: str, count: int) -> None:
    assert strokes(character) == (count,)


def test_names_go_by_the_strokes_of_surnames_then_of_given_names() -> None:
    given = ["赵六", "王小明", "张三", "李四", "丁一", "王一", "欧阳锋", "ABC"]
    assert [row["姓名"] for row in by_strokes([{"姓名": name} for name in given], "姓名")] == [
        "丁一", "王一", "王小明", "张三", "李四", "欧阳锋", "赵六", "ABC",  # 张 and 李 count the same: as they were given
    ]  # fmt: skip


def test_a_notice_that_says_by_strokes_is_by_strokes(known: Knowledge) -> None:
    form = form_of(known, "candidate-notice")
    field = form.field("候选人")
    assert field is not None
    said = "赵六 男 委员 无 工\n丁一 男 委员 无 工\n王小明 男 主席兼委员 无 工"
    table = rows(template_fill.write(known, form, {"候选人": read(field, said, TODAY)}))
    assert [row[1] for row in table[1:4]] == ["丁一", "王小明", "赵六"]


def test_over_half_and_who_is_absent_are_worked_out(known: Knowledge) -> None:
    form = form_of(known, "tally")
    field = form.field("候选人得票")
    assert field is not None
    votes = read(field, "甲一 40 0 0\n乙二 24 16 0", TODAY)
    numbers = {"应到人数": "48", "实到人数": "41", "发出选票": "41", "收回选票": "40"}
    table = rows(template_fill.write(known, form, {**numbers, "候选人得票": votes}))
    first = next(number for number, row in enumerate(table) if row[1] == "候选人姓名") + 1
    assert [row[5] for row in table[first : first + 2]] == ["是", "否"], "24 of 48 is half, not more"
    named = {cell: row[at + 1] for row in table for at, cell in enumerate(row[:-1])}
    assert (named["缺席"], named["没有收回"]) == ("7", "1")
    without = rows(template_fill.write(known, form, {"候选人得票": votes}))
    assert [row[5] for row in without[first : first + 2]] == ["", ""], "for handwriting as long as a number isn't known"


def test_fill_without_values_writes_where_it_is_told(tmp_path: Path) -> None:
    done = jianhui("fill", "tally", "-o", str(tmp_path), home=tmp_path)
    assert done.returncode == 0, done.stderr
    (path,) = tmp_path.glob("*.yaml")
    assert "应选名额:" in path.read_text("utf-8")
    assert str(path.name) in done.stdout


# ---------------------------------------------------------------- rules that are wrong

TRIAL = """form: trial
fields:
  - {{name: 形式, ask: 哪种？, type: choice, choices: [三年, 五年]}}
  - {{name: 人数, ask: 几人？, type: number, example: '3'}}
  - {{name: 开始, ask: 哪天？, type: date, example: 2026年1月1日}}
  - {{name: 单位, ask: 哪个？, type: text, example: 甲公司}}
  - {{name: 名单, ask: 谁？, type: list, columns: [姓名, {{name: 职务, choices: [主席, 委员]}}, 票数], example: 甲 主席 3}}
{rest}
"""
WRONG = [
    ("checks: [{rule: at-least, say: 请核对。}]", "规则“at-least”有误"),
    ("checks: [{rule: term, left: 开始, right: 人数, say: 请核对。}]", "right 写的“人数”"),
    ("checks: [{rule: once, list: 名单, who: 名字, say: 请核对。}]", "who 写的“名字”"),
    ("checks: [{rule: once, list: 人数, who: 姓名, say: 请核对。}]", "list 写的“人数”"),
    ("checks: [{rule: not-both, list: 名单, who: 姓名, where: 职务, only: [主席], against: [经审], say: 请核对。}]", "经审"),
    ("checks: [{rule: not-both, list: 名单, who: 姓名, where: 职务, only: [主任], against: [委员], say: 请核对。}]", "主任"),
    ("checks: [{rule: each-at-most, list: 名单, columns: [得票], total: 人数, say: 请核对。}]", "得票"),
    ("checks: [{rule: each-at-most, list: 名单, columns: [票数], total: 人数, only: [主席], say: 请核对。}]", "where"),
    ("checks: [{rule: number-of, list: 名单, say: 请核对。}]", "number"),
    ("checks: [{rule: number-of, list: 名单, number: 人数, count: 1, say: 请核对。}]", "number"),
    ("checks: [{rule: number-of, list: 名单, number: 人数, compare: more, say: 请核对。}]", "more"),
    ("checks: [{rule: votes, parts: [名单], left: 人数, right: 人数, say: 请核对。}]", "parts 写的“名单”"),
    ("checks: [{rule: band, left: 人数, right: 人数, bands: ['25到200'], say: 请核对。}]", "25到200"),
    ("checks: [{rule: named-in, left: 单位, right: 形式, say: 请核对。}]", "right 写的“形式”"),
    ("computed: [{name: 余数, rule: ratio, left: 人数, right: 人数}]", "ratio"),
    ("computed: [{name: 人数, rule: difference, left: 人数, right: 人数}]", "name 写的“人数”"),
    ("computed: [{name: 余数, rule: over-half, left: 名单.票数, right: 人数}]", "name 写的“余数”"),
]


def told(folder: Path, rest: str) -> str:
    (folder / "fields").mkdir()
    (folder / "fields" / "trial.yaml").write_text(TRIAL.format(rest=rest), "utf-8")
    findings = ProblemCollector()
    read_forms(folder, [Document("trial", "试验", ("试验.docx",))], findings)
    return "".join(problem.message for problem in findings.problems())


@pytest.mark.parametrize(("rest", "words"), WRONG, ids=[row[0][:60] for row in WRONG])
def test_a_rule_that_could_never_hold_is_told(tmp_path: Path, rest: str, words: str) -> None:
    assert words in told(tmp_path, rest)


def test_every_rule_is_told_of_in_the_readme() -> None:
    text = (GUIDES / "README.md").read_text("utf-8")
    assert [rule for rule in RULES if f"`{rule}`" not in text] == []


# ---------------------------------------------------------------- examples


ONCE = ("应到人数", "实到人数", "委员名额", "委员候选人数", "经审名额", "任期届满日期", "收入合计", "上级工会名称", "单位全称")
"""What is the same in all papers of a set."""
SETS = [("example-setup", 20), ("example-election", 15)]


@pytest.mark.parametrize(("name", "papers"), SETS)
def test_a_set_of_examples_is_marked_on_every_page_and_paper(name: str, papers: int) -> None:
    shelf = build.read(GUIDES)
    document = next(one for one in shelf.documents if one.id == name)
    pdf, packed = (GUIDES / "files" / file for file in sorted(document.files))
    pages = [re.sub(r"\s", "", page.extract_text()) for page in pypdf.PdfReader(pdf).pages]
    assert all("填写示例" in page for page in pages)
    with zipfile.ZipFile(packed) as files:
        names = files.namelist()
        assert len(names) >= papers
        for one in names:
            word = docx.Document(BytesIO(files.read(one)))
            assert word.sections[0].header.paragraphs[0].text == "填写示例"
            assert "{{" not in "".join(paragraph.text for paragraph in word.paragraphs)


@pytest.mark.parametrize("name", [row[0] for row in SETS])
def test_the_papers_of_a_set_agree_with_each_other(name: str) -> None:
    text = (GUIDES / "examples" / f"{name}.yaml").read_text("utf-8")
    for field in ONCE:
        found = set(re.findall(rf"^ +{field}: (.*)$", text, re.MULTILINE))
        assert len(found) <= 1, (field, found)


def test_a_set_that_breaks_a_rule_is_not_made(tmp_path: Path) -> None:
    guides = Path(shutil.copytree(GUIDES, tmp_path / "guides", ignore=shutil.ignore_patterns("files", "templates")))
    path = guides / "examples" / "example-setup.yaml"
    path.write_text(path.read_text("utf-8").replace("王小明 63 1 1", "王小明 64 1 1"), "utf-8")
    (done,) = build.build(guides, ["example-setup"])
    assert "加起来不等于有效票" in done.wrong
    assert not (guides / "files").exists()


# ---------------------------------------------------------------- whom to ask


def test_whom_to_ask_comes_from_the_contacts_and_the_guides_own_file_goes_before(tmp_path: Path) -> None:
    guides = Path(shutil.copytree(GUIDES, tmp_path / "guides", ignore=shutil.ignore_patterns("files", "templates")))
    (tmp_path / "knowledge").mkdir()
    contacts = (
        "contacts:\n- {id: a, name: 样例市总工会, areas: [样例市], own: true, phone: '12351', website: 'https://example.org'}\n"
    )
    (tmp_path / "knowledge" / "contacts.yaml").write_text(contacts, "utf-8")
    before = build_manifest.made_from(guides, document(guides, "election-guide"), {})
    assert contact_box.read_contact(guides, ProblemCollector()) == {
        "name": "样例市总工会", "telephone": "12351", "website": "https://example.org",
    }  # fmt: skip
    (guides / "contact.yaml").write_text("telephone: '0512-12345678'\n", "utf-8")
    assert contact_box.read_contact(guides, ProblemCollector())["telephone"] == "0512-12345678"
    assert build_manifest.made_from(guides, document(guides, "election-guide"), {}) != before, "what was built is stale"
    (done,) = build.build(guides, ["election-guide"])
    again = {name: (guides / name).read_bytes() for name in done.files}
    assert "样例市总工会" in re.sub(r"\s", "", pypdf.PdfReader(guides / "files/换届选举操作指南.pdf").pages[0].extract_text())
    (done,) = build.build(guides, ["election-guide"])
    assert dict(done.files) == again, "the same bytes"


def document(guides: Path, name: str) -> Document:
    """A document of the catalogue."""
    found = read_catalogue(guides, ProblemCollector()) or ()
    return next(one for one in found if one.id == name)


def test_whom_to_ask_stands_on_the_cover_and_the_last_page_of_a_guide(tmp_path: Path) -> None:
    guides = Path(shutil.copytree(GUIDES, tmp_path / "guides", ignore=shutil.ignore_patterns("files", "templates")))
    (guides / "contact.yaml").write_text("name: 样例区总工会\ntelephone: '12351'\nwebsite: https://example.org\n", "utf-8")
    (done,) = build.build(guides, ["election-guide"])
    assert done.wrong == ""
    built = pypdf.PdfReader(guides / "files/换届选举操作指南.pdf").pages
    pages = [re.sub(r"\s", "", page.extract_text()) for page in (built[0], built[-1])]
    assert "样例区总工会" in pages[0]
    assert "样例区总工会" in pages[-1]
    assert "12351" in pages[-1]
    assert "扫码打开网站" in pages[0], "with its code"
