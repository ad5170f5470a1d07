"""The Telegram channel: its parts wired together, served until cancelled, and shut down without losing anything."""

from __future__ import annotations

import asyncio
import json
import logging
from functools import partial

from telegram import Update
from telegram.ext import ExtBot, Updater

from bot import model, wording
from bot.channels.telegram.answering import Answers
from bot.channels.telegram.connection import Polling, greet, hush, make_bot
from bot.channels.telegram.delivery import Delivery
from bot.channels.telegram.fetching import start, stop
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.lanes import Lanes
from bot.channels.telegram.ledger import Ledger
from bot.channels.telegram.menu import publish
from bot.channels.telegram.posting import Posts
from bot.channels.telegram.timing import Timing
from bot.errors import ChannelError
from bot.ports import Ask, ChannelStorage, Search
from bot.settings import Settings

_log = logging.getLogger(__name__)


class TelegramChannel:
    """Serves people on Telegram: private chats, groups, inline mode; by polling, or by webhook when one is set.

    Conversations are `telegram:<chat>[:<thread>]` in private and `telegram:<chat>:<thread or 0>:<asker>` in groups;
    askers are `telegram:<user id>`; the wire of a message is `<chat>:<message>`, of a pressed button its query's id.
    """

    def __init__(
        self, ask: Ask, search: Search, depot: ChannelStorage, settings: Settings, timing: Timing | None = None
    ) -> None:
        self._ask = ask
        self._search = search
        self._depot = depot
        self._settings = settings
        self._timing = timing or Timing()

    async def run(self) -> None:
        """Serve until cancelled; then answers in flight get some seconds, and the rest stays pending for the next start.

        Without a network it waits for one. Raises ChannelError when Telegram refuses the token or the webhook, and
        StoreError when the inbox can't be read at the start.
        """
        hush()
        polling = Polling(self._timing)
        bot = make_bot(self._settings, self._timing, polling)
        ledger = Ledger(self._depot, self._settings.telegram_token.partition(":")[0])
        try:
            await greet(bot, self._timing)
            await self._serve(bot, polling, ledger)
        finally:
            await bot.shutdown()
            ledger.close()

    async def _serve(self, bot: ExtBot[int], polling: Polling, ledger: Ledger) -> None:
        answers = Answers(self._ask, self._search, bot, ledger, self._timing)
        intake, lanes = Intake(ledger), Lanes()
        posts = Posts(Delivery(bot, ledger, self._timing), ledger, lanes, self._timing)
        updater = Updater(bot, intake)
        await updater.initialize()
        polling.on_return = partial(_again, answers, intake)
        await _requeue(ledger, bot, intake)
        work = [
            asyncio.create_task(_dispatch(intake, lanes, answers)),
            asyncio.create_task(_refused(polling)),
            asyncio.create_task(publish(bot)),
            asyncio.create_task(posts.run()),
        ]
        try:
            await start(updater, self._settings, self._timing)
            # the menu ends by itself, the others only when something is wrong
            await asyncio.gather(*work)
        finally:
            for task in work:
                task.cancel()
            await asyncio.gather(*work, return_exceptions=True)
            await asyncio.gather(stop(updater, self._timing), lanes.close(self._timing.grace))


async def _requeue(ledger: Ledger, bot: ExtBot[int], intake: Intake) -> None:
    """What an earlier process left unanswered, in the order it came; before anything new."""
    pending = await ledger.open()
    for kept in pending:
        update = await _restored(kept, bot)
        if update is None:
            await ledger.finish(kept.key)
        else:
            intake.put_nowait(update)  # past `put`: it is stored already
    if pending:
        _log.info(wording.TELEGRAM_LOG_PENDING.format(count=len(pending)))


async def _restored(kept: model.InboxMessage, bot: ExtBot[int]) -> Update | None:
    """The update as it came; None for one that this version of the library can't read."""
    await asyncio.sleep(0)  # thousands may have piled up
    try:
        return Update.de_json(json.loads(kept.payload), bot)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        _log.error(wording.TELEGRAM_LOG_UNREADABLE.format(update=kept.key, reason=type(error).__name__))
        return None


async def _dispatch(intake: Intake, lanes: Lanes, answers: Answers) -> None:
    """Every update to the lane of its chat; of inline queries only the newest of each person."""
    while True:
        update = await intake.take()
        query = update.inline_query
        if query is not None:
            lanes.add(("inline", query.from_user.id), partial(answers.suggest, query), latest=True)
        else:
            lane = update.effective_chat or update.effective_user
            lanes.add(lane.id if lane else 0, partial(answers.answer, update))


def _again(answers: Answers, intake: Intake) -> None:
    """Telegram is back: what didn't get through is answered again."""
    for update in answers.set_aside:
        intake.put_nowait(update)
    answers.set_aside.clear()


async def _refused(polling: Polling) -> None:
    """Ends the channel when Telegram stops accepting the token."""
    await polling.refused.wait()
    raise ChannelError(wording.TELEGRAM_UNAUTHORIZED)
