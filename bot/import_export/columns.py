"""The columns of the table: their keys, headings and widths, and an entry or a variant as the cells of its row."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from bot import citations, wording
from bot.content import entry_reader
from bot.import_export.cell_codec import clean, shown
from bot.import_export.import_records import Row
from bot.model import Condition, Entry, Knowledge, Option, Variant

VARIANT_KEYS = tuple(key for key in entry_reader.VARIANT_KEYS if key != "when")
"""What a variant holds beside its option; blank: the entry's own."""
ENTRY_KEYS = tuple(key for key in entry_reader.ENTRY_KEYS if key not in ("id", "variants"))
"""What an entry holds, in the order of the columns; the order is part of the `check`."""
ACT, CHECK, TOPIC, WHEN = "act", "check", "topic", "when"

TOPIC_SHEET = ("id", *ENTRY_KEYS, ACT, CHECK)
VARIANT_SHEET = ("id", WHEN, *VARIANT_KEYS, ACT, CHECK)
ONE_TABLE = (TOPIC, "id", WHEN, *ENTRY_KEYS, ACT, CHECK)
"""The columns of a csv, where topics and variants share a table."""
PASSED = ("maybe", "place")
"""Columns of a file of candidates that say something to its reader only."""
KEYS = (TOPIC, "id", WHEN, *ENTRY_KEYS, ACT, CHECK, *PASSED)

WIDTHS = {
    "topic": 18, "id": 26, "when": 22, "question": 30, "phrasings": 38, "answer": 60, "steps": 44, "materials": 32,
    "sources": 46, "status": 12, "region": 10, "guides": 18, "related": 24, "reviewed": 13, "review_after": 11, "retired": 13,
    "ask": 22, "act": 10, "check": 10, "maybe": 40, "place": 16,
    "why": 30, "text": 80,
}  # fmt: skip
"""Widths in characters, as Excel counts them."""

_DIGITS = 6
"""Hex digits of a cell's fingerprint: one in 16 million edits would be taken for none."""
_NEAR = 0.5
"""Least likeness (0–1) of a heading to one of ours: of two characters one may be wrong."""
_VERSION = "a"
"""Of the fingerprint; another one, and a check says nothing."""


def headed(row: Row, key: str) -> str:
    """What a column is called in the sheet of a row; one that isn't there, what it ought to be called."""
    return row.heads.get(key) or heading(key)


def heading(key: str) -> str:
    """What a column is called."""
    return wording.EXCHANGE_COLUMNS.get(key) or wording.LOAD_KEYS[key]


def key_of(text: str) -> str:
    """The key of a heading, in Chinese or as the knowledge files call it, whatever stands in brackets behind it; or empty."""
    bare = unicodedata.normalize("NFKC", text).split("(")[0].strip(" *:\n").lower()
    names = {heading(key): key for key in KEYS} | {key: key for key in KEYS} | wording.EXCHANGE_ALSO
    return names.get(bare, "")


def nearest_heading(text: str) -> str:
    """The heading that an unknown one resembles, or empty."""
    return next(iter(get_close_matches(text, [heading(key) for key in KEYS], 1, _NEAR)), "")


@dataclass(frozen=True)
class Names:
    """How the table calls what the knowledge names in Latin letters, both ways."""

    knowledge: Knowledge

    def ask(self, name: str) -> str:
        """A condition by its question, where no other has the same."""
        condition = self.knowledge.condition(name)
        alike = [one for one in self.knowledge.conditions if condition and one.question == condition.question]
        return clean(condition.question) if condition and len(alike) == 1 else name

    def condition_name(self, text: str) -> str:
        """The name of a condition that a cell means, or the text itself."""
        return next((one.name for one in self.knowledge.conditions if text in (one.name, clean(one.question))), text)

    def when(self, ask: str, name: str) -> str:
        """An option by its label, where no other of its condition has the same."""
        options = self._options(ask)
        labels = [clean(option.label) for option in options]
        found = next((clean(option.label) for option in options if option.name == name), name)
        return found if labels.count(found) == 1 and found not in {option.name for option in options} else name

    def option(self, ask: str, text: str) -> str:
        """The name of an option that a cell means, or the text itself."""
        options = self._options(ask)
        named = next((option.name for option in options if option.name == text), "")
        return named or next((option.name for option in options if clean(option.label) == text), text)

    def sources(self, text: str) -> str:
        """Sources that are cited as people do (工会法 第7条) as a cell shows them.

        Where a line names no law, that of the line before goes on.
        """
        found: list[str] = []
        law = ""
        for line in text.split("\n"):
            if not line.strip() or re.search("[｜|]", line):
                found.append(line)
                continue
            for part in citations.split_citation(line):
                source = citations.citations_in(part, self.knowledge.laws) or citations.citations_in(
                    law + part, self.knowledge.laws
                )
                law = source.law if source else law
                found.append(shown("sources", (source,)) if source and source.version else part)
        return "\n".join(found)

    def document(self, text: str) -> str:
        """The id of a guide that a cell means by id or title, or the text itself."""
        return next((one.id for one in self.knowledge.documents if text in (one.id, clean(one.title))), text)

    def _options(self, ask: str) -> tuple[Option, ...]:
        condition: Condition | None = self.knowledge.condition(ask)
        return condition.options if condition else ()


def entry_cells(entry: Entry, names: Names) -> dict[str, str]:
    """The cells of an entry's row, by key; empty ones too."""
    cells = {key: shown(key, getattr(entry, key)) for key in ENTRY_KEYS}
    cells["review_after"] = "" if entry.review_after == entry_reader.REVIEW_AFTER else cells["review_after"]
    cells["ask"] = names.ask(entry.ask)
    return {"topic": entry.topic, "id": entry.id, WHEN: "", **cells, ACT: "", CHECK: check(entry.id, "", cells)}


def variant_cells(entry: Entry, variant: Variant, names: Names) -> dict[str, str]:
    """The cells of a variant's row, by key; what is the entry's own is blank."""
    cells = {key: shown(key, getattr(variant, key)) for key in VARIANT_KEYS}
    for key in VARIANT_KEYS[1:]:
        if getattr(variant, key) == getattr(entry, key):
            cells[key] = ""
    when = names.when(entry.ask, variant.when)
    row = {"topic": entry.topic, "id": entry.id, WHEN: when, **cells, ACT: "", CHECK: check(entry.id, variant.when, cells)}
    return dict.fromkeys(ENTRY_KEYS, "") | row


def check(entry: str, when: str, cells: Mapping[str, str]) -> str:
    """Fingerprints of a row's cells as they went out: they tell later whether a person changed one, or the knowledge has."""
    return "-".join((_VERSION, *(fingerprint(entry, when, key, cells.get(key, "")) for key in ENTRY_KEYS)))


def fingerprint(entry: str, when: str, key: str, text: str) -> str:
    """A cell's fingerprint; 0 for an empty one."""
    said = "\x1f".join((entry, when, key, text))
    return hashlib.sha256(said.encode()).hexdigest()[:_DIGITS] if text else "0"


def fingerprints_in(check_: str) -> dict[str, str]:
    """The fingerprints that a row's check holds, by key; none when it isn't one of ours."""
    version, *prints = check_.split("-")
    return dict(zip(ENTRY_KEYS, prints, strict=True)) if version == _VERSION and len(prints) == len(ENTRY_KEYS) else {}
