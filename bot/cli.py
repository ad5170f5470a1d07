"""The `jianhui` command: parses, prints, and gives exit codes. What it does is done elsewhere."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from bot import wording
from bot.errors import JianhuitongError
from bot.model import Question
from bot.settings import Settings, load

EXIT_ERROR = 1
EXIT_USAGE = 2
EXIT_DECISION = {"choose": 3, "unknown": 4}
"""Exit codes of `ask`; 0 for everything else."""


class _Help(argparse.HelpFormatter):
    """argparse's help under Chinese headings."""

    def add_usage(self, usage: str | None, actions: Iterable[argparse.Action], groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, wording.CLI_USAGE_PREFIX if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """argparse that speaks Chinese: its help, and what is wrong with a command line."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, add_help=False, formatter_class=_Help)
        self._positionals.title = wording.CLI_POSITIONALS
        self._optionals.title = wording.CLI_OPTIONALS
        self.add_argument("-h", "--help", action="help", help=wording.CLI_OPTIONS["help"])

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(EXIT_USAGE, wording.CLI_USAGE.format(prog=self.prog) + "\n")


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    root = _Parser(prog="jianhui", description=wording.CLI_ABOUT)
    for name in ("data", "knowledge", "guides"):
        root.add_argument(f"--{name}", metavar=wording.CLI_FOLDER, help=wording.CLI_OPTIONS[name])
    commands = root.add_subparsers(dest="command", metavar=wording.CLI_COMMAND, parser_class=_Parser)
    for name, options in _OPTIONS.items():
        about = wording.CLI_COMMANDS[name]
        command = commands.add_parser(name, help=about, description=about)
        for flags, settings in options:
            command.add_argument(*flags, **settings)  # type: ignore[arg-type]  # a table of argparse's own keywords
    return root


_PARTS = ("speed", "mutations", "ask")
_Option = tuple[tuple[str, ...], dict[str, object]]
_JSON: _Option = (("--json",), {"action": "store_true", "help": wording.CLI_OPTIONS["json"]})
_OPTIONS: dict[str, list[_Option]] = {
    "serve": [],
    "chat": [],
    "ask": [
        (("question",), {"nargs": "?", "metavar": wording.CLI_QUESTION, "help": wording.CLI_OPTIONS["question"]}),
        (("--batch",), {"metavar": wording.CLI_FILE, "help": wording.CLI_OPTIONS["batch"]}),
        _JSON,
    ],
    "check": [(("--law",), {"metavar": wording.CLI_LAW, "help": wording.CLI_OPTIONS["law"]}), _JSON],
    "eval": [
        (("file",), {"nargs": "?", "metavar": wording.CLI_FILE, "type": Path, "help": wording.CLI_OPTIONS["eval"]}),
        (("--list",), {"action": "store_true", "help": wording.CLI_OPTIONS["list"]}),
        (("--save",), {"action": "store_true", "help": wording.CLI_OPTIONS["save"]}),
        _JSON,
    ],
    "bench": [
        (("--sizes",), {"metavar": "N,N", "default": "1000,10000,100000", "help": wording.CLI_OPTIONS["sizes"]}),
        (("--only",), {"metavar": wording.CLI_PART, "choices": _PARTS, "help": wording.CLI_OPTIONS["only"]}),
    ],
    "handovers": [_JSON],
    "init": [(("folder",), {"metavar": wording.CLI_FOLDER, "type": Path, "help": wording.CLI_OPTIONS["init"]})],
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit code."""
    # OpenBLAS would start a thread a core and let the small products of one question wait for each other
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for stream in filter(None, (sys.stdin, sys.stdout, sys.stderr)):
        # Windows' consoles and pipes still default to a national code page; a closed stream is None
        stream.reconfigure(encoding="utf-8", errors="replace")
    chosen = parser().parse_args(arguments)
    try:
        settings = load(data=chosen.data, knowledge=chosen.knowledge, guides=chosen.guides)
        return _COMMANDS[chosen.command or "serve"](chosen, settings)
    except JianhuitongError as error:
        _report(error)
        return EXIT_ERROR
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # the reader of a pipe has seen enough; closing stdout quietly keeps Python from complaining at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_ERROR


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _report(error: JianhuitongError) -> None:
    sys.stderr.write(f"{error}\n")
    problems = getattr(error, "problems", ())
    if problems:
        from bot.admin.health import problem_line

        for problem in problems:
            sys.stderr.write(problem_line(problem) + "\n")


def _serve(chosen: argparse.Namespace, settings: Settings) -> int:
    import asyncio
    import logging

    from bot import app

    if not settings.telegram_token:
        return _chat(chosen, settings)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    _say(wording.SERVE_LOADING)
    index = app.open_index(settings)
    store = app.open_store(settings)
    _say(wording.SERVE_READY.format(entries=len(index.knowledge.entries)))
    try:
        asyncio.run(app.serve(settings, index, store))
    except asyncio.CancelledError:
        return 0
    except BaseExceptionGroup as group:
        failed = group.subgroup(JianhuitongError)
        if failed is None:
            raise
        raise _first(failed) from group
    finally:
        store.close()
    return 0


def _first(group: BaseExceptionGroup[JianhuitongError]) -> JianhuitongError:
    """The first error of a group, however deep."""
    inner = group.exceptions[0]
    return _first(inner) if isinstance(inner, BaseExceptionGroup) else inner


def _chat(_: argparse.Namespace, settings: Settings) -> int:
    import time

    from bot import app
    from bot.channels import terminal

    typing = sys.stdin is not None and sys.stdin.isatty()
    if typing:
        _say(wording.SERVE_LOADING)
    index = app.open_index(settings)
    store = app.open_store(settings)
    try:
        desk = app.open_desk(index, store)
        if typing:
            _say(wording.CHAT_NO_TELEGRAM + "\n" if not settings.telegram_token else "")
            _say(wording.CHAT_WELCOME + "\n")
        lines = terminal.typed(wording.CHAT_PROMPT) if typing else terminal.piped(sys.stdin or ())
        terminal.talk(desk.reply, lines, _say, f"terminal:{int(time.time() * 1000)}")
    finally:
        store.close()
    return 0


def _ask(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot import app
    from bot.channels import terminal
    from bot.render import as_json

    if (chosen.question is None) == (chosen.batch is None):
        sys.stderr.write(wording.ASK_WHICH + "\n")
        return EXIT_USAGE
    texts = [chosen.question] if chosen.batch is None else _lines(chosen.batch)
    desk = app.open_desk(app.open_index(settings), app.passing_store())
    reply = None
    for number, text in enumerate(texts):
        # each question stands alone: nothing leans on the line before it
        reply = desk.reply(Question(text, f"ask:{number}", "ask", "terminal", alone=True))
        _say(as_json(reply) if chosen.json else terminal.shown(reply).rstrip("\n"))
    if chosen.batch is not None or reply is None:
        return 0
    return EXIT_DECISION.get(reply.decision, 0)


def _lines(name: str) -> list[str]:
    """The lines of a file, or of standard input for `-`: a question each, blank ones too, so that answers pair with lines."""
    try:
        text = (sys.stdin.read() if sys.stdin else "") if name == "-" else Path(name).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise JianhuitongError(wording.FILE_UNREADABLE.format(file=name)) from error
    lines = text.split("\n")
    return [line.strip() for line in (lines if lines[-1].strip() else lines[:-1])]


def _check(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot import app
    from bot.admin import health

    if chosen.law is not None:
        return _check_law(chosen, settings)
    problems = app.examine(settings)
    for problem in problems:
        _say(health.problem_json(problem) if chosen.json else health.problem_line(problem))
    errors = sum(problem.severity == "error" for problem in problems)
    if not chosen.json:
        _say(wording.CHECK_SUMMARY.format(errors=errors, warnings=len(problems) - errors))
    return EXIT_ERROR if errors else 0


def _check_law(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot import app
    from bot.admin import laws
    from bot.content.laws import find, resting

    # what cites an earlier version is an error, and just then the list is wanted
    knowledge, problems = app.readable(settings)
    law, own = find(chosen.law, knowledge.laws)
    if law is None:
        sys.stderr.write((wording.LAW_UNKNOWN.format(name=chosen.law) if knowledge.laws else wording.LAW_NO_LIST) + "\n")
    elif not own:
        sys.stderr.write(wording.LAW_NEAREST.format(name=chosen.law, law=law.title) + "\n")
    if others := laws.other_errors(problems):
        sys.stderr.write(wording.LAW_INCOMPLETE.format(count=others) + "\n")
    if law is None:
        return EXIT_ERROR
    listed = resting(law, knowledge)
    if chosen.json:
        lines = [laws.as_json(law, one) for one in listed]
    else:
        lines = [laws.heading(law), *map(laws.shown, listed), laws.summary(law, listed)]
    for line in lines:
        _say(line)
    return 0


def _eval(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot import app
    from bot.measure import evaluation

    if chosen.file is None or chosen.file.is_dir():
        return _golden(chosen, settings)
    cases = evaluation.read(chosen.file)
    index = app.open_index(settings)
    outcomes = evaluation.run(cases, app.open_desk(index, app.passing_store()), index.knowledge)
    _say(evaluation.as_json(outcomes) if chosen.json else evaluation.report(outcomes, listed=chosen.list))
    return 0


def _golden(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot import app
    from bot.content.golden import read_golden
    from bot.measure import golden
    from bot.settings import GOLDEN

    folder = chosen.file or GOLDEN
    index = app.open_index(settings)
    met = golden.run(read_golden(folder, index.knowledge), app.open_desk(index, app.passing_store()))
    _say(json.dumps(golden.shares(met)) if chosen.json else golden.report(met, folder, listed=chosen.list))
    if chosen.save:
        golden.save(met, folder)
    return 0


def _bench(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot.measure import bench

    try:
        sizes = [int(size) for size in chosen.sizes.split(",")]
    except ValueError:
        sys.stderr.write(wording.BENCH_SIZES.format(sizes=chosen.sizes) + "\n")
        return EXIT_USAGE
    for line in bench.run(settings, sizes, chosen.only):
        _say(line)
    return 0


def _handovers(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot import app
    from bot.admin import handovers

    store = app.open_store(settings)
    try:
        found = store.handovers()
    finally:
        store.close()
    for handover in found:
        _say(handovers.as_json(handover) if chosen.json else handovers.shown(handover))
    if not chosen.json:
        _say(wording.HANDOVERS_SUMMARY.format(count=len(found)))
    return 0


def _init(chosen: argparse.Namespace, _: Settings) -> int:
    from bot.admin import starting

    copied = starting.copy(chosen.folder)
    _say(wording.INIT_DONE.format(folder=chosen.folder, count=copied))
    return 0


_COMMANDS: dict[str, Callable[[argparse.Namespace, Settings], int]] = {
    "serve": _serve,
    "chat": _chat,
    "ask": _ask,
    "check": _check,
    "eval": _eval,
    "bench": _bench,
    "handovers": _handovers,
    "init": _init,
}


if __name__ == "__main__":
    sys.exit(main())
