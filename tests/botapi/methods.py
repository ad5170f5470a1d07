"""What the methods do, and what they refuse."""

from __future__ import annotations

import itertools
import json
import re
import time
from collections.abc import Callable
from typing import Any

from tests.botapi.errors import ApiError, bad
from tests.botapi.formatting import found_entities, parse_html, units
from tests.botapi.messages import Bubble, Chat, StoredFile, World
from tests.botapi.updates import Updates

Params = dict[str, Any]
TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
UPLOAD_LIMIT = 50 << 20
DOWNLOAD_LIMIT = 20 << 20
QUERY_LIFETIME = 15.0
"""Seconds in which a pressed button or an inline query must be answered."""


class Methods:
    """The methods of the Bot API that the server knows, by name; each takes checked parameters."""

    def __init__(self, world: World, updates: Updates, changed: Callable[[], None]) -> None:
        self.world = world
        self.updates = updates
        self.settings: dict[str, Any] = {}
        """What the bot has set about itself: `commands` by scope, `description`, `short_description`."""
        self.queries: dict[str, float] = {}
        """Pressed buttons and inline queries that wait for an answer, with the time they were made."""
        self.answers: dict[str, Params] = {}
        """Their answers."""
        self._changed = changed
        self._numbers = itertools.count(90_001)

    async def call(self, method: str, params: Params) -> Any:
        """Do a method; raises ApiError for what it refuses."""
        snake = re.sub("[A-Z]", lambda letter: f"_{letter[0].lower()}", method)
        result = getattr(self, f"do_{snake}")(params)
        if hasattr(result, "__await__"):
            result = await result
        self._changed()
        return result

    def new_query(self, age: float = 0.0) -> str:
        """The id of a query that was made `age` seconds ago."""
        number = str(next(self._numbers))
        self.queries[number] = time.monotonic() - age
        return number

    # ---------------------------------------------------------------- the bot itself

    def do_get_me(self, params: Params) -> Params:
        """Who the bot is."""
        me = self.world.bot.as_json()
        del me["language_code"]
        can = {"can_join_groups": True, "can_read_all_group_messages": True, "supports_inline_queries": True}
        return me | can | {"can_connect_to_business": False, "has_main_web_app": False}

    def do_get_chat_member(self, params: Params) -> Params:
        """What somebody is in a chat."""
        chat = self.world.chats.get(int(params["chat_id"]))
        if chat is None:
            raise bad("chat not found")
        number = int(params["user_id"])
        user = {"id": number, "is_bot": False, "first_name": "-"}
        if number not in chat.admins:
            return {"status": "member", "user": user}
        return {"status": "creator", "user": user, "is_anonymous": False}

    def do_set_my_commands(self, params: Params) -> bool:
        """At most 100 commands, of [a-z0-9_]{1,32}, with a description of 1 to 256 characters."""
        if len(params["commands"]) > 100:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        for command in params["commands"]:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command.get("command", "")):
                raise bad("BOT_COMMAND_INVALID")
            if not 1 <= len(command.get("description", "")) <= 256:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        self.settings.setdefault("commands", {})[_scope(params)] = params["commands"]
        return True

    def do_get_my_commands(self, params: Params) -> list[Params]:
        """The commands of a scope."""
        found: list[Params] = self.settings.get("commands", {}).get(_scope(params), [])
        return found

    def do_delete_my_commands(self, params: Params) -> bool:
        """Forget the commands of a scope."""
        self.settings.get("commands", {}).pop(_scope(params), None)
        return True

    def do_set_my_description(self, params: Params) -> bool:
        """What an empty chat shows; 512 characters."""
        return self._describe("description", params, 512)

    def do_set_my_short_description(self, params: Params) -> bool:
        """What the profile shows; 120 characters."""
        return self._describe("short_description", params, 120)

    def _describe(self, key: str, params: Params, limit: int) -> bool:
        text = params.get(key, "")
        if len(text) > limit:
            raise bad(f"{key.replace('_', ' ')} is too long")
        self.settings[key] = text
        return True

    # ---------------------------------------------------------------- updates

    async def do_get_updates(self, params: Params) -> list[Params]:
        """See `Updates.fetch`."""
        return await self.updates.fetch(**params)

    async def do_set_webhook(self, params: Params) -> bool:
        """See `Updates.set_webhook`."""
        if params["url"]:
            self.updates.set_webhook(params)
        else:
            await self.updates.delete_webhook()
        return True

    async def do_delete_webhook(self, params: Params) -> bool:
        """Back to getUpdates."""
        await self.updates.delete_webhook(**params)
        return True

    def do_get_webhook_info(self, params: Params) -> Params:
        """Where updates are brought."""
        hook = self.updates.webhook
        pending = len(self.updates.waiting)
        return {"url": hook.get("url", ""), "has_custom_certificate": False, "pending_update_count": pending}

    # ---------------------------------------------------------------- messages

    def do_send_message(self, params: Params) -> Bubble:
        """Say something in a chat."""
        return self._post(params, _text(params, "text", TEXT_LIMIT, "message is too long"))

    def do_send_document(self, params: Params) -> Bubble:
        """Send a file: an upload, or by file_id one that was sent before."""
        given = params["document"]
        if isinstance(given, str):
            stored = self.world.files.get(given)
            if stored is None:
                raise bad("wrong file identifier/HTTP URL specified")
        else:
            stored = self.store(*given)
        caption = _text(params, "caption", CAPTION_LIMIT, "message caption is too long") if params.get("caption") else {}
        return self._post(params, {"document": stored.as_json()} | caption)

    def store(self, name: str, content: bytes) -> StoredFile:
        """Keep a file, as everything that goes through Telegram is kept."""
        if not content:
            raise bad("file must be non-empty")
        if len(content) > UPLOAD_LIMIT:
            raise ApiError(413, "Request Entity Too Large")
        stored = StoredFile(name, content)
        self.world.files[stored.id] = stored
        return stored

    def _post(self, params: Params, content: Params) -> Bubble:
        chat = self.world.writable(params["chat_id"])
        thread = params.get("message_thread_id", 0)
        if thread and thread not in chat.topics:
            raise bad("message thread not found")
        if thread in chat.closed_topics:
            raise bad("TOPIC_CLOSED")
        if params.get("reply_markup"):
            content |= {"reply_markup": _keyboard(params["reply_markup"])}
        answered = _answered(chat, params.get("reply_parameters"))
        return self.world.add(chat, self.world.bot, content, thread=thread, reply_to=answered)

    def do_send_chat_action(self, params: Params) -> bool:
        """Show that the bot is busy."""
        self.world.writable(params["chat_id"])
        if params["action"] not in ("typing", "upload_document"):
            raise bad("wrong parameter action in request")
        return True

    def do_get_file(self, params: Params) -> Params:
        """Where a file can be downloaded."""
        stored = self.world.files.get(params["file_id"])
        if stored is None:
            raise bad("invalid file_id")
        if len(stored.content) > DOWNLOAD_LIMIT:
            raise bad("file is too big")
        about = stored.as_json()
        return {key: about[key] for key in ("file_id", "file_unique_id", "file_size")} | {"file_path": f"documents/{stored.id}"}

    # ---------------------------------------------------------------- queries

    def do_answer_callback_query(self, params: Params) -> bool:
        """End the waiting of someone who pressed a button."""
        if len(params.get("text", "")) > 200:
            raise bad("MESSAGE_TOO_LONG")
        return self._answer(params["callback_query_id"], params)

    def do_answer_inline_query(self, params: Params) -> bool:
        """Suggestions for someone who types."""
        results = params["results"]
        if len(results) > 50:
            raise bad("RESULTS_TOO_MUCH")
        if len({result.get("id") for result in results}) < len(results):
            raise bad("RESULT_ID_DUPLICATE")
        for result in results:
            _check_result(result)
        button = params.get("button")
        if button and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", button.get("start_parameter", "")):
            raise bad("START_PARAM_INVALID")
        return self._answer(params["inline_query_id"], params)

    def _answer(self, query: str, params: Params) -> bool:
        made = self.queries.pop(query, None)
        if made is None or time.monotonic() - made > QUERY_LIFETIME:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        self.answers[query] = params
        return True


def _scope(params: Params) -> str:
    return str(params.get("scope", {}).get("type", "default"))


def _text(params: Params, key: str, limit: int, too_long: str) -> Params:
    """Text or caption with its entities; raises 400 for what can't be parsed, is empty or too long."""
    text, mode = params[key], params.get("parse_mode", "")
    if mode and mode.lower() != "html":
        raise bad("unsupported parse_mode")
    text, entities = parse_html(text) if mode else (text, [])
    text = text.rstrip()
    if not text.strip():
        raise bad("message text is empty" if key == "text" else "caption is empty")
    if units(text) > limit:
        raise bad(too_long)
    entities = sorted(entities + found_entities(text), key=lambda entity: int(entity["offset"]))
    return {key: text} | ({"caption_entities" if key == "caption" else "entities": entities} if entities else {})


def _answered(chat: Chat, reply: Params | None) -> int:
    """The number of the message answered; 0 when it is gone and that doesn't matter."""
    if reply is None:
        return 0
    if not isinstance(reply.get("message_id"), int):
        raise bad("reply message identifier must be specified")
    if reply["message_id"] in chat.messages:
        return int(reply["message_id"])
    if not reply.get("allow_sending_without_reply"):
        raise bad("message to be replied not found")
    return 0


def _keyboard(markup: Params) -> Params:
    """An inline keyboard whose buttons each do one thing; callback_data within 64 bytes."""
    rows = markup.get("inline_keyboard")
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad("object expected as reply markup")
    buttons = [button for row in rows for button in row]
    if len(buttons) > 100:
        raise bad("REPLY_MARKUP_TOO_LONG")
    for button in buttons:
        if not button.get("text"):
            raise bad('can\'t parse inline keyboard button: Field "text" must be of type String')
        if len(button) != 2:
            raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
        if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
            raise bad("BUTTON_DATA_INVALID")
        if "url" in button and not re.match(r"https?://|tg://", button["url"]):
            raise bad("BUTTON_URL_INVALID")
    return {"inline_keyboard": rows}


def _check_result(result: Params) -> None:
    """A result of inline mode: an article with an id, a title and a message."""
    if not 1 <= len(str(result.get("id", "")).encode()) <= 64:
        raise bad("RESULT_ID_INVALID")
    if result.get("type") != "article" or not result.get("title"):
        raise bad("RESULT_TYPE_INVALID")
    content = result.get("input_message_content", {})
    if not content.get("message_text"):
        raise bad("MESSAGE_EMPTY")
    _text(
        {"text": content["message_text"], "parse_mode": content.get("parse_mode", "")}, "text", TEXT_LIMIT, "MESSAGE_TOO_LONG"
    )
    if result.get("reply_markup"):
        _keyboard(result["reply_markup"])
    if len(json.dumps(result)) > 65536:
        raise bad("RESULT_TOO_LONG")
