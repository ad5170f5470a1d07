"""A source's line with links: each law to its page, each article to its place there; its text where it is held."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.desk import law_articles
from bot.model import Article, Knowledge, Law, LawText
from bot.render import quote_law

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


@dataclass(frozen=True)
class OpenedArticle:
    """An article that opens in its place: word for word, with what it is from and where the whole law stands."""

    title: str
    """Such as 《工会法》第十一条."""
    lines: tuple[str, ...]
    note: str
    """What an editor remarks on it; empty: nothing."""
    origin: str
    href: str


def opened_article(text: LawText, article: Article, knowledge: Knowledge) -> OpenedArticle:
    """An article for a page."""
    title = law_articles.article_title(knowledge, text, article)
    return OpenedArticle(
        title, article.lines, article.note, law_articles.origin_line(text, article), article_address(text, article)
    )


def article_address(text: LawText, article: Article) -> str:
    """The address of an article on the page of its law."""
    return f"/laws/{text.title}#{article.label}"


def cited_articles(line: str, knowledge: Knowledge) -> list[OpenedArticle]:
    """The articles that a source's line cites, each once, as far as their texts are held in the version cited."""
    found: dict[tuple[str, str], OpenedArticle] = {}
    laws = {law.title: law for law in knowledge.laws}
    for one in pieces(line, laws):
        text = knowledge.law_text(one.law) if one.article else None
        article = text.cited(one.article) if text is not None and f"{quote_law(one.law)}（{text.version}）" in line else None
        if text is not None and article is not None:
            found.setdefault((text.title, article.key), opened_article(text, article, knowledge))
    return list(found.values())
