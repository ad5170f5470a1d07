"""A report of titled tables as a Word file and as an Excel file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

_FONT = "仿宋"
_HEADING = "黑体"
_WIDEST = 60
"""Characters up to which a column of a sheet is widened."""
_LINE = 15
"""Points of height of a line in a cell."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report: its title, what is said before the table, and the table."""

    title: str
    lines: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def word(title: str, opening: Sequence[str], sections: Sequence[Section]) -> bytes:
    """The report as a Word file."""
    from docx import Document  # late: it costs a tenth of a second, and only reports need it
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)  # the library's own is an American sheet
    normal = document.styles["Normal"]
    normal.font.size = Pt(12)
    _typeface(normal, _FONT)
    heading = document.add_paragraph(title)
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    heading.runs[0].font.size = Pt(18)
    _typeface(heading.runs[0], _HEADING)
    for line in opening:
        _paragraph(document, line)
    for section in sections:
        run = document.add_paragraph().add_run(section.title)
        run.font.size = Pt(14)
        _typeface(run, _HEADING)
        for line in section.lines:
            _paragraph(document, line)
        if section.rows:
            _table(document, section)
    return _saved(document)


def excel(sections: Sequence[Section]) -> bytes:
    """The report as an Excel file, a sheet a section."""
    from openpyxl import Workbook  # late, as above
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.properties import PageSetupProperties

    book = Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    for section in sections:
        sheet = book.create_sheet(section.title[:31])  # Excel's longest name of a sheet
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToHeight = 0  # as many pages as it takes, each as wide as the sheet
        for line in section.lines:
            sheet.append([line])
        if section.rows:
            sheet.append(list(section.header))
            for cell in sheet[sheet.max_row]:
                cell.font = Font(bold=True)
        for row in section.rows:
            # what people wrote may begin with = or +: a text is no formula
            sheet.append([int(value) if value.isascii() and value.isdigit() else value for value in row])
            for cell in sheet[sheet.max_row]:
                cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        _widen(sheet, section)
    return _saved(book)


def _widen(sheet: Any, section: Section) -> None:
    """Make columns as wide as what is in them; sentences with no table below them are set in one column."""
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    if not section.rows:
        sheet.column_dimensions["A"].width = _WIDEST
        for (cell,) in sheet.iter_rows(max_col=1):
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            # not every program makes a row as high as its text
            sheet.row_dimensions[cell.row].height = _LINE * (2 * len(str(cell.value or "")) // _WIDEST + 1)
        return
    for number in range(len(section.header)):
        widest = max(len(row[number]) for row in (section.header, *section.rows))
        sheet.column_dimensions[get_column_letter(number + 1)].width = min(2 * widest + 2, _WIDEST)


def _table(document: Any, section: Section) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Pt

    table = document.add_table(rows=1, cols=len(section.header), style="Table Grid")
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # again on every page
    for cell, text in zip(table.rows[0].cells, section.header, strict=True):
        _typeface(cell.paragraphs[0].add_run(text), _HEADING)
        cell.paragraphs[0].paragraph_format.keep_with_next = True
    for row in section.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    for cell in (cell for row in table.rows for cell in row.cells):
        cell.paragraphs[0].paragraph_format.space_before = cell.paragraphs[0].paragraph_format.space_after = Pt(3)
    document.add_paragraph()


def _paragraph(document: Any, line: str) -> None:
    from docx.shared import Pt

    paragraph = document.add_paragraph(line)
    paragraph.paragraph_format.first_line_indent = Pt(24)  # two characters, as Chinese paragraphs begin


def _typeface(styled: Any, name: str) -> None:
    """Word takes the font of Han characters from an attribute of its own."""
    from docx.oxml.ns import qn

    styled.font.name = name
    styled.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _saved(made: Any) -> bytes:
    target = BytesIO()
    made.save(target)
    return target.getvalue()
