"""Files of the knowledge folder for who edits them whole: lists of records, a new topic, an entry as it stands."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from bot import wording
from bot.content import entry_writer, record_edit
from bot.content.discovery import CONTACTS, LOCAL
from bot.errors import EditError
from bot.hot_reload import atomic_write
from bot.model import Entry

_LISTS = {"contacts": (CONTACTS, "contacts"), "figures": (LOCAL, "figures")}
"""The file of each kind of record, and the key of its list."""


class RecordFiles:
    """Works out new texts; nothing is written. Implements bot.channels.web.web_services.Records."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def ids(self, kind: str) -> Collection[str]:
        """The ids of the records of a kind (contacts, figures), as the file has them now."""
        file, key = _LISTS[kind]
        return {str(one.get("id")) for one in record_edit.records(self._text(file), key)}

    def put(self, kind: str, values: Mapping[str, str | tuple[str, ...]]) -> dict[str, str]:
        """The file's new text, by its name, with a record in the place of the one with its id, or at the end.

        Raises EditError when nothing changes, or the file can't be read.
        """
        file, key = _LISTS[kind]
        text = self._text(file)
        after = record_edit.with_record(text, key, values)
        if after == text:
            raise EditError(wording.EDIT_SAME.format(id=values["id"]))
        return {file: after}

    def without(self, kind: str, record: str) -> dict[str, str]:
        """The file's new text, by its name, without a record. Raises EditError."""
        file, key = _LISTS[kind]
        return {file: record_edit.without_record(self._text(file), key, record)}

    def topic(self, title: str, entry: Entry) -> dict[str, str]:
        """The text of a new topic with its first entry, by the file's name. Raises EditError when there is such a file."""
        file = re.sub(r"[^\w-]+", "", title)[:40] + ".yaml"
        if file == ".yaml" or atomic_write.read(self._folder, file) is not None:
            raise EditError(wording.EDIT_TOPIC_TAKEN.format(title=title[:40]))
        return {file: entry_writer.topic(title, [entry])}

    def entry(self, file: str, entry: str) -> Mapping[str, Any]:
        """What a topic file says of an entry now; empty when it says nothing."""
        return self.entry_in(self._text(file), entry)

    def entry_in(self, text: str | None, entry: str) -> Mapping[str, Any]:
        """What a topic file's text says of an entry, texts and lists by key; empty when it says nothing."""
        return next((one for one in record_edit.records(text or "", "entries") if one.get("id") == entry), {})

    def _text(self, file: str) -> str:
        return atomic_write.read(self._folder, file) or ""
