"""The commands that keep everything safe: backup, restore."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot import wording
from bot.cli.command import FORCE, Command, say
from bot.errors import JianhuitongError
from bot.settings import Settings


def _backup(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot.hot_reload import backup

    if chosen.file.exists() and not chosen.force:
        raise JianhuitongError(wording.FILE_EXISTS.format(file=chosen.file))
    folders = {"knowledge": settings.knowledge, "guides": settings.guides}
    passphrase = _chosen() if chosen.seal else settings.backup_passphrase
    made = backup.make(chosen.file, settings.data, folders, settings.database, passphrase)
    say(wording.BACKUP_DONE.format(file=chosen.file, files=len(made.files), questions=made.rows.get("questions", 0)))
    return 0


def _chosen() -> str:
    """A new passphrase, typed twice; raises JianhuitongError."""
    passphrase = _typed(wording.BACKUP_SEAL_ASK)
    if not passphrase:
        raise JianhuitongError(wording.BACKUP_SEAL_EMPTY)
    if _typed(wording.BACKUP_SEAL_AGAIN) != passphrase:
        raise JianhuitongError(wording.BACKUP_SEAL_DIFFERS)
    return passphrase


def _typed(prompt: str) -> str:
    """What is typed without being shown; from a pipe a line."""
    if sys.stdin is None:
        return ""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    import getpass

    return getpass.getpass(prompt)


def _restore(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot.hot_reload import backup
    from bot.store import lock

    target: Path | None = chosen.to
    if target is not None and target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise JianhuitongError(wording.RESTORE_NOT_EMPTY.format(folder=target))
    if target is None and settings.database:
        raise JianhuitongError(wording.RESTORE_SERVER)
    data = settings.data
    places: dict[str, Path] = {name: target / name if target else getattr(settings, name) for name in ("knowledge", "guides")}
    passphrase = settings.backup_passphrase
    if backup.sealed(chosen.file) and not passphrase:
        passphrase = _typed(wording.BACKUP_SEAL_ASK)
    backup.verify(chosen.file, passphrase)  # before the folder is made
    if target is not None:
        contents, put = backup.restore_to(chosen.file, target, tuple(places), passphrase)
    else:
        with lock.data_folder_lock(data):
            contents, put = backup.restore(chosen.file, data, places, passphrase)
    for path in put:
        say(wording.RESTORE_PUT.format(path=path))
    for folder in places.values():
        if folder not in put:
            say(wording.RESTORE_LEFT.format(path=folder))
    say(wording.RESTORE_DONE.format(made=contents.made, questions=contents.rows.get("questions", 0)))
    return 0


_FILE = (("file",), {"metavar": wording.CLI_FILE, "type": Path, "help": wording.CLI_OPTIONS["backup"]})
COMMANDS = {
    "backup": Command(_backup, (_FILE, FORCE, (("--seal",), {"action": "store_true", "help": wording.CLI_OPTIONS["seal"]}))),
    "restore": Command(
        _restore,
        (
            _FILE,
            (("--to",), {"metavar": wording.CLI_FOLDER, "type": Path, "help": wording.CLI_OPTIONS["restore"]}),
        ),
    ),
}
