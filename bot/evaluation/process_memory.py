"""How much memory this process holds."""

from __future__ import annotations

import os
from pathlib import Path

_STATM = Path("/proc/self/statm")
_RESIDENT, _MAPPED = 1, 2


def resident() -> float | None:
    """Resident memory in MiB, now; None where the system has no /proc."""
    return _field(_RESIDENT)


def mapped() -> float | None:
    """How much of it are pages of files, which the system takes back when memory is short; None as above."""
    return _field(_MAPPED)


def _field(number: int) -> float | None:
    try:
        pages = int(_STATM.read_text("ascii").split()[number])
    except OSError:
        return None
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
