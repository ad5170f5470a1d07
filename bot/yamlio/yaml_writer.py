"""Texts, lists and sources as YAML that a person would have written: plain where it can be, long answers as blocks."""

from __future__ import annotations

import json
from collections.abc import Sequence

import yaml

from bot.model import Source

Item = str | Source
Value = str | Sequence[Item]

LONG_LINE = 100
"""Characters above which a text of one line is written as a block when it is an answer."""

PLAIN_KEYS = frozenset({"reviewed", "retired", "review_after"})
"""Keys whose values other programs may take for dates and numbers, and are meant to."""

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The quick loader where PyYAML was built with it."""
_STRING = "tag:yaml.org,2002:str"


def tidy(value: str) -> str:
    """A text as the loader would give it back: single line feeds, no space at the ends of lines or around it."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def scalar(value: str, key: str = "", *, flow: bool = False, quote: str = "") -> str:
    """A text on one line; `flow` inside brackets. `quote` is the quotation mark that it had before, if any."""
    if not quote and "\n" not in value and _plain(value, flow) and (key in PLAIN_KEYS or _is_text(value)):
        return value
    if quote == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    return json.dumps(value, ensure_ascii=False)


def block(value: str, indent: int) -> str:
    """The lines of a block scalar, without its header, each ended."""
    return "".join(f"{' ' * indent}{line}\n" if line else "\n" for line in value.split("\n"))


def item(value: Item, *, quote: str = "") -> str:
    """An item of a list on one line."""
    if isinstance(value, str):
        return scalar(value, quote=quote)
    pairs = (("law", value.law), ("version", value.version), ("article", value.article))
    return "{" + ", ".join(f"{key}: {scalar(text, flow=True)}" for key, text in pairs) + "}"


def listed(values: Sequence[Item], indent: int) -> str:
    """The lines of a block list whose dashes stand at `indent`."""
    lines = []
    for value in values:
        if isinstance(value, str) and "\n" in value:
            lines.append(f"{' ' * indent}- |\n{block(value, indent + 2)}")
        else:
            lines.append(f"{' ' * indent}- {item(value)}\n")
    return "".join(lines)


def bracketed(values: Sequence[Item]) -> str:
    """A list on one line."""
    return "[" + ", ".join(scalar(one, flow=True) if isinstance(one, str) else item(one) for one in values) + "]"


def keyed(key: str, value: Value, indent: int) -> str:
    """A key with its value, whose key stands at `indent`; ends with a line feed."""
    head = f"{' ' * indent}{key}:"
    if isinstance(value, str):
        if "\n" in value or (key == "answer" and len(value) > LONG_LINE) or (key == "answer" and not _plain(value, False)):
            return f"{head} |\n{block(value, indent + 2)}"
        return f"{head} {scalar(value, key)}\n"
    if key in ("guides", "related"):
        return f"{head} {bracketed(value)}\n"
    return f"{head}\n{listed(value, indent + 2)}"


def flowing(key: str, value: Value) -> str:
    """The value of a key inside braces."""
    return scalar(value, key, flow=True) if isinstance(value, str) else bracketed(value)


def _plain(value: str, flow: bool) -> bool:
    """Whether a text without quotes reads as itself."""
    try:
        node = yaml.compose(f"k: [{value}]\n" if flow else f"k: {value}\n", Loader=LOADER)
    except (yaml.YAMLError, ValueError):
        return False
    if not isinstance(node, yaml.MappingNode) or len(node.value) != 1:
        return False
    found = node.value[0][1]
    if flow:
        if not isinstance(found, yaml.SequenceNode) or len(found.value) != 1:
            return False
        found = found.value[0]
    return isinstance(found, yaml.ScalarNode) and not found.style and found.value == value


def _is_text(value: str) -> bool:
    """Whether YAML takes it for text, and not for a number, a date, yes or nothing."""
    loader = yaml.SafeLoader("")
    found = loader.resolve(yaml.ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]  # its types leave it out
    return bool(found == _STRING)
