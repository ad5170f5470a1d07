"""What was changed in the files without the bot, as an act like any other: it can be looked up and taken back."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot import wording
from bot.model import Change, Edit, Knowledge

DISK = "disk"
"""Who did it, as far as the bot knows."""
_NAMED = 3
"""Files that are named; of more only the number is told."""


def external_changes(before: Mapping[str, str], now: Mapping[str, str], acts: Sequence[Edit]) -> tuple[Change, ...]:
    """What differs between two versions of the files beside what these acts did, oldest first."""
    known: dict[str, str | None] = dict(before)
    for act in acts:
        for change in act.changes:
            if known.get(change.file) == change.before:
                known[change.file] = change.after
    names = dict.fromkeys([*before, *now, *known])
    return tuple(Change(name, known.get(name), now.get(name)) for name in names if known.get(name) != now.get(name))


def as_act(changes: Sequence[Change], entries: Sequence[str]) -> Edit:
    """The act for changes that were found in the files."""
    files = [change.file for change in changes]
    what = "、".join(files) if len(files) <= _NAMED else wording.UPKEEP_FILES.format(count=len(files))
    return Edit(0, time.time(), DISK, wording.UPKEEP_BY_HAND.format(what=what), tuple(changes), tuple(entries), 0)


def changed_entries(before: Knowledge, after: Knowledge) -> tuple[str, ...]:
    """Ids of entries that differ between two versions, wherever in their file they stand."""
    old, new = ({one.id: replace(one, line=0) for one in (*known.entries, *known.retired)} for known in (before, after))
    return tuple(one for one in dict.fromkeys([*new, *old]) if old.get(one) != new.get(one))
