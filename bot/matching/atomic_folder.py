"""Folders of the cache that are there as a whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path


def write(place: Path, fill: Callable[[Path], None]) -> bool:
    """Let `fill` write into a new folder, then put it in the place of the old one; False when the disk won't have it.

    A full or read-only disk makes the program slower, never wrong, so it is no error here.
    """
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=place.parent, prefix="making-"))
    except OSError:
        return False
    try:
        fill(fresh)
        shutil.rmtree(place, ignore_errors=True)
        os.replace(fresh, place)
    except OSError:
        shutil.rmtree(fresh, ignore_errors=True)
        return False
    return True
