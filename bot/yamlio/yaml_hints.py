"""What a YAML parser complains about, as advice in Chinese with the line where the hand slipped."""

from __future__ import annotations

import re
from itertools import islice

from bot import wording

_KEYS = "|".join(wording.LOAD_KEYS)
_MOST_SLIPS = 50
"""Slips of one kind looked for in a file; one that has more is in another format altogether."""

_SLIP = re.compile(
    rf"(?:^[ ]*(?:-[ ]+)?|[{{,，][ ]*)['\"]?(?P<key>{_KEYS})['\"]?[ \u3000]*(?:(?P<wide>[：﹕︰])|(?P<tight>:)(?![ \n]|\Z))",
    re.MULTILINE,
)
"""A key with a full-width colon behind it, or with nothing between its colon and the value."""

_ITEM = re.compile(r"^[ ]*(?:(?P<wide>[－–—−])[ ]*|-)(?:id|law|title)[ ]*[:：]", re.MULTILINE)
"""The dash of a list item without its space, or a dash that isn't the keyboard's."""

# The complaints of libyaml 0.2 and of PyYAML's own parser, by words that only they have, with the advice for each and
# whether the line to look at is where the parser began (a quote that was opened) or where it gave up. First match wins.
_COMPLAINTS: tuple[tuple[str, str, bool], ...] = (
    ("mapping values are not allowed", wording.LOAD_YAML_COLON, False),
    ("could not find expected ':'", wording.LOAD_YAML_NO_COLON, True),
    ("found unexpected end of stream", wording.LOAD_YAML_QUOTE, True),
    ("found unexpected document", wording.LOAD_YAML_QUOTE, True),
    ("'\\t' that cannot start", wording.LOAD_TAB.format(count=1), False),
    ("found a tab character", wording.LOAD_TAB.format(count=1), False),
    ("cannot start any token", wording.LOAD_YAML_START, False),
    ("alphabetic or numeric character", wording.LOAD_YAML_STAR, False),
    ("found undefined alias", wording.LOAD_YAML_STAR, False),
    ("escape", wording.LOAD_YAML_ESCAPE, False),
    ("hexdecimal", wording.LOAD_YAML_ESCAPE, False),
    ("',' or ']'", wording.LOAD_YAML_BRACKET, True),
    ("',' or '}'", wording.LOAD_YAML_BRACE, True),
    ("block collection", wording.LOAD_YAML_DASH, False),
    ("did not find expected key", wording.LOAD_YAML_INDENT, False),
    ("expected <block end>", wording.LOAD_YAML_INDENT, False),
    ("sequence entries are not allowed", wording.LOAD_YAML_LIST_HERE, False),
    ("mapping keys are not allowed", wording.LOAD_YAML_START, False),
    ("flow node", wording.LOAD_YAML_FLOW, False),
    ("node content", wording.LOAD_YAML_START, False),
    ("indentation indicator", wording.LOAD_YAML_BLOCK, False),
    ("comment or line break", wording.LOAD_YAML_BLOCK, False),
    ("comment or a line break", wording.LOAD_YAML_BLOCK, False),
    ("<document start>", wording.LOAD_YAML_OUTSIDE, False),
    ("URI", wording.LOAD_YAML_START, False),
    ("whitespace or line break", wording.LOAD_YAML_START, False),
    ("tag handle", wording.LOAD_YAML_START, False),
)


def slips(text: str) -> list[tuple[int, str]]:
    """Lines, with advice, where a known key is followed by a wrong colon or a list's dash is wrong, in order."""
    found = []
    for match in islice(_SLIP.finditer(text), _MOST_SLIPS):
        message = wording.LOAD_COLON_WIDE if match["wide"] else wording.LOAD_COLON_TIGHT
        found.append((text.count("\n", 0, match.start("key")) + 1, message.format(key=match["key"])))
    for match in islice(_ITEM.finditer(text), _MOST_SLIPS):
        message = wording.LOAD_DASH_WIDE if match["wide"] else wording.LOAD_DASH_TIGHT
        found.append((text.count("\n", 0, match.end()) + 1, message))
    return sorted(found)


def complaint(error: Exception, last: int) -> tuple[int, str]:
    """The line (1-based, at most `last`) and the advice for what a YAML parser raised."""
    problem = f"{getattr(error, 'context', None)}: {getattr(error, 'problem', None) or error}"
    for words, message, where_begun in _COMPLAINTS:
        if words in problem:
            return min(_line(error, where_begun), last), message
    return min(_line(error, False), last), wording.LOAD_YAML_OTHER


def _line(error: Exception, where_begun: bool) -> int:
    begun, ended = getattr(error, "context_mark", None), getattr(error, "problem_mark", None)
    mark = (begun or ended) if where_begun else (ended or begun)
    return mark.line + 1 if mark else 1
