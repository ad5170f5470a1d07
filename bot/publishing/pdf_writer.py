"""Texts as PDF files, set by typst in the look of their Word files: fonts embedded, bookmarks, text that can be copied out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import manimgx_fonts_cjk  # type: ignore[import-untyped]  # it ships no types
import typst

from bot import wording
from bot.errors import DocumentError
from bot.layout import page_style as figures
from bot.layout.blank_layout import Blanks, alone
from bot.layout.document_model import (
    Block,
    Break,
    Ends,
    Flow,
    Grid,
    Heading,
    Item,
    Line,
    Note,
    Paragraph,
    Picture,
    Said,
    Sign,
    Text,
    TextTable,
)
from bot.layout.line_layout import Box, Piece, Strip, labels, parts, pieces, strips, titled
from bot.layout.page_style import LOOKS, NOTES, PADDING, PART_GAP, SIGN_EMS, Type, centred, columns, fitted, layout
from bot.model import Document, Form
from bot.model.form_values import Values
from bot.publishing.row_heights import fit, least
from bot.publishing.word_tables import FLOW_WIDTHS
from bot.publishing.word_writer import LONG_LINES, cover, kept, marked

_FONTS = [str(Path(manimgx_fonts_cjk.__file__).parent), str(Path(__file__).parent / "fonts")]


def set_text(text: Text, document: Document, form: Form | None) -> tuple[bytes, tuple[int, ...]]:
    """The PDF file, the same bytes for the same text and date, and the pages of its headings in their order."""
    source = _Setter(text, document, Blanks(form)).source().encode()
    made = _compiled(source, document)
    if not text.toc:
        return made, ()
    ask: Callable[..., str] = typst.query  # its stub has a type variable that no argument fixes
    found = ask(source, "<pages>", field="value", one=True, font_paths=_FONTS, ignore_system_fonts=True)
    return made, tuple(json.loads(found))


def _compiled(source: bytes, document: Document) -> bytes:
    """A PDF file, tagged (PDF/UA-1)."""
    stamp = int(datetime.combine(document.day, time(), UTC).timestamp()) if document.day else 0
    options: dict[str, Any] = {"font_paths": _FONTS, "ignore_system_fonts": True, "timestamp": stamp, "pdf_standards": ["ua-1"]}
    try:
        made: bytes = typst.compile(source, format="pdf", **options)
    except typst.TypstError as error:
        raise DocumentError(wording.BUILD_PDF.format(id=document.id, why=error.message)) from error
    return made


def drawn(picture: Picture, pitch: float = 2.6) -> bytes:
    """A picture as PNG, `pitch` pixels a unit, for programs that don't show SVG."""
    source = f"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes({quoted(picture.svg)}), format: "svg")"""
    options: dict[str, Any] = {"font_paths": _FONTS, "ignore_system_fonts": True, "ppi": 72 * pitch}
    made: bytes = typst.compile(source.encode(), format="png", **options)
    return made


@cache
def _functions() -> str:
    return (Path(__file__).parent / "page.typ").read_text("utf-8")


def quoted(text: str) -> str:
    """A text as typst's string: JSON escapes quotes and backslashes as typst does, other characters stay."""
    return json.dumps(text, ensure_ascii=False).replace("\\u", "\\u{").replace("\x7f", "")


def _metadata(about: str) -> str:
    """What the file says of itself."""
    return f"#let told = {about}\n#set document(title: told.title, author: told.author, date: told.date, keywords: ())"


def _array(parts: Iterable[str]) -> str:
    return "(" + "".join(f"{part}, " for part in parts) + ")"


def _type(kind: Type) -> str:
    return f"(size: {kind.size}, pitch: {kind.pitch})"


def set_examples(title: str, document: Document, texts: Sequence[tuple[Text, Document, Form, Values]]) -> bytes:
    """Papers filled in, one after the other in a PDF file, each page marked as an example."""
    parts = [_Setter(text, listed, Blanks(form, values=values), document).part() for text, listed, form, values in texts]
    first = _metadata(_Setter(texts[0][0], document, Blanks(None)).about())
    names = _array(quoted(text.title) for text, *_ in texts)
    opening = f"#examples-list({quoted(title)}, {quoted(document.about)}, {names})"
    source = f"{_functions()}\n{first}\n{opening}\n" + "\n".join(parts)
    return _compiled(source.encode(), document)


class _Setter:
    """Writes one text in typst's language; `example` is the set that it is an example of."""

    def __init__(self, text: Text, document: Document, blanks: Blanks, example: Document | None = None) -> None:
        self._example = example
        self._text = text
        self._document = document
        self._blanks = blanks
        self._look = fit(text, LOOKS[layout(document, text.layout)], blanks)
        self._width = self._look.width(text.landscape)

    def source(self) -> str:
        """The whole file."""
        said = self._said()
        if self._text.notes:
            notes = "\n".join(self._instruction(block) for block in self._text.notes)
            said.append(f"how-page({quoted(wording.DOC_SAMPLE)}, {{\n{notes}\n}})")
        return f"{_functions()}\n{_metadata(self.about())}\n#{self._page(said)}"

    def part(self) -> str:
        """The text within a file of several, without how to fill it in."""
        return f"#{self._page(self._said())}"

    def _said(self) -> list[str]:
        """The text's own pieces in their order."""
        above = self._text.above
        kept_blocks = zip(self._text.blocks, kept(self._text.blocks), strict=True)
        pieces = (self._keep_with_next(block, before) for block, before in kept_blocks)
        return [*([self._block(above)] if above else ()), self._opening(), *pieces]

    def _page(self, said: Sequence[str]) -> str:
        return f"document-page({self._figures()}, {self.about()}, {{\n" + "\n".join(said) + "\n})\n"

    def _figures(self) -> str:
        look = self._look
        sides = f"top: {look.top}, right: {look.right}, bottom: {look.bottom}, left: {look.left}"
        landscape = "true" if self._text.landscape else "false"
        return f"({sides}, landscape: {landscape}, footer: {look.footer}, body: {_type(look.body)})"

    def about(self) -> str:
        """What the file says of itself, and of its pages."""
        day = self._document.day
        date = f"datetime(year: {day.year}, month: {day.month}, day: {day.day})" if day else "none"
        before, after = wording.DOC_PAGE
        said = {
            "title": self._document.title, "author": wording.DOC_AUTHOR, "before": before, "after": after,
            "mark": wording.DOC_EXAMPLE if self._example else "",
        }  # fmt: skip
        return "(" + ", ".join(f"{key}: {quoted(value)}" for key, value in said.items()) + f", date: {date})"

    def _opening(self) -> str:
        if not self._text.toc:
            return f"title({_type(self._look.title)}, {self._titled()})"
        lines = _array(map(quoted, cover(self._document, self._text)))
        contents = f"contents({_type(figures.CONTENTS)}, {quoted(wording.DOC_CONTENTS)})"
        code = self._picture(self._text.code) if self._text.code else "none"
        return f"cover({_type(self._look.title)}, {quoted(self._text.title)}, {lines}, {code})\n{contents}"

    def _titled(self) -> str:
        return _joined(titled(self._text.headline, self._blanks, self._look.room(self._text.landscape)))

    # ------------------------------------------------------------ blocks

    def _block(self, block: Block) -> str:
        writers: Mapping[type, Callable[[Any], str]] = {
            Heading: lambda head: f"head({head.level - 1}, {self._line(head.line)})",
            Paragraph: self._paragraph,
            Item: self._item,
            Note: lambda note: f"note({_type(self._look.aside)}, {self._line(note.line)})",
            Said: lambda said: f"said({_array(map(self._line, said.lines))})",
            Sign: lambda sign: f"sign({SIGN_EMS * self._look.body.size}, {_array(map(self._line, sign.lines))})",
            Picture: self._picture,
            Ends: lambda ends: f"ends({self._line(ends.left)}, {self._line(ends.right)})",
            Flow: self._flow,
            TextTable: self._table,
            Grid: self._grid,
            Break: lambda _: "pagebreak(weak: true)",
        }
        return writers[type(block)](block)

    def _keep_with_next(self, block: Block, keep: bool) -> str:
        """A block, kept on the page of the next one if need be."""
        said = self._block(block)
        return f"block(sticky: true, {said})" if keep and isinstance(block, (Paragraph, Sign)) and "\n" not in said else said

    def _instruction(self, block: Block) -> str:
        """A block of how to fill the document in."""
        if isinstance(block, Heading):
            return f"how-head({self._line(block.line)})"
        if isinstance(block, Item):
            mark, *rest = marked(block, self._blanks)
            return f"how({_type(NOTES)}, {quoted(mark.text)}, {_joined(rest)})"
        return self._block(block)

    def _paragraph(self, block: Paragraph) -> str:
        if alone(block.line) and (said := self._blanks.filled_text(block.line[0].text)):
            return "\n".join(f"para({quoted(line)})" for line in said.split("\n"))
        if alone(block.line) and self._blanks.is_long(block.line[0].text):
            across = int(self._width / self._look.body.size) - 1
            return "\n".join([f"flat(r({across}))"] * LONG_LINES)
        line = self._line(block.line)
        if block.style == "body":
            justify = "false" if any(span.blank for span in block.line) else "true"
            return f"para({line}, justify: {justify})"
        if block.style == "beside":
            return f"beside({_type(self._look.table)}, {line})"
        return f"{'subtitle' if block.style == 'subtitle' else 'flat'}({line})"

    def _item(self, block: Item) -> str:
        mark, *rest = marked(block, self._blanks)
        return f"item({quoted(mark.text)}, {_joined(rest)})"

    def _picture(self, block: Picture) -> str:
        said = ", ".join(map(quoted, (block.about, block.title)))
        return f"picture({_type(self._look.table)}, {quoted(block.svg)}, {block.share * 100:.1f}%, {said})"

    def _flow(self, block: Flow) -> str:
        widths = _array(str(self._width * share) for share in FLOW_WIDTHS)
        steps = _array(
            _array(map(quoted, (f"{number}．{what}", who, when))) for number, (what, who, when) in enumerate(block.steps, 1)
        )
        return f"flow({_type(self._look.table)}, {widths}, {_array(map(quoted, wording.DOC_FLOW_HEAD))}, {steps})"

    def _table(self, block: TextTable) -> str:
        size = self._look.table
        widths = _array(map(str, columns(block.head, block.rows, self._width, size.size)))
        centres = centred(block.rows, len(block.head))
        rows = _array(_array(map(self._cell, row, centres)) for row in block.rows)
        return f"text-table({_type(size)}, {widths}, {_array(map(self._line, block.head))}, {rows})"

    def _cell(self, line: Line, short: bool) -> str:
        return f"(body: {self._line(line)}, short: {'true' if short else 'false'})"

    def _grid(self, grid: Grid) -> str:
        size = self._look.table
        widths = fitted(grid.columns, labels(grid), self._width, size.size)
        rooms = [(width - 2 * PADDING - 1) / size.size for width in widths]
        tables = _array(self._part(part, rooms) for part in parts(grid))
        return f"form({_type(size)}, {_array(map(str, widths))}, {PART_GAP}pt, {tables})"

    def _part(self, part: Grid, rooms: Sequence[float]) -> str:
        rows = list(strips(part, self._blanks, rooms))
        heads = next((number for number, strip in enumerate(rows) if not strip.head), len(rows))
        return f"(heads: {heads}, strips: {_array(map(self._strip, rows))})"

    def _strip(self, strip: Strip) -> str:
        high = least(strip, self._look) - 6  # without the cell's own padding
        head = "true" if strip.head else "false"
        return f"(head: {head}, least: {high}, boxes: {_array(map(self._box, strip.boxes))})"

    def _box(self, box: Box) -> str:
        lines = _array(f"(align: {quoted(line.align)}, body: {_joined(line.pieces)})" for line in box.lines)
        return f"(span: {box.span}, tall: {box.tall}, place: {quoted(box.place)}, lines: {lines})"

    def _line(self, line: Line) -> str:
        return _joined(pieces(line, self._blanks))


def _joined(said: Sequence[Piece]) -> str:
    return " + ".join(map(_piece, said)) or '""'


def _piece(piece: Piece) -> str:
    if piece.rule:
        return f"r({piece.rule})"
    if piece.text == "\n":
        return "linebreak()"
    return f"b({quoted(piece.text)})" if piece.bold else quoted(piece.text)
