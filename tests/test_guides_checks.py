"""Sets of values that agree and that contradict themselves, through the readers and rules of the real forms."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml

from bot.content import loader
from bot.forms.checking import failed
from bot.forms.validation import read
from bot.model import FieldKind, Form, Knowledge
from bot.model.form_values import Value
from tests.house import ROOT

TODAY = date(2026, 11, 26)
TEXTS = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Ten times as fast where the library is built with it."""
TABLE = yaml.load((ROOT / "tests" / "golden_checks.yaml").read_text("utf-8"), TEXTS)  # noqa: S506  # text only
SETS: list[tuple[str, str, bool, dict[str, Any]]] = [
    (half, one["form"], kind == "right", given)
    for half in ("seen", "held")
    if half in TABLE
    for one in TABLE[half]
    for kind in ("right", "wrong")
    for given in one.get(kind, ())
]


@pytest.fixture(scope="module")
def forms() -> dict[str, Form]:
    known: Knowledge = loader.readable(ROOT / "knowledge", ROOT / "guides", TODAY)[0]
    return {form.document: form for form in known.forms}


def told(form: Form, given: dict[str, str]) -> list[str]:
    """What is said of the form's examples with these values in their place; an empty one leaves the blank."""
    strange = set(given) - {field.name for field in form.fields} - {"says"}
    assert not strange, strange
    values: dict[str, Value] = {}
    for field in form.fields:
        usual = field.choices[0] if field.kind is FieldKind.CHOICE else field.example
        if text := given.get(field.name, usual):
            values[field.name] = read(field, text, TODAY)
    return [check.say for check in failed(form, values)]


def test_the_table_is_large_enough() -> None:
    assert sum(right for _, _, right, _ in SETS) >= 150
    assert sum(not right for _, _, right, _ in SETS) >= 150


@pytest.mark.parametrize(("half", "name", "right", "given"), SETS, ids=[f"{one[1]}-{at}" for at, one in enumerate(SETS)])
def test_a_set_of_values_is_told_of_only_when_it_contradicts_itself(
    forms: dict[str, Form], half: str, name: str, right: bool, given: dict[str, str]
) -> None:
    said = told(forms[name], given)
    if right:
        assert said == []
    else:
        assert any(given["says"] in one for one in said), said
