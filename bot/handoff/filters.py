"""Which of the questions that wait an admin wants to see: /cases 会费 3天."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot import wording
from bot.handoff import views
from bot.model import Handover, Inquiry, Knowledge
from bot.normalise import fold, key

_DAYS = re.compile(r"(?:等了?|超过)?([0-9]{1,4})天(?:以上)?")
_PEOPLE = re.compile(r"([0-9]{1,4})(?:个)?人(?:以上)?")
_PAGE = re.compile(r"第?([0-9]{1,6})页?")
_NAMED: Mapping[str, str] = {
    "由我处理": "mine",
    "我的": "mine",
    "mine": "mine",
    "无人处理": "free",
    "没人处理": "free",
    "未认领": "free",
    "转人工": "human",
    "要求转人工": "human",
    "人工": "human",
}


@dataclass(frozen=True)
class Filter:
    """What is asked for; everything that is set must hold."""

    text: str = ""
    """As it was typed, without the page."""
    mine: bool = False
    free: bool = False
    """Of nobody's yet."""
    human: bool = False
    """Somebody asked for a person."""
    days: int = 0
    """Full days that the first one has waited."""
    people: int = 0
    """Conversations that wait."""
    words: tuple[str, ...] = ()
    """Words of the topic, or of the question itself."""

    def matches(self, inquiry: Inquiry, asked: Sequence[Handover], topic: str, viewer: str, now: float) -> bool:
        """Whether an inquiry with these questions is one of them."""
        texts = [key(text) for text in (topic, inquiry.text, *(one.text for one in asked))]
        return (
            (not self.mine or inquiry.assigned == viewer)
            and not (self.free and inquiry.assigned)
            and (not self.human or any(one.kind == "human" and one.state == "open" for one in asked))
            and views.days_waited(inquiry, now) >= self.days
            and inquiry.waiting >= self.people
            and all(any(key(word) in text for text in texts) for word in self.words)
        )


def parse(text: str) -> tuple[Filter, int]:
    """What is typed behind /cases, and the page, from 1."""
    page, kept, words, days, people = 1, [], [], 0, 0
    named: set[str] = set()
    for word in text.replace(":", " ").split():
        said = fold(word)
        if found := _PAGE.fullmatch(said):
            page = int(found[1])
            continue
        kept.append(word)
        if said in _NAMED:
            named.add(_NAMED[said])
        elif found := _DAYS.fullmatch(said):
            days = int(found[1])
        elif found := _PEOPLE.fullmatch(said):
            people = int(found[1])
        elif key(word):
            words.append(word)
    shown = Filter(" ".join(kept), "mine" in named, "free" in named, "human" in named, days, people, tuple(words))
    return shown, page


def topic_of(asked: Sequence[Handover], knowledge: Knowledge) -> str:
    """The title of the topic that the bot came nearest to when it was asked; empty for none."""
    for one in asked:
        own = next((past for past in one.context if past.id == one.record), None)
        entry = knowledge.get(own.entry) if own is not None and own.entry else None
        if entry is not None:
            return entry.topic
    return ""


def offered(topics: Collection[str], shown: Filter) -> list[tuple[str, str]]:
    """Filters to press, label and text: the usual ones, then the commonest topics of what is listed."""
    usual = [(wording.INQUIRY_FILTERS[name], wording.INQUIRY_FILTERS[name]) for name in ("free", "human", "days")]
    common = Counter(topic for topic in topics if topic).most_common(3)
    found = usual + [(wording.INQUIRY_FILTER_TOPIC.format(topic=topic, count=count), topic) for topic, count in common]
    return [one for one in found if one[1] not in shown.text]
