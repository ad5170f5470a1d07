"""A command that ends as by `kill -9` just before its so manieth step on the disk: `python -m tests.faults.deadly N ARGS…`.

A step is whatever changes a name or a file of the current folder, as Python's audit events tell it. With N = 0 the command
runs to its end and its steps are written to the file that `STEPS` names, a line each.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

STEPS = "COUNTED_STEPS"
_CHANGING = frozenset(
    {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.link", "os.symlink", "os.chmod", "shutil.rmtree",
     "shutil.copyfile", "shutil.move", "sqlite3.connect"}
)  # fmt: skip
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


class Steps:
    """Counts, and ends the process when it is time."""

    def __init__(self, last: int, folder: Path) -> None:
        self.seen: list[str] = []
        """What each step was."""
        self._last = last
        self._folder = str(folder)

    def __call__(self, event: str, given: tuple[Any, ...]) -> None:
        """An audit hook."""
        if event == "open":
            if not isinstance(given[2], int) or not given[2] & _WRITES:
                return
        elif event not in _CHANGING:
            return
        name = given[0].decode() if isinstance(given[0], bytes) else str(given[0])
        if not os.path.abspath(name.removeprefix("file://")).startswith(self._folder):
            return
        self.seen.append(event)
        if len(self.seen) == self._last:
            os.kill(os.getpid(), signal.SIGKILL)


def main() -> int:
    """The command."""
    steps = Steps(int(sys.argv[1]), Path.cwd())
    sys.addaudithook(steps)
    from bot.cli import main as command

    try:
        return command(sys.argv[2:])
    finally:
        if name := os.environ.get(STEPS):
            Path(name).write_text("\n".join(steps.seen), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
