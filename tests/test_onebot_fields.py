"""What we send to OneBot programs is what NapCat's published description takes."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.onebot_fields import FIELDS, SEGMENTS, problems

PUBLISHED = os.environ.get("NAPCAT_OPENAPI", "")
"""Path of an `openapi.json` of NapCatDocs (`src/api/<version>/`)."""
at_hand = pytest.mark.skipif(not PUBLISHED, reason="NAPCAT_OPENAPI names no description of NapCat's")


@pytest.mark.parametrize(
    ("action", "params"),
    [
        ("send_group_msg", {"group_id": "1"}),  # nothing to say
        ("send_group_msg", {"group_id": "1", "message": [{"type": "at", "data": {}}]}),  # at nobody
        ("send_group_msg", {"group_id": True, "message": "x"}),
        ("get_group_msg_history", {"group_id": 1, "count": "many"}),
        ("get_group_msg_history", {"group_id": 1, "reverseOrder": "no"}),
        ("upload_group_file", {"group_id": 1, "file": "base64://"}),  # without a name
        ("send_group_msg", {"group_id": 1, "message": "x", "at_sender": True}),  # of another action
        ("delete_group", {}),
    ],
)
def test_a_call_that_would_be_refused_is_told(action: str, params: dict[str, Any]) -> None:
    assert problems(action, params)


def test_ids_may_be_numbers_or_texts() -> None:
    for one in (70001, "70001"):
        assert problems("send_group_msg", {"group_id": one, "message": [{"type": "reply", "data": {"id": one}}]}) == []


def published() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(PUBLISHED).read_text("utf-8"))
    return found


def kind_of(schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        return " or ".join(sorted(kind_of(one) for one in schema["anyOf"]))
    if "$ref" in schema:
        return "message" if schema["$ref"].endswith("OB11MessageMixType") else schema["$ref"]
    return {"string": "text", "boolean": "flag"}.get(schema["type"], str(schema["type"]))


@at_hand
@pytest.mark.parametrize("action", FIELDS)
def test_the_fields_are_those_that_are_published(action: str) -> None:
    """With defaults filled in first, what has one needn't be sent."""
    path = next(value for name, value in published()["paths"].items() if name.strip("/") == action)
    schema = path["post"]["requestBody"]["content"]["application/json"]["schema"]
    for name, (kind, needed) in FIELDS[action].items():
        there = schema["properties"][name]
        assert kind_of(there) == kind, name
        assert (name in schema.get("required", ()) and "default" not in there) == needed, name
    missing = {name for name in schema.get("required", ()) if "default" not in schema["properties"][name]}
    assert missing <= {name for name, (_, needed) in FIELDS[action].items() if needed}


@at_hand
@pytest.mark.parametrize("kind", SEGMENTS)
def test_the_parts_of_messages_are_those_that_are_published(kind: str) -> None:
    schemas = published()["components"]["schemas"]
    found = next(one for one in schemas.values() if one.get("properties", {}).get("type", {}).get("enum") == [kind])
    data = found["properties"]["data"]
    for name, wanted in SEGMENTS[kind].items():
        assert kind_of(data["properties"][name]) == wanted
    assert set(data.get("required", ())) <= set(SEGMENTS[kind])
