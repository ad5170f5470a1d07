"""The command that looks into the laws: an article by its number, articles by words."""

from __future__ import annotations

import argparse

from bot import wording
from bot.cli.command import JSON, Command, say
from bot.model import Question
from bot.settings import Settings

EXIT_NOTHING = 4
"""Exit code when there is no such article, as `ask` has for what isn't known."""


def _law(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot import app
    from bot.render import as_json, plain

    desk = app.open_desk(app.open_index(settings), app.temporary_store(), settings.region)
    text = f"/law {' '.join(chosen.words)}"
    reply = desk.reply(Question(text, "law", "law", "terminal", alone=True))
    say(as_json(reply) if chosen.json else plain(reply.blocks))
    return 0 if reply.sources or reply.buttons else EXIT_NOTHING


COMMANDS = {
    "law": Command(
        _law, ((("words",), {"nargs": "+", "metavar": wording.CLI_WORDS, "help": wording.CLI_OPTIONS["words"]}), JSON)
    )
}
