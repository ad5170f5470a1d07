"""Laws of the table: whatever an entry says goes out and comes back the same, in a workbook and in a csv."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.import_export import cell_codec, table_export
from bot.import_export.columns import CHECK
from bot.import_export.import_records import Rows
from bot.import_export.row_reader import read_rows
from bot.import_export.spreadsheet_reader import read_grids
from bot.import_export.table_diff import compare
from bot.model import Condition, Entry, Knowledge, Option, Source, Status, Topic, Variant
from bot.redaction import Redactor

TODAY = date(2026, 11, 26)
PIECES = [
    *("=", "+", "-", "@", "'", '"', "“", "｜", "|", "\\", "↳", "《", "》", "，", ",", ";", "；", "\t", " ", "\u3000", "\u00a0"),
    *("_x000D_", "_x005F_", "_xD800_", "1-3", "007", "1e5", "true", "#N/A", "=cmd|'/c calc'!A1", "{", "<b>", "&amp;", "]]>"),
    *("会费", "工会", "怎么交", "a", "é", "𠮷", "👨‍👩‍👧", "…", "2026-11-22", "（", "）", "！", "%", "/", "null", "#", "~"),
]
LINE = st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join).map(str.strip).filter(bool)
TEXT = st.lists(st.one_of(LINE, st.just("")), min_size=1, max_size=4).map("\n".join).map(str.strip).filter(bool)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
LINES = st.lists(LINE, max_size=4, unique=True).map(tuple)
LAW = LINE.filter(lambda text: not text.startswith("《"))
"""A title without its marks: the loader takes no others."""
SOURCES = st.lists(st.builds(Source, LAW, LINE, LINE), max_size=3, unique=True).map(tuple)
CASE = Condition("members", "你们单位有多少名会员？", (Option("few", "不足25人"), Option("many", "25人以上")))


def variant_of(entry: Entry) -> st.SearchStrategy[Variant]:
    """A variant that says something of its own, and has the rest from its entry."""
    own = st.builds(Variant, st.just("few"), TEXT, TEXTS.filter(bool), TEXTS.filter(bool), SOURCES.filter(bool))
    bare = st.builds(
        Variant, st.just("few"), TEXT, st.just(entry.steps), st.just(entry.materials), st.just(entry.sources), region=LINE
    )
    return st.one_of(own, bare)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """An entry as the loader may give it, however nasty."""
    entry = Entry(
        id=draw(st.sampled_from(["1-3", "007", "2026-11-22", "dues", "true", "1e5"])),
        topic="会费",
        question=draw(LINE),
        answer=draw(TEXT),
        phrasings=draw(LINES),
        steps=draw(TEXTS),
        materials=draw(TEXTS),
        sources=draw(SOURCES),
        status=draw(st.sampled_from([None, *Status])),
        region=draw(st.one_of(st.just(""), LINE)),
        related=draw(st.sampled_from([(), ("1-3",), ("setup-one", "007")])),
        reviewed=draw(st.sampled_from([None, TODAY])),
        review_after=draw(st.sampled_from([365, 1, 90, 36_500])),
        retired=draw(st.sampled_from([None, TODAY])),
        ask="members",
        file="dues.yaml",
    )
    return Entry(**{name: getattr(entry, name) for name in Entry.__slots__} | {"variants": (draw(variant_of(entry)),)})


def knowledge_of(entry: Entry) -> Knowledge:
    """Knowledge of this one entry, in use or retired."""
    held = {"entries": (), "retired": (entry,)} if entry.retired else {"entries": (entry,), "retired": ()}
    return Knowledge(topics=(Topic("dues", "会费", (entry.id,)),), conditions=(CASE,), **held)  # type: ignore[arg-type]  # entries


def without_checks(rows: Rows) -> Rows:
    """Rows as if somebody had deleted the column of fingerprints: nothing is left but what the cells say."""
    return Rows(tuple(type(row)(row.sheet, row.number, {**row.cells, CHECK: ""}) for row in rows.rows), rows.flaws)


@settings(max_examples=60, deadline=None)
@given(entries(), st.sampled_from(["xlsx", "resaved", "csv"]))
def test_an_entry_goes_out_and_comes_back_the_same(entry: Entry, form: str) -> None:
    knowledge = knowledge_of(entry)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"k.{'csv' if form == 'csv' else 'xlsx'}"
        workbook = table_export.as_workbook(table_export.sheets(knowledge), knowledge)
        file.write_bytes(table_export.as_csv(table_export.one_table(knowledge)) if form == "csv" else workbook)
        if form == "resaved":
            openpyxl.load_workbook(file).save(file)
        rows = read_rows(read_grids(file), file.name)
    for read in (rows, without_checks(rows)):
        difference = compare(read, knowledge, TODAY)
        assert (difference.rows, difference.edits, difference.flaws) == (2, (), ())


@given(TEXTS)
def test_texts_of_a_list_are_read_as_they_were_shown(texts: tuple[str, ...]) -> None:
    assert cell_codec.read("steps", cell_codec.shown("steps", texts)) == tuple(
        cleaned for one in texts if (cleaned := cell_codec.clean(one))
    )


@given(SOURCES)
def test_sources_are_read_as_they_were_shown(sources: tuple[Source, ...]) -> None:
    cleaned = tuple(Source(*map(cell_codec.clean, (one.law, one.version, one.article))) for one in sources)
    assert cell_codec.read("sources", cell_codec.shown("sources", sources)) == cleaned


@given(TEXT)
def test_a_csv_keeps_what_excel_would_take_for_something_else(text: str) -> None:
    assert cell_codec.unguarded(cell_codec.guarded(text)) == text
    assert not cell_codec.guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(TEXT)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert cell_codec.clean(cell_codec.clean(text)) == cell_codec.clean(text)
    assert cell_codec.unescaped(cell_codec.escaped(text)) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("打13812345678或者0512-65221234", "打〔电话〕或者〔电话〕"),
        ("身份证320501198001011234，卡号6222 0211 0300 1234 567", "身份证〔身份证号〕，卡号〔银行卡号〕"),
        ("加我QQ：12345678，微信号wx_abc123，邮箱a.b@suzhou.gov.cn", "加我QQ：〔QQ号〕，微信号〔微信号〕，邮箱〔邮箱〕"),
        ("我们是苏州华美电子有限公司的，想建工会", "我们是〔单位〕的，想建工会"),
        ("我在昆山富士电机厂，怎么入会", "我在〔单位〕，怎么入会"),
        ("王老师您好，李主席说可以，张总不同意", "〔姓名〕老师您好，〔姓名〕主席说可以，〔姓名〕总不同意"),
        ("姓名：周小明，联系人 赵六 电话65221234", "姓名：〔姓名〕，联系人 〔姓名〕 电话〔电话〕"),
        ("@小周@吴中 不用报", "不用报"),
        ("统一社会信用代码91320594MA1MX2XX3Y", "统一社会信用代码〔统一社会信用代码〕"),
    ],
)
def test_what_tells_who_people_are_is_taken_out(text: str, masked: str) -> None:
    assert Redactor().redact(text).strip() == masked


@pytest.mark.parametrize(
    "text",
    [
        "工会经费按工资总额的2%拨缴，2011年收了350000元，热线12351",
        "一人有限公司、国有独资公司、我们是一家小公司，总公司和分公司",
        "20110503开会，谁任主席，选主席，副主席，女职工1234567人，钱总是不够",
        "股份有限公司要不要设职工董事，周总工会开会",
        "2026-11-22，第2026号，联系人填谁，姓名写错了怎么办",
    ],
)
def test_what_belongs_to_the_matter_stays(text: str) -> None:
    assert Redactor().redact(text) == text
