"""Which topics a conversation is about, and whether a document belongs to them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.desk import replies, utterance
from bot.desk.conversation_memory import FOLLOWUP_WINDOW
from bot.desk.turn import Turn
from bot.desk.word_weights import pairs_of
from bot.model import Choice, Document, Entry, Knowledge
from bot.normalise import fold

_FIRST = 10
"""Places of a question's ranking that tell its topic."""
_FADING = 0.7
"""What a question counts for the topic beside the one after it."""
_QUESTIONS = 3
"""Questions of a conversation that tell its topics, beside its opening."""
_FOREIGN = 0.5
"""Share of what the likeliest topic has below which a document's topics are another matter."""
_LATEST = 0.5
"""What a question counts for the matter of a document beside the one after it."""
_PLAINLY = 1 / 3
"""Share of what tells a document from others of its kind that must be said for it to be meant whatever was talked about."""
_KIND = re.compile(r"关于|的?(?:请示|报告|批复|通知|函|书|名单|表|单|协议|决议|记录)$")
"""What a title says of the kind of document."""
_LIKELY = 0.12
"""Probability from which an entry is named whatever its topic."""
_NOTE = re.compile(r"[（(][^（）()]*[）)]")


def opening(turn: Turn) -> str:
    """What the conversation began with, without what makes a question of it; empty when that is too long ago."""
    return utterance.subject(turn.conversation.context.opening) if turn.fresh(FOLLOWUP_WINDOW) else ""


def topic_shares(knowledge: Knowledge, rankings: Sequence[Mapping[str, float]], fading: float = _FADING) -> dict[str, float]:
    """The share of each topic among what questions are likely about.

    `rankings`: for each question, the latest first, the confidence of the entries that it finds, likeliest first.
    `fading`: what each counts beside the one after it.
    """
    found: dict[str, float] = {}
    for place, ranking in enumerate(rankings):
        for name, confidence in list(ranking.items())[:_FIRST]:
            entry = knowledge.get(name)
            topic = entry.topic if entry is not None else ""
            found[topic] = found.get(topic, 0.0) + confidence * fading**place
    whole = sum(found.values()) or 1.0
    return {topic: share / whole for topic, share in found.items()}


def conversation_topics(turn: Turn) -> dict[str, float]:
    """The share of each topic in what the conversation was about so far; empty where nothing was asked."""
    if not turn.fresh(FOLLOWUP_WINDOW) or turn.question.alone:
        return {}
    asked = [utterance.subject(utterance.base_question(one)) for one in turn.conversation.context.questions[:_QUESTIONS]]
    texts = [one for one in dict.fromkeys((*asked, opening(turn))) if one]
    rankings = [{one.entry: one.confidence for one in turn.index.rank(text, _FIRST)} for text in texts]
    return topic_shares(turn.knowledge, rankings, _LATEST)


def strays(turn: Turn, document: Document) -> bool:
    """Whether a document belongs to another matter than the conversation.

    Never one of what was talked about; nor one that is named plainly, unless the matter has one that goes by the same words.
    """
    topics = conversation_topics(turn)
    offering = [entry for entry in turn.knowledge.entries if _offers(entry, document)]
    if not topics or not offering or any(entry.id in turn.conversation.context.entries for entry in offering):
        return False
    said = pairs_of(fold(turn.text))
    held = pairs_of(document.title) & said
    main = max(topics, key=lambda topic: topics[topic])
    as_well = [other for other in _documents_of(turn, topics) if other != document and held <= pairs_of(other.title)]
    if held and as_well and main not in {entry.topic for entry in offering}:
        return True
    related = [other for entry in offering for other in replies.related_entries(entry, turn.knowledge)]
    own = {entry.topic for entry in (*offering, *related)}
    if sum(topics.get(topic, 0.0) for topic in own) >= _FOREIGN * topics[main]:
        return False
    title = fold(_NOTE.sub("", document.title))
    words = pairs_of(_KIND.sub("", title))
    return title not in fold(turn.text) and len(words & said) < _PLAINLY * len(words)


def without_foreign(turn: Turn, choices: tuple[Choice, ...], likely: float = _LIKELY) -> tuple[Choice, ...]:
    """Choices without those that are neither of the conversation's topics nor of the likeliest choice's.

    `likely`: probability from which one is kept whatever its topic.
    """
    topics = conversation_topics(turn) if len(choices) > 1 else {}
    entries = {one.entry: turn.knowledge.get(one.entry) for one in choices}
    near = {topic for topic, share in topics.items() if share >= _NEAR}
    near |= {entry.topic for one in choices[:1] if (entry := entries[one.entry]) is not None}
    return tuple(
        one
        for one in choices
        if not topics or one.confidence >= likely or ((entry := entries[one.entry]) is not None and entry.topic in near)
    )


_NEAR = 0.05
"""Share from which a conversation is about a topic beside others."""


def documents(turn: Turn) -> tuple[Document, ...]:
    """The documents of the topics that the conversation is mostly about."""
    return _documents_of(turn, conversation_topics(turn))


def _documents_of(turn: Turn, topics: Mapping[str, float]) -> tuple[Document, ...]:
    """The documents of the topics that have a large share."""
    about = [entry for entry in turn.knowledge.entries if topics.get(entry.topic, 0.0) >= _MOSTLY]
    return tuple(one for one in turn.knowledge.documents if any(_offers(entry, one) for entry in about))


def _offers(entry: Entry, document: Document) -> bool:
    """Whether an entry offers a document: either names the other."""
    return document.id in entry.guides or entry.id in document.entries


_MOSTLY = 0.3
"""Share from which a conversation is about a topic for the most part."""
