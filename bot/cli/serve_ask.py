"""The commands that answer: serve, chat, ask."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bot import wording
from bot.cli.command import EXIT_USAGE, JSON, Command, Option, read_lines, say
from bot.errors import JianhuitongError
from bot.model import Question
from bot.settings import Settings

EXIT_DECISION = {"choose": 3, "unknown": 4}
"""Exit codes of `ask`; 0 for everything else."""


def _serve(chosen: argparse.Namespace, settings: Settings) -> int:
    import asyncio
    import logging

    from bot import app

    if not app.wanted(settings):
        return _chat(chosen, settings)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    say(wording.SERVE_LOADING)
    _guard(settings)
    try:
        with app.only(settings), _begun(chosen, settings), app.in_force(settings) as (live, store):
            say(wording.SERVE_READY.format(entries=len(live.index.knowledge.entries)))
            asyncio.run(app.serve(settings, live, store))
    except asyncio.CancelledError:
        return 0
    except BaseExceptionGroup as group:
        failed = group.subgroup(JianhuitongError)
        if failed is None:
            raise
        raise _first(failed) from group
    return 0


@contextmanager
def _begun(chosen: argparse.Namespace, settings: Settings) -> Iterator[None]:
    """With an empty database, when that is wanted."""
    from bot import app

    if getattr(chosen, "fresh", False) and (aside := app.begin_afresh(settings)) is not None:
        sys.stderr.write(wording.STORE_FRESH.format(path=aside) + "\n")
    yield


def _guard(settings: Settings) -> None:
    """Say who else could read what is kept; standard output is for answers."""
    from bot.private_files import guard

    for sentence in guard(settings.data):
        sys.stderr.write(sentence + "\n")


def _first(group: BaseExceptionGroup[JianhuitongError]) -> JianhuitongError:
    """The first error of a group, however deep."""
    inner = group.exceptions[0]
    return _first(inner) if isinstance(inner, BaseExceptionGroup) else inner


def _chat(chosen: argparse.Namespace, settings: Settings) -> int:
    import getpass
    import time

    from bot import app
    from bot.channels import terminal
    from bot.render import as_json

    programs: bool = getattr(chosen, "json", False)
    typing = sys.stdin is not None and sys.stdin.isatty() and not programs
    _guard(settings)
    if typing:
        say(wording.SERVE_LOADING)
    session = str(int(time.time() * 1000))
    # who types comes back to what waits for her; what comes through a pipe is a stranger each time
    who = f"{terminal.CHANNEL}:{getpass.getuser() if typing else session}"
    with _begun(chosen, settings), app.in_force(settings) as (live, store), app.staffed(settings, live, store) as staff:
        live.start()
        if typing:
            say(wording.CHAT_NO_TELEGRAM + "\n" if not app.wanted(settings) else "")
            say(wording.CHAT_WELCOME + "\n")
        lines = terminal.typed(wording.CHAT_PROMPT) if typing else terminal.piped(sys.stdin or ())

        session_of = terminal.TerminalSession(who, session, settings.downloads)
        if programs:
            terminal.talk_to_program(staff.reply, lines, say, session_of, as_json)
        else:
            terminal.talk(staff.reply, lines, say, session_of, store, staff.tick)
    return 0


def _ask(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot import app
    from bot.channels import terminal
    from bot.render import as_json

    if (chosen.question is None) == (chosen.batch is None):
        sys.stderr.write(wording.ASK_WHICH + "\n")
        return EXIT_USAGE
    texts = [chosen.question] if chosen.batch is None else read_lines(chosen.batch)
    desk = app.open_desk(app.open_index(settings), app.passing_store())
    reply = None
    for number, text in enumerate(texts):
        # each question stands alone: nothing leans on the line before it
        reply = desk.reply(Question(text, f"ask:{number}", "ask", "terminal", alone=True))
        say(as_json(reply) if chosen.json else terminal.shown(reply).rstrip("\n"))
        for file in reply.files if not chosen.json else ():
            say(wording.ASK_FILE.format(path=file.path))
    if chosen.batch is not None or reply is None:
        return 0
    return EXIT_DECISION.get(reply.decision, 0)


_FRESH: Option = (("--fresh",), {"action": "store_true", "help": wording.CLI_OPTIONS["fresh"]})
COMMANDS = {
    "serve": Command(_serve, (_FRESH,)),
    "chat": Command(_chat, (JSON, _FRESH)),
    "ask": Command(
        _ask,
        (
            (("question",), {"nargs": "?", "metavar": wording.CLI_QUESTION, "help": wording.CLI_OPTIONS["question"]}),
            (("--batch",), {"metavar": wording.CLI_FILE, "help": wording.CLI_OPTIONS["batch"]}),
            JSON,
        ),
    ),
}
