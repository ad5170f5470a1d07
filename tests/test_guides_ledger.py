"""The ledger with what people put into it, worked out anew by LibreOffice: totals, reminders, marks, and what is told."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.house import ROOT

LEDGER = ROOT / "guides/files/基层工会建家工作台账.xlsx"
OFFICE = shutil.which("soffice")
TODAY = date.today()
YEAR = TODAY.year - 1
"""A year that lies behind: everything in it that isn't done is overdue."""

pytestmark = [
    pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) isn't installed"),
    pytest.mark.filterwarnings("ignore:Print area cannot be set"),  # openpyxl knows fixed ones only
]

Fill = Callable[[Workbook], None]


@pytest.fixture(scope="module")
def work_out(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Fill], Workbook]:
    """Fills the ledger in, has LibreOffice work it out, and gives what its cells show."""
    profile = f"-env:UserInstallation={tmp_path_factory.mktemp('profile').as_uri()}"

    def made(fill: Fill) -> Workbook:
        folder = tmp_path_factory.mktemp("ledger")
        book = openpyxl.load_workbook(LEDGER)
        fill(book)
        given, out = folder / "台账.xlsx", folder / "out"
        book.save(given)
        command = [str(OFFICE), profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(given)]
        subprocess.run(command, check=True, capture_output=True, timeout=200)
        return openpyxl.load_workbook(out / "台账.xlsx", data_only=True)

    return made


def header(sheet: Worksheet) -> int:
    """The row of a table's heads."""
    return next(cell.row for (cell,) in sheet.iter_rows(max_col=1, max_row=20) if cell.value in ("序号", "月份", "性质"))


def columns(sheet: Worksheet) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in sheet[header(sheet)] if cell.value}


def put(book: Workbook, name: str, rows: Sequence[Mapping[str, object]], first: int = 0) -> None:
    """Write rows into a table, by column; `first`: how many rows below the heads."""
    sheet = book[name]
    at, places = header(sheet) + 1 + first, columns(sheet)
    for number, row in enumerate(rows):
        for column, value in row.items():
            sheet.cell(at + number, places[column]).value = value  # type: ignore[assignment]  # whatever is pasted


def said(book: Workbook, name: str, column: str, number: int = 1) -> Any:
    """What a table shows in a column of its row of that number."""
    sheet = book[name]
    return sheet.cell(header(sheet) + number, columns(sheet)[column]).value


def beside(sheet: Worksheet, label: str) -> tuple[int, int]:
    """The cell of the blank beside a label of a page."""
    found = next(cell for row in sheet.iter_rows() for cell in row if cell.value == label)
    return found.row, found.column + 2


def page(book: Workbook, name: str, given: Mapping[str, object]) -> None:
    for label, value in given.items():
        row, column = beside(book[name], label)
        book[name].cell(row, column).value = value  # type: ignore[assignment]  # whatever is pasted


def cover(book: Workbook, label: str) -> object:
    """What the cover shows of a number: beside its name, or three columns on for what is to be put right."""
    sheet = book["封面与总览"]
    found = next(cell for row in sheet.iter_rows() for cell in row if cell.value == label)
    values = [sheet.cell(found.row, column).value for column in range(found.column + 1, found.column + 5)]
    return next((value for value in values if value is not None), None)


def overview(book: Workbook, name: str) -> list[object]:
    """Used, missing, past and soon of a sheet in the cover's overview."""
    sheet = book["各表总览"]
    row = max(cell.row for (cell,) in sheet.iter_rows(max_col=1) if cell.value == name)
    return [sheet.cell(row, column).value for column in range(2, 6)]


def every(book: Workbook) -> list[str]:
    """All texts of all cells."""
    return [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def basics(book: Workbook) -> None:
    page(book, "封面与总览", {"工会名称": "苏州甲公司工会委员会", "年度": YEAR, "上年结余（元）": 1000})
    page(book, "组织信息", {"单位全称": "苏州甲公司", "单位性质": "民营企业", "工会成立日期": datetime(YEAR - 2, 3, 1),
                          "职工人数": 50, "女职工人数": 20, "会员人数": 40, "本届选举日期": datetime(YEAR - 2, 3, 1),
                          "任期（年）": 5, "有没有法人证": "是"})  # fmt: skip


def members(count: int) -> list[dict[str, object]]:
    return [
        {"姓名": f"会员{number}", "性别": "男" if number % 4 else "女", "入会日期": datetime(2024, 1, 5), "会籍状态": "在会"}
        for number in range(count)
    ]


@pytest.mark.parametrize("count", [2_000, 10_000])
def test_as_many_members_as_are_pasted_are_counted(work_out: Callable[[Fill], Workbook], count: int) -> None:
    def fill(book: Workbook) -> None:
        basics(book)
        put(book, "会员名册", members(count))

    book = work_out(fill)
    assert cover(book, "名册在会会员") == count
    assert cover(book, "其中女会员") == count // 4
    assert overview(book, "会员名册")[:2] == [count, 0]
    assert cover(book, "会员人数和名册差几人") == count - 40


def test_pasted_words_in_cells_for_numbers_are_marked_and_counted_as_missing(work_out: Callable[[Fill], Workbook]) -> None:
    def fill(book: Workbook) -> None:
        basics(book)
        page(book, "封面与总览", {"年度": f"{YEAR}年", "上年结余（元）": "40万"})
        page(book, "组织信息", {"会员人数": "四十人", "工会成立日期": "2026.1.15"})
        dirty = members(3)
        dirty[0]["入会日期"] = "2026.1.15"
        dirty[1]["入会日期"] = 2026
        put(book, "会员名册", dirty)
        put(book, "经费拨缴", [{"上月工资总额（元）": "40万", "实际拨缴（元）": "8千", "拨缴日期": "1月15"}])
        dues = {"收支类别": "会费收入", "摘要": "会费"}
        put(book, "经费收支", [{**dues, "日期": "3月2号", "收入（元）": "40万", "凭证号": "1"},
                              {**dues, "日期": datetime(YEAR, 4, 1), "收入（元）": 300, "凭证号": "2"}])  # fmt: skip
        meeting = {"日期": datetime(YEAR, 1, 5), "会议形式": "会员大会", "议题": "换届"}
        put(book, "会员大会", [{**meeting, "应到": "约40", "实到": 30}])
        put(book, "争议调解", [{"编号": "1", "收到申请日期": "2026年", "争议类型": "其他"}])
        put(book, "慰问发放", [{"日期": datetime(YEAR, 1, 5), "类别": "其他", "事由和物品": "米", "人数": "10人",
                               "每人标准（元）": 50, "实发金额（元）": 500, "签收表页码": "3"}])  # fmt: skip

    book = work_out(fill)
    assert [one for one in every(book) if one.startswith("#") or "Err:" in one] == []
    assert cover(book, "封面和组织信息没填的、写法不对的格") == 4
    assert overview(book, "会员名册")[1] == 2
    assert overview(book, "经费收支")[1] == 2
    assert overview(book, "经费拨缴")[1] == 3
    assert said(book, "会员大会", "到会率") == "请核对"
    assert said(book, "慰问发放", "应发金额（元）") == "请核对"
    assert any("有 2 格的日期或数字写法不对" in one for one in every(book))
    # the balance rests on what was left over, and that isn't a number
    assert said(book, "经费收支", "余额（元）", 2) == "请核对"


MONDAY = next(day for day in (date(YEAR, 1, 10) + timedelta(days=one) for one in range(7)) if day.weekday() == 0)
"""Tuesday after it is off, Saturday is worked."""


def a_year(book: Workbook) -> None:
    """What a union founded in May writes down."""
    basics(book)
    page(book, "组织信息", {"工会成立日期": datetime(YEAR, 5, 10)})
    put(book, "经费收支", [
        {"日期": datetime(YEAR, 1, 9), "收支类别": "拨缴经费收入", "摘要": "拨缴", "收入（元）": 5000, "凭证号": "1"},
        {"日期": datetime(YEAR, 2, 9), "收支类别": "慰问支出", "摘要": "慰问", "支出（元）": 7500, "凭证号": "2"},
        {"日期": datetime(YEAR, 2, 10), "收支类别": "会费收入", "摘要": "会费", "收入（元）": 250, "凭证号": "3"},
    ])  # fmt: skip
    paid = {"上月工资总额（元）": 100_000, "拨缴日期": datetime(YEAR, 6, 10)}
    put(book, "经费拨缴", [{**paid, "实际拨缴（元）": 2000}, {**paid, "实际拨缴（元）": 1500}], first=5)
    sheet = book["节假日"]
    row = next(cell.row for (cell,) in sheet.iter_rows(min_col=3, max_col=3) if cell.value == "清明节")
    sheet.cell(row, 2, MONDAY + timedelta(days=1))
    sheet.cell(row, 4, MONDAY + timedelta(days=5))
    put(book, "争议调解", [
        {"编号": "1", "收到申请日期": MONDAY, "争议类型": "其他"},
        {"编号": "2", "收到申请日期": MONDAY + timedelta(days=3), "争议类型": "其他"},
        {"编号": "3", "收到申请日期": MONDAY, "争议类型": "其他", "受理日期": MONDAY + timedelta(days=2)},
    ])  # fmt: skip
    found = {"日期": MONDAY, "监督事项": "其他", "情况和问题": "x"}
    put(book, "法律监督", [{**found, "处理方式": "监督意见书", "送达单位日期": MONDAY}])


@pytest.fixture(scope="module")
def year(work_out: Callable[[Fill], Workbook]) -> Workbook:
    return work_out(a_year)


def test_a_year_of_income_and_expenditure_has_a_total_each(year: Workbook) -> None:
    assert (cover(year, "收入合计（元）"), cover(year, "支出合计（元）")) == (5250, 7500)
    assert [said(year, "经费收支", "余额（元）", number) for number in (1, 2, 3)] == [6000, -1500, -1250]
    assert cover(year, "结余是负数") == 12  # the cover's balance, and the months from February on
    sheet = year["预算执行"]
    totals = {str(row[0].value): row[columns(sheet)["实际发生（元）"] - 1].value for row in sheet.iter_rows(min_row=4)}
    assert (totals["收入合计"], totals["支出合计"]) == (5250, 7500)
    assert said(year, "经费月汇总", "月末结余（元）", 2) == -1250


def test_months_count_from_the_founding_and_an_underpaid_one_is_not_done(year: Workbook) -> None:
    told = [said(year, "经费拨缴", "提醒", month) or "" for month in range(1, 9)]
    assert told == ["", "", "", "", "", "已办结", "已过期", "已过期"]
    assert said(year, "经费拨缴", "少拨（元）", 7) == 500
    assert cover(year, "过了15日没有拨够的月份") == 6
    assert cover(year, "少拨的经费合计（元，取整）") == 500


def test_working_days_follow_the_list_of_days_off_and_made_up(year: Workbook) -> None:
    days = [said(year, "争议调解", "受理期限", number) for number in (1, 2)]
    # Wednesday, Thursday, Friday; Friday, Saturday, Monday
    assert [day.date() - MONDAY for day in days] == [timedelta(days=4), timedelta(days=7)]
    assert [said(year, "争议调解", "受理提醒", number) for number in (1, 2, 3)] == ["已过期", "已过期", "已办结"]
    assert cover(year, "3个工作日过了还没有受理的调解申请") == 2
    # fifteen weekdays would end on a Monday three weeks on: one is off, a Saturday is worked
    assert said(year, "法律监督", "答复期限").date() - MONDAY == timedelta(days=21)


def test_a_unit_paid_by_the_treasury_is_not_reminded_of_months_and_rows_too_far_down_are_told_of(
    work_out: Callable[[Fill], Workbook],
) -> None:
    def fill(book: Workbook) -> None:
        basics(book)
        page(book, "组织信息", {"经费由财政拨款": "是"})
        put(book, "会员名册", members(7), first=11_998)

    book = work_out(fill)
    assert cover(book, "过了15日没有拨够的月份") == 0
    assert any("有 5 行写到了" in one for one in every(book))
    assert cover(book, "名册在会会员") == 2


def test_only_cells_to_fill_in_are_open() -> None:
    book = openpyxl.load_workbook(LEDGER)
    assert all(sheet.protection.sheet for sheet in book)
    sheet = book["会员大会"]
    row, places = header(sheet) + 1, columns(sheet)
    open_ = {name for name, column in places.items() if not sheet.cell(row, column).protection.locked}
    assert open_ == set(places) - {"序号", "到会率", "够三分之二"}


def test_the_cover_is_one_page_and_nothing_of_a_table_hides_below(tmp_path: Path) -> None:
    command = [str(OFFICE), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
               "--outdir", str(tmp_path), str(LEDGER)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=200)
    texts = [page.extract_text() for page in pypdf.PdfReader(tmp_path / f"{LEDGER.stem}.pdf").pages]
    assert "今年帮扶金额" in texts[0]
    assert "各表总览" in texts[1][:200]
    assert len(texts) < 70, "pages with nothing on them"
    with zipfile.ZipFile(LEDGER) as packed:
        areas = re.findall(r'Print_Area"[^>]*>([^<]*)<', packed.read("xl/workbook.xml").decode())
    assert sum("OFFSET(" in area for area in areas) > 20, "what is printed follows what is filled in"
