"""Forms as hurried people fill them in: several values at once, everyday words, second thoughts, a question in between."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from bot import wording
from bot.model import Draft, FieldKind, Form, Knowledge
from bot.store.sqlite_store import SqliteStore
from tests.house import Talk

SLOPPY = yaml.safe_load((Path(__file__).parent / "spoken" / "forms.yaml").read_text("utf-8"))
MOST = 1.3
"""Messages a field."""


def open_draft(store: SqliteStore, talk: Talk) -> Draft:
    """What is being filled in."""
    draft = store.draft(talk.conversation)
    assert draft is not None
    return draft


def values(store: SqliteStore, talk: Talk) -> dict[str, object]:
    """What was written so far, by field."""
    return dict(open_draft(store, talk).values)


def patiently(talk: Talk, store: SqliteStore, form: Form, says: Sequence[str]) -> int:
    """Say all of it, and where that isn't taken, what the prompt gives as an example; how many messages it took."""
    talk.opens(f"w:{form.document}")
    turns = 0
    waiting = list(says)
    while open_draft(store, talk).at < len(form.fields) and turns < 3 * len(form.fields):
        before = open_draft(store, talk)
        said = waiting.pop(0) if waiting else ""
        field = form.fields[before.at]
        if said:
            talk.says(said)
            turns += 1
        after = open_draft(store, talk)
        if not said or (after.at, after.values) == (before.at, before.values):
            talk.says(field.example or (field.choices[0] if field.kind is FieldKind.CHOICE else "2026年12月5日"))
            turns += 1
    return turns


@pytest.mark.parametrize("case", SLOPPY, ids=lambda case: case["form"])
def test_a_form_takes_few_more_messages_than_it_has_fields(
    case: dict[str, list[str]], talk: Talk, store: SqliteStore, known: Knowledge
) -> None:
    form = known.form(str(case["form"]))
    assert form is not None
    turns = patiently(talk, store, form, case["says"])
    assert open_draft(store, talk).at == len(form.fields)
    assert turns <= MOST * len(form.fields), f"{turns} messages for {len(form.fields)} fields"
    talk.says("生成")
    assert talk.reply is not None
    assert talk.reply.files


def begun(talk: Talk, store: SqliteStore, known: Knowledge, document: str, field: str, **held: str) -> Form:
    """A form whose fields before that one are filled in with their examples, or what `held` says."""
    form = known.form(document)
    assert form is not None
    talk.opens(f"w:{document}")
    for one in form.fields[: next(at for at, one in enumerate(form.fields) if one.name == field)]:
        talk.says(held.get(one.name) or one.example or (one.choices or ("2026年12月5日",))[0])
    assert form.fields[open_draft(store, talk).at].name == field
    return form


# ---------------------------------------------------------------- what is read back


@pytest.mark.parametrize(
    ("said", "stands", "read_back"),
    [("三百二", "320", "职工总数 320人"), ("一千五", "1500", "职工总数 1500人"), ("两百六", "260", "职工总数 260人")],
)
def test_a_spoken_number_is_read_back_in_full(
    said: str, stands: str, read_back: str, talk: Talk, store: SqliteStore, known: Knowledge
) -> None:
    begun(talk, store, known, "election-request", "职工总数")
    talk.says(said)
    assert values(store, talk)["职工总数"] == stands
    assert read_back in talk.heard


def test_a_day_is_read_back_with_its_weekday(talk: Talk, store: SqliteStore, known: Knowledge) -> None:
    begun(talk, store, known, "election-request", "本届开始日期")
    talk.says("23年12月20")
    assert "2023年12月20日（星期三）" in talk.heard


@pytest.mark.parametrize("said", ["18号", "明年三月", "2024.5", "年底", "12月中旬"])
def test_a_day_that_is_not_certain_is_asked_back(said: str, talk: Talk, store: SqliteStore, known: Knowledge) -> None:
    begun(talk, store, known, "election-request", "本届开始日期")
    talk.says(said)
    assert "本届开始日期" not in values(store, talk)


def test_what_was_typed_as_it_stands_is_not_read_back(talk: Talk, store: SqliteStore, known: Knowledge) -> None:
    begun(talk, store, known, "election-request", "工会名称")
    talk.says("甲公司工会委员会")
    assert "记下了" not in talk.heard


# ---------------------------------------------------------------- the field's own words


@pytest.mark.parametrize(
    ("document", "field", "said", "stands"),
    [
        ("election-request", "党组织情况", "还没批", "正在报请研究"),
        ("election-request", "党组织情况", "没有党组织", "单位没有建立党组织"),
        ("setup-request", "党组织情况", "没有党组织", "尚未建立党组织"),
        ("setup-application", "单位性质", "私企", "民营企业"),
        ("setup-application", "单位性质", "我们是外资企业", "外商投资企业"),
        ("join-application", "会员情况", "不太确定", "记不清"),
        ("founding-report", "女职工数", "没有女的", "0"),
    ],
)
def test_everyday_words_are_answers(
    document: str, field: str, said: str, stands: str, talk: Talk, store: SqliteStore, known: Knowledge
) -> None:
    begun(talk, store, known, document, field)
    talk.says(said)
    assert values(store, talk)[field] == stands
    assert stands in talk.heard


@pytest.mark.parametrize("said", ["没有意见吗", "无所谓", "没有钱"])
def test_words_of_another_sense_choose_nothing(said: str, talk: Talk, store: SqliteStore, known: Knowledge) -> None:
    begun(talk, store, known, "election-request", "党组织情况")
    talk.says(said)
    assert "党组织情况" not in values(store, talk)


@pytest.mark.parametrize("said", ["还没定", "不太确定", "跳过", "待定", "还没批", "空着吧"])
def test_what_is_not_known_yet_leaves_an_optional_blank(said: str, talk: Talk, store: SqliteStore, known: Knowledge) -> None:
    form = begun(talk, store, known, "election-request", "开会日期")
    talk.says(said)
    assert "开会日期" not in values(store, talk)
    assert form.fields[open_draft(store, talk).at].name == "大会形式"


def test_after_two_refusals_the_blank_can_be_left_for_later(talk: Talk, store: SqliteStore, known: Knowledge) -> None:
    form = begun(talk, store, known, "election-request", "职工总数")
    talk.says("十几个")
    assert wording.FILL_LATER not in talk.labels
    talk.says("大概三百")
    assert wording.FILL_STUCK.format(count=2) in talk.heard
    assert wording.FILL_PERSON in talk.labels
    talk.presses(wording.FILL_LATER)
    assert form.fields[open_draft(store, talk).at].name == "会员人数"
    assert "职工总数" not in values(store, talk)


# ---------------------------------------------------------------- several at once


def test_named_values_go_to_their_fields(talk: Talk, store: SqliteStore, known: Knowledge) -> None:
    begun(talk, store, known, "election-request", "工会名称")
    talk.says("工会名称：甲公司工会委员会，届次：第二届\n职工总数：三百二")
    held = values(store, talk)
    assert (held["工会名称"], held["本届届次"], held["职工总数"]) == ("甲公司工会委员会", "第二届", "320")
    assert "第 4 项" in talk.heard


def test_words_before_numbers_choose_the_fields(talk: Talk, store: SqliteStore, known: Knowledge) -> None:
    begun(talk, store, known, "setup-request", "职工总数")
    talk.says("一共86，愿意入会70，女的32")
    held = values(store, talk)
    assert (held["职工总数"], held["女职工数"], held["拟入会人数"]) == ("86", "32", "70")


@pytest.mark.parametrize("said", ["320人，260，还有别的", "320 蓝色 17"])
def test_what_does_not_divide_is_asked_back_whole(said: str, talk: Talk, store: SqliteStore, known: Knowledge) -> None:
    begun(talk, store, known, "election-request", "职工总数")
    before = values(store, talk)
    talk.says(said)
    assert values(store, talk) == before


def test_a_check_refuses_all_of_several_values(talk: Talk, store: SqliteStore, known: Knowledge) -> None:
    begun(talk, store, known, "setup-request", "职工总数")
    talk.says("86人，女的一百二")
    assert "职工总数" not in values(store, talk)
    assert "数据有矛盾" in talk.heard


# ---------------------------------------------------------------- second thoughts


def test_an_earlier_one_is_changed_by_its_number_and_the_form_goes_on(talk: Talk, store: SqliteStore, known: Knowledge) -> None:
    begun(talk, store, known, "election-request", "会员人数")
    talk.says("改第三项")
    assert "第 3 项" in talk.heard
    talk.says("第二届")
    assert "第 7 项" in talk.heard
    assert values(store, talk)["本届届次"] == "第二届"


@pytest.mark.parametrize("said", ["第六项改成两百", "把职工总数改成两百", "改成200", "不对，是两百人"])
def test_a_value_is_changed_in_one_message(said: str, talk: Talk, store: SqliteStore, known: Knowledge) -> None:
    begun(talk, store, known, "election-request", "会员人数")
    talk.says(said)
    assert values(store, talk)["职工总数"] == "200"
    assert "职工总数 200人" in talk.heard
    assert "第 7 项" in talk.heard


# ---------------------------------------------------------------- in between


@pytest.mark.parametrize("said", ["换届请示帮我填", "园区总工会吧 不太确定", "2023.12.20"])
def test_what_is_no_name_is_not_written(said: str, talk: Talk, store: SqliteStore, known: Knowledge) -> None:
    begun(talk, store, known, "ballot", "工会名称")
    talk.says(said)
    assert values(store, talk) == {}


def test_values_after_a_question_in_between_go_to_the_form(talk: Talk, store: SqliteStore, known: Knowledge) -> None:
    begun(talk, store, known, "election-request", "职工总数")
    talk.says("公司只有十几个人能建工会吗")
    assert wording.FILL_WAITS.format(title="关于换届选举的请示") in talk.heard
    talk.says("三百二")
    talk.says("260")
    held = values(store, talk)
    assert (held["职工总数"], held["会员人数"]) == ("320", "260")
    assert store.handovers() == ()


def test_a_name_after_a_question_in_between_is_no_question_for_people(talk: Talk, store: SqliteStore, known: Knowledge) -> None:
    begun(talk, store, known, "ballot", "工会名称")
    talk.says("工会经费怎么收？")
    talk.says("苏州某某电子有限公司工会委员会")
    assert values(store, talk) == {"工会名称": "苏州某某电子有限公司工会委员会"}
    assert store.handovers() == ()


def test_naming_a_form_first_begins_it(talk: Talk, store: SqliteStore) -> None:
    talk.says("换届请示帮我填一下")
    assert open_draft(store, talk).form == "election-request"


def at_kind(talk: Talk, store: SqliteStore, known: Knowledge, kind: FieldKind) -> str:
    """Begin a form, and fill it in up to its first blank of that kind; the blank's name."""
    form = next(one for one in known.forms if any(field.kind is kind for field in one.fields))
    talk.opens(f"w:{form.document}")
    while (field := form.fields[open_draft(store, talk).at]).kind is not kind:
        talk.says(field.example or (field.choices[0] if field.kind is FieldKind.CHOICE else "2026年12月5日"))
    return field.name


@pytest.mark.parametrize(
    ("kind", "value"), [(FieldKind.NUMBER, "42"), (FieldKind.DATE, "2026年12月5日"), (FieldKind.TEXT, "晨光")]
)
@pytest.mark.parametrize("asked_before", [False, True])
def test_after_a_call_for_a_person_a_bare_value_is_still_the_forms(
    kind: FieldKind, value: str, asked_before: bool, talk: Talk, store: SqliteStore, known: Knowledge
) -> None:
    if asked_before:
        talk.says("工会经费怎么交")
    name = at_kind(talk, store, known, kind)
    talk.says("人工")
    talk.says(value)
    assert wording.FILL_NOT_PASSED in talk.heard
    assert name in values(store, talk)
    assert store.handovers("open", "") == ()


def test_what_asks_goes_to_the_person_and_the_form_waits(talk: Talk, store: SqliteStore, known: Knowledge) -> None:
    at_kind(talk, store, known, FieldKind.NUMBER)
    talk.says("人工")
    talk.says("我们厂的党支部还没批下来，这张表现在能不能先交")
    assert len(store.handovers("open", "")) == 1
    talk.says("继续填")
    assert open_draft(store, talk).values is not None
