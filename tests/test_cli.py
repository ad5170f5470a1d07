"""The command as a person or a program runs it, and the terminal: what comes out, where, and with which exit code."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot import wording
from bot.channels import terminal
from bot.desk import replies
from bot.desk.desk import Desk
from bot.hot_reload.replay import golden_questions
from bot.matching.knowledge_index import KnowledgeIndex
from bot.model import Knowledge, Question, Reply
from bot.render import paragraphs
from bot.settings import Settings
from bot.store.sqlite_store import SqliteStore
from tests.house import ROOT, STRANGE, Talk, asked_vaguely, jianhui, program

BROKEN = "topic: 会费\nentries:\n  - id: dues\n    question: 会费交多少？\n    anwser: 按规定交。\n"
SMALL = """topic: 会费
entries:
  - {id: dues-one, question: 会费每个月应该交多少钱, answer: 按规定交。, phrasings: [会费标准, 会费几块钱]}
  - {id: dues-two, question: 会费每个月应该交多少元钱, answer: 按规定交。, phrasings: [会费定额, 要交几块]}
  - {id: dues-back, question: 离职以后会费能退吗, answer: 不退。, phrasings: [会费退不退]}
  - {id: election, question: 换届要提前多久准备, answer: 早些准备。, phrasings: [换届什么时候开始]}
  - {id: leave, question: 产假有多少天, answer: 按规定休。, phrasings: [生孩子放几天假]}
"""


@pytest.fixture(scope="module")
def data(index: KnowledgeIndex, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for --data that has learned already, and no database yet."""
    folder = tmp_path_factory.mktemp("data")
    try:
        (folder / "cache").symlink_to(settings.data / "cache", target_is_directory=True)
    except OSError:  # Windows wants a right for links
        shutil.copytree(settings.data / "cache", folder / "cache")
    return folder


def ours(data: Path) -> tuple[str, ...]:
    """Options for the repository's own knowledge."""
    return ("--data", str(data), "--knowledge", str(ROOT / "knowledge"), "--guides", str(ROOT / "guides"))


@pytest.fixture
def small(tmp_path: Path) -> tuple[str, ...]:
    """Options for a small knowledge folder beside the test, learned without the encoder in no time."""
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "dues.yaml").write_text(SMALL, "utf-8")
    return ("--data", "data", "--knowledge", "knowledge", "--guides", "guides")


@pytest.fixture
def vague(talk: Talk) -> str:
    """A question that the desk answers with a choice."""
    return asked_vaguely(talk)


# ---------------------------------------------------------------- ask


def test_an_answered_question_prints_the_answer_and_leaves_no_database(data: Path, known: Knowledge, tmp_path: Path) -> None:
    entry = known.entries[0]
    done = program(*ours(data), "ask", entry.question, home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert all(paragraph in done.stdout for paragraph in paragraphs(entry.answer))
    assert [path.name for path in data.iterdir()] == ["cache"]
    assert list(tmp_path.iterdir()) == []


def test_a_vague_question_offers_numbered_choices_with_exit_code_3(data: Path, vague: str, tmp_path: Path) -> None:
    done = jianhui(*ours(data), "ask", vague, home=tmp_path)
    assert done.returncode == 3
    assert wording.CHOOSE in done.stdout or wording.CHOOSE_OTHER in done.stdout
    assert "\n1. " in done.stdout


def test_an_unknown_question_says_so_with_exit_code_4(data: Path, tmp_path: Path) -> None:
    done = jianhui(*ours(data), "ask", STRANGE, home=tmp_path)
    assert done.returncode == 4
    assert wording.UNKNOWN_FAR in done.stdout


def test_the_json_of_a_reply_has_the_agreed_fields(data: Path, known: Knowledge, tmp_path: Path) -> None:
    entry = next(one for one in known.entries if one.sources)
    done = jianhui(*ours(data), "ask", entry.question, "--json", home=tmp_path)
    found = json.loads(done.stdout)
    fields = ["question", "decision", "entry", "confidence", "text", "choices", "sources", "documents"]
    assert (done.returncode, list(found)) == (0, fields)
    assert list(found.values())[:4] == [entry.question, "answer", entry.id, 1]
    source = entry.sources[0]
    assert found["sources"][0] == {"law": source.law, "version": source.version, "article": source.article}
    assert found["choices"] == []


def test_a_batch_answers_line_by_line_in_order(data: Path, known: Knowledge, vague: str, tmp_path: Path) -> None:
    first, last = known.entries[0], known.entries[-1]
    typed = f"{first.question}\n\n{STRANGE}\n  {vague}\r\n依据是什么\n{last.question}"
    done = jianhui(*ours(data), "ask", "--batch", "-", "--json", home=tmp_path, typed=typed)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    # a blank line has its object too, so that programs can pair lines
    assert [one["question"] for one in found] == [first.question, "", STRANGE, vague, "依据是什么", last.question]
    # each line stands alone: the one before the last leans on nothing
    decisions = [one["decision"] for one in found if one["question"] != "依据是什么"]
    assert decisions == ["answer", "smalltalk", "unknown", "choose", "answer"]
    assert (len(found[2]["choices"]), len(found[3]["choices"])) == (0, 3)  # nothing is near a strange one
    assert all(0 <= choice["confidence"] <= 1 for choice in found[3]["choices"])
    assert (found[0]["entry"], found[5]["entry"]) == (first.id, last.id)


def test_a_batch_that_is_no_text_is_named(small: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "questions.txt").write_bytes("会费交多少".encode("gb18030"))
    done = jianhui(*small, "ask", "--batch", "questions.txt", home=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == wording.FILE_UNREADABLE.format(file="questions.txt") + "\n"


def test_a_reader_who_has_seen_enough_ends_it_quietly(small: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "questions.txt").write_text("会费标准\n" * 5000, "utf-8")
    command = [sys.executable, "-m", "bot", *small, "ask", "--batch", "questions.txt", "--json"]
    env = {"PYTHONPATH": str(ROOT), "JIANHUI_ENCODER": "off", "PATH": ""}
    with subprocess.Popen(command, cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""


# ---------------------------------------------------------------- chat


def test_a_conversation_through_a_pipe_ends_at_goodbye_and_leaves_its_question(
    data: Path, known: Knowledge, tmp_path: Path
) -> None:
    entry = next(one for one in known.entries if one.related and known.get(one.related[0]).sources)
    offered = [button.label for button in replies.answer_buttons(entry, known, entry.sources)]
    number = next(at for at, label in enumerate(offered, 1) if label == known.get(entry.related[0]).question)
    typed = f"你好\n{entry.question}\n{number}\n\n依据是什么\n{STRANGE}\n人工\n发送\n退出\n会费交多少\n"
    done = jianhui(*ours(data), "chat", home=tmp_path, typed=typed)
    related = known.get(entry.related[0])
    assert related is not None
    assert (done.returncode, done.stderr) == (0, "")
    places = [wording.GREETING, f"【{entry.question}】", f"{number}. {related.question}", f"【{related.question}】"]
    places += [f"{related.question} · 依据", wording.UNKNOWN, "已转人工", wording.CHAT_BYE]
    assert [done.stdout.find(place) for place in places] == sorted(done.stdout.find(place) for place in places)
    assert done.stdout.startswith(wording.GREETING)
    assert done.stdout.endswith(wording.CHAT_BYE + "\n")
    listed = jianhui(*ours(data), "handovers", home=tmp_path)
    assert f"问：{STRANGE}" in listed.stdout
    assert listed.stdout.endswith(wording.HANDOVERS_SUMMARY.format(count=1) + "\n")
    (left,) = [json.loads(line) for line in jianhui(*ours(data), "handovers", "--json", home=tmp_path).stdout.splitlines()]
    assert (left["text"], left["channel"], left["state"]) == (STRANGE, "terminal", "open")
    assert [one["text"] for one in left["context"]] == [entry.question, related.question, "依据是什么", STRANGE]


def test_what_was_set_aside_is_listed_without_what_it_says_and_can_be_tried_again(data: Path, tmp_path: Path) -> None:
    with closing(SqliteStore(data / "jianhui.db")) as store:
        store.set_aside("telegram:4242", "7", '{"text": "身份证号"}', "OverflowError")
    listed = jianhui(*ours(data), "setaside", home=tmp_path)
    assert "telegram:4242  7  " in listed.stdout
    assert "OverflowError" in listed.stdout
    assert "身份证号" not in listed.stdout
    told = json.loads(jianhui(*ours(data), "setaside", "--raw", "--json", home=tmp_path).stdout)
    assert told["raw"] == '{"text": "身份证号"}'
    again = jianhui(*ours(data), "setaside", "--again", home=tmp_path)
    assert again.stdout.endswith(wording.SET_ASIDE_AGAIN.format(count=1) + "\n")
    with closing(SqliteStore(data / "jianhui.db")) as store:
        assert [update.key for update in store.pending("telegram:4242")] == ["7"]


def test_without_a_command_and_a_token_it_talks_whatever_the_encoding(small: tuple[str, ...], tmp_path: Path) -> None:
    typed = b"\xef\xbb\xbf\xbb\xe1\xb7\xd1\n" + "会费标准\n".encode()
    done = program(*small, home=tmp_path, typed=typed, JIANHUI_ENCODER="off")
    assert (done.returncode, done.stderr) == (0, "")
    assert "按规定交。" in done.stdout
    assert (tmp_path / "data" / "jianhui.db").exists()


def test_in_the_terminal_every_number_that_is_shown_can_be_picked(
    desk: Desk, known: Knowledge, store: SqliteStore, tmp_path: Path
) -> None:
    entry = next(one for one in known.entries if len(one.related) > 1)
    picked = known.get(entry.related[1])
    assert picked is not None
    shown: list[str] = []
    seat = terminal.TerminalSession("terminal:1", "1", tmp_path)
    terminal.talk(desk.reply, [entry.question], shown.append, seat, store)
    number = re.search(rf"^(\d)\. {re.escape(picked.question)}$", shown[0], re.MULTILINE)
    assert number
    seat = terminal.TerminalSession("terminal:1", "2", tmp_path)
    terminal.talk(desk.reply, [f" {number[1]} ", "", "EXIT", "你好"], shown.append, seat, store)
    assert shown[1].startswith(f"【{picked.question}】")
    assert shown[2:] == [wording.CHAT_BYE]


def test_the_terminal_lists_choices_once(desk: Desk, vague: str) -> None:
    reply: Reply = desk.reply(Question(vague, "terminal:1", "terminal:1", "terminal"))
    text = terminal.shown(reply)
    first, *others = [text.count(choice.question) for choice in reply.choices]
    assert first == 1 + (wording.CHOOSE_OTHER in text)  # asked after by its name as well when its answer is shown
    assert others == [1] * len(others)


# ---------------------------------------------------------------- check, eval


def test_a_broken_file_is_named_with_line_and_remedy_and_exit_code_1(small: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "knowledge" / "dues.yaml").write_text(BROKEN, "utf-8")
    done = jianhui(*small, "check", home=tmp_path)
    assert done.returncode == 1
    assert "错误 dues.yaml:5 [dues]" in done.stdout
    assert "是否应为 answer" in done.stdout
    refused = jianhui(*small, "ask", "会费标准", home=tmp_path)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "dues.yaml:5" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_the_json_of_a_problem_has_the_agreed_fields(small: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "knowledge" / "dues.yaml").write_text(BROKEN, "utf-8")
    done = jianhui(*small, "check", "--json", home=tmp_path)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert all(list(one) == ["severity", "file", "line", "entry", "key", "message"] for one in found)
    assert ("error", "dues.yaml", 5, "dues", "anwser") in [tuple(one.values())[:5] for one in found]


def test_what_only_matching_can_tell_is_a_warning_with_exit_code_0(small: tuple[str, ...], tmp_path: Path) -> None:
    done = jianhui(*small, "check", home=tmp_path, JIANHUI_ENCODER="off")
    assert done.returncode == 0
    assert "提醒 dues.yaml:3 [dues-one][question] 与条目 dues-two（dues.yaml:4）" in done.stdout
    assert "共 0 个错误" in done.stdout


def test_an_evaluation_counts_what_came_back(small: tuple[str, ...], tmp_path: Path) -> None:
    cases = [
        {"q": "会费标准", "topic": "dues", "must": ["按规定"]},
        {"q": "会费标准？", "topic": "dues", "must": ["不在答案里"]},
        {"q": STRANGE, "topic": "out_of_domain", "must": []},
    ]
    (tmp_path / "cases.jsonl").write_text("\n".join(json.dumps(case) for case in cases), "utf-8")
    done = jianhui(*small, "eval", "cases.jsonl", "--json", home=tmp_path, JIANHUI_ENCODER="off")
    found = json.loads(done.stdout)
    assert (found["matched"], found["ours_answer"], found["out_of_domain_answer"]) == ([1, 2], [2, 2], [0, 1])


# ---------------------------------------------------------------- init


def test_a_copy_brings_the_questions_that_edits_are_tried_with(known: Knowledge, tmp_path: Path) -> None:
    jianhui("init", "mine", home=tmp_path)
    assert len(golden_questions(Settings(knowledge=tmp_path / "mine" / "knowledge"), known)) > 800


def test_a_copy_of_the_knowledge_works_and_is_never_overwritten(data: Path, known: Knowledge, tmp_path: Path) -> None:
    done = jianhui("init", "mine", home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(path.name for path in (tmp_path / "mine").iterdir()) == ["golden", "guides", "knowledge"]
    options = ("--data", str(data), "--knowledge", "mine/knowledge", "--guides", "mine/guides")
    asked = jianhui(*options, "ask", known.entries[0].question, "--json", home=tmp_path, JIANHUI_ENCODER="off")
    assert json.loads(asked.stdout)["entry"] == known.entries[0].id
    again = jianhui("init", "mine", home=tmp_path)
    assert again.returncode == 1
    assert again.stderr == wording.INIT_EXISTS.format(path=Path("mine/knowledge")) + "\n"


# ---------------------------------------------------------------- what is wrong


def test_an_unknown_setting_is_named(tmp_path: Path) -> None:
    done = jianhui("check", home=tmp_path, JIANHUI_TELEGRAM_TOKNE="1:a")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("无法识别设置 JIANHUI_TELEGRAM_TOKNE")


def test_a_dotenv_line_that_makes_no_sense_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("# token\nJIANHUI_TELEGRAM_TOKEN 1:a\n", "utf-8")
    done = jianhui("check", home=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "第 2 行没有等号" in done.stderr


@pytest.mark.parametrize("line", ["answer", "--verbose", "ask 会费 --jsno", "bench --only all"])
def test_a_command_line_that_makes_no_sense_is_said_in_chinese(line: str, tmp_path: Path) -> None:
    done = jianhui(*line.split(), home=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1].startswith("命令有误。")


@pytest.mark.parametrize("arguments", [("ask",), ("ask", "会费", "--batch", "-")])
def test_ask_wants_a_question_or_a_file(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = jianhui(*arguments, home=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", wording.ASK_WHICH + "\n")


def test_a_database_that_cannot_be_opened_is_one_sentence(small: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "jianhui.db").write_bytes(b"no database" * 1000)
    done = jianhui(*small, "handovers", home=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "不是数据库" in done.stderr
    assert len(done.stderr.splitlines()) == 1


# ---------------------------------------------------------------- run.py


def test_run_py_hands_over_arguments_and_exit_code() -> None:
    spec = importlib.util.spec_from_file_location("run", ROOT / "run.py")
    assert spec is not None
    assert spec.loader is not None
    run = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(run)
    if not run.installed("encoder,test") and not run.installed("encoder"):
        pytest.skip("nothing is installed in .venv; installing it here would need a network")
    done = subprocess.run([sys.executable, ROOT / "run.py", "ask"], capture_output=True, cwd=ROOT, timeout=120)
    assert (done.returncode, done.stdout, done.stderr.decode()) == (2, b"", wording.ASK_WHICH + "\n")
