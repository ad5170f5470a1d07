"""A folder to start from: what comes with the program for an admin to edit, copied out."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot import wording
from bot.errors import JianhuitongError
from bot.settings import GOLDEN, starting_folder


def copy(folder: Path) -> int:
    """Copy `knowledge/`, `guides/` and `golden/`, the questions edits are tried with; returns the number of files.

    Raises JianhuitongError when one of them is there already, so that nobody's edits are overwritten, or when the
    folder can't be written.
    """
    origins = {"knowledge": starting_folder("knowledge"), "guides": starting_folder("guides"), "golden": GOLDEN}
    for name in origins:
        if (folder / name).exists():
            raise JianhuitongError(wording.INIT_EXISTS.format(path=folder / name))
    try:
        for name, origin in origins.items():
            shutil.copytree(origin, folder / name)
    except OSError as error:
        raise JianhuitongError(wording.INIT_FAILED.format(folder=folder)) from error
    return sum(path.is_file() for name in origins for path in (folder / name).rglob("*"))
