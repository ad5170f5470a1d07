"""What a question asks for that the knowledge doesn't hold: another place's rules, another year's figures.

The answer still goes out, since national law holds everywhere, but it begins with what it is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot import china_time, places, wording
from bot.desk.sentence_split import asks
from bot.desk.turn import Turn
from bot.model import Block, Entry, Knowledge
from bot.normalise import CLAUSE_COMMAS, SENTENCE_ENDS, fold

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年|版|最新|新|标准|修|$)")
_TELLER = re.compile(r"(?:[我咱俺他她]们?(?![想要问查请])[\u4e00-\u9fff]{0,2}|从|自从?|打)(?:是|在|于)?\Z")
"""Before a year that dates what happened to somebody."""
_SINCE = re.compile(r"[了过就起]|开始|以来|以后|之后|至今|到现在|一直")
"""After such a year: what began then and goes on."""
_NOW = re.compile(r"现在|如今|目前|今年|眼下")


def notes(text: str, entry: Entry, turn: Turn) -> tuple[Block, ...]:
    """Notes to put before an entry's text for a question: whose rules and which year's it doesn't give."""
    asked = fold(text)
    said = fold("\n".join([entry.question, entry.answer, entry.region]))
    found = [*_about_place(asked, said, entry, turn), *_about_year(text, said, entry, turn.now)]
    return tuple(Block("note", note) for note in found)


def _about_place(asked: str, said: str, entry: Entry, turn: Turn) -> Iterator[str]:
    """That another place's rules aren't held: the one that the question names, else the one that is served."""
    home = turn.region if _holds(turn.knowledge, turn.region) else ""
    unsaid = {name: province for name, province in places.named(asked).items() if name not in said}
    if away := [name for name, province in unsaid.items() if province != home]:
        yield wording.LIMIT_PLACE.format(place="、".join(away))
    elif cities := [name for name, province in unsaid.items() if name != province]:
        yield wording.LIMIT_CITY.format(place="、".join(cities), region=home)
    elif not home and entry.region and not places.named(asked):
        yield wording.LIMIT_PLACE.format(place=turn.region)


def _holds(knowledge: Knowledge, region: str) -> bool:
    """Whether any entry gives the rules of a province."""
    return any(region in entry.region or any(region in one.region for one in entry.variants) for entry in knowledge.entries)


def _about_year(text: str, said: str, entry: Entry, now: float) -> Iterator[str]:
    year = _year_asked_about(text)
    if year and year not in said and entry.reviewed is not None and int(year) != entry.reviewed.year:
        template = wording.LIMIT_PAST if int(year) < china_time.moment(now).year else wording.LIMIT_YEAR
        yield template.format(year=year, reviewed=entry.reviewed.isoformat())


def _year_asked_about(text: str) -> str | None:
    """The year whose rules a question asks for; None where a year only dates what somebody tells (我2004年进厂的)."""
    clauses = [part for sentence in SENTENCE_ENDS.split(text) for part in CLAUSE_COMMAS.split(sentence) if part.strip()]
    dated = [(clause, match) for clause in clauses if (match := _YEAR.search(fold(clause)))]
    asking = any(asks(clause) for clause in clauses)
    if not dated or _NOW.search(text):
        return None
    for clause, match in dated:
        folded = fold(clause)
        told = _TELLER.search(folded, 0, match.start()) or _SINCE.search(folded, match.end())
        if not told and (asks(clause) or not asking):
            return match[1]
    return None
