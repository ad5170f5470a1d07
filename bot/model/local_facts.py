"""What no law says and only the federation knows: whom to call, and figures of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Contact:
    """A union, or a hotline, as `knowledge/contacts.yaml` lists it; what isn't known is empty."""

    id: str
    name: str
    areas: tuple[str, ...]
    """The districts, towns or trades that it is there for, as people call them; the first is the usual one."""
    phone: str = ""
    address: str = ""
    hours: str = ""
    about: str = ""
    """What people turn to it for."""
    note: str = ""
    """What one must know before calling, such as that the number is unconfirmed."""
    website: str = ""
    own: bool = False
    """Whether it is the federation whose helpdesk this is: guides name it on the cover and the last page."""
    checked: date | None = None
    """When it was last checked that this is so."""
    line: int = 0
    """1-based line in the file."""


@dataclass(frozen=True, slots=True)
class LocalFigure:
    """A figure or a rule that only the federation can supply; entries refer to it as `{local:<id>}`."""

    id: str
    about: str
    """What is missing, for the admin who may fill it in."""
    unfilled: str
    """What people are told until then: words without a figure."""
    value: str = ""
    """What they are told once it is filled in."""
    source: str = ""
    """The document that the value is from."""
    checked: date | None = None
    line: int = 0
    """1-based line in the file."""
