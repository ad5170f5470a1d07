"""What another version of the knowledge does to the golden questions and to those asked last."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.content.golden_reader import read_golden
from bot.errors import KnowledgeError
from bot.hot_reload import edit_impact
from bot.hot_reload.edit_impact import OpenDesk
from bot.matching.cache import ASKED, Cache
from bot.matching.encoder import SpreadEncoder, installed
from bot.matching.knowledge_index import KnowledgeIndex
from bot.model import Golden, Impact, Knowledge
from bot.settings import Settings, golden_folder

log = logging.getLogger(__name__)
Asked = Callable[[int], Sequence[tuple[str, int]]]
"""How many are wanted in, the texts asked last out, each with how often it was asked."""


def replayed(settings: Settings, old: KnowledgeIndex, known: Knowledge, asked: Asked, open_desk: OpenDesk) -> Impact:
    """What a knowledge would do to the golden questions and to those asked last, beside an index over another one."""
    cache = Cache(settings.data / "cache")
    encoder = installed(settings.encoder, settings.data / "cache")
    spread = SpreadEncoder(encoder, settings.data / "cache") if encoder else None
    new = KnowledgeIndex(known, encoder, cache, trial=True, like=old)
    try:
        golden = golden_questions(settings, old.knowledge, known)
    except KnowledgeError as error:
        log.error(str(error))
        golden = ()
    questions = edit_impact.Replayed(golden, asked(edit_impact.LAST))

    def encode(keys: Sequence[str]) -> NDArray[np.float32]:
        return np.zeros((0, 0), np.float32) if spread is None else cache.vectors(spread, keys, ASKED)

    return edit_impact.impact((old, new), questions, encode, open_desk)


def golden_questions(settings: Settings, *known: Knowledge) -> tuple[Golden, ...]:
    """The golden questions of the knowledge folder; none where there are none.

    Those whose entries none of these versions has are left out: an edit can do nothing to them. Raises KnowledgeError when
    a file can't be used.
    """
    folder = golden_folder(settings.knowledge)
    if not folder.is_dir():
        return ()
    every = {one.id for version in known for one in (*version.retired, *version.entries)}
    return tuple(one for one in read_golden(folder) if one.refuse or every & set(one.entry))
