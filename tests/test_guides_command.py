"""The commands that give documents out: guides list, get, announce; fill; and what the terminal saves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from bot import wording
from bot.model import DownloadRecord
from bot.store.sqlite_store import SqliteStore
from tests.house import ROOT, jianhui
from tests.papers import guides_in, knowledge_in

BALLOT = """\
工会名称: 苏州某某机械有限公司工会委员会
大会名称: 工会第二届第一次会员大会
选举职务: 工会委员会委员
应选名额: 2
候选人:
  - {姓名: 王小明, 职务: 委员, 身份: 无}
  - 李四 委员 无
  - 赵六 委员 无
选举日期: 2026-12-12
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    guides_in(tmp_path)
    knowledge_in(tmp_path)
    return tmp_path


@pytest.fixture
def here() -> tuple[str, ...]:
    return ("--data", "data", "--knowledge", "knowledge", "--guides", "guides")


@pytest.fixture
def store(home: Path) -> Iterator[SqliteStore]:
    opened = SqliteStore(home / "data" / "jianhui.db")
    yield opened
    opened.close()


def taken(person: int, version: str, conversation: str = "", channel: str = "telegram") -> DownloadRecord:
    asker = f"{channel}:{person}"
    return DownloadRecord("home-ledger", version, "xlsx", channel, conversation or asker, asker)


# ---------------------------------------------------------------- list and get


def test_the_list_names_every_document_with_its_count(home: Path, here: tuple[str, ...], store: SqliteStore) -> None:
    store.take(taken(1, "2.0"))
    done = jianhui(*here, "guides", "list", home=home)
    lines = done.stdout.splitlines()
    assert "home-ledger\t基层工会建家工作台账\txlsx\t版本 2.0\t领取 1 次" in lines
    assert lines[-1] == wording.GUIDES_SUMMARY.format(count=7)


def test_the_list_as_json_says_everything_about_each(home: Path, here: tuple[str, ...]) -> None:
    done = jianhui(*here, "guides", "list", "--json", home=home)
    first = json.loads(done.stdout.splitlines()[0])
    assert first["id"] == "setup-guide"
    assert first["files"] == ["基层单位建会操作指南.docx", "基层单位建会操作指南.pdf"]
    assert (first["version"], first["date"], first["taken"], first["fillable"]) == ("1.0", "2026-11-26", 0, False)


def test_a_document_is_saved_under_its_name_or_as_told(home: Path, here: tuple[str, ...]) -> None:
    done = jianhui(*here, "guides", "get", "setup-guide", "--format", "pdf", home=home)
    assert (home / "下载" / "基层单位建会操作指南.pdf").read_bytes().startswith(b"PK")
    assert "下载/基层单位建会操作指南.pdf" in done.stdout
    jianhui(*here, "guides", "get", "ballot", "-o", "out/票.docx", home=home)
    assert (home / "out" / "票.docx").exists()


def test_what_has_the_name_already_is_never_overwritten(home: Path, here: tuple[str, ...]) -> None:
    (home / "下载").mkdir()
    (home / "下载" / "选票.docx").write_bytes(b"mine")
    for _ in range(2):
        jianhui(*here, "guides", "get", "ballot", home=home)
    assert (home / "下载" / "选票.docx").read_bytes() == b"mine"
    assert sorted(path.name for path in (home / "下载").iterdir()) == ["选票.docx", "选票（2）.docx"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("get", "setup-gide"), "setup-guide"),  # a slip: the nearest is named
        (("get", "ballot", "--format", "xlsx"), "docx、pdf"),  # a format there isn't
        (("announce", "ballot"), "changes"),  # nothing to say
    ],
)
def test_what_cannot_be_done_says_what_can(home: Path, here: tuple[str, ...], arguments: tuple[str, ...], words: str) -> None:
    done = jianhui(*here, "guides", *arguments, home=home)
    assert done.returncode == 1
    assert words in done.stderr


# ---------------------------------------------------------------- announce


def test_those_who_took_an_older_version_are_told_once(home: Path, here: tuple[str, ...], store: SqliteStore) -> None:
    for person, version in ((1, "1.0"), (2, "2.0"), (3, "1.0"), (3, "2.0")):
        store.take(taken(person, version))
    store.take(taken(4, "1.0", channel="terminal"))
    assert "会话有 1 个" in jianhui(*here, "guides", "announce", "home-ledger", "--dry-run", home=home).stdout
    assert store.waiting("telegram") == ()
    done = jianhui(*here, "guides", "announce", "home-ledger", home=home)
    (message,) = store.waiting("telegram")
    assert message.conversation == "telegram:1"
    assert "加了会费一页。" in "".join(block.text for block in message.blocks)
    assert message.buttons[0][0].action == "g:home-ledger"
    assert wording.ANNOUNCE_UNREACHABLE.format(count=1) in done.stdout
    again = jianhui(*here, "guides", "announce", "home-ledger", home=home)
    assert "待通知 0 个会话，此前已通知 1 个" in again.stdout
    assert len(store.waiting("telegram")) == 1


def test_a_group_is_told_once_however_many_took_it_there(home: Path, here: tuple[str, ...], store: SqliteStore) -> None:
    for person in (1, 2):
        store.take(taken(person, "1.0", f"telegram:-100:0:{person}"))
    jianhui(*here, "guides", "announce", "home-ledger", home=home)
    assert [message.conversation for message in store.waiting("telegram")] == ["telegram:-100:0"]


# ---------------------------------------------------------------- fill


def fill(home: Path, values: str, *more: str) -> tuple[int, str, str]:
    (home / "data.yaml").write_text(values, "utf-8")
    real = ("--knowledge", str(ROOT / "knowledge"), "--guides", str(ROOT / "guides"))
    done = jianhui(*real, "fill", "ballot", "--data", "data.yaml", *more, home=home)
    return done.returncode, done.stdout, done.stderr


def test_a_form_is_filled_in_from_a_data_file(tmp_path: Path) -> None:
    code, out, _ = fill(tmp_path, BALLOT, "-o", "选票.docx")
    assert (code, "选票.docx" in out) == (0, True)
    word = Document(BytesIO((tmp_path / "选票.docx").read_bytes()))
    cells = [cell.text.strip() for table in word.tables for row in table.rows for cell in row.cells]
    assert {"王小明", "李四", "赵六"} <= set(cells)
    assert "2026年12月12日" in "".join([*cells, *(paragraph.text for paragraph in word.paragraphs)])


def test_a_warning_is_printed_and_the_file_made(tmp_path: Path) -> None:
    code, _, err = fill(tmp_path, BALLOT.replace("赵六 委员 无", "赵六 委员 人事部门负责人"), "-o", "选票.docx")
    assert (code, (tmp_path / "选票.docx").exists()) == (0, True)
    assert "人力资源部门负责人" in err


@pytest.mark.parametrize(
    ("before", "after", "line", "words"),
    [
        ("应选名额: 2", "应选名额: 两三个", 4, "准确的数"),  # no number
        ("应选名额: 2", "应选名额: 9", 5, "候选人不能比应选的名额还少"),  # counts that don't agree
        ("李四 委员 无", "李四 委员 法定代表人", 5, "第十一条"),  # excluded in Jiangsu
        ("选举日期: 2026-12-12", "选举日期: 2026-02-30", 9, "日期"),  # no day
        ("工会名称:", "工会名:", 1, "工会名称"),  # a slip in a name
        ("李四 委员 无", "李四", 5, "内容不全"),  # a row cut short
        ("身份: 无}", "身分: 无}", 5, "姓名、职务、身份"),  # a column that isn't there
        ("大会名称: 工会第二届第一次会员大会", "大会名称: '32050219900101123X'", 2, "身份证号"),  # personal
        ("大会名称: 工会第二届第一次会员大会\n", "", 0, "大会名称"),  # missing
    ],
)
def test_what_is_wrong_is_told_by_line_and_key(tmp_path: Path, before: str, after: str, line: int, words: str) -> None:
    assert before in BALLOT
    code, _, err = fill(tmp_path, BALLOT.replace(before, after), "-o", "选票.docx")
    assert (code, (tmp_path / "选票.docx").exists()) == (1, False)
    assert words in err
    assert f"data.yaml:{line}" in err or line == 0


def test_without_a_data_file_an_empty_one_is_printed_that_names_every_blank(tmp_path: Path) -> None:
    real = ("--knowledge", str(ROOT / "knowledge"), "--guides", str(ROOT / "guides"))
    empty = jianhui(*real, "fill", "ballot", home=tmp_path).stdout
    code, _, err = fill(tmp_path, empty)
    assert code == 1
    for name in ("工会名称", "大会名称", "选举职务", "应选名额", "候选人"):
        assert f"{name}" in err
    assert "选举日期" not in err  # may stay blank


def test_without_an_id_the_forms_are_listed(tmp_path: Path) -> None:
    real = ("--knowledge", str(ROOT / "knowledge"), "--guides", str(ROOT / "guides"))
    lines = jianhui(*real, "fill", home=tmp_path).stdout.splitlines()
    assert "ballot\t选票\t6 项" in lines
    assert len(lines) >= 12


# ---------------------------------------------------------------- the terminal


def test_the_terminal_saves_what_is_asked_for_and_prints_where(home: Path, here: tuple[str, ...]) -> None:
    done = jianhui(*here, "chat", home=home, typed="给我建会指南\n1\n", JIANHUI_ENCODER="off")
    assert (home / "下载" / "基层单位建会操作指南.docx").exists()
    assert (home / "下载" / "基层单位建会操作指南.pdf").exists()
    assert wording.DOWNLOAD_SAVED.format(path="下载/基层单位建会操作指南.docx") in done.stdout


def test_the_folder_for_downloads_can_be_set(home: Path, here: tuple[str, ...]) -> None:
    jianhui(*here, "chat", home=home, typed="给我建会指南\n", JIANHUI_DOWNLOADS="文件", JIANHUI_ENCODER="off")
    assert (home / "文件" / "基层单位建会操作指南.docx").exists()


def test_ask_says_where_the_document_lies_and_saves_nothing(home: Path, here: tuple[str, ...]) -> None:
    done = jianhui(*here, "ask", "给我建会指南", home=home, JIANHUI_ENCODER="off")
    place = Path(done.stdout.splitlines()[-1].removeprefix(wording.ASK_FILE.format(path="")))
    assert (home / place).read_bytes().startswith(b"PK")
    assert not (home / "下载").exists()


def test_ask_as_json_lists_the_documents_and_saves_nothing(home: Path, here: tuple[str, ...]) -> None:
    done = jianhui(*here, "ask", "给我建会指南", "--json", home=home, JIANHUI_ENCODER="off")
    reply = json.loads(done.stdout)
    assert (reply["decision"], done.returncode) == ("guide", 0)
    assert reply["documents"][0] == {
        "id": "setup-guide", "title": "基层单位建会操作指南", "format": "docx", "file": "基层单位建会操作指南.docx",
    }  # fmt: skip
    assert not (home / "下载").exists()


def test_a_form_is_filled_in_at_the_terminal(tmp_path: Path) -> None:
    guides = ("--knowledge", str(ROOT / "knowledge"), "--guides", str(ROOT / "guides"), "--data", "data")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "cache").symlink_to(ROOT / "data" / "cache")
    typed = "填退会申请书\n取消\n"
    done = jianhui(*guides, "chat", home=tmp_path, typed=typed)
    assert wording.FILL_STOPPED.format(title="退会申请书") in done.stdout
