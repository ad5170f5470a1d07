"""What an edit would do to questions, told before it is made: the very replies of the desk, and all that differ."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot import app
from bot.content.golden_reader import read_golden
from bot.desk.desk import Desk
from bot.hot_reload.edit_impact import Replayed, impact, severity, worse
from bot.matching.cache import Cache
from bot.matching.encoder import Encoder
from bot.matching.knowledge_index import KnowledgeIndex
from bot.model import Decision, Entry, Golden, Impact, Knowledge, Question, Reply, Shift
from bot.ports import Index
from bot.settings import GOLDEN, Settings
from bot.store.sqlite_store import SqliteStore
from tests.house import entry, jianhui, knowledge_of

Pair = tuple[KnowledgeIndex, KnowledgeIndex]
STORIES = (
    "我们厂一百多人，老板一直不肯建工会，几个工友想自己弄，找谁批准，需要多少会员？",
    "会费怎么交？还有换届几年一次", "gonghui jingfei neng fa fuli ma", "你好", "换届", "公司工会", "建会指南发我一份",
)  # fmt: skip


@pytest.fixture(scope="module")
def edited(known: Knowledge) -> Knowledge:
    """The real knowledge after an edit of every kind."""
    first, second, _, *rest = known.entries
    first = replace(first, answer="改过的答案。", variants=(), ask="")
    second = replace(second, phrasings=(*second.phrasings, "会费每个月要交多少钱呀", "开会要多少人来"))
    fresh = Entry("shelf-books", first.topic, "职工书屋怎么申请？", "向上级工会申请，以上级工会确认为准。", ("想办个图书角",))
    return replace(known, entries=(first, second, *rest, fresh))


@pytest.fixture(scope="module")
def pair(index: KnowledgeIndex, edited: Knowledge, settings: Settings, encoder: Encoder) -> Pair:
    """Indexes over both."""
    return index, KnowledgeIndex(edited, encoder, Cache(settings.data / "cache"), trial=True, like=index)


def desk(index: Index) -> Desk:
    return app.open_desk(index, app.temporary_store())


def replies(index: KnowledgeIndex, texts: list[str]) -> list[Reply]:
    made = desk(index)
    return [made.reply(Question(text, f"x:{n}", "x", "x", alone=True)) for n, text in enumerate(texts)]


def seen(reply: Reply) -> tuple[object, ...]:
    """A reply as far as an asker can tell."""
    return reply.decision, reply.entry, reply.blocks, [choice.entry for choice in reply.choices]


@pytest.fixture(scope="module")
def golden(known: Knowledge) -> tuple[Golden, ...]:
    """Every third golden question."""
    return read_golden(GOLDEN, known)[::3]


def test_every_question_that_gets_something_else_is_told_and_no_other(
    pair: Pair, golden: tuple[Golden, ...], encoder: Encoder
) -> None:
    texts = [*(one.text for one in golden), *STORIES, "会费一个月交多少钱呀", "想弄个图书角行不行"]
    found = impact(pair, Replayed((), [(text, 2) for text in texts]), encoder.encode, desk)
    told = {shift.text for shift in found.shifts if shift.asked}
    before, after = (replies(index, texts) for index in pair)
    moved = {text for text, old, new in zip(texts, before, after, strict=True) if differ(old, new)}
    assert told == moved
    assert moved
    assert found.real == len(texts)


def differ(old: Reply, new: Reply) -> bool:
    """Whether an asker would get something else; choices in another order are the same."""
    if Decision.ANSWER in (old.decision, new.decision) or Decision.GUIDE in (old.decision, new.decision):
        return (old.decision, old.entry, old.blocks) != (new.decision, new.entry, new.blocks)
    if Decision.CHOOSE not in (old.decision, new.decision):
        return False
    return (old.decision, {one.entry for one in old.choices}) != (new.decision, {one.entry for one in new.choices})


# ---------------------------------------------------------------- kinds, on made-up entries

DUES = entry("dues", "会费每月交多少", "会费怎么交", "每个月会费多少钱", "会费标准")
SHELF = entry("shelf", "职工书屋怎么申请", "想办图书角", "书屋申请流程", "书屋找谁申请")
LEAVE = entry("leave", "产假有多少天", "生孩子休几天", "产假天数", "产假怎么休")


def compared(before: tuple[Entry, ...], after: tuple[Entry, ...], folder: Path, *golden: Golden, asked: str = "") -> Impact:
    pair = tuple(KnowledgeIndex(knowledge_of(*entries), None, Cache(folder)) for entries in (before, after))
    questions = Replayed(golden, [(asked, 3)] if asked else [])
    return impact((pair[0], pair[1]), questions, lambda keys: pytest.fail("there is no encoder"), desk)


def test_a_changed_answer_is_told_side_by_side(tmp_path: Path) -> None:
    found = compared((DUES, SHELF), (replace(DUES, answer="新答案。"), SHELF), tmp_path, asked="会费标准")
    [shift] = found.shifts
    assert (shift.kind, shift.asked) == ("reworded", 3)
    assert DUES.answer in shift.before.answer
    assert "新答案。" in shift.after.answer
    assert severity(found) == 0


def test_what_is_answered_no_more_is_the_worst(tmp_path: Path) -> None:
    after = (replace(DUES, answer="新。"), SHELF)
    found = compared((DUES, SHELF, LEAVE), after, tmp_path, Golden("会费标准", ("dues",)), asked="产假天数")
    assert found.shifts[0].kind == "lost"
    assert severity(found) == 1


def test_a_golden_question_that_is_met_no_more_breaks_the_edit(tmp_path: Path) -> None:
    found = compared((DUES, SHELF, LEAVE), (DUES, SHELF), tmp_path, Golden("产假天数", ("leave",)), asked="产假天数")
    assert [(shift.golden, shift.broken) for shift in found.shifts[:2]] == [(True, True), (False, False)]
    assert severity(found) == 2


def test_the_wordings_of_an_entry_that_is_taken_away_are_told_though_nobody_asked(tmp_path: Path) -> None:
    found = compared((DUES, SHELF, LEAVE), (DUES, SHELF), tmp_path)
    assert {shift.text for shift in found.shifts} == set(LEAVE.wordings)
    assert {(shift.kind, shift.asked, worse(shift)) for shift in found.shifts} <= {("lost", 0, True), ("swapped", 0, True)}


def test_what_is_newly_answered_is_no_harm(tmp_path: Path) -> None:
    found = compared((DUES, SHELF), (DUES, SHELF, LEAVE), tmp_path, asked="产假天数")
    [shift] = [shift for shift in found.shifts if shift.kind != "stolen"]
    assert shift.kind == "gained"
    assert not worse(shift)


def test_a_wording_that_goes_to_another_entry_is_told_with_both(tmp_path: Path) -> None:
    moved = replace(SHELF, phrasings=(*SHELF.phrasings, "会费标准"))
    left = replace(DUES, phrasings=("会费怎么交", "每个月会费多少钱"))
    found = compared((DUES, SHELF), (left, moved), tmp_path, asked="会费标准")
    [shift] = [shift for shift in found.shifts if shift.kind == "swapped"]
    assert (shift.before.entry, shift.after.entry) == ("dues", "shelf")
    assert severity(found) == 1


def test_an_edit_that_changes_nothing_moves_nothing(tmp_path: Path) -> None:
    found = compared((DUES, SHELF), (DUES, SHELF), tmp_path, Golden("会费标准", ("dues",)), asked="产假天数")
    assert (found.shifts, found.golden, found.real) == ((), 1, 1)


# ---------------------------------------------------------------- the command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a small knowledge in a git checkout, golden questions beside it."""
    (tmp_path / "knowledge").mkdir()
    lines = ["topic: 试验", "entries:"]
    for one in (DUES, SHELF, LEAVE):
        lines += [f"  - id: {one.id}", f"    question: {one.question}", f"    phrasings: [{', '.join(one.phrasings)}]"]
        lines += [f"    answer: {one.answer}", "    reviewed: 2026-11-22"]
    (tmp_path / "knowledge" / "trial.yaml").write_text("\n".join(lines) + "\n", "utf-8")
    (tmp_path / "golden").mkdir()
    (tmp_path / "golden" / "trial.yaml").write_text("- q: 产假天数\n  entry: [leave]\n", "utf-8")
    for command in (["init", "-q"], ["add", "."], ["-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qm", "x"]):
        subprocess.run(["git", "-C", str(tmp_path), *command], check=True)
    return tmp_path


def preview(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    options = [f"--{name}={folder / name}" for name in ("data", "knowledge", "guides")]
    return jianhui(*options, "preview", *more, home=folder, JIANHUI_ENCODER="off")


def edit(folder: Path, old: str, new: str) -> None:
    file = folder / "knowledge" / "trial.yaml"
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")


def test_the_command_compares_with_what_was_committed_last(folder: Path) -> None:
    same = preview(folder)
    assert (same.returncode, "没有变化" in same.stdout) == (0, True), same.stderr
    edit(folder, "  - id: leave", "  - id: birth")
    broken = preview(folder)
    assert broken.returncode == 2
    assert "标准问题，预期答案变了" in broken.stdout
    assert "leave 产假有多少天" in broken.stdout


def test_a_golden_question_of_an_entry_long_gone_leaves_the_others_to_tell(folder: Path) -> None:
    (folder / "golden" / "old.yaml").write_text("- {q: 会费标准, entry: [gone]}\n", "utf-8")
    done = preview(folder)
    assert "标准问题 1 个" in done.stdout, done.stderr


def test_the_command_compares_with_what_is_in_force_and_replays_what_was_asked(folder: Path) -> None:
    options = [f"--{name}={folder / name}" for name in ("data", "knowledge", "guides")]
    assert jianhui(*options, "chat", home=folder, typed="会费标准\n", JIANHUI_ENCODER="off").returncode == 0
    edit(folder, "这是会费每月交多少的答案。", "这是新的答案。")
    done = preview(folder, "--json")
    assert done.returncode == 0
    [shift] = [json.loads(line) for line in done.stdout.splitlines()]
    assert (shift["text"], shift["kind"], shift["asked"]) == ("会费标准", "reworded", 1)
    assert "这是新的答案。" in shift["after"]["answer"]
    assert preview(folder, "--questions", "0", "--json").stdout == ""


def test_the_command_compares_with_a_folder(folder: Path) -> None:
    shutil.copytree(folder / "knowledge", folder / "before")
    edit(folder, ", 产假天数", "")
    done = preview(folder, "--against", str(folder / "before"))
    assert "标准问题 1 个" in done.stdout, done.stderr


@pytest.mark.parametrize(
    ("prepare", "more", "said"),
    [
        (lambda folder: edit(folder, "topic:", "topic："), (), "trial.yaml"),  # the files have errors
        (lambda folder: None, ("--against", "no-such-tag"), "no-such-tag"),
        (lambda folder: None, ("--against=--output=x",), "--output=x"),  # no option of git's
        (lambda folder: shutil.rmtree(folder / ".git"), (), "--against"),  # nothing to compare with
        (lambda folder: None, ("--questions", "-1"), "--questions"),
    ],
)
def test_what_cannot_be_compared_says_why(
    folder: Path, prepare: Callable[[Path], None], more: tuple[str, ...], said: str
) -> None:
    prepare(folder)
    done = preview(folder, *more)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_the_editor_tells_the_impact_before_an_edit_is_made(folder: Path, settings: Settings, store: SqliteStore) -> None:
    own = replace(settings, knowledge=folder / "knowledge", guides=folder / "guides", data=folder / "data", encoder=False)
    live = app.open_live(own, store)
    editor = app.open_editor(own, store, live)
    found = editor.impact(editor.retire("leave"))
    shifts: list[Shift] = [shift for shift in found.shifts if shift.golden]
    assert [(shift.text, shift.kind, shift.broken) for shift in shifts] == [("产假天数", "lost", True)]
    assert live.index.knowledge.get("leave") is not None
    live.stop()
