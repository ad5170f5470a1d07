"""kill -9 at random moments, both ways to QQ: every question is answered, none twice.

`KILLS=500x50 pytest tests/test_qq_kills.py` asks 500 questions and kills 50 times.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.channel_rig import ChannelRig, OneBotRig, QQRig
from tests.telegram_rig import BreakableStore
from tests.test_channel_contract import process, until

pytestmark = pytest.mark.anyio
QUESTIONS, KILLS = (int(number) for number in os.environ.get("KILLS", "60x5").split("x"))
PEOPLE = 40


@pytest.mark.parametrize("made", [QQRig, OneBotRig])
async def test_killed_at_random_every_question_is_answered_once(made: Callable[[], ChannelRig], tmp_path: Path) -> None:
    chance = random.Random(15)
    rig = made()
    await rig.open(tmp_path)
    if isinstance(rig, QQRig):
        rig.wire.answers = 4
    people = [f"p{number}" for number in range(PEOPLE)]
    for person in people:
        rig.key(person)
    asked = [(people[number % PEOPLE], f"第{number}问") for number in range(QUESTIONS)]
    left = list(asked)
    share = -(-QUESTIONS // (KILLS + 1))

    def answers() -> int:
        return sum(len(rig.got(person)) for person in people)

    async def ask(pause: float) -> None:
        now, left[:] = left[:share], left[share:]
        for person, text in now:
            await rig.say(person, text)
            await asyncio.sleep(chance.random() * pause)

    for _ in range(KILLS):
        async with process(rig, tmp_path) as running:
            asking = asyncio.create_task(ask(0.05))
            before = answers()

            def due(before: int = before, asking: asyncio.Task[None] = asking) -> bool:
                everything = asking.done() and answers() == len(asked) - len(left)
                return answers() > before or everything

            await until(due, 30)
            await asyncio.sleep(chance.random() * 0.3)
            with contextlib.suppress(ProcessLookupError):
                running.send_signal(signal.SIGKILL)
            await running.ended()
            await asking
    async with process(rig, tmp_path):
        while left:
            await ask(0.01)
        with contextlib.closing(BreakableStore(tmp_path / "inbox.db")) as store:
            await until(lambda: answers() >= QUESTIONS and not store.pending(rig.account), 60)
            await asyncio.sleep(1.0)
    got = Counter((person, text.removeprefix("收到：")) for person in people for text in rig.got(person))
    lost, twice = [one for one in asked if not got[one]], [one for one in asked if got[one] > 1]
    assert (lost, twice) == ([], [])
    if isinstance(rig, QQRig):
        assert (rig.wire.proactive, rig.wire.identified) == (0, 1)
    await rig.close()
