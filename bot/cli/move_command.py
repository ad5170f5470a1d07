"""`jianhui move-store FROM TO`: everything that is kept, from one database into another."""

from __future__ import annotations

import argparse

from bot import wording
from bot.cli.command import Command, Option, say
from bot.settings import Settings


def _move(chosen: argparse.Namespace, settings: Settings) -> int:  # both ends are named
    from bot.store import database_move

    moved = database_move.move(chosen.source, chosen.target)
    for table, count in moved.items():
        if count:
            say(wording.MOVE_TABLE.format(table=table, count=count))
    say(wording.MOVE_DONE.format(rows=sum(moved.values())))
    return 0


_SOURCE: Option = (("source",), {"metavar": wording.CLI_FROM, "help": wording.CLI_OPTIONS["move_from"]})
_TARGET: Option = (("target",), {"metavar": wording.CLI_TO, "help": wording.CLI_OPTIONS["move_to"]})
COMMANDS = {"move-store": Command(_move, (_SOURCE, _TARGET))}
