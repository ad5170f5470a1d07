"""The composition root: settings → parts. The only file that knows them all."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot import places, plain_files
from bot.access import privacy, whoami
from bot.access.linking import LinkHandler
from bot.access.permissions import Permissions
from bot.access.sign_in_links import SignInLinks
from bot.channels.mail import spec as mail
from bot.channels.onebot import spec as onebot
from bot.channels.qq import spec as qq
from bot.channels.runtime import Link
from bot.channels.telegram import spec as telegram
from bot.china_time import CHINA
from bot.content import loader
from bot.desk.desk import Desk
from bot.desk.handler_chain import Handler, HandlerChain
from bot.editor.context import EditContext
from bot.editor.handler import EditHandler
from bot.editor.reviewing import Reviewing
from bot.errors import JianhuitongError, StoreError
from bot.handoff.admin_handler import InquiryAdminHandler
from bot.handoff.answer_page import AnswerPage
from bot.handoff.asker_handler import InquiryAskerHandler
from bot.handoff.expert_group import ExpertGroup
from bot.handoff.service import InquiryRecorder, InquiryService
from bot.hot_reload.live_knowledge import LiveKnowledge, ReloadHooks
from bot.matching import knowledge_check
from bot.matching.cache import ASKED, Cache
from bot.matching.encoder import installed
from bot.matching.knowledge_index import KnowledgeIndex
from bot.model import (
    Attachment,
    Block,
    ConversationRef,
    Form,
    Impact,
    Knowledge,
    OutboxMessage,
    Problem,
)
from bot.model.form_values import Values
from bot.ports import Answering, Editor, Index, Outbox, Store, WebDoor
from bot.publishing import build_manifest
from bot.scratch import Scratch
from bot.settings import WEB_ADDRESS, WEB_PORT, Settings, admins_now, roles_now
from bot.threads import DESK, Services, ThreadBoundIndex, Worker

if TYPE_CHECKING:
    from bot.channels.web.web_services import WebServices

log = logging.getLogger(__name__)

DATABASE = "jianhui.db"


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
    from bot.store import open_database  # late: `ask` never opens it, and importing it costs a fifth of its time

    return open_database.open_store(settings.database, settings.data / DATABASE)


def exclusive_data(settings: Settings) -> AbstractContextManager[Callable[[], None]]:
    """The data folder for this process alone, as serving needs it; raises StoreError when another serves from it.

    Where a server keeps everything, it keeps processes apart as well.
    """
    from bot.store import open_database  # late: only serving needs it

    return open_database.exclusive_data(settings.database, settings.data)


def begin_afresh(settings: Settings) -> Path | None:
    """Give the database another name; the new name, None when there was none. Raises StoreError."""
    from bot.store.sqlite_database import set_aside

    return set_aside(settings.data / DATABASE)


def temporary_store(clock: Callable[[], float] | None = None) -> Store:
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
        relearn=partial(relearn, settings),
        tell=partial(tell_admins, store),
    )
    live = LiveKnowledge((settings.knowledge, settings.guides), settings.data, store, works)
    live.open()
    return live


@contextmanager
def open_knowledge(settings: Settings) -> Iterator[tuple[LiveKnowledge, Store]]:
    """The knowledge in force and the database, both let go of at the end."""
    with closing(open_store(settings)) as store:
        live = open_live(settings, store)
        try:
            yield live, store
        finally:
            live.stop()


def relearn(settings: Settings, folder: Path) -> None:
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
        from bot.hot_reload.replay import replayed

        old = live.index if live else open_index(settings)
        return replayed(settings, old, known, store.texts_asked, partial(_trial_desk, settings.region))

    return FileEditor((settings.knowledge, settings.guides), store, today, replay)


def preview(settings: Settings, against: str, limit: int) -> tuple[Impact, Knowledge, Knowledge]:
    """What the files on the disk would change beside another version: the impact, then both.

    `against` as for `bot.hot_reload.revisions`. Raises KnowledgeError when the files have errors, or there is no such version.
    """
    from bot.hot_reload.replay import replayed
    from bot.hot_reload.revisions import earlier_version

    new = loader.require(settings.knowledge, settings.guides, today())
    with Scratch() as place, closing(open_store(settings)) as store:
        folder = earlier_version(settings.knowledge, settings.data, against, place.folder)
        old, _ = loader.readable(folder, settings.guides, today())
        if not old.entries:
            loader.require(folder, settings.guides, today())
        cache = settings.data / "cache"
        index = KnowledgeIndex(old, installed(settings.encoder, cache), Cache(cache), trial=True)
        trial = partial(_trial_desk, settings.region)
        return replayed(settings, index, new, lambda _: store.texts_asked(limit), trial), old, new


def _trial_desk(region: str, index: Index) -> Desk:
    return open_desk(index, temporary_store(), region)


def open_desk(index: Index | LiveKnowledge, store: Store, region: str = places.HOME) -> Desk:
    """The desk over an index, or over the one in force, and a store, for the province that is served."""
    in_force = (lambda: index.index) if isinstance(index, LiveKnowledge) else (lambda: index)
    return Desk(in_force, store, time.time, write, region)


def write(knowledge: Knowledge, form: Form, values: Values) -> bytes:
    """The filled Word file of a form; raises DocumentError."""
    from bot.forms.template_fill import write as filled  # late: the Word library costs a fifth of a second

    return filled(knowledge, form, values)


def forget_question_vectors(settings: Settings) -> Callable[[], None]:
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
        privacy.PrivacyHandler(store, time.time, settings.keep_days, forget_question_vectors(settings)).reply,
        LinkHandler(store, time.time).reply,
        experts.reply,  # before all that is typed elsewhere: a reply to a post is an answer, whatever it looks like
        InquiryAdminHandler(work, rights, editing.resume).reply,
        editing.reply,
        InquiryAskerHandler(work).reply,
    )


def reachable_channels() -> frozenset[str]:
    """The channels that can bring what nobody asked for just now."""
    return frozenset({"web", *(spec.name for spec in CHANNELS)})


def open_edit_context(settings: Settings, index: ThreadBoundIndex, store: Store) -> EditContext:
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
        return plain_files.read_text(settings.data / WEB_ADDRESS).strip()
    except (OSError, UnicodeDecodeError):
        return f"http://127.0.0.1:{settings.web_port or WEB_PORT}"


def offline(settings: Settings) -> bytes:
    """Everything in one page, with the matching, for places without a network. Raises KnowledgeError."""
    from bot import normalise
    from bot.channels.web.offline_page import page
    from bot.matching.offline_export import portable

    index = open_index(replace(settings, encoder=False))
    return page(index.knowledge, portable(index), normalise.portable(), today(), settings.web_name)


def open_door(settings: Settings, store: WebDoor) -> SignInLinks:
    """What lets admins into the console."""
    return SignInLinks(Permissions(admins_now), store, lambda: web_address(settings), time.time)


CHANNELS = (telegram.SPEC, mail.SPEC, qq.SPEC, onebot.SPEC)
"""Every channel, a line each."""


def has_channel(settings: Settings) -> bool:
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


def with_answer_page(settings: Settings, store: Store, inner: Answering) -> Answering:
    """The desk, telling people on channels that say nothing unasked where their answers will be found."""
    silent = frozenset(spec.name for spec in CHANNELS if not spec.unasked)
    if not settings.web or not settings.web_url or not any(spec.wanted(settings) for spec in CHANNELS if not spec.unasked):
        return inner
    from bot.channels.web.visitors import Visitors  # late: only these channels need it

    base = settings.web_url.rstrip("/")
    people = Visitors(store.secret("web"), base.startswith("https://"))
    return AnswerPage(inner, store, lambda asker: f"{base}/q/{people.link(asker)}", silent)


def open_web(settings: Settings, worker: Worker, parts: Services, unasked: frozenset[str] = frozenset()) -> WebServices:
    """The parts behind the web's pages; `unasked` are the channels that can say something unasked."""
    from bot.channels.web.web_services import Found, WebServices
    from bot.desk import law_articles
    from bot.hot_reload import atomic_write
    from bot.hot_reload.record_files import RecordFiles
    from bot.import_export.table_trial import Tables
    from bot.publishing.file_replacement import Shelf

    editor = parts.edit_context.editor
    if not isinstance(editor, Reviewing):
        raise AssertionError("open_means makes one")

    def on_disk() -> Knowledge:
        return loader.require(settings.knowledge, settings.guides, today())

    def search(text: str, limit: int) -> Found:
        index = parts.live.index
        return Found(index.rank(text, limit), index.requested_documents(text), law_articles.find_articles(index, text, limit))

    return WebServices(
        settings=settings,
        store=parts.store,
        ask=worker.ask,
        ask_once=lambda question: worker.run_in_desk_thread(
            lambda: open_desk(parts.live, temporary_store(), settings.region).reply(question)
        ),
        run_in_desk_thread=worker.run_in_desk_thread,
        run_in_office_thread=worker.run_in_office_thread,
        knowledge=parts.edit_context.knowledge,
        search=search,
        clock=time.time,
        write=write,
        permissions=parts.permissions,
        reachable=reachable_channels(),
        unasked=unasked,
        roles=roles,
        edit_context=parts.edit_context,
        reviewing=editor,
        inquiries=parts.inquiries,
        records=RecordFiles(settings.knowledge),
        exchange=Tables(on_disk, partial(atomic_write.read, settings.knowledge), parts.edit_context.editor, today),
        shelf=Shelf(settings.guides, settings.data / "replaced"),
    )


@contextmanager
def open_services(settings: Settings, live: LiveKnowledge, store: Store) -> Iterator[Services]:
    """The desk with the office before it, over the knowledge in force."""
    with ThreadPoolExecutor(1, thread_name_prefix=DESK) as front:
        rights, index = Permissions(admins_now), ThreadBoundIndex(live, front)
        means = open_edit_context(settings, index, store)
        work = InquiryService(store, lambda: index, time.time, settings.expert_chat, settings.quiet)
        office = HandlerChain(
            handlers(settings, store, rights, means, work),
            with_answer_page(settings, store, InquiryRecorder(work, open_desk(live, store, settings.region))),
        )
        yield Services(office, rights, means, work, front, live, store)
