"""What breaks, each with its mending: a function of the campaign that returns once the bot may go on."""

from __future__ import annotations

import asyncio
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from bot import wording

if TYPE_CHECKING:
    from tests.faults.campaign import Campaign

Fault = Callable[["Campaign"], Awaitable[None]]
FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None) if sys.platform == "linux" else None
"""Debian's libfaketime; clocks don't jump without it."""
CONNECTIONS = 12
"""Sends at a time (bot.channels.telegram.http_client)."""


# ---------------------------------------------------------------- the process


async def killed(campaign: Campaign) -> None:
    """Killed with -9, up to three times in a row."""
    for _ in range(campaign.chance.randrange(1, 4)):
        await campaign.kill()
        await campaign.start()
        await asyncio.sleep(campaign.chance.random() * 0.3)


async def stopped(campaign: Campaign) -> None:
    """Asked to end, and started again; it ends in 5 seconds, whatever it is about."""
    if campaign.chance.random() < 0.5:
        campaign.api.faults.slow(30, "sendMessage", times=CONNECTIONS)
        campaign.doubtful += CONNECTIONS
        await asyncio.sleep(0.3)
    took = await campaign.stop()
    campaign.api.faults.clear()
    if took > 5.5:
        print(f"  it took {took:.1f} s to end", flush=True)
    await campaign.start()


async def suspended(campaign: Campaign) -> None:
    """Held for some seconds, as by a machine that swaps or sleeps."""
    assert campaign.bot is not None
    campaign.bot.send_signal(signal.SIGSTOP)
    await asyncio.sleep(campaign.chance.uniform(0.5, 4))
    campaign.bot.send_signal(signal.SIGCONT)


async def second(campaign: Campaign) -> None:
    """A second process on the same folder: it refuses, and the first goes on."""
    done = await campaign.served.command("serve", **campaign.settings)
    assert done.returncode == 1, done.stderr
    assert done.stderr == wording.STORE_SERVED.format(folder=campaign.served.data) + "\n"


# ---------------------------------------------------------------- the disk


async def disk_full(campaign: Campaign) -> None:
    """No file may grow any more, for some seconds, and then there is room again."""
    assert campaign.bot is not None
    wal = campaign.database.with_name(campaign.database.name + "-wal")
    most = max(path.stat().st_size for path in (campaign.database, wal) if path.exists())
    resource.prlimit(campaign.bot.pid, resource.RLIMIT_FSIZE, (most // 2, resource.RLIM_INFINITY))
    await asyncio.sleep(campaign.chance.uniform(1, 6))
    if campaign.bot.poll() is None:
        resource.prlimit(campaign.bot.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


async def locked(campaign: Campaign) -> None:
    """Another program holds the database, longer than the bot waits for it at times."""
    with closing(sqlite3.connect(campaign.database, timeout=30, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await asyncio.sleep(campaign.chance.choice((0.5, 3, 8)))
        other.execute("ROLLBACK")


async def read_only(campaign: Campaign) -> None:
    """The database can't be written at the start: it says so and ends; then its rights are set right."""
    await campaign.kill()
    files = [path for path in campaign.served.data.glob("jianhui.db*") if path.is_file()]
    for path in files:
        path.chmod(0o400)
    campaign.around = ("setpriv", "--bounding-set=-all", "--inh-caps=-all")  # root writes whatever the rights say
    await campaign.launch()
    assert await campaign.ended() == 1, campaign.log()
    campaign.around = ()
    for path in files:
        path.chmod(0o600)
    await campaign.start()


async def deleted(campaign: Campaign) -> None:
    """Deleted under the running bot: it keeps what it held, ends, and is started on that."""
    data = campaign.served.data
    for ending in ("", "-wal", "-shm"):
        campaign.database.with_name(campaign.database.name + ending).unlink(missing_ok=True)
    assert await campaign.ended() == 1, campaign.log()
    [rescued] = data.glob("jianhui.db.rescued-*")
    os.replace(rescued, campaign.database)
    await campaign.start()


async def corrupt(campaign: Campaign) -> None:
    """Spoiled while the bot was down: it refuses, and goes on with the copy that is put back."""
    await campaign.kill()
    copy = campaign.served.folder / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    for path in campaign.served.data.glob("jianhui.db*"):
        shutil.copy2(path, copy / path.name)
    with campaign.database.open("r+b") as file:
        file.write(campaign.chance.randbytes(100))
    polls = campaign.api.updates.polls
    bot = await campaign.launch()
    await campaign.api.until(lambda: campaign.api.updates.polls > polls or bot.poll() is not None, 120, "an end or a start")
    if bot.poll() is None:
        return  # the log beside it held those pages too, so that nothing is spoiled
    assert bot.poll() == 1, campaign.log()
    assert "Traceback" not in campaign.log(600), campaign.log()
    for path in copy.iterdir():
        os.replace(path, campaign.served.data / path.name)
    await campaign.start()


async def later(campaign: Campaign) -> None:
    """The database of a later version: an older program refuses it, with a sentence."""
    await campaign.kill()
    with closing(sqlite3.connect(campaign.database)) as other:
        (version,) = other.execute("PRAGMA user_version").fetchone()
        other.execute("PRAGMA user_version = 999")
    await campaign.launch()
    assert await campaign.ended() == 1, campaign.log()
    with closing(sqlite3.connect(campaign.database)) as other:
        other.execute(f"PRAGMA user_version = {version}")
    await campaign.start()


async def caches(campaign: Campaign) -> None:
    """Files of the cache are cut, filled with noise or gone."""
    await campaign.kill()
    files = [path for path in (campaign.served.data / "cache").rglob("*") if path.is_file()]
    for path in campaign.chance.sample(files, min(len(files), 3)):
        how = campaign.chance.choice(("cut", "noise", "gone"))
        if how == "gone":
            path.unlink()
        elif how == "cut":
            os.truncate(path, path.stat().st_size // 2)
        else:
            path.write_bytes(campaign.chance.randbytes(path.stat().st_size))
    await campaign.start()


# ---------------------------------------------------------------- the network


async def drops(campaign: Campaign) -> None:
    """Connections break before and after what was asked for is done."""
    before, after = campaign.chance.randrange(1, 12), campaign.chance.randrange(1, 6)
    campaign.api.faults.drop("sendMessage", times=before)
    campaign.api.faults.drop("sendMessage", times=after, done=True)
    campaign.api.faults.drop("getUpdates", times=2, done=True)
    campaign.doubtful += after


async def stalls(campaign: Campaign) -> None:
    """Answers that come late, some too late."""
    campaign.api.faults.slow(campaign.chance.uniform(0.5, 3), "sendMessage", times=20)
    if campaign.chance.random() < 0.2:
        campaign.api.faults.slow(25, "sendMessage", times=3)
        campaign.doubtful += 3
    campaign.api.faults.slow(2, "getUpdates", times=2)


async def away(campaign: Campaign) -> None:
    """The service is gone for some seconds."""
    await campaign.api.down()
    campaign.doubtful += CONNECTIONS
    await asyncio.sleep(campaign.chance.uniform(0.5, 5))
    campaign.api.up()


async def errors(campaign: Campaign) -> None:
    """A storm of 500 and 502."""
    for method in ("sendMessage", "getUpdates"):
        campaign.api.faults.fail(method, campaign.chance.choice((500, 502, 503)), times=campaign.chance.randrange(2, 30))
    await asyncio.sleep(2)
    campaign.api.faults.clear()


async def floods(campaign: Campaign) -> None:
    """429 for many chats, each told to wait."""
    for person, _ in campaign.chance.sample(campaign.people.everybody, min(20, len(campaign.people.everybody))):
        campaign.api.faults.flood(person.id, campaign.chance.uniform(0.5, 3))


async def garbage(campaign: Campaign) -> None:
    """Login pages and other people's JSON, with status 200."""
    for body in ("<html>请登录</html>", "[]", '{"ok": true}', '{"ok": true, "result": [{'):
        campaign.api.faults.garble(body, campaign.chance.choice(("sendMessage", "getUpdates")), times=3)
    await asyncio.sleep(2)
    campaign.api.faults.clear()


# ---------------------------------------------------------------- what comes in


async def again(campaign: Campaign) -> None:
    """Old updates come again, out of order, some many times."""
    delivered = campaign.api.updates.delivered
    for update in campaign.chance.choices(delivered, k=30) if delivered else ():
        campaign.api.updates.repeat(update)


async def bad(campaign: Campaign) -> None:
    """Updates that nobody can understand, between the others."""
    chance, api = campaign.chance, campaign.api
    nothing: tuple[object, ...] = (10**30, -1, [], {}, None, "x" * 5000, "\0", "\ud800", True, 1e308)
    good = {
        "message_id": 7,
        "date": 1,
        "chat": {"id": 99, "type": "private"},
        "from": {"id": 99, "is_bot": False},
        "text": "好",
    }
    for _ in range(10):
        made: dict[str, object] = dict(good)
        made[chance.choice(tuple(good))] = chance.choice(nothing)
        api.updates.push(chance.choice(("message", "edited_message", "callback_query", "inline_query", "my_chat_member")), made)


async def clock_jump(campaign: Campaign) -> None:
    """The clock is days or years off from this start on, and right again after the next."""
    await campaign.kill()
    days = campaign.chance.choice((-3650, -400, -30, -1, 1, 30, 400, 3650))
    campaign.env = {"LD_PRELOAD": str(FAKETIME), "FAKETIME": f"{days:+}d", "DONT_FAKE_MONOTONIC": "1"}
    await campaign.start()
    await asyncio.sleep(campaign.chance.uniform(0.5, 2))
    await campaign.kill()
    campaign.env = {}
    await campaign.start()


FAULTS: dict[str, Fault] = {
    one.__name__: one
    for one in (
        killed, stopped, suspended, second, disk_full, locked, read_only, deleted, corrupt, later, caches,
        drops, stalls, away, errors, floods, garbage, again, bad, clock_jump,
    )
}  # fmt: skip


def possible() -> tuple[str, ...]:
    """The names of those that this machine can have."""
    missing = set() if FAKETIME else {"clock_jump"}
    if shutil.which("setpriv") is None or subprocess.run(["setpriv", "--bounding-set=-all", "true"], check=False).returncode:
        missing.add("read_only")
    return tuple(name for name in FAULTS if name not in missing)
