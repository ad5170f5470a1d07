"""Edits of the knowledge folder: worked out on the files' texts, tried in a copy, made as a whole and taken back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot import china_time, wording
from bot.content import loader, yaml_edit
from bot.errors import EditConflictError, EditError
from bot.hot_reload import atomic_write, git_commit
from bot.hot_reload.external_edits import changed_entries
from bot.hot_reload.three_way_merge import merge
from bot.model import Change, Edit, Entry, Impact, Knowledge, Problem, Proposal, Severity
from bot.ports import VersionStore
from bot.yamlio.problems import excerpt, sentence
from bot.yamlio.yaml_writer import Value

_RECENT = 20
"""Acts that are looked through for the one that changed a file just now."""


class FileEditor:
    """Implements bot.ports.Editor on a knowledge folder."""

    def __init__(
        self,
        folders: tuple[Path, Path],
        store: VersionStore,
        today: Callable[[], date],
        replay: Callable[[Knowledge], Impact],
        saved: Callable[[], None] = lambda: None,
    ) -> None:
        """`folders` are those of the knowledge and the guides; `replay` tells what another knowledge would do to questions.

        `saved` is called once an edit is on the disk.
        """
        self._folder, self._guides = folders
        self._store = store
        self._today = today
        self._replay = replay
        self._saved = saved
        self._lock = threading.Lock()

    # ------------------------------------------------------------ working out

    def change(self, entry: str, key: str, value: Value) -> Proposal:
        """Another value for a key of an entry; an empty one removes the key."""
        return self.revise(entry, {key: value})

    def revise(self, entry: str, values: Mapping[str, Value]) -> Proposal:
        """Other values for several keys of an entry, as one edit."""
        known, problems = self._read_current()
        found = _entry(known, entry, problems)
        about = wording.EDIT_ABOUT_CHANGE.format(id=entry, what="、".join(map(_key_name, values)))
        more = [one for one in values.get("phrasings", ()) if isinstance(one, str) and one not in found.phrasings]
        if list(values) == ["phrasings"] and more and set(found.phrasings) <= set(values["phrasings"]):
            about = wording.EDIT_ABOUT_PHRASING.format(id=entry, text=excerpt(more[0]))
        return self._edit(about, found, values, problems)

    def add(self, topic: str, entry: Entry) -> Proposal:
        """A new entry at the end of a topic; `topic` is the key of an existing one."""
        known, problems = self._read_current()
        places = {loader.topic_key(one.file): one.file for one in (*known.retired, *known.entries)}
        if topic not in places:
            raise EditError(wording.EDIT_NO_TOPIC.format(topic=topic))
        before = self._text(places[topic])
        change = Change(places[topic], before, yaml_edit.with_entry(before, entry))
        about = wording.EDIT_ABOUT_ADD.format(id=entry.id, question=excerpt(entry.question))
        return self._with_problems(Proposal(about, (change,), (entry.id,)), problems)

    def retire(self, entry: str) -> Proposal:
        """An entry that answers no more; its id stays taken."""
        known, problems = self._read_current()
        found = _entry(known, entry, problems)
        if found.retired:
            raise EditError(wording.EDIT_RETIRED.format(id=entry, day=found.retired.isoformat()))
        about = wording.EDIT_ABOUT_RETIRE.format(id=entry, question=excerpt(found.question))
        return self._edit(about, found, {"retired": self._today().isoformat()}, problems)

    def replace(self, about: str, atomic_write: Mapping[str, str]) -> Proposal:
        """Whole new texts of topic files, by path in the knowledge folder; those that change nothing are left out."""
        known, problems = self._read_current()
        pairs = [(file, self._read(file), text) for file, text in atomic_write.items()]
        changes = tuple(Change(file, before, text) for file, before, text in pairs if before != text)
        return self._with_problems(Proposal(about, changes), problems, known)

    def undo(self, act: int = 0) -> Proposal:
        """What takes back an act, the last one that stands when none is named.

        Raises EditError when there is none, or when what it wrote has been changed since.
        """
        made = self._store.act(act) if act else self._store.last_standing()
        if made is None:
            raise EditError(wording.EDIT_NO_ACT if act else wording.EDIT_NOTHING_TO_UNDO)
        if made.undone:
            raise EditError(wording.EDIT_UNDONE.format(about=made.about))
        changes = tuple(change for one in made.changes if (change := self._without_change(one, made)) is not None)
        about = wording.EDIT_ABOUT_UNDO.format(about=made.about.removeprefix(wording.EDIT_ABOUT_UNDO.format(about="")))
        _, problems = self._read_current()
        return self._with_problems(Proposal(about, changes, made.entries, undoes=made.id), problems)

    def _without_change(self, change: Change, made: Edit) -> Change | None:
        """A file without one of its changes, whatever else was changed since; None when it is so already."""
        now = self._read(change.file)
        if now == change.after:
            return Change(change.file, now, change.before)
        if now == change.before:
            return None
        if now is None or change.after is None or change.before is None:
            whole = None
        else:
            whole = merge(change.after, now, change.before)
        if whole is None:
            raise EditError(wording.EDIT_UNDO_TOUCHED.format(file=change.file, about=made.about))
        return Change(change.file, now, whole)

    def _edit(self, about: str, entry: Entry, values: Mapping[str, Value], problems: tuple[Problem, ...]) -> Proposal:
        before = self._text(entry.file)
        after = yaml_edit.with_values(before, {(entry.id, key): value for key, value in values.items()})
        if after == before:
            raise EditError(wording.EDIT_SAME.format(id=entry.id))
        return self._with_problems(Proposal(about, (Change(entry.file, before, after),), (entry.id,)), problems)

    # ------------------------------------------------------------ trying

    def _read_current(self) -> tuple[Knowledge, tuple[Problem, ...]]:
        """The knowledge on the disk as far as it can be read, with its problems."""
        return loader.readable(self._folder, self._guides, self._today())

    def _with_problems(self, proposal: Proposal, present: tuple[Problem, ...], known: Knowledge | None = None) -> Proposal:
        """The proposal with the problems that it would make, and, given the knowledge now, the entries that it touches."""
        if not proposal.changes:
            return proposal
        with atomic_write.tried(self._folder, proposal.changes) as copy:
            tried, problems = loader.readable(copy, self._guides, self._today())
        # lines move; what is told of them stays the same problem
        old = {replace(problem, line=0) for problem in present}
        fresh = tuple(problem for problem in problems if replace(problem, line=0) not in old)
        entries = proposal.entries if known is None else changed_entries(known, tried)
        return replace(proposal, problems=fresh, entries=entries)

    def impact(self, proposal: Proposal) -> Impact:
        """What the edit does to the golden set and to the last real questions; raises EditError when it can't be made."""
        self._check(proposal.problems)
        with atomic_write.tried(self._folder, proposal.changes) as copy:
            known, problems = loader.load(copy, self._guides, self._today())
        if known is None:
            self._check(problems)
            raise EditError(wording.EDIT_GARBLED)
        return self._replay(known)

    # ------------------------------------------------------------ making

    def apply(self, proposal: Proposal, who: str) -> Edit:
        """Make the edit: every file whole, an audit row, a commit in a git checkout; `who` is the admin's key.

        Raises EditConflictError when a file has changed since it was worked out, EditError when it can't be made.
        """
        if not proposal.changes:
            raise EditError(wording.EDIT_NOTHING)
        with self._lock:
            atomic_write.recover(self._folder, self._store)
            self._check_unchanged(proposal)
            # what was changed elsewhere meanwhile may make an error of what was none
            self._check(self._with_problems(proposal, self._read_current()[1]).problems)
            act = self._write(proposal, who)
        self._saved()
        git_commit.commit(self._folder, [change.file for change in proposal.changes], proposal.about, who)
        return act

    def _write(self, proposal: Proposal, who: str) -> Edit:
        at = time.time()
        writing = atomic_write.FileWrite(self._folder, proposal.changes, at)
        with ExitStack() as undo:
            undo.callback(writing.drop)
            act = Edit(0, at, who, proposal.about, proposal.changes, proposal.entries, 0)
            act = self._store.note_act(act, proposal.undoes)
            undo.pop_all()
        try:
            writing.put()
        except EditError:
            self._store.drop_act(act.id, proposal.undoes)
            writing.drop()
            raise
        return act

    def _check_unchanged(self, proposal: Proposal) -> None:
        for change in proposal.changes:
            now = self._read(change.file)
            if now == change.before:
                continue
            about = (
                act
                for act in self._store.acts(limit=_RECENT)
                if any(_is_in_place(one, change.file, now) for one in act.changes)
            )
            act = next(about, None)
            if act is None:
                raise EditConflictError(wording.EDIT_CONFLICT_DISK.format(file=change.file))
            at = china_time.moment(act.at).strftime("%H:%M")
            raise EditConflictError(wording.EDIT_CONFLICT.format(who=act.who, time=at, file=change.file, about=act.about))

    @staticmethod
    def _check(problems: Sequence[Problem]) -> None:
        """Raises EditError for the first error among problems."""
        first = next((problem for problem in problems if problem.severity is Severity.ERROR), None)
        if first is not None:
            raise EditError(wording.EDIT_PROBLEM.format(why=sentence(first)))

    def blocking(self) -> tuple[Problem, ...]:
        """The errors of the files as they are now: while there is one, none of them comes into force."""
        return tuple(problem for problem in self._read_current()[1] if problem.severity is Severity.ERROR)

    def history(self, entry: str = "", limit: int = 20) -> tuple[Edit, ...]:
        """The latest acts, of an entry or of all, newest first."""
        return self._store.acts(entry, limit)

    # ------------------------------------------------------------ files

    def _read(self, file: str) -> str | None:
        return atomic_write.read(self._folder, file)

    def _text(self, file: str) -> str:
        text = self._read(file)
        if text is None:
            raise EditConflictError(wording.EDIT_CONFLICT_DISK.format(file=file))
        return text


def _entry(known: Knowledge, entry: str, problems: Sequence[Problem]) -> Entry:
    """The entry of that id, in use or retired; raises EditError."""
    found = known.get(entry) or next((one for one in known.retired if one.id == entry), None)
    if found is None:
        broken = next((problem for problem in problems if problem.severity is Severity.ERROR), None)
        more = wording.EDIT_MAYBE_BROKEN.format(why=sentence(broken)) if broken else ""
        raise EditError(wording.EDIT_NO_ENTRY.format(id=excerpt(entry)) + more)
    return found


def _is_in_place(change: Change, file: str, now: str | None) -> bool:
    """Whether a change left a file as it is now."""
    return change.file == file and change.after == now


def _key_name(key: str) -> str:
    """A key in Chinese, that of a variant with its option."""
    name = wording.LOAD_KEYS.get(key.rpartition(".")[2], key)
    return f"{name}（{key.split('.')[1]}）" if key.count(".") == 2 else name
