"""Messages of OneBot: lists of segments, or one text with CQ codes in it (github.com/botuniverse/onebot-11, message).

Numbers of people, groups and messages come as numbers or as texts, by program and version: here they are texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

_CODE = re.compile(r"\[CQ:([A-Za-z0-9_-]{1,40})((?:,[^\[\],=]{1,60}=[^\[\],]*)*)\]")
_ID = re.compile(r"-?[0-9]{1,20}|[A-Za-z0-9_-]{1,64}")
LONGEST = 2000
"""Segments of a message that are looked at."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a message: `text`, `at`, `reply`, `image` and others."""

    kind: str
    data: Mapping[str, str] = field(default_factory=dict)


def number(value: object) -> str:
    """What names a person, a group or a message, as a text; raises TypeError for what can't."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError("not a number of OneBot's")
    text = str(value)
    if not _ID.fullmatch(text):
        raise TypeError("not a number of OneBot's")
    return text


def read(message: object) -> tuple[Segment, ...]:
    """The segments of a message in either form; raises TypeError for anything else."""
    if isinstance(message, str):
        return tuple(_coded(message))
    if isinstance(message, Mapping):
        message = [message]
    if not isinstance(message, Sequence):
        raise TypeError("not a message")
    return tuple(_segment(one) for one in message[:LONGEST])


def text_of(segments: Sequence[Segment]) -> str:
    """The words of a message."""
    return "".join(one.data.get("text", "") for one in segments if one.kind == "text").strip()


def _segment(one: object) -> Segment:
    kind, data = (one.get("type"), one.get("data")) if isinstance(one, Mapping) else (None, None)
    if not isinstance(kind, str):
        raise TypeError("not a segment")
    given = data if isinstance(data, Mapping) else {}
    return Segment(kind, {str(name): str(value) for name, value in given.items() if isinstance(value, str | int)})


def _coded(text: str) -> Iterator[Segment]:
    at = 0
    for code in _CODE.finditer(text):
        if code.start() > at:
            yield Segment("text", {"text": _plain(text[at : code.start()])})
        pairs = (pair.partition("=") for pair in code[2].split(",") if pair)
        yield Segment(code[1], {name: _plain(value) for name, _, value in pairs})
        at = code.end()
    if at < len(text):
        yield Segment("text", {"text": _plain(text[at:])})


def _plain(text: str) -> str:
    return text.replace("&#91;", "[").replace("&#93;", "]").replace("&#44;", ",").replace("&amp;", "&")
