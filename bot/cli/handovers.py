"""The commands about questions left for a person, and about messages that nothing could be made of."""

from __future__ import annotations

import argparse
import json
from datetime import datetime, timedelta, timezone

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
        say(handover_export.as_json(handover) if chosen.json else handover_export.as_text(handover))
    if not chosen.json:
        say(wording.HANDOVERS_SUMMARY.format(count=len(found)))
    return 0


def _set_aside(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot import app

    store = app.open_store(settings)
    try:
        found = store.aside()
        for message in found if chosen.again else ():
            store.put_back(message.channel, message.key)
    finally:
        store.close()
    for message in found:
        at = datetime.fromtimestamp(message.received, timezone(timedelta(hours=8))).strftime("%Y-%m-%d %H:%M")
        told = {"channel": message.channel, "key": message.key, "received": at, "reason": message.reason}
        if chosen.raw:
            told["raw"] = message.payload
        say(json.dumps(told, ensure_ascii=False) if chosen.json else "  ".join(told.values()))
    if not chosen.json:
        summary = wording.SET_ASIDE_AGAIN if chosen.again else wording.SET_ASIDE_SUMMARY
        say(summary.format(count=len(found)))
    return 0


COMMANDS = {
    "handovers": Command(_handovers, (JSON,)),
    "setaside": Command(
        _set_aside,
        (
            (("--raw",), {"action": "store_true", "help": wording.CLI_OPTIONS["raw"]}),
            (("--again",), {"action": "store_true", "help": wording.CLI_OPTIONS["again"]}),
            JSON,
        ),
    ),
}
