"""What admins write for a key of an entry, and how they are shown what it says now."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot import citations, wording
from bot.errors import EditError
from bot.model import Entry, EntryValue, Knowledge, Source, Status
from bot.normalise import fold, whole

LISTS = ("phrasings", "steps", "materials", "sources", "guides", "related")
"""Keys whose values are written a line each."""
NEEDED = ("question", "answer")
_BULLET = re.compile(r"\s*(?:[0-9]{1,2}[.、)）]|[·•*－-])\s*")
_DAY = re.compile(r"([0-9]{4})\s*[-年./]\s*([0-9]{1,2})\s*[-月./]\s*([0-9]{1,2})\s*日?")


def keys(entry: Entry, knowledge: Knowledge) -> dict[str, str]:
    """The keys of an entry that can be edited in the chat, with what people call them."""
    named = dict(wording.KEEP_KEYS)
    condition = knowledge.condition(entry.ask) if entry.ask else None
    labels = {option.name: option.label for option in condition.options} if condition else {}
    for variant in entry.variants:
        label = labels.get(variant.when, variant.when)
        named[f"variants.{variant.when}.answer"] = wording.KEEP_KEY_VARIANT.format(label=label)
    return named


def current_text(entry: Entry, key: str) -> str:
    """What a key says now, as it may be written again: lists a line each; empty without one."""
    if key.startswith("variants."):
        return next((one.answer for one in entry.variants if one.when == key.split(".")[1]), "").strip()
    value = getattr(entry, key)
    return _list_lines(value) if isinstance(value, tuple) else "" if value is None else str(value).strip()


def as_shown(entry: Entry, key: str) -> str:
    """The same for reading: a status by its Chinese name."""
    return _in_chinese(key, current_text(entry, key))


def as_text(key: str, value: EntryValue) -> str:
    """A value for reading, as `shown` would show it once it is there."""
    return _in_chinese(key, value if isinstance(value, str) else _list_lines(value))


def _list_lines(value: tuple[str | Source, ...]) -> str:
    """A list a line each, sources as they may be written again."""
    return "\n".join(
        wording.KEEP_SOURCE.format(law=one.law, version=one.version, article=one.article) if isinstance(one, Source) else one
        for one in value
    )


def _in_chinese(key: str, text: str) -> str:
    return wording.KEEP_STATUS.get(text, text) if key == "status" else text


def read(key: str, text: str, knowledge: Knowledge, today: date) -> EntryValue:
    """A value from what was written; raises EditError, in Chinese, for what can't be one."""
    said = text.strip()
    if key == "sources":
        return tuple(_source(part, knowledge) for line in lines(said) for part in citations.split_citation(line))
    if key == "guides":
        return tuple(_guide(line, knowledge) for line in lines(said))
    if key in LISTS:
        return tuple(lines(said))
    special = {"status": _status, "reviewed": _day, "review_after": _days}
    if key == "region":
        return "" if said == wording.KEEP_NATIONWIDE else said
    return special[key](said, today) if key in special else said


def lines(text: str) -> list[str]:
    """The lines of a list as people write it, without numbers and bullets."""
    bare = [_BULLET.sub("", line, count=1) if _BULLET.match(line) else line for line in text.splitlines()]
    return [line.strip() for line in bare if line.strip()]


def _status(said: str, _: date) -> str:
    names = {fold(label): name for name, label in wording.KEEP_STATUS.items()} | {str(one): str(one) for one in Status}
    if fold(said) not in names:
        raise EditError(wording.KEEP_BAD_STATUS.format(known="、".join(wording.KEEP_STATUS.values())))
    return names[fold(said)]


def _day(said: str, today: date) -> str:
    if said in wording.KEEP_TODAY:
        return today.isoformat()
    found = _DAY.fullmatch(said)
    try:
        return date(*map(int, found.groups())).isoformat() if found else _refuse_day(said)
    except ValueError:
        return _refuse_day(said)


def _refuse_day(said: str) -> str:
    raise EditError(wording.KEEP_BAD_DAY.format(said=said[:20]))


def _days(said: str, _: date) -> str:
    number = whole(said.removesuffix("天"))
    if number is None or not 0 < number <= 36_500:
        raise EditError(wording.KEEP_BAD_DAYS.format(said=said[:20]))
    return str(number)


def _source(line: str, knowledge: Knowledge) -> Source:
    """A law with its version in force, as the list of laws has it; one that isn't listed needs its version in brackets."""
    found = citations.citations_in(line, knowledge.laws)
    if found is None:
        raise EditError(wording.KEEP_BAD_SOURCE.format(line=line[:40]))
    if not found.version:
        raise EditError(wording.KEEP_SOURCE_UNKNOWN.format(name=found.law))
    return found


def _guide(line: str, knowledge: Knowledge) -> str:
    document = next((one for one in knowledge.documents if line.strip("《》") in (one.id, one.title, *one.words)), None)
    if document is None:
        raise EditError(wording.KEEP_BAD_GUIDE.format(line=line[:40]))
    return document.id


def fresh_id(topic: str, taken: Sequence[str]) -> str:
    """An id for a new entry of a topic that no entry has: the topic's key and a number."""
    stem = re.sub(r"[^a-z0-9-]+", "-", topic.lower()).strip("-")[:40] or "entry"
    known = set(taken)
    return next(f"{stem}-{number}" for number in range(1, len(known) + 2) if f"{stem}-{number}" not in known)


def question_like(text: str) -> bool:
    """Whether a text asks: it ends as questions do, or is short and holds a word that asks."""
    bare = text.strip()
    asks = re.search(r"吗|么|什么|怎么|怎样|如何|多少|几|哪|谁|是否|能不能|可不可以|要不要|有没有|何时|为啥|呢", bare)
    return bare.endswith(("？", "?", "吗", "呢")) or (len(bare) <= 30 and "。" not in bare and bool(asks))
