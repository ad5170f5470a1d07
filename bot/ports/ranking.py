"""What the desk and the office need of an index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.model import (
    ArticleRequest,
    AskedDocument,
    FoundArticle,
    Knowledge,
    Match,
    Ranked,
    Wanted,
)


class Index(Protocol):
    """Finds entries for a text. Pure and synchronous; one thread at a time."""

    @property
    def knowledge(self) -> Knowledge:
        """The version of the knowledge that it was built from."""
        ...

    def exact(self, text: str) -> Ranked | None:
        """The entry that stores this wording, with confidence 1, or None. Cheap."""
        ...

    def match(self, text: str, within: str = "") -> Match:
        """Decision and the best entries for a text of any length; `within` is the whole message when text is a piece of it."""
        ...

    def rank(self, text: str, limit: int) -> tuple[Ranked, ...]:
        """The best `limit` entries, best first, without a decision."""
        ...

    def discounted(self, text: str, ranked: Sequence[Ranked]) -> tuple[Ranked, ...]:
        """The same entries, each kept below an outright answer where the text names another body and the entry doesn't."""
        ...

    def same_question_probabilities(self, text: str, texts: Sequence[str]) -> tuple[float, ...]:
        """For each of the texts the probability, 0–1, that it asks the same as this one in other words."""
        ...

    def uncompared(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Those of the texts that weren't compared yet: the first time is slow."""
        ...

    def requested_documents(self, text: str, last: str = "") -> Wanted | None:
        """The documents that a text asks for, None when it asks for none; `last` is the one spoken of just before."""
        ...

    def asked_document(self, text: str) -> AskedDocument | None:
        """The document that a text names, whether or not there is one like it; None when it names none."""
        ...

    @property
    def articles(self) -> ArticleIndex:
        """What finds articles of the laws in the same version."""
        ...


class ArticleIndex(Protocol):
    """Finds articles of the laws. Pure and synchronous; one thread at a time."""

    def asked_article(self, text: str, last: str = "") -> ArticleRequest | None:
        """What articles a text asks for by number, None when it asks for none; `last` is the law spoken of just before."""
        ...

    def named_law(self, name: str) -> ArticleRequest | None:
        """The law that a name means, as a request for nothing of it; None when it is no name of a law."""
        ...

    def find_articles(self, text: str, limit: int) -> tuple[FoundArticle, ...]:
        """The articles that a text may be about, best first."""
        ...

    def settling_articles(self, text: str) -> tuple[FoundArticle, ...]:
        """Up to three articles that may settle a question; none where no law that is held is near it."""
        ...


class SimilarityIndex(Protocol):
    """What of an index tells how alike questions are."""

    @property
    def knowledge(self) -> Knowledge:
        """The version of the knowledge that it was built from."""
        ...

    def rank(self, text: str, limit: int) -> tuple[Ranked, ...]:
        """The best `limit` entries, best first, without a decision."""
        ...

    def same_question_probabilities(self, text: str, texts: Sequence[str]) -> tuple[float, ...]:
        """For each of the texts the probability, 0–1, that it asks the same as this one in other words."""
        ...

    def uncompared(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Those of the texts that weren't compared yet: the first time is slow."""
        ...


class SelfChecking(Protocol):
    """An index that can tell how it does on its own wordings."""

    @property
    def knowledge(self) -> Knowledge:
        """The version of the knowledge that it was built from."""
        ...

    def finds_itself(self, entry: str, enough: float = 1.0) -> tuple[bool, float]:
        """Whether an entry's question still finds it when left out, and the share of the asked wordings that do, 0–1.

        No more of them are asked than tell whether the question or `enough` of them do.
        """
        ...

    def near_duplicates(self, likeness: float) -> tuple[tuple[str, str], ...]:
        """Pairs of entries whose questions are at least so alike (kernel, 0–1), in file order."""
        ...
