"""Admins edit the knowledge in their chat on Telegram: what they say and press, what they read, what the files say then."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

import pytest

from bot import wording
from bot.model import Decision, Impact, Knowledge, Question, Reply
from bot.render import plain
from tests.botapi import BotApi
from tests.botapi.people import Person
from tests.federation import DUES, Federation
from tests.house import Clock

pytestmark = pytest.mark.anyio
YES = wording.KEEP_BUTTONS["yes"]


async def says(person: Person, *texts: str) -> str:
    """Type one text after the other; what the bot says to the last."""
    for text in texts:
        await person.say(text)
        reply = await person.reply()
    return str(reply.text)


async def presses(person: Person, label: str) -> str:
    """Press the newest button that says so; what the bot says then."""
    await person.press(label)
    return str((await person.reply()).text)


async def sends(person: Person, data: str) -> str:
    """Send a button's data; what the bot says then."""
    await person.forge(data)
    return str((await person.reply()).text)


# ---------------------------------------------------------------- editing


async def test_an_answer_is_edited_with_a_preview_and_a_confirmation(union: Federation, wang: Person) -> None:
    assert "按规定交。" in await says(wang, "/edit dues-amount", "答案")
    shown = await says(wang, "按工资的千分之五交。")
    assert "－ 按规定交。" in shown
    assert "＋ 按工资的千分之五交。" in shown
    assert "3 个标准问题" in shown
    assert union.file() == DUES  # nothing yet
    assert wording.KEEP_DONE.format(number=1) in await presses(wang, YES)
    assert union.file() == DUES.replace("按规定交。", "按工资的千分之五交。").replace("2026-01-01", "2026-11-23")
    li = union.api.user("李")
    assert "按工资的千分之五交。" in await says(li, "会费标准")


async def test_words_instead_of_an_id_offer_entries_to_pick_from(union: Federation, wang: Person) -> None:
    offered = await says(wang, "/edit 会费")
    assert "1. 会费每个月应该交多少钱？（dues-amount）" in offered
    assert "离职以后会费能退吗？" in await says(wang, "2")


async def test_while_another_file_is_broken_an_edit_is_not_said_to_be_in_force(union: Federation, wang: Person) -> None:
    await says(wang, "/edit dues-amount", "答案", "按工资的千分之五交。")
    (union.knowledge / "election.yaml").write_text("topic: 换届\nentries: [\n", "utf-8")
    said = await presses(wang, YES)
    assert "还不能生效" in said
    assert "election.yaml" in said
    assert "已写进知识" not in said


async def test_other_words_at_the_picking_step_look_again(union: Federation, wang: Person) -> None:
    assert "（dues-amount）" in await says(wang, "/edit 会费")
    found = await says(wang, "换届")
    assert "（election-early）" in found
    assert wording.KEEP_WHICH_KEY in await says(wang, "1")


async def test_find_says_that_it_changes_nothing(union: Federation, wang: Person) -> None:
    assert await says(wang, "/find") == wording.KEEP_FIND_WHICH
    found = await says(wang, "/find 会费")
    assert found.startswith(wording.KEEP_FOUND.format(count=2))
    assert wording.KEEP_WHICH_KEY in await says(wang, "1")


async def test_a_key_is_named_by_a_part_of_its_name(union: Federation, wang: Person) -> None:
    assert "现在的答案是" in await says(wang, "/edit dues-back", "改答案内容")


async def test_an_id_with_a_slip_offers_the_one_that_was_meant(union: Federation, wang: Person) -> None:
    assert "（dues-amount）" in await says(wang, "/edit dues-amuont")


@pytest.mark.parametrize("words", ["改 dues-back", "修改条目 离职以后会费能退吗", "/EDIT DUES-BACK", "/edit@jianhui_bot back"])
async def test_a_part_of_an_id_the_question_and_chinese_words_do_as_well(union: Federation, wang: Person, words: str) -> None:
    assert wording.KEEP_WHICH_KEY in await says(wang, words)


async def test_a_statement_in_place_of_a_question_is_probably_the_answer(union: Federation, wang: Person) -> None:
    assert await says(wang, "/edit dues-back", "问题", "会费交了就不退，入会满一年也一样。") == wording.KEEP_MEANT_ANSWER
    await presses(wang, wording.KEEP_BUTTONS["answer"])
    await presses(wang, YES)
    assert "answer: 会费交了就不退，入会满一年也一样。" in union.file()
    assert "question: 离职以后会费能退吗？" in union.file()


async def test_a_question_that_asks_something_else_now_is_doubted_in_the_preview(union: Federation, wang: Person) -> None:
    shown = await says(wang, "/edit dues-back", "问题", "换届什么时候办比较好？")
    assert wording.KEEP_MEANT_ANSWER in shown


async def test_a_question_in_place_of_an_answer_is_taken_for_a_phrasing(union: Federation, wang: Person) -> None:
    assert await says(wang, "/edit dues-back", "答案", "会费还能要回来吗") == wording.KEEP_MEANT_PHRASE
    await presses(wang, wording.KEEP_BUTTONS["phrase"])
    await presses(wang, YES)
    assert "      - 会费退不退\n      - 退会费\n      - 会费还能要回来吗\n" in union.file()


async def test_phrasings_are_added_to_those_there_are_and_known_ones_left_out(union: Federation, wang: Person) -> None:
    shown = await says(wang, "/phrase dues-amount", "会费标准？\n1. 每月扣多少会费\n2. 会费扣几块")
    assert "＋ 会费标准" not in shown
    await says(wang, "确认")
    assert "      - 会费几块钱  # 常有人这样问\n      - 每月扣多少会费\n      - 会费扣几块\n" in union.file()


async def test_a_phrasing_of_another_entry_is_refused_with_what_to_do(union: Federation, wang: Person) -> None:
    shown = await says(wang, "/phrase election-early", "退会费")
    assert "错误（election-early）：" in shown
    assert wording.KEEP_WRONG in shown
    assert "dues-back" in shown
    assert YES not in [label for row in (await wang.reply()).rows for label in row]


async def test_a_new_entry_is_asked_for_part_by_part(union: Federation, wang: Person) -> None:
    await says(wang, "/new", "慰问品一年能发几次？", "按节日发。")
    await presses(wang, "会费")
    await presses(wang, "经验做法")
    assert "＋ question: 慰问品一年能发几次？" in await says(wang, "节日慰问几次\n发慰问品")
    await presses(wang, YES)
    assert "  - id: dues-1\n    question: 慰问品一年能发几次？\n" in union.file()
    assert "按节日发。" in await says(union.api.user("李"), "发慰问品")


async def test_a_new_entry_held_against_national_texts_is_asked_which(union: Federation, wang: Person) -> None:
    await says(wang, "/new", "慰问品一年能发几次？", "按节日发。")
    await presses(wang, "会费")
    assert await presses(wang, "国家规定已核对") == wording.KEEP_NEW["sources"]


async def test_a_new_entry_that_is_there_already_is_offered_as_a_phrasing(union: Federation, wang: Person) -> None:
    assert "（dues-amount）" in await says(wang, "/new 会费每个月应该交多少钱")
    assert wording.KEEP_BUTTONS["keep"] in [label for row in (await wang.reply()).rows for label in row]


@pytest.mark.parametrize("words", ["abc", "999", "0"])
async def test_an_edit_that_never_was_is_not_taken_back_for_the_last_one(union: Federation, wang: Person, words: str) -> None:
    await says(wang, "/retire election-early", "确认")
    assert await says(wang, f"/undo {words}") == wording.EDIT_NO_ACT


async def test_a_retired_entry_answers_no_more_until_that_is_undone(union: Federation, wang: Person) -> None:
    await says(wang, "/retire election-early", "确认")
    assert "早些准备" not in await says(wang, "换届什么时候开始")
    assert "－ retired: 2026-11-23" in await says(wang, "/undo")
    await presses(wang, YES)
    assert "早些准备" in await says(wang, "换届什么时候开始")
    history = await says(wang, "/history election-early")
    assert f"telegram:{wang.id}" in history
    assert "已由 2 号撤销" in history


async def test_a_value_that_cannot_be_one_is_refused_and_asked_for_again(union: Federation, wang: Person) -> None:
    assert await says(wang, "/edit dues-back", "核对日期", "去年夏天") == wording.KEEP_BAD_DAY.format(said="去年夏天")
    assert "＋ 2026-11-20" in await says(wang, "2026年11月20日")


async def test_a_command_that_finds_nothing_says_so(union: Federation, wang: Person) -> None:
    assert await says(wang, "/edit ？？") == wording.KEEP_NOT_FOUND.format(words="？？")
    assert "dues-back" in await says(wang, "退会费")  # the next words are taken for the entry


# ---------------------------------------------------------------- between and after


async def test_an_edit_survives_a_restart_and_goes_on_where_it_was(union: Federation, wang: Person) -> None:
    await says(wang, "/edit dues-back", "答案", "可以退。")
    await union.rig.stop()
    union.start()
    union.rig.start()
    assert wording.KEEP_DONE.format(number=1) in await presses(wang, YES)
    assert "answer: 可以退。" in union.file()


async def test_a_question_asked_in_between_is_answered_and_the_buttons_still_go_on(union: Federation, wang: Person) -> None:
    await says(wang, "/edit dues-back")
    assert "早些准备" in await says(wang, "换届什么时候开始")
    assert wording.KEEP_WHICH_KEY not in await says(wang, "1")  # a number is no key any more
    assert "不退。" in await presses(wang, "答案")


async def test_a_day_later_its_buttons_do_nothing(union: Federation, wang: Person, clock: Clock) -> None:
    await says(wang, "/edit dues-back", "答案", "可以退。")
    clock.now += 24 * 3600
    assert await presses(wang, YES) == wording.KEEP_STALE
    assert union.file() == DUES


async def test_the_words_of_an_answer_may_look_like_a_command(union: Federation, wang: Person) -> None:
    shown = await says(wang, "/edit dues-back", "答案", "修改 章程后再退。")
    assert "＋ 修改 章程后再退。" in shown


async def test_the_second_of_two_admins_sees_what_the_first_did_and_begins_from_there(union: Federation, wang: Person) -> None:
    zhao = union.api.user("赵")
    union.appoint(wang, zhao)
    await says(wang, "/edit dues-back", "答案", "可以退一半。")
    await says(zhao, "/edit dues-back", "答案", "一律不退。")
    await presses(zhao, YES)
    clash = await presses(wang, YES)
    assert f"telegram:{zhao.id}" in clash
    assert "＋ answer: 一律不退。" in clash
    assert "－ 一律不退。" in await presses(wang, wording.KEEP_BUTTONS["redo"])
    await presses(wang, YES)
    assert "answer: 可以退一半。" in union.file()


async def test_a_confirmation_that_came_twice_makes_one_edit(union: Federation, wang: Person) -> None:
    await says(wang, "/edit dues-back", "答案", "可以退。")
    data = wang.data(YES)
    await sends(wang, data)
    assert await sends(wang, data) == wording.KEEP_STALE
    assert len(union.editor.history()) == 1


async def test_a_confirmation_that_a_crash_left_unanswered_is_answered_again_and_makes_one_edit(
    union: Federation, wang: Person
) -> None:
    await says(wang, "/edit dues-back", "答案", "可以退。")
    key = f"telegram:{wang.id}"
    press = Question("", key, key, "telegram", wire="press-1", action=wang.data(YES), private=True)
    first, again = await union.worker.ask(press), await union.worker.ask(press)
    assert plain(first.blocks) == plain(again.blocks) == wording.KEEP_DONE.format(number=1)
    assert len(union.editor.history()) == 1


async def test_an_edit_that_was_made_just_before_a_crash_is_not_taken_for_somebody_elses(
    union: Federation, wang: Person
) -> None:
    await says(wang, "/edit dues-back", "答案", "可以退。")
    key = f"telegram:{wang.id}"
    draft = union.store.edit_draft(key)
    assert draft is not None
    assert draft.proposal is not None
    union.editor.apply(draft.proposal, key)  # and then the power went
    assert await presses(wang, YES) == wording.KEEP_DONE.format(number=1)


async def test_a_corrected_message_corrects_the_edit(union: Federation, wang: Person) -> None:
    await says(wang, "/edit dues-bakc")
    await wang.edit("/edit dues-back")
    assert "离职以后会费能退吗" in (await wang.reply()).text
    await says(wang, "答案", "可以推。")
    await wang.edit("可以退。")
    assert "＋ 可以退。" in (await wang.reply()).text
    await presses(wang, YES)
    assert "answer: 可以退。" in union.file()


async def test_nobody_waits_while_the_impact_of_an_edit_is_worked_out(tmp_path: Path, clock: Clock) -> None:
    go_on = threading.Event()

    def replay(_: Knowledge) -> Impact:
        go_on.wait(120)
        return Impact((), 1, 0)

    async with BotApi() as api, Federation(api, tmp_path, clock, replay) as union:
        wang, li = api.user("王"), api.user("李")
        union.appoint(wang)
        await says(wang, "/edit dues-back", "答案")
        await wang.say("可以退。")
        assert "按规定交。" in await says(li, "会费标准")
        assert not any("＋ 可以退。" in text for text in wang.transcript())
        go_on.set()
        assert "＋ 可以退。" in (await wang.reply()).text


async def test_an_answer_too_long_for_a_message_comes_in_two_and_stays_one(union: Federation, wang: Person) -> None:
    await says(wang, "/edit dues-back", "答案")
    await wang.say("一段话。" * 1000)
    await wang.replies()
    await wang.say("另一段。" * 200)
    await union.rig.answered()
    await presses(wang, YES)
    assert "一段话。\n      另一段。" in union.file()


async def test_anybody_is_told_the_number_that_makes_her_an_admin(union: Federation, wang: Person) -> None:
    li = union.api.user("李")
    assert await says(li, "/id") == wording.IDENTITY.format(key=f"telegram:{li.id}")
    union.dotenv.write_text(f"JIANHUI_ADMINS=telegram:{li.id}\n", "utf-8")
    assert wording.KEEP_HELP_HEADING in await says(li, "/admin")
    assert await says(li, "/id") == wording.IDENTITY_ADMIN.format(key=f"telegram:{li.id}")


# ---------------------------------------------------------------- rights

COMMANDS = [
    *("/new 新问题", "/edit dues-back", "/phrase dues-back", "/retire dues-back", "/find 会费", "/undo", "/history", "/admin"),
    *("/suggest", "/stats", "改 dues-back", "撤销修改", "新条目", "停用 dues-back"),
]


async def test_a_command_of_somebody_else_gets_the_ordinary_bot(
    union: Federation, wang: Person, caplog: pytest.LogCaptureFixture
) -> None:
    li = union.api.user("李")
    for command in COMMANDS:
        caplog.clear()
        with caplog.at_level(logging.WARNING, "bot.access.permissions"):
            said = await says(li, command)
        assert not any(sentence in said for sentence in (*wording.KEEP_HELP, wording.KEEP_WHICH_KEY, wording.KEEP_PRIVATE))
        assert union.store.edit_draft(f"telegram:{li.id}") is None
        assert "not an admin" in caplog.text
        assert str(li.id) not in caplog.text


async def test_in_a_group_an_admin_is_sent_to_the_private_chat(
    union: Federation, wang: Person, caplog: pytest.LogCaptureFixture
) -> None:
    [member] = union.api.group().join("王")
    union.appoint(member)
    for command in COMMANDS:
        caplog.clear()
        with caplog.at_level(logging.WARNING, "bot.access.permissions"):
            assert await says(member, f"@jianhui_bot {command}") == wording.KEEP_PRIVATE
        assert "not in private" in caplog.text


ACTS = {
    "new": (("/new 慰问品一年能发几次？", "按节日发。", "会费", "经验做法", "跳过"), YES),
    "edit": (("/edit dues-back", "答案", "可以退。"), YES),
    "phrase": (("/phrase dues-back", "会费要得回来吗"), YES),
    "retire": (("/retire dues-back",), YES),
    "undo": (("/edit dues-back", "答案", "可以退。", "确认", "/undo"), YES),
    "suggest": (("/suggest",), wording.SUGGEST_TAKE.format(number=1)),
}
"""Every act that a button makes: what leads to the button, and what it says."""


async def ready(union: Federation, admin: Person, act: str) -> str:
    """Bring an admin to the button of an act; what the button sends."""
    for asker in range(5):
        who = f"telegram:{asker}"
        asked = Question("扣多少会费啊每月", who, who, "telegram", f"w{asker}")
        number = union.store.record(asked, Reply(asked.text, Decision.CHOOSE, ()), "hash")
        union.store.choose(number, "dues-amount")
    texts, label = ACTS[act]
    for text in texts:
        await admin.say(text)
        await admin.replies()
    await union.rig.answered()
    return admin.data(label)


@pytest.mark.parametrize("act", ACTS)
async def test_the_button_of_an_act_works_for_its_admin(union: Federation, wang: Person, act: str) -> None:
    data = await ready(union, wang, act)
    before = union.file()
    await sends(wang, data)
    assert union.file() != before


@pytest.mark.parametrize("act", ACTS)
async def test_a_removed_admins_button_is_refused_and_logged(
    union: Federation, wang: Person, act: str, caplog: pytest.LogCaptureFixture
) -> None:
    data = await ready(union, wang, act)
    before = union.file()
    union.appoint()
    with caplog.at_level(logging.WARNING, "bot.access.permissions"):
        assert await sends(wang, data) == wording.ACTION_STALE
        await says(wang, "确认")
    assert caplog.text.count("not an admin") >= 1
    assert union.file() == before


@pytest.mark.parametrize("act", ACTS)
async def test_a_forwarded_button_is_refused_and_logged_for_an_admin_and_for_anybody(
    union: Federation, wang: Person, act: str, caplog: pytest.LogCaptureFixture
) -> None:
    zhao, li = union.api.user("赵"), union.api.user("李")
    union.appoint(wang, zhao)
    data = await ready(union, wang, act)
    await says(zhao, "/edit election-early", "答案", "提前半年。")
    before = union.file()
    await says(li, "会费标准")
    with caplog.at_level(logging.WARNING, "bot.access.permissions"):
        assert await sends(zhao, data) == wording.KEEP_STALE
        assert await sends(li, data) == wording.ACTION_STALE
    assert "not of this step" in caplog.text
    assert "not an admin" in caplog.text
    assert union.file() == before


@pytest.mark.parametrize("act", ACTS)
async def test_a_button_in_a_group_is_refused_and_logged(
    union: Federation, wang: Person, act: str, caplog: pytest.LogCaptureFixture
) -> None:
    data = await ready(union, wang, act)
    before = union.file()
    [member] = union.api.group().join("王")
    union.appoint(wang, member)
    await says(member, "@jianhui_bot 会费标准")
    with caplog.at_level(logging.WARNING, "bot.access.permissions"):
        assert await sends(member, data) == wording.KEEP_STALE
    assert "not of this step" in caplog.text
    assert union.file() == before


@pytest.mark.parametrize("data", ["a", "a:", "a::yes", "a:AAAAAAAAAAAAAAAA:yes", "a:x:y:z:1", "a:工会:yes"])
async def test_a_forged_button_does_nothing(
    union: Federation, wang: Person, data: str, caplog: pytest.LogCaptureFixture
) -> None:
    await says(wang, "/edit dues-back", "答案", "可以退。")
    with caplog.at_level(logging.WARNING, "bot.access.permissions"):
        assert await sends(wang, data) in (wording.KEEP_STALE, wording.ACTION_STALE)
    assert data == "a" or "not of this step" in caplog.text  # a letter alone is no button of ours
    assert union.file() == DUES


async def test_an_earlier_steps_button_does_nothing(union: Federation, wang: Person) -> None:
    await says(wang, "/edit dues-back", "答案", "可以退。")
    earlier = wang.data(YES)
    await presses(wang, wording.KEEP_BUTTONS["again"])
    await says(wang, "退一半。")
    assert await sends(wang, earlier) == wording.KEEP_STALE
    assert union.file() == DUES
