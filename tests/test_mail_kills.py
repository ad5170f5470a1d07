"""kill -9 as mails come in and go out: nobody is forgotten, and a crash doubles one mail at most, under one Message-ID."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from pathlib import Path

import pytest

from tests.mail_rig import MailRig, letter, said
from tests.test_channel_contract import process, until

pytestmark = pytest.mark.anyio
PEOPLE, KILLS = 40, 6


async def test_killed_again_and_again_everybody_is_answered(tmp_path: Path) -> None:
    chance, rig = random.Random(15), MailRig()
    await rig.open(tmp_path)
    people = [f"p{number}" for number in range(PEOPLE)]
    await asyncio.to_thread(rig.inbox.deliver, *(letter(person, "几个人能建会") for person in people))

    def left() -> bool:
        return len(rig.wire.mails) < PEOPLE or not all(rig.got(person) for person in people)

    for _ in range(KILLS):
        sent = len(rig.wire.mails)
        async with process(rig, tmp_path) as running:
            await until(
                lambda sent=sent, running=running: (
                    len(rig.wire.mails) > sent or running.returncode is not None or not left()
                ),  # a quick machine needs fewer deaths
                20,
            )
            await asyncio.sleep(chance.random() * 0.2)
    async with process(rig, tmp_path):
        await until(lambda: not left(), 40)
        await asyncio.sleep(0.5)
    await rig.close()
    got = Counter(str(mail["To"]) for mail in rig.wire.mails)
    assert not [mail for mail in rig.wire.mails if "处理时出错" in said(mail)]
    assert sum(got.values()) - PEOPLE <= KILLS
    assert len({mail["Message-ID"] for mail in rig.wire.mails}) == PEOPLE
