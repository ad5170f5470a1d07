"""A campaign: people ask without end, the process is ended and started, things break and are mended, the server counts."""

from __future__ import annotations

import asyncio
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.botapi import BotApi
from tests.faults.people import People, Verdict, knowledge
from tests.programs import Program, Running
from tests.serving import Served

PATIENCE = 120.0
"""Seconds without any answer after which what is open counts as lost."""
OPEN = 150
"""Questions that are open at a time."""
_OWN = {"WEB": "off", "TELEGRAM_RATE": "0", "PERSON_LIMIT": "0", "GROUP_LIMIT": "0"}


class Campaign:
    """The bot and its server in a folder, and the people who ask."""

    def __init__(self, api: BotApi, folder: Path, seed: int, people: int = 60) -> None:
        self.api = api
        self.chance = random.Random(seed)
        self.people = People(api, people, seed)
        self.served = Served(api, folder)
        for old in (folder / "knowledge").iterdir():
            old.unlink()
        knowledge(folder / "knowledge")
        self.database = self.served.data / "jianhui.db"
        self.bot: Running | None = None
        self.settings = dict(_OWN)
        self.env: dict[str, str] = {}
        """Of the process beyond the settings."""
        self.around: tuple[str, ...] = ()
        """A command that runs the command."""
        self.doubtful = 0
        """Sends whose fate the bot couldn't know, because a fault took the answer away."""

    # ------------------------------------------------------------ the process

    async def launch(self) -> Running:
        """Begin a process; it may not have started yet."""
        command = ("-m", "bot", "serve")
        path, folder = self.served.folder / "log", self.served.folder
        env = self.served.env(**self.settings) | {"OPENBLAS_NUM_THREADS": "1"} | self.env
        if self.around or self.env:  # what takes hold of a program as it is begun
            with path.open("ab") as log:
                line = [*self.around, sys.executable, *command]
                self.bot = subprocess.Popen(line, env=env, cwd=folder, stdout=log, stderr=log)
        else:
            self.bot = Program(*command, env=env, cwd=folder, out=path, err=path)
        self.served.running.append(self.bot)
        return self.bot

    async def start(self) -> None:
        """Begin a process, and wait until it asks for messages."""
        polls = self.api.updates.polls
        bot = await self.launch()
        await self.api.until(lambda: self.api.updates.polls > polls or bot.poll() is not None, 120, "the start of the bot")
        if bot.poll() is not None:
            raise AssertionError(f"the bot ended with {bot.poll()}: {self.log()}")

    async def kill(self) -> None:
        """End the process at once, as the kernel or a power cut would."""
        if self.bot is not None and self.bot.poll() is None:
            self.bot.send_signal(signal.SIGKILL)
            await asyncio.to_thread(self.bot.wait)

    async def stop(self) -> float:
        """Ask it to end; the seconds that it took."""
        assert self.bot is not None
        begun = time.monotonic()
        self.bot.terminate()
        await asyncio.to_thread(self.bot.wait, 60)
        return time.monotonic() - begun

    async def ended(self, within: float = 240.0) -> int:
        """The exit code, once it has ended by itself."""
        assert self.bot is not None
        return await asyncio.to_thread(self.bot.wait, within)

    async def alive(self) -> None:
        """Start it unless it runs, as a service manager does."""
        if self.bot is None or self.bot.poll() is not None:
            await self.start()

    def log(self, most: int = 3000) -> str:
        """The end of what the processes have said."""
        return self.served.log[-most:]

    # ------------------------------------------------------------ the people

    async def ask(self, count: int, *, at_once: bool = False) -> None:
        """So many questions, no more open at a time than people are patient for."""
        for _ in range(count):
            await self.people.ask()
            if not at_once and self.people.asked % 10 == 0:
                while self.people.open > OPEN and self.bot is not None and self.bot.poll() is None:
                    await asyncio.sleep(0.02)
                await asyncio.sleep(0)

    async def drained(self) -> bool:
        """Whether everything got an answer, waited for as long as answers keep coming."""
        left, since = self.people.open, time.monotonic()
        while left:
            await asyncio.sleep(0.1 + left / 5000)  # to count takes time as well
            now = self.people.open
            if now != left:
                left, since = now, time.monotonic()
            elif time.monotonic() - since > PATIENCE:
                return False
        return True

    async def kills(self, times: int, questions: int, rate: float) -> Verdict:
        """Killed with -9 at random moments, starts included, while so many questions come in.

        `rate` is how many come a second, at random; 0: so many at once that the bot is never done.
        """
        share = questions // (times + 1)
        for number in range(times):
            asking = asyncio.create_task(self._ask_at(share, rate))
            starting = asyncio.create_task(self.start())
            if self.chance.random() < 0.1:
                await asyncio.sleep(self.chance.uniform(0.1, 2.0))  # killed while it starts
            else:
                await starting
                await asyncio.sleep(self.chance.uniform(0.0, share / (rate or 60.0)))
            starting.cancel()
            await self.kill()
            await asyncio.gather(asking, starting, return_exceptions=True)
            if (number + 1) % 25 == 0:
                print(f"{number + 1} kills: {self.people.open} open, {self.people.verdict()}", flush=True)
        await self.start()
        await self.ask(questions - self.people.asked)
        await self.drained()
        return self.people.verdict()

    async def _ask_at(self, count: int, rate: float) -> None:
        if not rate:
            await self.ask(count)
            return
        for _ in range(count):
            await self.people.ask()
            await asyncio.sleep(self.chance.expovariate(rate))

    async def breaks(self, runs: int, names: tuple[str, ...], each: int = 40) -> Verdict:
        """So many faults, one after the other, each while questions come in."""
        from tests.faults.faults import FAULTS

        await self.start()
        for number in range(runs):
            name = self.chance.choice(names)
            begun, asking = time.monotonic(), asyncio.create_task(self.ask(each, at_once=True))
            await asyncio.sleep(self.chance.random() * 0.3)
            try:
                await FAULTS[name](self)
            finally:
                await asking
            await self.alive()
            whole = await self.drained()
            seen = self.people.verdict()
            told = f"{number + 1:4} {name:16} {time.monotonic() - begun:5.1f} s  {seen}"
            print(told if whole and seen.sound else f"{told}  NOT SOUND\n{self.log()}", flush=True)
            if not whole:
                break
        return self.people.verdict()

    async def end(self) -> None:
        """End what still runs."""
        await self.served.end()
