"""The commands about documents: `guides build`, and those that give them out."""

from __future__ import annotations

import argparse
import sys
import time

from bot import wording
from bot.cli import guides_get
from bot.cli.command import EXIT_ERROR, Command, say
from bot.settings import Settings


def _guides(chosen: argparse.Namespace, settings: Settings) -> int:
    return PARTS[chosen.guides_command].run(chosen, settings)


def _build(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot.publishing import build

    begun = time.monotonic()
    made = failed = files = 0
    titles = build.read(settings.guides).titles
    for done in build.build(settings.guides, chosen.ids):
        if done.wrong:
            failed += 1
            sys.stderr.write(wording.BUILD_WRONG.format(title=titles[done.document]) + "\n" + done.wrong + "\n")
        else:
            made, files = made + 1, files + len(done.files)
            say(wording.BUILD_DONE.format(title=titles[done.document], files="、".join(done.files)))
    say(wording.BUILD_SUMMARY.format(count=made, files=files, seconds=time.monotonic() - begun))
    if failed:
        sys.stderr.write(wording.BUILD_FAILED.format(count=failed) + "\n")
    return EXIT_ERROR if failed else 0


PARTS = guides_get.PARTS | {
    "build": Command(_build, ((("ids",), {"nargs": "*", "metavar": wording.CLI_ID, "help": wording.CLI_OPTIONS["build"]}),)),
}
COMMANDS = {"guides": Command(_guides, parts=PARTS, about=wording.CLI_GUIDES)}
