"""Topics that a text names: 换届, 工会经费, written right or by ear."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from bot import wording
from bot.model import Topic
from bot.normalise import key, spelled

SHORTEST_TOPIC = 2
"""Syllables of a word that may stand for a topic."""


def topics_named(text: str, topics: Sequence[Topic]) -> list[Topic]:
    """The topic with this title, else those whose titles hold these words; none for what everything here is about."""
    said = _sounds(text)
    if said.count(" ") <= SHORTEST_TOPIC or said == _sounds(wording.TRADE):
        return []
    titles = [(topic, _title_sounds(topic.title)) for topic in topics]
    return [topic for topic, title in titles if title == said] or [topic for topic, title in titles if said in title]


def _sounds(text: str) -> str:
    """A text as its syllables, each between spaces: what homophones and typed pinyin have in common."""
    return "".join(f" {sound}" for sound in spelled(key(text))) + " "


@lru_cache(maxsize=256)
def _title_sounds(title: str) -> str:
    """The same for topics' titles, which every question is held against."""
    return _sounds(title)
