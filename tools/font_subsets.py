"""Makes the fonts that PDFs are set in: small ones, with the characters that the guides use, from whole ones.

usage: python tools/font_subsets.py FANG KAI TITLE     (whole fonts: 仿宋, 楷体, and a heavy 宋体 in place of 小标宋)

The files go to bot/publishing/fonts/, with the characters that they hold. Needs fonttools. A character that they lack is set
in the black one of the extra `guides`; tests/test_guides_build.py tells when the sources use some of these.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "bot" / "publishing" / "fonts"
NAMES = ("fang", "kai", "title")


def used() -> str:
    """Every character that stands in a source, a question or an interface sentence, and what a keyboard offers besides."""
    folders = (ROOT / "guides" / "sources", ROOT / "guides" / "fields", ROOT / "guides" / "examples", ROOT / "bot" / "wording")
    paths = [ROOT / "guides" / "catalogue.yaml", *(path for folder in folders for path in folder.rglob("*.*"))]
    found = set("".join(path.read_text("utf-8") for path in paths if path.suffix in (".md", ".yaml", ".py")))
    found |= {chr(code) for code in range(0x20, 0x7F)}
    found |= {bytes([0xA1 + row, 0xA1 + cell]).decode("gb2312", "ignore") for row in range(3) for cell in range(94)}
    return "".join(sorted(character for character in found if character.isprintable()))


def main(paths: list[str]) -> None:
    """Write the three fonts and `characters.txt`."""
    characters = used()
    FONTS.mkdir(exist_ok=True)
    for name, path in zip(NAMES, paths, strict=True):
        font = TTFont(path, fontNumber=2 if path.endswith(".ttc") else -1, recalcTimestamp=False)
        options = Options(hinting=False, notdef_outline=True, drop_tables=["DSIG"], name_IDs=["*"])
        subsetter = Subsetter(options)
        subsetter.populate(text=characters)
        subsetter.subset(font)
        font.save(FONTS / f"{name}.otf")
        held = set(map(chr, font.getBestCmap()))
        print(FONTS / f"{name}.otf", len(held), "lacks", "".join(sorted(set(characters) - held))[:80])
    (FONTS / "characters.txt").write_text(characters, "utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
