"""Figures of the web on this machine: how long /ask takes at 20 a second, static pages a second, memory, lost posts.

    python tools/web_bench.py            all of it
    python tools/web_bench.py flood      how long others wait while one address asks as fast as it can over 100 connections
    python tools/web_bench.py kill 200   kill -9 that many times under posts and edits (tests/web_kills.py)

Needs the sentence encoder for the figures asked of `/ask`; says so when it isn't installed. Nothing leaves the machine.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parent.parent
PORT = int(os.environ.get("PORT", "18080"))
"""Where the bot that is measured opens its web."""
FLOOD = 100
"""Connections of the one who floods."""
RATE = 4.0
"""Questions, and pages, a second of the others."""
SERVE = """
import asyncio, sys
from pathlib import Path
from bot import app, runtime
from bot.settings import load
env = {"JIANHUI_DATA": sys.argv[1], "JIANHUI_WEB_PORT": sys.argv[2], "JIANHUI_WEB_PROXIES": "127.0.0.1"}
settings = load(env=env | ({"JIANHUI_WEB": "off"} if sys.argv[3] == "off" else {}), dotenv=Path("no.env"))
with app.open_knowledge(settings) as (live, store):
    if sys.argv[3] == "off":  # the same questions without a web
        import random, time
        from bot.content.golden_reader import read_golden
        from bot.model import Question
        from bot.settings import GOLDEN
        live.start()
        with app.open_services(settings, live, store) as staff:
            texts = [one.text for one in read_golden(GOLDEN)]
            random.Random(7).shuffle(texts)
            for n, text in enumerate(texts[:660]):
                staff.reply(Question(text, f"t:{n}", f"t:{n}", "t", f"w{n}"))
            print("ready", flush=True)
            time.sleep(600)
    try:
        asyncio.run(runtime.serve(settings, live, store, lambda text: print(text, flush=True)))
    except asyncio.CancelledError:
        pass
"""


def started(data: Path, web: str = "on") -> subprocess.Popen[str]:
    """A bot with its web on `PORT`, once it is open."""
    if not (data / "cache").exists():
        (data / "cache").symlink_to(ROOT / "data" / "cache")
    env = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-c", SERVE, str(data), str(PORT), web]
    bot = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    assert bot.stdout is not None
    bot.stdout.readline()
    return bot


def memory(bot: subprocess.Popen[str]) -> float:
    """Resident memory in MB."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{bot.pid}/status").read_text("utf-8"))
    return int(found[1]) / 1024 if found else 0.0


def processor(bot: subprocess.Popen[str]) -> float:
    """Seconds of processor time that it has taken so far."""
    fields = Path(f"/proc/{bot.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def questions() -> list[str]:
    """The golden questions, in an order that is always the same."""
    from bot.content.golden_reader import read_golden
    from bot.settings import GOLDEN

    found = [one.text for one in read_golden(GOLDEN)]
    random.Random(7).shuffle(found)
    return found


def address(number: int) -> str:
    """An address of a network of its own."""
    return f"10.{number >> 8 & 255}.{number & 255}.7"


async def asking(rate: float, count: int) -> list[float]:
    """Seconds of each of so many questions at so many a second, from the post to the redirect."""
    texts = questions()
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{PORT}", timeout=60) as client:

        async def one(number: int) -> float:
            await asyncio.sleep(number / rate)
            begun = time.perf_counter()
            data, headers = {"q": texts[number % len(texts)]}, {"x-forwarded-for": address(number)}
            reply = await client.post("/ask", data=data, headers=headers)
            assert reply.status_code == 303, reply.status_code
            client.cookies.clear()
            return time.perf_counter() - begun

        return sorted(await asyncio.gather(*(one(number) for number in range(count))))


async def reading(seconds: float) -> float:
    """Static pages a second over eight open connections; by bare sockets, since a client's own work is on these cores too."""
    paths = ["/a/setup-must", "/topics", "/documents", "/laws", "/a/setup-steps", "/documents/setup-guide"]
    end, done = time.perf_counter() + seconds, 0

    async def go() -> None:
        nonlocal done
        reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
        while time.perf_counter() < end:
            path = random.choice(paths)  # no secret
            writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n".encode())
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            assert head.startswith(b"http/1.1 200")
            await reader.readexactly(int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0]))
            done += 1
        writer.close()

    await asyncio.gather(*(go() for _ in range(8)))
    return done / seconds


async def flooding(seconds: float) -> tuple[list[float], list[float], int]:
    """Seconds that others' questions and pages take while one address asks over `FLOOD` connections; how often it did."""
    end, sent, texts = time.perf_counter() + seconds, 0, questions()

    async def flood() -> None:
        nonlocal sent
        client_at = {"base_url": f"http://127.0.0.1:{PORT}", "timeout": 120, "verify": False}  # nothing is encrypted
        async with httpx.AsyncClient(**client_at) as client:
            while time.perf_counter() < end:
                # without a cookie each is a new browser: only the address tells that it is the same
                data = {"q": random.choice(texts)}  # no secret
                await client.post("/ask", data=data, headers={"x-forwarded-for": "192.0.2.66"})
                client.cookies.clear()
                sent += 1

    async def page(number: int) -> float:
        await asyncio.sleep(number / RATE)
        begun = time.perf_counter()
        reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
        head = f"GET /topics HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: {address(9000 + number)}\r\n"
        writer.write(f"{head}Connection: close\r\n\r\n".encode())
        assert (await reader.read()).startswith(b"HTTP/1.1 200")
        writer.close()
        return time.perf_counter() - begun

    others = asking(RATE, int(RATE * seconds))
    pages = asyncio.gather(*(page(number) for number in range(int(RATE * seconds))))
    asked, read, *_ = await asyncio.gather(others, pages, *(flood() for _ in range(FLOOD)))
    return asked, sorted(read), sent


def flood() -> None:
    """Print what one address's flood costs others."""
    with tempfile.TemporaryDirectory() as place:
        bot = started(Path(place))
        try:
            asyncio.run(asking(10, 60))
            calm = asyncio.run(asking(RATE, 60))
            asked, read, sent = asyncio.run(flooding(30))
            print(f"load of the machine: {os.getloadavg()[0]:.1f}")
            print(f"before: {1000 * calm[len(calm) // 2]:.0f} ms (median), {1000 * calm[-1]:.0f} ms at most")
            for name, took in (("others ask", asked), ("others read", read)):
                print(f"{name}: {1000 * took[len(took) // 2]:.0f} ms (median), {1000 * took[-1]:.0f} ms at most")
            print(f"one address asked {sent} times in 30 s over {FLOOD} connections")
        finally:
            bot.send_signal(signal.SIGTERM)
            bot.wait()


def main() -> None:
    """Print the figures."""
    if sys.argv[1:2] == ["flood"]:
        flood()
        return
    if sys.argv[1:2] == ["kill"]:
        from tests.web_kills import main as killing

        del sys.argv[1]
        killing()
        return
    with tempfile.TemporaryDirectory() as place:
        without = started(Path(place), "off")
        time.sleep(2)
        plain = memory(without)
        without.kill()
        without.wait()
    with tempfile.TemporaryDirectory() as place:
        bot = started(Path(place))
        try:
            time.sleep(2)
            idle = memory(bot)
            asyncio.run(asking(20, 60))
            before = processor(bot)
            took = asyncio.run(asking(20, 600))
            asked = (processor(bot) - before) / 600
            before = processor(bot)
            pages = asyncio.run(reading(10))
            each = (processor(bot) - before) / (10 * pages)
            print(f"load of the machine: {os.getloadavg()[0]:.1f}")
            print(
                f"/ask at 20 a second: p50 {1000 * took[300]:.0f} ms, p99 {1000 * took[593]:.0f} ms,"
                f" {1000 * asked:.1f} ms of a processor each"
            )
            print(
                f"static pages: {pages:.0f} a second (the client on the same cores), {1000 * each:.2f} ms of a processor each"
            )
            after = memory(bot)
            print(
                f"memory after as many questions: {plain:.0f} MB without the web, {after:.0f} MB with it ({idle:.0f} MB idle)"
            )
        finally:
            bot.send_signal(signal.SIGTERM)
            bot.wait()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
