"""The clauses of a long message in which its question stands."""

from __future__ import annotations

import re

from bot.normalise import CLAUSE_COMMAS, SENTENCE_ENDS

ASKS = re.compile(
    r"吗|呢|么|怎|咋|如何|什么|甚么|啥|多少|几|哪|谁|是否|能否|可否|[能会要行算]不|是不是|有没有|多久|为何|为啥|区别|办|伐|想问|请问"
)
LONG = 30
"""Characters of a key from which a message is a story to be searched for its question."""
SHORTEST = 5
"""Characters below which a clause says nothing by itself: it takes the one before with it."""
MOST = 3
"""Clauses that are looked at: the last ones, where people put what they want to know."""


def asking_clauses(text: str) -> tuple[str, ...]:
    """The last clauses of a text that ask; none for a short text, or when they are all of it."""
    if len(text) < LONG:
        return ()
    found: list[str] = []
    for sentence in SENTENCE_ENDS.split(text):
        before = ""
        for clause in CLAUSE_COMMAS.split(sentence):
            if ASKS.search(clause):
                found.append(clause if len(clause) >= SHORTEST else before + clause)
            before = clause
    return tuple(one for one in dict.fromkeys(found) if SHORTEST <= len(one) < len(text))[-MOST:]
