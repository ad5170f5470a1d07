"""Learns an edit of the knowledge in a second: wordings are taken out of the ridge's inverse and put into it.

A ridge over 7,000 wordings takes half a minute to learn; an admin's edit changes a dozen of them. With G = (K + λI)⁻¹ kept
on disk, wordings R leave it by G − G_·R · G_RR⁻¹ · G_R· , and wordings A join it by the bordering formula: both exact, and
as quick as reading G once (a rank of a few dozen). What is not learned anew is how much each character and sound weighs
(their frequencies move by a few in a thousand) and how confident scores are. So what has grown is close to what learning
all of it anew gives, not equal to it, and is only kept until that has been done.
"""

from __future__ import annotations

import json
import logging
import mmap
import shutil
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from bot import wording
from bot.matching import atomic_folder
from bot.matching.calibration import Confidence, packed, unpacked
from bot.matching.kernel_ridge import PENALTY
from bot.matching.weighted_dice import Weights
from bot.scratch import Scratch

Floats = NDArray[np.float32]

log = logging.getLogger(__name__)
INVERSE = "inverse.npy"
TRIAL = "trial-"
"""What the names of folders with a copy of an inverse begin with."""
STATE = "state.json"
"""Whose rows the inverse's rows are, with a checksum of itself and one of the inverse: what a power cut left is no inverse."""
FEWEST = 1_000
"""Wordings from which an inverse is kept: fewer are learned anew in a second."""
SPARE = 384
"""Places for wordings to come; a second of encoding and comparing, and a morning's edits."""
PATIENCE = 60.0
"""Seconds to wait for another process that grows or keeps the same inverse: it takes one, or five on a slow disk."""
_BLOCK = 256
"""Rows of the inverse that are worked on at a time."""

Kernel = Callable[[Sequence[str]], Floats]
"""New keys in, their kernel with every live key and then with themselves out; (new, live + new)."""


@dataclass(frozen=True)
class State:
    """An inverse on disk, and whose rows its rows are."""

    inverse: Floats
    """(places, places), mapped from the file and written through; rows and columns without a key are zero."""
    keys: list[str]
    """Key of each place; empty where there is none."""
    characters: Weights
    sounds: Weights
    confidence: Confidence
    """As calibrated when all was learned."""


class IncrementalInverse:
    """The folder that holds one inverse: that of the knowledge learned or grown last."""

    def __init__(self, folder: Path, name: str, *, trial: bool = False) -> None:
        """`name` is whatever the inverse depends on beside the wordings: the encoder and the revision.

        A `trial` grows a copy of the inverse, which is gone afterwards.
        """
        self._place = folder / f"growing-{name}"
        self._trial = trial

    @contextmanager
    def alone(self) -> Iterator[State | None]:
        """What is kept, for this thread of this process alone: it is written in its place. None when it can't be had."""
        with ExitStack() as opened:
            yield self._opened(opened)

    def _opened(self, opened: ExitStack) -> State | None:
        try:
            if not self._trial:
                opened.enter_context(self._lock())
                return self._state(None)
            # beside the inverse, not where temporary files go: that may be memory
            made = opened.enter_context(Scratch(self._place.parent, TRIAL))
            with self._lock():
                return self._state(made.folder)
        except (Timeout, OSError):
            return None

    def _lock(self) -> FileLock:
        return FileLock(self._place.parent / f"lock-{self._place.name}", timeout=PATIENCE)

    def keep(self, state: State) -> None:
        """Keep the inverse of these keys in the place of the one before; a full disk keeps none."""
        inverse, keys = state.inverse, state.keys
        if len(keys) < FEWEST:
            return
        places = len(keys) + SPARE

        def fill(folder: Path) -> None:
            # by hand and in blocks: a padded copy would take as much memory as the inverse itself
            header = np.lib.format.open_memmap(folder / INVERSE, "w+", np.float32, (places, places))
            for start in range(0, len(keys), _BLOCK):
                block = inverse[start : start + _BLOCK]
                header[start : start + len(block), : len(keys)] = block
            header.flush()
            _write(folder, replace(state, keys=[*keys, *[""] * SPARE]))

        try:
            with self._lock():
                atomic_folder.write(self._place, fill)
            # an inverse takes 200 MB; nobody reads those of other revisions of the program again
            for old in set(self._place.parent.glob(f"{self._place.name.rpartition('-')[0]}-*")) - {self._place}:
                shutil.rmtree(old, ignore_errors=True)
        except (Timeout, OSError):
            return

    def _state(self, copy: Path | None) -> State | None:
        """The inverse that is kept, or one copied to a folder; None when there is none."""
        place = self._place
        if not (place / STATE).exists():
            return None
        try:
            check, _, text = (place / STATE).read_text("utf-8").partition("\n")
            held = json.loads(text)
            # before it is opened to be written: that would fill up half a file with zeros
            if int(check) != zlib.crc32(text.encode()) or held["inverse"] != atomic_folder.checksum(place / INVERSE):
                raise ValueError(check)
            if copy is not None:
                shutil.copyfile(place / INVERSE, copy / INVERSE)
                place = copy
            inverse = np.load(place / INVERSE, mmap_mode="r+", allow_pickle=False)
            characters, sounds = ((dict(one[0]), float(one[1])) for one in (held["characters"], held["sounds"]))
            confidence = unpacked(np.array(held["confidence"]))
        except (OSError, ValueError, KeyError, TypeError):
            log.warning(wording.CACHE_DAMAGED.format(name=place.name))
            return None
        fits = inverse.shape == (len(held["keys"]),) * 2
        return State(inverse, list(held["keys"]), characters, sounds, confidence) if fits else None

    def changed(self, state: State, wanted: Sequence[str]) -> tuple[list[int], list[str]] | None:
        """Places whose keys go, and keys that come; None when there is no room for those."""
        held = {key for key in state.keys if key}
        goal = set(wanted)
        gone = [place for place, key in enumerate(state.keys) if key and key not in goal]
        new = [key for key in dict.fromkeys(wanted) if key not in held]
        return None if len(new) > len(state.keys) - len(held) + len(gone) else (gone, new)

    def grow(self, state: State, gone: Sequence[int], new: Sequence[str], kernel: Kernel) -> State:
        """The inverse without the places `gone` and with the keys `new`; written through to the file.

        The list of keys is taken away first and put back last: a crash in between leaves nothing that looks whole.
        """
        if not self._trial:
            (self._place / STATE).unlink(missing_ok=True)
        keys = list(state.keys)
        if gone:
            _take_out(state.inverse, np.array(gone))
            for place in gone:
                keys[place] = ""
        if new:
            live = np.array([place for place, key in enumerate(keys) if key])
            free = np.array([place for place, key in enumerate(keys) if not key][: len(new)])
            _put_in(state.inverse, live, free, kernel(new))
            for place, key in zip(free, new, strict=True):
                keys[place] = key
        grown = replace(state, keys=keys)
        if not self._trial:
            _write(self._place, grown)
        return grown


def _write(folder: Path, state: State) -> None:
    held = {
        "inverse": atomic_folder.checksum(folder / INVERSE),
        "keys": state.keys,
        "characters": state.characters,
        "sounds": state.sounds,
        "confidence": packed(state.confidence).tolist(),
    }
    text = json.dumps(held, ensure_ascii=False)
    fresh = folder / f"{STATE}.new"
    fresh.write_text(f"{zlib.crc32(text.encode())}\n{text}", "utf-8", newline="\n")
    fresh.replace(folder / STATE)


def _blocks(inverse: Floats) -> Iterator[slice]:
    """Blocks of the rows; what was read of the file isn't held in memory from one block to the next."""
    mapped = inverse
    while mapped.base is not None and not isinstance(mapped.base, mmap.mmap):
        mapped = mapped.base  # views of the array that maps the file
    for start in range(0, len(inverse), _BLOCK):
        yield slice(start, min(start + _BLOCK, len(inverse)))
        if isinstance(mapped.base, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
            mapped.base.madvise(mmap.MADV_DONTNEED)  # what was written is the file's by now, and stays


def _take_out(inverse: Floats, gone: NDArray[np.int64]) -> None:
    columns = np.concatenate([inverse[rows, gone] for rows in _blocks(inverse)])
    _add(inverse, columns @ -np.linalg.inv(columns[gone]), columns)
    inverse[gone] = 0
    for rows in _blocks(inverse):
        inverse[rows, gone] = 0


def _put_in(inverse: Floats, live: NDArray[np.int64], free: NDArray[np.int64], kernel: Floats) -> None:
    """`kernel` is that of the new keys with those in the places `live`, then with each other."""
    old = np.zeros((len(free), len(inverse)), np.float32)
    old[:, live] = kernel[:, : len(live)]
    carried = np.concatenate([inverse[rows] @ old.T for rows in _blocks(inverse)])
    own = kernel[:, len(live) :] + np.float32(PENALTY) * np.eye(len(free), dtype=np.float32)
    pivot = np.linalg.inv(own - old @ carried)
    spread = carried @ pivot
    _add(inverse, spread, carried)
    for rows in _blocks(inverse):
        inverse[rows, free] = -spread[rows]
    inverse[free] = -spread.T
    inverse[np.ix_(free, free)] = pivot


def _add(inverse: Floats, left: Floats, right: Floats) -> None:
    """Adds left · rightᵀ to the inverse in its place."""
    for rows in _blocks(inverse):
        inverse[rows] += left[rows] @ right.T


def weights(state: State, order: NDArray[np.int64], owners: NDArray[np.int32], classes: int) -> tuple[Floats, Floats]:
    """The ridge's weights for the places `order`, whose classes `owners` ascend, and the inverse's diagonal there.

    Weights are of shape (places, classes): the inverse's columns, summed up by class.
    """
    starts = np.searchsorted(owners, np.arange(classes))
    filled = starts < np.append(starts[1:], len(owners))
    found: Floats = np.zeros((len(order), classes), np.float32)
    diagonal: list[Floats] = []
    for block in _blocks(state.inverse):  # as many blocks as there are places, of which the order may have fewer
        places = order[block]
        rows = np.asarray(state.inverse[places])
        diagonal.append(rows[np.arange(len(places)), places])
        found[block.start : block.start + len(rows), filled] = np.add.reduceat(rows[:, order], starts[filled], axis=1)
    return found, np.concatenate(diagonal)
