"""What admins are told of by themselves: new questions, bundled, and what was taken for no question. Takes 4 seconds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot import wording
from bot.china_time import Hours
from bot.handoff.notices import EVERY, AdminNotices
from bot.matching.knowledge_index import KnowledgeIndex
from bot.model import Question
from tests.house import STRANGE, Clock, entry
from tests.test_handoff import ADMIN, CHAT, DAY, Federation

MOON = "月亮上有没有兔子"
HOUR = 3600.0
NIGHT = Hours(22 * 60, 7 * 60 + 30)


class Watched(Federation):
    """The federation with what its admins are told of by themselves."""

    quiet: Hours | None = None

    def start(self) -> None:
        """Open the file, with new parts over it."""
        super().start()
        self.notices = AdminNotices(self.work, lambda: self.admins, self.quiet)

    def told(self) -> list[str]:
        """What the admin is told of now."""
        self.notices.queue_due()
        return self.sent(ADMIN)


@pytest.fixture
def watched(tmp_path: Path, small_index: Callable[..., KnowledgeIndex], clock: Clock) -> Watched:
    """Two entries, no experts' chat; it is 10:13 in the morning, and yesterday was listed."""
    known = (
        entry("setup-members", "多少名会员才能成立工会", "几个人可以建会", "建工会要多少人", topic="组建工会"),
        entry("funds-use", "工会经费能用在哪些地方", "经费怎么用", "工会的钱可以买什么", topic="工会经费"),
    )
    made = Watched(tmp_path / "jianhui.db", small_index(*known), clock, chat="")
    made.notices.queue_due()
    return made


def test_new_questions_come_in_one_message_every_quarter_of_an_hour(watched: Watched) -> None:
    watched.talk("telegram:7").says(STRANGE)
    (first,) = watched.told()
    assert STRANGE in first
    watched.talk("telegram:8").says(MOON)
    watched.talk("telegram:9").says("飞机上能不能带宠物")
    assert watched.told() == []
    watched.clock.now += EVERY
    (second,) = watched.told()
    assert wording.NEWS.format(count=2) in second
    assert MOON in second
    assert STRANGE not in second
    watched.clock.now += EVERY
    assert watched.told() == []


def test_what_was_answered_meanwhile_is_not_new(watched: Watched) -> None:
    watched.talk("telegram:7").says(STRANGE)
    watched.talk(ADMIN).says("/answer 1 冷藏两天。")
    watched.talk(ADMIN).says("确认")
    assert watched.told() == []


def test_a_question_opened_again_is_new_again(watched: Watched) -> None:
    watched.talk("telegram:7").says(STRANGE)
    watched.told()
    watched.talk(ADMIN).says("/answer 1 冷藏两天。")
    watched.talk(ADMIN).says("确认")
    watched.sent("telegram:7")
    watched.reply_to_last("telegram:7", "没用")
    watched.clock.now += EVERY
    assert [STRANGE in text for text in watched.told()] == [True]


def test_with_an_experts_chat_they_are_posted_there_instead(watched: Watched) -> None:
    watched._chat = CHAT  # set before it is started anew
    watched.restart()
    watched.talk("telegram:7").says(STRANGE)
    assert watched.told() == []
    assert len(watched.sent(CHAT)) == 1


def test_nothing_goes_out_in_quiet_hours_and_all_of_it_afterwards(watched: Watched) -> None:
    watched.quiet = NIGHT
    watched.restart()
    watched.clock.now += 13 * HOUR  # 23:13
    watched.talk("telegram:7").says(STRANGE)
    assert watched.told() == []
    watched.clock.now += 8 * HOUR  # 7:13
    watched.talk("telegram:8").says(MOON)
    assert watched.told() == []
    watched.restart()
    watched.clock.now += HOUR
    (told,) = watched.told()
    assert STRANGE in told
    assert MOON in told


def test_experts_sleep_too(watched: Watched) -> None:
    watched._chat = CHAT  # set before it is started anew
    watched.restart()
    watched.work._quiet = NIGHT  # as the setting does
    watched.clock.now += 13 * HOUR
    watched.talk("telegram:7").says(STRANGE)
    watched.work.run_due_work()
    assert watched.sent(CHAT) == []
    watched.clock.now += 9 * HOUR
    watched.work.run_due_work()
    assert len(watched.sent(CHAT)) == 1


def test_a_crash_between_two_admins_tells_both_once(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    watched.admins.add("telegram:2")
    watched.talk("telegram:7").says(STRANGE)
    queue = watched.store.queue
    made: list[object] = []

    def one(message: object) -> bool:
        if made:
            raise KeyboardInterrupt
        made.append(message)
        return queue(message)  # type: ignore[arg-type]  # what it was called with

    monkeypatch.setattr(watched.store, "queue", one)
    with pytest.raises(KeyboardInterrupt):
        watched.notices.queue_due()
    watched.restart()
    watched.talk("telegram:8").says(MOON)
    watched.notices.queue_due()
    watched.notices.queue_due()
    assert [len(watched.sent(admin)) for admin in (ADMIN, "telegram:2")] == [1, 1]


def test_what_was_taken_for_no_question_is_listed_each_morning_and_can_be_made_one(watched: Watched) -> None:
    asker = watched.talk("telegram:7")
    asker.says("蓝色的大象在那边跳舞唱歌")
    assert watched.store.handovers("open", "") == ()
    assert watched.told() == []
    watched.clock.now += 23 * HOUR  # 9:13
    (listed,) = watched.told()
    assert "蓝色的大象在那边跳舞唱歌" in listed
    watched.restart()
    assert watched.told() == []
    watched.clock.now += DAY
    assert watched.told() == []
    number = listed.partition("消息 ")[2].partition("：")[0]
    admin = watched.talk(ADMIN)
    admin.says(f"/question {number}")
    assert [one.text for one in watched.work.open_by_priority()] == ["蓝色的大象在那边跳舞唱歌"]
    admin.says(f"/answer {watched.work.open_by_priority()[0].id} 大象不会跳舞。")
    admin.says("确认")
    assert len(watched.sent("telegram:7")) == 1


def test_a_question_in_pieces_is_not_listed_once_it_was_asked(watched: Watched) -> None:
    asker = watched.talk("telegram:7")
    for said in ("我们公司", "有二十几个人", "几个人可以建会"):
        asker.says(said)
    watched.clock.now += 23 * HOUR
    assert watched.told() == []


# ---------------------------------------------------------------- numbers, order, filters


def test_asker_and_admin_speak_of_the_same_number(watched: Watched) -> None:
    watched.talk("telegram:7").says(STRANGE)
    watched.talk("telegram:8").says("剩菜放冰箱能放几天")  # asks the same: joins it
    last = watched.talk("telegram:9")
    last.says(MOON)
    number = last.heard.partition("编号 ")[2].partition("，")[0]
    assert number == "3"
    admin = watched.talk(ADMIN)
    admin.says(f"/case {number}")
    assert MOON in admin.heard
    admin.says("/case 2")  # the number of one who joined leads to what she joined
    assert wording.INQUIRY_HEAD.format(number=1, text=STRANGE) in admin.heard


def test_a_question_mended_is_one_of_its_own(watched: Watched) -> None:
    asker = watched.talk("telegram:7")
    asker.says(STRANGE)
    watched.talk("telegram:8").says(STRANGE)
    asker.says("人工")
    asker.says(MOON)
    number = int(asker.heard.partition("编号 ")[2].partition("：")[0])
    inquiry = watched.work.resolve_number(number)
    watched.work.run_due_work()
    inquiry = watched.work.resolve_number(number)
    assert inquiry is not None
    assert (inquiry.id, inquiry.text) == (number, MOON)
    first = watched.work.resolve_number(1)
    assert first is not None
    assert first.waiting == 1


def test_people_count_from_the_first_day(watched: Watched) -> None:
    watched.talk("telegram:7").says(MOON)
    watched.clock.now += 3 * HOUR
    for number in (20, 21, 22):
        watched.talk(f"telegram:{number}").says(STRANGE)
    assert [one.text for one in watched.work.open_by_priority()] == [STRANGE, MOON]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("/cases", (STRANGE, MOON)),
        ("/cases 兔子", (MOON,)),  # a word of the question
        ("/cases 2人以上", (STRANGE,)),
        ("/cases 1天", (MOON,)),
        ("待答问题 要求转人工", (MOON,)),
        ("/cases 无人处理", (STRANGE,)),
        ("/mine", (MOON,)),
        ("/cases 由我处理 2人", ()),
        ("/cases 无人处理 1", (STRANGE,)),  # the first page
    ],
)
def test_admins_see_a_part_of_what_waits(said: str, shown: tuple[str, ...], watched: Watched) -> None:
    asker = watched.talk("telegram:7")
    asker.says(MOON)
    asker.says("人工")
    asker.says("发送")
    watched.clock.now += DAY
    for number in (20, 21):
        watched.talk(f"telegram:{number}").says(STRANGE)
    admin = watched.talk(ADMIN)
    admin.says("/assign 1")
    admin.says(said)
    assert tuple(text for text in (STRANGE, MOON) if text in admin.heard) == shown


def test_topics_are_buttons_and_the_filter_can_be_taken_off(watched: Watched) -> None:
    asked = ("建会的章能不能用红色的萝卜刻", "经费能不能拿去买火星上的地")
    for number, text in enumerate(asked):
        asker = watched.talk(f"telegram:{30 + number}")
        asker.says(text)
        asker.says("人工")
        asker.says("发送")
    watched.work.run_due_work()
    admin = watched.talk(ADMIN)
    admin.says("/cases")
    topic = next((label for label in admin.labels if label.startswith("组建工会")), "")
    assert topic, admin.labels
    admin.presses(topic)
    assert asked[1] not in admin.heard
    admin.presses(wording.INQUIRY_BUTTONS["cases"])
    assert asked[1] in admin.heard


@pytest.mark.parametrize(
    "leaning",
    [
        wording.MEANT.format(about="会费交多少", text="谁批"),
        wording.MEANT_TOLD.format(text="这个要交吗", told="我们是一家只有九个人的面馆"),
        "嗯？",
    ],
)
def test_a_new_entry_takes_only_wordings_that_a_stranger_could_ask(leaning: str, watched: Watched) -> None:
    for number, text in enumerate((STRANGE, leaning, "剩菜放冰箱能放几天")):
        made = watched.store.hand_over(Question(text, f"telegram:{40 + number}", f"telegram:{40 + number}", "telegram", text))
        watched.store.place(made.id, 1 if number else 0)
    admin = watched.talk(ADMIN)
    admin.says("/answer 1 冷藏的话两天之内吃完。")
    admin.says("确认")
    admin.presses(wording.INQUIRY_BUTTONS["entry"])
    values = dict(watched.edits[-1].values)
    assert values["question"] == STRANGE
    assert values["answer"] == "冷藏的话两天之内吃完。"
    assert values["phrasings"] == "剩菜放冰箱能放几天"
