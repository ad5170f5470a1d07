"""Filling in the real forms in conversation: one blank at a time, checked, interrupted, restarted, and the Word file."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from bot import app, wording
from bot.desk import form_routing
from bot.desk.desk import Desk
from bot.forms.validation import read
from bot.matching.knowledge_index import KnowledgeIndex
from bot.model import Decision, FieldKind, FormField, Knowledge
from bot.store.sqlite_store import SqliteStore
from tests.house import Clock, Talk

BALLOT = {
    "工会名称": "苏州某某机械有限公司工会委员会",
    "大会名称": "工会第二届第一次会员大会",
    "选举职务": "工会委员会委员",
    "应选名额": "2",
    "候选人": "王小明 委员 无\n李四 委员 无\n赵六 委员 无",
    "选举日期": "12月12日",
}


def written(talk: Talk) -> str:
    """Everything that the Word file of the last reply says."""
    assert talk.reply is not None
    word = Document(BytesIO(talk.reply.files[0].content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])


def fills(talk: Talk, values: Mapping[str, str], start: str = "填选票") -> None:
    """Begin a form and write everything into it, as far as the last look."""
    talk.says(start)
    for value in values.values():
        talk.says(value)


# ---------------------------------------------------------------- beginning


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("帮我写建会请示", "关于成立工会的请示"),
        ("填选票", "选票"),
        ("/fill 选票", "选票"),
        ("麻烦帮我填一份会员登记表", "会员登记表"),
        ("起草一份换届请示", "关于换届选举的请示"),
        ("我想写个退会申请书", "退会申请书"),
    ],
)
def test_asking_for_it_to_be_written_begins_the_form(talk: Talk, known: Knowledge, text: str, title: str) -> None:
    talk.says(text)
    document = next(one for one in known.documents if one.title == title)
    form = known.form(document.id)
    assert form is not None
    assert wording.FILL_BEGIN.format(title=title, count=len(form.fields)) in talk.heard
    assert form.fields[0].ask in talk.heard


@pytest.mark.parametrize("said", ["帮我要" * 2000, "我们我" * 2000 + "填", "填" * 6000])
def test_no_text_keeps_the_beginning_busy(said: str) -> None:
    started = time.process_time()
    assert form_routing.requested_document(said) is None or said.startswith("填")
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize("text", ["换届请示怎么写", "选票填错了怎么办", "填报集体合同要哪些材料", "写入会申请书要注意什么"])
def test_asking_how_begins_none(talk: Talk, store: SqliteStore, text: str) -> None:
    talk.says(text)
    assert store.draft(talk.conversation) is None


def test_the_button_under_a_form_begins_it(talk: Talk, store: SqliteStore) -> None:
    talk.says("选票模板")
    talk.presses(wording.SHELF_FILL)
    draft = store.draft(talk.conversation)
    assert draft is not None
    assert draft.form == "ballot"


def test_without_a_name_the_forms_are_listed_and_picked_by_number(talk: Talk, store: SqliteStore, known: Knowledge) -> None:
    reply = talk.says("/fill")
    first = next(one for one in known.documents if known.form(one.id) is not None)
    assert reply.blocks[0].items[0] == first.title
    talk.says("1")
    draft = store.draft(talk.conversation)
    assert draft is not None
    assert draft.form == first.id


def test_a_document_that_cannot_be_filled_in_is_sent_blank(talk: Talk) -> None:
    reply = talk.says("帮我填台账")
    assert (reply.decision, given(talk)) == (Decision.GUIDE, ["基层工会建家工作台账.xlsx"])
    assert wording.FILL_NOT.format(title="基层工会建家工作台账") in talk.heard


def given(talk: Talk) -> list[str]:
    """The names of the files that came with the last reply."""
    assert talk.reply is not None
    return [file.name for file in talk.reply.files]


# ---------------------------------------------------------------- to the file


def test_a_ballot_filled_in_holds_what_was_said(talk: Talk) -> None:
    fills(talk, BALLOT)
    assert "2026年12月12日" in talk.heard
    talk.says("生成")
    text = written(talk)
    for value in ("苏州某某机械有限公司工会委员会", "王小明", "李四", "赵六", "2026年12月12日"):
        assert value in text
    assert given(talk) == [wording.FILL_FILE.format(title="选票")]


@pytest.mark.parametrize(
    "hostile",
    ["{{ 7*7 }}", "{% for x in y %}", "<w:p>&amp;</w:p>", "a & b < c", "工会😀委员会", "'\"; DROP TABLE", "{_{工会}_}"],
)
def test_a_hostile_value_comes_out_as_text(talk: Talk, hostile: str) -> None:
    fills(talk, BALLOT | {"工会名称": hostile})
    talk.says("生成")
    assert hostile in written(talk)


def test_what_is_skipped_stays_for_handwriting(talk: Talk) -> None:
    fills(talk, BALLOT | {"选举日期": "跳过"})
    assert wording.FILL_BLANK in talk.heard
    talk.says("生成")
    assert "12月12日" not in written(talk)


def test_a_change_at_the_last_look_comes_back_to_it(talk: Talk) -> None:
    fills(talk, BALLOT)
    talk.says("4")
    assert wording.FILL_BEFORE.format(value="2") in talk.heard
    talk.says("1")
    assert "应选名额：1" in talk.heard
    talk.presses(wording.FILL_MAKE)
    assert given(talk)


# ---------------------------------------------------------------- steering


def test_back_asks_the_last_one_again_and_keeps_its_value_on_skip(talk: Talk) -> None:
    talk.says("填选票")
    talk.says("某某工会")
    talk.says("上一步")
    assert wording.FILL_BEFORE.format(value="某某工会") in talk.heard
    talk.presses(wording.FILL_SAME)
    assert "大会名称" in talk.heard


def test_cancel_forgets_what_was_written(talk: Talk, store: SqliteStore) -> None:
    talk.says("填选票")
    talk.says("某某工会")
    assert talk.says("取消").blocks[0].text == wording.FILL_STOPPED.format(title="选票")
    assert store.draft(talk.conversation) is None


def test_anew_begins_at_the_first_one_without_values(talk: Talk, store: SqliteStore) -> None:
    talk.says("填选票")
    talk.says("某某工会")
    talk.says("从头")
    draft = store.draft(talk.conversation)
    assert draft is not None
    assert (draft.at, draft.values) == (0, ())


def test_what_must_be_there_cannot_be_skipped(talk: Talk) -> None:
    talk.says("填选票")
    talk.says("跳过")
    assert wording.FILL_NEEDED in talk.heard


# ---------------------------------------------------------------- checks


@pytest.mark.parametrize("who", ["法定代表人", "主要行政负责人", "合伙人", "近亲属"])
def test_those_whom_jiangsu_excludes_are_refused_as_candidates(talk: Talk, who: str) -> None:
    fills(talk, dict(list(BALLOT.items())[:4]))
    talk.says(f"王小明 委员 无\n李四 委员 {who}")
    assert "《江苏省实施〈工会法〉办法》第十一条" in talk.heard
    assert "第 5 项" in talk.heard  # asked again
    talk.says(BALLOT["候选人"])
    assert "第 6 项" in talk.heard


def test_a_deputy_for_personnel_is_warned_of_and_taken(talk: Talk) -> None:
    fills(talk, dict(list(BALLOT.items())[:4]))
    talk.says("王小明 委员 分管负责人\n李四 委员 无\n赵六 委员 无")
    assert "不宜兼任工会主席" in talk.heard
    assert "第 6 项" in talk.heard


def test_fewer_candidates_than_seats_are_refused(talk: Talk) -> None:
    fills(talk, dict(list(BALLOT.items())[:4]))
    talk.says("王小明 委员 无")
    assert wording.FILL_WRONG.format(say="候选人不能比应选的名额还少，请核对。") in talk.heard


def test_votes_that_do_not_add_up_are_refused(talk: Talk) -> None:
    counts = ["98", "86", "86", "86", "85"]
    fills(talk, dict(enumerate(["会员大会", "委员", "5", "2026-12-12", *counts])), "填计票单")  # type: ignore[arg-type]  # any keys
    talk.says("3")
    assert "有效票加无效票要等于收回的选票" in talk.heard
    talk.says("1")
    assert "第 11 项" in talk.heard


@pytest.mark.parametrize("value", ["2月30日", "13月1日", "0"])
def test_what_is_no_date_is_refused_with_an_example(talk: Talk, value: str) -> None:
    fills(talk, dict(list(BALLOT.items())[:5]))
    talk.says(value)
    assert wording.FILL_DATE.format(example="2026年12月12日") in talk.heard


@pytest.mark.parametrize("value", ["32050219900101123X", "电话１３８００００００００", "卡号6222021234567890123"])
def test_personal_numbers_are_refused_and_kept_nowhere(talk: Talk, store: SqliteStore, tmp_path: Path, value: str) -> None:
    talk.says("填选票")
    talk.says(value)
    assert wording.FILL_PERSONAL in talk.heard
    store.close()
    assert value.encode() not in b"".join(path.read_bytes() for path in tmp_path.glob("jianhui.db*"))


@pytest.mark.parametrize(
    ("form", "field", "said", "stands"),
    [
        ("election-request", "新届任期", "5", "五年"),  # there is no fifth choice
        ("wage-contract", "支付方式", "转账", "银行转账"),
        ("wage-contract", "发薪日", "10号", "10"),
        ("wage-contract", "调整幅度", "5％", "5"),  # the contract has the sign already
        ("member-form", "入职日期", "去年三月一号", "2025年3月1日"),
    ],
)
def test_what_people_write_is_read_as_they_mean_it(known: Knowledge, form: str, field: str, said: str, stands: str) -> None:
    fields = known.form(form).fields
    assert read(next(one for one in fields if one.name == field), said, date(2026, 11, 26)) == stands


def test_an_edit_of_what_was_taken_is_not_the_next_value(talk: Talk, store: SqliteStore) -> None:
    talk.says("填选票")
    talk.says("苏州某某工会委员会")
    reply = talk.edits("苏州某某机械工会委员会")
    assert reply.blocks[0].text == wording.FILL_EDITED
    assert "第 2 项" in talk.heard
    kept = store.draft(talk.conversation)
    assert kept is not None
    assert dict(kept.values) == {"工会名称": "苏州某某工会委员会"}


def test_an_edit_of_what_was_refused_is_its_value(talk: Talk) -> None:
    talk.says("填选票")
    talk.says("2")
    talk.edits("苏州某某机械工会委员会")
    assert "第 2 项" in talk.heard


def test_asked_for_a_person_within_a_form_what_was_answered_before_is_not_passed_on(talk: Talk, store: SqliteStore) -> None:
    talk.says("公司只有十几个人能建工会吗")
    talk.says("填选票")
    talk.says("人工")
    assert wording.HUMAN_ASK in talk.heard
    assert store.handovers() == ()


@pytest.mark.parametrize("said", ["谢谢", "你好", "你是机器人吗"])
def test_politeness_is_not_written_into_a_form(said: str, talk: Talk, store: SqliteStore) -> None:
    talk.says("填选票")
    talk.says(said)
    assert wording.FILL_WAITS.format(title="选票") in talk.heard
    talk.says("苏州某某工会委员会")
    assert "第 2 项" in talk.heard


def test_a_number_typed_for_a_name_is_refused(talk: Talk) -> None:
    talk.says("填选票")
    talk.says("2")  # meant for a list that was shown before
    assert "这一项请填文字" in talk.heard
    assert "第 1 项" in talk.heard


def test_of_the_rows_that_do_not_add_up_each_is_named(talk: Talk) -> None:
    talk.says("填计票单")
    for value in ("第二届第一次会员大会", "委员", "2", "12月12日", "98", "86", "86", "86", "85", "1", "甲 80 4 1\n乙 80 4 2"):
        talk.says(value)
    assert wording.FILL_ROWS_OFF.format(rows=wording.FILL_ROW_NAMED.format(number=2, name="乙"), total="85") in talk.heard


def test_too_long_a_text_is_refused_with_its_length(talk: Talk) -> None:
    talk.says("填选票")
    talk.says("工" * 10_000)
    assert wording.FILL_LONG.format(count=10_000, most=60) in talk.heard


# ---------------------------------------------------------------- in between


def test_a_question_in_between_is_answered_and_the_form_goes_on_where_it_was(talk: Talk) -> None:
    talk.says("填选票")
    talk.says("某某工会")
    reply = talk.says("公司只有十几个人能建工会吗")
    assert reply.decision is Decision.ANSWER
    assert wording.FILL_WAITS.format(title="选票") in talk.heard
    talk.presses(wording.FILL_GO)
    assert "大会名称" in talk.heard


@pytest.mark.parametrize("text", ["人工", "帮助", "/guides", "给我建会指南"])
def test_what_works_at_any_moment_works_here(talk: Talk, store: SqliteStore, text: str) -> None:
    talk.says("填选票")
    talk.says(text)
    draft = store.draft(talk.conversation)
    assert draft is not None
    assert draft.values == ()
    assert wording.FILL_WAITS.format(title="选票") in talk.heard


def test_the_next_day_a_text_is_a_question_and_the_form_waits(talk: Talk) -> None:
    talk.says("填选票")
    talk.says("某某工会")
    talk.waits(24 * 3600)
    talk.says("工会第二届第一次会员大会")
    talk.says("继续填")
    assert "第 2 项" in talk.heard  # it didn't go into the blank


def test_after_a_week_the_draft_is_gone(talk: Talk) -> None:
    talk.says("填选票")
    talk.says("某某工会")
    talk.waits(8 * 24 * 3600)
    talk.opens("v:go")
    assert talk.heard == wording.FILL_GONE


def test_another_form_is_not_begun_over_one_that_is_half_done(talk: Talk, store: SqliteStore) -> None:
    talk.says("填选票")
    talk.says("某某工会")
    talk.says("/fill 退会申请书")
    assert wording.FILL_RESUME.format(title="选票", done=1, count=6) in talk.heard
    assert talk.labels == [wording.FILL_GO, wording.FILL_AGAIN, wording.FILL_STOP]


def test_a_restart_in_the_middle_loses_nothing(index: KnowledgeIndex, tmp_path: Path, clock: Clock) -> None:
    for number, value in enumerate(["填选票", *BALLOT.values(), "生成"]):
        opened = SqliteStore(tmp_path / "restarted.db", clock=clock)
        talk = Talk(Desk(lambda: index, opened, clock, app.write), clock)
        talk._sent = number
        talk.says(value)
        opened.close()
    assert "王小明" in written(talk)


def test_what_is_written_into_a_form_is_never_recorded_as_a_question(talk: Talk, store: SqliteStore) -> None:
    fills(talk, BALLOT)
    talk.says("生成")
    kept = [store.recorded(number) for number in range(1, 30)]
    assert [one.text for one in kept if one is not None and one.text != "填选票"] == []


# ---------------------------------------------------------------- every form


def example(field: FormField) -> str:
    """What a field's own example says."""
    if field.kind is FieldKind.CHOICE:
        return field.choices[0]
    return field.example or {FieldKind.DATE: "2026年12月5日", FieldKind.NUMBER: str(field.least or 1)}.get(field.kind, "试填")


def test_every_form_can_be_filled_in_with_its_own_examples(
    index: KnowledgeIndex, known: Knowledge, store: SqliteStore, clock: Clock
) -> None:
    stuck = []
    for form in known.forms:
        talk = Talk(Desk(lambda: index, store, clock, app.write), clock, f"telegram:{form.document}")
        talk.opens(f"w:{form.document}")
        for field in form.fields:
            talk.says(example(field))
        talk.says("生成")
        if not given(talk):
            stuck.append((form.document, talk.heard[:60]))
    assert stuck == []
    assert len(known.forms) >= 12


@pytest.fixture
def talker(desk: Desk, clock: Clock) -> Callable[[str], Talk]:
    return lambda conversation: Talk(desk, clock, conversation)


def test_two_people_fill_in_beside_each_other(talker: Callable[[str], Talk]) -> None:
    li, wang = talker("telegram:1"), talker("telegram:2")
    for talk, name in ((li, "甲工会"), (wang, "乙工会")):
        talk.says("填选票")
        talk.says(name)
    li.says("上一步")
    assert wording.FILL_BEFORE.format(value="甲工会") in li.heard
