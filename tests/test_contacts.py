"""What only the federation knows: contacts and local figures, read strictly, told when they are there and missed aloud."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot import wording
from bot.content import loader
from bot.desk.desk import Desk
from bot.matching.cache import Cache
from bot.matching.knowledge_index import KnowledgeIndex
from bot.model import Contact, Entry, Knowledge, LocalFigure, Problem
from bot.store.sqlite_store import SqliteStore
from tests.house import Clock, Talk, entry, knowledge_of
from tests.test_content_entries import says

TODAY = date(2026, 12, 1)
TOPIC = """\
topic: 经费
entries:
  - id: refund
    question: 返还比例是多少？
    phrasings: [返还几成, 能返多少, 返还标准]
    reviewed: 2026-11-01
    answer: 按比例返还。{local:refund-ratio}
"""
CONTACTS = """\
contacts:
  - id: kunshan
    name: 昆山市总工会
    areas: [昆山, 昆山市]
    phone: 0512-57301234转801、0512-57301235
    checked: 2026-11-01
  - id: suzhou
    name: 苏州市总工会
    areas: [苏州]
"""
LOCAL = """\
figures:
  - id: refund-ratio
    about: 返还比例
    unfilled: 比例请问上级工会。
    value: 返还60%
    source: 某某通知
    checked: 2026-11-01
"""


def problems(folder: Path, contacts: str = CONTACTS, local: str = LOCAL, topic: str = TOPIC) -> tuple[Problem, ...]:
    for name, text in (("contacts.yaml", contacts), ("local.yaml", local), ("funds.yaml", topic)):
        (folder / name).write_text(text, "utf-8")
    return loader.load(folder, folder / "guides", TODAY)[1]


def test_good_files_are_read_and_count_for_the_version(tmp_path: Path) -> None:
    assert problems(tmp_path) == ()
    before = loader.require(tmp_path, tmp_path / "guides", TODAY)
    assert [one.id for one in before.contacts] == ["kunshan", "suzhou"]
    assert before.local[0].value == "返还60%"
    problems(tmp_path, local=LOCAL.replace("60%", "50%"))
    assert loader.require(tmp_path, tmp_path / "guides", TODAY).hash != before.hash


BROKEN = [
    # the file, what is written in place of what, line, key, what it says
    ("contacts", "phone: 0512", "phone: 电话0512", 5, "phone", wording.LOAD_PHONE),
    ("contacts", "    name: 苏州市总工会\n", "", 7, "name", wording.LOAD_KEY_MISSING),
    ("contacts", "areas: [苏州]", "areas: [昆山]", 7, "areas", wording.LOAD_AREA_TWICE),
    ("contacts", "id: suzhou", "id: kunshan", 7, "id", wording.LOAD_ID_TWICE),
    ("contacts", "id: suzhou", "id: 苏州", 7, "id", wording.LOAD_ID),
    ("contacts", "checked: 2026-11-01", "checked: 2027-11-01", 6, "checked", wording.LOAD_DATE_FUTURE),
    ("contacts", "phone:", "telephone:", 5, "telephone", wording.LOAD_KEY_UNKNOWN),
    ("local", "比例请问上级工会。", "大约60%。", 4, "unfilled", wording.LOAD_UNFILLED),
    ("local", "    source: 某某通知\n", "", 5, "value", wording.LOAD_VALUE_BARE),
    ("local", "    unfilled: 比例请问上级工会。\n", "", 2, "unfilled", wording.LOAD_KEY_MISSING),
    ("local", "id: refund-ratio", "id: refund-rate", 3, "answer", wording.LOAD_LOCAL_UNKNOWN),
]


@pytest.mark.parametrize(("file", "old", "new", "line", "key", "message"), BROKEN)
def test_each_slip_is_named(tmp_path: Path, file: str, old: str, new: str, line: int, key: str, message: str) -> None:
    texts = {"contacts": CONTACTS, "local": LOCAL}
    assert old in texts[file]
    found = problems(tmp_path, **{file: texts[file].replace(old, new, 1)})
    assert any((one.line, one.key) == (line, key) and says(one, message) for one in found), found


# ---------------------------------------------------------------- at the desk


@pytest.fixture
def talk_with(tmp_path: Path, store: SqliteStore, clock: Clock) -> Callable[..., Talk]:
    """A conversation with a desk that knows these contacts and figures beside some entries."""

    def begin(*entries: Entry, contacts: tuple[Contact, ...] = (), local: tuple[LocalFigure, ...] = ()) -> Talk:
        known = replace(knowledge_of(*entries), contacts=contacts, local=local)
        index = KnowledgeIndex(known, None, Cache(tmp_path / "cache"))
        return Talk(Desk(lambda: index, store, clock), clock)

    return begin


SETUP = entry("setup", "怎么成立工会", "建会步骤", answer="先向上级工会申请。")
HOUSE = entry("house", "会费怎么交", answer="按月交。{local:dues}")
KUNSHAN = Contact("kunshan", "昆山市总工会", ("昆山", "昆山市"), "0512-57301234", hours="工作日上午")
SUZHOU = Contact("suzhou", "苏州市总工会", ("苏州", "苏州市"))


@pytest.mark.parametrize(
    "asked", ["昆山找谁", "昆山市总工会电话多少", "昆山工会怎么联系", "我们昆山的归哪个工会管", "昆山总工会几点上班"]
)
def test_a_union_is_told_by_its_place(talk_with: Callable[..., Talk], asked: str) -> None:
    talk = talk_with(SETUP, contacts=(SUZHOU, KUNSHAN))
    talk.says(asked)
    assert talk.heard == "【昆山市总工会】\n电话：0512-57301234\n办公时间：工作日上午"


def test_what_the_federation_has_not_entered_is_said(talk_with: Callable[..., Talk]) -> None:
    talk = talk_with(SETUP, contacts=(SUZHOU, KUNSHAN))
    talk.says("苏州市总工会电话多少")
    assert wording.CONTACT_NO_PHONE in talk.heard
    talk.says("盛泽工会电话")
    assert "没有登记“盛泽”的工会" in talk.heard
    assert not re.search(r"0512", talk.heard)
    empty = talk_with(SETUP)
    empty.says("我们归哪个工会管")
    assert empty.heard == wording.CONTACT_NONE


def test_whose_union_it_is_is_asked_by_place_and_remembered(talk_with: Callable[..., Talk]) -> None:
    talk = talk_with(SETUP, contacts=(SUZHOU, KUNSHAN))
    talk.says("我们归哪个工会管")
    assert talk.labels == ["苏州（苏州市总工会）", "昆山（昆山市总工会）"]
    talk.says("2")
    assert talk.heard.startswith("【昆山市总工会】")
    talk.says("怎么成立工会")
    assert wording.CONTACT_NOTE_PHONE.format(name="昆山市总工会", phone="0512-57301234") in talk.heard


def test_a_place_in_the_question_names_its_office_below_the_answer(talk_with: Callable[..., Talk]) -> None:
    talk = talk_with(SETUP, contacts=(SUZHOU, KUNSHAN))
    talk.says("怎么成立工会")
    assert "当地可以联系" not in talk.heard
    talk.says("昆山怎么成立工会")
    assert "昆山市总工会" in talk.heard


@pytest.mark.parametrize("asked", ["昆山的产假多少天", "工会主席电话补贴发多少", "苏州建会要多少人", "昆山做法有哪些"])
def test_other_questions_are_left_alone(talk_with: Callable[..., Talk], asked: str) -> None:
    talk = talk_with(SETUP, HOUSE, contacts=(SUZHOU, KUNSHAN))
    talk.says(asked)
    assert "【昆山市总工会】" not in talk.heard
    assert wording.CONTACT_WHERE not in talk.heard


def test_a_local_figure_is_told_once_it_is_filled_in(talk_with: Callable[..., Talk]) -> None:
    gap = LocalFigure("dues", "会费标准", "标准请问上级工会。")
    talk = talk_with(HOUSE, local=(gap,))
    talk.says("会费怎么交")
    assert "按月交。标准请问上级工会。" in talk.heard
    filled = replace(gap, value="每月5元", source="某某通知", checked=date(2026, 11, 1))
    talk = talk_with(HOUSE, local=(filled,))
    talk.says("会费怎么交")
    assert "按月交。每月5元（某某通知，核对于 2026-11-01）" in talk.heard


# ---------------------------------------------------------------- the repository


def test_the_starting_set_invents_no_number(known: Knowledge) -> None:
    assert [one.phone for one in known.contacts if one.phone] == ["12351"]
    assert [one.value for one in known.local if one.value] == []
    assert len(known.local) >= 5
    assert any("{local:" in one.answer for one in known.entries)
