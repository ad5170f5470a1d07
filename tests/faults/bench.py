"""Figures of the whole path on this machine, with a local Bot API server: questions a second, how long an answer takes, memory.

    python -m tests.faults.bench              a burst of 10,000, then 30 a second for a minute
    python -m tests.faults.bench 2000 50      a burst of 2,000, then 50 a second

The server and those who ask share a process; the bot runs as `jianhui serve` does, on the knowledge of the tests'
campaign, without the encoder and without Telegram's 30 messages a second. Linux.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from tests.botapi import BotApi
from tests.faults.campaign import Campaign

MINUTE = 60.0


class Memory:
    """Resident memory of a process, looked at ten times a second."""

    def __init__(self, process: int) -> None:
        self._status = Path(f"/proc/{process}/status")
        self.peak = 0.0

    @property
    def now(self) -> float:
        """MB."""
        found = re.search(r"VmRSS:\s+(\d+)", self._status.read_text("utf-8"))
        return int(found[1]) / 1024 if found else 0.0

    async def watch(self) -> None:
        """Until cancelled."""
        while True:
            self.peak = max(self.peak, self.now)
            await asyncio.sleep(0.1)


def processor(process: int) -> float:
    """Seconds of processor time so far."""
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def burst(made: Campaign, count: int) -> None:
    """So many questions at once, until the last has its answer."""
    assert made.bot is not None
    memory, idle = Memory(made.bot.pid), Memory(made.bot.pid).now
    watching = asyncio.create_task(memory.watch())
    spent, begun = processor(made.bot.pid), time.monotonic()
    await made.ask(count, at_once=True)
    whole = await made.drained()
    took, spent = time.monotonic() - begun, processor(made.bot.pid) - spent
    watching.cancel()
    print(f"burst of {count}: {count / took:.0f} a second, {1000 * spent / count:.1f} ms of processor time each,")
    over = memory.peak - idle
    print(f"memory {idle:.0f} MB idle, {memory.peak:.0f} MB at the peak: {over:.0f} MB over; {made.people.verdict()}")
    assert whole


async def steady(made: Campaign, rate: float, seconds: float) -> None:
    """So many a second for a while: how long each waits, from what is said to what is read."""
    asked: dict[int, float] = {}
    api, took = made.api, []
    begun = time.monotonic()
    seen = len(api.calls)
    number = 0
    while time.monotonic() - begun < seconds or asked:
        now = time.monotonic()
        while number < (min(now - begun, seconds)) * rate:
            number += 1
            person = await made.people.ask()
            asked[person] = time.monotonic()
        sent = [call for call in api.calls[seen:] if call.method == "sendMessage" and call.status == 200]
        took += [call.at - asked.pop(call.params["chat_id"]) for call in sent if call.params["chat_id"] in asked]
        while seen < len(api.calls) and api.calls[seen].status:
            seen += 1
        if now - begun > seconds + MINUTE:
            break
        await asyncio.sleep(0.002)
    took.sort()
    share = [1000 * took[min(int(len(took) * part), len(took) - 1)] for part in (0.5, 0.9, 0.99)]
    print(f"{rate:.0f} a second for {seconds:.0f} s: p50 {share[0]:.0f} ms, p90 {share[1]:.0f} ms, p99 {share[2]:.0f} ms")


async def main(count: int, rate: float) -> None:
    """Both."""
    with tempfile.TemporaryDirectory() as place:
        async with BotApi() as api:
            made = Campaign(api, Path(place), seed=1, people=max(400, count // 20))
            try:
                await made.start()
                await made.ask(100)
                await made.drained()
                await burst(made, count)
                await steady(made, rate, 30.0)
            finally:
                await made.end()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if sys.argv[1:] else 10_000, float(sys.argv[2]) if sys.argv[2:] else 30.0))
