"""What admins read about what was asked: /stats, the report as a command writes it, the weekly digest, suggestions."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from bot import wording
from bot.model import Decision, DownloadRecord, Impact, Inquiry, Knowledge, Outcome, Question, Reply, Shift
from bot.render import plain
from bot.statistics import counts, monthly_report
from bot.statistics.weekly_digest import WeeklyDigest
from bot.store.sqlite_store import SqliteStore
from tests.botapi import BotApi
from tests.botapi.people import Person
from tests.federation import Federation
from tests.house import START, Clock, entry, jianhui, knowledge_of

DAY = 86400.0
MONDAY = 1_795_395_600.0
"""Monday 2026-11-23, 09:00 where the admins live."""
FEW = wording.REPORT_FEW.format(fewest=5)


@pytest.fixture
def known() -> Knowledge:
    """Three entries: one is overdue."""
    return knowledge_of(
        entry("dues", "会费每月交多少？", "会费标准", topic="会费"),
        entry("aid", "生病住院能慰问吗？", topic="慰问"),
        entry("early", "换届提前多久准备？", topic="换届"),
    )


class Traffic:
    """What people asked, put into the store as the desk does."""

    def __init__(self, store: SqliteStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._sent = 0

    def asks(
        self, people: int, text: str, decision: str = "answer", entry: str = "", chosen: str = "", useful: object = None
    ) -> None:
        """So many people ask this; the first of them are the same each time."""
        for person in range(people):
            self._sent += 1
            who = f"telegram:{person + 100}"
            question = Question(text, who, who, "telegram", f"w{self._sent}")
            number = self._store.record(question, Reply(text, Decision(decision), (), entry), "hash")
            if chosen:
                self._store.choose(number, chosen)
            if useful is not None:
                self._store.rate(number, bool(useful))


@pytest.fixture
def traffic(store: SqliteStore, clock: Clock) -> Traffic:
    """Nobody has asked anything yet."""
    return Traffic(store, clock)


def november(store: SqliteStore, known: Knowledge) -> counts.Numbers:
    """The month of the tests' clock."""
    return counts.count(store, known, counts.month("2026-11", START))


def rows(made: counts.Numbers, title: str) -> list[Any]:
    """The table of a section."""
    return list(next(one for one in monthly_report.sections(made) if one.title == title).rows)


# ---------------------------------------------------------------- the month


def test_every_question_is_counted_once_by_what_came_of_it(store: SqliteStore, traffic: Traffic, known: Knowledge) -> None:
    traffic.asks(9, "会费几块", entry="dues")
    traffic.asks(6, "交多少", "choose", "dues", chosen="dues")
    traffic.asks(7, "怎么交", "choose", "dues")
    traffic.asks(8, "食堂几点开", "unknown")
    traffic.asks(5, "你好", "smalltalk")
    made = november(store, known)
    assert dict(made.outcomes) == {"answer": 9, "chosen": 6, "choose": 7, "unknown": 8}
    assert rows(made, wording.REPORT_TOPICS) == [("会费", "15")]


def test_the_month_ends_where_the_askers_live(store: SqliteStore, traffic: Traffic, known: Knowledge, clock: Clock) -> None:
    span = counts.month("2026年11月", START)
    for clock.now in (span.since - 1, span.since, span.until - 1, span.until):
        traffic.asks(1, "会费几块", entry="dues")
    assert november(store, known).asked == 2
    assert (span.since + 8 * 3600) % DAY == 0


@pytest.mark.parametrize("month", ["2026-13", "2026-0", "十一月", "11", "2026-11-01"])
def test_what_is_no_month_is_refused_with_an_example(month: str, tmp_path: Path) -> None:
    done = jianhui("report", "--month", month, home=tmp_path)
    assert (done.returncode, done.stderr.strip()) == (1, wording.REPORT_MONTH.format(said=month))


def test_small_numbers_are_hidden_and_cannot_be_worked_out(store: SqliteStore, traffic: Traffic, known: Knowledge) -> None:
    traffic.asks(20, "会费几块", entry="dues")
    traffic.asks(6, "交多少", "choose", "dues", chosen="dues")
    traffic.asks(3, "食堂几点开", "unknown")
    shown: dict[str, str] = dict(rows(november(store, known), wording.REPORT_OVERALL))
    assert shown[wording.REPORT_ROWS["unknown"]] == FEW
    # 29 in all: with 20 and 6 shown, the 3 could be worked out
    assert shown[wording.REPORT_ROWS["chosen"]] == wording.REPORT_MASKED
    assert shown[wording.REPORT_ROWS["answer"]] == "20"


def test_words_are_listed_only_when_five_people_asked_the_like(store: SqliteStore, traffic: Traffic, known: Knowledge) -> None:
    traffic.asks(4, "食堂几点开门", "unknown")
    traffic.asks(5, "食堂几点开门呢", "unknown")
    traffic.asks(4, "张三的病假批了吗", "unknown")
    made = november(store, known)
    assert made.unanswered == (("食堂几点开门呢", 5),)  # the same people again
    assert "张三" not in plain(monthly_report.blocks(made))
    assert not any("张三" in str(section) for section in monthly_report.sections(made, None))


def test_one_person_who_asks_often_is_one_person(store: SqliteStore, traffic: Traffic, known: Knowledge) -> None:
    for _ in range(9):
        traffic.asks(1, "李四欠会费怎么办", "unknown")
    assert november(store, known).unanswered == ()


def test_what_needs_care_is_listed(store: SqliteStore, traffic: Traffic, known: Knowledge) -> None:
    traffic.asks(6, "会费几块", entry="dues", useful=False)
    traffic.asks(1, "会费标准", entry="dues", useful=True)
    made = november(store, known)
    assert [one.id for one in made.never] == ["aid", "early"]
    assert [(one.id, good, bad) for one, good, bad in made.low] == [("dues", 1, 6)]
    assert rows(made, wording.REPORT_LOW) == [("dues", "会费每月交多少？", FEW, "6")]
    assert len(made.overdue) == 3  # none was ever reviewed


def test_an_entry_is_overdue_once_its_days_are_over(known: Knowledge, store: SqliteStore) -> None:
    days = (date(2025, 11, 30), date(2025, 12, 1), date(2025, 11, 1))
    due = [replace(one, reviewed=day) for one, day in zip(known.entries, days, strict=True)]
    made = november(store, knowledge_of(*due, replace(due[0], id="later", question="以后？", review_after=400)))
    assert [one.id for one in made.overdue] == ["early", "dues"]


def test_waiting_for_a_person_is_told_from_five_answers_on(store: SqliteStore, known: Knowledge, clock: Clock) -> None:
    numbered = []
    for person in range(5):
        left = store.hand_over(Question(f"问{person}", f"telegram:{person}", f"telegram:{person}", "telegram", f"h{person}"))
        numbered.append(left.id)
    inquiry = 0
    for number in numbered:
        inquiry = store.place(number, inquiry)
    found = store.inquiry(inquiry)
    assert isinstance(found, Inquiry)
    clock.now += 3 * 3600
    store.save_inquiry(replace(found, state="answered", answer="答。", decided=clock.now))
    store.mark(numbered, "answered")
    made = november(store, known)
    assert (made.passed_on, made.answered, made.hours) == (5, 5, 3.0)


def test_questions_that_expired_are_still_counted(store: SqliteStore, traffic: Traffic, known: Knowledge) -> None:
    traffic.asks(9, "会费几块", entry="dues", useful=True)
    traffic.asks(6, "交多少", "choose", "dues", chosen="dues")
    before = november(store, known)
    store.expire(START + 1)
    after = november(store, known)
    assert (after.outcomes, after.topics, after.useful) == (before.outcomes, before.topics, before.useful)


# ---------------------------------------------------------------- files


@pytest.fixture
def files(tmp_path: Path, known: Knowledge, clock: Clock) -> Path:
    """A folder with knowledge and a month of traffic."""
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "dues.yaml").write_text(
        "topic: 会费\nentries:\n  - id: dues\n    question: 会费每月交多少？\n    answer: 按规定交。\n", "utf-8"
    )
    store = SqliteStore(tmp_path / "data" / "jianhui.db", clock=clock)
    traffic = Traffic(store, clock)
    traffic.asks(9, "会费几块", entry="dues")
    traffic.asks(6, "=1+1是多少", "unknown")
    store.take(DownloadRecord("guide", "1", "docx", "telegram", "telegram:1", "telegram:1", "w", START))
    store.close()
    return tmp_path


HERE = ("--data", "data", "--knowledge", "knowledge", "--guides", "guides")


def test_the_report_is_written_as_word(files: Path) -> None:
    done = jianhui(*HERE, "report", "--month", "2026-11", "-o", "通报.docx", home=files)
    assert (done.returncode, done.stdout.strip()) == (0, wording.REPORT_SAVED.format(file="通报.docx"))
    document = Document(str(files / "通报.docx"))
    text = [paragraph.text for paragraph in document.paragraphs]
    assert text[0] == wording.REPORT_TITLE.format(span="2026年11月")
    assert wording.REPORT_UNANSWERED in text
    assert document.tables[0].rows[1].cells[1].text == "15"
    fonts = zipfile.ZipFile(files / "通报.docx").read("word/document.xml").decode()
    assert 'w:eastAsia="黑体"' in fonts
    assert fonts.count("<w:tblHeader/>") == len(document.tables)  # a table over two pages tells its columns on both


def test_the_report_is_written_as_excel_and_no_words_become_a_formula(files: Path) -> None:
    done = jianhui(*HERE, "report", "--month", "2026-11", "-o", "report.xlsx", home=files)
    assert done.returncode == 0
    book = load_workbook(io.BytesIO((files / "report.xlsx").read_bytes()))
    assert [name[0] for name in book.sheetnames[1:]] == list("一二三四五六七")
    assert {(sheet.page_setup.fitToWidth or 1, sheet.sheet_properties.pageSetUpPr.fitToPage) for sheet in book} == {(1, True)}
    assert book.worksheets[0]["A2"].alignment.wrap_text
    assert book.worksheets[0].row_dimensions[2].height >= 30  # its sentence takes two lines
    cells = [cell for row in book[wording.REPORT_UNANSWERED].iter_rows() for cell in row]
    assert [(cell.value, cell.data_type) for cell in cells if str(cell.value).startswith("=")] == [("=1+1是多少", "s")]


def test_without_a_file_the_report_is_shown(files: Path) -> None:
    done = jianhui(*HERE, "report", "--month", "2026-11", home=files)
    assert wording.STATS_HEADING.format(span="2026年11月") in done.stdout
    assert "会费：9" in done.stdout


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        ("report.pdf", wording.REPORT_ENDING.format(file="report.pdf")),
        ("no/where.docx", wording.REPORT_UNWRITABLE.format(file=Path("no/where.docx"))),
    ],
)
def test_a_file_that_cannot_be_written_is_named(files: Path, file: str, sentence: str) -> None:
    done = jianhui(*HERE, "report", "--month", "2026-11", "-o", file, home=files)
    assert (done.returncode, done.stderr.strip()) == (1, sentence)


# ---------------------------------------------------------------- the digest


@pytest.fixture
def digest(store: SqliteStore, known: Knowledge, clock: Clock, traffic: Traffic) -> WeeklyDigest:
    """The digest of a federation with two admins, whose people asked something last week."""
    clock.now = MONDAY - 3 * DAY
    traffic.asks(9, "会费几块", entry="dues")
    return WeeklyDigest(store, lambda: known, lambda: ["telegram:1", "telegram:2"], clock)


def test_the_digest_goes_to_every_admin_on_monday_morning_once(digest: WeeklyDigest, store: SqliteStore, clock: Clock) -> None:
    clock.now = MONDAY - 60
    assert digest.send() == 60
    assert store.waiting("telegram") == ()
    clock.now = MONDAY
    assert digest.send() == 7 * DAY
    digest.send()
    queued = store.waiting("telegram")
    assert [message.conversation for message in queued] == ["telegram:1", "telegram:2"]
    assert "上周（11月16日—11月22日）" in plain(queued[0].blocks)
    assert "直接回答 9 个" in plain(queued[0].blocks)


def test_the_digest_of_a_week_is_made_up_for_after_downtime_and_each_week_has_its_own(
    digest: WeeklyDigest, store: SqliteStore, clock: Clock
) -> None:
    clock.now = MONDAY + 3 * DAY
    digest.send()
    clock.now = MONDAY + 8 * DAY
    digest.send()
    weeks = [message.key.split(":")[1] for message in store.waiting("telegram")]
    assert weeks == ["2026-W47", "2026-W47", "2026-W48", "2026-W48"]


def test_a_bot_that_nobody_asked_anything_sends_no_digest(store: SqliteStore, known: Knowledge, clock: Clock) -> None:
    clock.now = MONDAY
    WeeklyDigest(store, lambda: known, lambda: ["telegram:1"], clock).send()
    assert store.waiting("telegram") == ()


# ---------------------------------------------------------------- in the chat


async def says(person: Person, text: str) -> str:
    """Type a text; what the bot says."""
    await person.say(text)
    return str((await person.reply()).text)


async def presses(person: Person, label: str) -> str:
    """Press a button; what the bot says."""
    await person.press(label)
    return str((await person.reply()).text)


@pytest.mark.anyio
async def test_stats_tells_an_admin_the_month_and_another_one(union: Federation, wang: Person, clock: Clock) -> None:
    Traffic(union.store, clock).asks(7, "会费几块", entry="dues-amount")
    assert "共收到问题 7 个" in await says(wang, "/stats")
    assert await says(wang, "/stats 2026-10") != await says(wang, "/stats")
    assert await says(wang, "/stats 去年") == wording.REPORT_MONTH.format(said="去年")


@pytest.mark.anyio
async def test_a_wording_that_five_people_confirmed_is_suggested_and_taken_with_one_tap(
    union: Federation, wang: Person, clock: Clock
) -> None:
    Traffic(union.store, clock).asks(5, "每个月扣多少会费", "choose", "dues-amount", chosen="dues-amount")
    assert "每个月扣多少会费 → 会费每个月应该交多少钱？（dues-amount），5 次" in await says(wang, "/suggest")
    assert "已给" in await presses(wang, wording.SUGGEST_TAKE.format(number=1))
    assert "      - 每个月扣多少会费\n" in union.file()
    assert union.editor.history()[0].who == f"telegram:{wang.id}"
    assert await says(wang, "/suggest") == wording.SUGGEST_NONE


@pytest.mark.anyio
async def test_a_refused_suggestion_stays_away_in_other_words_too(union: Federation, wang: Person, clock: Clock) -> None:
    traffic = Traffic(union.store, clock)
    traffic.asks(5, "每个月扣多少会费", entry="dues-amount", useful=True)
    await says(wang, "/suggest")
    before = union.file()
    await presses(wang, wording.SUGGEST_DROP.format(number=1))
    traffic.asks(9, "每个月要扣多少会费", entry="dues-amount", useful=True)
    assert await says(wang, "/suggest") == wording.SUGGEST_NONE
    assert union.file() == before


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("people", "text", "more"),
    [
        (4, "每个月扣多少会费", {"chosen": "dues-amount"}),  # too few
        (9, "会费标准", {"useful": True}),  # a phrasing already
        (9, "每个月扣多少会费", {"useful": False}),  # of no use
        (9, "每个月扣多少会费", {}),  # nobody confirmed it
        (9, "我是张三，" + "说来话长" * 10, {"useful": True}),  # a story
    ],
)
async def test_what_was_not_confirmed_enough_is_not_suggested(
    union: Federation, wang: Person, clock: Clock, people: int, text: str, more: dict[str, object]
) -> None:
    Traffic(union.store, clock).asks(people, text, entry="dues-amount", **more)  # type: ignore[arg-type]  # by name
    assert await says(wang, "/suggest") == wording.SUGGEST_NONE


@pytest.mark.anyio
async def test_words_that_lead_to_two_entries_are_not_suggested(union: Federation, wang: Person, clock: Clock) -> None:
    traffic = Traffic(union.store, clock)
    traffic.asks(13, "会费这个事情", "choose", "dues-back", chosen="dues-back")
    assert "会费这个事情" in await says(wang, "/suggest")
    traffic.asks(6, "会费这个事情", "choose", "dues-back", chosen="dues-amount")  # six of the thirteen change their minds
    assert await says(wang, "/suggest") == wording.SUGGEST_NONE


@pytest.mark.anyio
async def test_a_suggestion_that_harms_questions_is_made_only_after_a_look(tmp_path: Path, clock: Clock) -> None:
    answered, lost = Outcome(Decision.ANSWER, "dues-back", 0.9, "不退。"), Outcome(Decision.UNKNOWN, "", 0.1)
    harm = Impact((Shift("会费退吗", "lost", answered, lost, 12),), 9, 30)
    async with BotApi() as api, Federation(api, tmp_path, clock, lambda _: harm) as union:
        wang = api.user("王")
        union.appoint(wang)
        Traffic(union.store, clock).asks(5, "每个月扣多少会费", entry="dues-amount", useful=True)
        await says(wang, "/suggest")
        shown = await presses(wang, wording.SUGGEST_TAKE.format(number=1))
        assert "【原来能答，改后答不上来】会费退吗（12 人问过）" in shown
        assert wording.KEEP_HARM.format(count=1) in shown
        assert "每个月扣多少会费" not in union.file()
        await presses(wang, wording.KEEP_BUTTONS["yes"])
        assert "每个月扣多少会费" in union.file()
