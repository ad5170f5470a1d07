"""The knowledge out as a table and back in, by the command on a copy of the knowledge folder."""

from __future__ import annotations

import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from bot import wording
from tests.house import ROOT, Run, inside, jianhui

SMALL = """topic: 会费
entries:
  - id: dues-one
    question: 会费每个月交多少
    phrasings:
      - 会费标准
      - 会费几块钱
    answer: |
      按规定交。

      =1+1 不是公式。
    steps:
      - 先登记
      - |
        再缴费
        ↳ 留好收据
    sources:
      - {law: 甲法, version: 2021修正, article: 第十一条}
    status: verified
    reviewed: 2026-11-22
  # 退费的事问得少
  - {id: "007", question: 离职以后会费能退吗, answer: 不退。, phrasings: [1-3, =cmd, _x000D_, "true"]}
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command in a folder with a small knowledge of its own."""
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "dues.yaml").write_text(SMALL, "utf-8")
    (tmp_path / "knowledge" / "cases.yaml").write_text((ROOT / "knowledge" / "cases.yaml").read_text("utf-8"), "utf-8")
    options = ("--data", "data", "--knowledge", "knowledge", "--guides", "guides")
    command = inside(tmp_path, monkeypatch, capsys)
    return lambda *line, typed="": command(*options, *line, typed=typed)


@pytest.fixture
def whole(tmp_path: Path) -> Run:
    """Runs the command over the repository's own knowledge."""
    options = ("--data", "data", "--knowledge", str(ROOT / "knowledge"), "--guides", str(ROOT / "guides"))
    return lambda *arguments: jianhui(*options, *arguments, home=tmp_path)


def edit(file: Path, *cells: tuple[str, int, str, object]) -> None:
    """Change cells of a workbook: the sheet, the row, the heading of the column, and the new value."""
    book = openpyxl.load_workbook(file)
    for sheet, row, head, value in cells:
        heads = [cell.value for cell in book[sheet][1]]
        book[sheet].cell(row, heads.index(head) + 1).value = value  # type: ignore[assignment]  # what a person types
    book.save(file)


def said(done: subprocess.CompletedProcess[str]) -> str:
    """What the command printed, once nothing went wrong unasked."""
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout + done.stderr


# ---------------------------------------------------------------- nothing is lost


@pytest.mark.parametrize("name", ["k.xlsx", "k.csv"])
def test_what_goes_out_comes_back_the_same(name: str, whole: Run) -> None:
    assert whole("export", name).returncode == 0
    done = whole("import", name)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == wording.EXCHANGE_SAME


@pytest.mark.parametrize("name", ["k.xlsx", "k.csv"])
def test_a_table_that_libreoffice_saved_comes_back_the_same(name: str, whole: Run, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) isn't installed")
    whole("export", name)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    # comma, quote, UTF-8, from the first line on: what LibreOffice asks when it opens a csv
    command = [office, profile, "--headless", "--infilter=CSV:44,34,76,1"][: 4 if name == "k.csv" else 3]
    command += ["--convert-to", "xlsx", "--outdir", "saved", name]
    subprocess.run(command, check=True, capture_output=True, timeout=120, cwd=tmp_path)
    assert said(whole("import", "saved/k.xlsx")).splitlines()[-1] == wording.EXCHANGE_SAME


def test_what_looks_like_formulas_and_dates_stays_text(run: Run, tmp_path: Path) -> None:
    run("export", "k.xlsx")
    row = [cell for cell in openpyxl.load_workbook(tmp_path / "k.xlsx")["会费"][3] if cell.value]
    assert row[0].value == "007"
    assert {(cell.data_type, cell.number_format, bool(cell.quotePrefix)) for cell in row} == {("s", "@", True)}
    run("export", "k.csv")
    assert "'007," in (tmp_path / "k.csv").read_text("utf-8-sig")
    edit(tmp_path / "k.xlsx", ("会费", 1, "编号", "编号"))
    assert said(run("import", "k.xlsx")).splitlines()[-1] == wording.EXCHANGE_SAME
    assert said(run("import", "k.csv")).splitlines()[-1] == wording.EXCHANGE_SAME


# ---------------------------------------------------------------- importing


def texts(tmp_path: Path) -> str:
    """The topic file as it is now."""
    return (tmp_path / "knowledge" / "dues.yaml").read_text("utf-8")


def test_a_dry_run_shows_old_and_new_and_changes_nothing(run: Run, tmp_path: Path) -> None:
    run("export", "k.xlsx")
    edit(tmp_path / "k.xlsx", ("会费", 2, "答案", "按新规定交。"))
    done = run("import", "k.xlsx")
    assert (done.returncode, done.stderr) == (0, "")
    assert "修改 [dues-one] 会费每个月交多少（“会费”第 2 行）\n  答案\n    - 按规定交。\n" in done.stdout
    assert "\n    + 按新规定交。\n" in done.stdout
    assert done.stdout.endswith(wording.EXCHANGE_DRY + "\n")
    assert texts(tmp_path) == SMALL


def test_applied_edits_change_their_own_lines_only(run: Run, tmp_path: Path) -> None:
    run("export", "k.xlsx")
    edit(tmp_path / "k.xlsx", ("会费", 2, "问法", "会费标准\n会费要交多少钱"), ("会费", 3, "地区", "江苏"))
    assert said(run("import", "k.xlsx", "--apply")).splitlines()[-1] == wording.EXCHANGE_DONE.format(act=1)
    before, after = SMALL.splitlines(), texts(tmp_path).splitlines()
    moved = [line for line in after if line not in before]
    assert [line.strip() for line in moved] == [
        "- 会费要交多少钱",
        '- {id: "007", question: 离职以后会费能退吗, answer: 不退。, phrasings: [1-3, =cmd, _x000D_, "true"], region: 江苏}',
    ]
    assert said(run("import", "k.xlsx")).splitlines()[-1] == wording.EXCHANGE_SAME


def test_new_rows_get_ids_and_come_last(run: Run, tmp_path: Path) -> None:
    run("export", "k.xlsx")
    new = {"问题": "补缴会费怎么办", "答案": "一次补齐。\n\n有困难的可以分期。", "步骤": "登记\n补缴"}
    edit(tmp_path / "k.xlsx", *(("会费", 5, head, text) for head, text in new.items()))
    assert "新增 [dues-1] 补缴会费怎么办（“会费”第 5 行）" in said(run("import", "k.xlsx", "--apply"))
    assert texts(tmp_path).startswith(SMALL)
    assert texts(tmp_path).endswith("    steps:\n      - 登记\n      - 补缴\n")
    again = said(run("import", "k.xlsx"))
    assert wording.EXCHANGE_IMPORTED.format(id="dues-1") in again
    assert again.splitlines()[-1] == wording.EXCHANGE_SAME


def test_a_deleted_row_changes_nothing_and_a_retired_one_stays_with_its_day(run: Run, tmp_path: Path) -> None:
    run("export", "k.xlsx")
    book = openpyxl.load_workbook(tmp_path / "k.xlsx")
    book["会费"].delete_rows(2)
    book.save(tmp_path / "k.xlsx")
    assert said(run("import", "k.xlsx")).splitlines()[-1] == wording.EXCHANGE_SAME
    edit(tmp_path / "k.xlsx", ("会费", 2, "操作", "停用"))
    assert "停用 [007]" in said(run("import", "k.xlsx", "--apply"))
    assert "retired: 20" in texts(tmp_path)
    run("export", "again.xlsx")
    assert openpyxl.load_workbook(tmp_path / "again.xlsx")["会费"]["A3"].value == "007"
    edit(tmp_path / "again.xlsx", ("会费", 3, "停用日期", None))
    run("import", "again.xlsx", "--apply")
    assert "retired" not in texts(tmp_path)


def test_cases_are_added_changed_and_dropped(run: Run, tmp_path: Path) -> None:
    run("export", "k.xlsx")
    book = openpyxl.load_workbook(tmp_path / "k.xlsx")
    book.create_sheet("分情况")
    for row in (["编号", "情况", "答案"], ["dues-one", "不足25人", "少交。"], ["dues-one", "from-25", "多交。"]):
        book["分情况"].append(row)
    book.save(tmp_path / "k.xlsx")
    edit(tmp_path / "k.xlsx", ("会费", 2, "先问", "您单位有多少名会员？"))
    run("import", "k.xlsx", "--apply")
    written = "    ask: members\n    variants:\n      - when: under-25\n        answer: 少交。\n      - when: from-25\n"
    assert written in texts(tmp_path)
    run("export", "again.xlsx")
    edit(tmp_path / "again.xlsx", ("分情况", 2, "答案", "免交。"), ("分情况", 3, "操作", "停用"))
    run("import", "again.xlsx", "--apply")
    assert texts(tmp_path).count("when:") == 1
    assert "        answer: 免交。\n" in texts(tmp_path)


def test_what_somebody_else_changed_since_the_export_is_not_overwritten(run: Run, tmp_path: Path) -> None:
    run("export", "k.xlsx")
    other = SMALL.replace("不退。", "可以退。").replace("question: 离职以后会费能退吗", "question: 离职后会费能退吗")
    (tmp_path / "knowledge" / "dues.yaml").write_text(other, "utf-8")
    assert said(run("import", "k.xlsx")).splitlines()[-1] == wording.EXCHANGE_SAME
    edit(tmp_path / "k.xlsx", ("会费", 3, "答案", "一律不退。"))
    done = run("import", "k.xlsx", "--apply")
    assert done.returncode == 1
    assert wording.EXCHANGE_CONFLICT.format(now="可以退。") in done.stdout
    assert texts(tmp_path) == other


def test_with_an_error_nothing_is_applied_but_single_rows(run: Run, tmp_path: Path) -> None:
    run("export", "k.xlsx")
    edit(tmp_path / "k.xlsx", ("会费", 2, "状态", "核对过了"), ("会费", 3, "地区", "江苏"))
    done = run("import", "k.xlsx", "--apply")
    assert done.returncode == 1
    assert "错误 “会费”第 2 行“状态”列：无法识别状态“核对过了”" in done.stdout
    assert texts(tmp_path) == SMALL
    assert run("import", "k.xlsx", "--apply", "--rows", "9").returncode == 1
    assert run("import", "k.xlsx", "--apply", "--rows", "会费!3").returncode == 0
    assert "region: 江苏" in texts(tmp_path)


def test_rows_are_asked_for_one_by_one(run: Run, tmp_path: Path) -> None:
    run("export", "k.xlsx")
    edit(tmp_path / "k.xlsx", ("会费", 2, "地区", "上海"), ("会费", 3, "地区", "江苏"))
    done = run("import", "k.xlsx", "--apply", "--interactive", typed="嗯？\n否\n是\n")
    assert done.stdout.count(wording.EXCHANGE_ASK_ROW) == 3
    assert ("上海" in texts(tmp_path), "江苏" in texts(tmp_path)) == (False, True)
    unanswered = run("import", "k.xlsx", "--apply", "--interactive")
    assert unanswered.stdout.endswith(wording.EXCHANGE_NONE_CHOSEN + "\n")


def test_every_status_has_a_name_in_the_table_and_comes_back_by_it(run: Run, tmp_path: Path) -> None:
    run("export", "k.xlsx")
    edit(tmp_path / "k.xlsx", ("会费", 2, "状态", "国家规定已核对"))
    assert run("import", "k.xlsx", "--apply").returncode == 0
    assert texts(tmp_path) == SMALL.replace("status: verified", "status: national")
    run("export", "again.xlsx")
    again = openpyxl.load_workbook(tmp_path / "again.xlsx")["会费"]
    assert "国家规定已核对" in [cell.value for cell in again[2]]


def test_what_the_loader_refuses_is_told_at_its_cell(run: Run, tmp_path: Path) -> None:
    run("export", "k.xlsx")
    edit(tmp_path / "k.xlsx", ("会费", 3, "状态", "已核对"), ("会费", 3, "问法", "会费标准"))
    done = run("import", "k.xlsx", "--apply")
    assert done.returncode == 1
    assert "错误 “会费”第 3 行“状态”列：" in done.stdout
    assert "错误 “会费”第 3 行“问法”列：" in done.stdout
    assert "导入后知识库会有 2 处错误" in done.stdout
    assert texts(tmp_path) == SMALL


def test_a_row_may_bring_more_ways_of_asking(run: Run, tmp_path: Path) -> None:
    rows = "编号,问题,操作\ndues-one,每月会费要交几块,加问法\ndues-one,会费标准？,加问法\n"
    (tmp_path / "more.csv").write_text(rows, "utf-8")
    done = run("import", "more.csv", "--apply")
    assert done.stdout.startswith("加问法 [dues-one] 会费每个月交多少（第 2 行）\n  问法\n    + 每月会费要交几块\n已读取 2 行")
    assert texts(tmp_path) == SMALL.replace("几块钱\n", "几块钱\n      - 每月会费要交几块\n")


# ---------------------------------------------------------------- what tables suffer


TABLES = [
    # what is done to the table, what is told, whether it is an error
    ("编号,答案\ndues-one,交。\ndues-one,不交。\n", wording.EXCHANGE_TWICE.format(id="dues-one", place="第 2 行"), True),
    ("编号,问题,答按\ndues-one,会费每个月交多少,交。\n", wording.EXCHANGE_HEAD_NEAR.format(near="答案"), True),
    ("编号,问题,答案,备忘\ndues-one,会费每个月交多少,,想想\n", wording.EXCHANGE_HEAD_PASSED, False),
    ("编号,问题,编号\ndues-one,会费每个月交多少,x\n", wording.EXCHANGE_HEAD_TWICE, True),
    ("编号,问题,依据\ndues-one,会费每个月交多少,工会法规定\n", wording.EXCHANGE_SOURCE.format(text="工会法规定"), True),
    ("编号,问题,核对日期\ndues-one,会费每个月交多少,上周\n", wording.EXCHANGE_DAY.format(text="上周"), True),
    ("编号,问题,答案\n,离职以后会费能退吗,能。\n", "这个问题已存在：007（离职以后会费能退吗）", True),
    ("编号,问题,操作\ndues-two,没有这一条,停用\n", wording.EXCHANGE_ID_UNKNOWN.format(id="dues-two"), True),
    ("主题,问题,答案\n女工,产假几天,按规定。\n", "无法确定新条目属于哪个主题（女工）", True),
    ("主题,问题,答案\n会费,产假几天,\n", wording.EXCHANGE_MISSING.format(name="答案"), True),
    ("主题,编号,问题,答案\n会费,产假,产假几天,按规定。\n", wording.EXCHANGE_ID.format(id="产假"), True),
    ("编号,情况,答案\ndues-one,不足25人,少交。\n", wording.EXCHANGE_NO_ASK.format(id="dues-one"), True),
    ("编号,问题,操作\ndues-one,会费每个月交多少,删除\n", "无法识别操作“删除”", True),
    ("编号,答案\ndues-one,交，,不交\n", wording.EXCHANGE_OVERHANG, True),
    ('编号,答案\ndues-one,"交\n', "引号不成对", True),
    ("名称,内容\n会费,交\n", wording.EXCHANGE_NO_HEADS.format(place="t.csv"), True),
]


@pytest.mark.parametrize(("text", "told", "wrong"), TABLES)
def test_what_is_wrong_with_a_table_is_told(text: str, told: str, wrong: bool, run: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(text, "utf-8")
    done = run("import", "t.csv", "--apply")
    assert told in said(done)
    assert done.returncode == int(wrong)
    assert texts(tmp_path) == SMALL


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8", ","), ("utf-8-sig", ";"), ("gb18030", ","), ("utf-16", "\t")])
def test_a_csv_of_any_program_is_read(encoding: str, delimiter: str, run: Run, tmp_path: Path) -> None:
    rows = [["条目编号", "Question", "核对日期（必填）"], ["dues-one", "会费每月交多少", "2026年1月5日"]]
    (tmp_path / "t.csv").write_bytes("".join(delimiter.join(row) + "\r\n" for row in rows).encode(encoding))
    done = run("import", "t.csv", "--apply")
    assert done.returncode == 0, said(done)
    assert "    question: 会费每月交多少\n" in texts(tmp_path)
    assert "    reviewed: 2026-01-05\n" in texts(tmp_path)


def test_a_csv_that_is_half_one_encoding_and_half_another_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes("编号,问题\n".encode() + b"dues-one,\xff\xff\n")
    done = run("import", "t.csv")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == wording.EXCHANGE_ENCODING.format(file="t.csv", line=2) + "\n"


def test_what_programs_do_to_cells_is_taken_back_or_told(run: Run, tmp_path: Path) -> None:
    run("export", "k.xlsx")
    answer = "按规定交。 \r\n\r\n_x000D_\n=1+1\u00a0不是公式。\u200b  "
    day = datetime(2026, 11, 22)
    edit(tmp_path / "k.xlsx", ("会费", 2, "答案", answer.replace("_x000D_\n", "")), ("会费", 2, "核对日期", day))
    assert said(run("import", "k.xlsx")).splitlines()[-1] == wording.EXCHANGE_SAME
    edit(tmp_path / "k.xlsx", ("会费", 2, "答案", "=1+1"), ("会费", 3, "编号", day), ("会费", 2, "复核天数", 180))
    told = said(run("import", "k.xlsx"))
    assert f"错误 “会费”第 2 行“答案”列：{wording.EXCHANGE_FORMULA}" in told
    assert f"错误 “会费”第 3 行“编号”列：{wording.EXCHANGE_MADE_DATE.format(date='2026-11-22')}" in told
    assert "  复核天数\n    + 180\n" in told


def test_moved_columns_renamed_sheets_and_hidden_rows_are_read(run: Run, tmp_path: Path) -> None:
    run("export", "k.xlsx")
    book = openpyxl.load_workbook(tmp_path / "k.xlsx")
    sheet = book["会费"]
    sheet.title = "我的表"
    sheet.move_range("B1:B4", cols=20)
    sheet.insert_rows(1)
    sheet["A1"] = "会费知识，十一月改"
    sheet.row_dimensions[3].hidden = True
    sheet["V3"], sheet["V5"], sheet["D5"] = "会费每月交多少", "新来的要交会费吗", "要。"
    del book["说明"]
    book.save(tmp_path / "k.xlsx")
    told = said(run("import", "k.xlsx", "--apply"))
    assert "修改 [dues-one] 会费每个月交多少（“我的表”第 3 行）" in told
    assert "新增 [dues-1] 新来的要交会费吗（“我的表”第 5 行）" in told
    assert "question: 会费每月交多少\n" in texts(tmp_path)


def test_merged_cells_are_refused(run: Run, tmp_path: Path) -> None:
    run("export", "k.xlsx")
    book = openpyxl.load_workbook(tmp_path / "k.xlsx")
    book["会费"].merge_cells("B2:B3")
    book.save(tmp_path / "k.xlsx")
    assert wording.EXCHANGE_MERGED.format(area="B2:B3") in said(run("import", "k.xlsx"))


@pytest.mark.parametrize("data", [b"PK\x03\x04 no workbook", b"\xd0\xcf\x11\xe0 an old one", b"plain text"])
def test_what_is_no_workbook_is_said_in_one_sentence(data: bytes, run: Run, tmp_path: Path) -> None:
    (tmp_path / "k.xlsx").write_bytes(data)
    done = run("import", "k.xlsx")
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert "另存为" in done.stderr


def test_one_topic_may_go_out_alone(whole: Run, tmp_path: Path) -> None:
    assert whole("export", "k.xlsx", "--topic", "组建工会", "--topic", "women").returncode == 0
    assert openpyxl.load_workbook(tmp_path / "k.xlsx").sheetnames[:3] == ["说明", "组建工会", "女职工权益"]
    assert said(whole("import", "k.xlsx")).splitlines()[-1] == wording.EXCHANGE_SAME
    unknown = whole("export", "other.xlsx", "--topic", "天气")
    assert (unknown.returncode, "没有主题“天气”" in unknown.stderr) == (1, True)


def test_a_file_that_is_there_is_never_overwritten(run: Run, tmp_path: Path) -> None:
    (tmp_path / "k.xlsx").write_bytes(b"an afternoon's work")
    assert run("export", "k.xlsx").stderr == wording.EXCHANGE_EXISTS.format(file="k.xlsx") + "\n"
    assert (tmp_path / "k.xlsx").read_bytes() == b"an afternoon's work"


# ---------------------------------------------------------------- as people write it

LAWS = """laws:
  - title: 中华人民共和国工会法
    short: 工会法
    version: 2021修正
  - title: 甲法
    version: 2021修正
"""


@pytest.mark.parametrize(
    "cited", ["《工会法》第七条", "工会法第７条", "《中华人民共和国工会法》 第 7 条", "工会法（2021修正）第七条。"]
)
def test_an_article_is_read_as_people_cite_it(cited: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "knowledge" / "laws.yaml").write_text(LAWS, "utf-8")
    (tmp_path / "k.csv").write_text(f"编号,依据\n007,{cited}\n", "utf-8-sig")
    done = run("import", "k.csv")
    assert "+ 中华人民共和国工会法｜2021修正｜第七条" in done.stdout
    assert wording.EXCHANGE_CITED.format(sources="中华人民共和国工会法｜2021修正｜第七条") in done.stdout


def test_a_law_is_named_once_for_several_articles(run: Run, tmp_path: Path) -> None:
    (tmp_path / "knowledge" / "laws.yaml").write_text(LAWS, "utf-8")
    (tmp_path / "k.csv").write_text('编号,依据\n007,"工会法第七条、第11条\n第十二条"\n', "utf-8-sig")
    done = run("import", "k.csv")
    for number in ("第七条", "第十一条", "第十二条"):
        assert f"+ 中华人民共和国工会法｜2021修正｜{number}" in done.stdout


def test_what_pasting_brought_along_is_taken_off_and_said(run: Run, tmp_path: Path) -> None:
    cells = (
        "会费",
        "",
        "1、会费能不能缓交",
        "可以。\n　　先写申请。",
        "1. 缓交会费\n2. 会费晚点交",
        "（1）写申请\n（2）交给主席",
    )
    row = ",".join(f'"{cell}"' for cell in cells)
    (tmp_path / "k.csv").write_text(f"主题,编号,问题,答案,问法,步骤\n{row}\n", "utf-8-sig")
    done = run("import", "k.csv")
    assert done.stdout.count(wording.EXCHANGE_TIDIED) == 4
    for line in ("+ 会费能不能缓交", "+ 先写申请。", "+ 缓交会费", "+ 会费晚点交", "+ 写申请", "+ 交给主席"):
        assert line in done.stdout


def test_a_number_that_belongs_to_the_text_stays(run: Run, tmp_path: Path) -> None:
    (tmp_path / "k.csv").write_text("主题,编号,问题,答案\n会费,,1.5倍加班费怎么算,按规定。\n", "utf-8-sig")
    done = run("import", "k.csv")
    assert "+ 1.5倍加班费怎么算" in done.stdout
    assert wording.EXCHANGE_TIDIED not in done.stdout


def test_what_is_wrong_is_told_by_the_headings_of_that_very_sheet(run: Run, tmp_path: Path) -> None:
    assert run("export", "--topic", "会费", "k.xlsx").returncode == 0
    book = openpyxl.load_workbook(tmp_path / "k.xlsx")
    sheet = book.worksheets[1]
    column = [cell.value for cell in sheet[1]].index("依据") + 1
    sheet.cell(1, column).value = "法律依据"
    sheet.cell(2, column).value = "工会法 第九百条"
    book.save(tmp_path / "k.xlsx")
    said = run("import", "k.xlsx").stdout
    assert "“法律依据”列" in said
    assert "“依据”列" not in said
