"""kill -9 as answers go out: nobody is given up for having been there, and a crash doubles what was on its way at most."""

from __future__ import annotations

import asyncio
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.botapi import BotApi
from tests.test_channel_contract import until
from tests.test_telegram_survival import process

pytestmark = pytest.mark.anyio
PEOPLE, KILLS = 60, 8


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        yield api


async def test_killed_again_and_again_as_answers_go_out_everybody_is_answered(api: BotApi, tmp_path: Path) -> None:
    chance = random.Random(17)
    people = [api.user(f"第{n}位") for n in range(PEOPLE)]
    for person in people:
        await person.say("会员")
    for _ in range(KILLS):
        async with process(api, tmp_path) as running:
            sends = len(api.sends())
            await until(
                lambda sends=sends, running=running: (
                    len(api.sends()) > sends or running.returncode is not None or all(person.transcript() for person in people)
                ),  # a quick machine needs fewer deaths
                20,
            )
            await asyncio.sleep(chance.random() * 0.05)
            running.send_signal(signal.SIGKILL)
            await running.ended()
    async with process(api, tmp_path):
        await until(lambda: all(person.transcript() for person in people), 30)
        await asyncio.sleep(0.5)
    got = [person.transcript() for person in people]
    assert not [texts for texts in got if any("处理时出错" in text for text in texts)]
    doubled = Counter(len(texts) for texts in got)
    assert sum((count - 1) * people for count, people in doubled.items()) <= 3 * KILLS
