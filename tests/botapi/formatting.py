"""Text as Telegram sees it: UTF-16 lengths, the strict HTML of messages, mentions and commands in what people type."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from tests.botapi.errors import ApiError, bad

Entity = dict[str, Any]

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_TOKEN = re.compile(r"<(?P<tag>[^>]*)(?P<end>>?)|&(?P<ref>#x?[0-9A-Fa-f]+|[a-z]+);")
_START = re.compile(r"(?P<name>[A-Za-z-]*)(?P<rest>.*)", re.DOTALL)
_ATTRIBUTE = re.compile(r"""\s+([a-z-]+)\s*=\s*("[^"]*"|'[^']*'|[A-Za-z0-9.-]+)""")


def units(text: str) -> int:
    """Length in UTF-16 code units, the measure of every offset and limit of Telegram."""
    return len(text.encode("utf-16-le")) // 2


# ---------------------------------------------------------------- HTML


@dataclass
class _Parse:
    """A message under way from HTML to text and entities."""

    text: str = ""
    entities: list[Entity] = field(default_factory=list)
    open: list[tuple[str, Entity]] = field(default_factory=list)


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Plain text and entities of a message in HTML; raises the 400 that Telegram gives for what isn't well-formed."""
    parse, position = _Parse(), 0
    for token in _TOKEN.finditer(source):
        parse.text += source[position : token.start()]
        position = token.end()
        if token["ref"]:
            parse.text += _character(token["ref"])
        else:
            _tag(parse, token, len(source[: token.start()].encode()))
    parse.text += source[position:]
    if parse.open:
        raise _refuse(f'Can\'t find end tag corresponding to start tag "{parse.open[-1][0]}"')
    return parse.text, [entity for entity in parse.entities if entity["length"]]


def _character(reference: str) -> str:
    """The character of a reference; references that Telegram doesn't know stay as they are written."""
    if not reference.startswith("#"):
        return _NAMED.get(reference, f"&{reference};")
    number = int(reference[2:], 16) if reference[1] in "xX" else int(reference[1:])
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else f"&{reference};"


def _tag(parse: _Parse, token: re.Match[str], offset: int) -> None:
    body = token["tag"]
    if body.startswith("/"):
        _end(parse, body[1:].strip(), bool(token["end"]), offset)
        return
    if not token["end"]:
        raise _refuse(f"Unclosed start tag at byte offset {offset}")
    start = _START.fullmatch(body)
    assert start is not None
    name = start["name"].lower()
    if name not in _TAGS:
        raise _refuse(f'Unsupported start tag "{name}" at byte offset {offset}')
    entity: Entity = {"type": _TAGS[name], "offset": units(parse.text), "length": 0} | _extra(name, start["rest"], offset)
    parse.entities.append(entity)
    parse.open.append((name, entity))


def _extra(name: str, rest: str, offset: int) -> Entity:
    """What the attributes add to an entity."""
    attributes = {match[1]: match[2].strip("\"'") for match in _ATTRIBUTE.finditer(rest)}
    if _ATTRIBUTE.sub("", rest).strip():
        raise _refuse(f'Expected equal sign in declaration of an attribute of the tag "{name}" at byte offset {offset}')
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise _refuse(f'Tag "span" must have class "tg-spoiler" at byte offset {offset}')
    return {"url": attributes.get("href", "")} if name == "a" else {}


def _end(parse: _Parse, name: str, closed: bool, offset: int) -> None:
    if not parse.open:
        raise _refuse(f"Unexpected end tag at byte offset {offset}")
    if not closed:
        raise _refuse(f"Unclosed end tag at byte offset {offset}")
    expected, entity = parse.open.pop()
    if name and name.lower() != expected:
        raise _refuse(f'Unmatched end tag at byte offset {offset}, expected "</{expected}>", found "</{name}>"')
    entity["length"] = units(parse.text) - entity["offset"]


def _refuse(reason: str) -> ApiError:
    return bad(f"can't parse entities: {reason}")


# ---------------------------------------------------------------- what people type

_MENTION = re.compile(r"@[A-Za-z0-9_]+")
_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,64}(?![A-Za-z0-9_])(?:@[A-Za-z0-9_]{3,32})?")


def found_entities(text: str) -> list[Entity]:
    """The mentions and commands in a text, in UTF-16 units.

    As in Telegram, a Han character is a letter: `问@bot` and `@bot问` mention nobody, and `/ask问` is no command.
    """
    entities = []
    for pattern, kind, barriers in ((_MENTION, "mention", ""), (_COMMAND, "bot_command", "/<>")):
        for match in pattern.finditer(text):
            before, after = text[: match.start()][-1:], text[match.end() :][:1]
            size = len(match[0]) - 1
            if kind == "mention" and not 2 <= size <= 32:
                continue
            if not any(_word(beside) or (beside and beside in barriers) for beside in (before, after)):
                entities.append({"type": kind, "offset": units(text[: match.start()]), "length": units(match[0])})
    return sorted(entities, key=lambda entity: int(entity["offset"]))


def _word(character: str) -> bool:
    return bool(character) and (character == "_" or unicodedata.category(character)[0] in "LN")
