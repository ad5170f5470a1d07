"""Where updates come from: fetched by polling, or brought to our port by a webhook."""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
from urllib.parse import urlsplit

from telegram import Update
from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.ext import Updater

from bot import wording
from bot.channels.telegram.connection import note_conflict
from bot.channels.telegram.timing import Timing
from bot.errors import ChannelError
from bot.settings import Settings

_log = logging.getLogger(__name__)
WANTED = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY, Update.MY_CHAT_MEMBER]


async def start(updater: Updater, settings: Settings, timing: Timing) -> None:
    """Begin to receive updates, however long the network takes; raises ChannelError when the settings can't work."""
    try:
        if settings.telegram_webhook_url:
            await _listen(updater, settings, timing)
        else:
            await updater.start_polling(
                timing.poll_pause, timing.poll, bootstrap_retries=-1, allowed_updates=WANTED, error_callback=note_conflict
            )
    except InvalidToken:
        raise ChannelError(wording.TELEGRAM_UNAUTHORIZED) from None  # the library may write the token into its error


async def _listen(updater: Updater, settings: Settings, timing: Timing) -> None:
    """Open our port and tell Telegram of it, again until it gets through."""
    secret = settings.telegram_webhook_secret or secrets.token_urlsafe(32)
    pause = timing.pause
    while True:
        try:
            await _open(updater, settings, secret)
        except BadRequest as error:
            problem = wording.TELEGRAM_WEBHOOK_REFUSED.format(url=settings.telegram_webhook_url, reason=error.message)
            raise ChannelError(problem) from error
        except OSError as error:
            where = {"listen": settings.telegram_webhook_listen, "port": settings.telegram_webhook_port}
            raise ChannelError(wording.TELEGRAM_WEBHOOK_PORT.format(**where)) from error
        except InvalidToken:
            raise
        except TelegramError as error:
            _log.warning(wording.TELEGRAM_LOG_NO_START.format(reason=type(error).__name__, pause=round(pause)))
            await asyncio.sleep(pause)
            pause = min(2 * pause, timing.longest_pause)
        else:
            return


async def _open(updater: Updater, settings: Settings, secret: str) -> None:
    await updater.start_webhook(
        settings.telegram_webhook_listen,
        settings.telegram_webhook_port,
        re.escape(urlsplit(settings.telegram_webhook_url).path.strip("/")),  # the library puts it into a pattern
        bootstrap_retries=0,  # with more it would repeat in silence what Telegram refuses for good
        webhook_url=settings.telegram_webhook_url,
        allowed_updates=WANTED,
        secret_token=secret,
    )


async def stop(updater: Updater, timing: Timing) -> None:
    """Receive no more. Bounded: the library would first sleep through its pause after an error, and say goodbye."""
    if not updater.running:
        return
    stopping = asyncio.create_task(updater.stop())
    for _ in range(3):  # it waits in two places, and a cancellation ends one wait
        await asyncio.wait((stopping,), timeout=timing.goodbye)
        if stopping.done():
            break
        stopping.cancel()
    await asyncio.gather(stopping, return_exceptions=True)
