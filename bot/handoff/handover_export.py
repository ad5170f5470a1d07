"""Questions left for a person, as text and as JSON."""

from __future__ import annotations

import json

from bot import china_time, wording
from bot.model import Handover, LoggedQuestion


def as_text(handover: Handover) -> str:
    """What a person needs to answer it: when, on which channel, the words, and what the bot said before."""
    lines = [wording.HANDOVER_HEAD.format(number=handover.id, time=_time(handover.asked), channel=handover.channel)]
    lines.append(wording.HANDOVER_TEXT.format(text=handover.text))
    lines += [_earlier_reply(recorded) for recorded in handover.context]
    return "\n".join(lines) + "\n"


def _earlier_reply(recorded: LoggedQuestion) -> str:
    return wording.HANDOVER_BEFORE.format(
        time=_time(recorded.asked), text=recorded.text, decision=wording.DECISIONS[recorded.decision], entry=recorded.entry
    )


def _time(seconds: float) -> str:
    return china_time.minute(seconds)


def as_json(handover: Handover) -> str:
    """The same for programs; who asked stays hidden."""
    return json.dumps(
        {
            "number": handover.id,
            "asked": _time(handover.asked),
            "channel": handover.channel,
            "text": handover.text,
            "state": handover.state,
            "context": [
                {"asked": _time(one.asked), "text": one.text, "decision": one.decision, "entry": one.entry}
                for one in handover.context
            ],
        },
        ensure_ascii=False,
    )
