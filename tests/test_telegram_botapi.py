"""The local Bot API server refuses what Telegram refuses, and keeps updates as Telegram keeps them."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.botapi import BotApi
from tests.botapi.formatting import found_entities, parse_html

pytestmark = pytest.mark.anyio


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        yield api


async def call(api: BotApi, method: str, params: dict[str, Any] | None = None, **request: Any) -> dict[str, Any]:
    """The server's answer to a call in JSON, whatever it is."""
    async with httpx.AsyncClient() as client:
        request = request or {"json": params or {}}
        response = await client.post(f"{api.base_url}{api.token}/{method}", timeout=60, **request)
    answer: dict[str, Any] = response.json()
    assert answer["ok"] == (response.status_code == 200)
    assert answer.get("error_code", 200) == response.status_code
    return answer


# ---------------------------------------------------------------- refusals

KEYS = {"inline_keyboard": [[{"text": "甲", "callback_data": "a"}]]}
ARTICLE = {"type": "article", "id": "1", "title": "题", "input_message_content": {"message_text": "文"}}
REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("sendMessage", {}, 'parameter "chat_id" is required'),
    ("sendMessage", {"chat_id": 4711}, "message text is empty"),
    ("sendMessage", {"chat_id": "x", "text": "好"}, 'parameter "chat_id" must be an integer'),
    ("sendMessage", {"chat_id": 1, "text": "好"}, "chat not found"),
    ("sendMessage", {"chat_id": 4711, "text": "好", "txt": 1}, "unknown parameters ['txt']"),
    ("sendMessage", {"chat_id": 4711, "text": "好" * 4097}, "message is too long"),
    ("sendMessage", {"chat_id": 4711, "text": "🙋" * 2049}, "message is too long"),  # two units each
    ("sendMessage", {"chat_id": 4711, "text": " \n "}, "message text is empty"),
    ("sendMessage", {"chat_id": 4711, "text": "好", "message_thread_id": 5}, "message thread not found"),
    ("sendMessage", {"chat_id": 4711, "text": "好", "reply_parameters": {}}, "reply message identifier must be specified"),
    ("sendMessage", {"chat_id": 4711, "text": "好", "reply_parameters": {"message_id": 9}}, "message to be replied not found"),
    ("sendMessage", {"chat_id": 4711, "text": "好", "reply_parameters": "{"}, "can't parse reply_parameters JSON object"),
    ("sendMessage", {"chat_id": 4711, "text": "好", "parse_mode": "Klingon"}, "unsupported parse_mode"),
    (
        "sendMessage",
        {"chat_id": 4711, "text": "好", "reply_markup": {"inline_keyboard": [{}]}},
        "object expected as reply markup",
    ),
    (
        "sendMessage",
        {"chat_id": 4711, "text": "好", "reply_markup": {"inline_keyboard": [[{"text": "甲", "callback_data": "字" * 22}]]}},
        "BUTTON_DATA_INVALID",  # 66 bytes
    ),
    (
        "sendMessage",
        {"chat_id": 4711, "text": "好", "reply_markup": {"inline_keyboard": [[{"text": "甲"}]]}},
        "can't parse inline keyboard button",
    ),
    ("sendDocument", {"chat_id": 4711, "document": "unknown-id"}, "wrong file identifier/HTTP URL specified"),
    ("getFile", {"file_id": "unknown-id"}, "invalid file_id"),
    ("answerCallbackQuery", {"callback_query_id": "1"}, "query is too old"),
    ("answerInlineQuery", {"inline_query_id": "1", "results": []}, "query is too old"),
    ("answerInlineQuery", {"inline_query_id": "1", "results": [ARTICLE | {"id": "字" * 22}]}, "RESULT_ID_INVALID"),
    ("answerInlineQuery", {"inline_query_id": "1", "results": [ARTICLE, ARTICLE]}, "RESULT_ID_DUPLICATE"),
    (
        "answerInlineQuery",
        {"inline_query_id": "1", "results": [ARTICLE | {"id": str(n)} for n in range(51)]},
        "RESULTS_TOO_MUCH",
    ),
    ("setMyCommands", {"commands": [{"command": "Help", "description": "好"}]}, "BOT_COMMAND_INVALID"),
    ("setMyCommands", {"commands": [{"command": "帮助", "description": "好"}]}, "BOT_COMMAND_INVALID"),
    ("setMyCommands", {"commands": [{"command": "help", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ("setMyShortDescription", {"short_description": "好" * 121}, "short description is too long"),
    ("setWebhook", {"url": "http://bot.example.org/"}, "bad webhook: An HTTPS URL must be provided for webhook"),
    ("setWebhook", {"url": "https://bot.example.org/", "secret_token": "密"}, "secret token contains unallowed characters"),
    ("getUpdates", {"limit": 101}, "limit must be 1-100"),
]


@pytest.mark.parametrize(("method", "params", "reason"), REFUSED, ids=[f"{m}-{r}" for m, _, r in REFUSED])
async def test_it_refuses_what_telegram_refuses(api: BotApi, method: str, params: dict[str, Any], reason: str) -> None:
    api.user()
    answer = await call(api, method, params)
    assert answer["error_code"] == 400
    assert answer["description"].startswith(f"Bad Request: {reason}")


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("a < b", "Unclosed start tag at byte offset 2"),
        ("好 <x>y</x>", 'Unsupported start tag "x" at byte offset 4'),
        ("<b>好", 'Can\'t find end tag corresponding to start tag "b"'),
        ("好</b>", "Unexpected end tag at byte offset 3"),
        ("<b><i>好</b></i>", 'Unmatched end tag at byte offset 9, expected "</i>", found "</b>"'),
        ("<b>好</b", "Unclosed end tag at byte offset 6"),
        ("<br/>", 'Unsupported start tag "br" at byte offset 0'),
        ("<span>好</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a href>好</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
    ],
)
async def test_html_that_isnt_well_formed_is_refused_in_telegrams_words(api: BotApi, source: str, reason: str) -> None:
    li = api.user()
    answer = await call(api, "sendMessage", {"chat_id": li.id, "text": source, "parse_mode": "HTML"})
    assert answer["description"] == f"Bad Request: can't parse entities: {reason}"


async def test_html_becomes_text_and_entities_in_utf16_units() -> None:
    text, entities = parse_html("🙋<b>甲&lt;<i>乙</i></b>&amp;&hellip;<a href='https://x.cn/'>丙</a>&#21271;")
    assert text == "🙋甲<乙&&hellip;丙北"
    assert [(e["type"], e["offset"], e["length"]) for e in entities] == [("bold", 2, 3), ("italic", 4, 1), ("text_link", 14, 1)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("🙋 @some_bot 好", [("mention", 3, 9)]),
        ("问@some_bot", []),  # a Han character is a letter to Telegram
        ("@some_bot问", []),
        ("a@some_bot", []),
        ("（@some_bot）", [("mention", 1, 9)]),
        ("/ask@some_bot 好", [("bot_command", 0, 13)]),
        ("好 /ask", [("bot_command", 2, 4)]),
        ("/ask问", []),
        ("/home/x", []),
        ("1/2", []),
    ],
)
async def test_mentions_and_commands_are_found_as_telegram_finds_them(text: str, found: list[tuple[str, int, int]]) -> None:
    assert [(e["type"], e["offset"], e["length"]) for e in found_entities(text)] == found


async def test_a_wrong_token_is_unauthorized_and_a_malformed_one_or_an_unknown_method_not_found(api: BotApi) -> None:
    good = api.token
    for token, method, code in (("1:x", "getMe", 401), ("x", "getMe", 404), (good, "getYou", 404)):
        async with httpx.AsyncClient() as client:
            assert (await client.get(f"{api.base_url}{token}/{method}")).status_code == code


# ---------------------------------------------------------------- updates


async def ids(api: BotApi, **params: Any) -> list[int]:
    return [update["update_id"] for update in (await call(api, "getUpdates", params))["result"]]


async def test_updates_come_again_until_a_higher_offset_confirms_them(api: BotApi) -> None:
    li = api.user()
    for number in range(5):
        await li.say(str(number))
    first, *_ = everything = await ids(api)
    assert await ids(api, limit=2) == everything[:2]
    assert await ids(api, offset=first + 2) == everything[2:]
    assert await ids(api) == everything[2:]
    assert await ids(api, offset=-1) == everything[-1:]
    assert await ids(api) == everything[-1:]


@pytest.mark.timed
async def test_a_long_poll_waits_for_news_and_ends_when_its_time_is_up(api: BotApi) -> None:
    begun = time.monotonic()
    assert await ids(api, timeout=1) == []
    assert 0.9 < time.monotonic() - begun < 4.0
    poll = asyncio.create_task(ids(api, timeout=5))
    await asyncio.sleep(0.1)
    await api.user().say("好")
    assert len(await asyncio.wait_for(poll, 4)) == 1


async def test_kinds_that_arent_allowed_are_dropped(api: BotApi) -> None:
    li = api.user()
    await ids(api, allowed_updates=["edited_message"])
    await li.say("好")
    await li.edit("更好")
    assert len(await ids(api)) == 1


async def test_a_second_poll_ends_the_first_and_a_webhook_refuses_both(api: BotApi) -> None:
    first = asyncio.create_task(call(api, "getUpdates", {"timeout": 5}))
    await asyncio.sleep(0.1)
    assert await ids(api) == []
    assert (await first)["description"].startswith("Conflict: terminated by other getUpdates request")
    await call(api, "setWebhook", {"url": "http://127.0.0.1:9/"})
    assert (await call(api, "getUpdates"))["description"].startswith(
        "Conflict: can't use getUpdates method while webhook is active"
    )
    assert (await call(api, "getWebhookInfo"))["result"]["url"] == "http://127.0.0.1:9/"
    await call(api, "deleteWebhook")
    assert await ids(api) == []


# ---------------------------------------------------------------- files, queries, trouble


async def test_a_document_is_uploaded_once_sent_again_by_its_id_and_downloaded(api: BotApi) -> None:
    li = api.user()
    files = {"document": ("建会指南.docx", b"PK" * 1000)}
    sent = await call(api, "sendDocument", data={"chat_id": li.id, "caption": "指南"}, files=files)
    document = sent["result"]["document"]
    assert (document["file_name"], document["file_size"]) == ("建会指南.docx", 2000)
    again = await call(api, "sendDocument", {"chat_id": li.id, "document": document["file_id"]})
    assert again["result"]["document"] == document
    path = (await call(api, "getFile", {"file_id": document["file_id"]}))["result"]["file_path"]
    async with httpx.AsyncClient() as client:
        assert (await client.get(f"{api.base_file_url}{api.token}/{path}")).content == b"PK" * 1000


@pytest.mark.parametrize(
    ("caption", "content", "reason"),
    [("好" * 1025, b"x", "message caption is too long"), ("好", b"", "file must be non-empty")],
)
async def test_a_caption_too_long_and_an_empty_file_are_refused(api: BotApi, caption: str, content: bytes, reason: str) -> None:
    data = {"chat_id": api.user().id, "caption": caption}
    answer = await call(api, "sendDocument", data=data, files={"document": ("a.txt", content)})
    assert answer["description"] == f"Bad Request: {reason}"


async def test_a_form_is_read_like_json(api: BotApi) -> None:
    li = api.user()
    form = {"chat_id": str(li.id), "text": "好", "reply_markup": json.dumps(KEYS), "protect_content": "true"}
    assert (await call(api, "sendMessage", data=form))["result"]["reply_markup"] == KEYS
    form["protect_content"] = "maybe"
    assert (await call(api, "sendMessage", data=form))[
        "description"
    ] == 'Bad Request: parameter "protect_content" must be a boolean'


async def test_a_pressed_button_is_answered_once_and_in_time(api: BotApi) -> None:
    li = api.user()
    await call(api, "sendMessage", {"chat_id": li.id, "text": "好", "reply_markup": KEYS})
    fresh, old = await li.press("甲"), await li.press("甲", age=3600)
    assert (await call(api, "answerCallbackQuery", {"callback_query_id": fresh}))["ok"]
    assert not (await call(api, "answerCallbackQuery", {"callback_query_id": fresh}))["ok"]
    assert not (await call(api, "answerCallbackQuery", {"callback_query_id": old}))["ok"]


async def test_each_chat_numbers_its_messages_and_a_topic_must_exist(api: BotApi) -> None:
    group = api.group(forum=True)
    [wang] = group.join("王", topic="换届")
    message = {"chat_id": group.id, "text": "好", "message_thread_id": wang.thread}
    sent = (await call(api, "sendMessage", message))["result"]
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (wang.thread, True)
    assert (await call(api, "sendMessage", {"chat_id": api.user().id, "text": "好"}))["result"]["message_id"] == 101
    group.chat.closed_topics.add(wang.thread)
    assert (await call(api, "sendMessage", message))["description"] == "Bad Request: TOPIC_CLOSED"


async def test_whoever_blocked_the_bot_or_moved_is_out_of_reach(api: BotApi) -> None:
    li, group = api.user(), api.group()
    li.block()
    new = group.migrate()
    answer = await call(api, "sendMessage", {"chat_id": li.id, "text": "好"})
    assert (answer["error_code"], answer["description"]) == (403, "Forbidden: bot was blocked by the user")
    answer = await call(api, "sendMessage", {"chat_id": group.id, "text": "好"})
    assert answer["parameters"] == {"migrate_to_chat_id": new.id}


async def test_trouble_is_made_to_order(api: BotApi) -> None:
    li, wang = api.user("李"), api.user("王")
    to_li, to_wang = ({"chat_id": person.id, "text": "好"} for person in (li, wang))
    api.faults.flood(li.id, 60)
    flooded = await call(api, "sendMessage", to_li)
    assert (flooded["error_code"], flooded["parameters"]) == (429, {"retry_after": 60})
    await call(api, "sendMessage", to_li)
    assert api.faults.impatience == 1
    api.faults.clear()
    api.faults.fail("sendMessage", 500, chat=wang.id, reason="Internal Server Error")
    assert (await call(api, "sendMessage", to_li))["ok"]
    assert (await call(api, "sendMessage", to_wang))["error_code"] == 500
    api.faults.drop(done=True)
    with pytest.raises(httpx.RemoteProtocolError):
        await call(api, "sendMessage", to_wang)
    assert wang.transcript() == ["好"]
    await api.down()
    with pytest.raises(httpx.ConnectError):
        await call(api, "getMe")
    api.up()
    assert (await call(api, "getMe"))["result"]["username"] == api.username
