"""Edits of a knowledge folder by admins: worked out, made as a whole, seen by the others, taken back."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.content import loader
from bot.errors import EditConflictError, EditError
from bot.hot_reload.atomic_write import FileWrite
from bot.hot_reload.file_editor import FileEditor
from bot.model import Entry, Impact, Knowledge, Proposal
from bot.ports import Editor
from bot.store.sqlite_store import SqliteStore

TODAY = date(2026, 11, 26)
ANNA, BEN = "telegram:1", "telegram:2"
TOPIC = """# 这里写的是{title}
topic: {title}
entries:
  - id: {id}-one
    question: {title}要几个人？
    phrasings: # 大家怎么问
      - {title}最少几个人
      - {title}人数要求
      - {title}几个人起步
    answer: |
      {title}要二十五个人。

      少于二十五个人也可以。
    reviewed: 2026-11-22

  - id: {id}-two
    question: {title}找谁批准？
    answer: {title}由上一级工会批准。 # 简短
    reviewed: 2026-11-22
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A knowledge folder of two topics."""
    place = tmp_path / "knowledge"
    place.mkdir()
    for name, title in (("setup", "建会"), ("dues", "会费")):
        (place / f"{name}.yaml").write_text(TOPIC.format(id=name, title=title), "utf-8")
    return place


@pytest.fixture
def editor(folder: Path, store: SqliteStore) -> Editor:
    """The editor of that folder."""
    return FileEditor((folder, folder.parent / "guides"), store, lambda: TODAY, lambda _: Impact((), 0, 0))


def present(folder: Path) -> Knowledge:
    return loader.require(folder, folder.parent / "guides", TODAY)


def answer(folder: Path, entry: str) -> str:
    found = present(folder).get(entry)
    assert found is not None
    return found.answer


def lines(folder: Path, file: str) -> set[str]:
    return set((folder / file).read_text("utf-8").splitlines())


def test_an_edit_is_on_the_disk_only_once_it_is_made(editor: Editor, folder: Path) -> None:
    before = lines(folder, "setup.yaml")
    proposal = editor.change("setup-two", "answer", "建会由县总工会批准。")
    assert lines(folder, "setup.yaml") == before
    act = editor.apply(proposal, ANNA)
    assert lines(folder, "setup.yaml") ^ before == {
        "    answer: 建会由县总工会批准。 # 简短", "    answer: 建会由上一级工会批准。 # 简短",
    }  # fmt: skip
    assert (act.who, act.entries, act.about) == (ANNA, ("setup-two",), "改 setup-two 的答案")


def test_several_keys_are_one_edit(editor: Editor, folder: Path) -> None:
    editor.apply(editor.revise("setup-two", {"question": "建会谁来批？", "status": "practice", "steps": ["一", "二"]}), ANNA)
    found = present(folder).get("setup-two")
    assert found is not None
    assert (found.question, found.status, found.steps) == ("建会谁来批？", "practice", ("一", "二"))
    assert len(editor.history()) == 1


def test_a_new_entry_stands_at_the_end_of_its_topic(editor: Editor, folder: Path) -> None:
    proposal = editor.add("dues", Entry("dues-late", "", "会费晚交怎么办？", "请尽快补交。\n\n最多补一年。", ("会费忘了交",)))
    assert sorted((problem.severity, problem.key) for problem in proposal.problems) == [
        ("warning", "phrasings"), ("warning", "reviewed"),
    ]  # fmt: skip
    editor.apply(proposal, ANNA)
    assert [one.id for one in present(folder).entries if one.file == "dues.yaml"] == ["dues-one", "dues-two", "dues-late"]


def test_a_retired_entry_is_gone_and_undoing_brings_it_back(editor: Editor, folder: Path) -> None:
    before = (folder / "setup.yaml").read_bytes()
    editor.apply(editor.retire("setup-one"), ANNA)
    assert present(folder).get("setup-one") is None
    assert "    retired: 2026-11-26" in lines(folder, "setup.yaml")
    editor.apply(editor.undo(), BEN)
    assert (folder / "setup.yaml").read_bytes() == before


def test_what_makes_an_error_is_told_before_and_refused(editor: Editor, folder: Path) -> None:
    before = (folder / "setup.yaml").read_bytes()
    proposal = editor.change("setup-two", "phrasings", ["会费要几个人？"])
    assert ("error", "phrasings") in {(problem.severity, problem.key) for problem in proposal.problems}
    with pytest.raises(EditError, match="已属于条目"):
        editor.apply(proposal, ANNA)
    assert (folder / "setup.yaml").read_bytes() == before
    assert editor.history() == ()


def test_problems_that_were_there_before_are_none_of_the_edit(editor: Editor, folder: Path) -> None:
    (folder / "notes.txt").write_text("x", "utf-8")
    assert editor.change("setup-two", "answer", "由县总工会批准。").problems == ()


@pytest.mark.parametrize(
    "work_out",
    [
        lambda editor: editor.change("setup-nine", "answer", "x"),  # no such entry
        lambda editor: editor.change("setup-two", "answer", "建会由上一级工会批准。"),  # nothing changes
        lambda editor: editor.add("nowhere", Entry("x-x", "", "问？", "答")),  # no such topic
        lambda editor: editor.replace("x", {"../setup.yaml": "x"}),  # out of the folder
        lambda editor: editor.replace("x", {"setup.txt": "x"}),  # no topic
        lambda editor: editor.undo(),  # nothing was done
        lambda editor: editor.undo(7),
        lambda editor: editor.apply(Proposal("x", ()), ANNA),  # nothing to do
    ],
)
def test_what_cannot_be_worked_out_is_refused_in_chinese(editor: Editor, work_out: Callable[[Editor], object]) -> None:
    with pytest.raises(EditError, match=r"[\u4e00-\u9fff]{4}"):
        work_out(editor)


# ---------------------------------------------------------------- two admins


def test_the_second_of_two_admins_hears_what_the_first_did(editor: Editor, folder: Path) -> None:
    second = editor.change("setup-one", "answer", "建会要十个人。")
    editor.apply(editor.change("setup-two", "answer", "建会由县总工会批准。"), ANNA)
    with pytest.raises(EditConflictError, match=r"telegram:1.*setup\.yaml.*改 setup-two 的答案"):
        editor.apply(second, BEN)
    assert "二十五" in answer(folder, "setup-one")


def test_an_edit_in_a_text_editor_meanwhile_is_not_overwritten(editor: Editor, folder: Path) -> None:
    proposal = editor.change("setup-one", "answer", "建会要十个人。")
    text = (folder / "setup.yaml").read_text("utf-8").replace("二十五个人。", "三十个人。")
    (folder / "setup.yaml").write_text(text, "utf-8")
    with pytest.raises(EditConflictError, match="文本编辑器"):
        editor.apply(proposal, ANNA)
    assert "三十" in answer(folder, "setup-one")


def test_an_error_made_elsewhere_meanwhile_is_not_hidden_by_the_edit(editor: Editor) -> None:
    proposal = editor.change("setup-two", "phrasings", ["谁批准建会"])
    editor.apply(editor.change("dues-two", "phrasings", ["谁批准建会"]), ANNA)
    with pytest.raises(EditError, match="已属于条目"):
        editor.apply(proposal, BEN)


# ---------------------------------------------------------------- undo and history


def test_undoing_twice_goes_back_two_steps_and_an_undo_can_be_undone(editor: Editor, folder: Path) -> None:
    for text in ("甲。", "乙。", "丙。"):
        editor.apply(editor.change("setup-two", "answer", text), ANNA)
    editor.apply(editor.undo(), BEN)
    undone = editor.apply(editor.undo(), BEN)
    assert answer(folder, "setup-two") == "甲。"
    assert [act.undone != 0 for act in reversed(editor.history())] == [False, True, True, False, False]
    editor.apply(editor.undo(undone.id), BEN)
    assert answer(folder, "setup-two") == "乙。"


def test_an_earlier_edit_is_undone_and_later_ones_elsewhere_in_the_file_stay(editor: Editor, folder: Path) -> None:
    first = editor.apply(editor.change("setup-one", "question", "建会到底要几个人？"), ANNA)
    editor.apply(editor.change("setup-two", "answer", "建会由县总工会批准。"), BEN)
    editor.apply(editor.undo(first.id), ANNA)
    found = present(folder).get("setup-one")
    assert found is not None
    assert found.question == "建会要几个人？"
    assert answer(folder, "setup-two") == "建会由县总工会批准。"


def test_an_edit_whose_place_was_changed_since_is_not_undone(editor: Editor) -> None:
    first = editor.apply(editor.change("setup-two", "answer", "甲。"), ANNA)
    editor.apply(editor.change("setup-two", "answer", "乙。"), BEN)
    with pytest.raises(EditError, match="后来又有修改"):
        editor.undo(first.id)
    editor.apply(editor.undo(), BEN)
    with pytest.raises(EditError, match="已经撤销"):
        editor.undo(editor.history()[1].id)


def test_the_history_of_an_entry_holds_its_edits_only(editor: Editor) -> None:
    editor.apply(editor.change("setup-two", "answer", "甲。"), ANNA)
    editor.apply(editor.change("dues-two", "answer", "乙。"), BEN)
    [act] = editor.history("dues-two")
    assert act.who == BEN
    assert "乙。" in (act.changes[0].after or "")


# ---------------------------------------------------------------- whole files


def test_whole_files_are_replaced_and_the_entries_that_differ_are_named(editor: Editor, folder: Path) -> None:
    setup, dues = ((folder / name).read_text("utf-8") for name in ("setup.yaml", "dues.yaml"))
    proposal = editor.replace("导入", {
        "setup.yaml": setup.replace("县", "市"), "dues.yaml": dues.replace("上一级", "县总"),
        "aid.yaml": TOPIC.format(id="aid", title="帮扶"),
    })  # fmt: skip
    assert [change.file for change in proposal.changes] == ["dues.yaml", "aid.yaml"]
    assert sorted(proposal.entries) == ["aid-one", "aid-two", "dues-two"]
    editor.apply(proposal, ANNA)
    assert answer(folder, "aid-two") == "帮扶由上一级工会批准。"
    editor.apply(editor.undo(), ANNA)
    assert not (folder / "aid.yaml").exists()


def test_of_several_files_all_are_written_or_none(editor: Editor, folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    changes = editor.replace("导入", {name: text.decode().replace("批准", "同意") for name, text in before.items()}).changes
    writing = FileWrite(folder, changes, 1_795_400_000.0)
    last = folder / changes[-1].file
    last.rename(folder / "away")
    (last / "in the way").mkdir(parents=True)
    with pytest.raises(EditError, match="内容没有改动"):
        writing.put()
    shutil.rmtree(last)
    (folder / "away").rename(last)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs rights that can be taken away")
def test_a_folder_that_cannot_be_written_says_so(editor: Editor, folder: Path) -> None:
    proposal = editor.change("setup-two", "answer", "甲。")
    folder.chmod(0o500)
    try:
        with pytest.raises(EditError, match="写入失败"):
            editor.apply(proposal, ANNA)
    finally:
        folder.chmod(0o700)


# ---------------------------------------------------------------- git


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, encoding="utf-8").stdout


@pytest.fixture
def checkout(folder: Path) -> Path:
    """The folder in a git checkout, everything committed but a file that is staged."""
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qm", "first")
    (folder / "README").write_text("staged by somebody", "utf-8")
    git(folder, "add", "README")
    return folder


def test_in_a_checkout_an_edit_is_a_commit_of_its_file_alone(checkout: Path, editor: Editor) -> None:
    editor.apply(editor.change("setup-two", "answer", "甲。"), ANNA)
    assert git(checkout, "-c", "core.quotepath=off", "log", "-1", "--format=%an|%s", "--name-only").split("\n") == [
        f"{ANNA}|改 setup-two 的答案", "", "setup.yaml", "",
    ]  # fmt: skip
    assert git(checkout, "status", "--porcelain") == "A  README\n"


def test_a_new_file_is_committed_and_so_is_its_end(checkout: Path, editor: Editor) -> None:
    editor.apply(editor.replace("导入", {"aid.yaml": TOPIC.format(id="aid", title="帮扶")}), ANNA)
    editor.apply(editor.undo(), ANNA)
    assert git(checkout, "log", "-2", "--format=%s", "--name-status").split("\n") == [
        "撤销：导入", "", "D\taid.yaml", "导入", "", "A\taid.yaml", "",
    ]  # fmt: skip


def test_git_that_fails_does_not_stop_the_edit(checkout: Path, editor: Editor, caplog: pytest.LogCaptureFixture) -> None:
    (checkout / ".git" / "index.lock").write_text("", "utf-8")
    editor.apply(editor.change("setup-two", "answer", "甲。"), ANNA)
    assert answer(checkout, "setup-two") == "甲。"
    assert "git could not" in caplog.text
