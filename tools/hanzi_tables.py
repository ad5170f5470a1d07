"""Makes the character tables in bot/hanzi/ from opencc, pypinyin and strokes (all in the test extra).

usage: python tools/hanzi_tables.py [FOLDER]     (default: bot/hanzi)

The tables are shipped as text because importing the libraries costs 200 ms and 30 MB at every start and we need one
reading, one simplified form and one count of strokes a character only. tests/test_normalise.py fails when they are stale.
"""

from __future__ import annotations

import json
import sys
from importlib import metadata
from pathlib import Path

FIRST, LAST = 0x4E00, 0x9FFF
"""The block of unified Han characters: beyond it lies nothing a phone's keyboard offers."""


def simplified() -> dict[str, str]:
    """Traditional → simplified, character by character, OpenCC's first choice."""
    import opencc

    table = Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt"
    pairs = (line.split("\t") for line in table.read_text("utf-8").splitlines() if line)
    found = {old: new.split()[0] for old, new in pairs}
    inside = {old: new for old, new in found.items() if len(old) == len(new) == 1 and FIRST <= ord(old) <= LAST and old != new}
    # one step must be enough, or folding twice would differ from folding once
    return {old: inside.get(new, new) for old, new in inside.items() if inside.get(new, new) != old}


def readings() -> dict[str, str]:
    """Character → syllable without tone (ü written v), pypinyin's first reading, simplified characters only."""
    from pypinyin import Style, pinyin

    skip = simplified()
    found = {}
    for code in range(FIRST, LAST + 1):
        character = chr(code)
        if character in skip:
            continue
        syllable = pinyin(character, style=Style.NORMAL, errors="ignore", v_to_u=False)
        if syllable and syllable[0][0].isascii() and syllable[0][0].isalpha():
            found[character] = syllable[0][0]
    return found


AMENDED = {"范": 8}
"""Strokes where the library counts the old four of 艹 (通用规范汉字表: three)."""


def strokes() -> dict[str, str]:
    """Character → how many strokes it is written with (the library's table is Unihan's kTotalStrokes)."""
    files = metadata.files("strokes") or []
    table = next(file for file in files if file.name == "strokeCount.json").locate()
    counts = json.loads(Path(str(table)).read_text("utf-8")) | AMENDED
    inside = {one: int(count) for one, count in counts.items() if len(one) == 1 and FIRST <= ord(one) <= LAST}
    return {one: f"{count:02}" for one, count in inside.items()}


def grouped(pairs: dict[str, str]) -> dict[str, str]:
    """Value → its keys in code point order, values sorted."""
    groups: dict[str, list[str]] = {}
    for key in sorted(pairs):
        groups.setdefault(pairs[key], []).append(key)
    return {value: "".join(groups[value]) for value in sorted(groups)}


def main(folder: Path) -> None:
    """Write the tables: a simplified character, a syllable or a count of strokes, then the characters it stands for."""
    made = {"simplified.txt": simplified(), "syllables.txt": readings(), "strokes.txt": strokes()}
    for name, pairs in made.items():
        lines = [f"{value} {keys}\n" for value, keys in grouped(pairs).items()]
        (folder / name).write_text("".join(lines), "utf-8", newline="\n")
        print(folder / name, len(pairs), "characters")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent / "bot" / "hanzi")
