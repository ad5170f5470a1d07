"""How much memory each idle channel adds to the bot, with the server it talks to on this machine.

    python tools/channel_memory.py            every channel
    python tools/channel_memory.py qq mail    these

A bot without any channel is started, then one with each channel alone (`bot.runtime.serve`, a small knowledge, no encoder).
Resident memory is read some seconds after the channel is connected; each figure is the median of three processes. Channels
share libraries: two together add less than the sum. Nothing leaves the machine.
"""

from __future__ import annotations

import asyncio
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

REST = 6.0
"""Seconds from being connected to being measured."""
TIMES = 3
CHANNELS = ("telegram", "mail", "qq", "onebot", "web")
IDLE = """
import asyncio, sys
from pathlib import Path
from bot import app, runtime
from bot.settings import load
settings = load(dotenv=Path("no.env"))
with app.open_knowledge(settings) as (live, store):
    if sys.argv[1] == "none":
        live.start()
        with app.open_services(settings, live, store):
            asyncio.run(asyncio.sleep(600))
    asyncio.run(runtime.serve(settings, live, store))
"""
TOPIC = """topic: 会费
entries:
  - id: dues
    question: 会费交多少？
    phrasings: [会费怎么交, 每月交多少会费]
    status: unconfirmed
    answer: 请咨询上级工会。
"""


@asynccontextmanager
async def connected(channel: str) -> AsyncIterator[tuple[dict[str, str], asyncio.Task[None]]]:
    """The settings of a channel, with its other end on this machine; the task ends once the bot is connected."""
    from tests.mail_rig import free_port

    if channel == "telegram":
        from tests.botapi import BotApi

        async with BotApi() as api:
            env = {"TELEGRAM_TOKEN": api.token, "TELEGRAM_BASE_URL": api.base_url, "TELEGRAM_BASE_FILE_URL": api.base_file_url}
            yield env, _once(lambda: api.updates.polls > 0)
    elif channel == "qq":
        from tests.qqplatform import APP, SECRET, QQPlatform

        platform = QQPlatform(beat=30_000)
        platform.up()
        urls = {"QQ_BASE_URL": platform.base_url, "QQ_TOKEN_URL": platform.token_url}
        yield {"QQ_APP_ID": APP, "QQ_SECRET": SECRET} | urls, _once(lambda: platform.identified > 0)
        await platform.down()
    elif channel == "onebot":
        from tests.onebotpeer import TOKEN, OneBotPeer

        peer = OneBotPeer(free_port())
        peer.up()
        env = {"ONEBOT_LISTEN": f"127.0.0.1:{peer.port}", "ONEBOT_TOKEN": TOKEN, "ONEBOT_GROUPS": "200001"}
        yield env, _once(lambda: peer._wire is not None)
        await peer.down()
    elif channel == "mail":
        from tests.mail_rig import BOT, PASSWORD, USER, Post, Pymap

        box, post = Pymap(), Post()
        env = {"MAIL_ADDRESS": BOT, "MAIL_PASSWORD": PASSWORD, "MAIL_USER": USER, "MAIL_SECURITY": "none"}
        servers = {"MAIL_IMAP": f"127.0.0.1:{box.port}", "MAIL_SMTP": f"127.0.0.1:{post.port}"}
        yield env | servers, _once(lambda: _connected_to(box.port))
        post.stop()
        box.stop()
    elif channel == "web":
        port = free_port()
        yield {"WEB": "on", "WEB_PORT": str(port)}, _once(lambda: _open(port))
    else:
        yield {}, asyncio.create_task(asyncio.sleep(20))  # nothing tells when it is ready


def _once(seen: object) -> asyncio.Task[None]:
    async def wait() -> None:
        while not seen():  # type: ignore[operator]  # a function without arguments
            await asyncio.sleep(0.1)

    return asyncio.create_task(wait())


def _connected_to(port: int) -> bool:
    """Whether a connection to the port stands, as Linux lists them."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text("utf-8").splitlines()[1:]]
    return any(row[2].endswith(f":{port:04X}") and row[3] == "01" for row in rows)


def _open(port: int) -> bool:
    import socket

    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


async def idle(channel: str) -> float:
    """Resident memory in MB of a bot with that channel alone, or with none."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "knowledge").mkdir()
        (folder / "knowledge" / "dues.yaml").write_text(TOPIC, "utf-8")
        (folder / "guides").mkdir()
        own = {"DATA": str(folder / "data"), "KNOWLEDGE": str(folder / "knowledge"), "GUIDES": str(folder / "guides")}
        async with connected(channel) as (settings, ready):
            given = {"WEB": "off", "ENCODER": "off"} | own | settings
            env = {name: value for name, value in os.environ.items() if not name.startswith("JIANHUI_")}
            env |= {f"JIANHUI_{name}": value for name, value in given.items()} | {"OPENBLAS_NUM_THREADS": "1"}
            bot = subprocess.Popen(
                [sys.executable, "-c", IDLE, channel], cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            try:
                async with asyncio.timeout(120):
                    await ready
                await asyncio.sleep(REST)
                if bot.poll() is not None:
                    raise SystemExit(f"{channel}: the bot ended with {bot.returncode}")
                found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{bot.pid}/status").read_text("utf-8"))
                return int(found[1]) / 1024 if found else 0.0
            finally:
                bot.kill()
                bot.wait()


async def main() -> None:
    """Print the figures."""
    plain = statistics.median([await idle("none") for _ in range(TIMES)])
    print(f"without a channel: {plain:.1f} MB")
    for channel in sys.argv[1:] or CHANNELS:
        found = statistics.median([await idle(channel) for _ in range(TIMES)])
        print(f"{channel}: {found:.1f} MB, {found - plain:+.1f} MB", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
