"""`jianhui health`: how the service is doing; exit code 0 when all is well, 1 when somebody has to look."""

from __future__ import annotations

import argparse
import json
import time
from contextlib import closing
from pathlib import Path

from bot import wording
from bot.cli.command import EXIT_ERROR, JSON, Command, Option, say
from bot.errors import JianhuitongError, StoreError
from bot.settings import Settings


def _serving(data: Path) -> bool:
    """Whether another process has the data folder."""
    from bot.store import lock

    try:
        with lock.data_folder_lock(data, patience=0):
            return False
    except StoreError:
        return True


def _health(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot import app
    from bot.statistics import health

    if not settings.database and not (settings.data / app.DATABASE).is_file():
        raise JianhuitongError(wording.HEALTH_STOPPED)
    now = time.time()
    with closing(app.open_store(settings)) as store:
        runs = health.read_note(settings.data, now)
        serving = (lambda: store.serving() > 0) if store.shared else (lambda: _serving(settings.data))
        seen = health.examine(store, settings.data, settings.backup_folder, serving, runs)
    if chosen.json:
        say(json.dumps(health.as_json(seen, now), ensure_ascii=False))
    elif chosen.prometheus:
        say(health.prometheus(seen, now).rstrip("\n"))
    else:
        for line in health.lines(seen, now):
            say(line)
    return EXIT_ERROR if health.problems(seen, now) else 0


_PROMETHEUS: Option = (("--prometheus",), {"action": "store_true", "help": wording.CLI_OPTIONS["prometheus"]})
COMMANDS = {"health": Command(_health, (JSON, _PROMETHEUS))}
