"""The texts of the laws that are held whole, an article a unit, and articles as they are asked for and found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

_ITEM = re.compile(r"[（(][一二三四五六七八九十百]+[）)]|[0-9]+[.．、]|[（(][0-9]+[）)]")
"""Begins an item (项, 目) of a paragraph: https://flk.npc.gov.cn numbers them （一） or (一), below that 1."""


@dataclass(frozen=True, slots=True)
class Article:
    """An article, or an appendix, word for word."""

    label: str
    """As it is cited: 第十一条, 第十条之一, 附录."""
    number: int
    """11; 0 for an appendix."""
    suffix: int = 0
    """The 1 of 第十条之一; of an appendix its place among them."""
    headings: tuple[str, ...] = ()
    """The part, chapter and section that it stands in, outermost first."""
    lines: tuple[str, ...] = ()
    """Its paragraphs (款) and their items, a line each, as in the file."""
    note: str = ""
    """What an editor remarks, such as that a paragraph was repealed by another law; not a word of the law."""
    line: int = 0
    """1-based line in its file."""

    @property
    def key(self) -> str:
        """Names it within its law, in ASCII: 11, 10.1, x1 for an appendix."""
        if not self.number:
            return f"x{self.suffix}"
        return f"{self.number}.{self.suffix}" if self.suffix else str(self.number)

    @property
    def text(self) -> str:
        """All of it, a line a paragraph."""
        return "\n".join(self.lines)

    @property
    def paragraphs(self) -> tuple[tuple[str, ...], ...]:
        """Its 款 in order, each with its items behind its first line; items belong to the paragraph before them."""
        found: list[list[str]] = []
        for line in self.lines:
            if found and _ITEM.match(line):
                found[-1].append(line)
            else:
                found.append([line])
        return tuple(map(tuple, found))


@dataclass(frozen=True, slots=True)
class Part:
    """What of a law one file holds: a name such as 总则编, empty for the whole, and its first and last article."""

    name: str
    first: str
    last: str


@dataclass(frozen=True)
class LawText:
    """The text of a law: every article, in order, over all files that hold a part of it."""

    title: str
    """In full, as laws.yaml has it."""
    version: str
    since: date | None
    """In force from, where the file says."""
    articles: tuple[Article, ...]
    parts: tuple[Part, ...]
    unit: str = "条"
    """What it counts: 条, or 项 for a notice that has no articles."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_places", {one.key: place for place, one in enumerate(self.articles)})

    @property
    def key(self) -> str:
        """Names it in a button: a short hash of its title, the same for every version."""
        return sha256(self.title.encode()).hexdigest()[:8]

    @property
    def whole(self) -> bool:
        """Whether all of the law is held, not only parts of it."""
        return not any(part.name for part in self.parts)

    def place(self, key: str) -> int:
        """Where the article with this key stands, from 0; -1 when there is none."""
        found: int = self._places.get(key, -1)  # type: ignore[attr-defined]  # set in __post_init__: frozen
        return found

    def article(self, key: str) -> Article | None:
        """The article with this key (`Article.key`), or None."""
        place = self.place(key)
        return self.articles[place] if place >= 0 else None

    def cited(self, article: str) -> Article | None:
        """The article that a source cites, whatever 款 of it (第十一条第二款 → 第十一条); None when it isn't held."""
        return next((one for one in self.articles if article == one.label or article.startswith(f"{one.label}第")), None)

    def chapters(self) -> tuple[tuple[str, int, int], ...]:
        """(heading, place of its first article, place behind its last): its chapters, the whole where it has none."""
        found: list[tuple[str, int, int]] = []
        for place, one in enumerate(self.articles):
            depth = next((at for at, heading in enumerate(one.headings) if heading.split(" ")[0].endswith("章")), 0)
            heading = " · ".join(one.headings[: depth + 1])
            if found and found[-1][0] == heading:
                found[-1] = (heading, found[-1][1], place + 1)
            else:
                found.append((heading, place, place + 1))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class ArticleRequest:
    """The articles that a text asks for by number, or why they can't be shown.

    `law` is the full title; of a law that nobody lists the name as it was said, with `known` False.
    """

    law: str
    known: bool = True
    articles: tuple[str, ...] = ()
    """Keys of the articles, in the order asked; those that the law doesn't have are among them."""
    paragraph: int = 0
    """The 款 asked for; 0 for the whole article."""
    item: int = 0
    """The 项 asked for; 0 for none."""
    year: int = 0
    """The year of the version that was named; 0 for none."""
    old: bool = False
    """Whether an earlier version was asked for without a year: 旧工会法."""
    chapter: int = 0
    """The chapter asked for; 0 for none, -1 for the whole law."""
    guessed: str = ""
    """The name as it was said, when it was mistyped and this is the law that it must have been."""
    move: str = ""
    """From the article shown last: `next`, `previous`, or `chapter` for the whole that it stands in."""
    also: tuple[ArticleRequest, ...] = ()
    """Articles of other laws that the same text asks for."""
    rivals: tuple[str, ...] = ()
    """Titles of the laws that the name may mean, when it is not clear which."""


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """An article that words may be about."""

    law: str
    """Full title."""
    article: str
    """Its key."""
    score: float
    """How near, 0–1; comparable between questions."""
