"""Commits an edit where the knowledge lies in a git checkout: its files alone, whatever else is staged."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

log = logging.getLogger(__name__)

PATIENCE = 20.0
"""Seconds that one git command may take; a hook may run in it."""
_NAME = "jianhuitong"


def commit(folder: Path, files: Sequence[str], subject: str, who: str) -> bool:
    """Commit these files of the folder under the admin's key; False, with the reason logged, when that isn't possible."""
    if not _checked_out(folder):
        return False
    # a new file must be known to git before it can be committed by its name alone
    there = [file for file in files if (folder / file).exists()]
    added = _run(folder, "add", "--intent-to-add", "--", *there) if there else None
    if added is not None and added.returncode:
        log.warning("git could not add the edited files: %s", _output(added))
        return False
    author = f"{who.translate(str.maketrans('', '', '<>')) or _NAME} <{_NAME}@localhost>"
    done = _run(folder, "commit", "--quiet", "--only", f"--author={author}", "--message", subject, "--", *files)
    if done.returncode:
        log.warning("git could not commit the edit: %s", _output(done))
    return done.returncode == 0


def archive(folder: Path, revision: str) -> bytes | None:
    """The folder as it was in a revision, as a tar file; None when there is no such revision, or no checkout."""
    if revision.startswith("-") or not _checked_out(folder):
        return None
    done = _run(folder, "archive", "--format=tar", revision, "--", ".")
    return None if done.returncode else done.stdout


def _checked_out(folder: Path) -> bool:
    """Whether a folder lies in a checkout, and git is installed."""
    if shutil.which("git") is None or not folder.is_dir():
        return False
    return _run(folder, "rev-parse", "--is-inside-work-tree").stdout.strip() == b"true"


def _output(done: subprocess.CompletedProcess[bytes]) -> str:
    return (done.stderr or done.stdout).decode("utf-8", "replace").strip()[:200]


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run git in the folder, whatever repository the environment names; what can't be run counts as failed."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    settings = ("-c", f"user.name={_NAME}", "-c", f"user.email={_NAME}@localhost", "-c", "commit.gpgsign=false")
    command = ["git", *settings, *arguments]
    try:
        return subprocess.run(  # noqa: S603 - no shell, and files stand behind --
            command, cwd=folder, env=env | {"GIT_TERMINAL_PROMPT": "0"}, stdin=subprocess.DEVNULL, capture_output=True,
            timeout=PATIENCE, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        return subprocess.CompletedProcess(command, 1, b"", type(error).__name__.encode())
