"""The bot as `jianhui serve` runs it, on a small knowledge and a local Bot API server: killed, started again, looked into."""

from __future__ import annotations

import asyncio
import os
import subprocess
from pathlib import Path

from tests.botapi import BotApi
from tests.federation import DUES, ELECTION
from tests.house import ROOT
from tests.programs import Program, Running, ran

STARTED = 60.0
"""Seconds that a start may take on a busy machine."""


class Served:
    """A folder to serve from, and the processes that were started on it."""

    def __init__(self, api: BotApi, folder: Path) -> None:
        self.api = api
        self.folder = folder
        self.data = folder / "data"
        self.settings: dict[str, str] = {}
        """Settings of every process, beside those that a test gives one."""
        self.running: list[Running] = []
        (folder / "knowledge").mkdir()
        for name, text in (("dues.yaml", DUES), ("election.yaml", ELECTION)):
            (folder / "knowledge" / name).write_text(text, "utf-8")

    def env(self, **settings: str) -> dict[str, str]:
        """The environment of a command on this folder."""
        own = {
            "TELEGRAM_TOKEN": self.api.token, "TELEGRAM_BASE_URL": self.api.base_url,
            "TELEGRAM_BASE_FILE_URL": self.api.base_file_url, "DATA": str(self.data),
            "KNOWLEDGE": str(self.folder / "knowledge"), "GUIDES": str(self.folder / "guides"), "ENCODER": "off",
        }  # fmt: skip
        env = {name: value for name, value in os.environ.items() if not name.startswith("JIANHUI_")}
        return (
            env
            | {f"JIANHUI_{name}": value for name, value in (own | self.settings | settings).items()}
            | {"PYTHONPATH": str(ROOT)}
        )

    async def start(self, *arguments: str, **settings: str) -> Program:
        """Start the bot and wait until it asks for messages."""
        polls = self.api.updates.polls
        bot = self.launch(*arguments, **settings)
        await self.api.until(lambda: self.api.updates.polls > polls or bot.poll() is not None, STARTED, "the start of the bot")
        assert bot.poll() is None, self.log
        return bot

    def launch(self, *arguments: str, **settings: str) -> Program:
        """Start the bot, and wait for nothing."""
        log = self.folder / "log"
        command = ("-m", "bot", *(arguments or ("serve",)))
        bot = Program(*command, env=self.env(**settings), cwd=self.folder, out=log, err=log)
        self.running.append(bot)
        return bot

    async def command(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run a command beside it."""
        return await asyncio.to_thread(ran, "-m", "bot", *arguments, env=self.env(**settings), cwd=self.folder, timeout=120)

    @property
    def log(self) -> str:
        """What the processes have said so far."""
        return (self.folder / "log").read_text("utf-8")

    async def end(self) -> None:
        """End what still runs."""
        for bot in self.running:
            if bot.poll() is None:
                bot.terminate()
        for bot in self.running:
            try:
                await asyncio.to_thread(bot.wait, 20)
            except subprocess.TimeoutExpired:
                bot.kill()
                await asyncio.to_thread(bot.wait)
