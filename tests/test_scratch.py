"""What a killed process left on the disk goes with the next start or use; what a living one works in stays."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.scratch import PREFIX, Scratch
from tests.botapi import BotApi
from tests.house import ROOT
from tests.serving import Served

WORKER = """
import sys, time
from pathlib import Path
from bot.scratch import Scratch
one = Scratch(Path(sys.argv[1]), "trial-")
(one.folder / "inverse").write_bytes(bytes(10**6))
print("begun", flush=True)
time.sleep(60)
"""
"""A process that works in a folder until it is killed."""


def working(folder: Path) -> subprocess.Popen[bytes]:
    """A process that has begun to work in a new folder of its own."""
    one = subprocess.Popen([sys.executable, "-c", WORKER, str(folder)], stdout=subprocess.PIPE, cwd=ROOT)
    assert one.stdout is not None
    assert one.stdout.readline() == b"begun\n"
    return one


def folders(place: Path, prefix: str = "trial-") -> list[str]:
    return sorted(path.name for path in place.glob(f"{prefix}*"))


def test_what_killed_processes_left_goes_with_the_next_use_and_the_living_keep_theirs(tmp_path: Path) -> None:
    (tmp_path / "trial-of-an-earlier-version").mkdir()
    killed = [working(tmp_path) for _ in range(3)]
    living = working(tmp_path)
    for one in killed:
        one.kill()
        one.wait()
    with Scratch(tmp_path, "trial-") as mine:
        left = [path for path in tmp_path.iterdir() if path.is_dir() and path != mine.folder]
        assert [path.name for path in left if (path / "inverse").exists()] == [path.name for path in left]
        assert len(left) == 1, "the living one's"
    living.kill()
    living.wait()
    Scratch(tmp_path, "trial-").close()
    assert folders(tmp_path) == []


@pytest.mark.anyio
async def test_a_bot_killed_again_and_again_leaves_no_more_than_one_folder(tmp_path: Path, served: Served) -> None:
    place = tmp_path / "tmp"
    place.mkdir()
    os.environ["TMPDIR"] = str(place)
    try:
        for _ in range(3):
            bot = await served.start()
            assert len([one for one in place.glob(f"{PREFIX}*") if one.is_dir()]) == 1
            bot.kill()
            await asyncio.to_thread(bot.wait)
        cache = served.data / "cache"
        (cache / "making-killed").mkdir(parents=True)
        os.utime(cache / "making-killed", (time.time() - 7200,) * 2)
        bot = await served.start()
        assert folders(cache, "making-") == []
        bot.terminate()
        assert await asyncio.to_thread(bot.wait, 20) == 0
        assert list(place.glob(f"{PREFIX}*")) == []
    finally:
        del os.environ["TMPDIR"]


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with BotApi() as api:
        bot = Served(api, tmp_path)
        try:
            yield bot
        finally:
            await bot.end()
