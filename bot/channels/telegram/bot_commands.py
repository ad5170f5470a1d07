"""What Telegram shows around the chat: the command menu, and what the bot is for."""

from __future__ import annotations

import logging

from telegram import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeDefault
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot import wording

_log = logging.getLogger(__name__)


async def publish(bot: ExtBot[int]) -> None:
    """Set menu and descriptions; a failure is logged and the bot goes on with what was set before."""
    try:
        await bot.set_my_commands(_commands(wording.TELEGRAM_MENU), scope=BotCommandScopeDefault())
        await bot.set_my_commands(_commands(wording.TELEGRAM_MENU_GROUP), scope=BotCommandScopeAllGroupChats())
        await bot.set_my_short_description(wording.TELEGRAM_SHORT_DESCRIPTION)
        await bot.set_my_description(wording.TELEGRAM_DESCRIPTION)
    except TelegramError as error:
        _log.warning(wording.TELEGRAM_LOG_MENU.format(reason=type(error).__name__))


def _commands(menu: dict[str, str]) -> list[BotCommand]:
    return [BotCommand(name, description) for name, description in menu.items()]
