"""The repository's own knowledge and its index, made once a process: each takes a second or more, and they are only read.

Nothing is put in the place of the program: the first to ask has it made by the program, the next gets the same as long as
the files say the same.
"""

from __future__ import annotations

import hashlib
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from bot import app
from bot.content import loader
from bot.matching.cache import Cache
from bot.matching.encoder import Encoder
from bot.matching.knowledge_index import KnowledgeIndex
from bot.model import Knowledge, Problem

_GUIDES = Path(__file__).resolve().parent.parent / "guides"
_MOST = 6
"""Versions that are kept."""
_read = loader.readable
_found: dict[object, tuple[Knowledge, tuple[Problem, ...]]] = {}
_made: dict[object, KnowledgeIndex] = {}


def begin() -> None:
    """From now on in this process."""
    loader.readable = _readable
    vars(app)[KnowledgeIndex.__name__] = _index


def _readable(knowledge: Path, guides: Path, today: date) -> tuple[Knowledge, tuple[Problem, ...]]:
    """See `loader.readable`."""
    if guides.absolute() != _GUIDES or not knowledge.is_dir():
        return _read(knowledge, guides, today)
    state = (today, _content(knowledge), _times(guides))
    if state not in _found:
        _found[state] = _read(knowledge, guides, today)
        _shorten(_found)
    return _found[state]


def _index(knowledge: Knowledge, encoder: Encoder | None, cache: Cache, **how: Any) -> KnowledgeIndex:
    """See `KnowledgeIndex`."""
    own = next((one for one, _ in _found.values() if _same(one, knowledge)), None)
    if own is None or how.get("trial"):
        return KnowledgeIndex(knowledge, encoder, cache, **how)
    key = (id(own), encoder.name if encoder else "", cache._folder.resolve())
    if key not in _made:
        _made[key] = KnowledgeIndex(own, encoder, cache, **how)
        _shorten(_made)
    if knowledge is own:
        return _made[key]
    other = _made[key].separate_copy()
    other._knowledge = knowledge
    return other


def _same(one: Knowledge, other: Knowledge) -> bool:
    """Whether both are one, but for the number of their version."""
    return all(getattr(one, part.name) is getattr(other, part.name) for part in fields(Knowledge) if part.name != "version")


def _shorten(kept: dict[object, Any]) -> None:
    while len(kept) > _MOST:
        del kept[next(iter(kept))]


def _content(folder: Path) -> bytes:
    """Changes with any file below, its name or its bytes."""
    told = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            told.update(f"{path.relative_to(folder)} {path.stat().st_size} ".encode("utf-8", "surrogateescape"))
            told.update(path.read_bytes())
        else:
            told.update(f"{path.relative_to(folder)}/ ".encode("utf-8", "surrogateescape"))
    return told.digest()


def _times(folder: Path) -> frozenset[tuple[str, int, int]]:
    """Changes with any file below, by when it was written."""
    files = [(path, path.stat()) for path in folder.rglob("*") if path.is_file()]
    return frozenset((str(path), found.st_mtime_ns, found.st_size) for path, found in files)
