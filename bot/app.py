"""The composition root: settings → parts. The only file that knows them all."""

from __future__ import annotations

import asyncio
import logging
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from contextvars import copy_context
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from bot import wording
from bot.access import privacy, whoami
from bot.access.door import Door
from bot.access.linking import LinkDesk
from bot.access.permissions import Permissions
from bot.channels.mail import spec as mail
from bot.channels.onebot import spec as onebot
from bot.channels.qq import spec as qq
from bot.channels.runtime import Dispatcher, Limits, Link, Supervisor, WireHolder
from bot.channels.runtime.spec import ChannelServices, ChannelSpec
from bot.channels.telegram import spec as telegram
from bot.china_time import CHINA
from bot.content import loader
from bot.content.golden_reader import read_golden
from bot.desk.desk import Desk
from bot.desk.handler_chain import Handler, HandlerChain
from bot.editor.context import EditContext
from bot.editor.handler import EditHandler
from bot.editor.reviewing import Reviewing
from bot.errors import JianhuitongError, KnowledgeError, StoreError
from bot.handoff.admin_handler import InquiryAdminHandler
from bot.handoff.answer_page import AnswerPage
from bot.handoff.asker_handler import InquiryAskerHandler
from bot.handoff.expert_group import ExpertGroup
from bot.handoff.notices import AdminNotices
from bot.handoff.service import InquiryRecorder, InquiryService
from bot.hot_reload.abreast import kept_abreast
from bot.hot_reload.live_knowledge import LiveKnowledge, ReloadHooks
from bot.matching import knowledge_check
from bot.matching.cache import Cache
from bot.matching.encoder import SpreadEncoder, installed
from bot.matching.knowledge_index import KnowledgeIndex
from bot.model import (
    Attachment,
    Block,
    ConversationRef,
    Form,
    Golden,
    Impact,
    Knowledge,
    OutboxMessage,
    Problem,
    Question,
    Ranked,
    Reply,
)
from bot.model.form_values import Values
from bot.ports import Answering, Channel, Editor, Index, Outbox, Store, WebDoor
from bot.publishing import build_manifest
from bot.scratch import Scratch
from bot.settings import WEB_ADDRESS, WEB_PORT, Settings, admins_now, golden_folder, roles_now
from bot.statistics import health
from bot.statistics.weekly_digest import WeeklyDigest

if TYPE_CHECKING:
    from bot.channels.web.services import WebServices

log = logging.getLogger(__name__)

DATABASE = "jianhui.db"
DESK = "desk"
"""Name of the desk's thread."""
T = TypeVar("T")
ATTEND = 5.0
"""Seconds between two looks at what time brings to questions for a person."""
WARM = 0.2
"""Seconds between two wordings that are looked at for the first time: after a start or an edit they all are."""
ASKED = "asked"
"""What the cache calls the vectors of people's questions."""
GUARD = 5.0
"""Seconds between two looks at the database's file."""
THOROUGH = 4320
"""Looks of which one reads the whole file: every six hours."""
TOLD = 5.0
"""Seconds that admins' messages have to go out before the bot stops."""
LITTLE = 200
"""Megabytes of free disk below which the admins are told, once a day."""
EXPIRE = 24 * 3600.0
"""Seconds between two deletions of what is too old."""
HOUR = 3600.0
"""Seconds between two words about one trouble."""
LATELY = 60.0
"""Seconds after which a failure of the store is past."""
NOTE = 15.0
"""Seconds between two notes of how the channels run."""
LOOK = 3600.0
"""Seconds after which the clock is looked at again: a machine may have slept, and its loop's clock with it."""


def today() -> date:
    """The date where the people who review the knowledge live."""
    return datetime.now(CHINA).date()


def open_index(settings: Settings, knowledge: Knowledge | None = None) -> KnowledgeIndex:
    """The index over the knowledge in force; raises KnowledgeError when it has errors. Slow once after each change."""
    known = knowledge or loader.require(settings.knowledge, settings.guides, today())
    cache = settings.data / "cache"
    return KnowledgeIndex(known, installed(settings.encoder, cache), Cache(cache))


def examine(settings: Settings) -> tuple[Problem, ...]:
    """Every problem of the knowledge: what the loader finds and, when it loads, what only matching can tell."""
    knowledge, problems = loader.load(settings.knowledge, settings.guides, today())
    if knowledge is None:
        return knowledge_check.ordered(problems)
    built = build_manifest.examine(settings.guides, knowledge.documents, knowledge.forms)
    return knowledge_check.ordered([*problems, *built, *knowledge_check.warnings(open_index(settings, knowledge))])


def readable(settings: Settings) -> tuple[Knowledge, tuple[Problem, ...]]:
    """As much of the knowledge as can be read, errors or not, with what the loader finds: for listings, not for answers."""
    return loader.readable(settings.knowledge, settings.guides, today())


def open_store(settings: Settings) -> Store:
    """The database in the data folder, or on the server that is set; raises StoreError."""
    from bot.store import opening  # late: `ask` never opens it, and importing it costs a fifth of its time

    return opening.open_store(settings.database, settings.data / DATABASE)


def only(settings: Settings) -> AbstractContextManager[None]:
    """The data folder for this process alone, as serving needs it; raises StoreError when another serves from it.

    Where a server keeps everything, it keeps processes apart as well.
    """
    from bot.store import opening  # late: only serving needs it

    return opening.only(settings.database, settings.data)


def begin_afresh(settings: Settings) -> Path | None:
    """Give the database another name; the new name, None when there was none. Raises StoreError."""
    from bot.store.sqlite_database import set_aside

    return set_aside(settings.data / DATABASE)


def passing_store(clock: Callable[[], float] | None = None) -> Store:
    """A store that forgets with the process: for one-off questions and trials, which are nobody's data."""
    from bot.store.sqlite_store import memory_store

    return memory_store(clock)


def open_live(settings: Settings, store: Store) -> LiveKnowledge:
    """The knowledge in force, kept up with the files once it is started; raises KnowledgeError when there is none."""
    cache = settings.data / "cache"
    encoder, kept = installed(settings.encoder, cache), Cache(cache)
    works = ReloadHooks(
        today=today,
        learn=lambda known, wait: KnowledgeIndex(known, encoder, kept, wait=wait),
        anew=partial(learn_anew, settings),
        tell=partial(tell_admins, store),
    )
    live = LiveKnowledge((settings.knowledge, settings.guides), settings.data, store, works)
    live.open()
    return live


@contextmanager
def in_force(settings: Settings) -> Iterator[tuple[LiveKnowledge, Store]]:
    """The knowledge in force and the database, both let go of at the end."""
    with closing(open_store(settings)) as store:
        live = open_live(settings, store)
        try:
            yield live, store
        finally:
            live.stop()


def learn_anew(settings: Settings, folder: Path) -> None:
    """Learn the knowledge of a folder, all of it, into the cache; for a process of its own."""
    open_index(settings, loader.require(folder, settings.guides, today()))


def tell_admins(store: Outbox, key: str, text: str) -> bool:
    """Leave a message for every admin on the channel where she is one, once for each key; whether it could be kept."""
    kept = True
    for admin in sorted(Permissions(admins_now).admins()):
        channel = ConversationRef.parse(admin).channel
        try:
            store.queue(OutboxMessage(channel, admin, f"upkeep:{key}:{admin}", (Block("text", text),)))
        except StoreError:
            log.exception("an admin could not be told")
            kept = False
    return kept


def open_editor(settings: Settings, store: Store, live: LiveKnowledge | None = None) -> Editor:
    """The editor of the knowledge folder; what edits do is told against what is in force, or else what is on the disk."""
    from bot.hot_reload.file_editor import FileEditor  # late: only admins edit

    def replay(known: Knowledge) -> Impact:
        return replayed(settings, live.index if live else open_index(settings), known, store.asked)

    return FileEditor((settings.knowledge, settings.guides), store, today, replay)


def replayed(
    settings: Settings, old: KnowledgeIndex, known: Knowledge, asked: Callable[[int], Sequence[tuple[str, int]]]
) -> Impact:
    """What a knowledge would do to the golden questions and to those asked last, beside an index over another one."""
    from bot.hot_reload import edit_impact  # late: only admins ask what an edit would do

    cache = Cache(settings.data / "cache")
    encoder = installed(settings.encoder, settings.data / "cache")
    spread = SpreadEncoder(encoder, settings.data / "cache") if encoder else None
    new = KnowledgeIndex(known, encoder, cache, trial=True, like=old)
    try:
        golden = golden_questions(settings, old.knowledge, known)
    except KnowledgeError as error:
        log.error(str(error))
        golden = ()
    questions = edit_impact.Replayed(golden, asked(edit_impact.LAST))

    def encode(keys: Sequence[str]) -> NDArray[np.float32]:
        return np.zeros((0, 0), np.float32) if spread is None else cache.vectors(spread, keys, ASKED)

    return edit_impact.impact(
        (old, new), questions, encode, lambda index: Desk(lambda: index, passing_store(), time.time, write)
    )


def previewed(settings: Settings, against: str, limit: int) -> tuple[Impact, Knowledge, Knowledge]:
    """What the files on the disk would change beside another version: the impact, then both.

    `against` as for `bot.hot_reload.revisions`. Raises KnowledgeError when the files have errors, or there is no such version.
    """
    from bot.hot_reload.revisions import earlier

    new = loader.require(settings.knowledge, settings.guides, today())
    with Scratch() as place, closing(open_store(settings)) as store:
        folder = earlier(settings.knowledge, settings.data, against, place.folder)
        old, _ = loader.readable(folder, settings.guides, today())
        if not old.entries:
            loader.require(folder, settings.guides, today())
        cache = settings.data / "cache"
        index = KnowledgeIndex(old, installed(settings.encoder, cache), Cache(cache), trial=True)
        return replayed(settings, index, new, lambda _: store.asked(limit)), old, new


def golden_questions(settings: Settings, *known: Knowledge) -> tuple[Golden, ...]:
    """The golden questions of the knowledge folder; none where there are none.

    Those whose entries none of these versions has are left out: an edit can do nothing to them. Raises KnowledgeError when
    a file can't be used.
    """
    folder = golden_folder(settings.knowledge)
    if not folder.is_dir():
        return ()
    every = {one.id for version in known for one in (*version.retired, *version.entries)}
    return tuple(one for one in read_golden(folder) if one.refuse or every & set(one.entry))


def open_desk(index: Index | LiveKnowledge, store: Store) -> Desk:
    """The desk over an index, or over the one in force, and a store."""
    return Desk((lambda: index.index) if isinstance(index, LiveKnowledge) else (lambda: index), store, time.time, write)


def write(knowledge: Knowledge, form: Form, values: Values) -> bytes:
    """The filled Word file of a form; raises DocumentError."""
    from bot.forms.template_fill import write as filled  # late: the Word library costs a fifth of a second

    return filled(knowledge, form, values)


def drop_asked(settings: Settings) -> Callable[[], None]:
    """Forgets the vectors of people's questions that previews of edits keep."""
    return partial(Cache(settings.data / "cache").drop, ASKED)


def handlers(
    settings: Settings, store: Store, rights: Permissions, means: EditContext, work: InquiryService
) -> tuple[Handler, ...]:
    """Those who are asked before the desk, in order; one line each."""
    experts, editing = ExpertGroup(work), EditHandler(rights, means, store)
    return (
        partial(whoami.reply, rights=rights),
        open_door(settings, store).reply,
        privacy.PrivacyDesk(store, time.time, settings.keep_days, drop_asked(settings)).reply,
        LinkDesk(store, time.time).reply,
        experts.reply,  # before all that is typed elsewhere: a reply to a post is an answer, whatever it looks like
        InquiryAdminHandler(work, rights, editing.resume).reply,
        editing.reply,
        InquiryAskerHandler(work).reply,
    )


@dataclass(frozen=True)
class ThreadBoundIndex:
    """The index in force, for whoever isn't in the desk's thread, which alone may use it. Implements bot.ports.Likening."""

    live: LiveKnowledge
    front: ThreadPoolExecutor

    @property
    def knowledge(self) -> Knowledge:
        """The version in force."""
        return self.live.index.knowledge

    def rank(self, text: str, limit: int) -> tuple[Ranked, ...]:
        """The best entries for a text."""
        return self._there(lambda: self.live.index.rank(text, limit))

    def alike(self, text: str, texts: Sequence[str]) -> tuple[float, ...]:
        """How likely each of the texts asks the same."""
        return self._there(lambda: self.live.index.alike(text, texts))

    def fresh(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Those of the texts that weren't compared yet."""
        return self._there(lambda: self.live.index.fresh(texts))

    def _there(self, work: Callable[[], T]) -> T:
        """Done in the desk's thread, or at once when this is it."""
        if threading.current_thread().name.startswith(DESK):
            return work()
        return self.front.submit(work).result()


def reached() -> frozenset[str]:
    """The channels that can bring what nobody asked for just now."""
    return frozenset({"web", *(spec.name for spec in CHANNELS)})


def open_means(settings: Settings, index: ThreadBoundIndex, store: Store) -> EditContext:
    """What admins edit with."""
    editor = Reviewing(open_editor(settings, store, index.live), store, roles)
    return EditContext(store, editor, lambda: index.knowledge, index.rank, time.time)


def roles() -> Mapping[str, str]:
    """The admins' roles at this moment; none when the settings can't be read."""
    try:
        return roles_now()
    except (JianhuitongError, OSError):
        return {}


def web_address(settings: Settings) -> str:
    """Where the web is open, as far as this machine knows; empty when it isn't."""
    if not settings.web:
        return ""
    if settings.web_url:
        return settings.web_url.rstrip("/")
    try:
        return (settings.data / WEB_ADDRESS).read_text("utf-8").strip()
    except OSError:
        return f"http://127.0.0.1:{settings.web_port or WEB_PORT}"


def offline(settings: Settings) -> bytes:
    """Everything in one page, with the matching, for places without a network. Raises KnowledgeError."""
    from bot import normalise
    from bot.channels.web.offline import page
    from bot.matching.portable import portable

    index = open_index(replace(settings, encoder=False))
    return page(index.knowledge, portable(index), normalise.portable(), today(), settings.web_name)


def open_door(settings: Settings, store: WebDoor) -> Door:
    """What lets admins into the console."""
    return Door(Permissions(admins_now), store, lambda: web_address(settings), time.time)


@dataclass(frozen=True)
class Worker:
    """Runs desk and office in threads of their own, so that neither the event loop nor an asker waits for an admin.

    The desk answers one at a time in `front`. What admins do may take seconds (the impact of an edit is worked out from
    thousands of questions), so that their handlers are asked in `back`; what these leave goes to the desk as well.
    """

    office: HandlerChain
    rights: Permissions
    front: ThreadPoolExecutor
    back: ThreadPoolExecutor

    async def ask(self, question: Question) -> Reply:
        """A question in, its reply out."""
        # in a thread: it may have to read a file, and nobody's answer waits for an admin's work in `back`
        if not await asyncio.to_thread(self.rights.admin, question.asker):
            return await self._run(self.front, partial(self.office.reply, question))
        handled = await self._run(self.back, partial(self.office.handled, question))
        if handled is not None:
            return handled
        return await self._run(self.front, partial(self.office.desk.reply, question))

    async def search(self, text: str, limit: int) -> Sequence[Reply]:
        """Full answers for text that is still being typed."""
        return await self._run(self.front, partial(self.office.search, text, limit))

    async def do(self, chore: Callable[[], T]) -> T:
        """Something that nobody asked for just now, in the desk's thread."""
        return await self._run(self.front, chore)

    async def toil(self, chore: Callable[[], T]) -> T:
        """Something that an admin asked for and that may take seconds."""
        return await self._run(self.back, chore)

    async def _run(self, thread: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        # with its context: what is logged there has the reference too
        return await asyncio.get_running_loop().run_in_executor(thread, partial(copy_context().run, work))


CHANNELS = (telegram.SPEC, mail.SPEC, qq.SPEC, onebot.SPEC)
"""Every channel, a line each."""


def wanted(settings: Settings) -> bool:
    """Whether there is a channel that has its settings."""
    return any(spec.wanted(settings) for spec in CHANNELS)


def file_link(settings: Settings, knowledge: Callable[[], Knowledge]) -> Link | None:
    """Where a file of the guides can be had on the web, for channels that can't carry it; None where nobody reaches the web."""
    if not settings.web or not settings.web_url:
        return None

    def link(file: Attachment) -> str:
        found = knowledge().document(file.document) if file.path else None
        suffix = Path(file.name).suffix.lstrip(".").lower()
        known = found is not None and any(Path(one).suffix.lstrip(".").lower() == suffix for one in found.files)
        return f"{settings.web_url.rstrip('/')}/files/{file.document}.{suffix}" if known else ""

    return link


def paged(settings: Settings, store: Store, inner: Answering) -> Answering:
    """The desk, telling people on channels that say nothing unasked where their answers will be found."""
    silent = frozenset(spec.name for spec in CHANNELS if not spec.unasked)
    if not settings.web or not settings.web_url or not any(spec.wanted(settings) for spec in CHANNELS if not spec.unasked):
        return inner
    from bot.channels.web.people import People  # late: only these channels need it

    base = settings.web_url.rstrip("/")
    people = People(store.secret("web"), base.startswith("https://"))
    return AnswerPage(inner, store, lambda asker: f"{base}/q/{people.link(asker)}", silent)


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
        return self._why if self._clock() - self._last < LATELY else ""

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
    settings: Settings, worker: Worker, staff: Services, alarm: Alarm, said: Callable[[str], None]
) -> list[Supervisor]:
    """Every channel that has its settings, kept going. `said` is told what people at the machine should know."""
    store = staff.store
    experts = ConversationRef.parse(settings.expert_chat) if settings.expert_chat else None
    link = file_link(settings, staff.means.knowledge)
    services = ChannelServices(worker.ask, worker.search, store, partial(tell_admins, store), link)
    limits = Limits(settings.person_limit, settings.group_limit)
    chosen = [spec for spec in CHANNELS if spec.wanted(settings)]
    unasked: set[str] = set()
    """The channels that can say something unasked."""

    def dispatcher(spec: ChannelSpec) -> Channel:
        transport = spec.open(settings, services)
        if transport.capabilities.push:
            unasked.add(transport.name)
        return Dispatcher(
            transport,
            worker.ask,
            store,
            experts=experts,
            limits=limits,
            admin=worker.rights.admin,
            elsewhere=unasked,
            link=link,
            trouble=alarm,
        )

    made = [Supervisor(partial(dispatcher, spec), services.tell) for spec in chosen]
    alarm.dispatchers = lambda: [one.channel for one in made if isinstance(one.channel, Dispatcher)]
    if settings.web:
        from bot.channels.web import WebChannel  # late: importing it costs a quarter of a second

        made.append(Supervisor(lambda: WebChannel(open_web(settings, worker, staff, frozenset(unasked)), said), services.tell))
    return made


def held(store: Store, one: Supervisor) -> Supervisor | WireHolder:
    """A channel to be run; where several processes serve, as long as this one has its wire."""
    channel = one.channel
    if not store.shared or not isinstance(channel, Dispatcher):
        return one
    return WireHolder(store, f"{channel.name}:{channel.transport.account}", one.run)


def open_web(settings: Settings, worker: Worker, staff: Services, unasked: frozenset[str] = frozenset()) -> WebServices:
    """The parts behind the web's pages; `unasked` are the channels that can say something unasked."""
    from bot.channels.web.services import Found, WebServices
    from bot.desk import law_articles
    from bot.hot_reload import atomic_write
    from bot.hot_reload.record_files import RecordFiles
    from bot.import_export.table_trial import Tables
    from bot.publishing.replacing import Shelf

    editor = staff.means.editor
    if not isinstance(editor, Reviewing):
        raise AssertionError("open_means makes one")

    def on_disk() -> Knowledge:
        return loader.require(settings.knowledge, settings.guides, today())

    def search(text: str, limit: int) -> Found:
        index = staff.live.index
        return Found(index.rank(text, limit), index.wanted(text), law_articles.sought(index, text, limit))

    return WebServices(
        settings=settings,
        store=staff.store,
        ask=worker.ask,
        ask_once=lambda question: worker.do(lambda: open_desk(staff.live, passing_store()).reply(question)),
        front=worker.do,
        back=worker.toil,
        knowledge=staff.means.knowledge,
        search=search,
        clock=time.time,
        write=write,
        rights=staff.rights,
        reached=reached(),
        unasked=unasked,
        roles=roles,
        means=staff.means,
        reviewing=editor,
        work=staff.work,
        records=RecordFiles(settings.knowledge),
        exchange=Tables(on_disk, partial(atomic_write.read, settings.knowledge), staff.means.editor, today),
        shelf=Shelf(settings.guides, settings.data / "replaced"),
    )


def _stop_on_terminate() -> None:
    """Let a service manager's SIGTERM end things as Ctrl+C does: answers in flight go out, the rest stays pending."""
    task = asyncio.current_task()
    with suppress(NotImplementedError, AttributeError):  # Windows has no such signal on the loop
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)  # type: ignore[union-attr]  # in a task


async def _returned(talk: Callable[[], None]) -> None:
    """Wait for something that blocks, in a thread that ends with the program: somebody may never type again."""
    loop, done = asyncio.get_running_loop(), asyncio.Event()

    def run() -> None:
        try:
            talk()
        finally:
            with suppress(RuntimeError):  # the loop has ended before
                loop.call_soon_threadsafe(done.set)

    threading.Thread(target=run, name="terminal", daemon=True).start()
    await done.wait()


async def weekly(digest: WeeklyDigest, thread: ThreadPoolExecutor) -> None:
    """Send the admins their digest when it is due, until cancelled."""
    while True:
        pause = await asyncio.get_running_loop().run_in_executor(thread, digest.send)
        await asyncio.sleep(min(pause, LOOK))


async def backed_up(settings: Settings, tell: Callable[[str, str], bool], alarm: Alarm) -> None:
    """Make a backup a day, until cancelled; the admins are told of each day on which it failed."""
    from bot.hot_reload import backup  # late: not everybody wants one

    folders = {"knowledge": settings.knowledge, "guides": settings.guides}
    folder, keep = Path(settings.backup_folder).expanduser(), settings.backup_keep_days

    def make() -> str:
        """What the admins must still be told, because it can't be left for them."""
        try:
            backup.daily(folder, keep, settings.data, folders, time.time(), settings.database, settings.backup_passphrase)
        except StoreError as error:
            log.error(str(error))
            said = wording.BACKUP_FAILED.format(why=error)
            return "" if tell(f"backup:{today()}", said) else said
        return ""

    while True:
        said = await asyncio.get_running_loop().run_in_executor(None, make)
        if said:
            alarm(StoreError(said))
        await asyncio.sleep(LOOK)


async def watched(store: Store, data: Path, tell: Callable[[str, str], object]) -> None:
    """Look after the database's file; raises StoreError, once the admins were told, when it isn't the one in use any more."""
    looks = 0
    while True:
        said = await asyncio.to_thread(store.damage, thorough=looks % THOROUGH == 0)
        looks += 1
        if said:
            log.error(said)
            await asyncio.to_thread(tell, f"damage:{time.time():.0f}", said)
            await asyncio.sleep(TOLD)  # while the message goes out, as far as it can
            raise StoreError(said)
        free = shutil.disk_usage(data).free >> 20 if data.is_dir() else LITTLE
        if free < LITTLE:
            log.warning(wording.STORE_FULL_SOON.format(free=free))
            await asyncio.to_thread(tell, f"disk:{today()}", wording.STORE_FULL_SOON.format(free=free))
        await asyncio.sleep(GUARD)


def runs_of(serving: Sequence[Supervisor], alarm: Alarm) -> health.Runs:
    """How the channels run at this moment."""
    now = time.monotonic()
    seen = [
        health.ChannelRun(one.name, one.up, one.restarts, one.failure, now - one.seen if one.seen else 0.0)
        for one in (each.state for each in serving)
    ]
    return health.Runs(tuple(seen), alarm.why)


async def noted(data: Path, runs: Callable[[], health.Runs]) -> None:
    """Note how the channels run, for `jianhui health`, until cancelled."""
    while True:
        await asyncio.to_thread(health.note, data, runs(), time.time())
        await asyncio.sleep(NOTE)


async def again(worker: Worker, pause: float, chore: Callable[[], object], alarm: Alarm) -> None:
    """Do something every so many seconds, until cancelled; a database that fails is asked again the next time."""
    while True:
        try:
            await worker.do(chore)
        except StoreError as error:
            log.exception(wording.CASES_LOG_FAILED)
            alarm(error)
        await asyncio.sleep(pause)


async def warm(worker: Worker, work: InquiryService) -> None:
    """Compare wordings of questions for a person for the first time, one by one between the questions that come in."""
    while True:
        left = 0
        try:
            left = await worker.do(work.warm)
        except StoreError:
            log.exception(wording.CASES_LOG_FAILED)
        await asyncio.sleep(WARM if left else ATTEND)


@dataclass(frozen=True)
class Services:
    """Whoever answers, and with what."""

    office: HandlerChain
    rights: Permissions
    means: EditContext
    work: InquiryService
    front: ThreadPoolExecutor
    """The desk's thread."""
    live: LiveKnowledge
    store: Store

    def reply(self, question: Question) -> Reply:
        """One question in, one reply out, for a caller who may wait."""
        return self.front.submit(self.office.reply, question).result()

    def tick(self) -> None:
        """See to the questions left for a person, for a caller who may wait. May raise StoreError."""
        self.front.submit(self.work.tick).result()


@contextmanager
def staffed(settings: Settings, live: LiveKnowledge, store: Store) -> Iterator[Services]:
    """The desk with the office before it, over the knowledge in force."""
    with ThreadPoolExecutor(1, thread_name_prefix=DESK) as front:
        rights, index = Permissions(admins_now), ThreadBoundIndex(live, front)
        means = open_means(settings, index, store)
        work = InquiryService(store, lambda: index, time.time, settings.expert_chat, settings.quiet)
        office = HandlerChain(
            handlers(settings, store, rights, means, work),
            paged(settings, store, InquiryRecorder(work, open_desk(live, store))),
        )
        yield Services(office, rights, means, work, front, live, store)


async def chores(settings: Settings, staff: Services, worker: Worker, back: ThreadPoolExecutor, alarm: Alarm) -> None:
    """See to what time brings, until cancelled: questions for a person, the digest, what expires, backups."""
    store, tell = staff.store, partial(tell_admins, staff.store)
    expire = partial(privacy.expire, store, days=settings.keep_days, drop=drop_asked(settings), tell=tell)
    async with asyncio.TaskGroup() as group:
        group.create_task(weekly(WeeklyDigest(store, staff.means.knowledge, staff.rights.admins, time.time), back))
        group.create_task(again(worker, ATTEND, staff.work.tick, alarm))
        notices = AdminNotices(staff.work, staff.rights.admins, settings.quiet)
        group.create_task(again(worker, ATTEND, notices.tick, alarm))
        group.create_task(again(worker, EXPIRE, lambda: expire(now=time.time()), alarm))
        if settings.backup_folder:
            group.create_task(backed_up(settings, tell, alarm))


def _log(text: str) -> None:
    log.info(text)


async def serve(
    settings: Settings,
    live: LiveKnowledge,
    store: Store,
    said: Callable[[str], None] = _log,
    beside: Callable[[Services], None] | None = None,
) -> bool:
    """Serve every channel that has its settings until cancelled; False at once when there is none.

    `said` is told what people at the machine should know, such as the web's address. `beside` goes on in a thread of its
    own, a talk in the terminal; when it returns, everything ends.
    """
    with staffed(settings, live, store) as staff, ThreadPoolExecutor(1, thread_name_prefix="office") as back:
        work = staff.work
        worker = Worker(staff.office, staff.rights, staff.front, back)
        alarm = Alarm(staff.rights)
        serving = channels(settings, worker, staff, alarm, said)
        if not serving:
            return False
        runs = partial(runs_of, serving, alarm)
        _stop_on_terminate()
        live.start()
        async with asyncio.TaskGroup() as group:
            for one in serving:
                group.create_task(held(store, one).run())
            group.create_task(noted(settings.data, runs))
            if settings.health_port:
                from bot.channels.web import health_pages  # late: as the web

                look = partial(health.examine, store, settings.data, settings.backup_folder, lambda: True)
                port = (settings.health_host, settings.health_port)
                group.create_task(health_pages.serve(*port, lambda: look(runs()), said))
            group.create_task(watched(store, settings.data, partial(tell_admins, store)))
            group.create_task(warm(worker, work))
            see_to = partial(chores, settings, staff, worker, back, alarm)
            # several processes: one of them sees to what time brings
            group.create_task(WireHolder(store, "chores", see_to).run() if store.shared else see_to())
            if store.shared:
                own = partial(kept_abreast, store, lambda: live.index.knowledge.hash, partial(tell_admins, store))
                group.create_task(own())
            if beside is not None:
                await _returned(partial(beside, staff))
                raise asyncio.CancelledError
    return True
