"""Few messages are on their way at once where the service is quick; who stalls or gives up holds up nobody."""

from __future__ import annotations

import asyncio

import pytest

from bot.channels.runtime.send_concurrency import MOST, SendConcurrency

pytestmark = pytest.mark.anyio


class Way:
    """Messages on their way on their way out."""

    def __init__(self) -> None:
        self.slots = SendConcurrency()
        self.out = self.most = self.done = 0

    async def send(self, seconds: float) -> None:
        """One that takes so long."""
        async with self.slots.slot():
            self.out += 1
            self.most = max(self.most, self.out)
            try:
                await asyncio.sleep(seconds)
            finally:
                self.out -= 1
        self.done += 1


async def test_quick_ones_go_one_by_one_and_all_of_them_arrive() -> None:
    way = Way()
    await asyncio.gather(*(way.send(0.0) for _ in range(200)))
    assert (way.done, way.most) == (200, 1)


async def test_one_that_stalls_is_passed_by_the_others() -> None:
    way = Way()
    stalled = asyncio.create_task(way.send(3600))
    await asyncio.sleep(0)
    await asyncio.wait_for(asyncio.gather(*(way.send(0.0) for _ in range(20))), 60)
    assert way.done == 20
    stalled.cancel()
    await asyncio.gather(stalled, return_exceptions=True)


async def test_those_who_give_up_waiting_take_nobodys_turn() -> None:
    way = Way()
    first = asyncio.create_task(way.send(0.05))
    await asyncio.sleep(0)
    waiting = [asyncio.create_task(way.send(0.0)) for _ in range(10)]
    await asyncio.sleep(0)
    for task in waiting[::2]:
        task.cancel()
    await asyncio.wait_for(asyncio.gather(first, *waiting, return_exceptions=True), 60)
    await asyncio.wait_for(way.send(0.0), 60)
    assert way.done == 1 + 5 + 1


async def test_where_each_takes_long_many_go_at_once() -> None:
    way = Way()
    await asyncio.wait_for(asyncio.gather(*(way.send(0.1) for _ in range(120))), 120)
    assert way.done == 120
    assert 2 < way.slots.limit <= MOST
