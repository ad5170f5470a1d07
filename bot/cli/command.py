"""What a command of `jianhui` is made of, and what all of them share: exit codes, printing, reading lines."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from bot import plain_files, wording
from bot.errors import JianhuitongError
from bot.plain_files import TooLargeError
from bot.settings import Settings

EXIT_ERROR = 1
EXIT_USAGE = 2

Option = tuple[tuple[str, ...], dict[str, object]]
"""The flags of an option, and argparse's own keywords for it."""
Run = Callable[[argparse.Namespace, Settings], int]
"""The parsed command line and the settings in, the exit code out."""
FORCE: Option = (("--force",), {"action": "store_true", "help": wording.CLI_OPTIONS["force"]})
JSON: Option = (("--json",), {"action": "store_true", "help": wording.CLI_OPTIONS["json"]})


@dataclass(frozen=True)
class Command:
    """A command with its options; one with `parts` is run by them: `jianhui guides list`."""

    run: Run
    options: tuple[Option, ...] = ()
    parts: Mapping[str, Command] | None = None
    about: Mapping[str, str] | None = None
    """What the help says of each part."""


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def mention(text: str, stream: TextIO | None = None) -> None:
    """Print a line as far as that is possible: nobody may read it, or its file lie on a full disk, and the bot serves on."""
    with suppress(OSError, ValueError):
        (stream or sys.stdout).write(text + "\n")
        (stream or sys.stdout).flush()


def write_file(path: Path, content: bytes, *, force: bool) -> None:
    """Write a file as a whole; one that is there and differs is replaced with `force`, or when whoever types says yes.

    Raises JianhuitongError, in Chinese.
    """
    try:
        if path.exists() and path.is_file() and path.read_bytes() == content:
            return
        if path.exists() and not force and not _agreed(path):
            raise JianhuitongError(wording.FILE_EXISTS.format(file=path))
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, fresh = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with open(handle, "wb") as file:
                file.write(content)
            os.chmod(fresh, (path.stat().st_mode & 0o777) if path.exists() else 0o644)
            os.replace(fresh, path)
        except OSError:
            os.unlink(fresh)
            raise
    except OSError as error:
        raise JianhuitongError(wording.FILE_UNWRITABLE.format(file=path)) from error


def _agreed(path: Path) -> bool:
    """Whether whoever sits at the keyboard wants the file replaced; nobody does where nobody types."""
    if sys.stdin is None or not sys.stdin.isatty():
        return False
    sys.stderr.write(wording.FILE_REPLACE.format(file=path))
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in wording.EXCHANGE_YES


def read_lines(name: str) -> list[str]:
    """The lines of a file, or of standard input for `-`: a question each, blank ones too, so that answers pair with lines."""
    try:
        text = (sys.stdin.read(plain_files.MOST) if sys.stdin else "") if name == "-" else _bounded(Path(name))
    except (OSError, UnicodeDecodeError) as error:
        raise JianhuitongError(wording.FILE_UNREADABLE.format(file=name)) from error
    lines = text.split("\n")
    return [line.strip() for line in (lines if lines[-1].strip() else lines[:-1])]


def _bounded(path: Path) -> str:
    """The text of a file or of a pipe that the shell made; raises OSError for one without end."""
    with path.open("rb") as opened:
        data = opened.read(plain_files.MOST + 1)
    if len(data) > plain_files.MOST:
        raise TooLargeError(path, len(data), plain_files.MOST)
    return data.decode("utf-8-sig")
