"""A line of a source, cut into words, bold words and blanks; `[[id]]` becomes the title of that document."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from bot import wording
from bot.layout.document_model import Line, Span
from bot.yamlio.problems import excerpt

TAG = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
"""A blank of a template, by its name."""
_TOKEN = re.compile(r"\*\*|\{\{\s*([^\s{}]+)\s*\}\}|\[\[([^\[\]]*)\]\]")
_NAME = re.compile(r"[A-Za-z\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff]*(?:\.[A-Za-z\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff]*)?")

Wrong = Callable[[str], None]
"""Takes what is wrong with the line, in Chinese."""


def spans(text: str, titles: Mapping[str, str], names: frozenset[str] | None, wrong: Wrong) -> Line:
    """The parts of a line. `names` are the blanks that exist, None: any; what is wrong goes to `wrong`."""
    found: list[Span] = []
    bold = False
    at = 0
    for match in _TOKEN.finditer(text):
        _words(found, text[at : match.start()], bold, wrong)
        at = match.end()
        if match[1]:
            _blank(found, match[1], bold, names, wrong)
        elif match[2] is not None:
            if match[2] not in titles:
                wrong(wording.SOURCE_DOCUMENT_UNKNOWN.format(id=excerpt(match[2])))
            _words(found, f"《{titles.get(match[2], match[2])}》", bold, wrong)
        else:
            bold = not bold
    _words(found, text[at:], bold, wrong)
    if bold:
        wrong(wording.SOURCE_BOLD)
    return tuple(found)


def _words(found: list[Span], text: str, bold: bool, wrong: Wrong) -> None:
    if "{{" in text or "}}" in text:
        wrong(wording.SOURCE_BLANK)
    if not text:
        return
    if found and not found[-1].blank and found[-1].bold == bold:
        found[-1] = Span(found[-1].text + text, bold)
    else:
        found.append(Span(text, bold))


def _blank(found: list[Span], name: str, bold: bool, names: frozenset[str] | None, wrong: Wrong) -> None:
    if not _NAME.fullmatch(name):
        wrong(wording.SOURCE_BLANK)
    elif names is not None and name not in names:
        wrong(wording.SOURCE_BLANK_UNKNOWN.format(name=excerpt(name)))
    found.append(Span(name, bold, blank=True))


def words(line: Line) -> str:
    """A line's words alone."""
    return "".join(span.text for span in line if not span.blank)
