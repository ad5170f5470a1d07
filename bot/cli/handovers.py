"""The commands about questions left for a person."""

from __future__ import annotations

import argparse

from bot import wording
from bot.cli.command import JSON, Command, say
from bot.settings import Settings


def _handovers(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot import app
    from bot.handoff import handover_export

    store = app.open_store(settings)
    try:
        found = store.handovers()
    finally:
        store.close()
    for handover in found:
        say(handover_export.as_json(handover) if chosen.json else handover_export.shown(handover))
    if not chosen.json:
        say(wording.HANDOVERS_SUMMARY.format(count=len(found)))
    return 0


COMMANDS = {"handovers": Command(_handovers, (JSON,))}
