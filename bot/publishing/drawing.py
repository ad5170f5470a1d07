"""Pictures in a guide: flow charts, timelines and specimens, drawn as SVG from the YAML of a ```picture block.

`title` stands below the picture, `about` tells who can't see it what it shows. `boxes` have a `name`, `at` (column and row of
the upper left corner) and `size` (columns and rows) on a grid of 24 columns, `text`, and a `look`: `step` (the usual), `ask`
(a question), `end` (where it leads), `note` (words without a box), `mark` (a dot with its words below), `seal` (a round one).
`links` lead `from` a box `to` another, with `text` beside their beginning; a `plain` one has no arrowhead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape

from bot import wording
from bot.yamlio.problems import Location, ProblemCollector, excerpt
from bot.yamlio.table_reader import TableReader
from bot.yamlio.yaml_reader import MapNode, parse

COLUMNS = 24
UNIT = 20.0
"""Units of the drawing that a column or row of the grid takes; the whole is as wide as a page's text."""
TALLEST = 340.0
"""Units from top to bottom of a picture that is as wide as the page."""
_SIZE = 12.0
_PITCH = 16.0
_MOST_TEXT = 240
_MOST_ABOUT = 400
LOOKS = ("step", "ask", "end", "note", "mark", "seal")
PICTURE_KEYS = ("title", "about", "boxes", "links")
_PLACE = re.compile(r"([0-9]{1,2}(?:\.5)?) +([0-9]{1,2}(?:\.5)?)")
_FILLS = {"step": "#ffffff", "ask": "#e8eef7", "end": "#eaf3e6"}
_STROKE = "#333333"


@dataclass(frozen=True, slots=True)
class Box:
    """Something in a picture, in units of the drawing."""

    name: str
    left: float
    top: float
    width: float
    height: float
    text: str
    look: str

    @property
    def joint(self) -> Box:
        """What lines lead to: the dot of a mark, else the box."""
        return replace(self, left=self.middle[0] - 6, width=12, height=12) if self.look == "mark" else self

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle."""
        return self.left + self.width / 2, self.top + self.height / 2


@dataclass(frozen=True, slots=True)
class Join:
    """A line from a box to another."""

    start: str
    end: str
    text: str = ""
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture."""

    title: str
    about: str
    boxes: tuple[Box, ...]
    links: tuple[Join, ...]

    @property
    def share(self) -> float:
        """How much of a page's width it takes: tall ones less, so that they don't fill a page."""
        return min(1.0, TALLEST / self.height)

    @property
    def height(self) -> float:
        """Units from top to bottom."""
        return max((box.top + box.height for box in self.boxes), default=0) + 8


def read(text: str, file: str, line: int, findings: ProblemCollector) -> Drawing | None:
    """The picture of a block whose first line is the source's `line`; None when it can't be read, noted why."""
    root = parse("\n" * (line - 1) + text, file, findings)
    if not isinstance(root, MapNode):
        return None
    fields = TableReader(root, Location(file, root.line), findings)
    fields.known(PICTURE_KEYS, ("title", "about", "boxes"))
    boxes = tuple(_box(TableReader(table, Location(file, table.line), findings)) for table in fields.tables("boxes"))
    names = {box.name for box in boxes}
    links = tuple(
        _link(TableReader(table, Location(file, table.line), findings), names)
        for table in (fields.tables("links") if fields.has("links") else ())
    )
    return Drawing(fields.text("title"), fields.text("about", _MOST_ABOUT), boxes, links)


def _box(fields: TableReader) -> Box:
    fields.known(("name", "at", "size", "text", "look"), ("name", "at", "size"))
    at, size = (_pair(fields, key) for key in ("at", "size"))
    look = fields.text("look") or "step"
    if look not in LOOKS:
        fields.error("look", wording.LOAD_FORM_TYPE.format(type=excerpt(look), types="、".join(LOOKS)))
    if at[0] + size[0] > COLUMNS:
        fields.error("size", wording.PICTURE_WIDE.format(columns=COLUMNS))
    text = fields.text("text", _MOST_TEXT) if fields.has("text") else ""
    return Box(fields.text("name"), at[0] * UNIT, at[1] * UNIT, size[0] * UNIT, size[1] * UNIT, text, look)


def _pair(fields: TableReader, key: str) -> tuple[float, float]:
    match = _PLACE.fullmatch(fields.text(key))
    if match is None:
        fields.error(key, wording.PICTURE_PLACE.format(key=key, value=excerpt(fields.text(key))))
        return 0, 0
    return float(match[1]), float(match[2])


def _link(fields: TableReader, names: set[str]) -> Join:
    fields.known(("from", "to", "text", "plain"), ("from", "to"))
    for key in ("from", "to"):
        if (name := fields.text(key)) and name not in names:
            fields.error(key, wording.PICTURE_NO_BOX.format(name=excerpt(name)))
    said = fields.text("text") if fields.has("text") else ""
    return Join(fields.text("from"), fields.text("to"), said, fields.has("plain") and fields.text("plain") == "true")


# ---------------------------------------------------------------- SVG


FACES = "FandolKai, Microsoft YaHei, PingFang SC, Noto Sans CJK SC, sans-serif"
"""The face that PDFs have, then those that screens have."""


def svg(drawing: Drawing) -> str:
    """The picture as SVG, the same for the same source."""
    boxes = {box.name: box for box in drawing.boxes}
    parts = [_joined(link, boxes) for link in drawing.links] + [_drawn(box) for box in drawing.boxes]
    width, height = COLUMNS * UNIT + 4, drawing.height
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -4 {_n(width)} {_n(height)}" width="{_n(width)}" '
        f'height="{_n(height)}" role="img" font-family="{FACES}" font-size="{_n(_SIZE)}">'
        f"<title>{escape(drawing.title)}</title><desc>{escape(drawing.about)}</desc>"
        f"{''.join(parts)}</svg>\n"
    )


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _drawn(box: Box) -> str:
    x, y = box.middle
    lines = wrapped(box.text, box.width - 8)
    if box.look == "mark":
        dot = f'<circle cx="{_n(x)}" cy="{_n(box.top + 6)}" r="5" fill="{_STROKE}"/>'
        return dot + _words(lines, x, box.top + 16 + _PITCH * len(lines) / 2)
    shape = ""
    if box.look == "seal":
        radius = min(box.width, box.height) / 2 - 1
        shape = f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" fill="none" stroke="#c00000" stroke-width="2"/>'
    elif box.look != "note":
        corner = {"ask": box.height / 2, "end": 6}.get(box.look, 0)
        shape = (
            f'<rect x="{_n(box.left)}" y="{_n(box.top)}" width="{_n(box.width)}" height="{_n(box.height)}" '
            f'rx="{_n(min(corner, 16))}" fill="{_FILLS[box.look]}" stroke="{_STROKE}" '
            f'stroke-width="{2 if box.look == "end" else 1}"/>'
        )
    return shape + _words(lines, x, y, "#c00000" if box.look == "seal" else "#000000")


def _words(lines: list[str], x: float, y: float, colour: str = "#000000") -> str:
    first = y - _PITCH * (len(lines) - 1) / 2 + _SIZE * 0.36
    return "".join(
        f'<text x="{_n(x)}" y="{_n(first + _PITCH * number)}" text-anchor="middle" fill="{colour}">{escape(line)}</text>'
        for number, line in enumerate(lines)
        if line
    )


def wrapped(text: str, width: float) -> list[str]:
    """A text's lines: where it says so, and where the room ends; no line begins with a mark that closes."""
    lines = []
    for said in text.split("\n") if text else []:
        line, used = "", 0.0
        for character in said:
            wide = _SIZE * (0.58 if character < "\u2000" else 1.0)
            if line and used + wide > width and character not in "，。；：、？！）》”":
                lines.append(line)
                line, used = "", 0.0
            line, used = line + character, used + wide
        lines.append(line)
    return lines


def _joined(link: Join, boxes: Mapping[str, Box]) -> str:
    start, end = boxes[link.start].joint, boxes[link.end].joint
    points = _way(start, end)
    path = "M" + " L".join(f"{_n(x)} {_n(y)}" for x, y in points)
    drawn = f'<path d="{path}" fill="none" stroke="{_STROKE}" stroke-width="1.2"/>'
    if not link.plain:
        drawn += _head(points[-2], points[-1])
    if link.text:
        drawn += _beside(points, link.text)
    return drawn


def _way(start: Box, end: Box) -> list[tuple[float, float]]:
    """Down, or to the side when the two stand beside each other; with a bend when they aren't in line."""
    (sx, sy), (ex, ey) = start.middle, end.middle
    if end.top >= start.top + start.height:
        top, bottom = start.top + start.height, end.top
        if abs(sx - ex) < 1:
            return [(sx, top), (ex, bottom)]
        bend = bottom - min(12.0, (bottom - top) / 2)
        return [(sx, top), (sx, bend), (ex, bend), (ex, bottom)]
    right = ex > sx
    out = start.left + start.width if right else start.left
    into = end.left if right else end.left + end.width
    if abs(sy - ey) < 1:
        return [(out, sy), (into, ey)]
    bend = (out + into) / 2
    return [(out, sy), (bend, sy), (bend, ey), (into, ey)]


def _head(before: tuple[float, float], tip: tuple[float, float]) -> str:
    (bx, by), (x, y) = before, tip
    if abs(x - bx) < 1:
        down = 1 if y > by else -1
        corners = [(x - 4, y - 7 * down), (x + 4, y - 7 * down), (x, y)]
    else:
        right = 1 if x > bx else -1
        corners = [(x - 7 * right, y - 4), (x - 7 * right, y + 4), (x, y)]
    return f'<polygon points="{" ".join(f"{_n(cx)},{_n(cy)}" for cx, cy in corners)}" fill="{_STROKE}"/>'


def _beside(points: list[tuple[float, float]], text: str) -> str:
    """A link's words: over its last level stretch, else beside its beginning."""
    if len(points) == 4 and abs(points[1][1] - points[2][1]) < 1:
        x, y, anchor = (points[1][0] + points[2][0]) / 2, points[2][1] - 5, "middle"
    elif abs(points[0][1] - points[1][1]) < 1:
        x, y, anchor = (points[0][0] + points[1][0]) / 2, points[0][1] - 5, "middle"
    else:
        x, y, anchor = points[0][0] + 5, (points[0][1] + points[-1][1]) / 2 + 3, "start"
    return f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}" fill="#1f4e79">{escape(text)}</text>'
