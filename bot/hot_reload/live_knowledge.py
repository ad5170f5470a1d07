"""The knowledge in force while the bot serves: a saved file answers within two seconds, a broken one changes nothing.

A thread of its own watches the two folders, copies the knowledge while nothing is being written, loads the copy, learns
what the edit changed, and only then puts the new index in the place of the old one, in a single assignment. Whoever is
being answered goes on with the index that she began with. An edit so large that its wordings take long to encode is learned
in another process first, and comes into force after.
"""

from __future__ import annotations

import logging
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from bot import wording
from bot.content import loader
from bot.errors import KnowledgeError, StoreError
from bot.hot_reload import alerts, atomic_write, external_edits, snapshot
from bot.hot_reload.background_training import BackgroundTraining, Learn
from bot.hot_reload.snapshot import Prints, Snapshot
from bot.matching import atomic_folder
from bot.matching.knowledge_index import KnowledgeIndex, NotLearnedError
from bot.model import Knowledge, Problem
from bot.ports import VersionStore
from bot.scratch import Scratch

log = logging.getLogger(__name__)
T = TypeVar("T")

QUIET = 150
"""Milliseconds without a change after which files are read: an editor writes a file, then its rights, then its name."""
LONGEST = 500
"""Milliseconds after which they are read all the same while changes go on and on."""
TICK = 500
"""Milliseconds after which the folders are looked at where the system tells of no changes (network drives, containers)."""
HELD = 0.6
"""Seconds that a file which looks half written is waited for."""
_TURN = 0.001
"""Seconds for which this thread may hold the interpreter while another wants it; Python's own is 0.005."""
KEPT = "in-force"
"""Folder in the data folder with a copy of the knowledge in force: what `preview` compares with, and the bot starts with
when the files are broken."""


@dataclass(frozen=True)
class ReloadHooks:
    """The functions by which a new version is learned, trained and told of."""

    today: Callable[[], date]
    """The date where the people who review the knowledge live."""
    learn: Callable[[Knowledge, bool], KnowledgeIndex]
    """The index over a knowledge; False: raises NotLearnedError rather than take long."""
    relearn: Learn
    tell: Callable[[str, str], object]
    """Tells the admins something (Chinese), once for each key."""


class LiveKnowledge:
    """The index in force. `open` before anything else; `start` and `stop` the thread that keeps it up."""

    def __init__(self, folders: tuple[Path, Path], data: Path, store: VersionStore, works: ReloadHooks) -> None:
        """`folders` are those of the knowledge and the guides, `data` the one for what the bot keeps."""
        self._knowledge, self._guides = folders
        self._data = data
        self._kept = data / KEPT
        self._store = store
        self._works = works
        self._index: KnowledgeIndex | None = None
        self._seen: Prints = {}
        self._broken = ""
        """Digest of the errors on the disk; empty while there are none."""
        self._times = 0
        """How often the knowledge was mended: the same errors again are news again."""
        self._waiting: tuple[Knowledge, Snapshot] | None = None
        """What takes long to learn and comes into force after."""
        self._relearning = BackgroundTraining(works.relearn)
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        self._place = Scratch()

    @property
    def index(self) -> KnowledgeIndex:
        """The index in force. Safe from any thread."""
        if self._index is None:
            raise AssertionError("not opened")
        return self._index

    # ------------------------------------------------------------ beginning and end

    def open(self) -> None:
        """Put the knowledge on the disk in force, or, when it is broken, the version that was in force last.

        Raises KnowledgeError when there is neither.
        """
        self._sweep()
        atomic_write.recover(self._knowledge, self._store)
        taken = snapshot.take_snapshot(self._knowledge, self._guides, self._new_folder(), self._stopped.wait)
        folder = taken.folder if taken else self._knowledge
        known, problems = loader.load(folder, self._guides, self._works.today())
        if known is not None and taken is not None:
            self._seen = taken.prints
            self._put_in_force(known, taken, wait=True)
            return
        kept = self._load_kept()
        if kept is None:
            loader.require(self._knowledge, self._guides, self._works.today())
            raise KnowledgeError(wording.LOAD_FOLDER_EMPTY.format(path=self._knowledge))
        version = self._best_effort(self._store.version)
        self._index = self._works.learn(replace(kept, version=version.number if version else 0), True)
        self._seen = taken.prints if taken else {}
        log.warning(wording.UPKEEP_OUTDATED.format(version=self.index.knowledge.version))
        self._is_broken(problems)

    def _sweep(self) -> None:
        """Remove what killed processes left in the data folder."""
        for place in (self._data, self._data / "cache"):
            atomic_folder.remove_unfinished(place)

    def start(self) -> None:
        """Keep it up from now on."""
        self._thread = threading.Thread(target=self._run, name="live", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread and what it began."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()
        self._relearning.stop()
        self._place.close()

    # ------------------------------------------------------------ watching

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._watch()
            except Exception:  # the bot must go on answering, and the next edit may go well
                log.exception("keeping up with the knowledge failed")
                self._stopped.wait(TICK / 1000)

    def _watch(self) -> None:
        """Look whenever something changes, and every now and then, until a folder is another one than before."""
        import watchfiles  # here: it costs the command a tenth of its time, and `ask` watches nothing

        roots = [folder for folder in (self._knowledge, self._guides) if folder.is_dir()]
        before = _identities(roots)
        try:
            changes = watchfiles.watch(
                *roots, watch_filter=None, debounce=LONGEST, step=QUIET, stop_event=self._stopped, rust_timeout=TICK,
                yield_on_timeout=True, raise_interrupt=False,
            )  # fmt: skip
            for _ in changes if roots else ():
                self.check()
                if _identities([self._knowledge, self._guides]) != before:
                    return
        except (OSError, RuntimeError) as error:  # no such folder any more, or no watches left
            log.warning("changes are not told (%s); looking every half second", type(error).__name__)
        self._stopped.wait(TICK / 1000)
        self.check()

    def check(self) -> None:
        """Bring what is on the disk into force, if it is something new, and what was learned meanwhile."""
        with _low_priority():
            if snapshot.fingerprints(self._knowledge, self._guides) != self._seen:
                if not atomic_write.recover(self._knowledge, self._store):
                    return  # an edit of several files is being made; the next look is soon
                self._update()
            self._use_learned()

    def _update(self) -> None:
        taken = self._stable_copy()
        if taken is None:
            return  # still being written to; the next look is soon
        known, problems = loader.load(taken.folder, self._guides, self._works.today())
        moved = snapshot.fingerprints(self._knowledge, self._guides) != taken.prints
        if moved and (known is None or taken.folder == self._knowledge):
            return  # what is broken, or can't be copied, may have been read in the middle of a change
        self._seen = taken.prints
        self._waiting = None
        if known is None:
            self._is_broken(problems)
            return
        self._relearning.stop()
        try:
            self._put_in_force(known, taken, wait=False)
        except NotLearnedError:
            self._waiting = (known, taken)
            self._relearning.begin(taken.folder)
            self._works.tell(f"learning:{known.hash[:16]}", wording.UPKEEP_LEARNING.format(version=self._number))
            return
        self._is_fixed()

    def _stable_copy(self) -> Snapshot | None:
        """The files once none looks half written, or has looked so for a while."""
        began = time.monotonic()
        while True:
            taken = snapshot.take_snapshot(self._knowledge, self._guides, self._new_folder(), self._stopped.wait)
            if taken is None or not snapshot.unfinished(self._kept_texts(), taken.texts):
                return taken
            if time.monotonic() - began > HELD or self._stopped.wait(QUIET / 1000):
                return taken

    # ------------------------------------------------------------ coming into force

    def _put_in_force(self, known: Knowledge, taken: Snapshot, *, wait: bool) -> None:
        """Learn what changed, then answer with it."""
        began = time.monotonic()
        number = self._number_of(known)
        index = self._works.learn(replace(known, version=number), wait)
        self._record_external_edits(known, taken)
        version = self._best_effort(lambda: self._store.enter(known.hash))
        if version is not None and version.number != number:  # another process counted meanwhile
            index = self._works.learn(replace(known, version=version.number), wait)
        self._index = index
        self._keep_copy(taken)
        log.info("version %s in force after %.2f s", self._number, time.monotonic() - began)

    def _number_of(self, known: Knowledge) -> int:
        """The number that a knowledge will have once it is in force."""
        last = self._best_effort(self._store.version)
        if last is None:
            return 1
        return last.number if last.hash == known.hash else last.number + 1

    @property
    def _number(self) -> int:
        return self.index.knowledge.version

    def _record_external_edits(self, known: Knowledge, taken: Snapshot) -> None:
        """Keep as an act what was changed in the files without the bot."""
        before = self._kept_texts()
        if not before:
            return
        acts = self._best_effort(self._store.pending_edits) or ()
        changes = external_edits.external_changes(before, taken.texts, acts)
        if not changes:
            return
        old = self._index.knowledge if self._index else self._load_kept() or known
        theirs = {one for act in acts for one in act.entries}
        entries = [one for one in external_edits.changed_entries(old, known) if one not in theirs]
        self._best_effort(lambda: self._store.note_act(external_edits.as_act(changes, entries)))

    def _keep_copy(self, taken: Snapshot) -> None:
        """Keep a copy of what is in force; a full disk keeps none."""

        def fill(folder: Path) -> None:
            for name, text in taken.texts.items():
                place = folder / "knowledge" / name
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(text.encode())

        atomic_folder.write(self._kept, fill)

    def _kept_texts(self) -> Mapping[str, str]:
        """The files of the version that was in force last; none when there was none, or the copy is damaged."""
        return snapshot.texts(self._kept / "knowledge") if atomic_folder.is_intact(self._kept) else {}

    def _load_kept(self) -> Knowledge | None:
        """The version that was in force last, if there was one."""
        if not atomic_folder.is_intact(self._kept):
            return None
        return loader.load(self._kept / "knowledge", self._guides, self._works.today())[0]

    # ------------------------------------------------------------ learning beside the bot

    def _use_learned(self) -> None:
        """Put in force what was learned meanwhile."""
        ended = self._relearning.ended()
        if ended is not None:
            self._after_training(ended)

    def _after_training(self, well: bool) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None and well:
            self._put_in_force(*waiting, wait=False)
            self._is_fixed()
        elif waiting is not None:
            self._works.tell(f"failed:{waiting[0].hash[:16]}", wording.UPKEEP_LEARN_FAILED.format(version=self._number))

    # ------------------------------------------------------------ telling

    def _is_broken(self, problems: Sequence[Problem]) -> None:
        digest = alerts.digest(problems)
        if digest == self._broken:
            return
        self._broken = digest
        text = alerts.broken(problems, self._number)
        log.error(text)
        self._works.tell(f"broken:{digest}:{self._works.today()}:{self._times}", text)

    def _is_fixed(self) -> None:
        if not self._broken:
            return
        broken, self._broken = self._broken, ""
        text = wording.UPKEEP_MENDED.format(version=self._number, entries=len(self.index.knowledge.entries))
        log.info(text)
        self._works.tell(f"mended:{broken}:{self._works.today()}:{self._times}", text)
        self._times += 1

    # ------------------------------------------------------------ what the methods share

    def _new_folder(self) -> Path:
        """A new folder for a copy; those before it are gone, but for the one that is being learned."""
        used = self._waiting[1].folder.parent if self._waiting else None
        for old in self._place.folder.iterdir():
            if old != used:
                shutil.rmtree(old, ignore_errors=True)
        return Path(tempfile.mkdtemp(dir=self._place.folder))

    @staticmethod
    def _best_effort(write: Callable[[], T]) -> T | None:
        """What the store does for the account; when it can't, people are answered all the same."""
        try:
            return write()
        except StoreError:
            log.exception("the store failed; the knowledge comes into force all the same")
            return None


@contextmanager
def _low_priority() -> Iterator[None]:
    """Let others have the interpreter five times as often: an asker waits for a millisecond then, not for five and five."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def _identities(folders: Sequence[Path]) -> list[int]:
    found = []
    for folder in folders:
        with suppress(OSError):
            found.append(folder.stat().st_ino)
    return found
