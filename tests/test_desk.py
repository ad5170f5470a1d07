"""The desk in conversations over the real knowledge and a real database: small talk, lists, answers, and what isn't ours."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from bot import wording
from bot.desk import smalltalk
from bot.desk.desk import Desk
from bot.desk.topic_order import ordered
from bot.matching.knowledge_index import KnowledgeIndex
from bot.model import Decision, Entry, Knowledge, Question, Status
from bot.render import local_figures_in, paragraphs
from bot.store.sqlite_store import SqliteStore
from tests.house import LISTED, STRANGE, Clock, Talk, asking

Chosen = Callable[[Callable[[Entry], object]], Entry]
HOUR = 3600.0


# ---------------------------------------------------------------- small talk


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("你好", wording.GREETING),
        ("您好！在吗？", wording.GREETING),
        ("各位老师好", wording.GREETING),
        ("谢谢", wording.THANKS),
        ("好的，谢谢您啦", wording.THANKS),
        ("知道了", wording.AGREED),
        ("取消", wording.AGREED),  # nothing goes on that could be
        ("我不知道", wording.LOST),
        ("看不懂啊", wording.LOST),
        ("再见", wording.BYE),
        ("你是机器人吗", wording.WHO),
        ("/help", wording.WELCOME[0]),
        ("/start", wording.COMMAND_UNKNOWN),  # Telegram's own word, which its channel translates
        ("/ask", wording.ASK_WHAT),
        ("有用", wording.RATE_WHAT),  # nothing was answered yet
        ("没用", wording.RATE_WHAT),
        ("都不是", wording.NONE_OF_THESE),
        ("  ", wording.EMPTY),
    ],
)
def test_small_talk_is_answered_in_kind(said: str, answer: str, talk: Talk) -> None:
    assert talk.says(said).decision is Decision.SMALLTALK
    assert talk.heard.startswith(answer)


@pytest.mark.parametrize("said", ["你会什么", "你能回答什么问题？", "/topics", "菜单", "可以问哪些问题"])
def test_asked_what_it_can_do_it_lists_its_topics(said: str, talk: Talk, known: Knowledge) -> None:
    talk.says(said)
    assert talk.labels == [topic.title for topic in ordered(known, {})]
    assert all(f"{topic.title}（{len(topic.entries)} 条）" in talk.heard for topic in known.topics)


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("转接" * 25 + "工", id="transfers"),
        pytest.param("谢谢" + "您了" * 25 + "工", id="thanks"),
        pytest.param("你好" * 2000 + "工", id="greetings"),
        pytest.param("知道" * 4000 + "工", id="nods"),
    ],
)
def test_no_text_keeps_small_talk_busy(said: str) -> None:
    started = time.process_time()
    assert smalltalk.kind(said) == ""
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ("除了公园年票 工会还有啥普惠项目", "普惠"),
        ("每年评选的先进工作者、技术标兵、三八红旗手发放的奖金是否需要交纳个人所得税?(资金来源于“工会经费”)。", "税"),
    ],
)
def test_what_is_told_beside_a_question_is_not_answered(said: str, about: str, talk: Talk) -> None:
    assert talk.says(said).decision is Decision.ANSWER
    assert about in talk.heard.partition("】")[0]


# ---------------------------------------------------------------- lists


def test_from_what_can_you_do_through_a_topic_to_an_entry(talk: Talk, known: Knowledge) -> None:
    topic = ordered(known, {})[2]
    talk.says("你会什么")
    talk.says("3")
    first = known.get(topic.entries[0])
    assert talk.heard.startswith(f"{topic.title}（第 1 页")
    assert first is not None
    assert talk.says("1").entry == first.id
    assert first.question in talk.heard


def test_a_topic_is_turned_page_by_page_and_back(talk: Talk, known: Knowledge) -> None:
    topic = max(known.topics, key=lambda one: len(one.entries))
    talk.says("你会什么")
    talk.presses(topic.title)
    seen = talk.labels[:8]
    talk.presses(wording.TOPIC_MORE)
    assert f"（第 2 页，共 {-(-len(topic.entries) // 8)} 页）" in talk.heard
    assert not set(seen) & set(talk.labels[:-2])
    talk.presses(wording.TOPIC_BACK)
    assert talk.labels == [one.title for one in ordered(known, {})]


def test_what_is_asked_most_comes_first(desk: Desk, clock: Clock, known: Knowledge) -> None:
    topic = known.topics[-1]
    entry = known.get(topic.entries[-1])
    assert entry is not None
    for number in range(6):
        Talk(desk, clock, f"telegram:{number}").says(entry.question)
    talk = Talk(desk, clock)
    talk.says("目录")
    assert talk.labels[0] == topic.title
    talk.says("1")
    assert talk.labels[0] == entry.question
    assert talk.says("1").entry == entry.id


def test_the_next_page_can_be_typed_too(talk: Talk, known: Knowledge) -> None:
    topic = max(known.topics, key=lambda one: len(one.entries))
    talk.opens(f"t:{topic.key}")
    talk.says(wording.TOPIC_MORE)
    assert f"（第 2 页，共 {-(-len(topic.entries) // 8)} 页）" in talk.heard
    talk.says("上一页")
    assert f"（第 1 页，共 {-(-len(topic.entries) // 8)} 页）" in talk.heard


def test_every_entry_is_reached_by_turning_pages(talk: Talk, known: Knowledge) -> None:
    found: list[str] = []
    for topic in known.topics:
        talk.opens(f"t:{topic.key}")
        while wording.TOPIC_MORE in talk.labels:
            found += talk.labels[:8]
            talk.presses(wording.TOPIC_MORE)
        found += talk.labels[:-1]
    assert found == [one.question for one in known.entries]


def test_a_topics_own_title_lists_it(talk: Talk, known: Knowledge) -> None:
    talk.says(known.topics[-1].title)
    assert talk.heard.startswith(f"{known.topics[-1].title}（第 1 页")


@pytest.mark.parametrize(
    ("said", "place"), [("2", 1), ("２", 1), ("第二个", 1), ("②", 1), ("选1", 0), ("第3个", 2), ("我要第一个吧", 0)]
)
def test_a_number_picks_what_the_button_of_that_place_shows(said: str, place: int, talk: Talk) -> None:
    offered = talk.says(LISTED).choices
    assert len(offered) == 3
    assert talk.says(said).entry == offered[place].entry
    assert talk.reply is not None
    assert talk.reply.decision is Decision.ANSWER


def test_a_number_beyond_the_list_is_told_the_range(talk: Talk) -> None:
    talk.says(LISTED)
    talk.says("9")
    assert talk.heard == wording.NUMBER_RANGE.format(most=3)
    assert talk.says("3").decision is Decision.ANSWER


def test_a_number_picks_nothing_from_a_list_of_yesterday(talk: Talk) -> None:
    offered = talk.says(LISTED).choices
    talk.waits(25 * HOUR)
    assert (talk.says("2").decision, talk.reply and talk.reply.entry) != (Decision.ANSWER, offered[1].entry)


def test_a_number_without_a_list_picks_nothing(talk: Talk) -> None:
    talk.says("2")
    assert talk.heard == wording.NUMBER_NOTHING


def test_the_pick_is_kept_with_the_question(talk: Talk, store: SqliteStore) -> None:
    asked = talk.says(LISTED)
    talk.presses(asked.choices[1].question)
    kept = store.recorded(asked.record)
    assert kept is not None
    assert (kept.text, kept.decision, kept.chosen) == (LISTED, asked.decision.value, asked.choices[1].entry)


@pytest.mark.parametrize("opening", ["an answer", "two answers", "no answer", "a topic", "an entry", "what comes next"])
def test_every_list_is_picked_from_by_number_as_by_button(opening: str, talk: Talk, known: Knowledge, chosen: Chosen) -> None:
    entry = chosen(lambda one: len(one.related) > 1)
    {
        "an answer": lambda: talk.says(entry.question),
        "two answers": lambda: talk.says("？".join(text for _, text in (asking(known, 0), asking(known, 3)))),
        "no answer": lambda: talk.says(LISTED),
        "a topic": lambda: talk.opens(f"t:{known.topics[0].key}"),
        "an entry": lambda: talk.opens(f"e:{entry.id}"),
        "what comes next": lambda: (talk.says(entry.question), talk.says("然后呢")),
    }[opening]()
    assert talk.reply is not None
    buttons = [button for row in talk.reply.buttons for button in row if button.action.startswith(("e:", "d:", "g:", "b:"))]
    assert len(buttons) > 1
    place = next(number for number, button in enumerate(buttons, 1) if button.action[:2] in ("e:", "d:") and number > 1)
    assert talk.says(str(place)).entry == buttons[place - 1].action.split(":")[1]


# ---------------------------------------------------------------- answers


def test_every_answer_is_sent_word_for_word(desk: Desk, known: Knowledge) -> None:
    for number, entry in enumerate(known.entries):
        reply = desk.reply(Question(entry.question, f"telegram:{number}", "telegram:1", "telegram", alone=True))
        answers = [entry.answer, *(variant.answer for variant in entry.variants)]
        texts = {local_figures_in(text, known) for answer in answers for text in paragraphs(answer)}
        sent = [block.text for block in reply.blocks if block.kind == "text"]
        assert set(sent) == texts or (entry.variants and set(sent) < texts)  # its own words may decide the case
        assert len(sent) == len(texts) or entry.variants  # nothing twice, unless two cases have no more to say
        assert [block.items for block in reply.blocks if block.items] == list(filter(None, (entry.steps, entry.materials)))
        assert (reply.entry, reply.sources[: len(entry.sources)]) == (entry.id, entry.sources)


@pytest.mark.parametrize("status", ["verified", "national"])
def test_an_answer_says_what_it_rests_on_and_what_it_is_worth(talk: Talk, chosen: Chosen, status: str) -> None:
    entry = chosen(lambda one: one.status == status and one.sources and one.reviewed and not one.variants)
    talk.says(entry.question)
    assert entry.sources[0].article in talk.heard
    assert wording.SHORT_STANDING[entry.status or Status.VERIFIED] in talk.heard
    talk.says("依据")
    source = entry.sources[0]
    assert f"（{source.version}）{source.article}" in talk.heard
    told = {"verified": "已对照法条原文", "national": "国家规定已核对，江苏另有条例未见全文"}
    assert told[status] in talk.heard
    assert wording.REVIEWED.format(date=entry.reviewed) in talk.heard


def test_a_related_question_is_one_press_away(talk: Talk, known: Knowledge, chosen: Chosen) -> None:
    entry = chosen(lambda one: one.related)
    other = known.get(entry.related[0])
    assert other is not None
    talk.says(entry.question)
    assert talk.presses(other.question).entry == other.id


def test_every_button_fits_telegram(talk: Talk, known: Knowledge) -> None:
    for entry in known.entries[::7]:
        replies = [talk.says(entry.question), talk.opens(f"e:{entry.id}")]
        actions = [button.action for reply in replies for row in reply.buttons for button in row]
        assert all(action.isascii() and 0 < len(action) <= 64 for action in actions)


def test_a_deep_link_shows_its_entry(talk: Talk, known: Knowledge) -> None:
    entry = known.entries[5]
    assert talk.opens(f"e:{entry.id}").entry == entry.id
    assert entry.question in talk.heard


def test_what_a_deep_link_showed_can_be_rated_and_leaned_on(talk: Talk, store: SqliteStore, chosen: Chosen) -> None:
    entry = chosen(lambda one: one.materials)
    shown = talk.opens(f"e:{entry.id}")
    talk.says("需要什么材料")
    assert entry.materials[0] in talk.heard
    talk.presses("有用")
    kept = store.recorded(shown.record)
    assert kept is not None
    assert (kept.text, kept.entry, kept.useful) == (entry.question, entry.id, True)


def test_a_deep_link_to_an_entry_that_is_gone_says_so(talk: Talk) -> None:
    talk.opens("e:no-such-entry")
    assert talk.heard == wording.ENTRY_GONE


def test_what_is_still_being_typed_finds_full_answers_and_leaves_no_trace(
    desk: Desk, store: SqliteStore, known: Knowledge
) -> None:
    entry = known.entries[0]
    first, *_ = desk.search(entry.question, 3)
    assert first.entry == entry.id
    assert [block.text for block in first.blocks if block.kind == "text"] == paragraphs(entry.answer)
    assert desk.search("？", 3) == ()
    assert store.recorded(1) is None


# ---------------------------------------------------------------- more than one question, and long ones


@pytest.mark.parametrize("form", ["{}？{}？", "{}，{}", "{} {}", "{}，另外{}", "您好，请问{}？还有{}？谢谢"])
def test_two_questions_in_one_line_are_both_answered(form: str, talk: Talk, known: Knowledge) -> None:
    (one, first), (other, second) = asking(known, 0), asking(known, 3)
    reply = talk.says(form.format(first, second))
    assert reply.decision is Decision.ANSWER
    assert wording.SEVERAL.format(count=2) in talk.heard
    for found in (known.get(one), known.get(other)):
        assert found is not None
        assert found.question in talk.heard
        assert paragraphs(found.answer)[0] in talk.heard


def test_after_two_answers_a_follow_up_asks_which_is_meant(talk: Talk, known: Knowledge) -> None:
    (_, first), (other, second) = asking(known, 0), asking(known, 3)
    talk.says(f"{first}？{second}？")
    assert talk.says("依据是什么").decision is Decision.CHOOSE
    assert talk.says("2").entry == other


STORY = (
    "我们公司是2015年在苏州工业园区成立的，老板是外地人，员工一百多人，这几年流动比较大，很多是外地来的。今年新来的经理说街道来过人，"
    "老板其实不太愿意，觉得会增加成本，还担心大家闹情绪。我自己是行政专员，领导把这个事情交给我，我完全没有头绪。隔壁厂去年弄过一次，"
    "他们那边的人现在也调走了，电话打不通。我在网上看了半天，说法都不一样，越看越糊涂，下个星期一就要开会汇报，心里很着急。{}谢谢各位老师指点，麻烦了。"
)


def test_the_question_inside_a_long_story_is_found(talk: Talk, known: Knowledge) -> None:
    own, text = asking(known, 3)
    story = STORY.format(f"想问的就是{text}？")
    assert len(story) > 200
    reply = talk.says(story)
    assert (reply.decision, reply.entry) == (Decision.ANSWER, own)


# ---------------------------------------------------------------- other offices' questions

NEARBY = (
    "老板拖欠我三个月工资怎么办",
    "公司不给交社保去哪告",
    "住房公积金怎么提取",
    "被公司无故辞退能赔多少钱",
    "上班路上被车撞了算不算工伤",
    "试用期工资打八折合法吗",
    "养老金每个月能领多少",
    "劳动合同到期不续签有补偿吗",
    "医保异地报销怎么办理",
    "失业金怎么领",
    "年假没休完能折现吗",
    "离职证明公司不给开",
    "职业病怎么鉴定",
    "社保断交了怎么补",
    "病假工资怎么发",
    "公司不签劳动合同怎么办",
    "退休年龄是多少岁",
    "工伤认定去哪个部门申请",
    "高温补贴什么时候发",
    "仲裁要花多少钱",
)
OTHERS_BUSINESS = ("nearby", "disputes", "women", "safety")
"""What the keys of topics begin with whose answers name the office to ask."""


def test_what_other_offices_answer_hardly_ever_gets_a_union_procedure_outright(desk: Desk, known: Knowledge) -> None:
    topics = {entry: topic.key for topic in known.topics for entry in topic.entries}
    asked = [Question(text, f"telegram:{number}", "telegram:1", "telegram") for number, text in enumerate(NEARBY)]
    answered = [reply for reply in map(desk.reply, asked) if reply.decision is Decision.ANSWER]
    wrong = [(reply.question, reply.entry) for reply in answered if not topics[reply.entry].startswith(OTHERS_BUSINESS)]
    # measured: 1 of 20 (dismissal without a reason, taken for a dismissal for union work), 15 answered rightly
    assert len(wrong) <= 1, wrong
    assert len(answered) >= 10


def test_without_the_encoder_the_desk_answers_too(plain_index: KnowledgeIndex, store: SqliteStore, clock: Clock) -> None:
    talk = Talk(Desk(lambda: plain_index, store, clock), clock)
    assert talk.says("公司只有十几个人能建工会吗").decision is Decision.ANSWER
    assert talk.says(STRANGE).decision is Decision.UNKNOWN
