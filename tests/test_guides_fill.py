"""A filled form holds exactly the values given, whatever they are; what has no value is left for handwriting."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from bot.content import loader
from bot.errors import DocumentError
from bot.forms import template_fill
from bot.model import Column, FieldKind, Form, FormField, Knowledge
from bot.model.form_values import Value
from tests.house import ROOT

LONG = "长" * 10_000
HOSTILE = [
    "{{x}}",
    "{{ config }} {% for x in y %} {# 注 #}",
    "{_{x}_} {_% if %_}",
    "{%tr for 行 in 名单 %}",
    "&<>\"' &amp; &#123; <w:p/> ]]>",
    "😀👨‍👩‍👧 𠮷 é",
    LONG,
    "第一行\n第二行\n\n第四行",
    "\t缩进  两个空格 ",
]
"""Values that a template engine or XML could take for something else."""


@pytest.fixture(scope="module")
def known() -> Knowledge:
    """The real forms, fields and templates."""
    return loader.readable(ROOT / "knowledge", ROOT / "guides", date(2026, 11, 26))[0]


def said(content: bytes) -> str:
    """Everything that a Word file says, a paragraph a line, cells too."""
    body = docx.Document(BytesIO(content)).element.body
    return "\n".join(paragraph.text for paragraph in body.iter(qn("w:p")))


def rows(content: bytes) -> list[list[str]]:
    """The rows of all tables."""
    word = docx.Document(BytesIO(content))
    return [[cell.text for cell in row.cells] for table in word.tables for row in table.rows]


def values(form: Form, text: str) -> dict[str, Value]:
    """A value for each field: its name, then a text."""
    found: dict[str, Value] = {}
    for field in form.fields:
        line = f"【{field.name}】{text}"
        found[field.name] = (
            tuple({column.name: f"{line}{number}{column.name}" for column in field.columns} for number in range(3))
            if field.columns
            else line
        )
    return found


def shown(form: Form, given: Mapping[str, Value]) -> list[str]:
    """All texts among values that the form has a place for; what a column says of a candidate may be asked for a check only."""
    there = said((ROOT / f"guides/templates/{form.document}.docx").read_bytes())
    found = [value for value in given.values() if isinstance(value, str)]
    for name, value in given.items():
        if isinstance(value, tuple):
            found += [cell for row in value for column, cell in row.items() if f"{{{{{name}.{column}}}}}" in there]
    return found


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12].replace("\n", "/"))
@pytest.mark.parametrize("name", ["setup-request", "tally"])
def test_a_letter_and_a_form_hold_hostile_values_as_text(known: Knowledge, name: str, text: str) -> None:
    form = known.form(name)
    assert form is not None
    given = values(form, text)
    held = said(template_fill.write(known, form, given))
    assert [one[:40] for one in shown(form, given) if one not in held] == []


def test_every_form_holds_all_of_them_at_once(known: Knowledge) -> None:
    assert len(known.forms) >= 12
    for form in known.forms:
        given = values(form, "\n".join(HOSTILE))
        held = said(template_fill.write(known, form, given))
        assert [one[:40] for one in shown(form, given) if one not in held] == [], form.document


def test_control_characters_are_left_out(known: Knowledge) -> None:
    form = known.forms[0]
    name = next(field.name for field in form.fields if field.kind is FieldKind.TEXT)
    held = said(template_fill.write(known, form, {name: "甲\x00\x07\x0b乙\x0c\ud800丙\ufffe丁\r\n戊"}))
    assert "甲乙丙丁\n戊" in held


@pytest.mark.parametrize("given", [{}, "all"], ids=["nothing filled in", "all filled in"])
def test_no_name_of_a_blank_is_left_in_any_form(known: Knowledge, given: str | dict[str, Value]) -> None:
    for form in known.forms:
        held = said(template_fill.write(known, form, values(form, "值") if given == "all" else {}))
        assert not any(sign in held for sign in ("{{", "}}", "{%")), form.document


def test_a_real_letter_reads_as_it_was_meant(known: Knowledge) -> None:
    form = known.form("setup-request")
    assert form is not None
    held = said(template_fill.write(known, form, {"单位全称": "苏州甲乙机械有限公司", "职工总数": "86", "女职工数": "31"}))
    assert "现有职工86人，其中女职工31人。" in held
    assert "苏州甲乙机械有限公司\n关于成立工会的请示" in held
    assert "盖章" not in held
    assert "填写说明" not in held


def test_what_has_no_value_is_a_line_in_a_sentence_and_an_empty_cell_in_a_form(known: Knowledge) -> None:
    letter, form = known.form("setup-request"), known.form("setup-application")
    assert letter is not None
    assert form is not None
    assert "现有职工________人" in said(template_fill.write(known, letter, {}))
    named = {row[0]: row[1] for row in rows(template_fill.write(known, form, {"单位全称": "甲公司"}))}
    assert (named["单位全称"], named["单位性质"]) == ("甲公司", "")


def test_a_list_becomes_rows_with_numbers_and_nothing_in_reserve(known: Knowledge) -> None:
    form = known.form("tally")
    assert form is not None
    given = tuple({"姓名": name, "同意": "80", "不同意": "3", "弃权": "2"} for name in ("王小明", "李四"))
    table = rows(template_fill.write(known, form, {"候选人得票": given}))
    first = next(number for number, row in enumerate(table) if row[1] == "候选人姓名") + 1
    assert [row[:5] for row in table[first : first + 2]] == [["1", "王小明", "80", "3", "2"], ["2", "李四", "80", "3", "2"]]
    assert table[first + 2][1] == "另选他人姓名"
    reserve = [row[0] for row in table[first + 3 : first + 6]]
    assert reserve == ["1", "2", "3"], "the list without values keeps its empty rows"


def test_the_same_values_give_the_same_bytes(known: Knowledge) -> None:
    form = known.forms[0]
    assert template_fill.write(known, form, values(form, "值")) == template_fill.write(known, form, values(form, "值"))


# ---------------------------------------------------------------- an admin's own template

FORM = Form(
    "own",
    (
        FormField("单位全称", "?"),
        FormField("日期", "?", FieldKind.DATE),
        FormField("名单", "?", FieldKind.LIST, columns=(Column("姓名"), Column("职务"))),
    ),
)


def own(folder: Path, *paragraphs: str, table: tuple[tuple[str, ...], ...] = ()) -> Knowledge:
    """A guides folder whose one template is somebody's own Word file."""
    word = docx.Document()
    for text in paragraphs:
        paragraph = word.add_paragraph()
        for character in text:  # Word cuts what people type into runs as it likes
            paragraph.add_run(character)
    if table:
        grid = word.add_table(len(table), len(table[0]))
        for row, cells_ in zip(grid.rows, table, strict=True):
            for cell, text in zip(row.cells, cells_, strict=True):
                cell.text = text
    (folder / "templates").mkdir()
    word.save(str(folder / "templates" / "own.docx"))
    return Knowledge((), (), shelf=str(folder))


def test_a_template_of_ones_own_is_filled_however_word_cut_it(tmp_path: Path) -> None:
    known = own(tmp_path, "致{{单位全称}}：", "{{ 日期 }}")
    assert (
        said(template_fill.write(known, FORM, {"单位全称": "甲 {{乙}}", "日期": "2026年12月5日"}))
        == "致甲 {{乙}}：\n2026年12月5日"
    )


def test_a_row_of_ones_own_is_repeated_and_its_reserve_used_up(tmp_path: Path) -> None:
    table = (("序号", "姓名"), ("{{名单.序号}}", "{{名单.姓名}}（{{名单.职务}}）"), ("2", ""), ("", ""), ("合计", ""))
    people = tuple({"姓名": name, "职务": "委员"} for name in "甲乙丙")
    held = rows(template_fill.write(own(tmp_path, table=table), FORM, {"名单": people}))
    assert held == [["序号", "姓名"], ["1", "甲（委员）"], ["2", "乙（委员）"], ["3", "丙（委员）"], ["合计", ""]]


def test_a_name_that_is_not_asked_for_is_left_for_handwriting(tmp_path: Path) -> None:
    assert said(template_fill.write(own(tmp_path, "{{电话}}和{{名单.年龄}}"), FORM, {})) == "__________和__________"


def test_a_tag_that_reaches_for_more_than_values_gets_nothing(tmp_path: Path) -> None:
    known = own(tmp_path, "{{单位全称.__class__.__mro__}}", "{{''.__class__}}")
    assert set(said(template_fill.write(known, FORM, {"单位全称": "甲"}))) == {"_", "\n"}


BROKEN = [
    ("{{单位全称", "有误"),
    ("{{单位 全称}}", "有误"),
    ("{% if 单位全称 %}", "有误"),
    ("{% nonsense %}", "有误"),
]


@pytest.mark.parametrize(("text", "expected"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_broken_tag_in_a_template_is_told_in_a_sentence(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(DocumentError, match=expected):
        template_fill.write(own(tmp_path, text), FORM, {"单位全称": "甲"})


@pytest.mark.parametrize("content", [b"", b"not a zip file", b"PK\x05\x06" + b"\0" * 18], ids=["empty", "text", "empty zip"])
def test_a_template_that_is_no_word_file_is_told(tmp_path: Path, content: bytes) -> None:
    known = own(tmp_path, "x")
    (tmp_path / "templates" / "own.docx").write_bytes(content)
    with pytest.raises(DocumentError, match="打不开"):
        template_fill.write(known, FORM, {})


def test_a_template_that_is_not_there_is_told_with_what_makes_it(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="guides build"):
        template_fill.write(Knowledge((), (), shelf=str(tmp_path)), FORM, {})


def test_filling_needs_nothing_of_the_build_extra() -> None:
    code = """
import sys
for name in ("typst", "xlsxwriter", "manimgx_fonts_cjk", "openpyxl", "pypdf"):
    sys.modules[name] = None
from datetime import date
from pathlib import Path
from bot.content import loader
from bot.forms import template_fill
known = loader.require(Path("knowledge"), Path("guides"), date(2026, 11, 26))
print(len(template_fill.write(known, known.forms[0], {})) > 10_000, len(known.documents) >= 35)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert done.stdout == "True True\n", done.stderr
