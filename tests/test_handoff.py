"""Questions for a person, by the front door: askers, admins and experts, and what each of them gets to see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from bot import wording
from bot.access.permissions import Permissions
from bot.access.privacy import PrivacyHandler
from bot.channels import terminal
from bot.desk.desk import Desk
from bot.desk.handler_chain import HandlerChain
from bot.evaluation.inquiry_simulation import read
from bot.handoff.admin_handler import InquiryAdminHandler
from bot.handoff.asker_handler import InquiryAskerHandler
from bot.handoff.expert_group import GRACE, ExpertGroup
from bot.handoff.service import InquiryRecorder, InquiryService
from bot.matching.cache import ASKED, Cache
from bot.matching.knowledge_index import KnowledgeIndex
from bot.model import Conversation, Draft, EditDraft, Question, Reply
from bot.render import plain
from bot.settings import UNANSWERED
from bot.store.sqlite_store import SqliteStore
from tests.house import STRANGE, Clock, Talk, entry

ADMIN = "telegram:1"
CHAT = "telegram:-100"
EXPERT = "telegram:-100:0:9"
ANSWER = "冷藏的话两天之内吃完。"
DAY = 86_400.0


class Federation:
    """The bot with its office over one file, as askers, an admin and the experts meet it."""

    def __init__(self, path: Path, index: KnowledgeIndex, clock: Clock, chat: str = CHAT) -> None:
        self.clock = clock
        self.admins = {ADMIN}
        self.edits: list[EditDraft] = []
        self._path, self.index, self._chat = path, index, chat
        self._wires = 0
        self.start()

    def start(self) -> None:
        """Open the file, with new parts over it."""
        self.store = SqliteStore(self._path, clock=self.clock)
        self.work = InquiryService(self.store, lambda: self.index, self.clock, self._chat)
        experts = ExpertGroup(self.work)
        admin = InquiryAdminHandler(self.work, Permissions(lambda: self.admins), self._edit)
        privacy = PrivacyHandler(self.store, self.clock, 180, partial(Cache(self._path.parent / "cache").drop, ASKED))
        handlers = (privacy.reply, experts.reply, admin.reply, InquiryAskerHandler(self.work).reply)
        desk = Desk(lambda: self.index, self.store, self.clock)
        self.office = HandlerChain(handlers, InquiryRecorder(self.work, desk))

    def _edit(self, question: Question, draft: EditDraft) -> Reply:
        self.edits.append(draft)
        return Reply(question.text, self.office.desk.reply(question).decision, ())

    def restart(self) -> None:
        """What a crash leaves is the file."""
        self.store.close()
        self.start()

    def talk(self, who: str) -> Talk:
        """Somebody's conversation with the bot."""
        return Talk(self.office, self.clock, who)  # type: ignore[arg-type]  # anything that answers

    def sent(self, conversation: str) -> list[str]:
        """What waits in the outbox for a conversation, as a person reads it; a channel has sent it then."""
        found = [one for one in self.store.waiting("telegram") if one.conversation == conversation]
        for one in found:
            self._wires += 1
            self.store.settle(one.id, True, f"telegram:sent:{self._wires}")
        self.last = [(one, f"telegram:sent:{self._wires - len(found) + n}") for n, one in enumerate(found, 1)]
        return [plain(one.blocks) for one in found]

    def reply_to_last(self, who: str, text: str, conversation: str = "", **fields: object) -> str:
        """Somebody replies to the message that was sent last."""
        self._wires += 1
        question = Question(text, conversation or who, who, "telegram", f"x:{self._wires}", reply_to=self.last[-1][1])
        question = replace(question, private=not conversation, expert=conversation.startswith(f"{CHAT}:"))
        reply = self.office.reply(replace(question, **fields))  # type: ignore[arg-type]  # fields of Question
        self.buttons = {button.label: button.action for row in reply.buttons for button in row}
        return plain(reply.blocks)

    def press(self, label: str, who: str, conversation: str) -> str:
        """Press a button under the last reply to a reply."""
        question = Question("", conversation, who, "telegram", f"p:{label}", self.buttons[label], expert=conversation == EXPERT)
        return plain(self.office.reply(question).blocks)


@pytest.fixture
def federation(tmp_path: Path, small_index: Callable[..., KnowledgeIndex], clock: Clock) -> Federation:
    """Two entries, and nothing about leftovers."""
    known = (
        entry("setup-members", "多少名会员才能成立工会", "几个人可以建会", "建工会要多少人"),
        entry("funds-use", "工会经费能用在哪些地方", "经费怎么用", "工会的钱可以买什么"),
    )
    return Federation(tmp_path / "jianhui.db", small_index(*known), clock)


def test_an_unknown_question_is_noted_and_its_answer_comes_by_itself(federation: Federation) -> None:
    asker = federation.talk("telegram:7")
    asker.says(STRANGE)
    assert wording.INQUIRY_NOTED.format(number=1) in asker.heard
    admin = federation.talk(ADMIN)
    admin.says(f"/answer 1 {ANSWER}")
    assert federation.sent("telegram:7") == []  # nothing before it is confirmed
    admin.presses("确认发送")
    (told,) = federation.sent("telegram:7")
    assert ANSWER in told
    assert wording.INQUIRY_BY_PERSON.format(date="2026-11-23") in told


def test_who_asked_at_the_terminal_finds_the_answer_there_the_next_time(federation: Federation, tmp_path: Path) -> None:
    shown: list[str] = []

    def sits(session: str, *lines: str) -> None:
        seat = terminal.TerminalSession("terminal:wang", session, tmp_path)
        shown.clear()
        terminal.talk(federation.office.reply, lines, shown.append, seat, federation.store)

    sits("monday", STRANGE)
    admin = federation.talk(ADMIN)
    admin.says(f"/answer 1 {ANSWER}")
    admin.presses("确认发送")
    federation.work.run_due_work()
    sits("tuesday")
    assert [ANSWER in text for text in shown] == [True]
    sits("wednesday", "/mycase")
    assert len(shown) == 1  # told once


def test_everybody_in_other_words_hears_once_also_after_a_day_down(federation: Federation) -> None:
    for number, text in enumerate((STRANGE, "剩菜放冰箱能放几天", "冰箱里剩菜放几天"), 1):
        federation.talk(f"telegram:{number + 10}").says(text)
    admin = federation.talk(ADMIN)
    admin.says(f"答复1 {ANSWER}")
    admin.says("确认")
    federation.restart()
    federation.clock.now += DAY
    for _ in range(3):
        federation.work.run_due_work()
    assert [len(federation.sent(f"telegram:{number}")) for number in (11, 12, 13)] == [1, 1, 1]
    assert federation.sent("telegram:11") == []


def test_a_crash_between_the_decision_and_the_messages_loses_nothing(federation: Federation) -> None:
    federation.talk("telegram:7").says(STRANGE)
    inquiry = federation.store.inquiry(1)
    assert inquiry is not None
    federation.store.save_inquiry(replace(inquiry, state="answered", answer=ANSWER, round=1))
    federation.restart()
    federation.work.run_due_work()
    federation.work.run_due_work()
    assert len(federation.sent("telegram:7")) == 1


def test_who_asks_later_gets_the_answer_at_once_marked_as_a_persons(federation: Federation) -> None:
    federation.talk("telegram:7").says(STRANGE)
    admin = federation.talk(ADMIN)
    admin.says(f"/answer 1 {ANSWER}")
    admin.says("确认")
    late = federation.talk("telegram:8")
    late.says("冰箱里的剩菜可以放几天")
    assert ANSWER in late.heard
    assert wording.INQUIRY_BEFORE_NOTE in late.heard
    assert federation.sent("telegram:8") == []


def test_asked_for_a_person_after_that_answer_it_is_open_again(federation: Federation) -> None:
    federation.talk("telegram:7").says(STRANGE)
    federation.talk(ADMIN).says(f"/answer 1 {ANSWER}")
    federation.talk(ADMIN).says("确认")
    late = federation.talk("telegram:8")
    late.says(STRANGE)
    late.says("人工")
    late.says("发送")
    inquiry = federation.store.inquiry(1)
    assert inquiry is not None
    assert (inquiry.state, inquiry.waiting) == ("open", 1)


def test_after_an_edit_a_question_is_placed_once_its_likes_were_compared_anew(
    federation: Federation, small_index: Callable[..., KnowledgeIndex]
) -> None:
    for number, wordings in enumerate(read(UNANSWERED)[:60]):
        asker = federation.talk(f"telegram:{100 + number}")
        asker.says(wordings[0])
        asker.says("人工")
        asker.says("发送")
    federation.index = small_index(entry("funds-use", "工会经费能用在哪些地方", "经费怎么用", "工会的钱可以买什么"))
    asker = federation.talk("telegram:7")
    asker.says(STRANGE)
    noted = federation.store.unplaced(9)
    assert [one.text for one in noted] == [STRANGE]
    assert wording.INQUIRY_NOTED.format(number=noted[0].id) in asker.heard
    while federation.work.matcher.embed_backlog():
        pass
    federation.work.run_due_work()
    assert federation.store.unplaced(9) == ()


# ---------------------------------------------------------------- askers


def test_an_asker_sees_how_her_question_stands_and_withdraws_it(federation: Federation) -> None:
    asker = federation.talk("telegram:7")
    asker.says(STRANGE)
    asker.says("人工")
    asker.says("发送")
    asker.says("我的问题怎么样了")
    assert "编号 1" in asker.heard
    assert wording.INQUIRY_STATES["open"] in asker.heard
    asker.says("撤回1")
    assert asker.heard == wording.INQUIRY_WITHDRAWN.format(number=1)
    federation.talk(ADMIN).says(f"/answer 1 {ANSWER}")
    federation.talk(ADMIN).says("确认")
    assert federation.sent("telegram:7") == []


def test_another_ones_number_is_unknown(federation: Federation) -> None:
    federation.talk("telegram:7").says(STRANGE)
    other = federation.talk("telegram:8")
    for said in ("编号1", "撤回1", "补充1 我也想知道", "/mycase 1"):
        other.says(said)
        assert other.heard == wording.INQUIRY_NOT_YOURS.format(number=1)
    other.opens("k:more:1")
    assert other.heard == wording.ACTION_STALE


def test_an_answer_that_is_not_enough_opens_the_question_again(federation: Federation) -> None:
    federation.talk("telegram:7").says(STRANGE)
    federation.talk(ADMIN).says(f"/answer 1 {ANSWER}")
    federation.talk(ADMIN).says("确认")
    federation.sent("telegram:7")
    assert federation.reply_to_last("telegram:7", "没用") == wording.INQUIRY_AGAIN.format(number=1)
    asker = federation.talk("telegram:7")
    asker.says("补充1 是煮过的海鲜")
    assert asker.heard == wording.INQUIRY_ADDED.format(number=1)
    federation.talk(ADMIN).says("/answer 1 海鲜当天吃完。")
    federation.talk(ADMIN).says("确认")
    (told,) = federation.sent("telegram:7")
    assert "海鲜当天吃完" in told


def test_no_use_after_a_delivered_answer_is_about_that_answer(federation: Federation) -> None:
    asker = federation.talk("telegram:7")
    asker.says(STRANGE)
    asker.waits(60)
    federation.talk(ADMIN).says(f"/answer 1 {ANSWER}")
    federation.talk(ADMIN).says("确认")
    asker.says("没用")
    assert asker.heard == wording.INQUIRY_AGAIN.format(number=1)


def test_what_nobody_picked_from_and_what_was_no_use_is_for_a_person_too(federation: Federation) -> None:
    asker = federation.talk("telegram:7")
    asker.says("多少名会员才能成立工会")
    asker.presses("没用")
    asker.says("没说清楚小公司怎么办呀")
    federation.clock.now += 3600
    federation.work.run_due_work()
    admin = federation.talk(ADMIN)
    admin.says("/case 1")
    assert "没说清楚小公司怎么办呀" in admin.heard
    assert wording.INQUIRY_KINDS["useless"] in admin.heard


def test_a_choice_that_nobody_picked_from_is_for_a_person_after_a_while(federation: Federation) -> None:
    asker = federation.talk("telegram:7")
    asked = ("工会多少", "经费多少", "工会能买什么", "建会花钱吗")
    vague = next(text for text in asked if asker.says(text).decision == "choose")
    federation.work.run_due_work()
    assert federation.store.handovers("open", "choose") == ()
    federation.clock.now += 1801
    federation.work.run_due_work()
    assert [one.text for one in federation.store.handovers("open", "choose")] == [vague]


# ---------------------------------------------------------------- admins


def test_an_admin_sees_words_offers_and_suggestions_and_nobodys_name(federation: Federation) -> None:
    asker = federation.talk("telegram:4711")
    asker.says("几个人可以建会")
    asker.says(STRANGE)
    admin = federation.talk(ADMIN)
    admin.says("/cases")
    assert STRANGE in admin.heard
    admin.presses("查看问题 1")
    assert "几个人可以建会" in admin.heard
    assert "setup-members" in admin.heard
    assert "4711" not in admin.heard


def test_the_list_begins_with_most_people_times_days(federation: Federation) -> None:
    federation.talk("telegram:7").says("月亮上有没有兔子")
    for number in range(3):
        federation.talk(f"telegram:{20 + number}").says(STRANGE)
    federation.clock.now += DAY
    assert [one.text for one in federation.work.open_by_priority()] == [STRANGE, "月亮上有没有兔子"]


@pytest.mark.parametrize("said", ["/cases", "/case 1", "/answer 1 不对的答复", "/mine", "/refuse 1 不想答", "/reopen 1"])
def test_commands_of_somebody_without_rights_are_nothing(said: str, federation: Federation) -> None:
    federation.talk("telegram:7").says(STRANGE)
    other = federation.talk("telegram:8")
    other.says(said)
    for action in ("k:show:1", "k:answer:1", "k:assign:1", "k:send:x", "k:reopen:1", "k:with:1:funds-use"):
        other.opens(action)
        assert STRANGE not in other.heard
    inquiry = federation.store.inquiry(1)
    assert inquiry is not None
    assert (inquiry.state, inquiry.assigned) == ("open", "")
    assert [one.text for one in federation.store.handovers("open", "unknown")] == [STRANGE]


@pytest.mark.parametrize("said", ["/case abc", "/answer 一", "/reopen 问题1"])
def test_a_command_without_a_number_is_told_what_it_lacks(said: str, federation: Federation) -> None:
    admin = federation.talk(ADMIN)
    admin.says(said)
    assert admin.heard == wording.INQUIRY_NUMBER
    assert federation.store.handovers("open", "unknown") == ()


def test_what_waits_already_need_not_be_opened_again(federation: Federation) -> None:
    federation.talk("telegram:7").says(STRANGE)
    admin = federation.talk(ADMIN)
    admin.says("/reopen 1")
    assert admin.heard == wording.INQUIRY_STILL_OPEN.format(number=1)


def test_an_admin_who_was_removed_cannot_send_what_she_wrote(federation: Federation) -> None:
    federation.talk("telegram:7").says(STRANGE)
    admin = federation.talk(ADMIN)
    admin.says(f"/answer 1 {ANSWER}")
    federation.admins.clear()
    admin.presses("确认发送")
    assert federation.sent("telegram:7") == []


def test_the_button_of_an_earlier_text_sends_nothing(federation: Federation) -> None:
    federation.talk("telegram:7").says(STRANGE)
    admin = federation.talk(ADMIN)
    old = next(b for row in admin.says("/answer 1 写错了").buttons for b in row if b.label == "确认发送")
    admin.says(f"/answer 1 {ANSWER}")
    admin.opens(old.action)
    assert admin.heard == wording.INQUIRY_STALE
    assert federation.sent("telegram:7") == []


def test_questions_are_not_handled_where_others_read_along(federation: Federation) -> None:
    federation.talk("telegram:7").says(STRANGE)
    question = Question("/case 1", "telegram:-5:0:1", ADMIN, "telegram", "g:1")
    assert plain(federation.office.reply(question).blocks) == wording.INQUIRY_PRIVATE


def test_a_refusal_is_told_to_those_who_asked_for_a_person(federation: Federation) -> None:
    federation.talk("telegram:7").says(STRANGE)
    wanting = federation.talk("telegram:8")
    wanting.says(STRANGE)
    wanting.says("人工")
    wanting.says("发送")
    admin = federation.talk(ADMIN)
    admin.says("/refuse 1")
    admin.says("不是工会的事")
    admin.presses("确认发送")
    (told,) = federation.sent("telegram:8")
    assert "不是工会的事" in told
    assert federation.sent("telegram:7") == []


def test_an_entry_can_be_the_answer_and_learn_the_askers_words(federation: Federation) -> None:
    federation.talk("telegram:7").says(STRANGE)
    admin = federation.talk(ADMIN)
    admin.says("/with 1 funds-use")
    admin.presses("确认发送")
    (told,) = federation.sent("telegram:7")
    assert "这是工会经费能用在哪些地方的答案" in told
    assert wording.INQUIRY_BY_PERSON[:6] not in told
    admin.presses("加为它的问法")
    (draft,) = federation.edits
    assert (draft.act, draft.entry, dict(draft.values)) == ("phrase", "funds-use", {"phrasings": STRANGE})


def test_an_answer_can_become_an_entry_without_what_names_a_person(federation: Federation) -> None:
    federation.talk("telegram:7").says(STRANGE)
    federation.talk("telegram:8").says("冰箱里的剩菜能放几天，我电话13812345678")
    admin = federation.talk(ADMIN)
    admin.says(f"/answer 1 {ANSWER}")
    admin.presses("确认发送")
    admin.presses("加为新条目")
    (draft,) = federation.edits
    assert draft.act == "new"
    assert dict(draft.values) == {"question": STRANGE, "answer": ANSWER, "phrasings": ""}


def test_merged_questions_are_answered_together(federation: Federation) -> None:
    federation.talk("telegram:7").says(STRANGE)
    federation.talk("telegram:8").says("月亮上有没有兔子")
    admin = federation.talk(ADMIN)
    admin.says("/merge 2 1")
    admin.presses("确认合并")
    admin.says("/case 2")
    assert wording.INQUIRY_MERGED.format(number=2, into=1) in admin.heard
    admin.says(f"/answer 2 {ANSWER}")
    admin.presses("确认发送")
    assert (len(federation.sent("telegram:7")), len(federation.sent("telegram:8"))) == (1, 1)


def test_a_question_is_assigned_to_an_admin_and_to_nobody_else(federation: Federation) -> None:
    federation.talk("telegram:7").says(STRANGE)
    admin = federation.talk(ADMIN)
    admin.says("/assign 1 telegram:99")
    assert admin.heard == wording.INQUIRY_ASSIGN_WHO
    admin.says("/assign 1")
    admin.says("/mine")
    assert STRANGE in admin.heard


# ---------------------------------------------------------------- the experts' chat


def test_a_new_question_is_posted_once_and_a_reply_is_its_answer(federation: Federation) -> None:
    federation.talk("telegram:7").says(STRANGE)
    federation.talk("telegram:8").says(STRANGE)
    federation.restart()
    federation.work.run_due_work()
    (posted,) = federation.sent(CHAT)
    assert STRANGE in posted
    said = federation.reply_to_last("telegram:9", ANSWER, EXPERT)
    assert said == wording.EXPERT_TAKEN.format(number=1, people=2)
    federation.work.run_due_work()
    assert federation.sent("telegram:7") == []
    federation.clock.now += GRACE
    federation.work.run_due_work()
    assert (len(federation.sent("telegram:7")), len(federation.sent("telegram:8"))) == (1, 1)


def test_an_answer_given_while_the_clock_was_ahead_goes_out_once_it_is_right_again(federation: Federation) -> None:
    federation.talk("telegram:7").says(STRANGE)
    federation.sent(CHAT)
    federation.clock.now += 400 * DAY
    federation.reply_to_last("telegram:9", ANSWER, EXPERT)
    federation.clock.now -= 400 * DAY
    federation.work.run_due_work()
    assert len(federation.sent("telegram:7")) == 1


def test_an_experts_answer_can_be_taken_back_within_a_minute(federation: Federation) -> None:
    federation.talk("telegram:7").says(STRANGE)
    federation.sent(CHAT)
    federation.reply_to_last("telegram:9", ANSWER, EXPERT)
    assert federation.press("撤回", "telegram:9", EXPERT) == wording.EXPERT_UNDONE.format(number=1)
    federation.clock.now += GRACE
    federation.work.run_due_work()
    assert federation.sent("telegram:7") == []
    federation.sent(CHAT)
    federation.reply_to_last("telegram:9", ANSWER, EXPERT)
    federation.clock.now += GRACE
    federation.work.run_due_work()
    assert federation.press("撤回", "telegram:9", EXPERT) == wording.EXPERT_TOO_LATE.format(number=1)
    assert len(federation.sent("telegram:7")) == 1


@pytest.mark.parametrize("chat", ["@老王 这个谁知道", "这个是问哪里的？", "我来"])
def test_what_does_not_read_as_an_answer_is_asked_about_first(chat: str, federation: Federation) -> None:
    federation.talk("telegram:7").says(STRANGE)
    federation.sent(CHAT)
    assert wording.EXPERT_DOUBT.format(number=1, people=1) in federation.reply_to_last("telegram:9", chat, EXPERT)
    federation.clock.now += 2 * GRACE
    federation.work.run_due_work()
    assert federation.sent("telegram:7") == []
    assert federation.press(wording.EXPERT_YES, "telegram:9", EXPERT) == wording.EXPERT_TAKEN.format(number=1, people=1)


def test_a_mended_answer_goes_out_in_place_of_the_first(federation: Federation) -> None:
    federation.talk("telegram:7").says(STRANGE)
    federation.sent(CHAT)
    federation.reply_to_last("telegram:9", "冷藏的话二十天之内吃完。", EXPERT)
    federation.reply_to_last("telegram:9", ANSWER, EXPERT, edited=True)
    federation.clock.now += GRACE
    federation.work.run_due_work()
    (told,) = federation.sent("telegram:7")
    assert ANSWER in told


def test_the_second_expert_hears_that_it_is_answered(federation: Federation) -> None:
    federation.talk("telegram:7").says(STRANGE)
    federation.sent(CHAT)
    federation.reply_to_last("telegram:9", ANSWER, EXPERT)
    said = federation.reply_to_last("telegram:10", "三天之内都可以吃的", "telegram:-100:0:10")
    assert said == wording.EXPERT_DONE.format(number=1)
    assert federation.reply_to_last("telegram:9", ANSWER, EXPERT) == wording.EXPERT_TAKEN.format(number=1, people=1)


def test_an_expert_may_look_at_a_question_and_no_more(federation: Federation) -> None:
    federation.talk("telegram:7").says(STRANGE)
    expert = Talk(federation.office, federation.clock, EXPERT)  # type: ignore[arg-type]  # anything that answers
    expert.expert = True
    expert.opens("k:show:1")
    assert STRANGE in expert.heard
    assert expert.labels == []
    expert.opens("k:answer:1")
    assert expert.heard == wording.ACTION_STALE


def test_a_reply_to_that_post_from_elsewhere_is_no_answer(federation: Federation) -> None:
    federation.talk("telegram:7").says(STRANGE)
    federation.sent(CHAT)
    federation.reply_to_last("telegram:66", "随便吃，没事的，放一年都行", "telegram:66")
    inquiry = federation.store.inquiry(1)
    assert inquiry is not None
    assert inquiry.state == "open"


# ---------------------------------------------------------------- privacy


def test_everybody_sees_what_is_kept_of_her_and_has_it_forgotten(federation: Federation) -> None:
    asker = federation.talk("telegram:7")
    traces = federation._path.parent / "cache" / f"{ASKED}-encoder"  # what a preview worked out from questions
    traces.mkdir(parents=True)
    asker.says(STRANGE)
    reply = asker.says("/mydata")
    (file,) = reply.files
    assert STRANGE in file.content.decode("utf-8-sig")
    asker.says("/forget")
    asker.presses(wording.FORGET_YES)
    assert asker.heard == wording.FORGET_DONE.format(questions=1, handovers=1, downloads=0)
    assert STRANGE.encode() not in b"".join(one.read_bytes() for one in federation._path.parent.glob("jianhui.db"))
    assert not traces.exists()
    assert federation.store.questions_by("telegram:7") == ()


def test_where_others_read_along_only_counts_are_told(federation: Federation) -> None:
    question = Question("/mydata", "telegram:-5:0:7", "telegram:7", "telegram", "g:1")
    reply = federation.office.reply(question)
    assert reply.files == ()
    assert wording.MYDATA_NOTHING in plain(reply.blocks)


def test_nothing_is_forgotten_unless_it_is_confirmed(federation: Federation) -> None:
    asker = federation.talk("telegram:7")
    asker.says(STRANGE)
    asker.says("/forget")
    asker.waits(3600)
    asker.presses(wording.FORGET_YES)
    assert asker.heard == wording.FORGET_STALE
    assert federation.store.stored_data("telegram:7").questions == 1


@pytest.mark.parametrize(("awaiting", "told"), [("", True), ("fill", False)])
def test_a_form_filled_in_last_week_hides_no_question(federation: Federation, awaiting: str, told: bool) -> None:
    asker = federation.talk("telegram:7")
    asker.says(STRANGE)
    federation.store.save_draft(Draft("telegram:7", "ballot", updated=federation.clock.now))
    federation.store.save_conversation(Conversation("telegram:7", awaiting=awaiting, updated=federation.clock.now))
    asker.says("编号1")  # in the middle of a form it may be what the blank asks for
    assert (wording.INQUIRY_STATES["open"] in asker.heard) is told
    asker.says("我的问题怎么样了")
    assert wording.INQUIRY_STATES["open"] in asker.heard


@pytest.mark.parametrize(("said", "left"), [(["确定删除"], 0), (["不删"], 1), (["取消"], 1), (["你好", "确定删除"], 2)])
def test_forgetting_is_confirmed_in_words_too_and_only_at_once(federation: Federation, said: list[str], left: int) -> None:
    asker = federation.talk("telegram:7")
    asker.says(STRANGE)
    asker.says("/forget")
    for words in said:
        asker.says(words)
    assert federation.store.stored_data("telegram:7").questions == left


def test_nobody_forgets_for_another(federation: Federation) -> None:
    federation.talk("telegram:7").says(STRANGE)
    federation.talk("telegram:8").opens(f"k:forget:{int(federation.clock.now)}")
    assert federation.store.stored_data("telegram:7").questions == 1


def test_the_log_says_nothing_of_what_was_asked(federation: Federation, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    federation.talk("telegram:4711").says(STRANGE)
    federation.talk("telegram:4711").says("/cases")
    assert STRANGE not in caplog.text
    assert "4711" not in caplog.text
