"""The pieces of Word's XML that python-docx has no words for: fonts by script, fields, bookmarks, borders, widths."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from bot.layout.line_layout import Piece

BIAOSONG, SONG, HEI, KAI, FANG = "方正小标宋简体", "宋体", "黑体", "楷体", "仿宋"
"""Fonts that every Windows and WPS has, and the one for titles of official papers, in whose place 宋体 stands without it."""
LATIN = "Times New Roman"
_FONTS = ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs")
ROOM = "__"
"""What an em for handwriting is drawn with: spaces with a line under them vanish at the end of a line."""


def element(tag: str, /, **attributes: object) -> Any:
    """An element such as `w:shd` with its attributes, in Word's namespace."""
    made = OxmlElement(tag)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def set_fonts(properties: Any, east: str, latin: str) -> None:
    """Fonts of a run's or a style's properties; those of a theme would win, so they go."""
    fonts = properties.get_or_add_rFonts()
    fonts.attrib.clear()
    for name, value in zip(_FONTS, (latin, latin, east, latin), strict=True):
        fonts.set(qn(name), value)


def set_style(paragraph: Any, name: str) -> None:
    """Give a paragraph the style of a name; python-docx looks through all styles each time, which takes milliseconds."""
    paragraph._p.get_or_add_pPr().style = name.replace(" ", "")


def write(paragraph: Any, pieces: Iterable[Piece]) -> None:
    """Add pieces to a paragraph, each as a run of its own."""
    for piece in pieces:
        run = paragraph.add_run(piece.text or ROOM * piece.rule)
        run.bold = True if piece.bold else None


def field(paragraph: Any, code: str, shown: str) -> None:
    """Add a field such as PAGE with what it shows until it is next worked out."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("shown", shown), ("end", "")):
        run = paragraph.add_run()
        if kind == "shown":
            run.text = text
        elif kind:
            run._r.append(element("w:fldChar", fldCharType=kind))
        else:
            instruction = element("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {text} "
            run._r.append(instruction)


def bookmark(paragraph: Any, number: int, name: str) -> None:
    """Make a paragraph the target of links to a name."""
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, element("w:bookmarkStart", id=number, name=name))
    paragraph._p.append(element("w:bookmarkEnd", id=number))


def link(paragraph: Any, anchor: str, first: int) -> None:
    """Turn a paragraph's runs, from the one of that number on, into a link to a bookmark."""
    runs = [run._r for run in paragraph.runs][first:]
    hyperlink = element("w:hyperlink", anchor=anchor, history=1)
    runs[0].addprevious(hyperlink)
    for run in runs:
        hyperlink.append(run)


def bordered(properties: Any, sides: Mapping[str, Mapping[str, object]], fill: str = "") -> None:
    """Borders and shading of a paragraph's properties, in the order that Word's schema asks for."""
    borders = element("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        if side in sides:
            borders.append(element(f"w:{side}", **sides[side]))
    after = ("w:shd", "w:tabs", "w:kinsoku", "w:wordWrap", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
    properties.insert_element_before(borders, *after)
    if fill:
        properties.insert_element_before(element("w:shd", val="clear", color="auto", fill=fill), *after[1:])


def indent(style: Any, **values: int) -> None:
    """Indents of a style in hundredths of a character and twips, such as firstLineChars=200, firstLine=640."""
    found = style.element.get_or_add_pPr().get_or_add_ind()
    for key, value in values.items():
        found.set(qn(f"w:{key}"), str(value))


def fixed_table(table: Any, widths: Iterable[float], rule: int) -> None:
    """Give a table fixed columns, widths in points, and rules that are `rule` eighths of a point thick (0: none)."""
    properties = table._tbl.tblPr
    for old in properties.xpath("w:tblW | w:tblLayout | w:tblLook | w:jc"):
        properties.remove(old)
    twips = [round(width * 20) for width in widths]
    properties.append(element("w:tblW", w=sum(twips), type="dxa"))
    properties.append(element("w:jc", val="center"))
    if rule:
        borders = element("w:tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            borders.append(element(f"w:{side}", val="single", sz=rule, space=0, color="000000"))
        properties.append(borders)
    properties.append(element("w:tblLayout", type="fixed"))
    margins = element("w:tblCellMar")
    for side, width in (("top", 30), ("left", 70), ("bottom", 30), ("right", 70)):
        margins.append(element(f"w:{side}", w=width, type="dxa"))
    properties.append(margins)
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, twips, strict=True):
        column.set(qn("w:w"), str(width))


def row_rules(row: Any, height: float, head: bool, exactly: bool = False) -> None:
    """A row that isn't cut by a page's end and is at least so high in points; a head is repeated on every page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(element("w:cantSplit"))
    if height:
        properties.append(element("w:trHeight", val=round(height * 20), hRule="exact" if exactly else "atLeast"))
    if head:
        properties.append(element("w:tblHeader"))


def cell_rules(cell: Any, width: float, place: str, fill: str = "") -> None:
    """A cell's width in points, where its text stands (top, center, bottom), and its colour."""
    properties = cell._tc.get_or_add_tcPr()
    for old in properties.xpath("w:tcW | w:vAlign | w:shd"):
        properties.remove(old)
    properties.insert(0, element("w:tcW", w=round(width * 20), type="dxa"))
    if fill:
        properties.append(element("w:shd", val="clear", color="auto", fill=fill))
    properties.append(element("w:vAlign", val=place))
