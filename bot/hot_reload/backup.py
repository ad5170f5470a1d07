"""Everything that can't be made anew, in one zip: the database, the knowledge and the guides; verified, and put back whole.

The manifest names every file with its size and hash, and how many rows each table has. What isn't exactly so isn't put back.
The settings (`.env`, with the token) are not in it, nor is the cache.
"""

from __future__ import annotations

import errno
import hashlib
import itertools
import json
import os
import shutil
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from bot import china_time, wording
from bot.china_time import CHINA
from bot.errors import StoreError
from bot.hot_reload import encryption
from bot.plain_files import NotPlainError
from bot.scratch import Scratch
from bot.store import database_copy, database_move

MANIFEST = "manifest.json"
DATABASE = "jianhui.db"
PREFIX, SUFFIX = "jianhui-", ".zip"
"""Around the moment in the names of daily backups."""
_FORMAT = 1
_CHUNK = 1 << 20
_MOST_MANIFEST = 10 << 20


@dataclass(frozen=True)
class Contents:
    """When a backup was made, its files with their digests, and the rows of its tables."""

    made: str
    """When, in ISO 8601."""
    files: Mapping[str, tuple[int, str]]
    """Size and hex SHA-256 by name, with forward slashes."""
    rows: Mapping[str, int]
    """Rows by table."""


def make(file: Path, data: Path, folders: Mapping[str, Path], server: str = "", passphrase: str = "") -> Contents:
    """Write a backup of the database in `data`, or on a `server`, and of the folders by name.

    Raises StoreError, and then there is no file.

    It is read again and compared before it gets its name. With a passphrase it is sealed.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with Scratch(file.parent, ".backup-") as place:
            database = place.folder / DATABASE
            if server:
                database_move.move(server, str(database), in_use=True)
            else:
                database_copy.copy(data / DATABASE, database)
            rows = database_copy.counts(database)
            listed = {DATABASE: database}
            for name, folder in folders.items():
                listed |= {f"{name}/{inner}": path for inner, path in _files(folder)}
            fresh = place.folder / "backup.zip"
            _pack(fresh, listed, rows)
            if passphrase:
                plain, fresh = fresh, place.folder / "sealed"
                encryption.seal(plain, fresh, passphrase)
            contents = verify(fresh, passphrase)
            os.chmod(fresh, 0o600)
            os.replace(fresh, file)
    except OSError as error:
        raise StoreError(wording.BACKUP_UNWRITABLE.format(file=file)) from error
    return contents


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """The plain files of a folder by name; hidden ones and links are not part of it."""
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        if path.is_file() and not path.is_symlink() and not any(part.startswith(".") for part in inner.parts):
            yield inner.as_posix(), path


def _pack(target: Path, listed: Mapping[str, Path], rows: Mapping[str, int]) -> None:
    with target.open("wb") as opened:
        with zipfile.ZipFile(opened, "w", zipfile.ZIP_DEFLATED) as packed:
            files = {name: _pack_file(packed, name, path) for name, path in listed.items()}
            made = datetime.now(CHINA).isoformat(timespec="seconds")
            manifest = {"format": _FORMAT, "made": made, "files": files, "rows": rows}
            packed.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        opened.flush()
        os.fsync(opened.fileno())


def _pack_file(packed: zipfile.ZipFile, name: str, path: Path) -> tuple[int, str]:
    """Put a file in under that name; its size in bytes and its SHA-256 as they were read."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source, packed.open(name, "w", force_zip64=True) as held:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            held.write(chunk)
    return size, digest.hexdigest()


def verify(file: Path, passphrase: str = "") -> Contents:
    """What a backup holds, every byte of it compared; raises StoreError when it isn't whole, or the passphrase is wrong."""
    with Scratch() as place:
        return _unpack(_opened(file, place.folder, passphrase), place.folder / "laid-out")


def sealed(file: Path) -> bool:
    """Whether a backup needs a passphrase; raises StoreError when there is none."""
    try:
        return encryption.sealed(file)
    except NotPlainError as error:
        raise StoreError(wording.BACKUP_BROKEN.format(file=file)) from error
    except OSError as error:
        raise StoreError(wording.BACKUP_MISSING.format(file=file)) from error


def _opened(file: Path, place: Path, passphrase: str) -> Path:
    """The zip of a backup, which lies in the place where it was sealed."""
    if not sealed(file):
        return file
    if not passphrase:
        raise StoreError(wording.BACKUP_SEAL_NEEDED.format(file=file))
    try:
        encryption.unseal(file, place / "unsealed", passphrase)
    except OSError as error:
        raise StoreError(wording.BACKUP_UNWRITABLE.format(file=place)) from error
    return place / "unsealed"


def _unpack(file: Path, target: Path) -> Contents:
    """Lay a backup out in an empty folder; raises StoreError unless all of it is as it was written."""
    try:
        with zipfile.ZipFile(file) as packed:
            if packed.getinfo(MANIFEST).file_size > _MOST_MANIFEST:
                raise ValueError(MANIFEST)
            told = json.loads(packed.read(MANIFEST))
            files = {str(name): (int(size), str(digest)) for name, (size, digest) in told["files"].items()}
            rows = {str(name): int(count) for name, count in told["rows"].items()}
            if told["format"] != _FORMAT or sorted(packed.namelist()) != sorted([MANIFEST, *files]) or DATABASE not in files:
                raise ValueError(MANIFEST)
            for name, (size, digest) in files.items():
                _lay_out(packed, name, size, digest, target)
        if database_copy.counts(target / DATABASE) != rows:
            raise ValueError(DATABASE)
        return Contents(str(told["made"]), files, rows)
    except FileNotFoundError as error:
        raise StoreError(wording.BACKUP_MISSING.format(file=file)) from error
    except (OSError, zipfile.BadZipFile, EOFError, ValueError, KeyError, TypeError, AttributeError, NotImplementedError,
            RuntimeError, zipfile.LargeZipFile, zlib.error) as error:  # fmt: skip
        raise StoreError(wording.BACKUP_BROKEN.format(file=file)) from error


def _lay_out(packed: zipfile.ZipFile, name: str, size: int, digest: str, target: Path) -> None:
    inner = PurePosixPath(name)
    if inner.is_absolute() or any(part.startswith(".") for part in inner.parts) or "\\" in name or ":" in name or "\0" in name:
        raise ValueError(name)
    place = target / inner
    place.parent.mkdir(parents=True, exist_ok=True)
    found, count = hashlib.sha256(), 0
    with packed.open(name) as source, place.open("xb") as made:
        while chunk := source.read(_CHUNK):
            count += len(chunk)
            if count > size:  # a bomb says less than it holds
                raise ValueError(name)
            found.update(chunk)
            made.write(chunk)
        made.flush()
        os.fsync(made.fileno())
    if (count, found.hexdigest()) != (size, digest):
        raise ValueError(name)


def restore(file: Path, data: Path, folders: Mapping[str, Path], passphrase: str = "") -> tuple[Contents, list[Path]]:
    """Put a backup back: the database into `data`, each folder where there is none; what it holds, and what was put where.

    A database that is there is kept beside it under another name. Raises StoreError before anything is touched when the
    backup isn't whole. Nobody may be using the folder (bot.store.lock).
    """
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        with Scratch(data, "restoring-") as place:
            laid_out = place.folder / "laid-out"
            contents = _unpack(_opened(file, place.folder, passphrase), laid_out)
            _set_database_aside(data)
            os.chmod(laid_out / DATABASE, 0o600)
            os.replace(laid_out / DATABASE, data / DATABASE)
            put = [folder for name, folder in folders.items() if _put_where_missing(laid_out / name, folder)]
    except OSError as error:
        raise StoreError(wording.BACKUP_UNWRITABLE.format(file=data)) from error
    return contents, [data / DATABASE, *put]


def _put_where_missing(held: Path, folder: Path) -> bool:
    """Whether the backup holds that folder and it was put where it belongs: there was none."""
    if not held.is_dir() or folder.exists():
        return False
    folder.parent.mkdir(parents=True, exist_ok=True)
    _move(held, folder)
    return True


def _set_database_aside(data: Path) -> None:
    """Keep the database that is there under another name; it stays in place until another takes it."""
    aside = _aside_name(data)
    if (data / DATABASE).exists():
        database_copy.checkpoint(data / DATABASE)
        _kept(data / DATABASE, data / f"{DATABASE}.{aside}")
    for ending in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            os.replace(data / (DATABASE + ending), data / f"{DATABASE}.{aside}{ending}")


def _aside_name(data: Path) -> str:
    """What the database that is there is called from now on; never what an earlier one is, also within a second."""
    moment = time.strftime("%Y%m%d-%H%M%S")
    names = (f"before-restore-{moment}{f'-{count}' if count else ''}" for count in itertools.count())
    return next(name for name in names if not (data / f"{DATABASE}.{name}").exists())


def _kept(path: Path, aside: Path) -> None:
    """Another name for a file, which keeps its own: there is a database at any moment."""
    try:
        os.link(path, aside)
    except OSError:  # a file system without links
        shutil.copy2(path, aside)


def restore_to(file: Path, target: Path, folders: Sequence[str], passphrase: str = "") -> tuple[Contents, list[Path]]:
    """Lay a backup out in a folder that isn't there yet, or is empty: all of it at once. Raises StoreError."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with Scratch(target.parent, ".restoring-") as place:
            made = place.folder / "whole"
            contents, put = restore(file, made / "data", {name: made / name for name in folders}, passphrase)
            if target.exists():
                target.rmdir()
            os.replace(made, target)
    except OSError as error:
        raise StoreError(wording.BACKUP_UNWRITABLE.format(file=target)) from error
    return contents, [target / path.relative_to(made) for path in put]


def _move(source: Path, folder: Path) -> None:
    """Put a folder in its place at once, also from another disk; raises OSError."""
    try:
        os.replace(source, folder)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        with Scratch(folder.parent, ".restoring-") as place:
            shutil.copytree(source, place.folder / folder.name)
            os.replace(place.folder / folder.name, folder)


def daily(folder: Path, keep: int, now: float, write: Callable[[Path], object]) -> Path | None:
    """Today's backup in a folder, written unless it is there; of older ones the newest `keep` stay. Raises StoreError."""
    name = f"{PREFIX}{china_time.moment(now):%Y%m%d}{SUFFIX}"
    file = folder / name
    if file.exists():
        return None
    write(file)
    kept = sorted(folder.glob(f"{PREFIX}????????{SUFFIX}"), key=lambda path: path.stat().st_mtime)
    for old in kept[: -max(keep, 1)]:  # by their number, not by the clock: one that jumps would delete them all
        old.unlink(missing_ok=True)
    return file
