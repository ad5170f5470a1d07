"""The Telegram channel: its parts wired together, served until cancelled, and shut down without losing anything."""

from __future__ import annotations

import asyncio
import logging
from functools import partial

from telegram.ext import ExtBot

from bot import wording
from bot.channels.telegram.answering import Answers
from bot.channels.telegram.connection import Polling, greet, hush, make_bot
from bot.channels.telegram.delivery import Delivery
from bot.channels.telegram.fetching import receive
from bot.channels.telegram.intake import Intake, Received
from bot.channels.telegram.lanes import Lanes
from bot.channels.telegram.ledger import Ledger
from bot.channels.telegram.menu import publish
from bot.channels.telegram.posting import Posts
from bot.channels.telegram.timing import Timing
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
        polling.on_return = partial(_again, answers, intake)
        await _requeue(ledger, intake)
        work = [
            asyncio.create_task(receive(bot, polling, self._settings, self._timing, intake.accept)),
            asyncio.create_task(_dispatch(intake, lanes, answers)),
            asyncio.create_task(publish(bot)),
            asyncio.create_task(posts.run()),
        ]
        try:
            # the menu ends by itself, the others only when something is wrong
            await asyncio.gather(*work)
        finally:
            for task in work:
                task.cancel()
            await asyncio.gather(*work, return_exceptions=True)
            await lanes.close(self._timing.grace)


async def _requeue(ledger: Ledger, intake: Intake) -> None:
    """What an earlier process left unanswered, in the order it came; before anything new."""
    pending = await ledger.open()
    for kept in pending:
        intake.put_nowait(Received(kept.key, kept.payload))  # past `accept`: it is stored already
    if pending:
        _log.info(wording.TELEGRAM_LOG_PENDING.format(count=len(pending)))


async def _dispatch(intake: Intake, lanes: Lanes, answers: Answers) -> None:
    """Every update to the lane of its chat; of inline queries only the newest of each person."""
    while True:
        received = await intake.get()
        try:
            heard = answers.read(received)
        except Exception as error:  # noqa: BLE001  # whatever it is that can't be understood must not stop the others
            lanes.add("unreadable", partial(answers.set_aside, received, type(error).__name__))
        else:
            query = heard.update.inline_query
            job = partial(answers.answer, heard) if query is None else partial(answers.suggest, heard)
            lanes.add(heard.lane, job, latest=query is not None)
        await asyncio.sleep(0)  # thousands may have piled up


def _again(answers: Answers, intake: Intake) -> None:
    """Telegram is back: what didn't get through is answered again."""
    for received in answers.unsent:
        intake.put_nowait(received)
    answers.unsent.clear()
