"""Keeps what people asked and the bot's token from other users of the machine: rights of the data folder and of `.env`."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from bot import wording

OTHERS = 0o077
"""Rights of everybody but the owner."""
_OURS = ("jianhui.db", "cache", "in-force", "serving.lock", "making-", "keeping-", "trial-", "restoring-")
"""What the names in a data folder begin with that nothing else uses."""


def restrict(data: Path, dotenv: Path = Path(".env")) -> Iterator[str]:
    """Take others' rights to the data folder and to `.env` away; a sentence (Chinese) for each that was open or still is.

    A folder in which others keep files too isn't touched: it is told of. What is no folder or no file at all (a device, say,
    which the whole machine uses) is none of ours. Windows has other rights, and gets none of this.
    """
    if os.name != "posix":
        return
    for path, mode, ours in ((data, 0o700, stat.S_ISDIR), (dotenv, 0o600, stat.S_ISREG)):
        try:
            found = path.stat()
        except OSError:
            continue  # there is none yet
        if not found.st_mode & OTHERS or not ours(found.st_mode):
            continue
        alone = not stat.S_ISDIR(found.st_mode) or (not found.st_mode & stat.S_ISVTX and _only_ours(path))
        try:
            if not alone or found.st_uid != os.geteuid():
                raise PermissionError
            path.chmod(mode)
        except OSError:
            yield wording.RIGHTS_OPEN.format(path=path.absolute(), mode=f"{mode:o}")
        else:
            yield wording.RIGHTS_CLOSED.format(path=path.absolute())


def _only_ours(folder: Path) -> bool:
    try:
        return all(path.name.startswith(_OURS) for path in folder.iterdir())
    except OSError:
        return False
