"""Takes out of a text what names a person or her money: ID numbers, telephones, bank cards, mail addresses, chat accounts.

What is kept of a question goes through here first. Numbers that name nobody stay: hotlines (12351), dates, sums, years.
The forms are those of GB 11643 (ID numbers, 18 digits, before 1999 15), of the Chinese numbering plan (mobile 1[3-9] and
nine digits, area codes of 3–4 digits from 0 with 7–8 behind them) and of ISO/IEC 7812 (cards, 15–19 digits).
`mask(mask(x)) == mask(x)`.
"""

from __future__ import annotations

import re
from functools import partial

from bot import wording

_GAP = r"[ \t\-–—·.]?"
"""What people put between groups of digits."""
_ALONE = r"(?<![0-9０-９])"
_END = r"(?![0-9０-９])"
_SPOKEN = "[〇零一二三四五六七八九幺]"


def _run(digits: str) -> str:
    """Digits with at most one gap after each."""
    return rf"(?:{digits}{_GAP})"


_D = r"\d"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("mail", re.compile(r"[A-Za-z0-9._%+\-]+[@＠][A-Za-z0-9\-]+(?:[.．][A-Za-z0-9\-]+)+")),
    (
        "id",
        re.compile(
            rf"{_ALONE}[1-9１-９]{_GAP}{_run(_D)}{{5}}(?:[1１][9９]|[2２][0０]){_GAP}{_run(_D)}{{9}}{_GAP}[\dXxＸｘ](?![0-9A-Za-z０-９])"
            rf"|{_ALONE}[1-9]\d{{5}}\d{{2}}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{{3}}{_END}"
        ),
    ),
    ("phone", re.compile(rf"(?:{_ALONE}|(?<=86)|(?<=８６))(?:[+＋]?86{_GAP})?[1１][3-9３-９]{_GAP}{_run(_D)}{{8}}\d{_END}")),
    ("card", re.compile(rf"{_ALONE}[3-9３-９]{_run(_D)}{{13,17}}\d{_END}")),
    (
        "phone",
        re.compile(
            rf"{_ALONE}[(（]?[0０]\d{{2,3}}[)）]?[ \t\-–—]{{0,2}}[1-9１-９]\d{{2,3}}{_GAP}\d{{4}}(?:(?:转|-)\d{{1,5}})?{_END}"
            r"|(?<=[话机打拨码系：:])(?P<lead>[是为叫到给 \t]{0,3})[2-8]\d{2,3}[ \-]?\d{4}(?![0-9０-９元万块年.])"
            rf"|1?[一幺][三四五六七八九]{_SPOKEN}{{9}}(?!{_SPOKEN})"
        ),
    ),
    (
        "account",
        re.compile(
            r"(?P<lead>(?:微信|薇信|wx|vx|weixin|QQ|扣扣|支付宝)(?:号码?|账号|帐号)?(?:是|为|[:：])?[ \t]*)"
            r"[A-Za-z0-9_\-]{5,30}",
            re.IGNORECASE,
        ),
    ),
)


def mask(text: str) -> str:
    """The text with what names a person replaced by what it was (wording.MASKED)."""
    for kind, pattern in _PATTERNS:
        text = pattern.sub(partial(_replaced, wording.MASKED[kind]), text)
    return text


def _replaced(word: str, found: re.Match[str]) -> str:
    """The word behind what led up to the number."""
    return (found.groupdict().get("lead") or "") + word


def masked(text: str) -> bool:
    """Whether something was taken out of a text."""
    return any(word in text for word in wording.MASKED.values())
