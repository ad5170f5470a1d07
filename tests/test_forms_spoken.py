"""Numbers and days as people say them: read rightly or asked back, never wrong without a word."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.forms.validation import RefusedError, read
from bot.model import FieldKind, FormField

TODAY = date(2026, 11, 26)
"""A Thursday."""
TABLES = Path(__file__).parent / "spoken"
FEWEST = 400
"""Forms in all tables."""


def table(name: str) -> list[tuple[str, str]]:
    """What is said, and what it stands for: ? when it must be asked back."""
    lines = [line for line in (TABLES / f"{name}.txt").read_text("utf-8").splitlines() if not line.startswith("#")]
    parted = [line.partition(": ") for line in lines]
    return [(said, meant) for meant, _, forms in parted for said in forms.split(" | ")]


def taken(said: str, kind: FieldKind) -> str:
    """What a blank of that kind makes of a text; ? when it asks back."""
    field = FormField("职工总数" if kind is FieldKind.NUMBER else "开会日期", "？", kind, least=0, unit="")
    try:
        return str(read(field, said, TODAY))
    except RefusedError:
        return "?"


def stands(meant: str, kind: FieldKind) -> str:
    """A table's value as it stands in a document."""
    if kind is FieldKind.NUMBER or meant == "?":
        return meant
    day = date.fromisoformat(meant)
    return f"{day.year}年{day.month}月{day.day}日"


@pytest.mark.parametrize("half", ["tuned", "held"])
@pytest.mark.parametrize(("kind", "name"), [(FieldKind.NUMBER, "numbers"), (FieldKind.DATE, "dates")])
def test_spoken_values_are_read_rightly_or_asked_back(kind: FieldKind, name: str, half: str) -> None:
    rows = [(said, stands(meant, kind), taken(said, kind)) for said, meant in table(f"{name}_{half}")]
    wrong = [row for row in rows if row[2] not in (row[1], "?")]
    needlessly = [row for row in rows if row[2] == "?" != row[1]]
    assert wrong == []
    assert len(needlessly) <= 0.02 * len(rows)


def test_there_are_enough_forms_to_say_so() -> None:
    assert sum(len(table(f"{name}_{half}")) for name in ("numbers", "dates") for half in ("tuned", "held")) >= FEWEST


@pytest.mark.parametrize(
    ("said", "stands"), [("百分之五", "5"), ("百分之五点五", "5.5"), ("6个点", "6"), ("３％", "3"), ("百分之十二", "12")]
)
def test_a_percentage_is_written_without_its_sign(said: str, stands: str) -> None:
    assert read(FormField("调整幅度", "？", FieldKind.TEXT, example="5", unit="%"), said, TODAY) == stands


@pytest.mark.parametrize(
    ("said", "stands"), [("1", "第一届"), ("第3届", "第三届"), ("十二届", "第十二届"), ("第一届", "第一届")]
)
def test_a_term_is_written_as_the_form_writes_it(said: str, stands: str) -> None:
    assert read(FormField("届次", "？", example="第一届"), said, TODAY) == stands


@pytest.mark.parametrize(
    ("name", "example", "said"),
    [
        ("工会名称", "某某公司工会委员会", "换届请示帮我填"),
        ("届次", "第一届", "2023.12.20"),
        ("上级工会名称", "某某街道总工会", "园区总工会吧 不太确定"),
        ("主持人", "王五", "这个填谁"),
        ("开会地点", "公司会议室", "可能在食堂"),
        ("法定代表人", "张三", "三百二"),
        ("姓名", "王小明", "给我发一份选票"),
    ],
)
def test_what_reads_as_something_else_is_no_name(name: str, example: str, said: str) -> None:
    with pytest.raises(RefusedError):
        read(FormField(name, "？", example=example), said, TODAY)


@pytest.mark.parametrize(
    "name",
    [
        "苏州好帮手家政有限公司工会",
        "张给力",
        "吴江酒吧行业工会联合会",
        "万达广场工会",
        "二十一世纪公司工会",
        "王帮",
        "五一路小学工会",
    ],
)
def test_an_unusual_name_is_taken_all_the_same(name: str) -> None:
    assert read(FormField("工会名称", "？", example="某某公司工会委员会"), name, TODAY) == name
