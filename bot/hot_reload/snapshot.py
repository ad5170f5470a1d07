"""A copy of the knowledge folder as it stood at one moment, however many hands are writing in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot import plain_files
from bot.content.discovery import LAW_TEXTS, MOST_BYTES, YAML_SUFFIXES

Prints = Mapping[str, tuple[int, ...]]
"""Size, time of change and identity of every file and folder by its path."""

ROUNDS = 40
"""Times that a copy is tried before the folder is let alone for a while."""
_PAUSE = 0.05
"""Seconds between two tries."""


@dataclass(frozen=True)
class Snapshot:
    """A copy of the knowledge folder as it stood at one moment."""

    folder: Path
    """Where it can be loaded from: the copy, or the folder itself where it holds what can't be copied."""
    texts: Mapping[str, str]
    """Texts of the topic files, lists and laws by path, with their own line ends."""
    prints: Prints


def fingerprints(*folders: Path) -> Prints:
    """What tells whether anything below these folders has changed; hidden files don't count."""
    found: dict[str, tuple[int, ...]] = {}
    waiting = [str(folder) for folder in folders]
    while waiting:
        place = waiting.pop()
        try:
            with os.scandir(place) as children:
                listed = [(child.path, child.is_dir(follow_symlinks=False)) for child in children if not _hidden(child.name)]
            found[place] = (os.stat(place).st_ino,)
        except OSError as error:
            found[place] = (-1, error.errno or 0)
            continue
        waiting += [path for path, is_folder in listed if is_folder]
        found |= {path: _fingerprint(path) for path, is_folder in listed if not is_folder}
    return found


def _hidden(name: str) -> bool:
    return name.startswith(".")


def _fingerprint(path: str) -> tuple[int, ...]:
    try:
        held = os.stat(path)
    except OSError as error:
        return (-1, error.errno or 0)
    return held.st_size, held.st_mtime_ns, held.st_ctime_ns, held.st_ino


def take_snapshot(knowledge: Path, guides: Path, place: Path, wait: Callable[[float], object]) -> Snapshot | None:
    """A copy of the knowledge in the new folder `place` while nothing changed in it or the guides; None if that never was.

    `wait` waits for so many seconds.
    """
    for _ in range(ROUNDS):
        before = fingerprints(knowledge, guides)
        copy = place / (knowledge.absolute().name or "knowledge")
        shutil.rmtree(copy, ignore_errors=True)
        whole = _copy(knowledge, copy)
        if fingerprints(knowledge, guides) == before:
            folder = copy if whole else knowledge
            return Snapshot(folder, texts(folder), before)
        wait(_PAUSE)
    return None


def _copy(folder: Path, copy: Path) -> bool:
    """Copy what the loader looks at; False where there is something that is no plain file, or can't be read."""
    try:
        for parent, names, files in os.walk(folder, onerror=_raise):
            names[:] = [name for name in names if not _hidden(name)]
            sources = [Path(parent) / name for name in files if not _hidden(name)]
            if any((Path(parent) / name).is_symlink() for name in names) or not all(map(_is_copied, sources)):
                return False
            here = copy / Path(parent).relative_to(folder)
            here.mkdir(parents=True)
            for source in sources:
                shutil.copyfile(source, here / source.name)
    except (OSError, ValueError):
        return False
    return any(copy.iterdir())


def _is_copied(path: Path) -> bool:
    return not path.is_symlink() and path.is_file() and path.stat().st_size <= MOST_BYTES


def _raise(error: OSError) -> None:
    raise error


def texts(folder: Path) -> Mapping[str, str]:
    """The texts of a folder's YAML files and laws that are UTF-8, by path with forward slashes."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if _is_read(name) and not any(part.startswith(".") for part in name.parts):
            try:
                found[name.as_posix()] = plain_files.read(path, MOST_BYTES).decode("utf-8")
            except (OSError, UnicodeDecodeError):
                continue
    return found


def _is_read(name: Path) -> bool:
    """Whether a file is one that the loader reads."""
    suffix = name.suffix.lower()
    return suffix in YAML_SUFFIXES or (suffix == ".md" and name.parent == Path(LAW_TEXTS))


def unfinished(before: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Whether a file looks as if somebody were in the middle of writing it: gone, cut short, or without its last line end."""
    for name, old in before.items():
        new = now.get(name)
        if new is None or (new != old and (old.startswith(new) or (old.endswith("\n") and not new.endswith("\n")))):
            return True
    return False
