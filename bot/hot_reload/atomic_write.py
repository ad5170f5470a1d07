"""The files of the knowledge folder as they lie on the disk: read to the byte, tried in a copy, written all or none."""

from __future__ import annotations

import logging
import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from bot import plain_files, wording
from bot.content.discovery import MOST_BYTES, YAML_SUFFIXES
from bot.errors import EditError
from bot.hot_reload import edit_journal
from bot.matching.atomic_folder import sync_folder
from bot.model import Change
from bot.plain_files import reason
from bot.ports import VersionStore
from bot.scratch import Scratch

log = logging.getLogger(__name__)


def read(folder: Path, file: str) -> str | None:
    """A file's text with its own line ends and byte order mark; None when there is none.

    `file` is relative with forward slashes. Raises EditError when it leads out of the folder or can't be read.
    """
    path = _inside(folder, file)
    try:
        return plain_files.read(path, MOST_BYTES).decode("utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise EditError(wording.EDIT_ENCODING.format(file=file)) from error
    except OSError as error:
        raise EditError(wording.EDIT_READ_FAILED.format(file=file, why=reason(error))) from error


@contextmanager
def tried(folder: Path, changes: Sequence[Change]) -> Iterator[Path]:
    """A copy of the folder with the changes made; it is gone afterwards."""
    with Scratch() as place:
        # the folder's own name, which problems of it are told with
        copy = place.folder / folder.absolute().name
        try:
            shutil.copytree(folder, copy, symlinks=True, ignore=shutil.ignore_patterns(".*"), ignore_dangling_symlinks=True)
        except (OSError, shutil.Error) as error:
            raise EditError(wording.EDIT_FOLDER_FAILED.format(path=folder)) from error
        for change in changes:
            path = _inside(copy, change.file)
            if path.is_symlink() or change.after is None:
                path.unlink(missing_ok=True)
            if change.after is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(change.after.encode())
        yield copy


def recover(folder: Path, store: VersionStore) -> bool:
    """Finish or undo an edit that a killed process left half made; whether nobody is in the middle of one. Never raises."""
    return edit_journal.recover(folder, store, _inside)


class FileWrite:
    """Several files that are written as one: laid out beside their places, then put in them or taken away again.

    What becomes of it when the process ends in between: `edit_journal`.
    """

    def __init__(self, folder: Path, changes: Sequence[Change], at: float) -> None:
        """Lay the new files out, on the disk when this returns; `at` is the time in the row of the edit.

        Raises EditError when there is no room or no right to.
        """
        self._changes = changes
        # through links, so that a link stays one
        self._places = [_inside(folder, change.file).resolve() for change in changes]
        self._fresh = [
            None if change.after is None else _beside(place) for change, place in zip(changes, self._places, strict=True)
        ]
        self._journal: edit_journal.Journal | None = None
        change = changes[0]
        try:
            steps = [
                edit_journal.Step(one.file, fresh.name if fresh else "")
                for one, fresh in zip(changes, self._fresh, strict=True)
            ]
            self._journal = edit_journal.Journal(folder, at, steps)
            for change, place, fresh in zip(changes, self._places, self._fresh, strict=True):
                if fresh is not None and change.after is not None:
                    _lay_out(fresh, place, change.after)
        except OSError as error:
            self.drop()
            raise EditError(wording.EDIT_WRITE_FAILED.format(file=change.file, why=reason(error))) from error

    def drop(self) -> None:
        """Take away what was laid out."""
        for fresh in filter(None, self._fresh):
            with suppress(OSError):
                fresh.unlink(missing_ok=True)
        if self._journal is not None:
            self._journal.close()

    def put(self) -> None:
        """Put every file in its place; raises EditError, and then each is as it was before."""
        done: list[int] = []
        try:
            for number, (fresh, place) in enumerate(zip(self._fresh, self._places, strict=True)):
                if fresh is None:
                    place.unlink(missing_ok=True)
                else:
                    os.replace(fresh, place)
                done.append(number)
        except OSError as error:
            self._put_back(done)
            self.drop()
            file = self._changes[len(done)].file
            raise EditError(wording.EDIT_WRITE_FAILED.format(file=file, why=reason(error))) from error
        for parent in {place.parent for place in self._places}:
            sync_folder(parent)
        if self._journal is not None:
            self._journal.close()

    def _put_back(self, done: Sequence[int]) -> None:
        for number in done:
            place, before = self._places[number], self._changes[number].before
            try:
                if before is None:
                    place.unlink(missing_ok=True)
                else:
                    fresh = _beside(place)
                    _lay_out(fresh, place, before)
                    os.replace(fresh, place)
            except OSError:
                log.exception("could not put back %s", place.name)


def _beside(place: Path) -> Path:
    """A name for a new file beside a place."""
    return place.with_name(f".{place.name}.{secrets.token_hex(4)}.tmp")


def _lay_out(fresh: Path, place: Path, text: str) -> None:
    """A new file with the text, its rights those of the file that it will replace."""
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        if place.exists():
            shutil.copymode(place, fresh)
        else:
            fresh.chmod(0o644)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise


def _inside(folder: Path, file: str) -> Path:
    """Where a file of the folder lies; raises EditError when it isn't one, or no topic."""
    path = PurePosixPath(file)
    if path.is_absolute() or ".." in path.parts or "\\" in file or path.suffix.lower() not in YAML_SUFFIXES:
        raise EditError(wording.EDIT_OUTSIDE.format(file=file))
    return folder / path
