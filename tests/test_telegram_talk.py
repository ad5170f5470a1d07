"""Talking to the bot on Telegram: what people do, and what they read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import wording
from tests.botapi import BotApi
from tests.telegram_rig import UPDATES, Rig

pytestmark = pytest.mark.anyio
HOW = wording.TELEGRAM_GROUP_HOW.format(name="jianhui_bot")


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Rig]:
    async with BotApi() as api, Rig(api, tmp_path) as rig:
        yield rig


# ---------------------------------------------------------------- in private


async def test_a_question_is_answered_with_formatting_escapes_and_buttons(bot: Rig) -> None:
    li = bot.api.user("李")
    said = await li.say("多少名会员才能成立工会？")
    reply = await li.reply()
    assert reply.bold == ["多少名会员才能成立工会？"]
    assert "<联合基层工会> & 选组织员" in reply.text
    assert reply.rows == [["有用", "没用"], ["转人工"]]
    assert reply.reply_to == 0
    [question] = bot.desk.questions
    assert (question.conversation, question.asker, question.channel) == (f"telegram:{li.id}", f"telegram:{li.id}", "telegram")
    assert (question.wire, question.action, question.edited) == (f"{li.id}:{said.id}", "", False)


async def test_a_long_answer_comes_in_pieces_in_order_with_the_buttons_under_the_last(bot: Rig) -> None:
    li = bot.api.user()
    await li.say("长")
    replies = await li.replies(3)
    assert [text[:4] for text in "\n".join(r.text for r in replies).split("\n")] == [f"第{n}段。" for n in range(1, 9)]
    assert [bool(reply.rows) for reply in replies] == [False, False, True]


async def test_a_pressed_button_is_acknowledged_and_becomes_an_action(bot: Rig) -> None:
    li = bot.api.user()
    await li.say("会员")
    await li.reply()
    query = await li.press("没用")
    assert (await li.reply()).text == "收到：n:1"
    assert query in bot.api.methods.answers
    pressed = bot.desk.questions[-1]
    assert (pressed.text, pressed.action, pressed.wire, pressed.asker) == ("", "n:1", query, f"telegram:{li.id}")


async def test_a_button_pressed_an_hour_ago_is_answered_all_the_same(bot: Rig) -> None:
    li = bot.api.user()
    await li.say("会员")
    await li.reply()
    query = await li.press("转人工", age=3600)
    assert (await li.reply()).text == "收到：h:1"
    assert query not in bot.api.methods.answers


async def test_a_button_under_a_deleted_message_works(bot: Rig) -> None:
    li = bot.api.user()
    await li.say("会员")
    await li.reply()
    await li.press("有用", gone=True)
    assert (await li.reply()).text == "收到：u:1"


@pytest.mark.parametrize(
    ("payload", "asked"),
    [
        ("setup-members-needed", "e:setup-members-needed"),  # a link to an entry
        ("", "/help"),
        ("_", "/help"),  # the way from inline mode into the chat
        ("No_Such-Id", "/help"),  # no entry can have this id
        ("a" * 49, "/help"),  # nor one so long
    ],
)
async def test_a_deep_link_opens_its_entry_and_anything_else_the_greeting(bot: Rig, payload: str, asked: str) -> None:
    li = bot.api.user()
    await li.start(payload)
    await li.reply()
    assert bot.asked == [asked]


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("/help", "/help"),
        ("/TOPICS@jianhui_bot", "/topics"),
        ("/human 想找人", "/human 想找人"),
        ("/ask", "/ask"),
        ("/ask 怎么换届", "怎么换届"),
        ("/ask怎么换届", "怎么换届"),  # Telegram sees no command here, people do
        ("/foo 什么", "/foo 什么"),
        ("/home/工会.docx 打不开", "/home/工会.docx 打不开"),  # not a command
        ("1/2 以上同意", "1/2 以上同意"),
    ],
)
async def test_commands_reach_the_desk_as_text_and_ask_as_its_question(bot: Rig, typed: str, asked: str) -> None:
    li = bot.api.user()
    await li.say(typed)
    await li.reply()
    assert bot.asked == [asked]


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("voice", wording.TELEGRAM_VOICE),
        ("video_note", wording.TELEGRAM_VOICE),
        ("audio", wording.TELEGRAM_VOICE),
        ("photo", wording.TELEGRAM_PHOTO),
        ("video", wording.TELEGRAM_PHOTO),
        ("document", wording.TELEGRAM_FILE),
        ("sticker", wording.TELEGRAM_STICKER),
        ("dice", wording.TELEGRAM_STICKER),
        ("location", wording.TELEGRAM_OTHER),
        ("contact", wording.TELEGRAM_OTHER),
        ("poll", wording.TELEGRAM_OTHER),
    ],
)
async def test_what_isnt_text_gets_a_sentence_on_what_to_do(bot: Rig, kind: str, sentence: str) -> None:
    li = bot.api.user()
    await li.send(kind)
    assert (await li.reply()).text == sentence
    assert bot.asked == []


async def test_the_caption_of_a_picture_is_the_question_and_an_album_gets_one_answer(bot: Rig) -> None:
    li = bot.api.user()
    await li.send("photo", "会员证怎么办", media_group_id="7")
    await li.send("photo", media_group_id="7")
    await li.send("document", media_group_id="8")
    await li.send("document", media_group_id="8")
    await bot.answered()
    assert bot.asked == ["会员证怎么办"]
    assert li.transcript()[1:] == [wording.TELEGRAM_FILE]


async def test_service_messages_and_our_own_suggestions_get_no_answer(bot: Rig) -> None:
    li = bot.api.user()
    await li.pick(await li.types("会"))
    await li.send("pinned_message")
    await li.say("完")
    await li.reply()
    assert li.transcript() == ["收到：完"]


# ---------------------------------------------------------------- edits


async def test_an_edit_is_answered_anew_once_and_keeps_the_wire_of_its_message(bot: Rig) -> None:
    li = bot.api.user()
    said = await li.say("怎么换界")
    await li.reply()
    await li.edit("怎么换届")
    reply = await li.reply()
    assert (reply.text, reply.reply_to) == ("收到：怎么换届", said.id)
    await li.edit("怎么换届")  # a link preview has loaded, say
    await li.edit("换届要多久")
    assert (await li.reply()).text == "收到：换届要多久"
    assert bot.asked == ["怎么换界", "怎么换届", "换届要多久"]
    assert {question.wire for question in bot.desk.questions} == {f"{li.id}:{said.id}"}
    assert [question.edited for question in bot.desk.questions] == [False, True, True]


async def test_an_edit_back_to_the_first_words_is_an_edit(bot: Rig) -> None:
    li = bot.api.user()
    await li.say("甲")
    await li.edit("乙")
    await li.edit("甲")
    await bot.answered()
    assert bot.asked == ["甲", "乙", "甲"]


async def test_a_live_location_that_moves_says_nothing_again(bot: Rig) -> None:
    li = bot.api.user()
    moving = await li.send("location")
    await bot.answered()
    bot.api.updates.push("edited_message", moving | {"edit_date": moving["date"] + 5})
    await bot.answered()
    await bot.stop()
    bot.start()  # and has forgotten what was said before
    bot.api.updates.push("edited_message", moving | {"edit_date": moving["date"] + 10})
    await bot.answered()
    assert li.transcript() == [wording.TELEGRAM_OTHER]


# ---------------------------------------------------------------- groups


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("@jianhui_bot 怎么换届", "怎么换届"),
        ("@Jianhui_Bot，怎么换届？", "怎么换届？"),
        ("🙋🙋请问 @jianhui_bot 怎么换届", "🙋🙋请问  怎么换届"),  # offsets count in UTF-16
        ("怎么换届@jianhui_bot", "怎么换届"),  # Telegram sees no mention after a Han character, people do
        ("@jianhui_bot怎么换届", "怎么换届"),
        ("/ask 怎么换届", "怎么换届"),
        ("/ask@jianhui_bot 怎么换届", "怎么换届"),
        ("@jianhui_bot /ask 怎么换届", "怎么换届"),
        ("/help", "/help"),
        ("/foo@jianhui_bot", "/foo"),
    ],
)
async def test_in_a_group_it_answers_when_named_and_leaves_its_name_out(bot: Rig, said: str, asked: str) -> None:
    [wang] = bot.api.group().join("王")
    message = await wang.say(said)
    assert (await wang.reply()).reply_to == message.id
    assert bot.asked == [asked]


@pytest.mark.parametrize(
    "said",
    [
        "怎么换届",
        "/help@other_bot",
        "/foo",
        "@jianhui_bot2 怎么换届",
        "写信到 a@jianhui_bot 吧",
        "@other_bot 怎么换届",
        "/ask@other_bot @jianhui_bot 怎么换届",
    ],
)
async def test_in_a_group_it_is_silent_otherwise(bot: Rig, said: str) -> None:
    [wang] = bot.api.group().join("王")
    await wang.say(said)
    await wang.say("/ask 完")
    await wang.reply()
    assert bot.asked == ["完"]


async def test_a_name_without_at_and_a_reply_to_the_bot_count_as_naming_it(bot: Rig) -> None:
    wang, zhao = bot.api.group().join("王", "赵")
    await wang.say("🙋 建会通 怎么换届", naming="建会通")
    first = await wang.reply()
    await zhao.say("要多久？", reply_to=first)
    await zhao.reply()
    await zhao.say("问你呢", reply_to=wang.said[0])
    await zhao.say("/ask 完")
    await zhao.reply()
    assert bot.asked == ["🙋  怎么换届", "要多久？", "完"]


async def test_a_bare_mention_is_told_how_to_ask(bot: Rig) -> None:
    [wang] = bot.api.group().join("王")
    await wang.say("@jianhui_bot")
    assert (await wang.reply()).text == HOW


async def test_pictures_in_a_group_are_passed_over_unless_their_caption_names_the_bot(bot: Rig) -> None:
    [wang] = bot.api.group().join("王")
    for kind in ("sticker", "voice", "photo", "new_chat_members", "left_chat_member", "new_chat_title", "pinned_message"):
        await wang.send(kind)
    await wang.send("photo", "看看这个")
    await wang.send("photo", "@jianhui_bot 会员证这样填吗")
    await bot.answered()
    assert bot.asked == ["会员证这样填吗"]
    assert len(wang.transcript()) == 1


async def test_two_people_in_a_group_have_two_conversations_and_so_has_each_topic(bot: Rig) -> None:
    group = bot.api.group(forum=True)
    wang, zhao = group.join("王", "赵", topic="换届")
    elsewhere = group.beside(wang, "经费")
    for said, person in enumerate((wang, zhao, elsewhere)):
        await person.say(f"/ask 完{said}")
        reply = await person.reply()
        assert (reply.thread, reply.reply_to) == (person.thread, person.said[-1].id)
    await elsewhere.say("说给大家听")  # in a topic everything "answers" its opening
    await bot.answered()
    assert [question.conversation for question in bot.desk.questions] == [
        f"telegram:{group.id}:{wang.thread}:{wang.id}",
        f"telegram:{group.id}:{wang.thread}:{zhao.id}",
        f"telegram:{group.id}:{elsewhere.thread}:{wang.id}",
    ]


async def test_in_a_plain_group_the_conversation_is_the_askers_and_a_button_belongs_to_who_pressed_it(bot: Rig) -> None:
    group = bot.api.group()
    wang, zhao = group.join("王", "赵")
    await wang.say("/ask 会员")
    answer = await wang.reply()
    await zhao.press("有用")
    assert (await zhao.reply()).reply_to == answer.id
    assert [question.conversation for question in bot.desk.questions] == [
        f"telegram:{group.id}:0:{wang.id}",
        f"telegram:{group.id}:0:{zhao.id}",
    ]


async def test_taken_into_a_group_it_says_once_how_to_ask(bot: Rig) -> None:
    group = bot.api.group()
    [wang] = group.join("王")
    group.take_bot_in(wang)
    await bot.answered()
    assert wang.transcript() == [HOW]


async def test_posts_of_a_linked_channel_and_other_bots_are_no_questions(bot: Rig) -> None:
    group = bot.api.group()
    wang, robot = group.join("王", "机器人")
    robot.user.is_bot = True
    group.announce("@jianhui_bot 通知")
    await robot.say("@jianhui_bot 你好")
    await wang.say("/ask 完")
    await wang.reply()
    assert bot.asked == ["完"]


async def test_someone_who_speaks_in_the_groups_name_is_answered(bot: Rig) -> None:
    group = bot.api.group()
    [wang] = group.join("王")
    wang.user.is_bot = True  # Telegram sends such messages as its GroupAnonymousBot's
    await wang.send("voice")
    bot.api.updates.waiting.clear()
    message = wang.said[-1] | {"text": "/ask 完", "sender_chat": group.chat.as_json()}
    del message["voice"]
    bot.api.updates.push("message", message)
    await wang.reply()
    assert bot.desk.questions[0].asker == f"telegram:{group.id}"


# ---------------------------------------------------------------- inline mode


async def test_inline_mode_offers_whole_answers(bot: Rig) -> None:
    answer = await bot.api.user().types("会员要多少")
    assert answer.titles == ["多少名会员才能成立工会？"] * 5
    first = answer["results"][0]
    assert first["description"].startswith("有会员二十五人以上的")
    assert first["input_message_content"]["message_text"].startswith("<b>多少名会员才能成立工会？</b>")
    assert "reply_markup" not in first
    assert 0 < answer["cache_time"] <= 300


async def test_inline_mode_offers_ten_at_most_and_a_link_to_the_rest_of_a_long_answer(bot: Rig) -> None:
    li = bot.api.user()
    assert len((await li.types("字" * 30)).titles) == 10
    [long] = (await li.types("长"))["results"]
    [[button]] = long["reply_markup"]["inline_keyboard"]
    assert button["url"] == "https://t.me/jianhui_bot?start=long-entry"


async def test_of_what_someone_types_on_only_the_newest_is_looked_up(bot: Rig) -> None:
    li = bot.api.user()
    li.type_on("慢")
    await bot.api.until(lambda: bot.desk.searches, what="the first search")
    for text in ("会", "会员"):
        li.type_on(text)
    await li.types("会员要多少")
    assert bot.desk.searches == ["慢", "会员要多少"]


async def test_inline_mode_without_words_offers_the_way_into_the_chat(bot: Rig) -> None:
    answer = await bot.api.user().types("  ")
    assert answer["results"] == []
    assert answer["button"]["text"] == wording.TELEGRAM_INLINE_OPEN


async def test_a_broken_or_outdated_inline_query_stops_nothing(bot: Rig) -> None:
    li = bot.api.user()
    li.type_on("坏")
    bot.api.methods.queries.clear()
    li.type_on("会")
    bot.api.methods.queries.clear()
    assert (await li.types("会员")).titles
    assert bot.inbox.pending(UPDATES) == ()


# ---------------------------------------------------------------- around the chat


async def test_menu_and_descriptions_are_set_in_chinese(bot: Rig) -> None:
    await bot.api.until(lambda: "description" in bot.api.methods.settings)
    settings = bot.api.methods.settings
    menus = {scope: [one["command"] for one in commands] for scope, commands in settings["commands"].items()}
    assert menus["default"][:5] == ["topics", "guides", "fill", "help", "human"]
    assert menus["all_group_chats"] == ["ask", "topics", "guides", "fill", "help"]
    assert "工会" in settings["description"]
    assert "工会" in settings["short_description"]


async def test_a_menu_that_cant_be_set_stops_nothing(tmp_path: Path) -> None:
    async with BotApi() as api:
        api.faults.fail("setMyCommands", code=400, times=9, reason="Bad Request: BOT_COMMAND_INVALID")
        async with Rig(api, tmp_path):
            li = api.user()
            await li.say("完")
            assert (await li.reply()).text == "收到：完"


async def test_who_looks_after_a_group_can_quiet_the_bot_there_and_nobody_else(bot: Rig) -> None:
    group = bot.api.group()
    wang, zhao = group.join("王", "赵")
    group.chat.admins.add(wang.user.id)
    await zhao.say("@jianhui_bot 安静")
    assert (await zhao.reply()).text == "收到：安静"
    await wang.say("@jianhui_bot 安静")
    assert (await wang.reply()).text == wording.CHANNEL_HUSHED
    await zhao.say("@jianhui_bot 会员怎么算")
    await bot.answered()
    await wang.say("@jianhui_bot 恢复")
    assert (await wang.reply()).text == wording.CHANNEL_AWAKE
    assert bot.asked == ["安静"]
