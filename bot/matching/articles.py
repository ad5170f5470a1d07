"""The articles of the laws of one version of the knowledge: asked for by number, or found by words."""

from __future__ import annotations

import copy
from collections.abc import Callable

from bot.matching import other_organisations
from bot.matching.article_request import ArticleRequests
from bot.matching.article_search import ArticleSearch
from bot.matching.cache import Cache
from bot.matching.encoder import Encoder
from bot.model import ArticleRequest, FoundArticle, Knowledge, Ranked
from bot.normalise import fold

SHOWN = 3
"""Articles offered where no entry answers."""
NEAREST = 5
"""Entries whose articles are looked at."""
ENTRY_WEIGHT = 1.0
"""Weight of the confidence in an entry for the articles that it rests on.

On STARD's dev half a right article is then in the first three / five for .69 / .71; without it for .55 / .64. Between 0.5 and
2 it is .64 to .69 and .67 to .76.
"""

Rank = Callable[[str, int], tuple[Ranked, ...]]
"""A text and a limit in, the best entries out."""


class Articles:
    """Implements bot.ports.ArticleIndex."""

    def __init__(self, knowledge: Knowledge, encoder: Encoder | None, cache: Cache, rank: Rank) -> None:
        self._knowledge = knowledge
        self._requests = ArticleRequests(knowledge)
        self._search = ArticleSearch(knowledge, encoder, cache)
        self._rank = rank

    def separate_copy(self) -> Articles:
        """The same without the entries, for measuring."""
        other = copy.copy(self)
        other._rank = lambda text, limit: ()
        return other

    def prepare(self) -> None:
        """Have at hand what searching needs; slow once after a law is new."""
        self._search.prepare()

    def asked_article(self, text: str, last: str = "") -> ArticleRequest | None:
        """What articles a text asks for by number, None when it asks for none; `last` is the law spoken of just before."""
        return self._requests.requested(text, last)

    def named_law(self, name: str) -> ArticleRequest | None:
        """The law that a name means, as a request for nothing of it; None when it is no name of a law."""
        return self._requests.law(name)

    def find_articles(self, text: str, limit: int) -> tuple[FoundArticle, ...]:
        """The articles that a text may be about, best first."""
        return self._search.find(text, limit, self._supported_articles(text))

    def settling_articles(self, text: str) -> tuple[FoundArticle, ...]:
        """Up to three articles that may settle a question; none where no law that is held is near it."""
        if not self._search.near(text):
            return ()
        found = self.find_articles(text, SHOWN)
        # the rules of another body, or a particular (somebody's number), stand in no article that doesn't name it
        bodies = other_organisations.organisations_in(text)
        return found if all(body in self._text(one) for one in found[:1] for body in bodies) else ()

    def _text(self, found: FoundArticle) -> str:
        text = self._knowledge.law_text(found.law)
        article = text.article(found.article) if text else None
        return fold(article.text) if article else ""

    def _supported_articles(self, text: str) -> dict[tuple[str, str], float]:
        """The articles that the nearest entries rest on, with the confidence in these."""
        found: dict[tuple[str, str], float] = {}
        for ranked in self._rank(text, NEAREST):
            entry = self._knowledge.get(ranked.entry)
            for source in entry.cited if entry is not None else ():
                held = self._knowledge.law_text(source.law)
                article = held.cited(source.article) if held else None
                if article is not None:
                    place = (source.law, article.key)
                    found[place] = max(found.get(place, 0.0), ENTRY_WEIGHT * ranked.confidence)
        return found
