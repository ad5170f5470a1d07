"""`jianhui eval --conversations`: plays scripts of conversations against the desk and tells what came out differently."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from bot import wording
from bot.desk.desk import Desk
from bot.handoff.service import InquiryRecorder, InquiryService
from bot.model import Button, Decision, Question, Reply, Script, Scripted
from bot.ports import Index, Store
from bot.render import plain

START = 1_795_400_000.0
"""When each conversation begins, Unix time in seconds."""
APART = 20.0
"""Seconds between two turns."""


@dataclass(frozen=True)
class PlayedTurn:
    """A scripted turn with the reply it got and what was wrong with it."""

    turn: Scripted
    reply: Reply
    why: tuple[str, ...]
    """What is wrong with it, in Chinese; none when it is right."""

    @property
    def shown(self) -> str:
        """What the asker reads."""
        return plain(self.reply.blocks)


def play(script: Script, index: Index, make: Callable[[Callable[[], float]], Store]) -> tuple[PlayedTurn, ...]:
    """A conversation with a desk and a store of its own; `make` opens a store with a clock (Unix time, seconds)."""
    now = [START]
    store = make(lambda: now[0])
    work = InquiryService(store, lambda: index, lambda: now[0])
    desk = InquiryRecorder(work, Desk(lambda: index, store, lambda: now[0]))
    buttons: list[Button] = []
    played = []
    for number, turn in enumerate(script.turns):
        now[0] += turn.wait or APART
        action = next((one.action for one in reversed(buttons) if one.label == turn.press), "") if turn.press else ""
        before = len(store.handovers(kind=""))
        reply = desk.reply(Question(turn.say, "script:1", "script:1", "script", f"script:{number}", action))
        buttons += [button for row in reply.buttons for button in row]
        why = list(_wrong(turn, reply, len(store.handovers(kind="")) > before))
        if turn.press and not action:
            why.insert(0, wording.SCRIPTS_WHY["press"].format(wanted=turn.press))
        played.append(PlayedTurn(turn, reply, tuple(why)))
    store.close()
    return tuple(played)


def _wrong(turn: Scripted, reply: Reply, left: bool) -> list[str]:
    """What a reply lacks, or has too much."""
    text = plain(reply.blocks)
    found = [("must", one, "") for one in turn.must if not re.search(one, text)]
    found += [("must_not", one, "") for one in turn.must_not if re.search(one, text)]
    if turn.decision and reply.decision != turn.decision:
        found.append(("decision", turn.decision, str(reply.decision)))
    if turn.entry and (reply.entry not in turn.entry or reply.decision is not Decision.ANSWER):
        found.append(("entry", "、".join(turn.entry), f"{reply.decision} {reply.entry}"))
    if turn.inquiry is not None and left != turn.inquiry:
        found.append(("inquiry", str(turn.inquiry), str(left)))
    return [wording.SCRIPTS_WHY[name].format(wanted=wanted, got=got) for name, wanted, got in found]


def lengths(played: Sequence[PlayedTurn]) -> list[int]:
    """Characters of each answer that was sent without a part of it being asked for."""
    return [len(one.shown.replace("\n", "")) for one in played if one.reply.decision is Decision.ANSWER]


def report(played: Sequence[tuple[Script, tuple[PlayedTurn, ...]]], listed: bool = False) -> str:
    """What came out differently, then the counts, by file, in Chinese; every turn when `listed`."""
    lines = []
    for script, turns in played:
        for one in turns:
            said = one.turn.say or f"[{one.turn.press}]"
            if one.why:
                why = "；".join(one.why)
                lines.append(
                    wording.SCRIPTS_MISS.format(file=script.file, line=one.turn.line, name=script.name, said=said, why=why)
                )
            if listed:
                lines.append(f"{said}\t{one.reply.decision} {one.reply.entry}\t{one.shown!r}")
    for file, counted in summary(played).items():
        lines.append(wording.SCRIPTS_COUNT.format(file=file, **counted))
    return "\n".join(lines)


def summary(played: Sequence[tuple[Script, tuple[PlayedTurn, ...]]]) -> dict[str, dict[str, float]]:
    """Counts by file."""
    found = {}
    for file in dict.fromkeys(script.file for script, _ in played):
        own = [turns for script, turns in played if script.file == file]
        judged = [one for turns in own for one in turns if one.turn.judged]
        sizes = lengths([one for turns in own for one in turns])
        found[file] = {
            "right": sum(not one.why for one in judged),
            "turns": len(judged),
            "whole": sum(not any(one.why for one in turns) for turns in own),
            "scripts": len(own),
            "answers": len(sizes),
            "median": median(sizes) if sizes else 0,
            "longest": max(sizes, default=0),
        }
    return found


def as_json(played: Sequence[tuple[Script, tuple[PlayedTurn, ...]]]) -> str:
    """The counts as a JSON object."""
    return json.dumps(summary(played), ensure_ascii=False)
