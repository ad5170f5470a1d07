"""What is noted of an edit before it is made, so that one that was cut off is finished or undone by whoever comes next.

Several files can't be given their names at once. First the journal names what will be laid out and where it belongs; then the
files are laid out; the row of the edit in the store decides that it is made; then each file gets its place, and the journal
goes. A process that finds a journal whose writer is gone puts the rest in place when the row is there, and takes away what was
laid out when it isn't. Journals are hidden files of the knowledge folder, which nothing else reads.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from bot import plain_files
from bot.content.discovery import MOST_BYTES
from bot.errors import EditError, StoreError
from bot.model import Change, Edit
from bot.ports import VersionStore

log = logging.getLogger(__name__)
_PREFIX, _SUFFIX, _LOCK = ".edit-", ".json", ".lock"
_LOOKED_THROUGH = 20
"""Edits among which the one of a journal is looked for: it was the last that its process made."""
_PATIENCE = 5.0
"""Seconds to wait for whoever took a new lock for one that was left behind."""
Inside = Callable[[Path, str], Path]
"""Where a file of the folder lies; raises EditError when it lies in none."""


@dataclass(frozen=True, slots=True)
class Step:
    """A file of an edit."""

    file: str
    """Relative to the folder, with forward slashes."""
    fresh: str
    """Name of what was laid out beside its place; empty where the file goes away."""


class Journal:
    """Of one edit that is being made. `close` when it is made, or given up."""

    def __init__(self, folder: Path, at: float, steps: Sequence[Step]) -> None:
        """`at` is the time in the row of the edit, by which it is known. On the disk when this returns; raises OSError."""
        name = _PREFIX + secrets.token_hex(6)
        self._file = folder / (name + _SUFFIX)
        self._lock = FileLock(folder / (name + _LOCK), mode=0o600)
        try:
            self._lock.acquire(timeout=_PATIENCE)
        except Timeout as error:
            raise OSError(*error.args) from error
        try:
            noted = {"at": at, "files": [[step.file, step.fresh] for step in steps]}
            with self._file.open("x", encoding="utf-8") as opened:
                json.dump(noted, opened, ensure_ascii=False)
                opened.flush()
                os.fsync(opened.fileno())
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        """Nothing is left to be done."""
        _gone(self._file, self._lock)


def recover(folder: Path, store: VersionStore, inside: Inside) -> bool:
    """Finish or undo what processes that are gone have left half done; whether nobody is in the middle of an edit.

    Never raises; what can't be done now stays.
    """
    alone = True
    for path in _locks(folder):
        file, lock = path.with_suffix(_SUFFIX), FileLock(path, mode=0o600)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            alone = False
            continue
        except (OSError, NotImplementedError):
            continue
        try:
            _settle(file, folder, store, inside)
        except (OSError, StoreError, EditError):
            log.exception("an edit that was cut off stays as it is")
            lock.release()
        else:
            _gone(file, lock)
    return alone


def _locks(folder: Path) -> Sequence[Path]:
    """Those of all journals: there is one before its journal, and after it."""
    try:
        return sorted(folder.glob(f"{_PREFIX}*{_LOCK}"))
    except OSError:
        return ()


def _settle(file: Path, folder: Path, store: VersionStore, inside: Inside) -> None:
    try:
        noted = json.loads(plain_files.read(file, MOST_BYTES))
        at, steps = float(noted["at"]), [Step(str(name), Path(str(fresh)).name) for name, fresh in noted["files"]]
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return  # it is done, or was cut off before anything was laid out
    made = next((one for one in store.acts(limit=_LOOKED_THROUGH) if one.at == at), None)
    log.warning("an edit was cut off; it is %s", "undone" if made is None else "finished")
    for step in steps:
        place = inside(folder, step.file).resolve()
        change = _change(made, step.file)
        if change is not None and _content(place) == change.before:
            if not step.fresh:
                place.unlink(missing_ok=True)
            elif (place.parent / step.fresh).exists():
                os.replace(place.parent / step.fresh, place)
        if step.fresh:  # undone, or somebody has edited the file since
            (place.parent / step.fresh).unlink(missing_ok=True)


def _change(made: Edit | None, file: str) -> Change | None:
    return next((one for one in made.changes if one.file == file), None) if made is not None else None


def _content(place: Path) -> str | None:
    try:
        return plain_files.read(place, MOST_BYTES).decode("utf-8", "replace")
    except FileNotFoundError:
        return None


def _gone(file: Path, lock: FileLock) -> None:
    with suppress(OSError):
        file.unlink(missing_ok=True)
    lock.release()
    with suppress(OSError):
        Path(lock.lock_file).unlink(missing_ok=True)
