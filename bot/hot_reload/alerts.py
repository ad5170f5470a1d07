"""What admins are told of the knowledge on the disk: that it is broken and where, that it is mended."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from bot import wording
from bot.model import Problem, Severity
from bot.yamlio.problems import sentence

SHOWN = 8
"""Errors that are told; mending these often mends the rest."""


def errors(problems: Sequence[Problem]) -> list[str]:
    """The errors among problems, a sentence each with its place."""
    return [sentence(problem) for problem in problems if problem.severity is Severity.ERROR]


def broken(problems: Sequence[Problem], version: int) -> str:
    """That there are errors, which, and that the version before goes on answering."""
    found = errors(problems)
    lines = [wording.UPKEEP_BROKEN.format(version=version, count=len(found)), *(f"· {one}" for one in found[:SHOWN])]
    if len(found) > SHOWN:
        lines.append(wording.UPKEEP_MORE.format(count=len(found) - SHOWN))
    return "\n".join([*lines, wording.UPKEEP_BROKEN_NEXT])


def digest(problems: Sequence[Problem]) -> str:
    """What tells one set of errors from another."""
    return hashlib.sha256("\n".join(sorted(errors(problems))).encode()).hexdigest()[:16]
