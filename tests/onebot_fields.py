"""The fields of the calls that we make, as NapCat publishes their types, and whether a call of ours would be taken.

NapCat fills in what has a default and converts (a number where a text is wanted, and the other way round) before it checks;
what it doesn't know it passes over. Other programs pass over less, so that an unknown field is a fault here. Noted from the
description that NapCatDocs publishes for 4.18.13; `tests/test_onebot_fields.py` compares where that file is at hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

FIELDS: Mapping[str, Mapping[str, tuple[str, bool]]] = {
    "send_group_msg": {"group_id": ("text", False), "user_id": ("text", False), "message": ("message", True)},
    "send_private_msg": {"group_id": ("text", False), "user_id": ("text", False), "message": ("message", True)},
    "upload_group_file": {"group_id": ("text", True), "file": ("text", True), "name": ("text", True)},
    "upload_private_file": {"user_id": ("text", True), "file": ("text", True), "name": ("text", True)},
    "get_group_msg_history": {
        "group_id": ("text", True),
        "count": ("number", False),
        "message_seq": ("text", False),
        "reverseOrder": ("flag", False),
    },
    "get_friend_msg_history": {
        "user_id": ("text", True),
        "count": ("number", False),
        "message_seq": ("text", False),
        "reverseOrder": ("flag", False),
    },
    "get_group_root_files": {"group_id": ("text", True)},
    "get_recent_contact": {"count": ("number or text", False)},
    "get_msg": {"message_id": ("number or text", True)},
    "get_status": {},
    "get_group_list": {},
    "get_friend_list": {},
}
"""For each action its fields: the type, and whether it must be there (it has no default). What we never send isn't listed."""
SEGMENTS: Mapping[str, Mapping[str, str]] = {"text": {"text": "text"}, "at": {"qq": "text"}, "reply": {"id": "text"}}
"""The parts of messages that we send, with the type of each field."""


def problems(action: str, params: Mapping[str, Any]) -> list[str]:
    """Why NapCat would refuse a call, or what it has that no program knows; empty: it is fine."""
    known = FIELDS.get(action)
    if known is None:
        return [f"{action} isn't listed"]
    found = [f"{action}: no {name}" for name, (_, needed) in known.items() if needed and name not in params]
    for name, value in params.items():
        kind = known.get(name, ("", False))[0]
        if not kind:
            found.append(f"{action}: {name} isn't known")
        elif not (_message(value) if kind == "message" else _fits(kind, value)):
            found.append(f"{action}: {name} is {value!r}, not {kind}")
    return found


def _fits(kind: str, value: object) -> bool:
    if kind == "flag":
        return isinstance(value, bool)
    if isinstance(value, bool):
        return False
    numeric = isinstance(value, int | float) or (isinstance(value, str) and value.isascii() and value.isdigit())
    return numeric if kind == "number" else numeric or isinstance(value, str)


def _message(value: object) -> bool:
    if isinstance(value, str):
        return True
    parts = value if isinstance(value, list) else [value]
    return bool(parts) and all(isinstance(one, dict) and _part(one) for one in parts)


def _part(one: Mapping[str, Any]) -> bool:
    known, data = SEGMENTS.get(str(one.get("type"))), one.get("data")
    if known is None or not isinstance(data, dict) or set(one) != {"type", "data"}:
        return False
    return set(data) == set(known) and all(_fits(kind, data[name]) for name, kind in known.items())
