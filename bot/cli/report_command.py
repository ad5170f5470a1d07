"""The command about numbers: report."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from bot import wording
from bot.cli.command import FORCE, Command, say, write_file
from bot.errors import JianhuitongError
from bot.settings import Settings


def _report(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot import app
    from bot.render import plain
    from bot.statistics import counts, monthly_report

    target: Path | None = chosen.output
    if target is not None and target.suffix.lower() not in (".docx", ".xlsx"):
        raise JianhuitongError(wording.REPORT_ENDING.format(file=target))
    span = counts.month(chosen.month, time.time())
    knowledge, _ = app.readable(settings)
    store = app.open_store(settings)
    try:
        made = counts.count(store, knowledge, span)
    finally:
        store.close()
    if target is None:
        say(plain(monthly_report.blocks(made)))
        return 0
    if not target.parent.is_dir():
        raise JianhuitongError(wording.REPORT_UNWRITABLE.format(file=target))
    write_file(target, monthly_report.file(made, target.suffix.lower(), app.today()), force=chosen.force)
    say(wording.REPORT_SAVED.format(file=target))
    return 0


COMMANDS = {
    "report": Command(
        _report,
        (
            (("--month",), {"metavar": wording.CLI_MONTH, "default": "", "help": wording.CLI_OPTIONS["month"]}),
            (("-o", "--output"), {"metavar": wording.CLI_FILE, "type": Path, "help": wording.CLI_OPTIONS["report"]}),
            FORCE,
        ),
    ),
}
