"""HTML of a mail as lines of text: quotes get a `>` before them, signatures that are marked as such are left out."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = re.compile(
    r"address|article|aside|blockquote|body|center|d[dlt]|div|fieldset|footer|form|h[1-6]|header|html|li|main|nav|ol|p|pre|section"
    r"|table|tbody|tfoot|thead|tr|ul"
)
_SILENT = re.compile(r"head|script|style|title|template|noscript|sign")
_VOID = re.compile(r"area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr")
RULE = "_" * 16
"""How a horizontal rule is written."""
_SIGNATURE = re.compile(r"signature|(?:^|[\s_-])sign(?:$|[\s_-])|mailsign", re.IGNORECASE)
"""Names of elements, classes or ids of what clients put under every mail."""
_DECLARED = re.compile(r"<[!?][^>]*>?")
_DEEPEST = 200
"""Elements inside each other that are followed; more is nobody's text."""


def lines_of(html: str) -> str:
    """The text of an HTML body, a line for each block."""
    reader = _Reader()
    # declarations say nothing, and the parser fails at those that it doesn't know
    reader.feed(_without_open_tags(_DECLARED.sub("", _without_comments(html))))
    if reader.rawdata.startswith("<"):  # a tag whose quotes never end, and all that begins within it
        reader.rawdata = ""
    reader.close()
    return reader.text()


def _without_comments(html: str) -> str:
    """HTML without its comments; one that never ends takes the rest along, as in a browser.

    The parser looks for the end of each one anew: a mail that begins a hundred thousand of them took a minute.
    """
    kept, begun = [], 0
    while (start := html.find("<!--", begun)) >= 0:
        kept.append(html[begun:start])
        end = html.find("-->", start + 2)
        if end < 0:
            return "".join(kept)
        begun = end + 3
    return "".join((*kept, html[begun:]))


def _without_open_tags(html: str) -> str:
    """HTML whose last `<` that no `>` follows are characters: the parser would look for the end of each of them anew."""
    tail = html.rfind(">") + 1
    return html[:tail] + html[tail:].replace("<", "&lt;")


class _Reader(HTMLParser):
    """Collects the lines of an HTML text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._current: list[str] = []
        self._open: list[tuple[str, bool, bool]] = []
        """Elements that are open: name, whether it quotes, whether it is left out."""
        self._pre = 0

    def text(self) -> str:
        """What was read."""
        self._break()
        return "\n".join(self._lines)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """See HTMLParser."""
        if tag == "hr":
            self._break()
            self._add_line(RULE)
        elif tag == "br":
            self._break(always=True)
        elif tag in ("td", "th"):
            self._current.append(" ")
        elif _BLOCKS.fullmatch(tag):
            self._break()
        if _VOID.fullmatch(tag) or len(self._open) >= _DEEPEST:
            return
        named = " ".join(value or "" for name, value in attrs if name in ("class", "id"))
        silent = bool(_SILENT.fullmatch(tag) or _SIGNATURE.search(named))
        self._open.append((tag, tag == "blockquote", silent))
        self._pre += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        """See HTMLParser."""
        if _BLOCKS.fullmatch(tag):
            self._break()
        if any(name == tag for name, _, _ in self._open):
            while self._open:
                name = self._open.pop()[0]
                self._pre -= name == "pre"
                if name == tag:
                    return

    def handle_data(self, data: str) -> None:
        """See HTMLParser."""
        if any(silent for _, _, silent in self._open):
            return
        if self._pre:
            head, *rest = data.split("\n")
            self._current.append(head)
            for line in rest:
                self._break(always=True)
                self._current.append(line)
        else:
            self._current.append(re.sub(r"[ \t\r\n\f]+", " ", data))

    def _break(self, *, always: bool = False) -> None:
        whole = "".join(self._current)
        self._current = []
        line = whole.strip()
        if line or always or "\xa0" in whole:  # a block with nothing but a space that can't be broken is a blank line
            self._add_line(line)

    def _add_line(self, line: str) -> None:
        if any(silent for _, _, silent in self._open):
            return
        depth = sum(quotes for _, quotes, _ in self._open)
        self._lines.append("> " * depth + line)
