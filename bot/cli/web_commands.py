"""The commands about the web: login, offline."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot import wording
from bot.cli.command import Command, say
from bot.errors import JianhuitongError
from bot.settings import ROLES, Settings, roles_now


def _login(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot import app

    roles = roles_now()
    wanted = chosen.who or next((key for key, role in roles.items() if role == ROLES[-1]), next(iter(roles), ""))
    if not wanted:
        raise JianhuitongError(wording.LOGIN_NOBODY)
    if wanted not in roles:
        raise JianhuitongError(wording.LOGIN_UNKNOWN.format(key=wanted, known="、".join(roles)))
    if not app.web_address(settings):
        raise JianhuitongError(wording.DOOR_CLOSED)
    store = app.open_store(settings)
    try:
        link = app.open_door(settings, store).link(wanted)
    finally:
        store.close()
    say(wording.LOGIN_LINK.format(who=wanted))
    say(link)
    return 0


def _offline(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot import app

    content = app.offline(settings)
    try:
        chosen.out.parent.mkdir(parents=True, exist_ok=True)
        chosen.out.write_bytes(content)
    except OSError as error:
        raise JianhuitongError(wording.FILE_UNWRITABLE.format(file=chosen.out)) from error
    say(wording.OFFLINE_SAVED.format(file=chosen.out, size=f"{len(content) / 1_000_000:.2f}"))
    return 0


COMMANDS = {
    "login": Command(_login, ((("who",), {"nargs": "?", "metavar": wording.CLI_ADMIN, "help": wording.CLI_OPTIONS["who"]}),)),
    "offline": Command(
        _offline,
        (
            (
                ("-o", "--out"),
                {
                    "metavar": wording.CLI_FILE,
                    "type": Path,
                    "default": Path(wording.OFFLINE_FILE),
                    "help": wording.CLI_OPTIONS["offline"],
                },
            ),
        ),
    ),
}
