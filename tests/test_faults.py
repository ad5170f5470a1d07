"""A short campaign (`tests/faults`): killed at random, everything around it broken, nobody is lost, mixed up or given up."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.botapi import BotApi
from tests.faults.campaign import Campaign

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.skipif(sys.platform != "linux", reason="kills, and takes the disk's room away, as Linux can"),
]
BROKEN = ("disk_full", "locked", "drops", "errors", "garbage", "again", "bad", "suspended", "floods", "second")


@pytest.fixture
async def campaign(tmp_path: Path) -> AsyncIterator[Campaign]:
    async with BotApi() as api:
        made = Campaign(api, tmp_path, seed=1, people=20)
        try:
            yield made
        finally:
            await made.end()


async def test_killed_at_random_moments_everybody_is_answered_in_order(campaign: Campaign) -> None:
    seen = await campaign.kills(3, 120, rate=40.0)
    assert (seen.asked, seen.sound) == (120, True), seen
    assert seen.twice <= 3 * 12, "what was on its way when it was killed, at most"


async def test_whatever_breaks_around_it_everybody_is_answered_in_order(campaign: Campaign) -> None:
    seen = await campaign.breaks(len(BROKEN), BROKEN, each=15)
    assert (seen.asked, seen.sound) == (15 * len(BROKEN), True), seen
    assert seen.twice <= campaign.doubtful, "what the bot couldn't know to have arrived, at most"
