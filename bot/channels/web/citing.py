"""A source's line with links: each law to its page, each article to its place there; its text where it is held."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.model import Law

_CITED = re.compile(r"《(?P<law>[^》]+)》（(?P<version>[^）]*)）(?P<articles>第[^；。]*)")
_ARTICLE = re.compile(r"第[零〇一二三四五六七八九十百千0-9]+条(?:之[一二三四五六七八九十]+)?")


@dataclass(frozen=True)
class Cited:
    """A piece of a source's line: words, and where they lead."""

    text: str
    law: str = ""
    """Title of the law whose page it leads to; empty: nowhere."""
    article: str = ""


def pieces(line: str, laws: Mapping[str, Law]) -> list[Cited]:
    """The line in pieces; put together they say what it says. `laws` by their titles."""
    by_quoted = {title.replace("《", "〈").replace("》", "〉"): title for title in laws}
    found: list[Cited] = []
    at = 0
    for match in _CITED.finditer(line):
        title = by_quoted.get(match["law"])
        if title is None:
            continue
        found.append(Cited(line[at : match.start()]))
        found.append(Cited(f"《{match['law']}》", title))
        start = match.start("articles")
        found.append(Cited(line[match.end("law") + 1 : start]))
        for article in _ARTICLE.finditer(match["articles"]):
            found.append(Cited(line[start : match.start("articles") + article.start()]))
            found.append(Cited(article[0], title, article[0]))
            start = match.start("articles") + article.end()
        at = start
    found.append(Cited(line[at:]))
    return [one for one in found if one.text]


def texts(
    line: str, laws: Mapping[str, Law], held: Callable[[str, str], Sequence[tuple[str, str]]]
) -> list[tuple[str, str, str]]:
    """(law, article, text) of what a line cites, as far as the text is held."""
    found = []
    for one in pieces(line, laws):
        if one.article:
            text = dict(held(one.law, laws[one.law].version)).get(one.article, "")
            if text:
                found.append((laws[one.law].short, one.article, text))
    return found
