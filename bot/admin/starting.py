"""A folder to start from: the knowledge and guides that come with the program, copied out for an admin to edit."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot import wording
from bot.errors import JianhuitongError
from bot.settings import starting_folder


def copy(folder: Path) -> int:
    """Copy `knowledge/` and `guides/` into a folder; returns the number of files.

    Raises JianhuitongError when one of the two is there already, so that nobody's edits are overwritten, or when the
    folder can't be written.
    """
    names = ("knowledge", "guides")
    for name in names:
        if (folder / name).exists():
            raise JianhuitongError(wording.INIT_EXISTS.format(path=folder / name))
    try:
        for name in names:
            shutil.copytree(starting_folder(name), folder / name)
    except OSError as error:
        raise JianhuitongError(wording.INIT_FAILED.format(folder=folder)) from error
    return sum(path.is_file() for name in names for path in (folder / name).rglob("*"))
