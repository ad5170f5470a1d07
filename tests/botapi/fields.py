"""The parameters of the methods that the server knows, and the check of each call against them."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.botapi.errors import ApiError, bad

# `!`: required. Types: int, str, bool, array, object, chat (a number or @name), file (an upload, a file_id).
_SENDING = {
    "chat_id": "chat!",
    "message_thread_id": "int",
    "disable_notification": "bool",
    "protect_content": "bool",
    "reply_parameters": "object",
    "reply_markup": "object",
}
METHODS: dict[str, dict[str, str]] = {
    "getMe": {},
    "getUpdates": {"offset": "int", "limit": "int", "timeout": "int", "allowed_updates": "array"},
    "setWebhook": {
        "url": "str!",
        "certificate": "file",
        "ip_address": "str",
        "max_connections": "int",
        "allowed_updates": "array",
        "drop_pending_updates": "bool",
        "secret_token": "str",
    },
    "deleteWebhook": {"drop_pending_updates": "bool"},
    "getWebhookInfo": {},
    "sendMessage": _SENDING | {"text": "str!", "parse_mode": "str", "link_preview_options": "object"},
    "sendDocument": _SENDING
    | {
        "document": "file!",
        "caption": "str",
        "parse_mode": "str",
        "thumbnail": "file",
        "disable_content_type_detection": "bool",
    },
    "sendChatAction": {"chat_id": "chat!", "action": "str!", "message_thread_id": "int"},
    "getChatMember": {"chat_id": "chat!", "user_id": "int!"},
    "getFile": {"file_id": "str!"},
    "answerCallbackQuery": {
        "callback_query_id": "str!",
        "text": "str",
        "show_alert": "bool",
        "url": "str",
        "cache_time": "int",
    },
    "answerInlineQuery": {
        "inline_query_id": "str!",
        "results": "array!",
        "cache_time": "int",
        "is_personal": "bool",
        "next_offset": "str",
        "button": "object",
    },
    "setMyCommands": {"commands": "array!", "scope": "object", "language_code": "str"},
    "getMyCommands": {"scope": "object", "language_code": "str"},
    "deleteMyCommands": {"scope": "object", "language_code": "str"},
    "setMyDescription": {"description": "str", "language_code": "str"},
    "setMyShortDescription": {"short_description": "str", "language_code": "str"},
}
_BY_LOWER = {name.lower(): name for name in METHODS}

Upload = tuple[str, bytes]
"""File name and content."""


def method_named(name: str) -> str:
    """The method's proper name (Telegram takes any case); raises 404 for one that doesn't exist."""
    if name.lower() not in _BY_LOWER:
        raise ApiError(404, "Not Found: method not found")
    return _BY_LOWER[name.lower()]


def checked(method: str, given: dict[str, Any], uploads: dict[str, Upload]) -> dict[str, Any]:
    """The call's parameters in their types; raises 400 for what is unknown, missing or of a wrong type."""
    wanted = METHODS[method]
    attached = {f"attach://{name}": upload for name, upload in uploads.items()}
    unknown = given.keys() - wanted.keys() | {
        name for name in uploads.keys() - wanted.keys() if f"attach://{name}" not in str(given)
    }
    if unknown:
        raise bad(f"unknown parameters {sorted(unknown)}; Telegram ignores them, this server doesn't")
    values = {name: _typed(name, wanted[name].rstrip("!"), value) for name, value in given.items()}
    values = {name: attached.get(value, value) if isinstance(value, str) else value for name, value in values.items()}
    values |= {name: upload for name, upload in uploads.items() if name in wanted}
    for name, kind in wanted.items():
        if kind.endswith("!") and values.get(name) in (None, ""):
            # a message without text has a reason of its own in Telegram
            raise bad("message text is empty") if name == "text" else bad(f'parameter "{name}" is required')
    return values


def _typed(name: str, kind: str, value: Any) -> Any:
    """A value in its type, from JSON or from the text of a form."""
    if kind in ("array", "object"):
        return _structure(name, list if kind == "array" else dict, value)
    if kind == "bool":
        if str(value).lower() not in ("true", "false", "1", "0"):
            raise bad(f'parameter "{name}" must be a boolean')
        return str(value).lower() in ("true", "1")
    if kind in ("int", "chat"):
        if kind == "chat" and re.fullmatch(r"@\w+", str(value)):
            raise bad("chat not found")
        if not re.fullmatch(r"-?\d+", str(value)):
            raise bad(f'parameter "{name}" must be an integer')
        return int(value)
    if not isinstance(value, str):
        raise bad(f'parameter "{name}" must be a string')
    return value


def _structure(name: str, wanted: type, value: Any) -> Any:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError as error:
            raise bad(f"can't parse {name} JSON object") from error
    if not isinstance(value, wanted):
        raise bad(f"object expected as {name}" if wanted is dict else f"array expected as {name}")
    return value
