"""A Word document with our styles and page: nothing in it yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from bot import wording
from bot.layout.ooxml import BIAOSONG, FANG, HEI, KAI, LATIN, SONG, bordered, element, field, indent, set_fonts
from bot.layout.page_style import A4, CONTENTS, NOTES, SMALL, Look, Type
from bot.model import Document

BODY, SUBTITLE, BESIDE, TO = "Body Text", "Subtitle", "表旁文字", "主送单位"
TITLE, NOTES_HEAD, NOTE, ITEM = "Title", "填写说明标题", "Quote", "List Paragraph"
SAID, SIGN, CELL, HOW, ENDS = "主持词", "落款", "表格文字", "填写说明", "版头"
COVER, COVER_SMALL, CONTENTS_HEAD = "封面标题", "封面文字", "目录标题"
PARAGRAPHS = {"body": BODY, "subtitle": SUBTITLE, "beside": BESIDE, "to": TO}
"""The style of each look of a paragraph."""
_MARGIN_TOP, _MARGIN_FOOT = 15, 20
"""Millimetres of the header and footer from the paper's edge."""
_FONTS = {BIAOSONG: SONG, SONG: "SimSun", HEI: "SimHei", KAI: "KaiTi", FANG: "FangSong"}
"""What else programs call them."""
_WORDS = ("toc 1", "toc 2")
"""Styles that Word knows of itself."""
_SHADE = "F2F2F2"


def opened(look: Look, document: Document, landscape: bool) -> Any:
    """A new document of a look, told what it is and when it was made."""
    word = docx.Document()
    _tell(word, document)
    _unused(word)
    _settings(word.settings.element)
    _styles(word.styles, look)
    page(word.sections[0], look, landscape)
    return word


def _tell(word: Any, document: Document) -> None:
    """The file's properties; the day is the catalogue's, so that building again changes nothing."""
    about = word.core_properties
    about.title, about.subject = document.title, wording.DOC_SAMPLE
    about.author = about.last_modified_by = wording.DOC_AUTHOR
    about.comments, about.keywords, about.language = document.about, "", "zh-CN"
    about.revision, about.version = 1, document.version
    if document.day:
        about.created = about.modified = datetime.combine(document.day, time())


def _unused(word: Any) -> None:
    """What python-docx's own template brings along and nobody needs: a picture of it, its body's example."""
    package = word.part.package
    for key in [key for key, one in package.rels.items() if one.reltype.endswith("/thumbnail")]:
        package.rels.pop(key)


def _settings(settings: Any) -> None:
    """How a Chinese Word lays a new document out, in place of what python-docx's template says."""
    # punctuation marks side by side share their room, as in the PDF: else lines end elsewhere
    settings.find(qn("w:characterSpacingControl")).set(qn("w:val"), "compressPunctuation")
    settings.find(qn("w:themeFontLang")).set(qn("w:eastAsia"), "zh-CN")
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
    for one in settings.iter(qn("w:compatSetting")):
        if one.get(qn("w:name")) == "compatibilityMode":
            one.set(qn("w:val"), "15")  # anything less says 兼容模式 beside the file's name


def _styles(styles: Any, look: Look) -> None:
    defaults = styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    # else Word underlines every line as misspelt English
    properties.append(element("w:lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA"))
    for said in _texts(look):
        _set(styles, said)
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):
        # no gaps between Chinese and digits: as in the PDF, so that lines end where they do there
        styles["Normal"].element.get_or_add_pPr().insert_element_before(element(name, val=0), "w:spacing", "w:ind", "w:jc")
    line = {"val": "single", "sz": 4, "space": 6, "color": "808080"}
    bordered(styles[NOTE].element.get_or_add_pPr(), dict.fromkeys(("top", "left", "bottom", "right"), line), _SHADE)
    bordered(styles[SAID].element.get_or_add_pPr(), {"left": {"val": "single", "sz": 18, "space": 8, "color": "A6A6A6"}})
    indent(styles[NOTE], left=140, right=140)
    indent(styles[HOW], left=360, hanging=360)
    indent(styles[SAID], left=240)


@dataclass(frozen=True)
class _Style:
    """A paragraph style: space before and after in points, indents in characters."""

    name: str
    east: str
    kind: Type
    latin: str = LATIN
    align: str = "left"
    bold: bool = False
    before: float = 0
    after: float = 0
    first: int = 0
    left: int = 0
    right: int = 0
    keep: bool = False
    based: str = "Normal"


def _set(styles: Any, said: _Style) -> None:
    """Set a style, made when it isn't there. Lines have a fixed pitch, whatever the font."""
    known = said.name in styles
    style = styles[said.name] if known else styles.add_style(said.name, WD_STYLE_TYPE.PARAGRAPH, said.name in _WORDS)
    if said.name != said.based:
        style.base_style = styles[said.based]
    style.quick_style, style.hidden = True, False
    font, layout = style.font, style.paragraph_format
    set_fonts(style.element.get_or_add_rPr(), said.east, said.latin)
    font.size, font.bold, font.italic, font.color.rgb = Pt(said.kind.size), said.bold, False, RGBColor(0, 0, 0)
    for old in style.element.xpath("w:rPr/w:spacing | w:rPr/w:kern | w:pPr/w:pBdr | w:pPr/w:contextualSpacing | w:pPr/w:ind"):
        old.getparent().remove(old)
    layout.alignment = getattr(WD_ALIGN_PARAGRAPH, said.align.upper())
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(said.kind.pitch)
    layout.space_before, layout.space_after = Pt(said.before), Pt(said.after)
    layout.keep_with_next, layout.keep_together, layout.widow_control = said.keep, said.keep, True
    ems = {"firstLine": said.first, "left": said.left, "right": said.right}
    for side, count in ems.items():
        if not count and said.based == "Normal":
            continue  # a nought would win over what is set in other units
        indent(style, **{f"{side}Chars": count * 100, side: round(count * said.kind.size * 20)})


def _texts(look: Look) -> tuple[_Style, ...]:
    """The styles of a look, those that others rest on first."""
    body, table = look.body, look.table
    cover = Type(look.title.size + 4, look.title.pitch + 10)
    return (
        _Style("Normal", FANG, body, align="justify"),
        _Style(BODY, FANG, body, align="justify", first=2),
        _Style(TITLE, BIAOSONG, look.title, align="center", after=look.body.pitch * 0.6, latin=BIAOSONG),
        _Style(SUBTITLE, KAI, body, align="center", after=6),
        _Style("Heading 1", HEI, body, before=8, after=4, first=2, latin=HEI, keep=True),
        _Style("Heading 2", KAI, body, before=4, after=2, first=2, keep=True, bold=True),
        _Style("Heading 3", FANG, body, before=2, first=2, keep=True, bold=True),
        _Style(ITEM, FANG, body, align="justify", first=2),
        _Style(TO, FANG, body),
        _Style(BESIDE, FANG, table, before=3, after=3),
        _Style(SIGN, FANG, body, align="center", keep=True),
        _Style(ENDS, FANG, body, left=1, right=1),
        _Style(SAID, KAI, body, align="justify", first=2),
        _Style(NOTE, KAI, look.aside, align="justify", before=6, after=8),
        _Style(CELL, FANG, table, align="center"),
        _Style(HOW, FANG, NOTES, align="justify", after=3),
        _Style(NOTES_HEAD, HEI, Type(14, 26), align="center", after=6, latin=HEI, keep=True, based="Heading 1"),
        _Style(COVER, HEI, cover, align="center", before=150, latin=HEI),
        _Style(COVER_SMALL, KAI, Type(15, 30), align="center", before=12),
        _Style(CONTENTS_HEAD, HEI, Type(18, 32), align="center", after=8, latin=HEI),
        _Style("toc 1", HEI, CONTENTS, before=2, latin=HEI),
        _Style("toc 2", FANG, CONTENTS, left=2),
        _Style("Header", KAI, SMALL, align="right"),
        _Style("Footer", SONG, Type(look.footer, look.footer + 6), latin=SONG, left=1, right=1),
    )


def page(section: Any, look: Look, landscape: bool) -> None:
    """A4 with a look's margins."""
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(side) for side in (A4[::-1] if landscape else A4))
    section.top_margin, section.bottom_margin = Mm(look.top), Mm(look.bottom)
    section.left_margin, section.right_margin = Mm(look.left), Mm(look.right)
    section.header_distance, section.footer_distance = Mm(_MARGIN_TOP), Mm(min(_MARGIN_FOOT, look.bottom - 8))


def numbered(word: Any, section: Any) -> None:
    """The page's number at the foot: at the right of odd pages, at the left of even ones (GB/T 9704, 7.5)."""
    before, after = wording.DOC_PAGE
    word.settings.odd_and_even_pages_header_footer = True
    for foot, align in ((section.footer, WD_ALIGN_PARAGRAPH.RIGHT), (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)):
        foot.is_linked_to_previous = False
        line = foot.paragraphs[0]
        line.style = word.styles["Footer"]
        line.alignment = align
        line.add_run(before)
        field(line, "PAGE", "1")
        line.add_run(after)


def unnumbered(word: Any, section: Any) -> None:
    """A sheet that isn't handed in: no number at its foot, at its head the word that this is a sample."""
    for foot in (section.footer, section.even_page_footer):
        foot.is_linked_to_previous = False
    for head in (section.header, section.even_page_header):
        head.is_linked_to_previous = False
        head.paragraphs[0].style = word.styles["Header"]
        head.paragraphs[0].add_run(wording.DOC_SAMPLE)


def alternatives(word: Any) -> None:
    """Names for our fonts that other programs know them by."""
    part = next(part for part in word.part.package.iter_parts() if str(part.partname).endswith("/fontTable.xml"))
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in _FONTS.items()
    )
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    part._blob = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts {space}>{fonts}</w:fonts>'.encode()
