"""tools/contradictions.py: the same said with another figure or another duty is listed, what only looks like it isn't."""

from pathlib import Path

import pytest

from tools.contradictions import main

ENTRY = "  - id: {}\n    answer: |\n      {}\n    status: verified\n"
FIRM = "建立工会的用人单位应当于每月15日前按上月全部职工工资总额向工会拨缴经费。"


def pairs(tmp_path: Path, capsys: pytest.CaptureFixture[str], *answers: str) -> str:
    """What the command prints about entries with those answers."""
    entries = "".join(ENTRY.format(f"entry-{number}", answer) for number, answer in enumerate(answers))
    (tmp_path / "some.yaml").write_text(f"topic: 某事\nentries:\n{entries}", "utf-8")
    assert main(["--knowledge", str(tmp_path)]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("other", "count"),
    [
        (FIRM.replace("15日", "10日"), 1),  # another figure
        (FIRM.replace("应当", "可以"), 1),  # another duty
        (FIRM, 0),
        (FIRM.replace("15日", "十五日"), 0),  # the same figure in numerals
        (FIRM.replace("于每月15日前", ""), 0),  # less said is no contradiction
        (FIRM.replace("15日", "15日或者20日"), 0),  # one out of a list agrees
        ("女职工10人以上的，应当建立女职工委员会，代表和维护女职工的利益。", 0),  # about something else
    ],
)
def test_the_same_with_another_figure_or_duty_is_listed(
    other: str, count: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = pairs(tmp_path, capsys, FIRM, other)
    assert f" {count} pairs to read" in out
    assert ("some.yaml:5 [entry-0]" in out, "some.yaml:9 [entry-1]" in out) == (count == 1, count == 1)


def test_an_entry_and_its_variants_may_differ(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    variant = f"{FIRM}\n    variants:\n      - when: big\n        answer: |\n          {FIRM.replace('15日', '10日')}"
    assert " 0 pairs to read" in pairs(tmp_path, capsys, variant)
