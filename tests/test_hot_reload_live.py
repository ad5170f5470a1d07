"""Edits of the knowledge while the bot serves: a good one is in force at once, a bad one changes nothing and is told."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from bot import app
from bot.errors import KnowledgeError
from bot.hot_reload.live_knowledge import LiveKnowledge
from bot.model import LoggedQuestion, Question
from bot.render import plain
from bot.settings import Settings, load
from bot.store.sqlite_store import SqliteStore
from tests.test_content_entries import BROKEN, GOOD

ADMIN = "telegram:1"
BUDGET = 2.0
"""Seconds from saving a file to an answer from it."""
SLIPS: dict[str, bytes] = {
    f"{number:02} {row[1]!r}"[:40]: GOOD.replace(row[0], row[1], 1).encode() for number, row in enumerate(BROKEN)
}
"""Slips in a file that is one otherwise; `tests/test_content_entries.py` has each read alone."""
RUBBISH: dict[str, bytes] = {
    "nothing": b"", "blank": b"\n \n", "half a key": GOOD.encode()[:700], "half a character": GOOD.encode()[:631],
    "UTF-16": GOOD.encode("utf-16"), "GB18030": GOOD.encode("gb18030"), "zeros": bytes(500), "a PDF": b"%PDF-1.7\n",
    "a list": b"- a\n", "brackets": b"[" * 20_000, "two megabytes": b"# \n" * 800_000, "laughs": b"a: &a [x]\nb: [*a, *a]\n",
}  # fmt: skip
"""Everything else that the loader refuses."""

MORE = "topic: 更多\nentries:\n  - id: more-one\n    question: 更多的问题？\n    answer: 更多的答案。\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A knowledge folder of one topic, with an admin who is told of it."""
    monkeypatch.setenv("JIANHUI_ADMINS", ADMIN)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "setup.yaml").write_text(GOOD, "utf-8")
    own = {f"JIANHUI_{name.upper()}": str(tmp_path / name) for name in ("data", "knowledge", "guides")}
    return replace(load(env=own, dotenv=tmp_path / "none"), encoder=False)


@pytest.fixture
def live(home: Settings, store: SqliteStore) -> Iterator[LiveKnowledge]:
    """The knowledge in force, not looked after by itself: tests call `check`."""
    made = app.open_live(home, store)
    yield made
    made.stop()


def save(home: Settings, text: str | bytes, name: str = "setup.yaml") -> None:
    (home.knowledge / name).write_bytes(text.encode() if isinstance(text, str) else text)


def told(store: SqliteStore) -> list[str]:
    """What the admin was told so far."""
    return [message.blocks[0].text for message in store.waiting("telegram")]


def within(seconds: float, happened: Callable[[], bool]) -> float:
    """Seconds until something happens; fails when it takes longer."""
    began = time.monotonic()
    while not happened():
        assert time.monotonic() - began < seconds, f"not within {seconds} s"
        time.sleep(0.01)
    return time.monotonic() - began


def answered(live: LiveKnowledge, text: str) -> bool:
    return live.index.exact(text) is not None


# ---------------------------------------------------------------- good edits


@pytest.mark.timed
def test_a_saved_file_is_in_force_within_two_seconds(home: Settings, live: LiveKnowledge) -> None:
    live.start()
    save(home, GOOD.replace("怎么办理", "建会咋弄"))
    within(BUDGET, lambda: answered(live, "建会咋弄"))


@pytest.mark.parametrize(
    "edit",
    [
        lambda folder, text: (folder / "more.yaml").write_text(MORE, "utf-8"),
        lambda folder, text: [(folder / "new").write_text(text, "utf-8"), os.replace(folder / "new", folder / "setup.yaml")],
        lambda folder, text: [(folder / "setup.yaml").unlink(), (folder / "other.yaml").write_text(text, "utf-8")],
        lambda folder, text: [shutil.rmtree(folder), folder.mkdir(), (folder / "setup.yaml").write_text(text, "utf-8")],
        lambda folder, text: [(folder / "sub").mkdir(), (folder / "setup.yaml").rename(folder / "sub" / "setup.yaml")],
    ],
    ids=["a new file", "saved under a new name first", "renamed", "the folder made anew", "moved to a sub-folder"],
)  # fmt: skip
@pytest.mark.timed
def test_however_it_is_saved_it_comes_into_force(
    home: Settings, live: LiveKnowledge, edit: Callable[[Path, str], object]
) -> None:
    live.start()
    before = live.index
    edit(home.knowledge, GOOD.replace("怎么办理", "建会咋弄"))
    within(2 * BUDGET, lambda: live.index is not before)
    assert live.index.knowledge.entries


def test_a_reply_says_by_which_version_it_was_given(home: Settings, live: LiveKnowledge, store: SqliteStore) -> None:
    desk = app.open_desk(live, store)

    def asked() -> LoggedQuestion:
        kept = store.recorded(desk.reply(Question("建会流程", "t:1", "t:1", "terminal")).record)
        assert kept is not None
        return kept

    assert (asked().version, asked().knowledge) == (1, live.index.knowledge.hash)
    save(home, GOOD.replace("怎么办理", "建会咋弄"))
    live.check()
    assert asked().version == 2
    version = store.version()
    assert version is not None
    assert (version.number, version.hash) == (2, live.index.knowledge.hash)


def test_comments_make_no_new_version_and_the_same_again_neither(home: Settings, live: LiveKnowledge) -> None:
    save(home, "# 一句话\n" + GOOD)
    live.check()
    assert live.index.knowledge.version == 1
    assert live.index.knowledge.entries[0].line == 4


def pull(home: Settings, number: int) -> None:
    """Forty files that say the same number, put in their places one after the other as git does."""
    for one in range(40):
        text = f"topic: 主题{one}\nentries:\n  - id: entry-{one}\n    question: 第{one}问？\n    answer: 第{number}次。\n"
        fresh = home.knowledge / f".fresh{one}"
        fresh.write_text(text, "utf-8")
        fresh.replace(home.knowledge / f"t{one}.yaml")


@pytest.mark.timed
def test_every_version_of_forty_files_is_a_whole_one(home: Settings, live: LiveKnowledge) -> None:
    seen: list[set[str]] = []

    def says(number: int) -> bool:
        seen.append({entry.answer for entry in live.index.knowledge.entries if entry.id.startswith("entry-")})
        return seen[-1] == {f"第{number}次。"}

    pull(home, 0)
    live.check()
    live.start()
    for number in range(1, 4):
        pull(home, number)
        within(2 * BUDGET, partial(says, number))
    assert all(len(said) == 1 for said in seen)


@pytest.mark.timed
def test_ten_edits_a_second_all_come_into_force_in_the_end(home: Settings, live: LiveKnowledge) -> None:
    live.start()
    versions = set()
    for number in range(20):
        save(home, GOOD.replace("怎么办理", f"建会咋弄{number}"))
        time.sleep(0.1)
        versions.add(live.index.knowledge.version)
    within(BUDGET, lambda: answered(live, "建会咋弄19"))
    assert len(versions) > 1, "it waited until nobody edited any more"


# ---------------------------------------------------------------- broken files


@pytest.mark.parametrize("each", [4, pytest.param(1, marks=pytest.mark.slow)])
def test_no_broken_file_of_any_kind_costs_an_answer(home: Settings, live: LiveKnowledge, store: SqliteStore, each: int) -> None:
    desk = app.open_desk(live, store)
    good = {one.question: one.answer.split("\n")[0] for one in live.index.knowledge.entries}
    wrong: list[object] = []
    done = threading.Event()

    def chat(number: int, front: ThreadPoolExecutor) -> int:
        count = 0
        while not done.is_set():
            text, answer = list(good.items())[count % len(good)]
            asked = Question(text, f"telegram:{number}", f"telegram:{number}", "telegram", alone=True)
            reply = front.submit(desk.reply, asked).result()
            wrong.extend([] if answer in plain(reply.blocks) else [(text, reply)])
            count += 1
            done.wait(0.02)  # people type, too
        return count

    with ThreadPoolExecutor(1) as front, ThreadPoolExecutor(20) as chats:
        asking = [chats.submit(chat, number, front) for number in range(20)]
        for name, data in [*[*SLIPS.items()][::each], *RUBBISH.items()]:
            before = len(told(store))
            save(home, data)
            live.check()
            assert live.index.knowledge.version == 1, name
            save(home, GOOD)
            live.check()
            assert len(told(store)) == before + 2, name
        done.set()
        assert min(one.result() for one in asking) > 5
    assert wrong == []


def test_an_admin_is_told_what_is_wrong_and_where_once_and_when_it_is_mended(
    home: Settings, live: LiveKnowledge, store: SqliteStore
) -> None:
    for text in ("topic：组建\n", "topic：组建\n# 又存了一次\n", GOOD, GOOD + "\n"):
        save(home, text)
        live.check()
    broken, mended = told(store)
    assert "setup.yaml 第 1 行" in broken
    assert "第 1 版" in broken
    assert "错误已改正" in mended
    save(home, "topic：组建\n")
    live.check()
    assert len(told(store)) == 3, "broken again is news again"


@pytest.mark.timed
def test_a_deleted_folder_changes_nothing_and_is_told(home: Settings, live: LiveKnowledge, store: SqliteStore) -> None:
    live.start()
    shutil.rmtree(home.knowledge)
    within(2 * BUDGET, lambda: len(told(store)) == 1)
    assert answered(live, "建会流程")


def test_a_bot_started_on_broken_files_answers_with_what_was_in_force(
    home: Settings, live: LiveKnowledge, store: SqliteStore
) -> None:
    save(home, GOOD.replace("怎么办理", "建会咋弄"))
    live.check()
    save(home, "topic：组建\n")
    again = app.open_live(home, store)
    assert answered(again, "建会咋弄")
    assert again.index.knowledge.version == 2
    assert "setup.yaml 第 1 行" in told(store)[0]
    save(home, GOOD)
    again.check()
    assert again.index.knowledge.version == 3
    again.stop()


def test_a_bot_that_never_had_any_knowledge_does_not_start(home: Settings, store: SqliteStore) -> None:
    save(home, "topic：组建\n")
    with pytest.raises(KnowledgeError, match=r"setup\.yaml"):
        app.open_live(home, store)


def test_a_file_that_is_cut_short_is_waited_for(home: Settings, live: LiveKnowledge) -> None:
    """The first entry alone would be fine: that it is half a file shows only beside what it was."""
    half = GOOD[: GOOD.index("  - id: setup-steps")].replace("    related: [setup-steps]\n", "")
    whole = half + GOOD[GOOD.index("  - id: setup-steps") :]
    save(home, whole)
    live.check()
    number = live.index.knowledge.version
    save(home, half)
    threading.Timer(0.3, lambda: save(home, whole + "# 写完了\n")).start()
    live.check()
    assert live.index.knowledge.version == number
    save(home, half)
    live.check()
    assert live.index.knowledge.version == number + 1, "but not for ever"


# ---------------------------------------------------------------- what is kept of it


def test_what_is_changed_in_a_text_editor_is_an_act_like_any_other(
    home: Settings, live: LiveKnowledge, store: SqliteStore
) -> None:
    save(home, GOOD.replace("先向上级工会申请。", "先向县总工会申请。"))
    live.check()
    [act] = store.acts()
    assert (act.who, act.entries, act.version) == ("disk", ("setup-steps",), 2)
    assert "setup.yaml" in act.about
    assert act.changes[0].before == GOOD


def test_an_edit_through_the_bot_is_not_counted_twice(home: Settings, live: LiveKnowledge, store: SqliteStore) -> None:
    editor = app.open_editor(home, store, live)
    made = editor.apply(editor.change("setup-steps", "answer", "先向县总工会申请。"), ADMIN)
    assert made.version == 0
    live.check()
    [act] = store.acts()
    assert (act.id, act.who, act.version) == (made.id, ADMIN, 2)


def test_what_was_changed_while_the_bot_was_off_is_found_at_its_start(
    home: Settings, live: LiveKnowledge, store: SqliteStore
) -> None:
    live.stop()
    save(home, GOOD.replace("先向上级工会申请。", "先向县总工会申请。"))
    again = app.open_live(home, store)
    assert [(act.who, act.entries, act.version) for act in store.acts()] == [("disk", ("setup-steps",), 2)]
    again.stop()
