"""Settings read from `.env` and the environment, at the start and, for admins, at the moment of use."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from bot import plain_files, wording
from bot.errors import SettingsError
from bot.plain_files import NotPlainError, TooLargeError, mebibytes, reason
from bot.settings.all_settings import Settings, build, known
from bot.settings.keys import admin_with_role
from bot.settings.values import PREFIX, split

MOST_BYTES = 1024 * 1024
"""Largest `.env` that is read: a thousand times what all settings take."""
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
"""Characters that nobody types: a file of another kind, of another encoding, or a damaged one."""


def load(env: Mapping[str, str] | None = None, dotenv: Path | None = None, **overrides: str | None) -> Settings:
    """Settings from `.env`, then the environment, then overrides that aren't None; raises SettingsError in Chinese."""
    values = _read_dotenv(dotenv or Path(".env"))
    values |= {name: value for name, value in (os.environ if env is None else env).items() if name.startswith(PREFIX)}
    values |= {PREFIX + name.upper(): value for name, value in overrides.items() if value is not None}
    names = known()
    for name in values:
        if name not in names:
            raise SettingsError(wording.SETTING_UNKNOWN.format(name=name, known="、".join(sorted(names))))
    grouped: dict[str, dict[str, str]] = {"": {}}
    for name, value in values.items():
        section, own = names[name]
        grouped.setdefault(section, {})[own] = value.strip()
    return build(grouped.pop(""), grouped)


def admins_now(env: Mapping[str, str] | None = None, dotenv: Path | None = None) -> tuple[str, ...]:
    """The keys of admins as `.env` and the environment have them at this moment; raises SettingsError."""
    path, place = dotenv or Path(".env"), os.environ if env is None else env
    seen = (path.absolute(), _fingerprint(path), tuple(sorted(item for item in place.items() if item[0].startswith(PREFIX))))
    kept = _admins.get("last")
    if kept is None or kept[0] != seen:
        kept = _admins["last"] = (seen, load(env, dotenv).admins)
    return kept[1]


_admins: dict[str, tuple[object, tuple[str, ...]]] = {}
"""The admins as they were read last, and what `.env` and the environment were then: every message asks for them."""


def _fingerprint(path: Path) -> tuple[int, ...]:
    """What tells whether a file has changed; nothing where there is none."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def roles_now(env: Mapping[str, str] | None = None, dotenv: Path | None = None) -> dict[str, str]:
    """The roles of admins (`ROLES`) by their keys, as `.env` and the environment have them at this moment.

    Who has none written is a 管理. Raises SettingsError.
    """
    values = _read_dotenv(dotenv or Path(".env"))
    values |= dict(os.environ if env is None else env)
    return dict(admin_with_role("admins", one) for one in split(values.get(f"{PREFIX}ADMINS", "")))


def _read_dotenv(path: Path) -> dict[str, str]:
    """The `NAME=value` lines of a file that start with our prefix; missing file: none.

    Raises SettingsError for what is no such file.
    """
    try:
        text = plain_files.read_text(path, MOST_BYTES)
    except FileNotFoundError:
        return {}
    except NotPlainError as error:
        raise SettingsError(wording.DOTENV_NOT_PLAIN.format(path=path, kind=error.kind)) from error
    except TooLargeError as error:
        size, most = mebibytes(error.size), mebibytes(error.most)
        raise SettingsError(wording.DOTENV_LARGE.format(path=path, size=size, most=most)) from error
    except OSError as error:
        raise SettingsError(wording.DOTENV_UNREADABLE.format(path=path, why=reason(error))) from error
    except UnicodeDecodeError as error:
        raise SettingsError(wording.DOTENV_ENCODING.format(path=path)) from error
    values = {}
    for number, line in enumerate(text.splitlines(), 1):
        if _UNSEEN.search(line):
            raise SettingsError(wording.DOTENV_UNSEEN.format(path=path, line=number))
        bare = line.strip().removeprefix("export ")
        if not bare or bare.startswith("#"):
            continue
        name, equals, value = bare.partition("=")
        if not equals:
            raise SettingsError(wording.DOTENV_LINE.format(path=path, line=number))
        if name.strip().startswith(PREFIX):
            values[name.strip()] = value.strip().strip("\"'")
    return values
