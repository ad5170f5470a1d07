"""The knowledge out as a table and back in, by the command on a copy of the knowledge folder."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from bot import wording
from tests.house import ROOT, jianhui

SMALL = """topic: 会费
entries:
  - id: dues-one
    question: 会费每个月交多少
    phrasings: [会费标准, 会费几块钱]
    answer: |
      按规定交。

      =1+1 不是公式。
    steps:
      - 先登记
      - |
        再缴费
        ↳ 留好收据
    sources:
      - {law: 甲法, version: 2021修正, article: 第十一条}
    status: verified
    reviewed: 2026-11-22
  # 退费的事问得少
  - {id: "007", question: 离职以后会费能退吗, answer: 不退。, phrasings: [1-3, =cmd, _x000D_, "true"]}
"""


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the command in a folder with a small knowledge of its own."""
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "dues.yaml").write_text(SMALL, "utf-8")
    (tmp_path / "knowledge" / "cases.yaml").write_text((ROOT / "knowledge" / "cases.yaml").read_text("utf-8"), "utf-8")
    options = ("--data", "data", "--knowledge", "knowledge", "--guides", "guides")
    return lambda *arguments: jianhui(*options, *arguments, home=tmp_path, JIANHUI_ENCODER="off")


@pytest.fixture
def whole(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the command over the repository's own knowledge."""
    options = ("--data", "data", "--knowledge", str(ROOT / "knowledge"), "--guides", str(ROOT / "guides"))
    return lambda *arguments: jianhui(*options, *arguments, home=tmp_path)


def edit(file: Path, *cells: tuple[str, int, str, object]) -> None:
    """Change cells of a workbook: the sheet, the row, the heading of the column, and the new value."""
    book = openpyxl.load_workbook(file)
    for sheet, row, head, value in cells:
        heads = [cell.value for cell in book[sheet][1]]
        book[sheet].cell(row, heads.index(head) + 1).value = value  # type: ignore[assignment]  # what a person types
    book.save(file)


def said(done: subprocess.CompletedProcess[str]) -> str:
    """What the command printed, once nothing went wrong unasked."""
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout + done.stderr


# ---------------------------------------------------------------- nothing is lost


@pytest.mark.parametrize("name", ["k.xlsx", "k.csv"])
def test_what_goes_out_comes_back_the_same(name: str, whole: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    assert whole("export", name).returncode == 0
    done = whole("import", name)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == wording.EXCHANGE_SAME


def test_a_table_that_libreoffice_saved_comes_back_the_same(
    whole: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) isn't installed")
    whole("export", "k.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", "saved", "k.xlsx"]
    subprocess.run(command, check=True, capture_output=True, timeout=120, cwd=tmp_path)
    assert (tmp_path / "saved" / "k.xlsx").read_bytes() != (tmp_path / "k.xlsx").read_bytes()
    assert said(whole("import", "saved/k.xlsx")).splitlines()[-1] == wording.EXCHANGE_SAME


def test_what_looks_like_formulas_and_dates_stays_text(
    run: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    run("export", "k.xlsx")
    row = [cell for cell in openpyxl.load_workbook(tmp_path / "k.xlsx")["会费"][3] if cell.value]
    assert row[0].value == "007"
    assert {(cell.data_type, cell.number_format, bool(cell.quotePrefix)) for cell in row} == {("s", "@", True)}
    run("export", "k.csv")
    assert "'007," in (tmp_path / "k.csv").read_text("utf-8-sig")
    edit(tmp_path / "k.xlsx", ("会费", 1, "编号", "编号"))
    assert said(run("import", "k.xlsx")).splitlines()[-1] == wording.EXCHANGE_SAME
    assert said(run("import", "k.csv")).splitlines()[-1] == wording.EXCHANGE_SAME
