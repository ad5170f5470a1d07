"""Answers that depend on the case: what decides it, the one question that asks for it, and what is remembered."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from bot import wording
from bot.content.loader import load
from bot.desk.condition_questions import option_from_question, option_from_reply
from bot.desk.desk import Desk
from bot.matching.cache import Cache
from bot.matching.knowledge_index import KnowledgeIndex
from bot.model import Condition, Decision, Entry, Knowledge, Option, Problem, Question, Severity, Source, Status, Topic, Variant
from bot.render import plain
from bot.store.sqlite_store import SqliteStore
from tests.house import ROOT, STRANGE, Clock, Talk, entry, jianhui

HOUR = 3600.0
LAW = Source("中华人民共和国工会法", "2021修正", "第十一条")
MEMBERS = Condition(
    "members",
    "你们单位有多少名会员？",
    (Option("under-25", "不足25人", ("人少",), under=25), Option("from-25", "25人以上", least=25)),
    ("会员", "入会"),
)
OWNERSHIP = Condition(
    "ownership",
    "你们单位是哪一类？",
    (
        Option("state", "国有或事业单位", ("国企", "国有", "事业单位")),
        Option("other", "其他企业", ("民企", "民营", "非国有")),
    ),
)
PLACE = Condition("place", "你们单位在哪里？", (Option("jiangsu", "江苏"), Option("elsewhere", "其他省市", ("外省",))))


# ---------------------------------------------------------------- what a question's own words decide


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("公司只有十几个人能建工会吗", "under-25"),
        ("我们厂一共就二十来人", "under-25"),
        ("会员不到25个怎么办", "under-25"),
        ("不足二十五人 建会形式", "under-25"),
        ("店里员工十五六个想成立工会", "under-25"),
        ("员工五十个但愿意入会的只有二十个", "under-25"),
        ("凑不齐25名会员还能建会吗", "under-25"),
        ("人少 怎么成立工会", "under-25"),
        ("会员一百多人要设监督委员会吗", "from-25"),
        ("会员25人以上要设吗", "from-25"),
        ("我们厂五百人", None),  # five hundred workers may be twenty members
        ("25人是指职工还是会员", None),  # the limit itself
        ("够不够25个人怎么数", None),
        ("二十五个会员的规定出自哪里", None),
        ("二十多个会员", None),  # 21 to 29
        ("工会委员选5个", None),  # nobody's members
        ("有12个女职工", None),
        ("会员18个或者30个会员", None),
        ("什么时候换届", None),
    ],
)
def test_a_number_decides_when_it_can_mean_one_option_only(text: str, option: str | None) -> None:
    assert option_from_question(text, MEMBERS) == option


@pytest.mark.parametrize(
    ("text", "case", "option"),
    [
        ("国企要设专职主席吗", OWNERSHIP, "state"),
        ("民營企業 专职主席", OWNERSHIP, "other"),
        ("非国有企业要设吗", OWNERSHIP, "other"),  # 国有 inside it doesn't count
        ("国企和民企有什么区别", OWNERSHIP, None),
        ("苏州的新公司", PLACE, "jiangsu"),
        ("江苏 筹备金", PLACE, "jiangsu"),
        ("我们在深圳要交吗", PLACE, "elsewhere"),
        ("外省要交吗", PLACE, "elsewhere"),
        ("北京公司的苏州分公司", PLACE, None),
        ("没建会要交钱吗", PLACE, None),
    ],
)
def test_words_and_places_decide_unless_they_contradict_each_other(text: str, case: Condition, option: str | None) -> None:
    assert option_from_question(text, case) == option


@pytest.mark.parametrize(
    ("text", "case", "option"),
    [
        ("18", MEMBERS, "under-25"),
        ("大概二十来个吧", MEMBERS, "under-25"),
        ("我们会员18人左右", MEMBERS, "under-25"),
        ("25", MEMBERS, "from-25"),
        ("25人以上呢", MEMBERS, "from-25"),
        ("不清楚", MEMBERS, ""),
        ("我们是民营企业", OWNERSHIP, "other"),
        ("国企呢？", OWNERSHIP, "state"),
        ("在苏州", PLACE, "jiangsu"),
        ("江苏省苏州市工业园区", PLACE, "jiangsu"),
        ("我们在浙江杭州", PLACE, "elsewhere"),
        ("苏州会费", PLACE, None),
        ("500个员工", MEMBERS, None),  # how many of them are members?
        ("12个女职工", MEMBERS, None),
        ("8个员工", MEMBERS, "under-25"),
        ("民企工会经费", OWNERSHIP, None),  # a question of its own
        ("18岁能入会吗", MEMBERS, None),
        ("怎么建", MEMBERS, None),
    ],
)
def test_a_bare_reply_is_told_from_a_new_question(text: str, case: Condition, option: str | None) -> None:
    assert option_from_reply(text, case) == option


# ---------------------------------------------------------------- conversations

SUPERVISION = entry(
    "supervision",
    "要不要设监督委员会",
    "监督委员会什么时候设",
    answer="会员25人以上设委员会，不足的设监督员。",
    materials=("委员会名单",),
    sources=(LAW,),
    ask="members",
    variants=(
        Variant("under-25", "设监督员就行。", materials=("监督员名单",), sources=(LAW,)),
        Variant("from-25", "应当设委员会。", materials=("委员会名单",), sources=(LAW,)),
    ),
    related=("chair",),
)
SMALL = entry(
    "small",
    "建工会走哪条路",
    "公司只有十几个人能建工会吗",
    answer="看会员人数。",
    ask="members",
    variants=(Variant("under-25", "有三条路。"), Variant("from-25", "应当单独建。")),
)
CHAIR = entry("chair", "主席要专职吗", "专职主席", ask="ownership", variants=(Variant("state", "应当专职。"),))
PLAIN = entry("plain", "会费怎么交", "交会费")


@pytest.fixture
def spoken(tmp_path: Path, store: SqliteStore, clock: Clock) -> Talk:
    """A conversation over a few entries that depend on the case."""
    entries = (SUPERVISION, SMALL, CHAIR, PLAIN)
    topics = (Topic("trial", "试验", tuple(one.id for one in entries)),)
    known = Knowledge(entries, topics, hash="trial", conditions=(MEMBERS, OWNERSHIP, PLACE))
    index = KnowledgeIndex(known, None, Cache(tmp_path / "cache"))
    return Talk(Desk(lambda: index, store, clock), clock)


def test_what_holds_for_everybody_comes_with_the_one_question_that_decides(spoken: Talk) -> None:
    reply = spoken.says("要不要设监督委员会")
    assert (reply.decision, reply.entry) == (Decision.ANSWER, "supervision")
    assert wording.CONDITION_ASK.format(question=MEMBERS.question) in spoken.heard
    assert spoken.labels == ["不足25人", "25人以上", wording.CONDITION_UNSURE]
    assert SUPERVISION.answer in spoken.heard
    assert not any(variant.answer in spoken.heard for variant in SUPERVISION.variants)


@pytest.mark.parametrize("said_", ["1", "不足25人", "18", "大概十几个吧", "我们只有12个会员"])
def test_a_number_or_words_pick_the_option(said_: str, spoken: Talk) -> None:
    spoken.says("要不要设监督委员会")
    assert spoken.says(said_).entry == "supervision"
    assert spoken.heard.startswith(wording.CONDITION_ASSUMED.format(label="不足25人", other=wording.CONDITION_OTHER))
    assert "设监督员就行。" in spoken.heard
    assert "应当设委员会。" not in spoken.heard


def test_a_button_picks_the_option_and_the_answer_belongs_to_the_question(spoken: Talk, store: SqliteStore) -> None:
    asked = spoken.says("要不要设监督委员会")
    spoken.presses("25人以上")
    assert "应当设委员会。" in spoken.heard
    spoken.presses(wording.BUTTON_USEFUL)
    kept = store.recorded(asked.record)
    assert kept is not None
    assert (kept.text, kept.decision, kept.useful) == ("要不要设监督委员会", "answer", True)
    assert store.recorded(asked.record + 1) is None


@pytest.mark.parametrize("said_", ["3", "不清楚", "都看看", wording.CONDITION_UNSURE])
def test_who_does_not_know_sees_everything(said_: str, spoken: Talk) -> None:
    spoken.says("要不要设监督委员会")
    spoken.says(said_)
    assert all(text in spoken.heard for text in (SUPERVISION.answer, "设监督员就行。", "应当设委员会。", "情况：不足25人"))
    spoken.says("建工会走哪条路")
    assert "应当单独建。" in spoken.heard  # not asked again


def test_the_reply_is_remembered_for_other_entries_and_for_a_day(spoken: Talk) -> None:
    spoken.says("要不要设监督委员会")
    spoken.says("1")
    spoken.waits(23 * HOUR)
    spoken.says("建工会走哪条路")
    assert "有三条路。" in spoken.heard
    spoken.waits(25 * HOUR)
    spoken.says("会费怎么交")
    spoken.says("建工会走哪条路")
    assert MEMBERS.question in spoken.heard


def test_the_questions_own_words_are_answered_at_once_and_remembered(spoken: Talk) -> None:
    spoken.says("公司只有十几个人能建工会吗")
    assert "有三条路。" in spoken.heard
    spoken.says("要不要设监督委员会")
    assert "设监督员就行。" in spoken.heard


def test_another_case_is_one_press_or_two_words_away(spoken: Talk) -> None:
    spoken.says("公司只有十几个人能建工会吗")
    spoken.presses(wording.CONDITION_OTHER)
    assert MEMBERS.question in spoken.heard
    spoken.says("2")
    assert "应当单独建。" in spoken.heard
    spoken.says("不足25人呢")
    assert "有三条路。" in spoken.heard
    spoken.says(wording.CONDITION_OTHER)
    assert MEMBERS.question in spoken.heard


def test_a_follow_up_leans_on_the_variant_shown(spoken: Talk) -> None:
    spoken.says("要不要设监督委员会")
    spoken.says("1")
    assert spoken.says("需要什么材料").entry == "supervision"
    assert "监督员名单" in spoken.heard
    assert "委员会名单" not in spoken.heard
    assert "不足25人" in spoken.heard


def test_an_option_without_a_variant_gets_the_general_answer(spoken: Talk) -> None:
    spoken.says("主席要专职吗")
    spoken.says("2")
    assert CHAIR.answer in spoken.heard
    assert "其他企业" in spoken.heard


def test_a_new_question_instead_of_an_option_is_answered(spoken: Talk) -> None:
    spoken.says("要不要设监督委员会")
    assert spoken.says("会费怎么交").entry == "plain"
    assert spoken.says(STRANGE).decision is Decision.UNKNOWN
    assert spoken.says("18").entry == ""  # it is no count any more


def test_numbers_after_a_variant_pick_related_entries(spoken: Talk) -> None:
    spoken.says("要不要设监督委员会")
    spoken.says("2")
    labels = [label for label in spoken.labels if label != wording.CONDITION_OTHER]
    assert spoken.says(str(labels.index("主席要专职吗") + 1)).entry == "chair"
    assert spoken.labels[:2] == ["国有或事业单位", "其他企业"]


def test_the_words_of_a_question_count_for_what_is_picked_after_it(spoken: Talk) -> None:
    asked = spoken.says(f"我们是国企，{STRANGE}")
    assert asked.decision is not Decision.ANSWER
    assert spoken.opens(f"e:chair:{asked.record}").entry == "chair"
    assert "应当专职。" in spoken.heard


@pytest.mark.timed
def test_no_text_keeps_the_numbers_busy() -> None:
    started = time.perf_counter()
    for text in ("会员" * 2000 + "1", "1个" * 2000, "不足" * 2000 + "25人", "我们有" * 1500 + "人", "的" * 8000 + "工"):
        option_from_question(text, MEMBERS)
        option_from_reply(text, MEMBERS)
    assert time.perf_counter() - started < 1.0


def test_two_answers_at_once_take_what_is_known_and_ask_nothing(spoken: Talk) -> None:
    spoken.says("监督委员会什么时候设？专职主席？我们会员18个")
    assert wording.SEVERAL.format(count=2) in spoken.heard
    assert "设监督员就行。" in spoken.heard
    assert CHAIR.answer in spoken.heard


@pytest.mark.parametrize("action", ["c:supervision:9", "c:plain:1", "c:nothing:1", "c:supervision", "c"])
def test_a_forged_button_is_refused(action: str, spoken: Talk) -> None:
    assert spoken.opens(action).decision is Decision.SMALLTALK
    assert spoken.heard in (wording.ACTION_STALE, wording.ENTRY_GONE)


def test_a_question_that_stands_alone_gets_everything_at_once(spoken: Talk) -> None:
    reply = spoken.desk.reply(Question("我们十几个人，要不要设监督委员会", "ask:1", "ask", "terminal", alone=True))
    text = plain(reply.blocks)
    assert reply.entry == "supervision"
    assert "设监督员就行。" in text
    assert "应当设委员会。" not in text  # what she said excludes it
    reply = spoken.desk.reply(Question("要不要设监督委员会", "ask:2", "ask", "terminal", alone=True))
    text = plain(reply.blocks)
    assert all(part in text for part in (SUPERVISION.answer, "不足25人", "设监督员就行。", "25人以上", "应当设委员会。"))


def test_what_is_still_being_typed_finds_the_general_answer(spoken: Talk) -> None:
    first, *_ = spoken.desk.search("要不要设监督委员会", 3)
    assert SUPERVISION.answer in plain(first.blocks)
    assert "设监督员就行。" not in plain(first.blocks)


# ---------------------------------------------------------------- the loader

CASES = """\
cases:
  - name: members
    question: 你们单位有多少名会员？
    counts: [会员]
    options:
      - {name: under-25, label: 不足25人, under: 25, words: [人少]}
      - {name: from-25, label: 25人以上, least: 25}
"""
TOPIC = """\
topic: 组建工会
entries:
  - id: setup-members
    question: 多少名会员才能成立工会？
    phrasings: [建会人数, 几个人起步, 要多少人]
    answer: 看会员人数。
    steps: [先报上级工会]
    sources:
      - {law: 中华人民共和国工会法, version: 2021修正, article: 第十一条}
    status: verified
    reviewed: 2026-11-22
    ask: members
    variants:
      - when: under-25
        answer: 三条路任选。
      - when: from-25
        answer: 应当建立。
        steps: [开会员大会]
        region: 江苏
"""
"""Lines: 12 ask, 14 and 16 when, 15 and 17 answer."""


def loaded(folder: Path, topic: str = TOPIC, cases: str = CASES) -> tuple[Knowledge | None, tuple[Problem, ...]]:
    (folder / "setup.yaml").write_text(topic, "utf-8")
    (folder / "cases.yaml").write_text(cases, "utf-8")
    return load(folder, folder / "guides", date(2026, 12, 1))


def test_what_a_variant_leaves_out_is_the_entrys_own(tmp_path: Path) -> None:
    known, found = loaded(tmp_path)
    assert found == ()
    assert known is not None
    small, large = known.entries[0].variants
    assert small == Variant("under-25", "三条路任选。", ("先报上级工会",), (), (LAW,), Status.VERIFIED, "")
    assert (large.steps, large.sources, large.region) == (("开会员大会",), (LAW,), "江苏")
    assert known.conditions == (
        Condition(
            "members",
            "你们单位有多少名会员？",
            (Option("under-25", "不足25人", ("人少",), under=25), Option("from-25", "25人以上", least=25)),
            ("会员",),
        ),
    )


def test_the_hash_tells_another_variant_and_another_case(tmp_path: Path) -> None:
    other_topic, other_cases = TOPIC.replace("三条路任选", "三条路都行"), CASES.replace("不足25人", "不到25人")
    versions = [(TOPIC, CASES), (other_topic, CASES), (TOPIC, other_cases)]
    hashes = {known.hash for topic, cases in versions if (known := loaded(tmp_path, topic, cases)[0])}
    assert len(hashes) == 3


UNSURE = wording.LOAD_UNCONFIRMED_WORDS
THREE = "answer: 三条路任选。"
BROKEN = [
    # what is written in place of what, the line and key of the error, what it says
    ("ask: members", "ask: member", 12, "ask", wording.LOAD_ASK_UNKNOWN),
    ("when: under-25", "when: under25", 14, "when", wording.LOAD_WHEN_UNKNOWN),
    ("when: from-25", "when: under-25", 16, "variants", wording.LOAD_WHEN_TWICE),
    ("    ask: members\n", "", 12, "variants", wording.LOAD_VARIANTS_ALONE),
    (TOPIC[TOPIC.index("    variants:") :], "", 12, "ask", wording.LOAD_ASK_ALONE),
    ("        answer: 三条路任选。\n", "", 14, "answer", wording.LOAD_KEY_MISSING),
    ("- when: under-25\n        answer", "- answer", 14, "when", wording.LOAD_KEY_MISSING),
    ("when: from-25", "wenn: from-25", 16, "wenn", wording.LOAD_KEY_UNKNOWN),
    ("三条路任选。", f"三条路任选，{UNSURE}。", 14, "status", wording.LOAD_VERIFIED_UNSURE),
    (THREE, f"{THREE}\n        status: sure", 16, "status", wording.LOAD_STATUS),
    ("三条路任选。", "长" * 10_001, 15, "answer", wording.LOAD_TEXT_LONG),
    ("region: 江苏", "sources: [第十一条]", 19, "sources", wording.LOAD_TABLE_WANTED),
    ("when: under-25", "when：under-25", 14, "", wording.LOAD_COLON_WIDE),
]


@pytest.mark.parametrize(("old", "new", "line", "key", "template"), BROKEN)
def test_each_mistake_in_a_variant_is_named_where_it_is(
    old: str, new: str, line: int, key: str, template: str, tmp_path: Path
) -> None:
    assert TOPIC.count(old) == 1
    known, found = loaded(tmp_path, TOPIC.replace(old, new))
    error = next(one for one in found if one.severity is Severity.ERROR)
    assert known is None
    assert (error.file, error.line, error.key) == ("setup.yaml", line, key)
    assert re.match(re.sub(r"\\\{\w+\\\}", "(.|\n)*", re.escape(template)), error.message)


def test_a_name_that_is_nearly_right_comes_with_the_right_one(tmp_path: Path) -> None:
    slips = (("ask: members", "ask: member"), ("when: under-25", "when: under25"))
    asked, when = (loaded(tmp_path, TOPIC.replace(old, new))[1] for old, new in slips)
    assert wording.LOAD_NEAR.format(near="members") in asked[0].message
    assert wording.LOAD_NEAR.format(near="under-25") in when[0].message


BROKEN_CASES = [
    ("cases:\n", "case:\n", 1, "case", wording.LOAD_KEY_UNKNOWN),
    (CASES, "- members\n", 1, "", wording.LOAD_CONDITIONS_TOP),
    ("name: members", "name: 会员", 2, "name", wording.LOAD_ID),
    ("name: from-25", "name: under-25", 7, "name", wording.LOAD_ID_TWICE),
    ("      - {name: from-25, label: 25人以上, least: 25}\n", "", 5, "options", wording.LOAD_OPTIONS_COUNT),
    ("label: 25人以上, ", "", 7, "label", wording.LOAD_KEY_MISSING),
    ("least: 25", "least: 二十五", 7, "least", wording.LOAD_COUNT),
    ("    counts: [会员]\n", "", 2, "counts", wording.LOAD_COUNTS_MISSING),
    ("words: [人少]", "words: 人少", 6, "words", wording.LOAD_LIST_WANTED),
]


@pytest.mark.parametrize(("old", "new", "line", "key", "template"), BROKEN_CASES)
def test_each_mistake_in_the_cases_is_named_where_it_is(
    old: str, new: str, line: int, key: str, template: str, tmp_path: Path
) -> None:
    known, found = loaded(tmp_path, cases=CASES.replace(old, new))
    error = next(one for one in found if one.file == "cases.yaml")
    assert known is None
    assert (error.line, error.key) == (line, key)
    assert re.match(re.sub(r"\\\{\w+\\\}", "(.|\n)*", re.escape(template)), error.message)


def test_cases_under_another_name_are_told_where_they_belong(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(CASES, "utf-8")
    _, found = loaded(tmp_path)
    assert [(one.file, one.message) for one in found] == [("case.yaml", wording.LOAD_CONDITIONS_NAME.format(name="cases.yaml"))]


# ---------------------------------------------------------------- the real knowledge


def test_every_entry_with_variants_has_one_for_each_option(known: Knowledge) -> None:
    asking = [one for one in known.entries if one.variants]
    assert len(asking) >= 6
    for one in asking:
        case = known.condition(one.ask)
        assert case is not None
        assert {variant.when for variant in one.variants} == {option.name for option in case.options}, one.id


def test_every_case_is_asked_for(known: Knowledge) -> None:
    assert {case.name for case in known.conditions} == {one.ask for one in known.entries if one.ask}


def test_every_option_is_picked_and_its_buttons_fit_telegram(talk: Talk, known: Knowledge) -> None:
    for one in known.entries:
        case = known.condition(one.ask)
        for number, option in enumerate(case.options if case else (), 1):
            reply = talk.opens(f"c:{one.id}:{number}")
            variant = next(found for found in one.variants if found.when == option.name)
            assert variant.answer.splitlines()[0] in talk.heard
            assert reply.sources == variant.sources
            assert all(len(button.action) <= 64 for row in reply.buttons for button in row)


def test_the_questions_that_decide_are_asked_in_the_real_knowledge(talk: Talk, chosen: Callable[..., Entry]) -> None:
    assert talk.says("公司只有十几个人能建工会吗").entry == "setup-under-25"
    assert "三种方式" in talk.heard
    talk.says("专职工会主席")
    talk.says("什么单位必须设专职工会主席？")
    talk.says("民企")
    assert "不是必须" in talk.heard


def test_where_one_serves_is_not_asked_for_unless_words_name_another_place(talk: Talk, known: Knowledge) -> None:
    placed = next(one for one in known.entries if one.ask == "place")
    here, elsewhere = placed.variants
    place = known.condition("place")
    assert place is not None
    talk.says(placed.question)
    assert here.answer.splitlines()[0] in talk.heard
    assert place.question not in talk.heard
    assert wording.CONDITION_OTHER not in talk.labels
    talk.says("我们在山东")
    assert elsewhere.answer.splitlines()[0] in talk.heard
    assert wording.CONDITION_ASSUMED.format(label="其他省市", other=wording.CONDITION_OTHER) in talk.heard
    talk.presses(wording.CONDITION_OTHER)
    assert here.answer.splitlines()[0] in talk.heard


def test_every_answer_that_depends_on_the_place_is_given_for_the_one_served(
    index: KnowledgeIndex, known: Knowledge, store: SqliteStore, clock: Clock
) -> None:
    served = {"jiangsu": Desk(lambda: index, store, clock), "elsewhere": Desk(lambda: index, store, clock, region="浙江")}
    for number, one in enumerate(one for one in known.entries if one.ask == "place"):
        named = option_from_question(one.question, known.condition("place") or PLACE)
        for option, desk in served.items():
            talk = Talk(desk, clock, f"telegram:{option}{number}")
            assert talk.says(one.question).entry == one.id
            said = {variant.when for variant in one.variants if variant.answer.splitlines()[0] in talk.heard}
            assert said == {named or option}, one.id


@pytest.mark.parametrize(
    ("said", "option"), [("在浙江交多少", "zhejiang"), ("宁波的厂", "zhejiang"), ("苏州的厂", "elsewhere")]
)
def test_a_province_of_its_own_is_known_by_its_label(said: str, option: str) -> None:
    place = Condition("place", "在哪里？", (Option("zhejiang", "浙江省"), Option("elsewhere", "其他省市")))
    assert option_from_question(said, place) == option


def test_a_program_gets_the_general_answer_and_every_variant(tmp_path: Path) -> None:
    arguments = ["--knowledge", str(ROOT / "knowledge"), "--guides", str(ROOT / "guides"), "--data", str(ROOT / "data")]
    done = jianhui(*arguments, "ask", "--json", "什么单位必须设专职工会主席？", home=tmp_path)
    told_ = json.loads(done.stdout)
    assert (done.returncode, told_["decision"], told_["entry"]) == (0, "answer", "committee-fulltime-chair")
    assert "乡镇、街道" in told_["text"]
    assert "民营、外资等其他企业" in told_["text"]
    assert "不是必须" in told_["text"]


@pytest.mark.usefixtures("plain_index")
def test_a_pipe_of_questions_asks_and_remembers(tmp_path: Path) -> None:
    heavy = ignore_patterns("model-*", "vectors-*", "asked-*")
    copytree(ROOT / "data" / "cache", tmp_path / "data" / "cache", ignore=heavy)  # what was learned, so as not to learn again
    arguments = ["--knowledge", str(ROOT / "knowledge"), "--guides", str(ROOT / "guides"), "--data", str(tmp_path / "data")]
    typed = "什么单位必须设专职工会主席？\n2\n没有成立工会的单位要不要交工会筹备金？\n"
    done = jianhui(*arguments, "chat", home=tmp_path, typed=typed, JIANHUI_ENCODER="off", JIANHUI_REGION="山东省")
    assert "3. 不清楚，都看看" in done.stdout
    assert "按“民营、外资等其他企业”回答" in done.stdout
    assert "您单位在哪里" not in done.stdout
    assert wording.LIMIT_PLACE.format(place="山东") in done.stdout
