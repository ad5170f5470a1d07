"""Charts as SVG, drawn on the server without a library: bars by day and bars by name, each with a table behind it."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

WIDTH, HEIGHT = 640, 200
_LEFT, _BELOW = 36, 28
_COLOURS = ("#a61c1c", "#0b4f94", "#1c6433", "#8a4b00")


def days(title: str, labels: Sequence[str], series: Sequence[tuple[str, Sequence[int]]]) -> Markup:
    """Stacked bars, one a day; `series` are names with a number for each label. Empty when there is nothing to draw."""
    if not any(any(numbers) for _, numbers in series):
        return Markup("")
    totals = [sum(numbers[place] for _, numbers in series) for place in range(len(labels))]
    most = max([*totals, 1])
    step = (WIDTH - _LEFT) / max(len(labels), 1)
    parts = [_opening(title, WIDTH, HEIGHT + 24)]
    for share in (0.0, 0.5, 1.0) if most > 1 else (0.0, 1.0):
        y = HEIGHT - _BELOW - share * (HEIGHT - _BELOW - 12)
        parts.append(f'<line x1="{_LEFT}" x2="{WIDTH}" y1="{y:.1f}" y2="{y:.1f}" stroke="#cfcac4"/>')
        parts.append(_text(_LEFT - 6, y + 4, str(round(most * share)), "end"))
    for place, label in enumerate(labels):
        y = float(HEIGHT - _BELOW)
        for (_, numbers), colour in zip(series, _COLOURS, strict=False):
            high = numbers[place] / most * (HEIGHT - _BELOW - 12)
            y -= high
            x = _LEFT + place * step + step * 0.12
            parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{step * 0.76:.1f}" height="{high:.1f}" fill="{colour}"/>')
        if len(labels) <= 12 or place % 5 == 0:
            parts.append(_text(_LEFT + (place + 0.5) * step, HEIGHT - _BELOW + 16, label, "middle"))
    for place, ((name, _), colour) in enumerate(zip(series, _COLOURS, strict=False)):
        parts.append(f'<rect x="{_LEFT + place * 120}" y="{HEIGHT + 2}" width="12" height="12" fill="{colour}"/>')
        parts.append(_text(_LEFT + place * 120 + 18, HEIGHT + 13, name, "start"))
    return Markup("".join(parts) + "</svg></div>")  # noqa: S704  # numbers, and texts escaped where they are put in


def names(title: str, rows: Sequence[tuple[str, int]]) -> Markup:
    """Bars that lie, one a name, in the order given. Empty when there is nothing to draw."""
    if not any(number for _, number in rows):
        return Markup("")
    most = max(number for _, number in rows)
    line, left = 26, 220
    parts = [_opening(title, WIDTH, line * len(rows) + 8)]
    for place, (name, number) in enumerate(rows):
        y = place * line + 4
        shown = name if len(name) <= 14 else name[:13] + "…"
        parts.append(_text(left - 8, y + 15, shown, "end"))
        parts.append(
            f'<rect x="{left}" y="{y}" width="{number / most * (WIDTH - left - 50):.1f}" height="18" fill="{_COLOURS[0]}"/>'
        )
        parts.append(_text(left + number / most * (WIDTH - left - 50) + 6, y + 15, str(number), "start"))
    return Markup("".join(parts) + "</svg></div>")  # noqa: S704  # the same


def _opening(title: str, width: int, height: int) -> str:
    said = escape(title)
    return (
        f'<div class="scroll" tabindex="0" role="group" aria-label="{said}">'  # on a phone, or its words would be too small
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {width} {height}" role="img" aria-label="{said}">'
        f"<title>{said}</title>"
    )


def _text(x: float, y: float, said: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="13" fill="#1c1c1c" text-anchor="{anchor}">{escape(said)}</text>'
