"""Texts as Word files: for downloading, with room for handwriting, and as templates, with the blanks named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from io import BytesIO
from itertools import zip_longest
from typing import Any

from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Pt

from bot import wording
from bot.layout.blank_layout import Blanks, alone
from bot.layout.document_model import (
    Block,
    Break,
    Ends,
    Flow,
    Grid,
    Heading,
    Item,
    Note,
    Paragraph,
    Picture,
    Said,
    Sign,
    Span,
    Text,
    TextTable,
)
from bot.layout.inline_markup import words
from bot.layout.line_layout import Piece, pieces, titled
from bot.layout.ooxml import bookmark, element, link, set_style, write
from bot.layout.page_style import LOOKS, SIGN_EMS, layout
from bot.layout.reproducible_zip import settled
from bot.model import Document, Form
from bot.publishing import word_style as style
from bot.publishing.row_heights import fit
from bot.publishing.word_tables import Tables

LONG_LINES = 3
"""Lines for handwriting where sentences belong."""


Drawn = Callable[[Picture], bytes]
"""A picture in, a PNG out."""


def download(text: Text, document: Document, form: Form | None, pages: Sequence[int] = (), drawn: Drawn | None = None) -> bytes:
    """The Word file that people download. `pages` are those of its headings, in their order, for the contents.

    `drawn` draws its pictures; without it they are left out.
    """
    return _Writer(text, document, Blanks(form), drawn).file(pages)


def template(text: Text, document: Document, form: Form) -> bytes:
    """The Word file that is filled in: the same without how to fill it in, and with the names of what the bot asks for."""
    return _Writer(text, document, Blanks(form, named=True)).file(())


class _Writer:
    """Writes one text as a Word file."""

    def __init__(self, text: Text, document: Document, blanks: Blanks, drawn: Drawn | None = None) -> None:
        self._text = text
        self._drawn = drawn
        self._document = document
        self._blanks = blanks
        self._look = fit(text, LOOKS[layout(document, text.layout)], blanks)
        self._word = style.opened(self._look, document, text.landscape)
        self._tables = Tables(self._word, self._look, self._look.width(text.landscape), blanks)
        self._headings = 0
        self._last: Any = None
        """The paragraph added last."""
        self._fresh = False
        """Whether the next paragraph begins a page."""

    def file(self, pages: Sequence[int]) -> bytes:
        """The whole file."""
        if self._text.toc:
            self._opening(pages)
        else:
            if self._text.above:
                self._ends(self._text.above)
            self._paragraph(style.TITLE, titled(self._text.headline, self._blanks, self._look.room(self._text.landscape)))
        style.numbered(self._word, self._word.sections[-1])
        for block, keep in zip(self._text.blocks, kept(self._text.blocks), strict=True):
            self._block(block)
            if keep:
                self._keep()
        if self._text.notes and not self._blanks.named:
            self._notes(self._text.notes)
        style.alternatives(self._word)
        target = BytesIO()
        self._word.save(target)
        return settled(target.getvalue())

    # ------------------------------------------------------------ the opening of a guide

    def _opening(self, pages: Sequence[int]) -> None:
        """The cover and the contents, pages without numbers; the text begins at page 1."""
        self._paragraph(style.COVER, [Piece(self._text.title)])
        for line in cover(self._document, self._text):
            self._paragraph(style.COVER_SMALL, [Piece(line)])
        if self._text.code:
            self._picture(self._text.code)
        self._fresh = True
        self._paragraph(style.CONTENTS_HEAD, [Piece(wording.DOC_CONTENTS)])
        self._contents(pages)
        section = self._word.add_section(WD_SECTION.NEW_PAGE)
        style.page(section, self._look, landscape=False)
        section.footer.is_linked_to_previous = False
        section._sectPr.append(element("w:pgNumType", start=1))

    def _contents(self, pages: Sequence[int]) -> None:
        """The table of contents: Word's own field, showing already what it will find.

        Sections come without page numbers: within a chapter Word's lines don't end just where the PDF's do.
        """
        heads = [block for block in self._text.blocks if isinstance(block, Heading)]
        listed = [(number, head) for number, head in enumerate(heads, 1) if head.level <= 3]
        for place, (number, head) in enumerate(listed):
            paragraph = self._paragraph(f"toc {head.level - 1}", [])
            chapter = head.level == 2
            if chapter:
                stops = paragraph.paragraph_format.tab_stops
                stops.add_tab_stop(Pt(self._look.width(landscape=False)), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
            if place == 0:
                _field_part(paragraph, "begin", r'TOC \o "1-2" \n 2-2 \h \z \u')
            first = len(paragraph.runs)
            page = f"\t{pages[number - 1]}" if chapter and number <= len(pages) else ""
            paragraph.add_run(f"{words(head.line)}{page}")
            link(paragraph, _anchor(number), first)
            if place == len(listed) - 1:
                _field_part(paragraph, "end")

    # ------------------------------------------------------------ blocks

    def _block(self, block: Block) -> None:
        writers: Mapping[type, Callable[[Any], None]] = {
            Heading: self._heading,
            Paragraph: self._plain,
            Item: lambda item: self._paragraph(style.ITEM, marked(item, self._blanks)),
            Note: lambda note: self._paragraph(style.NOTE, pieces(note.line, self._blanks)),
            Said: self._text_block,
            Sign: self._sign,
            Ends: self._ends,
            Picture: self._picture,
            Flow: self._tables.flow,
            TextTable: self._tables.text,
            Grid: self._tables.grid,
            Break: self._break,
        }
        writers[type(block)](block)

    def _heading(self, block: Heading) -> None:
        self._headings += 1
        paragraph = self._paragraph(f"Heading {block.level - 1}", pieces(block.line, self._blanks))
        bookmark(paragraph, self._headings, _anchor(self._headings))

    def _keep(self) -> None:
        """Keep the last paragraph on the page of what comes next, with a little room between."""
        last = self._last.paragraph_format
        last.keep_with_next, last.space_after = True, Pt(5)

    def _plain(self, block: Paragraph) -> None:
        if alone(block.line) and self._long(block.line[0]):
            for _ in range(LONG_LINES):
                self._paragraph(style.TO, [Piece("", rule=self._across() - 1)])
            return
        paragraph = self._paragraph(style.PARAGRAPHS[block.style], pieces(block.line, self._blanks))
        if block.style == "body" and any(span.blank for span in block.line):
            # the room for handwriting isn't broken: a justified line before it would be torn apart
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT

    def _long(self, span: Span) -> bool:
        """Whether sentences are to be written there by hand."""
        return not self._blanks.named and self._blanks.is_long(span.text)

    def _across(self) -> int:
        """Characters that go on a line."""
        return int(self._look.width(self._text.landscape) / self._look.body.size)

    def _text_block(self, block: Said) -> None:
        for line in block.lines:
            self._paragraph(style.SAID, pieces(line, self._blanks))

    def _sign(self, block: Sign) -> None:
        for number, line in enumerate(block.lines):
            paragraph = self._paragraph(style.SIGN, pieces(line, self._blanks))
            paragraph.paragraph_format.space_before = Pt(self._look.body.pitch) if number == 0 else None
            across = self._look.width(self._text.landscape)
            paragraph.paragraph_format.left_indent = Pt(across - SIGN_EMS * self._look.body.size)
            # the last of them is followed by whatever comes, on the next page if need be
            paragraph.paragraph_format.keep_with_next = None if number < len(block.lines) - 1 else False

    def _ends(self, block: Ends) -> None:
        left, right = (pieces(line, self._blanks) for line in (block.left, block.right))
        paragraph = self._paragraph(style.ENDS, [*left, Piece("\t"), *right])
        edge = self._look.width(self._text.landscape) - self._look.body.size
        paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(edge), WD_TAB_ALIGNMENT.RIGHT)
        paragraph.paragraph_format.space_after = Pt(self._look.body.pitch)

    def _picture(self, block: Picture) -> None:
        if self._drawn is None:
            return
        paragraph = self._paragraph(style.CELL, [])
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        paragraph.paragraph_format.keep_with_next = True
        across = Pt(self._look.width(landscape=False) * block.share)
        inline = paragraph.add_run().add_picture(BytesIO(self._drawn(block)), across)._inline
        inline.docPr.set("descr", block.about)
        inline.docPr.set("title", block.title)
        inline.docPr.set("name", f"{wording.DOC_PICTURE}{block.number}")
        inline.docPr.set("id", str(block.number + 1))
        self._paragraph(style.CELL, [Piece(block.title)]).paragraph_format.space_after = Pt(10)

    def _break(self, _: Break | None = None) -> None:
        """Begin a page."""
        self._drop_gap()
        self._fresh = True

    def _drop_gap(self) -> None:
        """The gap below a table that ends a page would be a page of its own."""
        gap = self._tables.gap
        if gap is not None and gap._p.getparent() is not None and gap._p.getnext() is self._word.sections[-1]._sectPr:
            gap._p.getparent().remove(gap._p)

    def _notes(self, blocks: Iterable[Block]) -> None:
        """How to fill it in, on a sheet of its own."""
        self._drop_gap()
        section = self._word.add_section(WD_SECTION.NEW_PAGE)
        style.page(section, self._look, self._text.landscape)
        style.unnumbered(self._word, section)
        for block in blocks:
            if isinstance(block, Heading):
                self._paragraph(style.NOTES_HEAD, pieces(block.line, self._blanks))
            elif isinstance(block, Item):
                self._paragraph(style.HOW, marked(block, self._blanks))
            else:
                self._block(block)

    def _paragraph(self, name: str, said: Iterable[Piece]) -> Any:
        paragraph = self._word.add_paragraph()
        set_style(paragraph, name)
        if self._fresh:
            paragraph.paragraph_format.page_break_before = True
            self._fresh = False
        write(paragraph, said)
        self._last = paragraph
        return paragraph


def kept(blocks: Sequence[Block]) -> list[bool]:
    """Which paragraphs belong to what follows them: a table, a signature, what stands under a line that is all bold."""
    found = []
    for block, after in zip_longest(blocks, blocks[1:]):
        bold = isinstance(block, Paragraph) and all(span.bold for span in block.line)
        before = isinstance(block, (Paragraph, Heading, Item)) and isinstance(after, (TextTable, Grid, Sign))
        signed = isinstance(block, Sign) and isinstance(after, Paragraph)  # whom to ask doesn't stand on a page alone
        found.append(after is not None and (bold or before or signed))
    return found


def cover(document: Document, text: Text) -> list[str]:
    """What a guide's cover says below its title."""
    lines = [document.about] if document.about else []
    if document.day:
        day = wording.DOC_DATE.format(year=document.day.year, month=document.day.month, day=document.day.day)
        lines.append(wording.DOC_VERSION.format(version=document.version, date=day) if document.version else day)
    return [*lines, wording.DOC_COVER, *text.ask]


def marked(item: Item, blanks: Blanks) -> tuple[Piece, ...]:
    """An item behind its mark."""
    mark = item.mark.replace(".", "．")
    return (Piece(mark if mark.endswith("．") else f"{mark} "), *pieces(item.line, blanks))


def _anchor(number: int) -> str:
    """The bookmark of a heading, named as Word names those of its contents."""
    return f"_Toc{900000 + number}"


def _field_part(paragraph: Any, kind: str, code: str = "") -> None:
    """The beginning, with its code, or the end of a field that spans paragraphs."""
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType=kind))
    if code:
        instruction = element("w:instrText")
        instruction.text = f" {code} "
        instruction.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        paragraph.add_run()._r.append(instruction)
        paragraph.add_run()._r.append(element("w:fldChar", fldCharType="separate"))
