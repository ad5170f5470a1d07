"""The sources of texts: a small Markdown, read strictly into blocks.

A source begins with its head between two lines `---`: `id`, `title`, and if wanted `toc`, `landscape`, `layout` (letter or
form), `blanks` (names of the blanks that are always left for handwriting), `headline` (the title as it is printed, ｜ ends a
line) and `joined` (chapters of a guide that don't begin a page). Below:

- `## `, `### `, `#### ` headings; paragraphs; `- ` and `1. ` lists; `> ` hints; tables with a head; `---` a new page
- `**bold**`, `{{name}}` and `{{list.column}}` blanks, `[[id]]` the title of another document
- blocks between ```` ```kind ```` and ```` ``` ````: `flow` (a step a line: what｜who｜when), `form` (a table to fill in,
  `form_table_reader.py`), `picture` (`drawing.py`), `contact` (a box with whom to ask, below its title),
  `to` (whom a letter is written to), `sign` (who signs it), `say` (words to be read out), `ends` (a line with a text at
  each end, left｜right; as the first thing it stands over the title)

What follows the last new page under a heading with 说明 tells how to use the document; it isn't handed in with it. A text
with a table of contents has no such page; its chapters (`## `) begin on new pages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot import wording
from bot.errors import DocumentError
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
    Span,
    Text,
    TextTable,
)
from bot.layout.inline_markup import spans, words
from bot.publishing import drawing
from bot.publishing.contact_box import contact_box, contact_code, contact_lines
from bot.publishing.form_table_reader import GridReader
from bot.yamlio.problems import Location, ProblemCollector, excerpt, sentence
from bot.yamlio.table_reader import ID, TableReader
from bot.yamlio.yaml_reader import MapNode, parse

LAYOUTS = ("guide", "letter", "form")
HEAD_KEYS = ("id", "title", "headline", "toc", "landscape", "layout", "blanks", "joined")
FENCES = ("flow", "form", "picture", "contact", "to", "sign", "ends", "say")

_HEADING = re.compile(r"(#{2,4}) +(\S.*)")
_ITEM = re.compile(r"(-|[0-9]{1,2}\.) +(\S.*)")
_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")
_STEP = re.compile("[|｜]")
_SEAL = "（盖章）"
_CODE_SHARE = 0.2
_NOTES = "说明"
_ENDS = "。；：？！"


def read(
    text: str, file: str, titles: Mapping[str, str], fields: frozenset[str], contact: Mapping[str, str] | None = None
) -> Text:
    """The text of a source. `titles` are those of all documents by id, `fields` the blanks that the bot asks for.

    `contact` says whom to ask (`bot/publishing/contact_box.py`).

    Raises DocumentError with everything that is wrong with it, a line each, in Chinese, with file and line.
    """
    findings = ProblemCollector()
    reader = _Reader(text.replace("\r\n", "\n").removeprefix("\ufeff"), file, titles, findings, contact or {})
    found = reader.read(fields)
    if findings.failed or found is None:
        raise DocumentError("\n".join(sentence(problem) for problem in findings.problems()))
    return found


class _Reader:
    """Goes through the lines of one source, noting what is wrong."""

    def __init__(
        self, text: str, file: str, titles: Mapping[str, str], findings: ProblemCollector, contact: Mapping[str, str]
    ) -> None:
        self._contact = contact
        self._lines = text.split("\n")
        self._file = file
        self._titles = titles
        self._findings = findings
        self._names: frozenset[str] = frozenset()
        self._at = 0
        self._level = 1
        self._pictures = 0
        self._grids = GridReader(file, findings, self._inline)

    def read(self, fields: frozenset[str]) -> Text | None:
        """The whole text, None without a head."""
        head = self._head()
        if head is None:
            return None
        blanks = frozenset(text.value for text in head.texts("blanks"))
        self._names = fields | blanks
        blocks: list[Block] = []
        while self._at < len(self._lines):
            blocks += self._block()
        toc = self._yes(head, "toc")
        joined = frozenset(text.value for text in head.texts("joined"))
        body, notes = (_chaptered(_settled(blocks), joined), ()) if toc else _parted(_settled(blocks))
        layout = head.text("layout")
        if layout not in ("", *LAYOUTS):
            head.error("layout", wording.SOURCE_LAYOUT.format(value=excerpt(layout), layouts="、".join(LAYOUTS)))
        landscape = self._yes(head, "landscape")
        above = body[0] if body and isinstance(body[0], Ends) else None
        body = body[1:] if above else body
        headline = self._headline(head.text("headline") or head.text("title"))
        ask = tuple(contact_lines(self._contact))
        told = (toc, landscape, layout, blanks, headline, above, ask, self._code() if toc else None)
        return Text(head.text("id"), head.text("title"), body, notes, *told)

    def _head(self) -> TableReader | None:
        """The head's values; the body begins behind it."""
        end = next((number for number, line in enumerate(self._lines[1:], 1) if line.rstrip() == "---"), 0)
        if self._lines[0].rstrip() != "---" or not end:
            self._error(1, wording.SOURCE_HEAD)
            return None
        root = parse("\n" + "\n".join(self._lines[1:end]), self._file, self._findings)
        self._at = end + 1
        if not isinstance(root, MapNode):
            self._error(1, wording.SOURCE_HEAD)
            return None
        fields = TableReader(root, Location(self._file, root.line), self._findings)
        fields.known(HEAD_KEYS, ("id", "title"))
        if (name := fields.text("id")) and not ID.fullmatch(name):
            fields.error("id", wording.LOAD_ID.format(id=excerpt(name)))
        return fields

    # ------------------------------------------------------------ blocks

    def _block(self) -> list[Block]:
        """The block that begins here; the place moves behind it."""
        line = self._lines[self._at].rstrip()
        number = self._at + 1
        if line.startswith("```"):
            return self._fenced(line.removeprefix("```").strip(), number)
        if line.startswith("|"):
            return self._table()
        self._at += 1
        if not line.strip():
            return []
        if line == "---":
            return [Break()]
        if line.startswith("#"):
            return self._heading(line, number)
        if line.startswith(">"):
            return [Note(self._inline(line.removeprefix(">").strip(), number))]
        if match := _ITEM.fullmatch(line):
            mark = "•" if match[1] == "-" else match[1]
            return [Item(mark, self._inline(match[2], number))]
        return [Paragraph(self._inline(line, number))]

    def _heading(self, line: str, number: int) -> list[Block]:
        match = _HEADING.fullmatch(line)
        if match is None:
            self._error(number, wording.SOURCE_HEADING)
            return []
        if len(match[1]) > self._level + 1:
            self._error(number, wording.SOURCE_SKIPPED)  # PDF/UA, 7.4.2: a reader that speaks would lose its way
        self._level = len(match[1])
        return [Heading(len(match[1]), self._inline(match[2].strip(), number))]

    def _table(self) -> list[Block]:
        first = self._at
        while self._at < len(self._lines) and self._lines[self._at].startswith("|"):
            self._at += 1
        lines = self._lines[first : self._at]
        if len(lines) < 2 or not _RULE.fullmatch(lines[1].rstrip()):
            self._error(first + 1, wording.SOURCE_TABLE_HEAD)
            return []
        rows = [self._row(line, first + 1 + number) for number, line in enumerate(lines) if number != 1]
        for number, row in enumerate(rows[1:], first + 3):
            if len(row) != len(rows[0]):
                self._error(number, wording.SOURCE_TABLE_ROW.format(count=len(row), head=len(rows[0])))
        return [TextTable(rows[0], tuple(rows[1:]))]

    def _row(self, line: str, number: int) -> tuple[Line, ...]:
        bare = line.rstrip().removeprefix("|").removesuffix("|")
        return tuple(self._inline(cell.strip(), number) for cell in bare.split("|"))

    def _fenced(self, kind: str, number: int) -> list[Block]:
        first = self._at + 1
        end = next((at for at in range(first, len(self._lines)) if self._lines[at].rstrip() == "```"), None)
        if end is None:
            self._error(number, wording.SOURCE_FENCE)
            self._at = len(self._lines)
            return []
        self._at = end + 1
        inner = [(at + 1, self._lines[at].strip()) for at in range(first, end) if self._lines[at].strip()]
        if kind not in FENCES:
            self._error(number, wording.SOURCE_FENCE_KIND.format(kind=excerpt(kind) or "", kinds="、".join(FENCES)))
            return []
        if not inner:
            self._error(number, wording.SOURCE_EMPTY)
            return []
        if kind == "form":
            grid = self._grids.read("\n".join(self._lines[first:end]), first + 1)
            return [grid] if grid else []
        if kind == "contact":
            return [Paragraph((Span(inner[0][1], bold=True),)), contact_box(self._contact)]
        if kind == "picture":
            return self._picture("\n".join(self._lines[first:end]), first + 1)
        if kind == "flow":
            return [Flow(tuple(self._step(text, line) for line, text in inner))]
        if kind == "ends":
            return self._ends(inner)
        # the seal itself stands there: the word for it would be printed into a final paper
        lines = tuple(self._inline(text.removesuffix(_SEAL) if kind == "sign" else text, line) for line, text in inner)
        if kind == "to":
            return [Paragraph(line, "to") for line in lines]
        return [Said(lines) if kind == "say" else Sign(lines)]

    def _ends(self, inner: Sequence[tuple[int, str]]) -> list[Block]:
        """A line with a text at each end."""
        number, text = inner[0]
        left, bar, right = text.replace("｜", "|").partition("|")
        if not bar or len(inner) > 1:
            self._error(number, wording.SOURCE_ENDS)
        return [Ends(self._inline(left.strip(), number), self._inline(right.strip(), number))]

    def _headline(self, text: str) -> Line:
        """The title as it is printed; ｜ ends a line of it."""
        lines = [self._inline(part, 1) for part in text.split("｜")]
        return tuple(span for number, line in enumerate(lines) for span in ((Span("\n"),) if number else ()) + line)

    def _code(self) -> Picture | None:
        """A code that leads to the website of whom to ask."""
        code = contact_code(self._contact)
        about = wording.DOC_CODE_ABOUT.format(website=self._contact.get("website", ""))
        return Picture(wording.DOC_CODE, about, code, share=_CODE_SHARE) if code else None

    def _picture(self, text: str, line: int) -> list[Block]:
        found = drawing.read(text, self._file, line, self._findings)
        if found is None or self._findings.failed:
            return []
        self._pictures += 1
        return [Picture(found.title, found.about, drawing.svg(found), self._pictures, found.share)]

    def _step(self, text: str, number: int) -> tuple[str, str, str]:
        parts = [part.strip() for part in _STEP.split(text)]
        if len(parts) != 3:
            self._error(number, wording.SOURCE_FLOW)
            parts = [*parts, "", ""]
        return parts[0], parts[1], parts[2]

    # ------------------------------------------------------------ small things

    def _inline(self, text: str, number: int) -> Line:
        return spans(text, self._titles, self._names, lambda message: self._error(number, message))

    def _yes(self, fields: TableReader, key: str) -> bool:
        value = fields.text(key)
        if value not in ("", "true", "false"):
            fields.error(key, wording.LOAD_FORM_YES.format(key=key, value=excerpt(value)))
        return value == "true"

    def _error(self, line: int, message: str) -> None:
        self._findings.error(Location(self._file, line), message)


def _settled(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with each paragraph's look: next to a form, below the title, or as any other."""
    found = list(blocks)
    if found and isinstance(found[0], Paragraph) and _is_subtitle(found[0]):
        found[0] = Paragraph(found[0].line, "subtitle")
    # several labels may stand one below the other: those nearer to the form are settled first
    for order, step in ((range(len(found)), -1), (reversed(range(len(found))), 1)):
        for at in order:
            near = found[at + step] if 0 <= at + step < len(found) else None
            label = found[at]
            if isinstance(label, Paragraph) and label.style == "body" and _is_label(label) and _is_form(near):
                found[at] = Paragraph(label.line, "beside")
    return found


def _is_subtitle(paragraph: Paragraph) -> bool:
    said = words(paragraph.line)
    return any(span.blank for span in paragraph.line) and "：" not in said and not said.endswith(tuple(_ENDS))


def _is_label(paragraph: Paragraph) -> bool:
    """Whether it is blanks with their names and nothing else."""
    said = words(paragraph.line)
    return any(span.blank for span in paragraph.line) and "：" in said and not any(sign in said for sign in "，。（")


def _is_form(block: Block | None) -> bool:
    return isinstance(block, Grid) or (isinstance(block, Paragraph) and block.style == "beside")


def _chaptered(blocks: Sequence[Block], joined: frozenset[str]) -> tuple[Block, ...]:
    """Each chapter but the first on a new page, and but those that the source joins to the one before.

    Word's lines run a little longer or shorter than the PDF's; this way no difference is carried into the next chapter,
    and the contents' page numbers hold for both.
    """
    found: list[Block] = []
    for block in blocks:
        chapter = isinstance(block, Heading) and block.level == 2
        apart = isinstance(block, Heading) and words(block.line) not in joined
        if chapter and apart and any(isinstance(before, Heading) for before in found):
            found.append(Break())
        found.append(block)
    return tuple(found)


def _parted(blocks: list[Block]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """What is handed in, and how to fill it in."""
    breaks = [number for number, block in enumerate(blocks) if isinstance(block, Break)]
    last = breaks[-1] if breaks else len(blocks)
    head = blocks[last + 1] if last + 1 < len(blocks) else None
    if isinstance(head, Heading) and _NOTES in words(head.line):
        return tuple(blocks[:last]), tuple(blocks[last + 1 :])
    return tuple(blocks), ()
