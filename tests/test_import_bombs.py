"""Office files made to hang what reads them: read in the time of their size, or refused with a sentence."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from bot import wording
from tests.house import Run, inside

KNOWLEDGE = "topic: 会费\nentries:\n  - id: dues-one\n    question: 会费怎么交？\n    answer: 按规定交。\n"
ALL = "A1:XFD1048576"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "dues.yaml").write_text(KNOWLEDGE, "utf-8")
    command = inside(tmp_path, monkeypatch, capsys)
    return lambda *line, typed="": command(
        "--data", "data", "--knowledge", "knowledge", "--guides", "guides", *line, typed=typed
    )


def changed(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """An Office file with one of its parts changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return made.getvalue()


def book(more: str, encoding: str = "utf-8") -> bytes:
    """A table of ours with something after its rows."""
    made, kept = openpyxl.Workbook(), io.BytesIO()
    made.active.append(["编号", "问题", "答案"])
    made.active.append(["dues-one", "会费怎么交？", "照旧。"])
    made.save(kept)

    def change(xml: bytes) -> bytes:
        text = xml.decode().partition("?>")[2] if xml.startswith(b"<?xml") else xml.decode()
        text = text.replace("</sheetData>", f"</sheetData>{more}")
        return f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding)

    return changed(kept.getvalue(), "xl/worksheets/sheet1.xml", change)


@pytest.mark.parametrize(
    "content",
    [
        book(f'<mergeCells><mergeCell ref="{ALL}"/></mergeCells>'),
        book(f'<mergeCells><mergeCell ref="{ALL}"/></mergeCells>', "utf-16"),  # no byte of it looks like what it says
        book(f'<hyperlinks><hyperlink ref="{ALL}" location="x"/></hyperlinks>'),
        book('<hyperlinks><hyperlink ref="A:XFD" location="x"/></hyperlinks>'),
        book("<mergeCells>" + "".join(f'<mergeCell ref="A{n}:XFD{n + 9}"/>' for n in range(1, 9000, 10)) + "</mergeCells>"),
    ],
    ids=["merged", "utf-16", "links", "columns", "many"],
)
def test_a_sheet_merged_or_linked_without_end_is_refused(run: Run, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "table.xlsx").write_bytes(content)
    done = run("import", "table.xlsx")
    assert (done.returncode, done.stderr) == (1, wording.EXCHANGE_COVERED.format(file="table.xlsx") + "\n")


def test_a_sheet_merged_as_people_do_is_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "table.xlsx").write_bytes(book('<mergeCells><mergeCell ref="A9:XFD12"/></mergeCells>'))
    done = run("import", "table.xlsx")
    assert "改 1 条" in done.stdout, done.stderr


# ---------------------------------------------------------------- Word


def cell(text: str, properties: str = "") -> str:
    """A cell."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def table(*rows: str) -> str:
    """A table of these rows' cells."""
    return "<w:tbl><w:tblPr/><w:tblGrid/>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl><w:p/>"


def word(body: str) -> bytes:
    """A document that says this."""
    kept = io.BytesIO()
    docx.Document().save(kept)
    return changed(kept.getvalue(), "word/document.xml", lambda xml: xml.replace(b"<w:sectPr", body.encode() + b"<w:sectPr", 1))


def candidates(folder: Path) -> list[str]:
    """What the table of candidates says, a line a row."""
    name = wording.EXCHANGE_CANDIDATE_SHEET
    sheet = openpyxl.load_workbook(folder / f"a-{name}.xlsx")[name]
    return ["|".join(str(value) for value in row) for row in sheet.values]


PAIR = cell("会费可以免吗？"), cell("可以免。")


@pytest.mark.parametrize(
    "body",
    [
        table(cell("题", '<w:gridSpan w:val="2000000000"/>') + cell("甲")) + table("".join(PAIR)),
        table(PAIR[0] + cell("可以免。", '<w:gridSpan w:val="-5"/>'), cell("乙", '<w:gridSpan w:val="x"/>')),
        table("<w:trPr><w:gridBefore w:val='2000000000'/></w:trPr>" + "".join(PAIR)),
        table(
            cell("会费可以免吗？", '<w:vMerge w:val="restart"/>') + cell("可以免。"),
            *[cell("", "<w:vMerge/>") + cell("")] * 3000,
        ),
        "<w:p>" + "<w:r><w:t>字</w:t></w:r>" * 200_000 + "</w:p>" + table("".join(PAIR)),
    ],
    ids=["spans", "no numbers", "before", "merged down", "runs"],
)
def test_a_word_file_of_any_make_is_read_in_the_time_of_its_size(run: Run, tmp_path: Path, body: str) -> None:
    (tmp_path / "a.docx").write_bytes(word(body))
    done = run("import", "a.docx")
    assert done.returncode == 0, done.stderr
    rows = candidates(tmp_path)
    assert any("会费可以免吗？" in row and "可以免。" in row for row in rows)


def test_words_put_in_while_changes_were_tracked_are_read_and_those_taken_out_arent(run: Run, tmp_path: Path) -> None:
    inserted = "<w:ins><w:r><w:t>不可以</w:t></w:r></w:ins><w:del><w:r><w:delText>可以</w:delText></w:r></w:del>"
    said = (
        "<w:p><w:r><w:t>问：会费可以免吗？</w:t></w:r></w:p><w:p><w:r><w:t>答：</w:t></w:r>"
        + inserted
        + "<w:r><w:t>免。</w:t></w:r></w:p>"
    )
    (tmp_path / "a.docx").write_bytes(word(said))
    run("import", "a.docx")
    rows = candidates(tmp_path)
    assert any("|不可以免。|" in row for row in rows)
