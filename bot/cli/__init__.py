"""The `jianhui` command: parses, prints, and gives exit codes. What it does is done elsewhere."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn

from bot import wording
from bot.cli import (
    backup_command,
    check_evaluate,
    fill_command,
    guides_build,
    handovers,
    health_command,
    history_command,
    import_export,
    law_command,
    move_command,
    preview_command,
    report_command,
    serve_ask,
    web_commands,
)
from bot.cli.command import EXIT_ERROR, EXIT_USAGE, Command
from bot.errors import JianhuitongError
from bot.settings import load

COMMANDS: Mapping[str, Command] = (
    serve_ask.COMMANDS
    | check_evaluate.COMMANDS
    | law_command.COMMANDS
    | preview_command.COMMANDS
    | import_export.COMMANDS
    | history_command.COMMANDS
    | handovers.COMMANDS
    | guides_build.COMMANDS
    | fill_command.COMMANDS
    | report_command.COMMANDS
    | backup_command.COMMANDS
    | move_command.COMMANDS
    | health_command.COMMANDS
    | web_commands.COMMANDS
)
"""Every command; a module an area."""


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
    _add(root, "command", COMMANDS, wording.CLI_COMMANDS)
    return root


def _add(parent: argparse.ArgumentParser, dest: str, table: Mapping[str, Command], about: Mapping[str, str]) -> None:
    """Commands with their options, and their parts: those of `guides` are chosen into `guides_command`."""
    commands = parent.add_subparsers(dest=dest, metavar=wording.CLI_COMMAND, parser_class=_Parser, required=dest != "command")
    for name, command in table.items():
        added = commands.add_parser(name, help=about[name], description=about[name])
        for flags, settings in command.options:
            added.add_argument(*flags, **settings)  # type: ignore[arg-type]  # a table of argparse's own keywords
        if command.parts is not None:
            _add(added, f"{name}_command", command.parts, command.about or {})


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
        return COMMANDS[chosen.command or "serve"].run(chosen, settings)
    except JianhuitongError as error:
        _report(error)
        return EXIT_ERROR
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # the reader of a pipe has seen enough; closing stdout quietly keeps Python from complaining at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_ERROR


def _report(error: JianhuitongError) -> None:
    sys.stderr.write(f"{error}\n")
    problems = getattr(error, "problems", ())
    if problems:
        from bot.matching.knowledge_check import ordered, problem_line

        errors = [problem for problem in ordered(problems) if problem.severity == "error"]
        for problem in errors:
            sys.stderr.write(problem_line(problem) + "\n")
        if len(problems) > len(errors):
            sys.stderr.write(wording.CHECK_WARNINGS.format(count=len(problems) - len(errors)) + "\n")


if __name__ == "__main__":
    sys.exit(main())
