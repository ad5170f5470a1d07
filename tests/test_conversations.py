"""Whole conversations: what a message means in them, what is no question, and who gets which answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pytest

from bot import app, wording
from bot.channels.runtime.capability_fallbacks import with_numbers
from bot.content.script_reader import read_scripts
from bot.desk.desk import Desk
from bot.errors import KnowledgeError
from bot.evaluation import conversation_scripts, dependent_questions, reply_length
from bot.handoff.service import InquiryRecorder, InquiryService
from bot.matching.knowledge_index import KnowledgeIndex
from bot.model import Context, Conversation, Decision, Entry, Knowledge, Question, Script
from bot.ports import Answering
from bot.render import paragraphs, plain, quote_law
from bot.store.sqlite_store import SqliteStore, memory_store
from tests.house import ROOT, STRANGE, Clock, Run, Talk, inside

SCRIPTS = read_scripts(ROOT / "tests" / "conversations")
Chosen = Callable[[Callable[[Entry], object]], Entry]


# ---------------------------------------------------------------- scripts


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda one: f"{one.file}:{one.line}")
def test_a_conversation_goes_as_its_script_says(script: Script, index: KnowledgeIndex) -> None:
    played = conversation_scripts.play(script, index, app.temporary_store)
    assert [(one.turn.say or one.turn.press, one.why, one.shown) for one in played if one.why] == []


def test_there_are_scripts_for_every_kind() -> None:
    assert len(SCRIPTS) >= 25


@pytest.mark.parametrize(
    ("name", "least"), [("tuned.yaml", 0.9), ("held.yaml", 0.8), ("kinds_tuned.yaml", 0.85), ("kinds_held.yaml", 0.75)]
)
def test_a_follow_up_is_about_what_was_talked_of(name: str, least: float, index: KnowledgeIndex) -> None:
    scripts = read_scripts(ROOT / "tests" / "followups" / name)
    played = [(script, conversation_scripts.play(script, index, app.temporary_store)) for script in scripts]
    counted = conversation_scripts.summary(played)[name]
    assert counted["turns"] >= 50
    assert counted["right"] >= least * counted["turns"], conversation_scripts.report(played)


def test_scripts_are_played_by_the_command_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run: Run = inside(tmp_path, monkeypatch, capsys)
    turns = "    - say: 会费交多少\n      must: [没有这几个字]\n    - say: 谢谢\n      decision: smalltalk\n"
    (tmp_path / "one.yaml").write_text(f"- name: 会费\n  turns:\n{turns}", "utf-8")
    places = ("--data", str(ROOT / "data"), "--knowledge", str(ROOT / "knowledge"), "--guides", str(ROOT / "guides"))
    done = run(*places, "eval", "--conversations", "one.yaml")
    assert done.returncode == 1
    assert "没有这几个字" in done.stdout
    assert "1 / 2 轮对" in done.stdout
    counted = json.loads(run(*places, "eval", "--conversations", "one.yaml", "--json").stdout)
    assert (counted["one.yaml"]["right"], counted["one.yaml"]["turns"]) == (1, 2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- name: 空\n  turns: []\n", "turns"),
        ("- name: 无\n  turns:\n    - must: [甲]\n", wording.SCRIPTS_TURN),
        ("- name: 错\n  turns:\n    - say: 甲\n      must: ['(']\n", "正则"),
        ("- name: 判\n  turns:\n    - say: 甲\n      decision: maybe\n", "decision"),
        ("- name: 等\n  turns:\n    - say: 甲\n      wait: 很久\n", wording.SCRIPTS_WAIT),
        ("- name: 键\n  turns:\n    - say: 甲\n      musst: [甲]\n", "musst"),
        ("什么都不是\n", wording.SCRIPTS_TOP),
    ],
)
def test_a_script_that_is_wrong_is_told_with_its_line(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "wrong.yaml").write_text(text, "utf-8")
    with pytest.raises(KnowledgeError) as failed:
        read_scripts(tmp_path)
    assert any(said in problem.message or said == problem.key for problem in failed.value.problems)


def test_a_conversation_through_a_pipe_is_an_object_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run: Run = inside(tmp_path, monkeypatch, capsys)
    places = ("--data", str(tmp_path / "data"), "--knowledge", str(ROOT / "knowledge"), "--guides", str(ROOT / "guides"))
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "cache").symlink_to(ROOT / "data" / "cache")
    done = run(*places, "chat", "--json", typed="建立工会的步骤是什么\n第二步\n哈哈\n")
    steps, second, laughed = [json.loads(line) for line in done.stdout.splitlines()]
    assert (steps["entry"], second["entry"]) == ("setup-steps", "setup-steps")
    assert "第 2 步" in second["text"]
    assert (laughed["decision"], laughed["entry"]) == ("smalltalk", None)


# ---------------------------------------------------------------- what is no question


class Asked:
    """Messages of many people, each in a conversation of its own, and what became of them."""

    def __init__(self, index: KnowledgeIndex, clock: Clock) -> None:
        self.store = memory_store(clock=clock)
        self.clock = clock
        self.work = InquiryService(self.store, lambda: index, clock)
        self.desk: Answering = InquiryRecorder(self.work, Desk(lambda: index, self.store, clock))

    def all(self, name: str) -> list[tuple[str, Decision, bool]]:
        """Each line of a file with what the desk made of it and whether anything was said; an hour goes by after that."""
        found = []
        for number, text in enumerate((ROOT / "tests" / name).read_text("utf-8").splitlines()):
            self.clock.now += 120
            reply = self.desk.reply(Question(text, f"telegram:{number}", f"telegram:{number}", "telegram", f"7:{number}"))
            found.append((text, reply.decision, reply.asking))
        self.clock.now += 7200
        while self.work.collect_unhandled():
            pass
        return found


@pytest.mark.parametrize("name", ["idle.txt", "idle_held.txt"])
def test_what_is_no_question_becomes_no_inquiry(name: str, index: KnowledgeIndex, clock: Clock) -> None:
    asked = Asked(index, clock)
    found = asked.all(name)
    assert len(found) == 150
    assert len(asked.store.handovers(kind="")) <= 1, asked.store.handovers(kind="")
    assert len([text for text, decision, _ in found if decision is not Decision.SMALLTALK]) <= 5


@pytest.mark.parametrize("name", ["short.txt", "short_held.txt"])
def test_a_short_question_is_not_taken_for_small_talk(name: str, index: KnowledgeIndex, clock: Clock) -> None:
    found = Asked(index, clock).all(name)
    assert len(found) == 150
    # a topic's name lists the topic, which is small talk of the desk's own and asks nothing back
    swallowed = [text for text, decision, asking in found if decision is Decision.SMALLTALK and not asking]
    assert len(swallowed) <= 1, swallowed


CLOSED = (wording.THANKS, wording.AGREED, wording.SLIPPED, wording.BYE)


@pytest.mark.parametrize("before", ["", "怀孕、休产假能降工资、调岗位吗"])
@pytest.mark.parametrize(("name", "closes"), [("closings", True), ("thanked", False)])
def test_thanks_with_a_remark_are_told_from_thanks_with_a_question(
    name: str, closes: bool, before: str, index: KnowledgeIndex, clock: Clock
) -> None:
    desk = Desk(lambda: index, memory_store(clock=clock), clock)
    for half, least in (("", 17), ("_held", 17)):
        missed = []
        for number, text in enumerate((ROOT / "tests" / f"{name}{half}.txt").read_text("utf-8").splitlines()):
            who = f"telegram:{half}{number}"
            for at, said in enumerate(one for one in (before, text) if one):
                reply = desk.reply(Question(said, who, who, "telegram", f"{who}:{at}"))
            if ([block.text for block in reply.blocks] in [[said] for said in CLOSED]) != closes:
                missed.append(text)
        assert 20 - len(missed) >= (least if closes else 20), missed


@pytest.mark.parametrize("said", ["哈哈", "👍", "666", "你好棒", "/undo"])
def test_in_a_group_it_is_met_with_silence(said: str, desk: Desk) -> None:
    reply = desk.reply(Question(said, "telegram:-100:0:7", "telegram:7", "telegram", "g:1"))
    assert (reply.decision, reply.blocks) == (Decision.SMALLTALK, ())
    assert desk.reply(Question(said, "telegram:7", "telegram:7", "telegram", "p:1")).blocks


def test_pieces_of_a_question_are_one_question(talk: Talk, store: SqliteStore) -> None:
    for piece in ("我们公司", "有二十几个人"):
        assert talk.says(piece).decision is Decision.SMALLTALK
        talk.waits(15)
    assert talk.says("能建工会吗").entry == "setup-under-25"
    kept = store.recorded(3)
    assert kept is not None
    assert (kept.text, kept.meant) == ("能建工会吗", "我们公司有二十几个人能建工会吗")


def test_a_piece_of_a_minute_ago_is_no_piece_any_more(talk: Talk, store: SqliteStore) -> None:
    talk.says("我们公司")
    talk.waits(90)
    talk.says("会费交多少")
    kept = store.recorded(1)
    assert kept is not None
    assert kept.meant == ""


# ---------------------------------------------------------------- what is kept, and grouped


def test_what_a_conversation_is_about_outlives_the_process(tmp_path: Path) -> None:
    about = Context("会费交多少", ("a", "b"), ("c",), True, ("我们公司18个人",), "d", 3, 2, ("我们",), 5.0, 7.0)
    for open_ in (lambda: SqliteStore(tmp_path / "one.db"), memory_store):
        store = open_()
        store.save_conversation(Conversation("telegram:7", updated=1.0, context=about))
        found = store.conversation("telegram:7")
        assert found is not None
        assert found.context == about
        store.close()


def test_what_names_a_person_is_not_kept_of_a_conversation(store: SqliteStore, talk: Talk) -> None:
    talk.says("我的电话是13912345678，会费交多少")
    found = store.conversation("telegram:7")
    assert found is not None
    assert "13912345678" not in str(found.context)


def test_two_follow_ups_to_one_question_are_two_questions(index: KnowledgeIndex, store: SqliteStore, clock: Clock) -> None:
    work = InquiryService(store, lambda: index, clock)
    desk = InquiryRecorder(work, Desk(lambda: index, store, clock))
    for number, follow in enumerate(("谁批", "要几天", "谁批")):
        who = f"telegram:{number}"
        for at, text in enumerate(("会费交多少", follow, "人工", "发送")):
            desk.reply(Question(text, who, who, "telegram", f"{who}:{at}"))
    work.run_due_work()
    texts = {one.text: one.waiting for one in store.inquiries("open")}
    assert texts == {"会费交多少——谁批": 2, "会费交多少——要几天": 1}


def test_nobody_gets_the_answer_to_what_somebody_else_meant(plain_index: KnowledgeIndex) -> None:
    now = [dependent_questions.START]
    done = dependent_questions.simulate(plain_index, memory_store(clock=lambda: now[0]), now, 1000)
    assert done.answered >= 900
    assert done.inquiries < done.askers  # some did ask the same
    assert (done.wrong, done.unexplained) == ([], [])


# ---------------------------------------------------------------- short


def test_an_answer_is_short_and_the_rest_is_a_word_away(talk: Talk, chosen: Chosen) -> None:
    entry = chosen(
        lambda one: len(paragraphs(one.answer)) > 3 and one.sources and "《" not in one.sources[0].law and not one.ask
    )
    talk.says(entry.question)
    every = paragraphs(entry.answer)
    assert every[0] in talk.heard
    assert every[-1] not in talk.heard
    talk.says("展开")
    assert every[-1] in talk.heard
    assert every[0] not in talk.heard
    talk.says("依据")
    assert quote_law(entry.sources[0].law) in talk.heard


def test_programs_get_the_whole_answer(desk: Desk, chosen: Chosen) -> None:
    entry = chosen(
        lambda one: len(paragraphs(one.answer)) > 3 and one.sources and "《" not in one.sources[0].law and not one.ask
    )
    reply = desk.reply(Question(entry.question, "ask:1", "ask", "terminal", alone=True))
    assert all(text in plain(reply.blocks) for text in (*paragraphs(entry.answer), quote_law(entry.sources[0].law)))


def test_what_a_decided_case_excludes_is_not_sent(desk: Desk) -> None:
    reply = desk.reply(Question("公司只有十几个人能建工会吗", "ask:1", "ask", "terminal", alone=True))
    lines = [block.text for block in reply.blocks if block.kind == "text"]
    assert len(lines) == len(set(lines))
    assert wording.CONDITION_LABEL.format(label="25人以上") not in plain(reply.blocks)


def test_what_is_sent_unasked_fits_a_phone(index: KnowledgeIndex, known: Knowledge) -> None:
    sizes = reply_length.sizes(index, memory_store())
    assert len(sizes) == len(known.entries)
    assert median(sizes.values()) <= 160
    assert max(sizes.values()) <= 300


def test_a_long_text_is_never_held_up_by_taking_it_apart(talk: Talk) -> None:
    talk.says("会费交多少")
    for text in ("不是" * 2000, "那" * 4000 + "呢", "哈" * 4000, "一" * 4000, STRANGE * 300):
        assert talk.says(text) is not None


STORIES = (
    (
        "我们是一家做五金的小厂，老板是浙江人，厂里前后加起来有六十多个人，大部分是外地来的。去年街道来人说要建工会，老板当时嘴上答应了，"
        "后来一直拖着没有动静。今年三月份街道又来了一趟，还留了一张表给我们办公室，让我们自己先填一填。我是办公室的，平时管考勤和食堂，"
        "对工会一点都不懂，同事也没人懂。老板说这个事情全交给我弄，月底之前要给街道一个回话，不然怕影响厂里评优。"
        "我现在两眼一抹黑，也不晓得第一步应该先做什么，是先找人开会还是先打报告，请老师指点一下。",
        "setup-steps",
    ),
    (
        "老师好，我们学校工会今年五月份任期就满五年了，本来打算六月份开会员代表大会换届。但是五月下旬教育局突然通知要调整校级班子，"
        "我们工会主席很可能要调到别的学校去，副主席明年二月也到退休年龄了。书记的意思是先等班子调整好再说，最好拖到明年春天一起弄，"
        "省得选两次。可是我担心任期过了没有换届，到时候上级工会要批评，发的文件、签的字会不会也不算数。"
        "我们学校教职工一共一百三十二个人，会员一百二十八个，上一届代表有四十五个。请问像这种情况能不能晚一点换届，要办什么手续，最多能拖多久。",
        "election-postpone",
    ),
)


@pytest.mark.parametrize(("story", "entry"), STORIES, ids=[entry for _, entry in STORIES])
def test_a_long_story_gets_one_answer_or_one_question(story: str, entry: str, talk: Talk) -> None:
    reply = talk.says(story)
    assert reply.entry == entry
    assert len(reply.choices) <= 1
    assert reply.decision is Decision.ANSWER or talk.says("1").entry == entry


def test_a_story_that_comes_to_nothing_is_asked_about(talk: Talk) -> None:
    reply = talk.says(
        "今天我带孩子去动物园看大熊猫，排队排了两个多小时，太阳又大，孩子在哭。" * 9 + "后来下雨了，衣服都湿透了，几点关门呢？"
    )
    assert reply.decision in (Decision.UNKNOWN, Decision.SMALLTALK)
    assert reply.choices == ()


def test_a_list_stands_once_where_there_are_no_buttons(talk: Talk) -> None:
    """Its items say what they answer; the buttons don't, and are the same choices all the same."""
    vague = ("我们公司被收购了 工会的章还能用么", "代表选多少个", "退休的能发吗", "没票的支出怎么办", "要过半数还是三分之二")
    reply = next(found for text in vague if (found := talk.says(text)).decision is Decision.CHOOSE)
    (listed,) = [block for block in reply.blocks if block.kind == "steps"]
    assert any(wording.CHOOSE_TOLD in item for item in listed.items)
    said = "\n".join(block.text for block in with_numbers(reply).blocks)
    assert wording.CHAT_RELATED not in said
    assert wording.CHAT_OFFERS not in said
