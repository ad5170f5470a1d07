"""Runs the parts until it is stopped: channels kept going, timers, and a word to the admins when nothing can be kept."""

from __future__ import annotations

import asyncio
import logging
import shutil
import signal
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path

from bot import wording
from bot.access import privacy
from bot.access.permissions import Permissions
from bot.app import CHANNELS, file_link, forget_question_vectors, open_services, open_web, tell_admins, today
from bot.channels.runtime import Dispatcher, DispatcherOptions, Limits, Supervisor, WireLease
from bot.channels.runtime.spec import ChannelServices, ChannelSpec
from bot.daemon_thread import run_in_daemon
from bot.errors import StoreError
from bot.handoff.notices import AdminNotices
from bot.handoff.service import InquiryService
from bot.hot_reload.live_knowledge import LiveKnowledge
from bot.hot_reload.version_sync import kept_abreast
from bot.model import (
    ConversationRef,
)
from bot.ports import Channel, Store
from bot.settings import Settings
from bot.statistics import health
from bot.statistics.weekly_digest import WeeklyDigest
from bot.threads import Services, Worker

log = logging.getLogger(__name__)

HANDOFF_PAUSE = 5.0
"""Seconds between two looks at what time brings to questions for a person."""
EMBED_PAUSE = 0.2
"""Seconds between two wordings that are looked at for the first time: after a start or an edit they all are."""
FILE_CHECK_PAUSE = 5.0
"""Seconds between two looks at the database's file."""
FULL_CHECK_EVERY = 4320
"""Looks of which one reads the whole file: every six hours."""
DELIVERY_TIME = 5.0
"""Seconds that admins' messages have to go out before the bot stops."""
LEAST_DISK = 200
"""Megabytes of free disk below which the admins are told, once a day."""
EXPIRY_PAUSE = 24 * 3600.0
"""Seconds between two deletions of what is too old."""
HOUR = 3600.0
"""Seconds between two words about one trouble."""
FAILURE_PAST = 60.0
"""Seconds after which a failure of the store is past."""
NOTE_PAUSE = 15.0
"""Seconds between two notes of how the channels run."""
LONGEST_SLEEP = 3600.0
"""Seconds after which the clock is looked at again: a machine may have slept, and its loop's clock with it."""


class Alarm:
    """Tells the admins that nothing can be kept, past everything that is kept: at once, and again each hour that it lasts."""

    def __init__(self, rights: Permissions, clock: Callable[[], float] = time.monotonic) -> None:
        self._rights = rights
        self._clock = clock
        self._told = self._last = -HOUR
        self._why = ""
        self._work: set[asyncio.Task[None]] = set()
        self.dispatchers: Callable[[], Iterable[Dispatcher]] = tuple

    @property
    def why(self) -> str:
        """What has failed lately, in Chinese; empty: nothing."""
        return self._why if self._clock() - self._last < FAILURE_PAST else ""

    def __call__(self, error: StoreError) -> None:
        """The store has failed. In the event loop."""
        self._last, self._why = self._clock(), str(error)
        if self._last - self._told < HOUR:
            return
        self._told = self._last
        task = asyncio.create_task(self._tell(wording.CHANNEL_ALARM.format(why=error)))
        self._work.add(task)
        task.add_done_callback(self._work.discard)

    async def _tell(self, text: str) -> None:
        admins = [ConversationRef.parse(admin) for admin in await asyncio.to_thread(self._rights.admins)]
        for one in self.dispatchers():
            for ref in admins:
                if ref.channel == one.name and one.transport.capabilities.push:
                    await one.tell(ref, text)


def channels(
    settings: Settings, worker: Worker, parts: Services, alarm: Alarm, said: Callable[[str], None]
) -> list[Supervisor]:
    """Every channel that has its settings, kept going. `said` is told what people at the machine should know."""
    store = parts.store
    experts = ConversationRef.parse(settings.expert_chat) if settings.expert_chat else None
    link = file_link(settings, parts.edit_context.knowledge)
    services = ChannelServices(worker.ask, worker.search, store, partial(tell_admins, store), link)
    limits = Limits(settings.person_limit, settings.group_limit)
    chosen = [spec for spec in CHANNELS if spec.wanted(settings)]
    unasked: set[str] = set()
    """The channels that can say something unasked."""
    options = DispatcherOptions(link, experts, limits, worker.permissions.is_admin, unasked, alarm)

    def dispatcher(spec: ChannelSpec) -> Channel:
        transport = spec.open(settings, services)
        if transport.capabilities.push:
            unasked.add(transport.name)
        return Dispatcher(transport, worker.ask, store, options=options)

    made = [Supervisor(partial(dispatcher, spec), services.tell) for spec in chosen]
    alarm.dispatchers = lambda: [one.channel for one in made if isinstance(one.channel, Dispatcher)]
    if settings.web:
        from bot.channels.web import WebChannel  # late: importing it costs a quarter of a second

        made.append(Supervisor(lambda: WebChannel(open_web(settings, worker, parts, frozenset(unasked)), said), services.tell))
    return made


def with_lease(store: Store, one: Supervisor) -> Supervisor | WireLease:
    """A channel to be run; where several processes serve, as long as this one has its wire."""
    channel = one.channel
    if not store.shared or not isinstance(channel, Dispatcher):
        return one
    return WireLease(store, f"{channel.name}:{channel.transport.account}", one.run)


def _stop_on_terminate() -> None:
    """Let a service manager's SIGTERM end things as Ctrl+C does: answers in flight go out, the rest stays pending."""
    task = asyncio.current_task()
    with suppress(NotImplementedError, AttributeError):  # Windows has no such signal on the loop
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)  # type: ignore[union-attr]  # in a task


async def send_digests(digest: WeeklyDigest, thread: ThreadPoolExecutor) -> None:
    """Send the admins their digest when it is due, until cancelled."""
    while True:
        pause = await asyncio.get_running_loop().run_in_executor(thread, digest.send)
        await asyncio.sleep(min(pause, LONGEST_SLEEP))


async def make_backups(settings: Settings, tell: Callable[[str, str], bool], alarm: Alarm) -> None:
    """Make a backup a day, until cancelled; the admins are told of each day on which it failed."""
    from bot.hot_reload import backup  # late: not everybody wants one

    folders = {"knowledge": settings.knowledge, "guides": settings.guides}
    folder, keep = Path(settings.backup_folder).expanduser(), settings.backup_keep_days

    write = partial(
        backup.make, data=settings.data, folders=folders, server=settings.database, passphrase=settings.backup_passphrase
    )

    def make() -> str:
        """What the admins must still be told, because it can't be left for them."""
        try:
            backup.daily(folder, keep, time.time(), write)
        except StoreError as error:
            log.error(str(error))
            said = wording.BACKUP_FAILED.format(why=error)
            return "" if tell(f"backup:{today()}", said) else said
        return ""

    while True:
        said = await asyncio.get_running_loop().run_in_executor(None, make)
        if said:
            alarm(StoreError(said))
        await asyncio.sleep(LONGEST_SLEEP)


async def watch_store(store: Store, data: Path, tell: Callable[[str, str], object], alone: Callable[[], None]) -> None:
    """Look after the database's file; raises StoreError, once the admins were told, when it isn't the one in use any more.

    `alone` raises StoreError when another process serves from the data folder.
    """
    looks = 0
    while True:
        await asyncio.to_thread(alone)
        said = await asyncio.to_thread(store.damage, thorough=looks % FULL_CHECK_EVERY == 0)
        looks += 1
        if said:
            log.error(said)
            await asyncio.to_thread(tell, f"damage:{time.time():.0f}", said)
            await asyncio.sleep(DELIVERY_TIME)  # while the message goes out, as far as it can
            raise StoreError(said)
        free = shutil.disk_usage(data).free >> 20 if data.is_dir() else LEAST_DISK
        if free < LEAST_DISK:
            log.warning(wording.STORE_FULL_SOON.format(free=free))
            await asyncio.to_thread(tell, f"disk:{today()}", wording.STORE_FULL_SOON.format(free=free))
        await asyncio.sleep(FILE_CHECK_PAUSE)


def channel_runs(serving: Sequence[Supervisor], alarm: Alarm) -> health.Runs:
    """How the channels run at this moment."""
    now = time.monotonic()
    seen = [
        health.ChannelRun(one.name, one.up, one.restarts, one.failure, now - one.seen if one.seen else 0.0)
        for one in (each.state for each in serving)
    ]
    return health.Runs(tuple(seen), alarm.why)


async def note_runs(data: Path, runs: Callable[[], health.Runs]) -> None:
    """Note how the channels run, for `jianhui health`, until cancelled."""
    while True:
        await asyncio.to_thread(health.write_note, data, runs(), time.time())
        await asyncio.sleep(NOTE_PAUSE)


async def repeat(worker: Worker, pause: float, chore: Callable[[], object], alarm: Alarm) -> None:
    """Do something every so many seconds, until cancelled; a database that fails is asked again the next time."""
    while True:
        try:
            await worker.run_in_desk_thread(chore)
        except StoreError as error:
            log.exception(wording.INQUIRIES_LOG_FAILED)
            alarm(error)
        await asyncio.sleep(pause)


async def embed_backlog(work: InquiryService) -> None:
    """Compare wordings of questions for a person for the first time, one by one between the questions that come in.

    Reading what waits is done beside the desk; only the comparison itself, of one wording at a time, goes through it.
    """
    while True:
        left = 0
        try:
            left = await asyncio.to_thread(work.matcher.embed_backlog)
        except StoreError:
            log.exception(wording.INQUIRIES_LOG_FAILED)
        await asyncio.sleep(EMBED_PAUSE if left else HANDOFF_PAUSE)


async def run_timers(settings: Settings, parts: Services, worker: Worker, back: ThreadPoolExecutor, alarm: Alarm) -> None:
    """See to what time brings, until cancelled: questions for a person, the digest, what expires, backups."""
    store, tell = parts.store, partial(tell_admins, parts.store)
    expire = partial(privacy.expire, store, days=settings.keep_days, drop=forget_question_vectors(settings), tell=tell)
    async with asyncio.TaskGroup() as group:
        group.create_task(
            send_digests(WeeklyDigest(store, parts.edit_context.knowledge, parts.permissions.admins, time.time), back)
        )
        group.create_task(repeat(worker, HANDOFF_PAUSE, parts.inquiries.run_due_work, alarm))
        notices = AdminNotices(parts.inquiries, parts.permissions.admins, settings.quiet)
        group.create_task(repeat(worker, HANDOFF_PAUSE, notices.queue_due, alarm))
        group.create_task(repeat(worker, EXPIRY_PAUSE, lambda: expire(now=time.time()), alarm))
        if settings.backup_folder:
            group.create_task(make_backups(settings, tell, alarm))


def _log(text: str) -> None:
    log.info(text)


async def serve(
    settings: Settings,
    live: LiveKnowledge,
    store: Store,
    said: Callable[[str], None] = _log,
    beside: Callable[[Services], None] | None = None,
    alone: Callable[[], None] = lambda: None,
) -> bool:
    """Serve every channel that has its settings until cancelled; False at once when there is none.

    `said` is told what people at the machine should know, such as the web's address. `beside` goes on in a thread of its
    own, a talk in the terminal; when it returns, everything ends. `alone` raises StoreError once another process serves, too.
    """
    with open_services(settings, live, store) as parts, ThreadPoolExecutor(1, thread_name_prefix="office") as back:
        work = parts.inquiries
        worker = Worker(parts.handlers, parts.permissions, parts.desk_thread, back)
        alarm = Alarm(parts.permissions)
        serving = channels(settings, worker, parts, alarm, said)
        if not serving:
            return False
        runs = partial(channel_runs, serving, alarm)
        _stop_on_terminate()
        live.start()
        async with asyncio.TaskGroup() as group:
            for one in serving:
                group.create_task(with_lease(store, one).run())
            group.create_task(note_runs(settings.data, runs))
            if settings.health_port:
                from bot.channels.web import health_pages  # late: as the web

                look = partial(health.examine, store, settings.data, settings.backup_folder, lambda: True)
                port = (settings.health_host, settings.health_port)
                group.create_task(health_pages.serve(*port, lambda: look(runs()), said))
            group.create_task(watch_store(store, settings.data, partial(tell_admins, store), alone))
            group.create_task(embed_backlog(work))
            see_to = partial(run_timers, settings, parts, worker, back, alarm)
            # several processes: one of them sees to what time brings
            group.create_task(WireLease(store, "chores", see_to).run() if store.shared else see_to())
            if store.shared:
                own = partial(kept_abreast, store, lambda: live.index.knowledge.hash, partial(tell_admins, store))
                group.create_task(own())
            if beside is not None:
                await run_in_daemon(partial(beside, parts), "terminal")
                raise asyncio.CancelledError
    return True
