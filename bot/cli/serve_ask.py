"""The commands that answer: serve, chat, ask."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot import wording
from bot.cli.command import EXIT_USAGE, JSON, Command, Option, mention, read_lines, say
from bot.errors import JianhuitongError
from bot.model import Question
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.ports import Store
    from bot.threads import Services

EXIT_DECISION = {"choose": 3, "unknown": 4}
"""Exit codes of `ask`; 0 for everything else."""


def _serve(chosen: argparse.Namespace, settings: Settings) -> int:
    import asyncio

    from bot import app, log_lines, runtime

    if not app.has_channel(settings) and (_piped() or not settings.web):
        return _chat(chosen, settings)
    typing = _typing() and not app.has_channel(settings)
    if not typing:
        log_lines.set_up_logging(settings.log)
    mention(wording.SERVE_LOADING)
    _guard(settings)
    try:
        with (
            app.exclusive_data(settings) as alone,
            _begun(chosen, settings),
            app.open_knowledge(settings) as (live, store),
        ):
            mention(wording.SERVE_READY.format(entries=len(live.index.knowledge.entries)))
            beside = _beside(settings, store) if typing else None
            asyncio.run(runtime.serve(settings, live, store, mention, beside, alone))
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
        mention(wording.STORE_FRESH.format(path=aside), sys.stderr)
    yield


def _guard(settings: Settings) -> None:
    """Say who else could read what is kept; standard output is for answers."""
    from bot.private_files import restrict

    for sentence in restrict(settings.data):
        mention(sentence, sys.stderr)


def _typing() -> bool:
    """Whether somebody sits at a terminal."""
    return sys.stdin is not None and sys.stdin.isatty()


def _piped() -> bool:
    """Whether questions come through a pipe or from a file; a service manager gives neither."""
    import os
    import stat

    try:
        mode = os.fstat(sys.stdin.fileno()).st_mode if sys.stdin is not None else 0
    except (OSError, ValueError):
        return True  # a test's or a notebook's own
    return stat.S_ISFIFO(mode) or stat.S_ISREG(mode)


def _beside(settings: Settings, store: Store) -> Callable[[Services], None]:
    """The talk in the terminal that goes on beside the channels; it ends with the typist's last word."""

    def talk(parts: Services) -> None:
        say(wording.CHAT_WELCOME + "\n")
        _run_talk(settings, store, parts, typing=True)

    return talk


def _first(group: BaseExceptionGroup[JianhuitongError]) -> JianhuitongError:
    """The first error of a group, however deep."""
    inner = group.exceptions[0]
    return _first(inner) if isinstance(inner, BaseExceptionGroup) else inner


def _chat(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot import app

    programs: bool = getattr(chosen, "json", False)
    typing = _typing() and not programs
    _guard(settings)
    if typing:
        say(wording.SERVE_LOADING)
    with (
        _begun(chosen, settings),
        app.open_knowledge(settings) as (live, store),
        app.open_services(settings, live, store) as parts,
    ):
        live.start()
        if typing:
            say(wording.CHAT_NO_TELEGRAM + "\n" if not app.has_channel(settings) else "")
            say(wording.CHAT_WELCOME + "\n")
        _run_talk(settings, store, parts, typing=typing, programs=programs)
    return 0


def _run_talk(settings: Settings, store: Store, parts: Services, *, typing: bool, programs: bool = False) -> None:
    """A talk over standard input, to its end; for `programs` an object a line."""
    import getpass
    import time

    from bot.channels import terminal
    from bot.render import as_json

    session = str(int(time.time() * 1000))
    # who types comes back to what waits for her; what comes through a pipe is a stranger each time
    who = f"{terminal.CHANNEL}:{getpass.getuser() if typing else session}"
    lines = terminal.typed(wording.CHAT_PROMPT) if typing else terminal.piped(sys.stdin or ())
    seated = terminal.TerminalSession(who, session, settings.downloads)
    if programs:
        terminal.talk_to_program(parts.reply, lines, say, seated, as_json)
    else:
        terminal.talk(parts.reply, lines, say, seated, store, parts.run_due_work)


def _ask(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot import app
    from bot.channels import terminal
    from bot.render import as_json

    if (chosen.question is None) == (chosen.batch is None):
        sys.stderr.write(wording.ASK_WHICH + "\n")
        return EXIT_USAGE
    texts = [chosen.question] if chosen.batch is None else read_lines(chosen.batch)
    desk = app.open_desk(app.open_index(settings), app.temporary_store(), settings.region)
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
