"""Questions with answers out of Word files and chats, by the command: gleaned for review, never straight in."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
import pytest

from bot import wording
from tests.house import Run, inside

KNOWLEDGE = """topic: 会费
entries:
  - id: dues
    question: 会费每个月交多少
    phrasings: [会费标准, 会费几块钱, 会费怎么收]
    answer: 按规定交。
"""
CHAT = """消息记录（此消息记录为文本格式，不支持重新导入）

================================================================
消息分组:我的QQ群
================================================================
消息对象:基层工会交流群
================================================================

2011-05-03 14:22:10 吴中小王(12345678)
各位老师好，我们是苏州华美电子有限公司的，请问只有十几个人能建工会吗？[微笑]

2011-05-03 14:22:50 昆山李(87654321)
会费怎么收

2011-05-03 14:24:10 【管理员】组织部陈(10001234)
@吴中小王 可以的，不足25人也能成立，有事打13812345678

2011-05-03 14:25:01 【管理员】组织部陈(10001234)
会费每个月交一次，

2011-05-03 14:25:31 【管理员】组织部陈(10001234)
具体看是什么情况

2011-05-03 14:26:00 昆山李(87654321)
谢谢陈老师

2011-05-03 14:30:00 系统消息(10000)
新人 加入本群。

2011-05-03 15:00:00 周<zhou@qq.com>
换届要提前多久准备
我们9:30开会，联系人：周小明

2011-05-03 15:03:00 组织部陈(10001234)
任期届满前报上一级工会

2011-05-03 15:20:00 吴中小王(12345678)
昨天的球赛看了吗
2011-05-03 15:20:30 周<zhou@qq.com>
看了，很好看很精彩
"""
FOUND = [
    ("只有十几个人能建工会吗？", "可以的，不足25人也能成立，有事打〔电话〕", "第 9 行"),
    ("会费怎么收", "会费每个月交一次，\n具体看是什么情况", "第 12 行"),
    ("换届要提前多久准备 我们9:30开会，联系人：〔姓名〕", "任期届满前报上一级工会", "第 30 行"),
]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command in a folder with a small knowledge of its own."""
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "dues.yaml").write_text(KNOWLEDGE, "utf-8")
    options = ("--data", "data", "--knowledge", "knowledge", "--guides", "guides")
    command = inside(tmp_path, monkeypatch, capsys)
    return lambda *line: command(*options, *line)


def gleaned(file: Path) -> list[dict[str, object]]:
    """The rows of a file of candidates, by heading."""
    heads, *rows = openpyxl.load_workbook(file)["候选"].iter_rows(values_only=True)
    return [dict(zip(map(str, heads), row, strict=True)) for row in rows]


def pairs(file: Path) -> list[tuple[object, ...]]:
    """Question, answer and place of every candidate."""
    return [(row["问题"], row["答案"], row["出处"]) for row in gleaned(file)]


# ---------------------------------------------------------------- chats


def test_what_the_experts_answered_is_found_without_names_and_numbers(run: Run, tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(CHAT, "utf-8")
    done = run("import", "chat.txt")
    assert (done.returncode, done.stderr) == (0, "")
    assert wording.EXCHANGE_EXPERTS.format(names="组织部陈") in done.stdout
    assert pairs(tmp_path / "chat-候选.xlsx") == FOUND
    assert (tmp_path / "knowledge" / "dues.yaml").read_text("utf-8") == KNOWLEDGE


def test_a_candidate_names_the_entry_that_it_may_be(run: Run, tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(CHAT, "utf-8")
    run("import", "chat.txt", "--to", "c.xlsx")
    dues = gleaned(tmp_path / "c.xlsx")[1]
    assert (dues["主题"], dues["编号"], dues["状态"], dues["操作"]) == ("会费", "dues", "候选", "加问法")
    assert dues["可能已有"] == "dues 会费每个月交多少（把握 100%）"


def test_candidates_go_in_only_once_an_admin_has_said_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(CHAT, "utf-8")
    run("import", "chat.txt", "--to", "c.xlsx")
    done = run("import", "c.xlsx", "--apply")
    assert done.stdout.count(wording.EXCHANGE_STILL_CANDIDATE) == len(FOUND)
    book = openpyxl.load_workbook(tmp_path / "c.xlsx")
    heads = [cell.value for cell in book["候选"][1]]
    for head, value in (("状态", "经验做法"), ("主题", "会费")):
        book["候选"].cell(4, heads.index(head) + 1).value = value
    book.save(tmp_path / "c.xlsx")
    assert run("import", "c.xlsx", "--apply").returncode == 0
    after = (tmp_path / "knowledge" / "dues.yaml").read_text("utf-8")
    assert after.startswith(KNOWLEDGE)
    assert "  - id: dues-1\n    question: 换届要提前多久准备 我们9:30开会" in after
    assert "status: practice" in after


@pytest.mark.parametrize(
    "chat",
    [
        CHAT.encode("gb18030"),
        CHAT.replace("2011-05-03 ", "2011/5/3 ").replace("\n", "\r\n").encode("utf-8-sig"),
        CHAT.replace(" 14:22:10 ", " 下午 2:22:10 ").encode("utf-16"),
    ],
)
def test_logs_of_any_encoding_and_program_are_read(chat: bytes, run: Run, tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_bytes(chat)
    assert run("import", "chat.txt").returncode == 0
    assert pairs(tmp_path / "chat-候选.xlsx") == FOUND


def test_headers_may_stand_the_other_way_round(run: Run, tmp_path: Path) -> None:
    lines = ["小王(12345678) 2011-05-03 14:22:10", "会费可以不交吗", "老陈(10001234) 14:23:00", "会员都要按章程交会费"]
    (tmp_path / "chat.txt").write_text("\n".join(lines), "utf-8")
    assert run("import", "chat.txt", "--expert", "10001234").returncode == 0
    assert pairs(tmp_path / "chat-候选.xlsx") == [("会费可以不交吗", "会员都要按章程交会费", "第 1 行")]


def test_only_those_named_are_experts(run: Run, tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(CHAT, "utf-8")
    assert run("import", "chat.txt", "--expert", "周", "--expert", "10001234").returncode == 0
    assert ("昨天的球赛看了吗", "看了，很好看很精彩") in [found[:2] for found in pairs(tmp_path / "chat-候选.xlsx")]
    missing = run("import", "chat.txt", "--expert", "王五", "--to", "other.xlsx")
    assert (missing.returncode, missing.stdout) == (1, "")
    assert "没有“王五”的发言" in missing.stderr
    assert "组织部陈" in missing.stderr


def test_a_quoted_question_is_the_one_that_is_answered(run: Run, tmp_path: Path) -> None:
    quoted = "「吴中小王：只有十几个人能建工会吗？」\n- - - - - - -\n也可以同附近的单位联合建会\n"
    told = f"2011-05-03 16:00:00 组织部陈(10001234)\n{quoted}"
    (tmp_path / "chat.txt").write_text(CHAT + told, "utf-8")
    run("import", "chat.txt")
    assert pairs(tmp_path / "chat-候选.xlsx")[0][1] == FOUND[0][1] + "\n也可以同附近的单位联合建会"


@pytest.mark.parametrize("text", ["", "今天下午三点开会\n请带好材料\n", "2011-05-03 9:30 开会\n"])
def test_what_is_no_log_is_said(text: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(text, "utf-8")
    done = run("import", "chat.txt")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == wording.EXCHANGE_NO_CHAT.format(file="chat.txt") + "\n"


# ---------------------------------------------------------------- Word


def word(file: Path, *lines: str, bold: tuple[str, ...] = (), rows: tuple[tuple[str, ...], ...] = ()) -> None:
    """A Word file of these paragraphs, some of them bold, and a table."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph().add_run(line).bold = line in bold
    if rows:
        table = document.add_table(0, len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    document.save(str(file))


def test_marked_paragraphs_are_questions_and_answers(run: Run, tmp_path: Path) -> None:
    first = ("1、问：会费可以不交吗？", "答：会员都要交。", "困难的可以减免。")
    word(tmp_path / "w.docx", "会费问答", *first, "【问题2】怎么交？", "【答】找李主席，电话0512-65221234。")
    assert run("import", "w.docx").returncode == 0
    assert pairs(tmp_path / "w-候选.xlsx") == [
        ("会费可以不交吗？", "会员都要交。\n困难的可以减免。", "第 2 段"),
        ("怎么交？", "找〔姓名〕主席，电话〔电话〕。", "第 5 段"),
    ]


def test_bold_questions_are_answered_by_what_stands_below(run: Run, tmp_path: Path) -> None:
    bold = ("第一章 会费", "一、会费可以不交吗", "2. 怎么交会费？")
    lines = (bold[0], "本章说会费。", bold[1], "会员都要交。", bold[2], "按月交。", "也可以按季交。")
    word(tmp_path / "w.docx", *lines, bold=bold)
    run("import", "w.docx")
    found = [pair[:2] for pair in pairs(tmp_path / "w-候选.xlsx")]
    assert found == [("会费可以不交吗", "会员都要交。"), ("怎么交会费？", "按月交。\n也可以按季交。")]


@pytest.mark.parametrize("heads", [("序号", "问题", "答案"), ("序号", "问", "答复")])
def test_tables_are_read_by_their_headings(heads: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    word(tmp_path / "w.docx", "常见问题", rows=(heads, ("1", "会费可以不交吗", "都要交。"), ("2", "", "没有问题")))
    run("import", "w.docx")
    assert pairs(tmp_path / "w-候选.xlsx") == [("会费可以不交吗", "都要交。", "第 1 个表格第 2 行")]


def test_a_word_file_without_questions_and_one_that_is_none_are_said(run: Run, tmp_path: Path) -> None:
    word(tmp_path / "w.docx", "关于召开会议的通知", "请各单位准时参加。")
    assert run("import", "w.docx").stderr == wording.EXCHANGE_NO_PAIRS.format(file="w.docx") + "\n"
    (tmp_path / "w.docx").write_bytes(b"PK no word")
    assert run("import", "w.docx").stderr == wording.EXCHANGE_NO_WORD.format(file="w.docx") + "\n"


# ---------------------------------------------------------------- what was passed over


def passed(file: Path) -> list[tuple[object, ...]]:
    """Place, reason and text of what went into no candidate."""
    _, *rows = openpyxl.load_workbook(file)[wording.EXCHANGE_PASSED_SHEET].iter_rows(values_only=True)
    return [tuple(row) for row in rows]


def test_question_and_answer_in_one_paragraph_are_two(run: Run, tmp_path: Path) -> None:
    word(
        tmp_path / "w.docx",
        "问：会费可以不交吗？答：会员都要交。",
        "1.甲公司怎么交？\n答：按月交。\n2.乙公司怎么交？\n答：按季交。",
        "答：也可以按年交。",
        "3.丙单位能免交吗？",
        "不能。",
    )
    assert run("import", "w.docx").returncode == 0
    assert [pair[:2] for pair in pairs(tmp_path / "w-候选.xlsx")] == [
        ("会费可以不交吗？", "会员都要交。"),
        ("甲公司怎么交？", "按月交。"),
        ("乙公司怎么交？", "按季交。\n答：也可以按年交。"),
        ("丙单位能免交吗？", "不能。"),
    ]


def test_every_line_in_no_pair_is_reported_with_its_place(run: Run, tmp_path: Path) -> None:
    word(tmp_path / "w.docx", "会费问答", "问：会费怎么交？", "问：会费交多少？", "答：按规定交。")
    done = run("import", "w.docx")
    assert passed(tmp_path / "w-候选.xlsx") == [
        ("第 1 段", wording.EXCHANGE_PASSED_LOOSE, "会费问答"),
        ("第 2 段", wording.EXCHANGE_PASSED_UNANSWERED, "会费怎么交？"),
    ]
    assert "第 2 段（没有找到答案）：会费怎么交？" in done.stdout


def test_merged_cells_swallow_nothing(run: Run, tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(5, 2)
    texts = [("问题", "答案"), ("会费篇", ""), ("会费怎么交？", "按月交。"), ("", "也可以按季交。"), ("交给谁？", "")]
    for row, line in zip(table.rows, texts, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(1, 1))
    table.cell(2, 0).merge(table.cell(3, 0))
    document.save(str(tmp_path / "w.docx"))
    run("import", "w.docx")
    assert [pair[:2] for pair in pairs(tmp_path / "w-候选.xlsx")] == [("会费怎么交？", "按月交。\n也可以按季交。")]
    assert [one[1:] for one in passed(tmp_path / "w-候选.xlsx")] == [
        (wording.EXCHANGE_PASSED_MERGED, "会费篇"),
        (wording.EXCHANGE_PASSED_HALF, "交给谁？"),
    ]


def test_a_table_of_another_shape_is_reported(run: Run, tmp_path: Path) -> None:
    rows = (("姓名", "部门", "电话"), ("甲", "财务", "无"))
    word(tmp_path / "w.docx", "问：会费怎么交？", "答：按月交。", rows=rows)
    run("import", "w.docx")
    assert [one[:2] for one in passed(tmp_path / "w-候选.xlsx")] == [
        ("第 1 个表格第 1 行", wording.EXCHANGE_PASSED_TABLE),
        ("第 1 个表格第 2 行", wording.EXCHANGE_PASSED_TABLE),
    ]


def test_what_a_log_holds_beside_the_candidates_is_reported(run: Run, tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(CHAT, "utf-8")
    run("import", "chat.txt")
    found = {(place, why) for place, why, _ in passed(tmp_path / "chat-候选.xlsx")}
    assert ("第 24 行", wording.EXCHANGE_PASSED_LOOSE) in found  # 谢谢陈老师
    assert ("第 37 行", wording.EXCHANGE_PASSED_UNANSWERED) in found  # 昨天的球赛看了吗
