"""Edits of the knowledge: worked out, tried, made, kept."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.conversation import Decision
from bot.model.knowledge import Problem


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the knowledge that was in force; replies record its number."""

    number: int
    hash: str
    """That of `Knowledge.hash`."""
    since: float
    """Unix time, seconds."""


@dataclass(frozen=True, slots=True)
class Change:
    """A file of the knowledge before and after an edit; None where there is no such file."""

    file: str
    """Relative to the knowledge folder, with forward slashes."""
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """An edit that was worked out and not made: what it changes in the files."""

    about: str
    """What it does, in Chinese, in a line: for the one who confirms it, the audit and the commit."""
    changes: tuple[Change, ...]
    entries: tuple[str, ...] = ()
    """Ids of the entries that it touches."""
    problems: tuple[Problem, ...] = ()
    """Those that the edited knowledge would have and the present one hasn't; with an error it can't be made."""
    undoes: int = 0
    """Id of the act that it takes back; 0 for none."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a question gets from a version of the knowledge."""

    decision: Decision
    entry: str
    """The entry answered, or the first one offered; empty for none."""
    confidence: float
    answer: str = ""
    """The answer's text; empty unless it is answered."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A question that an edit gives another reply."""

    text: str
    kind: str
    """lost (answered, then not), swapped (another entry), reworded (the same entry, other text), gained, offered
    (other choices), stolen (a phrasing that another entry wins)."""
    before: Outcome
    after: Outcome
    asked: int = 1
    """How many real questions say so; 0 for one of the golden set or a phrasing."""
    golden: bool = False
    """True when it is of the golden set; `broken` then tells whether it was met before and isn't now."""
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Impact:
    """What an edit does to questions, worst first."""

    shifts: tuple[Shift, ...]
    golden: int
    """Golden questions that were replayed."""
    real: int
    """Real questions that were replayed."""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit that was made, as the audit keeps it."""

    id: int
    at: float
    """Unix time, seconds."""
    who: str
    """Key of the admin, such as telegram:4711; `disk` for what was saved without the bot."""
    about: str
    changes: tuple[Change, ...]
    entries: tuple[str, ...]
    version: int
    """Number of the version that it brought into force; 0 while that is being learned."""
    undone: int = 0
    """Id of the act that took it back; 0 while it stands."""


@dataclass(frozen=True, slots=True)
class EditDraft:
    """An edit that an admin is working at, in one conversation."""

    conversation: str
    admin: str
    """Key of the admin: nobody else may go on with it."""
    act: str
    """new, edit, phrase, retire or undo."""
    step: str
    """What is waited for (`bot.editor.handler`)."""
    nonce: str = ""
    """What the buttons of this very step carry; it can't be guessed, and the next step has another."""
    entry: str = ""
    key: str = ""
    """Key of the entry that is edited."""
    values: tuple[tuple[str, str], ...] = ()
    """What was written or picked so far, by key."""
    offers: tuple[str, ...] = ()
    """What a number picks from."""
    proposal: Proposal | None = None
    wire: str = ""
    """The message that led here: delivered again, it changes nothing more."""
    listening: bool = True
    """False once something else was asked meanwhile: then only its buttons go on with it."""
    made: int = 0
    """Number of the act that it became; 0 before."""
    updated: float = 0.0
    """Unix time, seconds."""
