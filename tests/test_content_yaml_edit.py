"""Edits of the real topic files: one value changed is one line changed, and everything else stays to the byte."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import takewhile
from pathlib import Path
from shutil import copytree

import pytest

from bot.app import today
from bot.content import entry_writer, yaml_edit
from bot.content.discovery import LISTS
from bot.content.loader import require
from bot.errors import EditError
from bot.model import Entry, Knowledge, Source, Variant
from bot.yamlio.yaml_writer import Value
from tests.house import ROOT

FOLDER = ROOT / "knowledge"
TOPICS = sorted(path.name for path in FOLDER.glob("*.yaml") if path.name not in LISTS)

SMALL = """topic: 甲
entries:
- id: abc # 注
  question: '问 it''s'   # 问题的注释
  answer: 短 # 答案的注释
  phrasings:
  # 上
  - 一 # 第一条
  - "二"

  # 下
  - 三
# 尾
"""


def with_value(text: str, entry: str, key: str, value: Value) -> str:
    return yaml_edit.with_values(text, {(entry, key): value})


def alike(some: Sequence[str], others: Sequence[str]) -> int:
    """How many lines are the same at the beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(some, others, strict=False)))


def lines_changed(before: str, after: str) -> tuple[int, int]:
    """How many lines went, and how many came."""
    old, new = before.split("\n"), after.split("\n")
    same = alike(old, new)
    ends = alike(old[same:][::-1], new[same:][::-1])  # what is the same at both ends takes long to compare
    old, new = old[same : len(old) - ends], new[same : len(new) - ends]
    found = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    moved = [one for one in found if one[0] != "equal"]
    return sum(one[2] - one[1] for one in moved), sum(one[4] - one[3] for one in moved)


@pytest.mark.parametrize("name", TOPICS)
def test_one_edited_value_is_a_change_of_one_line(known: Knowledge, name: str) -> None:
    text = (FOLDER / name).read_text("utf-8")
    one = next(entry for entry in known.entries if entry.file == name)
    first, _, rest = one.answer.partition("\n")
    answer = f"{first}改。\n{rest}" if rest else f"{first}改。"
    edits = {
        "question": f"{one.question}改", "answer": answer, "reviewed": "2026-01-01", "related": ("abc", *one.related),
        "phrasings": (f"{one.phrasings[0]}改", *one.phrasings[1:]),
    }  # fmt: skip
    for key, value in edits.items():
        assert lines_changed(text, with_value(text, one.id, key, value)) == (1, 1), key


@pytest.mark.parametrize("name", TOPICS)
def test_what_is_put_in_and_taken_out_again_leaves_the_file_as_it_was(known: Knowledge, name: str) -> None:
    text = (FOLDER / name).read_text("utf-8")
    one = next(entry for entry in reversed(known.entries) if entry.file == name)
    more = with_value(text, one.id, "phrasings", (*one.phrasings, "新的: 问法"))
    assert lines_changed(text, more) == (0, 1)
    assert with_value(more, one.id, "phrasings", one.phrasings) == text
    retired = with_value(text, one.id, "retired", "2026-11-26")
    assert lines_changed(text, retired) == (0, 1)
    assert with_value(retired, one.id, "retired", "") == text


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_byte_order_mark_and_comments_stay(ends: str, mark: str) -> None:
    text = mark + SMALL.replace("\n", ends)
    edited = with_value(text, "abc", "answer", "长\n\n文")
    assert edited == text.replace(f"短 # 答案的注释{ends}", f"| # 答案的注释{ends}    长{ends}{ends}    文{ends}")
    assert with_value(text, "abc", "phrasings", ("一", "二改", "三")) == text.replace("二", "二改")
    assert with_value(text, "abc", "question", "it's") == text.replace("问 it''s", "it''s")


@pytest.mark.parametrize(
    "value",
    ["a: b", "- 一", "[x]", "#号", "yes", "1.5", "2026-11-26", "~", "引\"号'和\\", "*星", "&与", "{x}", "😀\u200d好", "'"],
)
def test_every_text_comes_back_as_it_was_given(value: str) -> None:
    blocks = ("answer", f"{value}\n  {value}")
    for key, given in (("question", value), ("phrasings", (value, "又")), ("related", (value,)), blocks):
        edited = with_value(SMALL, "abc", key, given)  # raises when it doesn't read as given
        assert with_value(edited, "abc", key, given) == edited


def test_an_entry_added_is_read_as_it_was_given(known: Knowledge) -> None:
    full = next(one for one in known.entries if one.variants and one.sources and one.related)
    text = (FOLDER / "setup.yaml").read_text("utf-8")
    again = replace(full, id="setup-again")
    assert yaml_edit.with_entry(text, again).endswith("\n" + entry_writer.entry_yaml(again, 2))
    fresh = Entry("new-one", "", "问？", "答\n\n二", ("甲",), variants=(Variant("x", "又\n答", steps=("一",)),), ask="members")
    added = yaml_edit.with_entry(text, fresh)
    assert added.startswith(text)
    assert lines_changed(text, added)[0] == 0


def test_topics_written_anew_say_what_their_files_said(known: Knowledge, tmp_path: Path) -> None:
    folder = copytree(FOLDER, tmp_path / "knowledge")
    for name in TOPICS:
        entries = [entry for entry in known.entries if entry.file == name]
        (folder / name).write_text(entry_writer.topic(entries[0].topic, entries), "utf-8")
    again = require(folder, ROOT / "guides", today())
    assert [replace(one, line=0) for one in again.entries] == [replace(one, line=0) for one in known.entries]


def test_a_value_of_a_variant_is_changed_in_its_place(known: Knowledge) -> None:
    one = next(entry for entry in known.entries if entry.variants)
    text = (FOLDER / one.file).read_text("utf-8")
    edited = with_value(text, one.id, f"variants.{one.variants[1].when}.region", "江苏")
    assert lines_changed(text, edited) in ((0, 1), (1, 1))


def test_a_source_is_added_as_a_line(known: Knowledge) -> None:
    one = next(entry for entry in known.entries if len(entry.sources) > 1)
    text = (FOLDER / one.file).read_text("utf-8")
    edited = with_value(text, one.id, "sources", (*one.sources, Source("某法（试行）", "2007", "第一条")))
    assert lines_changed(text, edited) == (0, 1)
    assert '{law: 某法（试行）, version: "2007", article: 第一条}' in edited


def test_entries_on_one_line_stay_on_it() -> None:
    text = "topic: x\nentries: [{id: abc, question: q, answer: a}]\n"
    edited = with_value(text, "abc", "phrasings", ("a, b", "c"))
    assert edited == 'topic: x\nentries: [{id: abc, question: q, phrasings: ["a, b", c], answer: a}]\n'
    assert with_value(edited, "abc", "phrasings", ()) == text


@pytest.mark.parametrize(
    ("entry", "key", "value"),
    [
        ("nope", "answer", "x"),  # no such entry
        ("abc", "anser", "x"),  # no such key
        ("abc", "answer", ""),  # needed
        ("abc", "answer", ("a", "b")),  # a list for a text
        ("abc", "phrasings", "a"),  # a text for a list
        ("abc", "answer", "看不见\u200b的"),  # a character that the loader refuses
        ("abc", "variants.x.answer", "x"),  # no such variant
    ],
)
def test_what_cannot_be_written_is_refused_in_chinese(entry: str, key: str, value: str | tuple[str, ...]) -> None:
    with pytest.raises(EditError, match=r"[\u4e00-\u9fff]{4}"):
        with_value(SMALL, entry, key, value)


def test_a_file_that_cannot_be_read_is_not_touched() -> None:
    with pytest.raises(EditError, match="无法读取"):
        with_value("topic: x\nentries:\n  - id：a", "a", "answer", "x")
