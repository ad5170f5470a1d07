"""Holds a table against the knowledge: what each row changes, and what is wrong with it.

A cell is compared with what an export would write today. A row that was exported carries fingerprints of its cells: they
tell a cell that a person changed from one that only the knowledge has changed since, which is then left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot import wording
from bot.import_export import cell_codec as cell
from bot.import_export.columns import (
    ACT,
    CHECK,
    ENTRY_KEYS,
    TOPIC,
    VARIANT_KEYS,
    WHEN,
    Names,
    entry_cells,
    fingerprint,
    fingerprints_in,
    headed,
    variant_cells,
)
from bot.import_export.import_records import Changed, Difference, Edit, Flaw, Row, Rows
from bot.model import Entry, EntryValue, Knowledge, Topic
from bot.normalise import key as wording_key
from bot.yamlio.problems import nearest
from bot.yamlio.table_reader import ID

_REQUIRED = ("question", "answer")
_PLAIN = re.compile(r"[^a-z0-9]+")


def compare(read: Rows, knowledge: Knowledge, today: date) -> Difference:
    """What a table changes in the knowledge; `today` is the day that a retired entry gets."""
    comparing = _Comparing(knowledge, today, _sheet_topics(read.rows, knowledge))
    edits = [edit for row in read.rows if (edit := comparing.row(row)) is not None]
    return Difference(tuple(edits), tuple(dict.fromkeys((*read.flaws, *comparing.flaws))), len(read.rows))


def _sheet_topics(rows: Iterable[Row], knowledge: Knowledge) -> dict[str, Topic]:
    """The topic of each sheet: the one its name is the title of, or that most of its entries belong to."""
    titles = {_bare(topic.title): topic for topic in knowledge.topics}
    of_entry = {entry.id: entry.topic for entry in (*knowledge.entries, *knowledge.retired)}
    held: dict[str, list[str]] = {}
    for row in rows:
        held.setdefault(row.sheet, []).append(of_entry.get(row.text("id"), ""))
    found = {}
    for sheet, topics in held.items():
        counted = [title for title in topics if title]
        most = max(dict.fromkeys(counted), key=counted.count, default="")
        topic = titles.get(_bare(sheet)) or titles.get(_bare(most))
        if topic is not None and sheet != wording.EXCHANGE_VARIANT_SHEET:
            found[sheet] = topic
    return found


def _bare(title: str) -> str:
    """A title as far as a tab can hold it: letters and digits."""
    return re.sub(r"\W+", "", title).casefold()[:28]


@dataclass
class _Comparing:
    """Goes through the rows once, in their order."""

    knowledge: Knowledge
    today: date
    topics: Mapping[str, Topic]
    flaws: list[Flaw] = field(default_factory=list)
    _seen: dict[tuple[str, str], Row] = field(default_factory=dict)
    _asked: dict[str, str] = field(default_factory=dict)
    """Cases of new entries of this very table."""
    _highest: dict[str, int] = field(default_factory=dict)
    """The highest number in use by the stem of ids."""

    def __post_init__(self) -> None:
        self._names = Names(self.knowledge)
        self._entries = {entry.id: entry for entry in (*self.knowledge.entries, *self.knowledge.retired)}
        self._taken = set(self._entries)
        self._owners = {wording_key(text): entry for entry in self.knowledge.entries for text in entry.wordings}

    def row(self, row: Row) -> Edit | None:
        """What a row changes; None for nothing, or when it is wrong, which is noted."""
        act = self._action(row)
        name = cell.plain(cell.unguarded(row.text("id")))
        if act is None:
            return None
        if act == "candidate":
            self._note(row, ACT, wording.EXCHANGE_STILL_CANDIDATE)
            return None
        entry = self._entries.get(name)
        if entry is None and (name not in self._asked or not row.text(WHEN)):
            return self._new(row, name, act)
        if not self._once(row, name):
            return None
        if act == "phrase" and entry is not None:
            return self._phrase(row, entry)
        if row.text(WHEN):
            return self._variant(row, name, entry, act)
        return self._known(row, entry, act) if entry is not None else None

    # -------------------------------------------------------- what a row is

    def _action(self, row: Row) -> str | None:
        """What the row asks to be done: retire, phrase, candidate or nothing (empty); None for a word that isn't known."""
        said = row.text(ACT)
        if row.text("status") == wording.EXCHANGE_ACTS["candidate"]:
            return "candidate"
        found = next((act for act, name in wording.EXCHANGE_ACTS.items() if said == name), None if said else "")
        if found is None:
            self._error(row, ACT, wording.EXCHANGE_ACT.format(text=said[:20], names="、".join(wording.EXCHANGE_ACTS.values())))
        return found

    def _once(self, row: Row, name: str) -> bool:
        when = row.text(WHEN)
        if row.text(ACT) == wording.EXCHANGE_ACTS["phrase"]:
            return True
        other = self._seen.setdefault((name, when), row)
        if other is row:
            return True
        self._error(row, "id", wording.EXCHANGE_TWICE.format(id=name, place=place(other)))
        return False

    # -------------------------------------------------------- entries that are there

    def _known(self, row: Row, entry: Entry, act: str) -> Edit | None:
        topic = self._topic_of(entry)
        self._check_topic(row, entry)
        current = entry_cells(entry, self._names)
        changes = self._changes(row, current, ENTRY_KEYS, (entry.id, ""))
        for one in changes:
            if one.key == "ask":
                self._asked[entry.id] = str(one.value)
        if act == "retire" and not entry.retired:
            changes = [one for one in changes if one.key != "retired"]
            day = self.today.isoformat()
            changes.append(Changed("retired", "", day, day))
        return Edit(row, "retire" if act == "retire" else "change", entry.id, topic, "", tuple(changes)) if changes else None

    def _variant(self, row: Row, name: str, entry: Entry | None, act: str) -> Edit | None:
        ask = self._asked.get(name) or (entry.ask if entry else "")
        option = self._names.option(ask, row.text(WHEN))
        condition = self.knowledge.condition(ask)
        if condition is None:
            self._error(row, WHEN, wording.EXCHANGE_NO_ASK.format(id=name))
            return None
        if option not in [one.name for one in condition.options]:
            labels = "、".join(self._names.when(ask, one.name) for one in condition.options)
            self._error(row, WHEN, wording.EXCHANGE_WHEN.format(text=row.text(WHEN)[:20], names=labels))
            return None
        variant = next((one for one in entry.variants if one.when == option), None) if entry else None
        topic = self._topic_of(entry) if entry else ""
        if act == "retire":
            return Edit(row, "variant-drop", name, topic, option) if variant else None
        current = variant_cells(entry, variant, self._names) if entry and variant else dict.fromkeys(VARIANT_KEYS, "")
        changes = tuple(self._changes(row, current, VARIANT_KEYS, (name, option)))
        if variant is None and not row.text("answer"):
            self._error(row, "answer", wording.EXCHANGE_MISSING.format(name=headed(row, "answer")))
            return None
        return Edit(row, "variant-change" if variant else "variant-add", name, topic, option, changes) if changes else None

    def _phrase(self, row: Row, entry: Entry) -> Edit | None:
        """The question and the ways of asking of a row as more ways of asking an entry."""
        told = (row.text("question"), *map(str, cell.read("phrasings", row.text("phrasings"))))
        known = {wording_key(text) for text in entry.wordings}
        fresh = tuple(text for text in dict.fromkeys(told) if text and wording_key(text) not in known)
        for text in fresh:
            owner = self._owners.get(wording_key(text))
            if owner is not None:
                self._error(row, "phrasings", wording.EXCHANGE_TAKEN.format(text=text[:30], id=owner.id))
                return None
        if not fresh:
            return None
        value = (*entry.phrasings, *fresh)
        changed = Changed("phrasings", cell.shown("phrasings", entry.phrasings), cell.shown("phrasings", value), value)
        return Edit(row, "phrase", entry.id, self._topic_of(entry), "", (changed,))

    # -------------------------------------------------------- entries that are new

    def _new(self, row: Row, name: str, act: str) -> Edit | None:
        if act in ("retire", "phrase") or row.text(WHEN):
            self._error(row, "id", self._unknown(name) if name else wording.EXCHANGE_ID_WANTED)
            return None
        if fingerprints_in(row.text(CHECK)):
            self._error(row, "id", wording.EXCHANGE_ID_CHANGED.format(id=name) if name else wording.EXCHANGE_ID_GONE)
            return None
        owner = self._owners.get(wording_key(cell.tidied("question", row.text("question"))))
        if owner is not None:
            self._check_duplicate(row, name, owner)
            return None
        topic = self._topic(row)
        name = name or (self._proposed(topic) if topic else "")
        if topic is None or not self._fits(row, name):
            return None
        if row.text("id") and (near := nearest(name, self._entries)):
            self._note(row, "id", wording.EXCHANGE_NEW_ID.format(id=name, near=near))
        self._taken.add(name)
        missing = [key for key in _REQUIRED if not row.text(key)]
        for key in missing:
            self._error(row, key, wording.EXCHANGE_MISSING.format(name=headed(row, key)))
        changes = self._changes(row, {}, ENTRY_KEYS, (name, ""))
        self._asked[name] = next((str(one.value) for one in changes if one.key == "ask"), "")
        return None if missing else Edit(row, "add", name, topic.key, "", tuple(changes))

    def _check_duplicate(self, row: Row, name: str, owner: Entry) -> None:
        """A new row asks what an entry does: it is that entry to the letter, as the table was imported before, or wrong."""
        if name or self._changes(row, entry_cells(owner, self._names), ENTRY_KEYS, (owner.id, "")):
            self._error(row, "question", wording.EXCHANGE_QUESTION_TAKEN.format(id=owner.id, question=owner.question))
        else:
            self._note(row, "question", wording.EXCHANGE_IMPORTED.format(id=owner.id))

    def _fits(self, row: Row, name: str) -> bool:
        """Whether a new entry may have that id."""
        if not ID.fullmatch(name):
            self._error(row, "id", wording.EXCHANGE_ID.format(id=name[:30]))
        elif name in self._taken:
            self._error(row, "id", wording.EXCHANGE_TWICE.format(id=name, place=place(self._seen.get((name, ""), row))))
        else:
            self._seen[name, ""] = row
            return True
        return False

    def _proposed(self, topic: Topic) -> str:
        """An id for a new entry: the topic's key and the first number above those in use, so that none is used again."""
        stem = _PLAIN.sub("-", topic.key)[:40].strip("-")
        if stem not in self._highest:  # looked through once a topic, not once a row
            numbered = (re.fullmatch(rf"{re.escape(stem)}-(\d{{1,6}})", name) for name in self._taken)
            self._highest[stem] = max((int(match[1]) for match in numbered if match), default=0)
        while f"{stem}-{self._highest[stem] + 1}" in self._taken:
            self._highest[stem] += 1
        return f"{stem}-{self._highest[stem] + 1}"

    def _topic(self, row: Row) -> Topic | None:
        """The topic of a new row: what it says itself, or its sheet's."""
        said = row.text(TOPIC)
        titles = {_bare(topic.title): topic for topic in self.knowledge.topics}
        found = titles.get(_bare(said)) or next((topic for topic in self.knowledge.topics if topic.key == said), None)
        found = found if said else self.topics.get(row.sheet)
        if found is None:
            names = "、".join(topic.title for topic in self.knowledge.topics)
            self._error(row, TOPIC, wording.EXCHANGE_TOPIC.format(text=(said or row.sheet)[:30], names=names))
        return found

    def _check_topic(self, row: Row, entry: Entry) -> None:
        """An entry stays in its topic, wherever its row has been moved."""
        told = self._topic_titled(row.text(TOPIC)) if row.text(TOPIC) else self.topics.get(row.sheet)
        if told is not None and told.title != entry.topic:
            self._note(row, "id", wording.EXCHANGE_MOVED.format(topic=entry.topic))

    def _topic_titled(self, title: str) -> Topic | None:
        return next((topic for topic in self.knowledge.topics if _bare(topic.title) == _bare(title)), None)

    def _topic_of(self, entry: Entry) -> str:
        found = self._topic_titled(entry.topic)
        return found.key if found else ""

    def _unknown(self, name: str) -> str:
        near = nearest(name, self._entries)
        advice = wording.EXCHANGE_NEAR.format(near=near) if near else wording.EXCHANGE_CHECK_ID
        return wording.EXCHANGE_ID_UNKNOWN.format(id=name[:30]) + advice

    # -------------------------------------------------------- cells

    def _changes(self, row: Row, current: Mapping[str, str], keys: Sequence[str], of: tuple[str, str]) -> list[Changed]:
        """The keys of a row whose cells say something else than the knowledge does."""
        sent = fingerprints_in(row.text(CHECK))
        found = []
        for key in keys:
            if key not in row.cells:
                continue
            try:
                after, _ = self._read(key, row.text(key), of[0])
            except cell.CellError as error:
                self._error(row, key, str(error))
                continue
            before = current.get(key, "")
            if after == before or (not after and not sent):
                # an empty cell of a row that nobody exported says nothing: it may never have been filled in
                continue
            if sent and fingerprint(*of, key, after) == sent[key]:
                continue
            if cell.unguarded(after) == before:
                # a csv that some program saved as a workbook: the quotes of a csv mean nothing there
                continue
            if sent and fingerprint(*of, key, before) != sent[key]:
                self._error(row, key, wording.EXCHANGE_CONFLICT.format(now=" / ".join(before.split("\n"))[:60] or "-"))
                continue
            if not after and key in _REQUIRED:
                self._error(row, key, wording.EXCHANGE_MISSING.format(name=headed(row, key)))
                continue
            told = self._changed_value(row, key, of[0], after)
            if told is not None and told[0] != before:
                found.append(Changed(key, before, *told))
        return found

    def _changed_value(self, row: Row, key: str, entry: str, after: str) -> tuple[str, EntryValue] | None:
        """A changed cell without what pasting brought along, saying so, with its value; None when it can't be read then."""
        text = row.text(key)
        tidy = cell.tidied(key, text)
        if tidy != text:
            self._note(row, key, wording.EXCHANGE_TIDIED)
        if key == "sources" and self._names.sources(text) != text:
            self._note(row, key, wording.EXCHANGE_CITED.format(sources="；".join(after.split("\n"))))
        try:
            return self._read(key, tidy, entry)
        except cell.CellError as error:
            self._error(row, key, str(error))
            return None

    def _read(self, key: str, text: str, entry: str) -> tuple[str, EntryValue]:
        """A cell in the one way to write it, with its value."""
        if key == "ask" and text:
            name = self._names.condition_name(text)
            if self.knowledge.condition(name) is None:
                names = "、".join(self._names.ask(condition.name) for condition in self.knowledge.conditions)
                raise cell.CellError(wording.EXCHANGE_ASK.format(text=text[:30], names=names or "-"))
            return self._names.ask(name), name
        value = cell.read(key, self._names.sources(text) if key == "sources" else text)
        if key == "guides":
            value = tuple(self._names.document(str(name)) for name in value)
        return cell.normal(key, value), value

    def _error(self, row: Row, key: str, message: str) -> None:
        self.flaws.append(Flaw(row.sheet, row.number, headed(row, key), message))

    def _note(self, row: Row, key: str, message: str) -> None:
        self.flaws.append(Flaw(row.sheet, row.number, headed(row, key), message, serious=False))


def place(row: Row) -> str:
    """Where a row stands, in Chinese."""
    said = wording.EXCHANGE_PLACE if row.sheet else wording.EXCHANGE_ROW
    return said.format(sheet=row.sheet, row=row.number)
