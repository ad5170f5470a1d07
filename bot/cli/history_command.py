"""The command that reads back what was said in a QQ group: history."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from bot import wording
from bot.cli.command import FORCE, Command, Option, say, write_file
from bot.errors import ChannelError, SettingsError
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.channels.onebot.websocket_server import WebsocketServer

WAIT = 60.0
"""Seconds for the OneBot program to connect."""
MOST = 20_000


def _history(chosen: argparse.Namespace, settings: Settings) -> int:
    import asyncio

    if not settings.onebot.listen:
        raise SettingsError(wording.HISTORY_NO_ONEBOT)
    try:
        group = settings.onebot.chat(f"g-{chosen.group}").removeprefix("g-")
    except ValueError as error:
        raise SettingsError(wording.HISTORY_GROUP.format(group=chosen.group)) from error
    say(wording.HISTORY_WAITING.format(listen=settings.onebot.listen))
    log, count = asyncio.run(_read(settings, group, chosen.most))
    write_file(chosen.file, log.encode("utf-8"), force=chosen.force)
    say(wording.HISTORY_DONE.format(count=count, file=chosen.file))
    return 0


async def _read(settings: Settings, group: str, most: int) -> tuple[str, int]:
    """The log of a group and how many messages were read; raises ChannelError, in Chinese."""
    import asyncio

    from bot.channels.onebot import history
    from bot.channels.onebot.websocket_server import CallFailed, NoEcho, WebsocketServer
    from bot.channels.runtime import Unreachable

    peers = WebsocketServer(settings.onebot.listen, settings.onebot.token, 60.0)
    await peers.open()
    draining = asyncio.create_task(_drop(peers))
    try:
        async with asyncio.timeout(WAIT):
            while not peers.accounts:
                await asyncio.sleep(0.1)
        messages = await history.group_history(peers, peers.accounts[0], group, most)
    except TimeoutError:
        raise ChannelError(wording.HISTORY_NOBODY.format(seconds=int(WAIT))) from None
    except (CallFailed, NoEcho, Unreachable) as error:
        raise ChannelError(wording.HISTORY_NONE.format(group=group, reason=error)) from error
    finally:
        draining.cancel()
        await asyncio.gather(draining, return_exceptions=True)
        await peers.close()
    return history.as_log(messages), len(messages)


async def _drop(peers: WebsocketServer) -> None:
    """What comes in meanwhile isn't for us: the bot reads it back itself when it serves again."""
    while True:
        await peers.events.get()


_GROUP: Option = (("group",), {"metavar": wording.HISTORY_GROUP_WORD, "help": wording.HISTORY_OPTIONS["group"]})
_FILE: Option = (("file",), {"metavar": wording.CLI_FILE, "type": Path, "help": wording.HISTORY_OPTIONS["file"]})
_MOST: Option = (("--most",), {"metavar": "N", "type": int, "default": MOST, "help": wording.HISTORY_OPTIONS["most"]})

COMMANDS = {"history": Command(_history, (_GROUP, _FILE, _MOST, FORCE))}
