"""Keeps on disk what takes long: the vectors of texts, by their hash.

Arrays lie in plain .npy files (no pickles), so that they can be mapped into memory instead of read. Anything missing,
cut short, changed in a single bit or made by another version counts as absent and is made again.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.matching import atomic_folder
from bot.matching.arrays import Floats
from bot.matching.encoder import Encoder

_DIGEST = 16
ASKED = "asked"
"""What the cache calls the vectors of people's questions."""


class Cache:
    """A folder of learned arrays; a folder that can't be written makes everything slower, never wrong."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def vectors(self, encoder: Encoder, texts: Sequence[str], kind: str = "vectors", *, keep: bool = True) -> Floats:
        """The encoder's vectors for these texts, computed only where they aren't kept yet; (texts, dimensions).

        Of each `kind` those of the last call are kept, unless it isn't to `keep` them.
        """
        place = self._folder / f"{kind}-{encoder.name}"
        digests = [_digest(text) for text in texts]
        kept = self._load(place, "digests", "vectors")
        known = {bytes(digest): row for row, digest in enumerate(kept[0])} if kept else {}
        missing = [number for number, digest in enumerate(digests) if digest not in known]
        if not missing and kept and len(kept[0]) == len(digests) and all(known[d] == n for n, d in enumerate(digests)):
            return kept[1]
        rows = np.array([known.get(digest, -1) for digest in digests], np.int64)
        fresh = encoder.encode([texts[number] for number in missing]) if missing or kept is None else kept[1][:0]
        vectors = np.empty((len(texts), fresh.shape[1]), np.float32)
        vectors[rows < 0] = fresh
        if kept:
            vectors[rows >= 0] = np.asarray(kept[1])[rows[rows >= 0]]
        if not keep:
            return vectors
        named = np.frombuffer(b"".join(digests), np.uint8).reshape(len(digests), _DIGEST)
        self._save(place, digests=named, vectors=vectors)
        return vectors

    def drop(self, kind: str) -> None:
        """Forget the vectors of a kind: they tell much of what people's own words were."""
        for place in self._folder.glob(f"{kind}-*"):
            shutil.rmtree(place, ignore_errors=True)

    def missing(self, encoder: Encoder, texts: Sequence[str], kind: str = "vectors") -> int:
        """How many of these texts have no vector yet."""
        kept = self._load(self._folder / f"{kind}-{encoder.name}", "digests")
        known = {bytes(digest) for digest in kept[0]} if kept else set()
        return sum(_digest(text) not in known for text in texts)

    def _load(self, place: Path, *names: str) -> list[NDArray[Any]] | None:
        if not atomic_folder.is_intact(place):
            return None
        try:
            return [np.load(place / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in names]
        except (OSError, ValueError, EOFError):
            return None

    def _save(self, place: Path, **arrays: NDArray[Any]) -> None:
        def fill(folder: Path) -> None:
            for name, array in arrays.items():
                np.save(folder / f"{name}.npy", array, allow_pickle=False)

        atomic_folder.write(place, fill)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()[:_DIGEST]
