"""The slips of a hurried hand: a character typed as one that sounds alike, dropped, doubled, swapped, or traditional."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from random import Random

from bot.normalise import fold, syllable

_FIRST, _LAST = 0x4E00, 0x9FFF
"""The block of unified Han characters."""
_COMMON_UNTIL = 0xD7
"""Lead byte of the last row of GB 2312's first level: the 3,755 characters that an input method offers first."""


def seeded(seed: int) -> Random:
    """A source of choices that are the same at every run."""
    return Random(seed)  # noqa: S311 - it chooses cases of a benchmark


def mutated(text: str, kind: str, choices: Random) -> str | None:
    """The text with one slip of a kind (a key of `KINDS`); None when it has no place for such a slip."""
    return KINDS[kind](text, choices)


def _replaced(text: str, others: dict[str, str], choices: Random) -> str | None:
    places = [place for place, character in enumerate(text) if character in others]
    if not places:
        return None
    place = choices.choice(places)
    return text[:place] + choices.choice(others[text[place]]) + text[place + 1 :]


def _homophone(text: str, choices: Random) -> str | None:
    return _replaced(text, _homophones(), choices)


def _traditional(text: str, choices: Random) -> str | None:
    return _replaced(text, _traditionals(), choices)


def _dropped(text: str, choices: Random) -> str | None:
    places = _han(text)
    if len(places) < 2:
        return None
    place = choices.choice(places)
    return text[:place] + text[place + 1 :]


def _doubled(text: str, choices: Random) -> str | None:
    places = _han(text)
    if not places:
        return None
    place = choices.choice(places)
    return text[: place + 1] + text[place:]


def _swapped(text: str, choices: Random) -> str | None:
    han = set(_han(text))
    places = [place for place in sorted(han) if place + 1 in han and text[place] != text[place + 1]]
    if not places:
        return None
    place = choices.choice(places)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


KINDS: dict[str, Callable[[str, Random], str | None]] = {
    "homophone": _homophone,
    "dropped": _dropped,
    "doubled": _doubled,
    "swapped": _swapped,
    "traditional": _traditional,
}
"""What can happen to one character, by name."""


def _han(text: str) -> list[int]:
    """Places of the Han characters."""
    return [place for place, character in enumerate(text) if _FIRST <= ord(character) <= _LAST]


@cache
def _homophones() -> dict[str, str]:
    """Common character → the other common characters that are read alike, whatever the tone."""
    alike: dict[str, str] = {}
    for code in range(_FIRST, _LAST + 1):
        character = chr(code)
        coded = character.encode("gb2312", "ignore")
        if coded and coded[0] <= _COMMON_UNTIL and (sound := syllable(character)):
            alike[sound] = alike.get(sound, "") + character
    return {one: group.replace(one, "") for group in alike.values() if len(group) > 1 for one in group}


@cache
def _traditionals() -> dict[str, str]:
    """Simplified character → its traditional forms."""
    forms: dict[str, str] = {}
    for code in range(_FIRST, _LAST + 1):
        character = chr(code)
        if (simple := fold(character)) != character and len(simple) == 1:
            forms[simple] = forms.get(simple, "") + character
    return forms
